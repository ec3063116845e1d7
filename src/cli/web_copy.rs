//! The agenda of the library that was fetched from an address before.

use super::error::{count_noun, print_message};
use super::source::Source;
use crate::store::{Folders, SourceRecord};
use chrono::{DateTime, TimeDelta, Utc};

/// An agenda of the library whose source is an address.
#[derive(Debug)]
pub(crate) struct WebCopy {
    /// The name in the library.
    pub(crate) name: String,
    pub(crate) source: Source,
    record: SourceRecord,
}

impl WebCopy {
    /// Returns the agenda of the library for a source that is an address: the address that a person
    /// gave, or the address of the schedule behind it.
    pub(crate) fn find(source: &Source, folders: Option<&Folders>) -> Option<WebCopy> {
        let Source::Web(address) = source else { return None };
        let folders = folders?;
        let (name, record) = folders.find_record(&address.to_string())?;
        let source = Source::in_library(&name, folders);
        Some(WebCopy { name, source, record })
    }

    /// Prints the age of the copy, and the command that updates the copy, if the copy is older than
    /// `limit`.
    pub(crate) fn report_age(&self, now: DateTime<Utc>, limit: Option<TimeDelta>) {
        let age = now - self.record.checked;
        if limit.is_some_and(|limit| age > limit) {
            let (name, age) = (&self.name, describe_age(age));
            print_message(&format!(
                "{name} was fetched {age} ago. hallway update {name} fetches it again"
            ));
        }
    }
}

/// Returns the largest unit that fits: `3 days`, `2 hours`, `20 minutes`.
fn describe_age(age: TimeDelta) -> String {
    let (days, hours, minutes) = (age.num_days(), age.num_hours(), age.num_minutes());
    let (count, one, many) = match (days, hours) {
        (1.., _) => (days, "day", "days"),
        (_, 1..) => (hours, "hour", "hours"),
        _ => (minutes, "minute", "minutes"),
    };
    count_noun(usize::try_from(count).unwrap_or_default(), one, many)
}
