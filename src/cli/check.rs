//! `check`: prints every problem of a file. The reports are the data of the command, so standard
//! output gets the reports.

use super::args::CheckArgs;
use super::error::{BAD_DATA, CliError, count_noun};
use super::invocation::Invocation;
use super::load::{Loaded, load_source};
use super::source::Source;
use std::io::Write;

pub(crate) fn run(
    invocation: &Invocation<'_>,
    check: &CheckArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let source = match &check.file {
        Some(file) => Source::by_file(file, invocation.folders.as_ref())?,
        None => Source::from_invocation(invocation)?,
    };
    match load_source(source, invocation.event_zone()?.as_ref()) {
        // The process ends after the answer: to free the agenda would take a while.
        Ok(loaded) => print_problems(Box::leak(Box::new(loaded)), out),
        Err(CliError::Failed { code: BAD_DATA, message }) => {
            writeln!(out, "{message}")?;
            Err(CliError::Reported(BAD_DATA))
        }
        Err(other) => Err(other),
    }
}

fn print_problems(loaded: &Loaded, out: &mut impl Write) -> Result<(), CliError> {
    let agenda = &loaded.agenda;
    write!(out, "{}", loaded.problem_reports())?;
    let sessions = count_noun(agenda.sessions.len(), "session", "sessions");
    let days = count_noun(agenda.days.len(), "day", "days");
    let problems = loaded.count_problems().unwrap_or_else(|| "no problems".to_owned());
    writeln!(out, "{}: {sessions} on {days}, {problems}", loaded.source.display_name())?;
    if loaded.has_errors() { Err(CliError::Reported(BAD_DATA)) } else { Ok(()) }
}
