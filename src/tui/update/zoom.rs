//! Zooms the timetable.

use super::derive::{derive_timetable, fitted_day};
use crate::tui::layout::{screen, tile_rows};
use crate::tui::state::Model;

/// Gives a minute more rows (`step` 1) or fewer (`step` -1). If the whole day is on the screen, a
/// minute keeps its rows.
pub(super) fn zoom_by_step(model: &mut Model, step: i32) {
    let height = i32::from(screen::grid(model).height);
    if step < 0 && !screen::is_list(model) && model.derived.table.axis.height() <= height {
        model.show_message("The whole day is on the screen.");
        return;
    }
    if !zoom_to(model, |zoom| zoom + step) && !screen::is_list(model) {
        let limit = if step > 0 { "This is the largest." } else { "This is the smallest." };
        model.show_message(limit);
    }
}

/// Zooms so that the whole day fits.
pub(super) fn zoom_to_fit(model: &mut Model) {
    zoom_to(model, |_| 0);
}

/// Applies `next` to the zoom until the axis changes. The selected tile keeps its row on the
/// screen. Returns false if no further zoom changes the axis.
fn zoom_to(model: &mut Model, next: impl Fn(i32) -> i32) -> bool {
    let height = i32::from(screen::grid(model).height);
    let fit = fitted_day(model).scale;
    let (row, zoom) = (selected_row(model), model.settings.zoom);
    let axis = model.derived.table.axis.clone();
    // If sessions require all rows of the screen, some steps change nothing.
    while model.derived.table.axis == axis {
        let wanted = next(model.settings.zoom);
        let is_end = fit.zoom(wanted) == fit.zoom(model.settings.zoom);
        model.settings.zoom = if is_end { zoom } else { wanted };
        derive_timetable(model);
        if is_end {
            return false;
        }
    }
    let is_visible = row >= model.place.top;
    let tile = tile_rows::selected_tile(model);
    if let Some(tile) =
        tile.filter(|tile| tile.rows().end - tile.rows().start > height && is_visible)
    {
        // The tile has outgrown the screen: its beginning stays visible.
        model.place.cursor.minute = tile.start;
    }
    model.place.top += selected_row(model) - row;
    true
}

/// Returns the first row of the selected tile.
fn selected_row(model: &Model) -> i32 {
    tile_rows::selected_tile(model).map_or(0, |tile| tile.rows().start)
}
