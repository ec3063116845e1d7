//! Applies actions to the model and returns their effects. `app` performs the effects.

mod agenda_file;
mod changes;
mod concurrent;
mod derive;
mod mouse;
mod movement;
mod navigation;
mod picker;
mod refresh;
mod reread;
mod rooms;
mod schedule;
mod screens;
mod search;
mod source_refresh;
mod step;
mod zoom;

use crate::agenda::Level;
use crate::tui::input::action::{Action, Command, Effect};
use crate::tui::layout::screen;
use crate::tui::state::{Focus, Model, PickerKind, Screen};
use chrono::{DateTime, Utc};
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
    let effect = match action {
        Action::Command(command) => {
            let message = model.message.take();
            let is_asked_for = changes::is_asked_for(model, message.as_ref(), clock);
            let is_changes = command == Command::Open && is_asked_for;
            run_command(model, if is_changes { Command::Changes } else { command }, clock)
        }
        Action::Click { x, y, double } => {
            withdraw_offer(model);
            mouse::handle_click(model, x, y, double)
        }
        Action::Scroll { x, y, notches } => {
            withdraw_offer(model);
            mouse::turn_wheel(model, x, y, notches);
            None
        }
        Action::Refreshed { answer, asked } => {
            source_refresh::take_answer(model, answer, asked, clock);
            None
        }
        Action::Reread { agenda, problems, asked } => {
            agenda_file::take_version(model, *agenda, problems, asked, clock)
        }
        other => {
            take_news(model, other);
            None
        }
    };
    refresh::refresh_model(model);
    effect
}

/// Removes the message about a new version: the key for details means the selection from now on.
fn withdraw_offer(model: &mut Model) {
    if model.message.as_ref().is_some_and(|message| message.news_since.is_some()) {
        model.message = None;
    }
}

/// Applies an action without an effect.
fn take_news(model: &mut Model, action: Action) {
    match action {
        Action::Command(_)
        | Action::Click { .. }
        | Action::Scroll { .. }
        | Action::Refreshed { .. }
        | Action::Reread { .. } => {}
        Action::RefreshSlow => model.refresh.is_slow = true,
        Action::Type(text) => search::type_text(model, &text),
        Action::Tick(now) => navigation::take_time(model, now),
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
        Action::Notice(text) => model.show_message(text),
        Action::Failure(text) => model.show_alert(text),
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
        Command::Undo => schedule::undo_step(model, clock),
        Command::Export => agenda_file::export_schedule(model),
        Command::Open => screens::open_selected(model),
        Command::HideRoom | Command::RoomLeft | Command::RoomRight
            if model.screen != Screen::Day || screen::is_list(model) =>
        {
            picker::open_picker(model, PickerKind::Rooms);
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
        Command::Quit => Some(Effect::Quit),
        _ => {
            show_or_move(model, command);
            None
        }
    }
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
        PreviousDay => movement::change_day(model, model.place.day.checked_sub(1)),
        NextDay => movement::change_day(model, Some(model.place.day + 1)),
        Changes => changes::toggle_changes(model),
        Mine => schedule::toggle_mine(model),
        Search => search::start_search(model),
        CaretLeft | CaretRight | CaretWordLeft | CaretWordRight | CaretStart | CaretEnd
        | DeleteBack | DeleteForward | CutWord | CutWordForward | CutToStart | CutToEnd
        | InsertCut => search::edit_query(model, command),
        NextHit => search::step_to_hit(model, StepDirection::Forward),
        PreviousHit => search::step_to_hit(model, StepDirection::Back),
        Agendas => screens::toggle_agendas(model),
        Pane => screens::switch_pane(model),
        Back => screens::go_back(model),
        List => model.settings.prefers_list = Some(!screen::is_list(model)),
        ZoomIn => zoom::zoom_by_step(model, 1),
        ZoomOut => zoom::zoom_by_step(model, -1),
        ZoomFit => zoom::zoom_to_fit(model),
        LocalTime => screens::toggle_local_time(model),
        Alternative => concurrent::step_to_concurrent(model, StepDirection::Forward),
        PreviousAlternative => concurrent::step_to_concurrent(model, StepDirection::Back),
        Filter => picker::open_picker(model, PickerKind::Filter),
        ClearFilter => picker::clear_filter(model),
        Rooms => picker::open_picker(model, PickerKind::Rooms),
        Help if model.focus == Focus::Help => model.set_focus(Focus::Main),
        Help => model.set_focus(Focus::Help),
        day => movement::change_day(model, day.day_index()),
    }
}

#[cfg(test)]
pub(crate) mod tests;
