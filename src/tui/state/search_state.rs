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
    /// The hits that pass the filter, best first.
    pub(crate) hits: Vec<SessionIx>,
    /// The number of hits hidden by the filter.
    pub(crate) hidden_hits: usize,
    /// The number of weaker matches, not listed.
    pub(crate) less_likely: usize,
    /// No session matches every word: each hit matches all words but one.
    pub(crate) all_but_one: bool,
    /// Highlights the words of the query in the hits.
    pub(crate) highlighter: Highlighter,
    /// Sentences about corrections of the query.
    pub(crate) hints: Vec<String>,
    pub(crate) history: History,
}

impl SearchState {
    /// Returns the index of `agenda`. The first call builds the index.
    pub(crate) fn index_of(&self, agenda: &Agenda) -> &Index {
        self.index.get_or_init(|| Index::new(agenda))
    }
}
