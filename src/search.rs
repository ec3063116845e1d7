//! Finds sessions by typed words and conditions.
//!
//! ```text
//!  Agenda ─► Index (words and their fields)          text ─► Query (words and conditions)
//!                    └────────────► search ◄────────────────┘
//!                                     ├─► Found: sessions, best first
//!                                     └─► Match: the letters of a session that match
//! ```
//!
//! Every word of a query must match somewhere in a session. The module `matcher` states the rules:
//! how a word matches, and how many points a match is worth. `score` and `rank` apply the rules to
//! the words of an [`Index`], `highlight` to the texts of one session.
//!
//! Guesses (initials, missing letters, typos) count only if nothing matches as written. If no
//! session matches every word, one word may be missing.

mod ask;
mod chip;
mod condition;
mod field;
mod field_text;
mod fold;
mod folded_text;
mod found;
mod fuzzy;
mod highlight;
mod hints;
mod index;
mod matcher;
mod narrowing;
mod place_names;
mod points;
mod query;
mod rank;
mod reading;
mod rules;
mod score;
mod short_list;
mod table;
mod understand;
mod weight;

pub use chip::ChipSort;
pub use field::{Field, Match};
pub use found::{Found, Hit, SearchFacts};
pub use highlight::Highlighter;
pub use index::Index;
pub use narrowing::Narrowing;
pub use query::{Query, QueryFault};
pub use reading::{FoundWord, WiderQuery, WordReading};
pub use rules::{Rules, SearchRule};

use crate::agenda::Agenda;
use condition::Conditions;
use rank::Ranking;

impl Index {
    /// Returns the sessions that match all terms of a query. An empty query matches all sessions,
    /// in time order.
    ///
    /// # Examples
    ///
    /// ```
    /// use hallway::search::{Field, Index, Query, SearchFacts};
    ///
    /// let file = br#"
    /// [event]
    /// name = "Conference"
    ///
    /// [[session]]
    /// title = "Debugging the Linux kernel"
    /// start = 2030-05-01T09:00:00
    /// end = 2030-05-01T10:00:00
    ///
    /// [[session]]
    /// title = "Lunch"
    /// start = 2030-05-01T12:00:00
    /// end = 2030-05-01T13:00:00
    /// "#;
    /// let (agenda, _) = hallway::format::read(file).unwrap().draft.check(None);
    ///
    /// // The index serves every query, here one with a typo.
    /// let index = Index::new(&agenda);
    /// let query = Query::parse("kernal");
    /// let facts = SearchFacts { level: &|_| None, is_skipped: &|_| false, now: None };
    /// let found = index.search(&agenda, &query, &facts);
    /// assert_eq!(found.hits.len(), 1);
    ///
    /// let matches = found.highlighter.matched_fields(&agenda, found.hits[0].session);
    /// assert_eq!(matches[0].field, Field::Title);
    /// assert_eq!(matches[0].ranges, [20..26]);
    /// ```
    pub fn search(&self, agenda: &Agenda, query: &Query, facts: &SearchFacts<'_>) -> Found {
        self.search_by(Rules::ALL, agenda, query, facts)
    }

    /// Returns the answer of [`search`](Index::search) by some of the rules only, for measurements.
    pub fn search_by(
        &self,
        rules: Rules,
        agenda: &Agenda,
        query: &Query,
        facts: &SearchFacts<'_>,
    ) -> Found {
        if query.is_void {
            return Found::default();
        }
        let mut ranking = Ranking::new(self, agenda, query, facts, rules);
        let conditions = Conditions::new(self, agenda, query, facts);
        let mut hits = ranking.hits(self.sessions.min(agenda.sessions.len()));
        if !conditions.is_empty() {
            hits.retain(|hit| {
                let session = agenda.sessions.get(hit.session);
                session.is_some_and(|session| conditions.match_session(hit.session, session))
            });
        }
        ranking.into_found(agenda, query, facts, hits)
    }
}

#[cfg(test)]
mod tests;
