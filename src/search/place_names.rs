//! The names of rooms and tracks, as people type them.

use super::fold::each_word;
use crate::agenda::{Agenda, Room};
use std::collections::HashMap;

/// Words beside the name of a room.
pub(super) const ROOM_MARKERS: &str = "room raum hall halle saal stage buhne salle sala";
/// Numbers that people write as words.
const NUMBERS: &str = "zero one two three four five six seven eight nine ten";
/// A part of a room's name stands for the room if the part has at least this many letters.
const FORM_LETTERS: usize = 3;

/// The folded names of the rooms and tracks of an agenda.
#[derive(Debug, Default)]
pub(super) struct PlaceNames {
    pub(super) rooms: Vec<PlaceName>,
    pub(super) tracks: Vec<PlaceName>,
}

/// A room or a track.
#[derive(Debug)]
pub(super) struct PlaceName {
    /// The position in `Agenda::rooms` or `Agenda::tracks`.
    pub(super) at: usize,
    /// The words of the name.
    pub(super) words: Vec<String>,
    /// The names by which people call a room: the whole name, and its parts between signs.
    pub(super) forms: Vec<Vec<String>>,
}

impl PlaceNames {
    /// Folds the names of an agenda.
    pub(super) fn new(agenda: &Agenda) -> PlaceNames {
        let single = |(_, room): &(usize, &Room)| room.joins.is_empty();
        let rooms = agenda.rooms.iter().enumerate().filter(single);
        let mut rooms: Vec<PlaceName> = rooms
            .map(|(at, room)| PlaceName {
                at,
                words: words_of(&room.name),
                forms: forms_of_room(&room.name),
            })
            .collect();
        // The name of a building stands for no room of its own.
        let mut having: HashMap<Vec<String>, usize> = HashMap::new();
        for form in rooms.iter().flat_map(|room| &room.forms) {
            *having.entry(form.clone()).or_default() += 1;
        }
        let count = rooms.len();
        having.retain(|_, having| *having > 2 && *having * 3 > count);
        for room in &mut rooms {
            room.forms.retain(|form| !having.contains_key(form));
        }
        let tracks = agenda.tracks.iter().enumerate().map(|(at, track)| PlaceName {
            at,
            words: words_of(&track.name),
            forms: Vec::new(),
        });
        PlaceNames { rooms, tracks: tracks.collect() }
    }

    /// Returns the size of the names in bytes.
    pub(super) fn bytes(&self) -> usize {
        let all = self.rooms.iter().chain(&self.tracks);
        let words = all.flat_map(|name| name.forms.iter().flatten().chain(&name.words));
        words.map(|word| word.len() + size_of::<String>()).sum()
    }
}

/// Returns the folded words of a text, with digits for small numbers.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(in_digits(word)));
    words
}

/// Returns a word, or its digits if the word is a small number.
pub(super) fn in_digits(word: &str) -> String {
    let number = NUMBERS.split(' ').position(|number| number == word);
    number.map_or_else(|| word.to_owned(), |number| number.to_string())
}

/// Returns true if `word` is one of `words`, which have a space between them.
pub(super) fn has_word(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// Returns the whole name of a room, its parts between signs, and both without a word such as
/// `room`.
fn forms_of_room(name: &str) -> Vec<Vec<String>> {
    let parts = name.split(['(', ')', ',', '|', '/', ';']);
    let mut forms: Vec<Vec<String>> = std::iter::once(name).chain(parts).map(words_of).collect();
    for form in forms.clone() {
        if let [rest @ .., last] = form.as_slice()
            && has_word(ROOM_MARKERS, last)
        {
            forms.push(rest.to_vec());
        }
    }
    forms.retain(|form| {
        let letters = || form.iter().flat_map(|word| word.chars());
        letters().count() >= FORM_LETTERS && letters().any(char::is_alphabetic)
    });
    forms.sort();
    forms.dedup();
    forms
}
