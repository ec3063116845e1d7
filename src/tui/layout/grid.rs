//! The tiles of the timetable on the screen: areas, lanes, the tile at a cell.

use super::area::Area;
use super::column_widths::column_cells;
use super::gutter::named_minutes;
use super::screen;
use super::shared_lane::{SharedLanes, TileLane, seat_in_row};
use super::tile_rows::selected_tile;
use crate::timetable::{Tile, split_width};
use crate::tui::state::Model;
use std::cmp::Reverse;
use std::ops::Range;

/// A visible part of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// A visible part of a tile. A tile has one part in general, and several if the selected tile lies
/// before its middle.
#[derive(Debug)]
pub(crate) struct VisiblePart<'m> {
    pub(crate) tile: &'m Tile,
    pub(crate) cells: TileCells,
}

/// The visible part of the timetable: made once for a frame, in time that grows with the visible
/// tiles.
#[derive(Debug)]
pub(crate) struct VisibleGrid<'m> {
    /// The visible parts of tiles, in the order of the timetable.
    pub(crate) parts: Vec<VisiblePart<'m>>,
    /// The cells of the grid on the screen.
    pub(crate) area: Area,
    /// The visible columns.
    pub(super) columns: Range<usize>,
    /// The first visible row of the axis.
    top: i32,
    /// The minute that the gutter names in each visible row.
    pub(super) named_minutes: Vec<Option<i32>>,
}

impl<'m> VisibleGrid<'m> {
    /// Returns the visible part of the timetable of `model`.
    pub(crate) fn new(model: &'m Model) -> VisibleGrid<'m> {
        let columns = screen::columns_shown(model);
        let tiles = model.derived.table.tiles_in(&columns);
        let named_minutes = named_minutes(model, &tiles);
        VisibleGrid {
            parts: visible_among(model, tiles),
            area: screen::grid(model),
            columns,
            top: model.place.top,
            named_minutes,
        }
    }

    /// Returns the minute that the gutter names in a row. `None`: the row is not visible, or its
    /// minutes deserve no label.
    pub(crate) fn named_minute(&self, row: i32) -> Option<i32> {
        let line = usize::try_from(row.checked_sub(self.top)?).ok()?;
        self.named_minutes.get(line).copied().flatten()
    }

    /// Returns the minute that the gutter names in a line of the grid.
    pub(crate) fn named_minute_of_line(&self, line: u16) -> Option<i32> {
        self.named_minutes.get(usize::from(line)).copied().flatten()
    }

    /// Returns true for the widest visible tile of a session. Only this tile shows the session's
    /// text.
    pub(crate) fn shows_text(&self, model: &Model, tile: &Tile) -> bool {
        let widest = model.derived.table.tiles_of(tile.session).max_by_key(|other| {
            let (start, end) = (other.columns.start, other.columns.end);
            let width = end.min(self.columns.end).saturating_sub(start.max(self.columns.start));
            (width, other.shows_text, Reverse(start))
        });
        widest.is_some_and(|widest| widest.columns == tile.columns)
    }

    /// Returns the visible parts of a tile.
    pub(crate) fn parts_of(&self, tile: &Tile) -> impl Iterator<Item = TileCells> {
        let parts = self.parts.iter().filter(move |part| part.tile == tile);
        parts.map(|part| part.cells)
    }
}

/// Returns the visible parts of tiles.
fn visible_among<'m>(
    model: &Model,
    tiles: impl IntoIterator<Item = &'m Tile>,
) -> Vec<VisiblePart<'m>> {
    let (grid, visible) = (screen::grid(model), screen::columns_shown(model));
    let top = model.place.top * 2;
    let halves = top..top + i32::from(grid.height) * 2;
    let cells = column_cells(model);
    let mut lanes = SharedLanes::default();
    let mut parts = Vec::new();
    for tile in tiles {
        let columns = tile.columns.start.max(visible.start)..tile.columns.end.min(visible.end);
        if columns.is_empty() || intersect(&tile.halves, &halves).is_empty() {
            continue;
        }
        let first = cells.get(columns.start - visible.start);
        let last = cells.get(columns.end - 1 - visible.start);
        let Some((first, last)) = first.zip(last) else { continue };
        let window = Window { columns: first.start..last.end, halves: halves.clone(), grid };
        window.add_parts(model, &mut lanes, tile, &mut parts);
    }
    parts
}

/// The part of the screen in which a tile may be visible.
struct Window {
    /// The cells of the visible columns of the tile, from the left of the grid.
    columns: Range<u16>,
    /// The visible half rows of the axis.
    halves: Range<i32>,
    grid: Area,
}

impl Window {
    /// Adds the visible parts of a tile.
    fn add_parts<'m>(
        &self,
        model: &Model,
        lanes: &mut SharedLanes,
        tile: &'m Tile,
        visible: &mut Vec<VisiblePart<'m>>,
    ) {
        let width = self.columns.end - self.columns.start;
        let TileLane { lane, lanes, whole, parts } = lanes.lane_of(model, tile, width);
        let lane = split_width(lanes, width).nth(lane).unwrap_or_default();
        let Some(seat) = seat_in_row(model, tile, lane) else { return };
        let x = self.grid.x + self.columns.start + seat.cells.start;
        // One cell stays free between neighbours.
        let width = (seat.cells.end - seat.cells.start).saturating_sub(1);
        let parts = whole.into_iter().chain(parts);
        visible.extend(parts.filter_map(|part| {
            let place = Area { x, width, ..self.grid };
            let cells = cells_of_halves(place, &part.halves, &self.halves)?;
            let shown = intersect(&part.halves, &self.halves);
            let cells = TileCells {
                is_cut_above: tile.halves.start < shown.start,
                is_cut_below: shown.end < tile.halves.end,
                behind: part.behind + seat.behind,
                ..cells
            };
            Some(VisiblePart { tile, cells })
        }));
    }
}

/// Returns the cells of half rows of an axis. `visible` are the half rows that `place` shows from
/// its top. Returns `None` if none of the half rows is visible.
pub(super) fn cells_of_halves(
    place: Area,
    halves: &Range<i32>,
    visible: &Range<i32>,
) -> Option<TileCells> {
    let shown = intersect(halves, visible);
    let (first, end) = (shown.start - visible.start, shown.end - visible.start);
    (!shown.is_empty()).then(|| TileCells {
        area: Area {
            y: place.y + to_u16(first / 2),
            height: to_u16((end + 1) / 2 - first / 2),
            ..place
        },
        starts_in_half: first % 2 == 1,
        ends_in_half: end % 2 == 1,
        is_cut_above: halves.start < shown.start,
        is_cut_below: shown.end < halves.end,
        behind: 0,
    })
}

fn intersect(a: &Range<i32>, b: &Range<i32>) -> Range<i32> {
    a.start.max(b.start)..a.end.min(b.end)
}

fn to_u16(cells: i32) -> u16 {
    u16::try_from(cells).unwrap_or(0)
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
        && visible_among(model, selected_tile(model)).iter().any(|part| part.cells.behind > 0)
}

/// Returns the tile at a cell of the screen.
pub(crate) fn tile_at(model: &Model, x: u16, y: u16) -> Option<&Tile> {
    let tiles = model.derived.table.tiles_in(&screen::columns_shown(model));
    let parts = visible_among(model, tiles.into_iter().filter(|tile| !tile.ghost));
    parts.into_iter().find(|part| part.cells.area.contains(x, y)).map(|part| part.tile)
}

/// Returns the visible parts of a tile.
#[cfg(test)]
pub(crate) fn tile_cells(model: &Model, tile: &Tile) -> Vec<TileCells> {
    VisibleGrid::new(model).parts_of(tile).collect()
}

/// Returns the minute of the selected session nearest to the cursor.
pub(crate) fn focus_minute(model: &Model) -> i32 {
    let minute = model.place.cursor.minute;
    selected_tile(model).map_or(minute, |tile| tile.nearest_minute(minute))
}

/// Returns the first row that the visible columns need. The rows above are not scrolled to, unless
/// the whole day fits.
pub(crate) fn first_row(model: &Model) -> i32 {
    let visible = screen::columns_shown(model);
    let tiles = model.derived.table.tiles_in(&visible).into_iter();
    let shown = tiles.filter(|tile| !tile.ghost).map(|tile| tile.rows().start);
    let last_top = model.derived.table.axis.height() - i32::from(screen::grid(model).height);
    shown.min().unwrap_or(0).min(last_top).max(0)
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
