//! How a person wants the rooms of an event: their order, and which are hidden.

use crate::agenda::{Agenda, Clean, RoomIx, Session};
use std::collections::BTreeSet;

/// The wish. Rooms are named, so that it outlasts a new version of the agenda; a name that no room
/// has does nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// Every single room in its order; empty: as the agenda has them. Rooms that are not named come
    /// after those that are.
    pub order: Vec<Clean>,
    pub hidden: BTreeSet<Clean>,
}

impl Arrangement {
    pub fn is_empty(&self) -> bool {
        *self == Arrangement::default()
    }

    pub fn hides_room(&self, agenda: &Agenda, room: RoomIx) -> bool {
        agenda.rooms.get(room).is_some_and(|room| self.hidden.contains(&room.name))
    }

    /// Whether a session is in hidden rooms only.
    pub fn hides_session(&self, agenda: &Agenda, session: &Session) -> bool {
        !session.rooms.is_empty() && session.rooms.iter().all(|room| self.hides_room(agenda, *room))
    }

    /// These rooms, in the order that is wished.
    pub fn sort_rooms(&self, agenda: &Agenda, mut rooms: Vec<RoomIx>) -> Vec<RoomIx> {
        let place = |room: &RoomIx| {
            let name = agenda.rooms.get(*room).map(|room| &room.name);
            self.order.iter().position(|ordered| Some(ordered) == name).unwrap_or(self.order.len())
        };
        rooms.sort_by_key(place);
        rooms
    }

    /// Hides a room, or shows it again.
    pub fn toggle_hidden(&mut self, room: &Clean) {
        if !self.hidden.remove(room) {
            self.hidden.insert(room.clone());
        }
    }

    /// Takes a room out of its place among `rooms`, which are in today's order, and puts it where
    /// `to` is.
    pub fn move_room(&mut self, rooms: &[Clean], room: &Clean, to: &Clean) {
        let (Some(from), Some(to)) =
            (rooms.iter().position(|r| r == room), rooms.iter().position(|r| r == to))
        else {
            return;
        };
        let mut order = rooms.to_vec();
        let moved = order.remove(from);
        order.insert(to, moved);
        // Rooms that this version of the agenda does not have keep their place at the end.
        order.extend(self.order.iter().filter(|name| !rooms.contains(name)).cloned());
        self.order = order;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<Clean> {
        text.split(' ').map(Clean::line).collect()
    }

    #[test]
    fn a_room_is_put_where_another_is() {
        let rooms = names("A B C D");
        for (room, to, order) in [
            ("A", "B", "B A C D old"),
            ("D", "A", "D A B C old"),
            ("B", "D", "A C D B old"),
            ("A", "A", "A B C D old"),
            ("A", "old", "old"),
            ("X", "A", "old"),
        ] {
            let mut arrangement = Arrangement { order: names("old"), ..Arrangement::default() };
            arrangement.move_room(&rooms, &Clean::line(room), &Clean::line(to));
            assert_eq!(arrangement.order, names(order), "{room} to {to}");
        }
    }
}
