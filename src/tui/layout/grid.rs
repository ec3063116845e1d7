//! The tiles of the timetable on the screen: areas, lanes, the tile at a cell.

use super::area::{Area, LANE_MIN};
use super::screen;
use crate::agenda::sort_compactly;
use crate::timetable::{Tile, split_width};
use crate::tui::state::Model;
use std::cmp::Reverse;
use std::ops::Range;

/// A visible part of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TileCells {
    pub(crate) area: Area,
    /// The session ends in the last row of `area`.
    pub(crate) ends: bool,
    /// The number of sessions without a lane that lie behind this part.
    pub(crate) behind: usize,
}

/// The lane of a tile in its columns.
struct TileLane {
    /// The position of the lane, from the left.
    lane: usize,
    /// The number of lanes on the screen.
    lanes: usize,
    parts: Vec<LanePart>,
}

/// Rows of a tile in a lane that several sessions share.
struct LanePart {
    rows: Range<i32>,
    /// The number of other sessions in these rows of the lane.
    behind: usize,
}

/// Returns the visible parts of a tile.
///
/// A tile has one part in general, no part if it is scrolled out or behind other tiles, and several
/// parts if the selected tile lies before its middle.
pub(crate) fn tile_cells(model: &Model, tile: &Tile) -> Vec<TileCells> {
    let grid = screen::grid(model);
    let visible = screen::columns_shown(model);
    let columns = tile.columns.start.max(visible.start)..tile.columns.end.min(visible.end);
    let rows = model.place.top..model.place.top + i32::from(grid.height);
    if columns.is_empty() || intersect(&tile.rows, &rows).is_empty() {
        return Vec::new();
    }
    let cells = column_cells(&columns, &visible, grid.width);
    let TileLane { lane, lanes, parts } = lane_of(model, tile, cells.end - cells.start);
    let lane = split_width(lanes, cells.end - cells.start).get(lane).cloned().unwrap_or_default();
    parts
        .into_iter()
        .map(|part| (intersect(&part.rows, &rows), part.behind))
        .filter(|(shown, _)| !shown.is_empty())
        .map(|(shown, behind)| TileCells {
            area: Area {
                x: grid.x + cells.start + lane.start,
                y: grid.y + to_u16(shown.start - model.place.top),
                // One cell stays free between neighbours.
                width: (lane.end - lane.start).saturating_sub(1),
                height: to_u16(shown.end - shown.start),
            },
            ends: tile.ends_here && shown.end == tile.rows.end,
            behind,
        })
        .collect()
}

/// Returns the cells of `columns` in a grid of `width` cells that shows the columns `visible`.
fn column_cells(columns: &Range<usize>, visible: &Range<usize>, width: u16) -> Range<u16> {
    let cells = split_width(visible.len(), width);
    let first = cells.get(columns.start - visible.start).cloned().unwrap_or_default();
    let last = cells.get(columns.end - 1 - visible.start).cloned().unwrap_or_default();
    first.start..last.end
}

fn intersect(a: &Range<i32>, b: &Range<i32>) -> Range<i32> {
    a.start.max(b.start)..a.end.min(b.end)
}

fn to_u16(rows: i32) -> u16 {
    u16::try_from(rows).unwrap_or(0)
}

/// Returns the lane of a tile in columns of `width` cells.
///
/// If lanes would be narrower than [`LANE_MIN`], sessions share the last lane. The selected session
/// takes its rows of the shared lane first, the others take the remaining rows, so that no time
/// looks free while a session runs.
fn lane_of(model: &Model, tile: &Tile, width: u16) -> TileLane {
    let lanes = tile.lanes.min(usize::from(width / LANE_MIN).max(1));
    let last = lanes - 1;
    if lanes == tile.lanes || tile.lane < last {
        let part = LanePart { rows: tile.rows.clone(), behind: 0 };
        return TileLane { lane: tile.lane, lanes, parts: vec![part] };
    }
    let tiles = model.derived.table.tiles.iter();
    let mut shared: Vec<&Tile> =
        tiles.filter(|other| other.columns == tile.columns && other.lane >= last).collect();
    sort_compactly(&mut shared, |other| {
        (Some(other.session) != model.place.selected, other.ghost, other.lane, other.start)
    });
    let before = shared.iter().take_while(|other| other.session != tile.session);
    let free = before.fold(vec![tile.rows.clone()], |free, other| {
        free.iter().flat_map(|rows| without(rows, &other.rows)).collect()
    });
    let parts = free.into_iter().map(|rows| LanePart {
        behind: shared
            .iter()
            .filter(|other| other.session != tile.session)
            .filter(|other| !intersect(&other.rows, &rows).is_empty())
            .count(),
        rows,
    });
    TileLane { lane: last, lanes, parts: parts.collect() }
}

/// Returns the rows of `rows` above and below `other`.
fn without(rows: &Range<i32>, other: &Range<i32>) -> impl Iterator<Item = Range<i32>> {
    let above = rows.start..rows.end.min(other.start);
    let below = rows.start.max(other.end)..rows.end;
    [above, below].into_iter().filter(|rows| !rows.is_empty())
}

/// Returns the minute that the gutter names in a row of the axis.
///
/// If sessions of several minutes start in the row, the selected session decides, then the first
/// session in a visible column, then the first session.
pub(crate) fn named_minute(model: &Model, row: i32) -> Option<i32> {
    let visible = screen::columns_shown(model);
    let starting = model.derived.table.live_tiles().filter(|tile| tile.rows.start == row);
    let first = starting.min_by_key(|tile| {
        let is_visible = tile.columns.start < visible.end && visible.start < tile.columns.end;
        (Some(tile.session) != model.place.selected, !is_visible, tile.start)
    });
    first.map(|tile| tile.start)
}

/// Returns true for the widest visible tile of a session. Only this tile shows the session's text.
pub(crate) fn shows_text(model: &Model, tile: &Tile) -> bool {
    let visible = screen::columns_shown(model);
    let tiles = model.derived.table.tiles.iter().filter(|other| other.session == tile.session);
    let widest = tiles.max_by_key(|other| {
        let (start, end) = (other.columns.start, other.columns.end);
        let width = end.min(visible.end).saturating_sub(start.max(visible.start));
        (width, other.shows_text, Reverse(start))
    });
    widest.is_some_and(|widest| widest.columns == tile.columns)
}

/// Returns the tiles in the columns and the time of a tile, the tile itself included.
pub(crate) fn overlapping_tiles<'a>(model: &'a Model, tile: &Tile) -> Vec<&'a Tile> {
    let tiles = model.derived.table.live_tiles();
    tiles
        .filter(|other| other.columns == tile.columns)
        .filter(|other| other.start < tile.end && tile.start < other.end)
        .collect()
}

/// Returns true if other sessions lie behind the selected session.
pub(crate) fn has_more_behind(model: &Model) -> bool {
    !screen::is_list(model)
        && selected_tile(model)
            .is_some_and(|tile| tile_cells(model, tile).iter().any(|cells| cells.behind > 0))
}

/// Returns the tile at a cell of the screen.
pub(crate) fn tile_at(model: &Model, x: u16, y: u16) -> Option<&Tile> {
    let mut tiles = model.derived.table.live_tiles();
    tiles.find(|tile| tile_cells(model, tile).iter().any(|cells| cells.area.contains(x, y)))
}

/// Returns the tile of the selected session in the column of the cursor.
pub(crate) fn selected_tile(model: &Model) -> Option<&Tile> {
    model.derived.table.tile_of(model.place.selected?, model.place.cursor.column)
}

/// Returns the minute of the selected session nearest to the cursor.
pub(crate) fn focus_minute(model: &Model) -> i32 {
    let minute = model.place.cursor.minute;
    selected_tile(model).map_or(minute, |tile| tile.nearest_minute(minute))
}

/// Returns the rows of the selected tile that scrolling keeps visible: all rows, or two rows at the
/// cursor if the tile is higher than the grid.
pub(crate) fn wanted_rows(model: &Model) -> Option<Range<i32>> {
    let rows = selected_tile(model)?.rows.clone();
    if rows.end - rows.start <= i32::from(screen::grid(model).height) {
        return Some(rows);
    }
    let row = model.derived.table.axis.row_of_minute(focus_minute(model));
    Some(row..row + 2)
}
