//! `update`: an agenda of the library is read again from what it was imported from; what has changed is told, mine first.

use super::args::{Args, Update};
use super::import::not_another;
use super::list::{hours, star};
use super::look::{DIM, STAR, counted};
use super::mine::told;
use super::source::{Source, load};
use super::{Context, Stop, event_zone, say};
use crate::agenda::{Agenda, Session, SessionIx};
use crate::format::{self, Written};
use crate::plan::{Level, Plan, Schedule, Shift};
use crate::store::{Environment, Folders};
use std::collections::HashSet;
use std::io::Write;

/// Reads the source again, and keeps what it says now unless that is clearly worse.
pub(crate) fn run(
    update: &Update,
    args: &Args,
    env: &Environment,
    folders: &Folders,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let source = match &update.name {
        Some(name) => Source::named(name, Some(folders))?,
        None => Source::of(args, env, Some(folders))?,
    };
    let Source::Library(name, _) = &source else {
        let named = source.name();
        return Err(Stop::usage(format!("{named} is not in the library, whose agendas hallway agendas lists")));
    };
    let name = name.clone();
    let old = load(source, None)?;
    let Some(from) = old.agenda.source.clone() else {
        return Err(Stop::usage(format!("{name} does not say what it was imported from: import that again")));
    };
    let zone = event_zone(args)?.or_else(|| old.agenda.zone.clone());
    let mut new = load(Source::named(&from, Some(folders))?, zone.as_ref())?;
    let old = old.agenda;
    // Marks are kept under its id, whatever the event is called by now.
    (new.agenda.id, new.agenda.source) = (old.id.clone(), old.source.clone());
    let toml = |agenda: &Agenda| format::write(Written::Toml, agenda, &|_| true);
    if toml(&new.agenda) == toml(&old) {
        say(&format!("{name}: nothing has changed"));
        return Ok(());
    }
    let versions = Plan::of_all(&old).on(&new.agenda);
    if let Some(why) = versions.worse(&new.agenda, new.has_errors()) {
        let report = new.reports();
        let way =
            format!("{name} stays as it was: {why}. To take it all the same: hallway import {from} --name {name}");
        return Err(Stop::report(format!("{report}{}{way}", if report.is_empty() { "" } else { "\n" })));
    }
    not_another(&name, &new.agenda, folders)?;
    folders.save_agenda(&name, &toml(&new.agenda))?;
    let cx = Context::new(args, env, new, folders)?;
    tell(&cx, &name, &changes(&cx, &old, &versions), out)
}

/// One thing that is different.
struct Difference {
    what: &'static str,
    /// The session as it is now, or as it was.
    id: String,
    level: Option<Level>,
    sentence: String,
}

/// Everything that is different, mine first.
fn changes(cx: &Context, old: &Agenda, versions: &Schedule) -> Vec<Difference> {
    let before = cx.plan.on(old);
    let mine = |shift: &Shift| match shift.session {
        Some(now) => cx.schedule.level(now),
        None => before.level(old.find(&shift.mark.session)?),
    };
    let shifts = versions.shifts(&cx.agenda).into_iter().map(|shift| Difference {
        what: shift.what.word(),
        id: shift.session.and_then(|ix| cx.agenda.sessions.get(ix)).map_or(&shift.mark.session, |s| &s.id).to_string(),
        level: mine(&shift),
        sentence: told(cx, &shift),
    });
    let known: HashSet<SessionIx> = versions.found().iter().filter_map(|(_, session)| *session).collect();
    let new = cx.agenda.sessions.iter().zip(0..).filter(|(_, ix)| !known.contains(ix));
    let new = new.map(|(session, ix)| Difference {
        what: "new",
        id: session.id.to_string(),
        level: cx.schedule.level(ix),
        sentence: announced(cx, session),
    });
    let mut all: Vec<Difference> = shifts.chain(new).collect();
    all.sort_by_key(|difference| difference.level.is_none());
    all
}

/// A new session as a sentence.
fn announced(cx: &Context, session: &Session) -> String {
    let when = match session.start {
        Some(at) => format!("{} {}", cx.clock.show(&cx.agenda, at).format("%a %-d %b"), hours(cx, session)),
        None => "not scheduled yet".to_owned(),
    };
    let room = session.room.as_deref().map(|room| format!(", {room}")).unwrap_or_default();
    format!("{} — new: {when}{room}", session.title)
}

fn tell(cx: &Context, name: &str, differences: &[Difference], out: &mut impl Write) -> Result<(), Stop> {
    for Difference { what, id, level, sentence } in differences {
        match cx.look.width {
            None => writeln!(out, "{what}\t{id}\t{}\t{sentence}", level.map_or("", Level::word))?,
            Some(_) => writeln!(out, "{} {sentence}  {}", cx.look.paint(STAR, star(*level)), cx.look.paint(DIM, id))?,
        }
    }
    let sessions = counted(cx.agenda.sessions.len(), "session", "sessions");
    say(&match differences.len() {
        0 => format!("{name}: only details have changed, such as texts and links; {sessions}"),
        count => format!("{name}: {}; {sessions} now", counted(count, "change", "changes")),
    });
    Ok(())
}
