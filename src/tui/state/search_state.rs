//! The last search and its hits.

use super::History;
use crate::agenda::{Agenda, SessionIx};
use crate::search::{Highlighter, Index};
use std::cell::OnceCell;

/// The last search: query, hits and remarks.
#[derive(Debug, Default)]
pub(crate) struct SearchState {
    /// The index of the agenda, built at the first search.
    pub(crate) index: OnceCell<Index>,
    pub(crate) query: String,
    /// The hits that the filter lets pass, best first.
    pub(crate) hits: Vec<SessionIx>,
    /// The number of hits that the filter hides.
    pub(crate) hidden_hits: usize,
    /// The number of sessions that match less well and are not listed.
    pub(crate) less_likely: usize,
    /// No session matches every word: each hit matches all words but one.
    pub(crate) all_but_one: bool,
    /// Highlights the words of the query in the hits.
    pub(crate) highlighter: Highlighter,
    /// Sentences that help to correct the query.
    pub(crate) hints: Vec<String>,
    pub(crate) history: History,
}

impl SearchState {
    /// Returns the index of `agenda`, which is built at the first call.
    pub(crate) fn index_of(&self, agenda: &Agenda) -> &Index {
        self.index.get_or_init(|| Index::new(agenda))
    }
}
