//! Times and days as people write them on the command line, and the clock that shows times.

use super::error::CliError;
use crate::agenda::{Agenda, Moment, Zone, ZoneError, zone};
use crate::search;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime};
use std::fmt;

/// The names of days that depend on the time now.
const RELATIVE_DAYS: [&str; 3] = ["today", "tomorrow", "yesterday"];

/// The clock that shows times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DisplayClock {
    Event,
    Other(Zone),
}

/// The reason why a time, a day or a zone of the command line is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TimeError {
    NotATime(String),
    /// The agenda has no day of this name. `days` is a sentence with the days of the agenda.
    NoMatchingDay {
        text: String,
        days: String,
    },
    UnknownZone(ZoneError),
    /// The operating system does not name its time zone.
    NoSystemZone,
    /// The agenda has wall clocks alone, so no time can be converted.
    NoEventZone,
    /// The agenda has wall clocks alone, so there is no "now".
    NoTimeNow,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeError::NotATime(text) => write!(
                f,
                "\"{text}\" is not a time. Write 2016-07-11T09:12, \"mon 09:12\", \"2 09:12\" or \
                 09:12"
            ),
            TimeError::NoMatchingDay { text, days } => {
                write!(f, "no day matches \"{text}\". {days}")
            }
            TimeError::UnknownZone(error) => error.fmt(f),
            TimeError::NoSystemZone => {
                f.write_str("this machine does not name its time zone. Give a zone with --tz")
            }
            TimeError::NoEventZone => f.write_str(
                "the agenda names no time zone, so its times cannot be converted. Give the zone \
                 of the event with --zone",
            ),
            TimeError::NoTimeNow => f.write_str(
                "the agenda names no time zone, so the time now is unknown. Give the zone of the \
                 event with --zone",
            ),
        }
    }
}

impl From<TimeError> for CliError {
    fn from(error: TimeError) -> CliError {
        CliError::usage(error)
    }
}

impl DisplayClock {
    /// Returns the clock of `--tz`: `event`, `local` or an IANA zone.
    ///
    /// # Errors
    /// Returns an error if the zone is unknown, or if the agenda has wall clocks alone.
    pub(crate) fn by_name(name: &str, agenda: &Agenda) -> Result<DisplayClock, TimeError> {
        let zone = match name {
            "event" => return Ok(DisplayClock::Event),
            "local" => zone::system_zone().ok_or(TimeError::NoSystemZone)?,
            name => Zone::by_name(name).map_err(TimeError::UnknownZone)?,
        };
        if !agenda.clock.has_instants() {
            return Err(TimeError::NoEventZone);
        }
        Ok(DisplayClock::Other(zone))
    }

    /// Returns the instant with the offset of this clock.
    pub(crate) fn local_time(&self, agenda: &Agenda, at: Moment) -> Moment {
        match self {
            DisplayClock::Event => agenda.local_time(at),
            DisplayClock::Other(zone) => zone.local_time(at),
        }
    }

    /// Returns the instant as `14:25`.
    pub(crate) fn hour_minute(&self, agenda: &Agenda, at: Moment) -> String {
        self.local_time(agenda, at).format("%H:%M").to_string()
    }

    /// Returns the instant in ISO 8601, with an offset unless the agenda has wall clocks alone.
    pub(crate) fn iso_time(&self, agenda: &Agenda, at: Moment) -> String {
        let format =
            if agenda.clock.has_instants() { "%Y-%m-%dT%H:%M:%S%:z" } else { "%Y-%m-%dT%H:%M:%S" };
        self.local_time(agenda, at).format(format).to_string()
    }

    /// Returns the name of the clock at this instant, as in `IST (UTC+1)`, or an empty text for
    /// wall clocks alone.
    pub(crate) fn name_at(&self, agenda: &Agenda, at: Moment) -> String {
        match self {
            DisplayClock::Other(zone) => zone.clock_name(at),
            DisplayClock::Event => agenda.clock.name_at(at).unwrap_or_default(),
        }
    }
}

/// Parses the instant of `--at`: an ISO time with or without offset, a day and a time of day, or a
/// time on the first day. A time before [`Agenda::day_start`] belongs to the day before.
///
/// # Errors
/// Returns a [`TimeError`] that lists the forms or the days, or an error if the agenda has wall
/// clocks alone.
pub(crate) fn parse_time(text: &str, agenda: &Agenda) -> Result<Moment, TimeError> {
    if !agenda.clock.has_instants() {
        return Err(TimeError::NoTimeNow);
    }
    let text = text.trim();
    for form in ["%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%dT%H:%M%:z", "%Y-%m-%d %H:%M%:z"] {
        if let Ok(at) = DateTime::parse_from_str(&text.replace('Z', "+00:00"), form) {
            return Ok(agenda.local_time(at));
        }
    }
    for form in ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"] {
        if let Ok(wall) = NaiveDateTime::parse_from_str(text, form) {
            return Ok(agenda.clock.resolve_wall_clock(wall).at);
        }
    }
    let (day, clock) = text.rsplit_once(char::is_whitespace).unwrap_or(("1", text));
    let clock = NaiveTime::parse_from_str(clock, "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(clock, "%H:%M:%S"))
        .map_err(|_| TimeError::NotATime(text.to_owned()))?;
    let date = parse_date(day, agenda)?;
    let date = if clock < agenda.day_start {
        date.checked_add_days(Days::new(1)).unwrap_or(date)
    } else {
        date
    };
    Ok(agenda.clock.resolve_wall_clock(date.and_time(clock)).at)
}

/// Parses the name of a day, and returns the date of the first day that matches.
fn parse_date(text: &str, agenda: &Agenda) -> Result<NaiveDate, TimeError> {
    let days = parse_days(text.trim(), agenda, None)?;
    let day = days.first().and_then(|ix| agenda.days.get(*ix));
    day.map(|day| day.date)
        .ok_or_else(|| TimeError::NoMatchingDay { text: text.to_owned(), days: list_days(agenda) })
}

/// Returns the positions in [`Agenda::days`] of the days that `text` names: a date, a weekday, a
/// number from 1, or a word such as `today`, counted from `now`. A day without programme gives no
/// position.
///
/// # Errors
/// Returns [`TimeError::NoMatchingDay`] if `text` cannot name a day, and [`TimeError::NoTimeNow`]
/// for a word such as `today` without `now`.
pub(crate) fn parse_days(
    text: &str,
    agenda: &Agenda,
    now: Option<Moment>,
) -> Result<Vec<usize>, TimeError> {
    let is_relative = RELATIVE_DAYS.iter().any(|word| word.starts_with(&text.to_lowercase()));
    if now.is_none() && is_relative && text.len() > 1 {
        return Err(TimeError::NoTimeNow);
    }
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    // The search accepts one letter while a person types. Here one letter is no day.
    let is_letter = text.len() < 2 && !is_number;
    search::find_days(text, agenda, now)
        .filter(|days| !is_letter && (!is_number || !days.is_empty()))
        .ok_or_else(|| TimeError::NoMatchingDay { text: text.to_owned(), days: list_days(agenda) })
}

/// Returns a sentence with the numbers and dates of all days.
fn list_days(agenda: &Agenda) -> String {
    let days: Vec<String> = agenda
        .days
        .iter()
        .zip(1..)
        .map(|(day, number)| format!("{number} ({})", day.date.format("%a %-d %b %Y")))
        .collect();
    if days.is_empty() {
        "No session of this agenda has a time".to_owned()
    } else {
        format!("This agenda has: {}", days.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn agenda_with_zone(zone: &str) -> Agenda {
        let session = |start: &str| format!("[[session]]\ntitle = \"A\"\nstart = {start}\n");
        let text = format!(
            "[event]\nname = \"E\"\n{zone}\n{}{}{}",
            session("2016-07-11T09:00:00"),
            session("2016-07-12T09:00:00"),
            session("2016-07-18T01:00:00")
        );
        let (agenda, problems) = format::read(text.as_bytes()).unwrap().draft.check(None);
        assert_eq!(problems, []);
        agenda
    }

    #[test]
    fn parse_time_reads_iso_times_and_days_with_times() {
        let agenda = agenda_with_zone("timezone = \"Europe/Dublin\"");
        for (text, instant) in [
            ("2016-07-11T09:12", "2016-07-11T09:12:00+01:00"),
            ("2016-07-11 09:12:30", "2016-07-11T09:12:30+01:00"),
            (" 2016-12-11 09:12 ", "2016-12-11T09:12:00+00:00"),
            ("2016-07-11T09:12:00+02:00", "2016-07-11T08:12:00+01:00"),
            ("2016-07-11T08:12Z", "2016-07-11T09:12:00+01:00"),
            ("mon 09:12", "2016-07-11T09:12:00+01:00"),
            ("Tuesday  23:59", "2016-07-12T23:59:00+01:00"),
            ("tue 00:30", "2016-07-13T00:30:00+01:00"),
            ("2 04:59", "2016-07-13T04:59:00+01:00"),
            ("3 22:00", "2016-07-17T22:00:00+01:00"),
            ("09:12", "2016-07-11T09:12:00+01:00"),
        ] {
            assert_eq!(
                parse_time(text, &agenda).map(|at| at.to_rfc3339()),
                Ok(instant.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn parse_time_refuses_other_forms_and_days() {
        let agenda = agenda_with_zone("timezone = \"Europe/Dublin\"");
        for (text, message) in [
            ("", "not a time"),
            ("mon", "not a time"),
            ("25:00", "not a time"),
            ("2016-02-30T09:00", "not a time"),
            ("4 09:00", "no day matches \"4\""),
            ("fri 09:00", "no day matches \"fri\""),
            ("é 09:00", "no day matches"),
        ] {
            let error = parse_time(text, &agenda).unwrap_err().to_string();
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn parse_days_reads_dates_weekdays_and_numbers() {
        let agenda = agenda_with_zone("timezone = \"UTC\"");
        let now = parse_time("mon 23:00", &agenda).unwrap();
        for (text, found) in [
            ("mon", vec![0]),
            ("Sun", vec![2]),
            ("tuesday", vec![1]),
            ("2016-07-12", vec![1]),
            ("2016-07-13", vec![]),
            ("wed", vec![]),
            ("3", vec![2]),
            ("11", vec![0]),
            ("07-12", vec![1]),
            ("12 jul", vec![1]),
            ("12.7.", vec![1]),
            ("2016-07", vec![0, 1, 2]),
            ("yesterday", vec![]),
            ("today", vec![0]),
            ("tomorrow", vec![1]),
        ] {
            assert_eq!(parse_days(text, &agenda, Some(now)), Ok(found), "{text}");
        }
        for text in
            ["", "m", "0", "4", "13", "-1", "di", "someday", "monday!", "18446744073709551616"]
        {
            assert!(parse_days(text, &agenda, Some(now)).is_err(), "{text}");
        }
    }

    #[test]
    fn display_clock_converts_and_names_times() {
        let dublin = agenda_with_zone("timezone = \"Europe/Dublin\"");
        let nine = parse_time("mon 09:00", &dublin).unwrap();
        let named = |name: &str| DisplayClock::by_name(name, &dublin).unwrap();
        assert_eq!(named("event").name_at(&dublin, nine), "IST (UTC+1)");
        assert_eq!(named("Asia/Tokyo").iso_time(&dublin, nine), "2016-07-11T17:00:00+09:00");
        assert_eq!(named("America/Sao_Paulo").name_at(&dublin, nine), "UTC-3");
        let floating = agenda_with_zone("");
        let first = floating.sessions[0].start.unwrap();
        assert_eq!(DisplayClock::Event.iso_time(&floating, first), "2016-07-11T09:00:00");
        assert_eq!(DisplayClock::Event.name_at(&floating, nine), "");
        assert_eq!(DisplayClock::by_name("Asia/Tokyo", &floating), Err(TimeError::NoEventZone));
        assert_eq!(parse_time("mon 09:00", &floating), Err(TimeError::NoTimeNow));
    }
}
