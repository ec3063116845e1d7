//! Words of a query that narrow the hits: a day, a time, a room, a kind, a track, a speaker.

use std::ops::Range;

/// The subject of words that narrow the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChipSort {
    /// A day of the agenda.
    Day,
    /// A time of day.
    Time,
    /// A room.
    Room,
    /// A kind of session, such as keynote.
    Kind,
    /// A track.
    Track,
    /// A speaker, by the whole name.
    Speaker,
}

impl ChipSort {
    pub(super) fn is_place(self) -> bool {
        !matches!(self, ChipSort::Day | ChipSort::Time)
    }

    /// Returns the word for the sort. A time needs no word beside its meaning.
    pub fn word(self) -> &'static str {
        match self {
            ChipSort::Day => "day",
            ChipSort::Time => "time",
            ChipSort::Room => "room",
            ChipSort::Kind => "kind",
            ChipSort::Track => "track",
            ChipSort::Speaker => "speaker",
        }
    }
}

/// Adjacent texts of a query that narrow the hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PassingWords {
    /// The positions of the texts in [`Query::texts`](super::query::Query::texts).
    pub(super) texts: Range<usize>,
    /// The texts of `texts` that sessions contain: not a marker such as `track`.
    pub(super) named: Range<usize>,
    pub(super) sort: ChipSort,
    /// The meaning in words, such as `Wednesday`.
    pub(super) meaning: String,
    /// True for each session that fits.
    pub(super) fits: Vec<bool>,
    pub(super) mentions: Mentions,
}

/// The sessions that have passing words in their abstracts alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mentions {
    /// A mention counts as for other words.
    Count,
    /// A mention counts if the words may mean something else: some title or name has the words.
    CountIfNamed,
    /// A mention never counts.
    Never,
}
