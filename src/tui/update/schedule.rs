//! My schedule: marks, and the screen that lists them.

use super::changes::close_changes;
use super::movement::select_row;
use super::navigation::show_session;
use super::refresh::refresh_model;
use super::rooms;
use crate::agenda::{Level, Moment, Session, SessionIx};
use crate::plan::{Change, Plan};
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::screen;
use crate::tui::state::{
    Focus, Message, Model, Place, Proposal, Row, Saving, Screen, UndoOnFailure, UndoStep,
};
use chrono::{DateTime, Utc};

/// Marks the selected session with `level`, or removes the mark if the session has `level`. In my
/// schedule, removes or replaces a mark without a session.
pub(super) fn toggle_mark(model: &mut Model, level: Level, clock: DateTime<Utc>) -> Option<Effect> {
    if screen::is_list(model)
        && let Some(changes) = settle_missing_mark(model, level, clock)
    {
        return apply_step(model, changes, clock);
    }
    let Some(session) = model.place.selected else {
        let key = model.key_of(Command::Open);
        let text = match model.screen {
            Screen::Search(_) => "There is no hit that could be marked.".to_owned(),
            Screen::Changes(_) => "This is no session of the agenda now.".to_owned(),
            _ => format!("This is no session: {key} lists what fits into free time."),
        };
        model.show_message(text);
        return None;
    };
    toggle_session_mark(model, session, level, clock)
}

/// Marks a session with `level`, or removes the mark if the session has `level`.
pub(super) fn toggle_session_mark(
    model: &mut Model,
    session: SessionIx,
    level: Level,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    if model.agenda.sessions.get(session).is_some_and(Session::is_own) {
        return explain_entry(model);
    }
    // If a marked session has changed, the first press stores the session as it is now.
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
    let changes =
        model.plan.schedule.set_level_in(&model.agenda, &model.plan.index, session, level, clock);
    apply_step(model, changes, clock)
}

/// Shows the keys of an entry of the person's own, which has no level.
pub(super) fn explain_entry(model: &mut Model) -> Option<Effect> {
    let key = |command| model.key_of(command);
    let text = format!(
        "This is your own entry: {} edits it, {} removes it",
        key(Command::OwnEntry),
        key(Command::HideRoom)
    );
    model.show_message(text);
    None
}

/// Returns the changes of a key in the rows of a missing mark. On the row of the mark, the mark is
/// removed. On a session that it may be, the session is marked in its place.
fn settle_missing_mark(
    model: &mut Model,
    level: Level,
    clock: DateTime<Utc>,
) -> Option<Vec<Change>> {
    let rows = model.derived.rows.get(..=model.place.row)?;
    let mark = rows.iter().rev().find_map(|row| match row {
        Row::Missing(missing) => Some(&missing.mark),
        _ => None,
    })?;
    match rows.last()? {
        Row::Missing(_) => Some(vec![mark.change_level(None, clock)]),
        Row::Session { session, proposal: Some(Proposal::MayBeMissing), .. } => {
            let schedule = &model.plan.schedule;
            let changes = schedule.replace_mark(
                &model.agenda,
                &model.plan.index,
                mark,
                *session,
                level,
                clock,
            );
            let key = model.key_of(Command::Undo);
            let text = format!("Marked in place of {}: {key} undoes both.", mark.title());
            model.show_message(text);
            Some(changes)
        }
        _ => None,
    }
}

/// Applies changes as a new step that can be undone.
pub(super) fn apply_step(
    model: &mut Model,
    changes: Vec<Change>,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    let back = model.plan.current.undo_changes(&changes, clock);
    let number = model.plan.add_undo_step(UndoStep::Marks(back));
    Some(apply_unsaved(model, Saving { changes, on_failure: UndoOnFailure::Forget(number) }))
}

/// Undoes the last step: marks, or a change of the filter or the rooms. Without a step, undoes the
/// last change stored in the plan.
pub(super) fn undo_step(model: &mut Model, clock: DateTime<Utc>) -> Option<Effect> {
    match model.plan.undo.pop_last() {
        Some((_, UndoStep::View(before))) => rooms::restore_view(model, *before),
        Some((number, UndoStep::Marks(changes))) => {
            let on_failure = UndoOnFailure::Restore(number, changes.clone());
            undo_marks(model, changes, on_failure, clock)
        }
        None => {
            let changes = model.plan.current.undo_last_change(clock);
            undo_marks(model, changes, UndoOnFailure::Keep, clock)
        }
    }
}

/// Undoes marks, unless another program has changed them since.
fn undo_marks(
    model: &mut Model,
    changes: Vec<Change>,
    on_failure: UndoOnFailure,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    let changes: Vec<Change> = changes.into_iter().map(|change| change.done_at(clock)).collect();
    let Some(first) = changes.first() else {
        model.show_message("There is nothing to undo.");
        return None;
    };
    if let Some(other) = model.plan.current.find_conflict(&changes) {
        let now = level_word(model.plan.current.level_by_id(other.session_id()));
        model.show_alert(format!(
            "Not undone: {} was decided anew elsewhere – {now}",
            other.title()
        ));
        return None;
    }
    let now = match (first.is_of_own_entry(), first.level()) {
        (true, None) => "the entry is gone",
        (true, Some(_)) => "the entry is as before",
        (false, Some(Level::Attend)) => "attended again",
        (false, Some(Level::Maybe)) => "maybe again",
        (false, None) => level_word(None),
    };
    model.show_message(format!("Undone: {} – {now}", first.title()));
    Some(apply_unsaved(model, Saving { changes, on_failure }))
}

/// Applies what a new version of the agenda says about the marked sessions. Undo does not revert
/// it. Returns no effect if there is nothing to save.
pub(super) fn save_carried_marks(model: &mut Model, changes: Vec<Change>) -> Option<Effect> {
    let saving = Saving { changes, on_failure: UndoOnFailure::Keep };
    (!saving.changes.is_empty()).then(|| apply_unsaved(model, saving))
}

fn level_word(level: Option<Level>) -> &'static str {
    level.map_or("no longer marked", Level::word)
}

/// Applies changes before the disk has the changes, and returns the effect that saves them.
fn apply_unsaved(model: &mut Model, saving: Saving) -> Effect {
    let changes = saving.changes.clone();
    model.plan.saving.push_back(saving);
    model.take_plan(model.plan.saved.clone());
    Effect::Save(changes)
}

/// Takes the plan on disk after the oldest unsaved changes were saved.
pub(super) fn take_saved(model: &mut Model, plan: Plan) {
    model.plan.saving.pop_front();
    model.take_plan(plan);
}

/// Drops changes that could not be saved, and shows why. If a new version brought the changes, its
/// news stay on the screen.
pub(super) fn report_unsaved(model: &mut Model, after: usize, why: &str) {
    let mut changes = model.plan.saving.get(after).into_iter().flat_map(|saving| &saving.changes);
    let is_carry = changes.all(Change::is_carry);
    drop_unsaved(model, after);
    match model.message.take().filter(|message| is_carry && message.news_since.is_some()) {
        Some(news) => {
            let text = format!("{}. Not saved: {why}", news.text);
            model.message = Some(Message { text, alert: true, ..news });
        }
        None => model.show_alert(format!("Not saved: {why}")),
    }
}

/// Drops the changes after the first `after` unsaved ones, and corrects the steps for undo.
fn drop_unsaved(model: &mut Model, after: usize) {
    match model.plan.saving.remove(after).map(|saving| saving.on_failure) {
        Some(UndoOnFailure::Forget(number)) => {
            model.plan.undo.remove(&number);
        }
        Some(UndoOnFailure::Restore(number, changes)) => {
            model.plan.undo.insert(number, UndoStep::Marks(changes));
        }
        Some(UndoOnFailure::Keep) | None => {}
    }
    model.take_plan(model.plan.saved.clone());
}

/// Opens or closes my schedule.
pub(super) fn toggle_mine(model: &mut Model) {
    close_changes(model);
    match &model.screen {
        Screen::Mine { before, .. } => {
            let before = *before;
            let opened = model.place.selected.filter(|_| model.focus != Focus::Main);
            model.screen = Screen::Day;
            // From the details of a session, the key leads to the session in the timetable.
            match opened {
                Some(session) => show_session(model, session),
                None => model.place = before,
            }
        }
        _ => {
            let before = model.place;
            model.screen = Screen::Mine { before, kept: Vec::new() };
            model.set_focus(Focus::Main);
            model.place.row = usize::MAX;
            model.place.first_row = 0;
            refresh_model(model);
            select_nearest_of_mine(model, before);
        }
    }
    model.scroll = 0;
}

/// Selects a row in my schedule: the session selected before, else the first session that starts
/// at the same time or later, else the last session of the day, else the free time at this time,
/// else the last row.
fn select_nearest_of_mine(model: &mut Model, before: Place) {
    let start = before.selected.and_then(|session| start_of(model, session));
    let day_of = |session: SessionIx| model.agenda.sessions.get(session)?.day;
    let day = before.selected.and_then(day_of);
    let rows = &model.derived.rows;
    let find = |is_wanted: &dyn Fn(SessionIx) -> bool| {
        rows.iter().position(|row| row.session().is_some_and(is_wanted))
    };
    let same = find(&|session| Some(session) == before.selected);
    let later = || find(&|session| start_of(model, session) >= start);
    let of_day = || {
        let is_there = |session| day.is_some() && day_of(session) == day;
        rows.iter().rposition(|row| row.session().is_some_and(is_there))
    };
    let free = || {
        rows.iter().position(|row| match row {
            Row::Gap(gap) => start.is_some_and(|start| start < gap.end),
            _ => false,
        })
    };
    let last = || rows.iter().rposition(Row::is_selectable);
    let row = same.or_else(later).or_else(of_day).or_else(free).or_else(last);
    if let Some(row) = row {
        select_row(model, row);
    }
}

fn start_of(model: &Model, session: SessionIx) -> Option<Moment> {
    model.agenda.sessions.get(session)?.start
}
