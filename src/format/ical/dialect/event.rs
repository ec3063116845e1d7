//! The event as a whole. RFC 5545 has no property for its name; RFC 7986 5.1 has `NAME`.

use super::super::super::words;
use super::super::brackets::split_bracketed_end;
use super::super::components::Calendar;
use super::super::hallway;
use super::super::own_clock;
use super::super::own_properties;
use super::super::property::Property;
use super::super::time::{ZoneReference, parse_time};
use super::producer::Producer;
use crate::agenda::{At, DraftEvent, FileText};
use chrono::{DateTime, Utc};

/// The number of letters up to which a description without line breaks serves as a missing name.
const NAME_LETTERS_MAX: usize = 60;

/// Reads the event from the calendar's own properties, and from the addresses of its sessions.
pub(in crate::format::ical) fn read_event(calendar: &Calendar, producer: Producer) -> DraftEvent {
    let description =
        text_of(calendar, "X-WR-CALDESC").or_else(|| text_of(calendar, "DESCRIPTION"));
    let name = event_name(calendar, producer, description.as_ref());
    DraftEvent {
        id: event_id(calendar, producer),
        acronym: acronym(calendar, producer),
        url: text_of(calendar, "URL"),
        venue: match producer {
            Producer::Indico => venue_of_indico(calendar),
            Producer::Hallway => text_of(calendar, own_properties::VENUE),
            _ => None,
        },
        day_start: own_clock::read_day_start(calendar).filter(|_| producer == Producer::Hallway),
        // Sched describes itself.
        description: description.filter(|text| match producer {
            Producer::Sched => false,
            Producer::Hallway => true,
            _ => !is_same_text(text, name.as_ref()),
        }),
        name,
        revised: last_change(calendar),
        ..DraftEvent::default()
    }
}

/// Returns the latest `DTSTAMP` or `LAST-MODIFIED` (RFC 5545 3.8.7). Both are in UTC.
fn last_change(calendar: &Calendar) -> Option<DateTime<Utc>> {
    let properties = calendar.events.iter().flat_map(|event| &event.properties);
    properties
        .filter(|property| matches!(&*property.name, "DTSTAMP" | "LAST-MODIFIED"))
        .filter_map(parse_time)
        .filter(|time| time.zone == ZoneReference::Utc)
        .map(|time| time.wall.and_utc())
        .max()
}

fn is_same_text(text: &At<FileText>, name: Option<&At<FileText>>) -> bool {
    name.is_some_and(|name| name.value.trim() == text.value.trim())
}

/// Returns the value of a property with its place, unless the value is blank.
fn text_of(calendar: &Calendar, name: &str) -> Option<At<FileText>> {
    calendar.get(name).map(Property::located_text).filter(|text| !text.value.trim().is_empty())
}

/// Returns the calendar's name, a short description or the name in `PRODID`. Sched has its full
/// name only in `PRODID`.
fn event_name(
    calendar: &Calendar,
    producer: Producer,
    description: Option<&At<FileText>>,
) -> Option<At<FileText>> {
    let name = text_of(calendar, "X-WR-CALNAME").or_else(|| text_of(calendar, "NAME"));
    let short = description.filter(|text| is_short_line(&text.value)).cloned();
    let in_product_id = name_in_product_id(calendar, producer);
    match producer {
        Producer::Sched => in_product_id.or(name).or(short),
        _ => name.or(short).or(in_product_id),
    }
}

fn is_short_line(text: &str) -> bool {
    text.chars().count() <= NAME_LETTERS_MAX && !text.contains('\n')
}

/// Returns the part of `PRODID` with the event's name (Sched) or the host's name (pretalx).
fn name_in_product_id(calendar: &Calendar, producer: Producer) -> Option<At<FileText>> {
    let id = calendar.get("PRODID")?;
    let text = id.text();
    let name = match producer {
        Producer::Sched => text.trim().get("-//sched.com ".len()..)?.split("//").next()?,
        Producer::Pretalx => text.split("//").nth(2)?,
        _ => return None,
    };
    (!name.trim().is_empty()).then(|| id.located(name.trim().into()))
}

/// Returns the short name shared by all exports of an event: `NAME` of the first session's `UID`
/// `pretalx-NAME-CODE@HOST`, or of its address `https://NAME.sched.com/…`.
fn acronym(calendar: &Calendar, producer: Producer) -> Option<At<FileText>> {
    match producer {
        Producer::Pretalx => part_of_first(calendar, "UID", |uid| {
            Some(uid.trim().strip_prefix("pretalx-")?.split('@').next()?.rsplit_once('-')?.0)
        }),
        Producer::Sched => part_of_first(calendar, "URL", words::sched_name),
        _ => None,
    }
}

/// Returns the event's id in the `UID`s of hallway.
fn event_id(calendar: &Calendar, producer: Producer) -> Option<At<FileText>> {
    if producer != Producer::Hallway {
        return None;
    }
    part_of_first(calendar, "UID", |uid| Some(hallway::parse_uid(uid)?.event))
}

/// Returns a part of the property `name` of the first session.
fn part_of_first(
    calendar: &Calendar,
    name: &str,
    find_part: impl Fn(&str) -> Option<&str>,
) -> Option<At<FileText>> {
    let property = calendar.events.first()?.get(name)?;
    Some(property.located(find_part(&property.text())?.into()))
}

/// Returns the venue behind every room of Indico, `ROOM (VENUE)`, if all of them are equal.
fn venue_of_indico(calendar: &Calendar) -> Option<At<FileText>> {
    let mut venues = calendar.events.iter().filter_map(|event| {
        let location = event.get("LOCATION")?;
        Some(location.located(split_bracketed_end(&location.text())?.inner.into()))
    });
    let first = venues.next()?;
    venues.all(|other| other.value == first.value).then_some(first)
}
