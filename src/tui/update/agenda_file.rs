//! The agenda's file after a change.

use super::changes::{entries_of_news, list_entries};
use super::list::{remember_entries, select_remembered_entry};
use super::reread::take_agenda;
use super::schedule::save_carried_marks;
use crate::agenda::{Agenda, ProblemSummary};
use crate::plan::{NewsItem, VersionMap, Versions};
use crate::tui::input::action::Effect;
use crate::tui::layout::news_message::news_message;
use crate::tui::state::{Model, RefusedVersion, VersionNews};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Replaces the agenda by the version in its file and shows a message about the differences. The
/// message about an unchanged file is shown only if a key `asked` for the file. Returns the effect
/// that stores in the plan what the version says about the marked sessions.
pub(super) fn take_version(
    model: &mut Model,
    mut agenda: Agenda,
    problems: ProblemSummary,
    asked: bool,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    model.file.stale = None;
    let revised = agenda.revised;
    model.plan.put_entries_into(&mut agenda);
    if is_same_version(&agenda, &model.agenda) {
        if model.agenda.revised != revised {
            Arc::make_mut(&mut model.agenda).revised = revised;
        }
        model.file.problems = problems;
        if asked {
            model.show_message("Read again: nothing has changed.");
        }
        return None;
    }
    let remembered = remember_entries(model);
    let map = VersionMap::between(&model.agenda, &agenda);
    let carried = match model.plan.unreadable {
        None => map.carry_marks(&model.plan.current, &model.agenda, &agenda, clock),
        Some(_) => Vec::new(),
    };
    let (old, old_schedule) = (Arc::clone(&model.agenda), model.plan.schedule.clone());
    let effect = save_carried_marks(model, carried);
    take_agenda(model, agenda, problems, &map);
    let remembered = remembered.into_iter().filter_map(|entry| entry.in_next_version(&map));
    select_remembered_entry(model, &remembered.collect::<Vec<_>>());
    let versions = Versions {
        map: &map,
        old: &old,
        new: &model.agenda,
        old_schedule: &old_schedule,
        new_schedule: &model.plan.schedule,
    };
    let news = versions.find_news();
    let entries = list_entries(&versions, &news);
    let concerns_marked = news.iter().any(NewsItem::concerns_marked);
    let news = entries_of_news(&versions, &news);
    model.message = Some(news_message(model, &news, concerns_marked, clock));
    if !entries.is_empty() {
        model.news.add_version(VersionNews { shown: clock, entries });
    }
    effect
}

/// Returns true if both versions are the same except for the time of the last change. `shown` has
/// the notes of the plan.
fn is_same_version(new: &Agenda, shown: &Agenda) -> bool {
    let mut new = Agenda { revised: shown.revised, ..new.clone() };
    for (session, known) in new.sessions.iter_mut().zip(&shown.sessions) {
        session.note.clone_from(&known.note);
    }
    new == *shown
}

/// Keeps the agenda, and writes on the screen that the version in its file is not shown.
/// `on_demand`: a key takes the version.
pub(super) fn refuse_version(model: &mut Model, why: String, on_demand: bool) {
    model.message = None;
    model.file.stale = Some(RefusedVersion { why, on_demand });
}

#[cfg(test)]
mod tests;
