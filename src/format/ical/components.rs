//! Components of iCalendar (RFC 5545 3.6): the parts of a file from `BEGIN` to `END`.

use super::property::Property;
use super::time::parse_time;
use crate::agenda::Span;
use chrono::Datelike;
use std::cell::OnceCell;
use std::ops::RangeInclusive;

/// A component with its properties.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// The name in upper case: `VEVENT`, `VTIMEZONE`.
    pub name: String,
    /// The bytes of the line `BEGIN`.
    pub at: Span,
    /// The component's own properties, without those of inner components.
    pub properties: Vec<Property>,
    /// The `STANDARD` and `DAYLIGHT` parts of a `VTIMEZONE` (RFC 5545 3.6.5).
    pub observances: Vec<Component>,
}

/// The content of a file. All calendars of the file are merged.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    pub properties: Vec<Property>,
    /// The entries of hallway's own lists of rooms and people.
    pub lists: Vec<Property>,
    pub events: Vec<Component>,
    pub zones: Vec<Component>,
    start_years: OnceCell<Option<RangeInclusive<i32>>>,
}

impl Component {
    /// Returns the first property called `name`, in upper case.
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        find_property(&self.properties, name)
    }

    /// Returns all properties called `name`, in upper case.
    pub(super) fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// Returns the length of all values together, in bytes.
    pub(super) fn value_bytes(&self) -> usize {
        self.properties.iter().map(|property| property.value.len()).sum()
    }
}

impl Calendar {
    /// Returns the first property of the calendar called `name`, in upper case.
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        find_property(&self.properties, name)
    }

    /// Returns the first to the last year in which an event starts. The events may not change
    /// afterwards.
    pub(super) fn start_years(&self) -> Option<RangeInclusive<i32>> {
        let find_years = || {
            let starts = self.events.iter().filter_map(|event| event.get("DTSTART"));
            let years = starts.filter_map(|start| Some(parse_time(start)?.wall.year()));
            years
                .map(|year| year..=year)
                .reduce(|all, year| *all.start().min(year.start())..=*all.end().max(year.end()))
        };
        self.start_years.get_or_init(find_years).clone()
    }

    /// Returns the `VTIMEZONE` with the `TZID` `name`.
    pub(super) fn zone_definition(&self, name: &str) -> Option<&Component> {
        let has_name = |id: &Property| id.text().trim() == name;
        self.zones.iter().find(|zone| zone.get("TZID").is_some_and(has_name))
    }
}

fn find_property<'a>(properties: &'a [Property], name: &str) -> Option<&'a Property> {
    properties.iter().find(|property| property.name == name)
}

/// Properties with a name for the calendar's time zone. The standard has none.
pub(super) const ZONE_PROPERTIES: &[&str] = &["X-WR-TIMEZONE", "TIMEZONE-ID"];

/// Returns true for properties of type `TEXT`: a malformed line behind them may belong to the text.
pub(super) fn is_text_property(name: &str) -> bool {
    matches!(name, "SUMMARY" | "DESCRIPTION" | "X-ALT-DESC" | "LOCATION" | "CATEGORIES")
        || matches!(name, "NAME" | "X-WR-CALNAME" | "X-WR-CALDESC")
}

/// Returns true for the name of a property of hallway's own.
fn is_own_property(name: &str) -> bool {
    name.starts_with("X-HALLWAY-")
}

/// Returns true for properties used by the reader. All others are dropped to save memory.
pub(super) fn is_known_property(name: &str) -> bool {
    is_text_property(name)
        || matches!(name, "UID" | "DTSTART" | "DTEND" | "DURATION" | "URL" | "STATUS" | "SEQUENCE")
        || matches!(name, "RRULE" | "RDATE" | "EXRULE" | "EXDATE" | "RECURRENCE-ID" | "ATTENDEE")
        || matches!(name, "ATTACH" | "CONFERENCE" | "PRODID" | "DTSTAMP" | "LAST-MODIFIED")
        || name == "ORGANIZER"
        || is_own_property(name)
        || matches!(name, "TZID" | "VTIMEZONE" | "X-LIC-LOCATION" | "TZOFFSETFROM" | "TZOFFSETTO")
        || ZONE_PROPERTIES.contains(&name)
}
