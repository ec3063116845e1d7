//! The rules of search: how a typed word matches a text, and how many points a match is worth.
//!
//! `score` applies the rules to the words of the index and ranks sessions, `highlight` applies
//! the same rules to one session and marks letters.
//!
//! | typed | text | rule | [`Tier`] |
//! |---|---|---|---|
//! | `load`, `c` | load, C++ | [`TypedWord::match_word`] | `Whole` |
//! | `loa` | load | [`TypedWord::match_word`] | `Prefix` |
//! | `anc` | balancing | [`TypedWord::find_inside`] | `Inside` |
//! | `postmortem` | post mortem | [`TypedWord::match_joined`] | `Joined`, `Prefix` |
//! | `post-mort` | post mortem | [`match_phrase`] | `Whole`, `Prefix` |
//! | `nix os` | NixOS | [`match_pair`] | `Joined`, `Prefix` |
//! | `kuberntes` | kubernetes | [`Guess::match_word`] | `Initials` |
//! | `osdlb` | open source distributed … | [`Guess::match_initials`] | `Initials` |
//! | `kernal` | kernel | [`Guess::match_typo`] | `Typo` |
//!
//! The first six rules find words as written. If they find nothing in the agenda, a [`LooseStep`]
//! follows: the words of a hyphenated word match one by one, or the last three rules guess.
//! Guesses never match abstracts, and match rooms only after `room:` ([`QueryText::guesses_in`]).
//! A field name before a colon limits every rule to that field ([`QueryText::searches`]).

use super::field::FieldKind;
use super::fuzzy::{
    LetterFinder, MIXED_LETTERS, MIXED_WORD_LETTERS, WRONG_FIRST_LETTERS, begins_words, leaves_out,
    letter_mask, max_typos, typo_distance,
};
use super::query::QueryText;

/// The quality of a match, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// The typed word is a word of the text.
    Whole,
    /// The typed word is several adjacent words of the text, or two typed words are one word.
    Joined,
    /// A word of the text begins with the typed word.
    Prefix,
    /// The text has another name of the typed words.
    Alias,
    /// The text has another form of the typed word.
    Form,
    /// A word of the text contains the typed word.
    Inside,
    /// The text contains the letters in order. The number is the looseness, 0 to 9.
    Initials(u8),
    /// A word of the text sounds as the typed word.
    Sound,
    /// The text contains a word within this edit distance, 1 or 2.
    Typo(u8),
}

impl Tier {
    /// Returns the points of a match of this tier in a field, 0 if the tier does not count there.
    ///
    /// An abstract mentions much and is about little: even a guess in a title is worth more.
    pub(super) fn points(self, kind: FieldKind) -> u16 {
        // Title and speaker; affiliation, track and tag; room; abstract.
        let [title, track, room, summary] = match self {
            Tier::Whole => [1000, 900, 850, 200],
            Tier::Joined => [840, 740, 690, 0],
            Tier::Prefix => [800, 700, 650, 150],
            Tier::Alias => [760, 660, 610, 160],
            Tier::Form => [720, 630, 580, 140],
            Tier::Sound => [330, 310, 290, 0],
            Tier::Inside => [600, 550, 500, 0],
            Tier::Initials(looseness) => {
                [450, 420, 390, 0].map(|points: u16| points.saturating_sub(looseness.into()))
            }
            Tier::Typo(distance) => [340, 320, 300, 0]
                .map(|points: u16| points.saturating_sub(40 * u16::from(distance))),
        };
        match kind {
            FieldKind::Title | FieldKind::Person => title,
            FieldKind::Affiliation | FieldKind::Track | FieldKind::Tag => track,
            FieldKind::Room | FieldKind::Note => room,
            FieldKind::Abstract => summary,
        }
    }

    /// Returns the tier of letters found in order, from the score of `fuzzy_matcher`: 16 to 30 a
    /// letter.
    fn of_letters(score: i64, letters: usize) -> Tier {
        let per_letter = score / i64::try_from(letters.max(1)).unwrap_or(1);
        Tier::Initials(u8::try_from((26 - per_letter).clamp(0, 9)).unwrap_or(9))
    }
}

/// The step of a search beyond the words as written. `score` decides on the step for a whole
/// [`Agenda`](crate::agenda::Agenda).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LooseStep {
    /// The text matches as written only.
    None,
    /// The text is a filler and matches nothing.
    Dropped,
    /// The text is a day or time, and matches only better than the sessions of that time.
    Moment,
    /// The text is a part of a room, kind, track or speaker, and matches as written.
    Place,
    /// The words of the text match apart from each other ([`QueryText::apart`]).
    Apart,
    /// The word is guessed. The points of guesses are divided by this number.
    /// Of a known word, no word begins with a misspelling.
    Guess { divisor: u16, is_known: bool },
}

impl LooseStep {
    /// The divisor if an abstract contains the word as written: a guess is worth less than any
    /// abstract then.
    pub(super) const BELOW_ABSTRACT: u16 = 4;

    /// Returns the step for a text without an agenda.
    pub(super) fn for_text(text: &QueryText) -> LooseStep {
        match text.words.len() {
            _ if text.is_exact => LooseStep::None,
            1 => LooseStep::Guess { divisor: 1, is_known: false },
            _ => LooseStep::Apart,
        }
    }
}

/// The matches inside words that count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum InsideRule {
    #[default]
    All,
    /// At least [`COMPOUND_LETTERS`] letters stand before the match: `rust` is no part of Trust.
    Compounds,
    None,
}

impl InsideRule {
    /// Returns true if a match of `typed` counts, with `before` letters of the word before it.
    fn counts(self, typed: &str, before: usize) -> bool {
        match self {
            InsideRule::All => true,
            InsideRule::Compounds => before >= COMPOUND_LETTERS || !typed.is_ascii(),
            InsideRule::None => false,
        }
    }
}

/// The highest points of a word in an abstract.
pub(super) const MENTIONED_POINTS: u16 = 200;

/// A word of at least this many letters is complete if a title or name contains the word.
pub(super) const COMPLETE_LETTERS: usize = 4;
/// The points of a session at a moment of the query: less than those of a title with the word.
pub(super) const MOMENT_POINTS: u16 = 600;

/// A typed word of at least this many letters matches prefixes in abstracts.
const ABSTRACT_PREFIX_LETTERS: usize = 3;
/// Two typed words of at least this many letters together match the prefix of one word.
const PAIR_PREFIX_LETTERS: usize = 4;
/// An ASCII word of at least this many letters matches inside other words.
const INSIDE_LETTERS: usize = 3;
/// The first part of a compound has at least this many letters.
const COMPOUND_LETTERS: usize = 3;
/// The first of several joined words has at least this many letters.
const JOINED_FIRST_LETTERS: usize = 2;
/// The last of several joined words shares at least this many letters with the typed word.
const JOINED_LAST_LETTERS: usize = 3;
/// A typed word is made up of at most this many words.
const JOINED_WORDS: usize = 4;
/// A typed word of this many letters may be initials.
const INITIALS_LETTERS: std::ops::RangeInclusive<usize> = 3..=10;

/// One spelling of a typed word.
#[derive(Debug, Clone, Copy)]
pub(super) struct TypedWord<'q> {
    /// The folded word.
    pub(super) word: &'q str,
    /// The number of letters of `word`.
    pub(super) letters: usize,
    is_exact: bool,
    is_open: bool,
}

/// A typed word found as several adjacent words of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct JoinedMatch {
    pub(super) tier: Tier,
    /// The number of words.
    pub(super) words: usize,
    /// The number of matching letters of the last word.
    pub(super) last_letters: usize,
}

impl<'q> TypedWord<'q> {
    /// Prepares a spelling of `text`, with the words of `text` as one word.
    ///
    /// Words joined by `&` match only whole words: `AT&T` is never the beginning of `attack`.
    pub(super) fn new(text: &QueryText, word: &'q str) -> TypedWord<'q> {
        let is_whole = text.words.len() > 1 && text.typed.contains('&');
        TypedWord {
            word,
            letters: word.chars().count(),
            is_exact: text.is_exact || is_whole,
            is_open: text.is_open && !is_whole,
        }
    }

    /// Returns the tier of a word made of the typed word and `rest`.
    pub(super) fn match_rest(&self, rest: &str) -> Option<Tier> {
        // The typed word `c` means `C++` and `C#` as well.
        let is_whole = rest.bytes().all(|byte| !self.is_exact && matches!(byte, b'+' | b'#'));
        if is_whole {
            Some(Tier::Whole)
        } else {
            (!self.is_exact || self.is_open).then_some(Tier::Prefix)
        }
    }

    /// Returns the tier of a word with the typed word at its beginning.
    pub(super) fn match_word(&self, word: &str) -> Option<Tier> {
        self.match_rest(word.strip_prefix(self.word)?)
    }

    /// Returns true if a tier of [`TypedWord::match_word`] counts in abstracts. The other rules
    /// for typed words never match abstracts.
    pub(super) fn counts_in_abstracts(&self, tier: Tier) -> bool {
        tier == Tier::Whole || self.letters >= ABSTRACT_PREFIX_LETTERS
    }

    /// Returns true if the typed word matches inside other words. One or two letters are inside
    /// most words, except in scripts without spaces between words.
    pub(super) fn is_found_inside(&self) -> bool {
        !self.is_exact && (self.letters >= INSIDE_LETTERS || !self.word.is_ascii())
    }

    /// Returns the positions of the typed word in the middle of a word, in letters, that count by
    /// `rule`.
    pub(super) fn find_inside(&self, word: &str, rule: InsideRule) -> impl Iterator<Item = usize> {
        let offsets = self.is_found_inside().then(|| word.match_indices(self.word));
        let before = offsets.into_iter().flatten().filter_map(|(offset, _)| word.get(..offset));
        let before = before.map(|before| before.chars().count());
        before.filter(move |before| rule.counts(self.word, *before))
    }

    /// Returns the beginnings of the typed word with at least [`JOINED_FIRST_LETTERS`] letters.
    pub(super) fn first_parts(&self) -> impl Iterator<Item = &'q str> {
        let word = if self.is_exact { "" } else { self.word };
        let splits = word.char_indices().skip(JOINED_FIRST_LETTERS);
        splits.filter_map(|(split, _)| word.get(..split))
    }

    /// Matches the typed word with adjacent words from the beginning of `words`: `postmortem` is
    /// `post mortem`, and a prefix of `post mortems`.
    pub(super) fn match_joined<'a>(
        &self,
        words: impl Iterator<Item = &'a str>,
    ) -> Option<JoinedMatch> {
        if self.is_exact {
            return None;
        }
        let mut rest = self.word;
        for (count, word) in (1..=JOINED_WORDS).zip(words) {
            let letters = word.chars().count();
            let found = |tier, last_letters| JoinedMatch { tier, words: count, last_letters };
            match rest.strip_prefix(word) {
                Some("") => return (count > 1).then(|| found(Tier::Joined, letters)),
                Some(_) if count == 1 && letters < JOINED_FIRST_LETTERS => return None,
                Some(more) => rest = more,
                None => {
                    let letters = rest.chars().count();
                    let is_prefix =
                        count > 1 && letters >= JOINED_LAST_LETTERS && word.starts_with(rest);
                    return is_prefix.then(|| found(Tier::Prefix, letters));
                }
            }
        }
        None
    }
}

/// Matches all words of `text`, in order, with the beginning of `words`.
pub(super) fn match_phrase<'a>(
    text: &QueryText,
    mut words: impl Iterator<Item = &'a str>,
) -> Option<Tier> {
    let (last, first) = text.words.split_last()?;
    if !first.iter().all(|word| words.next() == Some(word)) {
        return None;
    }
    match words.next()?.strip_prefix(last.as_str())? {
        "" => Some(Tier::Whole),
        _ => text.last_may_go_on().then_some(Tier::Prefix),
    }
}

/// Matches two adjacent words of a query, joined in `pair`, with a word made of `pair` and `rest`.
pub(super) fn match_pair(pair: &str, rest: &str) -> Option<Tier> {
    if rest.is_empty() {
        Some(Tier::Whole)
    } else {
        (pair.chars().count() >= PAIR_PREFIX_LETTERS).then_some(Tier::Prefix)
    }
}

/// A typed word, prepared for guesses.
#[derive(Debug)]
pub(super) struct Guess<'q> {
    typed: &'q str,
    letters: Vec<char>,
    mask: u32,
    /// Some title or name has the typed word: it is complete.
    is_known: bool,
    finder: LetterFinder,
}

/// The letters of a guess in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GuessedLetters {
    pub(super) tier: Tier,
    /// Positions in characters of the text.
    pub(super) at: Vec<usize>,
}

impl<'q> Guess<'q> {
    /// Prepares a typed word. A word that `is_known` is the whole word of some title or name.
    pub(super) fn new(typed: &'q str, is_known: bool) -> Guess<'q> {
        let letters = typed.chars().collect();
        let mask = letter_mask(typed.chars());
        Guess { typed, letters, mask, is_known, finder: LetterFinder::new() }
    }

    /// Returns false if a word with the letters of `mask` cannot match: a typo replaces at most
    /// one letter.
    pub(super) fn may_match_word(&self, mask: u32) -> bool {
        (self.mask & !mask).count_ones() <= max_typos(self.letters.len()).into()
    }

    /// Returns the letter with which each matching word begins, or `None` if words with any first
    /// letter may match.
    pub(super) fn first_letter(&self) -> Option<&'q str> {
        let end = self.letters.first().map_or(0, |first| first.len_utf8());
        let is_sure = self.letters.len() < WRONG_FIRST_LETTERS;
        self.typed.get(..end).filter(|_| is_sure)
    }

    /// Returns false if the typed letters cannot be one letter each of words with the first letters
    /// `initials`.
    pub(super) fn may_be_initials(&self, initials: u32) -> bool {
        INITIALS_LETTERS.contains(&self.letters.len()) && initials & self.mask == self.mask
    }

    /// Returns the runs of typed letters of which one begins a word, if initials take several
    /// letters of a word.
    pub(super) fn runs_in_initials(&self) -> impl Iterator<Item = &'q str> {
        let has_runs =
            INITIALS_LETTERS.contains(&self.letters.len()) && self.letters.len() >= MIXED_LETTERS;
        let typed = if has_runs { self.typed } else { "" };
        let ends = typed.char_indices().map(|(at, _)| at).skip(MIXED_WORD_LETTERS);
        let starts = typed.char_indices().map(|(at, _)| at);
        starts.zip(ends.chain([typed.len()])).filter_map(|(start, end)| typed.get(start..end))
    }

    /// Matches a word with one or two letters more than the typed word.
    pub(super) fn match_word(&self, word: &str, letters: &[char]) -> Option<GuessedLetters> {
        if !leaves_out(&self.letters, letters) {
            return None;
        }
        self.find_letters(word)
    }

    /// Matches adjacent words by their first letters.
    pub(super) fn match_initials<'a>(
        &self,
        words: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<GuessedLetters> {
        if !INITIALS_LETTERS.contains(&self.letters.len())
            || !begins_words(&self.letters, words.clone().map(str::chars))
        {
            return None;
        }
        let mut line = String::new();
        for word in words {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
        self.find_letters(&line)
    }

    /// Matches a word at the edit distance of one or two typos. A word without a typo was found as
    /// written.
    pub(super) fn match_typo(&self, letters: &[char]) -> Option<Tier> {
        let distance = typo_distance(&self.letters, letters, !self.is_known);
        distance.filter(|distance| *distance > 0).map(Tier::Typo)
    }

    fn find_letters(&self, text: &str) -> Option<GuessedLetters> {
        let (score, at) = self.finder.find(self.typed, text)?;
        Some(GuessedLetters { tier: Tier::of_letters(score, self.letters.len()), at })
    }
}
