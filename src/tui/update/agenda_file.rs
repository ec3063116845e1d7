//! The agenda and files: reading it again, and writing my schedule for calendars.

use super::picker;
use super::reread::{AgendaDifference, take_agenda};
use crate::agenda::{Agenda, Level, SessionIx};
use crate::format::{self, ical::Status};
use crate::plan::ShiftKind;
use crate::tui::input::action::{Command, Effect};
use crate::tui::state::{Message, Model};
use chrono::{DateTime, Utc};

/// My schedule as iCalendar, to be written into the folder that the program was started in.
pub(super) fn export(model: &mut Model, clock: DateTime<Utc>) -> Option<Effect> {
    let marked = |ix: SessionIx| model.level_of(ix).is_some();
    let sessions = || model.agenda.sessions.iter().zip(0..).filter(|(_, ix)| marked(*ix));
    let timed = sessions().filter(|(session, _)| session.start.is_some()).count();
    let timeless = sessions().count() - timed;
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
    let about = match timeless {
        0 => format!("{} of my schedule", several(timed)),
        _ => format!(
            "{} of my schedule; {} without a time left out",
            several(timed),
            several(timeless)
        ),
    };
    let status = |ix| {
        model.level_of(ix).map(|level| match level {
            Level::Attend => Status::Confirmed,
            Level::Maybe => Status::Tentative,
        })
    };
    let text = format::ical::write(&model.agenda, Some(&status), clock);
    Some(Effect::WriteNew { stem: model.agenda.id.to_string(), ending: "ics", text, about })
}

/// Goes on with the agenda as its file is now. That it is as it was is told only to who `asked`.
pub(super) fn reread(model: &mut Model, agenda: Agenda, problems: usize, asked: bool) {
    model.file.stale = None;
    if agenda == model.agenda {
        model.file.problems = problems;
        if asked {
            model.show_message("Read again: nothing has changed.");
        }
        return;
    }
    let AgendaDifference { new, gone, changed } =
        picker::across(model, |model| take_agenda(model, agenda, problems));
    let parts = [(new, "new"), (gone, "gone"), (changed, "changed")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let what =
        if parts.is_empty() { "only details have changed".to_owned() } else { parts.join(", ") };
    let mine = model
        .plan
        .schedule
        .find_shifts(&model.agenda)
        .iter()
        .any(|shift| shift.kind != ShiftKind::Renumbered);
    let yours = if mine { "; some of yours are not as they were" } else { "" };
    model.message = Some(Message { text: format!("Read again: {what}{yours}."), alert: mine });
}

/// A version that is not taken; the next that is ends it.
pub(super) fn broken(model: &mut Model, why: String, on_demand: bool) {
    // Nothing older is in its way.
    model.message = None;
    let key = model.key_of(Command::Reload);
    model.file.stale =
        Some(if on_demand { format!("{why}; {key} takes it all the same") } else { why });
}

fn several(sessions: usize) -> String {
    if sessions == 1 { "1 session".to_owned() } else { format!("{sessions} sessions") }
}

#[cfg(test)]
mod tests;
