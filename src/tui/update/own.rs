//! A person's own entries, notes, and sessions that are not for the person.

use super::derive::derive_columns_of_entries;
use super::list::open_picker;
use super::navigation::go_to;
use super::reread::replace_sessions;
use super::schedule::{apply_step, explain_entry};
use crate::agenda::{Agenda, Clean, SessionIx};
use crate::plan::OwnEntry;
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::own::{suggested_time, typed_entry};
use crate::tui::state::{Focus, Model, PickerKind, Screen};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The sign of a line end in the line of a note.
const LINE_END: &str = "¶";

/// Makes sessions of the own entries of the plan, and puts its notes into the sessions, if they
/// have changed.
pub(super) fn show_entries_and_notes(model: &mut Model) {
    if model.plan.has_new_entries() {
        model.revision += 1;
        let replace = |model: &mut Model| {
            // The sessions are cloned only while a thread makes their indexes.
            let agenda = Arc::make_mut(&mut model.agenda);
            let before = EntryOrSession::list(agenda);
            model.plan.put_entries_into(agenda);
            EntryOrSession::positions(&before, agenda)
        };
        replace_sessions(model, replace, derive_columns_of_entries);
    }
    let schedule = &model.plan.schedule;
    let notes = model.agenda.sessions.iter().enumerate();
    let is_changed = schedule.has_notes() != model.plan.shows_notes
        || schedule.has_notes()
            && notes.clone().any(|(ix, session)| session.note.as_ref() != schedule.note_of(ix));
    if is_changed {
        model.revision += 1;
        model.plan.shows_notes = schedule.has_notes();
        model.plan.schedule.put_notes_into(Arc::make_mut(&mut model.agenda));
        model.search.forget_agenda();
    }
}

/// A session before the own entries change.
enum EntryOrSession {
    /// An own entry with this id.
    Entry(Clean),
    /// A session of the agenda's file.
    Session,
}

impl EntryOrSession {
    fn list(agenda: &Agenda) -> Vec<EntryOrSession> {
        let sessions = agenda.sessions.iter().map(|session| match session.is_own() {
            true => EntryOrSession::Entry(session.id.clone()),
            false => EntryOrSession::Session,
        });
        sessions.collect()
    }

    /// Returns the position in `agenda` of each session of the list. The sessions of the file have
    /// the same order still.
    fn positions(before: &[EntryOrSession], agenda: &Agenda) -> Vec<Option<SessionIx>> {
        let sessions = agenda.sessions.iter().zip(0..);
        let (own, others): (Vec<_>, Vec<_>) = sessions.partition(|(session, _)| session.is_own());
        let mut others = others.into_iter().map(|(_, ix)| ix);
        let find = |id: &Clean| own.iter().find(|(entry, _)| entry.id == *id).map(|(_, ix)| *ix);
        let positions = before.iter().map(|known| match known {
            EntryOrSession::Entry(id) => find(id),
            EntryOrSession::Session => others.next(),
        });
        positions.collect()
    }
}

/// Returns the selected session if it is an entry of the person's own.
pub(super) fn selected_entry(model: &Model) -> Option<SessionIx> {
    let session = model.place.selected?;
    model.agenda.sessions.get(session).filter(|known| known.is_own()).map(|_| session)
}

/// Opens the line of an entry: the selected one, or a new one at the time under the selection.
pub(super) fn ask_for_entry(model: &mut Model) {
    let edited = selected_entry(model);
    let text = match edited.and_then(|ix| entry_of(model, ix)) {
        Some(entry) => entry.to_typed(),
        None => suggested_time(model).unwrap_or_default(),
    };
    open_picker(model, PickerKind::Entry { edited });
    model.list_input.replace(&text);
    if edited.is_none() {
        model.list_input.run_command(Command::CaretStart, 0);
    }
}

fn entry_of(model: &Model, session: SessionIx) -> Option<OwnEntry> {
    OwnEntry::of_session(model.agenda.sessions.get(session)?)
}

/// Stores the typed entry, and selects it.
pub(super) fn store_entry(
    model: &mut Model,
    edited: Option<SessionIx>,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    let entry = match typed_entry(model) {
        Ok(entry) => entry,
        Err(error) => {
            model.show_message(error.to_string());
            return None;
        }
    };
    let session = edited.and_then(|ix| model.agenda.sessions.get(ix));
    let change = match session {
        Some(session) => entry.clone().replace(session.id.clone(), clock),
        None => entry.clone().store_new(clock),
    };
    let id = change.session_id().clone();
    let known = model.agenda.find_session(&id).filter(|_| edited.is_none());
    if let Some(known) = known.and_then(|ix| entry_of(model, ix))
        && known != entry
    {
        model.show_message(format!("{} is there already at this time: select it", known.title));
        return None;
    }
    model.close_layer();
    let effect = apply_step(model, vec![change], clock);
    show_entries_and_notes(model);
    if let Some(session) = model.agenda.find_session(&id)
        && model.screen == Screen::Day
    {
        go_to(model, session);
    }
    effect
}

/// Removes the selected entry of the person's own.
pub(super) fn remove_entry(model: &mut Model, clock: DateTime<Utc>) -> Option<Effect> {
    let session = model.agenda.sessions.get(selected_entry(model)?)?;
    let change = model.plan.current.entry(&session.id)?.change_level(None, clock);
    let text = format!("{} removed: {} undoes it", session.title, model.key_of(Command::Undo));
    let effect = apply_step(model, vec![change], clock);
    model.show_message(text);
    effect
}

/// Returns the session whose note is edited: that of an open list, or the selected one.
fn noted_session(model: &Model) -> Option<SessionIx> {
    model.session_in_list().or(model.place.selected)
}

/// Opens the line of the note on the selected session.
pub(super) fn ask_for_note(model: &mut Model) {
    let Some(session) = noted_session(model) else {
        return model.show_message("There is no session to write a note on.");
    };
    let note = model.plan.schedule.note_of(session);
    let text = note.map(|note| note.replace('\n', LINE_END)).unwrap_or_default();
    open_picker(model, PickerKind::Note { session });
    model.list_input.replace(&text);
}

/// Returns the text of a note from its line.
pub(super) fn from_line(text: &str) -> String {
    text.replace(LINE_END, "\n")
}

/// Stores the note on a session. An empty text removes the note.
pub(super) fn store_note(
    model: &mut Model,
    session: SessionIx,
    text: &str,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    model.close_layer();
    let text = Clean::block(text);
    if model.plan.schedule.note_of(session).is_none_or(|note| note.is_empty()) && text.is_empty()
        || model.plan.schedule.note_of(session) == Some(&text)
    {
        return None;
    }
    let known = model.agenda.sessions.get(session).filter(|known| known.is_own());
    let changes = match known.and_then(|known| model.plan.current.entry(&known.id)) {
        Some(entry) => vec![entry.change_note(text, clock)],
        None => {
            let (schedule, index) = (&model.plan.schedule, &model.plan.index);
            schedule.set_note(&model.agenda, index, session, &text, clock)
        }
    };
    apply_step(model, changes, clock)
}

/// Marks the selected session as not for me, or takes this back.
pub(super) fn toggle_skip(model: &mut Model, clock: DateTime<Utc>) -> Option<Effect> {
    let session = noted_session(model)?;
    if model.agenda.sessions.get(session)?.is_own() {
        return explain_entry(model);
    }
    let schedule = &model.plan.schedule;
    let skipped = !schedule.is_skipped(session);
    let index = &model.plan.index;
    let changes = schedule.set_skipped(&model.agenda, index, session, skipped, clock);
    let title = &model.agenda.sessions.get(session)?.title;
    let text = match skipped {
        true => format!("Not for me: {title}. {} hides such sessions", {
            model.key_of(Command::Filter)
        }),
        false => format!("No longer \"not for me\": {title}"),
    };
    let effect = apply_step(model, changes, clock);
    model.show_message(text);
    effect
}

/// Stores the text of a note that `$EDITOR` has written.
pub(super) fn take_edited_note(
    model: &mut Model,
    text: &str,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    let Focus::Picker(picker) = model.focus else { return None };
    let PickerKind::Note { session } = picker.kind else { return None };
    store_note(model, session, text, clock)
}
