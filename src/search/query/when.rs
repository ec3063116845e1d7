//! Days and times in typed forms.

use crate::agenda::{Agenda, Day, Moment};
use chrono::{Datelike, Days, NaiveTime};

/// A day as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) enum DayName {
    /// The number of a conference day from 1. A number above the last day is a day of the month.
    Number(usize),
    /// The beginning of a date, year first.
    Date(String),
    /// A month and a day of the month, both from 1. Without a day: the whole month.
    OfMonth(u32, Option<u32>),
    /// Two numbers from 1 to 31, of which either may be the month.
    Either(u32, u32),
    /// The beginning of a weekday, or of a word of [`RELATIVE_DAYS`].
    Name(String),
}

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Days relative to today, with the number of days from today.
const RELATIVE_DAYS: [(&str, i64); 3] = [("today", 0), ("tomorrow", 1), ("yesterday", -1)];
/// A month, and a weekday in a hint, is named by at least this many letters.
const NAME_LETTERS: usize = 3;

/// Returns the positions in [`Agenda::days`] of the days named by `text`: by number, date, weekday
/// or relative to `now`. The list is empty if the agenda has no such day.
///
/// Returns `None` if `text` names no day.
pub fn find_days(text: &str, agenda: &Agenda, now: Option<Moment>) -> Option<Vec<usize>> {
    let name = DayName::parse(text)?;
    let days = agenda.days.iter().enumerate();
    Some(days.filter(|(at, day)| name.matches(*at, day, agenda, now)).map(|(at, _)| at).collect())
}

impl DayName {
    /// Parses a day. Returns `None` if `typed` names no day.
    pub(in crate::search) fn parse(typed: &str) -> Option<DayName> {
        let typed = typed.trim().to_lowercase();
        if let Ok(number) = typed.parse::<usize>() {
            return match typed.len() {
                1..4 if number > 0 => Some(DayName::Number(number)),
                4 => Some(DayName::Date(typed)),
                _ => None,
            };
        }
        if typed.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/')) {
            return parse_numbers(&typed);
        }
        if !typed.chars().all(char::is_alphabetic) {
            return parse_day_of_month(&typed);
        }
        let relative = RELATIVE_DAYS.iter().map(|(word, _)| word);
        if WEEKDAYS.iter().chain(relative).any(|name| name.starts_with(&typed)) {
            Some(DayName::Name(typed))
        } else {
            Some(DayName::OfMonth(parse_month(&typed)?, None))
        }
    }

    /// Returns true if `typed` is a weekday of at least [`NAME_LETTERS`] letters.
    pub(in crate::search) fn is_weekday(typed: &str) -> bool {
        let typed = typed.to_lowercase();
        typed.len() >= NAME_LETTERS && WEEKDAYS.iter().any(|name| name.starts_with(&typed))
    }

    /// Returns true if the name means `day`, at position `at` of the agenda.
    pub(in crate::search) fn matches(
        &self,
        at: usize,
        day: &Day,
        agenda: &Agenda,
        now: Option<Moment>,
    ) -> bool {
        let month_day = (day.date.month(), day.date.day());
        match self {
            DayName::Number(number) if *number > agenda.days.len() => {
                usize::try_from(day.date.day()) == Ok(*number)
            }
            DayName::Number(number) => number.checked_sub(1) == Some(at),
            DayName::Date(beginning) => day.date.to_string().starts_with(beginning),
            DayName::OfMonth(month, Some(day)) => month_day == (*month, *day),
            DayName::OfMonth(month, None) => day.date.month() == *month,
            DayName::Either(a, b) => month_day == (*a, *b) || month_day == (*b, *a),
            DayName::Name(name) => {
                let weekday = WEEKDAYS.get(day.date.weekday().num_days_from_monday() as usize);
                weekday.is_some_and(|weekday| weekday.starts_with(name))
                    || is_relative_day(name, day, agenda, now)
            }
        }
    }

    /// Returns true if the agenda may have the day. Days relative to today always may.
    pub(in crate::search) fn may_be_in(&self, agenda: &Agenda) -> bool {
        let is_relative = match self {
            DayName::Name(name) => RELATIVE_DAYS.iter().any(|(word, _)| word.starts_with(name)),
            _ => false,
        };
        is_relative
            || agenda.days.iter().enumerate().any(|(at, day)| self.matches(at, day, agenda, None))
    }
}

/// Returns true if `name` begins a relative day and means `day`.
fn is_relative_day(name: &str, day: &Day, agenda: &Agenda, now: Option<Moment>) -> bool {
    let Some(today) = now.map(|now| agenda.date_of(now)) else { return false };
    RELATIVE_DAYS.iter().filter(|(word, _)| word.starts_with(name)).any(|(_, days)| {
        let distance = Days::new(days.unsigned_abs());
        let date = if *days < 0 {
            today.checked_sub_days(distance)
        } else {
            today.checked_add_days(distance)
        };
        date == Some(day.date)
    })
}

/// Parses `2016-07-1`, `07-12`, `12.7.`, `12.07.2016` or `12/7`.
fn parse_numbers(typed: &str) -> Option<DayName> {
    let mut parts = typed.splitn(3, ['-', '.', '/']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next().unwrap_or_default());
    if first.len() == 4 && typed.contains('-') {
        return Some(DayName::Date(typed.to_owned()));
    }
    let (a, b) = (first.parse().ok()?, second.parse().ok()?);
    if ![a, b].iter().all(|number| (1..=31).contains(number)) {
        return None;
    }
    match typed.chars().find(|c| !c.is_ascii_digit()) {
        Some('.') if third.len() == 4 => Some(DayName::Date(format!("{third}-{b:02}-{a:02}"))),
        Some('.') => Some(DayName::OfMonth(b, Some(a))),
        Some('-') if third.is_empty() => Some(DayName::OfMonth(a, Some(b))),
        Some('/') => Some(DayName::Either(a, b)),
        _ => None,
    }
}

/// Parses `12 jul`, `july 12` or `12. july`.
fn parse_day_of_month(typed: &str) -> Option<DayName> {
    let is_part = |c: char| c.is_alphabetic() || c.is_ascii_digit() || matches!(c, ' ' | '.' | '-');
    if !typed.chars().all(is_part) {
        return None;
    }
    let name: String = typed.chars().filter(|c| c.is_alphabetic()).collect();
    let number: String = typed.chars().filter(char::is_ascii_digit).collect();
    let day = number.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some(DayName::OfMonth(parse_month(&name)?, Some(day)))
}

/// Parses a month by the first letters of its name. Returns the month from 1.
pub(super) fn parse_month(typed: &str) -> Option<u32> {
    let typed = typed.to_lowercase();
    if typed.len() < NAME_LETTERS {
        return None;
    }
    u32::try_from(MONTHS.iter().position(|name| name.starts_with(&typed))? + 1).ok()
}

/// Parses a wall clock: `14`, `14:`, `14:3`, `14:30`, `1430`, `2pm`, `noon`. A half-typed clock
/// counts as far as it goes.
pub(super) fn parse_clock(typed: &str) -> Option<NaiveTime> {
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
    let minute = match minute.len() {
        0 => 0,
        1 => parse_digits(minute)?.checked_mul(10)?,
        _ => parse_digits(minute)?,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
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
pub(in crate::search) fn is_time(typed: &str) -> bool {
    let (hour, rest) = typed.split_once(':').unwrap_or((typed, ""));
    let has_minutes = rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_digit());
    let has_half = ["am", "pm"].iter().any(|half| hour.to_ascii_lowercase().ends_with(half));
    hour.starts_with(|c: char| c.is_ascii_digit())
        && (has_minutes || has_half)
        && parse_clock(typed).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_clock_reads_hours_minutes_and_halves_of_the_day() {
        for (typed, expected) in [
            ("14", "14:00"),
            ("14:", "14:00"),
            ("14:3", "14:30"),
            ("14:35", "14:35"),
            ("14.35", "14:35"),
            ("1435", "14:35"),
            ("935", "09:35"),
            ("2pm", "14:00"),
            ("2 pm", "14:00"),
            ("2:30pm", "14:30"),
            ("12am", "00:00"),
            ("12pm", "12:00"),
            ("Noon", "12:00"),
            ("midnight", "00:00"),
            ("24", "-"),
            ("13pm", "-"),
            ("99999999999999", "-"),
            ("ü9", "-"),
            ("+1:+2", "-"),
        ] {
            let time =
                parse_clock(typed).map_or("-".into(), |time| time.format("%H:%M").to_string());
            assert_eq!(time, expected, "{typed}");
        }
        for (typed, expected) in
            [("11:00", true), ("2pm", true), ("11:0", false), ("2016", false), ("std::fs", false)]
        {
            assert_eq!(is_time(typed), expected, "{typed}");
        }
    }

    #[test]
    fn parse_reads_numbers_dates_months_and_weekdays() {
        use DayName::*;
        let text = |text: &str| text.to_owned();
        for (typed, expected) in [
            ("2", Some(Number(2))),
            ("13", Some(Number(13))),
            ("0", None),
            ("2016", Some(Date(text("2016")))),
            ("2016-07-1", Some(Date(text("2016-07-1")))),
            ("07-12", Some(OfMonth(7, Some(12)))),
            ("12.7.", Some(OfMonth(7, Some(12)))),
            ("12.07.2016", Some(Date(text("2016-07-12")))),
            ("12/07", Some(Either(12, 7))),
            ("99-99", None),
            ("-1", None),
            ("12 Jul", Some(OfMonth(7, Some(12)))),
            ("july 12", Some(OfMonth(7, Some(12)))),
            ("12. july", Some(OfMonth(7, Some(12)))),
            ("jul", Some(OfMonth(7, None))),
            ("jul 99", None),
            ("Tue", Some(Name(text("tue")))),
            ("t", Some(Name(text("t")))),
            ("tod", Some(Name(text("tod")))),
            ("di", None),
            ("dienstag", None),
            ("foo", None),
            ("monday!", None),
            ("", None),
        ] {
            assert_eq!(DayName::parse(typed), expected, "{typed}");
        }
    }
}
