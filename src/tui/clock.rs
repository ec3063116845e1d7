//! The clock of the screen: the wall clock, or a clock that started at the time of `--at`.

use crate::agenda::Moment;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Timelike, Utc};

/// The clock that the screen shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScreenClock {
    /// The time of `--at` minus the wall clock's time at the start.
    ahead: TimeDelta,
}

/// Returns the time of the wall clock. Marks store the wall clock's time, even with `--at`.
#[expect(clippy::disallowed_methods, reason = "the one place where the program reads the clock")]
pub(super) fn read_wall_clock() -> DateTime<Utc> {
    Utc::now()
}

impl ScreenClock {
    /// Returns a clock that shows `at` now, or the wall clock if `at` is `None`.
    pub(super) fn starting_at(at: Option<Moment>) -> ScreenClock {
        let ahead = at.map_or_else(TimeDelta::zero, |at| at.to_utc() - read_wall_clock());
        ScreenClock { ahead }
    }

    /// Returns the time on the clock.
    pub(super) fn current_time(self) -> DateTime<Utc> {
        let wall = read_wall_clock();
        wall.checked_add_signed(self.ahead).unwrap_or(wall)
    }
}

/// Returns the date, the hour and the minute of `at` on its own clock.
pub(super) fn minute_of(at: Moment) -> Option<NaiveDateTime> {
    at.date_naive().and_hms_opt(at.hour(), at.minute(), 0)
}
