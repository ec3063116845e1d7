//! Hides, moves and shows rooms, and shows the sessions after a change of rooms or filter.

use super::navigation::{go_to, go_to_on, select_near};
use super::refresh::refresh_model;
use super::search::search_again;
use super::step::StepDirection;
use crate::agenda::{Clean, RoomIx, SessionIx};
use crate::filter::Filter;
use crate::timetable::{Arrangement, Column, Cursor, Tile};
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::palette::next_shown_session;
use crate::tui::layout::rooms::arranged_rooms;
use crate::tui::state::{
    Destination, Focus, LeftSession, Model, RoomsBefore, Screen, Settings, UndoStep, ViewStep,
};
use std::sync::Arc;

/// Searches and derives again after a change of the filter or the rooms. If the selected session is
/// hidden now, the nearest session is selected.
pub(super) fn show_changed_filter(model: &mut Model) {
    search_again(model);
    refresh_model(model);
    let is_shown = model.place.selected.is_some_and(|session| model.is_shown(session));
    if model.screen == Screen::Day && !is_shown {
        model.place.selected = None;
        select_near(model, model.place.cursor);
        model.scroll = 0;
    }
}

/// Returns the room in a column.
fn room_in_column(model: &Model, column: usize) -> Option<RoomIx> {
    match model.derived.columns.iter().nth(column)? {
        Column::Room(room) => Some(room),
        Column::Mine | Column::Elsewhere => None,
    }
}

/// Returns the name of the room in a column.
pub(super) fn room_of_column(model: &Model, column: usize) -> Option<Clean> {
    model.room_name(room_in_column(model, column)?)
}

/// Changes the filter or the rooms as a step that can be undone. Returns the effect that saves the
/// arrangement, or `None` if the arrangement is the same.
pub(super) fn change_view(model: &mut Model, change: impl FnOnce(&mut Settings)) -> Option<Effect> {
    let settings = &model.settings;
    let (filter, arrangement) = (settings.filter.clone(), Arc::clone(&settings.arrangement));
    change(&mut model.settings);
    let is_same_filter = model.settings.filter == filter;
    let is_same_arrangement = model.settings.arrangement == arrangement;
    if is_same_filter && is_same_arrangement {
        return None;
    }
    // Another order of the rooms hides nothing.
    let is_reordered = is_same_filter && model.settings.arrangement.hidden == arrangement.hidden;
    let rooms = RoomsBefore::new(arrangement, &model.settings.arrangement);
    let before = selected_id(model);
    match is_reordered {
        true => refresh_model(model),
        false => show_changed_filter(model),
    }
    let after = selected_id(model);
    let left =
        before.filter(|_| model.screen == Screen::Day).map(|before| LeftSession { before, after });
    let left = left.filter(|left| left.after.as_ref() != Some(&left.before));
    model.plan.add_undo_step(UndoStep::View(Box::new(ViewStep { filter, rooms, left })));
    (!is_same_arrangement).then(|| Effect::Arrange(Arc::clone(&model.settings.arrangement)))
}

/// Shows the filter and the rooms as they were before a step, and says what is undone.
pub(super) fn restore_view(model: &mut Model, before: ViewStep) -> Option<Effect> {
    let arrangement = before.rooms.arrangement(&model.settings.arrangement);
    let sentence = describe_restored(&model.settings, &before.filter, &arrangement);
    let is_same_arrangement = model.settings.arrangement == arrangement;
    model.settings.filter = before.filter;
    model.settings.arrangement = arrangement;
    let returns_to = before.left.filter(|left| left.after == selected_id(model));
    show_changed_filter(model);
    if let Some(left) = returns_to.filter(|_| model.screen == Screen::Day) {
        select_again(model, &left);
    }
    model.show_message(format!("Undone: {sentence}"));
    (!is_same_arrangement).then(|| Effect::Arrange(Arc::clone(&model.settings.arrangement)))
}

/// Returns the id of the selected session.
fn selected_id(model: &Model) -> Option<Clean> {
    Some(model.agenda.sessions.get(model.place.selected?)?.id.clone())
}

/// Selects the session that a change hid.
fn select_again(model: &mut Model, left: &LeftSession) {
    let session = model.agenda.sessions.iter().position(|known| known.id == left.before);
    if let Some(session) = session.filter(|session| model.is_shown(*session)) {
        go_to_on(model, session, model.place.day);
        refresh_model(model);
    }
}

/// Returns a sentence about the filter or the rooms that are restored.
fn describe_restored(now: &Settings, filter: &Filter, rooms: &Arrangement) -> String {
    let (hidden, hidden_before) = (&now.arrangement.hidden, &rooms.hidden);
    let shown_again: Vec<&Clean> = hidden.difference(hidden_before).collect();
    let hidden_again: Vec<&Clean> = hidden_before.difference(hidden).collect();
    match (&shown_again[..], &hidden_again[..]) {
        _ if now.filter != *filter => match filter.describe_choices() {
            choices if choices.is_empty() => "there is no filter".to_owned(),
            choices => format!("the filter is {}", choices.join(", ")),
        },
        ([room], []) => format!("{room} is shown"),
        ([], [room]) => format!("{room} is hidden"),
        ([], []) => "the rooms are in the order before".to_owned(),
        (shown, []) => format!("{} rooms are shown", shown.len()),
        ([], hidden) => format!("{} rooms are hidden", hidden.len()),
        (shown, hidden) => {
            format!("{} rooms are shown, {} are hidden", shown.len(), hidden.len())
        }
    }
}

/// Hides a room, or shows a hidden one, as a step that can be undone.
pub(super) fn toggle_room(model: &mut Model, room: &Clean) -> Option<Effect> {
    change_view(model, |settings| Arc::make_mut(&mut settings.arrangement).toggle_hidden(room))
}

/// Hides the room of the cursor. The last room stays.
pub(super) fn hide_room(model: &mut Model) -> Option<Effect> {
    let Some(name) = room_of_column(model, model.place.cursor.column) else {
        model.show_message("This column is no room.");
        return None;
    };
    let columns = model.derived.columns.iter();
    if columns.filter(|column| matches!(column, Column::Room(_))).count() == 1 {
        model.show_message("This is the last room.");
        return None;
    }
    let [undo, rooms] = [Command::Undo, Command::Rooms].map(|command| model.key_of(command));
    model.show_message(format!("{name} is hidden: {undo} undoes it, {rooms} lists the rooms"));
    toggle_room(model, &name)
}

/// Goes to a room at the time of the cursor. A hidden room is shown.
pub(super) fn go_to_room(model: &mut Model, room: RoomIx) -> Option<Effect> {
    model.screen = Screen::Day;
    model.set_focus(Focus::Main);
    let name = model.room_name(room)?;
    let is_hidden = model.derived.room_order.hides_room(room);
    let effect = if is_hidden {
        let key = model.key_of(Command::Undo);
        model.show_message(format!("{name} is shown again: {key} undoes it"));
        toggle_room(model, &name)
    } else {
        None
    };
    refresh_model(model);
    let column = model.derived.columns.iter().position(|column| column == Column::Room(room));
    match column {
        Some(column) => select_in_column(model, column, room),
        None if model.settings.filter.is_empty() => {
            model.show_message(format!("There is no session in {name}."));
        }
        None => model.show_message(format!("The filter hides all sessions in {name}.")),
    }
    effect
}

/// Selects the session in a column that is nearest to the time of the cursor. Without a session on
/// this day, goes to the next session of the room.
fn select_in_column(model: &mut Model, column: usize, room: RoomIx) {
    let cursor = Cursor { column, ..model.place.cursor };
    let is_in_room = |session: SessionIx| {
        let session = model.agenda.sessions.get(session);
        session.is_some_and(|session| session.rooms.contains(&room))
    };
    let in_column = |tile: &Tile| tile.columns.contains(&column) && is_in_room(tile.session);
    let here = model.derived.table.nearest_tile_where(cursor, in_column).map(|tile| tile.session);
    let next = next_shown_session(model, Destination::Room(room));
    let day = model.place.day;
    match (here, next) {
        (Some(session), _) => go_to_on(model, session, day),
        (None, Some(session)) => go_to(model, session),
        (None, None) => model.place.selected = None,
    }
    model.place.cursor.column = column;
    model.scroll = 0;
}

/// Moves the room of the cursor by one column. The cursor stays in the room.
pub(super) fn shift_room(model: &mut Model, step: StepDirection) -> Option<Effect> {
    let column = model.place.cursor.column;
    let room = room_in_column(model, column)?;
    let to = room_in_column(model, step.position_beside(column)?)?;
    move_room(model, room, to)
}

/// Moves a room to the place of the room `to`.
pub(super) fn move_room(model: &mut Model, room: RoomIx, to: RoomIx) -> Option<Effect> {
    let (arrangement, order) = (&model.settings.arrangement, &model.derived.room_order);
    let rooms = arranged_rooms(model);
    let moved = order.move_room(arrangement, &model.agenda, &rooms, room, to);
    change_view(model, |settings| settings.arrangement = Arc::new(moved))
}
