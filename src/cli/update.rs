//! `update`: reads the source of a library's agenda again and prints the changes, marked sessions
//! first.

use super::args::UpdateArgs;
use super::context::{CliContext, read_wall_clock};
use super::error::{CliError, count_noun, print_message};
use super::invocation::Invocation;
use super::library::describe_zone;
use super::mine::describe_shift;
use super::refresh::{self, RefreshRequest, Refreshed};
use super::source::Source;
use super::style::{DIM, STAR};
use super::table::{star_sign, time_range};
use crate::agenda::{Agenda, Clean, Level, SessionIx};
use crate::plan::{News, NewsItem};
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
    let zone = invocation.event_zone()?;
    let now = read_wall_clock();
    let request = RefreshRequest { name: &name, zone: zone.as_ref(), folders, now };
    let version = match refresh::read_new_version(&request)? {
        Refreshed::Unchanged => {
            print_message(&format!("{name}: nothing has changed"));
            return Ok(());
        }
        Refreshed::Changed(version) => *version,
    };
    if let Some(error) = &version.marks.error {
        print_message(&format!("the agenda is shown without your marks: {error}"));
    }
    // The changes are printed before the agenda is stored: a later `update` would not find changes
    // that could not be printed now.
    let plan = (version.marks.plan.clone(), version.marks.schedule.clone());
    let cx = CliContext::with_plan(invocation, version.agenda.clone(), plan)?;
    let changes: Vec<ReportLine> = version.news.iter().map(|item| report_line(&cx, item)).collect();
    let printed = print_changes(&cx, &changes, out);
    if matches!(printed, Err(CliError::Failed { .. })) {
        return printed;
    }
    version.store(folders)?;
    let summary = summarize_changes(&cx, &version.old, &name, changes.len());
    print_message(&match &version.problems {
        Some(problems) => format!("{summary}\n{problems}"),
        None => summary,
    });
    printed
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
