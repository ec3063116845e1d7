//! Components (RFC 5545, 3.4): what stands between `BEGIN` and `END`, read with a stack and never recursively.

use super::Report;
use super::lines::{Line, Lines, Property, stray};
use crate::agenda::Span;

/// An event, or a time zone with its parts.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// In upper case.
    pub name: String,
    /// Where it begins.
    pub at: Span,
    /// Its own properties, not those of what is within it.
    pub properties: Vec<Property>,
    /// What is within it; kept for time zones only.
    pub parts: Vec<Component>,
}

/// What is kept of a file.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    pub properties: Vec<Property>,
    pub events: Vec<Component>,
    pub zones: Vec<Component>,
}

/// More events than any conference has; what follows is not read.
const EVENTS_MAX: usize = 20_000;
const PROPERTIES_MAX: usize = 500;
const ZONES_MAX: usize = 500;
const DEPTH_MAX: usize = 32;

/// Properties that are read. Others cost nothing, and nothing is lost that an agenda could show.
const KNOWN: &[&str] = &[
    "UID",
    "SUMMARY",
    "DESCRIPTION",
    "X-ALT-DESC",
    "DTSTART",
    "DTEND",
    "DURATION",
    "LOCATION",
    "URL",
    "STATUS",
    "CATEGORIES",
    "ATTENDEE",
    "RRULE",
    "RDATE",
    "EXRULE",
    "EXDATE",
    "RECURRENCE-ID",
    "ATTACH",
    "CONFERENCE",
    "PRODID",
    "NAME",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "X-WR-TIMEZONE",
    "TIMEZONE-ID",
    "VTIMEZONE",
    "TZID",
    "X-LIC-LOCATION",
    super::habits::TRACK,
    "TZOFFSETFROM",
    "TZOFFSETTO",
];

impl Component {
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        get(&self.properties, name)
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }
}

impl Calendar {
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        get(&self.properties, name)
    }

    /// Reads every line. What is around the calendar, as an HTML comment, belongs to nothing and is passed over.
    pub(super) fn read(text: &str, report: &mut Report) -> Calendar {
        let mut reader = Reader { calendar: Calendar::default(), stack: Vec::new(), report };
        for line in Lines::new(whole_lines(text)) {
            let go_on = match line {
                Line::Property(property) => reader.property(property),
                Line::Stray(text, at) => {
                    reader.stray(&text, at);
                    true
                }
            };
            if !go_on {
                return reader.calendar;
            }
        }
        reader.end_of_file(text);
        reader.calendar
    }
}

/// The text without its last line, where that was cut off: what half a line says is not to be believed.
fn whole_lines(text: &str) -> &str {
    match text.rsplit_once('\n') {
        Some((before, last)) if !last.trim().to_ascii_uppercase().starts_with("END:") => {
            text.get(..before.len() + 1).unwrap_or(text)
        }
        _ => text,
    }
}

fn get<'a>(properties: &'a [Property], name: &str) -> Option<&'a Property> {
    properties.iter().find(|property| property.name == name)
}

struct Reader<'a> {
    calendar: Calendar,
    /// What is open, outermost first.
    stack: Vec<Component>,
    report: &'a mut Report,
}

impl Reader<'_> {
    /// Takes one property. False: the rest of the file is not read.
    fn property(&mut self, property: Property) -> bool {
        match &*property.name {
            "BEGIN" => return self.begin(&property),
            "END" => self.end(&property),
            name if KNOWN.contains(&name) => {
                let properties = match self.stack.last_mut() {
                    Some(open) if open.name == "VCALENDAR" => &mut self.calendar.properties,
                    Some(open) => &mut open.properties,
                    None => return true,
                };
                if properties.len() < PROPERTIES_MAX {
                    properties.push(property);
                } else {
                    self.report.error(property.at, "this has more lines than any event", "the rest is left out");
                }
            }
            _ => {}
        }
        true
    }

    fn stray(&mut self, text: &str, at: Span) {
        if let Some(open) = self.stack.last_mut() {
            let before = match &*open.name {
                "VCALENDAR" => self.calendar.properties.last_mut(),
                _ => open.properties.last_mut(),
            };
            stray(self.report, text, at, before);
        }
    }

    fn begin(&mut self, property: &Property) -> bool {
        let name = property.value.trim().to_ascii_uppercase();
        // Calendars and events are never within an event: the one that is open has lost its end.
        if matches!(&*name, "VEVENT" | "VCALENDAR" | "VTIMEZONE")
            && let Some(open) = self.stack.iter().rposition(|open| open.name == "VEVENT")
        {
            let help = "it is taken to end where the next one begins";
            self.report.warning(property.at.clone(), "the event before this has no end", help);
            self.close(open);
        }
        if self.stack.len() >= DEPTH_MAX {
            let help = "this line and what follows it are left out";
            self.report.error(property.at.clone(), "components are nested too deeply", help);
            self.finish();
            return false;
        }
        if name == "VEVENT" && self.calendar.events.len() >= EVENTS_MAX {
            let help = "this one and what follows it are left out";
            self.report.error(property.at.clone(), "there are more events than any conference has", help);
            return false;
        }
        if matches!(&*name, "VTODO" | "VJOURNAL" | "VFREEBUSY") {
            let help = "only events are sessions: it is left out";
            self.report.error(property.at.clone(), "this is no event", help);
        }
        self.stack.push(Component { name, at: property.at.clone(), ..Component::default() });
        true
    }

    fn end(&mut self, property: &Property) {
        let name = property.value.trim();
        match self.stack.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)) {
            Some(open) => {
                if open + 1 < self.stack.len() {
                    let help = "it is taken to end here";
                    self.report.warning(property.at.clone(), "something within this has no end", help);
                }
                self.close(open);
            }
            None => {
                let help = "nothing of this name has begun: the line is ignored";
                self.report.warning(property.at.clone(), "an end without a beginning", help);
            }
        }
    }

    /// Closes everything from `open` on.
    fn close(&mut self, open: usize) {
        while self.stack.len() > open {
            let Some(done) = self.stack.pop() else { return };
            match &*done.name {
                "VEVENT" => self.calendar.events.push(done),
                "VTIMEZONE" if self.calendar.zones.len() < ZONES_MAX => self.calendar.zones.push(done),
                "STANDARD" | "DAYLIGHT" => {
                    if let Some(zone) = self.stack.last_mut().filter(|zone| zone.parts.len() < PROPERTIES_MAX) {
                        zone.parts.push(done);
                    }
                }
                _ => {}
            }
        }
    }

    fn finish(&mut self) {
        self.close(0);
    }

    /// A file that ends within something was cut off there.
    fn end_of_file(&mut self, text: &str) {
        if let Some(open) = self.stack.iter_mut().rfind(|open| open.name == "VEVENT") {
            let end = text.trim_end().len();
            let at = text.get(..end).and_then(|text| text.rfind('\n')).map_or(0, |line| line + 1)..end;
            // What has lost its title or its start is no session.
            let whole = open.get("DTSTART").is_some() && open.get("SUMMARY").is_some();
            if !whole {
                open.name.clear();
            }
            let help = if whole { "what there is of the last event is kept" } else { "the last event is left out" };
            self.report.error(at, "the file ends within an event: it was cut off", help);
        } else if !self.stack.is_empty() {
            let end = text.trim_end().len();
            let help = "everything before is kept; get the file anew";
            self.report.error(
                text.floor_char_boundary(end.saturating_sub(1))..end,
                "the file ends before the calendar does: it was cut off",
                help,
            );
        }
        self.finish();
    }
}
