//! Faults of TOML, said to a person.

use super::Span;
use crate::agenda::Problem;

/// A key that has been given before.
pub(super) fn twice(at: Span, key: &str) -> Problem {
    Problem::error(Some(at), format!("`{key}` is given twice"))
        .help("the first is taken: remove one of them")
}

/// What the parser says of a value that goes on to the end.
pub(super) const UNCLOSED: &[&str] = &["unclosed array,", "unclosed inline", "invalid multi-line"];

/// What the parser says, what is said to a person instead, and what to do.
const EXPLAINED: &[(&str, &str, &str)] = &[
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

/// A fault as the parser found it in `piece`, which begins at `offset` of the file.
pub(super) fn explain(error: &toml::de::Error, piece: &str, offset: usize) -> Problem {
    let said = error.message();
    let mut at = error.span().unwrap_or(0..0);
    if said == "duplicate key" {
        return twice(at.start + offset..at.end + offset, piece.get(at).unwrap_or_default());
    }
    // What was never closed is noticed at the end, which tells nobody where it began.
    if UNCLOSED.iter().any(|begins| said.starts_with(begins)) {
        let value = piece.find('=').map_or(0, |at| at + 1);
        let skipped = piece.get(value..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        at = value + skipped..value + skipped;
    }
    let problem =
        |message: String| Problem::error(Some(at.start + offset..at.end + offset), message);
    if let Some((_, message, help)) = EXPLAINED.iter().find(|(begins, ..)| said.starts_with(begins))
    {
        return problem((*message).to_owned()).help(*help);
    }
    let time = said.strip_prefix("invalid ").and_then(|said| said.split_once(", expected "));
    match time.filter(|(what, _)| matches!(*what, "date" | "time" | "date-time" | "offset")) {
        Some(("offset", _)) => problem("there is something left after the time".to_owned())
            .help("write one key = value a line"),
        Some((what, expected)) => problem(format!("there is no such {what}: it needs {expected}"))
            .help("write a date and time as 2016-07-11T09:00:00"),
        None => problem(format!("this is not TOML: {said}")).help("it is ignored"),
    }
}
