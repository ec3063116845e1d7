//! `mark` and `unmark`: changes of my schedule, all or none.

use super::args::{Ids, Mark};
use super::list::star;
use super::look::STAR;
use super::{Context, Stop, say};
use crate::agenda::{Level, SessionIx};
use crate::plan::{Change, Plan, Schedule};
use crate::store::{Folders, SAVED_WITHOUT_LOCK, SavedPlan};
use std::io::Write;

pub(crate) fn mark(
    cx: &Context,
    folders: &Folders,
    args: &Mark,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let level = if args.maybe { Level::Maybe } else { Level::Attend };
    let sessions = cx.find_all(&args.ids.ids)?;
    let mut deed = Deed::new(cx);
    sessions.into_iter().for_each(|ix| deed.set(cx, ix, Some(level)));
    carry_out(cx, folders, &args.ids.ids, &deed.changes, out)
}

/// Changes that are made one after the other and saved together.
struct Deed {
    plan: Plan,
    schedule: Schedule,
    changes: Vec<Change>,
}

impl Deed {
    fn new(cx: &Context) -> Deed {
        Deed { plan: cx.plan.clone(), schedule: cx.schedule.clone(), changes: Vec::new() }
    }

    fn set(&mut self, cx: &Context, session: SessionIx, level: Option<Level>) {
        let changes = self.schedule.set_level(&cx.agenda, session, level, cx.today);
        self.plan.apply_changes(&changes);
        if changes.len() > 1 {
            // Marks have other ids now.
            self.schedule = self.plan.schedule_for(&cx.agenda);
        }
        self.changes.extend(changes);
    }
}

/// Also takes back marks of sessions that the agenda no longer has.
pub(crate) fn unmark(
    cx: &Context,
    folders: &Folders,
    args: &Ids,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let mut deed = Deed::new(cx);
    let mut unknown = Vec::new();
    for id in &args.ids {
        match (cx.agenda.find_session(id), cx.plan.get(id)) {
            (Some(ix), _) => deed.set(cx, ix, None),
            (None, Some(mark)) => deed.changes.push(mark.change_level(None, cx.today)),
            (None, None) => unknown.push(id.clone()),
        }
    }
    // Tells which they are.
    cx.find_all(&unknown)?;
    carry_out(cx, folders, &args.ids, &deed.changes, out)
}

/// Saves the changes, and then prints the new state of each session that was named.
fn carry_out(
    cx: &Context,
    folders: &Folders,
    ids: &[String],
    changes: &[Change],
    out: &mut impl Write,
) -> Result<(), Stop> {
    let SavedPlan { plan, unlocked, .. } = folders.change_plan(&cx.agenda.id, changes)?;
    if unlocked {
        say(SAVED_WITHOUT_LOCK);
    }
    for (at, id) in ids.iter().enumerate() {
        let again = ids.iter().take(at).any(|earlier| earlier == id);
        // A session may have been marked under an older id, whose mark is taken back besides.
        if let Some(change) =
            changes.iter().rfind(|change| change.session_id().as_str() == id).filter(|_| !again)
        {
            writeln!(out, "{}", state(cx, &plan, change))?;
        }
    }
    Ok(())
}

fn state(cx: &Context, plan: &Plan, change: &Change) -> String {
    let level = plan.level_by_id(change.session_id());
    let word = level.map_or("none", Level::word);
    match cx.look.width {
        None => format!("{}\t{word}\t{}", change.session_id(), change.title()),
        Some(_) if level.is_none() => format!("{} is not in your schedule", change.title()),
        Some(_) => format!("{} {word}  {}", cx.look.paint(STAR, star(level)), change.title()),
    }
}
