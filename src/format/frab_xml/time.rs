//! Dates and clocks as the dialects write them.

use crate::format::times::numbers;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

/// What stands in `<date>` or in an attribute of `<day>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Date {
    Instant(DateTime<chrono::FixedOffset>),
    /// A date and a clock without an offset.
    Wall(NaiveDateTime),
    Day(NaiveDate),
}

impl Date {
    /// Date and clock as they are written, whatever the offset says.
    pub(super) fn wall(self) -> Option<NaiveDateTime> {
        match self {
            Date::Instant(at) => Some(at.naive_local()),
            Date::Wall(wall) => Some(wall),
            Date::Day(_) => None,
        }
    }

    /// The clock as it is written.
    pub(super) fn written(self) -> Option<NaiveTime> {
        self.wall().map(|wall| wall.time())
    }

    /// The date as it is written.
    pub(super) fn day(self) -> NaiveDate {
        match self {
            Date::Instant(at) => at.naive_local().date(),
            Date::Wall(wall) => wall.date(),
            Date::Day(day) => day,
        }
    }
}

/// An ISO 8601 date, with or without a time, with or without an offset.
pub(super) fn date(text: &str) -> Option<Date> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Date::Instant(at));
    }
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(Date::Day(day));
    }
    let text = text.replacen(' ', "T", 1);
    let offset = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"];
    let none = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let instant = offset.iter().find_map(|form| DateTime::parse_from_str(&text, form).ok());
    let utc = || {
        text.strip_suffix('Z')
            .and_then(|text| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok())
    };
    let wall = || none.iter().find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
    instant
        .or_else(|| utc().map(|at| at.and_utc().fixed_offset()))
        .map(Date::Instant)
        .or_else(|| wall().map(Date::Wall))
}

/// A time of day: `9:30`, `09:30`, `09:30:00`.
pub(super) fn clock(text: &str) -> Option<NaiveTime> {
    let mut parts = [0; 3];
    let count = numbers(text, &mut parts)?;
    let [hour, minute, second] = parts;
    (count > 1).then(|| NaiveTime::from_hms_opt(hour, minute, second)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_times_of_day() {
        for (text, time) in [
            ("9:30", Some("09:30:00")),
            ("09:30", Some("09:30:00")),
            ("09:30:15", Some("09:30:15")),
            ("24:00", None),
            ("9", None),
            ("9:60", None),
            ("9:30 pm", None),
        ] {
            assert_eq!(clock(text), time.and_then(|time| time.parse().ok()), "{text}");
        }
    }

    #[test]
    fn dates_keep_the_offset_that_they_have() {
        let instant = |text: &str| Some(Date::Instant(text.parse().unwrap()));
        for (text, read) in [
            ("2030-12-27T11:00:00+01:00", instant("2030-12-27T11:00:00+01:00")),
            ("2030-12-27 11:00:00+01:00", instant("2030-12-27T11:00:00+01:00")),
            ("2030-12-27T11:00+01:00", instant("2030-12-27T11:00:00+01:00")),
            ("2030-12-27T11:00:00+0100", instant("2030-12-27T11:00:00+01:00")),
            ("2030-12-27T11:00:00Z", instant("2030-12-27T11:00:00+00:00")),
            ("2030-12-27T11:00Z", instant("2030-12-27T11:00:00+00:00")),
            ("2030-12-27T11:00:00", Some(Date::Wall("2030-12-27T11:00:00".parse().unwrap()))),
            ("2030-12-27T11:00", Some(Date::Wall("2030-12-27T11:00:00".parse().unwrap()))),
            ("2030-12-27", Some(Date::Day("2030-12-27".parse().unwrap()))),
            ("27.12.2030", None),
            ("2030-02-30", None),
            ("", None),
        ] {
            assert_eq!(date(text), read, "{text}");
        }
    }
}
