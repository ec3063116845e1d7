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
}
