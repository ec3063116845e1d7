//! The columns of sessions, and the lanes of sessions that overlap in a column.

use super::day_session::{DaySession, Placement};
use super::lists::ShortLists;
use super::occupancy::Occupancy;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A lane of a column that a session takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TakenSlot {
    pub(super) column: usize,
    pub(super) lane: usize,
    /// The number of lanes in the column at the time of the session.
    pub(super) lanes: usize,
    /// The number of the cluster in the column: sessions that overlap directly or through others.
    pub(super) cluster: usize,
}

/// Returns the columns of each session: the columns of its rooms, else all free columns, else the
/// last column.
pub(super) fn place_in_columns(sessions: &[DaySession], columns: usize) -> ShortLists<usize> {
    let mut placed = ShortLists::default();
    for session in sessions {
        let rooms = session.place.columns().iter().copied();
        placed.push(rooms.filter(|column| *column < columns));
    }
    let in_columns = sessions
        .iter()
        .zip(placed.iter())
        .flat_map(|(session, place)| place.iter().map(move |column| (*column, session)));
    let mut taken = Occupancy::new(columns, in_columns);
    // Sessions without a free column take the last one, before bands fill the rest of it.
    for (ix, session) in sessions.iter().enumerate() {
        let needs_last = match session.place {
            Placement::Column(_) | Placement::Columns(_) => placed.get(ix).is_empty(),
            Placement::Band => taken.free_columns(session).next().is_none(),
            Placement::Unplaced => !taken.is_all_free(session),
        };
        if needs_last {
            placed.fill(ix, [columns - 1].into_iter());
            taken.take_last(session);
        }
    }
    fill_free_columns(sessions, &mut placed, &taken);
    placed
}

/// Gives all free columns to each session without a column, else the last column.
fn fill_free_columns(sessions: &[DaySession], placed: &mut ShortLists<usize>, taken: &Occupancy) {
    // The columns that a session fills are free of all but other such sessions: they need no entry
    // in `taken`.
    let mut filled: Vec<usize> = Vec::new();
    for (ix, session) in sessions.iter().enumerate() {
        if placed.get(ix).is_empty() {
            let mut is_free = vec![true; taken.columns()];
            let before = filled.iter().filter(|other| sessions[**other].overlaps(session));
            let columns = before.flat_map(|other| placed.get(*other));
            columns.for_each(|column| is_free[*column] = false);
            let mut free: Vec<usize> = taken.free_columns(session).collect();
            free.retain(|column| is_free[*column]);
            if free.is_empty() {
                free.push(taken.columns() - 1);
            }
            placed.fill(ix, free.into_iter());
            filled.push(ix);
        }
    }
}

/// Gives overlapping sessions of a column a lane each, left to right by start. Sessions that
/// overlap directly or through others share the number of lanes.
pub(super) fn assign_lanes(
    sessions: &[DaySession],
    placed: &ShortLists<usize>,
    columns: usize,
) -> ShortLists<TakenSlot> {
    let in_columns = placed.iter().enumerate().flat_map(|(ix, place)| {
        let is_first = |at: &usize| *at == 0 || place[at - 1] != place[*at];
        (0..place.len()).filter(is_first).map(move |at| (place[at], ix))
    });
    let mut by_column = ShortLists::grouped(columns, in_columns);
    let mut slots = Vec::new();
    let mut cluster = Cluster::default();
    for column in 0..columns {
        let here = by_column.get_mut(column);
        here.sort_by_key(|&ix| (sessions[ix].start, -sessions[ix].end));
        cluster.number = 0;
        for &ix in &*here {
            cluster.free_lanes_until(sessions[ix].start);
            if cluster.busy.is_empty() && !cluster.members.is_empty() {
                cluster.close(column, &mut slots);
            }
            cluster.add(ix, &sessions[ix]);
        }
        cluster.close(column, &mut slots);
    }
    ShortLists::grouped(sessions.len(), slots.iter().copied())
}

/// Sessions of one column that overlap directly or through others. All clusters of a day use the
/// same memory.
#[derive(Default)]
struct Cluster {
    /// The number of clusters before in the column.
    number: usize,
    /// The lanes of running sessions, by their end in minutes, the earliest first.
    busy: BinaryHeap<Reverse<BusyLane>>,
    /// The lanes without a running session, the leftmost first.
    free: BinaryHeap<Reverse<usize>>,
    /// The number of lanes.
    lanes: usize,
    members: Vec<ClusterMember>,
}

/// A lane with a session, by the end of the session.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct BusyLane {
    end: i32,
    lane: usize,
}

/// A session of a [`Cluster`] with its lane.
struct ClusterMember {
    session: usize,
    lane: usize,
}

impl Cluster {
    /// Frees the lanes of sessions that end until `minute`.
    fn free_lanes_until(&mut self, minute: i32) {
        while let Some(Reverse(next)) = self.busy.peek()
            && next.end <= minute
        {
            self.free.push(Reverse(next.lane));
            self.busy.pop();
        }
    }

    /// Adds a session to the first free lane, or to a new one.
    fn add(&mut self, ix: usize, session: &DaySession) {
        let lane = self.free.pop().map_or(self.lanes, |Reverse(lane)| lane);
        self.lanes = self.lanes.max(lane + 1);
        self.busy.push(Reverse(BusyLane { end: session.end, lane }));
        self.members.push(ClusterMember { session: ix, lane });
    }

    /// Writes the lanes of the members, and begins an empty cluster.
    fn close(&mut self, column: usize, slots: &mut Vec<(usize, TakenSlot)>) {
        for ClusterMember { session, lane } in self.members.drain(..) {
            let (lanes, cluster) = (self.lanes, self.number);
            slots.push((session, TakenSlot { column, lane, lanes, cluster }));
        }
        self.busy.clear();
        self.free.clear();
        self.lanes = 0;
        self.number += 1;
    }
}
