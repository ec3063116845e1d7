//! The writer of iCalendar, strictly by RFC 5545.

use super::hallway::{self, SessionUid};
use crate::agenda::{Agenda, Moment, Session, SessionIx, Zone};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Offset, Utc};

/// The number of octets in a line without its end (RFC 5545 3.1). The space of a continuation
/// counts.
const LINE_OCTETS: usize = 75;

/// The `STATUS` (RFC 5545 3.8.1.11) of a session, unless the session is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The session is attended.
    Confirmed,
    /// The session may be attended.
    Tentative,
}

/// Writes the sessions with a start: all as [`Status::Confirmed`], or those with a status by
/// `only`. A calendar has no place for a session without a start.
///
/// `stamp` becomes `DTSTAMP`. The same agenda and stamp always give the same bytes. Times are in
/// the event's zone and defined in the file. Without a zone, times are in UTC if the agenda has
/// instants, otherwise floating (RFC 5545 3.3.5).
pub fn write(
    agenda: &Agenda,
    only: Option<&dyn Fn(SessionIx) -> Option<Status>>,
    stamp: DateTime<Utc>,
) -> String {
    let sessions: Vec<(&Session, Status)> = agenda
        .sessions
        .iter()
        .enumerate()
        .filter(|(_, session)| session.start.is_some())
        .filter_map(|(ix, session)| {
            Some((session, only.map_or(Some(Status::Confirmed), |only| only(ix))?))
        })
        .collect();
    let mut out = CalendarWriter { text: String::new(), agenda, stamp };
    out.write_property("BEGIN", "VCALENDAR");
    out.write_head();
    if let Some(zone) = agenda.zone.as_ref().filter(|zone| !is_utc(zone)) {
        out.write_zone(zone, &sessions);
    }
    for (session, status) in sessions {
        out.write_session(session, status);
    }
    out.write_property("END", "VCALENDAR");
    out.text
}

/// Returns true for a zone written as UTC, without a `VTIMEZONE`.
fn is_utc(zone: &Zone) -> bool {
    matches!(zone.name(), "UTC" | "Etc/UTC")
}

struct CalendarWriter<'a> {
    text: String,
    agenda: &'a Agenda,
    stamp: DateTime<Utc>,
}

/// A `STANDARD` or `DAYLIGHT` component (RFC 5545 3.6.5).
struct Observance<'a> {
    component: &'static str,
    start: &'a str,
    before: FixedOffset,
    after: FixedOffset,
    name: &'a str,
}

impl CalendarWriter<'_> {
    /// Writes a folded line. `name` includes any parameters, and `value` is escaped.
    fn write_property(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for c in name.chars().chain([':']).chain(value.chars()).filter(|c| !c.is_control()) {
            if octets + c.len_utf8() > LINE_OCTETS {
                self.text.push_str("\r\n ");
                octets = 1;
            }
            self.text.push(c);
            octets += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    /// Writes a property of type `TEXT` (RFC 5545 3.3.11).
    fn write_text(&mut self, name: &str, value: &str) {
        self.write_property(name, &escape(value));
    }

    /// Writes the calendar's own properties.
    fn write_head(&mut self) {
        let agenda = self.agenda;
        self.write_property("VERSION", "2.0");
        self.write_property("PRODID", hallway::PRODUCT_ID);
        self.write_property("CALSCALE", "GREGORIAN");
        self.write_property("METHOD", "PUBLISH");
        self.write_text("X-WR-CALNAME", &agenda.name);
        if let Some(description) = &agenda.description {
            self.write_text("X-WR-CALDESC", description);
        }
        if let Some(url) = &agenda.url {
            self.write_property("URL", url);
        }
        if let Some(zone) = &agenda.zone {
            self.write_text("X-WR-TIMEZONE", zone.name());
        }
    }

    fn write_session(&mut self, session: &Session, status: Status) {
        let Some(start) = session.start else { return };
        let uid = SessionUid { session: &session.id, event: &self.agenda.id };
        self.write_property("BEGIN", "VEVENT");
        self.write_text("UID", &hallway::write_uid(uid));
        self.write_property("DTSTAMP", &format_utc(self.stamp));
        self.write_time("DTSTART", start);
        match (session.minutes, session.end()) {
            // `DTEND` must be later than `DTSTART` (RFC 5545 3.8.2.2).
            (Some(0), _) => self.write_property("DURATION", "PT0S"),
            (_, Some(end)) => self.write_time("DTEND", end),
            (_, None) => {}
        }
        self.write_text("SUMMARY", &session.title);
        if let Some(room) = &session.room {
            self.write_text("LOCATION", room);
        }
        let description = hallway::write_description(self.agenda, session);
        if !description.is_empty() {
            self.write_text("DESCRIPTION", &description);
        }
        if let Some(url) = &session.url {
            self.write_property("URL", url);
        }
        self.write_categories(session);
        let status = match status {
            _ if session.cancelled => "CANCELLED",
            Status::Confirmed => "CONFIRMED",
            Status::Tentative => "TENTATIVE",
        };
        self.write_property("STATUS", status);
        self.write_property("END", "VEVENT");
    }

    /// Writes kind, track and tags, and the track once more by itself.
    fn write_categories(&mut self, session: &Session) {
        let track = session.track.and_then(|track| self.agenda.tracks.get(track));
        let track = track.map(|track| &*track.name);
        let tags = session.tags.iter().map(|tag| &**tag);
        let categories: Vec<String> =
            [session.kind.word()].into_iter().chain(track).chain(tags).map(escape).collect();
        self.write_property("CATEGORIES", &categories.join(","));
        if let Some(track) = track {
            self.write_text(hallway::TRACK, track);
        }
    }

    /// Writes a time by the event's zone, or in UTC if that zone's clocks show the time twice and
    /// `at` is the second one.
    fn write_time(&mut self, name: &str, at: Moment) {
        match &self.agenda.zone {
            // An offset in the source makes an instant.
            None if self.agenda.utc || at.offset().local_minus_utc() != 0 => {
                self.write_property(name, &format_utc(at.to_utc()));
            }
            None => self.write_property(name, &format_wall(at)),
            Some(zone) => {
                let local = zone.local_time(at);
                if is_utc(zone) || zone.resolve_wall_clock(local.naive_local()).at != local {
                    self.write_property(name, &format_utc(at.to_utc()));
                } else {
                    let name = format!("{name};TZID={}", zone.name());
                    self.write_property(&name, &format_wall(local));
                }
            }
        }
    }

    /// Writes the `VTIMEZONE` of the years of the sessions, with each clock change by itself: some
    /// zones change without a rule (Morocco).
    fn write_zone(&mut self, zone: &Zone, sessions: &[(&Session, Status)]) {
        let Some((from, until)) = span_of_years(sessions) else { return };
        let changes = zone.clock_changes(from, until);
        self.write_property("BEGIN", "VTIMEZONE");
        self.write_property("TZID", zone.name());
        self.write_property("X-LIC-LOCATION", zone.name());
        if changes.first().is_none_or(|change| change.at > from) {
            let at = zone.local_time(from);
            self.write_observance(&Observance {
                component: "STANDARD",
                start: "19700101T000000",
                before: at.offset().fix(),
                after: at.offset().fix(),
                name: &zone.abbreviation(at),
            });
        }
        for change in changes {
            self.write_observance(&Observance {
                component: if change.summer { "DAYLIGHT" } else { "STANDARD" },
                start: &format_wall(change.at.with_timezone(&change.before)),
                before: change.before,
                after: change.after,
                name: &change.abbreviation,
            });
        }
        self.write_property("END", "VTIMEZONE");
    }

    fn write_observance(&mut self, observance: &Observance<'_>) {
        self.write_property("BEGIN", observance.component);
        self.write_property("DTSTART", observance.start);
        self.write_property("TZOFFSETFROM", &format_offset(observance.before));
        self.write_property("TZOFFSETTO", &format_offset(observance.after));
        self.write_text("TZNAME", observance.name);
        self.write_property("END", observance.component);
    }
}

/// Returns the first and last instant at which a session's zone may be needed. A session may begin
/// before the New Year of its zone, and end after it.
fn span_of_years(sessions: &[(&Session, Status)]) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let years = || sessions.iter().filter_map(|(session, _)| Some(session.start?.year()));
    let midnight = |year, month, day| {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        date.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc()
    };
    Some((midnight(years().min()? - 1, 12, 30), midnight(years().max()? + 1, 1, 31)))
}

fn format_utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn format_wall(at: DateTime<FixedOffset>) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

/// Formats an offset (RFC 5545 3.3.14): `+0530`, with seconds for offsets before standard time.
fn format_offset(offset: FixedOffset) -> String {
    let total = offset.local_minus_utc();
    let (sign, seconds) = (if total < 0 { '-' } else { '+' }, total.abs());
    let minutes = format!("{sign}{:02}{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds % 60 == 0 { minutes } else { format!("{minutes}{:02}", seconds % 60) }
}

/// Escapes a value of type `TEXT` (RFC 5545 3.3.11).
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
