//! My schedule: marks, and the screen that lists them.

use super::{select_row, show, tell};
use crate::agenda::SessionIx;
use crate::plan::{Change, Level};
use crate::tui::action::{Command, Effect};
use crate::tui::model::{Focus, Model, Place, Screen};
use crate::tui::rows::Row;
use chrono::{DateTime, Utc};

pub(super) fn mark(model: &mut Model, level: Level, clock: DateTime<Utc>) -> Option<Effect> {
    if let Some(Row::Gone(shift)) = model.rows.get(model.place.row)
        && model.is_list()
    {
        let changes = vec![shift.mark.change(None, clock)];
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
    let changes = model.schedule.set(&model.agenda, session, level, clock);
    change(model, changes, clock)
}

fn change(model: &mut Model, changes: Vec<Change>, clock: DateTime<Utc>) -> Option<Effect> {
    let back = model.plan.undo_of(&changes, clock);
    model.undo.push(back);
    Some(apply(model, changes))
}

/// Takes back the last change made here, or, where there is none, the last that the plan knows of.
pub(super) fn undo(model: &mut Model, clock: DateTime<Utc>) -> Option<Effect> {
    let changes = model.undo.pop().unwrap_or_else(|| model.plan.undo_last(clock));
    let changes: Vec<Change> = changes.into_iter().map(|change| change.at(clock)).collect();
    if changes.is_empty() {
        tell(model, "There is nothing to undo.".into(), false);
        return None;
    }
    if let Some(change) = changes.first() {
        let level = change.level().map_or("no longer marked", Level::word);
        tell(model, format!("Undone: {} – {level}", change.title()), false);
    }
    Some(apply(model, changes))
}

fn apply(model: &mut Model, changes: Vec<Change>) -> Effect {
    model.saving.push_back(changes.clone());
    model.take_plan(model.saved.clone());
    Effect::Save(changes)
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

/// In my schedule, selects the session that was selected, or the first that is not over when it starts.
fn select_nearest_of_mine(model: &mut Model, before: Place) {
    let start = |ix: SessionIx| model.agenda.sessions.get(ix).and_then(|session| session.start);
    let wanted = before.selected.and_then(start);
    let row = model.rows.iter().position(|row| row.session().is_some() && row.session() == before.selected);
    let row = row.or_else(|| model.rows.iter().position(|row| row.session().is_some_and(|ix| start(ix) >= wanted)));
    if let Some(row) = row.or_else(|| model.rows.iter().rposition(Row::selectable)) {
        select_row(model, row);
    }
}
