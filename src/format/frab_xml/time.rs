//! Dates, clocks and lengths as the dialects write them.

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
    /// The clock as it is written, whatever the offset says.
    pub(super) fn written(self) -> Option<NaiveTime> {
        match self {
            Date::Instant(at) => Some(at.naive_local().time()),
            Date::Wall(wall) => Some(wall.time()),
            Date::Day(_) => None,
        }
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
    let utc = || text.strip_suffix('Z').and_then(|text| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok());
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

/// How long something lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Minutes(i64),
    /// `1:00:00` is a day as frab and pretalx write it, and an hour as Python does.
    DayOrHour {
        day: i64,
        hour: i64,
    },
}

/// `0:45`, `00:45`, `00:45:00`, `45`; above a day `D:HH:MM`, as frab and pretalx write it.
pub(super) fn length(text: &str) -> Option<Length> {
    let mut parts = [0; 4];
    let count = numbers(text, &mut parts)?;
    let [a, b, c, _] = parts.map(i64::from);
    let padded = text.split(':').next().is_some_and(|first| first.len() > 1);
    Some(match count {
        1 => Length::Minutes(a),
        2 => Length::Minutes(a * 60 + b),
        4 => Length::Minutes(a * 1440 + b * 60 + c),
        // Days are not padded and never none; hours end at 23; no session is planned to the second.
        _ if padded || a == 0 || b > 23 => Length::Minutes(a * 60 + b),
        _ if c > 0 => Length::Minutes(a * 1440 + b * 60 + c),
        _ => Length::DayOrHour { day: a * 1440 + b * 60, hour: a * 60 + b },
    })
}

/// The numbers between colons, and how many they are: at least one, and no more than there is room for.
fn numbers(text: &str, into: &mut [u32]) -> Option<usize> {
    let mut count = 0;
    for part in text.split(':') {
        let digits = (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        *into.get_mut(count)? = digits.then(|| part.parse().ok()).flatten()?;
        count += 1;
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_every_dialect() {
        for (text, minutes) in [
            ("0:45", Some(45)),
            ("00:45", Some(45)),
            ("1:30", Some(90)),
            ("00:00", Some(0)),
            ("0:90", Some(90)),
            ("36:00", Some(2160)),
            ("00:45:00", Some(45)),
            ("01:00:00", Some(60)),
            ("0:45:00", Some(45)),
            ("1:45:00", Some(105)),
            ("1:02:30", Some(1590)),
            ("2:00:00:00", Some(2880)),
            ("45", Some(45)),
            ("", None),
            ("-1:00", None),
            ("1:", None),
            ("one", None),
            ("1:2:3:4:5", None),
            ("99999999999:00", None),
            ("٣:٣٠", None),
        ] {
            let read = length(text).map(|length| match length {
                Length::Minutes(minutes) => minutes,
                Length::DayOrHour { .. } => -1,
            });
            assert_eq!(read, minutes, "{text}");
        }
        assert_eq!(length("1:02:00"), Some(Length::DayOrHour { day: 1560, hour: 62 }));
    }

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
