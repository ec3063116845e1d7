//! How well a word fits one text, and where. The same rules as the index keeps, for the few
//! sessions that are shown.

use super::fold::{Form, Words, whole_graphemes};
use super::fuzzy::{Letters, begins_words, distance, leaves_out};
use super::query::Text;
use std::ops::Range;

/// How a typed word fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    Whole,
    /// Words that follow each other make up the one that was typed, or the other way round.
    Joined,
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

/// Letters that it takes for two words to be the beginning of one.
pub(super) const PAIR_PREFIX: usize = 4;

/// Whether a word may be sought in the middle of others. One or two letters are in most of them,
/// unless they are of a script that does not part its words.
pub(super) fn may_be_inside(typed: &str, letters: usize) -> bool {
    letters >= 3 || !typed.is_ascii()
}

/// Whether words that follow each other make up a typed one: "postmortem" is "post mortem", and
/// begins "post mortems". Gives how many words, and how many letters of the last.
pub(super) fn joined<'a>(
    typed: &str,
    words: impl Iterator<Item = &'a str>,
) -> Option<(Tier, usize, usize)> {
    let mut rest = typed;
    for (count, word) in (1..=4).zip(words) {
        let letters = word.chars().count();
        match rest.strip_prefix(word) {
            Some("") => return (count > 1).then_some((Tier::Joined, count, letters)),
            Some(_) if count == 1 && letters < 2 => return None,
            Some(more) => rest = more,
            None => {
                let letters = rest.chars().count();
                return (count > 1 && letters >= 3 && word.starts_with(rest)).then_some((
                    Tier::Prefix,
                    count,
                    letters,
                ));
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
        word if text.may_go_on() && word.starts_with(last.as_str()) => Some(Tier::Prefix),
        _ => None,
    }
}

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
    forms: Vec<Form>,
}

impl<'t> Folded<'t> {
    pub(super) fn new(original: &'t str) -> Folded<'t> {
        let words = Words::of(original);
        Folded { original, strings: words.strings(), forms: words.forms(), words }
    }

    /// Where a text fits, as character ranges of the original: sorted, apart, never cutting a
    /// grapheme. `guess` says whether to look for what is only like it.
    pub(super) fn places(&self, text: &Text, is_abstract: bool, guess: bool) -> Vec<Range<usize>> {
        let mut spots = Spots { of: self, found: Vec::new() };
        spots.text(text, is_abstract);
        if spots.found.is_empty() && guess {
            text.apart().into_iter().flatten().for_each(|word| spots.text(&word, is_abstract));
        }
        if spots.found.is_empty() && !text.exact && !is_abstract && guess {
            match text.words.len() {
                1 => spots.guess(text),
                _ => text.apart().into_iter().flatten().for_each(|word| spots.guess(&word)),
            }
        }
        self.original_of(&spots.found)
    }

    /// Where a word stands as it was typed, whole; "C++" is meant by "c" as well.
    pub(super) fn whole(&self, typed: &str) -> Vec<Range<usize>> {
        let mut spots = Spots { of: self, found: Vec::new() };
        let signs = |rest: &str| rest.bytes().all(|byte| matches!(byte, b'+' | b'#'));
        spots.fitting(typed, |word| word.strip_prefix(typed).is_some_and(signs));
        self.original_of(&spots.found)
    }

    /// Where the words of two texts are one word.
    pub(super) fn pair(&self, together: &str) -> Vec<Range<usize>> {
        let mut spots = Spots { of: self, found: Vec::new() };
        spots.begin_like(together, true, together.chars().count() >= PAIR_PREFIX);
        self.original_of(&spots.found)
    }

    fn original_of(&self, letters: &[Range<usize>]) -> Vec<Range<usize>> {
        whole_graphemes(
            self.original,
            letters.iter().filter_map(|letters| self.words.origin(letters)).collect(),
        )
    }
}

/// The places of a query text in one field, best tier only, as ranges of [`Words::letters`].
#[derive(Debug)]
struct Spots<'f> {
    of: &'f Folded<'f>,
    found: Vec<Range<usize>>,
}

impl Spots<'_> {
    fn text(&mut self, text: &Text, is_abstract: bool) {
        if text.words.len() > 1 {
            self.phrase(text);
            if text.exact || !self.found.is_empty() {
                return;
            }
        }
        let together = text.run_together();
        for typed in text.joined_spellings() {
            self.word(&together, &typed, is_abstract);
        }
    }

    fn phrase(&mut self, text: &Text) {
        let last = text.words.last().map_or(0, |last| last.chars().count());
        for from in 0..self.of.strings.len() {
            let rest = self.of.strings.get(from..).unwrap_or_default();
            if phrase(text, rest.iter().map(String::as_str)).is_some() {
                self.span(from, text.words.len(), last);
            }
        }
    }

    /// Marks `count` words, of the last one `last` letters.
    fn span(&mut self, from: usize, count: usize, last: usize) {
        let words = &self.of.words.words;
        if let (Some(first), Some(end)) =
            (words.get(from), words.get(from + count.saturating_sub(1)))
        {
            self.found.push(first.start..(end.start + last).min(end.end));
        }
    }

    /// Marks so many letters of another form, from this one on.
    fn form(&mut self, form: &Form, from: usize, letters: usize) {
        let last = form.at.get((from + letters).min(form.at.len()).saturating_sub(1));
        self.found.extend(form.at.get(from).zip(last).map(|(first, last)| *first..last + 1));
    }

    /// Marks words that are the one typed, or begin like it.
    fn begin_like(&mut self, typed: &str, whole: bool, begins: bool) {
        self.fitting(typed, |word| (whole && word == typed) || (begins && word.starts_with(typed)));
    }

    /// Marks the letters typed in words that fit.
    fn fitting(&mut self, typed: &str, fits: impl Fn(&str) -> bool) {
        let letters = typed.chars().count();
        for (at, _) in self.of.strings.iter().enumerate().filter(|(_, word)| fits(word)) {
            self.span(at, 1, letters);
        }
        for form in self.of.forms.iter().filter(|form| fits(&form.text)) {
            self.form(form, 0, letters);
        }
    }

    fn word(&mut self, text: &Text, typed: &str, is_abstract: bool) {
        let letters = typed.chars().count();
        let begins =
            if text.exact { text.open } else { !is_abstract || letters >= ABSTRACT_PREFIX };
        self.begin_like(typed, true, begins);
        if text.exact || is_abstract {
            return;
        }
        let Folded { words, strings, forms, .. } = self.of;
        for at in 0..strings.len() {
            let rest = strings.get(at..).unwrap_or_default();
            if let Some((_, count, last)) = joined(typed, rest.iter().map(String::as_str)) {
                self.span(at, count, last);
            }
        }
        if self.found.is_empty() && may_be_inside(typed, letters) {
            for (word, range) in strings.iter().zip(&words.words) {
                for before in inside(word, typed) {
                    self.found.push(range.start + before..range.start + before + letters);
                }
            }
            for form in forms {
                inside(&form.text, typed).for_each(|before| self.form(form, before, letters));
            }
        }
    }

    fn guess(&mut self, text: &Text) {
        let typed = text.words.concat();
        let letters: Vec<char> = typed.chars().collect();
        let Folded { words, forms, .. } = self.of;
        // Nearly nothing passes these, and they are quick.
        if words.iter().any(|word| leaves_out(&letters, word))
            || begins_words(&letters, words.iter().map(|word| word.iter().copied()))
        {
            let line: String = words.letters.iter().collect();
            if let Some((_, at)) = Letters::new().find(&typed, &line) {
                self.found.extend(at.into_iter().map(|at| at..at + 1));
                return;
            }
        }
        for form in
            forms.iter().filter(|form| leaves_out(&letters, &form.text.chars().collect::<Vec<_>>()))
        {
            if let Some((_, at)) = Letters::new().find(&typed, &form.text) {
                at.into_iter().for_each(|at| self.form(form, at, 1));
                return;
            }
        }
        let whole = forms
            .iter()
            .map(|form| (form.text.chars().collect(), form.at.first().zip(form.at.last())));
        let whole: Vec<(Vec<char>, _)> = whole.collect();
        let plain = words
            .iter()
            .zip(&words.words)
            .map(|(word, range)| (distance(&letters, word), range.clone()));
        let other = whole.iter().filter_map(|(word, ends)| {
            let (first, last) = (*ends)?;
            Some((distance(&letters, word), *first..last + 1))
        });
        let far: Vec<(Option<u8>, Range<usize>)> = plain.chain(other).collect();
        let nearest = far.iter().filter_map(|(far, _)| *far).min();
        self.found.extend(
            far.into_iter()
                .filter(|(far, _)| far.is_some() && *far == nearest)
                .map(|(_, range)| range),
        );
    }
}

/// Where a word has another in its middle, in letters.
fn inside<'w>(word: &'w str, typed: &'w str) -> impl Iterator<Item = usize> + use<'w> {
    word.match_indices(typed)
        .map(|(offset, _)| word.get(..offset).unwrap_or_default().chars().count())
}
