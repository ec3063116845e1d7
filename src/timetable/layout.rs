//! Sessions of a day to tiles: columns first, then lanes.

use super::axis::{Axis, Scale};
use super::day_session::{DaySession, Placement};
use super::occupancy::Occupancy;
use super::tile::{Tile, Timetable};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::ops::Range;

/// A share of a column's width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lane {
    pub(super) ix: usize,
    /// The number of lanes in the column at the time of the session.
    pub(super) count: usize,
}

/// The lane of each session in each of its columns, by (session, column).
pub(super) type Lanes = HashMap<(usize, usize), Lane>;

/// Adjacent columns that become one tile.
struct TilePart {
    columns: Range<usize>,
    lane: Lane,
}

/// Lays a day out over `columns` columns. Every session gets at least one tile, and no two tiles
/// overlap. Sessions without a free column get the last column.
pub fn layout_day(sessions: &[DaySession], columns: usize, scale: Scale) -> Timetable {
    let columns = columns.max(1);
    let axis = Axis::for_sessions(sessions, scale);
    let placed = place_in_columns(sessions, columns);
    let lanes = assign_lanes(sessions, &placed, columns);
    let mut tiles = Vec::with_capacity(sessions.len());
    for (ix, session) in sessions.iter().enumerate() {
        let parts = tile_parts(ix, &placed[ix], &lanes);
        let widest = (0..parts.len()).max_by_key(|&p| (parts[p].columns.len(), parts.len() - p));
        for (part_ix, part) in parts.into_iter().enumerate() {
            tiles.push(Tile {
                session: session.session,
                columns: part.columns,
                lane: part.lane.ix,
                lanes: part.lane.count,
                start: session.start,
                end: session.end,
                ends_here: session.ends_here,
                rows: axis.row_of_minute(session.start)..axis.row_of_minute(session.end),
                band: session.place == Placement::Band,
                shows_text: widest == Some(part_ix),
                ghost: session.ghost,
            });
        }
    }
    tiles.sort_by_key(|tile| (tile.start, tile.columns.start, tile.lane));
    Timetable::new(axis, tiles, columns)
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
    for (session, place) in sessions.iter().zip(&mut placed) {
        if place.is_empty() {
            place.extend(taken.free_columns(session));
            if place.is_empty() {
                place.push(columns - 1);
            }
            place.iter().for_each(|column| taken.take(*column, session));
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
) -> Lanes {
    let mut lanes = Lanes::new();
    let mut by_column: Vec<Vec<usize>> = vec![Vec::new(); columns];
    for (ix, place) in placed.iter().enumerate() {
        for column in place {
            if by_column[*column].last() != Some(&ix) {
                by_column[*column].push(ix);
            }
        }
    }
    for (column, mut here) in by_column.into_iter().enumerate() {
        here.sort_by_key(|&ix| (sessions[ix].start, -sessions[ix].end));
        let mut cluster = Cluster::default();
        for ix in here {
            cluster.free_lanes_until(sessions[ix].start);
            if cluster.busy.is_empty() {
                cluster.close(column, &mut lanes);
            }
            cluster.add(ix, &sessions[ix]);
        }
        cluster.close(column, &mut lanes);
    }
    lanes
}

/// Sessions of one column that overlap directly or through others.
#[derive(Default)]
struct Cluster {
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
    fn close(&mut self, column: usize, lanes: &mut Lanes) {
        for ClusterMember { session, lane } in self.members.drain(..) {
            lanes.insert((session, column), Lane { ix: lane, count: self.lanes });
        }
        (self.busy, self.free, self.lanes) = Default::default();
    }
}

/// Returns the columns of a session as parts: runs of adjacent columns without other sessions, and
/// single columns that the session shares.
fn tile_parts(session: usize, columns: &[usize], lanes: &Lanes) -> Vec<TilePart> {
    let mut parts: Vec<TilePart> = Vec::new();
    for &column in columns {
        let lane = lanes.get(&(session, column)).copied().unwrap_or(Lane { ix: 0, count: 1 });
        match parts.last_mut() {
            Some(part) if part.columns.end == column && lane.count == 1 && part.lane.count == 1 => {
                part.columns.end = column + 1;
            }
            _ => parts.push(TilePart { columns: column..column + 1, lane }),
        }
    }
    parts
}
