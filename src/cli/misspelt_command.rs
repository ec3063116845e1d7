//! A misspelt command, which is neither a file nor an agenda.

use super::agenda_names::AgendaNames;
use super::args::{CliArgs, command_names};
use super::error::CliError;
use super::invocation::Invocation;
use crate::agenda::nearest_word;
use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// A misspelt command may be this many letters shorter or longer than the command.
const LETTERS_MAX: usize = 2;

/// Refuses an `AGENDA` that is a misspelt command, and no agenda that hallway knows: a file of this
/// name is opened by its path.
///
/// # Errors
/// Returns a usage error that names the word and the command.
pub(crate) fn refuse_misspelt_command(invocation: &Invocation<'_>) -> Result<(), CliError> {
    let Some(word) = invocation.args.open.as_deref() else { return Ok(()) };
    let Some(message) = describe(word) else { return Ok(()) };
    match AgendaNames::all(invocation.folders.as_ref()).find(word) {
        Ok(None) => Err(CliError::usage(message)),
        // One agenda fits, or several.
        _ => Ok(()),
    }
}

/// Returns a sentence about the misspelt command in `words` that `error` is about.
pub(crate) fn explain_error(error: &clap::Error, words: &[OsString]) -> Option<String> {
    match error.kind() {
        ErrorKind::InvalidSubcommand => match error.get(ContextKind::InvalidSubcommand)? {
            ContextValue::String(word) => describe(word),
            _ => None,
        },
        // The second word of `serach foo` is the first one that clap does not understand.
        ErrorKind::UnknownArgument => {
            let matches =
                CliArgs::command().ignore_errors(true).try_get_matches_from(words).ok()?;
            let word: &String = matches.get_one("open")?;
            describe(word).filter(|_| matches.subcommand_name().is_none())
        }
        _ => None,
    }
}

/// Returns a sentence with the command that is like `word`.
fn describe(word: &str) -> Option<String> {
    if word.contains(['/', '\\', '.', ':']) {
        return None;
    }
    let names = command_names();
    let near = nearest_word(word, names.iter().map(String::as_str))
        .filter(|near| near.len().abs_diff(word.len()) <= LETTERS_MAX)?;
    Some(format!(
        "there is no command {word}; did you mean {near}? A file of this name is opened by ./{word}"
    ))
}
