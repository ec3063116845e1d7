//! The score of each session, from the points of all words of a query.
//!
//! A session matches if every word has points. If no session matches, every word is guessed. If no
//! session matches then, one word may be missing.

use super::field::FieldKind;
use super::fold::each_word;
use super::found::{Found, Hit};
use super::highlight::Highlighter;
use super::index::Index;
use super::matcher::{MENTIONED_POINTS, Tier};
use super::query::{Query, QueryText};
use super::score::TextScores;
use crate::agenda::{Agenda, SessionIx, sort_compactly};
use std::cmp::Reverse;

/// The score of a session without a match.
pub(super) const NO_MATCH: u32 = u32::MAX;
/// If every word stands in abstracts only, the score of a session without one of the words is
/// divided by this number.
const BELOW_MENTIONED: u32 = 16;
/// A word of at least this many letters is complete if a title or name contains the word.
pub(super) const COMPLETE_LETTERS: usize = 4;
/// A complete word shows at most this many weaker matches.
pub(super) const LESS_SURE_MAX: usize = 5;
/// At most this many of the best sessions are compared with the query letter by letter.
const COMPARED_MAX: usize = 200;

/// Words without a meaning for a search.
const SMALL_WORDS: &[&str] = &[
    "a", "am", "an", "and", "as", "at", "au", "by", "das", "de", "dem", "den", "der", "des", "die",
    "du", "ein", "eine", "en", "et", "for", "from", "fur", "im", "in", "is", "it", "la", "le",
    "les", "mit", "of", "on", "or", "the", "to", "un", "und", "une", "von", "with", "zu", "zum",
    "zur",
];

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
    pub(super) fn new(index: &Index, query: &Query) -> Ranking {
        if query.texts().next().is_none() {
            return Ranking::default();
        }
        let table = ScoreTable::new(index, query);
        let steps = table.columns.iter().map(TextScores::loose_step);
        let highlighter = Highlighter::new(query, steps);
        Ranking { highlighter, ..Ranking::of_table(table) }
    }

    fn of_table(table: ScoreTable<'_>) -> Ranking {
        if !table.is_guessed {
            return table.rank_written();
        }
        let nowhere = table.words_without_match();
        if has_match(&table.sums) || !nowhere.is_empty() {
            return Ranking { nowhere, ..Ranking::of_scores(table.sums) };
        }
        Ranking { all_but_one: true, ..Ranking::of_scores(table.sum_but_one()) }
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

fn has_match(scores: &[u32]) -> bool {
    scores.iter().any(|score| *score != NO_MATCH)
}

/// The points of each text of a query in each session.
pub(super) struct ScoreTable<'q> {
    index: &'q Index,
    texts: Vec<&'q QueryText>,
    /// The points of each text.
    pub(super) columns: Vec<TextScores>,
    /// The sum of each session's points, or [`NO_MATCH`] if a text has no points.
    pub(super) sums: Vec<u32>,
    /// The points of all texts include guesses.
    is_guessed: bool,
}

/// A text with more than small words.
struct DecidingText<'t> {
    may_be_missing: bool,
    points: &'t [u16],
}

/// The score of a session, and the number of words missing in the session.
#[derive(Clone, Copy)]
struct PartialScore {
    missing: u32,
    score: u32,
}

impl<'q> ScoreTable<'q> {
    /// Scores the texts of a query. If no session matches several texts, all texts are guessed: the
    /// typo in one word may itself be a word, as in `docker form`.
    pub(super) fn new(index: &'q Index, query: &'q Query) -> ScoreTable<'q> {
        let mut table = ScoreTable::as_written(index, query);
        if table.texts.len() > 1 && !has_match(&table.sums) {
            table.add_guesses();
        }
        table
    }

    /// Scores the texts of a query. A text is guessed only if no session contains the text.
    pub(super) fn as_written(index: &'q Index, query: &'q Query) -> ScoreTable<'q> {
        let texts: Vec<&QueryText> = query.texts().collect();
        let mut columns: Vec<TextScores> =
            texts.iter().map(|text| index.score_text(text)).collect();
        for pair in query.word_pairs() {
            let both = columns.get_mut(pair.first..pair.first + 2);
            index.add_pair(&pair, both.unwrap_or_default());
        }
        let sums = sum_points(index.sessions, &columns);
        ScoreTable { index, texts, columns, sums, is_guessed: false }
    }

    /// Adds guesses to the points of every text.
    pub(super) fn add_guesses(&mut self) {
        for (text, scores) in self.texts.iter().zip(&mut self.columns) {
            self.index.add_guesses(text, scores);
        }
        self.sums = sum_points(self.index.sessions, &self.columns);
        self.is_guessed = true;
    }

    /// Ranks sessions by a table without guesses. If all words of all matches stand in abstracts
    /// only, sessions without one word follow.
    fn rank_written(self) -> Ranking {
        let mut matches = (0..).zip(&self.sums).filter(|(_, score)| **score != NO_MATCH);
        if self.texts.len() < 2 || matches.any(|(session, _)| self.is_more_than_mentioned(session))
        {
            return Ranking::of_scores(self.sums);
        }
        let least_full = self.sums.iter().copied().min().unwrap_or(0);
        let partial = self.sum_but_one();
        let mut scores = self.sums;
        for (score, partial) in scores.iter_mut().zip(partial) {
            if *score == NO_MATCH && partial != NO_MATCH {
                *score = (partial / BELOW_MENTIONED).min(least_full.saturating_sub(1));
            }
        }
        Ranking { least_full, ..Ranking::of_scores(scores) }
    }

    /// Returns true if a field other than the abstract matches a text.
    fn is_more_than_mentioned(&self, session: SessionIx) -> bool {
        let mut points = self.columns.iter().filter_map(|column| column.points.get(session));
        points.any(|points| *points > MENTIONED_POINTS)
    }

    /// Returns the scores of the sessions without at most one plain word and with the other words
    /// outside abstracts. If some sessions lack small words only, the others do not match.
    fn sum_but_one(&self) -> Vec<u32> {
        let sums = self.partial_scores();
        let least = sums.iter().flatten().map(|sum| sum.missing).min();
        let fewest = sums.into_iter().map(|sum| sum.filter(|sum| Some(sum.missing) == least));
        fewest.map(|sum| sum.map_or(NO_MATCH, |sum| sum.score)).collect()
    }

    fn partial_scores(&self) -> Vec<Option<PartialScore>> {
        let texts = self.texts.iter().zip(&self.columns).filter(|(text, _)| self.decides(text));
        let texts: Vec<DecidingText<'_>> = texts
            .map(|(text, column)| DecidingText {
                may_be_missing: text.is_plain(),
                points: &column.points,
            })
            .collect();
        (0..self.index.sessions).map(|session| partial_score(&texts, session)).collect()
    }

    /// Returns the deciding words without a match, as typed.
    fn words_without_match(&self) -> Vec<String> {
        let texts = self.texts.iter().zip(&self.columns);
        let nowhere = texts.filter(|(text, column)| column.is_empty() && self.decides(text));
        nowhere.map(|(text, _)| text.trimmed().to_owned()).collect()
    }

    /// Returns true unless the text is one of [`SMALL_WORDS`]. If all texts are small, all decide.
    fn decides(&self, text: &QueryText) -> bool {
        !is_small(text) || self.texts.iter().all(|text| is_small(text))
    }
}

/// Returns the sum of each session's points, or [`NO_MATCH`] if a column has no points.
fn sum_points(sessions: usize, columns: &[TextScores]) -> Vec<u32> {
    let mut sums = vec![0; sessions];
    for column in columns {
        for (sum, points) in sums.iter_mut().zip(&column.points) {
            let is_match = *points > 0 && *sum != NO_MATCH;
            *sum = if is_match { *sum + u32::from(*points) } else { NO_MATCH };
        }
    }
    sums
}

fn is_small(text: &QueryText) -> bool {
    match text.words.as_slice() {
        [word] => text.is_plain() && SMALL_WORDS.contains(&word.as_str()),
        _ => false,
    }
}

/// Returns the score of a session, or `None` if two words are missing or a word has no more points
/// than a mention in an abstract.
fn partial_score(texts: &[DecidingText<'_>], session: SessionIx) -> Option<PartialScore> {
    let mut sum = PartialScore { missing: 0, score: 0 };
    for text in texts {
        match text.points.get(session).copied().unwrap_or(0) {
            0 if text.may_be_missing => sum.missing += 1,
            few if few <= MENTIONED_POINTS => return None,
            points => sum.score += u32::from(points),
        }
    }
    (sum.missing <= 1 && sum.score > 0).then_some(sum)
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
