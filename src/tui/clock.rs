//! The clock of the program: the real time, or the time of `--at`, which goes on from there.

use crate::agenda::Moment;
use chrono::{DateTime, TimeDelta, Utc};

/// The clock that the screen shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScreenClock {
    /// The time of `--at` minus the real time at the start.
    ahead: TimeDelta,
}

/// Returns the real time. Marks are dated with the real time, even if `--at` pretends another.
#[expect(clippy::disallowed_methods, reason = "the one place where the program reads the clock")]
pub(super) fn real_time() -> DateTime<Utc> {
    Utc::now()
}

impl ScreenClock {
    /// Returns a clock that shows `at` now, or the real time if there is no `at`.
    pub(super) fn starting_at(at: Option<Moment>) -> ScreenClock {
        ScreenClock { ahead: at.map_or_else(TimeDelta::zero, |at| at.to_utc() - real_time()) }
    }

    /// Returns the time that the clock shows.
    pub(super) fn time(self) -> DateTime<Utc> {
        let real = real_time();
        real.checked_add_signed(self.ahead).unwrap_or(real)
    }
}
