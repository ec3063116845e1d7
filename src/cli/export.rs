//! `export`: writes the agenda or my schedule for other programs, as one file or as a folder.

use super::args::{ExportArgs, ExportFormat};
use super::context::CliContext;
use super::error::{CliError, NO_INPUT, count_noun, print_message};
use super::json;
use super::library::without_secret_source;
use super::other_plan::describe_empty_schedule;
use super::session_filter::SessionFilter;
use crate::agenda::{Level, SessionIx};
use crate::format::ical::{self, Status};
use crate::format::{self, HtmlContent, WritableFormat};
use crate::store::{self, FolderChanges};
use chrono::{DateTime, Utc};
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
    match (args.format, &args.vdir) {
        (_, Some(folder)) => write_vdir(cx, &wanted, folder, out)?,
        (Some(format), None) => write_file(cx, &wanted, format, out)?,
        (None, None) => return Err(CliError::usage("name a --format, or a folder with --vdir")),
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

    /// Returns the status of a session in a calendar. The marks count in my schedule only.
    fn status(&self, cx: &CliContext, ix: SessionIx) -> Option<Status> {
        self.sessions.get(&ix)?;
        match cx.schedule.level_of(ix) {
            Some(Level::Maybe) if self.args.filter.mine => Some(Status::Tentative),
            _ => Some(Status::Confirmed),
        }
    }

    /// Returns the page. Own marks count in my schedule only.
    fn format_html(&self, cx: &CliContext) -> String {
        let is_mine = self.args.filter.mine;
        let level = |ix| cx.schedule.level_of(ix).filter(|_| is_mine);
        let content = HtmlContent {
            only: &|ix| self.sessions.contains(&ix),
            level: &level,
            subtitle: is_mine.then_some("My schedule"),
            abstracts: self.args.abstracts,
        };
        format::write_html(&cx.agenda, &content)
    }

    /// Returns the time of the last change of the agenda, or of my schedule if it is written.
    fn last_change(&self, cx: &CliContext) -> Option<DateTime<Utc>> {
        let marked = cx.plan.last_change().filter(|_| self.args.filter.mine);
        marked.max(cx.agenda.revised)
    }
}

/// Writes one file, or standard output.
fn write_file(
    cx: &CliContext,
    wanted: &Wanted<'_>,
    format: ExportFormat,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let text = format_agenda(cx, wanted, format)?;
    match &wanted.args.output {
        Some(path) if path != Path::new("-") => store::replace_file(path, text.as_bytes())?,
        _ => out.write_all(text.as_bytes())?,
    }
    Ok(())
}

fn format_agenda(
    cx: &CliContext,
    wanted: &Wanted<'_>,
    format: ExportFormat,
) -> Result<String, CliError> {
    let format = match format {
        ExportFormat::Csv => WritableFormat::Csv,
        ExportFormat::Md => WritableFormat::Markdown,
        ExportFormat::Toml => {
            let agenda = without_secret_source(cx.agenda.clone());
            return Ok(format::write(WritableFormat::Toml, &agenda, &|ix| {
                wanted.sessions.contains(&ix)
            }));
        }
        ExportFormat::Ics => {
            let (status, alarm) = (|ix| wanted.status(cx, ix), wanted.args.alarm);
            let revised = wanted.last_change(cx);
            return Ok(ical::write_with_alarms(&cx.agenda, Some(&status), revised, alarm));
        }
        ExportFormat::Html => return Ok(wanted.format_html(cx)),
        ExportFormat::Json => {
            let sessions: Vec<SessionIx> = wanted.sessions.iter().copied().collect();
            let mut bytes = Vec::new();
            json::write_json(&mut bytes, &json::agenda_json(cx, &sessions))?;
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
    };
    Ok(format::write(format, &cx.agenda, &|ix| wanted.sessions.contains(&ix)))
}

/// The greatest number of files of other programs that a message names.
const TAKEN_NAMED_MAX: usize = 3;

/// Brings the folder in step with the sessions, and prints the numbers of files.
fn write_vdir(
    cx: &CliContext,
    wanted: &Wanted<'_>,
    folder: &Path,
    out: &mut impl Write,
) -> Result<(), CliError> {
    if wanted.args.filter.mine {
        refuse_missing_plan(cx, folder)?;
    }
    let (agenda, revised) = (&cx.agenda, wanted.last_change(cx));
    let status = |ix| wanted.status(cx, ix);
    let items = ical::write_items(agenda, Some(&status), revised, wanted.args.alarm);
    let changes = store::sync_items(folder, &agenda.id, &items)?;
    let FolderChanges { written, removed, unchanged, taken } = &changes;
    writeln!(out, "{written} written, {removed} removed, {unchanged} unchanged")?;
    if !taken.is_empty() {
        let sessions = count_noun(taken.len(), "session is", "sessions are");
        let more = taken.len().saturating_sub(TAKEN_NAMED_MAX);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let names = taken.iter().take(TAKEN_NAMED_MAX).map(String::as_str);
        let names = names.collect::<Vec<_>>().join(", ");
        print_message(&format!(
            "{sessions} left out because another program wrote the file: {names}{more}"
        ));
    }
    Ok(())
}

/// Refuses to remove the files of a schedule that is gone. A schedule that a person has emptied
/// keeps its removed marks.
///
/// # Errors
/// Returns an error if the folder has files of the event, and the plan has never had a mark.
fn refuse_missing_plan(cx: &CliContext, folder: &Path) -> Result<(), CliError> {
    if !cx.plan.all_marks().is_empty() {
        return Ok(());
    }
    let count = store::count_items(folder, &cx.agenda.id)?;
    if count == 0 {
        return Ok(());
    }
    let files = count_noun(count, "file", "files");
    let message = format!(
        "there is no schedule of {}, and {} has {files} of one, which stay. hallway paths shows \
         where the schedule belongs; to empty the folder, remove its files",
        cx.agenda.id,
        folder.display()
    );
    Err(CliError::new(NO_INPUT, message))
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
    if wanted.args.is_calendar() && missing > 0 {
        let sessions = count_noun(missing, "session is", "sessions are");
        print_message(&format!("{sessions} left out: a calendar needs a time for each session"));
    }
}
