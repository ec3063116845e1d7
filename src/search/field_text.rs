//! A [`FieldText`]: the matching letters of one field, by the rules of `matcher`.

use super::field::Field;
use super::folded_text::{FoldedText, WordForm, to_whole_graphemes};
use super::matcher::{Guess, InsideRule, Tier, TypedWord, match_pair, match_phrase};
use super::query::{QueryText, WordPair};
use std::ops::Range;

/// Adjacent letters of a field, matched by a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LetterMatch {
    pub(super) field: Field,
    pub(super) tier: Tier,
    /// The numbers of the letters in the [`FoldedText`] of the field.
    letters: Range<usize>,
}

impl LetterMatch {
    /// Returns the points of the match in the ranking.
    pub(super) fn points(&self) -> u16 {
        self.tier.points(self.field.kind())
    }
}

/// A field of a session, folded.
pub(super) struct FieldText<'a> {
    pub(super) field: Field,
    original: &'a str,
    folded: FoldedText,
    forms: Vec<WordForm>,
}

/// A word of a field in one of its forms.
struct FieldWord<'f> {
    text: &'f str,
    letters: WordLetters<'f>,
}

/// The numbers of a word's letters in the [`FoldedText`].
enum WordLetters<'f> {
    /// Adjacent letters from this number on.
    From(usize),
    /// The number of each letter.
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
        FieldText { field, original, forms: folded.forms(), folded }
    }

    /// Returns the ranges of the field's letters in the original text.
    pub(super) fn ranges_of(&self, found: &[LetterMatch]) -> Vec<Range<usize>> {
        let letters = found.iter().filter(|found| found.field == self.field);
        let ranges = letters.filter_map(|found| self.folded.original_range(&found.letters));
        to_whole_graphemes(self.original, ranges.collect())
    }

    pub(super) fn is_abstract(&self) -> bool {
        self.field == Field::Abstract
    }

    /// Returns the words in all their forms.
    fn spellings(&self) -> impl Iterator<Item = FieldWord<'_>> {
        let starts = self.folded.words.iter().map(|word| WordLetters::From(word.start));
        let words = self.folded.plain.iter().zip(starts);
        let forms = self.forms.iter().map(|form| (&*form.text, WordLetters::At(&form.at)));
        words.chain(forms).map(|(text, letters)| FieldWord { text, letters })
    }

    /// Returns the words from each word to the end, with the number of the first word.
    fn word_runs(&self) -> impl Iterator<Item = (usize, impl Iterator<Item = &str> + Clone)> {
        (0..self.folded.plain.len()).map(|at| (at, self.folded.plain.from(at)))
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

    /// Matches a text as written, and inside words by `inside`. `spellings` are those of
    /// [`QueryText::joined_spellings`].
    pub(super) fn match_written(
        &self,
        text: &QueryText,
        spellings: &[String],
        inside: InsideRule,
    ) -> Vec<LetterMatch> {
        let mut found = Vec::new();
        if text.words.len() > 1 {
            found.extend(self.match_phrases(text));
            if text.is_exact {
                return found;
            }
        }
        for spelling in spellings {
            let typed = TypedWord::new(text, spelling);
            found.extend(self.match_words(&typed));
            if !self.is_abstract() {
                found.extend(self.match_joined(&typed));
            }
        }
        if found.is_empty() && !self.is_abstract() {
            for spelling in spellings {
                found.extend(self.match_inside(&TypedWord::new(text, spelling), inside));
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
    pub(super) fn match_run(&self, words: &[String], tier: Tier) -> Vec<LetterMatch> {
        if let [word] = words {
            let same = self.spellings().filter(|other| other.text == word);
            let letters = word.chars().count();
            return same.filter_map(|other| self.found(tier, other.range(0, letters))).collect();
        }
        let last_letters = words.last().map_or(0, |last| last.chars().count());
        let runs = self
            .word_runs()
            .filter(|(_, run)| run.clone().take(words.len()).eq(words.iter().map(String::as_str)));
        runs.filter_map(|(at, _)| {
            self.found(tier, self.range_of_words(at, words.len(), last_letters))
        })
        .collect()
    }

    /// Returns the beginnings of words.
    pub(super) fn match_beginning(&self, beginning: &str, tier: Tier) -> Vec<LetterMatch> {
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

    fn match_inside(&self, typed: &TypedWord<'_>, rule: InsideRule) -> Vec<LetterMatch> {
        let mut found = Vec::new();
        for word in self.spellings() {
            let inside = typed.find_inside(word.text, rule);
            found.extend(
                inside.filter_map(|from| self.found(Tier::Inside, word.range(from, typed.letters))),
            );
        }
        found
    }

    pub(super) fn match_pair(&self, pair: &WordPair) -> Vec<LetterMatch> {
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
    pub(super) fn match_letters(&self, guess: &Guess<'_>) -> Vec<LetterMatch> {
        let (mut found, mut letters) = (Vec::new(), Vec::new());
        for word in self.spellings() {
            letters.clear();
            letters.extend(word.text.chars());
            if let Some(guessed) = guess.match_word(word.text, &letters) {
                let ranges = guessed.at.into_iter().map(|at| word.range(at, 1));
                found.extend(ranges.filter_map(|range| self.found(guessed.tier, range)));
            }
        }
        if let Some(guessed) = guess.match_initials(self.folded.plain.iter()) {
            let ranges = guessed.at.into_iter().map(|at| Some(at..at + 1));
            found.extend(ranges.filter_map(|range| self.found(guessed.tier, range)));
        }
        found
    }

    pub(super) fn match_typos(&self, guess: &Guess<'_>) -> Vec<LetterMatch> {
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
