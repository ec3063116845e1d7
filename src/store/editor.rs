//! The person's editor: `$VISUAL`, else `$EDITOR`.

use super::environment::read_variable;
use super::error::{FILE_BYTES_MAX, StoreError};
use crate::agenda::clean::BLOCK_MAX;
use std::fs;
use std::io::{self, Read, Write};
use std::process::Command;

/// The error of an editor of blanks alone.
const NO_PROGRAM: io::ErrorKind = io::ErrorKind::NotFound;

/// Returns the command of the person's editor, perhaps with arguments. `None`: none is set.
pub(crate) fn editor_command() -> Option<String> {
    ["VISUAL", "EDITOR"].into_iter().find_map(read_variable)
}

/// Opens `text` in a temporary file with `editor`, waits for the end of the editor, and returns the
/// text of the file. No shell is used: the words of `editor` are a program and its arguments, with
/// the quotes and backslashes of a shell.
///
/// # Errors
/// A quote of `editor` has no end, the editor cannot be started or reports a failure, the file
/// cannot be written or read, or its text is no UTF-8 or has more than [`BLOCK_MAX`] bytes. The
/// file stays after the last two.
pub(crate) fn edit_text(editor: &str, text: &str) -> Result<String, StoreError> {
    let failed = |cause| StoreError::Editor { editor: editor.into(), cause };
    let words = split_shell_words(editor)
        .ok_or_else(|| failed(io::Error::other("it has a quote without an end")))?;
    let (program, arguments) = words.split_first().ok_or_else(|| failed(NO_PROGRAM.into()))?;
    let builder = || tempfile::Builder::new().prefix("hallway-note-").suffix(".txt").tempfile();
    let mut file = builder().map_err(failed)?;
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    file.write_all([text, end].concat().as_bytes()).map_err(failed)?;
    let mut command = Command::new(program);
    let status = command.args(arguments).arg(file.path()).status().map_err(failed)?;
    if !status.success() {
        return Err(failed(io::Error::other(format!("it ended with {status}"))));
    }
    let mut edited = Vec::new();
    // An editor may replace the file by another one.
    let read = fs::File::open(file.path());
    let read = read.and_then(|read| read.take(FILE_BYTES_MAX).read_to_end(&mut edited));
    read.map_err(failed)?;
    check_note(edited).map_err(|reason| match file.into_temp_path().keep() {
        Ok(path) => StoreError::RefusedNote { path, reason },
        Err(error) => failed(error.error),
    })
}

/// Returns the text of a note.
///
/// # Errors
/// Returns a sentence about bytes that are no note.
fn check_note(edited: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(edited);
    let text = text.map_err(|_| "the edited text is no UTF-8".to_owned())?;
    match text.trim_end().len() {
        ..=BLOCK_MAX => Ok(text),
        bytes => Err(format!("a note has at most {BLOCK_MAX} bytes. This one has {bytes}")),
    }
}

/// Splits a command at blanks, as a shell does: single quotes keep all characters, double quotes
/// keep blanks, and a backslash keeps the next character (POSIX 2.2). Returns `None` for a quote or
/// a backslash without an end.
fn split_shell_words(command: &str) -> Option<Vec<String>> {
    let (mut words, mut word) = (Vec::new(), None::<String>);
    let mut letters = command.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' | '"' => read_quoted(letter, &mut letters, word.get_or_insert_default())?,
            '\\' => word.get_or_insert_default().push(letters.next()?),
            blank if blank.is_whitespace() => words.extend(word.take()),
            letter => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    Some(words)
}

/// Reads up to the closing `quote`. Within double quotes, a backslash keeps `"`, `\`, `$` and a
/// grave accent only.
fn read_quoted(quote: char, letters: &mut std::str::Chars<'_>, word: &mut String) -> Option<()> {
    loop {
        match letters.next()? {
            end if end == quote => return Some(()),
            '\\' if quote == '"' => {
                let kept = letters.next()?;
                if !matches!(kept, '"' | '\\' | '$' | '`') {
                    word.push('\\');
                }
                word.push(kept);
            }
            letter => word.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_of_the_editor_is_split_as_a_shell_does() {
        for (command, words) in [
            ("vi", Some(&["vi"][..])),
            ("  code  --wait ", Some(&["code", "--wait"])),
            ("'/opt/my editor/ed' -n", Some(&["/opt/my editor/ed", "-n"])),
            (
                r#""/opt/my editor/ed" -c "set tw=0""#,
                Some(&["/opt/my editor/ed", "-c", "set tw=0"]),
            ),
            (r"/opt/my\ editor/ed", Some(&["/opt/my editor/ed"])),
            (r#"sh -c 'vi "$1"' --"#, Some(&["sh", "-c", r#"vi "$1""#, "--"])),
            (r#""a\"b\n""#, Some(&[r#"a"b\n"#])),
            ("vi ''", Some(&["vi", ""])),
            ("", Some(&[])),
            ("vi 'x", None),
            (r"vi \", None),
        ] {
            let words = words.map(|words| words.iter().map(ToString::to_string).collect());
            assert_eq!(split_shell_words(command), words, "{command}");
        }
    }
}
