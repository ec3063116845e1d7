//! The words of a query as a search reads them.

use super::chip::ChipSort;
use super::fold::squeeze;
use super::highlight::Highlighter;
use crate::agenda::{Agenda, SessionIx};

/// A word of a query, or the words of a day or room, as a search reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundWord {
    /// The word as typed.
    pub typed: String,
    /// The meaning of the word.
    pub reading: WordReading,
    /// The points of each session.
    pub(super) points: Vec<u16>,
    /// The position of the first text in the query.
    pub(super) at: usize,
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
        self.points.get(session).copied().unwrap_or(0)
    }

    /// Returns true if a session has the word, or the word does not count.
    pub fn is_in(&self, session: SessionIx) -> bool {
        self.reading == WordReading::Dropped || self.points(session) > 0
    }

    /// Returns the position of the word among the wanted texts of the query.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Completes the reading by the best hit.
    pub(super) fn read_in(&mut self, agenda: &Agenda, highlighter: &Highlighter, best: SessionIx) {
        let points = self.points(best);
        match &mut self.reading {
            WordReading::Chip { is_met, .. } => *is_met = points > 0,
            WordReading::Typed if points == 0 => self.reading = WordReading::Missing,
            WordReading::Typed if self.is_unknown => {
                let other = matched_words(agenda, highlighter, best, self.at);
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
            WordReading::Typed
            | WordReading::Dropped
            | WordReading::Chip { is_met: true, .. } => None,
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
            WordReading::Missing => Some(format!("the first session lacks \"{typed}\"")),
        }
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
