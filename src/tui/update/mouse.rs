//! The mouse: it selects what is under it.

use super::movement::{change_day, move_focus, scroll_text, select_row};
use super::navigation::select_tile;
use super::{picker, screens};
use crate::timetable::{Cursor, Tile, nearest_column, split_width};
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::area::Area;
use crate::tui::layout::{area, grid, screen, tabs};
use crate::tui::state::{Focus, Model, PickerKind, Row};

pub(super) fn click(model: &mut Model, x: u16, y: u16, double: bool) -> Option<Effect> {
    let panes = screen::panes(model);
    if let Focus::Picker(menu) = model.focus {
        return picker::click(model, menu, x, y, double);
    }
    if panes.filter.contains(x, y) {
        picker::open_picker(model, PickerKind::Filter);
    } else if model.focus == Focus::Help || model.focus == (Focus::Detail { full: true }) {
        model.set_focus(Focus::Main);
    } else if panes.detail.contains(x, y) {
        model.set_focus(Focus::Detail { full: false });
    } else if panes.header.contains(x, y) {
        if let Some(day) = tabs::day_at(model, x) {
            change_day(model, Some(day));
        }
    } else if panes.main.contains(x, y) {
        model.set_focus(Focus::Main);
        let hit =
            if screen::is_list(model) { click_list(model, y) } else { click_grid(model, x, y) };
        if hit && (double || on_count(model, x, y)) {
            return screens::open_selected(model);
        }
    }
    None
}

/// Whether a cell of the selected tile is that of its `+2`.
fn on_count(model: &Model, x: u16, y: u16) -> bool {
    let tile = grid::selected_tile(model);
    let pieces = tile
        .filter(|_| !screen::is_list(model))
        .map(|tile| grid::tile_cells(model, tile))
        .unwrap_or_default();
    pieces.iter().any(|cells| {
        let digits = cells.behind.to_string().len();
        let right = cells.area.x + cells.area.width;
        cells.behind > 0 && y == cells.area.y && (x..right).len() <= digits + 1 && x < right
    })
}

fn click_list(model: &mut Model, y: u16) -> bool {
    let area = screen::list_area(model);
    let Some(line) = y.checked_sub(area.y) else { return false };
    let row = model.place.first_row + usize::from(line);
    let hit = model.derived.rows.get(row).is_some_and(Row::is_selectable);
    if hit {
        select_row(model, row);
    }
    hit
}

fn click_grid(model: &mut Model, x: u16, y: u16) -> bool {
    let grid = screen::grid(model);
    if y + 1 == grid.y && screen::columns_shown(model).start > 0 && x < grid.x {
        beside(model, false);
        return false;
    }
    if y + 1 == grid.y && x >= grid.x && grid.width > 0 {
        let beyond =
            area::hidden_columns_label(&screen::columns_shown(model), model.derived.columns.len());
        if usize::from(grid.x + grid.width - x) <= beyond.chars().count() {
            beside(model, true);
            return false;
        }
        // The name of a room leads there, at the same time.
        let cursor =
            Cursor { minute: model.place.cursor.minute, ..cursor_at(model, grid, x, grid.y) };
        go_beside(model, cursor);
        return false;
    }
    let Some(cursor) = grid.contains(x, y).then(|| cursor_at(model, grid, x, y)) else {
        return false;
    };
    let tile = grid::tile_at(model, x, y).map(|tile| (tile.session, tile.start));
    if let Some((session, start)) = tile {
        model.place.selected = Some(session);
        model.place.cursor = Cursor { minute: cursor.minute.max(start), ..cursor };
        model.scroll = 0;
    }
    tile.is_some()
}

/// To the rooms beside those that are shown, at the same time.
pub(super) fn beside(model: &mut Model, right: bool) {
    let shown = screen::columns_shown(model);
    let last = model.derived.columns.len().saturating_sub(1);
    let column = if right { shown.end.min(last) } else { shown.start.saturating_sub(1) };
    let beyond =
        |tile: &Tile| if right { tile.columns.end > column } else { tile.columns.start <= column };
    let is_there = if right { shown.end <= last } else { shown.start > 0 };
    let cursor = Cursor { column, ..model.place.cursor };
    match model
        .derived
        .table
        .nearest_tile_where(cursor, beyond)
        .filter(|_| is_there)
        .map(|tile| tile.columns.clone())
    {
        Some(columns) => {
            let column = column.clamp(columns.start, columns.end - 1);
            model.place.first_column =
                if right { column } else { (column + 1).saturating_sub(shown.len()) };
            go_beside(model, Cursor { column, ..cursor });
        }
        None => {
            let side = if right { "right" } else { "left" };
            model.show_message(format!("There is nothing further to the {side} on this day."));
        }
    }
}

/// To what is nearest in a column; the eye keeps its time.
fn go_beside(model: &mut Model, cursor: Cursor) {
    let there = model
        .derived
        .table
        .nearest_tile(cursor)
        .map(|tile| (tile.session, nearest_column(tile, cursor.column)));
    if let Some((session, column)) = there {
        (model.place.selected, model.place.cursor) = (Some(session), Cursor { column, ..cursor });
    }
    model.scroll = 0;
}

fn cursor_at(model: &Model, grid: Area, x: u16, y: u16) -> Cursor {
    let shown = screen::columns_shown(model);
    let columns = split_width(shown.len(), grid.width);
    let column = columns.iter().position(|cells| cells.contains(&(x - grid.x))).unwrap_or(0);
    let row = model.place.top + i32::from(y - grid.y);
    Cursor { column: shown.start + column, minute: model.derived.table.axis.minute_of_row(row) }
}

/// Moves what is seen of the timetable. What is selected stays so while it is seen; then it is what
/// is nearest to it there.
fn scroll_grid(model: &mut Model, rows: i32) {
    let height = i32::from(screen::grid(model).height);
    let axis = &model.derived.table.axis;
    let top = (model.place.top + rows).clamp(0, (axis.height() - height).max(0));
    let seen = top..top + height;
    model.place.top = top;
    let column = model.place.cursor.column;
    let eye = axis.row_of_minute(grid::focus_minute(model));
    // What the selection wants to be seen of.
    let wanted = grid::wanted_rows(model);
    if wanted.is_some_and(|wanted| seen.start <= wanted.start && wanted.end <= seen.end) {
        return;
    }
    let whole = |tile: &&Tile| seen.start <= tile.rows.start && tile.rows.end <= seen.end;
    let away = |tile: &&Tile| {
        (nearest_column(tile, column).abs_diff(column), tile.rows.start.abs_diff(eye))
    };
    let partly = |tile: &&Tile| tile.rows.start < seen.end && seen.start < tile.rows.end;
    let of_whole = model.derived.table.live_tiles().filter(whole).min_by_key(away);
    let nearest = of_whole
        .or_else(|| model.derived.table.live_tiles().filter(partly).min_by_key(away))
        .cloned();
    let minute = axis.minute_of_row(eye.clamp(seen.start, seen.end - 2));
    select_tile(model, nearest.as_ref());
    if nearest.is_some_and(|tile| tile.rows.end - tile.rows.start > height) {
        model.place.cursor.minute = minute;
    }
}

/// What scrolls goes by so many rows for each notch of the wheel; in lists the selection goes by
/// one.
const ROWS: i32 = 3;

pub(super) fn wheel(model: &mut Model, x: u16, y: u16, rows: i32) {
    if let Focus::Picker(open) = model.focus {
        let command = if rows > 0 { Command::Down } else { Command::Up };
        return (0..rows.abs()).for_each(|_| picker::wheel(model, open, command));
    }
    if screen::panes(model).detail.contains(x, y) && model.focus == Focus::Main {
        model.set_focus(Focus::Detail { full: false });
    } else if screen::panes(model).main.contains(x, y)
        && model.focus == (Focus::Detail { full: false })
    {
        model.set_focus(Focus::Main);
    }
    if model.focus == Focus::Main && !screen::is_list(model) {
        return scroll_grid(model, rows * ROWS);
    }
    let over_detail = model.focus != Focus::Main;
    let command = if rows > 0 { Command::Down } else { Command::Up };
    for _ in 0..rows.abs() * if over_detail { ROWS } else { 1 } {
        if over_detail { scroll_text(model, command) } else { move_focus(model, command) }
    }
}
