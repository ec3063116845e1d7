//! iCalendar (RFC 5545): a tolerant reader and a strict writer.
//!
//! ```text
//! lines > property > component_reader ─► Calendar ─► dialect::Producer, zones ─► sessions ─► Draft
//! ```

mod brackets;
mod component_reader;
mod components;
mod dialect;
mod hallway;
mod horizon;
mod items;
mod length;
mod lines;
mod occurrence_ids;
mod oddities;
mod overrides;
mod own_clock;
mod own_properties;
mod people_lines;
mod property;
mod recurrence;
mod rule;
mod session_text;
mod sessions;
mod time;
mod uid;
mod vtimezone;
mod write;
mod zones;

pub use items::{CalendarItem, write_items};
pub(crate) use items::{event_of_item, is_same_item};
pub(super) use lines::move_folds_behind_letters;
pub use write::{Status, write, write_with_alarms};

use super::collector::Collector;
use crate::agenda::{Draft, Problem};
use component_reader::read_components;
use dialect::Producer;
use zones::Zones;

/// Reads a calendar. The text must be decoded after [`move_folds_behind_letters`].
///
/// # Errors
/// A [`Problem`] if the text contains nothing of a calendar.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut collector = Collector::of_export(text);
    let calendar = read_components(text, &mut collector.report);
    let is_empty = calendar.events.is_empty() && calendar.properties.is_empty();
    if is_empty && collector.report.count() == 0 {
        return Err(Problem::error(None, "this is not a calendar")
            .help("a calendar begins with BEGIN:VCALENDAR"));
    }
    let producer = Producer::detect(&calendar);
    let zones = Zones::read(&calendar, producer, &mut collector.report);
    collector.draft.event = dialect::read_event(&calendar, producer);
    collector.draft.event.timezone = zones.event.clone();
    own_properties::read_lists(&calendar, &mut collector);
    sessions::read_sessions(&calendar, &zones, producer, &mut collector);
    Ok(collector.finish())
}

#[cfg(test)]
mod tests;
