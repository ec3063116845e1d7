//! The names of the columns above the timetable.

use super::brush::Brush;
use crate::tui::layout::area::{self, Area, GUTTER};
use crate::tui::layout::column_widths::column_cells;
use crate::tui::layout::rooms::{column_names, fit_name};
use crate::tui::layout::screen;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// Draws the names of the rooms, with the room of the cursor selected, and the numbers of hidden
/// columns on both sides.
pub(super) fn draw_heads(model: &Model, brush: &mut Brush, row: Area, grid: Area) {
    let shown = screen::columns_shown(model);
    let names = column_names(model);
    let hidden = area::hidden_columns_label(&shown, names.len());
    let width = brush.right(row, Role::Key, &hidden).width.saturating_sub(GUTTER);
    let free = Area { x: grid.x, width, ..row };
    for (cells, column) in column_cells(model).into_iter().zip(shown.clone()) {
        let area = free.inner(cells.start, 0, 0, 0);
        let width = area.width.min((cells.end - cells.start).saturating_sub(1));
        let area = Area { width, ..area };
        let name = fit_name(&names, column, usize::from(area.width.saturating_sub(2)));
        let is_chosen = column == model.place.cursor.column;
        let role = if is_chosen { Role::ChosenColumn } else { Role::Column };
        let width = usize::from(area.width);
        brush.text(area, role, &format!("{:width$}", format!("  {name}")));
    }
    if shown.start > 0 {
        brush.text(row, Role::Key, &format!(" {} {}", sign::LEFT, shown.start));
    }
}
