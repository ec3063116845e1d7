//! `update`: an agenda of the library is read again from what it was imported from; what has
//! changed is told, mine first.

use super::args::{Args, Update};
use super::import::{event, may_replace, times_of};
use super::list::{hours, star};
use super::look::{DIM, STAR, counted};
use super::mine::told;
use super::source::{Loaded, Source, load};
use super::{Context, Stop, event_zone, say};
use crate::agenda::Level;
use crate::agenda::{Agenda, Clean, Session, SessionIx, Zone};
use crate::format::{self, Written};
use crate::plan::{Plan, Schedule, Shift};
use crate::store::{self, Environment, Folders};
use std::collections::HashSet;
use std::io::Write;

/// Reads the source again, and keeps what it says now unless that is another event, broken, or
/// clearly worse.
pub(crate) fn run(
    update: &Update,
    args: &Args,
    env: &Environment,
    folders: &Folders,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let (name, library) = Source::of_library(update.name.as_deref(), args, env, folders)?;
    let old = load(library, None)?.agenda;
    let origin = origin(&name, &old)?;
    let zone = event_zone(args)?.or_else(|| old.zone.clone());
    let mut new = load(origin.clone(), zone.as_ref())?;
    let refusal = Refusal { name: &name, origin: &origin, zone: zone.as_ref(), folders };
    refusal.of_another(&old, &new)?;
    // Marks are kept under its id, whatever the event is called by now.
    (new.agenda.id, new.agenda.source) = (old.id.clone(), old.source.clone());
    let toml = |agenda: &Agenda| format::write(Written::Toml, agenda, &|_| true);
    let text = toml(&new.agenda);
    if text == toml(&old) {
        say(&format!("{name}: nothing has changed"));
        return Ok(());
    }
    let versions = Plan::with_every_session(&old).schedule_for(&new.agenda);
    refusal.of_worse(&versions, &new)?;
    let problems = new.count();
    // What can fail comes before it is kept: a change that nobody was told is never told again.
    let cx = Context::new(args, env, new, folders)?;
    let differences = changes(&cx, &old, &versions);
    let told = tell(&cx, &differences, out);
    if !matches!(told, Ok(()) | Err(Stop::ClosedPipe)) {
        return told;
    }
    folders.save_agenda(&name, &text)?;
    let mut report = summary(&cx, &old, &name, differences.len());
    if let Some(count) = problems {
        report.push_str(&format!("\n{count}: {} tells them", refusal.command("check", None)));
    }
    say(&report);
    told
}

/// What an agenda of the library was imported from.
fn origin(name: &str, agenda: &Agenda) -> Result<Source, Stop> {
    let Some(from) = &agenda.source else {
        return Err(Stop::usage(format!(
            "{name} does not say what it was imported from: import that again"
        )));
    };
    Source::remembered(from)?.ok_or_else(|| {
        let what = format!(
            "{name} says that it was imported from \"{from}\", which is not a path from the root"
        );
        Stop::usage(format!("{what}: import it again with --name {name}"))
    })
}

/// Why a version is not taken, and how to take it all the same.
struct Refusal<'a> {
    name: &'a str,
    origin: &'a Source,
    /// The event's where its source names none.
    zone: Option<&'a Zone>,
    folders: &'a Folders,
}

impl Refusal<'_> {
    /// A source has the next edition of an event under the address of the last.
    fn of_another(&self, old: &Agenda, new: &Loaded) -> Result<(), Stop> {
        // The id says nothing where a file names no event, now or when it was imported.
        let nameless = new.named_by_file
            || self.origin.stem().is_some_and(|stem| old.name == Clean::line(stem));
        let same = nameless || new.agenda.id == old.id || begins_elsewhere(old, &new.agenda);
        if same && may_replace(old, &new.agenda) {
            return Ok(());
        }
        let Refusal { name, folders, .. } = self;
        let id = &new.agenda.id;
        let free = !store::path_exists(&folders.agenda_file(id));
        let free = if free { id } else { "OTHER-NAME" };
        Err(Stop::report(format!(
            "{name} stays as it was: its source is another event now, {}. To have that as well: {}",
            event(&new.agenda),
            self.command("import", Some(free))
        )))
    }

    fn of_worse(&self, versions: &Schedule, new: &Loaded) -> Result<(), Stop> {
        let worse =
            versions.find_regression(&new.agenda, new.has_errors()).map(|worse| worse.to_string());
        let Some(why) = worse.or_else(|| new.has_errors().then(|| "it has errors".to_owned()))
        else {
            return Ok(());
        };
        let Refusal { name, .. } = self;
        let way = self.command("import", Some(name));
        let way = format!("{name} stays as it was: {why}. To take it all the same: {way}");
        Err(Stop::report(format!("{}\n\n{way}", new.reports().trim_end()).trim_start()))
    }

    /// A command on the source, to be pasted into a shell.
    fn command(&self, command: &str, name: Option<&str>) -> String {
        let mut words = vec!["hallway".to_owned(), command.to_owned()];
        words.push(pasted(&self.origin.memory().unwrap_or_default()));
        words.extend(name.map(|name| format!("--name {name}")));
        let named_there =
            || load(self.origin.clone(), None).is_ok_and(|loaded| loaded.agenda.zone.is_some());
        words.extend(
            self.zone.filter(|_| !named_there()).map(|zone| format!("--zone {}", zone.name())),
        );
        words.join(" ")
    }
}

/// Whether only the date in the id is another, that of the first session, which has gone or come.
fn begins_elsewhere(old: &Agenda, new: &Agenda) -> bool {
    let undated = |agenda: &Agenda| {
        agenda.id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned()
    };
    let had = |date| old.days.iter().any(|day| day.date == date);
    undated(old) == undated(new) && new.days.iter().any(|day| had(day.date))
}

/// A word as a shell takes it.
fn pasted(word: &str) -> String {
    match word.chars().all(|c| c.is_alphanumeric() || "/\\:._-+,@%=".contains(c)) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
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
    let before = cx.plan.schedule_for(old);
    let mine = |shift: &Shift| match shift.session {
        Some(now) => cx.schedule.level_of(now),
        None => before.level_of(old.find_session(&shift.mark.session_id)?),
    };
    let shifts = versions.find_shifts(&cx.agenda).into_iter().map(|shift| Difference {
        what: shift.kind.as_word(),
        id: shift
            .session
            .and_then(|ix| cx.agenda.sessions.get(ix))
            .map_or(&shift.mark.session_id, |s| &s.id)
            .to_string(),
        level: mine(&shift),
        sentence: told(cx, &shift),
    });
    let known: HashSet<SessionIx> =
        versions.mark_matches().iter().filter_map(|found| found.session).collect();
    let new = cx.agenda.sessions.iter().zip(0..).filter(|(_, ix)| !known.contains(ix));
    let new = new.map(|(session, ix)| Difference {
        what: "new",
        id: session.id.to_string(),
        level: cx.schedule.level_of(ix),
        sentence: announced(cx, session),
    });
    let mut all: Vec<Difference> = shifts.chain(new).collect();
    all.sort_by_key(|difference| difference.level.is_none());
    all
}

/// A new session as a sentence.
fn announced(cx: &Context, session: &Session) -> String {
    let when = match session.start {
        Some(at) => {
            format!("{} {}", cx.clock.show(&cx.agenda, at).format("%a %-d %b"), hours(cx, session))
        }
        None => "not scheduled yet".to_owned(),
    };
    let room = session.room.as_deref().map(|room| format!(", {room}")).unwrap_or_default();
    format!("{} — new: {when}{room}", session.title)
}

fn tell(cx: &Context, differences: &[Difference], out: &mut impl Write) -> Result<(), Stop> {
    for Difference { what, id, level, sentence } in differences {
        match cx.look.width {
            None => writeln!(out, "{what}\t{id}\t{}\t{sentence}", level.map_or("", Level::word))?,
            Some(_) => writeln!(
                out,
                "{} {sentence}  {}",
                cx.look.paint(STAR, star(*level)),
                cx.look.paint(DIM, id)
            )?,
        }
    }
    Ok(out.flush()?)
}

/// How much has changed, and whose times they are now.
fn summary(cx: &Context, old: &Agenda, name: &str, differences: usize) -> String {
    let sessions = counted(cx.agenda.sessions.len(), "session", "sessions");
    let zone = match &cx.agenda.zone {
        Some(zone) if old.zone.as_ref() != Some(zone) => format!("; {} now", times_of(zone)),
        _ => String::new(),
    };
    match differences {
        0 if zone.is_empty() => {
            format!("{name}: only details have changed, such as texts and links; {sessions}")
        }
        0 => format!("{name}: {sessions}{zone}"),
        count => format!("{name}: {}; {sessions} now{zone}", counted(count, "change", "changes")),
    }
}
