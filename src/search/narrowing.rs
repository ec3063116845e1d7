//! The text that narrows a list of names: rooms, tracks, people, sessions.

use super::fold::squeeze;
use super::folded_text::{FoldedText, to_whole_graphemes};
use std::ops::Range;

/// The words typed into a list. A name fits if every word is a part of the name, in any case and
/// with or without accents. Signs and spaces within a name may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowing {
    words: Vec<NarrowingWord>,
}

/// A word between two spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
struct NarrowingWord {
    /// The folded letters. Empty for a word of signs only.
    letters: String,
    /// The word as typed, in lower case.
    signs: String,
}

impl Narrowing {
    /// Returns the words of a typed text.
    ///
    /// ```
    /// use hallway::search::Narrowing;
    ///
    /// let typed = Narrowing::new("h13 CAFE");
    /// assert!(typed.fits("H.1302 (Café)"));
    /// assert!(!typed.fits("H.1302"));
    /// assert_eq!(typed.matched_ranges("H.1302 (Café)"), [0..4, 8..12]);
    /// ```
    pub fn new(typed: &str) -> Narrowing {
        let words = typed.split_whitespace();
        let words =
            words.map(|word| NarrowingWord { letters: squeeze(word), signs: word.to_lowercase() });
        Narrowing { words: words.collect() }
    }

    /// Returns true if nothing is typed: every name fits.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns true if a name has every word.
    pub fn fits(&self, name: &str) -> bool {
        self.is_empty() || self.fits_squeezed(name, &squeeze(name))
    }

    /// Returns the letters of a name as [`fits_squeezed`](Narrowing::fits_squeezed) compares them.
    pub fn squeeze_name(name: &str) -> String {
        squeeze(name)
    }

    /// Returns the answer of [`fits`](Narrowing::fits). `squeezed` is the name after
    /// [`squeeze_name`](Narrowing::squeeze_name), and saves time if a name is compared often.
    pub fn fits_squeezed(&self, name: &str, squeezed: &str) -> bool {
        self.words.iter().all(|word| match word.letters.is_empty() {
            true => name.to_lowercase().contains(&word.signs),
            false => squeezed.contains(&word.letters),
        })
    }

    /// Returns true if a word has no letters: its signs are compared with the name itself.
    pub fn has_signs(&self) -> bool {
        self.words.iter().any(|word| word.letters.is_empty())
    }

    /// Returns false if [`matched_ranges`](Narrowing::matched_ranges) has no range at the start of
    /// the name. `squeezed` is the name after [`squeeze_name`](Narrowing::squeeze_name).
    pub fn may_begin(&self, squeezed: &str) -> bool {
        let mut words = self.words.iter().filter(|word| !word.letters.is_empty());
        words.any(|word| squeezed.starts_with(&word.letters))
    }

    /// Returns true if every word is the beginning of a word of a name.
    ///
    /// ```
    /// use hallway::search::Narrowing;
    ///
    /// let typed = Narrowing::new("ste");
    /// assert!(typed.begins_words("Jan Steffen"));
    /// assert!(!typed.begins_words("Ecosystem"));
    /// ```
    pub fn begins_words(&self, name: &str) -> bool {
        let starts = name.char_indices().scan(false, |within, (at, letter)| {
            let starts = letter.is_alphanumeric() && !*within;
            *within = letter.is_alphanumeric();
            Some(starts.then_some(at))
        });
        let words: Vec<String> =
            starts.flatten().filter_map(|at| name.get(at..)).map(squeeze).collect();
        let mut typed = self.words.iter().filter(|word| !word.letters.is_empty());
        typed.all(|typed| words.iter().any(|word| word.starts_with(&typed.letters)))
    }

    /// Returns the letters of a name that are typed, in characters. A word that is a part of the
    /// name more than once has its first place at the start of a word, if there is one.
    pub fn matched_ranges(&self, name: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let folded = FoldedText::new(name);
        // The numbers of the letters without the spaces.
        let places: Vec<usize> = folded.words.iter().flat_map(Clone::clone).collect();
        let letters: Vec<char> = folded.plain.iter().flat_map(str::chars).collect();
        let starts: Vec<usize> = folded.words.iter().map(|word| word.start).collect();
        let ranges = self.words.iter().filter_map(|word| {
            let typed: Vec<char> = word.letters.chars().collect();
            let windows = letters.windows(typed.len().max(1)).enumerate();
            let found = windows.filter(|(_, window)| *window == typed).map(|(at, _)| at);
            let first = found.min_by_key(|at| {
                let starts_word = places.get(*at).is_some_and(|place| starts.contains(place));
                (!starts_word, *at)
            })?;
            let end = places.get(first + typed.len() - 1)? + 1;
            folded.original_range(&(*places.get(first)?..end))
        });
        to_whole_graphemes(name, ranges.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_typed_word_is_a_part_of_the_name() {
        for (typed, name, fits) in [
            ("", "Hall", true),
            ("  ", "Hall", true),
            ("hal", "Main HALL", true),
            ("all", "Main Hall", true),
            ("hall main", "Main Hall", true),
            ("hall side", "Main Hall", false),
            ("h1302", "H.1302 (Depage)", true),
            ("h.13", "H.1302 (Depage)", true),
            ("cafe", "Café", true),
            ("café", "Cafe", true),
            ("&", "R&D", true),
            ("&", "Rust", false),
            ("c++", "C and C++", true),
            ("東京", "会場 東京", true),
        ] {
            let typed_words = Narrowing::new(typed);
            assert_eq!(typed_words.fits(name), fits, "{typed} in {name}");
            let squeezed = Narrowing::squeeze_name(name);
            assert_eq!(typed_words.fits_squeezed(name, &squeezed), fits, "{typed} in {name}");
            let begins =
                typed_words.matched_ranges(name).first().is_some_and(|range| range.start == 0);
            assert!(!begins || typed_words.may_begin(&squeezed), "{typed} in {name}");
        }
    }

    #[test]
    fn typed_letters_are_found_at_the_start_of_a_word_first() {
        for (typed, name, expected) in [
            ("", "Hall", "Hall"),
            ("co", "Disco Community", "Disco [Co]mmunity"),
            ("sco", "Disco Community", "Di[sco] Community"),
            ("h13", "H.1302", "[H.13]02"),
            ("é", "Café", "Caf[é]"),
            ("hall main", "Main Hall", "[Main] [Hall]"),
            ("x", "Hall", "Hall"),
        ] {
            let mut shown: Vec<String> = name.chars().map(String::from).collect();
            for range in Narrowing::new(typed).matched_ranges(name) {
                shown[range.start].insert(0, '[');
                shown[range.end - 1].push(']');
            }
            assert_eq!(shown.concat(), expected, "{typed} in {name}");
        }
    }
}
