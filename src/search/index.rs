//! The [`Index`]: the sorted words of one agenda with the fields of each word.
//!
//! A search looks a typed word up among the distinct words. The time of a search depends on the
//! number of matches, not on the number of sessions.

mod lists;
mod word_numbers;

use super::ask::abbreviations::each_abbreviation;
use super::field::{Field, FieldKind, texts_before_abstract};
use super::fold::{RawForm, WordOrForm, each_raw_form};
use super::fuzzy::{letter_bit, letter_mask};
use super::place_names::PlaceNames;
use crate::agenda::{Agenda, SessionIx};
use lists::{ListLengths, Lists, Numbers};
use memchr::memmem;
use std::collections::BTreeSet;
use std::ops::Range;
use word_numbers::WordNumbers;

/// The folded words of one agenda. An index is valid as long as its agenda is unchanged.
#[derive(Debug, Default)]
pub struct Index {
    /// The number of sessions.
    pub(super) sessions: usize,
    /// The distinct words in order, a line feed after each.
    text: Box<str>,
    /// The offset of each word in `text`, and the end of `text`.
    offsets: Box<[u32]>,
    /// The [`letter_mask`] of each word.
    masks: Box<[u32]>,
    /// The fields of all sessions in order.
    fields: Box<[FieldOwner]>,
    /// The position in the stream of the first word of each field, and the end of the last field.
    starts: Box<[u32]>,
    /// The [`letter_mask`] of the first letters of the words of each field.
    initials: Box<[u32]>,
    /// The words of all fields in order, as numbers of words, without further forms.
    stream: Numbers,
    /// The fields of each word, except abstracts.
    fields_of_words: Lists,
    /// The abstracts of each word.
    abstracts_of_words: Lists,
    /// The abbreviations that texts explain: on each line the abbreviation, a tab and its words.
    abbreviations: Box<str>,
    /// The names of the rooms and tracks.
    place_names: PlaceNames,
}

/// A field of a session in the index: the session, and a [`FieldKind`] in the lowest three bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldOwner(u32);

impl FieldOwner {
    fn new(session: SessionIx, kind: FieldKind) -> FieldOwner {
        FieldOwner(u32::try_from(session).unwrap_or(u32::MAX >> 3) << 3 | kind as u32)
    }

    pub(super) fn session(self) -> SessionIx {
        (self.0 >> 3) as usize
    }

    pub(super) fn kind(self) -> FieldKind {
        FieldKind::from_bits(self.0)
    }
}

impl Index {
    /// Folds every searchable text of an agenda.
    pub fn new(agenda: &Agenda) -> Index {
        let mut builder = IndexBuilder::default();
        for (at, session) in agenda.sessions.iter().enumerate() {
            for (field, text) in texts_before_abstract(agenda, session) {
                builder.add_field(at, field.kind(), text);
            }
            if let Some(summary) = session.summary.read_once() {
                builder.add_field(at, FieldKind::Abstract, &summary);
            }
            if let Some(note) = &session.note {
                builder.add_field(at, FieldKind::Note, note);
            }
            for room in session.rooms.iter().filter_map(|room| agenda.rooms.get(*room)) {
                builder.add_field(at, Field::Room.kind(), &room.name);
            }
        }
        Index { place_names: PlaceNames::new(agenda), ..builder.finish(agenda.sessions.len()) }
    }

    /// Returns the size of the index in bytes.
    pub fn bytes(&self) -> usize {
        let words = self.text.len() + size_of_val(&*self.offsets) + size_of_val(&*self.masks);
        let fields = size_of_val(&*self.fields) + size_of_val(&*self.starts);
        let fields = fields + size_of_val(&*self.initials) + self.stream.bytes();
        let lists = self.fields_of_words.bytes() + self.abstracts_of_words.bytes();
        words + fields + lists + self.abbreviations.len() + self.place_names.bytes()
    }

    fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Returns a word by its number.
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        let (start, end) = (*self.offsets.get(at)? as usize, *self.offsets.get(at + 1)? as usize);
        self.text.get(start..end.checked_sub(1)?)
    }

    /// Returns the numbers of the words with the prefix `typed`. The word `typed` comes first.
    pub(super) fn words_beginning_with(&self, typed: &str) -> Range<usize> {
        let start = self.first_word_not(0, |word| word < typed);
        start..self.first_word_not(start, |word| word.starts_with(typed))
    }

    /// Returns the numbers of the words from `first` on in order.
    pub(super) fn words_from(&self, first: &str) -> Range<usize> {
        self.first_word_not(0, |word| word < first)..self.len()
    }

    /// Returns the abbreviations that the agenda explains, each with its words after a tab.
    pub(super) fn abbreviations(&self) -> impl Iterator<Item = &str> {
        self.abbreviations.lines()
    }

    pub(super) fn place_names(&self) -> &PlaceNames {
        &self.place_names
    }

    /// Returns the number of the first word from `low` on without the property `is_before`. Words
    /// with the property come first.
    fn first_word_not(&self, mut low: usize, is_before: impl Fn(&str) -> bool) -> usize {
        let mut high = self.len();
        while low < high {
            let middle = low.midpoint(high);
            if is_before(self.word(middle).unwrap_or_default()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Returns the number of a word.
    pub(super) fn number_of(&self, word: &str) -> Option<usize> {
        let at = self.first_word_not(0, |other| other < word);
        (self.word(at)? == word).then_some(at)
    }

    /// Returns the numbers of the words with `typed` inside, not at the beginning.
    pub(super) fn words_containing(&self, typed: &str) -> impl Iterator<Item = usize> {
        let mut seen = None;
        memmem::find_iter(self.text.as_bytes(), typed.as_bytes()).filter_map(move |offset| {
            let after = self.offsets.partition_point(|begin| *begin as usize <= offset);
            let at = after.checked_sub(1)?;
            let is_new = seen.replace(at) != Some(at);
            (is_new && (*self.offsets.get(at)? as usize) < offset).then_some(at)
        })
    }

    /// Returns the numbers of those of the words `words` that stand outside abstracts and whose
    /// letters satisfy `may_match`, with the words.
    pub(super) fn words_with_letters(
        &self,
        words: Range<usize>,
        may_match: impl Fn(u32) -> bool,
    ) -> impl Iterator<Item = (usize, &str)> {
        let masks = self.masks.get(words.clone()).unwrap_or_default();
        let words = words.zip(masks).filter(move |(_, mask)| may_match(**mask));
        words
            .filter(|(at, _)| !self.fields_of_words.is_empty(*at))
            .filter_map(|(at, _)| Some((at, self.word(at)?)))
    }

    /// Returns the numbers of all words.
    pub(super) fn all_words(&self) -> Range<usize> {
        0..self.len()
    }

    pub(super) fn field(&self, at: u32) -> Option<FieldOwner> {
        self.fields.get(at as usize).copied()
    }

    /// Returns the numbers of the fields whose words have first letters that satisfy `may_match`.
    pub(super) fn fields_with_initials(
        &self,
        may_match: impl Fn(u32) -> bool,
    ) -> impl Iterator<Item = u32> {
        let fields = (0..).zip(&self.initials).filter(move |(_, mask)| may_match(**mask));
        fields.map(|(at, _)| at)
    }

    /// Returns the numbers of a word's fields, except abstracts.
    pub(super) fn fields_with_word(&self, word: usize) -> impl Iterator<Item = u32> {
        self.fields_of_words.get(word)
    }

    /// Returns the numbers of a word's abstracts.
    pub(super) fn abstracts_with_word(&self, word: usize) -> impl Iterator<Item = u32> {
        self.abstracts_of_words.get(word)
    }

    /// Returns the words of a field from each occurrence of a word to the end.
    pub(super) fn words_from_each(
        &self,
        field: u32,
        word: usize,
    ) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        let wanted = u32::try_from(word).ok();
        let numbers = self.numbers_in(field).enumerate();
        numbers
            .filter(move |(_, number)| Some(*number) == wanted)
            .map(move |(at, _)| self.words_in(field).skip(at))
    }

    pub(super) fn words_in(&self, field: u32) -> impl Iterator<Item = &str> + Clone {
        self.numbers_in(field).filter_map(|number| self.word(number as usize))
    }

    /// Returns the numbers of a field's words.
    fn numbers_in(&self, field: u32) -> impl Iterator<Item = u32> + Clone {
        let start_of = |field: u32| self.starts.get(field as usize).map_or(0, |at| *at as usize);
        self.stream.slice(start_of(field)..start_of(field + 1))
    }
}

/// An index under construction. Words are numbered in the order of the agenda.
#[derive(Default)]
struct IndexBuilder {
    words: WordNumbers,
    fields: Vec<FieldOwner>,
    starts: Vec<u32>,
    initials: Vec<u32>,
    stream: Vec<u32>,
    /// Pairs of a further form and its field.
    forms: Vec<(u32, u32)>,
    abbreviations: BTreeSet<String>,
}

/// An index knows at most this many abbreviations.
const ABBREVIATIONS_MAX: usize = 1_000;

impl IndexBuilder {
    fn add_field(&mut self, session: SessionIx, kind: FieldKind, text: &str) {
        let at = self.fields.len() as u32;
        self.starts.push(self.stream.len() as u32);
        let mut initials = 0;
        each_raw_form(text, |form| match form {
            RawForm::Ascii(word) => {
                initials |= word
                    .bytes()
                    .next()
                    .map_or(0, |initial| letter_bit(initial.to_ascii_lowercase().into()));
                self.stream.push(self.words.number_of_ascii(word));
            }
            RawForm::Folded(WordOrForm::Word(word)) => {
                initials |= word.chars().next().map_or(0, letter_bit);
                self.stream.push(self.words.number_of(word));
            }
            RawForm::Folded(WordOrForm::Form(form)) => {
                self.forms.push((self.words.number_of(form), at));
            }
        });
        self.fields.push(FieldOwner::new(session, kind));
        self.initials.push(initials);
        if self.abbreviations.len() < ABBREVIATIONS_MAX {
            each_abbreviation(text, |short, long| {
                self.abbreviations.insert(format!("{short}\t{long}"));
            });
        }
    }

    /// Numbers the words in alphabetical order and packs the lists.
    fn finish(mut self, sessions: usize) -> Index {
        self.starts.push(self.stream.len() as u32);
        let count = self.words.next() as usize;
        let (mut sorted, mut text, mut offsets) = (vec![0; count], String::new(), vec![0]);
        let mut masks = Vec::with_capacity(count);
        std::mem::take(&mut self.words).each_sorted(|word, number| {
            if let Some(new) = sorted.get_mut(number as usize) {
                *new = masks.len() as u32;
            }
            masks.push(letter_mask(word.chars()));
            text.push_str(word);
            text.push('\n');
            offsets.push(text.len() as u32);
        });
        let forms = self.forms.iter_mut().map(|(form, _)| form);
        for word in forms.chain(&mut self.stream) {
            *word = sorted.get(*word as usize).copied().unwrap_or(0);
        }
        // The packed stream takes half of the memory while the lists are made.
        let stream = Numbers::new(std::mem::take(&mut self.stream));
        Index {
            sessions,
            text: text.into(),
            offsets: offsets.into(),
            masks: masks.into(),
            fields_of_words: self.list_fields(&stream, count, false),
            abstracts_of_words: self.list_fields(&stream, count, true),
            fields: self.fields.into(),
            starts: self.starts.into(),
            initials: self.initials.into(),
            stream,
            abbreviations: Vec::from_iter(self.abbreviations).join("\n").into(),
            ..Index::default()
        }
    }

    /// Lists for each of `words` words its fields: the abstracts, or all other fields.
    fn list_fields(&self, stream: &Numbers, words: usize, is_abstract: bool) -> Lists {
        let mut lengths = ListLengths::new(words);
        self.each_word_of_fields(stream, words, is_abstract, |word, _| lengths.count(word));
        let mut filler = lengths.into_filler();
        self.each_word_of_fields(stream, words, is_abstract, |word, field| filler.put(word, field));
        filler.finish()
    }

    /// Calls `give` with each word of each field and with the number of the field: of the
    /// abstracts, or of all other fields. Fields come in order, and each word of a field comes
    /// once.
    fn each_word_of_fields(
        &self,
        stream: &Numbers,
        words: usize,
        is_abstract: bool,
        mut give: impl FnMut(u32, u32),
    ) {
        // For each word, the number of fields up to the last field with the word.
        let mut seen = vec![0; words];
        let mut give_new = |word: u32, field: u32| {
            if let Some(seen) = seen.get_mut(word as usize).filter(|seen| **seen <= field) {
                *seen = field + 1;
                give(word, field);
            }
        };
        let mut forms = self.forms.iter().peekable();
        for ((field, owner), bounds) in (0..).zip(&self.fields).zip(self.starts.windows(2)) {
            let is_given = (owner.kind() == FieldKind::Abstract) == is_abstract;
            if is_given && let [start, end] = *bounds {
                let words = stream.slice(start as usize..end as usize);
                words.for_each(|word| give_new(word, field));
            }
            while let Some((form, _)) = forms.next_if(|(_, of)| *of == field) {
                if is_given {
                    give_new(*form, field);
                }
            }
        }
    }
}
