//! The fields that `search --json` adds, version 1.

use serde::Serialize;

/// The fields that `search` adds to the answer.
#[derive(Debug, Serialize)]
pub(crate) struct SearchJson<'a> {
    /// The words that have another meaning than typed.
    pub(crate) understood: Vec<UnderstoodJson<'a>>,
    /// The words that the first session lacks, or no session has.
    pub(crate) missing: Vec<&'a str>,
}

/// A word of the query with its meaning.
#[derive(Debug, Serialize)]
pub(crate) struct UnderstoodJson<'a> {
    pub(crate) typed: &'a str,
    /// `time` for a day or a time, `room`, `track`, `kind` or `speaker`, `word` for another
    /// word, `filler` for a word without weight.
    #[serde(rename = "as")]
    pub(crate) kind: &'static str,
    pub(crate) meaning: Option<&'a str>,
}

/// The fields that `search` adds to a session.
#[derive(Debug, Serialize)]
pub(crate) struct HitJson<'a> {
    pub(crate) score: i64,
    pub(crate) matched: Vec<MatchJson<'a>>,
}

/// The matched ranges of one text.
#[derive(Debug, Serialize)]
pub(crate) struct MatchJson<'a> {
    pub(crate) field: &'static str,
    /// The text of the ranges, for a `field` with several texts such as people or tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<&'a str>,
    /// Start and end of each range of `text`, in characters.
    pub(crate) ranges: Vec<[usize; 2]>,
}
