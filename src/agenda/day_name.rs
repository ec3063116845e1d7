//! [`DayName`]: a day of the programme as a person types it.

use super::model::{Agenda, Day};
use super::zone::Moment;
use chrono::{Datelike, Days, NaiveDate};
use std::fmt;

/// A day as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayName {
    /// The number of a conference day from 1. A number above the last day is a day of the month. A
    /// day with own entries alone has no number.
    Number(usize),
    /// The beginning of a date, year first, as in `2016-07`.
    Date(String),
    /// A month and a day of the month, both from 1. Without a day: the whole month.
    OfMonth(u32, Option<u32>),
    /// Two numbers from 1 to 31, of which either may be the month, and perhaps the year.
    Either(u32, u32, Option<i32>),
    /// The beginning of a weekday, or of a relative day such as `today`.
    Name(String),
}

/// The reason why a [`DayName`] names no day of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayError {
    /// The text is no day, or the agenda has no day of this name.
    NoSuchDay,
    /// The day and the month may be exchanged, and the agenda has both dates.
    TwoDates(NaiveDate, NaiveDate),
    /// The agenda has wall clocks alone, so nobody knows which day is today.
    NoTimeNow,
}

impl fmt::Display for DayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DayError::NoSuchDay => f.write_str("the agenda has no such day"),
            DayError::TwoDates(first, second) => {
                let [first, second] = [first, second].map(|date| date.format("%-d %b"));
                write!(
                    f,
                    "the date may be {first} or {second}, and the agenda has both. Name the month"
                )
            }
            DayError::NoTimeNow => f.write_str(
                "the agenda names no time zone, so the time now is unknown. Give the zone of the \
                 event with --zone",
            ),
        }
    }
}

/// The names of the weekdays in English and German.
const WEEKDAYS: [[&str; 2]; 7] = [
    ["monday", "montag"],
    ["tuesday", "dienstag"],
    ["wednesday", "mittwoch"],
    ["thursday", "donnerstag"],
    ["friday", "freitag"],
    ["saturday", "samstag"],
    ["sunday", "sonntag"],
];
/// The names of the months in English and German.
const MONTHS: [[&str; 2]; 12] = [
    ["january", "januar"],
    ["february", "februar"],
    ["march", "märz"],
    ["april", "april"],
    ["may", "mai"],
    ["june", "juni"],
    ["july", "juli"],
    ["august", "august"],
    ["september", "september"],
    ["october", "oktober"],
    ["november", "november"],
    ["december", "dezember"],
];
/// Days relative to today, with the number of days from today.
const RELATIVE_DAYS: [(&str, i64); 4] =
    [("today", 0), ("now", 0), ("tomorrow", 1), ("yesterday", -1)];
/// A month, and a weekday in a hint, is named by at least this many letters.
const NAME_LETTERS: usize = 3;
/// A German weekday is named by at least this many letters.
const GERMAN_LETTERS: usize = 2;
/// The highest number of days that [`list_days`] lists.
const LISTED_MAX: usize = 12;

impl DayName {
    /// The forms that [`DayName::parse`] reads, for messages.
    pub const FORMS: &'static str =
        "2016-07-12, \"12 jul\", \"jul 12\", 12.7., 7/12, tue, 2, today or tomorrow";

    /// Parses a day. Returns `None` if `typed` names no day.
    pub fn parse(typed: &str) -> Option<DayName> {
        let typed = typed.trim().to_lowercase();
        if let Ok(number) = typed.parse::<usize>() {
            return match typed.len() {
                1..4 if number > 0 => Some(DayName::Number(number)),
                4 => Some(DayName::Date(typed)),
                _ => None,
            };
        }
        if typed.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
            return parse_numbers(&typed);
        }
        let word = typed.strip_suffix('.').unwrap_or(&typed);
        if !word.chars().all(char::is_alphabetic) {
            return parse_day_of_month(&typed);
        }
        if (0..7).any(|weekday| is_weekday_name(weekday, word)) || is_relative(word) {
            Some(DayName::Name(word.to_owned()))
        } else {
            Some(DayName::OfMonth(parse_month(word)?, None))
        }
    }

    /// Returns true if `typed` is an English weekday of at least three letters.
    pub fn is_weekday(typed: &str) -> bool {
        let typed = typed.to_lowercase();
        typed.len() >= NAME_LETTERS && WEEKDAYS.iter().any(|[name, _]| name.starts_with(&typed))
    }

    /// Returns the positions in [`Agenda::days`] of the days that the name means. `now` is the time
    /// for relative days. A day of one digit, as in `2016-07-1`, is that day if the agenda has the
    /// day, else the beginning of a day.
    pub fn find_days(&self, agenda: &Agenda, now: Option<Moment>) -> Vec<usize> {
        let find = |name: &DayName| {
            if let DayName::Number(number) = name {
                return find_number(agenda, *number);
            }
            let days = agenda.days.iter().enumerate();
            let found = days.filter(|(_, day)| name.matches(day, agenda, now));
            found.map(|(at, _)| at).collect::<Vec<usize>>()
        };
        let whole = self.with_whole_number().map(|whole| find(&whole)).unwrap_or_default();
        if whole.is_empty() { find(self) } else { whole }
    }

    /// Returns the positions in [`Agenda::days`] of the days of a whole name, as [`find_days`]
    /// does.
    ///
    /// # Errors
    /// Returns an error if the name is a single letter, a number without a day, a date that no
    /// year has or that may be read in two ways, or a relative day without `now`.
    ///
    /// [`find_days`]: DayName::find_days
    pub fn find_named_days(
        &self,
        agenda: &Agenda,
        now: Option<Moment>,
    ) -> Result<Vec<usize>, DayError> {
        if let Some((first, second)) = self.two_dates(agenda) {
            return Err(DayError::TwoDates(first, second));
        }
        let days = self.find_days(agenda, now);
        match self {
            DayName::Name(name) if name.chars().count() < 2 => Err(DayError::NoSuchDay),
            DayName::Name(name) if now.is_none() && is_relative(name) => Err(DayError::NoTimeNow),
            DayName::Number(_) if days.is_empty() => Err(DayError::NoSuchDay),
            name if !name.may_exist() => Err(DayError::NoSuchDay),
            _ => Ok(days),
        }
    }

    /// Returns the date of the first day of the name. A whole date and a relative day need no
    /// sessions.
    ///
    /// # Errors
    /// Returns the errors of [`find_named_days`](DayName::find_named_days), and an error if the
    /// agenda has no such day.
    pub fn find_date(&self, agenda: &Agenda, now: Option<Moment>) -> Result<NaiveDate, DayError> {
        let days = self.find_named_days(agenda, now)?;
        let found = days.first().and_then(|day| agenda.days.get(*day)).map(|day| day.date);
        found
            .or_else(|| self.whole_date())
            .or_else(|| self.relative_date(agenda, now))
            .ok_or(DayError::NoSuchDay)
    }

    /// Returns the date if the name is a whole date with its year.
    pub(super) fn whole_date(&self) -> Option<NaiveDate> {
        match self {
            DayName::Date(date) => date.parse().ok().filter(|_| date.len() > "2016-07".len()),
            _ => None,
        }
    }

    /// Returns false for a date that no year has, such as `31/31`.
    pub(crate) fn may_exist(&self) -> bool {
        /// A year with 29 February.
        const LEAP_YEAR: i32 = 2000;
        let exists = |year: Option<i32>, month, day| {
            NaiveDate::from_ymd_opt(year.unwrap_or(LEAP_YEAR), month, day).is_some()
        };
        match self {
            DayName::OfMonth(month, Some(day)) => exists(None, *month, *day),
            DayName::Either(a, b, year) => exists(*year, *a, *b) || exists(*year, *b, *a),
            DayName::Date(date) => date.len() < "2016-07-12".len() || self.whole_date().is_some(),
            DayName::Number(_) | DayName::OfMonth(_, None) | DayName::Name(_) => true,
        }
    }

    /// Returns true if the agenda may have the day. Days relative to today always may.
    pub fn may_be_in(&self, agenda: &Agenda) -> bool {
        let may_be_relative = matches!(self, DayName::Name(name) if is_relative(name));
        may_be_relative || !self.find_days(agenda, None).is_empty()
    }

    /// Returns the two dates of the agenda that a name such as `7/12` may mean.
    pub fn two_dates(&self, agenda: &Agenda) -> Option<(NaiveDate, NaiveDate)> {
        let DayName::Either(a, b, _) = self else { return None };
        let days = self.find_days(agenda, None);
        let mut dates = days.iter().filter_map(|day| agenda.days.get(*day)).map(|day| day.date);
        let first = dates.next()?;
        let second = dates.find(|date| date.month() != first.month())?;
        (a != b).then_some((first, second))
    }

    /// Returns true if the name is a weekday or a date, and means `date` in every agenda.
    pub(crate) fn is_date(&self, date: NaiveDate) -> bool {
        match self {
            DayName::Number(_) => false,
            DayName::Name(name) => {
                is_weekday_name(date.weekday().num_days_from_monday() as usize, name)
            }
            name => name.is_month_and_day(date),
        }
    }

    /// Returns true if the name is a date, or a part of one, and means `date`.
    fn is_month_and_day(&self, date: NaiveDate) -> bool {
        let month_day = (date.month(), date.day());
        match self {
            DayName::Date(beginning) => date.to_string().starts_with(beginning),
            DayName::OfMonth(month, Some(day)) => month_day == (*month, *day),
            DayName::OfMonth(month, None) => date.month() == *month,
            DayName::Either(a, b, year) => {
                (month_day == (*a, *b) || month_day == (*b, *a))
                    && year.is_none_or(|year| date.year() == year)
            }
            DayName::Number(_) | DayName::Name(_) => false,
        }
    }

    /// Returns true if the name is no number, and means `day`.
    fn matches(&self, day: &Day, agenda: &Agenda, now: Option<Moment>) -> bool {
        match self {
            DayName::Name(name) => {
                let weekday = day.date.weekday().num_days_from_monday() as usize;
                is_weekday_name(weekday, name) || is_relative_day(name, day, agenda, now)
            }
            name => name.is_month_and_day(day.date),
        }
    }

    /// Returns `2016-07-1` as `2016-07-01`, and `2016-1` as `2016-01`.
    fn with_whole_number(&self) -> Option<DayName> {
        let DayName::Date(date) = self else { return None };
        let (rest, last) = date.rsplit_once('-').filter(|(_, last)| last.len() == 1)?;
        Some(DayName::Date(format!("{rest}-0{last}")))
    }

    fn relative_date(&self, agenda: &Agenda, now: Option<Moment>) -> Option<NaiveDate> {
        let (DayName::Name(name), today) = (self, agenda.date_of(now?)) else { return None };
        let (_, days) = RELATIVE_DAYS.iter().find(|(word, _)| word.starts_with(name.as_str()))?;
        add_days(today, *days)
    }
}

/// Returns the positions of the days that a number means: the day with the number, or days of the
/// month if no day has a number as high.
fn find_number(agenda: &Agenda, number: usize) -> Vec<usize> {
    let numbers = agenda.day_numbers();
    if numbers.iter().flatten().any(|known| *known >= number) {
        return numbers.iter().position(|known| *known == Some(number)).into_iter().collect();
    }
    let of_month =
        |(at, day): (usize, &Day)| (usize::try_from(day.date.day()) == Ok(number)).then_some(at);
    agenda.days.iter().enumerate().filter_map(of_month).collect()
}

/// Returns a sentence with the numbers and dates of the agenda's days.
pub fn list_days(agenda: &Agenda) -> String {
    let days = agenda.programme_days().zip(1..);
    let days = days.map(|(day, nth)| format!("{nth} ({})", day.date.format("%a %-d %b %Y")));
    let mut listed: Vec<String> = days.take(LISTED_MAX).collect();
    match agenda.programme_days().count().saturating_sub(LISTED_MAX) {
        0 if listed.is_empty() => return "No session of this agenda has a time".to_owned(),
        0 => {}
        more => listed.push(format!("and {more} more")),
    }
    format!("This agenda has: {}", listed.join(", "))
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '.' | '/')
}

/// Returns true if `typed` is the beginning of a weekday, counted from Monday.
fn is_weekday_name(weekday: usize, typed: &str) -> bool {
    WEEKDAYS.get(weekday).is_some_and(|[english, german]| {
        english.starts_with(typed) || (typed.len() >= GERMAN_LETTERS && german.starts_with(typed))
    })
}

fn is_relative(name: &str) -> bool {
    RELATIVE_DAYS.iter().any(|(word, _)| word.starts_with(name))
}

/// Returns true if `name` begins a relative day and means `day`.
fn is_relative_day(name: &str, day: &Day, agenda: &Agenda, now: Option<Moment>) -> bool {
    let Some(today) = now.map(|now| agenda.date_of(now)) else { return false };
    let mut relative = RELATIVE_DAYS.iter().filter(|(word, _)| word.starts_with(name));
    relative.any(|(_, days)| add_days(today, *days) == Some(day.date))
}

fn add_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 { date.checked_sub_days(distance) } else { date.checked_add_days(distance) }
}

/// Parses `2016-7-12`, `2016-07-1`, `07-12`, `12.7.`, `12.07.2016`, `12/7` or `12/7/2016`.
fn parse_numbers(typed: &str) -> Option<DayName> {
    let mut parts = typed.splitn(3, is_separator);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next().unwrap_or_default());
    if first.len() == 4 {
        return Some(DayName::Date(match second {
            "" => format!("{first}-"),
            _ if third.is_empty() && typed.ends_with(second) => format!("{first}-{second}"),
            _ => format!("{first}-{second:0>2}-{third}"),
        }));
    }
    let (a, b): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    if ![a, b].iter().all(|number| (1..=31).contains(number)) {
        return None;
    }
    let year: Option<i32> = match third.len() {
        0 => None,
        2 => Some(2000 + third.parse::<i32>().ok()?),
        4 => Some(third.parse().ok()?),
        _ => return None,
    };
    match (typed.chars().find(|c| !c.is_ascii_digit()), year) {
        (Some('.'), Some(year)) => Some(DayName::Date(format!("{year}-{b:02}-{a:02}"))),
        (Some('.'), None) => Some(DayName::OfMonth(b, Some(a))),
        (Some('-'), None) => Some(DayName::OfMonth(a, Some(b))),
        (Some('/'), year) => Some(DayName::Either(a, b, year)),
        _ => None,
    }
}

/// Parses `12 jul`, `july 12`, `12. juli`, `tue 12 jul` or `12 jul 2016`.
fn parse_day_of_month(typed: &str) -> Option<DayName> {
    let is_part =
        |c: char| c.is_alphabetic() || c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | '-');
    if !typed.chars().all(is_part) {
        return None;
    }
    let words = typed.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_weekday = |word: &&str| (0..7).any(|weekday| is_weekday_name(weekday, word));
    let mut months = words.filter(|word| !is_weekday(word));
    let month = parse_month(months.next()?).filter(|_| months.next().is_none())?;
    let mut numbers = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let day = numbers.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    match (numbers.next(), numbers.next()) {
        (None, _) => Some(DayName::OfMonth(month, Some(day))),
        (Some(year), None) if is_year(year) => {
            Some(DayName::Date(format!("{year}-{month:02}-{day:02}")))
        }
        _ => None,
    }
}

/// Returns true for a year of a programme. Other numbers of four digits are times, such as `1430`.
fn is_year(digits: &str) -> bool {
    digits.parse::<u32>().is_ok_and(|year| (1900..2200).contains(&year))
}

/// Parses a month by at least three first letters of its name. Returns the month from 1.
pub fn parse_month(typed: &str) -> Option<u32> {
    let typed = typed.to_lowercase().replace("ae", "ä");
    if typed.chars().count() < NAME_LETTERS {
        return None;
    }
    let is_name = |names: &[&str; 2]| names.iter().any(|name| name.starts_with(&typed));
    u32::try_from(MONTHS.iter().position(is_name)? + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::DayName::{Date, Either, Name, Number, OfMonth};
    use super::*;
    use crate::agenda::Draft;

    fn date(text: &str) -> Option<DayName> {
        Some(Date(text.to_owned()))
    }

    fn name(text: &str) -> Option<DayName> {
        Some(Name(text.to_owned()))
    }

    #[test]
    fn parse_reads_numbers_dates_months_and_weekdays() {
        for (typed, expected) in [
            ("2", Some(Number(2))),
            ("13", Some(Number(13))),
            ("0", None),
            ("2016", date("2016")),
            ("2016-07-1", date("2016-07-1")),
            ("2016-07", date("2016-07")),
            ("2016-7-12", date("2016-07-12")),
            ("2016/7/12", date("2016-07-12")),
            ("2016-7-", date("2016-07-")),
            ("07-12", Some(OfMonth(7, Some(12)))),
            ("12.7.", Some(OfMonth(7, Some(12)))),
            ("12.7", Some(OfMonth(7, Some(12)))),
            ("12.07.2016", date("2016-07-12")),
            ("12.7.16", date("2016-07-12")),
            ("12/07", Some(Either(12, 7, None))),
            ("7/12/2016", Some(Either(7, 12, Some(2016)))),
            ("99-99", None),
            ("-1", None),
            (".", None),
            ("12 Jul", Some(OfMonth(7, Some(12)))),
            ("july 12", Some(OfMonth(7, Some(12)))),
            ("12. july", Some(OfMonth(7, Some(12)))),
            ("12jul", Some(OfMonth(7, Some(12)))),
            ("12. Dezember", Some(OfMonth(12, Some(12)))),
            ("3. März", Some(OfMonth(3, Some(3)))),
            ("3 maerz", Some(OfMonth(3, Some(3)))),
            ("Tue 12 Jul", Some(OfMonth(7, Some(12)))),
            ("Tuesday, 12 July 2016", date("2016-07-12")),
            ("jul", Some(OfMonth(7, None))),
            ("mai", Some(OfMonth(5, None))),
            ("jul 99", None),
            ("jul aug 3", None),
            ("Tue", name("tue")),
            ("t", name("t")),
            ("tod", name("tod")),
            ("di", name("di")),
            ("Do.", name("do")),
            ("dienstag", name("dienstag")),
            ("d", None),
            ("foo", None),
            ("monday!", None),
            ("", None),
        ] {
            assert_eq!(DayName::parse(typed), expected, "{typed}");
        }
    }

    /// Returns an agenda of these days, with wall clocks alone.
    fn agenda_of_days(days: &[&str]) -> Agenda {
        let mut draft = Draft::default();
        for day in days {
            let text = format!("[[session]]\ntitle = \"A\"\nstart = {day}T09:00:00\n");
            draft.sessions.extend(crate::format::read(text.as_bytes()).unwrap().draft.sessions);
        }
        draft.check(None).0
    }

    #[test]
    fn days_of_the_agenda_decide_which_number_is_the_month() {
        let both = agenda_of_days(&["2016-07-12", "2016-12-07", "2016-12-08"]);
        let seventh = DayName::parse("7/12").unwrap();
        let error = seventh.find_named_days(&both, None).unwrap_err().to_string();
        assert!(error.starts_with("the date may be 12 Jul or 7 Dec"), "{error}");
        for (typed, expected) in [("8/12", vec![2]), ("12/8/2016", vec![2]), ("12/8/2017", vec![])]
        {
            let name = DayName::parse(typed).unwrap();
            assert_eq!(name.find_named_days(&both, None), Ok(expected), "{typed}");
        }
        let july = agenda_of_days(&["2016-07-12", "2016-07-13"]);
        assert_eq!(seventh.find_named_days(&july, None), Ok(vec![0]));
    }

    #[test]
    fn day_of_one_digit_is_a_whole_day_if_the_agenda_has_the_day() {
        let days = agenda_of_days(&["2016-07-01", "2016-07-12", "2016-07-13"]);
        let find = |typed: &str| DayName::parse(typed).unwrap().find_days(&days, None);
        assert_eq!(find("2016-7-1"), [0]);
        assert_eq!(find("2016-07-12"), [1]);
        assert_eq!(find("2016-7"), [0, 1, 2]);
        let later = agenda_of_days(&["2016-07-12", "2016-07-13"]);
        assert_eq!(DayName::parse("2016-07-1").unwrap().find_days(&later, None), [0, 1]);
    }
}
