//! Text as search sees it: words of folded letters, each letter knowing where it came from.
//!
//! Folding takes away what people do not type: case, accents, ligatures, letters with a stroke. Whatever is neither
//! letter nor digit only parts words, so that quotes, dashes and dots of any kind are all the same.

use std::ops::Range;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// One step through a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A folded letter, and the position in characters of the letter that it was made of.
    Letter(char, usize),
    /// Between two words.
    Break,
}

/// A text cut into folded words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The folded letters, one space between two words.
    pub(super) letters: Vec<char>,
    /// Every word, as a range of `letters`.
    pub(super) words: Vec<Range<usize>>,
    /// For each of `letters` the position of its original, in characters.
    origin: Vec<usize>,
}

impl Words {
    pub(super) fn of(text: &str) -> Words {
        let mut found = Words::default();
        let mut open = false;
        walk(text, |piece| match piece {
            Piece::Letter(letter, at) => {
                if !open {
                    if !found.letters.is_empty() {
                        found.letters.push(' ');
                        found.origin.push(at);
                    }
                    found.words.push(found.letters.len()..found.letters.len());
                    open = true;
                }
                found.letters.push(letter);
                found.origin.push(at);
                if let Some(word) = found.words.last_mut() {
                    word.end = found.letters.len();
                }
            }
            Piece::Break => open = false,
        });
        found
    }

    /// The letters of each word.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[char]> {
        self.words.iter().map(|word| self.letters.get(word.clone()).unwrap_or_default())
    }

    /// The same as strings.
    pub(super) fn strings(&self) -> Vec<String> {
        self.iter().map(|word| word.iter().collect()).collect()
    }

    /// Where these letters were made, in characters of the original text.
    pub(super) fn origin(&self, letters: &Range<usize>) -> Option<Range<usize>> {
        let first = *self.origin.get(letters.start)?;
        let last = *self.origin.get(letters.end.checked_sub(1)?)?;
        Some(first..last + 1)
    }
}

/// Gives each folded word of a text; the string is lent, and used again for the next one.
pub(super) fn each_word(text: &str, mut give: impl FnMut(&str)) {
    let mut word = String::new();
    walk(text, |piece| match piece {
        Piece::Letter(letter, _) => word.push(letter),
        Piece::Break if word.is_empty() => {}
        Piece::Break => {
            give(&word);
            word.clear();
        }
    });
    if !word.is_empty() {
        give(&word);
    }
}

/// The whole text folded, without anything between its words.
pub(super) fn squeezed(text: &str) -> String {
    let mut all = String::new();
    each_word(text, |word| all.push_str(word));
    all
}

/// Widens character ranges to whole graphemes of the text they belong to, sorts them and joins those that touch.
pub(super) fn whole_graphemes(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if ranges.is_empty() {
        return ranges;
    }
    let mut edges = vec![0];
    for grapheme in text.graphemes(true) {
        edges.push(edges.last().copied().unwrap_or(0) + grapheme.chars().count());
    }
    let end = edges.last().copied().unwrap_or(0);
    for range in &mut ranges {
        range.start = edges
            .partition_point(|edge| *edge <= range.start)
            .checked_sub(1)
            .and_then(|i| edges.get(i).copied())
            .unwrap_or(0);
        range.end = edges.get(edges.partition_point(|edge| *edge < range.end)).copied().unwrap_or(end);
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

/// Takes a text apart.
fn walk(text: &str, mut give: impl FnMut(Piece)) {
    let mut in_word = false;
    let mut chars = text.chars().enumerate();
    while let Some((at, c)) = chars.next() {
        if c.is_ascii_alphanumeric() {
            in_word = true;
            give(Piece::Letter(c.to_ascii_lowercase(), at));
        } else if matches!(c, '+' | '#') {
            // "C++" and "C#" are words; "Lansdowne+Pembroke" are two.
            let next = chars.clone().map(|(_, next)| next).find(|next| !is_accent(*next));
            in_word = in_word && next.is_none_or(|next| !begins_word(next));
            give(if in_word { Piece::Letter(c, at) } else { Piece::Break });
        } else if c.is_ascii() || matches!(c, '™' | '℠') {
            in_word = false;
            give(Piece::Break);
        } else {
            decompose_compatible(c, |part| fold(part, at, &mut in_word, &mut give));
        }
    }
}

/// Whether a word can begin with what this character is made of.
fn begins_word(c: char) -> bool {
    let mut word = false;
    decompose_compatible(c, |part| word |= part.is_alphanumeric());
    word
}

/// Folds one character that has no parts any more.
fn fold(part: char, at: usize, in_word: &mut bool, give: &mut impl FnMut(Piece)) {
    for lower in part.to_lowercase() {
        if is_accent(lower) {
            continue;
        }
        let plain = match lower {
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            'ł' => "l",
            'ø' => "o",
            'đ' | 'ð' => "d",
            'ħ' => "h",
            'ŧ' => "t",
            'ŋ' => "n",
            'ı' => "i",
            'ς' => "σ",
            _ => "",
        };
        *in_word = !plain.is_empty() || lower.is_alphanumeric() || (*in_word && is_combining_mark(lower));
        if !*in_word {
            give(Piece::Break);
        } else if plain.is_empty() {
            give(Piece::Letter(lower, at));
        } else {
            plain.chars().for_each(|letter| give(Piece::Letter(letter, at)));
        }
    }
}

/// Marks that are left out when typing: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs.
/// Other scripts write vowels with marks, which stay.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}'
        | '\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        Words::of(text).iter().map(|word| word.iter().collect()).collect()
    }

    #[test]
    fn what_people_do_not_type_is_taken_away() {
        for (text, expected) in [
            ("eBPF", "ebpf"),
            ("Ramón BJÖRN Łódź smørrebrød", "ramon bjorn lodz smorrebrod"),
            (
                "Straße ẞ Æther œuvre Þór Đorđe ışık ΣΊΣΥΦΟΣ σίσυφος",
                "strasse ss aether oeuvre thor dorde isik σισυφοσ σισυφοσ",
            ),
            ("SoundCloud’s SoundCloud's", "soundcloud s soundcloud s"),
            ("Shedding—Approaches Fong-Jones", "shedding approaches fong jones"),
            ("99.999%...All", "99 999 all"),
            ("C++ C# a+b + #tag", "c++ c# a b tag"),
            ("A+\u{591}b", "a b"),
            ("ﬁne ① Å™", "fine 1 a"),
            ("שָׁלוֹם हिन्दी", "שלום हिन्दी"),
            ("ｗｉｄｅ", "wide"),
            ("… — !", ""),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
            let mut each = Vec::new();
            each_word(text, |word| each.push(word.to_owned()));
            assert_eq!(each.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_letter_knows_where_it_came_from() {
        let words = Words::of("Große Straße");
        assert_eq!(words.letters.iter().collect::<String>(), "grosse strasse");
        for (letters, original) in [(0..4, 0..4), (3..5, 3..4), (7..14, 6..12), (11..12, 10..11)] {
            assert_eq!(words.origin(&letters), Some(original), "{letters:?}");
        }
        assert_eq!(words.origin(&(0..99)), None);
        assert_eq!(words.origin(&(0..0)), None);
    }

    #[test]
    fn a_range_never_cuts_a_grapheme() {
        let text = "e\u{301}🇮🇪n";
        for (range, whole) in [(0..1, 0..2), (1..2, 0..2), (2..3, 2..4), (1..3, 0..4), (4..5, 4..5), (4..99, 4..5)] {
            assert_eq!(whole_graphemes(text, vec![range.clone()]), [whole], "{range:?}");
        }
        assert_eq!(whole_graphemes("abcdef", vec![4..6, 0..1, 1..3]), [0..3, 4..6]);
    }

    proptest! {
        #[test]
        fn letters_and_origins_go_together(text in "\\PC{0,40}") {
            let words = Words::of(&text);
            prop_assert_eq!(words.letters.len(), words.origin.len());
            prop_assert!(words.origin.is_sorted());
            prop_assert!(words.origin.iter().all(|at| *at < text.chars().count()));
            prop_assert!(words.words.windows(2).all(|two| two[0].end + 1 == two[1].start));
            prop_assert!(words.words.iter().all(|word| word.start < word.end));
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = words(&text).join(" ");
            prop_assert_eq!(words(&once).join(" "), once);
        }
    }
}
