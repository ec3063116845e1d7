//! The names of the columns above the timetable.

use super::brush::Brush;
use crate::tui::layout::area::{self, Area, GUTTER};
use crate::tui::layout::column_widths::column_cells;
use crate::tui::layout::line::Line;
use crate::tui::layout::rooms::{column_names, fit_name};
use crate::tui::layout::screen;
use crate::tui::layout::track_heads::track_line;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// Draws the names of the rooms, with the room of the cursor selected, the tracks below if `heads`
/// has a row for them, and the numbers of hidden columns on both sides.
pub(super) fn draw_heads(model: &Model, brush: &mut Brush, heads: Area, grid: Area) {
    let row = heads.row(0);
    let shown = screen::columns_shown(model);
    let names = column_names(model);
    let hidden = area::hidden_columns_label(&shown, names.len());
    let width = brush.right(row, Role::Key, &hidden).width.saturating_sub(GUTTER);
    let free = Area { x: grid.x, width, ..row };
    let has_tracks = heads.height > 1;
    for (cells, column) in column_cells(model).into_iter().zip(shown.clone()) {
        let width = (cells.end - cells.start).saturating_sub(1);
        let below = Area { x: grid.x + cells.start, width, ..heads.row(1) };
        let area = free.inner(cells.start, 0, 0, 0);
        let area = Area { width: area.width.min(width), ..area };
        let name = fit_name(&names, column, usize::from(area.width.saturating_sub(2)));
        let role = match (column == model.place.cursor.column, has_tracks) {
            (true, true) => Role::Key,
            (false, true) => Role::Head,
            (true, false) => Role::ChosenColumn,
            (false, false) => Role::Column,
        };
        let width = usize::from(area.width);
        brush.text(area, role, &format!("{:width$}", format!("  {name}")));
        if has_tracks {
            let line =
                track_line(model, &names, column, usize::from(below.width.saturating_sub(2)));
            draw_track(brush, below, &line);
        }
    }
    if shown.start > 0 {
        brush.text(row, Role::Key, &format!(" {} {}", sign::LEFT, shown.start));
    }
}

/// Draws the line of a column's tracks over a rule.
fn draw_track(brush: &mut Brush, area: Area, line: &Line) {
    let role = line.first().map_or(Role::Column, |run| run.role);
    let rest = brush.text(area, role, "  ");
    let rest = line.iter().fold(rest, |rest, run| match run.role {
        Role::Track(_) => brush.text(rest, run.role, &run.text),
        _ => brush.text(rest, role, &run.text),
    });
    let blank = " ".repeat(usize::from(rest.width));
    brush.text(rest, role, &blank);
}
