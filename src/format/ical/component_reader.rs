//! Lines to components, with a stack of open components instead of recursion.

use super::super::collector::{Limit, Report};
use super::components::{
    Calendar, Component, ZONE_PROPERTIES, is_known_property, is_text_property,
};
use super::lines::{ContentLine, content_lines};
use super::own_properties::is_list_entry;
use super::property::Property;
use crate::agenda::Span;
use std::ops::ControlFlow;

/// The number of properties of one component, and of observances of one time zone.
const PROPERTIES_MAX: usize = 500;
/// The number of entries of hallway's own lists.
const LIST_ENTRIES_MAX: usize = 50_000;
const ZONES_MAX: usize = 500;
const DEPTH_MAX: usize = 32;

/// Reads all components of a file. Text around the calendar, for instance an HTML comment, is
/// skipped.
pub(super) fn read_components(text: &str, report: &mut Report) -> Calendar {
    let events_max = Limit::Sessions.max(text.len());
    let (calendar, stack) = (Calendar::default(), Vec::new());
    let mut reader = ComponentReader { calendar, stack, begun: 0, events_max, report };
    for line in content_lines(without_partial_line(text)) {
        if reader.read_line(line).is_break() {
            return reader.calendar;
        }
    }
    reader.finish(text);
    reader.calendar
}

/// Cuts off a last line without a line end, since the value may be incomplete. An `END` stays.
fn without_partial_line(text: &str) -> &str {
    match text.rsplit_once('\n') {
        Some((before, last)) if !last.trim().to_ascii_uppercase().starts_with("END:") => {
            text.get(..before.len() + 1).unwrap_or(text)
        }
        _ => text,
    }
}

struct ComponentReader<'a> {
    calendar: Calendar,
    /// The open components, outermost first.
    stack: Vec<Component>,
    /// The number of calendars begun so far.
    begun: usize,
    /// The largest number of events.
    events_max: usize,
    report: &'a mut Report,
}

impl ComponentReader<'_> {
    /// Reads one line. Returns `Break` if a limit is exceeded: the rest of the file is skipped.
    fn read_line(&mut self, line: ContentLine<'_>) -> ControlFlow<()> {
        match line {
            ContentLine::Property(property) => self.read_property(property),
            ContentLine::Stray { text, at } => {
                self.read_stray_line(&text, at);
                ControlFlow::Continue(())
            }
        }
    }

    fn read_property(&mut self, property: Property) -> ControlFlow<()> {
        match &*property.name {
            // A lone CR is content (RFC 5545 3.1), but no component has one in the name.
            "BEGIN" | "END" if property.value.contains('\r') => self.read_cr_lines(&property)?,
            "BEGIN" => self.begin_component(&property)?,
            "END" => self.end_component(&property),
            name if is_known_property(name) => self.keep_property(property),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    /// Reads a `BEGIN` or `END` with CR as line end of its own and of the lines behind.
    fn read_cr_lines(&mut self, property: &Property) -> ControlFlow<()> {
        let text = format!("{}:{}", property.name, property.value);
        let mut lines = text.split('\r').map(|line| ContentLine::parse(line.into(), &property.at));
        lines.try_for_each(|line| self.read_line(line))
    }

    fn keep_property(&mut self, property: Property) {
        let is_calendar = self.stack.last().is_some_and(|open| open.name == "VCALENDAR");
        if is_calendar && is_list_entry(&property.name) {
            if self.begun == 1 && self.calendar.lists.len() < LIST_ENTRIES_MAX {
                self.calendar.lists.push(property);
            }
            return;
        }
        if is_calendar && self.begun > 1 {
            self.merge_calendar_property(&property);
        }
        let properties = match self.stack.last_mut() {
            Some(_) if is_calendar && self.begun == 1 => &mut self.calendar.properties,
            Some(open) => &mut open.properties,
            None => return,
        };
        if properties.len() < PROPERTIES_MAX {
            properties.push(property);
        } else {
            self.report.error(
                property.at,
                "this component has more lines than any event",
                "the rest is left out",
            );
        }
    }

    /// Merges a property of a second calendar into the first. The first of two names wins.
    fn merge_calendar_property(&mut self, property: &Property) {
        let is_zone = ZONE_PROPERTIES.contains(&&*property.name);
        let Some(first) = self.calendar.get(&property.name) else {
            if !is_zone {
                self.calendar.properties.push(property.clone());
            }
            return;
        };
        if first.value.trim() == property.value.trim() {
            return;
        }
        if is_zone {
            self.report.warn(
                &property.at,
                "another calendar has another time zone",
                "times without a zone in that calendar are taken to be in its zone",
            );
        } else if matches!(&*property.name, "X-WR-CALNAME" | "NAME") {
            self.report.warn(
                &property.at,
                "another calendar has another name",
                "the sessions of both are shown under the first name",
            );
        }
    }

    /// Returns the zone of the open calendar if another calendar came before.
    fn zone_of_later_calendar(&self) -> Option<String> {
        let open =
            self.stack.iter().rfind(|open| open.name == "VCALENDAR").filter(|_| self.begun > 1)?;
        ZONE_PROPERTIES.iter().find_map(|name| open.get(name)).map(Property::text)
    }

    /// Appends a malformed line to the property before if that property is text.
    fn read_stray_line(&mut self, text: &str, at: Span) {
        const MESSAGE: &str = "this line is not a property of iCalendar";
        let Some(open) = self.stack.last_mut() else { return };
        let before = match &*open.name {
            "VCALENDAR" if self.begun == 1 => self.calendar.properties.last_mut(),
            _ => open.properties.last_mut(),
        };
        match before {
            Some(property) if is_text_property(&property.name) => {
                property.append_line(text);
                self.report.warn(at, MESSAGE, "it is taken as more of the line before");
            }
            Some(_) => self.report.error(
                at,
                MESSAGE,
                "it is left out, because the line before is not text",
            ),
            None => {
                self.report.error(at, MESSAGE, "it is left out, because no property comes before");
            }
        }
    }

    fn begin_component(&mut self, property: &Property) -> ControlFlow<()> {
        let name = property.value.trim().to_ascii_uppercase();
        self.close_unended_event(&name, &property.at);
        if self.stack.len() >= DEPTH_MAX {
            self.report.error(
                &property.at,
                "components are nested too deeply",
                "this line and all lines behind it are left out",
            );
            self.close_components(0);
            return ControlFlow::Break(());
        }
        self.begun += usize::from(name == "VCALENDAR");
        if name == "VEVENT" && self.calendar.events.len() >= self.events_max {
            self.report.error(
                &property.at,
                "this file has more events than any conference",
                "this one and all events behind it are left out",
            );
            return ControlFlow::Break(());
        }
        if matches!(&*name, "VTODO" | "VJOURNAL" | "VFREEBUSY") {
            self.report.error(
                &property.at,
                "this component is not an event",
                "it is left out: only events are sessions",
            );
        }
        self.stack.push(Component { name, at: property.at.clone(), ..Component::default() });
        ControlFlow::Continue(())
    }

    /// Closes the open event before a component `name` that no event can contain.
    fn close_unended_event(&mut self, name: &str, at: &Span) {
        if matches!(name, "VEVENT" | "VCALENDAR" | "VTIMEZONE")
            && let Some(open) = self.stack.iter().rposition(|open| open.name == "VEVENT")
        {
            self.report.warn(
                at,
                "the event before this line has no end",
                "it is taken to end where the next one begins",
            );
            self.close_components(open);
        }
    }

    fn end_component(&mut self, property: &Property) {
        let name = property.value.trim();
        let Some(open) = self.stack.iter().rposition(|open| open.name.eq_ignore_ascii_case(name))
        else {
            self.report.warn(
                &property.at,
                "this line ends a component that has not begun",
                "the line is ignored",
            );
            return;
        };
        if open + 1 < self.stack.len() {
            self.report.warn(
                &property.at,
                "a component within this one has no end",
                "it is taken to end here",
            );
        }
        self.close_components(open);
    }

    /// Closes all components from position `open` of the stack on.
    fn close_components(&mut self, open: usize) {
        while self.stack.len() > open {
            let Some(component) = self.stack.pop() else { return };
            self.keep_component(component);
        }
    }

    fn keep_component(&mut self, mut component: Component) {
        match &*component.name {
            "VEVENT" => {
                if let Some(zone) = self.zone_of_later_calendar() {
                    let properties = &mut component.properties;
                    properties.iter_mut().for_each(|property| property.set_default_zone(&zone));
                }
                self.calendar.events.push(component);
            }
            "VTIMEZONE" if self.calendar.zones.len() < ZONES_MAX => {
                self.calendar.zones.push(component);
            }
            "STANDARD" | "DAYLIGHT" => {
                if let Some(zone) = self.stack.last_mut()
                    && zone.observances.len() < PROPERTIES_MAX
                {
                    zone.observances.push(component);
                }
            }
            _ => {}
        }
    }

    /// Closes all components at the end of the file and reports a truncated file.
    fn finish(&mut self, text: &str) {
        let end = text.trim_end().len();
        if let Some(open) = self.stack.iter_mut().rfind(|open| open.name == "VEVENT") {
            let is_usable = open.get("DTSTART").is_some() && open.get("SUMMARY").is_some();
            if !is_usable {
                // Without its name, the component is dropped.
                open.name.clear();
            }
            let line_start = text.get(..end).and_then(|text| text.rfind('\n'));
            self.report.error(
                line_start.map_or(0, |line| line + 1)..end,
                "the file ends within an event: it was cut off",
                if is_usable {
                    "the last event is kept without its missing lines"
                } else {
                    "the last event is left out"
                },
            );
        } else if !self.stack.is_empty() {
            self.report.error(
                text.floor_char_boundary(end.saturating_sub(1))..end,
                "the file ends before the calendar does: it was cut off",
                "everything before is kept; get the file again",
            );
        }
        self.close_components(0);
    }
}
