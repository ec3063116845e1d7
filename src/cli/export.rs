//! `export`: writes the agenda or my schedule for other programs.

use super::args::{ExportArgs, ExportFormat};
use super::context::CliContext;
use super::error::{CliError, count_noun, print_message};
use super::json;
use super::library::without_secret_source;
use super::other_plan::describe_empty_schedule;
use super::session_filter::SessionFilter;
use crate::agenda::{Level, SessionIx};
use crate::format::{self, WritableFormat, ical::Status};
use crate::store;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

pub(crate) fn run(
    cx: &CliContext,
    args: &ExportArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let wanted = SessionFilter::from_args(cx, &args.filter)?.find_sessions(cx);
    let wanted = Wanted { sessions: wanted.into_iter().collect(), args };
    if wanted.is_missing(cx) {
        let message = "nothing found: no session matches all filters";
        return Err(CliError::nothing_found(message));
    }
    let text = format_agenda(cx, &wanted)?;
    match &args.output {
        Some(path) if path != Path::new("-") => store::replace_file(path, text.as_bytes())?,
        _ => out.write_all(text.as_bytes())?,
    }
    if args.filter.mine && cx.plan.is_empty() {
        print_message(&describe_empty_schedule(cx));
    }
    report_lost_marks(cx, args);
    report_missing_times(cx, &wanted);
    Ok(())
}

/// The sessions to write.
struct Wanted<'a> {
    sessions: BTreeSet<SessionIx>,
    args: &'a ExportArgs,
}

impl Wanted<'_> {
    /// Returns true if filters leave no session. An empty schedule is written all the same.
    fn is_missing(&self, cx: &CliContext) -> bool {
        self.sessions.is_empty() && !self.args.filter.mine && !cx.agenda.sessions.is_empty()
    }
}

fn format_agenda(cx: &CliContext, wanted: &Wanted<'_>) -> Result<String, CliError> {
    let format = match wanted.args.format {
        ExportFormat::Csv => WritableFormat::Csv,
        ExportFormat::Md => WritableFormat::Markdown,
        ExportFormat::Toml => {
            let agenda = without_secret_source(cx.agenda.clone());
            return Ok(format::write(WritableFormat::Toml, &agenda, &|ix| {
                wanted.sessions.contains(&ix)
            }));
        }
        ExportFormat::Ics => return Ok(format_calendar(cx, wanted)),
        ExportFormat::Json => {
            let sessions: Vec<SessionIx> = wanted.sessions.iter().copied().collect();
            let mut bytes = Vec::new();
            json::write_json(&mut bytes, &json::agenda_json(cx, &sessions))?;
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
    };
    Ok(format::write(format, &cx.agenda, &|ix| wanted.sessions.contains(&ix)))
}

fn format_calendar(cx: &CliContext, wanted: &Wanted<'_>) -> String {
    let only_mine = wanted.args.filter.mine;
    let status = |ix| {
        wanted.sessions.get(&ix)?;
        match cx.schedule.level_of(ix) {
            Some(Level::Maybe) if only_mine => Some(Status::Tentative),
            _ => Some(Status::Confirmed),
        }
    };
    let marked = cx.plan.last_change().filter(|_| only_mine);
    let revised = marked.max(cx.agenda.revised);
    format::ical::write_with_alarms(&cx.agenda, Some(&status), revised, wanted.args.alarm)
}

/// Prints the number of marks without a session in the agenda.
fn report_lost_marks(cx: &CliContext, args: &ExportArgs) {
    let shifts = cx.schedule.find_shifts(&cx.agenda);
    let lost = shifts.iter().filter(|shift| shift.session().is_none()).count();
    if args.filter.mine && lost > 0 {
        let marks = count_noun(
            lost,
            "mark is left out because its session is",
            "marks are left out because their sessions are",
        );
        print_message(&format!("{marks} gone from the agenda. hallway mine names each"));
    }
}

/// Prints the number of sessions without a time, because a calendar cannot contain them.
fn report_missing_times(cx: &CliContext, wanted: &Wanted<'_>) {
    let sessions = wanted.sessions.iter().filter_map(|ix| cx.agenda.sessions.get(*ix));
    let missing = sessions.filter(|session| session.start.is_none()).count();
    if wanted.args.format == ExportFormat::Ics && missing > 0 {
        let sessions = count_noun(missing, "session is", "sessions are");
        print_message(&format!("{sessions} left out: a calendar needs a time for each session"));
    }
}
