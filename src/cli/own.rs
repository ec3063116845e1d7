//! `add`, `remove` and `note`: a person's own entries and notes.

use super::context::CliContext;
use super::error::{CliError, print_message};
use super::json::{MarkJson, MarksJson, NoteJson, NotesJson, SCHEMA, write_json};
use super::own_args::{AddArgs, NoteArgs, RemoveArgs};
use super::session_names::{TypedName, find_among, find_sessions_to_change, read_names};
use super::style::{ALARM, DIM};
use super::table::{day_heading, tab_fields, time_range};
use crate::agenda::clean::BLOCK_MAX;
use crate::agenda::{Clean, Level, Session, SessionIx};
use crate::plan::{Change, Mark, OwnEntry, Plan, SessionIndex};
use crate::store::{self, SAVED_WITHOUT_LOCK, SavedPlan};
use std::io::Write;
use std::path::Path;

/// Adds an own entry, or edits one, and prints the entry and the sessions that overlap it.
///
/// # Errors
/// Returns a usage error that lists the forms if the entry is not understood, and an error if the
/// plan cannot be saved.
pub(crate) fn add_entry(
    cx: &mut CliContext,
    args: &AddArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let typed = args.words.join(" ");
    let (title, typed) = match args.words.is_empty() {
        true => (None, &args.title),
        false => (Some(args.title.as_str()), &typed),
    };
    let change = match &args.edit {
        Some(id) => {
            let id = find_entry(cx, id)?;
            let known = own_session(cx, &id).and_then(OwnEntry::of_session);
            let entry = match known {
                Some(known) => known.parse_change(title, typed, &cx.agenda, cx.now),
                None => OwnEntry::parse(title, typed, &cx.agenda, cx.now, None),
            };
            entry.map_err(CliError::usage)?.replace(id, cx.wall_clock)
        }
        None => {
            let entry = OwnEntry::parse(title, typed, &cx.agenda, cx.now, None);
            let entry = entry.map_err(CliError::usage)?;
            let change = entry.clone().store_new(cx.wall_clock);
            refuse_known(cx, change.session_id(), &entry)?;
            change
        }
    };
    let id = change.session_id().clone();
    let plan = save_changes(cx, &[change])?;
    plan.put_entries_into(&mut cx.agenda);
    cx.schedule = plan.schedule_for(&cx.agenda);
    if args.json {
        let entry = own_session(cx, &id).into_iter();
        let marks = entry.map(|entry| MarkJson {
            id: &entry.id,
            title: &entry.title,
            mark: Some(Level::Attend.word()),
        });
        return write_marks(cx, marks.collect(), out);
    }
    print_entry(cx, &id, out)
}

/// Returns an error if another entry has the `id` of a new `entry`: the same title and start.
fn refuse_known(cx: &CliContext, id: &Clean, entry: &OwnEntry) -> Result<(), CliError> {
    let known = own_session(cx, id).and_then(OwnEntry::of_session);
    match known.is_some_and(|known| known != *entry) {
        true => Err(CliError::usage(format!(
            "{id} is an entry with this title and start already. To change it: hallway add --edit \
             {id} TITLE WHEN"
        ))),
        false => Ok(()),
    }
}

/// Removes own entries. A `-` reads ids from standard input.
///
/// # Errors
/// Returns an error, and changes nothing, if there is no such entry or the plan cannot be saved.
pub(crate) fn remove_entries(
    cx: &mut CliContext,
    args: &RemoveArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let mut changes = Vec::new();
    for name in read_names(cx, &args.ids)? {
        let entry = match name.line {
            None => find_entry(cx, &name.text)?,
            Some(_) => find_entry_of_line(cx, &name)?,
        };
        let entry = cx.plan.entry(&entry);
        changes.extend(entry.map(|entry| entry.change_level(None, cx.wall_clock)));
    }
    save_changes(cx, &changes)?;
    if args.json {
        let removed = changes.iter();
        let marks = removed.map(|change| MarkJson {
            id: change.session_id(),
            title: change.title(),
            mark: None,
        });
        return write_marks(cx, marks.collect(), out);
    }
    for change in &changes {
        match cx.style.width {
            None => writeln!(out, "{}\tnone\t{}", change.session_id(), change.title())?,
            Some(_) => writeln!(out, "{} is not in your schedule", change.title())?,
        }
    }
    Ok(())
}

/// Prints or sets the note of a session. Without a session, prints all notes.
///
/// # Errors
/// Returns an error if there is no such session or no note, or if the plan cannot be saved.
pub(crate) fn run_note(
    cx: &mut CliContext,
    args: &NoteArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let Some(id) = &args.id else { return list_notes(cx, args.json, out) };
    let known = find_noted(cx, id)?;
    if args.text.is_empty() && !args.edit {
        let Some(note) = note_of(cx, &known) else {
            return Err(CliError::nothing_found(format!("there is no note on {id}")));
        };
        if args.json {
            let (id, title) = known.id_and_title(cx).unwrap_or_default();
            return write_notes(cx, vec![NoteJson { id, title, note: Some(note) }], out);
        }
        writeln!(out, "{note}")?;
        return Ok(());
    }
    let text = match args.edit {
        true => edit_note(note_of(cx, &known).map_or("", |note| note))?,
        false if args.text == ["-"] => read_note(cx)?,
        false => clean_note(&args.text.join(" "))?,
    };
    let now = cx.wall_clock;
    let changes = match &known {
        Noted::Session(session) => {
            let index = SessionIndex::default();
            cx.schedule.set_note(&cx.agenda, &index, *session, &text, now)
        }
        Noted::Entry(id) => {
            let entry = cx.plan.entry(id);
            entry.map(|entry| entry.change_note(text, now)).into_iter().collect()
        }
        Noted::Lost(id) => {
            let mark = cx.plan.get(id);
            mark.map(|mark| mark.change_note(text, now)).into_iter().collect()
        }
    };
    save_changes(cx, &changes)?;
    if args.json {
        let changed = changes.iter().take(1);
        let notes = changed.map(|change| NoteJson {
            id: change.session_id(),
            title: change.title(),
            note: change.mark().note().map(|note| note.as_str()).filter(|note| !note.is_empty()),
        });
        return write_notes(cx, notes.collect(), out);
    }
    for change in changes.iter().take(1) {
        let note = change.mark().note().map(|note| note.as_str()).unwrap_or_default();
        match (cx.style.width, note) {
            (None, note) => print_note_fields(change.session_id(), change.title(), note, out)?,
            (Some(_), "") => writeln!(out, "{} has no note", change.title())?,
            (Some(_), note) => writeln!(out, "{}: {note}", change.title())?,
        }
    }
    Ok(())
}

/// Returns the note as the person leaves it in the editor.
///
/// # Errors
/// Returns a usage error without an editor, and an error if the editor fails.
fn edit_note(note: &str) -> Result<Clean, CliError> {
    let Some(editor) = store::editor_command() else {
        let message = "$EDITOR is not set. hallway note ID TEXT sets a note";
        return Err(CliError::usage(message));
    };
    Ok(Clean::block(store::edit_text(&editor, note)?))
}

/// Returns the note of standard input.
///
/// # Errors
/// Returns a usage error if standard input has the agenda or is empty: a command that fails before
/// the pipe must not remove a note.
fn read_note(cx: &CliContext) -> Result<Clean, CliError> {
    if cx.named_agenda.as_deref() == Some("-") {
        let message = "standard input has the agenda, and cannot have the note too";
        return Err(CliError::usage(message));
    }
    let bytes = store::read_source(Path::new("-"))?;
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Err(CliError::bad_data("standard input is no UTF-8 text"));
    };
    let note = clean_note(text.trim_end())?;
    if note.is_empty() {
        let message = "standard input is empty. hallway note ID \"\" removes a note";
        return Err(CliError::usage(message));
    }
    Ok(note)
}

/// Returns a typed note.
///
/// # Errors
/// Returns a usage error for a note of more than [`BLOCK_MAX`] bytes.
fn clean_note(text: &str) -> Result<Clean, CliError> {
    match text.len() {
        ..=BLOCK_MAX => Ok(Clean::block(text)),
        bytes => {
            let message = format!("a note has at most {BLOCK_MAX} bytes. This one has {bytes}");
            Err(CliError::usage(message))
        }
    }
}

/// A session or an entry that can have a note.
enum Noted {
    Session(SessionIx),
    /// An own entry, by its id.
    Entry(Clean),
    /// A session that the agenda has lost, by the id of its mark.
    Lost(Clean),
}

impl Noted {
    /// Returns the id and the title.
    fn id_and_title<'a>(&'a self, cx: &'a CliContext) -> Option<(&'a str, &'a str)> {
        match self {
            Noted::Session(ix) => {
                let session = cx.agenda.sessions.get(*ix)?;
                Some((&session.id, &session.title))
            }
            Noted::Entry(id) => Some((id, cx.plan.entry(id)?.title())),
            Noted::Lost(id) => Some((id, cx.plan.get(id)?.title())),
        }
    }
}

fn write_marks(
    cx: &CliContext,
    marks: Vec<MarkJson<'_>>,
    out: &mut impl Write,
) -> Result<(), CliError> {
    Ok(write_json(out, &MarksJson { schema: SCHEMA, event: &cx.agenda.id, marks })?)
}

fn write_notes(
    cx: &CliContext,
    notes: Vec<NoteJson<'_>>,
    out: &mut impl Write,
) -> Result<(), CliError> {
    Ok(write_json(out, &NotesJson { schema: SCHEMA, event: &cx.agenda.id, notes })?)
}

fn find_noted(cx: &CliContext, id: &str) -> Result<Noted, CliError> {
    let is_known = cx.agenda.find_session(id).is_some();
    if let Some(mark) = cx.plan.get(id).filter(|mark| !is_known && mark.is_active()) {
        return Ok(Noted::Lost(mark.id().clone()));
    }
    let found = find_sessions_to_change(cx, &[id.to_owned()])?;
    let session = found.first().and_then(|ix| Some((*ix, cx.agenda.sessions.get(*ix)?)));
    match session {
        Some((_, entry)) if entry.is_own() => Ok(Noted::Entry(entry.id.clone())),
        Some((ix, _)) => Ok(Noted::Session(ix)),
        None => Err(CliError::nothing_found(format!("there is no session {id}"))),
    }
}

fn note_of<'a>(cx: &'a CliContext, known: &Noted) -> Option<&'a Clean> {
    match known {
        Noted::Session(session) => cx.schedule.note_of(*session),
        Noted::Entry(id) => cx.plan.entry(id)?.note(),
        Noted::Lost(id) => cx.plan.get(id)?.note(),
    }
}

/// Prints id, title and note of every session with a note, also of sessions that the agenda has
/// lost.
fn list_notes(cx: &CliContext, is_json: bool, out: &mut impl Write) -> Result<(), CliError> {
    let marks = cx.plan.all_marks();
    let active = marks.iter().filter(|mark| !mark.own || mark.level.is_some());
    let noted: Vec<(&Mark, &Clean)> =
        active.filter_map(|mark| Some((&**mark, mark.note()?))).collect();
    if is_json {
        let notes = noted.iter().map(|(mark, note)| NoteJson {
            id: mark.id(),
            title: mark.title(),
            note: Some(note),
        });
        write_notes(cx, notes.collect(), out)?;
    }
    for (mark, note) in &noted {
        match cx.style.width {
            _ if is_json => {}
            None => print_note_fields(mark.id(), mark.title(), note, out)?,
            Some(_) => {
                let id = cx.style.paint(DIM, mark.id());
                writeln!(out, "{}: {note}  {id}", mark.title())?;
            }
        }
    }
    match noted.is_empty() {
        true => Err(CliError::nothing_found("there are no notes".to_owned())),
        false => Ok(()),
    }
}

/// Prints three fields on one line. Line ends in the note are spaces.
fn print_note_fields(
    id: &Clean,
    title: &Clean,
    note: &str,
    out: &mut impl Write,
) -> Result<(), CliError> {
    Ok(writeln!(out, "{id}\t{title}\t{}", Clean::line(note))?)
}

/// Returns the id of the own entry whose id or title begins as typed. The sessions of the programme
/// do not count.
///
/// # Errors
/// Returns an error if there is no such entry, or if there are several.
fn find_entry(cx: &CliContext, typed: &str) -> Result<Clean, CliError> {
    let sessions = cx.agenda.sessions.iter().enumerate();
    let entries = sessions.filter(|(_, session)| session.is_own()).map(|(ix, _)| ix);
    let found = match find_among(cx, typed, entries)? {
        Some(entry) => vec![entry],
        None => find_sessions_to_change(cx, &[typed.to_owned()])?,
    };
    let session = found.first().and_then(|ix| cx.agenda.sessions.get(*ix));
    let entry = session.filter(|session| session.is_own()).map(|entry| entry.id.clone());
    entry.ok_or_else(|| {
        CliError::nothing_found(format!(
            "{typed} is no entry of your own. hallway unmark takes a session out of your schedule"
        ))
    })
}

/// Returns the id of the own entry whose id is on a line of standard input.
///
/// # Errors
/// Returns an error if there is no such entry.
fn find_entry_of_line(cx: &CliContext, name: &TypedName) -> Result<Clean, CliError> {
    let found = own_session(cx, &name.text).map(|entry| entry.id.clone());
    found.ok_or_else(|| {
        let line = name.line.unwrap_or_default();
        CliError::nothing_found(format!("line {line}: {} is no entry of your own", name.text))
    })
}

/// Returns the own entry with this id as a session.
fn own_session<'a>(cx: &'a CliContext, id: &str) -> Option<&'a Session> {
    cx.agenda.sessions.iter().find(|session| session.is_own() && &*session.id == id)
}

fn save_changes(cx: &mut CliContext, changes: &[Change]) -> Result<Plan, CliError> {
    let loaded = std::mem::take(&mut cx.plan);
    let SavedPlan { plan, without_lock, .. } =
        cx.folders.change_loaded_plan(&cx.agenda.id, loaded, changes)?;
    if without_lock {
        print_message(SAVED_WITHOUT_LOCK);
    }
    Ok(plan)
}

/// Prints the fields of `list`, or day, time and title and the overlaps, of an own entry.
fn print_entry(cx: &CliContext, id: &Clean, out: &mut impl Write) -> Result<(), CliError> {
    let session = cx.agenda.find_session(id).and_then(|ix| Some((ix, cx.agenda.sessions.get(ix)?)));
    let Some((ix, session)) = session else { return Ok(()) };
    if cx.style.width.is_none() {
        writeln!(out, "{}", tab_fields(cx, ix).join("\t"))?;
        return Ok(());
    }
    let (day, time) = (day_heading(cx, session), time_range(cx, session));
    let id = cx.style.paint(DIM, id);
    writeln!(out, "★ {day} {time}  {}  {id}", session.title)?;
    for overlap in cx.schedule.find_overlaps(&cx.agenda, ix) {
        let Some(other) = cx.agenda.sessions.get(overlap.session) else { continue };
        let clash = format!("⚠ overlaps by {} min: {}", overlap.minutes, other.title);
        writeln!(out, "{}", cx.style.paint(ALARM, &clash))?;
    }
    Ok(())
}
