//! Words of the agenda that stand for typed words.

use crate::search::field::FieldKind;
use crate::search::index::Index;
use crate::search::matcher::Tier;
use crate::search::points::SessionPoints;
use crate::search::query::QueryText;
use crate::search::score::TextScores;
use std::ops::Range;

/// A part of a compound has at most this many further letters: `recht` is in `rechte`, and `micro`
/// is not in `microcontroller`.
const INFLECTION: usize = 3;

/// Words of the agenda that stand for one or several texts of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) struct Substitute {
    /// The positions of the texts in [`Query::texts`](crate::search::query::Query::texts).
    pub(in crate::search) texts: Range<usize>,
    /// The words, folded.
    pub(in crate::search) words: Vec<String>,
    /// The words stand in a row in one field. Else each stands somewhere in the session.
    pub(in crate::search) is_phrase: bool,
    pub(in crate::search) tier: Tier,
}

impl Substitute {
    /// Returns a single word that stands for the text at `at`.
    pub(in crate::search) fn of_word(at: usize, word: &str, tier: Tier) -> Substitute {
        Substitute { texts: at..at + 1, words: vec![word.to_owned()], is_phrase: true, tier }
    }
}

impl Index {
    /// Raises the points of the texts that a substitute stands for. Returns true if a session has
    /// the substitute.
    pub(in crate::search) fn add_substitute(
        &self,
        substitute: &Substitute,
        texts: &[&QueryText],
        columns: &mut [TextScores],
    ) -> bool {
        let range = substitute.texts.clone();
        let searches = |kind: FieldKind| {
            texts.get(range.clone()).unwrap_or_default().iter().all(|text| text.searches(kind))
        };
        let points = if substitute.is_phrase {
            self.points_of_phrase(substitute, searches)
        } else {
            self.points_of_parts(substitute, searches)
        };
        let columns = columns.get_mut(range.clone()).unwrap_or_default();
        for (session, points) in &points {
            columns.iter_mut().for_each(|scores| scores.raise(*session, *points));
        }
        !points.is_empty()
    }

    /// Returns the sessions with the words of a substitute in a row, with their points.
    fn points_of_phrase(
        &self,
        substitute: &Substitute,
        searches: impl Fn(FieldKind) -> bool,
    ) -> Vec<(usize, u16)> {
        let words = &substitute.words;
        let Some(first) = words.first().and_then(|first| self.number_of(first)) else {
            return Vec::new();
        };
        let stands_in = |field: u32| {
            words.len() == 1
                || self
                    .words_from_each(field, first)
                    .any(|found| found.take(words.len()).eq(words.iter().map(String::as_str)))
        };
        let fields = self.fields_with_word(first).chain(self.abstracts_with_word(first));
        let found = fields.filter_map(|at| {
            let field = self.field(at)?;
            let points = substitute.tier.points(field.kind());
            (points > 0 && searches(field.kind()) && stands_in(at))
                .then(|| (field.session(), points))
        });
        found.collect()
    }

    /// Returns the sessions with each word of a substitute, with the points of the weakest word.
    /// Abstracts mention much: one of the words stands elsewhere.
    fn points_of_parts(
        &self,
        substitute: &Substitute,
        searches: impl Fn(FieldKind) -> bool,
    ) -> Vec<(usize, u16)> {
        let mut least: Option<SessionPoints> = None;
        let mut is_outside = vec![false; self.sessions];
        for word in &substitute.words {
            let mut points = SessionPoints::new(self.sessions);
            let is_form = |number: &usize| {
                self.word(*number).is_some_and(|found| found.len() <= word.len() + INFLECTION)
            };
            for number in self.words_beginning_with(word).filter(is_form) {
                let fields = self.fields_with_word(number).chain(self.abstracts_with_word(number));
                for field in fields.filter_map(|at| self.field(at)) {
                    if searches(field.kind()) {
                        points.raise(field.session(), substitute.tier.points(field.kind()));
                        if let Some(outside) = is_outside.get_mut(field.session()) {
                            *outside |= field.kind() != FieldKind::Abstract;
                        }
                    }
                }
            }
            least = Some(match least {
                None => points,
                Some(least) => least.least(&points),
            });
        }
        let is_outside = |session: usize| is_outside.get(session).copied().unwrap_or(false);
        let least = least.unwrap_or_default();
        least.iter().filter(|(session, _)| is_outside(*session)).collect()
    }
}
