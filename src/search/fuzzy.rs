//! Words that are not written as they were typed: letters left out, initials, a slip of the finger.

use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};
use std::fmt;

/// Words longer than this, in letters, are compared by their beginning.
const LETTERS_MAX: usize = 32;
const CELLS: usize = LETTERS_MAX + 1;

/// How many slips are forgiven in a word of so many letters.
pub(super) fn slips(letters: usize) -> u8 {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// So many letters must be typed for a word to have a slip and be unfinished as well.
const UNFINISHED_LEAST: usize = 6;

/// A bit for each letter that there is; digits, and letters of other scripts, share some.
pub(super) fn mask(letters: impl Iterator<Item = char>) -> u32 {
    letters.fold(0, |mask, c| {
        let bit = match c {
            'a'..='z' => u32::from(c) - u32::from('a'),
            _ => 26 + u32::from(c) % 6,
        };
        mask | 1 << bit
    })
}

/// How many letters apart `typed` and `word` are, or, where enough is typed, `typed` and a
/// beginning of `word`; `None` if more than forgiven. A letter left out, put in, changed, or two
/// swapped count one each. The beginning must be right where little is there to compare: in words
/// of fewer than six letters, and in words half typed. Digits are as they were meant: another year
/// is no slip.
pub(super) fn distance(typed: &[char], word: &[char]) -> Option<u8> {
    let most = slips(typed.len());
    let typed = typed.get(..typed.len().min(LETTERS_MAX))?;
    if most == 0 || word.len() + usize::from(most) < typed.len() {
        return None;
    }
    let digits = |letters: &[char]| {
        letters.iter().copied().filter(|letter| letter.is_numeric()).collect::<String>()
    };
    if typed.iter().chain(word).any(|letter| letter.is_numeric()) && digits(typed) != digits(word) {
        return None;
    }
    let first_right = typed.first() == word.first();
    let unfinished = first_right && typed.len() >= UNFINISHED_LEAST;
    // A slip takes one letter away at most.
    let missing = mask(typed.iter().copied()) & !mask(word.iter().copied());
    if (!first_right && typed.len() < 6) || missing.count_ones() > most.into() {
        return None;
    }
    let (mut before, mut above, mut row) = ([0; CELLS], [0; CELLS], [0; CELLS]);
    (0..).zip(&mut above).for_each(|(at, cost)| *cost = at);
    let mut best = u8::MAX;
    for (line, letter) in word.iter().enumerate().take(typed.len() + usize::from(most)) {
        fill(
            &mut row,
            &above,
            &before,
            typed,
            (line, *letter),
            line.checked_sub(1).and_then(|l| word.get(l)),
        );
        let here = row.get(typed.len()).copied().unwrap_or(u8::MAX);
        let whole = line + 1 == word.len();
        if here <= most
            && (whole || (unfinished && ends_alike(typed, word.get(..=line).unwrap_or_default())))
        {
            best = best.min(here);
        }
        if row.iter().take(typed.len() + 1).all(|cost| *cost > most) {
            break;
        }
        (before, above) = (above, row);
    }
    Some(best).filter(|best| *best <= most)
}

/// One row of the table: what it costs to make each beginning of `typed` from the word up to this
/// letter.
fn fill(
    row: &mut [u8],
    above: &[u8],
    before: &[u8],
    typed: &[char],
    (line, letter): (usize, char),
    previous: Option<&char>,
) {
    let cost = |of: &[u8], at: usize| of.get(at).copied().unwrap_or(u8::MAX - 1);
    let first = u8::try_from(line + 1).unwrap_or(u8::MAX - 1);
    let mut left = first;
    let mut last = None;
    for (at, typed_letter) in typed.iter().enumerate() {
        let changed = cost(above, at) + u8::from(*typed_letter != letter);
        let mut least = changed.min(left + 1).min(cost(above, at + 1) + 1);
        if at > 0 && previous == Some(typed_letter) && last == Some(letter) {
            least = least.min(cost(before, at - 1) + 1);
        }
        if let Some(cell) = row.get_mut(at + 1) {
            *cell = least;
        }
        left = least;
        last = Some(*typed_letter);
    }
    if let Some(cell) = row.first_mut() {
        *cell = first;
    }
}

/// Whether both end with the same letter, or with the same two swapped. Without this a wrong last
/// letter would find every word that begins like the rest.
fn ends_alike(a: &[char], b: &[char]) -> bool {
    match (a, b) {
        ([.., a1, a2], [.., b1, b2]) => a2 == b2 || (a1 == b2 && a2 == b1),
        _ => false,
    }
}

/// Finds a word's letters in order in longer text.
pub(super) struct Letters(SkimMatcherV2);

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Letters")
    }
}

impl Letters {
    pub(super) fn new() -> Letters {
        Letters(SkimMatcherV2::default().ignore_case())
    }

    /// The score of fuzzy-matcher and the positions in characters, if the letters stand close:
    /// either initials of words that follow each other (`osdlb`, `lobal`), or one word with a
    /// letter or two left out (`kuberntes`). `text` is folded, one space between words.
    pub(super) fn find(&self, typed: &str, text: &str) -> Option<(i64, Vec<usize>)> {
        let (score, at) = self.0.fuzzy_indices(text, typed)?;
        let text: Vec<char> = text.chars().collect();
        is_tight(&text, &at).then_some((score, at))
    }
}

/// Whether a word is the one typed but for a letter or two left out. What [`Letters::find`] finds
/// in one word, quickly.
pub(super) fn leaves_out(typed: &[char], word: &[char]) -> bool {
    let (mut typed_left, mut left_out) = (typed, 0);
    for letter in word {
        match typed_left.split_first() {
            None if left_out > 0 && typed.len() < UNFINISHED_LEAST => return false,
            None => break,
            Some((first, rest)) if first == letter => typed_left = rest,
            Some(_) if typed_left.len() == typed.len() => return false,
            Some(_) => left_out += 1,
        }
    }
    typed_left.is_empty() && left_out <= slips(typed.len())
}

/// Whether letters may be the beginnings of words that follow each other. What [`Letters::find`]
/// finds over several words, quickly; only the first 63 letters are looked at.
pub(super) fn begins_words<W>(typed: &[char], words: impl Iterator<Item = W>) -> bool
where
    W: Iterator<Item = char> + Clone,
{
    let typed = typed.get(..typed.len().min(63)).unwrap_or_default();
    let done = 1_u64 << typed.len();
    let each = if typed.len() < MIXED_LEAST { 1 } else { typed.len() };
    // Bit n: the first n letters were found before this word.
    let mut found = 1_u64;
    for word in words {
        let mut after = if word.clone().nth(SMALL_WORD).is_none() { found } else { 0 };
        let mut left = found;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let rest = typed.get(at..).unwrap_or_default();
            let alike =
                rest.iter().zip(word.clone()).take(each).take_while(|(a, b)| *a == b).count();
            after |= (at + 1..=at + alike).fold(0, |bits, at| bits | 1 << at);
        }
        if after & done != 0 {
            return true;
        }
        found = after | 1;
    }
    false
}

/// Words up to this length may be left out of initials: "of", "and", "the".
const SMALL_WORD: usize = 3;
/// So many letters must be typed to take more than one of a word,
const MIXED_LEAST: usize = 5;
/// and so many of them of one word.
const MIXED_WORD: usize = 3;

fn is_tight(text: &[char], at: &[usize]) -> bool {
    let starts_word =
        |at: usize| at.checked_sub(1).is_none_or(|before| text.get(before) == Some(&' '));
    if at.len() < 3 || !at.first().is_some_and(|first| starts_word(*first)) {
        return false;
    }
    let (mut left_out, mut skips) = (0, false);
    // How many letters each word gives that gives any, and how many it has.
    let letters_from = |at: usize| text.iter().skip(at).take_while(|c| **c != ' ').count();
    let mut given = vec![(1, letters_from(at.first().copied().unwrap_or(0)))];
    for two in at.windows(2) {
        let [from, to] = *two else { continue };
        let between = text.get(from + 1..to).unwrap_or_default();
        if !between.contains(&' ') {
            left_out += between.len();
            if between.iter().any(|letter| letter.is_numeric()) {
                return false;
            }
            given.last_mut().into_iter().for_each(|(given, _)| *given += 1);
        } else if starts_word(to)
            && between.split(|c| *c == ' ').skip(1).all(|word| word.len() <= SMALL_WORD)
        {
            skips |= between.iter().filter(|c| **c == ' ').count() > 1;
            given.push((1, letters_from(to)));
        } else {
            return false;
        }
    }
    if given.len() == 1 {
        let ends = at.last().is_none_or(|last| text.get(last + 1).is_none_or(|c| *c == ' '));
        return left_out <= usize::from(slips(at.len()))
            && (left_out == 0 || ends || at.len() >= UNFINISHED_LEAST);
    }
    let small = || given.iter().filter(|(_, letters)| *letters <= SMALL_WORD);
    let most = given.iter().map(|(given, _)| *given).max().unwrap_or(0);
    left_out == 0
        && if most == 1 {
            // "iot" takes a letter of each word; who leaves small words out leaves all of them out.
            !skips || small().count() == 0
        } else {
            // "lobal", "mdejong": small words are taken whole.
            at.len() >= MIXED_LEAST
                && most >= MIXED_WORD
                && small().all(|(given, letters)| given == letters)
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn slips_of_the_finger_are_counted() {
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
            assert_eq!(distance(&chars(typed), &chars(word)), expected, "{typed} {word}");
        }
    }

    #[test]
    fn letters_left_out_must_stand_close() {
        let letters = Letters::new();
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
