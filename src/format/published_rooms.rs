//! The rooms of a session as its file named them.

use crate::agenda::{Agenda, RoomIx, Session};

/// Returns the rooms of `session`, a joined room instead of its parts.
pub(super) fn published_rooms(agenda: &Agenda, session: &Session) -> Vec<RoomIx> {
    let Some(published) = session.room.as_deref() else { return Vec::new() };
    // Nearly every session is in one room.
    let single = room_of_name(agenda, published).map(|room| vec![room]);
    if let Some(single) = single.filter(|single| occupies(agenda, session, single)) {
        return single;
    }
    let parts: Vec<&str> = published.split(" + ").collect();
    // A room's own name may contain " + ": the longest names are tried first, then the shortest.
    [NameLength::Longest, NameLength::Shortest]
        .into_iter()
        .filter_map(|length| rooms_of_names(agenda, &parts, length))
        .find(|rooms| occupies(agenda, session, rooms))
        .unwrap_or_else(|| session.rooms.clone())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum NameLength {
    Longest,
    Shortest,
}

/// Returns the rooms whose names, joined by " + ", give `parts`.
fn rooms_of_names(agenda: &Agenda, parts: &[&str], length: NameLength) -> Option<Vec<RoomIx>> {
    let (mut rooms, mut from) = (Vec::new(), 0);
    while from < parts.len() {
        let mut ends = from + 1..=parts.len();
        let find = |to| Some((room_of_name(agenda, &parts.get(from..to)?.join(" + "))?, to));
        let (room, to) = match length {
            NameLength::Longest => ends.rev().find_map(find),
            NameLength::Shortest => ends.find_map(find),
        }?;
        rooms.push(room);
        from = to;
    }
    Some(rooms)
}

fn room_of_name(agenda: &Agenda, name: &str) -> Option<RoomIx> {
    agenda.rooms.iter().position(|room| &*room.name == name)
}

/// Returns true if the session occupies exactly these rooms.
fn occupies(agenda: &Agenda, session: &Session, rooms: &[RoomIx]) -> bool {
    let mut single: Vec<RoomIx> = Vec::new();
    for ix in rooms {
        let joins = agenda.rooms.get(*ix).map(|room| &*room.joins).unwrap_or_default();
        for room in if joins.is_empty() { std::slice::from_ref(ix) } else { joins } {
            if !single.contains(room) {
                single.push(*room);
            }
        }
    }
    single == session.rooms
}
