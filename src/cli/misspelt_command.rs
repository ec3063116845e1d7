//! A misspelt command, which is neither a file nor an agenda.

use super::agenda_names::AgendaNames;
use super::args::{CliArgs, command_names};
use super::error::CliError;
use super::invocation::Invocation;
use crate::agenda::nearest_word;
use crate::store::Folders;
use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// Names of commands in other programs, and the commands of hallway.
const OTHER_NAMES: [(&str, &str); 14] = [
    ("find", "search"),
    ("grep", "search"),
    ("ls", "list"),
    ("schedule", "mine"),
    ("my", "mine"),
    ("star", "mark"),
    ("attend", "mark"),
    ("unstar", "unmark"),
    ("delete", "remove"),
    ("rm", "remove"),
    ("info", "show"),
    ("details", "show"),
    ("refresh", "update"),
    ("fetch", "update"),
];

/// A misspelt command may be this many letters shorter or longer than the command.
const LETTERS_MAX: usize = 2;

/// Refuses an `AGENDA` that is a misspelt command, and no agenda that hallway knows: a file of this
/// name is opened by its path.
///
/// # Errors
/// Returns a usage error that names the word and the command.
pub(crate) fn refuse_misspelt_command(invocation: &Invocation<'_>) -> Result<(), CliError> {
    let Some(word) = invocation.args.open.as_deref() else { return Ok(()) };
    let Some(message) = describe(word, false) else { return Ok(()) };
    match is_agenda(word, invocation.folders.as_ref()) {
        true => Ok(()),
        false => Err(CliError::usage(message)),
    }
}

/// Returns true if the word names one agenda that hallway knows, or several.
fn is_agenda(word: &str, folders: Option<&Folders>) -> bool {
    !matches!(AgendaNames::all(folders).find(word), Ok(None))
}

/// Returns a sentence about the misspelt command in `words` that `error` is about. A word of an
/// agenda before the command is no misspelt command.
pub(crate) fn explain_error(
    error: &clap::Error,
    words: &[OsString],
    folders: Option<&Folders>,
) -> Option<String> {
    let wrong = match error.kind() {
        ErrorKind::InvalidSubcommand => error.get(ContextKind::InvalidSubcommand)?,
        ErrorKind::UnknownArgument => error.get(ContextKind::InvalidArg)?,
        _ => return None,
    };
    let ContextValue::String(wrong) = wrong else { return None };
    // The second word of `serach liz` is the first one that clap does not understand.
    let first = first_operand(words, wrong).filter(|first| !is_agenda(first, folders));
    first.and_then(|first| describe(&first, true)).or_else(|| describe(wrong, true))
}

/// Returns the operand before the word that clap does not understand: the `AGENDA` to open.
fn first_operand(words: &[OsString], wrong: &str) -> Option<String> {
    let at = words.iter().rposition(|word| word == wrong)?;
    let command = CliArgs::command().ignore_errors(true);
    let matches = command.try_get_matches_from(words.get(..at)?).ok()?;
    let word: &String = matches.get_one("open")?;
    matches.subcommand_name().is_none().then(|| word.clone())
}

/// Returns a sentence with the command that is like `word`. If `with_beginnings`, the word may be
/// the beginning of a command.
fn describe(word: &str, with_beginnings: bool) -> Option<String> {
    if word.contains(['/', '\\', '.', ':']) || word.starts_with('-') {
        return None;
    }
    let names = command_names();
    // clap adds `help` to the commands later.
    let names = || names.iter().map(String::as_str).chain(["help"]);
    let other = OTHER_NAMES.iter().find(|(other, _)| word.eq_ignore_ascii_case(other));
    let near = other
        .map(|(_, command)| *command)
        .or_else(|| find_by_slips(word, names()))
        .or_else(|| names().find(|name| with_beginnings && is_beginning(word, name)))
        .or_else(|| {
            let near = nearest_word(word, names());
            near.filter(|near| near.len().abs_diff(word.len()) <= LETTERS_MAX)
        })?;
    Some(format!(
        "there is no command {word}; did you mean {near}? A file of this name is opened by ./{word}"
    ))
}

/// Returns the command with the fewest slips, at most [`slips_allowed`]. A slip is a letter too
/// many, a missing or another letter, or two letters that changed places.
fn find_by_slips<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let word = word.to_lowercase();
    let letters = word.chars().count();
    let slips = names.map(|name| (strsim::osa_distance(&word, name), name));
    let near = slips.filter(|(slips, _)| *slips <= slips_allowed(letters));
    near.min_by_key(|(slips, name)| (*slips, !begins_alike(&word, name))).map(|(_, name)| name)
}

/// Returns the greatest number of slips in a word of `letters` letters.
fn slips_allowed(letters: usize) -> usize {
    match letters {
        0 | 1 => 0,
        2..=5 => 1,
        _ => 2,
    }
}

/// Returns true if both words have the same first letter: people rarely miss it.
fn begins_alike(word: &str, name: &str) -> bool {
    word.chars().next() == name.chars().next()
}

fn is_beginning(word: &str, name: &str) -> bool {
    /// A beginning has at least this many letters.
    const BEGINNING_MIN: usize = 2;
    word.chars().count() >= BEGINNING_MIN && name.starts_with(&word.to_lowercase())
}
