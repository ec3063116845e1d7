//! The agenda's file after a change, and the file of my schedule for calendars.

use super::changes::{entries_of_news, list_entries};
use super::picker;
use super::reread::take_agenda;
use super::schedule::save_carried_marks;
use crate::agenda::{Agenda, Level, Session, SessionIx};
use crate::format::{self, ical::Status};
use crate::plan::{NewsItem, VersionMap, Versions};
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::news_message::news_message;
use crate::tui::state::{Model, RefusedVersion, VersionNews};
use chrono::{DateTime, Utc};

/// Returns the effect that writes my schedule as iCalendar, into the folder in which the program
/// was started. Shows a message if no marked session has a time.
pub(super) fn export_schedule(model: &mut Model) -> Option<Effect> {
    let sessions = model.agenda.sessions.iter().enumerate();
    let (timed, timeless): (Vec<&Session>, Vec<&Session>) = sessions
        .filter(|(ix, _)| model.level_of(*ix).is_some())
        .map(|(_, session)| session)
        .partition(|session| session.start.is_some());
    let (timed, timeless) = (timed.len(), timeless.len());
    if timed == 0 {
        let why = if timeless > 0 {
            "Nothing that you marked has a time yet"
        } else {
            "Nothing is marked yet"
        };
        let text = format!("{why}: {} marks a session.", model.key_of(Command::Attend));
        model.show_message(text);
        return None;
    }
    let mut about = format!("{} of my schedule", session_count(timed));
    if timeless > 0 {
        about += &format!("; {} without a time left out", session_count(timeless));
    }
    let revised = model.plan.current.last_change().max(model.agenda.revised);
    let text = format::ical::write(&model.agenda, Some(&|ix| event_status(model, ix)), revised);
    Some(Effect::WriteNew { stem: model.agenda.id.to_string(), ending: "ics", text, about })
}

/// Returns the iCalendar status (RFC 5545 3.8.1.11) of a marked session.
fn event_status(model: &Model, session: SessionIx) -> Option<Status> {
    Some(match model.level_of(session)? {
        Level::Attend => Status::Confirmed,
        Level::Maybe => Status::Tentative,
    })
}

/// Replaces the agenda by the version in its file and shows a message about the differences. The
/// message about an unchanged file is shown only if a key `asked` for the file. Returns the effect
/// that stores in the plan what the version says about the marked sessions.
pub(super) fn take_version(
    model: &mut Model,
    agenda: Agenda,
    problems: usize,
    asked: bool,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    model.file.stale = None;
    let revised = agenda.revised;
    if (Agenda { revised: model.agenda.revised, ..agenda.clone() }) == model.agenda {
        model.agenda.revised = revised;
        model.file.problems = problems;
        if asked {
            model.show_message("Read again: nothing has changed.");
        }
        return None;
    }
    let remembered = picker::remember_entries(model);
    let map = VersionMap::between(&model.agenda, &agenda);
    let carried = match model.plan.unreadable {
        None => map.carry_marks(&model.plan.current, &model.agenda, &agenda, clock),
        Some(_) => Vec::new(),
    };
    let (old, old_schedule) = (model.agenda.clone(), model.plan.schedule.clone());
    let effect = save_carried_marks(model, carried);
    take_agenda(model, agenda, problems, &map);
    let remembered = remembered.into_iter().filter_map(|entry| entry.in_next_version(&map));
    picker::select_remembered_entry(model, &remembered.collect::<Vec<_>>());
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

/// Keeps the agenda, and writes on the screen that the version in its file is not shown.
/// `on_demand`: a key takes the version.
pub(super) fn refuse_version(model: &mut Model, why: String, on_demand: bool) {
    model.message = None;
    model.file.stale = Some(RefusedVersion { why, on_demand });
}

fn session_count(sessions: usize) -> String {
    if sessions == 1 { "1 session".to_owned() } else { format!("{sessions} sessions") }
}

#[cfg(test)]
mod tests;
