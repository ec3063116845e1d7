//! The sessions of a day in columns and lanes, before the scale is known.

use super::day_session::{DaySession, Placement};
use super::lanes::{TakenSlot, assign_lanes, place_in_columns};

/// The sessions of a day with their columns and lanes.
///
/// Every session has at least one column, and no two sessions of one lane overlap in time. Sessions
/// without a free column have the last column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedDay {
    sessions: Vec<DaySession>,
    columns: usize,
    /// The lanes of each session, by column.
    slots: Vec<Vec<TakenSlot>>,
    /// The sessions in the order of their starts.
    by_start: Vec<usize>,
}

impl PlacedDay {
    /// Places sessions in `columns` columns, at least one.
    pub fn new(sessions: Vec<DaySession>, columns: usize) -> PlacedDay {
        let columns = columns.max(1);
        let placed = place_in_columns(&sessions, columns);
        let slots = assign_lanes(&sessions, &placed, columns);
        let mut by_start: Vec<usize> = (0..sessions.len()).collect();
        by_start.sort_by_key(|ix| (sessions[*ix].start, sessions[*ix].end));
        PlacedDay { sessions, columns, slots, by_start }
    }

    /// Returns the minutes of all sessions that are shown, without bands.
    pub(super) fn card_minutes(&self) -> impl Iterator<Item = i32> {
        let cards = self.live().filter(|(_, session)| session.place != Placement::Band);
        cards.map(|(_, session)| session.minutes())
    }

    /// Returns the sessions that are no ghosts, with their indices.
    pub(super) fn live(&self) -> impl Iterator<Item = (usize, &DaySession)> {
        self.sessions.iter().enumerate().filter(|(_, session)| !session.ghost)
    }

    pub(super) fn sessions(&self) -> &[DaySession] {
        &self.sessions
    }

    pub(super) fn slots(&self, session: usize) -> &[TakenSlot] {
        &self.slots[session]
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn by_start(&self) -> &[usize] {
        &self.by_start
    }
}
