//! The tiles of the timetable on the screen: areas, lanes, the tile at a cell.

use super::area::{Area, LANE_MIN};
use super::screen;
use crate::agenda::{moment_of_minute, sort_compactly};
use crate::timetable::{Tile, split_width};
use crate::tui::state::Model;
use chrono::Timelike;
use std::cmp::Reverse;
use std::ops::Range;

/// A visible part of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TileCells {
    /// The cells that the part takes, wholly or in half.
    pub(crate) area: Area,
    /// The part takes only the lower half of the first row.
    pub(crate) starts_in_half: bool,
    /// The part takes only the upper half of the last row.
    pub(crate) ends_in_half: bool,
    /// The session starts above the first row of the screen.
    pub(crate) is_cut_above: bool,
    /// The session ends below the last row of the screen.
    pub(crate) is_cut_below: bool,
    /// The number of sessions without a lane that lie behind this part.
    pub(crate) behind: usize,
}

impl TileCells {
    /// Returns the cells for text: the whole rows without the edge, a cell beside it, and a cell at
    /// the end.
    pub(crate) fn text_area(&self) -> Area {
        let (top, bottom) = (u16::from(self.starts_in_half), u16::from(self.ends_in_half));
        self.area.inner(2, top, u16::from(self.area.width > 8), bottom)
    }
}

/// The lane of a tile in its columns.
struct TileLane {
    /// The position of the lane, from the left.
    lane: usize,
    /// The number of lanes on the screen.
    lanes: usize,
    parts: Vec<LanePart>,
}

/// Half rows of a tile in a lane that several sessions share.
struct LanePart {
    halves: Range<i32>,
    /// The number of other sessions in these halves of the lane.
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
    let top = model.place.top * 2;
    let halves = top..top + i32::from(grid.height) * 2;
    if columns.is_empty() || intersect(&tile.halves, &halves).is_empty() {
        return Vec::new();
    }
    let cells = column_cells(&columns, &visible, grid.width);
    let TileLane { lane, lanes, parts } = lane_of(model, tile, cells.end - cells.start);
    let lane = split_width(lanes, cells.end - cells.start).get(lane).cloned().unwrap_or_default();
    let x = grid.x + cells.start + lane.start;
    // One cell stays free between neighbours.
    let width = (lane.end - lane.start).saturating_sub(1);
    parts
        .into_iter()
        .map(|part| (intersect(&part.halves, &halves), part.behind))
        .filter(|(shown, _)| !shown.is_empty())
        .map(|(shown, behind)| {
            let (first, end) = (shown.start - top, shown.end - top);
            let y = grid.y + to_u16(first / 2);
            TileCells {
                area: Area { x, y, width, height: to_u16((end + 1) / 2 - first / 2) },
                starts_in_half: first % 2 == 1,
                ends_in_half: end % 2 == 1,
                is_cut_above: tile.halves.start < shown.start,
                is_cut_below: shown.end < tile.halves.end,
                behind,
            }
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

fn to_u16(cells: i32) -> u16 {
    u16::try_from(cells).unwrap_or(0)
}

/// Returns the lane of a tile in columns of `width` cells.
///
/// If lanes would be narrower than [`LANE_MIN`], sessions share the last lane. The selected session
/// takes its halves of the shared lane first, the others take the remaining ones, so that no time
/// looks free while a session runs.
fn lane_of(model: &Model, tile: &Tile, width: u16) -> TileLane {
    let lanes = tile.lanes.min(usize::from(width / LANE_MIN).max(1));
    let last = lanes - 1;
    if lanes == tile.lanes || tile.lane < last {
        let part = LanePart { halves: tile.halves.clone(), behind: 0 };
        return TileLane { lane: tile.lane, lanes, parts: vec![part] };
    }
    let tiles = model.derived.table.tiles.iter();
    let mut shared: Vec<&Tile> =
        tiles.filter(|other| other.columns == tile.columns && other.lane >= last).collect();
    sort_compactly(&mut shared, |other| {
        (Some(other.session) != model.place.selected, other.ghost, other.lane, other.start)
    });
    let before = shared.iter().take_while(|other| other.session != tile.session);
    let free = before.fold(vec![tile.halves.clone()], |free, other| {
        free.iter().flat_map(|halves| without(halves, &other.halves)).collect()
    });
    let parts = free.into_iter().map(|halves| LanePart {
        behind: shared
            .iter()
            .filter(|other| other.session != tile.session)
            .filter(|other| !intersect(&other.halves, &halves).is_empty())
            .count(),
        halves,
    });
    TileLane { lane: last, lanes, parts: parts.collect() }
}

/// Returns the halves of `halves` above and below `other`.
fn without(halves: &Range<i32>, other: &Range<i32>) -> impl Iterator<Item = Range<i32>> {
    let above = halves.start..halves.end.min(other.start);
    let below = halves.start.max(other.end)..halves.end;
    [above, below].into_iter().filter(|halves| !halves.is_empty())
}

/// Returns the minute that the gutter names in a row of the axis: the minute now in its row, else a
/// start of a visible session, else a full hour.
pub(crate) fn gutter_minute(model: &Model, row: i32) -> Option<i32> {
    named_minute(model, row).or_else(|| full_hour(model, row))
}

/// Returns the minute now in its row, else the start of a visible session that the gutter names.
///
/// If sessions of several minutes start in the row, the selected session decides, then the first
/// session.
pub(crate) fn named_minute(model: &Model, row: i32) -> Option<i32> {
    let visible = screen::columns_shown(model);
    if let Some(now) = minute_now(model).filter(|now| row_of_now(model, *now) == row) {
        return Some(now);
    }
    let starting = model.derived.table.live_tiles().filter(|tile| {
        let is_visible = tile.columns.start < visible.end && visible.start < tile.columns.end;
        is_visible && first_text_row(tile) == row
    });
    let first =
        starting.min_by_key(|tile| (Some(tile.session) != model.place.selected, tile.start));
    first.map(|tile| tile.start)
}

/// Returns the full hour that begins with a row of the axis.
fn full_hour(model: &Model, row: i32) -> Option<i32> {
    let axis = &model.derived.table.axis;
    let from = axis.minute_of_row(row);
    let at = moment_of_minute(&model.agenda, model.place.day, from)?;
    let minutes_to_hour = (60 - i32::try_from(model.shown_time(at).minute()).ok()?) % 60;
    let hour = from + minutes_to_hour;
    let ticks = axis.ticks();
    let is_inside = ticks.first()?.minute <= hour && hour < ticks.last()?.minute;
    (is_inside && axis.half_of_minute(hour) == row * 2).then_some(hour)
}

/// Returns the minute of the day that is now, if the axis includes the minute.
pub(crate) fn minute_now(model: &Model) -> Option<i32> {
    let start = moment_of_minute(&model.agenda, model.place.day, 0)?;
    let minute = i32::try_from((model.now? - start).num_minutes()).ok()?;
    let ticks = model.derived.table.axis.ticks();
    let (first, last) = (ticks.first()?, ticks.last()?);
    (first.minute..last.minute).contains(&minute).then_some(minute)
}

/// Returns the row of the axis that shows a minute as now. A session that starts in the same half
/// row has its text there.
pub(crate) fn row_of_now(model: &Model, minute: i32) -> i32 {
    first_whole_row(model.derived.table.axis.half_of_minute(minute))
}

/// Returns the row of the axis with the first line of a tile's text.
pub(crate) fn first_text_row(tile: &Tile) -> i32 {
    first_whole_row(tile.halves.start)
}

/// Returns the first whole row of the axis from a half row on.
fn first_whole_row(half: i32) -> i32 {
    (half + 1).div_euclid(2)
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

/// Returns the rows that a move of the selection keeps visible: [`wanted_rows`], and two rows above
/// and below as far as the day has rows and the grid has room.
pub(crate) fn rows_with_context(model: &Model) -> Option<Range<i32>> {
    const CONTEXT: i32 = 2;
    let rows = wanted_rows(model)?;
    let free = (i32::from(screen::grid(model).height) - (rows.end - rows.start)).max(0);
    let context = CONTEXT.min(free / 2);
    let last = model.derived.table.axis.height().max(rows.end);
    Some((rows.start - context).max(rows.start.min(0))..(rows.end + context).min(last))
}

/// Returns the rows of the selected tile that scrolling keeps visible: all rows, or two rows at the
/// cursor if the tile is higher than the grid.
pub(crate) fn wanted_rows(model: &Model) -> Option<Range<i32>> {
    let rows = selected_tile(model)?.rows();
    if rows.end - rows.start <= i32::from(screen::grid(model).height) {
        return Some(rows);
    }
    let row = model.derived.table.axis.row_of_minute(focus_minute(model));
    Some(row..row + 2)
}
