//! An arrangement for the rooms of one agenda: positions of rooms in place of their names.

use super::arrangement::Arrangement;
use crate::agenda::{Agenda, Clean, RoomIx, Session};
use std::collections::HashMap;

/// The order of the rooms of one agenda, and the hidden rooms, by [`RoomIx`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoomOrder {
    /// The room of each name in [`Arrangement::order`]. `None`: no room has the name.
    order: Vec<Option<RoomIx>>,
    /// True for each hidden room.
    hidden: Vec<bool>,
    hidden_count: usize,
}

impl RoomOrder {
    /// Finds the rooms of an arrangement in `agenda`.
    pub fn new(agenda: &Agenda, arrangement: &Arrangement) -> RoomOrder {
        let mut order = RoomOrder {
            order: Vec::new(),
            hidden: vec![false; agenda.rooms.len()],
            hidden_count: 0,
        };
        if !arrangement.order.is_empty() {
            let rooms: HashMap<&Clean, RoomIx> =
                agenda.rooms.iter().zip(0..).map(|(room, ix)| (&room.name, ix)).collect();
            order.order = arrangement.order.iter().map(|name| rooms.get(name).copied()).collect();
        }
        if !arrangement.hidden.is_empty() {
            for (room, hidden) in agenda.rooms.iter().zip(&mut order.hidden) {
                *hidden = arrangement.hidden.contains(&room.name);
                order.hidden_count += usize::from(*hidden);
            }
        }
        order
    }

    /// Returns the same order with every room shown.
    #[must_use]
    pub fn with_all_shown(&self) -> RoomOrder {
        let hidden = vec![false; self.hidden.len()];
        RoomOrder { order: self.order.clone(), hidden, hidden_count: 0 }
    }

    /// Returns true if `room` is hidden.
    pub fn hides_room(&self, room: RoomIx) -> bool {
        self.hidden.get(room).is_some_and(|hidden| *hidden)
    }

    /// Returns true if all rooms of `session` are hidden.
    pub fn hides_session(&self, session: &Session) -> bool {
        !session.rooms.is_empty() && session.rooms.iter().all(|room| self.hides_room(*room))
    }

    /// Returns the number of hidden rooms.
    pub fn hidden_count(&self) -> usize {
        self.hidden_count
    }

    /// Returns true if an order is chosen.
    pub(super) fn is_chosen(&self) -> bool {
        !self.order.is_empty()
    }

    /// Returns `arrangement` after `room` has moved to the position of the room `to`. `rooms` are
    /// all rooms in today's order. The `RoomOrder` is the one of `arrangement` in `agenda`.
    #[must_use]
    pub fn move_room(
        &self,
        arrangement: &Arrangement,
        agenda: &Agenda,
        rooms: &[RoomIx],
        room: RoomIx,
        to: RoomIx,
    ) -> Arrangement {
        let position = |wanted: RoomIx| rooms.iter().position(|known| *known == wanted);
        let (Some(from), Some(to)) = (position(room), position(to)) else {
            return arrangement.clone();
        };
        let mut moved = rooms.to_vec();
        let room = moved.remove(from);
        moved.insert(to, room);
        let mut has_place = vec![false; agenda.rooms.len()];
        moved.iter().for_each(|room| has_place[*room] = true);
        let names = moved.iter().filter_map(|room| agenda.rooms.get(*room)).map(|room| &room.name);
        // Rooms of another version of the agenda keep their position at the end.
        let others = arrangement.order.iter().zip(&self.order);
        let others = others.filter(|(_, room)| room.is_none_or(|room| !has_place[room]));
        let names = names.chain(others.map(|(name, _)| name));
        Arrangement { order: names.cloned().collect(), hidden: arrangement.hidden.clone() }
    }

    /// Returns `rooms` in the chosen order. Rooms without a place follow as they are.
    pub(super) fn sort_rooms(&self, rooms: Vec<RoomIx>) -> Vec<RoomIx> {
        if !self.is_chosen() {
            return rooms;
        }
        let mut is_left = vec![false; self.hidden.len()];
        rooms.iter().for_each(|room| is_left[*room] = true);
        // Of a room that stands twice, the first place counts.
        let mut take = |room: &RoomIx| std::mem::take(&mut is_left[*room]);
        let placed = self.order.iter().copied().flatten().filter(&mut take);
        let mut sorted: Vec<RoomIx> = placed.collect();
        sorted.extend(rooms.into_iter().filter(take));
        sorted
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
            let moved = order.move_room(&arrangement, &agenda, &today, room, to);
            assert_eq!(moved.order, names(expected), "{room} to {to}");
        }
    }
}
