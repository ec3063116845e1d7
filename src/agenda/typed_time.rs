//! [`TypedTime`]: a time as a person types it on the command line or in a query.

use super::day_name::{DayError, DayName};
use super::days::DayStart;
use super::model::Agenda;
use super::night::at_clock;
use super::zone::Moment;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

/// A time as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedTime {
    /// The word `now`.
    Now,
    /// A date and a time of day with an offset.
    Instant(DateTime<FixedOffset>),
    /// A time of day.
    Clock(NaiveTime),
    /// A day: the time at which it begins.
    Day(DayName),
    /// A time of a day of the programme.
    ClockOfDay(DayName, NaiveTime),
    /// A date and a time of day as ISO 8601 writes them, with a `T` between: a wall clock.
    Wall(NaiveDateTime),
}

impl TypedTime {
    /// The forms that [`TypedTime::parse`] reads, for messages.
    pub const FORMS: &'static str =
        "14:00, 2:30pm, 14h30, noon, now, \"tue 14:00\", \"12 jul 2pm\" or 2016-07-12T14:00";

    /// Parses a time. Returns `None` if `typed` is no time.
    pub fn parse(typed: &str) -> Option<TypedTime> {
        let typed = typed.trim();
        if typed.eq_ignore_ascii_case("now") {
            return Some(TypedTime::Now);
        }
        if let Some(at) = parse_instant(typed) {
            return Some(TypedTime::Instant(at));
        }
        if let Some(clock) = parse_clock(typed) {
            return Some(TypedTime::Clock(clock));
        }
        if let Some(day) = DayName::parse(typed) {
            return Some(TypedTime::Day(day));
        }
        let is_border = |c: char| c.is_whitespace() || c == 'T' || c == 't';
        typed.rmatch_indices(is_border).find_map(|(at, _)| {
            let (first, second) = (typed.get(..at)?, typed.get(at..)?);
            let border = second.chars().next()?;
            let second = second.get(border.len_utf8()..)?;
            let both = |day, clock| {
                let (day, clock) = (DayName::parse(day)?, parse_clock(clock)?);
                let date = day.whole_date().filter(|_| !border.is_whitespace());
                Some(match date {
                    Some(date) => TypedTime::Wall(date.and_time(clock)),
                    None => TypedTime::ClockOfDay(day, clock),
                })
            };
            both(first, second).or_else(|| both(second, first))
        })
    }

    /// Returns the instant. `now` is the time for `now` and for relative days. A time of day alone
    /// is today if the agenda has sessions today, else on the first day. A time of the night
    /// belongs to the day before, as in the output of `hallway list`, except with a `T` after the
    /// date: the night ends at 5:00 or with the last session of its day, at the latest at
    /// [`Agenda::day_start`]. A day begins at its first session, or at `day_start` if this is
    /// earlier.
    ///
    /// # Errors
    /// Returns an error if the agenda has no such day, if a date may be read in two ways, or if a
    /// time that depends on `now` has no `now`.
    pub fn resolve(&self, agenda: &Agenda, now: Option<Moment>) -> Result<Moment, DayError> {
        match self {
            TypedTime::Now => now.ok_or(DayError::NoTimeNow),
            TypedTime::Instant(at) => Ok(agenda.local_time(*at)),
            TypedTime::Clock(clock) => {
                let date = default_date(agenda, now).ok_or(DayError::NoSuchDay)?;
                Ok(at_clock(agenda, date, *clock))
            }
            TypedTime::Day(day) => {
                let date = day.find_date(agenda, now)?;
                let known = agenda.days.iter().position(|day| day.date == date);
                let start = known.and_then(|day| DayStart::of_day(agenda, day));
                let begin = || at_clock(agenda, date, agenda.day_start);
                Ok(start.map_or_else(begin, |start| start.begin))
            }
            TypedTime::ClockOfDay(day, clock) => {
                Ok(at_clock(agenda, day.find_date(agenda, now)?, *clock))
            }
            TypedTime::Wall(wall) => Ok(agenda.clock.resolve_wall_clock(*wall).at),
        }
    }
}

/// Returns today if the agenda has sessions today, else the first day.
fn default_date(agenda: &Agenda, now: Option<Moment>) -> Option<NaiveDate> {
    let today = now.map(|now| agenda.date_of(now));
    let today = today.filter(|today| agenda.days.iter().any(|day| day.date == *today));
    today.or_else(|| agenda.programme_days().next().map(|day| day.date))
}

/// Parses `2016-07-11T09:12+02:00` or `2016-07-11T08:12Z`.
fn parse_instant(typed: &str) -> Option<DateTime<FixedOffset>> {
    const FORMS: [&str; 3] = ["%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%dT%H:%M%:z", "%Y-%m-%d %H:%M%:z"];
    let typed = typed.replace('Z', "+00:00");
    FORMS.iter().find_map(|form| DateTime::parse_from_str(&typed, form).ok())
}

/// Parses a time of day: `14`, `14:`, `14:3`, `14:30`, `14:30:00`, `1430`, `14h30`, `2pm`, `noon`
/// or `midnight`. A half-typed time counts as far as it goes.
pub fn parse_clock(typed: &str) -> Option<NaiveTime> {
    let typed = match typed.trim().to_ascii_lowercase() {
        noon if noon == "noon" => "12".to_owned(),
        midnight if midnight == "midnight" => "0".to_owned(),
        typed => typed,
    };
    let (digits, noon) = split_half_day(&typed);
    let digits = digits.trim_end();
    let (hour, minute) = match digits.split_once([':', '.', 'h']) {
        Some(both) => both,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, ""),
    };
    let hour = match (parse_digits(hour)?, noon) {
        (12, Some(noon)) => noon,
        (hour @ 1..12, Some(noon)) => hour + noon,
        (_, Some(_)) => return None,
        (hour, None) => hour,
    };
    let (minute, second) = minute.split_once(':').unwrap_or((minute, ""));
    NaiveTime::from_hms_opt(hour, parse_sixtieths(minute)?, parse_sixtieths(second)?)
}

/// Parses minutes or seconds. One digit is half a number: `3` is the beginning of `30`.
fn parse_sixtieths(digits: &str) -> Option<u32> {
    match digits.len() {
        0 => Some(0),
        1 => parse_digits(digits)?.checked_mul(10),
        _ => parse_digits(digits),
    }
}

/// Splits `am` or `pm` off. Returns the first hour of that half of the day, 0 or 12.
fn split_half_day(typed: &str) -> (&str, Option<u32>) {
    if let Some(digits) = typed.strip_suffix("pm").or(typed.strip_suffix('p')) {
        (digits, Some(12))
    } else if let Some(digits) = typed.strip_suffix("am").or(typed.strip_suffix('a')) {
        (digits, Some(0))
    } else {
        (typed, None)
    }
}

fn parse_digits(digits: &str) -> Option<u32> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Returns true if `typed` can only be a time: `11:00` or `2pm`.
pub fn is_clock(typed: &str) -> bool {
    let (hour, rest) = typed.split_once(':').unwrap_or((typed, ""));
    let has_minutes = rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_digit());
    let has_half = ["am", "pm"].iter().any(|half| typed.to_ascii_lowercase().ends_with(half));
    hour.starts_with(|c: char| c.is_ascii_digit())
        && (has_minutes || has_half)
        && parse_clock(typed).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Session;

    #[test]
    fn parse_clock_reads_hours_minutes_and_halves_of_the_day() {
        for (typed, expected) in [
            ("14", "14:00:00"),
            ("14:", "14:00:00"),
            ("14:3", "14:30:00"),
            ("14:35", "14:35:00"),
            ("14:35:10", "14:35:10"),
            ("14.35", "14:35:00"),
            ("14h30", "14:30:00"),
            ("14h", "14:00:00"),
            ("1435", "14:35:00"),
            ("935", "09:35:00"),
            ("2pm", "14:00:00"),
            ("2 pm", "14:00:00"),
            ("2:30pm", "14:30:00"),
            ("12am", "00:00:00"),
            ("12pm", "12:00:00"),
            ("Noon", "12:00:00"),
            ("midnight", "00:00:00"),
            ("24", "-"),
            ("13pm", "-"),
            ("12 jul", "-"),
            ("99999999999999", "-"),
            ("ü9", "-"),
            ("+1:+2", "-"),
        ] {
            let time = parse_clock(typed).map_or("-".into(), |time| time.to_string());
            assert_eq!(time, expected, "{typed}");
        }
        for (typed, expected) in [
            ("11:00", true),
            ("2pm", true),
            ("2:30pm", true),
            ("11:0", false),
            ("2016", false),
            ("std::fs", false),
        ] {
            assert_eq!(is_clock(typed), expected, "{typed}");
        }
    }

    /// Days from nine to nine: on Friday until half past six, on Saturday until six in the evening.
    const LATE_DAYS: &str = "[event]
name = 'Late'
timezone = 'Europe/Brussels'
day_start = 09:00:00
[[session]]
title = 'Party'
start = 2025-01-31T23:00:00
minutes = 450
[[session]]
title = 'Talk'
start = 2025-02-01T09:30:00
minutes = 510
[[session]]
title = 'Exhibition'
start = 2025-02-01T10:00:00
minutes = 2000
[[session]]
title = 'Talk'
start = 2025-02-02T10:00:00
";

    #[test]
    fn hours_of_the_night_belong_to_the_day_before_and_the_morning_does_not() {
        let draft = crate::format::read(LATE_DAYS.as_bytes()).unwrap().draft;
        let mut agenda = draft.check(None).0;
        let moment = |text: &str| DateTime::parse_from_rfc3339(&format!("{text}:00+01:00"));
        let [id, title] = ["own", "Breakfast"].map(crate::agenda::Clean::line);
        let breakfast = moment("2025-02-02T08:00").unwrap();
        agenda.replace_own_sessions([Session::own(id, title, breakfast, Some(45), None)]);
        for (now, typed, expected) in [
            ("", "fri 1:30", "2025-02-01T01:30"),
            ("", "fri 6:30", "2025-02-01T06:30"),
            ("", "fri 6:40", "2025-01-31T06:40"),
            ("", "sat 4:59", "2025-02-02T04:59"),
            ("", "sat 5:00", "2025-02-01T05:00"),
            ("", "sat 8:30", "2025-02-01T08:30"),
            ("", "saturday 8:50", "2025-02-01T08:50"),
            ("", "1 feb 8:50", "2025-02-01T08:50"),
            ("", "2 8:50", "2025-02-01T08:50"),
            ("", "2025-02-01 1:30", "2025-02-02T01:30"),
            ("", "2025-02-01T1:30", "2025-02-01T01:30"),
            ("", "sat 9:00", "2025-02-01T09:00"),
            ("", "8:50", "2025-01-31T08:50"),
            ("2025-02-01T06:10", "6:20", "2025-02-01T06:20"),
            ("2025-02-01T06:10", "today 6:20", "2025-02-01T06:20"),
            ("2025-02-01T22:00", "1:30", "2025-02-02T01:30"),
            ("2025-02-02T08:30", "8:50", "2025-02-02T08:50"),
            ("2025-02-02T08:30", "today 8:50", "2025-02-02T08:50"),
            ("2025-02-02T08:30", "yesterday 8:50", "2025-02-01T08:50"),
        ] {
            let time = TypedTime::parse(typed).unwrap().resolve(&agenda, moment(now).ok());
            let time = time.unwrap().format("%Y-%m-%dT%H:%M").to_string();
            assert_eq!(time, expected, "{typed}, now {now}");
        }
    }

    #[test]
    fn parse_reads_times_days_and_both() {
        for (typed, expected) in [
            ("now", "Now"),
            ("2016-07-11T08:12Z", "Instant(2016-07-11T08:12:00+00:00)"),
            ("14h30", "Clock(14:30:00)"),
            ("tue", "Day(Name(\"tue\"))"),
            ("7/12", "Day(Either(7, 12, None))"),
            ("tue 14:00", "ClockOfDay(Name(\"tue\"), 14:00:00)"),
            ("2pm  tomorrow", "ClockOfDay(Name(\"tomorrow\"), 14:00:00)"),
            ("12 jul 2 pm", "ClockOfDay(OfMonth(7, Some(12)), 14:00:00)"),
            ("2 09:12", "ClockOfDay(Number(2), 09:12:00)"),
            ("2016-7-12T09:12", "Wall(2016-07-12T09:12:00)"),
            ("2016-7-12 09:12", "ClockOfDay(Date(\"2016-07-12\"), 09:12:00)"),
            ("tue 1430", "ClockOfDay(Name(\"tue\"), 14:30:00)"),
            ("12 jul 1430", "ClockOfDay(OfMonth(7, Some(12)), 14:30:00)"),
            ("Di midnight", "ClockOfDay(Name(\"di\"), 00:00:00)"),
            ("oct 14:00", "ClockOfDay(OfMonth(10, None), 14:00:00)"),
        ] {
            let time = TypedTime::parse(typed).map(|time| format!("{time:?}"));
            assert_eq!(time.as_deref(), Some(expected), "{typed}");
        }
        for typed in ["", "x", "25:00", "tue 25:00", "noon noon", "T"] {
            let time = TypedTime::parse(typed);
            assert!(!matches!(time, Some(TypedTime::ClockOfDay(..))), "{typed}: {time:?}");
        }
    }
}
