//! The open list: derives, narrows and selects its entries.

use super::movement::target_entry;
use super::step::StepDirection;
use crate::agenda::{Clean, SessionIx};
use crate::filter::Choice;
use crate::plan::VersionMap;
use crate::search::Query;
use crate::timetable::Column;
use crate::tui::input::action::Command;
use crate::tui::layout::picker::{picker_list, picker_parts};
use crate::tui::layout::scroll::ScrolledRows;
use crate::tui::state::{Entry, Focus, Model, Picker, PickerKind, PickerList, QueryLine, Screen};

/// Opens a picker. The selected session or the room of the cursor is selected.
pub(super) fn open_picker(model: &mut Model, kind: PickerKind) {
    if kind.has_boxes() && model.screen != Screen::Day {
        return model.show_message("The filter and the rooms are those of the timetable.");
    }
    model.list_input = QueryLine::default();
    model.open_layer(Focus::Picker(Picker { kind, row: 0, first: 0, has_chosen: false }));
    model.derived.list = picker_list(model, kind);
    let here = match model.derived.columns.iter().nth(model.place.cursor.column) {
        Some(Column::Room(room)) => Some(room),
        _ => None,
    };
    let at = model.derived.list.entries.iter().position(|entry| match entry {
        Entry::Session(session) => Some(*session) == model.place.selected,
        Entry::Room { room, .. } => Some(*room) == here,
        _ => false,
    });
    select_entry(model, at.unwrap_or(0));
}

/// Derives the entries of the open picker. The selection moves to the nearest entry that can be
/// selected.
pub(super) fn derive_list(model: &mut Model) {
    match model.focus {
        Focus::Picker(picker) => {
            model.derived.list = picker_list(model, picker.kind);
            select_entry(model, picker.row);
        }
        _ => model.derived.list = PickerList::default(),
    }
}

/// Derives the entries at the end of an action, unless the action has left them as they are.
pub(super) fn refresh_list(model: &mut Model) {
    if !std::mem::take(&mut model.derived.list.is_current) {
        derive_list(model);
    }
}

/// Selects the entry of the open picker at `row` or near it. A session of the list "At the same
/// time" is selected in the timetable, too.
pub(super) fn select_entry(model: &mut Model, row: usize) {
    let Focus::Picker(picker) = model.focus else { return };
    let list = &model.derived.list;
    let mut rows = (0..list.entries.len()).filter(|row| is_selectable(list, *row));
    let row = rows.clone().find(|known| *known >= row).or_else(|| rows.next_back()).unwrap_or(0);
    let height = picker_parts(model, picker.kind, list.lines).entries.height;
    // The heading above the first entry belongs to the entry.
    let from = if (0..row).any(|row| is_selectable(list, row)) { row } else { 0 };
    let scrolled = ScrolledRows { count: list.entries.len(), height, lines_of: &|_| 1 };
    let first = scrolled.show_with_context(picker.first, from..row + 1);
    let session = list.entries.get(row).and_then(Entry::session);
    if let (PickerKind::Overlap { .. }, Some(session)) = (picker.kind, session) {
        model.place.selected = Some(session);
    }
    model.focus = Focus::Picker(Picker { row, first, ..picker });
}

pub(super) fn is_selectable(list: &PickerList, row: usize) -> bool {
    list.entries.get(row).is_some_and(Entry::is_selectable)
}

/// Returns the selected entry.
pub(super) fn selected_entry(model: &Model, picker: Picker) -> Option<Entry> {
    let entry = model.derived.list.entries.get(picker.row)?;
    entry.is_selectable().then(|| entry.clone())
}

/// Types text into the open picker.
pub(super) fn type_into_list(model: &mut Model, text: &str) {
    if !model.list_input.insert(text, Query::CHARS_MAX) {
        let most = Query::CHARS_MAX;
        model.show_message(format!("This line is as long as {most} characters at most."));
    }
    select_first(model);
}

/// Runs a command that edits the typed text. Returns false for other commands.
pub(super) fn edit_input(model: &mut Model, command: Command) -> bool {
    let before = model.list_input.text().to_owned();
    let is_known = model.list_input.run_command(command, Query::CHARS_MAX);
    if model.list_input.text() != before {
        select_first(model);
    }
    is_known
}

/// Selects the first of the entries that fit the typed text.
pub(super) fn select_first(model: &mut Model) {
    if let Focus::Picker(picker) = &mut model.focus {
        (picker.row, picker.first) = (0, 0);
    }
    derive_list(model);
    model.derived.list.is_current = true;
}

/// Moves the selection by a command for movement in lists.
pub(super) fn move_selection(model: &mut Model, picker: Picker, command: Command) {
    let list = &model.derived.list;
    let height = picker_parts(model, picker.kind, list.lines).entries.height;
    let rows: Vec<usize> =
        (0..list.entries.len()).filter(|row| is_selectable(list, *row)).collect();
    let at = rows.iter().position(|row| *row >= picker.row).unwrap_or(0);
    if let Some(row) = rows.get(target_entry(command, height, at, rows.len())) {
        select_entry(model, *row);
        model.derived.list.is_current = true;
    }
}

/// Selects the first entry of the next part. A step back selects the first entry of this part, and
/// from there the first entry of the previous part.
pub(super) fn go_to_part(model: &mut Model, picker: Picker, step: StepDirection) {
    let list = &model.derived.list;
    let mut starts = (0..list.entries.len())
        .filter(|row| is_selectable(list, *row))
        .filter(|row| *row == 0 || matches!(list.entries.get(*row - 1), Some(Entry::Head(_))));
    let row = match step {
        StepDirection::Forward => starts.find(|row| *row > picker.row),
        StepDirection::Back => starts.rfind(|row| *row < picker.row),
    };
    if let Some(row) = row {
        select_entry(model, row);
        model.derived.list.is_current = true;
    }
}

/// Moves the selection of the open picker by one notch of the wheel.
pub(super) fn turn_picker_wheel(model: &mut Model, command: Command) {
    if let Focus::Picker(picker) = model.focus {
        move_selection(model, picker, command);
    }
}

/// An entry of the open picker that can be found in another version of the agenda.
#[derive(PartialEq)]
pub(super) enum LastingEntry {
    Choice(Choice),
    Room(Clean),
    Session(SessionIx),
    Text(String),
}

impl LastingEntry {
    /// Returns the entry in the next version, or `None` if its session is gone.
    pub(super) fn in_next_version(self, map: &VersionMap) -> Option<LastingEntry> {
        match self {
            LastingEntry::Session(old) => map.session(old).map(LastingEntry::Session),
            other => Some(other),
        }
    }
}

pub(super) fn lasting_entry(model: &Model, entry: &Entry) -> Option<LastingEntry> {
    match entry {
        Entry::Choice(listed) => Some(LastingEntry::Choice(listed.choice.clone())),
        Entry::Room { room, .. } => model.room_name(*room).map(LastingEntry::Room),
        Entry::Session(session) => Some(LastingEntry::Session(*session)),
        Entry::Agenda(text) | Entry::Problem(text) => Some(LastingEntry::Text(text.clone())),
        Entry::Destination(_) | Entry::Head(_) | Entry::Remark(_) => None,
    }
}

/// Returns the entries of the open picker that another version of the agenda may have: the selected
/// entry and the entries below, then the entries above, the nearest first.
pub(super) fn remember_entries(model: &Model) -> Vec<LastingEntry> {
    let Focus::Picker(picker) = model.focus else { return Vec::new() };
    let entries = &model.derived.list.entries;
    let (above, below) = entries.split_at(picker.row.min(entries.len()));
    let nearest = below.iter().chain(above.iter().rev());
    nearest.filter_map(|entry| lasting_entry(model, entry)).collect()
}

/// Selects the first entry of [`remember_entries`] that another version of the agenda has, on its
/// line. Closes a list of sessions if there is none.
pub(super) fn select_remembered_entry(model: &mut Model, remembered: &[LastingEntry]) {
    let Focus::Picker(before) = model.focus else { return };
    derive_list(model);
    let entries = model.derived.list.entries.iter();
    let entries: Vec<_> = entries.map(|entry| lasting_entry(model, entry)).collect();
    let row = remembered
        .iter()
        .find_map(|entry| entries.iter().position(|known| known.as_ref() == Some(entry)));
    match row {
        Some(row) => {
            let first = row.saturating_sub(before.row.saturating_sub(before.first));
            model.focus = Focus::Picker(Picker { row, first, ..before });
            select_entry(model, row);
        }
        None if before.kind.lists_sessions() => model.close_layer(),
        None => {}
    }
}
