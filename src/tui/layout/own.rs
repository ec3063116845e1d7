//! The lines of own entries and notes: their texts, and the sentences below the line.

use crate::agenda::{Moment, format_minutes, moment_of_minute};
use crate::plan::{EntryError, OwnEntry};
use crate::tui::input::action::Command;
use crate::tui::state::{Entry, Focus, Model, PickerKind, Row, Screen};
use chrono::{TimeDelta, Timelike};

/// Parses the typed entry. Without a day, the entry is on the day on the screen.
pub(crate) fn typed_entry(model: &Model) -> Result<OwnEntry, EntryError> {
    let date = model.agenda.days.get(model.place.day).map(|day| day.date);
    OwnEntry::parse(None, without_suggestion(model), &model.agenda, model.now, date)
}

/// Returns the typed text. If it has a time before the suggested one, the suggestion is left out.
fn without_suggestion(model: &Model) -> &str {
    let typed = model.list_input.text();
    let is_new = matches!(
        model.focus,
        Focus::Picker(picker) if picker.kind == PickerKind::Entry { edited: None }
    );
    let own = strip_suggestion(typed).filter(|_| is_new);
    own.filter(|own| OwnEntry::has_time(own)).unwrap_or(typed)
}

/// Returns the text before a time and a length in the form of [`suggested_time`]. The suggestion
/// changes with the time while a person types.
fn strip_suggestion(typed: &str) -> Option<&str> {
    let (rest, length) = typed.rsplit_once(' ')?;
    let (own, time) = rest.rsplit_once(' ')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (hour, minute) = time.split_once(':')?;
    let is_time = hour.len() == 2 && minute.len() == 2 && is_number(hour) && is_number(minute);
    (is_time && length.strip_suffix('m').is_some_and(is_number)).then_some(own)
}

/// Returns the time and the length of a new entry: the free time or the time under the selection,
/// and not before now.
pub(crate) fn suggested_time(model: &Model) -> Option<String> {
    let (start, end) = free_time_here(model)?;
    let now = model.time_during_event().and_then(|now| next_step(model, now));
    let is_gap = matches!(model.screen, Screen::Mine { .. });
    let is_today = now.and_then(|now| model.day_at(now)) == Some(model.place.day);
    let (start, end) = match now.filter(|now| start < *now) {
        Some(now) if is_gap && now < end => (now, end),
        Some(now) if !is_gap && is_today => (now, now.checked_add_signed(end - start)?),
        _ => (start, end),
    };
    let minutes = (end - start).num_minutes();
    Some(format!(" {} {minutes}m", model.agenda.local_time(start).format("%H:%M")))
}

/// Returns the next minute from `now` on that five minutes divide.
fn next_step(model: &Model, now: Moment) -> Option<Moment> {
    const STEP: u32 = 5;
    let minute = model.agenda.local_time(now).minute() % STEP;
    now.checked_add_signed(TimeDelta::minutes(i64::from((STEP - minute) % STEP)))
}

/// Returns the beginning and the end of the free time or the time under the selection, at most an
/// hour.
fn free_time_here(model: &Model) -> Option<(Moment, Moment)> {
    const MOST: TimeDelta = TimeDelta::minutes(60);
    if let (Screen::Mine { .. }, Some(Row::Gap(gap))) =
        (&model.screen, model.derived.rows.get(model.place.row))
    {
        return Some((gap.start, gap.end.min(gap.start.checked_add_signed(MOST)?)));
    }
    let selected = model.place.selected.and_then(|ix| model.agenda.sessions.get(ix)?.start);
    let minute = model.place.cursor.minute;
    let at = selected.or_else(|| moment_of_minute(&model.agenda, model.place.day, minute));
    let at = at?;
    Some((at, at.checked_add_signed(MOST / 2)?))
}

/// Returns what is understood of the typed entry, and what it overlaps.
pub(super) fn entry_remarks(model: &Model) -> Vec<Entry> {
    let remarks = match typed_entry(model) {
        Ok(entry) => [describe_entry(model, &entry), clash_sentence(model, &entry)],
        Err(EntryError::Day(error, days)) => [error.to_string(), days.unwrap_or_default()],
        Err(EntryError::NoTitle) => ["Type a title, then a time and a length.".into(), forms()],
        Err(EntryError::NoTime(_)) => ["Then a time and a length.".into(), forms()],
        Err(error) => [error.to_string(), String::new()],
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
