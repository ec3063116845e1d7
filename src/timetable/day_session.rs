//! A session of one day, before the layout.

use crate::agenda::SessionIx;

/// Sessions longer than `LONG_MINUTES` do not stretch the axis.
pub const LONG_MINUTES: i32 = 180;

/// The place of a session across the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// The column of the session's only room.
    Column(usize),
    /// The columns of the session's rooms, ascending: at least two.
    Columns(Vec<usize>),
    /// A break or a social: all columns that are free during the session.
    Band,
    /// A session without a known room: all columns if no other session runs at the same time, else
    /// the last column.
    Unplaced,
}

impl Placement {
    /// Returns the columns of the session's rooms, ascending. A session without a column of its own
    /// has none.
    pub fn columns(&self) -> &[usize] {
        match self {
            Placement::Column(column) => std::slice::from_ref(column),
            Placement::Columns(columns) => columns,
            Placement::Band | Placement::Unplaced => &[],
        }
    }
}

/// A session of one day, with its time and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySession {
    /// Index in [`Agenda::sessions`](crate::agenda::Agenda::sessions).
    pub session: SessionIx,
    /// The start, in minutes of the day.
    pub start: i32,
    /// The end, in minutes of the day. Greater than `start`.
    pub end: i32,
    /// False if the session runs on into the next day, so that `end` is a cut.
    pub ends_here: bool,
    /// The place across the columns.
    pub place: Placement,
    /// True if the filter hides the session. A ghost keeps its place, so that the room does not
    /// look free. The selection skips ghosts, and the axis makes no room for them.
    pub ghost: bool,
}

impl DaySession {
    /// Returns true if both sessions run at the same time for at least one minute.
    pub(super) fn overlaps(&self, other: &DaySession) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub(super) fn minutes(&self) -> i32 {
        self.end - self.start
    }
}
