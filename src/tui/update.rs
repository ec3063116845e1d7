//! Applies actions to the model and returns their effects. `app` performs the effects.

mod agenda_file;
mod changes;
mod concurrent;
mod derive;
mod detail_pane;
mod export;
mod list;
mod map;
mod mouse;
mod movement;
mod navigation;
mod own;
mod palette;
mod picker;
mod refresh;
mod reminder;
mod reread;
mod rooms;
mod schedule;
mod screens;
mod search;
mod source_refresh;
mod step;
mod timeline;
mod zoom;

use crate::agenda::Level;
use crate::tui::input::action::{Action, Command, Effect};
use crate::tui::layout::screen;
use crate::tui::state::{Focus, Model, PickerKind, Screen};
use chrono::{DateTime, Utc};
use screens::Closed;
use step::StepDirection;

/// Derives everything in a new model. Shows the present during the event, else the first day.
pub(crate) fn open_model(mut model: Model) -> Model {
    derive::derive_columns(&mut model);
    if !navigation::go_to_now(&mut model) {
        navigation::go_to_day(&mut model, 0);
    }
    refresh::refresh_model(&mut model);
    model
}

/// Applies an action to the model and derives everything again. Marks store the time `clock`.
pub(crate) fn apply_action(
    model: &mut Model,
    action: Action,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    model.wall_clock = clock;
    model.revision += u64::from(!keeps_cards(model, &action));
    let effect = match action {
        Action::Command(command) => {
            let message = model.message.take();
            let is_asked_for = changes::is_asked_for(model, message.as_ref(), clock);
            let is_changes = command == Command::Open && is_asked_for;
            run_command(model, if is_changes { Command::Changes } else { command }, clock)
        }
        Action::Click { x, y, double } => {
            model.message = None;
            mouse::handle_click(model, (x, y), double, clock)
        }
        Action::Scroll { x, y, notches } => {
            model.message = None;
            mouse::turn_wheel(model, x, y, notches);
            None
        }
        Action::Refreshed { answer, asked } => {
            source_refresh::take_answer(model, answer, asked, clock);
            None
        }
        Action::NoteEdited(text) => own::take_edited_note(model, &text, clock),
        Action::Reread { agenda, problems, asked } => {
            agenda_file::take_version(model, *agenda, problems, asked, clock)
        }
        Action::Tick(now) => {
            let before = model.now;
            navigation::take_time(model, now);
            reminder::ring_if_due(model, before)
        }
        other => {
            take_news(model, other);
            None
        }
    };
    // The palette has chosen a command of another part.
    let effect = match model.chosen_command.take() {
        Some(chosen) => run_command(model, chosen, clock).or(effect),
        None => effect,
    };
    own::show_entries_and_notes(model);
    refresh::refresh_model(model);
    effect
}

/// Returns true for an action that changes nothing that the cards of a timetable show but the
/// selection, the scroll, the marks and the hits of a search. Marks may change what a filter shows.
fn keeps_cards(model: &Model, action: &Action) -> bool {
    use Command::*;
    match action {
        Action::Command(_) if matches!(model.focus, Focus::Picker(_)) => false,
        Action::Command(
            Left | Right | Up | Down | PageUp | PageDown | HalfUp | HalfDown | First | Last
            | RoomsLeft | RoomsRight | Open | Back | Help | List | Mine | Map | Pane | DetailUp
            | DetailDown | Search | CaretLeft | CaretRight | CaretWordLeft | CaretWordRight
            | CaretStart | CaretEnd | DeleteBack | DeleteForward | CutWord | CutWordForward
            | CutToStart | CutToEnd | InsertCut | TakeChip,
        )
        | Action::Indexed => true,
        Action::Type(_) => model.focus == Focus::Main,
        Action::Command(Attend | Maybe) | Action::Saved(_) | Action::PlanChanged(_) => {
            model.settings.filter.is_empty()
        }
        _ => false,
    }
}

/// Applies an action without an effect.
fn take_news(model: &mut Model, action: Action) {
    match action {
        Action::Command(_)
        | Action::Click { .. }
        | Action::Scroll { .. }
        | Action::Refreshed { .. }
        | Action::NoteEdited(_)
        | Action::Tick(_)
        | Action::Reread { .. } => {}
        Action::RefreshSlow => model.refresh.is_slow = true,
        Action::Type(text) => type_text(model, &text),
        Action::Indexed => search::finish_waiting(model),
        Action::Resize { width, height } => model.settings.size = (width, height),
        Action::Saved(plan) => schedule::take_saved(model, plan),
        Action::NotSaved { after, why } => {
            schedule::report_unsaved(model, after, &why);
        }
        Action::PlanBroken(sentence) => {
            model.message = None;
            model.plan.unreadable = Some(sentence);
        }
        Action::PlanChanged(plan) => {
            model.plan.unreadable = None;
            model.take_plan(plan);
        }
        Action::AgendaBroken { why, on_demand } => {
            agenda_file::refuse_version(model, why, on_demand);
        }
        Action::FileWritten(sentence) => export::close_file_name(model, sentence),
        Action::NameTaken { name, free } => export::offer_free_name(model, &name, &free),
        Action::Notice(text) => model.show_message(text),
        Action::Failure(text) => model.show_alert(text),
    }
}

/// Types text into the open list or into the query of the search.
fn type_text(model: &mut Model, text: &str) {
    model.message = None;
    match model.focus {
        Focus::Picker(_) => list::type_into_list(model, text),
        Focus::Main => search::type_text(model, text),
        Focus::Detail { .. } | Focus::Help | Focus::Map { .. } => {}
    }
}

/// Runs the command of a key.
fn run_command(model: &mut Model, command: Command, clock: DateTime<Utc>) -> Option<Effect> {
    if let Focus::Picker(picker) = model.focus {
        return picker::run_picker_command(model, picker, command, clock);
    }
    match command {
        Command::Attend => schedule::toggle_mark(model, Level::Attend, clock),
        Command::Maybe => schedule::toggle_mark(model, Level::Maybe, clock),
        Command::Skip => own::toggle_skip(model, clock),
        Command::HideRoom | Command::RemoveEntry if own::selected_entry(model).is_some() => {
            own::remove_entry(model, clock)
        }
        Command::Undo => schedule::undo_step(model, clock),
        Command::Export => {
            export::ask_for_file_name(model);
            None
        }
        Command::Open => screens::open_selected(model),
        Command::HideRoom | Command::RoomLeft | Command::RoomRight
            if model.screen != Screen::Day || screen::is_list(model) =>
        {
            list::open_picker(model, PickerKind::Rooms);
            None
        }
        Command::HideRoom => rooms::hide_room(model),
        Command::RoomLeft => rooms::shift_room(model, StepDirection::Back),
        Command::RoomRight => rooms::shift_room(model, StepDirection::Forward),
        Command::Link => screens::open_link(model),
        Command::Copy => screens::copy_selected(model),
        Command::Reload => Some(Effect::Reread),
        Command::Redraw => Some(Effect::Redraw),
        Command::Suspend => Some(Effect::Suspend),
        Command::Quit => match screens::close_top(model) {
            Closed::Something => None,
            Closed::Nothing => Some(Effect::Quit),
        },
        _ => {
            show_or_move(model, command);
            None
        }
    }
}

/// Opens the list of a command.
fn open_list(model: &mut Model, command: Command) {
    let kind = match command {
        Command::Agendas => PickerKind::Agendas,
        Command::NowRooms => PickerKind::NowRooms,
        Command::Problems => PickerKind::Problems,
        Command::Palette => PickerKind::Palette,
        Command::Filter => PickerKind::Filter,
        Command::Rooms => PickerKind::Rooms,
        _ => return,
    };
    list::open_picker(model, kind);
}

/// Runs a command without an effect: the command shows something else or moves the selection.
fn show_or_move(model: &mut Model, command: Command) {
    use Command::*;
    match command {
        Left | Right | Up | Down | PageUp | PageDown | HalfUp | HalfDown | First | Last => {
            movement::move_focus(model, command);
        }
        RoomsLeft | RoomsRight if model.screen != Screen::Day || screen::is_list(model) => {}
        RoomsLeft => mouse::page_rooms(model, StepDirection::Back),
        RoomsRight => mouse::page_rooms(model, StepDirection::Forward),
        Now => screens::show_now(model),
        PreviousDay | NextDay if model.focus == (Focus::Detail { full: true }) => {
            movement::read_beside(model, command == NextDay);
        }
        PreviousDay => movement::change_day(model, movement::day_here(model).checked_sub(1)),
        NextDay => movement::change_day(model, Some(movement::day_here(model) + 1)),
        Changes => changes::toggle_changes(model),
        Mine => schedule::toggle_mine(model),
        Search => search::start_search(model),
        CaretLeft | CaretRight | CaretWordLeft | CaretWordRight | CaretStart | CaretEnd
        | DeleteBack | DeleteForward | CutWord | CutWordForward | CutToStart | CutToEnd
        | InsertCut | TakeChip => search::edit_query(model, command),
        OwnEntry => own::ask_for_entry(model),
        Note => own::ask_for_note(model),
        NextHit if model.search.is_without_hits() => own::ask_for_entry(model),
        PreviousHit if model.search.is_without_hits() => own::ask_for_note(model),
        RemoveEntry => model.show_message("Only an entry of your own can be removed."),
        NextHit => search::step_to_hit(model, StepDirection::Forward),
        PreviousHit => search::step_to_hit(model, StepDirection::Back),
        Agendas | NowRooms | Problems | Palette | Filter | Rooms => open_list(model, command),
        Pane if map::is_open(model) => map::step_to_light(model),
        Pane => screens::switch_pane(model),
        Map => map::toggle_map(model),
        DetailUp | DetailDown => movement::scroll_details(model, command),
        Back => screens::go_back(model),
        List => {
            let is_list = screen::is_list(model) && !screen::is_timeline(model);
            model.settings.prefers_list = Some(!is_list);
        }
        DetailPane => detail_pane::toggle_details(model),
        DetailPlace => detail_pane::toggle_place(model),
        DetailWider => detail_pane::widen_details(model, 1),
        DetailNarrower => detail_pane::widen_details(model, -1),
        ZoomIn => zoom::zoom_by_step(model, 1),
        ZoomOut => zoom::zoom_by_step(model, -1),
        ZoomFit => zoom::zoom_to_fit(model),
        LocalTime => screens::toggle_local_time(model),
        Alternative => concurrent::step_to_concurrent(model, StepDirection::Forward),
        PreviousAlternative => concurrent::step_to_concurrent(model, StepDirection::Back),
        ClearFilter => picker::clear_filter(model),
        Help if model.focus == Focus::Help => model.close_layer(),
        Help => model.open_layer(Focus::Help),
        // Keys of lists, which are handled where a list is open.
        ChooseAll | ChooseNone | ChooseOnly | Editor => {}
        day => movement::go_to_numbered_day(model, day),
    }
}

#[cfg(test)]
pub(crate) mod tests;
