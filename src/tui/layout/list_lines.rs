//! The lines of a list's rows: one line a row, or a card of the search, or in the linear layout a
//! wrapped sentence.
//!
//! A sentence is made when a line of the row may be on the screen. The rows above and below cost
//! nothing.

use super::hit_card::rows_of_hit;
use super::linear::{listed_row_lines, message_lines};
use super::screen;
use crate::tui::state::{Model, Row};

/// Returns the number of lines of a row of the list, at least 1. In the linear layout, the selected
/// row has a free line for the message, and more for a longer message: a message hides no row.
pub(crate) fn row_height(model: &Model, row: usize) -> usize {
    if model.settings.linear {
        let width = list_width(model);
        let is_selected =
            row == model.place.row && model.derived.rows.get(row).is_some_and(Row::is_selectable);
        let free = if is_selected { message_lines(model, width).len().max(1) } else { 0 };
        return listed_row_lines(model, row, width).len().max(1) + free;
    }
    match model.derived.rows.get(row) {
        Some(Row::Session { session, .. }) if screen::has_hit_cards(model) => {
            rows_of_hit(model, *session)
        }
        _ => 1,
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

/// Returns the rows of a page: those on the screen, or the height of the list if all are.
pub(crate) fn rows_of_page(model: &Model) -> u16 {
    let (height, count) = (screen::list_area(model).height, model.derived.rows.len());
    let end = row_at_line(model, height.saturating_sub(1)).map_or(count, |last| last + 1);
    let shown = end.saturating_sub(model.place.first_row);
    if shown < count { u16::try_from(shown).unwrap_or(height) } else { height }
}

fn list_width(model: &Model) -> usize {
    usize::from(screen::list_area(model).width)
}
