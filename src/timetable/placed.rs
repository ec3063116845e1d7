//! The sessions of a day in columns and lanes, before the scale is known.

use super::day_session::{DaySession, Placement};
use super::lanes::{TakenSlot, assign_lanes, place_in_columns};
use super::lists::ShortLists;
use crate::agenda::SessionIx;

/// The sessions of a day with their columns and lanes.
///
/// Every session has at least one column, and no two sessions of one lane overlap in time. Sessions
/// without a free column have the last column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedDay {
    sessions: Vec<DaySession>,
    columns: usize,
    /// The lanes of each session, by column.
    slots: ShortLists<TakenSlot>,
    /// The sessions in the order of their starts.
    by_start: Vec<usize>,
    /// The starts and ends of the sessions that are no ghosts, ascending.
    turns: Vec<Turn>,
    /// The minutes that the axis shows of time in which only long sessions run.
    pub(super) only_long_minutes: i32,
    /// The minutes of the clock from a full hour to minute 0 of the day.
    pub(super) after_hour: i32,
    /// The entries that are free time, ascending. The scale does not depend on their lengths.
    free_time: Vec<SessionIx>,
}

/// The minutes of [`PlacedDay::only_long_minutes`] in a timetable.
const ONLY_LONG_MINUTES: i32 = 30;

/// A minute of the day at which sessions start or end, without ghosts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Turn {
    pub(super) minute: i32,
    pub(super) starting: Vec<usize>,
    pub(super) ending: Vec<usize>,
}

impl PlacedDay {
    /// Places sessions in `columns` columns, at least one.
    pub fn new(sessions: Vec<DaySession>, columns: usize) -> PlacedDay {
        let columns = columns.max(1);
        let placed = place_in_columns(&sessions, columns);
        let slots = assign_lanes(&sessions, &placed, columns);
        let mut by_start: Vec<usize> = (0..sessions.len()).collect();
        by_start.sort_by_key(|ix| (sessions[*ix].start, sessions[*ix].end));
        let turns = turns_of_day(&sessions);
        let only_long_minutes = ONLY_LONG_MINUTES;
        PlacedDay {
            sessions,
            columns,
            slots,
            by_start,
            turns,
            only_long_minutes,
            after_hour: 0,
            free_time: Vec::new(),
        }
    }

    /// Takes entries for free time: the scale does not depend on their lengths, and the axis shows
    /// up to `minutes` minutes of time in which only entries longer than [`super::LONG_MINUTES`]
    /// run. `free_time` are the [`DaySession::session`]s, ascending.
    #[must_use]
    pub fn with_free_time(mut self, free_time: Vec<SessionIx>, minutes: i32) -> PlacedDay {
        self.free_time = free_time;
        self.only_long_minutes = minutes.max(1);
        self
    }

    /// Sets the minutes of the clock from a full hour to minute 0 of the day, so that full hours
    /// begin with a row.
    #[must_use]
    pub fn with_minute_of_clock(self, after_hour: i32) -> PlacedDay {
        PlacedDay { after_hour, ..self }
    }

    /// Returns the minutes of all sessions that are shown, without bands.
    pub(super) fn card_minutes(&self) -> impl Iterator<Item = i32> {
        let cards = self.live().filter(|(_, session)| session.place != Placement::Band);
        let cards =
            cards.filter(|(_, session)| self.free_time.binary_search(&session.session).is_err());
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
        self.slots.get(session)
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn by_start(&self) -> &[usize] {
        &self.by_start
    }

    pub(super) fn turns(&self) -> &[Turn] {
        &self.turns
    }
}

/// Returns the starts and ends of the sessions that are no ghosts, ascending.
fn turns_of_day(sessions: &[DaySession]) -> Vec<Turn> {
    let live = || sessions.iter().enumerate().filter(|(_, session)| !session.ghost);
    let mut minutes: Vec<i32> =
        live().flat_map(|(_, session)| [session.start, session.end]).collect();
    minutes.sort_unstable();
    minutes.dedup();
    let turn_at = |minute: i32| minutes.binary_search(&minute).unwrap_or_default();
    let mut turns: Vec<Turn> =
        minutes.iter().map(|minute| Turn { minute: *minute, ..Turn::default() }).collect();
    for (ix, session) in live() {
        turns[turn_at(session.start)].starting.push(ix);
        turns[turn_at(session.end)].ending.push(ix);
    }
    turns
}
