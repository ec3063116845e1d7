//! The file of my schedule for calendars: asks for its name, and writes it.

use super::list::open_picker;
use crate::agenda::{Level, Session, SessionIx};
use crate::format::{self, ical::Status};
use crate::tui::input::action::{Command, Effect};
use crate::tui::state::{Focus, Model, PickerKind};

/// Asks for the name of the file with my schedule as iCalendar. Shows a message if no marked
/// session has a time.
pub(super) fn ask_for_file_name(model: &mut Model) {
    let (timed, timeless) = count_marked(model);
    if timed == 0 {
        let why = if timeless > 0 {
            "Nothing that you marked has a time yet"
        } else {
            "Nothing is marked yet"
        };
        let text = format!("{why}: {} marks a session.", model.key_of(Command::Attend));
        return model.show_message(text);
    }
    open_picker(model, PickerKind::FileName);
    model.list_input.replace(&format!("{}.ics", model.agenda.id));
}

/// Returns the numbers of marked sessions with and without a time.
fn count_marked(model: &Model) -> (usize, usize) {
    let sessions = model.agenda.sessions.iter().enumerate();
    let marked = sessions.filter(|(ix, _)| model.level_of(*ix).is_some());
    let (timed, timeless): (Vec<&Session>, Vec<&Session>) =
        marked.map(|(_, session)| session).partition(|session| session.start.is_some());
    (timed.len(), timeless.len())
}

/// Returns the effect that writes my schedule as iCalendar into the file of the typed name.
pub(super) fn write_schedule(model: &mut Model) -> Option<Effect> {
    let name = model.list_input.text().trim().to_owned();
    if name.is_empty() {
        model.show_message("Type a name for the file.");
        return None;
    }
    let (timed, timeless) = count_marked(model);
    let mut about = format!("{} of my schedule", session_count(timed));
    if timeless > 0 {
        about += &format!("; {} without a time left out", session_count(timeless));
    }
    let revised = model.plan.current.last_change().max(model.agenda.revised);
    let text = format::ical::write(&model.agenda, Some(&|ix| event_status(model, ix)), revised);
    Some(Effect::WriteNew { name, text, about })
}

/// Closes the question for the name of a file that is written now, and shows a sentence about it.
pub(super) fn close_file_name(model: &mut Model, sentence: String) {
    if is_asking_for_name(model) {
        model.close_layer();
    }
    model.show_message(sentence);
}

/// Asks for another name, because a file has the name `name`. No file has the name `free`.
pub(super) fn offer_free_name(model: &mut Model, name: &str, free: &str) {
    if is_asking_for_name(model) {
        model.list_input.replace(free);
    }
    let key = model.key_of(Command::Open);
    model.show_alert(format!("Not written: there is a file {name}. {key} writes {free}."));
}

fn is_asking_for_name(model: &Model) -> bool {
    matches!(model.focus, Focus::Picker(picker) if picker.kind == PickerKind::FileName)
}

/// Returns the iCalendar status (RFC 5545 3.8.1.11) of a marked session.
fn event_status(model: &Model, session: SessionIx) -> Option<Status> {
    Some(match model.level_of(session)? {
        Level::Attend => Status::Confirmed,
        Level::Maybe => Status::Tentative,
    })
}

fn session_count(sessions: usize) -> String {
    if sessions == 1 { "1 session".to_owned() } else { format!("{sessions} sessions") }
}
