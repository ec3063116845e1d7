//! How well a word fits one text, and where. The same rules as the index keeps, for the few sessions that are shown.

use super::fold::{Words, whole_graphemes};
use super::near::{Letters, begins_words, distance, leaves_out};
use super::query::Text;
use std::ops::Range;

/// How a typed word fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    Whole,
    Prefix,
    Inside,
    /// Letters in order; the number says how loosely, 0 to 9.
    Initials(u8),
    /// So many slips of the finger.
    Typo(u8),
}

impl Tier {
    /// From the score of fuzzy-matcher, which gives 16 to 30 for a letter.
    pub(super) fn initials(score: i64, letters: usize) -> Tier {
        let each = score / i64::try_from(letters.max(1)).unwrap_or(1);
        Tier::Initials(u8::try_from((26 - each).clamp(0, 9)).unwrap_or(9))
    }
}

/// Letters that it takes to find the beginning of a word in an abstract.
pub(super) const ABSTRACT_PREFIX: usize = 3;

/// Whether a word may be sought in the middle of others. One or two letters are in most of them, unless they are
/// of a script that does not part its words.
pub(super) fn may_be_inside(typed: &str, letters: usize) -> bool {
    letters >= 3 || !typed.is_ascii()
}

/// Whether words that follow each other make up a typed one: "postmortem" is "post mortem", and begins "post mortems".
/// Gives how many words, and how many letters of the last.
pub(super) fn joined<'a>(typed: &str, words: impl Iterator<Item = &'a str>) -> Option<(Tier, usize, usize)> {
    let mut rest = typed;
    for (count, word) in (1..=4).zip(words) {
        let letters = word.chars().count();
        match rest.strip_prefix(word) {
            Some("") => return (count > 1).then_some((Tier::Whole, count, letters)),
            Some(_) if count == 1 && letters < 2 => return None,
            Some(more) => rest = more,
            None => {
                let letters = rest.chars().count();
                return (count > 1 && letters >= 3 && word.starts_with(rest)).then_some((Tier::Prefix, count, letters));
            }
        }
    }
    None
}

/// Whether the words of a text stand at the beginning of these, in their order.
pub(super) fn phrase<'a>(text: &Text, mut words: impl Iterator<Item = &'a str>) -> Option<Tier> {
    let (last, first) = text.words.split_last()?;
    if !first.iter().all(|word| words.next() == Some(word)) {
        return None;
    }
    match words.next()? {
        word if word == last => Some(Tier::Whole),
        word if text.open && word.starts_with(last.as_str()) => Some(Tier::Prefix),
        _ => None,
    }
}

/// The places of a query text in one field, best tier only, as ranges of [`Words::letters`].
#[derive(Debug, Default)]
struct Spots(Vec<Range<usize>>);

/// Whether a text fits a name in any way, typos and all.
pub(super) fn fits(text: &Text, name: &str) -> bool {
    !Folded::new(name).places(text, false, true).is_empty()
}

/// One field, folded once for all words that are looked for in it.
#[derive(Debug)]
pub(super) struct Folded<'t> {
    pub(super) original: &'t str,
    words: Words,
    strings: Vec<String>,
}

impl<'t> Folded<'t> {
    pub(super) fn new(original: &'t str) -> Folded<'t> {
        let words = Words::of(original);
        Folded { original, strings: words.strings(), words }
    }

    /// Where a text fits, as character ranges of the original: sorted, apart, never cutting a grapheme.
    /// `guess` says whether to look for what is only like it.
    pub(super) fn places(&self, text: &Text, is_abstract: bool, guess: bool) -> Vec<Range<usize>> {
        let Folded { original, words, strings } = self;
        let mut spots = Spots::default();
        spots.text(text, words, strings, is_abstract);
        if spots.0.is_empty() && !text.exact && text.words.len() > 1 && guess {
            text.single().for_each(|word| spots.text(&word, words, strings, is_abstract));
        }
        if spots.0.is_empty() && !text.exact && !is_abstract && guess {
            text.single().for_each(|word| spots.guess(&word, words));
        }
        whole_graphemes(original, spots.0.iter().filter_map(|letters| words.origin(letters)).collect())
    }
}

impl Spots {
    fn text(&mut self, text: &Text, words: &Words, strings: &[String], is_abstract: bool) {
        match text.words.as_slice() {
            [word] => self.word(text, word, words, strings, is_abstract),
            _ => {
                self.phrase(text, words, strings);
                if !text.exact && self.0.is_empty() {
                    let joined = text.joined();
                    joined.words.iter().for_each(|word| self.word(&joined, word, words, strings, is_abstract));
                }
            }
        }
    }

    fn phrase(&mut self, text: &Text, words: &Words, strings: &[String]) {
        let last = text.words.last().map_or(0, |last| last.chars().count());
        for from in 0..strings.len() {
            let rest = strings.get(from..).unwrap_or_default();
            if phrase(text, rest.iter().map(String::as_str)).is_some() {
                self.span(words, from, text.words.len(), last);
            }
        }
    }

    /// Marks `count` words, of the last one `last` letters.
    fn span(&mut self, words: &Words, from: usize, count: usize, last: usize) {
        if let (Some(first), Some(end)) = (words.words.get(from), words.words.get(from + count.saturating_sub(1))) {
            self.0.push(first.start..(end.start + last).min(end.end));
        }
    }

    fn word(&mut self, text: &Text, typed: &str, words: &Words, strings: &[String], is_abstract: bool) {
        let letters = typed.chars().count();
        let begins = if text.exact { text.open } else { !is_abstract || letters >= ABSTRACT_PREFIX };
        for (at, word) in strings.iter().enumerate() {
            if word == typed || (begins && word.starts_with(typed)) {
                self.span(words, at, 1, letters);
            }
        }
        if text.exact || is_abstract {
            return;
        }
        for at in 0..strings.len() {
            let rest = strings.get(at..).unwrap_or_default();
            if let Some((_, count, last)) = joined(typed, rest.iter().map(String::as_str)) {
                self.span(words, at, count, last);
            }
        }
        if self.0.is_empty() && may_be_inside(typed, letters) {
            for (word, range) in strings.iter().zip(&words.words) {
                for (offset, _) in word.match_indices(typed) {
                    let before = word.get(..offset).unwrap_or_default().chars().count();
                    self.0.push(range.start + before..range.start + before + letters);
                }
            }
        }
    }

    fn guess(&mut self, text: &Text, words: &Words) {
        let typed = text.words.concat();
        let letters: Vec<char> = typed.chars().collect();
        // Nearly nothing passes these, and they are quick.
        if words.iter().any(|word| leaves_out(&letters, word))
            || begins_words(&letters, words.iter().map(|word| word.iter().copied()))
        {
            let line: String = words.letters.iter().collect();
            if let Some((_, at)) = Letters::new().find(&typed, &line) {
                self.0.extend(at.into_iter().map(|at| at..at + 1));
                return;
            }
        }
        let far = words.iter().map(|word| distance(&letters, word)).collect::<Vec<_>>();
        let nearest = far.iter().flatten().min();
        for (far, range) in far.iter().zip(&words.words) {
            if far.is_some() && far.as_ref() == nearest {
                self.0.push(range.clone());
            }
        }
    }
}
