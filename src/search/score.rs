//! The points of one text of a query in each session, by the rules of `matcher`.

use super::field::FieldKind;
use super::index::Index;
use super::matcher::{
    Guess, InsideRule, LooseStep, MENTIONED_POINTS, Tier, TypedWord, match_pair, match_phrase,
};
use super::points::SessionPoints;
use super::query::{QueryText, WordPair};
use crate::agenda::SessionIx;

/// The points of one text of a query in each session.
#[derive(Debug, Default)]
pub(super) struct TextScores {
    pub(super) points: SessionPoints,
    /// A field other than an abstract contains the text as written.
    is_outside_abstracts: bool,
    /// An abstract contains the text as a whole word.
    is_mentioned: bool,
    /// The points include guesses.
    is_guessed: bool,
    /// Some title or name, track or tag has the guessed word as a whole word.
    is_known: bool,
    /// The words of the text matched apart from each other.
    is_apart: bool,
    inside: InsideRule,
}

impl TextScores {
    fn new(sessions: usize) -> TextScores {
        TextScores { points: SessionPoints::new(sessions), ..TextScores::default() }
    }

    pub(super) fn raise(&mut self, session: SessionIx, points: u16) {
        self.points.raise(session, points);
    }

    /// Returns the [`LooseStep`] of the points.
    pub(super) fn loose_step(&self) -> LooseStep {
        if self.is_apart {
            LooseStep::Apart
        } else if self.is_guessed {
            LooseStep::Guess { divisor: self.guess_divisor(), is_known: self.is_known }
        } else {
            LooseStep::None
        }
    }

    /// Returns the matches inside words that count.
    pub(super) fn inside_rule(&self) -> InsideRule {
        self.inside
    }

    fn guess_divisor(&self) -> u16 {
        if self.is_mentioned { LooseStep::BELOW_ABSTRACT } else { 1 }
    }

    /// Returns true if no field other than abstracts contains the word as written.
    pub(super) fn is_unknown(&self, text: &QueryText) -> bool {
        text.words.len() == 1 && !self.is_outside_abstracts
    }

    /// Returns true if some session has more than a mention in its abstract.
    pub(super) fn is_strong(&self) -> bool {
        self.points.best() > MENTIONED_POINTS
    }

    /// Returns true if all matches are guesses.
    pub(super) fn is_only_guessed(&self) -> bool {
        self.is_strong() && self.points.best() < Tier::Inside.points(FieldKind::Room)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.points.is_empty()
    }
}

impl Index {
    /// Returns the points of a text in each session. Guesses count only if no field other than an
    /// abstract contains the text as written.
    pub(super) fn score_text(&self, text: &QueryText) -> TextScores {
        let mut scores = self.score_written(text, false);
        if scores.is_unknown(text) {
            self.add_guesses(text, &mut scores);
        }
        scores
    }

    /// Returns the points of a text in each session that has the text as written.
    ///
    /// If `wants_whole` and some session has the whole word, a short word does not match inside
    /// other words, and a longer word only as a part of a compound: `tor` is not a part of Vectors,
    /// nor `rust` of Trust.
    pub(super) fn score_written(&self, text: &QueryText, wants_whole: bool) -> TextScores {
        let mut scorer = Scorer::new(self, text);
        if text.words.len() > 1 {
            scorer.add_phrases();
            if text.is_exact {
                return scorer.scores;
            }
        }
        let spellings = text.joined_spellings();
        for spelling in &spellings {
            scorer.add_word(&TypedWord::new(text, spelling));
        }
        if wants_whole {
            scorer.scores.inside = scorer.inside_rule();
        }
        for spelling in &spellings {
            scorer.add_inside(&TypedWord::new(text, spelling));
        }
        let mut scores = scorer.scores;
        if text.words.len() > 1 && scores.is_empty() {
            score_apart(text, &mut scores, |word| self.score_text(word));
        }
        scores
    }

    /// Raises the points of two adjacent words of a query in each session with both as one word.
    pub(super) fn add_pair(&self, pair: &WordPair, both: &mut [TextScores]) {
        for at in self.words_beginning_with(&pair.joined) {
            let word = self.word(at).unwrap_or_default();
            let rest = word.strip_prefix(&*pair.joined).unwrap_or_default();
            let Some(tier) = match_pair(&pair.joined, rest) else { break };
            for field in self.fields_with_word(at).filter_map(|field| self.field(field)) {
                let points = tier.points(field.kind());
                both.iter_mut().for_each(|scores| scores.raise(field.session(), points));
            }
        }
    }

    /// Adds guesses to the points of a text, unless the points include guesses.
    pub(super) fn add_guesses(&self, text: &QueryText, scores: &mut TextScores) {
        if text.is_exact || std::mem::replace(&mut scores.is_guessed, true) {
            return;
        }
        scores.is_known = scores.points.best() >= Tier::Whole.points(FieldKind::Track);
        if let [word] = text.words.as_slice() {
            let mut scorer = Scorer::new(self, text);
            scorer.add_guesses(&Guess::new(word, scores.is_known));
            let divisor = scores.guess_divisor();
            for (session, points) in scorer.scores.points.iter() {
                scores.raise(session, points / divisor);
            }
        } else if scores.is_apart {
            score_apart(text, scores, |word| {
                let mut scores = self.score_text(word);
                self.add_guesses(word, &mut scores);
                scores
            });
        }
    }
}

/// Replaces the points of a text by the least points of its words apart from each other, if the
/// words may match apart.
fn score_apart(
    text: &QueryText,
    scores: &mut TextScores,
    score_word: impl Fn(&QueryText) -> TextScores,
) {
    let Some(words) = text.apart() else { return };
    scores.is_apart = true;
    let columns = words.map(|word| score_word(&word).points);
    scores.points = columns.reduce(|least, points| least.least(&points)).unwrap_or_default();
}

/// Collects the points of one text.
struct Scorer<'a> {
    index: &'a Index,
    text: &'a QueryText,
    scores: TextScores,
    /// The last tier, and its points in each [`FieldKind`] of the text.
    tier: Option<Tier>,
    tier_points: [u16; FieldKind::ALL.len()],
}

impl<'a> Scorer<'a> {
    fn new(index: &'a Index, text: &'a QueryText) -> Scorer<'a> {
        let scores = TextScores::new(index.sessions);
        Scorer { index, text, scores, tier: None, tier_points: [0; FieldKind::ALL.len()] }
    }

    /// Raises the points of a field's session.
    fn raise(&mut self, field: u32, tier: Tier) {
        self.raise_all(std::iter::once(field), tier);
    }

    /// Raises the points of the sessions with a word outside abstracts.
    fn raise_word(&mut self, word: usize, tier: Tier) {
        self.raise_all(self.index.fields_with_word(word), tier);
    }

    /// Raises the points of the sessions of some fields.
    fn raise_all(&mut self, fields: impl Iterator<Item = u32>, tier: Tier) {
        if self.tier != Some(tier) {
            self.tier = Some(tier);
            self.tier_points = FieldKind::ALL
                .map(|kind| if self.text.searches(kind) { tier.points(kind) } else { 0 });
        }
        let (mut is_outside, tier_points) = (false, &self.tier_points);
        let scores = &mut self.scores.points;
        // A common letter begins words of most sessions: this loop takes most of its time.
        fields.filter_map(|field| self.index.field(field)).for_each(|field| {
            let kind = field.kind();
            let points = tier_points.get(kind as usize).copied().unwrap_or(0);
            scores.raise(field.session(), points);
            is_outside |= points > 0 && kind != FieldKind::Abstract;
        });
        self.scores.is_outside_abstracts |= is_outside;
    }

    /// Adds the sessions with a typed word as written.
    fn add_word(&mut self, typed: &TypedWord<'_>) {
        for at in self.index.words_beginning_with(typed.word) {
            let word = self.index.word(at).unwrap_or_default();
            let rest = word.strip_prefix(typed.word).unwrap_or_default();
            let Some(tier) = typed.match_rest(rest) else { break };
            self.raise_word(at, tier);
            if self.text.searches(FieldKind::Abstract) && typed.counts_in_abstracts(tier) {
                self.add_abstracts(at, tier);
            }
        }
    }

    /// Returns the matches inside words that count beside the words found so far.
    fn inside_rule(&self) -> InsideRule {
        let whole = Tier::Whole.points(FieldKind::Room);
        let has_whole = self.scores.points.best() >= whole;
        let is_mentioned = || self.scores.is_mentioned;
        if self.text.is_short() && (has_whole || is_mentioned()) {
            InsideRule::None
        } else if self.text.is_plain() && has_whole {
            InsideRule::Compounds
        } else {
            InsideRule::All
        }
    }

    /// Adds the sessions with a typed word inside other words, and in several adjacent words.
    fn add_inside(&mut self, typed: &TypedWord<'_>) {
        let inside = self.scores.inside;
        if typed.is_found_inside() && inside != InsideRule::None {
            let index = self.index;
            for at in index.words_containing(typed.word) {
                let word = index.word(at).unwrap_or_default();
                if inside == InsideRule::All || typed.find_inside(word, inside).next().is_some() {
                    self.raise_word(at, Tier::Inside);
                }
            }
        }
        self.add_joined(typed);
    }

    fn add_abstracts(&mut self, word: usize, tier: Tier) {
        let points = tier.points(FieldKind::Abstract);
        let index = self.index;
        let mut is_mentioned = false;
        index.abstracts_with_word(word).filter_map(|field| index.field(field)).for_each(|field| {
            self.scores.points.raise(field.session(), points);
            is_mentioned = true;
        });
        self.scores.is_mentioned |= is_mentioned && tier == Tier::Whole;
    }

    /// Adds the sessions with the typed word in several adjacent words.
    fn add_joined(&mut self, typed: &TypedWord<'_>) {
        let index = self.index;
        for first in typed.first_parts().filter_map(|first| index.number_of(first)) {
            for field in index.fields_with_word(first) {
                for words in index.words_from_each(field, first) {
                    if let Some(joined) = typed.match_joined(words) {
                        self.raise(field, joined.tier);
                    }
                }
            }
        }
    }

    /// Adds the sessions with the words of the text in order.
    fn add_phrases(&mut self) {
        let index = self.index;
        let first = self.text.words.first().and_then(|first| index.number_of(first));
        let Some(first) = first else { return };
        for field in index.fields_with_word(first).chain(index.abstracts_with_word(first)) {
            let starts = index.words_from_each(field, first);
            let best = starts.filter_map(|words| match_phrase(self.text, words)).min();
            best.into_iter().for_each(|tier| self.raise(field, tier));
        }
    }

    /// Adds the sessions with misspellings of a word, of typos the nearest only.
    fn add_guesses(&mut self, guess: &Guess<'_>) {
        let (index, mut typos, mut letters) = (self.index, Vec::new(), Vec::new());
        let words = match guess.first_letter() {
            Some(first) => index.words_beginning_with(first),
            None => index.all_words(),
        };
        for (at, word) in index.words_with_letters(words, |mask| guess.may_match_word(mask)) {
            letters.clear();
            letters.extend(word.chars());
            typos.extend(guess.match_typo(&letters).map(|tier| (at, tier)));
            if let Some(found) = guess.match_word(word, &letters) {
                self.raise_guess(at, found.tier);
            }
        }
        let nearest = typos.iter().map(|(_, tier)| *tier).min();
        for (at, tier) in typos.iter().filter(|(_, tier)| Some(*tier) == nearest) {
            self.raise_guess(*at, *tier);
        }
        for at in index.fields_with_initials(|mask| guess.may_be_initials(mask)) {
            self.add_initials(guess, at);
        }
        for run in guess.runs_in_initials() {
            for word in index.words_beginning_with(run) {
                index.fields_with_word(word).for_each(|at| self.add_initials(guess, at));
            }
        }
    }

    /// Adds the session of a field whose words have the typed letters as initials.
    fn add_initials(&mut self, guess: &Guess<'_>, field: u32) {
        let index = self.index;
        if index.field(field).is_some_and(|field| self.text.guesses_in(field.kind()))
            && let Some(found) = guess.match_initials(index.words_in(field))
        {
            self.raise(field, found.tier);
        }
    }

    /// Raises the points of the sessions with a word in a field for guesses.
    fn raise_guess(&mut self, word: usize, tier: Tier) {
        let index = self.index;
        for at in index.fields_with_word(word) {
            if index.field(at).is_some_and(|field| self.text.guesses_in(field.kind())) {
                self.raise(at, tier);
            }
        }
    }
}
