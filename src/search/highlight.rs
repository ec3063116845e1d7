//! The matching letters of a session, by the rules of `matcher`.
//!
//! Only sessions on the screen are highlighted: their texts are folded anew each time.

use super::ask::substitute::Substitute;
use super::field::{Field, Match, texts_of_session};
use super::folded_text::{FoldedText, WordForm, to_whole_graphemes};
use super::matcher::{Guess, LooseStep, MOMENT_POINTS, Tier, TypedWord, match_pair, match_phrase};
use super::query::{Query, QueryText, WordPair};
use crate::agenda::{Agenda, Session, SessionIx};
use std::ops::Range;

/// A word of fewer letters is the beginning of some word in most texts.
const SHORT_LETTERS: usize = 3;

/// Highlights the words of one [`Query`] in sessions, by the steps of the ranking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlighter {
    texts: Vec<RankedText>,
    pairs: Vec<WordPair>,
    substitutes: Vec<Substitute>,
}

/// A wanted text of a query with its [`LooseStep`] in the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RankedText {
    text: QueryText,
    reading: TextReading,
}

/// The way in which a ranking reads a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextReading {
    pub(super) step: LooseStep,
    /// Letters inside words do not match.
    pub(super) drops_inside: bool,
}

impl TextReading {
    fn of_step(step: LooseStep) -> TextReading {
        TextReading { step, drops_inside: false }
    }
}

impl Highlighter {
    /// Prepares the wanted texts of a query. `readings` has a reading for each text.
    pub(super) fn new(
        query: &Query,
        readings: impl Iterator<Item = TextReading>,
        substitutes: Vec<Substitute>,
    ) -> Highlighter {
        let texts = query.texts().cloned().zip(readings);
        let texts = texts.map(|(text, reading)| RankedText { text, reading }).collect();
        Highlighter { texts, pairs: query.word_pairs().collect(), substitutes }
    }

    /// Returns the fields of a session with matching letters, in the order of [`Field`].
    pub fn matched_fields(&self, agenda: &Agenda, session: SessionIx) -> Vec<Match> {
        let Some(session) = agenda.sessions.get(session) else { return Vec::new() };
        let text = SessionText::new(agenda, session);
        let found: Vec<LetterMatch> = self.match_letters(&text).into_iter().flatten().collect();
        text.to_matches(&found)
    }

    /// Returns the matched fields of a session for each wanted text of the query, in the typed
    /// order.
    pub fn matched_fields_by_word(&self, agenda: &Agenda, session: SessionIx) -> Vec<Vec<Match>> {
        let Some(session) = agenda.sessions.get(session) else { return Vec::new() };
        let text = SessionText::new(agenda, session);
        self.match_letters(&text).iter().map(|found| text.to_matches(found)).collect()
    }

    /// Returns the matching letters of a session for each wanted text.
    pub(super) fn match_letters(&self, session: &SessionText<'_>) -> Vec<Vec<LetterMatch>> {
        let mut of_pairs = vec![Vec::new(); self.texts.len()];
        for pair in &self.pairs {
            let fields = session.fields.iter();
            let found: Vec<LetterMatch> = fields.flat_map(|field| field.match_pair(pair)).collect();
            let both = of_pairs.get_mut(pair.first..pair.first + 2).unwrap_or_default();
            both.iter_mut().for_each(|of_pair| of_pair.extend(found.iter().cloned()));
        }
        let texts = self.texts.iter().zip(of_pairs);
        let mut found: Vec<Vec<LetterMatch>> = texts
            .map(|(ranked, of_pair)| session.match_text(&ranked.text, ranked.reading, of_pair))
            .collect();
        for substitute in &self.substitutes {
            let texts = self.texts.get(substitute.texts.clone()).unwrap_or_default();
            let letters = session.match_substitute(substitute, texts);
            let of_texts = found.get_mut(substitute.texts.clone()).unwrap_or_default();
            of_texts.iter_mut().for_each(|found| found.extend(letters.iter().cloned()));
        }
        found
    }
}

/// Returns true if a text matches a name as written, apart or by a guess.
pub(super) fn matches_name(text: &QueryText, field: Field, name: &str) -> bool {
    let name = SessionText { fields: vec![FieldText::new(field, name)] };
    !name.match_text(text, TextReading::of_step(LooseStep::for_text(text)), Vec::new()).is_empty()
}

/// Adjacent letters of a field, matched by a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LetterMatch {
    pub(super) field: Field,
    pub(super) tier: Tier,
    /// A range of [`FoldedText::letters`] of the field.
    letters: Range<usize>,
}

impl LetterMatch {
    /// Returns the points of the match in the ranking.
    pub(super) fn points(&self) -> u16 {
        self.tier.points(self.field.kind())
    }
}

/// The fields of a session, folded.
pub(super) struct SessionText<'a> {
    pub(super) fields: Vec<FieldText<'a>>,
}

impl<'a> SessionText<'a> {
    pub(super) fn new(agenda: &'a Agenda, session: &'a Session) -> SessionText<'a> {
        let texts = texts_of_session(agenda, session);
        SessionText { fields: texts.map(|(field, text)| FieldText::new(field, text)).collect() }
    }

    /// Matches a text as written, as a part of a pair, or by a [`LooseStep`].
    fn match_text(
        &self,
        text: &QueryText,
        reading: TextReading,
        of_pair: Vec<LetterMatch>,
    ) -> Vec<LetterMatch> {
        let step = reading.step;
        if step == LooseStep::Dropped {
            return Vec::new();
        }
        let fields = self.fields.iter().filter(|field| text.searches(field.field.kind()));
        let written = fields.flat_map(|field| field.match_written(text)).collect();
        let mut found = drop_noise(text, written, of_pair);
        found.retain(|found| !reading.drops_inside || found.tier != Tier::Inside);
        match (step, text.words.as_slice()) {
            (LooseStep::Moment, _) => {
                found.retain(|found| found.points() > MOMENT_POINTS);
                found
            }
            (LooseStep::Apart, _) if found.is_empty() => self.match_apart(text),
            (LooseStep::Guess { divisor }, [word]) if !has_more_than_mentions(&found) => {
                let guesses = self.guess(text, &Guess::new(word));
                if best_points(&guesses).map(|points| points / divisor) > best_points(&found) {
                    found.extend(guesses);
                }
                found
            }
            _ => found,
        }
    }

    /// Matches the words that stand for some texts.
    fn match_substitute(&self, substitute: &Substitute, texts: &[RankedText]) -> Vec<LetterMatch> {
        let fields = self.fields.iter().filter(|field| {
            let kind = field.field.kind();
            substitute.tier.points(kind) > 0
                && texts.iter().all(|ranked| ranked.text.searches(kind))
        });
        if substitute.is_phrase {
            return fields.flat_map(|field| field.match_run(&substitute.words, substitute.tier)).collect();
        }
        let fields: Vec<&FieldText<'_>> = fields.collect();
        let mut all = Vec::new();
        for word in &substitute.words {
            let found: Vec<LetterMatch> =
                fields.iter().flat_map(|field| field.match_beginning(word, substitute.tier)).collect();
            if found.is_empty() {
                return found;
            }
            all.extend(found);
        }
        all
    }

    /// Matches the words of a text apart from each other. Returns nothing if a word does not match.
    fn match_apart(&self, text: &QueryText) -> Vec<LetterMatch> {
        let mut all = Vec::new();
        for word in text.apart().into_iter().flatten() {
            let found = self.match_text(&word, TextReading::of_step(LooseStep::for_text(&word)), Vec::new());
            if found.is_empty() {
                return found;
            }
            all.extend(found);
        }
        all
    }

    /// Returns the letters of initials and words with more letters. If there are none, returns the
    /// words with the fewest typos.
    fn guess(&self, text: &QueryText, guess: &Guess<'_>) -> Vec<LetterMatch> {
        let fields = || self.fields.iter().filter(|field| text.guesses_in(field.field.kind()));
        let found: Vec<LetterMatch> =
            fields().flat_map(|field| field.match_letters(guess)).collect();
        if !found.is_empty() {
            return found;
        }
        let mut typos: Vec<LetterMatch> =
            fields().flat_map(|field| field.match_typos(guess)).collect();
        let nearest = typos.iter().map(|found| found.tier).min();
        typos.retain(|found| Some(found.tier) == nearest);
        typos
    }

    /// Returns the matching letters of each field as ranges of the original text.
    fn to_matches(&self, found: &[LetterMatch]) -> Vec<Match> {
        let fields = self.fields.iter();
        fields
            .map(|field| Match { field: field.field, ranges: field.ranges_of(found) })
            .filter(|found| !found.ranges.is_empty())
            .collect()
    }
}

fn best_points(found: &[LetterMatch]) -> Option<u16> {
    found.iter().map(LetterMatch::points).max()
}

/// Returns true if some letters are worth more than all guesses and abstracts.
fn has_more_than_mentions(found: &[LetterMatch]) -> bool {
    found.iter().any(|found| found.field != Field::Abstract)
}

/// Joins the matches of a text by itself and as a part of a [`WordPair`].
///
/// If a word below [`SHORT_LETTERS`] matches as a [`Tier::Whole`] word or as a part of a pair, its
/// other matches are left out, unless they are worth more points.
fn drop_noise(
    text: &QueryText,
    written: Vec<LetterMatch>,
    of_pair: Vec<LetterMatch>,
) -> Vec<LetterMatch> {
    let letters = text.words.iter().map(|word| word.chars().count()).sum::<usize>();
    if text.is_exact || letters >= SHORT_LETTERS {
        return [written, of_pair].concat();
    }
    let (mut sure, noise): (Vec<_>, Vec<_>) =
        written.into_iter().partition(|found| found.tier == Tier::Whole);
    sure.extend(of_pair);
    if best_points(&noise) > best_points(&sure) {
        sure.extend(noise);
    }
    sure
}

/// A field of a session, folded.
pub(super) struct FieldText<'a> {
    field: Field,
    original: &'a str,
    folded: FoldedText,
    words: Vec<String>,
    forms: Vec<WordForm>,
}

/// A word of a field in one of its forms.
struct FieldWord<'f> {
    text: &'f str,
    letters: WordLetters<'f>,
}

/// The positions of a word's letters in [`FoldedText::letters`].
enum WordLetters<'f> {
    /// Adjacent letters from this position on.
    From(usize),
    /// The position of each letter.
    At(&'f [usize]),
}

impl FieldWord<'_> {
    /// Returns the range of `count` letters of the word, from the letter `from` on.
    fn range(&self, from: usize, count: usize) -> Option<Range<usize>> {
        match self.letters {
            WordLetters::From(start) => Some(start + from..start + from + count),
            WordLetters::At(at) => {
                let last = (from + count).min(at.len()).checked_sub(1)?;
                Some(*at.get(from)?..at.get(last)? + 1)
            }
        }
    }
}

impl<'a> FieldText<'a> {
    pub(super) fn new(field: Field, original: &'a str) -> FieldText<'a> {
        let folded = FoldedText::new(original);
        FieldText { field, original, words: folded.to_strings(), forms: folded.forms(), folded }
    }

    /// Returns the ranges of the field's letters in the original text.
    fn ranges_of(&self, found: &[LetterMatch]) -> Vec<Range<usize>> {
        let letters = found.iter().filter(|found| found.field == self.field);
        let ranges = letters.filter_map(|found| self.folded.original_range(&found.letters));
        to_whole_graphemes(self.original, ranges.collect())
    }

    fn is_abstract(&self) -> bool {
        self.field == Field::Abstract
    }

    /// Returns the words in all their forms.
    fn spellings(&self) -> impl Iterator<Item = FieldWord<'_>> {
        let starts = self.folded.words.iter().map(|word| WordLetters::From(word.start));
        let words = self.words.iter().zip(starts);
        let forms = self.forms.iter().map(|form| (&form.text, WordLetters::At(&form.at)));
        words.chain(forms).map(|(text, letters)| FieldWord { text, letters })
    }

    /// Returns the words from each word to the end, with the number of the first word.
    fn word_runs(&self) -> impl Iterator<Item = (usize, impl Iterator<Item = &str> + Clone)> {
        (0..self.words.len()).map(|at| (at, self.words.iter().skip(at).map(String::as_str)))
    }

    fn found(&self, tier: Tier, letters: Option<Range<usize>>) -> Option<LetterMatch> {
        letters.map(|letters| LetterMatch { field: self.field, tier, letters })
    }

    /// Returns the range of `count` adjacent words, with `last_letters` letters of the last word.
    fn range_of_words(
        &self,
        from: usize,
        count: usize,
        last_letters: usize,
    ) -> Option<Range<usize>> {
        let first = self.folded.words.get(from)?;
        let last = self.folded.words.get(from + count.checked_sub(1)?)?;
        Some(first.start..(last.start + last_letters).min(last.end))
    }

    /// Matches a text as written.
    fn match_written(&self, text: &QueryText) -> Vec<LetterMatch> {
        let mut found = Vec::new();
        if text.words.len() > 1 {
            found.extend(self.match_phrases(text));
            if text.is_exact {
                return found;
            }
        }
        for spelling in text.joined_spellings() {
            let typed = TypedWord::new(text, &spelling);
            found.extend(self.match_words(&typed));
            if !self.is_abstract() {
                found.extend(self.match_joined(&typed));
            }
        }
        if found.is_empty() && !self.is_abstract() {
            for spelling in text.joined_spellings() {
                found.extend(self.match_inside(&TypedWord::new(text, &spelling)));
            }
        }
        found
    }

    fn match_phrases(&self, text: &QueryText) -> impl Iterator<Item = LetterMatch> {
        let last_letters = text.words.last().map_or(0, |last| last.chars().count());
        self.word_runs().filter_map(move |(at, words)| {
            let tier = match_phrase(text, words)?;
            self.found(tier, self.range_of_words(at, text.words.len(), last_letters))
        })
    }

    /// Returns the letters of words in a row, or of one word in one of its forms.
    fn match_run(&self, words: &[String], tier: Tier) -> Vec<LetterMatch> {
        if let [word] = words {
            let same = self.spellings().filter(|other| other.text == word);
            let letters = word.chars().count();
            return same.filter_map(|other| self.found(tier, other.range(0, letters))).collect();
        }
        let last_letters = words.last().map_or(0, |last| last.chars().count());
        let runs = self.word_runs().filter(|(_, run)| {
            run.clone().take(words.len()).eq(words.iter().map(String::as_str))
        });
        runs.filter_map(|(at, _)| {
            self.found(tier, self.range_of_words(at, words.len(), last_letters))
        })
        .collect()
    }

    /// Returns the beginnings of words.
    fn match_beginning(&self, beginning: &str, tier: Tier) -> Vec<LetterMatch> {
        let letters = beginning.chars().count();
        let words = self.spellings().filter(|word| word.text.starts_with(beginning));
        words.filter_map(|word| self.found(tier, word.range(0, letters))).collect()
    }

    fn match_words(&self, typed: &TypedWord<'_>) -> impl Iterator<Item = LetterMatch> {
        self.spellings().filter_map(|word| {
            let tier = typed.match_word(word.text)?;
            if self.is_abstract() && !typed.counts_in_abstracts(tier) {
                return None;
            }
            self.found(tier, word.range(0, typed.letters))
        })
    }

    fn match_joined(&self, typed: &TypedWord<'_>) -> impl Iterator<Item = LetterMatch> {
        self.word_runs().filter_map(|(at, words)| {
            let joined = typed.match_joined(words)?;
            self.found(joined.tier, self.range_of_words(at, joined.words, joined.last_letters))
        })
    }

    fn match_inside(&self, typed: &TypedWord<'_>) -> Vec<LetterMatch> {
        let mut found = Vec::new();
        for word in self.spellings() {
            let inside = typed.find_inside(word.text);
            found.extend(
                inside.filter_map(|from| self.found(Tier::Inside, word.range(from, typed.letters))),
            );
        }
        found
    }

    fn match_pair(&self, pair: &WordPair) -> Vec<LetterMatch> {
        if self.is_abstract() {
            return Vec::new();
        }
        let letters = pair.joined.chars().count();
        let words = self.spellings().filter_map(|word| {
            let tier = match_pair(&pair.joined, word.text.strip_prefix(&*pair.joined)?)?;
            self.found(tier, word.range(0, letters))
        });
        words.collect()
    }

    /// Returns the letters of a guess in words with more letters, and as initials.
    fn match_letters(&self, guess: &Guess<'_>) -> Vec<LetterMatch> {
        let (mut found, mut letters) = (Vec::new(), Vec::new());
        for word in self.spellings() {
            letters.clear();
            letters.extend(word.text.chars());
            if let Some(guessed) = guess.match_word(word.text, &letters) {
                let ranges = guessed.at.into_iter().map(|at| word.range(at, 1));
                found.extend(ranges.filter_map(|range| self.found(guessed.tier, range)));
            }
        }
        if let Some(guessed) = guess.match_initials(self.words.iter().map(String::as_str)) {
            let ranges = guessed.at.into_iter().map(|at| Some(at..at + 1));
            found.extend(ranges.filter_map(|range| self.found(guessed.tier, range)));
        }
        found
    }

    fn match_typos(&self, guess: &Guess<'_>) -> Vec<LetterMatch> {
        let (mut found, mut letters) = (Vec::new(), Vec::new());
        for word in self.spellings() {
            letters.clear();
            letters.extend(word.text.chars());
            if let Some(tier) = guess.match_typo(&letters) {
                found.extend(self.found(tier, word.range(0, letters.len())));
            }
        }
        found
    }
}
