//! The columns of sessions, and the lanes of sessions that overlap in a column.

use super::day_session::{DaySession, Placement};
use super::occupancy::Occupancy;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A lane of a column that a session takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
pub(super) fn place_in_columns(sessions: &[DaySession], columns: usize) -> Vec<Vec<usize>> {
    let mut taken = Occupancy::new(columns);
    let mut placed: Vec<Vec<usize>> = Vec::with_capacity(sessions.len());
    for session in sessions {
        let place = match &session.place {
            Placement::Columns(rooms) => {
                rooms.iter().copied().filter(|column| *column < columns).collect()
            }
            Placement::Band | Placement::Unplaced => Vec::new(),
        };
        place.iter().for_each(|column| taken.take(*column, session));
        placed.push(place);
    }
    // Sessions without a free column take the last one, before bands fill the rest of it.
    for (session, place) in sessions.iter().zip(&mut placed) {
        let needs_last = match session.place {
            Placement::Columns(_) => place.is_empty(),
            Placement::Band => taken.free_columns(session).next().is_none(),
            Placement::Unplaced => !taken.is_all_free(session),
        };
        if needs_last {
            place.push(columns - 1);
            taken.take(columns - 1, session);
        }
    }
    // The columns that a session fills are free of all but other such sessions: they need no entry
    // in `taken`.
    let mut filled: Vec<usize> = Vec::new();
    for ix in 0..sessions.len() {
        if placed[ix].is_empty() {
            let before = filled.iter().filter(|other| sessions[**other].overlaps(&sessions[ix]));
            let mut is_free = vec![true; columns];
            before.flat_map(|other| &placed[*other]).for_each(|column| is_free[*column] = false);
            let mut free: Vec<usize> = taken.free_columns(&sessions[ix]).collect();
            free.retain(|column| is_free[*column]);
            placed[ix] = if free.is_empty() { vec![columns - 1] } else { free };
            filled.push(ix);
        }
    }
    placed
}

/// Gives overlapping sessions of a column a lane each, left to right by start. Sessions that
/// overlap directly or through others share the number of lanes.
pub(super) fn assign_lanes(
    sessions: &[DaySession],
    placed: &[Vec<usize>],
    columns: usize,
) -> Vec<Vec<TakenSlot>> {
    let mut slots: Vec<Vec<TakenSlot>> =
        placed.iter().map(|place| Vec::with_capacity(place.len())).collect();
    let mut sizes = vec![0; columns];
    placed.iter().flatten().for_each(|column| sizes[*column] += 1);
    let mut by_column: Vec<Vec<usize>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for (ix, place) in placed.iter().enumerate() {
        for column in place {
            if by_column[*column].last() != Some(&ix) {
                by_column[*column].push(ix);
            }
        }
    }
    let mut cluster = Cluster::default();
    for (column, mut here) in by_column.into_iter().enumerate() {
        here.sort_by_key(|&ix| (sessions[ix].start, -sessions[ix].end));
        cluster.number = 0;
        for ix in here {
            cluster.free_lanes_until(sessions[ix].start);
            if cluster.busy.is_empty() && !cluster.members.is_empty() {
                cluster.close(column, &mut slots);
            }
            cluster.add(ix, &sessions[ix]);
        }
        cluster.close(column, &mut slots);
    }
    slots
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
    fn close(&mut self, column: usize, slots: &mut [Vec<TakenSlot>]) {
        for ClusterMember { session, lane } in self.members.drain(..) {
            slots[session].push(TakenSlot {
                column,
                lane,
                lanes: self.lanes,
                cluster: self.number,
            });
        }
        self.busy.clear();
        self.free.clear();
        self.lanes = 0;
        self.number += 1;
    }
}
