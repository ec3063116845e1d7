//! The output forms of the commands that print sessions: JSON, ids, or a line of `--format`.

use super::args::FormArgs;
use super::context::CliContext;
use super::countdown::{SessionCountdown, field_text};
use super::error::CliError;
use super::json::{AgendaJson, write_json};
use super::table::print_ids;
use crate::config::LineFormat;
use std::io::Write;

/// The form of an answer.
pub(crate) enum OutputForm {
    /// A table for people; lines with tabs in a pipe.
    Table,
    Json,
    JsonLines,
    Ids,
    Lines(LineFormat),
}

impl OutputForm {
    /// Returns the form that the options name.
    ///
    /// # Errors
    /// Returns a usage error for an unknown field of `--format`.
    pub(crate) fn from_args(args: &FormArgs) -> Result<OutputForm, CliError> {
        Ok(match &args.format {
            Some(text) => OutputForm::Lines(
                LineFormat::parse(text)
                    .map_err(|error| CliError::usage(format!("--format: {error}")))?,
            ),
            None if args.json => OutputForm::Json,
            None if args.jsonl => OutputForm::JsonLines,
            None if args.ids => OutputForm::Ids,
            None => OutputForm::Table,
        })
    }

    /// Prints the sessions, and returns true; returns false for [`OutputForm::Table`], which each
    /// command prints itself. `json` returns the answer as one JSON object.
    ///
    /// # Errors
    /// Returns an error if the lines cannot be written.
    pub(crate) fn print<'a>(
        &self,
        cx: &'a CliContext,
        sessions: impl Iterator<Item = SessionCountdown>,
        json: impl FnOnce() -> AgendaJson<'a>,
        out: &mut impl Write,
    ) -> Result<bool, CliError> {
        match self {
            OutputForm::Table => return Ok(false),
            OutputForm::Json => write_json(out, &json())?,
            OutputForm::JsonLines => {
                for session in &json().sessions {
                    write_json(out, session)?;
                }
            }
            OutputForm::Ids => print_ids(cx, sessions.map(|timed| timed.ix), out)?,
            OutputForm::Lines(format) => {
                for timed in sessions {
                    writeln!(out, "{}", format.fill(|field| field_text(cx, &timed, field)))?;
                }
            }
        }
        Ok(true)
    }
}
