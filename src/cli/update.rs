//! `update`: reads the source of a library's agenda again and prints the changes, marked sessions
//! first.

use super::age::describe_time;
use super::args::UpdateArgs;
use super::context::{CliContext, read_wall_clock};
use super::error::{CliError, NO_INPUT, UNAVAILABLE, count_noun, print_message};
use super::invocation::Invocation;
use super::json::{UpdateChangeJson, UpdateJson, write_json};
use super::library::describe_zone;
use super::mine::describe_shift;
use super::refresh::{self, RefreshRequest, Refreshed, has_source};
use super::source::Source;
use super::style::{BOLD, DIM, STAR};
use super::table::{star_sign, time_range};
use crate::agenda::{Agenda, Clean, Level, SessionIx, zone};
use crate::plan::{News, NewsItem};
use crate::store::Folders;
use std::io::Write;

/// Reads the source of one agenda again, or if no agenda is named, the sources of all agendas of
/// the library. Stores the new versions.
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
    let on_command_line = args.name.as_deref().or_else(|| invocation.named_agenda());
    let usual = || invocation.wanted_agenda().filter(|name| is_in_library(name, folders));
    let Some(typed) = on_command_line.or_else(usual) else {
        return update_all(invocation, args.json, out);
    };
    let name = Source::library_name(typed, folders)?;
    let form = UpdateForm { replace: args.replace, of_many: false, json: args.json };
    update_or_report(invocation, &name, form, out)
}

/// Returns true if the agenda of the environment or of the configuration can be read again: the
/// built-in agenda and a file cannot.
fn is_in_library(name: &str, folders: &Folders) -> bool {
    Source::library_name(name, folders).is_ok()
}

/// The ways in which an agenda is updated and reported.
#[derive(Debug, Clone, Copy)]
struct UpdateForm {
    /// A worse version too may replace the old one.
    replace: bool,
    /// The agenda is one of many: its name is printed with the changes.
    of_many: bool,
    json: bool,
}

/// Updates every agenda of the library that has a source. A failure does not stop the others.
///
/// # Errors
/// Returns the exit code of the first failure, which has been printed.
fn update_all(
    invocation: &Invocation<'_>,
    json: bool,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let folders = invocation.require_folders()?;
    let names: Vec<String> =
        folders.list_agendas().into_iter().filter(|name| has_source(name, folders)).collect();
    if names.is_empty() {
        let message = "no agenda of the library has a source to read again. Store an agenda with: \
                       hallway import SOURCE";
        return Err(CliError::new(NO_INPUT, message));
    }
    let mut first_code = None;
    for name in &names {
        let form = UpdateForm { replace: false, of_many: true, json };
        let error = match update_or_report(invocation, name, form, out) {
            Ok(()) => continue,
            Err(CliError::ClosedPipe) => return Err(CliError::ClosedPipe),
            Err(error) => error,
        };
        let message = error.to_string();
        print_message(&match message.starts_with(name.as_str()) {
            true => message,
            false => format!("{name}: {message}"),
        });
        first_code.get_or_insert(error.exit_code());
    }
    first_code.map_or(Ok(()), |code| Err(CliError::Reported(code)))
}

/// Updates one agenda of the library. In JSON, a failure is reported on standard output too.
fn update_or_report(
    invocation: &Invocation<'_>,
    name: &str,
    form: UpdateForm,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let result = update_agenda(invocation, name, form, out);
    if let (true, Err(error)) = (form.json, &result)
        && !matches!(error, CliError::ClosedPipe)
    {
        let error = Some(error.to_string());
        write_json(out, &UpdateJson { error, ..UpdateJson::new(name, "failed") })?;
    }
    result
}

fn update_agenda(
    invocation: &Invocation<'_>,
    name: &str,
    form: UpdateForm,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let folders = invocation.require_folders()?;
    let zone = invocation.event_zone()?;
    let now = read_wall_clock();
    let request = RefreshRequest { name, zone: zone.as_ref(), folders, now, tell: print_message };
    let refreshed = refresh::read_new_version(&request, form.replace);
    let mut version = match refreshed.map_err(|error| tell_of_copy(error, &request))? {
        Refreshed::Unchanged => {
            print_message(&format!("{name}: nothing has changed"));
            if form.json {
                write_json(out, &UpdateJson::new(name, "unchanged"))?;
            }
            return Ok(());
        }
        Refreshed::Changed(version) => *version,
    };
    if let Some(error) = &version.marks.error {
        print_message(&format!("the agenda is shown without your marks: {error}"));
    }
    // The changes are printed before the agenda is stored: a later `update` would not find changes
    // that could not be printed now.
    let marks = &mut version.marks;
    let plan = (std::mem::take(&mut marks.plan), std::mem::take(&mut marks.schedule));
    // The version is stored without the sessions, but with the id: its TOML has been written.
    let without_sessions = Agenda { id: version.agenda.id.clone(), ..Agenda::default() };
    let agenda = std::mem::replace(&mut version.agenda, without_sessions);
    let cx = CliContext::with_plan(invocation, agenda, plan)?;
    let changes: Vec<ReportLine> = version.news.iter().map(|item| report_line(&cx, item)).collect();
    let printed = match form.json {
        true => print_changes_json(&cx, name, &changes, out),
        false => print_changes(&cx, form.of_many.then_some(name), &changes, out),
    };
    if matches!(printed, Err(CliError::Failed { .. })) {
        return printed;
    }
    version.store(folders)?;
    let summary = summarize_changes(&cx, &version.old, name, changes.len());
    print_message(&match &version.problems {
        Some(problems) => format!("{summary}\n{problems}"),
        None => summary,
    });
    if !form.of_many {
        // The process ends: to free two agendas would take a tenth of the time of the update.
        std::mem::forget((cx, version));
    }
    printed
}

/// Returns the error with the time of the copy that stays, if there is no answer.
fn tell_of_copy(error: CliError, request: &RefreshRequest<'_>) -> CliError {
    let RefreshRequest { name, folders, now, .. } = *request;
    match (error, folders.load_record(name)) {
        (CliError::Unavailable(error), Some(record)) => {
            let time = describe_time(record.checked, now, zone::system_zone().as_ref());
            CliError::new(UNAVAILABLE, format!("{error}; {name} stays as of {time}"))
        }
        (error, _) => error,
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

/// Prints the changes as one line of JSON.
fn print_changes_json(
    cx: &CliContext,
    name: &str,
    changes: &[ReportLine],
    out: &mut impl Write,
) -> Result<(), CliError> {
    let changes = changes.iter().map(|line| UpdateChangeJson {
        kind: line.kind,
        id: Some(line.id.as_str()).filter(|id| !id.is_empty()),
        mark: line.level.map(Level::word),
        sentence: &line.sentence,
    });
    let answer = UpdateJson {
        sessions: Some(cx.agenda.sessions.len()),
        changes: changes.collect(),
        ..UpdateJson::new(name, "changed")
    };
    write_json(out, &answer)?;
    Ok(out.flush()?)
}

/// Prints the changes. `name` is the name of the agenda if several agendas are updated.
fn print_changes(
    cx: &CliContext,
    name: Option<&str>,
    changes: &[ReportLine],
    out: &mut impl Write,
) -> Result<(), CliError> {
    let is_table = cx.style.width.is_some();
    if let Some(name) = name.filter(|_| is_table && !changes.is_empty()) {
        writeln!(out, "{}", cx.style.paint(BOLD, name))?;
    }
    for ReportLine { kind, id, level, sentence } in changes {
        if is_table {
            let star = cx.style.paint(STAR, star_sign(*level));
            writeln!(out, "{star} {sentence}  {}", cx.style.paint(DIM, id))?;
        } else {
            let level = level.map(Level::word).unwrap_or_default();
            let name = name.map(|name| format!("\t{name}")).unwrap_or_default();
            writeln!(out, "{kind}\t{id}\t{level}\t{sentence}{name}")?;
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
