//! My schedule: marks, and the screen that lists them.

use super::movement::select_row;
use super::navigation::show_session;
use super::refresh::refresh;
use crate::agenda::Level;
use crate::agenda::SessionIx;
use crate::plan::{Change, Plan};
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::screen;
use crate::tui::state::{Focus, Model, Place, Row, Saving, Screen, UndoOnFailure};
use chrono::{DateTime, Utc};

pub(super) fn mark(model: &mut Model, level: Level, clock: DateTime<Utc>) -> Option<Effect> {
    if let Some(Row::Gone(shift)) = model.derived.rows.get(model.place.row)
        && screen::is_list(model)
    {
        let changes = vec![shift.mark.change_level(None, clock)];
        return change(model, changes, clock);
    }
    let Some(session) = model.place.selected else {
        let key = model.key_of(Command::Open);
        let told = match model.screen {
            Screen::Search(_) => "There is no hit that could be marked.".to_owned(),
            _ => format!("This is no session: {key} lists what fits into free time."),
        };
        model.show_message(told);
        return None;
    };
    // Where a marked session has changed, the first press takes note of that.
    let noted = model.level_of(session) == Some(level) && model.plan.changed.contains(&session);
    let level = if model.level_of(session) == Some(level) && !noted { None } else { Some(level) };
    if noted {
        model.show_message("Noted: the mark is for the session as it is now.");
    }
    if let (Screen::Mine { kept, .. }, None) = (&mut model.screen, level)
        && !kept.contains(&session)
    {
        kept.push(session);
    }
    let changes = model.plan.schedule.set_level(&model.agenda, session, level, clock);
    change(model, changes, clock)
}

fn change(model: &mut Model, changes: Vec<Change>, clock: DateTime<Utc>) -> Option<Effect> {
    let back = model.plan.current.undo_changes(&changes, clock);
    // A step that was undone and is not saved yet may come back under its number.
    let taken = model.plan.saving.iter().filter_map(|saving| saving.on_failure.number()).max();
    let number = model.plan.undo.keys().next_back().copied().max(taken).map_or(0, |last| last + 1);
    model.plan.undo.insert(number, back);
    Some(apply(model, Saving { changes, on_failure: UndoOnFailure::Forget(number) }))
}

/// Takes back the last change made here, or, where there is none, the last that the plan knows of.
pub(super) fn undo(model: &mut Model, clock: DateTime<Utc>) -> Option<Effect> {
    let step = model.plan.undo.pop_last();
    let changes = step
        .as_ref()
        .map_or_else(|| model.plan.current.undo_last_change(clock), |(_, changes)| changes.clone());
    let changes: Vec<Change> = changes.into_iter().map(|change| change.done_at(clock)).collect();
    let Some(first) = changes.first() else {
        model.show_message("There is nothing to undo.");
        return None;
    };
    let word = |level: Option<Level>| level.map_or("no longer marked", Level::word);
    if let Some(other) = model.plan.current.find_conflict(&changes) {
        let now = word(model.plan.current.level_by_id(other.session_id()));
        model.show_alert(format!(
            "Not undone: {} was decided anew elsewhere – {now}",
            other.title()
        ));
        return None;
    }
    model.show_message(format!("Undone: {} – {}", first.title(), word(first.level())));
    let on_failure = step
        .map_or(UndoOnFailure::Keep, |(number, changes)| UndoOnFailure::Restore(number, changes));
    Some(apply(model, Saving { changes, on_failure }))
}

fn apply(model: &mut Model, saving: Saving) -> Effect {
    let changes = saving.changes.clone();
    model.plan.saving.push_back(saving);
    model.take_plan(model.plan.saved.clone());
    Effect::Save(changes)
}

pub(super) fn saved(model: &mut Model, plan: Plan) {
    model.plan.saving.pop_front();
    model.take_plan(plan);
}

/// What was not saved need not be undone; what was not undone still can be.
pub(super) fn not_saved(model: &mut Model, after: usize) {
    match model.plan.saving.remove(after).map(|saving| saving.on_failure) {
        Some(UndoOnFailure::Forget(number)) => {
            model.plan.undo.remove(&number);
        }
        Some(UndoOnFailure::Restore(number, changes)) => {
            model.plan.undo.insert(number, changes);
        }
        Some(UndoOnFailure::Keep) | None => {}
    }
    model.take_plan(model.plan.saved.clone());
}

pub(super) fn toggle_mine(model: &mut Model) {
    match &model.screen {
        Screen::Mine { before, .. } => {
            let before = *before;
            model.screen = Screen::Day;
            match model.place.selected {
                Some(session) => show_session(model, session),
                None => model.place = before,
            }
        }
        _ => {
            let before = model.place;
            model.screen = Screen::Mine { before, open: None, kept: Vec::new() };
            model.focus = Focus::Main;
            model.place.row = usize::MAX;
            model.place.first_row = 0;
            refresh(model);
            select_nearest_of_mine(model, before);
        }
    }
    model.scroll = 0;
}

/// In my schedule, selects the session that was selected, or the first that is not over when it
/// starts.
fn select_nearest_of_mine(model: &mut Model, before: Place) {
    let start = |ix: SessionIx| model.agenda.sessions.get(ix).and_then(|session| session.start);
    let wanted = before.selected.and_then(start);
    let row = model
        .derived
        .rows
        .iter()
        .position(|row| row.session().is_some() && row.session() == before.selected);
    let row = row.or_else(|| {
        model
            .derived
            .rows
            .iter()
            .position(|row| row.session().is_some_and(|ix| start(ix) >= wanted))
    });
    if let Some(row) = row.or_else(|| model.derived.rows.iter().rposition(Row::is_selectable)) {
        select_row(model, row);
    }
}
