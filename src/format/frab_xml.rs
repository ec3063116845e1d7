//! frab and Pentabarf XML in its three dialects:
//!
//! - Pentabarf (FOSDEM until 2024): `day@date` and `<start>`, a `day_change`, no zone, only numbers
//!   as ids.
//! - frab, wafer, c3voc's hub: `<date>` with an offset, `time_zone_name` since 2020.
//! - pretalx (and FOSDEM since 2025): the same with `url`, `track@slug`, and lengths above a day as
//!   `D:HH:MM`.
//!
//! All have the shape `schedule > conference, day > room > event`. `walk` reads tags and texts
//! with quick-xml, `schedule` makes sessions of them. Damage costs the session around it at most.
//! Only the five entities of XML and numbers are expanded.

mod clocks;
mod conference;
mod elements;
mod event_entry;
mod parser;
mod prose;
mod schedule;
mod stack;
mod tags;
mod time;
mod walk;

use crate::agenda::{Draft, Problem};
use std::sync::Arc;

/// Reads a file. Damage costs the session around it at most.
///
/// # Errors
/// The file has no `<schedule>`.
pub(super) fn read(text: &Arc<String>) -> Result<Draft, Problem> {
    walk::read_schedule(text)
}

#[cfg(test)]
mod tests;
