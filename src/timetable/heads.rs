//! Names of columns: a place that all rooms share is no help above a column.

use crate::agenda::Agenda;
use std::collections::HashMap;

/// The smallest number of rooms that share a suffix.
const ROOMS_MIN: usize = 3;
/// The largest number of suffixes of one name that are compared, from the end of the name.
const SUFFIXES_MAX: usize = 8;
/// The beginnings of suffixes.
const SEPARATORS: [&str; 5] = [", ", " (", " - ", " – ", " | "];

/// Returns the name of every room above its column, by [`RoomIx`](crate::agenda::RoomIx).
///
/// A suffix that at least 3 rooms and four in five of all rooms share, such as `, Netherlands`,
/// leaves their names. So does a longer suffix with the same end that over half of the rooms share,
/// such as `, Amsterdam, Netherlands`. Joined rooms do not count. No head is empty, and rooms with
/// different names have different heads.
pub fn room_heads(agenda: &Agenda) -> Vec<String> {
    let suffixes = shared_suffixes(agenda);
    let mut heads: Vec<Head> =
        agenda.rooms.iter().map(|room| Head::without_suffix(&room.name, &suffixes)).collect();
    while lengthen_equal_heads(&mut heads) {}
    heads.into_iter().map(|head| head.text().to_owned()).collect()
}

/// A room's name and the texts above its column that are possible.
struct Head<'a> {
    /// The whole name, then shorter and shorter beginnings of the name.
    choices: Vec<&'a str>,
}

impl<'a> Head<'a> {
    /// Returns the name without each of `suffixes`, which are sorted from short to long.
    fn without_suffix(name: &'a str, suffixes: &[&str]) -> Head<'a> {
        let shorter = suffixes.iter().filter_map(|suffix| name.strip_suffix(suffix));
        let choices = [name].into_iter().chain(shorter.filter(|text| !text.trim().is_empty()));
        Head { choices: choices.collect() }
    }

    fn text(&self) -> &'a str {
        self.choices.last().copied().unwrap_or_default()
    }
}

/// Replaces heads that several rooms share by the next longer ones. Returns false if no head
/// has a longer one.
fn lengthen_equal_heads(heads: &mut [Head]) -> bool {
    let mut counts = HashMap::<&str, usize>::new();
    for head in &*heads {
        *counts.entry(head.text()).or_default() += 1;
    }
    let mut changed = false;
    for head in heads {
        if counts.get(head.text()).is_some_and(|count| *count > 1) && head.choices.len() > 1 {
            head.choices.pop();
            changed = true;
        }
    }
    changed
}

/// Returns the suffix that four in five rooms share and the suffix with the same end that over half
/// of the rooms share, in this order. The longest ones win.
fn shared_suffixes(agenda: &Agenda) -> Vec<&str> {
    let rooms = agenda.rooms.iter().filter(|room| room.joins.is_empty());
    let (mut total, mut counts) = (0, HashMap::<&str, usize>::new());
    for room in rooms {
        total += 1;
        for suffix in suffixes_of(&room.name) {
            *counts.entry(suffix).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= ROOMS_MIN);
    let longest = |is_shared: &dyn Fn(&str, usize) -> bool| {
        let shared = counts.iter().filter(|(suffix, count)| is_shared(suffix, **count));
        shared.map(|(suffix, _)| *suffix).max_by_key(|suffix| suffix.len())
    };
    let Some(common) = longest(&|_, count| count * 5 >= total * 4) else { return Vec::new() };
    let frequent = longest(&|suffix, count| count * 2 > total && suffix.ends_with(common));
    [Some(common), frequent.filter(|frequent| *frequent != common)].into_iter().flatten().collect()
}

/// Returns the last suffixes of a name that begin with a separator and close no bracket that the
/// rest of the name has opened.
fn suffixes_of(name: &str) -> impl Iterator<Item = &str> {
    let starts = name.char_indices().rev().map(|(at, _)| at).filter(|at| *at > 0);
    starts
        .filter_map(|at| name.get(at..))
        .filter(|suffix| SEPARATORS.iter().any(|separator| suffix.starts_with(separator)))
        .take(SUFFIXES_MAX)
        .filter(|suffix| !closes_bracket(suffix))
}

/// Returns true if `suffix` closes a bracket that it does not open.
fn closes_bracket(suffix: &str) -> bool {
    let mut open = 0;
    suffix.chars().any(|letter| {
        match letter {
            '(' | '[' => open += 1,
            ')' | ']' => open -= 1,
            _ => {}
        }
        open < 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    /// Returns the heads of the rooms of an agenda with these rooms.
    fn heads(rooms: &[impl AsRef<str>]) -> Vec<String> {
        let rooms = rooms.iter().map(|room| format!("[[room]]\nname = '{}'\n", room.as_ref()));
        let file = rooms.collect::<String>() + "[[session]]\ntitle='T'\nstart='TBA'";
        let agenda = crate::format::read(file.as_bytes()).unwrap().draft.check(None).0;
        room_heads(&agenda)
    }

    /// Names of rooms, separated by `;`, and their heads.
    const HEADS: &[(&str, &str)] = &[
        // All rooms share the suffix, or four in five of them.
        (
            "Hall 1, Oslo, Norway; E1, Oslo, Norway; F, Oslo, Norway", //
            "Hall 1; E1; F",
        ),
        ("A (Campus); B (Campus); C (Campus); D (Campus); Pub", "A; B; C; D; Pub"),
        // Two rooms are too few, and three of four are no four in five.
        ("A, Town; B, Town", "A, Town; B, Town"),
        ("A, Town; B, Town; C, Town; Pub", "A, Town; B, Town; C, Town; Pub"),
        // Four in five rooms share the country, over half of them the town too.
        (
            "A, Ede, Holland; B, Ede, Holland; C, Ede, Holland; Inn, 67 Ede, Holland; Pub, Holland",
            "A; B; C; Inn, 67 Ede; Pub",
        ),
        // The longer suffix is in half of the rooms only, or ends otherwise.
        (
            "A, Deck 1, Ship; B, Deck 1, Ship; C, Deck 1, Ship; D, Ship; E, Ship; F, Ship",
            "A, Deck 1; B, Deck 1; C, Deck 1; D; E; F",
        ),
        (
            "A, Deck 1; B, Deck 1; C, Deck 1; D, Deck 2",
            "A, Deck 1; B, Deck 1; C, Deck 1; D, Deck 2",
        ),
        // A head is not the name of another room, and not its head.
        ("A, X; B, X; C, X; D, X; A", "A, X; B; C; D; A"),
        (
            "A, Oslo, Norway; B, Oslo, Norway; C, Oslo, Norway; A, Norway",
            "A, Oslo; B; C; A, Norway",
        ),
        // No head is empty.
        (", X; B, X; C, X; D, X; E, X", ", X; B; C; D; E"),
        // A suffix does not tear brackets apart.
        (
            "A (Inn, East, Oslo); B (Inn, West, Oslo); C (Barn, Oslo)",
            "A (Inn, East, Oslo); B (Inn, West, Oslo); C (Barn, Oslo)",
        ),
        ("A [1] (Inn, Oslo); B [2] (Inn, Oslo); C [3] (Inn, Oslo)", "A [1]; B [2]; C [3]"),
    ];

    #[test]
    fn suffixes_that_rooms_share_leave_the_heads() {
        for (rooms, expected) in HEADS {
            let rooms: Vec<&str> = rooms.split("; ").collect();
            assert_eq!(heads(&rooms).join("; "), *expected, "{rooms:?}");
        }
    }

    proptest! {
        #[test]
        fn heads_of_different_rooms_are_different_beginnings_of_their_names(
            rooms in prop::collection::hash_set(
                "[A-E]?( \\(Y|, T|[)])?(, X, X|, X|, X)",
                1..12,
            ),
        ) {
            let rooms: Vec<String> = rooms
                .iter()
                .map(|room| String::from(&*crate::agenda::Clean::line(room)))
                .filter(|room| !room.is_empty())
                .collect::<HashSet<_>>()
                .into_iter()
                .collect();
            let heads = heads(&rooms);
            prop_assert_eq!(heads.len(), rooms.len());
            prop_assert_eq!(heads.iter().collect::<HashSet<_>>().len(), rooms.len());
            for (room, head) in rooms.iter().zip(&heads) {
                prop_assert!(!head.trim().is_empty(), "{}", room);
                prop_assert!(room.starts_with(head), "{} {}", room, head);
            }
        }
    }
}
