//! Brings the derived state up to date after a change: columns, timetable, rows, selection, scroll.

use super::derive::{derive_columns, derive_timetable, first_of_day};
use super::list::refresh_list;
use super::timeline::derive_timeline;
use crate::timetable::scroll_to_show;
use crate::tui::layout::list_lines::row_height;
use crate::tui::layout::scroll::{ScrolledRows, scroll_list};
use crate::tui::layout::{area, grid, rows, screen, tile_rows};
use crate::tui::state::{Model, Row, Screen};

/// Derives everything again. Called after every change of the model.
pub(super) fn refresh_model(model: &mut Model) {
    derive_columns(model);
    derive_timetable(model);
    settle_selection(model);
    let before = model.derived.rows.get(model.place.row).cloned();
    derive_rows(model);
    if let (Screen::Mine { .. }, Some(before)) = (&model.screen, before) {
        // A mark adds and removes rows of this screen.
        let same = before.find_nearest(&model.derived.rows, model.place.row);
        model.place.row = same.unwrap_or(model.place.row);
    }
    settle_row(model);
    follow_row(model);
    derive_timeline(model);
    if !screen::is_list(model) {
        follow_tile(model);
    }
    refresh_list(model);
}

/// Derives the rows of the list, unless they are those of the day on the screen already.
fn derive_rows(model: &mut Model) {
    let key = rows::rows_key(model);
    if key.is_none() || key != model.derived.rows_key {
        model.derived.rows = rows::screen_rows(model);
        model.derived.rows_key = key;
    }
}

/// Selects the session nearest to the cursor if the timetable has no selection. A break is selected
/// only on a day of breaks.
fn settle_selection(model: &mut Model) {
    if model.screen != Screen::Day || model.place.selected.is_some() {
        return;
    }
    let (table, cursor) = (&model.derived.table, model.place.cursor);
    let talk = table.nearest_tile_where(cursor, |tile| !tile.band);
    let nearest = talk.or_else(|| table.nearest_tile(cursor));
    match nearest.map(|tile| (tile.session, tile.start)) {
        Some((session, start)) => {
            model.place.selected = Some(session);
            model.place.cursor.minute = start;
        }
        None => model.place.selected = first_of_day(model),
    }
}

/// Moves the selected row to the selected session. On a screen other than the day, the session of
/// the row is selected then.
fn settle_row(model: &mut Model) {
    let rows = &model.derived.rows;
    let is_day = model.screen == Screen::Day;
    let selected = model.place.selected;
    let is_settled = rows
        .get(model.place.row)
        .is_some_and(|row| row.is_selectable() && (row.session() == selected || !is_day));
    if !is_settled {
        let same = rows.iter().position(|row| row.session() == selected && selected.is_some());
        let mut above = rows.iter().take(model.place.row.saturating_add(1));
        let near = above.rposition(Row::is_selectable);
        let first = rows.iter().position(Row::is_selectable);
        model.place.row = same.or(near).or(first).unwrap_or(0);
    }
    if !is_day {
        model.place.selected = rows.get(model.place.row).and_then(Row::session);
    }
}

/// Scrolls the list as little as the selected row requires.
fn follow_row(model: &mut Model) {
    let rows = &model.derived.rows;
    let row = model.place.row;
    // The heading above the first selectable row belongs to the row.
    let from = if rows.iter().take(row).any(Row::is_selectable) { row } else { 0 };
    let below = rows.iter().skip(row + 1);
    let rest = below.take_while(|row| matches!(row, Row::Match(_))).count();
    let area_height = screen::list_area(model).height;
    let height = usize::from(area_height);
    // A distant row comes to a third of the screen.
    let near = model.place.first_row.saturating_sub(height)..model.place.first_row + 2 * height;
    if !near.contains(&row) {
        model.place.first_row = row.saturating_sub(height / 3);
    }
    let wanted = from..(row + 1 + rest).min(rows.len());
    let scrolled = ScrolledRows {
        count: rows.len(),
        height: area_height,
        lines_of: &|row| row_height(model, row),
    };
    let first = model.place.first_row;
    model.place.first_row = match model.settings.linear {
        true => scrolled.show_by_pages(first, wanted),
        false => scrolled.show_with_context(first, wanted),
    };
}

/// Scrolls the timetable as little as the selected tile requires.
fn follow_tile(model: &mut Model) {
    let grid = screen::grid(model);
    let Some(tile) = tile_rows::selected_tile(model) else { return };
    let (columns, is_band) = (tile.columns.clone(), tile.band);
    let column = tile.nearest_column(model.place.cursor.column);
    let wanted = grid::wanted_rows(model).unwrap_or_default();
    let axis_height = model.derived.table.axis.height();
    model.place.top = scroll_to_show(model.place.top, i32::from(grid.height), wanted, axis_height);
    let count = model.derived.columns.len();
    let shown = area::columns_shown(grid, count);
    let wanted = if !is_band && columns.len() <= shown { columns } else { column..column + 1 };
    model.place.first_column = scroll_list(model.place.first_column, shown, wanted, count);
    model.place.top = model.place.top.max(grid::first_row(model));
}
