//! The person's editor: `$VISUAL`, else `$EDITOR`.

use super::environment::read_variable;
use super::error::{FILE_BYTES_MAX, StoreError};
use std::fs;
use std::io::{self, Read, Write};
use std::process::Command;

/// Returns the command of the person's editor, perhaps with arguments. `None`: none is set.
pub(crate) fn editor_command() -> Option<String> {
    ["VISUAL", "EDITOR"].into_iter().find_map(read_variable)
}

/// Opens `text` in a temporary file with `editor`, waits for the end of the editor, and returns the
/// text of the file. No shell is used: the words of `editor` are a program and its arguments.
///
/// # Errors
/// The editor cannot be started or reports a failure, or the file cannot be written or read.
pub(crate) fn edit_text(editor: &str, text: &str) -> Result<String, StoreError> {
    let failed = |cause| StoreError::Editor { editor: editor.into(), cause };
    let builder = || tempfile::Builder::new().prefix("hallway-note-").suffix(".txt").tempfile();
    let mut file = builder().map_err(failed)?;
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    file.write_all([text, end].concat().as_bytes()).map_err(failed)?;
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    let status = command.args(words).arg(file.path()).status().map_err(failed)?;
    if !status.success() {
        return Err(failed(io::Error::other(format!("it ended with {status}"))));
    }
    let mut edited = Vec::new();
    // An editor may replace the file by another one.
    let read = fs::File::open(file.path());
    let read = read.and_then(|read| read.take(FILE_BYTES_MAX).read_to_end(&mut edited));
    read.map_err(failed)?;
    Ok(String::from_utf8_lossy(&edited).into_owned())
}
