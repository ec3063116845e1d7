//! The words of one agenda, sorted, with the fields in which each is said. A query word is looked
//! up among the distinct words, not in every session: what it costs depends on what it finds.

mod column;
mod lists;

use super::fold::each_form;
use super::fuzzy::mask;
use super::{Field, fields_of};
use crate::agenda::{Agenda, SessionIx};
pub(super) use column::Column;
use lists::{Lists, Numbers};
use std::collections::HashMap;
use std::ops::Range;

/// The folded words of one agenda. Built once; good for as long as the agenda is.
#[derive(Debug, Default)]
pub struct Index {
    pub(super) sessions: usize,
    /// The distinct words in order, a line feed after each.
    text: Box<str>,
    /// Where each word begins in `text`; one more for the end.
    begin: Box<[u32]>,
    /// Which letters each word has, as [`mask`] gives them.
    letters: Box<[u32]>,
    /// Every field that can be found, session by session.
    fields: Box<[Place]>,
    /// The words of all fields as they follow each other, as numbers of words; without their other
    /// forms.
    stream: Numbers,
    /// For each word the fields in which it stands, but for abstracts.
    said: Lists,
    /// For each word the fields in which it stands that are abstracts.
    mentioned: Lists,
}

/// A field: what it belongs to, and where its words begin in the stream.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// A session, and the kind of field in the lowest bits.
    owner: u32,
    start: u32,
    /// Which letters it has, as [`mask`] gives them.
    letters: u32,
}

impl Place {
    fn session(self) -> SessionIx {
        (self.owner >> 3) as usize
    }

    fn kind(self) -> u8 {
        (self.owner & 7) as u8
    }

    fn is_abstract(self) -> bool {
        self.kind() == Field::Abstract.kind()
    }
}

impl Index {
    /// Folds everything that can be found in an agenda.
    pub fn new(agenda: &Agenda) -> Index {
        let mut build = Build::default();
        for (at, session) in agenda.sessions.iter().enumerate() {
            let own = fields_of(agenda, session);
            let single = session
                .rooms
                .iter()
                .filter_map(|room| agenda.rooms.get(*room))
                .map(|r| (Field::Room, &*r.name));
            own.chain(single).for_each(|(field, text)| build.field(at, field, text));
        }
        build.finish(agenda.sessions.len())
    }

    /// The memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let words = self.text.len() + size_of_val(&*self.begin) + size_of_val(&*self.letters);
        let fields = size_of_val(&*self.fields) + self.stream.bytes();
        words + fields + self.said.bytes() + self.mentioned.bytes()
    }

    /// How many different words there are.
    fn len(&self) -> usize {
        self.begin.len().saturating_sub(1)
    }

    fn word(&self, at: usize) -> Option<&str> {
        let (start, end) = (*self.begin.get(at)? as usize, *self.begin.get(at + 1)? as usize);
        self.text.get(start..end.checked_sub(1)?)
    }

    /// The words that begin like that; the word itself, if it is there, comes first.
    fn begin_like(&self, typed: &str) -> Range<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle).unwrap_or_default() < typed {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let start = low;
        high = self.len();
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle).unwrap_or_default().starts_with(typed) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        start..low
    }

    fn exactly(&self, word: &str) -> Option<usize> {
        let at = self.begin_like(word).start;
        (self.word(at)? == word).then_some(at)
    }

    fn field(&self, at: u32) -> Option<Place> {
        self.fields.get(at as usize).copied()
    }

    /// The words of a field, as numbers.
    fn numbers(&self, field: u32) -> impl Iterator<Item = u32> {
        let start = |at: u32| self.field(at).map(|field| field.start as usize);
        self.stream.of(start(field).unwrap_or(0)..start(field + 1).unwrap_or(0))
    }

    /// The words of a field from each place on where it has this one.
    fn occurrences(
        &self,
        field: u32,
        word: usize,
    ) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        let wanted = u32::try_from(word).ok();
        let places =
            self.numbers(field).enumerate().filter(move |(_, number)| Some(*number) == wanted);
        places.map(move |(at, _)| self.words(field).skip(at))
    }

    fn words(&self, field: u32) -> impl Iterator<Item = &str> {
        self.numbers(field).filter_map(|number| self.word(number as usize))
    }
}

/// An index on its way: words are numbered as they come.
#[derive(Default)]
struct Build {
    number: HashMap<Box<str>, u32>,
    fields: Vec<Place>,
    stream: Vec<u32>,
    said: Vec<(u32, u32)>,
    mentioned: Vec<(u32, u32)>,
}

impl Build {
    fn field(&mut self, session: SessionIx, field: Field, text: &str) {
        let at = self.fields.len() as u32;
        let owner = u32::try_from(session).unwrap_or(u32::MAX >> 3) << 3 | u32::from(field.kind());
        let start = self.stream.len();
        let mut letters = 0;
        let mut different = Vec::new();
        each_form(text, |word, is_other| {
            let number = match self.number.get(word) {
                Some(known) => *known,
                None => {
                    let new = self.number.len() as u32;
                    self.number.insert(word.into(), new);
                    new
                }
            };
            different.push(number);
            if !is_other {
                letters |= mask(word.chars());
                self.stream.push(number);
            }
        });
        self.fields.push(Place { owner, start: start as u32, letters });
        different.sort_unstable();
        different.dedup();
        let pairs = if field == Field::Abstract { &mut self.mentioned } else { &mut self.said };
        pairs.extend(different.into_iter().map(|word| (word, at)));
    }

    /// Numbers the words again, in their order.
    fn finish(mut self, sessions: usize) -> Index {
        let end = Place { owner: u32::MAX, start: self.stream.len() as u32, letters: 0 };
        self.fields.push(end);
        let mut words: Vec<(Box<str>, u32)> = self.number.into_iter().collect();
        words.sort_unstable();
        let (mut new, mut text, mut begin) = (vec![0; words.len()], String::new(), vec![0]);
        let letters = words.iter().map(|(word, _)| mask(word.chars())).collect();
        for ((word, old), at) in words.iter().zip(0..) {
            if let Some(new) = new.get_mut(*old as usize) {
                *new = at;
            }
            text.push_str(word);
            text.push('\n');
            begin.push(text.len() as u32);
        }
        let renumber = |word: &mut u32| *word = new.get(*word as usize).copied().unwrap_or(0);
        self.stream.iter_mut().for_each(renumber);
        self.said.iter_mut().chain(&mut self.mentioned).for_each(|(word, _)| renumber(word));
        Index {
            sessions,
            text: text.into(),
            begin: begin.into(),
            letters,
            fields: self.fields.into(),
            stream: Numbers::new(self.stream),
            said: Lists::new(words.len(), &self.said),
            mentioned: Lists::new(words.len(), &self.mentioned),
        }
    }
}
