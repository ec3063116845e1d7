//! iCalendar (RFC 5545), and what calls itself so. The reader forgives; the writer does not need to
//! be forgiven.

mod components;
mod dialect;
mod hallway;
mod lines;
mod repeat;
mod report;
mod rule;
mod series;
mod sessions;
mod time;
mod windows;
mod write;
mod zones;

pub(super) use lines::whole_letters;
pub use write::{Status, write};

use crate::agenda::{At, Draft, DraftEvent, Problem};
use components::Calendar;
use dialect::Producer;
use report::Report;

/// Reads the whole of a calendar, decoded after [`whole_letters`].
///
/// # Errors
/// A sentence, where the text has no calendar in it.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut report = Report::default();
    let calendar = Calendar::read(text, &mut report);
    if calendar.events.is_empty() && calendar.properties.is_empty() && report.problems.is_empty() {
        return Err(Problem::error(None, "this is not a calendar")
            .help("a calendar begins with BEGIN:VCALENDAR"));
    }
    let producer = Producer::of(&calendar);
    let zones = zones::Zones::of(&calendar, producer, &mut report);
    let mut draft = Draft { event: event(&calendar, producer), weak_ids: true, ..Draft::default() };
    draft.event.timezone = zones.event.clone();
    sessions::read(&calendar, &zones, producer, &mut draft, &mut report);
    draft.problems = report.done();
    Ok(draft)
}

/// What the calendar says of the event as a whole.
fn event(calendar: &Calendar, producer: Producer) -> DraftEvent {
    let text = |name: &str| {
        let property = calendar.get(name)?;
        Some(At { value: property.text(), at: property.at.clone() })
            .filter(|text| !text.value.trim().is_empty())
    };
    let (title, about) = (text("X-WR-CALNAME").or_else(|| text("NAME")), text("X-WR-CALDESC"));
    let about = about.or_else(|| text("DESCRIPTION"));
    let by_producer = dialect::event_name(calendar, producer);
    // A calendar without a name has it in its description, where that is short.
    let short = about
        .clone()
        .filter(|about| about.value.chars().count() <= 60 && !about.value.contains('\n'));
    let name = match producer {
        Producer::Sched => by_producer.or(title).or(short),
        _ => title.or(short).or(by_producer),
    };
    let repeated = |about: &At<String>| {
        name.as_ref().is_some_and(|name| name.value.trim() == about.value.trim())
    };
    let description = about.filter(|about| producer != Producer::Sched && !repeated(about));
    let id = dialect::event_id(calendar, producer);
    let acronym = dialect::acronym(calendar, producer);
    DraftEvent { id, acronym, name, url: text("URL"), description, ..DraftEvent::default() }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod trap_tests;
