//! Tiles to cells of the screen: the part of the day that is scrolled to.

use crate::timetable::{Tile, split_width};
use crate::tui::layout::area::{Area, LANE_MIN};
use crate::tui::layout::screen;
use crate::tui::state::Model;
use std::ops::Range;

/// Where a tile is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cells {
    pub(crate) area: Area,
    /// The session ends at its foot.
    pub(crate) ends: bool,
    /// How many sessions at this time have no lane of their own and are behind it.
    pub(crate) behind: usize,
}

/// Where that tile is: in one piece as a rule, in none where it is scrolled out or behind others,
/// and in several where the selected one is before it.
pub(crate) fn cells(model: &Model, tile: &Tile) -> Vec<Cells> {
    let grid = screen::grid(model);
    let shown = screen::columns_shown(model);
    let columns = tile.columns.start.max(shown.start)..tile.columns.end.min(shown.end);
    let rows = model.place.top..model.place.top + i32::from(grid.height);
    if columns.is_empty() || clipped(&tile.rows, &rows).is_empty() {
        return Vec::new();
    }
    let edges = split_width(shown.len(), grid.width);
    let edge = |column: usize| edges.get(column - shown.start).cloned().unwrap_or_default();
    let (left, right) = (edge(columns.start).start, edge(columns.end - 1).end);
    let (lane, lanes, pieces) = lane(model, tile, right - left);
    let lane = split_width(lanes, right - left).get(lane).cloned().unwrap_or_default();
    let u16_of = |n: i32| u16::try_from(n).unwrap_or(0);
    let piece = |(piece, behind): (Range<i32>, usize)| {
        let seen = clipped(&piece, &rows);
        let area = Area {
            x: grid.x + left + lane.start,
            y: grid.y + u16_of(seen.start - model.place.top),
            // One cell stays free between neighbours.
            width: (lane.end - lane.start).saturating_sub(1),
            height: u16_of(seen.end - seen.start),
        };
        (!seen.is_empty()).then_some(Cells {
            area,
            ends: tile.ends_here && seen.end == tile.rows.end,
            behind,
        })
    };
    pieces.into_iter().filter_map(piece).collect()
}

fn clipped(rows: &Range<i32>, to: &Range<i32>) -> Range<i32> {
    rows.start.max(to.start)..rows.end.min(to.end)
}

/// A part of a tile's rows, and how many sessions are behind it.
type Piece = (Range<i32>, usize);

/// The lane in which a tile is drawn, of how many, and its pieces there. Lanes that would be too
/// narrow share the last one: the selected session has it first, the others what is left of it, so
/// that no time is drawn as free in which something runs.
fn lane(model: &Model, tile: &Tile, width: u16) -> (usize, usize, Vec<Piece>) {
    let lanes = tile.lanes.min(usize::from(width / LANE_MIN).max(1));
    let last = lanes - 1;
    if lanes == tile.lanes || tile.lane < last {
        return (tile.lane, lanes, vec![(tile.rows.clone(), 0)]);
    }
    let mut sharing: Vec<&Tile> = model
        .derived
        .table
        .tiles
        .iter()
        .filter(|other| other.columns == tile.columns && other.lane >= last)
        .collect();
    sharing.sort_by_key(|other| {
        (Some(other.session) != model.place.selected, other.ghost, other.lane, other.start)
    });
    let before = sharing.iter().take_while(|other| other.session != tile.session);
    let pieces = before.fold(vec![tile.rows.clone()], |left, other| {
        left.into_iter()
            .flat_map(|piece| {
                [
                    piece.start..piece.end.min(other.rows.start),
                    piece.start.max(other.rows.end)..piece.end,
                ]
            })
            .filter(|piece| !piece.is_empty())
            .collect()
    });
    let behind = |rows: &Range<i32>| {
        let others = sharing.iter().filter(|other| other.session != tile.session);
        others.filter(|other| !clipped(&other.rows, rows).is_empty()).count()
    };
    (last, lanes, pieces.into_iter().map(|rows| (rows.clone(), behind(&rows))).collect())
}

/// The minute that the gutter names in a row: where several share it, that of what is selected,
/// else the first at which something begins in the rooms that are shown, else the first of all.
pub(crate) fn named_minute(model: &Model, row: i32) -> Option<i32> {
    let shown = screen::columns_shown(model);
    let begins = || model.derived.table.live_tiles().filter(|tile| tile.rows.start == row);
    let rank = |tile: &&Tile| {
        let seen = tile.columns.start < shown.end && shown.start < tile.columns.end;
        (Some(tile.session) != model.place.selected, !seen, tile.start)
    };
    begins().min_by_key(rank).map(|tile| tile.start)
}

/// Whether a tile carries the text of its session: of those that are not scrolled away sideways,
/// the one that shows most.
pub(crate) fn speaks(model: &Model, tile: &Tile) -> bool {
    let shown = screen::columns_shown(model);
    let seen = |tile: &Tile| {
        tile.columns.end.min(shown.end).saturating_sub(tile.columns.start.max(shown.start))
    };
    let of_session = model.derived.table.tiles.iter().filter(|other| other.session == tile.session);
    let most = of_session.max_by_key(|other| {
        (seen(other), other.shows_text, std::cmp::Reverse(other.columns.start))
    });
    most.is_some_and(|most| most.columns == tile.columns)
}

fn overlap(a: &Tile, b: &Tile) -> bool {
    a.start < b.end && b.start < a.end
}

/// What runs in the columns of a tile while it does, itself included, whether or not it has a lane
/// of its own.
pub(crate) fn sharing<'a>(model: &'a Model, tile: &Tile) -> Vec<&'a Tile> {
    model
        .derived
        .table
        .live_tiles()
        .filter(|other| other.columns == tile.columns && overlap(other, tile))
        .collect()
}

/// Whether other sessions are behind the selected one.
pub(crate) fn has_more_behind(model: &Model) -> bool {
    !screen::is_list(model)
        && selected_tile(model)
            .is_some_and(|tile| cells(model, tile).iter().any(|cells| cells.behind > 0))
}

/// The tile at a cell of the screen.
pub(crate) fn tile_at(model: &Model, x: u16, y: u16) -> Option<&Tile> {
    model
        .derived
        .table
        .live_tiles()
        .find(|tile| cells(model, tile).iter().any(|cells| cells.area.contains(x, y)))
}

/// Returns the tile of the selected session in the column of the cursor.
pub(crate) fn selected_tile(model: &Model) -> Option<&Tile> {
    model.derived.table.tile_of(model.place.selected?, model.place.cursor.column)
}

/// Returns the minute of the selected session that is nearest to the cursor.
pub(crate) fn focus_minute(model: &Model) -> i32 {
    let minute = model.place.cursor.minute;
    selected_tile(model).map_or(minute, |tile| minute.clamp(tile.start, tile.end - 1))
}

/// Returns the rows of the selected tile that must be visible: all rows, or, if the grid is not
/// high enough, two rows at the cursor.
pub(crate) fn wanted_rows(model: &Model) -> Option<Range<i32>> {
    let rows = selected_tile(model)?.rows.clone();
    if rows.end - rows.start <= i32::from(screen::grid(model).height) {
        return Some(rows);
    }
    let row = model.derived.table.axis.row_of_minute(focus_minute(model));
    Some(row..row + 2)
}
