//! Opens screens and panes, goes back, and leaves the program for a link or the clipboard.

use super::changes;
use super::navigation::{go_to_now, show_session};
use super::picker;
use super::search;
use crate::tui::input::action::Effect;
use crate::tui::layout::{grid, screen};
use crate::tui::state::{Focus, Model, PickerKind, Row, Screen};

/// Opens the selection: details, a hit, an agenda, a gap's proposals, or the sessions behind a
/// tile.
pub(super) fn open_selected(model: &mut Model) -> Option<Effect> {
    if model.screen == Screen::Day && model.focus == Focus::Main && grid::has_more_behind(model) {
        let (session, column) = (model.place.selected?, model.place.cursor.column);
        picker::open_picker(model, PickerKind::Overlap { session, column });
        return None;
    }
    match (&mut model.screen, model.focus) {
        (_, Focus::Help | Focus::Detail { full: true }) => model.set_focus(Focus::Main),
        (Screen::Search(_), Focus::Main) => match model.place.selected {
            Some(session) => {
                if let Screen::Search(search) = std::mem::replace(&mut model.screen, Screen::Day) {
                    model.search.history.add_query(search.input.text());
                    model.place = search.before.place;
                }
                show_session(model, session);
            }
            None if model.search.hidden_hits > 0 => {
                model.show_message(model.hidden_hits_sentence());
            }
            None => go_back(model),
        },
        (Screen::Agendas { .. }, Focus::Main) => {
            let Some(Row::Agenda(name)) = model.derived.rows.get(model.place.row) else {
                return None;
            };
            return Some(Effect::OpenAgenda(name.clone()));
        }
        (Screen::Changes(_), Focus::Main) => changes::go_to_changed(model),
        (Screen::Mine { open, .. }, Focus::Main) => match model.derived.rows.get(model.place.row) {
            Some(Row::Gap(gap)) => {
                *open = if *open == Some(gap.start) { None } else { Some(gap.start) }
            }
            _ => model.set_focus(Focus::Detail { full: true }),
        },
        _ if model.place.selected.is_some() => model.set_focus(Focus::Detail { full: true }),
        _ => {}
    }
    None
}

/// Goes one step back: out of a pane, a screen or a search. Never ends the program.
pub(super) fn go_back(model: &mut Model) {
    if model.focus != Focus::Main {
        return model.set_focus(Focus::Main);
    }
    if matches!(model.screen, Screen::Changes(_)) {
        return changes::close_changes(model);
    }
    match std::mem::replace(&mut model.screen, Screen::Day) {
        Screen::Search(search) => {
            model.search.history.add_query(search.input.text());
            let before = *search.before;
            model.screen = before.screen;
            model.place = before.place;
            model.search.hits = before.hits;
            model.search.query = before.query;
            search::search_again(model);
        }
        Screen::Mine { before, .. } | Screen::Agendas { before } => model.place = before,
        Screen::Changes(_) | Screen::Day => {
            model.search.hits.clear();
            model.search.query.clear();
        }
    }
}

/// Opens or closes the list of agendas.
pub(super) fn toggle_agendas(model: &mut Model) {
    changes::close_changes(model);
    match model.screen {
        Screen::Agendas { before } => {
            model.screen = Screen::Day;
            model.place = before;
        }
        _ => {
            model.screen = Screen::Agendas { before: model.place };
            model.focus = Focus::Main;
            model.place.row = 0;
            model.place.first_row = 0;
        }
    }
}

/// Moves the focus between the main pane and the details.
pub(super) fn switch_pane(model: &mut Model) {
    let full = screen::panes(model).detail.is_empty();
    match model.focus {
        Focus::Main if model.place.selected.is_some() => model.set_focus(Focus::Detail { full }),
        _ => model.set_focus(Focus::Main),
    }
}

/// Shows the present in the timetable.
pub(super) fn show_now(model: &mut Model) {
    let before = std::mem::replace(&mut model.screen, Screen::Day);
    if go_to_now(model) {
        model.set_focus(Focus::Main);
    } else {
        model.screen = before;
        model.show_message("Nothing of this event runs now.");
    }
}

/// Switches between the event's clock and the local clock.
pub(super) fn toggle_local_time(model: &mut Model) {
    if !model.agenda.clock.has_instants() {
        model.show_message("The agenda names no time zone: times are shown as it has them.");
    } else if model.settings.local.is_none() {
        model.show_message("This machine's time zone is not known.");
    } else {
        model.settings.shows_local = !model.settings.shows_local;
    }
}

/// Returns the effect that opens the web page of the selected session or the event.
pub(super) fn open_link(model: &mut Model) -> Option<Effect> {
    match model.web_address() {
        Some(url) => Some(Effect::Open(url.to_string())),
        None => {
            model.show_message("This session has no web page.");
            None
        }
    }
}

/// Returns the effect that copies title, time and room of the selected session.
pub(super) fn copy_selected(model: &mut Model) -> Option<Effect> {
    let session = model.agenda.sessions.get(model.place.selected?)?;
    let when = session.start.map(|at| model.shown_time(at).format("%a %-d %b %H:%M").to_string());
    let parts =
        [Some(session.title.to_string()), when, session.room.as_ref().map(ToString::to_string)];
    Some(Effect::Copy(parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
}
