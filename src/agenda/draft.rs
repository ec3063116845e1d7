//! What a reader found in a file, before anything is believed.

use super::check::check;
use super::{Agenda, At, Part, Problem, Span, Text, Zone};
use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime};

/// A time as a file writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A wall clock of the event.
    Wall(NaiveDateTime),
    /// With an offset: the truth, whatever the zone.
    Instant(DateTime<FixedOffset>),
    /// Not scheduled yet.
    Unscheduled,
}

/// The kind of program that wrote a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// A file of hallway's own format. People write and mend these files by hand: ids are unique,
    /// and advice speaks to the author.
    #[default]
    Hallway,
    /// An export of a conference system. Two sessions may share an id, and the event of another
    /// year may share the name.
    Export,
}

/// Everything that a reader found. What a reader could not make sense of is in `problems`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    pub event: DraftEvent,
    pub rooms: Vec<DraftRoom>,
    pub tracks: Vec<DraftTrack>,
    pub people: Vec<DraftPerson>,
    pub sessions: Vec<DraftSession>,
    /// The kind of program that wrote the file.
    pub origin: Origin,
    /// What the file is called, without its ending: an event that has no name is called so.
    pub file: Option<String>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftEvent {
    /// What the event is called in file names; where there is none, it is made of what else is
    /// known.
    pub id: Option<At<String>>,
    /// The short name that its exports have in common, as in `36c3`.
    pub acronym: Option<At<String>>,
    pub name: Option<At<String>>,
    pub timezone: Option<At<String>>,
    pub day_start: Option<At<NaiveTime>>,
    pub venue: Option<At<String>>,
    pub url: Option<At<String>>,
    pub description: Option<At<String>>,
    /// What addresses within the file begin from.
    pub base: Option<At<String>>,
    /// An address or a file's name.
    pub source: Option<At<String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DraftRoom {
    pub name: At<String>,
    pub capacity: Option<At<i64>>,
    pub joins: Vec<At<String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DraftTrack {
    pub name: At<String>,
    /// `#rrggbb`
    pub color: Option<At<String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DraftPerson {
    pub name: At<String>,
    pub role: Option<At<String>>,
    pub affiliation: Option<At<String>>,
    pub bio: Option<At<String>>,
    pub url: Option<At<String>>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftSession {
    /// Where the entry begins.
    pub at: Span,
    pub id: Option<At<String>>,
    pub title: Option<At<String>>,
    pub start: Option<At<When>>,
    pub end: Option<At<When>>,
    pub minutes: Option<At<i64>>,
    pub rooms: Vec<At<String>>,
    /// One of [`Kind`]'s words.
    pub kind: Option<At<String>>,
    pub track: Option<At<String>>,
    pub tags: Vec<At<String>>,
    pub language: Option<At<String>>,
    /// One of [`Seats`]' words.
    pub seats: Option<At<String>>,
    pub cancelled: bool,
    /// The people of the session with their parts, in the order of the file.
    pub people: Vec<DraftCredit>,
    pub summary: Option<At<Text>>,
    pub url: Option<At<String>>,
    pub links: Vec<DraftLink>,
}

/// A person's part in a session.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftCredit {
    /// The part.
    pub part: Part,
    /// The person's name.
    pub name: At<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DraftLink {
    pub title: Option<At<String>>,
    pub url: At<String>,
}

impl Draft {
    /// Makes an agenda of everything that holds together, and tells every problem there is, in the
    /// order of the file. A session that cannot be placed is left out; a field that makes no sense
    /// is ignored. `zone` is taken where the file names none.
    pub fn check(self, zone: Option<&Zone>) -> (Agenda, Vec<Problem>) {
        check(self, zone)
    }
}
