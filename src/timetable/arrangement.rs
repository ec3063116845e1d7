//! A person's order of the rooms of an event, and the hidden rooms.

use crate::agenda::Clean;
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

    /// Returns the move of one room that leads back to `before`, or `None` if more differs.
    pub(crate) fn find_move_back(&self, before: &Arrangement) -> Option<RoomMove> {
        let (now, then) = (&self.order, &before.order);
        if now.len() != then.len() || self.hidden != before.hidden {
            return None;
        }
        let differs = |at: &usize| now.get(*at) != then.get(*at);
        let first = (0..now.len()).find(differs)?;
        let last = (0..now.len()).rfind(differs)?;
        let (now, then) = (now.get(first..=last)?, then.get(first..=last)?);
        let ([now_first, now_rest @ ..], [now_start @ .., now_last]) = (now, now) else {
            return None;
        };
        let ([then_first, then_rest @ ..], [then_start @ .., then_last]) = (then, then) else {
            return None;
        };
        if now_first == then_last && now_rest == then_start {
            Some(RoomMove { from: first, to: last })
        } else if now_last == then_first && now_start == then_rest {
            Some(RoomMove { from: last, to: first })
        } else {
            None
        }
    }

    /// Moves one room.
    pub(crate) fn move_room(&mut self, RoomMove { from, to }: RoomMove) {
        if from.max(to) < self.order.len() {
            let room = self.order.remove(from);
            self.order.insert(to, room);
        }
    }
}

/// A move of one room, by positions in [`Arrangement::order`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RoomMove {
    from: usize,
    to: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arrangement(order: &[u8]) -> Arrangement {
        let names = order.iter().map(|room| Clean::line(room.to_string()));
        Arrangement { order: names.collect(), hidden: BTreeSet::new() }
    }

    proptest! {
        #[test]
        fn move_back_undoes_the_move_of_a_room(
            rooms in 2..9_u8,
            from in 0..9_usize,
            to in 0..9_usize,
        ) {
            let before = arrangement(&(0..rooms).collect::<Vec<u8>>());
            let mut now = before.clone();
            now.move_room(RoomMove { from, to });
            prop_assume!(now != before);
            now.move_room(now.find_move_back(&before).unwrap());
            prop_assert_eq!(now, before);
        }
    }

    #[test]
    fn more_than_a_move_has_no_move_back() {
        let before = arrangement(&[1, 2, 3, 4]);
        for order in [&[2, 1, 4, 3][..], &[1, 2, 3], &[1, 2, 3, 4], &[4, 3, 2, 1]] {
            assert_eq!(arrangement(order).find_move_back(&before), None, "{order:?}");
        }
        let hidden = [Clean::line("1")].into_iter().collect();
        let hidden = Arrangement { hidden, ..arrangement(&[1, 2, 4, 3]) };
        assert_eq!(hidden.find_move_back(&before), None);
    }
}
