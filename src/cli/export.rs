//! `export`: writes the agenda or my schedule for other programs.

use super::args::{ExportArgs, ExportFormat};
use super::context::CliContext;
use super::error::{CliError, count_noun, print_message};
use super::json;
use super::library::without_secret_source;
use super::other_plan::describe_empty_schedule;
use crate::agenda::{Level, SessionIx};
use crate::format::{self, WritableFormat, ical::Status};
use crate::store;
use std::io::Write;
use std::path::Path;

pub(crate) fn run(
    cx: &CliContext,
    args: &ExportArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let text = format_agenda(cx, args)?;
    match &args.output {
        Some(path) if path != Path::new("-") => store::replace_file(path, text.as_bytes())?,
        _ => out.write_all(text.as_bytes())?,
    }
    if args.mine && cx.plan.is_empty() {
        print_message(&describe_empty_schedule(cx));
    }
    report_lost_marks(cx, args);
    report_missing_times(cx, args);
    Ok(())
}

fn format_agenda(cx: &CliContext, args: &ExportArgs) -> Result<String, CliError> {
    let format = match args.format {
        ExportFormat::Csv => WritableFormat::Csv,
        ExportFormat::Md => WritableFormat::Markdown,
        ExportFormat::Toml => {
            let agenda = without_secret_source(cx.agenda.clone());
            return Ok(format::write(WritableFormat::Toml, &agenda, &|ix| is_wanted(cx, args, ix)));
        }
        ExportFormat::Ics => return Ok(format_calendar(cx, args)),
        ExportFormat::Json => {
            let sessions = 0..cx.agenda.sessions.len();
            let wanted: Vec<SessionIx> = sessions.filter(|ix| is_wanted(cx, args, *ix)).collect();
            let mut bytes = Vec::new();
            json::write_json(&mut bytes, &json::agenda_json(cx, &wanted))?;
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
    };
    Ok(format::write(format, &cx.agenda, &|ix| is_wanted(cx, args, ix)))
}

fn is_wanted(cx: &CliContext, args: &ExportArgs, ix: SessionIx) -> bool {
    !args.mine || cx.schedule.level_of(ix).is_some()
}

fn format_calendar(cx: &CliContext, args: &ExportArgs) -> String {
    let status = |ix| match cx.schedule.level_of(ix)? {
        Level::Attend => Some(Status::Confirmed),
        Level::Maybe => Some(Status::Tentative),
    };
    let mine: &dyn Fn(SessionIx) -> Option<Status> = &status;
    let marked = cx.plan.last_change().filter(|_| args.mine);
    format::ical::write(&cx.agenda, args.mine.then_some(mine), marked.max(cx.agenda.revised))
}

/// Prints the number of marks without a session in the agenda.
fn report_lost_marks(cx: &CliContext, args: &ExportArgs) {
    let shifts = cx.schedule.find_shifts(&cx.agenda);
    let lost = shifts.iter().filter(|shift| shift.session().is_none()).count();
    if args.mine && lost > 0 {
        let marks = count_noun(
            lost,
            "mark is left out because its session is",
            "marks are left out because their sessions are",
        );
        print_message(&format!("{marks} gone from the agenda. hallway mine names each"));
    }
}

/// Prints the number of sessions without a time, because a calendar cannot contain them.
fn report_missing_times(cx: &CliContext, args: &ExportArgs) {
    let sessions = cx.agenda.sessions.iter().enumerate();
    let missing = sessions
        .filter(|(ix, session)| session.start.is_none() && is_wanted(cx, args, *ix))
        .count();
    if args.format == ExportFormat::Ics && missing > 0 {
        let sessions = count_noun(missing, "session is", "sessions are");
        print_message(&format!("{sessions} left out: a calendar needs a time for each session"));
    }
}
