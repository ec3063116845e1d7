//! An arrangement for the rooms of one agenda: positions of rooms in place of their names.

use super::arrangement::Arrangement;
use crate::agenda::{Agenda, Clean, RoomIx, Session};
use std::cell::OnceCell;
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
        RoomOrder::default().rearranged(agenda, arrangement)
    }

    /// Finds the rooms of an arrangement in `agenda`. `self` may be the order before: names that
    /// stand at the same place as before are found at once.
    #[must_use]
    pub fn rearranged(&self, agenda: &Agenda, arrangement: &Arrangement) -> RoomOrder {
        let mut hidden = vec![false; agenda.rooms.len()];
        let mut hidden_count = 0;
        if !arrangement.hidden.is_empty() {
            for (room, hidden) in agenda.rooms.iter().zip(&mut hidden) {
                *hidden = arrangement.hidden.contains(&room.name);
                hidden_count += usize::from(*hidden);
            }
        }
        RoomOrder { order: self.find_rooms(agenda, &arrangement.order), hidden, hidden_count }
    }

    /// Returns the room of each name.
    fn find_rooms(&self, agenda: &Agenda, names: &[Clean]) -> Vec<Option<RoomIx>> {
        if names.is_empty() {
            return Vec::new();
        }
        let has_name = |room: RoomIx, name: &Clean| {
            agenda.rooms.get(room).is_some_and(|known| known.name == *name)
        };
        let before = self.order.iter().copied().chain(std::iter::repeat(None));
        let mut found: Vec<Option<RoomIx>> = names
            .iter()
            .zip(before)
            .map(|(name, before)| before.filter(|room| has_name(*room, name)))
            .collect();
        // The rooms that have left their places.
        let mut is_free = vec![true; agenda.rooms.len()];
        found.iter().flatten().for_each(|room| is_free[*room] = false);
        let rooms = agenda.rooms.iter().zip(0..);
        let free: HashMap<&Clean, RoomIx> = rooms
            .clone()
            .filter(|(_, ix)| is_free[*ix])
            .map(|(room, ix)| (&room.name, ix))
            .collect();
        let all = OnceCell::<HashMap<&Clean, RoomIx>>::new();
        for (name, found) in names.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            // A name that stands twice has its room already.
            let in_all =
                || all.get_or_init(|| rooms.clone().map(|(room, ix)| (&room.name, ix)).collect());
            *found = free.get(name).or_else(|| in_all().get(name)).copied();
        }
        found
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
    fn names_are_found_from_any_order_before() {
        let rooms = ["A", "B", "C"].map(|name| format!("[[room]]\nname = '{name}'\n"));
        let file = format!("{}[[session]]\ntitle = 'T'\nstart = 'TBA'\n", rooms.concat());
        let agenda = crate::format::read(file.as_bytes()).unwrap().draft.check(None).0;
        let orders = ["A B C", "B A C", "C B A old", "old A", "A A B", "B old A A"];
        for before in orders {
            let before = Arrangement { order: names(before), ..Arrangement::default() };
            let before = RoomOrder::new(&agenda, &before);
            for order in orders {
                let arrangement = Arrangement { order: names(order), ..Arrangement::default() };
                let found = before.rearranged(&agenda, &arrangement).order;
                let expected: Vec<Option<RoomIx>> = names(order)
                    .iter()
                    .map(|name| agenda.rooms.iter().position(|room| room.name == *name))
                    .collect();
                assert_eq!(found, expected, "{order}");
            }
        }
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
