//! A person's order of the rooms of an event, and the hidden rooms.

use super::room_order::RoomOrder;
use crate::agenda::{Agenda, Clean, RoomIx};
use std::collections::BTreeSet;

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

    /// Hides a room, or shows a hidden one.
    pub fn toggle_hidden(&mut self, room: &Clean) {
        if !self.hidden.remove(room) {
            self.hidden.insert(room.clone());
        }
    }

    /// Returns the arrangement after `room` has moved to the position of the room `to`. `rooms` are
    /// all rooms in today's order, and `order` is this arrangement for `agenda`.
    #[must_use]
    pub fn with_room_moved(
        &self,
        agenda: &Agenda,
        order: &RoomOrder,
        rooms: &[RoomIx],
        room: RoomIx,
        to: RoomIx,
    ) -> Arrangement {
        let position = |wanted: RoomIx| rooms.iter().position(|known| *known == wanted);
        let (Some(from), Some(to)) = (position(room), position(to)) else { return self.clone() };
        let mut moved = rooms.to_vec();
        let room = moved.remove(from);
        moved.insert(to, room);
        let mut has_place = vec![false; agenda.rooms.len()];
        moved.iter().for_each(|room| has_place[*room] = true);
        let names = moved.iter().filter_map(|room| agenda.rooms.get(*room)).map(|room| &room.name);
        // Rooms of another version of the agenda keep their position at the end.
        let others = self.order.iter().zip(order.rooms_of_names());
        let others = others.filter(|(_, room)| room.is_none_or(|room| !has_place[room]));
        let names = names.chain(others.map(|(name, _)| name));
        Arrangement { order: names.cloned().collect(), hidden: self.hidden.clone() }
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
        let rooms = ["A", "B", "C", "D", "E"].map(|name| format!("[[room]]\nname = '{name}'\n"));
        let file = format!("{}[[session]]\ntitle = 'T'\nstart = 'TBA'\n", rooms.concat());
        let agenda = crate::format::read(file.as_bytes()).unwrap().draft.check(None).0;
        let number = |name: &str| agenda.rooms.iter().position(|room| &*room.name == name).unwrap();
        let arrangement = Arrangement { order: names("old E"), ..Arrangement::default() };
        let order = RoomOrder::new(&agenda, &arrangement);
        // `E` has no column: it is not one of today's rooms.
        let today = ["A", "B", "C", "D"].map(number);
        for (room, to, expected) in [
            ("A", "B", "B A C D old E"),
            ("D", "A", "D A B C old E"),
            ("B", "D", "A C D B old E"),
            ("A", "A", "A B C D old E"),
            ("A", "E", "old E"),
            ("E", "A", "old E"),
        ] {
            let (room, to) = (number(room), number(to));
            let moved = arrangement.with_room_moved(&agenda, &order, &today, room, to);
            assert_eq!(moved.order, names(expected), "{room} to {to}");
        }
    }
}
