//! The sessions of a day in columns and lanes, before the scale is known.

use super::axis::sweep_day;
use super::day_session::{DaySession, Placement};
use super::lanes::{TakenSlot, assign_lanes, place_in_columns};
use super::scale::Scale;
use super::tile::{Tile, Timetable};
use std::collections::HashMap;
use std::ops::Range;

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

/// Adjacent columns that become one tile.
struct TilePart {
    columns: Range<usize>,
    lane: usize,
    lanes: usize,
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

    /// Returns the timetable at a scale.
    pub fn layout(&self, scale: Scale) -> Timetable {
        let sweep = sweep_day(self, scale);
        let turns = self.turns(&sweep.halves);
        let mut tiles = Vec::with_capacity(self.sessions.len());
        for (ix, session) in self.sessions.iter().enumerate() {
            let parts = tile_parts(&self.slots[ix]);
            let widest =
                (0..parts.len()).max_by_key(|&p| (parts[p].columns.len(), parts.len() - p));
            for (part_ix, part) in parts.into_iter().enumerate() {
                tiles.push(Tile {
                    session: session.session,
                    columns: part.columns,
                    lane: part.lane,
                    lanes: part.lanes,
                    start: session.start,
                    end: session.end,
                    ends_here: session.ends_here,
                    halves: sweep.halves[ix].clone(),
                    is_second: turns[ix],
                    band: session.place == Placement::Band,
                    shows_text: widest == Some(part_ix),
                    ghost: session.ghost,
                });
            }
        }
        tiles.sort_by_key(|tile| (tile.start, tile.columns.start, tile.lane));
        Timetable::new(sweep.axis, tiles, self.columns)
    }

    /// Returns the number of rows of the day at a scale.
    pub(super) fn height(&self, scale: Scale) -> i32 {
        sweep_day(self, scale).axis.height()
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

    /// Returns true for each session that has the second ground: a session that touches one with
    /// the first ground. Bands and ghosts touch nothing.
    fn turns(&self, halves: &[Range<i32>]) -> Vec<bool> {
        let mut turns = vec![false; self.sessions.len()];
        let mut last = HashMap::<usize, Vec<usize>>::new();
        for &ix in &self.by_start {
            let session = &self.sessions[ix];
            if session.ghost || session.place == Placement::Band {
                continue;
            }
            let columns = self.slots[ix].iter().map(|taken| taken.column);
            let mut above = columns.clone().filter_map(|column| last.get(&column)).flatten();
            turns[ix] = above
                .find(|above| halves[**above].end == halves[ix].start)
                .is_some_and(|above| !turns[*above]);
            for column in columns {
                let above = last.entry(column).or_default();
                above.retain(|above| halves[*above].end > halves[ix].start);
                above.push(ix);
            }
        }
        turns
    }
}

/// Returns the columns of a session as parts: runs of adjacent columns without other sessions, and
/// single columns that the session shares.
fn tile_parts(slots: &[TakenSlot]) -> Vec<TilePart> {
    let mut parts: Vec<TilePart> = Vec::new();
    for &TakenSlot { column, lane, lanes, .. } in slots {
        match parts.last_mut() {
            Some(part) if part.columns.end == column && lanes == 1 && part.lanes == 1 => {
                part.columns.end = column + 1;
            }
            _ => parts.push(TilePart { columns: column..column + 1, lane, lanes }),
        }
    }
    parts
}
