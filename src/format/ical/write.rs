//! The writer of iCalendar, strictly by RFC 5545.

use super::hallway::{self, SessionUid};
use super::own_clock::{ClockWriter, day_start_property};
use super::own_properties::{self, WrittenProperty};
use super::property::escape;
use super::time::format_offset;
use super::uid::uid_parts;
use crate::agenda::{Agenda, Clock, Moment, Session, SessionIx, Zone};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Offset, TimeDelta, Utc};

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
/// `revised` is the time of the last change of the agenda or of the marks. The time becomes
/// `DTSTAMP`, `LAST-MODIFIED` and, as seconds since 2020, `SEQUENCE`: a later version replaces an
/// earlier one in a calendar program. The same agenda and `revised` always give the same bytes. An
/// unknown time is the beginning of 1970, so that every version with a known time is later.
///
/// Times are in the event's zone and defined in the file. Without a zone, times are in UTC if the
/// agenda has instants, otherwise floating (RFC 5545 3.3.5).
pub fn write(
    agenda: &Agenda,
    only: Option<&dyn Fn(SessionIx) -> Option<Status>>,
    revised: Option<DateTime<Utc>>,
) -> String {
    write_with_alarms(agenda, only, revised, None)
}

/// Writes the calendar of [`write`] with an alarm (RFC 5545 3.6.6) `alarm` minutes before each
/// session. Cancelled sessions and those without a time of day have none.
pub fn write_with_alarms(
    agenda: &Agenda,
    only: Option<&dyn Fn(SessionIx) -> Option<Status>>,
    revised: Option<DateTime<Utc>>,
    alarm: Option<u32>,
) -> String {
    let sessions = entries_to_write(agenda, only);
    let listed: Vec<&Session> = sessions.iter().map(|entry| entry.session).collect();
    let mut out = CalendarWriter::new(agenda, &listed, revised, alarm);
    out.write_property("BEGIN", "VCALENDAR");
    out.write_head();
    out.write_own_properties(&own_properties::list_entries(agenda, &listed));
    out.write_sessions(&sessions);
    out.write_property("END", "VCALENDAR");
    out.text
}

/// Returns the sessions with a start and a status, each with its part of the `UID`.
pub(super) fn entries_to_write<'a>(
    agenda: &'a Agenda,
    only: Option<&dyn Fn(SessionIx) -> Option<Status>>,
) -> Vec<SessionEntry<'a>> {
    let sessions = agenda.sessions.iter().zip(uid_parts(agenda)).enumerate();
    let sessions = sessions.filter(|(_, (session, _))| session.start.is_some());
    let entries = sessions.filter_map(|(ix, (session, uid))| {
        let status = only.map_or(Some(Status::Confirmed), |only| only(ix))?;
        Some(SessionEntry { session, status, uid })
    });
    entries.collect()
}

/// Returns true for a zone written as UTC, without a `VTIMEZONE`.
fn is_utc(zone: &Zone) -> bool {
    matches!(zone.name(), "UTC" | "Etc/UTC")
}

pub(super) struct CalendarWriter<'a> {
    pub(super) text: String,
    agenda: &'a Agenda,
    clock_writer: ClockWriter<'a>,
    revised: Option<DateTime<Utc>>,
    /// Minutes before each session.
    alarm: Option<u32>,
}

/// A session to write.
pub(super) struct SessionEntry<'a> {
    pub(super) session: &'a Session,
    status: Status,
    /// The session's part of the `UID`.
    uid: String,
}

impl SessionEntry<'_> {
    /// Returns the `UID` of the session.
    pub(super) fn full_uid(&self, agenda: &Agenda) -> String {
        hallway::write_uid(SessionUid { session: &self.uid, event: &agenda.id })
    }
}

/// A `STANDARD` or `DAYLIGHT` component (RFC 5545 3.6.5).
struct Observance<'a> {
    component: &'static str,
    start: &'a str,
    before: FixedOffset,
    after: FixedOffset,
    name: &'a str,
}

impl<'a> CalendarWriter<'a> {
    /// Returns a writer without text for these sessions.
    pub(super) fn new(
        agenda: &'a Agenda,
        sessions: &[&Session],
        revised: Option<DateTime<Utc>>,
        alarm: Option<u32>,
    ) -> CalendarWriter<'a> {
        let clock_writer = ClockWriter::new(agenda, sessions);
        CalendarWriter { text: String::new(), agenda, clock_writer, revised, alarm }
    }

    /// Writes a folded line. `name` includes any parameters, and `value` is escaped.
    pub(super) fn write_property(&mut self, name: &str, value: &str) {
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

    /// Writes the properties that every calendar has.
    pub(super) fn write_product(&mut self) {
        self.write_property("VERSION", "2.0");
        self.write_property("PRODID", hallway::PRODUCT_ID);
        self.write_property("CALSCALE", "GREGORIAN");
    }

    /// Writes the calendar's own properties.
    fn write_head(&mut self) {
        let agenda = self.agenda;
        self.write_product();
        self.write_text("X-WR-CALNAME", &agenda.name);
        if let Some(description) = &agenda.description {
            self.write_text("X-WR-CALDESC", description);
        }
        if let Some(url) = &agenda.url {
            self.write_property("URL", url);
        }
        if let Some(zone) = agenda.clock.zone() {
            self.write_text("X-WR-TIMEZONE", zone.name());
        }
        if let Some(venue) = &agenda.venue {
            self.write_text(own_properties::VENUE, venue);
        }
        self.write_own_properties(&[day_start_property(agenda)]);
    }

    /// Writes the event's zone and the sessions.
    pub(super) fn write_sessions(&mut self, sessions: &[SessionEntry<'_>]) {
        if let Some(zone) = self.agenda.clock.zone().filter(|zone| !is_utc(zone)) {
            self.write_zone(zone, sessions);
        }
        for entry in sessions {
            self.write_session(entry);
        }
    }

    fn write_session(&mut self, entry: &SessionEntry<'_>) {
        let SessionEntry { session, status, uid } = entry;
        self.write_property("BEGIN", "VEVENT");
        self.write_text("UID", &entry.full_uid(self.agenda));
        self.write_revision();
        self.write_times(session);
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
        for link in &session.links {
            self.write_property("ATTACH", &link.url);
        }
        let offset = self.clock_writer.offset_property(session);
        self.write_own_properties(offset.as_ref());
        self.write_own_properties(&own_properties::session_properties(self.agenda, session, uid));
        let status = match status {
            _ if session.cancelled => "CANCELLED",
            Status::Confirmed => "CONFIRMED",
            Status::Tentative => "TENTATIVE",
        };
        self.write_property("STATUS", status);
        self.write_alarm(session);
        self.write_property("END", "VEVENT");
    }

    fn write_alarm(&mut self, session: &Session) {
        let Some(minutes) = self.alarm.filter(|_| !session.cancelled && !session.all_day) else {
            return;
        };
        self.write_property("BEGIN", "VALARM");
        self.write_property("ACTION", "DISPLAY");
        self.write_text("DESCRIPTION", &session.title);
        self.write_property("TRIGGER", &format!("-PT{minutes}M"));
        self.write_property("END", "VALARM");
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

    fn write_own_properties<'p>(
        &mut self,
        properties: impl IntoIterator<Item = &'p WrittenProperty>,
    ) {
        for (name, value) in properties {
            self.write_property(name, value);
        }
    }

    /// Writes the version of an event. `DTSTAMP` (RFC 5545 3.8.7.2) is required.
    fn write_revision(&mut self) {
        /// 2020-01-01 in UTC, in seconds. `SEQUENCE` has 31 bits, until 2088.
        const FIRST_REVISION: i64 = 1_577_836_800;
        let Some(revised) = self.revised else {
            self.write_property("DTSTAMP", &format_utc(DateTime::UNIX_EPOCH));
            return;
        };
        let sequence = revised.timestamp().saturating_sub(FIRST_REVISION);
        let sequence = sequence.clamp(0, i64::from(i32::MAX));
        self.write_property("DTSTAMP", &format_utc(revised));
        self.write_property("LAST-MODIFIED", &format_utc(revised));
        self.write_property("SEQUENCE", &sequence.to_string());
    }

    /// Writes start and end. `DTEND` must be later than `DTSTART` (RFC 5545 3.8.2.2): a session of
    /// 0 minutes has none.
    fn write_times(&mut self, session: &Session) {
        let Some(start) = session.start else { return };
        let end = session.end().filter(|end| *end > start);
        if session.all_day {
            self.write_dates(start, end);
            return;
        }
        // Programs differ over a clock time that comes twice, and over an event with two forms.
        let shows_twice =
            |zone: &Zone| zone.shows_twice(start) || end.is_some_and(|end| zone.shows_twice(end));
        if self.agenda.clock.zone().is_some_and(shows_twice) {
            self.write_property("DTSTART", &format_utc(start.to_utc()));
            if let Some(end) = end {
                self.write_property("DTEND", &format_utc(end.to_utc()));
            }
            return;
        }
        self.write_time("DTSTART", start);
        if let Some(end) = end {
            self.write_time("DTEND", end);
        }
    }

    /// Writes the dates of an all-day session. `DTEND` is the day after the last one.
    fn write_dates(&mut self, start: Moment, end: Option<Moment>) {
        let first = self.agenda.local_time(start).date_naive();
        let day_after = first.succ_opt().unwrap_or(first);
        // A day with a clock change has 23 or 25 hours.
        let end = end.and_then(|end| {
            self.agenda.local_time(end).naive_local().checked_add_signed(TimeDelta::hours(12))
        });
        let end = end.map_or(day_after, |end| end.date().max(day_after));
        self.write_property("DTSTART;VALUE=DATE", &format_date(first));
        self.write_property("DTEND;VALUE=DATE", &format_date(end));
    }

    /// Writes a time by the event's zone, or in UTC if the zone is unknown. Wall clocks alone are
    /// floating.
    fn write_time(&mut self, name: &str, at: Moment) {
        match &self.agenda.clock {
            // A single time with an offset is an instant too.
            Clock::WallClocks if at.offset().local_minus_utc() == 0 => {
                self.write_property(name, &format_wall(at));
            }
            Clock::WallClocks | Clock::Utc | Clock::Offsets(_) => {
                self.write_property(name, &format_utc(at.to_utc()));
            }
            Clock::Zone(zone) => {
                let local = zone.local_time(at);
                if is_utc(zone) {
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
    fn write_zone(&mut self, zone: &Zone, sessions: &[SessionEntry<'_>]) {
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
fn span_of_years(sessions: &[SessionEntry<'_>]) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let years = || sessions.iter().filter_map(|entry| Some(entry.session.start?.year()));
    let midnight = |year, month, day| {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        date.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc()
    };
    Some((midnight(years().min()? - 1, 12, 30), midnight(years().max()? + 1, 1, 31)))
}

fn format_utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn format_date(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}

fn format_wall(at: DateTime<FixedOffset>) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}
