//! The TOML file of a plan: a format for people to read, compare, edit and sync.

use crate::agenda::{Clean, Level};
use crate::plan::{Mark, Plan, SessionFacts};
use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use serde::Serialize;
use std::collections::BTreeMap;
use toml::Table;
use toml::value::Datetime;

/// The version that hallway writes, and the highest version that hallway reads completely.
pub(super) const VERSION: i64 = 1;
/// The last line. Without `LAST_LINE`, a file cut off between two marks would look complete.
pub(super) const LAST_LINE: &str = "# end of plan";
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
    /// The unknown keys of each `[[mark]]`, by session id.
    pub(super) unknown_mark_keys: BTreeMap<Clean, Table>,
    /// The unknown keys of each `[[undo]]`, by session id.
    pub(super) unknown_undo_keys: BTreeMap<Clean, Table>,
}

impl PlanFile {
    /// Takes over every newer mark of `other`, and every unknown key missing in `self`.
    /// Returns true if there was a newer mark.
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
        let no_keys = Table::new();
        let marks = self.plan.all_marks();
        let file = PlanToml {
            version: VERSION,
            event,
            unknown_keys: &self.unknown_keys,
            mark: MarkToml::list(marks.iter().copied(), &self.unknown_mark_keys, &no_keys),
            undo: MarkToml::list(
                self.plan.marks_before_last_change(),
                &self.unknown_undo_keys,
                &no_keys,
            ),
        };
        Ok(format!("{FIRST_LINE}\n{}\n{LAST_LINE}\n", toml::to_string(&file)?))
    }
}

/// The file as TOML.
#[derive(Serialize)]
struct PlanToml<'a> {
    version: i64,
    event: &'a str,
    #[serde(flatten)]
    unknown_keys: &'a Table,
    mark: Vec<MarkToml<'a>>,
    /// The marks before the last change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    undo: Vec<MarkToml<'a>>,
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
    session: &'a str,
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
    fn list(
        marks: impl IntoIterator<Item = &'a Mark>,
        unknown_keys: &'a BTreeMap<Clean, Table>,
        no_keys: &'a Table,
    ) -> Vec<MarkToml<'a>> {
        let marks = marks.into_iter();
        marks
            .map(|mark| MarkToml::new(mark, unknown_keys.get(mark.id()).unwrap_or(no_keys)))
            .collect()
    }

    fn new(mark: &'a Mark, unknown_keys: &'a Table) -> MarkToml<'a> {
        MarkToml {
            marked: FactsToml::new(&mark.marked),
            level: mark.level.map(Level::word),
            removed: mark.level.is_none(),
            changed: format_utc(mark.changed),
            missing_since: mark.missing_since.and_then(format_utc),
            latest: mark.latest.as_ref().map(FactsToml::new),
            unknown_keys,
        }
    }
}

impl<'a> FactsToml<'a> {
    fn new(facts: &'a SessionFacts) -> FactsToml<'a> {
        FactsToml {
            session: &facts.id,
            title: &facts.title,
            start: facts.start.and_then(|start| start.to_rfc3339().parse().ok()),
            room: facts.room.as_deref(),
            minutes: facts.minutes,
            people: facts.people.iter().map(|name| &**name).collect(),
            ambiguous: facts.ambiguous,
            cancelled: facts.cancelled,
        }
    }
}

/// Returns a time in UTC with milliseconds. `None` for a year outside the range of TOML.
fn format_utc(time: DateTime<Utc>) -> Option<Datetime> {
    time.trunc_subsecs(3).to_rfc3339_opts(SecondsFormat::AutoSi, true).parse().ok()
}
