//! Hides, moves and shows rooms, and shows the sessions after a change of rooms or filter.

use super::navigation::select_near;
use super::refresh::refresh_model;
use super::search::search_again;
use super::step::StepDirection;
use crate::agenda::{Clean, RoomIx};
use crate::timetable::Column;
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::picker::arranged_rooms;
use crate::tui::state::{Model, Screen};

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

/// Returns the name of a room.
pub(super) fn room_name(model: &Model, room: RoomIx) -> Option<Clean> {
    Some(model.agenda.rooms.get(room)?.name.clone())
}

/// Returns the name of the room in a column.
pub(super) fn room_of_column(model: &Model, column: usize) -> Option<Clean> {
    match model.derived.columns.iter().nth(column)? {
        Column::Room(room) => room_name(model, room),
        Column::Elsewhere => None,
    }
}

/// Shows the changed arrangement and returns the effect that saves the arrangement.
pub(super) fn save_arrangement(model: &mut Model) -> Effect {
    show_changed_filter(model);
    Effect::Arrange(model.settings.arrangement.clone())
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
    model.settings.arrangement.toggle_hidden(&name);
    let key = model.key_of(Command::Rooms);
    model.show_message(format!("{name} is hidden: {key} lists the rooms"));
    Some(save_arrangement(model))
}

/// Moves the room of the cursor by one column. The cursor stays in the room.
pub(super) fn shift_room(model: &mut Model, step: StepDirection) -> Option<Effect> {
    let column = model.place.cursor.column;
    let room = room_of_column(model, column)?;
    let to = room_of_column(model, step.position_beside(column)?)?;
    Some(move_room(model, &room, &to))
}

/// Moves a room to the place of the room `to`.
pub(super) fn move_room(model: &mut Model, room: &Clean, to: &Clean) -> Effect {
    let rooms = arranged_rooms(model).into_iter();
    let names: Vec<Clean> = rooms.filter_map(|room| room_name(model, room)).collect();
    model.settings.arrangement.move_room(&names, room, to);
    save_arrangement(model)
}
