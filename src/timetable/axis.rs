//! Minutes to halves of rows: one monotone axis a day.

/// The axis of a day: the half row of each minute, as a list of [`Tick`]s.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Axis {
    pub(super) ticks: Vec<Tick>,
    /// The half row after the last session.
    pub(super) end: i32,
}

/// A time at which a session starts or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// The minute of the day.
    pub minute: i32,
    /// The half row.
    pub half: i32,
    /// True if a session starts at `minute`. Then the time deserves a label.
    pub starts: bool,
    /// True if the axis saves rows before the next tick, because no session runs, or only long
    /// ones. Then the gap looks shorter than it is.
    pub folded: bool,
}

impl Tick {
    /// Returns the row.
    pub fn row(&self) -> i32 {
        self.half.div_euclid(2)
    }
}

impl Axis {
    /// Returns the number of rows of the day.
    pub fn height(&self) -> i32 {
        (self.end + 1).div_euclid(2)
    }

    /// Returns the half row in which a minute begins. Minutes before the first tick have the first
    /// half, and minutes after the last tick the last one.
    pub fn half_of_minute(&self, minute: i32) -> i32 {
        let after = self.ticks.partition_point(|tick| tick.minute <= minute);
        match self.ticks_around(after) {
            (Some(a), Some(b)) => {
                let part = i64::from(minute - a.minute) * i64::from(b.half - a.half)
                    / i64::from(b.minute - a.minute);
                a.half + i32::try_from(part).unwrap_or(0)
            }
            (Some(a), None) => a.half,
            (None, _) => 0,
        }
    }

    /// Returns the row in which a minute begins.
    pub fn row_of_minute(&self, minute: i32) -> i32 {
        self.half_of_minute(minute).div_euclid(2)
    }

    /// Returns the first minute of a row.
    pub fn minute_of_row(&self, row: i32) -> i32 {
        let half = row * 2;
        // The first of several ticks in one half.
        let first = self.ticks.partition_point(|tick| tick.half < half);
        if let Some(tick) = self.ticks.get(first).filter(|tick| tick.half == half) {
            return tick.minute;
        }
        match self.ticks_around(first) {
            (Some(a), Some(b)) => {
                let (halves, minutes) =
                    (i64::from(b.half - a.half), i64::from(b.minute - a.minute));
                let part = (i64::from(half - a.half) * minutes + halves - 1) / halves;
                a.minute + i32::try_from(part).unwrap_or(0)
            }
            (Some(a), None) => a.minute,
            (None, _) => self.ticks.first().map_or(0, |tick| tick.minute),
        }
    }

    /// Returns the ticks before and at the index `after`.
    fn ticks_around(&self, after: usize) -> (Option<&Tick>, Option<&Tick>) {
        (after.checked_sub(1).and_then(|ix| self.ticks.get(ix)), self.ticks.get(after))
    }

    /// Returns all starts and ends of the day, ascending.
    pub fn ticks(&self) -> &[Tick] {
        &self.ticks
    }
}
