//! The program that wrote a calendar.

use super::super::components::{Calendar, Component};
use super::super::hallway;

/// A program with habits of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format::ical) enum Producer {
    Hallway,
    Sched,
    Pretalx,
    /// frab up to the last version with the library `ri_cal`.
    Frab,
    Indico,
    Other,
}

impl Producer {
    /// Detects the producer by `PRODID` (RFC 5545 3.7.3).
    pub(in crate::format::ical) fn detect(calendar: &Calendar) -> Producer {
        let Some(id) = calendar.get("PRODID") else { return Producer::Other };
        match &*id.value.trim().to_ascii_lowercase() {
            id if hallway::is_product_id(id) => Producer::Hallway,
            id if id.starts_with("-//sched.com ") => Producer::Sched,
            id if id.starts_with("-//pretalx//") => Producer::Pretalx,
            id if id.contains("//indico//") => Producer::Indico,
            id if id.contains("ri_cal gem") && has_frab_uids(calendar) => Producer::Frab,
            _ => Producer::Other,
        }
    }

    /// Returns true if `X-WR-TIMEZONE:UTC` is the zone of the venue. Sched writes the line for
    /// every event.
    pub(in crate::format::ical) fn declares_utc(self) -> bool {
        self == Producer::Hallway
    }

    /// Returns true if texts contain neither HTML nor Markdown, and titles no "Cancelled:".
    pub(in crate::format::ical) fn writes_plain_text(self) -> bool {
        self == Producer::Hallway
    }

    /// Returns true if an event without `DTEND` and `DURATION` has an unknown length. hallway
    /// writes a length of zero as `DURATION`.
    pub(in crate::format::ical) fn omits_unknown_length(self) -> bool {
        self == Producer::Hallway
    }
}

/// Returns true if most of the `UID`s are those of frab. Other programs use `ri_cal` too.
fn has_frab_uids(calendar: &Calendar) -> bool {
    let count = calendar.events.iter().filter(|event| has_frab_uid(event)).count();
    count * 2 > calendar.events.len()
}

/// Returns true for a `UID` of the form `GUID@HOST`.
fn has_frab_uid(event: &Component) -> bool {
    const GROUP_LENGTHS: [usize; 5] = [8, 4, 4, 4, 12];
    let guid = event.get("UID").and_then(|uid| uid.value.trim().split_once('@'));
    guid.is_some_and(|(guid, _)| {
        guid.split('-').map(str::len).eq(GROUP_LENGTHS)
            && guid.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
    })
}
