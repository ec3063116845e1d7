//! An own entry as a person types it: `Lunch with the team 12:30 45m`.

use super::own::OwnEntry;
use crate::agenda::{
    Agenda, Clean, DayError, DayName, MINUTES_ASSUMED, MINUTES_MAX, Moment, TypedTime,
};
use chrono::{NaiveDate, Timelike};
use std::fmt;

/// The reason why a typed entry is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryError {
    /// There is no title before the time.
    NoTitle,
    /// There is no time of day.
    NoTime(String),
    /// The day is not understood, or the agenda does not have it.
    Day(DayError),
}

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EntryError::NoTitle => write!(f, "an entry needs a title. Write {}", OwnEntry::FORMS),
            EntryError::NoTime(typed) => {
                write!(f, "\"{typed}\" has no time of day. Write {}", OwnEntry::FORMS)
            }
            EntryError::Day(error) => error.fmt(f),
        }
    }
}

/// The words of a time among typed words.
struct TimeWords {
    time: TypedTime,
    minutes: Option<u32>,
    /// The first word of the time.
    start: usize,
    /// The first word after time and length.
    end: usize,
}

impl OwnEntry {
    /// The forms that [`OwnEntry::parse`] reads, for messages.
    pub const FORMS: &'static str = "a title, a time and a length, such as: Lunch tue 12:30 45m, \
         Dinner \"12 jul\" 7pm 2h or Shift 14:00-16:00 Foyer";

    /// Parses title, day, time, length and place: the first time of day in `typed` ends the title.
    /// `title` is the title if `typed` has none. Without a day the entry is on `date`, or else on
    /// the day of [`TypedTime::resolve`]. Without a length it takes 30 minutes.
    ///
    /// # Errors
    /// Returns an error without a title or a time of day, or for a day that the agenda does not
    /// have.
    pub fn parse(
        title: Option<&str>,
        typed: &str,
        agenda: &Agenda,
        now: Option<Moment>,
        date: Option<NaiveDate>,
    ) -> Result<OwnEntry, EntryError> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let first = usize::from(title.is_none());
        let Some(found) = find_time(&words, first) else {
            let has_time = find_time(&words, 0).is_some();
            return Err(match has_time {
                true => EntryError::NoTitle,
                false => EntryError::NoTime(typed.trim().to_owned()),
            });
        };
        let (before, after) = (words.get(..found.start), words.get(found.end..));
        let join = |words: Option<&[&str]>| Clean::line(words.unwrap_or_default().join(" "));
        let title = title.map_or_else(|| join(before), Clean::line);
        if title.is_empty() {
            return Err(EntryError::NoTitle);
        }
        let time = match (found.time, date) {
            (TypedTime::Clock(clock), Some(date)) => {
                let next = if clock < agenda.day_start { date.succ_opt() } else { None };
                let date = next.unwrap_or(date).to_string();
                TypedTime::ClockOfDay(DayName::Date(date), clock)
            }
            (time, _) => time,
        };
        let start = time.resolve(agenda, now).map_err(EntryError::Day)?;
        Ok(OwnEntry {
            title,
            start,
            minutes: found.minutes.unwrap_or(MINUTES_ASSUMED),
            room: Some(join(after)).filter(|room| !room.is_empty()),
        })
    }

    /// Returns the entry as [`OwnEntry::parse`] reads it on its day.
    pub fn to_typed(&self) -> String {
        let room = self.room.as_ref().map(|room| format!(" {room}")).unwrap_or_default();
        let time = self.start.format("%H:%M");
        format!("{} {time} {}m{room}", self.title, self.minutes)
    }
}

/// Finds the first time of day in `words` from the word `first` on, with its day and its length.
fn find_time(words: &[&str], first: usize) -> Option<TimeWords> {
    /// The most words of a day and a time, as in `12 july 2 pm`.
    const WORDS_MAX: usize = 4;
    for start in first..words.len() {
        for end in (start + 1..=words.len().min(start + WORDS_MAX)).rev() {
            let parts = words.get(start..end)?;
            if let Some((time, minutes)) = parse_time_words(parts) {
                let length = words.get(end).and_then(|word| parse_length(word));
                let is_taken = minutes.is_none() && length.is_some();
                let end = if is_taken { end + 1 } else { end };
                return Some(TimeWords { time, minutes: minutes.or(length), start, end });
            }
        }
    }
    None
}

/// Parses a time of day, perhaps with a day before it and an end after a dash.
fn parse_time_words(words: &[&str]) -> Option<(TypedTime, Option<u32>)> {
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
    let clock = match &time {
        TypedTime::Clock(clock) | TypedTime::ClockOfDay(_, clock) => *clock,
        TypedTime::Instant(at) => at.time(),
        TypedTime::Now | TypedTime::Day(_) => return None,
    };
    let Some(end) = end else { return Some((time, None)) };
    let TypedTime::Clock(end) = TypedTime::parse(end)? else { return None };
    let minute = |clock: &dyn Fn() -> (u32, u32)| clock().0 * 60 + clock().1;
    let day = 24 * 60;
    let begin = minute(&|| (clock.hour(), clock.minute()));
    let end = minute(&|| (end.hour(), end.minute()));
    Some((time, Some((end + day - begin) % day)))
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
            number(digits).filter(|_| ["m", "min", "mins", "minutes"].contains(&unit))?
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
    fn entry_without_title_time_or_known_day_is_refused() {
        let agenda = agenda();
        for (typed, expected) in [
            ("12:30 45m", "an entry needs a title"),
            ("Lunch 45m", "\"Lunch 45m\" has no time of day"),
            ("Lunch", "\"Lunch\" has no time of day"),
            ("", "\"\" has no time of day"),
            ("Lunch fri 12:30", ""),
        ] {
            let error = OwnEntry::parse(None, typed, &agenda, None, None).unwrap_err();
            assert!(error.to_string().starts_with(expected), "{typed}: {error}");
        }
        let titled = OwnEntry::parse(Some("Meet at 5:00"), "mon 12:30", &agenda, None, None);
        assert_eq!(titled.unwrap().title.as_str(), "Meet at 5:00");
    }
}
