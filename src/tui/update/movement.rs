//! Moves the cursor: in a list, in the timetable, in a text, to another day.

use super::navigation::{go_to, go_to_day, go_to_on, select_near, select_tile};
use super::{search, timeline};
use crate::timetable::{Cursor, Direction, Tile, scroll_to_show};
use crate::tui::input::action::Command;
use crate::tui::layout::detail::reading_order;
use crate::tui::layout::list_lines::rows_of_page;
use crate::tui::layout::timeline::selected_day;
use crate::tui::layout::{grid, screen, scroll};
use crate::tui::state::{Focus, Model, Row, Screen};
use std::cmp::Reverse;

/// Moves the selection or scrolls the text in the pane that has the focus.
pub(super) fn move_focus(model: &mut Model, command: Command) {
    match model.focus {
        Focus::Main if screen::is_list(model) => move_in_list(model, command),
        Focus::Main | Focus::Map { .. } => move_in_grid(model, command),
        Focus::Detail { full: true } if matches!(command, Command::Left | Command::Right) => {
            read_beside(model, command == Command::Right);
        }
        Focus::Detail { .. } | Focus::Help => scroll_text(model, command),
        Focus::Picker(_) => {}
    }
}

/// The rows that stay on the screen when the screen moves by a page.
const KEPT_ROWS: i32 = 2;

/// Returns the rows that a command moves in a pane of `height` rows. Positive numbers move down.
pub(super) fn rows_of_command(command: Command, height: u16) -> i32 {
    let height = i32::from(height);
    let page = (height - KEPT_ROWS).max(1);
    match command {
        Command::Up => -1,
        Command::Down => 1,
        Command::PageUp => -page,
        Command::PageDown => page,
        Command::HalfUp => -(height / 2).max(1),
        Command::HalfDown => (height / 2).max(1),
        Command::First => i32::MIN,
        Command::Last => i32::MAX,
        _ => 0,
    }
}

/// Scrolls the details or the help.
pub(super) fn scroll_text(model: &mut Model, command: Command) {
    let (area, lines) = scroll::text_area_and_lines(model);
    let last = i64::try_from(lines.saturating_sub(usize::from(area.height))).unwrap_or(0);
    let at =
        i64::try_from(model.scroll).unwrap_or(0) + i64::from(rows_of_command(command, area.height));
    model.scroll = usize::try_from(at.clamp(0, last)).unwrap_or(0);
}

/// Shows the details of the next session, or of the previous one: see [`reading_order`].
pub(super) fn read_beside(model: &mut Model, is_next: bool) {
    let order = reading_order(model);
    let here = order.iter().position(|known| Some(*known) == model.place.selected);
    let beside = match here {
        Some(at) if is_next => order.get(at + 1),
        Some(at) => at.checked_sub(1).and_then(|at| order.get(at)),
        None => order.first(),
    };
    let Some(session) = beside.copied() else {
        let end = if is_next { "last" } else { "first" };
        return model.show_message(format!("This is the {end} session here."));
    };
    let row = model.derived.rows.iter().position(|row| row.session() == Some(session));
    match row.filter(|_| model.screen != Screen::Day) {
        Some(row) => select_row(model, row),
        None => go_to_on(model, session, model.place.day),
    }
    model.scroll = 0;
}

/// Scrolls the details, even if another part has the keys.
pub(super) fn scroll_details(model: &mut Model, command: Command) {
    let command = if command == Command::DetailUp { Command::Up } else { Command::Down };
    if model.focus == Focus::Main && screen::panes(model).detail.is_empty() {
        let key = model.key_of(Command::Open);
        return model.show_message(format!("No details are on the screen: {key} opens them."));
    }
    scroll_text(model, command);
}

/// Selects another row.
pub(super) fn move_in_list(model: &mut Model, command: Command) {
    if matches!(command, Command::Left | Command::Right) {
        if screen::is_timeline(model) {
            if let Some(row) = timeline::row_beside(model, command) {
                select_row(model, row);
            }
            return;
        }
        if model.screen == Screen::Day && model.agenda.days.len() > 1 {
            let [before, after] =
                [Command::PreviousDay, Command::NextDay].map(|command| model.key_of(command));
            model.show_message(format!("The day before and after: {before} and {after}."));
        }
        return;
    }
    let lines: Vec<usize> = (0..model.derived.rows.len())
        .filter(|ix| model.derived.rows[*ix].is_selectable())
        .collect();
    let at = lines.iter().position(|ix| *ix >= model.place.row);
    let is_top = at.is_none_or(|at| at == 0) || is_query_empty(model);
    if command == Command::Up && is_top && search::recall_query(model) {
        return;
    }
    let Some(at) = at else { return };
    let to = target_entry(command, rows_of_page(model), at, lines.len());
    select_row(model, lines.get(to).copied().unwrap_or(model.place.row));
}

/// Returns the position after a command at position `at` of `count` entries, in a pane of `height`
/// rows.
pub(super) fn target_entry(command: Command, height: u16, at: usize, count: usize) -> usize {
    let last = i64::try_from(count).unwrap_or(1) - 1;
    let to = i64::try_from(at).unwrap_or(0) + i64::from(rows_of_command(command, height));
    usize::try_from(to.clamp(0, last.max(0))).unwrap_or(0)
}

fn is_query_empty(model: &Model) -> bool {
    matches!(&model.screen, Screen::Search(search) if search.input.text().is_empty())
}

/// Selects a row and the session of the row.
pub(super) fn select_row(model: &mut Model, row: usize) {
    model.place.row = row;
    model.scroll = 0;
    if let Some(session) = model.derived.rows.get(row).and_then(Row::session) {
        model.place.selected = Some(session);
        if model.screen == Screen::Day {
            go_to(model, session);
        }
    }
}

/// Selects the neighbouring tile in the timetable.
pub(super) fn move_in_grid(model: &mut Model, command: Command) {
    let is_here = |session: &_| model.derived.table.tiles_of(*session).any(|tile| !tile.ghost);
    let here = model.place.selected.filter(is_here);
    let Some(selected) = here else {
        // The filter or a hidden room hides the selected session. Any key selects a visible one.
        return select_near(model, model.place.cursor);
    };
    let toward = match command {
        Command::Left => Direction::Left,
        Command::Right => Direction::Right,
        Command::Up => Direction::Up,
        Command::Down => Direction::Down,
        _ => return page_in_grid(model, command),
    };
    let moved = model
        .derived
        .table
        .neighbour_tile(selected, model.place.cursor, toward)
        .map(|next| (next.tile.session, next.cursor));
    if let Some((session, cursor)) = moved {
        model.place.selected = Some(session);
        model.place.cursor = cursor;
        model.scroll = 0;
        keep_context(model);
    }
}

/// Scrolls the timetable so that rows above and below the selected tile are visible. The wheel
/// scrolls without this.
fn keep_context(model: &mut Model) {
    let Some(wanted) = grid::rows_with_context(model) else { return };
    let (height, rows) = (screen::grid(model).height, model.derived.table.axis.height());
    model.place.top = scroll_to_show(model.place.top, i32::from(height), wanted, rows);
}

/// Moves a page up or down in the same room, or to the first or last session of the day.
pub(super) fn page_in_grid(model: &mut Model, command: Command) {
    let axis = &model.derived.table.axis;
    let height = screen::grid(model).height;
    let focus_row = axis.row_of_minute(grid::focus_minute(model));
    let row = focus_row.saturating_add(rows_of_command(command, height)).clamp(0, axis.height());
    let cursor = Cursor { minute: axis.minute_of_row(row), ..model.place.cursor };
    let table = &model.derived.table;
    let tile = match command {
        Command::First => {
            table.live_tiles().min_by_key(|tile| (tile.start, columns_between(tile, cursor)))
        }
        Command::Last => table
            .live_tiles()
            .max_by_key(|tile| (tile.start, Reverse(columns_between(tile, cursor)))),
        _ => table.nearest_tile(cursor),
    };
    let tile = tile.cloned();
    select_tile(model, tile.as_ref());
    keep_context(model);
}

/// Returns the columns between the cursor and the start of a tile.
fn columns_between(tile: &Tile, cursor: Cursor) -> usize {
    tile.columns.start.abs_diff(cursor.column)
}

/// Returns the day on the screen, or the day of the selection in my schedule.
pub(super) fn day_here(model: &Model) -> usize {
    if screen::is_timeline(model) { selected_day(model) } else { model.place.day }
}

/// Goes to the day of a command such as [`Command::Day1`], a day of the programme.
pub(super) fn go_to_numbered_day(model: &mut Model, command: Command) {
    let number = command.day_index().map(|day| day + 1);
    let day = number.and_then(|number| model.agenda.day_with_number(number));
    change_day(model, day);
}

/// Goes to a day, or in a list to the first row of the day. Shows a message if there is none.
pub(super) fn change_day(model: &mut Model, day: Option<usize>) {
    let Some(day) = day.filter(|day| *day < model.agenda.days.len()) else {
        return model.show_message("There is no such day.");
    };
    match model.screen {
        Screen::Day if model.place.day == day && model.place.selected.is_some() => {}
        Screen::Day => go_to_day(model, day),
        _ => {
            let mut sessions = model.derived.rows.iter().map(Row::session);
            let row = sessions
                .position(|ix| ix.and_then(|ix| model.agenda.sessions.get(ix)?.day) == Some(day));
            match timeline::first_row_of_day(model, day).or(row) {
                Some(row) => select_row(model, row),
                None => {
                    model
                        .show_message(format!("Nothing here is on {}.", model.day_name(day, "%A")));
                }
            }
        }
    }
    model.scroll = 0;
}
