//! `check`: prints every problem of a file. The reports are the data of the command, so standard
//! output gets the reports.

use super::args::CheckArgs;
use super::error::{BAD_DATA, CliError, count_noun};
use super::invocation::Invocation;
use super::json::{CheckJson, ProblemJson, SCHEMA, write_json};
use super::load::{Loaded, NoAgenda, load_or_refuse};
use super::source::Source;
use crate::agenda::{Clean, LineIndex, Problem};
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
    let name = source.display_name();
    let zone = invocation.event_zone()?;
    match load_or_refuse(source, zone.as_ref())? {
        // The process ends after the answer: to free the agenda would take a while.
        Ok(loaded) => print_problems(Box::leak(Box::new(loaded)), check.json, out),
        Err(NoAgenda { problem, text }) => {
            if check.json {
                let problems = problems_json(&[problem], &text);
                let (sessions, days) = (None, None);
                let source = name.as_str();
                let check = CheckJson { schema: SCHEMA, source, sessions, days, problems };
                write_json(out, &check)?;
            } else {
                writeln!(out, "{}", problem.report(&name, &text))?;
            }
            Err(CliError::Reported(BAD_DATA))
        }
    }
}

/// Returns the problems with their places in `text`.
fn problems_json(problems: &[Problem], text: &str) -> Vec<ProblemJson> {
    let lines = LineIndex::new(text);
    let json = |problem: &Problem| {
        let at = problem.at.as_ref().and_then(|at| lines.position(at.start));
        ProblemJson {
            severity: problem.severity.label(),
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
            message: Clean::line(&problem.message).into(),
            help: problem.help.as_ref().map(|help| Clean::line(help).into()),
        }
    };
    problems.iter().map(json).collect()
}

fn print_problems(loaded: &Loaded, as_json: bool, out: &mut impl Write) -> Result<(), CliError> {
    let agenda = &loaded.agenda;
    let source = loaded.source.display_name();
    let end = || if loaded.has_errors() { Err(CliError::Reported(BAD_DATA)) } else { Ok(()) };
    if as_json {
        let (sessions, days) = (Some(agenda.sessions.len()), Some(agenda.days.len()));
        let problems = problems_json(&loaded.problems, loaded.text());
        let source = source.as_str();
        write_json(out, &CheckJson { schema: SCHEMA, source, sessions, days, problems })?;
        return end();
    }
    write!(out, "{}", loaded.problem_reports())?;
    let sessions = count_noun(agenda.sessions.len(), "session", "sessions");
    let days = count_noun(agenda.days.len(), "day", "days");
    let problems = loaded.count_problems().unwrap_or_else(|| "no problems".to_owned());
    writeln!(out, "{source}: {sessions} on {days}, {problems}")?;
    end()
}
