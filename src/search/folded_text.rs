//! A [`FoldedText`]: folded letters with their positions in the original.

use super::fold::{FoldedPiece, RUN_WORDS, split_text};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A further form of one or several adjacent words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct WordForm {
    pub(super) text: String,
    /// The position in [`FoldedText::letters`] of each letter of `text`.
    pub(super) at: Vec<usize>,
}

/// Words in one text: a text for each word takes longer to make than to compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PlainWords {
    text: String,
    /// The end of each word in `text`, in bytes.
    ends: Vec<usize>,
}

impl PlainWords {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the words from the word number `first` on.
    pub(super) fn from(&self, first: usize) -> impl Iterator<Item = &str> + Clone {
        let ends = self.ends.get(first..).unwrap_or_default();
        let before = first.checked_sub(1).and_then(|before| self.ends.get(before));
        let starts = std::iter::once(before.copied().unwrap_or(0)).chain(ends.iter().copied());
        starts.zip(ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.from(0)
    }
}

/// A text as folded words with positions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FoldedText {
    /// The folded letters, with a space between two words.
    pub(super) letters: Vec<char>,
    /// The words, as ranges of `letters`.
    pub(super) words: Vec<Range<usize>>,
    /// The position of each letter's original, in characters of the text.
    origins: Vec<usize>,
    /// The positions in `words` of the first word and of each word after white space.
    run_starts: Vec<usize>,
    /// Positions in `letters`, and the letter added there by the spelling without umlauts.
    spelled: Vec<(usize, char)>,
}

impl FoldedText {
    pub(super) fn new(text: &str) -> FoldedText {
        // Most letters of most texts fold to one letter.
        let mut folded = FoldedText {
            letters: Vec::with_capacity(text.len()),
            origins: Vec::with_capacity(text.len()),
            words: Vec::with_capacity(text.len() / 6 + 1),
            ..FoldedText::default()
        };
        let (mut in_word, mut starts_run) = (false, true);
        split_text(text, |piece| match piece {
            FoldedPiece::Letter(letter, at) => {
                if !in_word {
                    folded.start_word(at, std::mem::take(&mut starts_run));
                    in_word = true;
                }
                folded.push_letter(letter, at);
            }
            FoldedPiece::Spelled(letter) => {
                let last = folded.letters.len().checked_sub(1);
                folded.spelled.extend(last.map(|at| (at, letter)));
            }
            FoldedPiece::Break => in_word = false,
            FoldedPiece::Space => (in_word, starts_run) = (false, true),
        });
        folded
    }

    fn start_word(&mut self, origin: usize, starts_run: bool) {
        if starts_run {
            self.run_starts.push(self.words.len());
        }
        if !self.letters.is_empty() {
            self.letters.push(' ');
            self.origins.push(origin);
        }
        self.words.push(self.letters.len()..self.letters.len());
    }

    fn push_letter(&mut self, letter: char, origin: usize) {
        self.letters.push(letter);
        self.origins.push(origin);
        if let Some(word) = self.words.last_mut() {
            word.end = self.letters.len();
        }
    }

    pub(super) fn forms(&self) -> Vec<WordForm> {
        let mut forms = Vec::new();
        let ends = self.run_starts.iter().skip(1).copied().chain([self.words.len()]);
        for (from, to) in self.run_starts.iter().zip(ends) {
            let run = self.words.get(*from..to).unwrap_or_default();
            if !self.spelled.is_empty() {
                forms.extend(run.chunks(1).filter_map(|word| self.spelled_form(word)));
            }
            if (2..=RUN_WORDS).contains(&run.len()) {
                forms.push(self.join_words(run, false));
                forms.extend(self.spelled_form(run));
            }
        }
        forms
    }

    /// Returns words joined in the spelling without umlauts, if the spelling differs.
    fn spelled_form(&self, words: &[Range<usize>]) -> Option<WordForm> {
        let differs = |word: &Range<usize>| self.spelled.iter().any(|(at, _)| word.contains(at));
        words.iter().any(differs).then(|| self.join_words(words, true))
    }

    fn join_words(&self, words: &[Range<usize>], is_spelled: bool) -> WordForm {
        let mut form = WordForm::default();
        for at in words.iter().flat_map(Clone::clone) {
            let added = self.spelled.iter().filter(|(after, _)| is_spelled && *after == at);
            let letters = self.letters.get(at).into_iter().chain(added.map(|(_, letter)| letter));
            for letter in letters {
                form.text.push(*letter);
                form.at.push(at);
            }
        }
        form
    }

    /// Returns the words as text.
    pub(super) fn plain_words(&self) -> PlainWords {
        let letters = self.letters.len();
        let mut words =
            PlainWords { text: String::with_capacity(letters), ..PlainWords::default() };
        words.ends.reserve(self.words.len());
        for word in &self.words {
            words.text.extend(self.letters.get(word.clone()).unwrap_or_default());
            words.ends.push(words.text.len());
        }
        words
    }

    /// Returns the range of the originals of `letters`, in characters of the text.
    pub(super) fn original_range(&self, letters: &Range<usize>) -> Option<Range<usize>> {
        let first = *self.origins.get(letters.start)?;
        let last = *self.origins.get(letters.end.checked_sub(1)?)?;
        Some(first..last + 1)
    }
}

/// Returns the first character of each grapheme, and the number of characters of the text.
fn grapheme_edges(text: &str) -> Vec<usize> {
    let mut edges = vec![0];
    let (mut rest, mut edge) = (text, 0);
    while !rest.is_empty() {
        // An ASCII character before another one is a grapheme, but for a carriage return.
        let bytes = rest.as_bytes();
        let next = bytes.iter().skip(1).zip(bytes);
        let plain =
            next.take_while(|(next, byte)| next.is_ascii() && byte.is_ascii() && **byte != b'\r');
        let length = plain.count();
        edges.extend(edge + 1..=edge + length);
        edge += length;
        rest = rest.get(length..).unwrap_or_default();
        let grapheme = rest.graphemes(true).next().unwrap_or_default();
        edge += grapheme.chars().count();
        edges.push(edge);
        rest = rest.get(grapheme.len()..).unwrap_or_default();
    }
    edges
}

/// Widens ranges of characters to whole graphemes of their text, sorts the ranges and joins
/// adjacent ranges.
pub(super) fn to_whole_graphemes(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if ranges.is_empty() {
        return ranges;
    }
    let edges = grapheme_edges(text);
    let edge = |at: usize| edges.get(at).copied();
    let end = edges.last().copied().unwrap_or(0);
    for range in &mut ranges {
        let before = edges.partition_point(|edge| *edge <= range.start).checked_sub(1);
        range.start = before.and_then(edge).unwrap_or(0);
        range.end = edge(edges.partition_point(|edge| *edge < range.end)).unwrap_or(end);
    }
    ranges.retain(|range| range.start < range.end);
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fold::{WordOrForm, each_form};
    use proptest::prelude::*;

    #[test]
    fn original_range_returns_characters_of_the_text() {
        let words = FoldedText::new("Große Straße");
        assert_eq!(words.letters.iter().collect::<String>(), "grosse strasse");
        for (letters, original) in [(0..4, 0..4), (3..5, 3..4), (7..14, 6..12), (11..12, 10..11)] {
            assert_eq!(words.original_range(&letters), Some(original), "{letters:?}");
        }
        assert_eq!(words.original_range(&(0..99)), None);
        assert_eq!(words.original_range(&(0..0)), None);
    }

    #[test]
    fn grapheme_edges_are_those_of_every_grapheme() {
        for text in
            ["", "a", "plain text", "e\u{301}a\u{301}", "a\r\nb\r\u{301}", "🇩🇪🇫🇷x🇩", "日本 go 👩‍👩‍👧!"]
        {
            let mut expected = vec![0];
            for grapheme in text.graphemes(true) {
                expected.push(expected.last().unwrap() + grapheme.chars().count());
            }
            assert_eq!(grapheme_edges(text), expected, "{text:?}");
        }
    }

    #[test]
    fn ranges_widen_to_whole_graphemes() {
        let text = "e\u{301}🇮🇪n";
        for (range, whole) in
            [(0..1, 0..2), (1..2, 0..2), (2..3, 2..4), (1..3, 0..4), (4..5, 4..5), (4..99, 4..5)]
        {
            assert_eq!(to_whole_graphemes(text, vec![range.clone()]), [whole], "{range:?}");
        }
        assert_eq!(to_whole_graphemes("abcdef", vec![4..6, 0..1, 1..3]), [0..3, 4..6]);
    }

    proptest! {
        #[test]
        fn folded_text_has_the_words_and_forms_of_each_form(
            text in "(\\PC|[ A-Za-zäöüøÅß&'.-]){0,40}"
        ) {
            let (mut words, mut forms) = (Vec::new(), Vec::new());
            each_form(&text, |form| match form {
                WordOrForm::Word(word) => words.push(word.to_owned()),
                WordOrForm::Form(form) => forms.push(form.to_owned()),
            });
            let folded = FoldedText::new(&text);
            let plain = folded.plain_words();
            prop_assert!(plain.iter().eq(words.iter().map(String::as_str)));
            for first in 0..=words.len() {
                let rest = words.iter().skip(first).map(String::as_str);
                prop_assert!(plain.from(first).eq(rest));
            }
            let found = folded.forms();
            prop_assert!(found.iter().all(|form| form.at.len() == form.text.chars().count()));
            let mut at = found.iter().flat_map(|form| &form.at);
            prop_assert!(at.all(|at| folded.letters[*at] != ' '));
            prop_assert_eq!(found.into_iter().map(|form| form.text).collect::<Vec<_>>(), forms);
        }

        #[test]
        fn folded_letters_have_sorted_origins(text in "\\PC{0,40}") {
            let words = FoldedText::new(&text);
            prop_assert_eq!(words.letters.len(), words.origins.len());
            prop_assert!(words.origins.is_sorted());
            prop_assert!(words.origins.iter().all(|at| *at < text.chars().count()));
            prop_assert!(words.words.windows(2).all(|two| two[0].end + 1 == two[1].start));
            prop_assert!(words.words.iter().all(|word| word.start < word.end));
        }
    }
}
