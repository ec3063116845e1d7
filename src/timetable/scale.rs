//! The scale of a timetable: the minutes of half a row.

use super::placed::PlacedDay;

/// The scale of an axis. Half a row has the same number of minutes everywhere, except where the
/// axis is folded or stretched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The minutes of half a row, 1 or more.
    pub minutes: i32,
}

/// The least halves of a row for a session that is readable: a title and a second line.
const READABLE_HALVES: i32 = 4;

impl Scale {
    /// The smallest scale: two hours a row.
    pub const SMALLEST: Scale = Scale { minutes: 60 };
    /// The steps of the zoom, from the largest scale to the smallest.
    const STEPS: [i32; 9] = [1, 2, 3, 5, 10, 15, 20, 30, 60];
    /// The largest scale of [`Scale::fit`], in minutes of half a row. A larger one is no easier to
    /// read.
    const FIT_LARGEST: i32 = 3;
    /// The scale of [`Scale::fit`] for sessions of lengths without a common step.
    const USUAL: i32 = 5;

    /// Returns the largest scale at which the day fits into `rows` rows, if three in four sessions
    /// have two rows. If the day does not fit, returns the smallest scale with two rows for three
    /// in four sessions.
    ///
    /// The minutes of half a row divide the length of every session, or are 5: sessions of one
    /// length have one height.
    pub fn fit(day: &PlacedDay, rows: i32) -> Scale {
        let lengths: Vec<i32> = day.card_minutes().collect();
        let step = lengths.iter().fold(0, |step, minutes| greatest_divisor(step, *minutes));
        let divides = |minutes: i32| step % minutes == 0;
        let is_exact = |minutes: i32| match step % Scale::USUAL {
            0 => divides(minutes),
            _ => divides(minutes) || minutes == Scale::USUAL,
        };
        let is_readable = |minutes: i32| {
            let readable = lengths.iter().filter(|length| **length >= READABLE_HALVES * minutes);
            minutes <= Scale::USUAL || readable.count() * 4 >= lengths.len() * 3
        };
        let steps = Scale::STEPS.into_iter().filter(|minutes| *minutes >= Scale::FIT_LARGEST);
        let good: Vec<Scale> = steps
            .filter(|minutes| is_exact(*minutes) && is_readable(*minutes))
            .map(|minutes| Scale { minutes })
            .collect();
        let fits = |scale: &&Scale| day.height(**scale) <= rows;
        let scale = good.iter().find(fits).or(good.last());
        scale.copied().unwrap_or(Scale { minutes: Scale::USUAL })
    }

    /// Returns the scale `steps` steps larger, or smaller for negative `steps`. The largest and
    /// the smallest scale are the limits.
    #[must_use]
    pub fn zoom(self, steps: i32) -> Scale {
        let at = Scale::STEPS.iter().position(|step| *step >= self.minutes);
        let last = Scale::STEPS.len() - 1;
        let wanted = i32::try_from(at.unwrap_or(last)).unwrap_or(0).saturating_sub(steps);
        let index = usize::try_from(wanted.max(0)).unwrap_or(last).min(last);
        Scale { minutes: Scale::STEPS[index] }
    }

    /// Returns the whole halves of a row in `minutes` minutes.
    pub(super) fn halves_of(self, minutes: i32) -> i32 {
        minutes.div_euclid(self.minutes.max(1))
    }
}

/// Returns the greatest number that divides both. 0 is divided by every number.
fn greatest_divisor(a: i32, b: i32) -> i32 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}
