//! A person's order of the rooms of an event, and the hidden rooms.

use crate::agenda::{Agenda, Clean, RoomIx, Session, sort_compactly};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The order of rooms and the hidden rooms. An `Arrangement` stores names, so that it is valid for
/// the next version of the agenda. A name that no room has does nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The names of the rooms in their order. Other rooms follow in the order of the agenda.
    pub order: Vec<Clean>,
    /// The names of the hidden rooms.
    pub hidden: BTreeSet<Clean>,
}

impl Arrangement {
    /// Returns true if no order is chosen and no room is hidden.
    pub fn is_empty(&self) -> bool {
        *self == Arrangement::default()
    }

    /// Returns true if `room` is hidden.
    pub fn hides_room(&self, agenda: &Agenda, room: RoomIx) -> bool {
        agenda.rooms.get(room).is_some_and(|room| self.hidden.contains(&room.name))
    }

    /// Returns true if all rooms of `session` are hidden.
    pub fn hides_session(&self, agenda: &Agenda, session: &Session) -> bool {
        !session.rooms.is_empty() && session.rooms.iter().all(|room| self.hides_room(agenda, *room))
    }

    /// Returns `rooms` in the chosen order.
    pub(super) fn sort_rooms(&self, agenda: &Agenda, mut rooms: Vec<RoomIx>) -> Vec<RoomIx> {
        if !self.order.is_empty() {
            let names = self.order.iter().enumerate().rev();
            // Of a name that stands twice, the first place counts.
            let ranks: HashMap<&Clean, usize> = names.map(|(rank, name)| (name, rank)).collect();
            sort_compactly(&mut rooms, |room| {
                let rank = agenda.rooms.get(*room).and_then(|room| ranks.get(&room.name));
                rank.copied().unwrap_or(self.order.len())
            });
        }
        rooms
    }

    /// Hides a room, or shows a hidden one.
    pub fn toggle_hidden(&mut self, room: &Clean) {
        if !self.hidden.remove(room) {
            self.hidden.insert(room.clone());
        }
    }

    /// Moves `room` to the position of the room `to`. `rooms` are all rooms in today's order.
    pub fn move_room(&mut self, rooms: &[Clean], room: &Clean, to: &Clean) {
        let (Some(from), Some(to)) =
            (rooms.iter().position(|r| r == room), rooms.iter().position(|r| r == to))
        else {
            return;
        };
        let mut order = rooms.to_vec();
        let moved = order.remove(from);
        order.insert(to, moved);
        // Rooms of another version of the agenda keep their position at the end.
        let rooms: HashSet<&Clean> = rooms.iter().collect();
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
    fn moved_room_takes_the_position_of_the_target() {
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
