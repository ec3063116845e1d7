//! Times and days as people write them on the command line, and the clock that shows times.

use super::error::CliError;
use crate::agenda::{
    Agenda, DayError, DayName, Moment, TypedTime, Zone, ZoneError, list_days, zone,
};
use std::fmt;

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
    /// The day has two meanings, or needs a time now that nobody knows.
    NoDay(DayError),
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeError::NotATime(text) => {
                write!(f, "\"{text}\" is not a time. Write {}", TypedTime::FORMS)
            }
            TimeError::NoMatchingDay { text, days } => {
                write!(f, "no day matches \"{text}\". {days}. Write {}", DayName::FORMS)
            }
            TimeError::UnknownZone(error) => error.fmt(f),
            TimeError::NoSystemZone => {
                f.write_str("this machine does not name its time zone. Give a zone with --tz")
            }
            TimeError::NoEventZone => f.write_str(
                "the agenda names no time zone, so its times cannot be converted. Give the zone \
                 of the event with --zone",
            ),
            TimeError::NoDay(error) => error.fmt(f),
        }
    }
}

impl TimeError {
    fn of_day(error: DayError, text: &str, agenda: &Agenda) -> TimeError {
        match error {
            DayError::NoSuchDay => {
                TimeError::NoMatchingDay { text: text.to_owned(), days: list_days(agenda) }
            }
            error => TimeError::NoDay(error),
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

/// Parses the instant of `--at`: see [`TypedTime`]. `now` is the wall clock on the event's clock.
///
/// # Errors
/// Returns a [`TimeError`] that lists the forms or the days, or an error if the agenda has wall
/// clocks alone.
pub(crate) fn parse_time(
    text: &str,
    agenda: &Agenda,
    now: Option<Moment>,
) -> Result<Moment, TimeError> {
    if !agenda.clock.has_instants() {
        return Err(TimeError::NoDay(DayError::NoTimeNow));
    }
    let time = TypedTime::parse(text).ok_or_else(|| TimeError::NotATime(text.to_owned()))?;
    time.resolve(agenda, now).map_err(|error| TimeError::of_day(error, text, agenda))
}

/// Returns the positions in [`Agenda::days`] of the days that `text` names: see [`DayName`]. A day
/// without programme gives no position.
///
/// # Errors
/// Returns a [`TimeError`] if `text` cannot name a day or names two dates, and for a word such as
/// `today` without `now`.
pub(crate) fn parse_days(
    text: &str,
    agenda: &Agenda,
    now: Option<Moment>,
) -> Result<Vec<usize>, TimeError> {
    let name = DayName::parse(text).ok_or(DayError::NoSuchDay);
    name.and_then(|name| name.find_named_days(agenda, now))
        .map_err(|error| TimeError::of_day(error, text, agenda))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn parse_time(text: &str, agenda: &Agenda) -> Result<Moment, TimeError> {
        super::parse_time(text, agenda, None)
    }

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
            ("2pm", "2016-07-11T14:00:00+01:00"),
            ("tue 2:30pm", "2016-07-12T14:30:00+01:00"),
            ("12/7 noon", "2016-07-12T12:00:00+01:00"),
            ("jul 17 midnight", "2016-07-18T00:00:00+01:00"),
            ("dienstag 14h30", "2016-07-12T14:30:00+01:00"),
            ("2016-7-12 00:30", "2016-07-13T00:30:00+01:00"),
            ("2016-7-12T00:30", "2016-07-12T00:30:00+01:00"),
            ("tue", "2016-07-12T05:00:00+01:00"),
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
            ("mon noonish", "not a time"),
            ("25:00", "not a time"),
            ("2016-02-30T09:00", "no day matches"),
            ("today 09:00", "the time now is unknown"),
            ("4 09:00", "no day matches \"4 09:00\". This agenda has: 1 (Mon"),
            ("fri 09:00", "no day matches \"fri 09:00\""),
            ("é 09:00", "not a time"),
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
            ("7/12", vec![1]),
            ("2016-7-12", vec![1]),
            ("di", vec![1]),
            ("Sonntag", vec![2]),
            ("2016-07", vec![0, 1, 2]),
            ("yesterday", vec![]),
            ("today", vec![0]),
            ("tomorrow", vec![1]),
        ] {
            assert_eq!(parse_days(text, &agenda, Some(now)), Ok(found), "{text}");
        }
        for text in
            ["", "m", "0", "4", "13", "-1", "d", "someday", "monday!", "18446744073709551616"]
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
        assert_eq!(parse_time("mon 09:00", &floating), Err(TimeError::NoDay(DayError::NoTimeNow)));
    }
}
