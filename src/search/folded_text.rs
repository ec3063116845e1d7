//! A [`FoldedText`]: folded letters with their positions in the original.

use super::fold::{ByteRun, FoldedPiece, OTHER, RUN_WORDS, SIGN, WHITE, split_text};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A further form of one or several adjacent words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct WordForm {
    pub(super) text: String,
    /// The number in the [`FoldedText`] of each letter of `text`.
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

/// A text as folded words. Each letter has a number, and so has the space between two words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FoldedText {
    /// The words as text.
    pub(super) plain: PlainWords,
    /// The numbers of the letters of each word.
    pub(super) words: Vec<Range<usize>>,
    /// The position of each letter's original, in characters of the text.
    origins: Vec<usize>,
    /// The positions in `words` of the first word and of each word after white space.
    run_starts: Vec<usize>,
    /// Numbers of letters, and the letter added there by the spelling without umlauts.
    spelled: Vec<(usize, char)>,
    /// The next word is the first one, or comes after white space.
    starts_run: bool,
}

impl FoldedText {
    pub(super) fn new(text: &str) -> FoldedText {
        let words = text.len() / 6 + 1;
        // Most letters of most texts fold to one letter.
        let mut folded = FoldedText {
            plain: PlainWords {
                text: String::with_capacity(text.len()),
                ends: Vec::with_capacity(words),
            },
            words: Vec::with_capacity(words),
            origins: Vec::with_capacity(text.len()),
            ..FoldedText::default()
        };
        let (mut start, mut origin) = (0, 0);
        while start < text.len() {
            let run = ByteRun::new(text.as_bytes(), start, WHITE);
            let part = text.get(start..run.end).unwrap_or_default();
            folded.starts_run = true;
            origin += match run.kinds & OTHER {
                0 => folded.add_ascii(part, origin),
                _ => folded.add_part(part, origin),
            };
            // The white space behind the part has one byte.
            (start, origin) = (run.end + 1, origin + 1);
        }
        folded
    }

    /// Adds letters, digits and signs of ASCII from the character `origin` on. Returns the number
    /// of characters.
    fn add_ascii(&mut self, text: &str, origin: usize) -> usize {
        let mut start = 0;
        while start < text.len() {
            let word = ByteRun::new(text.as_bytes(), start, SIGN);
            if word.end > start {
                self.start_word(origin + start);
                self.push_ascii(text.get(start..word.end).unwrap_or_default(), origin + start);
            }
            start = word.end + 1;
        }
        text.len()
    }

    /// Adds a text from the character `origin` on. Returns the number of characters.
    fn add_part(&mut self, text: &str, origin: usize) -> usize {
        let mut in_word = false;
        split_text(text, |piece| match piece {
            FoldedPiece::Letter(letter, at) => {
                if !std::mem::replace(&mut in_word, true) {
                    self.start_word(origin + at);
                }
                self.push_letter(letter, origin + at);
            }
            FoldedPiece::Spelled(letter) => {
                let last = self.origins.len().checked_sub(1);
                self.spelled.extend(last.map(|at| (at, letter)));
            }
            FoldedPiece::Break => in_word = false,
            FoldedPiece::Space => (in_word, self.starts_run) = (false, true),
        });
        text.chars().count()
    }

    fn start_word(&mut self, origin: usize) {
        if std::mem::take(&mut self.starts_run) {
            self.run_starts.push(self.words.len());
        }
        if !self.origins.is_empty() {
            self.origins.push(origin);
        }
        self.words.push(self.origins.len()..self.origins.len());
        self.plain.ends.push(self.plain.text.len());
    }

    fn push_letter(&mut self, letter: char, origin: usize) {
        self.plain.text.push(letter);
        self.origins.push(origin);
        self.end_word();
    }

    /// Adds letters and digits of ASCII to the last word.
    fn push_ascii(&mut self, letters: &str, origin: usize) {
        let start = self.plain.text.len();
        self.plain.text.push_str(letters);
        if let Some(added) = self.plain.text.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        self.origins.extend(origin..origin + letters.len());
        self.end_word();
    }

    /// Moves the end of the last word behind the last letter.
    fn end_word(&mut self) {
        if let Some((word, end)) = self.words.last_mut().zip(self.plain.ends.last_mut()) {
            (word.end, *end) = (self.origins.len(), self.plain.text.len());
        }
    }

    pub(super) fn forms(&self) -> Vec<WordForm> {
        let mut forms = Vec::new();
        let ends = self.run_starts.iter().skip(1).copied().chain([self.words.len()]);
        for (from, to) in self.run_starts.iter().zip(ends) {
            let run = *from..to;
            if !self.spelled.is_empty() {
                forms.extend(run.clone().filter_map(|word| self.spelled_form(word..word + 1)));
            }
            if (2..=RUN_WORDS).contains(&run.len()) {
                forms.push(self.join_words(run.clone(), false));
                forms.extend(self.spelled_form(run));
            }
        }
        forms
    }

    /// Returns words joined in the spelling without umlauts, if the spelling differs.
    fn spelled_form(&self, words: Range<usize>) -> Option<WordForm> {
        let differs = |word: &Range<usize>| self.spelled.iter().any(|(at, _)| word.contains(at));
        let letters = self.words.get(words.clone()).unwrap_or_default();
        letters.iter().any(differs).then(|| self.join_words(words, true))
    }

    fn join_words(&self, words: Range<usize>, is_spelled: bool) -> WordForm {
        let mut form = WordForm::default();
        let texts = self.plain.from(words.start);
        for (letters, text) in self.words.get(words).unwrap_or_default().iter().zip(texts) {
            for (at, letter) in letters.clone().zip(text.chars()) {
                let added = self.spelled.iter().filter(|(after, _)| is_spelled && *after == at);
                for letter in std::iter::once(letter).chain(added.map(|(_, letter)| *letter)) {
                    form.text.push(letter);
                    form.at.push(at);
                }
            }
        }
        form
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
        assert!(words.plain.iter().eq(["grosse", "strasse"]));
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

    /// Returns the words of a text, each with the originals of its letters, by the rules of
    /// [`split_text`] alone.
    fn words_with_origins(text: &str) -> Vec<(String, Vec<usize>)> {
        let mut words: Vec<(String, Vec<usize>)> = Vec::new();
        let mut in_word = false;
        split_text(text, |piece| match piece {
            FoldedPiece::Letter(letter, at) => {
                if !std::mem::replace(&mut in_word, true) {
                    words.push(Default::default());
                }
                let word = words.last_mut().unwrap();
                word.0.push(letter);
                word.1.push(at);
            }
            FoldedPiece::Spelled(_) => {}
            FoldedPiece::Break | FoldedPiece::Space => in_word = false,
        });
        words
    }

    proptest! {
        #[test]
        fn letters_keep_their_originals(
            text in "(\\PC|[ \ta-zA-Zäöü&'.+#-]|e\u{301}|\u{2003}){0,40}"
        ) {
            let folded = FoldedText::new(&text);
            let origins = |word: &Range<usize>| folded.origins[word.clone()].to_vec();
            let words = folded.plain.iter().zip(&folded.words);
            let words = words.map(|(text, word)| (text.to_owned(), origins(word)));
            prop_assert_eq!(words.collect::<Vec<_>>(), words_with_origins(&text));
        }

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
            let plain = &folded.plain;
            prop_assert!(plain.iter().eq(words.iter().map(String::as_str)));
            for first in 0..=words.len() {
                let rest = words.iter().skip(first).map(String::as_str);
                prop_assert!(plain.from(first).eq(rest));
            }
            let found = folded.forms();
            prop_assert!(found.iter().all(|form| form.at.len() == form.text.chars().count()));
            let mut at = found.iter().flat_map(|form| &form.at);
            prop_assert!(at.all(|at| folded.words.iter().any(|word| word.contains(at))));
            prop_assert_eq!(found.into_iter().map(|form| form.text).collect::<Vec<_>>(), forms);
        }

        #[test]
        fn folded_letters_have_sorted_origins(text in "\\PC{0,40}") {
            let words = FoldedText::new(&text);
            prop_assert!(words.words.last().is_none_or(|last| last.end == words.origins.len()));
            prop_assert!(words.origins.is_sorted());
            prop_assert!(words.origins.iter().all(|at| *at < text.chars().count()));
            prop_assert!(words.words.windows(2).all(|two| two[0].end + 1 == two[1].start));
            prop_assert!(words.words.iter().all(|word| word.start < word.end));
        }
    }
}
