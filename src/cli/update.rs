//! `update`: reads the source of a library's agenda again and prints the changes, marked sessions
//! first.

use super::args::UpdateArgs;
use super::context::CliContext;
use super::error::{CliError, count_noun, print_message, quote_for_shell};
use super::import::{describe_event, describe_zone, format_toml};
use super::invocation::Invocation;
use super::load::{Loaded, load_source};
use super::mine::describe_shift;
use super::source::Source;
use super::style::{DIM, STAR};
use super::table::{star_sign, time_range};
use crate::agenda::{Agenda, Clean, Level, SessionIx, Zone};
use crate::plan::{News, NewsItem, Plan, Regression, VersionMap, Versions};
use crate::store::{self, Folders};
use std::io::Write;

/// Reads the source again and stores the new version.
///
/// # Errors
/// Returns an error, and changes nothing, if the source cannot be read, or if the new version is
/// another event, has errors or is clearly worse.
pub(crate) fn run(
    invocation: &Invocation<'_>,
    args: &UpdateArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let folders = invocation.require_folders()?;
    let name = Source::library_name(args.name.as_deref(), invocation, folders)?;
    let old = load_source(Source::in_library(&name, folders), None)?.agenda;
    let origin = find_origin(&name, &old)?;
    let zone = invocation.event_zone()?.or_else(|| old.clock.zone().cloned());
    let mut new = load_source(origin.clone(), zone.as_ref())?;
    if new.named_by_file {
        new.agenda.id = old.id.clone();
    }
    let map = VersionMap::between(&old, &new.agenda);
    let unnamed_zone = zone.as_ref().filter(|_| !new.names_zone());
    let check = UpdateCheck { name: &name, origin: &origin, unnamed_zone };
    check.refuse_worse_version(&old, &new, &map, folders)?;
    // The plan is stored under the id, so the id stays if the event has a new name.
    (new.agenda.id, new.agenda.source) = (old.id.clone(), old.source.clone());
    let toml = format_toml(&new.agenda);
    if toml == format_toml(&old) {
        print_message(&format!("{name}: nothing has changed"));
        return Ok(());
    }
    let problems = new.count_problems();
    // The changes are printed before the agenda is stored: a later `update` would not find changes
    // that could not be printed now.
    let mut cx = CliContext::new(invocation, new)?;
    let carried = map.carry_marks(&cx.plan, &old, &cx.agenda, cx.wall_clock);
    let old_plan = cx.plan.clone();
    cx.plan.apply_changes(&carried);
    cx.schedule = cx.plan.schedule_for(&cx.agenda);
    let changes = report_news(&cx, &old, &map, &old_plan);
    let printed = print_changes(&cx, &changes, out);
    if matches!(printed, Err(CliError::Failed { .. })) {
        return printed;
    }
    folders.save_agenda(&name, &toml)?;
    if !carried.is_empty() {
        folders.change_plan(&cx.agenda.id, &carried)?;
    }
    let summary = summarize_changes(&cx, &old, &name, changes.len());
    print_message(&match problems {
        Some(count) => {
            format!("{summary}\n{count}: {} lists all problems", check.shell_command("check", ""))
        }
        None => summary,
    });
    printed
}

/// Returns the source from which an agenda of the library was imported.
fn find_origin(name: &str, agenda: &Agenda) -> Result<Source, CliError> {
    let Some(origin) = &agenda.source else {
        let message = format!("{name} does not name its source. Import the source again");
        return Err(CliError::usage(message));
    };
    Source::from_memory(origin)?.ok_or_else(|| {
        CliError::usage(format!(
            "{name} was imported from \"{origin}\", and this is no absolute path. Import the \
             source again with --name {name}"
        ))
    })
}

/// The checks of a new version before the version replaces the old one.
struct UpdateCheck<'a> {
    /// The name in the library.
    name: &'a str,
    origin: &'a Source,
    /// The zone of the event, which its source does not name.
    unnamed_zone: Option<&'a Zone>,
}

impl UpdateCheck<'_> {
    /// Returns an error if the new version has errors, is clearly worse than the old one, or is
    /// another event: an address often has the next edition of an event.
    fn refuse_worse_version(
        &self,
        old: &Agenda,
        new: &Loaded,
        map: &VersionMap,
        folders: &Folders,
    ) -> Result<(), CliError> {
        let has_errors = new.has_errors();
        let reason = match Regression::between(old, &new.agenda, map, has_errors) {
            Some(other @ Regression::OtherEvent { .. }) => {
                return Err(self.other_event_error(&new.agenda, other, folders));
            }
            Some(regression) => regression.to_string(),
            None if has_errors => "the new version has errors".to_owned(),
            None => return Ok(()),
        };
        let command = self.shell_command("import", &format!("--name {}", self.name));
        let message = format!(
            "{}\n\n{} is unchanged: {reason}. To take the new version nevertheless: {command}",
            new.problem_reports().trim_end(),
            self.name
        );
        Err(CliError::bad_data(message.trim_start()))
    }

    /// Returns an error with the numbers of sessions, and with the commands that store both events,
    /// or the other event in place of the old one.
    fn other_event_error(&self, new: &Agenda, reason: Regression, folders: &Folders) -> CliError {
        let is_free = !store::path_exists(&folders.agenda_file(&new.id));
        let name = if is_free { &new.id } else { "OTHER-NAME" };
        let both = self.shell_command("import", &format!("--name {name}"));
        let replace = self.shell_command("import", &format!("--name {} --replace", self.name));
        CliError::bad_data(format!(
            "{} is unchanged: its source is another event now, {}: {reason}. To store the other \
             event as well: {both}. To take it all the same: {replace}",
            self.name,
            describe_event(new),
        ))
    }

    /// Returns a command on the source that a person can paste into a shell.
    fn shell_command(&self, command: &str, options: &str) -> String {
        let origin = quote_for_shell(&self.origin.memory().unwrap_or_default());
        let mut words = vec!["hallway", command, &origin];
        words.extend(Some(options).filter(|options| !options.is_empty()));
        let zone = self.unnamed_zone.map(|zone| format!("--zone {}", zone.name()));
        words.extend(zone.as_deref());
        words.join(" ")
    }
}

/// One line of the report.
struct ReportLine {
    /// The kind of the change, such as `moved` or `new`.
    kind: &'static str,
    /// The id of the session, present or past. Empty for a line about several sessions.
    id: String,
    level: Option<Level>,
    sentence: String,
}

/// Returns the report of a new version, marked sessions first.
fn report_news(
    cx: &CliContext,
    old: &Agenda,
    map: &VersionMap,
    old_plan: &Plan,
) -> Vec<ReportLine> {
    let (new, new_schedule) = (&cx.agenda, &cx.schedule);
    let old_schedule = &old_plan.schedule_for(old);
    let news = Versions { map, old, new, old_schedule, new_schedule }.find_news();
    news.iter().map(|item| report_line(cx, item)).collect()
}

fn report_line(cx: &CliContext, item: &NewsItem) -> ReportLine {
    let id_of = |ix: SessionIx| cx.agenda.sessions.get(ix).map(|session| &session.id);
    let (id, sentence) = match &item.news {
        News::Shift(shift) => {
            (shift.session().and_then(id_of).or(Some(&shift.before.id)), describe_shift(cx, shift))
        }
        News::New(ix) => (id_of(*ix), describe_new_session(cx, *ix)),
        joined => (None, joined.describe_joined().unwrap_or_default()),
    };
    let id = id.map(Clean::to_string).unwrap_or_default();
    ReportLine { kind: item.as_word(), id, level: item.level, sentence }
}

fn describe_new_session(cx: &CliContext, ix: SessionIx) -> String {
    let Some(session) = cx.agenda.sessions.get(ix) else { return String::new() };
    let time = match session.start {
        Some(at) => {
            let day = cx.clock.local_time(&cx.agenda, at).format("%a %-d %b");
            format!("{day} {}", time_range(cx, session))
        }
        None => "not scheduled yet".to_owned(),
    };
    match &session.room {
        Some(room) => format!("{} — new: {time}, {room}", session.title),
        None => format!("{} — new: {time}", session.title),
    }
}

fn print_changes(
    cx: &CliContext,
    changes: &[ReportLine],
    out: &mut impl Write,
) -> Result<(), CliError> {
    for ReportLine { kind, id, level, sentence } in changes {
        if cx.style.width.is_none() {
            let level = level.map(Level::word).unwrap_or_default();
            writeln!(out, "{kind}\t{id}\t{level}\t{sentence}")?;
        } else {
            let star = cx.style.paint(STAR, star_sign(*level));
            writeln!(out, "{star} {sentence}  {}", cx.style.paint(DIM, id))?;
        }
    }
    Ok(out.flush()?)
}

/// Returns the number of changes, and the event's new name and the zone of the times if they have
/// changed.
fn summarize_changes(cx: &CliContext, old: &Agenda, name: &str, changes: usize) -> String {
    let sessions = count_noun(cx.agenda.sessions.len(), "session", "sessions");
    let mut news = String::new();
    if cx.agenda.name != old.name {
        news += &format!("; the event is called {} now", cx.agenda.name);
    }
    if let Some(zone) = cx.agenda.clock.zone().filter(|zone| old.clock.zone() != Some(*zone)) {
        news += &format!("; {} now", describe_zone(zone));
    }
    match changes {
        0 if news.is_empty() => {
            format!("{name}: only details have changed, such as texts and links; {sessions}")
        }
        0 => format!("{name}: {sessions}{news}"),
        count => {
            format!("{name}: {}; {sessions} now{news}", count_noun(count, "change", "changes"))
        }
    }
}
