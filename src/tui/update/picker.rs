//! The picker: chooses and opens the entries of the open list.

use super::list::{
    derive_list, edit_input, go_to_part, is_selectable, lasting_entry, move_selection,
    select_entry, select_first, selected_entry, type_into_list,
};
use super::navigation::show_session;
use super::rooms::{change_view, go_to_room, move_room, toggle_room};
use super::step::StepDirection;
use super::{export, own, palette, schedule};
use crate::agenda::{Clean, Level};
use crate::filter::Choice;
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::picker::{picker_list, picker_parts};
use crate::tui::state::{Entry, Focus, Model, Picker, PickerKind, Settings};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Runs a command while a picker is open.
pub(super) fn run_picker_command(
    model: &mut Model,
    picker: Picker,
    command: Command,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    use Command::*;
    let kind = picker.kind;
    match command {
        Open => return open_entry(model, picker, clock),
        Attend | Maybe if kind == PickerKind::Palette => {
            return palette::choose_destination(
                model,
                selected_entry(model, picker).as_ref(),
                clock,
            );
        }
        Attend if kind.has_boxes() => return toggle_entry(model, picker),
        Attend if !kind.lists_sessions() => type_into_list(model, " "),
        Attend => return mark_entry(model, picker, Level::Attend, clock),
        Maybe if kind.lists_sessions() => return mark_entry(model, picker, Level::Maybe, clock),
        Editor if matches!(kind, PickerKind::Note { .. }) => {
            return Some(Effect::EditNote(own::from_line(model.list_input.text())));
        }
        ChooseAll if kind.has_boxes() => return choose_listed(model, true),
        ChooseNone if kind.has_boxes() => return choose_listed(model, false),
        ChooseOnly if kind.has_boxes() => return choose_only(model, picker),
        RoomLeft if kind == PickerKind::Rooms => {
            return shift_entry(model, picker, StepDirection::Back);
        }
        RoomRight if kind == PickerKind::Rooms => {
            return shift_entry(model, picker, StepDirection::Forward);
        }
        Back if kind != PickerKind::FileName
            && !kind.is_personal()
            && !model.list_input.text().is_empty() =>
        {
            model.list_input.replace("");
            select_first(model);
        }
        Back | Quit => model.close_layer(),
        Up | Down | PageUp | PageDown | HalfUp | HalfDown | First | Last => {
            move_selection(model, picker, command);
        }
        Left => go_to_part(model, picker, StepDirection::Back),
        Right => go_to_part(model, picker, StepDirection::Forward),
        Help => model.open_layer(Focus::Help),
        Redraw => return Some(Effect::Redraw),
        Suspend => return Some(Effect::Suspend),
        _ => {
            edit_input(model, command);
        }
    }
    None
}

/// Does what the selected entry stands for.
fn open_entry(model: &mut Model, picker: Picker, clock: DateTime<Utc>) -> Option<Effect> {
    match picker.kind {
        PickerKind::FileName => return export::write_schedule(model),
        PickerKind::Entry { edited } => return own::store_entry(model, edited, clock),
        PickerKind::Note { session } => {
            let text = model.list_input.text().to_owned();
            return own::store_note(model, session, &own::from_line(&text), clock);
        }
        _ => {}
    }
    let Some(entry) = selected_entry(model, picker) else {
        let is_narrowed = !model.list_input.text().is_empty();
        if is_narrowed {
            model.show_message("Nothing matches.");
        } else {
            model.close_layer();
        }
        return None;
    };
    match (entry, picker.kind) {
        (Entry::Session(session), PickerKind::Gap(_)) => {
            model.close_layer();
            let is_attended = model.level_of(session) == Some(Level::Attend);
            (!is_attended)
                .then(|| schedule::toggle_session_mark(model, session, Level::Attend, clock))?
        }
        (Entry::Session(session), PickerKind::NowRooms) => {
            show_session(model, session);
            None
        }
        (Entry::Session(_), _) => {
            model.open_layer(Focus::Detail { full: true });
            None
        }
        (Entry::Choice(listed), _) => {
            model.close_layer();
            // Without an earlier choice in this list, the selected line is chosen.
            let is_wanted = !picker.has_chosen && !listed.chosen;
            let toggle = |settings: &mut Settings| settings.filter.toggle_choice(listed.choice);
            is_wanted.then(|| change_view(model, toggle))?
        }
        (Entry::Room { room, .. }, _) => go_to_room(model, room),
        (Entry::Agenda(name), _) => Some(Effect::OpenAgenda(name)),
        (Entry::Destination(to), _) => palette::go_to_destination(model, to),
        (Entry::Problem(_) | Entry::Head(_) | Entry::Remark(_), _) => {
            model.close_layer();
            None
        }
    }
}

/// Marks the session of the selected entry, or removes its mark. The session stays selected where
/// marks decide the order.
fn mark_entry(
    model: &mut Model,
    picker: Picker,
    level: Level,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    let session = selected_entry(model, picker)?.session()?;
    let effect = schedule::toggle_session_mark(model, session, level, clock);
    derive_list(model);
    let mut entries = model.derived.list.entries.iter();
    if let Some(row) = entries.position(|entry| entry.session() == Some(session)) {
        select_entry(model, row);
    }
    effect
}

/// Chooses the selected entry, or leaves a chosen entry out. The entry stays selected.
fn toggle_entry(model: &mut Model, picker: Picker) -> Option<Effect> {
    let entry = selected_entry(model, picker)?;
    let effect = match &entry {
        Entry::Choice(listed) => {
            let choice = listed.choice.clone();
            change_view(model, |settings| settings.filter.toggle_choice(choice))
        }
        Entry::Room { room, .. } => {
            let name = model.room_name(*room)?;
            toggle_room(model, &name)
        }
        _ => None,
    };
    note_choice(model, &entry);
    effect
}

/// Notes a choice, after the entries were derived. `entry` stays selected: entries above may have
/// disappeared, if they are choices that no session has.
fn note_choice(model: &mut Model, entry: &Entry) {
    if let Focus::Picker(picker) = &mut model.focus {
        picker.has_chosen = true;
    }
    let wanted = lasting_entry(model, entry);
    let entries = model.derived.list.entries.iter();
    let same = entries.map(|entry| lasting_entry(model, entry)).position(|known| known == wanted);
    if let Some(row) = same.filter(|_| wanted.is_some()) {
        select_entry(model, row);
    }
    model.derived.list.is_current = true;
}

/// Chooses all listed entries, or none of them. Entries that the typed text leaves out stay.
fn choose_listed(model: &mut Model, is_chosen: bool) -> Option<Effect> {
    let entries = model.derived.list.entries.clone();
    choose_where(model, &entries, |_| is_chosen)
}

/// Chooses the selected entry alone: no other entry, listed or not.
fn choose_only(model: &mut Model, picker: Picker) -> Option<Effect> {
    let only = selected_entry(model, picker)?;
    let typed = std::mem::take(&mut model.list_input);
    let all = picker_list(model, picker.kind).entries;
    model.list_input = typed;
    choose_where(model, &all, |entry| *entry == only)
}

/// Chooses the entries for which `is_wanted` is true, as one step.
fn choose_where(
    model: &mut Model,
    entries: &[Entry],
    is_wanted: impl Fn(&Entry) -> bool,
) -> Option<Effect> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut rooms: Vec<Clean> = Vec::new();
    for entry in entries {
        match entry {
            Entry::Choice(listed) if listed.chosen != is_wanted(entry) => {
                choices.push(listed.choice.clone());
            }
            Entry::Room { room, shown, .. } if *shown != is_wanted(entry) => {
                rooms.extend(model.room_name(*room));
            }
            _ => {}
        }
    }
    let effect = change_view(model, |settings| {
        choices.into_iter().for_each(|choice| settings.filter.toggle_choice(choice));
        if !rooms.is_empty() {
            let arrangement = Arc::make_mut(&mut settings.arrangement);
            rooms.iter().for_each(|room| arrangement.toggle_hidden(room));
        }
    });
    if let Focus::Picker(picker) = model.focus
        && let Some(entry) = selected_entry(model, picker)
    {
        note_choice(model, &entry);
    }
    effect
}

/// Removes all choices of the filter.
pub(super) fn clear_filter(model: &mut Model) {
    if model.settings.filter.is_empty() {
        return model.show_message("There is no filter.");
    }
    change_view(model, |settings| settings.filter = Default::default());
}

/// Moves the room of the selected entry one listed place up or down.
fn shift_entry(model: &mut Model, picker: Picker, step: StepDirection) -> Option<Effect> {
    let row = step.position_beside(picker.row)?;
    let room_at = |row: usize| match model.derived.list.entries.get(row) {
        Some(Entry::Room { room, .. }) => Some(*room),
        _ => None,
    };
    let effect = move_room(model, room_at(picker.row)?, room_at(row)?);
    select_entry(model, row);
    model.derived.list.is_current = true;
    effect
}

/// Handles a click: a click on an entry selects the entry and toggles its box, a double click opens
/// it, and a click beside the picker closes the picker.
pub(super) fn handle_picker_click(
    model: &mut Model,
    picker: Picker,
    (x, y): (u16, u16),
    double: bool,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    let parts = picker_parts(model, picker.kind, model.derived.list.lines);
    if !parts.area.contains(x, y) {
        model.close_layer();
        return None;
    }
    if !parts.entries.contains(x, y) {
        return None;
    }
    let row = picker.first + usize::from(y - parts.entries.y);
    if !is_selectable(&model.derived.list, row) {
        return None;
    }
    select_entry(model, row);
    let Focus::Picker(picker) = model.focus else { return None };
    match picker.kind.has_boxes() {
        true => toggle_entry(model, picker),
        false if double => open_entry(model, picker, clock),
        false => None,
    }
}

#[cfg(test)]
mod tests;
