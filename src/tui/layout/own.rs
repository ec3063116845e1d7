//! The lines of own entries and notes: their texts, and the sentences below the line.

use crate::agenda::{Moment, format_minutes};
use crate::plan::{EntryError, OwnEntry};
use crate::tui::input::action::Command;
use crate::tui::state::{Entry, Model};

/// Parses the typed entry. Without a day, the entry is on the day on the screen.
pub(crate) fn typed_entry(model: &Model) -> Result<OwnEntry, EntryError> {
    let date = model.agenda.days.get(model.place.day).map(|day| day.date);
    OwnEntry::parse(None, model.list_input.text(), &model.agenda, model.now, date)
}

/// Returns what is understood of the typed entry, and what it overlaps.
pub(super) fn entry_remarks(model: &Model) -> Vec<Entry> {
    let remarks = match typed_entry(model) {
        Ok(entry) => [describe_entry(model, &entry), clash_sentence(model, &entry)],
        Err(EntryError::Day(error)) => [error.to_string(), String::new()],
        Err(EntryError::NoTitle) => ["Type a title, then a time and a length.".into(), forms()],
        Err(EntryError::NoTime(_)) => ["Then a time and a length.".into(), forms()],
    };
    remarks.into_iter().map(Entry::Remark).collect()
}

fn forms() -> String {
    "Such as: Lunch 12:30 45m, Dinner tue 7pm 2h Foyer".to_owned()
}

fn describe_entry(model: &Model, entry: &OwnEntry) -> String {
    let at = |at: Moment, format: &str| model.agenda.local_time(at).format(format).to_string();
    let end = entry.start + chrono::TimeDelta::minutes(entry.minutes.into());
    let times = format!("{}–{}", at(entry.start, "%a %-d %b %H:%M"), at(end, "%H:%M"));
    let room = entry.room.as_ref().map(|room| format!(", {room}")).unwrap_or_default();
    format!("{times}, {}{room}: {}", format_minutes(entry.minutes), entry.title)
}

/// Returns the attended sessions that the entry overlaps.
fn clash_sentence(model: &Model, entry: &OwnEntry) -> String {
    let session = entry.to_session();
    let attended = model.plan.schedule.attended_sessions().iter();
    let clashes = attended.filter_map(|ix| {
        let other = model.agenda.sessions.get(*ix)?;
        let minutes = other.overlap_minutes(&session);
        let is_itself = other.is_own() && other.title == session.title;
        (minutes > 0 && !is_itself).then(|| format!("clashes {minutes} min with {}", other.title))
    });
    clashes.collect::<Vec<_>>().join("; ")
}

/// Returns the sentences below the line of a note.
pub(super) fn note_remarks(model: &Model) -> Vec<Entry> {
    let key = |command| model.key_of(command);
    let keep = format!("{} keeps the note, an empty line removes it.", key(Command::Open));
    let editor = format!("{} opens it in $EDITOR.", key(Command::Editor));
    [keep, editor].into_iter().map(Entry::Remark).collect()
}
