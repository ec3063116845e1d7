//! The picker: a list over the screen with concurrent sessions, the filter or the rooms.

use crate::agenda::{RoomIx, SessionIx};
use crate::filter::ListedChoice;

/// An open picker and the selected entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Picker {
    pub(crate) kind: PickerKind,
    /// The selected entry.
    pub(crate) row: usize,
    /// The first visible entry.
    pub(crate) first: usize,
}

/// The contents of a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PickerKind {
    /// The sessions in `column` at the time of `session`.
    Overlap {
        session: SessionIx,
        column: usize,
    },
    Filter,
    Rooms,
}

/// One line of a picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    Head(&'static str),
    Session(SessionIx),
    /// A choice of the filter.
    Choice(ListedChoice),
    Room {
        room: RoomIx,
        shown: bool,
        /// The number of sessions in the room.
        count: usize,
    },
}

impl Entry {
    /// Returns true if the entry can be selected.
    pub(crate) fn is_selectable(&self) -> bool {
        !matches!(self, Entry::Head(_))
    }
}

impl PickerKind {
    /// Returns the title of the picker.
    pub(crate) fn title(self) -> &'static str {
        match self {
            PickerKind::Overlap { .. } => "At the same time",
            PickerKind::Filter => "Filter",
            PickerKind::Rooms => "Rooms",
        }
    }
}
