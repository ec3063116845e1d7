//! The timetable: time down, rooms across.

use super::brush::Brush;
use super::heads::draw_heads;
use crate::agenda::moment_of_minute;
use crate::timetable::Tile;
use crate::tui::layout::area::{self, Area, GUTTER};
use crate::tui::layout::card::{TileDrawing, clock_time, tile_drawings};
use crate::tui::layout::{grid, screen};
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// Draws the timetable into the main pane. Returns the first cell of the selected session.
pub(super) fn draw_timetable(model: &Model, brush: &mut Brush, main: Area) -> Option<(u16, u16)> {
    let grid = area::grid(main);
    draw_heads(model, brush, main.row(0), grid);
    draw_gutter(model, brush, Area { x: main.x, width: GUTTER, ..grid }, grid);
    if model.derived.table.live_tiles().next().is_none() {
        let reason = if model.settings.filter.is_empty() {
            "All rooms are hidden."
        } else {
            "The filter hides all sessions of this day."
        };
        brush.fitted(grid.row(1), Role::Faint, reason);
    }
    for drawing in tile_drawings(model) {
        draw_tile(brush, &drawing);
    }
    let cells = grid::tile_cells(model, grid::selected_tile(model)?);
    // The first cell of a tile is its bar.
    cells.first().map(|cells| (cells.area.x + u16::from(cells.area.width > 1), cells.area.y))
}

fn draw_tile(brush: &mut Brush, drawing: &TileDrawing) {
    brush.on_tile(drawing.is_card);
    for (row, drawn) in (0..drawing.area.height).zip(&drawing.rows) {
        let area = drawing.area.row(row);
        brush.over(drawn.over);
        if drawing.is_card {
            brush.blank(area);
        }
        brush.line(area, &drawn.line);
        brush.right(area, Role::Key, &drawn.count);
    }
    brush.over(None);
    brush.on_tile(false);
}

/// Draws the times at the left of the grid, the folds and the line of now.
fn draw_gutter(model: &Model, brush: &mut Brush, area: Area, grid: Area) {
    draw_folds(model, brush, area);
    for line in 0..area.height {
        let row = model.place.top + i32::from(line);
        let Some(minute) = grid::named_minute(model, row) else { continue };
        let label = clock_time(model, minute).unwrap_or_default();
        let role = gutter_role(model, minute);
        brush.text(area.row(line).inner(1, 0, 0, 0), role, &label);
    }
    draw_now(model, brush, area, grid);
}

/// Draws a sign where time is left out.
fn draw_folds(model: &Model, brush: &mut Brush, area: Area) {
    let ticks = model.derived.table.axis.ticks().iter();
    for tick in ticks.filter(|tick| tick.folded) {
        let x = if tick.starts { GUTTER - 1 } else { 3 };
        if let Some(line) = visible_line(model, area, tick.row) {
            brush.text(area.row(line).inner(x, 0, 0, 0), Role::Faint, sign::FOLDED);
        }
    }
}

/// Returns the line of `area` that shows a row of the axis.
fn visible_line(model: &Model, area: Area, row: i32) -> Option<u16> {
    let line = u16::try_from(row.checked_sub(model.place.top)?).ok()?;
    (line < area.height).then_some(line)
}

/// Returns the role of a time: bold for the selected session, faint if no visible session starts.
fn gutter_role(model: &Model, minute: i32) -> Role {
    let shown = screen::columns_shown(model);
    let starts_here = |tile: &Tile| {
        tile.start == minute && tile.columns.start < shown.end && shown.start < tile.columns.end
    };
    if grid::selected_tile(model).is_some_and(|tile| tile.start == minute) {
        Role::Title
    } else if model.derived.table.live_tiles().any(starts_here) {
        Role::Text
    } else {
        Role::Faint
    }
}

/// Draws the sign of now in the gutter and the line of now between the tiles.
fn draw_now(model: &Model, brush: &mut Brush, area: Area, grid: Area) {
    let Some(minute) = minute_now(model) else { return };
    let axis_row = model.derived.table.axis.row_of_minute(minute);
    let Some(line) = visible_line(model, area, axis_row) else { return };
    let Some(label) = clock_time(model, minute) else { return };
    let rest = brush.text(area.row(line), Role::Now, sign::NOW);
    // The start of the sessions in this row is worth more: the header shows the time now.
    if grid::named_minute(model, axis_row).is_none() {
        brush.text(rest, Role::Now, &label);
    }
    draw_now_line(model, brush, grid, line, minute);
}

/// Returns the minute of the day that is now, if the axis includes the minute.
fn minute_now(model: &Model) -> Option<i32> {
    let start = moment_of_minute(&model.agenda, model.place.day, 0)?;
    let minute = i32::try_from((model.now? - start).num_minutes()).ok()?;
    let ticks = model.derived.table.axis.ticks();
    let (first, last) = (ticks.first()?, ticks.last()?);
    (first.minute..last.minute).contains(&minute).then_some(minute)
}

/// Draws the line of now where four or more cells in a row are free.
fn draw_now_line(model: &Model, brush: &mut Brush, grid: Area, line: u16, minute: i32) {
    const MIN_CELLS: usize = 4;
    let y = grid.y + line;
    let tiles = model.derived.table.tiles.iter();
    let taken: Vec<Area> = tiles.flat_map(|tile| cells_under_now(model, tile, minute, y)).collect();
    let free: Vec<bool> = (grid.x..grid.x + grid.width)
        .map(|x| !taken.iter().any(|area| area.contains(x, y)))
        .collect();
    let mut x = grid.x;
    for run in free.chunk_by(|a, b| a == b) {
        let width = u16::try_from(run.len()).unwrap_or(0);
        if run.len() >= MIN_CELLS && run.first() == Some(&true) {
            let area = Area { x, y, width, height: 1 };
            brush.text(area, Role::Now, &sign::NOW_LINE.repeat(run.len() - 1));
        }
        x += width;
    }
}

/// Returns the areas of a tile that the line of now must not cross: the rule of a band, all cells
/// of a card. A session that runs now is never crossed, even if its tile ends in the row above.
fn cells_under_now(model: &Model, tile: &Tile, minute: i32, y: u16) -> Vec<Area> {
    let runs_now = (tile.start..tile.end).contains(&minute);
    let areas = grid::tile_cells(model, tile).into_iter().map(|cells| cells.area);
    areas
        .map(|area| match (tile.band, runs_now) {
            (true, _) => area.row(0),
            (false, true) => Area { y, height: 1, ..area },
            (false, false) => area,
        })
        .collect()
}
