//! The weight of each text of a query, and the sums of sessions that lack texts.

use super::matcher::MENTIONED_POINTS;
use super::query::QueryText;
use super::rules::SearchRule;
use super::score::TextScores;
use super::table::{MEAN_WEIGHT, NO_MATCH, ScoreTable, TextRole};

/// A session has at least this share of the weight of a query.
const LEAST_SHARE: f64 = 0.4;
/// A word that is nowhere in the agenda weighs more by this factor.
const NOWHERE_FACTOR: f64 = 1.35;
/// A session has at least this share of the weight of the best session.
const NEAR_BEST: f64 = 0.75;
/// Words weigh the same if their rarities are this near the mean.
const EQUAL_RARITY: f64 = 0.2;
/// The share of a word's weight if only an abstract mentions it.
const MENTION_SHARE: f64 = 0.5;

impl ScoreTable<'_> {
    /// Returns the weight of each text that counts: rare words weigh more.
    pub(super) fn weights(&self) -> Vec<u32> {
        let rarities: Vec<f64> = self.rarities();
        let mean = rarities.iter().sum::<f64>() / rarities.len().max(1) as f64;
        let weigh = |rarity: f64| {
            let apart = if mean > 0.0 { rarity / mean - 1.0 } else { 0.0 };
            let is_weighed = self.rules.has(SearchRule::Weights) && apart.abs() > EQUAL_RARITY;
            let weight = 1.0 + if is_weighed { 0.5 * apart } else { 0.0 };
            (weight * f64::from(MEAN_WEIGHT)).round() as u32
        };
        rarities.into_iter().map(weigh).collect()
    }

    /// Returns the rarity of each text that counts: the inverse document frequency. A moment has
    /// the rarity of the commonest word.
    fn rarities(&self) -> Vec<f64> {
        let all = self.index.sessions as f64;
        let rarity = |column: &TextScores| {
            let having = column.points.iter().filter(|points| **points > 0).count() as f64;
            let factor = if having > 0.0 { 1.0 } else { NOWHERE_FACTOR };
            (1.0 + all / (having + 0.5)).ln() * factor
        };
        let least = self.words().map(|(_, column)| rarity(column)).fold(f64::MAX, f64::min);
        let columns = self.columns.iter().zip(&self.roles);
        let rarities = columns.filter_map(|(column, role)| match role {
            TextRole::Word => Some(rarity(column)),
            TextRole::Moment | TextRole::Place => Some(least.min(rarity(column))),
            TextRole::Dropped | TextRole::PlacePart => None,
        });
        rarities.collect()
    }

    /// Returns the scores of the sessions that have every word, and of these the sessions with the
    /// most chips.
    pub(super) fn sums_of_words(&self) -> Vec<u32> {
        self.sum_partly(|text| text.role == TextRole::Word, 1.0)
    }

    /// Returns the scores of the sessions that have at least half of the weight of the texts, and
    /// of these the sessions with nearly as much weight as the best.
    pub(super) fn partial_sums(&self) -> Vec<u32> {
        self.sum_partly(|text| !text.text.is_plain(), NEAR_BEST)
    }

    /// Returns the scores of the sessions with the needed texts and at least half of the weight of
    /// all texts, if a session has at least the share `near_best` of the best session's weight.
    fn sum_partly(&self, is_needed: impl Fn(&PartialText<'_>) -> bool, near_best: f64) -> Vec<u32> {
        let roles = self.roles.iter().filter(|role| role.counts());
        let weights = self.rarities().into_iter().zip(self.weights());
        let texts: Vec<PartialText<'_>> = self
            .counted()
            .zip(roles)
            .zip(weights)
            .map(|(((text, column), role), (rarity, weight))| PartialText {
                text,
                role: *role,
                is_needed: false,
                points: &column.points,
                rarity,
                weight,
            })
            .map(|text| PartialText { is_needed: is_needed(&text), ..text })
            .collect();
        let total: f64 = texts.iter().map(|text| text.rarity).sum();
        let partial: Vec<Option<(f64, u32)>> =
            (0..self.index.sessions).map(|session| partial_sum(&texts, session)).collect();
        let best = partial.iter().flatten().map(|(share, _)| *share).fold(0.0, f64::max);
        let least = (total * LEAST_SHARE).max(best * near_best) - 1e-9;
        let enough = |(share, sum): &(f64, u32)| (*share >= least).then_some(*sum);
        partial.iter().map(|sum| sum.as_ref().and_then(enough).unwrap_or(NO_MATCH)).collect()
    }
}

/// A text that counts.
struct PartialText<'t> {
    text: &'t QueryText,
    role: TextRole,
    is_needed: bool,
    points: &'t [u16],
    rarity: f64,
    weight: u32,
}

/// Returns the weight of the texts of a session and its score. Returns `None` if all texts are
/// mentions in the abstract, or a text that must not be missing is missing.
fn partial_sum(texts: &[PartialText<'_>], session: usize) -> Option<(f64, u32)> {
    let (mut share, mut sum, mut is_strong) = (0.0, 0, false);
    for text in texts {
        match text.points.get(session).copied().unwrap_or(0) {
            0 if text.is_needed => return None,
            0 => {}
            points => {
                is_strong |= points > MENTIONED_POINTS && text.role != TextRole::Moment;
                share += if points > MENTIONED_POINTS { 1.0 } else { MENTION_SHARE } * text.rarity;
                sum += u32::from(points) * text.weight / MEAN_WEIGHT;
            }
        }
    }
    is_strong.then_some((share, sum))
}
