//! The mouse: clicks select and open, and the wheel scrolls.

use super::movement::{change_day, move_focus, scroll_text, select_row};
use super::navigation::{select_near, select_tile};
use super::step::StepDirection;
use super::{changes, list, map, picker, screens, search, timeline};
use crate::timetable::{Cursor, Tile};
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::area::Area;
use crate::tui::layout::chips::query_notes;
use crate::tui::layout::column_widths::column_cells;
use crate::tui::layout::day_map::DayMap;
use crate::tui::layout::grid::VisibleGrid;
use crate::tui::layout::list_lines::row_at_line;
use crate::tui::layout::{area, grid, screen, status, tabs, tile_rows};
use crate::tui::state::{Focus, Model, PickerKind, Row};
use chrono::{DateTime, Utc};

/// Handles a click at a cell of the screen. The second click of a double click opens the selection.
pub(super) fn handle_click(
    model: &mut Model,
    (x, y): (u16, u16),
    double: bool,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    let panes = screen::panes(model);
    if let Focus::Picker(picker) = model.focus {
        return picker::handle_picker_click(model, picker, (x, y), double, clock);
    }
    if panes.footer.contains(x, y) && model.news.unread > 0 {
        changes::open_changes(model);
    } else if panes.filter.contains(x, y) {
        list::open_picker(model, PickerKind::Filter);
    } else if model.focus == Focus::Help || model.focus == (Focus::Detail { full: true }) {
        model.close_layer();
    } else if let Focus::Map { .. } = model.focus
        && !panes.header.contains(x, y)
    {
        map::click_map(model, x, y);
    } else if let Some(place) = DayMap::in_corner(model).and_then(|map| map.place_at(x, y)) {
        model.focus = Focus::Main;
        let cursor = Cursor { column: place.column, minute: place.minute };
        select_near(model, cursor);
    } else if let Some(word) = chip_at(model, screen::prompt_area(model), x, y) {
        search::take_chip_away(model, word);
    } else if panes.detail.contains(x, y) {
        model.focus = Focus::Detail { full: false };
    } else if panes.header.contains(x, y) {
        if status::is_on_problems(model, x) {
            list::open_picker(model, PickerKind::Problems);
        } else if let Some(day) = tabs::day_at(model, x) {
            change_day(model, Some(day));
        }
    } else if panes.main.contains(x, y) {
        model.focus = Focus::Main;
        let hit = match screen::is_list(model) {
            _ if screen::is_timeline(model) => click_timeline(model, x, y),
            true => click_list(model, y),
            false => click_grid(model, x, y),
        };
        if hit && (double || is_on_count(model, x, y)) {
            return screens::open_selected(model);
        }
    }
    None
}

/// Returns the number of the word of the chip at a cell of the query line.
fn chip_at(model: &Model, line: Area, x: u16, y: u16) -> Option<usize> {
    let notes = query_notes(model, line).notes.into_iter().filter(|_| line.contains(x, y));
    let mut chips = notes.filter(|note| note.is_chip && note.cells.contains(&x));
    chips.next().map(|chip| chip.word)
}

/// Returns true if a cell belongs to the `+2` of the selected tile.
fn is_on_count(model: &Model, x: u16, y: u16) -> bool {
    let Some(tile) = tile_rows::selected_tile(model).filter(|_| !screen::is_list(model)) else {
        return false;
    };
    VisibleGrid::new(model).parts_of(tile).any(|cells| {
        let digits = cells.behind.to_string().len();
        let text = cells.text_area();
        // The cell behind the count belongs to it.
        let right = cells.area.x + cells.area.width;
        let count = text.x + text.width - u16::try_from(digits + 1).unwrap_or(0).min(text.width);
        cells.behind > 0 && y == text.y && (count..right).contains(&x)
    })
}

/// Selects the row at a line of the screen. Returns false if there is none.
fn click_list(model: &mut Model, y: u16) -> bool {
    let area = screen::list_area(model);
    let Some(line) = y.checked_sub(area.y) else { return false };
    let is_selectable = |row: &usize| model.derived.rows.get(*row).is_some_and(Row::is_selectable);
    let Some(row) = row_at_line(model, line).filter(is_selectable) else { return false };
    select_row(model, row);
    true
}

/// Selects the part of my schedule at a cell. Returns false if there is none.
fn click_timeline(model: &mut Model, x: u16, y: u16) -> bool {
    let row = timeline::row_at(model, x, y);
    if let Some(row) = row {
        select_row(model, row);
    }
    row.is_some()
}

/// Selects the tile at a cell, or moves to the room of a head. Returns true for a tile.
fn click_grid(model: &mut Model, x: u16, y: u16) -> bool {
    let grid = screen::grid(model);
    let is_head = y < grid.y;
    if is_head && screen::columns_shown(model).start > 0 && x < grid.x {
        page_rooms(model, StepDirection::Back);
        return false;
    }
    if is_head && x >= grid.x && grid.width > 0 {
        let beyond =
            area::hidden_columns_label(&screen::columns_shown(model), model.derived.columns.len());
        if usize::from(grid.x + grid.width - x) <= beyond.chars().count() {
            page_rooms(model, StepDirection::Forward);
            return false;
        }
        // A click on the name of a room leads to the room, at the same time.
        let cursor =
            Cursor { minute: model.place.cursor.minute, ..cursor_at(model, grid, x, grid.y) };
        select_beside(model, cursor);
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

/// Moves to the rooms beside the visible rooms, at the same time.
pub(super) fn page_rooms(model: &mut Model, step: StepDirection) {
    let right = step == StepDirection::Forward;
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
        .map(|tile| tile.nearest_column(column))
    {
        Some(column) => {
            model.place.first_column =
                if right { column } else { (column + 1).saturating_sub(shown.len()) };
            select_beside(model, Cursor { column, ..cursor });
        }
        None => {
            let side = if right { "right" } else { "left" };
            model.show_message(format!("There is nothing further to the {side} on this day."));
        }
    }
}

/// Selects the tile nearest to a cursor. The minute of the cursor stays.
fn select_beside(model: &mut Model, cursor: Cursor) {
    let there = model
        .derived
        .table
        .nearest_tile(cursor)
        .map(|tile| (tile.session, tile.nearest_column(cursor.column)));
    if let Some((session, column)) = there {
        (model.place.selected, model.place.cursor) = (Some(session), Cursor { column, ..cursor });
    }
    model.scroll = 0;
}

/// Returns the column and the minute at a cell of the grid.
fn cursor_at(model: &Model, grid: Area, x: u16, y: u16) -> Cursor {
    let shown = screen::columns_shown(model);
    let columns = column_cells(model);
    let column = columns.iter().position(|cells| cells.contains(&(x - grid.x))).unwrap_or(0);
    let row = model.place.top + i32::from(y - grid.y);
    Cursor { column: shown.start + column, minute: model.derived.table.axis.minute_of_row(row) }
}

/// Scrolls the timetable by `rows`. If the selected tile leaves the screen, selects the nearest
/// visible tile.
fn scroll_grid(model: &mut Model, rows: i32) {
    let height = i32::from(screen::grid(model).height);
    let axis = &model.derived.table.axis;
    let top = (model.place.top + rows).clamp(0, (axis.height() - height).max(0));
    let seen = top..top + height;
    model.place.top = top;
    let column = model.place.cursor.column;
    let focus_row = axis.row_of_minute(grid::focus_minute(model));
    let wanted = grid::wanted_rows(model);
    if wanted.is_some_and(|wanted| seen.start <= wanted.start && wanted.end <= seen.end) {
        return;
    }
    // A tile that is completely visible comes before a tile that is cut off.
    let tiles = model.derived.table.live_tiles();
    let nearest = tiles
        .filter(|tile| tile.rows().start < seen.end && seen.start < tile.rows().end)
        .min_by_key(|tile| {
            let is_cut = tile.rows().start < seen.start || seen.end < tile.rows().end;
            let columns_away = tile.nearest_column(column).abs_diff(column);
            (is_cut, columns_away, tile.rows().start.abs_diff(focus_row))
        })
        .cloned();
    let minute = axis.minute_of_row(focus_row.min(seen.end - 2).max(seen.start));
    select_tile(model, nearest.as_ref());
    if nearest.is_some_and(|tile| tile.rows().end - tile.rows().start > height) {
        model.place.cursor.minute = minute;
    }
}

/// The rows that one notch of the wheel scrolls. In a list, one notch moves the selection by one
/// row.
const ROWS_PER_NOTCH: i32 = 3;

/// Scrolls the pane under the mouse by `notches`, or moves the selection in a list.
pub(super) fn turn_wheel(model: &mut Model, x: u16, y: u16, notches: i32) {
    let command = if notches > 0 { Command::Down } else { Command::Up };
    if let Focus::Picker(_) = model.focus {
        return (0..notches.abs()).for_each(|_| list::turn_picker_wheel(model, command));
    }
    if map::is_open(model) {
        return (0..notches.abs()).for_each(|_| move_focus(model, command));
    }
    if screen::panes(model).detail.contains(x, y) && model.focus == Focus::Main {
        model.focus = Focus::Detail { full: false };
    } else if screen::panes(model).main.contains(x, y)
        && model.focus == (Focus::Detail { full: false })
    {
        model.focus = Focus::Main;
    }
    if model.focus == Focus::Main && !screen::is_list(model) {
        return scroll_grid(model, notches * ROWS_PER_NOTCH);
    }
    let over_detail = model.focus != Focus::Main;
    for _ in 0..notches.abs() * if over_detail { ROWS_PER_NOTCH } else { 1 } {
        if over_detail { scroll_text(model, command) } else { move_focus(model, command) }
    }
}
