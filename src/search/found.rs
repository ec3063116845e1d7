//! The question and the answer of a search, beside the words.

use super::highlight::Highlighter;
use super::reading::FoundWord;
use crate::agenda::{Level, Moment, SessionIx};
use std::fmt;

/// A session of a [`Found`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The session.
    pub session: SessionIx,
    /// The sum of the points of all words; a higher score is a better match. The score is 0 if
    /// the query has no words.
    pub score: i64,
}

/// The result of [`Index::search`](super::Index::search), best first. Sessions of equal score stand
/// in time order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The sessions to show.
    pub hits: Vec<Hit>,
    /// Further sessions, held back because their scores are far below the best score.
    pub more: Vec<Hit>,
    /// True if no session matches every word: each hit lacks a word.
    pub lacks_words: bool,
    /// The words, as typed, without any match.
    pub nowhere: Vec<String>,
    /// The wanted words of the query in the typed order, as the search reads them.
    pub words: Vec<FoundWord>,
    /// Highlights the words of the query in `hits` and `more`.
    pub highlighter: Highlighter,
}

/// Facts from outside the [`Agenda`](crate::agenda::Agenda), for conditions of a query.
pub struct SearchFacts<'a> {
    /// Returns the level at which the plan marks a session, or `None` for an unmarked session.
    pub level: &'a dyn Fn(SessionIx) -> Option<Level>,
    /// Returns true for a session that is not for the person.
    pub is_skipped: &'a dyn Fn(SessionIx) -> bool,
    /// The time for `is:now`, `day:today` and `day:tomorrow`. Without a time these conditions
    /// match no session.
    pub now: Option<Moment>,
}

impl fmt::Debug for SearchFacts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchFacts").field("now", &self.now).finish_non_exhaustive()
    }
}
