//! Reports of properties against RFC 5545 that the reader understands all the same.

use super::super::collector::Report;
use super::components::{Component, is_text_property};
use super::property::has_unknown_escape;

/// Properties that an event may have once (RFC 5545 3.6.1), for the report.
const SINGLE_PROPERTIES: &[(&str, &str)] = &[
    ("SUMMARY", "this event has two different titles"),
    ("DTSTART", "this event has two different starts"),
    ("DTEND", "this event has two different ends"),
    ("DURATION", "this event has two different durations"),
    ("LOCATION", "this event has two different places"),
    ("DESCRIPTION", "this event has two different descriptions"),
    ("URL", "this event has two different addresses"),
    ("UID", "this event has two different ids"),
    ("STATUS", "this event has two different states"),
    ("RECURRENCE-ID", "this event replaces two different times"),
];

/// Reports each oddity of an event.
pub(super) fn report_oddities(event: &Component, report: &mut Report) {
    for (name, message) in SINGLE_PROPERTIES {
        let mut properties = event.get_all(name);
        if let Some(first) = properties.next()
            && let Some(second) = properties.find(|other| other.value.trim() != first.value.trim())
        {
            report.warn(&second.at, *message, format!("the first {name} is taken"));
        }
    }
    for property in &event.properties {
        if (is_text_property(&property.name) || property.name == "URL")
            && has_unknown_escape(&property.value)
        {
            report.warn(
                &property.at,
                "this text has backslashes that RFC 5545 does not know",
                "each is left out before the quotation mark, slash or colon behind it",
            );
        }
    }
}
