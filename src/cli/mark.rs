//! `mark` and `unmark`: changes of my schedule, all or none.

use super::args::{Ids, Mark};
use super::list::star;
use super::look::STAR;
use super::{Context, Stop, say};
use crate::agenda::Level;
use crate::agenda::SessionIx;
use crate::plan::{Change, Plan, Schedule};
use crate::store::{Folders, Saved, UNLOCKED};
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
        let changes = self.schedule.set(&cx.agenda, session, level, cx.today);
        self.plan.apply(&changes);
        if changes.len() > 1 {
            // Marks have other ids now.
            self.schedule = self.plan.on(&cx.agenda);
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
        match (cx.agenda.find(id), cx.plan.get(id)) {
            (Some(ix), _) => deed.set(cx, ix, None),
            (None, Some(mark)) => deed.changes.push(mark.change(None, cx.today)),
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
    let Saved { plan, unlocked, .. } = folders.change_plan(&cx.agenda.id, changes)?;
    if unlocked {
        say(UNLOCKED);
    }
    for (at, id) in ids.iter().enumerate() {
        let again = ids.iter().take(at).any(|earlier| earlier == id);
        // A session may have been marked under an older id, whose mark is taken back besides.
        if let Some(change) =
            changes.iter().rfind(|change| change.session().as_str() == id).filter(|_| !again)
        {
            writeln!(out, "{}", state(cx, &plan, change))?;
        }
    }
    Ok(())
}

fn state(cx: &Context, plan: &Plan, change: &Change) -> String {
    let level = plan.level(change.session());
    let word = level.map_or("none", Level::word);
    match cx.look.width {
        None => format!("{}\t{word}\t{}", change.session(), change.title()),
        Some(_) if level.is_none() => format!("{} is not in your schedule", change.title()),
        Some(_) => format!("{} {word}  {}", cx.look.paint(STAR, star(level)), change.title()),
    }
}
