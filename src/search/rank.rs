//! The score of each session, from the points of all words of a query.
//!
//! A session matches if every word has points. If no session matches, every word is guessed. If no
//! session matches then, one word may be missing.

use super::field::FieldKind;
use super::fold::each_word;
use super::found::{Found, Hit, SearchFacts};
use super::highlight::Highlighter;
use super::index::Index;
use super::matcher::{MENTIONED_POINTS, Tier};
use super::query::Query;
use super::reading::{FoundWord, WordReading};
use super::rules::{Rules, SearchRule};
use super::short_list::{ListLimits, SHORT_MENTION};
use super::table::{ScoreTable, Scored};
use crate::agenda::{Agenda, Moment, Session, SessionIx, sort_compactly};
use std::cmp::Reverse;

/// If every word stands in abstracts only, the score of a session without one of the words is
/// divided by this number.
const BELOW_MENTIONED: u32 = 16;
/// The largest number of abstracts with a short word that says what they are about.
const SHORT_MENTIONS_MAX: usize = 10;
/// At most this many of the best sessions are compared with the query letter by letter.
const COMPARED_MAX: usize = 200;

/// The score of each session.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    /// The matching sessions in order; `None` if the query has no words.
    scores: Option<Vec<Scored>>,
    /// Words without a match, as typed.
    nowhere: Vec<String>,
    highlighter: Highlighter,
    words: Vec<FoundWord>,
    rules: Rules,
    limits: ListLimits,
}

impl Ranking {
    /// Ranks all sessions by the words of a query.
    pub(super) fn new(
        index: &Index,
        agenda: &Agenda,
        query: &Query,
        facts: &SearchFacts<'_>,
        rules: Rules,
    ) -> Ranking {
        if query.texts().next().is_none() {
            return Ranking::default();
        }
        let table = &mut ScoreTable::as_written(index, query, rules);
        let ranking = Ranking::rank_table(table, agenda, query, facts, rules);
        Ranking { words: table.take_words(), ..ranking }
    }

    /// Ranks all sessions by the points of the texts as written, and adds other points as needed.
    pub(super) fn rank_table(
        table: &mut ScoreTable<'_>,
        agenda: &Agenda,
        query: &Query,
        facts: &SearchFacts<'_>,
        rules: Rules,
    ) -> Ranking {
        let is_typed = table.fits_as_typed();
        table.understand(agenda, facts);
        if !is_typed && rules.has(SearchRule::Fillers) {
            table.drop_fillers();
        }
        let ranking = Ranking::of_table(table, rules);
        let readings = table.readings();
        let highlighter =
            Highlighter::new(query, readings.into_iter(), std::mem::take(&mut table.substitutes));
        Ranking { highlighter, rules, ..ranking }
    }

    fn of_table(table: &mut ScoreTable<'_>, rules: Rules) -> Ranking {
        let is_short_word =
            table.texts.len() == 1 && table.texts.iter().all(|text| text.is_short());
        if is_short_word && table.has_match() && rules.has(SearchRule::ShortWords) {
            return Ranking::of_short_word(table);
        }
        if !table.has_strong_match() {
            table.add_other_words();
        }
        if !table.has_more_than_mentions() {
            table.guess_unknown();
        }
        if !table.has_more_than_mentions() {
            table.add_sounds();
        }
        if table.words().next().is_none() {
            return Ranking::of_scores(std::mem::take(&mut table.sums));
        }
        if !table.has_match() && table.lacks_only_chips() {
            return Ranking::of_scores(table.sums_of_words());
        }
        if table.counted().count() < 2 || table.has_strong_match() {
            return Ranking::of_scores(std::mem::take(&mut table.sums));
        }
        if table.has_match() {
            return Ranking::of_mentions(table);
        }
        table.add_guesses();
        let nowhere = table.words_without_match();
        if table.has_match() {
            return Ranking { nowhere, ..Ranking::of_scores(std::mem::take(&mut table.sums)) };
        }
        if !rules.has(SearchRule::Weights) && !nowhere.is_empty() {
            return Ranking { nowhere, ..Ranking::of_scores(std::mem::take(&mut table.sums)) };
        }
        let limits = ListLimits { lacks_words: true, ..ListLimits::default() };
        Ranking { limits, nowhere, ..Ranking::of_scores(table.sums_of_some()) }
    }

    /// Ranks sessions if all words of all matches stand in abstracts only: sessions without a word
    /// follow.
    fn of_mentions(table: &ScoreTable<'_>) -> Ranking {
        let least_full = table.sums.iter().map(|sum| sum.score).min().unwrap_or(0);
        let mut scores = table.sums.clone();
        let has_all = |scored: &Scored| {
            table.sums.binary_search_by_key(&scored.session(), |sum| sum.session()).is_ok()
        };
        for partial in table.partial_sums() {
            let mut scored = partial.scored();
            if !has_all(&scored) {
                let below = (scored.score / BELOW_MENTIONED).min(least_full.saturating_sub(1));
                scored.score = if partial.has_most { scored.score } else { below };
                scores.push(scored);
            }
        }
        scores.sort_unstable_by_key(|scored| scored.session());
        let limits = ListLimits { least_full, ..ListLimits::default() };
        Ranking { limits, ..Ranking::of_scores(scores) }
    }

    fn of_scores(scores: Vec<Scored>) -> Ranking {
        Ranking { scores: Some(scores), ..Ranking::default() }
    }

    /// Returns the matching sessions of `all` sessions, best first. Sessions of equal score stand
    /// in time order.
    pub(super) fn hits(&mut self, all: usize) -> Vec<Hit> {
        let hit = |scored: &Scored| Hit { session: scored.session(), score: scored.score.into() };
        match &mut self.scores {
            Some(scores) => {
                scores.sort_by_key(|scored| Reverse(scored.score));
                scores.iter().map(hit).collect()
            }
            None => (0..all).map(|session| Hit { session, score: 0 }).collect(),
        }
    }

    /// Sorts equal hits, and splits off the hits too far below the best. `hits` stand in the order
    /// of their scores.
    pub(super) fn into_found(
        self,
        agenda: &Agenda,
        query: &Query,
        facts: &SearchFacts<'_>,
        mut hits: Vec<Hit>,
    ) -> Found {
        // Without words, all sessions are equal and stand in time order.
        let has_ties = self.scores.is_some() && self.rules.has(SearchRule::Ties);
        let now = facts.now.filter(|now| has_ties && runs_at(agenda, *now));
        if let Some(now) = now {
            for equal in hits.chunk_by_mut(|a, b| a.score == b.score) {
                equal.sort_by_cached_key(|hit| is_past(agenda, hit.session, now));
            }
        }
        if let Some(typed) = self.words_of_titles(query) {
            sort_literal_first(agenda, &typed, self.rules, &mut hits);
        }
        let more = self.limits.split_off_more(query, &self.words, &mut hits);
        let lacks_words = self.limits.lacks_words && !hits.is_empty();
        let (mut words, highlighter) = (self.words, self.highlighter);
        if let Some(best) = hits.first() {
            words.iter_mut().for_each(|word| word.read_in(agenda, &highlighter, best.session));
        }
        Found { hits, more, lacks_words, nowhere: self.nowhere, words, highlighter }
    }

    /// Returns the words that titles are compared with: the words of the query that some session
    /// has, or without such a word all words. Returns `None` for a query with operators.
    fn words_of_titles(&self, query: &Query) -> Option<Vec<String>> {
        let typed = query.words_without_operators().filter(|words| !words.is_empty())?;
        let is_looked_for = |word: &FoundWord| word.reading == WordReading::Typed;
        let counting = |word: &&FoundWord| is_looked_for(word) && !word.is_nowhere();
        if self.words.iter().all(is_looked_for) || !self.words.iter().any(|word| counting(&word)) {
            return Some(typed.into_iter().map(str::to_owned).collect());
        }
        let mut words = Vec::new();
        for word in self.words.iter().filter(counting) {
            each_word(&word.typed, |word| words.push(word.to_owned()));
        }
        Some(words)
    }

    /// Ranks the sessions with a single short word: whole words first, also in a few abstracts.
    fn of_short_word(table: &ScoreTable<'_>) -> Ranking {
        let whole = Tier::Whole.points(FieldKind::Room).into();
        let mention = u32::from(MENTIONED_POINTS);
        let mut scores = table.sums.clone();
        let is_mention = |scored: &&mut Scored| scored.score == mention;
        let mentions = scores.iter().filter(|scored| scored.score == mention).count();
        if mentions <= SHORT_MENTIONS_MAX {
            scores.iter_mut().filter(is_mention).for_each(|scored| scored.score = SHORT_MENTION);
        }
        let has_whole =
            scores.iter().any(|scored| scored.score == SHORT_MENTION || scored.score >= whole);
        let limits = ListLimits { has_whole_short: has_whole, ..ListLimits::default() };
        Ranking { limits, ..Ranking::of_scores(scores) }
    }
}

/// Returns true between the first start and the last end of an agenda.
fn runs_at(agenda: &Agenda, now: Moment) -> bool {
    let sessions = || agenda.sessions.iter();
    sessions().filter_map(|session| session.start).any(|start| start <= now)
        && sessions().filter_map(Session::start_and_end).any(|(_, end)| end > now)
}

/// Returns true for a session that ended before `now`.
fn is_past(agenda: &Agenda, session: SessionIx, now: Moment) -> bool {
    let extent = agenda.sessions.get(session).and_then(Session::start_and_end);
    extent.is_some_and(|(_, end)| end <= now)
}

/// Sorts the best hits of equal score: first titles equal to the `typed` words, then titles with
/// the words as a phrase.
fn sort_literal_first(agenda: &Agenda, typed: &[String], rules: Rules, hits: &mut [Hit]) {
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
        let begins = rules.has(SearchRule::Ties) && words.starts_with(typed);
        (Reverse(is_title), Reverse(begins), Reverse(has_phrase))
    });
}
