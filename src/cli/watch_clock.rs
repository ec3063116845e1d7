//! The clock of `next --watch`: the wall clock, a clock that started at the time of `--at`, or the
//! clock of a test.

use super::context::{CliContext, read_wall_clock};
use crate::agenda::Moment;
use crate::store;
use chrono::{DateTime, TimeDelta, Utc};
use std::path::{Path, PathBuf};

/// A clock that may differ from the wall clock.
#[derive(Debug)]
pub(crate) struct WatchClock {
    /// `None`: the wall clock.
    setting: Option<ClockSetting>,
    /// The file of `$HALLWAY_CLOCK`: the time to show and how many times faster than the wall clock
    /// it runs, such as `2016-07-11T08:00:00Z 60`. With 0, the clock stands. Tests write the file.
    file: Option<PathBuf>,
}

/// The time that a clock showed, and its speed.
#[derive(Debug, Clone, Copy, PartialEq)]
struct ClockSetting {
    at: DateTime<Utc>,
    /// The wall clock when the clock showed `at`.
    since: DateTime<Utc>,
    /// The minutes of this clock in a minute of the wall clock.
    speed: u32,
}

impl WatchClock {
    /// Returns the clock of a command. `file` is the file of a test.
    pub(crate) fn start(cx: &CliContext, file: Option<&Path>) -> WatchClock {
        let pretended =
            cx.pretended.map(|at| ClockSetting { at: at.to_utc(), since: cx.wall_clock, speed: 1 });
        let mut clock = WatchClock { setting: pretended, file: file.map(Path::to_owned) };
        clock.read_file();
        clock
    }

    /// Reads the file of the test again. A file that is being written changes nothing.
    pub(crate) fn read_file(&mut self) {
        let Some(bytes) = self.file.as_deref().and_then(|file| store::read_source(file).ok())
        else {
            return;
        };
        if let Some(setting) = parse_setting(&String::from_utf8_lossy(&bytes), read_wall_clock()) {
            self.setting = Some(setting);
        }
    }

    /// Returns the time on the event's clock, or `None` if the agenda has wall clocks alone and no
    /// time is pretended.
    pub(crate) fn current_time(&self, cx: &CliContext) -> Option<Moment> {
        let has_instants = cx.agenda.clock.has_instants();
        let wall = read_wall_clock();
        let time = match &self.setting {
            Some(setting) => setting.time_at(wall)?,
            None if has_instants => wall,
            None => return None,
        };
        let time = time.fixed_offset();
        Some(if has_instants { cx.agenda.local_time(time) } else { time })
    }

    /// Returns the wall clock's time when this clock will show `then`, or `None` for never.
    pub(crate) fn wall_time(&self, then: Moment) -> Option<DateTime<Utc>> {
        match &self.setting {
            None => Some(then.to_utc()),
            Some(setting) => setting.wall_time(then.to_utc()),
        }
    }
}

impl ClockSetting {
    fn time_at(&self, wall: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let speed = i32::try_from(self.speed).ok()?;
        self.at.checked_add_signed((wall - self.since).checked_mul(speed)?)
    }

    fn wall_time(&self, then: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let speed = i32::try_from(self.speed).ok().filter(|speed| *speed > 0)?;
        // The division rounds down, and a reminder is due at the start of its second.
        let left = (then - self.at).checked_div(speed)? + TimeDelta::milliseconds(1);
        self.since.checked_add_signed(left)
    }
}

/// Parses `2016-07-11T08:00:00Z 60`. The clock shows the time at `since`.
fn parse_setting(text: &str, since: DateTime<Utc>) -> Option<ClockSetting> {
    let (at, speed) = text.trim().split_once(' ')?;
    Some(ClockSetting { at: at.parse().ok()?, since, speed: speed.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn fast_clock_shows_and_finds_times() {
        let since = time("2030-01-01T00:00:00Z");
        let setting = parse_setting("2016-07-11T08:00:00Z 60\n", since).unwrap();
        let after = |seconds| since + TimeDelta::seconds(seconds);
        assert_eq!(setting.time_at(after(10)), Some(time("2016-07-11T08:10:00Z")));
        let found = setting.wall_time(time("2016-07-11T08:10:00Z")).unwrap() - after(10);
        assert!((0..=1).contains(&found.num_milliseconds()), "{found}");
    }

    #[test]
    fn standing_clock_never_shows_another_time() {
        let since = time("2030-01-01T00:00:00Z");
        let setting = parse_setting("2016-07-11T08:00:00+01:00 0", since).unwrap();
        assert_eq!(
            setting.time_at(time("2031-01-01T00:00:00Z")),
            Some(time("2016-07-11T07:00:00Z"))
        );
        assert_eq!(setting.wall_time(time("2016-07-11T09:00:00Z")), None);
    }

    #[test]
    fn half_of_a_file_is_no_setting() {
        for text in ["", "2016-07-11", "2016-07-11T08:00:00Z", "2016-07-11T08:00:00Z -1", "x 1"] {
            assert_eq!(parse_setting(text, DateTime::UNIX_EPOCH), None, "{text}");
        }
    }
}
