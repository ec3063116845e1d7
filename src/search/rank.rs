//! The score of each session, from the points of all words of a query.
//!
//! A session matches if every word has points. If no session matches, every word is guessed. If no
//! session matches then, one word may be missing.

use super::field::FieldKind;
use super::fold::each_word;
use super::found::{Found, Hit};
use super::highlight::Highlighter;
use super::index::Index;
use super::matcher::{LooseStep, Tier};
use super::query::Query;
use super::rules::{Rule, Rules};
use super::table::{NO_MATCH, ScoreTable, TextRole};
use crate::agenda::{Agenda, SessionIx, sort_compactly};
use std::cmp::Reverse;

/// If every word stands in abstracts only, the score of a session without one of the words is
/// divided by this number.
const BELOW_MENTIONED: u32 = 16;
/// A word of at least this many letters is complete if a title or name contains the word.
pub(super) const COMPLETE_LETTERS: usize = 4;
/// A complete word shows at most this many weaker matches.
pub(super) const LESS_SURE_MAX: usize = 5;
/// At most this many of the best sessions are compared with the query letter by letter.
const COMPARED_MAX: usize = 200;

/// The score of each session.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    /// A score or [`NO_MATCH`] for each session; `None` if the query has no words.
    scores: Option<Vec<u32>>,
    /// Sessions below this score lack a word.
    least_full: u32,
    /// Every matching session lacks a word.
    all_but_one: bool,
    /// Words without a match, as typed.
    nowhere: Vec<String>,
    highlighter: Highlighter,
}

impl Ranking {
    /// Ranks all sessions by the words of a query.
    pub(super) fn new(index: &Index, query: &Query, rules: Rules) -> Ranking {
        if query.texts().next().is_none() {
            return Ranking::default();
        }
        let mut table = ScoreTable::as_written(index, query, rules);
        let ranking = Ranking::of_table(&mut table, rules);
        let steps = table.columns.iter().zip(&table.roles).map(|(column, role)| match role {
            TextRole::Word => column.loose_step(),
            TextRole::Dropped => LooseStep::Dropped,
        });
        let highlighter = Highlighter::new(query, steps, std::mem::take(&mut table.substitutes));
        Ranking { highlighter, ..ranking }
    }

    fn of_table(table: &mut ScoreTable<'_>, rules: Rules) -> Ranking {
        if !table.fits_as_typed() && rules.has(Rule::Fillers) {
            table.drop_fillers();
        }
        if !table.has_more_than_mentions() {
            table.add_other_words();
        }
        if !table.has_more_than_mentions() {
            table.guess_unknown();
        }
        if !table.has_more_than_mentions() {
            table.add_sounds();
        }
        if table.counted().count() < 2 || table.has_more_than_mentions() {
            return Ranking::of_scores(table.sums.clone());
        }
        if table.has_match() {
            return Ranking::of_mentions(table);
        }
        table.add_guesses();
        let nowhere = table.words_without_match();
        if table.has_match() {
            return Ranking { nowhere, ..Ranking::of_scores(table.sums.clone()) };
        }
        if !rules.has(Rule::Weights) && !nowhere.is_empty() {
            return Ranking { nowhere, ..Ranking::of_scores(table.sums.clone()) };
        }
        Ranking { all_but_one: true, nowhere, ..Ranking::of_scores(table.partial_sums()) }
    }

    /// Ranks sessions if all words of all matches stand in abstracts only: sessions without a word
    /// follow.
    fn of_mentions(table: &ScoreTable<'_>) -> Ranking {
        let least_full = table.sums.iter().copied().min().unwrap_or(0);
        let mut scores = table.sums.clone();
        for (score, partial) in scores.iter_mut().zip(table.partial_sums()) {
            if *score == NO_MATCH && partial != NO_MATCH {
                *score = (partial / BELOW_MENTIONED).min(least_full.saturating_sub(1));
            }
        }
        Ranking { least_full, ..Ranking::of_scores(scores) }
    }

    fn of_scores(scores: Vec<u32>) -> Ranking {
        Ranking { scores: Some(scores), ..Ranking::default() }
    }

    /// Returns the session's score, or `None` if the session does not match.
    pub(super) fn score(&self, session: SessionIx) -> Option<i64> {
        let Some(scores) = &self.scores else { return Some(0) };
        scores.get(session).filter(|score| **score != NO_MATCH).map(|score| i64::from(*score))
    }

    /// Sorts hits and splits off the hits too far below the best.
    pub(super) fn into_found(self, agenda: &Agenda, query: &Query, mut hits: Vec<Hit>) -> Found {
        hits.sort_by_key(|hit| Reverse(hit.score));
        sort_literal_first(agenda, query, &mut hits);
        let shown = self.count_shown(query, &hits).min(hits.len());
        let more = hits.split_off(shown);
        let all_but_one = self.all_but_one && !hits.is_empty();
        Found { hits, more, all_but_one, nowhere: self.nowhere, highlighter: self.highlighter }
    }

    /// Returns the number of hits to show.
    ///
    /// If a single word is a word of a title or name, other matches are mostly noise, and only
    /// [`LESS_SURE_MAX`] of them are shown. A short word may still become a longer word.
    fn count_shown(&self, query: &Query, hits: &[Hit]) -> usize {
        let complete = i64::from(Tier::Whole.points(FieldKind::Title));
        let letters = query.one_word().map_or(0, |word| word.chars().count());
        let least = if letters < 2 || hits.iter().all(|hit| hit.score != complete) {
            i64::from(self.least_full)
        } else if letters < COMPLETE_LETTERS {
            i64::from(Tier::Prefix.points(FieldKind::Room))
        } else {
            complete
        };
        hits.partition_point(|hit| hit.score >= least) + LESS_SURE_MAX
    }
}

/// Sorts the best hits of equal score: first titles equal to the query, then titles with
/// the query as a phrase.
fn sort_literal_first(agenda: &Agenda, query: &Query, hits: &mut [Hit]) {
    let Some(typed) = query.words_without_operators().filter(|words| !words.is_empty()) else {
        return;
    };
    let Some(best) = hits.first().map(|hit| hit.score) else { return };
    let equal = hits.partition_point(|hit| hit.score == best);
    let Some(best) = hits.get_mut(..equal.min(COMPARED_MAX)).filter(|best| best.len() > 1) else {
        return;
    };
    sort_compactly(best, |hit| {
        let title = agenda.sessions.get(hit.session).map_or("", |session| &session.title);
        let mut words = Vec::new();
        each_word(title, |word| words.push(word.to_owned()));
        let is_title = words == typed;
        let has_phrase = words.windows(typed.len()).any(|words| words == typed);
        (Reverse(is_title), Reverse(has_phrase))
    });
}
