//! Days and times as people write them.

use crate::agenda::{Agenda, Day, Moment};
use chrono::{Datelike, Days, NaiveTime};

/// A day as it was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) enum DayName {
    /// `1` is the first day of the agenda; what is more than it has is a day of the month.
    Number(usize),
    /// The beginning of a date, year first.
    Date(String),
    /// Month and day, from 1. Without day: all of the month.
    OfMonth(u32, Option<u32>),
    /// Two numbers of which either may be the month.
    Either(u32, u32),
    /// The beginning of the name of a day of the week, or of "today", "tomorrow", "yesterday".
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
/// Days told from now on.
const NEAR: [(&str, i64); 3] = [("today", 0), ("tomorrow", 1), ("yesterday", -1)];
/// Letters that name a day or month where one was not asked for.
const SHORT: usize = 3;

/// Positions in [`Agenda::days`] of the days that `text` names, by number, date, weekday, or from
/// now on; none where that day has no programme. `None`: it names no day that an agenda could have.
pub fn find_days(text: &str, agenda: &Agenda, now: Option<Moment>) -> Option<Vec<usize>> {
    let name = DayName::parse(text)?;
    Some(
        (0..)
            .zip(&agenda.days)
            .filter(|(at, day)| name.is(*at, day, agenda, now))
            .map(|(at, _)| at)
            .collect(),
    )
}

impl DayName {
    pub(super) fn parse(typed: &str) -> Option<DayName> {
        let typed = typed.trim().to_lowercase();
        if let Ok(number) = typed.parse::<usize>() {
            return match typed.len() {
                1..4 if number > 0 => Some(DayName::Number(number)),
                4 => Some(DayName::Date(typed)),
                _ => None,
            };
        }
        if typed.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/')) {
            return numbers(&typed);
        }
        if typed.chars().all(char::is_alphabetic) {
            let known = WEEKDAYS
                .iter()
                .chain(NEAR.iter().map(|(word, _)| word))
                .any(|name| name.starts_with(&typed));
            return if known {
                Some(DayName::Name(typed))
            } else {
                Some(DayName::OfMonth(month(&typed)?, None))
            };
        }
        let part = |of: fn(char) -> bool| typed.chars().filter(|c| of(*c)).collect::<String>();
        let (name, number) = (part(char::is_alphabetic), part(|c| c.is_ascii_digit()));
        let rest = typed
            .chars()
            .any(|c| !c.is_alphabetic() && !c.is_ascii_digit() && !matches!(c, ' ' | '.' | '-'));
        let day = number.parse().ok().filter(|day| (1..=31).contains(day) && !rest)?;
        Some(DayName::OfMonth(month(&name)?, Some(day)))
    }

    /// Whether it is the name of a weekday, and no shorter than one writes it.
    pub(super) fn is_weekday(typed: &str) -> bool {
        let typed = typed.to_lowercase();
        typed.len() >= SHORT && WEEKDAYS.iter().any(|name| name.starts_with(&typed))
    }

    /// Whether this day is meant, where `at` is its position in the agenda.
    pub(in crate::search) fn is(
        &self,
        at: usize,
        day: &Day,
        agenda: &Agenda,
        now: Option<Moment>,
    ) -> bool {
        let date = day.date;
        let of_month = |month: u32, of: u32| (date.month(), date.day()) == (month, of);
        match self {
            DayName::Number(number) if *number > agenda.days.len() => {
                usize::try_from(date.day()) == Ok(*number)
            }
            DayName::Number(number) => number.checked_sub(1) == Some(at),
            DayName::Date(beginning) => date.to_string().starts_with(beginning),
            DayName::OfMonth(month, Some(day)) => of_month(*month, *day),
            DayName::OfMonth(month, None) => date.month() == *month,
            DayName::Either(a, b) => of_month(*a, *b) || of_month(*b, *a),
            DayName::Name(name) => {
                let weekday = WEEKDAYS.get(date.weekday().num_days_from_monday() as usize);
                let from_now = |days: i64| {
                    let today = agenda.date_of(now?);
                    let far = Days::new(days.unsigned_abs());
                    if days < 0 { today.checked_sub_days(far) } else { today.checked_add_days(far) }
                };
                weekday.is_some_and(|weekday| weekday.starts_with(name.as_str()))
                    || NEAR.iter().any(|(word, days)| {
                        word.starts_with(name.as_str()) && from_now(*days) == Some(date)
                    })
            }
        }
    }

    /// Whether an agenda has such a day, giving those from now on the benefit of the doubt.
    pub(super) fn may_be(&self, agenda: &Agenda) -> bool {
        let is_near = |name: &str| NEAR.iter().any(|(word, _)| word.starts_with(name));
        matches!(self, DayName::Name(name) if is_near(name))
            || agenda.days.iter().enumerate().any(|(at, day)| self.is(at, day, agenda, None))
    }
}

/// `2016-07-1` and so on, `07-12`, `12.7.`, `12.07.2016`, `12/7`.
fn numbers(typed: &str) -> Option<DayName> {
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

/// A month by the beginning of its name.
pub(super) fn month(typed: &str) -> Option<u32> {
    let typed = typed.to_lowercase();
    let at = MONTHS.iter().position(|name| typed.len() >= SHORT && name.starts_with(&typed))?;
    u32::try_from(at + 1).ok()
}

/// "14", "14:", "14:3", "14:30", "1430", "2pm", "noon"; what is half typed counts as far as it
/// goes.
pub(super) fn clock(typed: &str) -> Option<NaiveTime> {
    let typed = match typed.trim().to_ascii_lowercase() {
        noon if noon == "noon" => "12".to_owned(),
        midnight if midnight == "midnight" => "0".to_owned(),
        typed => typed,
    };
    let (digits, half) = match typed.strip_suffix("pm").or(typed.strip_suffix('p')) {
        Some(digits) => (digits, Some(12)),
        None => match typed.strip_suffix("am").or(typed.strip_suffix('a')) {
            Some(digits) => (digits, Some(0)),
            None => (typed.as_str(), None),
        },
    };
    let digits = digits.trim_end();
    let (hour, minute) = match digits.split_once([':', '.', 'h']) {
        Some(both) => both,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, ""),
    };
    let number = |digits: &str| {
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?
    };
    let hour = match (number(hour)?, half) {
        (12, Some(half)) => half,
        (hour @ 1..12, Some(half)) => hour + half,
        (_, Some(_)) => return None,
        (hour, None) => hour,
    };
    let minute = match minute.len() {
        0 => 0,
        1 => number(minute)?.checked_mul(10)?,
        _ => number(minute)?,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// Whether it is written as a time, and as nothing else.
pub(super) fn is_time(typed: &str) -> bool {
    let (hour, rest) = typed.split_once(':').unwrap_or((typed, ""));
    let minutes = rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_digit());
    let half = ["am", "pm"].iter().any(|half| hour.to_ascii_lowercase().ends_with(half));
    hour.starts_with(|c: char| c.is_ascii_digit()) && (minutes || half) && clock(typed).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
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
            let time = clock(typed).map_or("-".into(), |time| time.format("%H:%M").to_string());
            assert_eq!(time, expected, "{typed}");
        }
        for (typed, expected) in
            [("11:00", true), ("2pm", true), ("11:0", false), ("2016", false), ("std::fs", false)]
        {
            assert_eq!(is_time(typed), expected, "{typed}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
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
