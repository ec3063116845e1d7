//! The content of a file as a reader found it: the input of `Draft::check`.

use super::file_text::FileText;
use super::position::{At, Span};
use super::problem::Problem;
use super::text::Text;
use super::vocabulary::{LinkKind, Part};
use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, Utc};
use std::borrow::Cow;

/// A word that a format defines. Words that hallway itself chooses need no memory.
pub type Word = Cow<'static, str>;

impl At<FileText> {
    /// Returns a copy that shares the memory of the file.
    pub(crate) fn share(&self) -> At<FileText> {
        At { value: self.value.share(), at: self.at.clone() }
    }
}

impl<T: Into<String>> At<T> {
    /// Returns the text as a [`Word`].
    pub fn into_word(self) -> At<Word> {
        self.map(|text| Word::Owned(text.into()))
    }
}

/// A time as a file writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A wall clock of the event, without an offset.
    Wall(NaiveDateTime),
    /// A time with an offset from UTC. The instant holds in any zone.
    Instant(DateTime<FixedOffset>),
    /// Not scheduled yet, as in `start = "TBA"`.
    Unscheduled,
}

/// The kind of program that wrote a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// A file of hallway's own format. People edit these files by hand: ids are unique, and the
    /// help of a [`Problem`] speaks to the author.
    #[default]
    Hallway,
    /// An export of a conference system. Two sessions may share an id, and the event of another
    /// year may share the name.
    Export,
}

/// The content of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The event.
    pub event: DraftEvent,
    /// The list of rooms.
    pub rooms: Vec<DraftRoom>,
    /// The minutes between the rooms.
    pub walk: DraftWalk,
    /// The list of tracks.
    pub tracks: Vec<DraftTrack>,
    /// The list of people.
    pub people: Vec<DraftPerson>,
    /// The sessions in the order of the file.
    pub sessions: Vec<DraftSession>,
    /// The kind of program that wrote the file.
    pub origin: Origin,
    /// The file's name without its extension: the name of an event without a name.
    pub file: Option<String>,
    /// True for a whole file of a format in which an event has no sessions at first.
    pub may_be_empty: bool,
    /// The problems that the reader found.
    pub problems: Vec<Problem>,
}

/// An event as a file describes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftEvent {
    /// The event's id. `check` derives a missing `id` from the other fields.
    pub id: Option<At<FileText>>,
    /// The short name that all exports of the event share, as in `36c3`.
    pub acronym: Option<At<FileText>>,
    /// The name.
    pub name: Option<At<FileText>>,
    /// The IANA name of the time zone.
    pub timezone: Option<At<FileText>>,
    /// The time at which a day of the programme begins.
    pub day_start: Option<At<NaiveTime>>,
    /// The venue.
    pub venue: Option<At<FileText>>,
    /// The web page.
    pub url: Option<At<FileText>>,
    /// A text about the event.
    pub description: Option<At<FileText>>,
    /// The address that relative addresses of the file start from. Without a `base`, they start
    /// from `url`.
    pub base: Option<At<FileText>>,
    /// The web address or file name that the agenda was imported from.
    pub source: Option<At<FileText>>,
    /// The time of the last change that the file itself states.
    pub revised: Option<DateTime<Utc>>,
}

/// A room as a file lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftRoom {
    /// The name.
    pub name: At<FileText>,
    /// The number of seats.
    pub capacity: Option<At<i64>>,
    /// The names of the single rooms that this room joins.
    pub joins: Vec<At<FileText>>,
}

/// The table `[walk]` of a file: the minutes between rooms.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftWalk {
    /// The minutes between any two rooms.
    pub minutes: Option<At<i64>>,
    /// The minutes between two rooms by name.
    pub between: Vec<DraftRoomWalk>,
}

/// The minutes between two rooms as a file gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftRoomWalk {
    /// The place of the entry.
    pub at: Span,
    /// The names of the two rooms.
    pub rooms: Vec<At<FileText>>,
    /// The minutes.
    pub minutes: At<i64>,
}

/// A track as a file lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftTrack {
    /// The name.
    pub name: At<FileText>,
    /// The colour as `#rrggbb`.
    pub color: Option<At<FileText>>,
}

/// A person as a file lists one.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftPerson {
    /// The name.
    pub name: At<FileText>,
    /// The job title.
    pub role: Option<At<FileText>>,
    /// The company or institution.
    pub affiliation: Option<At<FileText>>,
    /// A text about the person.
    pub bio: Option<At<FileText>>,
    /// The person's web page.
    pub url: Option<At<FileText>>,
}

/// A session as a file describes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftSession {
    /// The first bytes of the entry.
    pub at: Span,
    /// The id. `check` derives a missing `id` from title and start.
    pub id: Option<At<FileText>>,
    /// All ids that the file gives the session, by the name of the id.
    pub ids: Vec<DraftId>,
    /// The title.
    pub title: Option<At<FileText>>,
    /// The start.
    pub start: Option<At<When>>,
    /// The end. A session has either an `end` or `minutes`.
    pub end: Option<At<When>>,
    /// The length in minutes.
    pub minutes: Option<At<i64>>,
    /// True if the file gives dates without times.
    pub all_day: bool,
    /// The names of the rooms.
    pub rooms: Vec<At<FileText>>,
    /// A word of [`Kind`](super::Kind).
    pub kind: Option<At<Word>>,
    /// The name of the track.
    pub track: Option<At<FileText>>,
    /// Key words.
    pub tags: Vec<At<FileText>>,
    /// The language.
    pub language: Option<At<FileText>>,
    /// A word of [`Seats`](super::Seats).
    pub seats: Option<At<Word>>,
    /// True if the session does not take place.
    pub cancelled: bool,
    /// A word of [`Recorded`](super::Recorded).
    pub recorded: Option<At<Word>>,
    /// The people of the session in the order of the file.
    pub people: Vec<DraftCredit>,
    /// The abstract.
    pub summary: Option<At<Text>>,
    /// The session's web page.
    pub url: Option<At<FileText>>,
    /// Slides, recordings and other pages.
    pub links: Vec<DraftLink>,
}

/// An id of a session, as a file writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftId {
    /// The name of the id, as in `guid`.
    pub name: Word,
    /// The id.
    pub value: At<FileText>,
}

impl DraftSession {
    /// Sets the ids of the session. The first one is the session's own id.
    pub fn set_ids<const N: usize>(&mut self, ids: [(&'static str, Option<At<FileText>>); N]) {
        // A collected list would have room for four ids at least.
        self.ids = Vec::with_capacity(ids.iter().filter(|(_, value)| value.is_some()).count());
        let ids = ids.into_iter().filter_map(|(name, value)| Some((name, value?)));
        self.ids.extend(ids.map(|(name, value)| DraftId { name: name.into(), value }));
        self.id = self.ids.first().map(|id| id.value.share());
    }
}

/// A person's part in a session, as a file writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftCredit {
    /// The part.
    pub part: Part,
    /// The person's name.
    pub name: FileText,
}

/// A web page about a session, as a file writes its address.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftLink {
    /// The text of the link.
    pub title: Option<At<FileText>>,
    /// The address.
    pub url: At<FileText>,
    /// A word of [`LinkKind`](super::LinkKind).
    pub kind: Option<At<Word>>,
}

impl DraftLink {
    /// Returns a link of no kind.
    pub fn new(title: Option<At<FileText>>, url: At<FileText>) -> DraftLink {
        DraftLink { title, url, kind: None }
    }

    /// Returns the link with the kind `kind`.
    pub fn of_kind(mut self, kind: LinkKind) -> DraftLink {
        self.kind = Some(At { value: kind.word().into(), at: self.url.at.clone() });
        self
    }
}
