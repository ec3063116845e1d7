//! The weight of each text of a query, and the sums of sessions that lack texts.

use super::field::FieldKind;
use super::matcher::{MENTIONED_POINTS, Tier};
use super::points::{SessionPoints, sessions_of};
use super::query::QueryText;
use super::rules::SearchRule;
use super::score::TextScores;
use super::table::{MEAN_WEIGHT, ScoreTable, Scored, TextRole};

/// A session has at least this share of the weight of a query.
const LEAST_SHARE: f64 = 0.4;
/// A word that is nowhere in the agenda weighs more by this factor.
const NOWHERE_FACTOR: f64 = 1.35;
/// A session has at least this share of the weight of the best session.
const NEAR_BEST: f64 = 0.75;
/// Words weigh the same if their rarities are this near the mean.
const EQUAL_RARITY: f64 = 0.2;
/// A session with this share of the weight outside its abstract comes before mere mentions.
const MOST_SHARE: f64 = 0.6;
/// The share of a word's weight if only an abstract mentions it, and titles or names have it.
const MENTION_SHARE: f64 = 0.5;
/// A word of at most this many sessions says much about them, even in their abstracts.
const RARE_SESSIONS: usize = 3;
/// Beside words that are nowhere, a word of fewer letters has no typo.
const TYPO_LETTERS: usize = 6;

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
            let having = column.points.count() as f64;
            let factor = if having > 0.0 { 1.0 } else { NOWHERE_FACTOR };
            libm::log(1.0 + all / (having + 0.5)) * factor
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
    pub(super) fn sums_of_words(&self) -> Vec<Scored> {
        let is_word = |text: &PartialText<'_>| text.role == TextRole::Word;
        let (mut best, mut scores) = (0.0, Vec::new());
        for sum in sums_of_needed(&self.partial_texts(), is_word) {
            if sum.share > best + 1e-9 {
                best = sum.share;
                scores.clear();
            }
            if sum.share >= best - 1e-9 {
                scores.push(sum.scored());
            }
        }
        scores
    }

    /// Returns the scores of the sessions that lack words. If no session has enough of the weight
    /// and some words are nowhere, these are the sessions with all other words: as written, or else
    /// without the words that are only guessed, or else in a near form.
    pub(super) fn sums_of_some(&self) -> Vec<Scored> {
        let texts = self.partial_texts();
        let known = |text: &PartialText<'_>| !text.is_nowhere;
        let mut sums = self.partial_sums();
        if sums.is_empty() {
            sums = sums_of_known(&texts, known);
        }
        if sums.is_empty() && texts.iter().any(|text| text.is_guessed) {
            sums = sums_of_known(&texts, |text| known(text) && !text.is_guessed);
        }
        if sums.is_empty() {
            sums = sums_of_needed(&texts, known).filter(|sum| sum.is_near).collect();
        }
        sums.into_iter().map(PartialSum::scored).collect()
    }

    /// Returns the sums of the sessions that have at least [`LEAST_SHARE`] of the weight of the
    /// texts, and of these the sessions with nearly as much weight as the best.
    pub(super) fn partial_sums(&self) -> Vec<PartialSum> {
        let texts = self.partial_texts();
        let is_needed = |text: &PartialText<'_>| !text.text.is_plain();
        let total: f64 = texts.iter().map(|text| text.rarity).sum();
        let are_needed = texts.iter().all(|text| is_needed(text) || text.is_nowhere);
        let least = if are_needed { 0.0 } else { total * LEAST_SHARE - 1e-9 };
        let is_enough = |sum: &PartialSum| sum.is_sure() && sum.share >= least;
        let mut sums: Vec<PartialSum> = match texts.iter().any(is_needed) {
            true => sums_of_needed(&texts, is_needed).filter(is_enough).collect(),
            false => {
                let sessions = sessions_with_share(&texts, least);
                sums_of_sessions(&texts, Vec::new(), sessions).filter(is_enough).collect()
            }
        };
        let best = sums.iter().map(|sum| sum.share).fold(0.0, f64::max);
        let least = if are_needed { 0.0 } else { best * NEAR_BEST };
        sums.retain(|sum| sum.share >= least - 1e-9);
        for sum in &mut sums {
            sum.has_most = sum.strong > 1 && sum.share >= total * MOST_SHARE;
        }
        sums
    }

    /// Returns the texts that count.
    fn partial_texts(&self) -> Vec<PartialText<'_>> {
        let roles = self.roles.iter().filter(|role| role.counts());
        let weights = self.rarities().into_iter().zip(self.weights());
        let texts = self.counted().zip(roles).zip(weights);
        let texts = texts.map(|(((text, column), role), (rarity, weight))| PartialText {
            text,
            role: *role,
            is_rare_mention: is_rare_mention(column),
            is_nowhere: column.is_empty() && text.is_plain(),
            is_guessed: column.is_only_guessed() && text.is_plain(),
            points: &column.points,
            rarity,
            weight,
        });
        texts.collect()
    }
}

/// Returns the sums of the sessions with all known texts. A single known text must be a whole word
/// outside abstracts, or rare.
fn sums_of_known(
    texts: &[PartialText<'_>],
    is_known: impl Fn(&PartialText<'_>) -> bool,
) -> Vec<PartialSum> {
    let least = Tier::Whole.points(FieldKind::Track);
    let known: Vec<&PartialText<'_>> = texts.iter().filter(|text| is_known(text)).collect();
    let is_single = known.len() == 1;
    let is_weak = |text: &&PartialText<'_>| text.points.best() < least && !text.is_rare_mention;
    if known.is_empty() || is_single && known.iter().all(is_weak) {
        return Vec::new();
    }
    let is_kept =
        |sum: &PartialSum| sum.is_sure() && (!is_single || sum.best >= least || sum.is_rare);
    sums_of_needed(texts, is_known).filter(is_kept).collect()
}

/// Returns the sums of the sessions with the needed texts, in order. Without needed texts, these
/// are the sessions with some text.
fn sums_of_needed<'t>(
    texts: &'t [PartialText<'_>],
    is_needed: impl Fn(&PartialText<'_>) -> bool,
) -> impl Iterator<Item = PartialSum> + 't {
    let needed: Vec<bool> = texts.iter().map(&is_needed).collect();
    let rarest = texts.iter().filter(|text| is_needed(text)).map(|text| text.points);
    let sessions = match rarest.min_by_key(|points| points.count()) {
        Some(rarest) => rarest.sessions(),
        None => sessions_of(&texts.iter().map(|text| text.points).collect::<Vec<_>>()),
    };
    sums_of_sessions(texts, needed, sessions)
}

fn sums_of_sessions<'t>(
    texts: &'t [PartialText<'_>],
    needed: Vec<bool>,
    sessions: Vec<u32>,
) -> impl Iterator<Item = PartialSum> + 't {
    sessions.into_iter().filter_map(move |session| partial_sum(texts, &needed, session))
}

/// Returns the sessions that may have texts with at least the rarity `least` together, in order.
/// All common texts together with less have no part in this.
fn sessions_with_share(texts: &[PartialText<'_>], least: f64) -> Vec<u32> {
    let mut texts: Vec<&PartialText<'_>> = texts.iter().collect();
    texts.sort_by(|a, b| a.rarity.total_cmp(&b.rarity));
    let mut sum = 0.0;
    let deciding = texts.iter().skip_while(|text| {
        sum += if text.points.is_empty() { 0.0 } else { text.rarity };
        sum < least
    });
    sessions_of(&deciding.map(|text| text.points).collect::<Vec<_>>())
}

/// The sum of a session that may lack texts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PartialSum {
    /// The weight of the texts of the session.
    session: u32,
    share: f64,
    pub(super) sum: u32,
    /// The most points of a text.
    best: u16,
    /// A text is a rare word in the abstract.
    is_rare: bool,
    /// The number of texts outside the abstract.
    strong: u32,
    /// A text stands outside the abstract as written, or is a rare word.
    has_written: bool,
    /// A text stands outside the abstract nearly as written.
    is_near: bool,
    /// The session has several texts outside its abstract, with most of the weight.
    pub(super) has_most: bool,
}

impl PartialSum {
    /// Returns false if all texts are mentions in the abstract, or one text is guessed.
    fn is_sure(&self) -> bool {
        self.has_written || self.strong > 1
    }

    pub(super) fn scored(self) -> Scored {
        Scored { session: self.session, score: self.sum }
    }
}

/// A text that counts.
struct PartialText<'t> {
    text: &'t QueryText,
    role: TextRole,
    /// Few sessions have the word, in their abstracts alone.
    is_rare_mention: bool,
    is_nowhere: bool,
    /// All matches of the word are guesses.
    is_guessed: bool,
    points: &'t SessionPoints,
    rarity: f64,
    weight: u32,
}

/// Returns the weight of the texts of a session and its score, or `None` if a needed text is
/// missing.
fn partial_sum(texts: &[PartialText<'_>], needed: &[bool], session: u32) -> Option<PartialSum> {
    let mut found = PartialSum { session, ..PartialSum::default() };
    for (nth, text) in texts.iter().enumerate() {
        match text.points.get(session as usize) {
            0 if needed.get(nth) == Some(&true) => return None,
            0 => {}
            points => {
                let is_strong = points > MENTIONED_POINTS || text.is_rare_mention;
                if is_strong && text.role != TextRole::Moment {
                    found.strong += 1;
                    found.is_rare |= text.is_rare_mention;
                    found.best = found.best.max(points);
                    found.is_near |= is_near(points, text.text);
                    found.has_written |= is_written(points) || text.is_rare_mention;
                }
                found.share += if is_strong { 1.0 } else { MENTION_SHARE } * text.rarity;
                found.sum += u32::from(points) * text.weight / MEAN_WEIGHT;
            }
        }
    }
    Some(found)
}

/// Returns true for the points of a word as written, or of its beginning or other name, outside
/// abstracts.
fn is_written(points: u16) -> bool {
    let least = Tier::Prefix.points(FieldKind::Room);
    points >= least && points != Tier::Form.points(FieldKind::Title)
}

/// Returns true for the points of the beginning or of another form of a word in a title or name. A
/// word of [`TYPO_LETTERS`] may have one typo, or lack letters.
fn is_near(points: u16, text: &QueryText) -> bool {
    let is_long = || text.words.iter().any(|word| word.chars().count() >= TYPO_LETTERS);
    let typo = |kind| Tier::Typo(1).points(kind) == points;
    let lacks =
        |kind| (Tier::Initials(9).points(kind)..=Tier::Initials(0).points(kind)).contains(&points);
    let kinds = [FieldKind::Title, FieldKind::Affiliation];
    points >= Tier::Form.points(FieldKind::Title)
        || (kinds.into_iter().any(|kind| typo(kind) || lacks(kind)) && is_long())
}

/// Returns true for a word that few sessions have, as a whole word in their abstracts alone.
fn is_rare_mention(column: &TextScores) -> bool {
    column.points.count() <= RARE_SESSIONS
        && column.points.iter().all(|(_, points)| points == MENTIONED_POINTS)
}
