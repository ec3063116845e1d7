//! My schedule as a timeline: the days beside each other, time down.

use crate::agenda::SessionIx;
use crate::plan::Gap;
use crate::timetable::Timetable;

/// My schedule laid out for the height of the screen.
#[derive(Debug)]
pub(crate) struct Timeline {
    pub(crate) items: Vec<TimelineItem>,
    /// The columns are days, minutes count from the midnight of each day, and a tile's `session`
    /// is a position in `items`.
    pub(crate) table: Timetable,
    /// The first row of the list that is on no day: sessions and marks without a time.
    pub(crate) tail: usize,
}

/// A part of a day in my schedule.
#[derive(Debug)]
pub(crate) struct TimelineItem {
    /// The position of the day in `Agenda::days`.
    pub(crate) day: usize,
    pub(crate) content: ItemContent,
    /// The row of the list that selects the item. `None`: a break cannot be selected.
    pub(crate) row: Option<usize>,
}

/// The contents of a part of a day.
#[derive(Debug)]
pub(crate) enum ItemContent {
    Session(SessionIx),
    /// A break for everybody.
    Break(SessionIx),
    Free(Gap),
}

impl Timeline {
    /// Returns the item that a row of the list selects.
    pub(crate) fn item_of_row(&self, row: usize) -> Option<usize> {
        self.items.iter().position(|item| item.row == Some(row))
    }
}
