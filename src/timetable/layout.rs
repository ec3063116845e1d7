//! Sessions of a day to tiles: columns first, then lanes.

use super::axis::{Axis, Scale};
use super::day_session::{DaySession, Placement};
use super::tile::{Tile, Timetable};
use std::collections::HashMap;
use std::ops::Range;

/// A share of a column's width.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Lane {
    ix: usize,
    /// The number of lanes in the column at the time of the session.
    count: usize,
}

/// The lane of each session in each of its columns, by (session, column).
type Lanes = HashMap<(usize, usize), Lane>;

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
    Timetable { axis, tiles, columns }
}

/// Returns the columns of each session: the columns of its rooms, else all free columns, else the
/// last column.
fn place_in_columns(sessions: &[DaySession], columns: usize) -> Vec<Vec<usize>> {
    let mut placed: Vec<Vec<usize>> = sessions
        .iter()
        .map(|session| match &session.place {
            Placement::Columns(rooms) => {
                rooms.iter().copied().filter(|column| *column < columns).collect()
            }
            Placement::Band | Placement::Unplaced => Vec::new(),
        })
        .collect();
    // Sessions without a free column take the last one, before bands fill the rest of it.
    for (ix, session) in sessions.iter().enumerate() {
        let needs_last = match session.place {
            Placement::Columns(_) => placed[ix].is_empty(),
            Placement::Band => free_columns(session, sessions, &placed, columns).next().is_none(),
            Placement::Unplaced => {
                free_columns(session, sessions, &placed, columns).count() < columns
            }
        };
        if needs_last {
            placed[ix] = vec![columns - 1];
        }
    }
    for (ix, session) in sessions.iter().enumerate() {
        if placed[ix].is_empty() {
            let free: Vec<usize> = free_columns(session, sessions, &placed, columns).collect();
            placed[ix] = if free.is_empty() { vec![columns - 1] } else { free };
        }
    }
    placed
}

/// Returns the columns of `0..columns` without a session at the time of `session`.
fn free_columns(
    session: &DaySession,
    sessions: &[DaySession],
    placed: &[Vec<usize>],
    columns: usize,
) -> impl Iterator<Item = usize> {
    (0..columns).filter(move |column| {
        !sessions
            .iter()
            .zip(placed)
            .any(|(other, place)| place.contains(column) && other.overlaps(session))
    })
}

/// Gives overlapping sessions of a column a lane each, left to right by start. Sessions that
/// overlap directly or through others share the number of lanes.
fn assign_lanes(sessions: &[DaySession], placed: &[Vec<usize>], columns: usize) -> Lanes {
    let mut lanes = Lanes::new();
    for column in 0..columns {
        let mut here: Vec<usize> =
            (0..sessions.len()).filter(|ix| placed[*ix].contains(&column)).collect();
        here.sort_by_key(|&ix| (sessions[ix].start, -sessions[ix].end));
        let mut cluster = Cluster::default();
        for ix in here {
            if cluster.lane_ends.iter().all(|end| *end <= sessions[ix].start) {
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
    /// The end of the last session of each lane, in minutes.
    lane_ends: Vec<i32>,
    members: Vec<ClusterMember>,
}

/// A session of a [`Cluster`] with its lane.
struct ClusterMember {
    session: usize,
    lane: usize,
}

impl Cluster {
    /// Adds a session to the first free lane, or to a new one.
    fn add(&mut self, ix: usize, session: &DaySession) {
        let free = self.lane_ends.iter().position(|end| *end <= session.start);
        let lane = free.unwrap_or(self.lane_ends.len());
        if lane == self.lane_ends.len() {
            self.lane_ends.push(0);
        }
        self.lane_ends[lane] = session.end;
        self.members.push(ClusterMember { session: ix, lane });
    }

    /// Writes the lanes of the members, and begins an empty cluster.
    fn close(&mut self, column: usize, lanes: &mut Lanes) {
        let count = self.lane_ends.len();
        for ClusterMember { session, lane } in self.members.drain(..) {
            lanes.insert((session, column), Lane { ix: lane, count });
        }
        self.lane_ends.clear();
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
