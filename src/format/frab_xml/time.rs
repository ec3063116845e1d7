//! Dates and times of day as the dialects write them.

use crate::format::times::parse_numbers;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

/// The value of `<date>` or of an attribute of `<day>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum XmlDate {
    Instant(DateTime<FixedOffset>),
    /// A date and a time without an offset.
    Wall(NaiveDateTime),
    Day(NaiveDate),
}

impl XmlDate {
    /// Returns date and time as the file writes them, in any offset.
    pub(super) fn written_wall(self) -> Option<NaiveDateTime> {
        match self {
            XmlDate::Instant(at) => Some(at.naive_local()),
            XmlDate::Wall(wall) => Some(wall),
            XmlDate::Day(_) => None,
        }
    }

    pub(super) fn written_clock(self) -> Option<NaiveTime> {
        self.written_wall().map(|wall| wall.time())
    }

    /// Returns the date at the venue. A time in UTC does not show the date.
    pub(super) fn venue_date(self) -> Option<NaiveDate> {
        match self {
            XmlDate::Instant(at) if at.offset().local_minus_utc() == 0 => None,
            date => Some(date.written_date()),
        }
    }

    pub(super) fn written_date(self) -> NaiveDate {
        match self {
            XmlDate::Instant(at) => at.naive_local().date(),
            XmlDate::Wall(wall) => wall.date(),
            XmlDate::Day(day) => day,
        }
    }
}

/// Parses an ISO 8601 date, with or without a time, with or without an offset.
pub(super) fn parse_date(text: &str) -> Option<XmlDate> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(XmlDate::Instant(at));
    }
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(XmlDate::Day(day));
    }
    let text = text.replacen(' ', "T", 1);
    parse_instant(&text).map(XmlDate::Instant).or_else(|| parse_wall(&text).map(XmlDate::Wall))
}

fn parse_instant(text: &str) -> Option<DateTime<FixedOffset>> {
    const FORMS: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"];
    let instant = FORMS.iter().find_map(|form| DateTime::parse_from_str(text, form).ok());
    instant.or_else(|| {
        let utc = text.strip_suffix('Z')?;
        let utc = NaiveDateTime::parse_from_str(utc, "%Y-%m-%dT%H:%M").ok()?;
        Some(utc.and_utc().fixed_offset())
    })
}

fn parse_wall(text: &str) -> Option<NaiveDateTime> {
    const FORMS: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
}

/// Parses a time of day: `9:30`, `09:30`, `09:30:00`.
pub(super) fn parse_clock(text: &str) -> Option<NaiveTime> {
    let mut parts = [0; 3];
    let count = parse_numbers(text, &mut parts)?;
    let [hour, minute, second] = parts;
    (count > 1).then(|| NaiveTime::from_hms_opt(hour, minute, second)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_parsed() {
        for (text, time) in [
            ("9:30", Some("09:30:00")),
            ("09:30", Some("09:30:00")),
            ("09:30:15", Some("09:30:15")),
            ("24:00", None),
            ("9", None),
            ("9:60", None),
            ("9:30 pm", None),
        ] {
            assert_eq!(parse_clock(text), time.and_then(|time| time.parse().ok()), "{text}");
        }
    }

    #[test]
    fn dates_keep_their_offsets() {
        let instant = |text: &str| Some(XmlDate::Instant(text.parse().unwrap()));
        for (text, read) in [
            ("2030-12-27T11:00:00+01:00", instant("2030-12-27T11:00:00+01:00")),
            ("2030-12-27 11:00:00+01:00", instant("2030-12-27T11:00:00+01:00")),
            ("2030-12-27T11:00+01:00", instant("2030-12-27T11:00:00+01:00")),
            ("2030-12-27T11:00:00+0100", instant("2030-12-27T11:00:00+01:00")),
            ("2030-12-27T11:00:00Z", instant("2030-12-27T11:00:00+00:00")),
            ("2030-12-27T11:00Z", instant("2030-12-27T11:00:00+00:00")),
            ("2030-12-27T11:00:00", Some(XmlDate::Wall("2030-12-27T11:00:00".parse().unwrap()))),
            ("2030-12-27T11:00", Some(XmlDate::Wall("2030-12-27T11:00:00".parse().unwrap()))),
            ("2030-12-27", Some(XmlDate::Day("2030-12-27".parse().unwrap()))),
            ("27.12.2030", None),
            ("2030-02-30", None),
            ("", None),
        ] {
            assert_eq!(parse_date(text), read, "{text}");
        }
    }
}
