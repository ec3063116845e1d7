//! The hits that a query lists. Weaker ones are counted only.

use super::field::FieldKind;
use super::fold::squeeze;
use super::found::Hit;
use super::matcher::{COMPLETE_LETTERS, MENTIONED_POINTS, Tier};
use super::query::Query;
use super::reading::{FoundWord, WordReading};
use crate::agenda::SessionIx;

/// A complete word shows at most this many weaker matches.
pub(super) const LESS_SURE_MAX: usize = 5;
/// Beside small words that do not count, a word shows at most this many mentions in abstracts.
const MENTIONS_BESIDE_FILLERS: usize = 2;
/// At most this many sessions are shown that have some words outside the abstract and the others
/// inside.
const PARTLY_OUTSIDE_MAX: usize = 10;
/// If sessions have several words outside their abstracts, at most this many other ones are shown.
const UNSURE_MAX: usize = 2;
/// If no session has every word, at most this many are shown.
const LACKING_MAX: usize = 5;

/// The score of a session whose abstract has a short word, if few abstracts have it: above those
/// with words that begin with the short word.
pub(super) const SHORT_MENTION: u32 = 845;

/// The way in which a session has the words of a query, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum WordsFit {
    /// Every word stands outside the abstract.
    Outside,
    /// Some words stand outside the abstract, and the abstract has the others as written or by
    /// another name. The last word may be unfinished.
    PartlyOutside,
    /// Some words stand outside the abstract, and the abstract has the others in another form or
    /// unfinished.
    PartlyWeak,
    /// The abstract has every word as written or by another name. The last word may be unfinished.
    Mentioned,
    /// The abstract has every word, but some in another form, as a guess, or unfinished.
    Weak,
    /// The session lacks a word.
    Lacking,
}

impl WordsFit {
    fn of_session(words: &[&FoundWord], session: SessionIx) -> WordsFit {
        let points = || words.iter().map(|word| word.points(session));
        let outside = points().filter(|points| *points > MENTIONED_POINTS).count();
        let [name, begun] =
            [Tier::Alias, Tier::Prefix].map(|tier| tier.points(FieldKind::Abstract));
        let last = words.len().saturating_sub(1);
        let least = |at: usize| if at == last { begun } else { name };
        if points().any(|points| points == 0) {
            WordsFit::Lacking
        } else if outside == words.len() {
            WordsFit::Outside
        } else {
            let is_written = points().enumerate().all(|(at, points)| points >= least(at));
            match (outside > 0, is_written) {
                (true, true) => WordsFit::PartlyOutside,
                (true, false) => WordsFit::PartlyWeak,
                (false, true) => WordsFit::Mentioned,
                (false, false) => WordsFit::Weak,
            }
        }
    }
}

/// Removes and returns the hits beyond the limits of a query of several words: all sessions that
/// fit best are shown, and few of the others.
fn split_off_weaker(words: &[&FoundWord], hits: &mut Vec<Hit>) -> Vec<Hit> {
    let fit_of = |hit: &Hit| WordsFit::of_session(words, hit.session);
    let best = hits.iter().map(fit_of).min().unwrap_or(WordsFit::Weak);
    let others_max = match best {
        WordsFit::Outside => 1,
        WordsFit::PartlyOutside => {
            UNSURE_MAX.saturating_sub(hits.iter().filter(|hit| fit_of(hit) == best).count())
        }
        _ => UNSURE_MAX,
    };
    let lacking_max = if words.len() > 2 { UNSURE_MAX } else { 1 };
    let (mut best_fits, mut others, mut lacking) = (0, 0, 0);
    let (shown, more) = std::mem::take(hits).into_iter().partition(|hit| {
        let fit = fit_of(hit);
        if fit == best && best < WordsFit::Weak {
            best_fits += 1;
            return best != WordsFit::PartlyOutside || best_fits <= PARTLY_OUTSIDE_MAX;
        }
        if fit == WordsFit::Weak && best < WordsFit::Weak {
            return false;
        }
        lacking += usize::from(fit == WordsFit::Lacking);
        others += 1;
        others <= others_max && (fit != WordsFit::Lacking || lacking <= lacking_max)
    });
    *hits = shown;
    more
}

/// The limits of the list of a query.
#[derive(Debug, Default)]
pub(super) struct ListLimits {
    /// Sessions below this score lack a word.
    pub(super) least_full: u32,
    /// Every matching session lacks a word.
    pub(super) lacks_words: bool,
    /// The query is a short word, and some session has the whole word.
    pub(super) has_whole_short: bool,
}

impl ListLimits {
    /// Removes and returns the hits that are counted only. `hits` stand in order, and `words` are
    /// the words of the query.
    pub(super) fn split_off_more(
        &self,
        query: &Query,
        words: &[FoundWord],
        hits: &mut Vec<Hit>,
    ) -> Vec<Hit> {
        let counting = words.iter().filter(|word| word.reading == WordReading::Typed);
        let counting: Vec<&FoundWord> = counting.collect();
        let has_chips = words.iter().any(|word| matches!(word.reading, WordReading::Chip { .. }));
        let shown = match counting.as_slice() {
            _ if self.lacks_words => count_lacking(words, hits),
            [_, _, ..] => return split_off_weaker(&counting, hits),
            [word] if has_chips => return split_off_mentions(word, hits),
            [word] if words.len() > 1 && query.one_word().is_none() => {
                let letters = squeeze(&word.typed).chars().count();
                let count_from =
                    |least| hits.partition_point(|hit| word.points(hit.session) >= least);
                let shown = count_word(letters, hits.len(), count_from);
                match count_from(MENTIONED_POINTS + 1) {
                    0 => shown,
                    outside => shown.min(outside + MENTIONS_BESIDE_FILLERS),
                }
            }
            _ => self.count_shown(query, words, hits),
        };
        hits.split_off(shown.min(hits.len()))
    }

    /// Returns the number of hits to show.
    ///
    /// If a single word is a word of a title or name, other matches are mostly noise, and only
    /// [`LESS_SURE_MAX`] of them are shown. A short word may still become a longer word.
    fn count_shown(&self, query: &Query, words: &[FoundWord], hits: &[Hit]) -> usize {
        let letters = query.one_word().map_or(0, |word| word.chars().count());
        let count_from = |least: i64| hits.partition_point(|hit| hit.score >= least);
        if letters < 2 {
            return count_from(self.least_full.into()) + UNSURE_MAX;
        }
        if self.has_whole_short {
            return count_from(SHORT_MENTION.into()).max(LESS_SURE_MAX);
        }
        let is_place = |word: &FoundWord| match &word.reading {
            WordReading::Chip { sort, .. } => sort.is_place(),
            _ => false,
        };
        if words.iter().any(is_place) {
            return hits.len();
        }
        count_word(letters, hits.len(), |least| count_from(least.into()))
    }
}

/// Removes and returns the hits beyond the limit of a query of one word and chips: sessions with
/// the word outside the abstract are shown, and few of the others.
fn split_off_mentions(word: &FoundWord, hits: &mut Vec<Hit>) -> Vec<Hit> {
    let is_outside = |hit: &Hit| word.points(hit.session) > MENTIONED_POINTS;
    if !hits.iter().any(is_outside) {
        return Vec::new();
    }
    let mut others = 0;
    let (shown, more) = std::mem::take(hits).into_iter().partition(|hit| {
        others += usize::from(!is_outside(hit));
        is_outside(hit) || others <= LESS_SURE_MAX
    });
    *hits = shown;
    more
}

/// Returns the number of hits to show if every session lacks a word. The only word of two says
/// little about each of many sessions, or if the word is no whole word outside the abstract.
fn count_lacking(words: &[FoundWord], hits: &[Hit]) -> usize {
    let counting = words.iter().filter(|word| word.reading != WordReading::Dropped);
    let whole = Tier::Whole.points(FieldKind::Room);
    let has_whole = |hit: &Hit| words.iter().any(|word| word.points(hit.session) >= whole);
    match counting.count() {
        3.. => LACKING_MAX,
        _ if hits.len() > UNSURE_MAX || !hits.iter().all(has_whole) => 1,
        _ => UNSURE_MAX,
    }
}

/// Returns the number of hits to show of a single word with `letters` letters. `count_from` counts
/// the hits in which the word has at least so many points.
fn count_word(letters: usize, hits: usize, count_from: impl Fn(u16) -> usize) -> usize {
    let complete = Tier::Whole.points(FieldKind::Title);
    let outside = count_from(MENTIONED_POINTS + 1);
    if count_from(complete) > 0 {
        let is_short = letters < COMPLETE_LETTERS;
        let least = if is_short { Tier::Prefix.points(FieldKind::Room) } else { complete };
        count_from(least) + LESS_SURE_MAX
    } else if outside > 0 && letters >= COMPLETE_LETTERS {
        outside + LESS_SURE_MAX
    } else {
        hits
    }
}
