//! The lines of a list's rows: one line a row, or in the linear layout a wrapped sentence.
//!
//! A sentence is made when a line of the row may be on the screen. The rows above and below cost
//! nothing.

use super::linear::listed_row_lines;
use super::screen;
use crate::tui::state::Model;

/// Returns the number of lines of a row of the list, at least 1.
pub(crate) fn row_height(model: &Model, row: usize) -> usize {
    match model.settings.linear {
        true => listed_row_lines(model, row, list_width(model)).len().max(1),
        false => 1,
    }
}

/// Returns the row at a line of the list's area, or `None` below the last row.
pub(crate) fn row_at_line(model: &Model, line: u16) -> Option<usize> {
    let mut end = 0;
    (model.place.first_row..model.derived.rows.len()).find(|row| {
        end += row_height(model, *row);
        usize::from(line) < end
    })
}

/// Returns true if a row, or a line of a row, is hidden below the list's area.
pub(crate) fn has_rows_below(model: &Model) -> bool {
    let height = screen::list_area(model).height;
    match height.checked_sub(1).map(|last| row_at_line(model, last)) {
        None | Some(None) => false,
        Some(Some(last)) => {
            let shown = (model.place.first_row..=last).map(|row| row_height(model, row));
            last + 1 < model.derived.rows.len() || shown.sum::<usize>() > usize::from(height)
        }
    }
}

fn list_width(model: &Model) -> usize {
    usize::from(screen::list_area(model).width)
}
