//! An own entry as a person types it: `Lunch with the team 12:30 45m`.

use super::own::OwnEntry;
use crate::agenda::clean::LINE_MAX;
use crate::agenda::{
    Agenda, Clean, DayError, MINUTES_ASSUMED, MINUTES_MAX, Moment, TypedTime, at_clock, is_clock,
    list_days,
};
use chrono::{NaiveDate, NaiveTime, Timelike};
use std::fmt;

/// The reason why a typed entry is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryError {
    /// There is no title before the time.
    NoTitle,
    /// The title has more than [`LINE_MAX`] characters.
    LongTitle,
    /// There is no time of day.
    NoTime(String),
    /// These words between the title and the time are no day.
    NoDay(String),
    /// The length stands before the time.
    LengthFirst(String),
    /// This text after the time is neither a length nor a place.
    Length(String),
    /// The end is before the start.
    End(String),
    /// The day is not understood, or the agenda does not have it: the reason, and the days of the
    /// agenda if they help.
    Day(DayError, Option<String>),
}

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EntryError::NoTitle => write!(f, "an entry needs a title. Write {}", OwnEntry::FORMS),
            EntryError::LongTitle => {
                write!(f, "a title has at most {LINE_MAX} letters. hallway note keeps longer texts")
            }
            EntryError::NoTime(typed) => {
                write!(f, "\"{typed}\" has no time of day. Write {}", OwnEntry::FORMS)
            }
            EntryError::NoDay(typed) => write!(
                f,
                "\"{typed}\" before the time is no day. Put a title of several words in quotes"
            ),
            EntryError::LengthFirst(typed) => {
                write!(f, "\"{typed}\" is before the time. Write it after the time: 12:30 45m")
            }
            EntryError::Length(typed) => write!(
                f,
                "\"{typed}\" after the time is no length of at most 24 hours. Write for example \
                 45m, 1h30 or 2h, and then the place; or write the end, as in 14:00-16:00"
            ),
            EntryError::End(typed) => write!(
                f,
                "the end in \"{typed}\" is before the start. Write for example 14:00-16:00, or \
                 22:00-01:00 beyond midnight"
            ),
            EntryError::Day(error, Some(days)) => write!(f, "{error}. {days}"),
            EntryError::Day(error, None) => error.fmt(f),
        }
    }
}

/// The words of a time among typed words.
struct TimeWords {
    time: TypedTime,
    /// The end after a dash.
    until: Option<NaiveTime>,
    /// The first word of the time.
    start: usize,
    /// The first word after the time.
    end: usize,
}

/// The length of an entry, and the number of its words after the time.
#[derive(Default)]
struct LengthWords {
    minutes: Option<u32>,
    words: usize,
}

impl TimeWords {
    /// Reads the length from the end after a dash, or from the words after the time.
    ///
    /// # Errors
    /// Returns an error for an end before the start, and for words that are no length but look
    /// like one or stand before the time.
    fn read_length(&self, words: &[&str]) -> Result<LengthWords, EntryError> {
        if let Some(until) = self.until {
            let minutes = self.minutes_until(until);
            let typed = || words.get(self.end - 1).copied().unwrap_or_default().to_owned();
            let minutes = Some(minutes.ok_or_else(|| EntryError::End(typed()))?);
            return Ok(LengthWords { minutes, words: 0 });
        }
        let length = read_length(words.get(self.end..).unwrap_or_default())?;
        let before = words.get(..self.start).unwrap_or_default();
        let is_length = |count: usize| {
            let words = before.get(before.len().checked_sub(count)?..)?;
            read_length(words).ok().filter(|length| length.words == count).map(|_| words.join(" "))
        };
        match (2..=4).rev().chain([1]).find_map(is_length) {
            Some(typed) if length.minutes.is_none() => Err(EntryError::LengthFirst(typed)),
            _ => Ok(length),
        }
    }

    /// Returns the minutes from the start up to `until`, at most 12 hours if midnight is between.
    fn minutes_until(&self, until: NaiveTime) -> Option<u32> {
        let begin = match &self.time {
            TypedTime::Clock(clock) | TypedTime::ClockOfDay(_, clock) => *clock,
            TypedTime::Instant(at) => at.time(),
            TypedTime::Now | TypedTime::Day(_) => return None,
        };
        let minute = |clock: NaiveTime| clock.hour() * 60 + clock.minute();
        let (begin, end) = (minute(begin), minute(until));
        match end > begin {
            true => Some(end - begin),
            false => Some(end + DAY_MINUTES - begin).filter(|minutes| *minutes <= DAY_MINUTES / 2),
        }
    }
}

const DAY_MINUTES: u32 = 24 * 60;

impl OwnEntry {
    /// The forms that [`OwnEntry::parse`] reads, for messages.
    pub const FORMS: &'static str = "a title, a time and a length, such as: Lunch tue 12:30 45m, \
         Dinner \"12 jul\" 7pm 2h or Shift 14:00-16:00 Foyer";

    /// Parses title, day, time, length and place: the first time of day in `typed` ends the title.
    /// `title` is the title if `typed` has none. Without a day the entry is on `date`, or else on
    /// the day of [`TypedTime::resolve`]. Without a length it takes 30 minutes.
    ///
    /// # Errors
    /// Returns an error without a title or a time of day, for words that are no length where a
    /// length belongs, for an end before the start, or for a day that the agenda does not have.
    pub fn parse(
        title: Option<&str>,
        typed: &str,
        agenda: &Agenda,
        now: Option<Moment>,
        date: Option<NaiveDate>,
    ) -> Result<OwnEntry, EntryError> {
        let typed = TypedParts::parse(title, typed, agenda, now, date)?;
        Ok(OwnEntry {
            title: typed.title,
            start: typed.start,
            minutes: typed.minutes.unwrap_or(MINUTES_ASSUMED),
            room: typed.room,
        })
    }

    /// Parses the new values of this entry as [`OwnEntry::parse`] does. Time, length and place stay
    /// if `typed` has none, and a time without a day is on the day of this entry.
    ///
    /// # Errors
    /// As [`OwnEntry::parse`], but a title alone is no error.
    pub fn parse_change(
        &self,
        title: Option<&str>,
        typed: &str,
        agenda: &Agenda,
        now: Option<Moment>,
    ) -> Result<OwnEntry, EntryError> {
        if title.is_none() && !OwnEntry::has_time(typed) {
            return Ok(OwnEntry { title: clean_title(typed)?, ..self.clone() });
        }
        let day = agenda.date_of(self.start);
        let typed = TypedParts::parse(title, typed, agenda, now, Some(day))?;
        Ok(OwnEntry {
            title: typed.title,
            start: typed.start,
            minutes: typed.minutes.unwrap_or(self.minutes),
            room: typed.room.or_else(|| self.room.clone()),
        })
    }

    /// Returns true if `typed` has a time of day.
    pub fn has_time(typed: &str) -> bool {
        find_time(&typed.split_whitespace().collect::<Vec<_>>(), 0).is_some()
    }

    /// Returns the entry as [`OwnEntry::parse`] reads it on its day.
    pub fn to_typed(&self) -> String {
        let room = self.room.as_ref().map(|room| format!(" {room}")).unwrap_or_default();
        let time = self.start.format("%H:%M");
        let length = if self.minutes > 0 { format!(" {}m", self.minutes) } else { String::new() };
        format!("{} {time}{length}{room}", self.title)
    }
}

/// The parts of an entry that a person has typed.
struct TypedParts {
    title: Clean,
    start: Moment,
    minutes: Option<u32>,
    room: Option<Clean>,
}

impl TypedParts {
    /// Parses the parts as [`OwnEntry::parse`] does.
    fn parse(
        title: Option<&str>,
        typed: &str,
        agenda: &Agenda,
        now: Option<Moment>,
        date: Option<NaiveDate>,
    ) -> Result<TypedParts, EntryError> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let first = usize::from(title.is_none());
        let Some(found) = find_time(&words, first) else {
            return Err(match OwnEntry::has_time(typed) {
                true => EntryError::NoTitle,
                false => EntryError::NoTime(typed.trim().to_owned()),
            });
        };
        let before = words.get(..found.start).unwrap_or_default();
        let length = found.read_length(&words)?;
        if title.is_some() && !before.is_empty() {
            return Err(EntryError::NoDay(before.join(" ")));
        }
        let title = title.map_or_else(|| clean_title(&before.join(" ")), clean_title)?;
        let after = words.get(found.end + length.words..).unwrap_or_default();
        Ok(TypedParts {
            title,
            start: find_start(found.time, agenda, now, date)?,
            minutes: length.minutes,
            room: Some(Clean::line(after.join(" "))).filter(|room| !room.is_empty()),
        })
    }
}

/// Returns a typed title.
///
/// # Errors
/// Returns an error for an empty title and for a title that would be cut.
fn clean_title(typed: &str) -> Result<Clean, EntryError> {
    let title = Clean::line(typed);
    if title.is_empty() {
        return Err(EntryError::NoTitle);
    }
    if title.chars().count() > LINE_MAX { Err(EntryError::LongTitle) } else { Ok(title) }
}

/// Returns the start of an entry.
///
/// # Errors
/// Returns an error for a day before the first day or after the last day of the agenda.
fn find_start(
    time: TypedTime,
    agenda: &Agenda,
    now: Option<Moment>,
    date: Option<NaiveDate>,
) -> Result<Moment, EntryError> {
    let outside = || EntryError::Day(DayError::NoSuchDay, Some(list_days(agenda)));
    let start = match (time, date) {
        (TypedTime::Clock(clock), Some(date)) => at_clock(agenda, date, clock),
        (time, _) => time.resolve(agenda, now).map_err(|error| match error {
            DayError::NoSuchDay => outside(),
            error => EntryError::Day(error, None),
        })?,
    };
    let (Some(first), Some(last)) = (agenda.days.first(), agenda.days.last()) else {
        return Ok(start);
    };
    let dates = [agenda.date_of(start), start.date_naive()];
    let is_of_event = dates.iter().any(|date| (first.date..=last.date).contains(date));
    if is_of_event { Ok(start) } else { Err(outside()) }
}

/// Finds the first time of day in `words` from the word `first` on, with its day and its length.
fn find_time(words: &[&str], first: usize) -> Option<TimeWords> {
    /// The most words of a day and a time, as in `12 july 2 pm`.
    const WORDS_MAX: usize = 4;
    for start in first..words.len() {
        for end in (start + 1..=words.len().min(start + WORDS_MAX)).rev() {
            let parts = words.get(start..end)?;
            if let Some((time, until)) = parse_time_words(parts) {
                return Some(TimeWords { time, until, start, end });
            }
        }
    }
    None
}

/// Reads the length at the beginning of `words`: `45m`, `45 min`, `1h 30m` or `2 hours`.
///
/// # Errors
/// Returns an error for a number without a unit, a decimal, a length of nothing or of more than a
/// day, and a second time of day.
fn read_length(words: &[&str]) -> Result<LengthWords, EntryError> {
    let (mut minutes, mut count) = (None, 0);
    while let Some((part, used)) = read_one_length(words.get(count..).unwrap_or_default()) {
        // Only minutes after hours are a second part: the place of `45m 2h` is `2h`.
        let is_part = minutes.is_none_or(|hours: u32| hours.is_multiple_of(60) && part < 60);
        let ends_in_hours = |at: usize| {
            let word = words.get(..at).and_then(<[&str]>::last).copied().unwrap_or_default();
            word.contains(['h', 'H'])
        };
        if !is_part || minutes.is_some() && !ends_in_hours(count) {
            break;
        }
        minutes = Some(minutes.unwrap_or(0) + part);
        count += used;
    }
    let next = words.first().copied().unwrap_or_default();
    let typed = || match words.get(1).filter(|unit| is_unit(unit)) {
        Some(unit) => EntryError::Length(format!("{next} {unit}")),
        None => EntryError::Length(next.to_owned()),
    };
    match minutes {
        Some(1..=DAY_MINUTES) => Ok(LengthWords { minutes, words: count }),
        Some(_) => Err(typed()),
        None if looks_like_length(next) => Err(typed()),
        None => Ok(LengthWords::default()),
    }
}

/// Reads a length of one word, or of a number and a unit. Returns minutes and words.
fn read_one_length(words: &[&str]) -> Option<(u32, usize)> {
    let (first, rest) = words.split_first()?;
    let one = parse_length(first).map(|minutes| (minutes, 1));
    one.or_else(|| {
        let unit = rest.first().filter(|unit| is_unit(unit))?;
        parse_length(&format!("{first}{unit}")).map(|minutes| (minutes, 2))
    })
}

fn is_unit(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    ["h", "hour", "hours", "m", "min", "mins", "minute", "minutes"].contains(&word.as_str())
}

/// Returns true for a number with or without a unit, such as `45`, `0.5h`, `0m` or `6h30`, for a
/// time of day, and for a dash.
fn looks_like_length(word: &str) -> bool {
    if is_clock(word) || matches!(word, "-" | "–") {
        return true;
    }
    let number = word.trim_start_matches(['-', '+']);
    let unit = number.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let has_number = number.starts_with(|c: char| c.is_ascii_digit() || c == '.') && unit != number;
    let has_minutes = unit.strip_prefix(['h', 'H']).is_some_and(|minutes| {
        minutes.strip_suffix('m').unwrap_or(minutes).bytes().all(|byte| byte.is_ascii_digit())
    });
    has_number && (unit.is_empty() || is_unit(unit) || has_minutes)
}

/// Parses a time of day, perhaps with a day before it and an end after a dash.
fn parse_time_words(words: &[&str]) -> Option<(TypedTime, Option<NaiveTime>)> {
    let (last, others) = words.split_last()?;
    // A number alone is no time: "Room 5 12:30".
    let is_time = |word: &str| {
        word.contains([':', 'h', '.']) || word.ends_with(['m', 'n', 't']) || word.contains('T')
    };
    let (begin, end) = match last.split_once(['-', '–']) {
        Some((begin, end)) if last.matches('-').count() <= 1 => (begin, Some(end)),
        _ => (*last, None),
    };
    if !is_time(begin) && end.is_none_or(|end| !is_time(end)) || parse_length(last).is_some() {
        return None;
    }
    let typed = [others, &[begin]].concat().join(" ");
    let time = TypedTime::parse(&typed)?;
    if matches!(time, TypedTime::Now | TypedTime::Day(_)) {
        return None;
    }
    let Some(end) = end else { return Some((time, None)) };
    let TypedTime::Clock(end) = TypedTime::parse(end)? else { return None };
    Some((time, Some(end)))
}

/// Parses a length: `45m`, `45min`, `2h`, `1h30` or `1h30m`. Returns the minutes.
pub(crate) fn parse_length(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let number = |digits: &str| -> Option<u32> {
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let minutes = match word.split_once('h') {
        Some((hours, "" | "ours" | "our")) => number(hours)?.checked_mul(60)?,
        Some((hours, minutes)) => {
            // `14h30` is a time of day, and 5 hours a long lunch.
            let minutes = number(minutes.strip_suffix('m').unwrap_or(minutes))?;
            let hours = number(hours).filter(|hours| *hours <= 5)?;
            hours.checked_mul(60)?.checked_add(minutes)?
        }
        None => {
            let end = word.find(|c: char| !c.is_ascii_digit())?;
            let (digits, unit) = word.split_at_checked(end)?;
            number(digits).filter(|_| ["m", "min", "mins", "minute", "minutes"].contains(&unit))?
        }
    };
    (1..=MINUTES_MAX).contains(&minutes).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agenda() -> Agenda {
        let session = |day: u32| format!("[[session]]\ntitle='A'\nstart=2016-07-{day}T09:00:00\n");
        let text =
            format!("[event]\nname='S'\ntimezone='Europe/Dublin'\n{}{}", session(11), session(12));
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    #[test]
    fn typed_entry_gives_title_start_length_and_place() {
        let agenda = agenda();
        let date = agenda.days.last().map(|day| day.date);
        for (typed, expected) in [
            ("Lunch with the team 12:30 45m", "Lunch with the team 12 12:30 45"),
            ("Lunch mon 12:30 45m Foyer 2", "Lunch 11 12:30 45 Foyer 2"),
            ("Dinner 12 jul 7pm 2h", "Dinner 12 19:00 120"),
            ("Dinner 2016-07-11 19:00 1h30", "Dinner 11 19:00 90"),
            ("Shift 14:00-16:00 Foyer", "Shift 12 14:00 120 Foyer"),
            ("Shift mon 22:00–00:30", "Shift 11 22:00 150"),
            ("Room 5 with Ann noon", "Room 5 with Ann 12 12:00 30"),
            ("Meet 3 people 14h30 20min", "Meet 3 people 12 14:30 20"),
            ("Night walk 00:30 1h", "Night walk 13 00:30 60"),
            ("Call 2:30pm", "Call 12 14:30 30"),
            ("Lunch mon 12:30 45 min", "Lunch 11 12:30 45"),
            ("Lunch 12:30 1 h", "Lunch 12 12:30 60"),
            ("Lunch 12:30 2 h Foyer", "Lunch 12 12:30 120 Foyer"),
            ("Lunch 12:30 1h 30m Foyer", "Lunch 12 12:30 90 Foyer"),
            ("Lunch 12:30 1 hour 1 minute", "Lunch 12 12:30 61"),
            ("Lunch 12:30 45m 2.14", "Lunch 12 12:30 45 2.14"),
            ("Lunch 12:30 3rd floor", "Lunch 12 12:30 30 3rd floor"),
            ("Nap 45m 12:30 20m", "Nap 45m 12 12:30 20"),
            ("Shift 09:00-23:00", "Shift 12 09:00 840"),
        ] {
            let entry = OwnEntry::parse(None, typed, &agenda, None, date).unwrap();
            let room = entry.room.as_ref().map(|room| format!(" {room}")).unwrap_or_default();
            let start = entry.start.format("%-d %H:%M");
            let title = &entry.title;
            assert_eq!(format!("{title} {start} {}{room}", entry.minutes), expected, "{typed}");
            let again = OwnEntry::parse(None, &entry.to_typed(), &agenda, None, None);
            let clock = |entry: &OwnEntry| (entry.start.time(), entry.minutes, entry.room.clone());
            assert_eq!(clock(&again.unwrap()), clock(&entry), "{typed}");
        }
    }

    #[test]
    fn entry_of_the_morning_without_a_day_is_on_the_day_of_the_screen() {
        let session =
            |start: &str| format!("[[session]]\ntitle='A'\nstart={start}:00\nminutes=30\n");
        let text = [
            "[event]\nname='F'\ntimezone='Europe/Brussels'\nday_start=09:00:00\n".to_owned(),
            session("2025-02-01T09:30"),
            session("2025-02-02T05:30"),
            session("2025-02-02T10:00"),
        ];
        let mut agenda = crate::format::read(text.concat().as_bytes()).unwrap().draft.check(None).0;
        let saturday = agenda.days.first().map(|day| day.date);
        for (typed, start, day) in [
            ("Breakfast 8:00", "1 08:00", 0),
            ("Run 6:30", "1 06:30", 0),
            // Saturday ends at six.
            ("Party 5:45", "2 05:45", 0),
            ("Party 1:00", "2 01:00", 0),
            ("Lunch 12:00", "1 12:00", 0),
            ("Run sun 6:30", "2 06:30", 1),
        ] {
            let entry = OwnEntry::parse(None, typed, &agenda, None, saturday).unwrap();
            assert_eq!(entry.start.format("%-d %H:%M").to_string(), start, "{typed}");
            agenda.replace_own_sessions([entry.to_session()]);
            let own = agenda.sessions.iter().find(|session| session.is_own()).unwrap();
            assert_eq!(own.day, Some(day), "{typed}");
            let first = crate::agenda::DayStart::of_day(&agenda, day).unwrap();
            assert!(first.minute_of(entry.start) >= 0, "{typed} is below the top of its day");
        }
    }

    #[test]
    fn entry_without_title_time_or_known_day_is_refused() {
        let agenda = agenda();
        for (typed, expected) in [
            ("12:30 45m", "an entry needs a title"),
            ("Lunch 45m", "\"Lunch 45m\" has no time of day"),
            ("Lunch", "\"Lunch\" has no time of day"),
            ("", "\"\" has no time of day"),
            ("Lunch friday 12:30", "the agenda has no such day. This agenda has: 1 (Mon 11 Jul"),
            ("Lunch 2026-07-12 12:30", "the agenda has no such day. This agenda has: 1 (Mon 11 J"),
            ("Lunch 12:30 45", "\"45\" after the time is no length"),
            ("Lunch 12:30 45 Foyer", "\"45\" after the time is no length"),
            ("Lunch 12:30 0.5h", "\"0.5h\" after the time is no length"),
            ("Lunch 12:30 0.5 h", "\"0.5 h\" after the time is no length"),
            ("Lunch 12:30 0m", "\"0m\" after the time is no length"),
            ("Lunch 12:30 25h", "\"25h\" after the time is no length"),
            ("Lunch 12:30 400h", "\"400h\" after the time is no length"),
            ("Lunch 12:30 6h30", "\"6h30\" after the time is no length"),
            ("Lunch 12:30 13:30", "\"13:30\" after the time is no length"),
            ("Lunch 12:30 - 13:30", "\"-\" after the time is no length"),
            ("L9 tue 45m 12:30", "\"45m\" is before the time"),
            ("L9 45 min 12:30 Foyer", "\"45 min\" is before the time"),
            ("Shift 14:00-13:00", "the end in \"14:00-13:00\" is before the start"),
            ("Shift 14:00-14:00", "the end in \"14:00-14:00\" is before the start"),
        ] {
            let error = OwnEntry::parse(None, typed, &agenda, None, None).unwrap_err();
            assert!(error.to_string().starts_with(expected), "{typed}: {error}");
        }
        let error = OwnEntry::parse(Some("Team"), "lunch mon 12:30", &agenda, None, None);
        assert_eq!(error.unwrap_err(), EntryError::NoDay("lunch".to_owned()));
        let titled = OwnEntry::parse(Some("Meet at 5:00"), "mon 12:30", &agenda, None, None);
        assert_eq!(titled.unwrap().title.as_str(), "Meet at 5:00");
    }
}
