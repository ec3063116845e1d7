//! The last search and its hits.

use super::History;
use crate::agenda::{Agenda, SessionIx};
use crate::plan::SessionIndex;
use crate::search::{ChipSort, Highlighter, Index, Match, WordReading};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// The index of an agenda, which another thread may build.
pub(crate) type SharedIndex = Arc<OnceLock<Index>>;

/// The indexes that a thread builds. To free the indexes of a large agenda takes long: who holds
/// them decides when.
#[derive(Debug, Clone)]
pub(crate) struct SharedIndexes {
    pub(crate) search: SharedIndex,
    pub(crate) marks: Arc<SessionIndex>,
}

/// The last search: query, hits and remarks.
#[derive(Debug, Default)]
pub(crate) struct SearchState {
    /// The index of the agenda, built by a thread or at the first search.
    pub(crate) index: SharedIndex,
    /// A thread builds the index. A query waits for the thread, and the screen does not.
    pub(crate) is_built_by_thread: bool,
    /// The query has to be searched for as soon as the index is built.
    pub(crate) is_waiting: bool,
    pub(crate) query: String,
    /// The number of searches so far. Another number may mean other hits and other letters.
    pub(crate) searches: u64,
    /// The hits that pass the filter, best first.
    pub(crate) hits: Hits,
    /// The number of hits hidden by the filter.
    pub(crate) hidden_hits: usize,
    /// The number of weaker matches, not listed.
    pub(crate) less_likely: usize,
    /// The words of the query as the search reads them.
    pub(crate) words: Vec<QueryWord>,
    /// The sessions that match without the chips and are no hits, best first.
    pub(crate) without_chips: Hits,
    /// The chips that these sessions lack: `Lansdowne and Wednesday`.
    pub(crate) chips_left_out: String,
    /// No session matches every word: each hit lacks a word.
    pub(crate) lacks_words: bool,
    /// The matching letters of the hits.
    pub(crate) highlights: Highlights,
    /// Sentences about corrections of the query.
    pub(crate) hints: Vec<String>,
    pub(crate) history: History,
}

/// A word of a query, or the words of a chip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryWord {
    /// The words as typed, with single spaces between them.
    pub(crate) typed: String,
    pub(crate) reading: WordReading,
    /// A sentence about a reading that a person may not expect.
    pub(crate) remark: Option<String>,
}

impl QueryWord {
    /// Returns the sort and the meaning of the words of a chip.
    pub(crate) fn chip(&self) -> Option<(ChipSort, &str)> {
        match &self.reading {
            WordReading::Chip { sort, meaning, is_met: true } => Some((*sort, meaning)),
            _ => None,
        }
    }
}

impl SearchState {
    /// Returns the index of `agenda`. The first call builds the index.
    pub(crate) fn index_of(&self, agenda: &Agenda) -> &Index {
        self.index.get_or_init(|| Index::new(agenda))
    }

    /// Returns true if a thread has not built the index yet.
    pub(crate) fn lacks_index(&self) -> bool {
        self.is_built_by_thread && self.index.get().is_none()
    }

    /// Returns true if there is no search to step through.
    pub(crate) fn is_without_hits(&self) -> bool {
        self.hits.is_empty() && self.hidden_hits == 0
    }

    /// Returns true for a hit, and for a session that is listed below the hits.
    pub(crate) fn lists(&self, session: SessionIx) -> bool {
        self.hits.contains(session) || self.without_chips.contains(session)
    }

    /// Returns true if words narrow the hits.
    pub(crate) fn has_chips(&self) -> bool {
        self.words.iter().any(|word| word.chip().is_some())
    }

    /// Returns the bytes of each of `words` in the query that a person types.
    pub(crate) fn word_places(&self, typed: &str) -> Vec<Option<Range<usize>>> {
        let mut from = 0;
        let places = self.words.iter().map(|word| {
            let mut place: Option<Range<usize>> = None;
            for part in word.typed.split(' ') {
                let start = find_word(typed, from, part)?;
                from = start + part.len();
                place = Some(place.map_or(start, |place| place.start)..from);
            }
            place
        });
        places.collect()
    }

    /// Forgets all that is true of the agenda before only. The hits stay.
    pub(crate) fn forget_agenda(&mut self) {
        self.index = Arc::default();
        self.highlights.in_rows.get_mut().clear();
        self.highlights.in_details.get_mut().clear();
    }
}

/// Returns the first place of a word in a text from `from` on, behind a space or a sign.
fn find_word(text: &str, from: usize, word: &str) -> Option<usize> {
    let is_first = |at: &usize| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| before != ':' && !before.is_alphanumeric())
    };
    let found = text.get(from..)?.match_indices(word).map(|(at, _)| from + at);
    found.filter(|_| !word.is_empty()).find(is_first)
}

/// Sessions that match a query, best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Hits {
    sessions: Vec<SessionIx>,
    /// True at the position of each hit in the agenda.
    is_hit: Vec<bool>,
}

impl Hits {
    /// Returns true if a session is one of the hits.
    pub(crate) fn contains(&self, session: SessionIx) -> bool {
        self.is_hit.get(session).copied().unwrap_or(false)
    }
}

impl FromIterator<SessionIx> for Hits {
    fn from_iter<I: IntoIterator<Item = SessionIx>>(sessions: I) -> Hits {
        let sessions: Vec<SessionIx> = sessions.into_iter().collect();
        let mut is_hit = vec![false; sessions.iter().max().map_or(0, |last| last + 1)];
        for session in &sessions {
            is_hit[*session] = true;
        }
        Hits { sessions, is_hit }
    }
}

impl Deref for Hits {
    type Target = [SessionIx];

    fn deref(&self) -> &[SessionIx] {
        &self.sessions
    }
}

/// The matching letters of a query in sessions. Those of a session are found once, when the session
/// is drawn.
#[derive(Debug, Default)]
pub(crate) struct Highlights {
    highlighter: Highlighter,
    in_rows: KnownMatches,
    in_details: KnownMatches,
}

/// The matching letters of the sessions that were drawn.
type KnownMatches = RefCell<HashMap<SessionIx, Rc<[Vec<Match>]>>>;

impl Highlights {
    /// Returns the highlights of a query.
    pub(crate) fn new(highlighter: Highlighter) -> Highlights {
        Highlights { highlighter, ..Highlights::default() }
    }

    /// Returns the matching letters of each word of the query for the row or the card of a session:
    /// see [`Highlighter::row_matches_by_word`].
    pub(crate) fn matches_in_row(&self, agenda: &Agenda, session: SessionIx) -> Rc<[Vec<Match>]> {
        let find = || self.highlighter.row_matches_by_word(agenda, session).into();
        Rc::clone(self.in_rows.borrow_mut().entry(session).or_insert_with(find))
    }

    /// Returns the matching letters of each word of the query in all fields of a session.
    pub(crate) fn matches_in(&self, agenda: &Agenda, session: SessionIx) -> Rc<[Vec<Match>]> {
        let find = || self.highlighter.matched_fields_by_word(agenda, session).into();
        Rc::clone(self.in_details.borrow_mut().entry(session).or_insert_with(find))
    }
}
