//! The map of the day over the screen: opens and closes, and goes to marks and hits.

use super::navigation::{go_to, go_to_on, select_near};
use super::search::step_to_hit;
use super::step::StepDirection;
use crate::agenda::Level;
use crate::timetable::{Cursor, Tile};
use crate::tui::input::action::Command;
use crate::tui::layout::map_screen::MapScreen;
use crate::tui::state::{Focus, Model, Screen};

/// Returns true if the map has the keys.
pub(super) fn is_open(model: &Model) -> bool {
    matches!(model.focus, Focus::Map { .. })
}

/// Opens the map of the day, or closes the map at the place before.
pub(super) fn toggle_map(model: &mut Model) {
    if let Focus::Map { before } = model.focus {
        model.place = before;
        return model.close_layer();
    }
    if !model.has_timetable() {
        return model.show_message("There is no map: the agenda is shown as a list.");
    }
    if model.screen != Screen::Day
        && let Some(session) = model.place.selected
    {
        model.screen = Screen::Day;
        go_to(model, session);
    }
    model.screen = Screen::Day;
    model.set_focus(Focus::Main);
    if MapScreen::new(model).is_none() {
        let reason = match model.derived.table.live_tiles().next() {
            Some(_) => "The screen has no room for the map: make the window larger.",
            None => "There is nothing on the map of this day.",
        };
        return model.show_message(reason);
    }
    model.open_layer(Focus::Map { before: model.place });
}

/// Closes the map, and shows the selected session in the timetable.
pub(super) fn go_to_selected(model: &mut Model) {
    model.close_layer();
    if let Some(session) = model.place.selected {
        go_to_on(model, session, model.place.day);
    }
}

/// Goes to the place of a click on the map.
pub(super) fn click_map(model: &mut Model, x: u16, y: u16) {
    let Some(place) = MapScreen::new(model).and_then(|screen| screen.map.place_at(x, y)) else {
        return;
    };
    select_near(model, Cursor { column: place.column, minute: place.minute });
    go_to_selected(model);
}

/// Selects the next hit, or without hits the next session of the day that is attended.
pub(super) fn step_to_light(model: &mut Model) {
    if !model.search.hits.is_empty() {
        return step_to_hit(model, StepDirection::Forward);
    }
    let tiles = model.derived.table.live_tiles().filter(|tile| tile.shows_text);
    let attended: Vec<&Tile> =
        tiles.filter(|tile| model.level_of(tile.session) == Some(Level::Attend)).collect();
    let at = attended.iter().position(|tile| Some(tile.session) == model.place.selected);
    let next = match at {
        Some(at) => attended.get(at + 1),
        None => attended.iter().find(|tile| tile.start >= model.place.cursor.minute),
    };
    match next.or(attended.first()).map(|tile| tile.session) {
        Some(session) => go_to_on(model, session, model.place.day),
        None => {
            let key = model.key_of(Command::Attend);
            model.show_message(format!("Nothing of this day is marked: {key} attends."));
        }
    }
}
