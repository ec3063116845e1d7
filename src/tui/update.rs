//! Actions change the model. The effect of an action is returned and carried out elsewhere.

mod agenda_file;
mod concurrent;
mod derive;
mod mouse;
mod movement;
mod navigation;
mod picker;
mod refresh;
mod reread;
mod schedule;
mod screens;
mod search;
mod typing;
mod zoom;

pub(crate) use typing::action_of_key;

use crate::agenda::Level;
use crate::tui::input::action::{Action, Command, Effect};
use crate::tui::layout::screen;
use crate::tui::state::{Focus, Model, PickerKind, Screen};
use chrono::{DateTime, Utc};

/// Shows the present during the event, else the first day, and derives everything.
pub(crate) fn open_model(mut model: Model) -> Model {
    derive::derive_columns(&mut model);
    if !navigation::go_to_now(&mut model) {
        navigation::go_to_day(&mut model, 0);
    }
    refresh::refresh(&mut model);
    model
}

/// Carries out what happened. `clock` is the time that a mark made now is given.
pub(crate) fn apply_action(
    model: &mut Model,
    action: Action,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    let effect = match action {
        Action::Command(command) => {
            model.message = None;
            run_command(model, command, clock)
        }
        Action::Type(text) => {
            search::type_text(model, &text);
            None
        }
        Action::Tick(now) => {
            navigation::take_time(model, now);
            None
        }
        Action::Resize { width, height } => {
            model.settings.size = (width, height);
            None
        }
        Action::Saved(plan) => {
            schedule::saved(model, plan);
            None
        }
        Action::NotSaved { after, why } => {
            schedule::not_saved(model, after);
            model.show_alert(format!("Not saved: {why}"));
            None
        }
        Action::PlanBroken(why) => {
            model.message = None;
            model.plan.unreadable = Some(why);
            None
        }
        Action::PlanChanged(plan) => {
            model.plan.unreadable = None;
            model.take_plan(plan);
            None
        }
        Action::Reread { agenda, problems, asked } => {
            agenda_file::reread(model, *agenda, problems, asked);
            None
        }
        Action::AgendaBroken { why, on_demand } => {
            agenda_file::broken(model, why, on_demand);
            None
        }
        Action::Notice(text) => {
            model.show_message(text);
            None
        }
        Action::Failure(text) => {
            model.show_alert(text);
            None
        }
        Action::Click { x, y, double } => mouse::click(model, x, y, double),
        Action::Scroll { x, y, notches } => {
            mouse::wheel(model, x, y, notches);
            None
        }
    };
    refresh::refresh(model);
    effect
}

fn run_command(model: &mut Model, command: Command, clock: DateTime<Utc>) -> Option<Effect> {
    use Command::*;
    if let Focus::Picker(menu) = model.focus {
        return picker::command(model, menu, command, clock);
    }
    match command {
        Left | Right | Up | Down | PageUp | PageDown | HalfUp | HalfDown | First | Last => {
            movement::move_focus(model, command);
        }
        RoomsLeft | RoomsRight if model.screen == Screen::Day && !screen::is_list(model) => {
            mouse::beside(model, command == RoomsRight);
        }
        RoomsLeft | RoomsRight => {}
        Now => screens::show_now(model),
        PreviousDay => movement::change_day(model, model.place.day.checked_sub(1)),
        NextDay => movement::change_day(model, Some(model.place.day + 1)),
        Attend => return schedule::mark(model, Level::Attend, clock),
        Maybe => return schedule::mark(model, Level::Maybe, clock),
        Undo => return schedule::undo(model, clock),
        Mine => schedule::toggle_mine(model),
        Search => search::start_search(model),
        NextHit => search::step_hit(model, 1),
        PreviousHit => search::step_hit(model, -1),
        Open => return screens::open_selected(model),
        Agendas => screens::toggle_agendas(model),
        Pane => screens::switch_pane(model),
        Back => screens::go_back(model),
        List => model.settings.prefers_list = Some(!screen::is_list(model)),
        ZoomIn => zoom::zoom_by_step(model, 1),
        ZoomOut => zoom::zoom_by_step(model, -1),
        ZoomFit => zoom::zoom_to_fit(model),
        LocalTime => screens::toggle_local(model),
        Alternative => concurrent::step(model, true),
        PreviousAlternative => concurrent::step(model, false),
        Filter => picker::open_picker(model, PickerKind::Filter),
        ClearFilter => picker::clear_filter(model),
        Rooms => picker::open_picker(model, PickerKind::Rooms),
        HideRoom => return picker::hide_room(model),
        RoomLeft => return picker::shift_room(model, false),
        RoomRight => return picker::shift_room(model, true),
        Link => return screens::open_link(model),
        Copy => return screens::copy_selected(model),
        Export => return agenda_file::export(model, clock),
        Reload => return Some(Effect::Reread),
        Help => model.set_focus(if model.focus == Focus::Help { Focus::Main } else { Focus::Help }),
        Redraw => return Some(Effect::Redraw),
        Suspend => return Some(Effect::Suspend),
        Quit => return Some(Effect::Quit),
        day => movement::change_day(model, day.day_index()),
    }
    None
}

// ── moving ──

// ── opening and going back ──

#[cfg(test)]
pub(crate) mod tests;
