//! What one text of a query is worth in each session.

use super::{Index, Place};
use crate::agenda::SessionIx;
use crate::search::fuzzy::{Letters, begins_words, distance, leaves_out, mask, slips};
use crate::search::highlight::{self, ABSTRACT_PREFIX, PAIR_PREFIX, Tier, joined, may_be_inside};
use crate::search::query::Text;
use crate::search::{Field, points};
use memchr::memmem;

/// Nobody types the beginnings of words to more letters than this.
const INITIALS_MAX: usize = 10;

/// A guess is worth less by this where the word is written in an abstract: less than any abstract.
const BELOW_MENTIONED: u16 = 4;

/// What one text of a query is worth in each session; 0 where it does not fit.
#[derive(Debug)]
pub(in crate::search) struct Column {
    pub(in crate::search) points: Vec<u16>,
    /// Something other than an abstract has it as written.
    strong: bool,
    /// It stands as a whole word in an abstract.
    mentioned: bool,
    /// What is only like it has been looked for as well.
    guessed: bool,
    /// The words of the text were looked for one by one.
    alone: bool,
}

impl Column {
    fn new(sessions: usize) -> Column {
        Column {
            points: vec![0; sessions],
            strong: false,
            mentioned: false,
            guessed: false,
            alone: false,
        }
    }

    fn raise(&mut self, session: SessionIx, worth: u16) {
        if let Some(points) = self.points.get_mut(session) {
            *points = worth.max(*points);
        }
    }

    pub(in crate::search) fn is_empty(&self) -> bool {
        self.points.iter().all(|points| *points == 0)
    }
}

impl Index {
    /// What a text is worth in each session. Guesses come in only where no session has it as
    /// written.
    pub(in crate::search) fn column(&self, text: &Text) -> Column {
        let mut column = Column::new(self.sessions);
        if text.words.len() == 1 {
            text.joined_spellings().iter().for_each(|word| self.written(text, word, &mut column));
            if !column.strong {
                self.guess(text, &mut column);
            }
            return column;
        }
        self.phrase(text, &mut column);
        if !text.exact {
            let together = text.run_together();
            text.joined_spellings()
                .iter()
                .for_each(|word| self.written(&together, word, &mut column));
            if column.is_empty() {
                self.each_alone(text, &mut column, |word| self.column(word));
            }
        }
        column
    }

    /// Two words of a query that follow each other may be one word: wherever that is, both fit.
    pub(in crate::search) fn pair(&self, together: &str, both: &mut [Column]) {
        let letters = together.chars().count();
        for at in self.begin_like(together) {
            let tier = if self.word(at) == Some(together) { Tier::Joined } else { Tier::Prefix };
            if tier == Tier::Prefix && letters < PAIR_PREFIX {
                break;
            }
            for field in self.said.get(at).filter_map(|field| self.field(field)) {
                both.iter_mut()
                    .for_each(|column| column.raise(field.session(), points(tier, field.kind())));
            }
        }
    }

    /// Adds the guesses to what a text is worth, if they are not there yet.
    pub(in crate::search) fn guess(&self, text: &Text, column: &mut Column) {
        if text.exact || std::mem::replace(&mut column.guessed, true) {
            return;
        }
        match text.words.as_slice() {
            [word] if column.mentioned => {
                let mut guesses = Column::new(self.sessions);
                self.guessed(text, word, &mut guesses);
                let worths = guesses.points.into_iter().map(|points| points / BELOW_MENTIONED);
                worths.enumerate().for_each(|(session, worth)| column.raise(session, worth));
            }
            [word] => self.guessed(text, word, column),
            _ if !column.alone => {}
            _ => self.each_alone(text, column, |word| {
                let mut column = self.column(word);
                self.guess(word, &mut column);
                column
            }),
        }
    }

    /// Words that were typed as one but are not found as one.
    fn each_alone(&self, text: &Text, column: &mut Column, alone: impl Fn(&Text) -> Column) {
        let Some(words) = text.apart() else { return };
        column.alone = true;
        column.points.fill(u16::MAX);
        for word in words {
            column
                .points
                .iter_mut()
                .zip(alone(&word).points)
                .for_each(|(least, points)| *least = points.min(*least));
        }
    }

    /// All sessions that have this word, or a word that begins with it or contains it.
    fn written(&self, text: &Text, typed: &str, column: &mut Column) {
        let letters = typed.chars().count();
        for at in self.begin_like(typed) {
            let rest = self.word(at).and_then(|word| word.strip_prefix(typed)).unwrap_or_default();
            // "C++" is meant by "c" as well.
            let whole = rest.is_empty()
                || (!text.exact && rest.bytes().all(|byte| matches!(byte, b'+' | b'#')));
            let tier = if whole { Tier::Whole } else { Tier::Prefix };
            if tier == Tier::Prefix && text.exact && !text.open {
                break;
            }
            self.say(text, at, tier, column);
            if text.wants(Field::Abstract.kind())
                && (tier == Tier::Whole || letters >= ABSTRACT_PREFIX)
            {
                let worth = points(tier, Field::Abstract.kind());
                for field in self.mentioned.get(at).filter_map(|field| self.field(field)) {
                    column.raise(field.session(), worth);
                    column.mentioned |= tier == Tier::Whole;
                }
            }
        }
        if text.exact {
            return;
        }
        if may_be_inside(typed, letters) {
            let mut seen = None;
            for offset in memmem::find_iter(self.text.as_bytes(), typed) {
                let at =
                    self.begin.partition_point(|begin| *begin as usize <= offset).saturating_sub(1);
                if seen != Some(at)
                    && self.begin.get(at).is_some_and(|begin| (*begin as usize) < offset)
                {
                    self.say(text, at, Tier::Inside, column);
                }
                seen = Some(at);
            }
        }
        for (split, _) in typed.char_indices().skip(2) {
            let Some(first) = typed.get(..split).and_then(|first| self.exactly(first)) else {
                continue;
            };
            for field in self.said.get(first) {
                for words in self.occurrences(field, first) {
                    if let Some((tier, _, _)) = joined(typed, words) {
                        self.say_in(text, field, tier, column);
                    }
                }
            }
        }
    }

    /// Counts a word wherever it stands but in abstracts.
    fn say(&self, text: &Text, word: usize, tier: Tier, column: &mut Column) {
        self.said.get(word).for_each(|field| self.say_in(text, field, tier, column));
    }

    /// Counts a word that is only like the one typed, wherever guesses are made.
    fn guessed_in(&self, text: &Text, word: usize, tier: Tier, column: &mut Column) {
        for field in self.said.get(word) {
            if self.field(field).is_some_and(|field| text.wants_guesses(field.kind())) {
                self.say_in(text, field, tier, column);
            }
        }
    }

    fn say_in(&self, text: &Text, field: u32, tier: Tier, column: &mut Column) {
        if let Some(field) = self.field(field).filter(|field| text.wants(field.kind())) {
            column.raise(field.session(), points(tier, field.kind()));
            column.strong |= !field.is_abstract();
        }
    }

    /// Words that follow each other.
    fn phrase(&self, text: &Text, column: &mut Column) {
        let Some(first) = text.words.first().and_then(|first| self.exactly(first)) else {
            return;
        };
        for field in self.said.get(first).chain(self.mentioned.get(first)) {
            let tiers =
                self.occurrences(field, first).filter_map(|words| highlight::phrase(text, words));
            if let Some(tier) = tiers.min() {
                self.say_in(text, field, tier, column);
            }
        }
    }

    /// All sessions that have something like this word.
    fn guessed(&self, text: &Text, typed: &str, column: &mut Column) {
        let letters: Vec<char> = typed.chars().collect();
        let (wanted, forgiven) = (mask(typed.chars()), slips(letters.len()));
        let (mut near, mut word_letters, matcher) = (Vec::new(), Vec::new(), Letters::new());
        // A slip takes one letter away at most.
        let may_be = |has: &u32| (wanted & !has).count_ones() <= forgiven.into();
        for at in
            (0..self.len()).zip(&self.letters).filter(|(_, has)| may_be(has)).map(|(at, _)| at)
        {
            let word = self.word(at).unwrap_or_default();
            if word.len() + 2 < letters.len() || self.said.is_empty(at) {
                continue;
            }
            word_letters.clear();
            word_letters.extend(word.chars());
            // What is no slip away was found as written.
            if let Some(far) = distance(&letters, &word_letters).filter(|far| *far > 0) {
                near.push((at, far));
            }
            if leaves_out(&letters, &word_letters)
                && let Some((score, _)) = matcher.find(typed, word)
            {
                self.guessed_in(text, at, Tier::initials(score, letters.len()), column);
            }
        }
        let nearest = near.iter().map(|(_, far)| *far).min();
        for (at, far) in near.iter().filter(|(_, far)| Some(*far) == nearest) {
            self.guessed_in(text, *at, Tier::Typo(*far), column);
        }
        if (3..=INITIALS_MAX).contains(&letters.len()) {
            self.initials(text, typed, &letters, &matcher, column);
        }
    }

    /// All sessions with words that follow each other and begin like that.
    fn initials(
        &self,
        text: &Text,
        typed: &str,
        letters: &[char],
        matcher: &Letters,
        column: &mut Column,
    ) {
        let (wanted, mut line) = (mask(typed.chars()), String::new());
        let may_be = |field: &Place| field.letters & wanted == wanted && !field.is_abstract();
        for (at, field) in (0..).zip(&self.fields).filter(|(_, field)| may_be(field)) {
            if !text.wants_guesses(field.kind())
                || !begins_words(letters, self.words(at).map(str::chars))
            {
                continue;
            }
            line.clear();
            for word in self.words(at) {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(word);
            }
            if let Some((score, _)) = matcher.find(typed, &line) {
                self.say_in(text, at, Tier::initials(score, letters.len()), column);
            }
        }
    }
}
