//! [`CliError`] with the exit code of the process, and messages on standard error.

use super::progress;
use crate::agenda::Clean;
use crate::fetch::{Address, FetchError};
use crate::store::StoreError;
use std::fmt;
use std::io::{self, Write};

/// The exit code if a command finds nothing to print.
pub(crate) const NOTHING_FOUND: u8 = 1;
/// The exit code for a wrong command line.
pub(crate) const USAGE: u8 = 2;
/// The exit codes of `sysexits.h` for bad data, missing input, an unreachable service, failed input
/// or output and a bad configuration.
pub(crate) const BAD_DATA: u8 = 65;
pub(crate) const NO_INPUT: u8 = 66;
pub(crate) const UNAVAILABLE: u8 = 69;
pub(crate) const IO_FAILED: u8 = 74;
pub(crate) const BAD_CONFIG: u8 = 78;

/// The reason why a command ends early.
#[derive(Debug)]
pub(crate) enum CliError {
    /// The reader of standard output closed the pipe. The exit code is 0.
    ClosedPipe,
    /// The command has printed its messages already and ends with this exit code.
    Reported(u8),
    /// The command ends with this exit code after a sentence or a report of several lines.
    Failed { code: u8, message: String },
    /// There is no document at an address.
    Unavailable(Box<FetchError>),
    /// A new version is worse than the agenda of the library, which is unchanged.
    Refused(Box<RefusedUpdate>),
}

/// A new version that does not replace the agenda of the library.
#[derive(Debug)]
pub(crate) struct RefusedUpdate {
    /// The reason in one line.
    pub(crate) reason: String,
    /// True if the version is of the same event, and a person may take the version.
    pub(crate) on_demand: bool,
    /// The problems of the version, the reason, and the command that takes the version.
    pub(crate) report: String,
}

impl CliError {
    pub(crate) fn new(code: u8, message: impl Into<String>) -> CliError {
        CliError::Failed { code, message: message.into() }
    }

    pub(crate) fn nothing_found(message: impl Into<String>) -> CliError {
        CliError::new(NOTHING_FOUND, message)
    }

    pub(crate) fn usage(message: impl fmt::Display) -> CliError {
        CliError::new(USAGE, message.to_string())
    }

    pub(crate) fn bad_data(report: impl Into<String>) -> CliError {
        CliError::new(BAD_DATA, report)
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            CliError::ClosedPipe => 0,
            CliError::Reported(code) | CliError::Failed { code, .. } => *code,
            CliError::Unavailable(_) => UNAVAILABLE,
            CliError::Refused(_) => BAD_DATA,
        }
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CliError::Failed { message, .. } => f.write_str(message),
            CliError::Unavailable(error) => error.fmt(f),
            CliError::Refused(refused) => f.write_str(&refused.report),
            CliError::ClosedPipe => f.write_str("standard output is closed"),
            CliError::Reported(code) => write!(f, "the command ended with exit code {code}"),
        }
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> CliError {
        match error.kind() {
            io::ErrorKind::BrokenPipe => CliError::ClosedPipe,
            _ => CliError::new(IO_FAILED, format!("cannot write: {error}")),
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> CliError {
        CliError::new(error.exit_code(), error.to_string())
    }
}

impl From<FetchError> for CliError {
    fn from(error: FetchError) -> CliError {
        CliError::Unavailable(Box::new(error))
    }
}

/// Prints a message on standard error. A message may quote a file or the command line, so each
/// line passes [`Clean::excerpt`], and keeps its spaces: reports align their carets with spaces.
pub(crate) fn print_message(message: &str) {
    let mut text = String::new();
    for (number, line) in message.lines().enumerate() {
        let prefix = if number == 0 { "hallway: " } else { "" };
        text += &format!("{prefix}{}\n", Clean::excerpt(line));
    }
    progress::erase_line();
    // If standard error is closed, the exit code alone has to do.
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Returns a number with its noun: `1 room`, `5 rooms`.
pub(crate) fn count_noun(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Returns an address as an argument of a command that a person can paste into a shell. The word
/// `ADDRESS` stands for an address with secret parts, which messages do not show.
pub(crate) fn address_argument(address: &Address) -> String {
    match address.has_secrets() {
        true => "ADDRESS".to_owned(),
        false => quote_for_shell(&address.to_string()),
    }
}

/// Returns a word with quotes if a POSIX shell needs quotes.
pub(crate) fn quote_for_shell(word: &str) -> String {
    match word.chars().all(|c| c.is_alphanumeric() || "/\\:._-+,@%=".contains(c)) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
