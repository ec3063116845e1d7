//! `mark` and `unmark`: change all named sessions of my schedule, or none.

use super::args::{IdArgs, MarkArgs};
use super::context::CliContext;
use super::error::{CliError, print_message};
use super::style::STAR;
use super::table::star_sign;
use crate::agenda::{Agenda, Level, SessionIx};
use crate::plan::{Change, Plan, Schedule};
use crate::store::{SAVED_WITHOUT_LOCK, SavedPlan};
use std::io::Write;

/// Marks sessions.
///
/// # Errors
/// Returns an error, and changes nothing, if an id is unknown or the plan cannot be saved.
pub(crate) fn add_marks(
    cx: &CliContext,
    args: &MarkArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let level = if args.maybe { Level::Maybe } else { Level::Attend };
    let mut changes = ChangeList::new(cx);
    for ix in cx.find_sessions(&args.ids.ids)? {
        changes.set_level(cx, ix, Some(level));
    }
    save_changes(cx, &args.ids.ids, &changes.changes, out)
}

/// Removes marks, also of sessions that the agenda has lost.
///
/// # Errors
/// Returns an error, and changes nothing, if an id is unknown or the plan cannot be saved.
pub(crate) fn remove_marks(
    cx: &CliContext,
    args: &IdArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let mut changes = ChangeList::new(cx);
    let mut unknown = Vec::new();
    for id in &args.ids {
        match (cx.agenda.find_session(id), cx.plan.get(id)) {
            (Some(ix), _) => changes.set_level(cx, ix, None),
            (None, Some(mark)) => changes.changes.push(mark.change_level(None, cx.wall_clock)),
            (None, None) => unknown.push(id.clone()),
        }
    }
    // An unknown id is an error here.
    cx.find_sessions(&unknown)?;
    save_changes(cx, &args.ids, &changes.changes, out)
}

/// Changes of one command, made one after the other and saved together.
struct ChangeList {
    plan: Plan,
    schedule: Schedule,
    changes: Vec<Change>,
}

impl ChangeList {
    fn new(cx: &CliContext) -> ChangeList {
        ChangeList { plan: cx.plan.clone(), schedule: cx.schedule.clone(), changes: Vec::new() }
    }

    fn set_level(&mut self, cx: &CliContext, session: SessionIx, level: Option<Level>) {
        let changes = self.schedule.set_level(&cx.agenda, session, level, cx.wall_clock);
        self.plan.apply_changes(&changes);
        if changes.len() > 1 {
            // The changes gave new ids to marks.
            self.schedule = self.plan.schedule_for(&cx.agenda);
        }
        self.changes.extend(changes);
    }
}

/// Saves the changes, and then prints the new state of each session of `ids`.
fn save_changes(
    cx: &CliContext,
    ids: &[String],
    changes: &[Change],
    out: &mut impl Write,
) -> Result<(), CliError> {
    let SavedPlan { plan, without_lock, .. } = cx.folders.change_plan(&cx.agenda.id, changes)?;
    if without_lock {
        print_message(SAVED_WITHOUT_LOCK);
    }
    let ids: Vec<&str> = ids.iter().map(|id| own_id(&cx.agenda, id)).collect();
    for (at, id) in ids.iter().enumerate() {
        let is_repeated = ids.iter().take(at).any(|earlier| earlier == id);
        // The last change of an id counts: an earlier change may remove a mark of an older id.
        let last = changes.iter().rfind(|change| change.session_id().as_str() == *id);
        if let Some(change) = last.filter(|_| !is_repeated) {
            writeln!(out, "{}", describe_state(cx, &plan, change))?;
        }
    }
    Ok(())
}

/// Returns the id under which hallway keeps the session of `id`.
fn own_id<'a>(agenda: &'a Agenda, id: &'a str) -> &'a str {
    let session = agenda.find_session(id).and_then(|ix| agenda.sessions.get(ix));
    session.map_or(id, |session| &*session.id)
}

fn describe_state(cx: &CliContext, plan: &Plan, change: &Change) -> String {
    let level = plan.level_by_id(change.session_id());
    let word = level.map_or("none", Level::word);
    match cx.style.width {
        None => format!("{}\t{word}\t{}", change.session_id(), change.title()),
        Some(_) if level.is_none() => format!("{} is not in your schedule", change.title()),
        Some(_) => {
            let star = cx.style.paint(STAR, star_sign(level));
            format!("{star} {word}  {}", change.title())
        }
    }
}
