//! Hides and shows the pane of the details, puts it beside or below, and makes it wider.

use crate::tui::input::action::Command;
use crate::tui::layout::screen;
use crate::tui::state::{DetailPlace, Focus, Model};

/// Hides the pane of the details, or shows the pane.
pub(super) fn toggle_details(model: &mut Model) {
    let is_shown = !screen::panes(model).detail.is_empty();
    if set_pane(model, |model| model.settings.detail_pane.is_shown = Some(!is_shown)) {
        let key = model.key_of(Command::DetailPane);
        if is_shown {
            model.show_message(format!("The details are hidden: {key} shows them."));
        }
    } else {
        refuse(model);
    }
}

/// Puts the details below the main pane, or beside.
pub(super) fn toggle_place(model: &mut Model) {
    let panes = screen::panes(model);
    let place = match panes.beside && !panes.detail.is_empty() {
        true => DetailPlace::Below,
        false => DetailPlace::Beside,
    };
    let is_changed = set_pane(model, |model| {
        model.settings.detail_pane.place = Some(place);
        model.settings.detail_pane.is_shown = Some(true);
    });
    if !is_changed {
        refuse(model);
    }
}

/// Makes the details wider by `steps`, or narrower. Details below become higher or lower.
pub(super) fn widen_details(model: &mut Model, steps: i16) {
    if screen::panes(model).detail.is_empty() {
        let key = model.key_of(Command::DetailPane);
        return model.show_message(format!("No details are on the screen: {key} shows them."));
    }
    let is_changed = set_pane(model, |model| model.settings.detail_pane.wider += steps);
    if !is_changed {
        let limit = if steps > 0 { "This is the widest." } else { "This is the narrowest." };
        model.show_message(limit);
    }
}

/// Changes the wishes for the pane. Returns false, and keeps the wishes, if the screen stays the
/// same.
fn set_pane(model: &mut Model, change: impl FnOnce(&mut Model)) -> bool {
    let (wishes, panes) = (model.settings.detail_pane, screen::panes(model));
    change(model);
    if screen::panes(model) == panes {
        model.settings.detail_pane = wishes;
        return false;
    }
    if model.focus == (Focus::Detail { full: false }) && screen::panes(model).detail.is_empty() {
        model.focus = Focus::Main;
    }
    true
}

/// Says that the screen has no room for the details.
fn refuse(model: &mut Model) {
    let key = model.key_of(Command::Open);
    let reason = if model.settings.linear { "list" } else { "screen" };
    model.show_message(format!("The {reason} has no room for the details: {key} opens them."));
}
