//! Components (RFC 5545, 3.4): what stands between `BEGIN` and `END`, read with a stack and never
//! recursively.

use super::lines::{Line, Lines, Property};
use super::report::Report;
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
    "SEQUENCE",
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
    super::hallway::TRACK,
    "TZOFFSETFROM",
    "TZOFFSETTO",
];

/// Those whose value is TEXT: a line that is none may be more of it.
const TEXT: &[&str] = &[
    "SUMMARY",
    "DESCRIPTION",
    "X-ALT-DESC",
    "LOCATION",
    "CATEGORIES",
    "NAME",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
];
/// What the calendar's zone is called.
const ZONE: &[&str] = &["X-WR-TIMEZONE", "TIMEZONE-ID"];

impl Component {
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        get(&self.properties, name)
    }

    /// How long all of its values are together.
    pub(super) fn bytes(&self) -> usize {
        self.properties.iter().map(|property| property.value.len()).sum()
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }
}

impl Calendar {
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        get(&self.properties, name)
    }

    /// Reads every line. What is around the calendar, as an HTML comment, belongs to nothing and is
    /// passed over.
    pub(super) fn read(text: &str, report: &mut Report) -> Calendar {
        let mut reader =
            Reader { calendar: Calendar::default(), stack: Vec::new(), calendars: 0, report };
        for line in Lines::new(whole_lines(text)) {
            if !reader.line(line) {
                return reader.calendar;
            }
        }
        reader.end_of_file(text);
        reader.calendar
    }
}

/// The text without its last line, where that was cut off: what half a line says is not to be
/// believed.
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
    /// How many have begun.
    calendars: usize,
    report: &'a mut Report,
}

impl Reader<'_> {
    /// Takes one line. False: the rest of the file is not read.
    fn line(&mut self, line: Line) -> bool {
        match line {
            Line::Property(property) => self.property(property),
            Line::Stray(text, at) => {
                self.stray(&text, at);
                true
            }
        }
    }

    fn property(&mut self, property: Property) -> bool {
        // A lone carriage return is content (3.1). But no component is called so: there it has
        // ended a line.
        if matches!(&*property.name, "BEGIN" | "END")
            && let Some((first, rest)) = property.value.split_once('\r')
        {
            let own = Line::read(&format!("{}:{first}", property.name), &property.at);
            return self.line(own)
                && rest.split('\r').all(|line| self.line(Line::read(line, &property.at)));
        }
        match &*property.name {
            "BEGIN" => return self.begin(&property),
            "END" => self.end(&property),
            name if KNOWN.contains(&name) => {
                if self.calendars > 1
                    && self.stack.last().is_some_and(|open| open.name == "VCALENDAR")
                {
                    self.another(&property);
                }
                let properties = match self.stack.last_mut() {
                    Some(open) if open.name == "VCALENDAR" && self.calendars == 1 => {
                        &mut self.calendar.properties
                    }
                    Some(open) => &mut open.properties,
                    None => return true,
                };
                if properties.len() < PROPERTIES_MAX {
                    properties.push(property);
                } else {
                    self.report.error(
                        property.at,
                        "this has more lines than any event",
                        "the rest is left out",
                    );
                }
            }
            _ => {}
        }
        true
    }

    /// What a calendar says of itself that follows another in the same file.
    fn another(&mut self, property: &Property) {
        let Some(first) = self.calendar.get(&property.name) else {
            // Of the names that the first does not have, the first is the file's.
            if !ZONE.contains(&&*property.name) {
                self.calendar.properties.push(property.clone());
            }
            return;
        };
        if first.value.trim() == property.value.trim() {
            return;
        }
        let (what, help) = match &*property.name {
            name if ZONE.contains(&name) => (
                "another calendar has another time zone",
                "its times that name none are taken to be in it",
            ),
            "X-WR-CALNAME" | "NAME" => (
                "another calendar has another name",
                "the sessions of both are shown under the first",
            ),
            _ => return,
        };
        self.report.warning(property.at.clone(), what, help);
    }

    /// The zone of the calendar that is open, where it is not the first of the file.
    fn own_zone(&self) -> Option<String> {
        let open = self
            .stack
            .iter()
            .rfind(|open| open.name == "VCALENDAR")
            .filter(|_| self.calendars > 1)?;
        ZONE.iter().find_map(|name| open.get(name)).map(Property::text)
    }

    /// A line that is none: more of the line before, if that is text.
    fn stray(&mut self, text: &str, at: Span) {
        const FORM: &str = "this line has not the form of any";
        let Some(open) = self.stack.last_mut() else { return };
        let before = match &*open.name {
            "VCALENDAR" if self.calendars == 1 => self.calendar.properties.last_mut(),
            _ => open.properties.last_mut(),
        };
        match before {
            Some(property) if TEXT.contains(&&*property.name) => {
                property.go_on(text);
                self.report.warning(at, FORM, "it is taken as more of the line before");
            }
            Some(_) => self.report.error(at, FORM, "it is left out: the line before is no text"),
            None => self.report.error(
                at,
                "this line has not the form of any and belongs to nothing",
                "it is left out",
            ),
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
        self.calendars += usize::from(name == "VCALENDAR");
        if name == "VEVENT" && self.calendar.events.len() >= EVENTS_MAX {
            let help = "this one and what follows it are left out";
            self.report.error(
                property.at.clone(),
                "there are more events than any conference has",
                help,
            );
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
                    self.report.warning(
                        property.at.clone(),
                        "something within this has no end",
                        help,
                    );
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
            let Some(mut done) = self.stack.pop() else { return };
            match &*done.name {
                "VEVENT" => {
                    if let Some(zone) = self.own_zone() {
                        done.properties.iter_mut().for_each(|property| property.in_zone(&zone));
                    }
                    self.calendar.events.push(done);
                }
                "VTIMEZONE" if self.calendar.zones.len() < ZONES_MAX => {
                    self.calendar.zones.push(done)
                }
                "STANDARD" | "DAYLIGHT" => {
                    if let Some(zone) =
                        self.stack.last_mut().filter(|zone| zone.parts.len() < PROPERTIES_MAX)
                    {
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
            let at =
                text.get(..end).and_then(|text| text.rfind('\n')).map_or(0, |line| line + 1)..end;
            // What has lost its title or its start is no session.
            let whole = open.get("DTSTART").is_some() && open.get("SUMMARY").is_some();
            if !whole {
                open.name.clear();
            }
            let help = if whole {
                "what there is of the last event is kept"
            } else {
                "the last event is left out"
            };
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
