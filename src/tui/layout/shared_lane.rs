//! Lanes of overlapping sessions: side by side while they are wide enough, else behind each other.

use super::area::LANE_MIN;
use crate::agenda::sort_compactly;
use crate::timetable::{RowShare, Tile, split_width};
use crate::tui::state::Model;
use std::collections::HashMap;
use std::ops::Range;

/// The lane of a tile in its columns.
pub(super) struct TileLane {
    /// The position of the lane, from the left.
    pub(super) lane: usize,
    /// The number of lanes on the screen.
    pub(super) lanes: usize,
    /// The whole tile, if no other tile shares the lane.
    pub(super) whole: Option<LanePart>,
    /// The parts of the tile in a shared lane.
    pub(super) parts: Vec<LanePart>,
}

/// Half rows of a tile in a lane that several sessions share.
pub(super) struct LanePart {
    pub(super) halves: Range<i32>,
    /// The number of other sessions in these halves of the lane.
    pub(super) behind: usize,
}

/// The last lanes that several sessions share, by their columns. Each is computed once.
#[derive(Default)]
pub(super) struct SharedLanes(HashMap<Range<usize>, SharedLane>);

impl SharedLanes {
    /// Returns the lane of a tile in columns of `width` cells.
    ///
    /// If lanes would be narrower than [`LANE_MIN`], sessions share the last lane. The selected
    /// session takes its halves of the shared lane first, the others take the remaining ones, so
    /// that no time looks free while a session runs.
    pub(super) fn lane_of(&mut self, model: &Model, tile: &Tile, width: u16) -> TileLane {
        let lanes = tile.lanes.min(usize::from(width / LANE_MIN).max(1));
        let last = lanes - 1;
        if lanes == tile.lanes || tile.lane < last {
            let whole = Some(LanePart { halves: tile.halves.clone(), behind: 0 });
            return TileLane { lane: tile.lane, lanes, whole, parts: Vec::new() };
        }
        let shared = self
            .0
            .entry(tile.columns.clone())
            .or_insert_with(|| SharedLane::new(model, &tile.columns, last));
        TileLane { lane: last, lanes, whole: None, parts: shared.parts_of(tile) }
    }
}

/// The cells of a session that is too short for a row of its own.
pub(super) struct RowSeat {
    pub(super) cells: Range<u16>,
    /// The number of sessions behind the session.
    pub(super) behind: usize,
}

/// Returns the cells of a tile in its row, in a lane with `cells`. Returns `None` for a tile that
/// lies behind another one, because the row has no room for all: the selected session lies before
/// the others, else the first one.
pub(super) fn seat_in_row(model: &Model, tile: &Tile, cells: Range<u16>) -> Option<RowSeat> {
    /// The least cells of a session that shares its row: an edge, the start, some letters of the
    /// title.
    const SEAT_MIN: u16 = 14;
    let RowShare { nth, of } = tile.share;
    let seats = of.min(usize::from((cells.end - cells.start) / SEAT_MIN).max(1));
    let last = seats - 1;
    let behind = if nth < last || of == seats { 0 } else { of - seats };
    if behind > 0 {
        let is_beside = |other: &&Tile| {
            (&other.columns, other.lane, other.share.of) == (&tile.columns, tile.lane, of)
                && other.halves.start < tile.halves.end
                && tile.halves.start < other.halves.end
        };
        let selected = model.place.selected.map(|ix| model.derived.table.tiles_of(ix));
        let selected = selected.and_then(|mut tiles| tiles.find(is_beside));
        let before = selected.map(|tile| tile.share.nth).filter(|nth| *nth >= last);
        if before.unwrap_or(last) != nth {
            return None;
        }
    }
    let seat = split_width(seats, cells.end - cells.start).nth(nth.min(last))?;
    let cells = cells.start + seat.start..cells.start + seat.end;
    Some(RowSeat { cells, behind })
}

/// A lane that several sessions share.
struct SharedLane {
    /// The rows of each session that no session before it takes.
    free_rows: HashMap<usize, Vec<Range<i32>>>,
    /// The first rows of all tiles, ascending.
    starts: Vec<i32>,
    /// The ends of the rows of all tiles, ascending.
    ends: Vec<i32>,
}

impl SharedLane {
    /// Divides the rows of the lanes from `last` on of some columns among their tiles.
    fn new(model: &Model, columns: &Range<usize>, last: usize) -> SharedLane {
        let tiles = model.derived.table.tiles.iter();
        let mut shared: Vec<&Tile> = tiles
            .filter(|tile| tile.columns == *columns && tile.lane >= last && !tile.halves.is_empty())
            .collect();
        let mut starts: Vec<i32> = shared.iter().map(|tile| tile.halves.start).collect();
        let mut ends: Vec<i32> = shared.iter().map(|tile| tile.halves.end).collect();
        starts.sort_unstable();
        ends.sort_unstable();
        sort_compactly(&mut shared, |tile| {
            (Some(tile.session) != model.place.selected, tile.ghost, tile.lane, tile.start)
        });
        let rows = starts.first().copied().unwrap_or(0)..ends.last().copied().unwrap_or(0);
        let mut free = FreeRows::new(rows);
        let free_rows =
            shared.into_iter().map(|tile| (tile.session, free.take(&tile.halves))).collect();
        SharedLane { free_rows, starts, ends }
    }

    fn parts_of(&self, tile: &Tile) -> Vec<LanePart> {
        let free = self.free_rows.get(&tile.session).into_iter().flatten();
        let parts = free.map(|rows| {
            let begun = self.starts.partition_point(|start| *start < rows.end);
            let ended = self.ends.partition_point(|end| *end <= rows.start);
            // One of the sessions in these rows is the tile's own.
            LanePart { halves: rows.clone(), behind: (begun - ended).saturating_sub(1) }
        });
        parts.collect()
    }
}

/// The rows of a lane that no tile has taken.
struct FreeRows {
    first: i32,
    /// For each row, a row from which the next free row can be found. A free row names itself.
    next: Vec<usize>,
}

impl FreeRows {
    fn new(rows: Range<i32>) -> FreeRows {
        let count = usize::try_from(rows.end - rows.start).unwrap_or(0);
        FreeRows { first: rows.start, next: (0..=count).collect() }
    }

    /// Returns the first free row from `row` on, and shortens the way to it.
    fn next_free(&mut self, row: usize) -> usize {
        let mut free = row;
        while self.next[free] != free {
            free = self.next[free];
        }
        let mut at = row;
        while self.next[at] != at {
            at = std::mem::replace(&mut self.next[at], free);
        }
        free
    }

    /// Takes the free rows of `rows`, and returns them as runs of neighbouring rows.
    fn take(&mut self, rows: &Range<i32>) -> Vec<Range<i32>> {
        let position = |row: i32| usize::try_from(row - self.first).unwrap_or(0);
        let (start, end) = (position(rows.start), position(rows.end));
        let mut runs: Vec<Range<i32>> = Vec::new();
        let mut at = self.next_free(start);
        while at < end {
            let row = self.first + i32::try_from(at).unwrap_or(0);
            match runs.last_mut() {
                Some(run) if run.end == row => run.end += 1,
                _ => runs.push(row..row + 1),
            }
            self.next[at] = at + 1;
            at = self.next_free(at + 1);
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rows of `rows` above and below `other`.
    fn without(rows: &Range<i32>, other: &Range<i32>) -> Vec<Range<i32>> {
        let above = rows.start..rows.end.min(other.start);
        let below = rows.start.max(other.end)..rows.end;
        [above, below].into_iter().filter(|rows| !rows.is_empty()).collect()
    }

    proptest! {
        #[test]
        fn taken_rows_are_those_that_no_earlier_tile_takes(
            drawn in prop::collection::vec((3..40_i32, 1..12_i32), 0..20),
        ) {
            let tiles: Vec<Range<i32>> =
                drawn.into_iter().map(|(start, rows)| start..start + rows).collect();
            let mut free = FreeRows::new(3..60);
            for (nth, rows) in tiles.iter().enumerate() {
                let plain = tiles[..nth].iter().fold(vec![rows.clone()], |free, other| {
                    free.iter().flat_map(|rows| without(rows, other)).collect()
                });
                prop_assert_eq!(free.take(rows), plain);
            }
        }
    }
}
