//! Opens screens and panes, goes back, and leaves the program for a link or the clipboard.

use super::changes;
use super::list;
use super::map;
use super::navigation::{go_to_now, show_session};
use super::search;
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::{grid, screen};
use crate::tui::state::{Focus, Model, PickerKind, Row, Screen};

/// Opens the selection: details, a hit, an agenda, a gap's proposals, or the sessions behind a
/// tile.
pub(super) fn open_selected(model: &mut Model) -> Option<Effect> {
    if matches!(model.screen, Screen::Search(_)) {
        search::finish_waiting(model);
    }
    if model.screen == Screen::Day && model.focus == Focus::Main && grid::has_more_behind(model) {
        let (session, column) = (model.place.selected?, model.place.cursor.column);
        list::open_picker(model, PickerKind::Overlap { session, column });
        return None;
    }
    match (&mut model.screen, model.focus) {
        (_, Focus::Help | Focus::Detail { full: true }) => model.close_layer(),
        (_, Focus::Map { .. }) => map::go_to_selected(model),
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
        (Screen::Changes(_), Focus::Main) => changes::go_to_changed(model),
        (Screen::Mine { .. }, Focus::Main) => match model.derived.rows.get(model.place.row) {
            Some(Row::Gap(gap)) => list::open_picker(model, PickerKind::Gap(*gap)),
            _ => model.open_layer(Focus::Detail { full: true }),
        },
        _ if model.place.selected.is_some() => model.open_layer(Focus::Detail { full: true }),
        _ => {}
    }
    None
}

/// The answer to a request to close what is on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    Something,
    /// Only the timetable or the list of the day is on the screen.
    Nothing,
}

/// Goes one step back. Never ends the program.
pub(super) fn go_back(model: &mut Model) {
    if close_top(model) == Closed::Nothing {
        let key = model.key_of(Command::Quit);
        let quits = if key.is_empty() { String::new() } else { format!(": {key} quits") };
        model.show_message(format!("Nothing is open{quits}."));
    }
}

/// Closes what is on top: help, list or details; then a screen; then the hits of a search.
pub(super) fn close_top(model: &mut Model) -> Closed {
    if let Focus::Map { before } = model.focus {
        model.place = before;
    }
    if model.focus != Focus::Main {
        model.close_layer();
        return Closed::Something;
    }
    if matches!(model.screen, Screen::Changes(_)) {
        changes::close_changes(model);
        return Closed::Something;
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
        Screen::Mine { before, .. } => model.place = before,
        Screen::Changes(_) | Screen::Day if model.search.query.is_empty() => {
            return Closed::Nothing;
        }
        Screen::Changes(_) | Screen::Day => {
            model.search.query.clear();
            search::search_again(model);
        }
    }
    Closed::Something
}

/// Moves the focus between the main pane and the details.
pub(super) fn switch_pane(model: &mut Model) {
    let full = screen::panes(model).detail.is_empty();
    match model.focus {
        Focus::Main if model.place.selected.is_some() && full => {
            model.open_layer(Focus::Detail { full });
        }
        // The text beside the list stays where it was scrolled.
        Focus::Main if model.place.selected.is_some() => model.focus = Focus::Detail { full },
        Focus::Detail { full: false } => model.focus = Focus::Main,
        _ => model.set_focus(Focus::Main),
    }
}

/// Shows the present in the timetable.
pub(super) fn show_now(model: &mut Model) {
    let before = std::mem::replace(&mut model.screen, Screen::Day);
    if go_to_now(model) {
        if !map::is_open(model) {
            model.set_focus(Focus::Main);
        }
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
    let when = session.start.map(|at| {
        let start = model.shown_time(at);
        let end = session.end().filter(|_| !session.lasts_days());
        let end = end.map(|end| model.shown_time(end).format("–%H:%M").to_string());
        let zone = model.clock_name(start).map(|zone| format!(" {zone}"));
        let [end, zone] = [end, zone].map(Option::unwrap_or_default);
        format!("{}{end}{zone}", start.format("%a %-d %b %H:%M"))
    });
    let parts =
        [Some(session.title.to_string()), when, session.room.as_ref().map(ToString::to_string)];
    Some(Effect::Copy(parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
}
