//! The parser's messages about broken TOML, in words for a person.

use crate::agenda::{Problem, Span};

/// Returns the problem of a key given twice in one table.
pub(super) fn duplicate_key(at: Span, key: &str) -> Problem {
    Problem::error(Some(at), format!("`{key}` is given twice"))
        .help("the first is taken: remove one of them")
}

/// The beginnings of the parser's messages about a value without an end.
const UNCLOSED: &[&str] = &["unclosed array,", "unclosed inline", "invalid multi-line"];

/// Returns true if the error is a value without an end.
pub(super) fn is_unclosed(error: &toml::de::Error) -> bool {
    UNCLOSED.iter().any(|beginning| error.message().starts_with(beginning))
}

/// The beginning of a message of the parser, the message to a person, and the help.
const EXPLANATIONS: &[(&str, &str, &str)] = &[
    (
        "string values must be quoted",
        "this is neither a number, nor true or false, nor a date",
        "put text in quotes",
    ),
    (
        "invalid basic string",
        "a text is not closed",
        "add \" at its end; for more than one line write \"\"\" around it",
    ),
    ("invalid literal string", "a text is not closed", "add ' at its end"),
    ("invalid multi-line basic string", "a text is not closed", "add \"\"\" at its end"),
    ("invalid multi-line literal string", "a text is not closed", "add ''' at its end"),
    ("key with no value", "a key needs a value", "write key = value; a comment begins with #"),
    ("unclosed array table", "this header is not closed", "add ]]"),
    ("unclosed array", "a list is not closed", "add ] at its end"),
    ("unclosed table", "this header is not closed", "add ]"),
    ("unclosed inline table", "a table is not closed", "add } at its end"),
    ("missing comma", "a comma is missing here", "write [\"A\", \"B\"]"),
    ("unexpected `=` in array", "a list is not closed", "add ] before this"),
    ("extra comma", "there is a comma too many", "remove it"),
    (
        "missing escaped value",
        "\\ begins a special letter",
        "write \\\\ for a backslash, or put the text in single quotes",
    ),
    ("unexpected leading zero", "a number cannot begin with 0", "put it in quotes if it is a text"),
    (
        "unexpected key or value",
        "there is something left after the value",
        "write one key = value a line",
    ),
    ("extra `=`", "there is an = too many", "write key = value"),
    ("unquoted keys cannot be empty", "there is no key before =", "write key = value"),
    ("invalid unquoted key", "this is no key", "keys are plain letters: write key = value"),
    (
        "carriage return must",
        "a line ends in a lone carriage return",
        "save the file with common line ends",
    ),
    ("cannot recurse further", "this is nested too deeply", "no agenda needs that"),
    ("recursion limit", "this is nested too deeply", "no agenda needs that"),
];

/// Returns the problem for an error of the parser in `piece`. `offset` is the first byte of
/// `piece` in the file.
pub(super) fn explain_error(error: &toml::de::Error, piece: &str, offset: usize) -> Problem {
    let found = error.message();
    let mut at = error.span().unwrap_or(0..0);
    if found == "duplicate key" {
        return duplicate_key(
            at.start + offset..at.end + offset,
            piece.get(at).unwrap_or_default(),
        );
    }
    // The parser reports a value without an end at the end of the text; a person looks for its
    // beginning.
    if is_unclosed(error) {
        let value = piece.find('=').map_or(0, |at| at + 1);
        let skipped = piece.get(value..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        at = value + skipped..value + skipped;
    }
    let at = Some(at.start + offset..at.end + offset);
    let known = EXPLANATIONS.iter().find(|(beginning, ..)| found.starts_with(beginning));
    if let Some((_, message, help)) = known {
        return Problem::error(at, *message).help(*help);
    }
    let expectation =
        found.strip_prefix("invalid ").and_then(|rest| rest.split_once(", expected "));
    match expectation {
        Some(("offset", _)) => Problem::error(at, "there is something left after the time")
            .help("write one key = value a line"),
        Some((part @ ("date" | "time" | "date-time"), expected)) => {
            Problem::error(at, format!("there is no such {part}: it needs {expected}"))
                .help("write a date and time as 2016-07-11T09:00:00")
        }
        _ => Problem::error(at, format!("this is not TOML: {found}")).help("it is ignored"),
    }
}
