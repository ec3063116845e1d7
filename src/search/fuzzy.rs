//! Misspelled words: letters left out, initials, typos.

use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};
use std::fmt;

/// Longer typed words are cut to this many letters before the edit distance is measured.
const LETTERS_MAX: usize = 32;
const CELLS: usize = LETTERS_MAX + 1;

/// Returns the largest edit distance of a matching word with `letters` typed letters: 0 below 4
/// letters, 1 below 8, else 2.
pub(super) fn max_typos(letters: usize) -> u8 {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// A typed word of at least this many letters may contain a typo and also be a prefix.
const UNFINISHED_LETTERS: usize = 6;
/// A typed word of at least this many letters may have a typo in its first letter.
pub(super) const WRONG_FIRST_LETTERS: usize = 6;

/// Returns a bit for each ASCII letter; digits and other letters share six bits.
pub(super) fn letter_mask(letters: impl Iterator<Item = char>) -> u32 {
    letters.fold(0, |mask, letter| mask | letter_bit(letter))
}

/// Returns the bit of a letter in a [`letter_mask`].
pub(super) fn letter_bit(letter: char) -> u32 {
    1 << match letter {
        'a'..='z' => u32::from(letter) - u32::from('a'),
        _ => 26 + u32::from(letter) % 6,
    }
}

/// Returns the edit distance between `typed` and `word`, or a prefix of `word`, if at most
/// [`max_typos`].
///
/// A letter left out, inserted, replaced or swapped with the next letter counts 1. Only a typed
/// word of [`UNFINISHED_LETTERS`] that `may_be_begun` may be a prefix. The first letter must be
/// equal in shorter words and in prefixes. Digits must be equal: another year is no typo.
pub(super) fn typo_distance(typed: &[char], word: &[char], may_be_begun: bool) -> Option<u8> {
    let most = max_typos(typed.len());
    let typed = typed.get(..typed.len().min(LETTERS_MAX))?;
    if !may_be_typo(typed, word, most) {
        return None;
    }
    let may_be_prefix =
        may_be_begun && typed.first() == word.first() && typed.len() >= UNFINISHED_LETTERS;
    let mut table = EditTable::new();
    let (mut best, mut previous) = (u8::MAX, None);
    for (line, letter) in (1..).zip(word).take(typed.len() + usize::from(most)) {
        table.add_letter(typed, line, *letter, previous);
        previous = Some(*letter);
        let distance = table.distance(typed.len());
        if distance <= most
            && (line == word.len()
                || may_be_prefix && ends_alike(typed, word.get(..line).unwrap_or_default()))
        {
            best = best.min(distance);
        }
        if table.row.iter().take(typed.len() + 1).all(|cost| *cost > most) {
            break;
        }
    }
    Some(best).filter(|best| *best <= most)
}

/// Returns false if `typed` and `word` are more than `most` typos apart, by quick checks.
fn may_be_typo(typed: &[char], word: &[char], most: u8) -> bool {
    if most == 0 || word.len() + usize::from(most) < typed.len() {
        return false;
    }
    let is_first_right = typed.first() == word.first();
    let may_be_longer = is_first_right && typed.len() >= UNFINISHED_LETTERS;
    if word.len() > typed.len() + usize::from(most) && !may_be_longer {
        return false;
    }
    // A typo replaces at most one letter.
    let missing = letter_mask(typed.iter().copied()) & !letter_mask(word.iter().copied());
    missing.count_ones() <= most.into()
        && (is_first_right || typed.len() >= WRONG_FIRST_LETTERS)
        && digits_of(typed).eq(digits_of(word))
}

fn digits_of(letters: &[char]) -> impl Iterator<Item = &char> {
    letters.iter().filter(|letter| letter.is_numeric())
}

/// The last three rows of an edit distance table. A row stands for a prefix of the word, a cell for
/// a prefix of the typed word.
struct EditTable {
    before: [u8; CELLS],
    above: [u8; CELLS],
    row: [u8; CELLS],
}

impl EditTable {
    /// Returns the table with the row of the empty word.
    fn new() -> EditTable {
        let mut row = [0; CELLS];
        (0..).zip(&mut row).for_each(|(at, cost)| *cost = at);
        EditTable { before: [0; CELLS], above: [0; CELLS], row }
    }

    /// Appends the row of the word up to `letter`, the letter number `line` from 1.
    fn add_letter(&mut self, typed: &[char], line: usize, letter: char, previous: Option<char>) {
        (self.before, self.above) = (self.above, self.row);
        let mut left = u8::try_from(line).unwrap_or(u8::MAX - 1);
        if let Some(cell) = self.row.first_mut() {
            *cell = left;
        }
        let mut last = None;
        for (at, typed_letter) in typed.iter().enumerate() {
            let replaced = cost_at(&self.above, at) + u8::from(*typed_letter != letter);
            let mut least = replaced.min(left + 1).min(cost_at(&self.above, at + 1) + 1);
            if at > 0 && previous == Some(*typed_letter) && last == Some(letter) {
                least = least.min(cost_at(&self.before, at - 1) + 1);
            }
            if let Some(cell) = self.row.get_mut(at + 1) {
                *cell = least;
            }
            left = least;
            last = Some(*typed_letter);
        }
    }

    /// Returns the edit distance between the word so far and the first `letters` typed letters.
    fn distance(&self, letters: usize) -> u8 {
        self.row.get(letters).copied().unwrap_or(u8::MAX)
    }
}

fn cost_at(row: &[u8], at: usize) -> u8 {
    row.get(at).copied().unwrap_or(u8::MAX - 1)
}

/// Returns true if both words end with the same letter, or with the same two letters swapped.
///
/// Without this check a wrong last letter would match every word that begins like the rest.
fn ends_alike(a: &[char], b: &[char]) -> bool {
    match (a, b) {
        ([.., a1, a2], [.., b1, b2]) => a2 == b2 || (a1 == b2 && a2 == b1),
        _ => false,
    }
}

/// Finds the letters of a word, in order, in a longer text.
pub(super) struct LetterFinder(SkimMatcherV2);

impl fmt::Debug for LetterFinder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LetterFinder")
    }
}

/// The position of each typed letter in a text, in characters, with a score of `fuzzy_matcher`.
type LettersAt = (i64, Vec<usize>);

impl LetterFinder {
    pub(super) fn new() -> LetterFinder {
        LetterFinder(SkimMatcherV2::default().ignore_case())
    }

    /// Finds the letters of `typed` in `text`, if they are the initials of adjacent words (`osdlb`,
    /// `lobal`) or one word without a letter or two (`kuberntes`).
    ///
    /// `text` is folded, with one space between words.
    pub(super) fn find(&self, typed: &str, text: &str) -> Option<LettersAt> {
        let (score, at) = self.0.fuzzy_indices(text, typed)?;
        let text: Vec<char> = text.chars().collect();
        is_tight(&text, &at).then_some((score, at))
    }
}

/// Returns true if `typed` is `word` without a letter or two.
///
/// Every word found by [`LetterFinder::find`] passes. This check costs much less.
pub(super) fn leaves_out(typed: &[char], word: &[char]) -> bool {
    let (mut typed_left, mut left_out) = (typed, 0);
    for letter in word {
        match typed_left.split_first() {
            None if left_out > 0 && typed.len() < UNFINISHED_LETTERS => return false,
            None => break,
            Some((first, rest)) if first == letter => typed_left = rest,
            Some(_) if typed_left.len() == typed.len() => return false,
            Some(_) => left_out += 1,
        }
    }
    typed_left.is_empty() && left_out <= max_typos(typed.len())
}

/// Returns true if the letters of `typed` may be the beginnings of adjacent words.
///
/// Every run of words found by [`LetterFinder::find`] passes. This check costs much less. Only the
/// first 63 letters of `typed` count.
pub(super) fn begins_words<W>(typed: &[char], words: impl Iterator<Item = W>) -> bool
where
    W: Iterator<Item = char> + Clone,
{
    let typed = typed.get(..typed.len().min(63)).unwrap_or_default();
    let done = 1_u64 << typed.len();
    let per_word = if typed.len() < MIXED_LETTERS { 1 } else { typed.len() };
    // Bit n: the words before this word gave the first n letters.
    let mut found = 1_u64;
    for word in words {
        let mut after = if word.clone().nth(SMALL_WORD_LETTERS).is_none() { found } else { 0 };
        let mut left = found;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let rest = typed.get(at..).unwrap_or_default();
            let alike =
                rest.iter().zip(word.clone()).take(per_word).take_while(|(a, b)| *a == b).count();
            after |= (at + 1..=at + alike).fold(0, |bits, at| bits | 1 << at);
        }
        if after & done != 0 {
            return true;
        }
        found = after | 1;
    }
    false
}

/// Initials may skip words of at most this many letters: `of`, `and`, `the`.
const SMALL_WORD_LETTERS: usize = 3;
/// Initials of at least this many letters may take several letters of a word.
pub(super) const MIXED_LETTERS: usize = 5;
/// Initials with several letters of a word take at least this many of one word.
pub(super) const MIXED_WORD_LETTERS: usize = 3;

/// The typed letters in one word of a text.
struct WordShare {
    /// The number of typed letters.
    given: usize,
    /// The number of letters from the first typed letter to the end of the word.
    letters: usize,
}

/// The typed letters, distributed over the words of a text.
struct Shares {
    /// A share for each word with typed letters.
    words: Vec<WordShare>,
    /// The number of letters between typed letters of one word.
    left_out: usize,
    /// True if small words between the words were skipped.
    skips_words: bool,
}

/// Returns true if the letters at the positions `at` are initials of adjacent words, or one word
/// without a letter or two.
fn is_tight(text: &[char], at: &[usize]) -> bool {
    let Some(shares) = share_letters(text, at).filter(|_| at.len() >= 3) else { return false };
    if shares.words.len() == 1 {
        let is_end = |last: &usize| text.get(last + 1).is_none_or(|c| *c == ' ');
        let may_go_on = shares.left_out == 0 || at.len() >= UNFINISHED_LETTERS;
        return shares.left_out <= usize::from(max_typos(at.len()))
            && (may_go_on || at.last().is_none_or(is_end));
    }
    let mut small = shares.words.iter().filter(|word| word.letters <= SMALL_WORD_LETTERS);
    let most = shares.words.iter().map(|word| word.given).max().unwrap_or(0);
    if shares.left_out > 0 {
        false
    } else if most == 1 {
        // `iot` takes a letter of each word. If a small word is skipped, all small words are.
        !shares.skips_words || small.next().is_none()
    } else {
        // `lobal` and `mdejong` take small words whole.
        at.len() >= MIXED_LETTERS
            && most >= MIXED_WORD_LETTERS
            && small.all(|word| word.given == word.letters)
    }
}

/// Distributes the letters at the positions `at` over the words of `text`.
///
/// Returns `None` if a word's typed letters do not start at the word's beginning, a digit is left
/// out, or a longer word is skipped.
fn share_letters(text: &[char], at: &[usize]) -> Option<Shares> {
    let first = *at.first().filter(|first| starts_word(text, **first))?;
    let words = vec![WordShare { given: 1, letters: letters_from(text, first) }];
    let mut shares = Shares { words, left_out: 0, skips_words: false };
    for two in at.windows(2) {
        let [from, to] = *two else { continue };
        let between = text.get(from + 1..to).unwrap_or_default();
        if !between.contains(&' ') {
            if between.iter().any(|letter| letter.is_numeric()) {
                return None;
            }
            shares.left_out += between.len();
            shares.words.last_mut()?.given += 1;
        } else if starts_word(text, to)
            && between.split(|c| *c == ' ').skip(1).all(|word| word.len() <= SMALL_WORD_LETTERS)
        {
            shares.skips_words |= between.iter().filter(|c| **c == ' ').count() > 1;
            shares.words.push(WordShare { given: 1, letters: letters_from(text, to) });
        } else {
            return None;
        }
    }
    Some(shares)
}

fn starts_word(text: &[char], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| text.get(before) == Some(&' '))
}

fn letters_from(text: &[char], at: usize) -> usize {
    text.iter().skip(at).take_while(|c| **c != ' ').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn typo_distance_counts_typos_and_refuses_other_words() {
        for (typed, word, expected) in [
            ("kernal", "kernel", Some(1)),
            ("incdient", "incident", Some(1)),
            ("rabenstien", "rabenstein", Some(1)),
            ("anomoly", "anomaly", Some(1)),
            ("kuberntes", "kubernetes", Some(1)),
            ("kuberntse", "kubernetes", Some(2)),
            ("rihcard", "richard", Some(1)),
            ("exact", "exact", Some(0)),
            ("krenel", "kernel", Some(1)),
            ("anomo", "anomaly", None),
            ("anomla", "anomaly", Some(1)),
            ("curl", "cultural", None),
            ("fish", "fight", None),
            ("anomz", "anomaly", None),
            ("kuerb", "kubernetes", None),
            ("kubrne", "kubernetes", Some(1)),
            ("dsn", "dns", None),
            ("bird", "word", None),
            ("postz", "postmortem", None),
            ("xost", "post", None),
            ("zookeper", "bookkeeper", None),
            ("2021", "2020", None),
            ("http2", "http3", None),
            ("http2", "http", None),
            ("36c3", "36c", None),
            ("kernle6", "kernel6", Some(1)),
            ("", "post", None),
            ("post", "", None),
        ] {
            assert_eq!(
                typo_distance(&chars(typed), &chars(word), true),
                expected,
                "{typed} {word}"
            );
        }
    }

    #[test]
    fn complete_word_has_no_typo_of_an_unfinished_word() {
        let distance =
            |word, may_be_begun| typo_distance(&chars("trains"), &chars(word), may_be_begun);
        for (word, begun, complete) in [
            ("transcultural", Some(1), None),
            ("brains", Some(1), Some(1)),
            ("trans", Some(1), Some(1)),
        ] {
            assert_eq!((distance(word, true), distance(word, false)), (begun, complete), "{word}");
        }
    }

    #[test]
    fn letter_finder_finds_initials_and_missing_letters_only() {
        let letters = LetterFinder::new();
        let quick = |typed: &str, text: &str| {
            let typed = chars(typed);
            begins_words(&typed, text.split(' ').map(str::chars))
                || text.split(' ').any(|word| leaves_out(&typed, &chars(word)))
        };
        for (typed, text, expected) in [
            ("osdlb", "open source distributed load balancing", true),
            ("lobal", "open source distributed load balancing", true),
            ("gst", "getting good things", false),
            ("twb", "the world of the bees", false),
            ("wb", "world of the bees", false),
            ("hth", "how to talk to humans", false),
            ("ttt", "taming the talking turtle", true),
            ("iot", "internet of things", true),
            ("sinth", "storage in the house", false),
            ("load", "long open adventures", false),
            ("stoin", "storage internals", true),
            ("mdejong", "michiel de jong", true),
            ("mjong", "michiel de jong", true),
            ("usbc", "usb connectors", false),
            ("36c", "366c", false),
            ("kuberntes", "kubernetes", true),
            ("goldstein", "sasha goldshtein", true),
            ("dns", "downtime in networks is", false),
            ("pen", "open", false),
            ("dwntm", "downtime budgets", false),
            ("os", "open source", false),
            ("osb", "open source distributed balancing", false),
            ("kernl", "kernel", true),
            ("krnl", "kernel", false),
            ("kernl", "kernelish", false),
            ("kubrne", "kubernetes", true),
        ] {
            assert_eq!(letters.find(typed, text).is_some(), expected, "{typed} in {text}");
            assert!(quick(typed, text) || !expected, "{typed} in {text}");
        }
    }
}
