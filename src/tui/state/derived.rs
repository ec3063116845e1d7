//! State derived from the rest of the model.

use super::{PickerList, Row};
use crate::timetable::{Arrangement, Columns, PlacedDay, Scale, Timetable, layout_day};

/// The state derived by `update::refresh` after every change.
#[derive(Debug)]
pub(crate) struct Derived {
    pub(crate) columns: Columns,
    /// The name of each room above its column, by [`crate::agenda::RoomIx`].
    pub(crate) room_heads: Vec<String>,
    /// The arrangement of `columns`.
    pub(crate) arranged: Option<Arrangement>,
    /// The visibility of each session, by [`crate::agenda::SessionIx`].
    pub(crate) visibility: Vec<Visibility>,
    /// The day laid out for the height of the screen.
    pub(crate) table: Timetable,
    /// The input of `table`. `None`: `table` has to be laid out.
    pub(crate) laid_out_for: Option<TimetableKey>,
    /// The rows of the list, if the main pane is a list.
    pub(crate) rows: Vec<Row>,
    /// The entries of the open picker.
    pub(crate) list: PickerList,
}

/// The visibility of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    Shown,
    /// The filter lets the session pass, and all rooms of the session are hidden.
    RoomHidden,
    FilteredOut,
}

/// The input of a timetable's layout. Another input requires another layout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TimetableKey {
    pub(crate) day: usize,
    /// The height of the grid, in rows.
    pub(crate) height: u16,
    pub(crate) zoom: i32,
}

impl Default for Derived {
    fn default() -> Derived {
        Derived {
            columns: Columns::default(),
            room_heads: Vec::new(),
            arranged: None,
            visibility: Vec::new(),
            table: layout_day(&PlacedDay::new(Vec::new(), 1), Scale::SMALLEST),
            laid_out_for: None,
            rows: Vec::new(),
            list: PickerList::default(),
        }
    }
}
