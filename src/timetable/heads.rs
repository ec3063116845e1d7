//! Names of columns: a place that all rooms share is no help above a column.

use crate::agenda::{Agenda, RoomIx};
use std::collections::HashMap;

/// The smallest number of rooms that share a suffix.
const ROOMS_MIN: usize = 3;
/// The beginnings of suffixes.
const SEPARATORS: [&str; 5] = [", ", " (", " - ", " – ", " | "];

/// Returns the suffix that four in five rooms of an agenda share, and at least [`ROOMS_MIN`], such
/// as `, Amsterdam, Netherlands`; else an empty text. The longest one wins. Joined rooms do not
/// count.
pub fn shared_room_suffix(agenda: &Agenda) -> &str {
    let rooms = agenda.rooms.iter().filter(|room| room.joins.is_empty());
    let (mut total, mut counts) = (0, HashMap::<&str, usize>::new());
    for room in rooms {
        total += 1;
        for suffix in suffixes_of(&room.name) {
            *counts.entry(suffix).or_default() += 1;
        }
    }
    let shared =
        counts.into_iter().filter(|(_, count)| *count >= ROOMS_MIN && count * 5 >= total * 4);
    shared.map(|(suffix, _)| suffix).max_by_key(|suffix| suffix.len()).unwrap_or_default()
}

/// Returns every suffix of a name that begins with a separator.
fn suffixes_of(name: &str) -> impl Iterator<Item = &str> {
    let starts = name.char_indices().skip(1).map(|(at, _)| at);
    starts
        .filter_map(|at| name.get(at..))
        .filter(|suffix| SEPARATORS.iter().any(|separator| suffix.starts_with(separator)))
}

/// Returns the name of a room above its column: without `suffix`, unless another room has that
/// shorter name.
pub fn room_head<'a>(agenda: &'a Agenda, room: RoomIx, suffix: &str) -> &'a str {
    let name = agenda.rooms.get(room).map_or("", |room| &*room.name);
    let short = name.strip_suffix(suffix).filter(|short| {
        !short.is_empty() && agenda.rooms.iter().all(|other| *other.name != **short)
    });
    short.unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the heads of the rooms of an agenda with these rooms.
    fn heads(rooms: &[&str]) -> Vec<String> {
        let room = |room: &&str| format!("[[room]]\nname = '{room}'\n");
        let file =
            rooms.iter().map(room).collect::<String>() + "[[session]]\ntitle='T'\nstart='TBA'";
        let agenda = crate::format::read(file.as_bytes()).unwrap().draft.check(None).0;
        let suffix = shared_room_suffix(&agenda);
        (0..rooms.len()).map(|room| room_head(&agenda, room, suffix).to_owned()).collect()
    }

    #[test]
    fn suffix_of_four_in_five_rooms_leaves_the_heads() {
        for (rooms, expected) in [
            (
                &[
                    "Hall 1, Amsterdam, Netherlands",
                    "E1, Amsterdam, Netherlands",
                    "F, Amsterdam, Netherlands",
                ][..],
                &["Hall 1", "E1", "F"][..],
            ),
            (
                &["A (Campus)", "B (Campus)", "C (Campus)", "D (Campus)", "Pub"],
                &["A", "B", "C", "D", "Pub"],
            ),
            // Two rooms are too few, and three of four are no four in five.
            (&["A, Town", "B, Town"], &["A, Town", "B, Town"]),
            (&["A, Town", "B, Town", "C, Town", "Pub"], &["A, Town", "B, Town", "C, Town", "Pub"]),
            // The longest suffix of enough rooms.
            (
                &["A, Deck 1, Ship", "B, Deck 2, Ship", "C, Deck 1, Ship"],
                &["A, Deck 1", "B, Deck 2", "C, Deck 1"],
            ),
            // A head stays unlike the name of every other room.
            (&["A, X", "B, X", "C, X", "D, X", "A"], &["A, X", "B", "C", "D", "A"]),
            (&[", X", "B, X", "C, X", "D, X", "E, X"], &[", X", "B", "C", "D", "E"]),
        ] {
            assert_eq!(heads(rooms), expected, "{rooms:?}");
        }
    }
}
