//! The timetable: time down, rooms across.

use super::brush::Brush;
use super::heads::draw_heads;
use super::tiles::draw_drawings;
use crate::tui::layout::area::{Area, GUTTER};
use crate::tui::layout::card::{clock_time, tile_drawings};
use crate::tui::layout::card_memory::CardMemory;
use crate::tui::layout::empty_day::empty_day_sentences;
use crate::tui::layout::grid::VisibleGrid;
use crate::tui::layout::gutter::gutter_role;
use crate::tui::layout::{screen, tile_rows};
use crate::tui::state::{Focus, Model};
use crate::tui::theme::{Role, sign};

/// Draws the timetable into the main pane. Of the grid, the cells that differ from the frame before
/// are drawn. Returns the first cell of the selected session.
pub(super) fn draw_timetable(
    model: &Model,
    brush: &mut Brush,
    main: Area,
    memory: &mut CardMemory,
) -> Option<(u16, u16)> {
    let grid = screen::grid(model);
    let visible = VisibleGrid::new(model);
    let drawings = tile_drawings(model, &visible, memory);
    let line_of_now = line_of_now(model, grid);
    let has_focus = model.focus == Focus::Main;
    let row_of_now = line_of_now.map(|line| grid.row(line));
    let is_kept = brush.take_kept() == grid;
    let repaint = memory.repaint(&drawings, has_focus, row_of_now);
    let drawn = match repaint.filter(|_| is_kept && !drawings.is_empty()) {
        Some(repaint) => {
            repaint.areas.iter().for_each(|area| brush.clear(*area));
            repaint.tiles.iter().filter_map(|position| drawings.get(*position)).collect()
        }
        None => {
            if is_kept {
                brush.clear(grid);
            }
            drawings.iter().collect::<Vec<_>>()
        }
    };
    draw_heads(model, brush, screen::heads(model), grid);
    draw_gutter(model, &visible, brush, Area { x: main.x, width: GUTTER, ..grid });
    if model.derived.table.live_tiles().next().is_none() {
        for (row, sentence) in (1..grid.height).zip(empty_day_sentences(model)) {
            brush.fitted(grid.row(row), Role::Faint, &sentence);
        }
    }
    draw_drawings(brush, &drawn);
    draw_now(model, brush, main, grid);
    let cells = visible.parts_of(tile_rows::selected_tile(model)?).next()?;
    let text = cells.text_area();
    let y = text.y.min(cells.area.y + cells.area.height.saturating_sub(1));
    // The first cell of a tile is its bar.
    Some((cells.area.x + u16::from(cells.area.width > 1), y))
}

/// Draws the times at the left of the grid and the folds.
fn draw_gutter(model: &Model, visible: &VisibleGrid<'_>, brush: &mut Brush, area: Area) {
    for tick in model.derived.table.axis.ticks().iter().filter(|tick| tick.folded) {
        let x = if tick.starts { GUTTER - 1 } else { 3 };
        if let Some(line) = visible_line(model, area, tick.row()) {
            brush.text(area.row(line).inner(x, 0, 0, 0), Role::Faint, sign::FOLDED);
        }
    }
    for line in 0..area.height {
        let row = model.place.top + i32::from(line);
        let Some(minute) = visible.named_minute(row) else { continue };
        let label = clock_time(model, minute).unwrap_or_default();
        let role = gutter_role(model, minute);
        brush.text(area.row(line).inner(1, 0, 0, 0), role, &label);
    }
}

/// Returns the line of `area` that shows a row of the axis.
fn visible_line(model: &Model, area: Area, row: i32) -> Option<u16> {
    let line = u16::try_from(row.checked_sub(model.place.top)?).ok()?;
    (line < area.height).then_some(line)
}

/// Returns the line of the grid with the time now.
fn line_of_now(model: &Model, grid: Area) -> Option<u16> {
    let row = tile_rows::row_of_now(model, tile_rows::minute_now(model)?);
    visible_line(model, grid, row)
}

/// Draws the time now in the gutter, and the line of now through the free cells of its row.
fn draw_now(model: &Model, brush: &mut Brush, main: Area, grid: Area) {
    let Some(line) = line_of_now(model, grid) else { return };
    let Some(minute) = tile_rows::minute_now(model) else { return };
    let Some(label) = clock_time(model, minute) else { return };
    let gutter = Area { x: main.x, width: GUTTER - 1, ..grid.row(line) };
    brush.fitted(gutter, Role::NowPill, &format!("{:1$}", "", usize::from(gutter.width)));
    brush.fitted(gutter.inner(u16::from(gutter.width > 5), 0, 0, 0), Role::NowPill, &label);
    brush.line_through(grid.row(line), Role::Now, sign::NOW_LINE);
}
