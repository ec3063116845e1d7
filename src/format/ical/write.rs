//! An agenda as iCalendar, by the letter of RFC 5545.

use super::dialect::{Producer, labelled};
use super::hallway::{AFFILIATION, PRODID, TRACK, UID_END};
use crate::agenda::{Agenda, Moment, Part, Person, Session, SessionIx, Zone};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Offset, Utc};

/// What a calendar shows of a session that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Confirmed,
    /// One might attend it.
    Tentative,
}

/// Writes the sessions that have a time: all of them, or those that `only` says the status of. What
/// has no time yet cannot stand in a calendar.
///
/// `stamp` is said to be the time of writing; the same agenda and stamp always give the same bytes.
/// Times are those of the event's zone, which is defined in the file; where it is not known they
/// are in UTC if the agenda has them so, else the clock on the wall.
pub fn write(
    agenda: &Agenda,
    only: Option<&dyn Fn(SessionIx) -> Option<Status>>,
    stamp: DateTime<Utc>,
) -> String {
    let status = |ix| only.map_or(Some(Status::Confirmed), |only| only(ix));
    let timed = agenda.sessions.iter().enumerate().filter(|(_, session)| session.start.is_some());
    let sessions: Vec<(&Session, Status)> =
        timed.filter_map(|(ix, session)| Some((session, status(ix)?))).collect();
    let mut out = Writer { text: String::new(), agenda, stamp };
    out.raw("BEGIN", "VCALENDAR");
    out.raw("VERSION", "2.0");
    out.raw("PRODID", PRODID);
    out.raw("CALSCALE", "GREGORIAN");
    out.raw("METHOD", "PUBLISH");
    out.text("X-WR-CALNAME", &agenda.name);
    if let Some(description) = &agenda.description {
        out.text("X-WR-CALDESC", description);
    }
    if let Some(url) = &agenda.url {
        out.raw("URL", url);
    }
    if let Some(zone) = &agenda.zone {
        out.text("X-WR-TIMEZONE", zone.name());
        if !is_utc(zone) {
            out.zone(zone, &sessions);
        }
    }
    for (session, status) in sessions {
        out.session(session, status);
    }
    out.raw("END", "VCALENDAR");
    out.text
}

/// Written as instants, and without a definition.
fn is_utc(zone: &Zone) -> bool {
    matches!(zone.name(), "UTC" | "Etc/UTC")
}

struct Writer<'a> {
    text: String,
    agenda: &'a Agenda,
    stamp: DateTime<Utc>,
}

impl Writer<'_> {
    /// One property: its name with any parameters, and its value as it stands in the file.
    fn raw(&mut self, name: &str, value: &str) {
        /// Octets in a line without its end (3.1); a continuation begins with a space, which
        /// counts.
        const LINE: usize = 75;
        let mut length = 0;
        for c in name.chars().chain([':']).chain(value.chars()).filter(|c| !c.is_control()) {
            if length + c.len_utf8() > LINE {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(c);
            length += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    /// One property of type TEXT (3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escape(value));
    }

    fn session(&mut self, session: &Session, status: Status) {
        let Some(start) = session.start else { return };
        self.raw("BEGIN", "VEVENT");
        // The id keeps what it is made of: the same session has the same UID in every version of
        // the agenda.
        self.text("UID", &format!("{}@{}{UID_END}", session.id, self.agenda.id));
        self.raw("DTSTAMP", &utc(self.stamp));
        self.time("DTSTART", start);
        match (session.minutes, session.end()) {
            // An end must be later than the start.
            (Some(0), _) => self.raw("DURATION", "PT0S"),
            (_, Some(end)) => self.time("DTEND", end),
            (_, None) => {}
        }
        self.text("SUMMARY", &session.title);
        if let Some(room) = &session.room {
            self.text("LOCATION", room);
        }
        let description = self.description(session);
        if !description.is_empty() {
            self.text("DESCRIPTION", &description);
        }
        if let Some(url) = &session.url {
            self.raw("URL", url);
        }
        let track =
            session.track.and_then(|track| self.agenda.tracks.get(track)).map(|track| &*track.name);
        let sorts = track.into_iter().chain(session.tags.iter().map(|tag| &**tag));
        let sorts: String = sorts.map(|sort| format!(",{}", escape(sort))).collect();
        self.raw("CATEGORIES", &format!("{}{sorts}", session.kind.word()));
        if let Some(track) = track {
            // Which of the categories it is: there is no property for that.
            self.text(TRACK, track);
        }
        let status = match status {
            _ if session.cancelled => "CANCELLED",
            Status::Confirmed => "CONFIRMED",
            Status::Tentative => "TENTATIVE",
        };
        self.raw("STATUS", status);
        self.raw("END", "VEVENT");
    }

    /// The people, the abstract and the address, for calendars that show nothing else.
    fn description(&self, session: &Session) -> String {
        let mut lines: Vec<String> = Vec::new();
        for part in Part::ALL {
            let people = self.agenda.people_of(session).filter(|(_, of)| of == part);
            let named = |person: &Person| match &person.affiliation {
                Some(affiliation) => format!("{}{AFFILIATION}{affiliation}", person.name),
                None => person.name.to_string(),
            };
            let names: Vec<String> = people.map(|(person, _)| named(person)).collect();
            let word = part.word().get(1..).unwrap_or_default();
            let label =
                format!("{}{word}", part.word().get(..1).unwrap_or_default().to_uppercase());
            match &names[..] {
                [] => {}
                [name] => lines.push(format!("{label}: {name}")),
                // A list could not be told apart again.
                names
                    if names.iter().any(|name| {
                        name.contains([',', ';', '(', '[', ')', ']']) || name.contains(AFFILIATION)
                    }) =>
                {
                    lines.extend(names.iter().map(|name| format!("{label}: {name}")));
                }
                names => lines.push(format!("{label}s: {}", names.join(", "))),
            }
        }
        let people = lines.join("\n");
        let blocks = [Some(&*people), session.summary.as_deref(), session.url.as_deref()];
        let text = blocks
            .into_iter()
            .flatten()
            .filter(|block| !block.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n");
        // An abstract that begins as if it named people.
        let seems_people =
            people.is_empty() && !labelled(&mut text.clone(), Producer::Hallway).is_empty();
        if seems_people { format!("\n{text}") } else { text }
    }

    /// A time on the event's clocks; in UTC where those show the time twice and this is the second
    /// one.
    fn time(&mut self, name: &str, at: Moment) {
        let wall = |at: Moment| at.format("%Y%m%dT%H%M%S").to_string();
        match &self.agenda.zone {
            // UTC or an offset was in the file: it is an instant.
            None if self.agenda.utc || at.offset().local_minus_utc() != 0 => {
                self.raw(name, &utc(at.to_utc()))
            }
            None => self.raw(name, &wall(at)),
            Some(zone) if is_utc(zone) => self.raw(name, &utc(at.to_utc())),
            Some(zone) => {
                let local = zone.local_time(at);
                if zone.resolve_wall_clock(local.naive_local()).at == local {
                    self.raw(&format!("{name};TZID={}", zone.name()), &wall(local));
                } else {
                    self.raw(name, &utc(at.to_utc()));
                }
            }
        }
    }

    /// The definition of the zone for the years of the sessions: every change of the clocks by
    /// itself, which is true even where no rule is (Morocco).
    fn zone(&mut self, zone: &Zone, sessions: &[(&Session, Status)]) {
        let years =
            || sessions.iter().filter_map(|(session, _)| session.start).map(|start| start.year());
        let (Some(first), Some(last)) = (years().min(), years().max()) else { return };
        let day = |year: i32, month: u32, day: u32| {
            NaiveDate::from_ymd_opt(year, month, day)
                .unwrap_or_default()
                .and_hms_opt(0, 0, 0)
                .unwrap_or_default()
                .and_utc()
        };
        // A session may begin before the New Year of its zone, and end after it.
        let (from, until) = (day(first - 1, 12, 30), day(last + 1, 1, 31));
        let changes = zone.clock_changes(from, until);
        self.raw("BEGIN", "VTIMEZONE");
        self.raw("TZID", zone.name());
        self.raw("X-LIC-LOCATION", zone.name());
        if changes.first().is_none_or(|change| change.at > from) {
            let at = zone.local_time(from);
            let name = zone.abbreviation(at);
            self.observance(false, "19700101T000000", at.offset().fix(), at.offset().fix(), &name);
        }
        for change in changes {
            // On the clocks before the change.
            let start = change.at.with_timezone(&change.before).format("%Y%m%dT%H%M%S").to_string();
            self.observance(
                change.summer,
                &start,
                change.before,
                change.after,
                &change.abbreviation,
            );
        }
        self.raw("END", "VTIMEZONE");
    }

    fn observance(
        &mut self,
        summer: bool,
        start: &str,
        before: FixedOffset,
        after: FixedOffset,
        name: &str,
    ) {
        let word = if summer { "DAYLIGHT" } else { "STANDARD" };
        self.raw("BEGIN", word);
        self.raw("DTSTART", start);
        self.raw("TZOFFSETFROM", &offset(before));
        self.raw("TZOFFSETTO", &offset(after));
        self.text("TZNAME", name);
        self.raw("END", word);
    }
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// `+0530`; with seconds where there are any, as before standard time.
fn offset(offset: FixedOffset) -> String {
    let seconds = offset.local_minus_utc();
    let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let rest = if all % 60 == 0 { String::new() } else { format!("{:02}", all % 60) };
    format!("{sign}{:02}{:02}{rest}", all / 3600, all / 60 % 60)
}

/// TEXT with its escapes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}
