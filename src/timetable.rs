//! The geometry of a day: minutes become rows, rooms become columns, sessions become tiles. Numbers
//! only; nothing is drawn.
//!
//! ```text
//!   minute   row    column 0   column 1   column 2         tiles
//!      0      0    [a─────────────────]  [b───────]   a spans two columns (a joined room), b is long
//!     40      2    [c───────]  [d──][e]  [        ]   d and e overlap in one room: two lanes
//!     80      4    [lunch─────────────]  [        ]   a band takes the columns that are free
//!    120      5
//! ```
//!
//! Minutes count from the day's first start; rows and columns from 0. Edges are rounded, never
//! lengths: everything takes its rows from [`Axis::row_of_minute`], so what touches in time touches on the
//! screen.

mod arrangement;
mod axis;
mod columns;
mod movement;

pub use arrangement::Arrangement;
pub use axis::{Axis, Scale};
pub use columns::{Column, Columns, moment_of_minute, sessions_on_day, split_width};
pub use movement::{Cursor, Direction, nearest_column, scroll_to_show};

use crate::agenda::SessionIx;
use std::ops::Range;

/// Sessions longer than this, in minutes, do not stretch the axis.
pub const LONG_MINUTES: i32 = 180;

/// Where an item wants to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// In these columns, ascending; never empty.
    Columns(Vec<usize>),
    /// For everybody: in every column that is free all the while.
    Band,
    /// In no room that is known: across the whole day's width if nothing else runs, else in the
    /// last column.
    Unplaced,
}

/// One session of a day, to be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySession {
    pub session: SessionIx,
    /// Minutes; `end` is after `start`.
    pub start: i32,
    pub end: i32,
    /// It ends there, and does not run on into another day.
    pub ends_here: bool,
    pub place: Placement,
    /// It is not wanted now: its place is kept, so that nobody takes the room for free, but nothing
    /// leads there, and the axis has no room for it of its own.
    pub ghost: bool,
}

impl DaySession {
    fn overlaps(&self, other: &DaySession) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A rectangle of the timetable. A session has more than one where its rooms are no neighbours, or
/// where a band is interrupted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    pub session: SessionIx,
    pub columns: Range<usize>,
    /// Its part of the column's width, `lane` of `lanes`; tiles over several columns have all of
    /// it.
    pub lane: usize,
    pub lanes: usize,
    /// Minutes.
    pub start: i32,
    pub end: i32,
    /// See [`DaySession::ends_here`].
    pub ends_here: bool,
    /// Empty for a ghost for which the axis has no row.
    pub rows: Range<i32>,
    pub band: bool,
    /// The one of the session's tiles that carries its text: the widest.
    pub shows_text: bool,
    /// See [`DaySession::ghost`].
    pub ghost: bool,
}

/// A day, laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timetable {
    pub axis: Axis,
    /// By start, then column.
    pub tiles: Vec<Tile>,
    /// How many columns there are.
    pub columns: usize,
}

/// Lays a day out in `columns` columns. Every item gets at least one tile; no two tiles overlap.
/// Items that fit nowhere else take the last column.
pub fn layout_day(items: &[DaySession], columns: usize, scale: Scale) -> Timetable {
    let columns = columns.max(1);
    let axis = Axis::for_sessions(items, scale);
    let places = settle(items, columns);
    let lanes = lanes(items, &places, columns);
    let mut tiles = Vec::with_capacity(items.len());
    for (ix, item) in items.iter().enumerate() {
        let parts = parts(&places[ix], |column| lanes.get(&(ix, column)).copied());
        let main = (0..parts.len()).max_by_key(|&p| (parts[p].0.len(), parts.len() - p));
        for (p, (columns, (lane, lanes))) in parts.into_iter().enumerate() {
            tiles.push(Tile {
                session: item.session,
                columns,
                lane,
                lanes,
                start: item.start,
                end: item.end,
                ends_here: item.ends_here,
                rows: axis.row_of_minute(item.start)..axis.row_of_minute(item.end),
                band: item.place == Placement::Band,
                shows_text: main == Some(p),
                ghost: item.ghost,
            });
        }
    }
    tiles.sort_by_key(|tile| (tile.start, tile.columns.start, tile.lane));
    Timetable { axis, tiles, columns }
}

/// The columns of each item: those of its rooms, or those that are free for it, or the last.
fn settle(items: &[DaySession], columns: usize) -> Vec<Vec<usize>> {
    let busy = |item: &DaySession, column: usize, places: &[Vec<usize>]| {
        items
            .iter()
            .zip(places)
            .any(|(other, place)| place.contains(&column) && other.overlaps(item))
    };
    let mut places: Vec<Vec<usize>> = items
        .iter()
        .map(|item| match &item.place {
            Placement::Columns(rooms) => {
                rooms.iter().copied().filter(|column| *column < columns).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    // Whoever finds no free column goes to the last one, before bands fill what is left of it.
    let last = vec![columns - 1];
    for (ix, item) in items.iter().enumerate() {
        let free = || (0..columns).filter(|column| !busy(item, *column, &places)).count();
        let stuck = match item.place {
            Placement::Columns(_) => places[ix].is_empty(),
            Placement::Band => free() == 0,
            Placement::Unplaced => free() < columns,
        };
        if stuck {
            places[ix].clone_from(&last);
        }
    }
    for (ix, item) in items.iter().enumerate() {
        if places[ix].is_empty() {
            let free: Vec<usize> =
                (0..columns).filter(|column| !busy(item, *column, &places)).collect();
            places[ix] = if free.is_empty() { last.clone() } else { free };
        }
    }
    places
}

/// Lane and number of lanes of each (item, column).
type Lanes = std::collections::HashMap<(usize, usize), (usize, usize)>;

/// Gives overlapping items of a column a lane each, left to right by start. Items that overlap,
/// directly or through others, share the number of lanes.
fn lanes(items: &[DaySession], places: &[Vec<usize>], columns: usize) -> Lanes {
    let mut lanes = Lanes::new();
    for column in 0..columns {
        let mut here: Vec<usize> =
            (0..items.len()).filter(|ix| places[*ix].contains(&column)).collect();
        here.sort_by_key(|&ix| (items[ix].start, -items[ix].end));
        let mut ends: Vec<i32> = Vec::new();
        let mut cluster: Vec<(usize, usize)> = Vec::new();
        for ix in here {
            if ends.iter().all(|end| *end <= items[ix].start) {
                close(&mut lanes, column, &mut cluster, &mut ends);
            }
            let lane = ends.iter().position(|end| *end <= items[ix].start).unwrap_or(ends.len());
            if lane == ends.len() {
                ends.push(0);
            }
            ends[lane] = items[ix].end;
            cluster.push((ix, lane));
        }
        close(&mut lanes, column, &mut cluster, &mut ends);
    }
    lanes
}

fn close(lanes: &mut Lanes, column: usize, cluster: &mut Vec<(usize, usize)>, ends: &mut Vec<i32>) {
    for (ix, lane) in cluster.drain(..) {
        lanes.insert((ix, column), (lane, ends.len()));
    }
    ends.clear();
}

/// An item's columns as runs of neighbours in which it has the whole width, and single columns in
/// which it shares it.
fn parts(
    columns: &[usize],
    lane: impl Fn(usize) -> Option<(usize, usize)>,
) -> Vec<(Range<usize>, (usize, usize))> {
    let mut parts: Vec<(Range<usize>, (usize, usize))> = Vec::new();
    for &column in columns {
        let lane = lane(column).unwrap_or((0, 1));
        match parts.last_mut() {
            Some((run, before)) if run.end == column && lane.1 == 1 && before.1 == 1 => {
                run.end = column + 1
            }
            _ => parts.push((column..column + 1, lane)),
        }
    }
    parts
}

#[cfg(test)]
mod tests;
