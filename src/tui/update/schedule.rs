//! My schedule: marks, and the screen that lists them.

use super::{select_row, show, tell};
use crate::agenda::{Level, SessionIx};
use crate::plan::{Change, Plan};
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::rows::Row;
use crate::tui::state::{
    Saving,
    model::{Focus, Model, Place, Screen},
};
use chrono::{DateTime, Utc};

pub(super) fn mark(model: &mut Model, level: Level, clock: DateTime<Utc>) -> Option<Effect> {
    if let Some(Row::Gone(shift)) = model.rows.get(model.place.row)
        && model.is_list()
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
        tell(model, told, false);
        return None;
    };
    // Where a marked session has changed, the first press takes note of that.
    let noted = model.level(session) == Some(level) && model.changed.contains(&session);
    let level = if model.level(session) == Some(level) && !noted { None } else { Some(level) };
    if noted {
        tell(model, "Noted: the mark is for the session as it is now.".into(), false);
    }
    if let (Screen::Mine { kept, .. }, None) = (&mut model.screen, level)
        && !kept.contains(&session)
    {
        kept.push(session);
    }
    let changes = model.schedule.set_level(&model.agenda, session, level, clock);
    change(model, changes, clock)
}

fn change(model: &mut Model, changes: Vec<Change>, clock: DateTime<Utc>) -> Option<Effect> {
    let back = model.plan.undo_changes(&changes, clock);
    // What was taken back and is not saved may come back under its number.
    let taken = model
        .saving
        .iter()
        .filter_map(|saving| saving.undo.as_ref().map(|(number, _)| *number))
        .max();
    let number = model.undo.keys().next_back().copied().max(taken).map_or(0, |last| last + 1);
    model.undo.insert(number, back);
    Some(apply(model, Saving { changes, undo: Some((number, None)) }))
}

/// Takes back the last change made here, or, where there is none, the last that the plan knows of.
pub(super) fn undo(model: &mut Model, clock: DateTime<Utc>) -> Option<Effect> {
    let step = model.undo.pop_last();
    let changes = step
        .as_ref()
        .map_or_else(|| model.plan.undo_last_change(clock), |(_, changes)| changes.clone());
    let changes: Vec<Change> = changes.into_iter().map(|change| change.done_at(clock)).collect();
    let Some(first) = changes.first() else {
        tell(model, "There is nothing to undo.".into(), false);
        return None;
    };
    let word = |level: Option<Level>| level.map_or("no longer marked", Level::word);
    if let Some(other) = model.plan.find_conflict(&changes) {
        let now = word(model.plan.level_by_id(other.session_id()));
        tell(
            model,
            format!("Not undone: {} was decided anew elsewhere – {now}", other.title()),
            true,
        );
        return None;
    }
    tell(model, format!("Undone: {} – {}", first.title(), word(first.level())), false);
    Some(apply(
        model,
        Saving { changes, undo: step.map(|(number, changes)| (number, Some(changes))) },
    ))
}

fn apply(model: &mut Model, saving: Saving) -> Effect {
    let changes = saving.changes.clone();
    model.saving.push_back(saving);
    model.take_plan(model.saved.clone());
    Effect::Save(changes)
}

pub(super) fn saved(model: &mut Model, plan: Plan) {
    model.saving.pop_front();
    model.take_plan(plan);
}

/// What was not saved need not be undone; what was not undone still can be.
pub(super) fn not_saved(model: &mut Model, after: usize) {
    match model.saving.remove(after).and_then(|saving| saving.undo) {
        Some((number, None)) => drop(model.undo.remove(&number)),
        Some((number, Some(changes))) => drop(model.undo.insert(number, changes)),
        None => {}
    }
    model.take_plan(model.saved.clone());
}

pub(super) fn toggle_mine(model: &mut Model) {
    match &model.screen {
        Screen::Mine { before, .. } => {
            let before = *before;
            model.screen = Screen::Day;
            match model.place.selected {
                Some(session) => show(model, session),
                None => model.place = before,
            }
        }
        _ => {
            let before = model.place;
            model.screen = Screen::Mine { before, open: None, kept: Vec::new() };
            model.focus = Focus::Main;
            model.place.row = usize::MAX;
            model.place.first_row = 0;
            model.refresh();
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
        .rows
        .iter()
        .position(|row| row.session().is_some() && row.session() == before.selected);
    let row = row.or_else(|| {
        model.rows.iter().position(|row| row.session().is_some_and(|ix| start(ix) >= wanted))
    });
    if let Some(row) = row.or_else(|| model.rows.iter().rposition(Row::selectable)) {
        select_row(model, row);
    }
}
