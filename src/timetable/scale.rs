//! The scale of a timetable: the minutes of half a row.

/// The scale of an axis. Half a row has the same number of minutes everywhere, except where the
/// axis is folded or stretched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The minutes of half a row, 1 or more.
    pub minutes: i32,
}

impl Scale {
    /// The smallest scale: two hours a row.
    pub const SMALLEST: Scale = Scale { minutes: 60 };
    /// The steps of the zoom, from the largest scale to the smallest.
    pub(super) const STEPS: [i32; 9] = [1, 2, 3, 5, 10, 15, 20, 30, 60];
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
