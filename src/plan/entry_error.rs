//! [`EntryError`]: the reason why a typed entry is refused, as a sentence.

use super::own::OwnEntry;
use crate::agenda::DayError;
use crate::agenda::clean::LINE_MAX;
use std::fmt;

impl OwnEntry {
    /// The forms that [`OwnEntry::parse`] reads, for messages.
    pub const FORMS: &'static str = "a title, a time and a length, such as: Lunch tue 12:30 45m, \
         Dinner \"12 jul\" 7pm 2h or Shift 14:00-16:00 Foyer";
}

/// The reason why a typed entry is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryError {
    /// There is no title before the time.
    NoTitle,
    /// The title has more than [`LINE_MAX`] characters.
    LongTitle,
    /// The place has more than [`LINE_MAX`] characters.
    LongRoom,
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
            EntryError::LongRoom => write!(f, "a place has at most {LINE_MAX} letters"),
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
