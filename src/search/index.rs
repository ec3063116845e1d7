//! The words of one agenda, sorted, with the places where each is said. A query word is looked up among the distinct
//! words, not in every session: what it costs depends on what it finds.

use super::fold::{Words, each_word};
use super::near::{Letters, begins_words, distance, leaves_out};
use super::query::Text;
use super::spot::{self, ABSTRACT_PREFIX, Tier, joined, may_be_inside};
use super::{Field, fields_of, points};
use crate::agenda::{Agenda, SessionIx};
use std::collections::HashMap;
use std::ops::Range;

/// Stands in the stream of words where a field ends.
const END: u32 = u32::MAX;

/// The folded words of one agenda. Built once; good for as long as the agenda is.
#[derive(Debug, Default)]
pub struct Index {
    pub(super) sessions: usize,
    /// The distinct words in order, a line feed after each.
    text: String,
    /// Where each word begins in `text`; one more for the end.
    begin: Vec<u32>,
    /// Which letters each word has: see [`mask`].
    masks: Vec<u64>,
    /// All fields but the abstracts, as numbers of words, [`END`] after each field.
    stream: Vec<u32>,
    /// Session and field of each place in the stream.
    places: Vec<Place>,
    /// For each word its places in the stream.
    said: Lists,
    /// For each word the sessions in whose abstract it stands.
    mentioned: Lists,
}

/// A session, and the kind of field in the lowest bits.
#[derive(Debug, Clone, Copy)]
struct Place(u32);

impl Place {
    fn new(session: SessionIx, field: Field) -> Place {
        Place(u32::try_from(session).unwrap_or(u32::MAX >> 3) << 3 | u32::from(field.kind()))
    }

    fn session(self) -> SessionIx {
        (self.0 >> 3) as usize
    }

    fn kind(self) -> u8 {
        (self.0 & 7) as u8
    }
}

/// Many short lists, one after the other.
#[derive(Debug, Default)]
struct Lists {
    begin: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// From pairs of list and item; the items of a list keep their order.
    fn new(lists: usize, pairs: &[(u32, u32)]) -> Lists {
        let mut begin = vec![0; lists + 1];
        for (list, _) in pairs {
            if let Some(count) = begin.get_mut(*list as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut begin {
            sum += *count;
            *count = sum;
        }
        let (mut next, mut items) = (begin.clone(), vec![0; pairs.len()]);
        for (list, item) in pairs {
            if let Some(at) = next.get_mut(*list as usize) {
                if let Some(slot) = items.get_mut(*at as usize) {
                    *slot = *item;
                }
                *at += 1;
            }
        }
        Lists { begin, items }
    }

    fn get(&self, list: usize) -> &[u32] {
        let at = |list: usize| self.begin.get(list).map(|at| *at as usize);
        at(list).zip(at(list + 1)).and_then(|(start, end)| self.items.get(start..end)).unwrap_or_default()
    }
}

/// What one text of a query is worth in each session; 0 where it does not fit.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) points: Vec<u16>,
    /// Something other than an abstract has it as written.
    strong: bool,
}

impl Column {
    fn new(sessions: usize) -> Column {
        Column { points: vec![0; sessions], strong: false }
    }

    fn raise(&mut self, session: SessionIx, worth: u16) {
        if let Some(points) = self.points.get_mut(session) {
            *points = worth.max(*points);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.points.iter().all(|points| *points == 0)
    }
}

impl Index {
    /// Folds everything that can be found in an agenda.
    pub fn new(agenda: &Agenda) -> Index {
        let mut number: HashMap<Box<str>, u32> = HashMap::new();
        let mut number_of = |word: &str| match number.get(word) {
            Some(known) => *known,
            None => {
                let new = u32::try_from(number.len()).unwrap_or(END);
                number.insert(word.into(), new);
                new
            }
        };
        let mut index = Index { sessions: agenda.sessions.len(), ..Index::default() };
        let (mut said, mut mentioned) = (Vec::new(), Vec::new());
        for (at, session) in agenda.sessions.iter().enumerate() {
            let own = fields_of(agenda, session);
            let single =
                session.rooms.iter().filter_map(|room| agenda.rooms.get(*room)).map(|r| (Field::Room, &*r.name));
            for (field, text) in own.chain(single) {
                if field == Field::Abstract {
                    let first = mentioned.len();
                    each_word(text, |word| mentioned.push((number_of(word), at as u32)));
                    if let Some(new) = mentioned.get_mut(first..) {
                        new.sort_unstable();
                    }
                    continue;
                }
                each_word(text, |word| {
                    let word = number_of(word);
                    said.push((word, index.stream.len() as u32));
                    index.stream.push(word);
                    index.places.push(Place::new(at, field));
                });
                index.stream.push(END);
                index.places.push(Place::new(at, field));
            }
        }
        mentioned.dedup();
        index.sort(number, &mut said, &mut mentioned);
        index
    }

    /// The memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let lists = |lists: &Lists| 4 * (lists.begin.capacity() + lists.items.capacity());
        let words = self.text.capacity() + 4 * self.begin.capacity() + 8 * self.masks.capacity();
        words + 4 * (self.stream.capacity() + self.places.capacity()) + lists(&self.said) + lists(&self.mentioned)
    }

    /// Numbers the words again in their order.
    fn sort(&mut self, number: HashMap<Box<str>, u32>, said: &mut [(u32, u32)], mentioned: &mut [(u32, u32)]) {
        let mut words: Vec<(Box<str>, u32)> = number.into_iter().collect();
        words.sort_unstable();
        let mut new = vec![0; words.len()];
        for ((word, old), at) in words.iter().zip(0..) {
            if let Some(new) = new.get_mut(*old as usize) {
                *new = at;
            }
            self.begin.push(self.text.len() as u32);
            self.masks.push(mask(word));
            self.text.push_str(word);
            self.text.push('\n');
        }
        self.begin.push(self.text.len() as u32);
        let renumber = |word: &mut u32| *word = new.get(*word as usize).copied().unwrap_or(END);
        self.stream.iter_mut().for_each(renumber);
        said.iter_mut().chain(mentioned.iter_mut()).for_each(|(word, _)| renumber(word));
        self.said = Lists::new(words.len(), said);
        self.mentioned = Lists::new(words.len(), mentioned);
    }

    fn word(&self, at: usize) -> Option<&str> {
        let (start, end) = (*self.begin.get(at)? as usize, *self.begin.get(at + 1)? as usize);
        self.text.get(start..end.checked_sub(1)?)
    }

    fn len(&self) -> usize {
        self.masks.len()
    }

    /// The words that begin like that; the word itself, if it is there, comes first.
    fn begin_like(&self, typed: &str) -> Range<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle).unwrap_or_default() < typed { low = middle + 1 } else { high = middle }
        }
        let start = low;
        high = self.len();
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle).unwrap_or_default().starts_with(typed) { low = middle + 1 } else { high = middle }
        }
        start..low
    }

    fn exactly(&self, word: &str) -> Option<usize> {
        let at = self.begin_like(word).start;
        (self.word(at)? == word).then_some(at)
    }

    fn at(&self, place: u32) -> Place {
        self.places.get(place as usize).copied().unwrap_or(Place(u32::MAX))
    }

    /// The words of a field from this place in the stream on.
    fn from(&self, place: u32) -> impl Iterator<Item = &str> {
        let rest = self.stream.get(place as usize..).unwrap_or_default();
        rest.iter().map_while(|word| self.word(*word as usize))
    }

    /// What a text is worth in each session. Guesses come in only where no session has it as written, or `always`.
    pub(super) fn column(&self, agenda: &Agenda, text: &Text, always: bool) -> Column {
        let mut column = Column::new(self.sessions);
        if let [word] = text.words.as_slice() {
            self.written(text, word, &mut column);
            if !text.exact && (always || !column.strong) {
                self.guessed(text, word, &mut column);
            }
            return column;
        }
        self.phrase(agenda, text, &mut column);
        if !text.exact {
            self.written(text, &text.words.concat(), &mut column);
            if column.is_empty() {
                self.each_alone(agenda, text, always, &mut column);
            }
        }
        column
    }

    /// Words that were typed as one but are not found as one.
    fn each_alone(&self, agenda: &Agenda, text: &Text, always: bool, column: &mut Column) {
        column.points.fill(u16::MAX);
        for word in text.single() {
            let alone = self.column(agenda, &word, always);
            column.points.iter_mut().zip(alone.points).for_each(|(least, points)| *least = points.min(*least));
        }
    }

    /// All sessions that have this word, or a word that begins with it or contains it.
    fn written(&self, text: &Text, typed: &str, column: &mut Column) {
        let letters = typed.chars().count();
        for at in self.begin_like(typed) {
            let tier = if self.word(at) == Some(typed) { Tier::Whole } else { Tier::Prefix };
            if tier == Tier::Prefix && text.exact && !text.open {
                break;
            }
            column.strong |= self.say(text, at, tier, column);
            if tier == Tier::Whole || letters >= ABSTRACT_PREFIX {
                self.mention(text, at, tier, column);
            }
        }
        if text.exact {
            return;
        }
        if may_be_inside(typed, letters) {
            let mut seen = None;
            for (offset, _) in self.text.match_indices(typed) {
                let at = self.begin.partition_point(|begin| *begin as usize <= offset).saturating_sub(1);
                if seen != Some(at) && self.begin.get(at).is_some_and(|begin| (*begin as usize) < offset) {
                    column.strong |= self.say(text, at, Tier::Inside, column);
                }
                seen = Some(at);
            }
        }
        for (split, _) in typed.char_indices().skip(2) {
            let first = typed.get(..split).and_then(|first| self.exactly(first));
            for place in first.map(|first| self.said.get(first)).unwrap_or_default() {
                if let Some((tier, _, _)) = joined(typed, self.from(*place)) {
                    column.strong |= self.say_at(text, *place, tier, column);
                }
            }
        }
    }

    /// Counts a word wherever it stands but in abstracts; whether it stands anywhere.
    fn say(&self, text: &Text, word: usize, tier: Tier, column: &mut Column) -> bool {
        let places = self.said.get(word);
        places.iter().fold(false, |found, place| self.say_at(text, *place, tier, column) | found)
    }

    fn say_at(&self, text: &Text, place: u32, tier: Tier, column: &mut Column) -> bool {
        let place = self.at(place);
        let wanted = text.wants(place.kind());
        if wanted {
            column.raise(place.session(), points(tier, place.kind()));
        }
        wanted
    }

    fn mention(&self, text: &Text, word: usize, tier: Tier, column: &mut Column) {
        if text.wants(Field::Abstract.kind()) {
            let worth = points(tier, Field::Abstract.kind());
            self.mentioned.get(word).iter().for_each(|session| column.raise(*session as usize, worth));
        }
    }

    /// Words that follow each other.
    fn phrase(&self, agenda: &Agenda, text: &Text, column: &mut Column) {
        let Some(first) = text.words.first().and_then(|first| self.exactly(first)) else {
            return;
        };
        for place in self.said.get(first) {
            if let Some(tier) = spot::phrase(text, self.from(*place)) {
                column.strong |= self.say_at(text, *place, tier, column);
            }
        }
        if !text.wants(Field::Abstract.kind()) {
            return;
        }
        // Reading an abstract takes long: only those are read that have all words but the last, which may go on.
        let complete = text.words.split_last().map(|(_, complete)| complete).unwrap_or_default();
        let lists: Vec<&[u32]> = complete
            .iter()
            .map(|word| self.exactly(word).map(|word| self.mentioned.get(word)).unwrap_or_default())
            .collect();
        let has_all = |at: &&u32| lists.iter().all(|list| list.binary_search(at).is_ok());
        for at in self.mentioned.get(first).iter().filter(has_all).map(|at| *at as usize) {
            let summary = agenda.sessions.get(at).and_then(|session| session.summary.as_deref());
            let words = Words::of(summary.unwrap_or_default()).strings();
            let found = (0..words.len())
                .find_map(|from| spot::phrase(text, words.get(from..).unwrap_or_default().iter().map(String::as_str)));
            if let Some(tier) = found {
                column.raise(at, points(tier, Field::Abstract.kind()));
            }
        }
    }

    /// All sessions that have something like this word.
    fn guessed(&self, text: &Text, typed: &str, column: &mut Column) {
        let letters: Vec<char> = typed.chars().collect();
        let (mut near, mut word_letters, matcher) = (Vec::new(), Vec::new(), Letters::new());
        for at in 0..self.len() {
            let word = self.word(at).unwrap_or_default();
            if word.len() + 2 < letters.len() || self.said.get(at).is_empty() {
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
                self.say(text, at, Tier::initials(score, letters.len()), column);
            }
        }
        let nearest = near.iter().map(|(_, far)| *far).min();
        for (at, far) in near.iter().filter(|(_, far)| Some(*far) == nearest) {
            self.say(text, *at, Tier::Typo(*far), column);
        }
        if letters.len() >= 3 {
            self.initials(text, typed, &letters, &matcher, column);
        }
    }

    /// All sessions with words that follow each other and begin like that.
    fn initials(&self, text: &Text, typed: &str, letters: &[char], matcher: &Letters, column: &mut Column) {
        let (wanted, mut line, mut next) = (mask(typed), String::new(), 0);
        for field in self.stream.split(|word| *word == END) {
            let place = next;
            next += field.len() as u32 + 1;
            let has = field.iter().filter_map(|word| self.masks.get(*word as usize)).fold(0, |all, mask| all | mask);
            if has & wanted != wanted || !text.wants(self.at(place).kind()) || !begins_words(letters, self.from(place))
            {
                continue;
            }
            line.clear();
            for word in self.from(place) {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(word);
            }
            if let Some((score, _)) = matcher.find(typed, &line) {
                self.say_at(text, place, Tier::initials(score, letters.len()), column);
            }
        }
    }
}

/// A bit for each letter and digit that a word has.
fn mask(word: &str) -> u64 {
    word.chars().fold(0, |mask, c| {
        let bit = match c {
            'a'..='z' => u32::from(c) - u32::from('a'),
            '0'..='9' => 26 + u32::from(c) - u32::from('0'),
            _ => 36 + u32::from(c) % 28,
        };
        mask | 1 << bit
    })
}
