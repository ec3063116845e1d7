//! The words of a query as a search reads them.

use super::chip::ChipSort;
use super::fold::squeeze;
use super::highlight::Highlighter;
use super::points::SessionPoints;
use super::query::Query;
use crate::agenda::{Agenda, SessionIx};
use std::ops::Range;

/// A word of a query, or the words of a day or room, as a search reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundWord {
    /// The word as typed.
    pub typed: String,
    /// The meaning of the word.
    pub reading: WordReading,
    /// The points of each session.
    pub(super) points: SessionPoints,
    /// The positions of its texts among the wanted texts of the query.
    pub(super) texts: Range<usize>,
    /// No field other than abstracts has the word as typed.
    pub(super) is_unknown: bool,
}

/// The meaning of a word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordReading {
    /// The word is looked for.
    Typed,
    /// The words narrow the hits: a day, a room.
    Chip {
        /// The subject of the words.
        sort: ChipSort,
        /// The meaning, such as `Wednesday` or `after lunch`.
        meaning: String,
        /// The best hit fits.
        is_met: bool,
    },
    /// The word does not count.
    Dropped,
    /// The best hit has other words in place of the word.
    TakenAs(String),
    /// The best hit lacks the word.
    Missing,
}

impl FoundWord {
    /// Returns the points of the word in a session, 0 if the session lacks the word.
    pub fn points(&self, session: SessionIx) -> u16 {
        self.points.get(session)
    }

    /// Returns true if a session has the word, or the word does not count.
    pub fn is_in(&self, session: SessionIx) -> bool {
        self.reading == WordReading::Dropped || self.points(session) > 0
    }

    /// Returns the position of the word among the wanted texts of the query.
    pub fn position(&self) -> usize {
        self.texts.start
    }

    /// Returns the meaning of words that narrow the hits.
    fn meaning(&self) -> Option<&str> {
        match &self.reading {
            WordReading::Chip { meaning, .. } => Some(meaning),
            _ => None,
        }
    }

    /// Returns true if the words narrow the hits, and the best hit fits.
    pub fn is_chip(&self) -> bool {
        matches!(self.reading, WordReading::Chip { is_met: true, .. })
    }

    /// Returns true if the best hit lacks the word, or no session has the word.
    pub fn is_lacking(&self) -> bool {
        match self.reading {
            WordReading::Missing => true,
            WordReading::Chip { is_met, .. } => !is_met,
            WordReading::Typed => self.is_nowhere(),
            WordReading::Dropped | WordReading::TakenAs(_) => false,
        }
    }

    /// Returns true if no session has the word.
    pub(super) fn is_nowhere(&self) -> bool {
        self.points.is_empty()
    }

    /// Returns true for a kind that no session of the agenda has.
    pub(super) fn is_unknown_kind(&self) -> bool {
        matches!(self.reading, WordReading::Chip { sort: ChipSort::Kind, .. }) && self.is_nowhere()
    }

    /// Completes the reading by the best hit.
    pub(super) fn read_in(&mut self, agenda: &Agenda, highlighter: &Highlighter, best: SessionIx) {
        let (points, first) = (self.points(best), self.texts.start);
        match &mut self.reading {
            WordReading::Chip { is_met, .. } => *is_met = points > 0,
            WordReading::Typed if points == 0 => self.reading = WordReading::Missing,
            WordReading::Typed if self.is_unknown => {
                let other = matched_words(agenda, highlighter, best, first);
                let other = other.filter(|other| !squeeze(other).contains(&squeeze(&self.typed)));
                if let Some(other) = other {
                    self.reading = WordReading::TakenAs(other);
                }
            }
            _ => {}
        }
    }

    /// Returns a sentence about a reading that a reader may not expect.
    pub fn explain(&self) -> Option<String> {
        let typed = &self.typed;
        match &self.reading {
            WordReading::Typed | WordReading::Dropped | WordReading::Chip { is_met: true, .. } => {
                None
            }
            WordReading::Chip { sort: ChipSort::Kind, meaning, .. } if self.is_nowhere() => {
                Some(format!("this agenda has no session of the kind {meaning} (\"{typed}\")"))
            }
            WordReading::Chip { sort, meaning, is_met: false } => {
                let meaning = match sort {
                    ChipSort::Day | ChipSort::Time => meaning.clone(),
                    ChipSort::Room => format!("in the room {meaning}"),
                    ChipSort::Track => format!("in the track {meaning}"),
                    ChipSort::Kind => format!("of the kind {meaning}"),
                    ChipSort::Speaker => format!("by {meaning}"),
                };
                Some(format!("nothing of this is {meaning} (\"{typed}\")"))
            }
            WordReading::TakenAs(other) => Some(format!("\"{typed}\" is taken as {other}")),
            WordReading::Missing if self.is_nowhere() => {
                Some(format!("\"{typed}\" is nowhere in this agenda"))
            }
            WordReading::Missing => Some(format!("the first session lacks \"{typed}\"")),
        }
    }
}

/// A query without the words that narrow its hits.
#[derive(Debug, Clone, PartialEq)]
pub struct WiderQuery {
    /// The query without the words.
    pub query: Query,
    /// The meanings of the words: `Lansdowne and Wednesday`.
    pub without: String,
}

impl WiderQuery {
    /// Returns the query without the words that narrow its hits: a query of such words alone keeps
    /// rooms, tracks, kinds and speakers. Returns `None` if nothing would change, or be left.
    ///
    /// `words` is the reading of `query` in [`Found::words`](super::Found::words).
    pub fn of(query: &Query, words: &[FoundWord]) -> Option<WiderQuery> {
        let has_word = |word: &FoundWord| word.reading != WordReading::Dropped && !word.is_chip();
        let is_alone = !words.iter().any(has_word);
        let (mut dropped, mut is_empty) = (Vec::new(), is_alone);
        for word in words.iter().filter(|word| word.is_chip()) {
            match &word.reading {
                WordReading::Chip { sort, .. } if is_alone && sort.is_place() => is_empty = false,
                _ => dropped.push(word),
            }
        }
        let names: Vec<&str> = dropped.iter().filter_map(|word| word.meaning()).collect();
        let (last, first) = names.split_last().filter(|_| !is_empty)?;
        let without = match first {
            [] => (*last).to_owned(),
            _ => format!("{} and {last}", first.join(", ")),
        };
        let query = query.without_texts(|at| dropped.iter().any(|word| word.texts.contains(&at)));
        Some(WiderQuery { query, without })
    }
}

/// Returns the words of a session in which letters of the text number `at` match.
fn matched_words(
    agenda: &Agenda,
    highlighter: &Highlighter,
    session: SessionIx,
    at: usize,
) -> Option<String> {
    let matches = highlighter.matched_fields_by_word(agenda, session).into_iter().nth(at)?;
    let found = matches.first()?;
    let range = found.ranges.first()?.start..found.ranges.last()?.end;
    let text = found.field.text(agenda, agenda.sessions.get(session)?)?;
    let letters: Vec<char> = text.chars().collect();
    // Of several places, the first one is enough.
    let first = found.ranges.first()?;
    let is_far = range.len() > 40;
    let range = if is_far { first.clone() } else { range };
    let is_word = |at: &usize| letters.get(*at).is_some_and(|letter| letter.is_alphanumeric());
    let start = (0..range.start).rev().take_while(is_word).last().unwrap_or(range.start);
    let end = (range.end..letters.len()).take_while(is_word).last().map_or(range.end, |at| at + 1);
    Some(letters.get(start..end)?.iter().collect())
}
