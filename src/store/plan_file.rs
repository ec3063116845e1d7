//! The TOML file of a plan: a format for people to read, compare, edit and sync.

use super::plan_lines::{LAST_LINE, format_moment, format_utc, write_mark_lines};
use crate::agenda::{Clean, Level};
use crate::plan::{Mark, Plan, SessionFacts};
use serde::Serialize;
use std::collections::BTreeMap;
use toml::Table;
use toml::value::Datetime;

/// The version that hallway writes, and the highest version that hallway reads completely.
pub(super) const VERSION: i64 = 1;
/// The usual size of a mark in the file, in bytes.
const MARK_BYTES: usize = 256;
const FIRST_LINE: &str = "# My schedule. hallway writes this file anew at each change: \
     values may be edited, comments are lost.";

/// A plan with the unknown keys of its file. Writing the file keeps them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct PlanFile {
    /// The plan.
    pub(super) plan: Plan,
    /// The version of the file if it is higher than [`VERSION`]. Such a file must not be written.
    pub(super) newer_version: Option<i64>,
    /// The unknown keys of the file.
    pub(super) unknown_keys: Table,
    /// The unknown keys of each `[[mark]]` and `[[entry]]`, by id.
    pub(super) unknown_mark_keys: BTreeMap<Clean, Table>,
    /// The unknown keys of each `[[undo]]` and `[[entry_undo]]`, by id.
    pub(super) unknown_undo_keys: BTreeMap<Clean, Table>,
}

impl PlanFile {
    /// Takes over every newer mark, note and own entry of `other`, and every unknown key missing in
    /// `self`. Returns true if there was a newer one.
    pub(super) fn merge_newer(&mut self, other: &PlanFile) -> bool {
        for (session_id, keys) in &other.unknown_mark_keys {
            let known = self.unknown_mark_keys.entry(session_id.clone());
            known.or_insert_with(|| keys.clone());
        }
        for (key, value) in &other.unknown_keys {
            self.unknown_keys.entry(key.clone()).or_insert_with(|| value.clone());
        }
        self.plan.merge_newer(&other.plan)
    }

    /// Returns the text of the file.
    ///
    /// # Errors
    ///
    /// TOML cannot express the unknown keys. Keys from a parsed file cause no error.
    pub(super) fn to_toml(&self, event: &str) -> Result<String, toml::ser::Error> {
        let marks = self.plan.all_marks();
        let head = HeadToml { version: VERSION, event, unknown_keys: &self.unknown_keys };
        let mut text = String::with_capacity(MARK_BYTES * (marks.len() + 1));
        text.push_str(FIRST_LINE);
        text.push('\n');
        text += &toml::to_string(&head)?;
        let replaced = self.plan.marks_before_last_change();
        // The own entries stand before the marks: an older program keeps them there.
        for is_own in [true, false] {
            let [key, undo_key] = if is_own { ["entry", "entry_undo"] } else { ["mark", "undo"] };
            for mark in marks.iter().filter(|mark| mark.own == is_own) {
                write_mark(&mut text, key, mark, &self.unknown_mark_keys)?;
            }
            for mark in replaced.iter().filter(|mark| mark.own == is_own) {
                write_mark(&mut text, undo_key, mark, &self.unknown_undo_keys)?;
            }
        }
        text.push('\n');
        text.push_str(LAST_LINE);
        text.push('\n');
        Ok(text)
    }
}

/// Appends a mark as a table of the list `key`.
fn write_mark(
    text: &mut String,
    key: &str,
    mark: &Mark,
    unknown_keys: &BTreeMap<Clean, Table>,
) -> Result<(), toml::ser::Error> {
    let unknown_keys = unknown_keys.get(mark.id());
    text.push('\n');
    if unknown_keys.is_none() && write_mark_lines(text, key, mark).is_some() {
        return Ok(());
    }
    let no_keys = Table::new();
    let mark = MarkToml::new(mark, unknown_keys.unwrap_or(&no_keys));
    *text += &toml::to_string(&BTreeMap::from([(key, [mark])]))?;
    Ok(())
}

/// The part of the file before the marks.
#[derive(Serialize)]
struct HeadToml<'a> {
    version: i64,
    event: &'a str,
    #[serde(flatten)]
    unknown_keys: &'a Table,
}

/// A mark as TOML: the session's facts when it was marked, the level, and the latest facts.
#[derive(Serialize)]
struct MarkToml<'a> {
    #[serde(flatten)]
    marked: FactsToml<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    removed: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    skip: bool,
    /// Empty: the note was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note_changed: Option<Datetime>,
    /// `None` for a year outside the range of TOML.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<Datetime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing_since: Option<Datetime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest: Option<FactsToml<'a>>,
    #[serde(flatten)]
    unknown_keys: &'a Table,
}

/// The facts of a session as TOML.
#[derive(Serialize)]
struct FactsToml<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<&'a str>,
    /// The id of an own entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Datetime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    people: Vec<&'a str>,
    #[serde(rename = "alike", skip_serializing_if = "std::ops::Not::not")]
    ambiguous: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cancelled: bool,
}

impl<'a> MarkToml<'a> {
    fn new(mark: &'a Mark, unknown_keys: &'a Table) -> MarkToml<'a> {
        MarkToml {
            marked: FactsToml::new(&mark.marked, mark.own),
            level: mark.level.filter(|_| !mark.own).map(Level::word),
            removed: mark.level.is_none(),
            skip: mark.skipped,
            note: mark.note.as_ref().map(|note| note.text.as_str()),
            note_changed: mark.note.as_ref().and_then(|note| format_utc(note.changed)),
            changed: format_utc(mark.changed),
            missing_since: mark.missing_since.and_then(format_utc),
            latest: mark.latest.as_deref().map(|facts| FactsToml::new(facts, false)),
            unknown_keys,
        }
    }
}

impl<'a> FactsToml<'a> {
    fn new(facts: &'a SessionFacts, is_own: bool) -> FactsToml<'a> {
        FactsToml {
            session: (!is_own).then_some(&*facts.id),
            id: is_own.then_some(&*facts.id),
            title: &facts.title,
            start: facts.start.and_then(format_moment),
            room: facts.room.as_deref(),
            minutes: facts.minutes,
            people: facts.people.iter().map(|name| &**name).collect(),
            ambiguous: facts.ambiguous,
            cancelled: facts.cancelled,
        }
    }
}
