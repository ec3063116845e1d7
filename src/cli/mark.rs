//! `mark` and `unmark`: changes of my schedule, all or none.

use super::args::{Ids, Mark};
use super::list::star;
use super::look::STAR;
use super::{Context, Stop, say};
use crate::plan::{Change, Level, Plan};
use crate::store::{Folders, Saved, UNLOCKED};
use std::io::Write;

pub(crate) fn mark(cx: &Context, folders: &Folders, args: &Mark, out: &mut impl Write) -> Result<(), Stop> {
    let level = if args.maybe { Level::Maybe } else { Level::Attend };
    let sessions = cx.find_all(&args.ids.ids)?;
    let set = |ix| cx.schedule.set(&cx.agenda, ix, Some(level), cx.today);
    carry_out(cx, folders, &args.ids.ids, &sessions.into_iter().flat_map(set).collect::<Vec<_>>(), out)
}

/// Also takes back marks of sessions that the agenda no longer has.
pub(crate) fn unmark(cx: &Context, folders: &Folders, args: &Ids, out: &mut impl Write) -> Result<(), Stop> {
    let mut changes = Vec::new();
    let mut unknown = Vec::new();
    for id in &args.ids {
        match (cx.agenda.find(id), cx.plan.get(id)) {
            (Some(ix), _) => changes.extend(cx.schedule.set(&cx.agenda, ix, None, cx.today)),
            (None, Some(mark)) => changes.push(mark.change(None, cx.today)),
            (None, None) => unknown.push(id.clone()),
        }
    }
    // Tells which they are.
    cx.find_all(&unknown)?;
    carry_out(cx, folders, &args.ids, &changes, out)
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
        if let Some(change) = changes.iter().find(|change| change.session().as_str() == id).filter(|_| !again) {
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
