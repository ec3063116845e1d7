//! Equal and similar titles.

use crate::agenda::Clean;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;

/// The lowest similarity of two similar titles, as a normalized Damerau-Levenshtein similarity from
/// 0 to 1.
const SIMILARITY_MIN: f64 = 0.8;
/// The smallest number of letters in the shorter of two titles if the longer adds words.
const SHORTER_LETTERS_MIN: usize = 8;
/// The smallest number of letters of a word that counts.
const WORD_LETTERS_MIN: usize = 4;
/// The marks that separate the parts of a title, besides spaced dashes.
const PART_ENDS: [char; 13] = [':', '|', '/', '(', ')', '[', ']', '?', '!', ';', '–', '—', ','];

/// A title with its forms for comparison, each made when it is needed.
#[derive(Debug)]
pub(super) struct FoldedTitle<'a> {
    pub(super) text: &'a Clean,
    folded: OnceCell<String>,
    letters: OnceCell<LetterCounts>,
    numbers: OnceCell<Vec<String>>,
    parts: OnceCell<Vec<String>>,
}

impl<'a> FoldedTitle<'a> {
    pub(super) fn new(text: &'a Clean) -> FoldedTitle<'a> {
        FoldedTitle {
            text,
            folded: OnceCell::new(),
            letters: OnceCell::new(),
            numbers: OnceCell::new(),
            parts: OnceCell::new(),
        }
    }

    /// Returns the title as [`fold_title`] does.
    pub(super) fn folded(&self) -> &str {
        self.folded.get_or_init(|| fold_title(self.text))
    }

    fn letters(&self) -> &LetterCounts {
        self.letters.get_or_init(|| LetterCounts::new(self.folded()))
    }

    fn numbers(&self) -> &[String] {
        self.numbers.get_or_init(|| numbers(&without_link_targets(self.text)))
    }

    fn parts(&self) -> &[String] {
        self.parts.get_or_init(|| title_parts(&without_link_targets(self.text)))
    }
}

/// Returns `title` in lowercase, with one space instead of punctuation and spaces, and without the
/// targets of Markdown links: calendars show `[Panel](https://a.example/panel)`.
pub(in crate::plan) fn fold_title(title: &Clean) -> String {
    fold_words(&without_link_targets(title))
}

/// A target that a program has cut off has no end.
fn without_link_targets(title: &str) -> Cow<'_, str> {
    if !title.contains(']') || !title.contains("](") {
        return Cow::Borrowed(title);
    }
    let mut links = title.split("](");
    let mut text = links.next().unwrap_or_default().to_owned();
    for link in links {
        if let Some(start) = text.rfind('[') {
            text.replace_range(start..=start, " ");
        }
        text.push(' ');
        text += link.split_once(')').map_or("", |(_, rest)| rest);
    }
    Cow::Owned(text)
}

fn fold_words(text: &str) -> String {
    if text.is_ascii() {
        return fold_ascii_words(text);
    }
    let lowercase = text.to_lowercase();
    let mut folded = String::with_capacity(lowercase.len());
    for word in lowercase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded += word;
    }
    folded
}

/// Returns the words of an ASCII text as [`fold_words`] does.
fn fold_ascii_words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let Some((word, after)) = rest.split_at_checked(length).filter(|_| length > 0) else {
            break;
        };
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
        rest = after;
    }
    folded.make_ascii_lowercase();
    folded
}

/// Returns true if one title differs by few letters, or if the longer title adds words to the
/// shorter one: a subtitle, a prefix, a part. The parts of a series are not similar: their numbers
/// differ.
pub(super) fn are_similar_titles(a: &FoldedTitle<'_>, b: &FoldedTitle<'_>) -> bool {
    let (letters_a, letters_b) = (a.letters(), b.letters());
    if letters_a.total == 0 || letters_b.total == 0 {
        return false;
    }
    let is_part = letters_a.have_all_of(letters_b) && (adds_words(a, b) || lacks_parts(a, b))
        || letters_b.have_all_of(letters_a) && (adds_words(b, a) || lacks_parts(b, a));
    // The numbers and the distance take much longer than the other tests.
    (is_part || letters_a.are_similar_to(letters_b))
        && a.numbers() == b.numbers()
        && (is_part || similarity(a.folded(), b.folded()) >= SIMILARITY_MIN)
}

/// Returns the normalized Damerau-Levenshtein similarity of two texts with letters. Equal
/// beginnings and ends add nothing to the distance, and its time grows with the square of the
/// letters.
fn similarity(a: &str, b: &str) -> f64 {
    let letters = a.chars().count().max(b.chars().count());
    let is_equal = |(a, b): &(char, char)| a == b;
    let same: usize =
        a.chars().zip(b.chars()).take_while(is_equal).map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (a.get(same..).unwrap_or(a), b.get(same..).unwrap_or(b));
    let ends = a.chars().rev().zip(b.chars().rev());
    let same: usize = ends.take_while(is_equal).map(|(a, _)| a.len_utf8()).sum();
    let [a, b] = [a, b].map(|text| text.get(..text.len() - same).unwrap_or(text));
    1.0 - strsim::damerau_levenshtein(a, b) as f64 / letters as f64
}

/// The letters of a folded title, counted. Their comparison refuses most pairs of titles, and takes
/// much less time than the comparison of words or the distance of two titles.
#[derive(Debug)]
struct LetterCounts {
    /// The number of all letters, digits and spaces.
    total: u16,
    /// The number of each letter and digit of ASCII, and last of all other letters together. A
    /// count above 255 is 255.
    counts: [u8; Self::KINDS],
}

impl LetterCounts {
    /// The kinds of letters: `a` to `z`, `0` to `9`, and all others.
    const KINDS: usize = 26 + 10 + 1;

    fn new(folded: &str) -> LetterCounts {
        let mut letters = LetterCounts { total: 0, counts: [0; Self::KINDS] };
        for letter in folded.chars() {
            letters.total = letters.total.saturating_add(1);
            let kind = match letter {
                'a'..='z' => letter as usize - 'a' as usize,
                '0'..='9' => letter as usize - '0' as usize + 26,
                ' ' => continue,
                _ => Self::KINDS - 1,
            };
            letters.counts[kind] = letters.counts[kind].saturating_add(1);
        }
        letters
    }

    fn have_all_of(&self, other: &LetterCounts) -> bool {
        self.counts.iter().zip(&other.counts).all(|(own, other)| *own > 0 || *other == 0)
    }

    /// Returns false if the letters have a similarity below [`SIMILARITY_MIN`] in whatever order
    /// they are.
    fn are_similar_to(&self, other: &LetterCounts) -> bool {
        let longer = f64::from(self.total.max(other.total));
        let is_similar =
            |distance_min: u16| 1.0 - f64::from(distance_min) / longer >= SIMILARITY_MIN;
        is_similar(self.total.abs_diff(other.total))
            && is_similar(self.surplus_over(other).max(other.surplus_over(self)))
    }

    /// Returns the number of letters that `other` lacks.
    fn surplus_over(&self, other: &LetterCounts) -> u16 {
        let pairs = self.counts.iter().zip(&other.counts);
        pairs.map(|(own, other)| u16::from(own.saturating_sub(*other))).sum()
    }
}

/// Returns true if at least half of the words of the shorter title, and at least `common_min`, are
/// words of the longer one. Tags in brackets do not count: `[tutorial]`.
pub(super) fn share_most_words(a: &Clean, b: &Clean, common_min: usize) -> bool {
    let (a, b) = (without_tags(a), without_tags(b));
    let (a_words, b_words) = (fold_words(&a), fold_words(&b));
    let (a_words, b_words) = (word_set(&a_words), word_set(&b_words));
    let common = a_words.intersection(&b_words).count();
    common >= common_min
        && common * 2 >= a_words.len().min(b_words.len())
        && numbers(&a) == numbers(&b)
}

/// Returns the words of a folded title, without short ones, which most titles have.
fn word_set(folded: &str) -> HashSet<&str> {
    folded.split(' ').filter(|word| word.chars().count() >= WORD_LETTERS_MIN).collect()
}

fn without_tags(title: &str) -> String {
    let title = without_link_targets(title);
    let mut parts = title.split('[');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push(' ');
        text += part.split_once(']').map_or(part, |(_, rest)| rest);
    }
    text
}

/// Returns true if `long` is `short` with words before or after.
fn adds_words(long: &FoldedTitle<'_>, short: &FoldedTitle<'_>) -> bool {
    let (long, short) = (long.folded(), short.folded());
    let is_longer = long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
        || long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
    is_longer && short.chars().count() >= SHORTER_LETTERS_MIN
}

/// Returns true if every part of `short` is a part of `long`.
fn lacks_parts(long: &FoldedTitle<'_>, short: &FoldedTitle<'_>) -> bool {
    if !may_have_parts(long.text) {
        return false;
    }
    let (long, short) = (long.parts(), short.parts());
    let letters: usize = short.iter().map(|part| part.chars().count()).sum();
    letters >= SHORTER_LETTERS_MIN
        && short.len() < long.len()
        && short.iter().all(|part| long.contains(part))
}

/// Returns false if the title has one part at most: it has no byte of a dash or of [`PART_ENDS`].
fn may_have_parts(title: &str) -> bool {
    const fn is_part_end(byte: u8) -> bool {
        matches!(byte, b'-' | b':' | b'|' | b'/' | b'(' | b')' | b'[' | b']' | b'?' | b'!' | b';')
            || byte == b','
            || !byte.is_ascii()
    }
    title.bytes().any(is_part_end)
}

/// Returns the folded parts of a title, without empty ones: `robotron`, `a tech opera`.
fn title_parts(title: &str) -> Vec<String> {
    let parts = title.split(PART_ENDS).flat_map(|part| part.split(" - "));
    parts.map(fold_words).filter(|part| !part.is_empty()).collect()
}

/// Returns true if both titles have numbers, and not the same ones: two parts of a series.
pub(super) fn have_other_numbers(a: &Clean, b: &Clean) -> bool {
    let (a, b) = (numbers(a), numbers(b));
    !a.is_empty() && !b.is_empty() && a != b
}

/// Returns the numbering words of a title: `2`, `2nd`, `3b`, `ii`, `day3`. A single letter is a
/// number only at the end of a part, as in `Workshop A: basics`. A year is no number.
fn numbers(title: &str) -> Vec<String> {
    let parts = title_parts(title);
    parts.iter().flat_map(|part| part_numbers(part)).map(str::to_owned).collect()
}

fn part_numbers(part: &str) -> impl Iterator<Item = &str> {
    let last = part.rsplit(' ').next().filter(|last| last.len() < part.len());
    part.split(' ').filter(move |word| match word.len() {
        1 if !word.contains(char::is_numeric) => last == Some(word),
        _ => is_number(word),
    })
}

fn is_number(word: &str) -> bool {
    let rest = word.trim_start_matches(char::is_numeric);
    let digits = word.len() - rest.len();
    let is_year =
        digits == 4 && rest.is_empty() && (word.starts_with("19") || word.starts_with("20"));
    match rest {
        "" => !is_year,
        "st" | "nd" | "rd" | "th" if digits > 0 => true,
        // A product, not a number: `3DS`.
        _ if digits > 0 => rest.chars().count() == 1,
        _ => rest.ends_with(char::is_numeric) || rest.chars().all(|c| matches!(c, 'i' | 'v' | 'x')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of titles, and true if they are similar.
    const TITLES: &[(&str, &str, bool)] = &[
        ("Doorman: Global Rate Limiting", "Doorman: Global Rate Limits", true),
        ("Doorman: Global Rate Limiting", "The Doorman: Global Rate Limiting", true),
        ("The Doorman", "The Doorman: Global Rate Limiting", true),
        ("Global Rate Limiting", "Doorman: Global Rate Limiting", true),
        ("Doorman", "Doorman: Global Rate Limiting", false),
        ("Opera", "Robotron - a tech opera", false),
        ("Robotron - a tech opera", "Robotron – tech opera", true),
        ("Signals: the missing half (a story)", "Signals (a story)", true),
        ("On Sean M. Davis", "On Sean Davis", true),
        ("Kernel Workshop, part 1", "Kernel Workshop, part 2", false),
        ("Kernel Workshop, part 1", "Kernel Workshop", false),
        ("Kernel Workshop I", "Kernel Workshop II", false),
        ("Kernel Workshop A", "Kernel Workshop B", false),
        ("Kernel Workshop A: the basics", "Kernel Workshop B: the basics", false),
        ("Introduction to Rust", "Introduction to Haskell", false),
        ("Console Hacking", "Console Hacking: Breaking the 3DS", true),
        ("Diversity Panel", "Diversity Panel: the work in 2025", true),
        ("[Diversity Panel](https://a.example/3/4)", "Diversity Panel", true),
        ("!!!", "???", false),
    ];

    #[test]
    fn every_part_end_may_make_parts() {
        for end in PART_ENDS.into_iter().chain(['-']) {
            assert!(may_have_parts(&format!("one {end} two")), "{end:?}");
        }
        assert!(!may_have_parts("one two's. 3 & #4"));
    }

    #[test]
    fn ascii_titles_are_folded_like_all_others() {
        let odd = ["", " ", "A", "--A  b--", "C3PO's (R2-D2)", "x\ty_Z"];
        for title in TITLES.iter().map(|(title, ..)| *title).chain(odd) {
            let folded = fold_words(&format!("é {title}"));
            assert_eq!(format!("é {}", fold_words(title)).trim_end(), folded, "{title:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn similarity_is_that_of_the_whole_texts(a in "[a-cé]{1,12}", b in "[a-cé]{1,12}") {
            let whole = strsim::normalized_damerau_levenshtein(&a, &b);
            proptest::prop_assert!((similarity(&a, &b) - whole).abs() < 1e-9, "{} {}", a, b);
        }
    }

    #[test]
    fn titles_are_similar_up_to_words_added_and_few_letters() {
        for (a, b, similar) in TITLES {
            let (first, second) = (Clean::line(*a), Clean::line(*b));
            let (first, second) = (FoldedTitle::new(&first), FoldedTitle::new(&second));
            assert_eq!(are_similar_titles(&first, &second), *similar, "{a:?} {b:?}");
            assert_eq!(are_similar_titles(&second, &first), *similar, "{b:?} {a:?}");
        }
    }
}
