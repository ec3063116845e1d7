//! Events to sessions.

use super::super::collector::{Collector, Report};
use super::super::text;
use super::components::{Calendar, Component};
use super::dialect::{self, Producer};
use super::horizon::{Horizon, HorizonReason, Horizons};
use super::length::read_length;
use super::occurrence_ids::OccurrenceIds;
use super::oddities::report_oddities;
use super::overrides::{FutureOverride, Overrides, newest_versions};
use super::own_clock;
use super::recurrence::{Occurrence, Recurrence};
use super::rule::RuleBudget;
use super::session_text::TextReader;
use super::time::{IcalTime, NominalDuration, parse_time, round_to_minutes};
use super::zones::Zones;
use crate::agenda::{At, DraftId, DraftSession, FileText, Span, When};
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

/// The length of the texts of all occurrences together, in bytes.
const OCCURRENCE_BYTES_MAX: usize = 32 << 20;

/// Reads every event. A recurring event becomes one session for each occurrence. Another event of
/// the same `UID` with a `RECURRENCE-ID` (RFC 5545 3.8.4.4) replaces the occurrence.
pub(super) fn read_sessions(
    calendar: &Calendar,
    zones: &Zones,
    producer: Producer,
    collector: &mut Collector,
) {
    let events = newest_versions(calendar, zones, &mut collector.report);
    add_rooms(&events, producer, !calendar.lists.is_empty(), collector);
    let mut rule_budget = RuleBudget::default();
    let mut reader = EventReader {
        horizons: Horizons::of_events(&events, zones, &mut rule_budget),
        zones,
        producer,
        overrides: Overrides::of_events(&events, zones),
        overriding_sessions: HashMap::new(),
        bytes_left: OCCURRENCE_BYTES_MAX,
        rule_budget,
        texts: TextReader::new(calendar, producer, collector),
    };
    for event in events {
        reader.read_event(event);
    }
    reader.overrides.report_lost(&mut reader.texts.collector.report);
}

/// Adds all rooms in order. `A, B, C` joins the rooms A, B and C if all three are rooms.
fn add_rooms(
    events: &[&Component],
    producer: Producer,
    has_lists: bool,
    collector: &mut Collector,
) {
    let mut names: HashSet<String> = HashSet::new();
    let mut rooms: Vec<At<FileText>> = Vec::new();
    for event in events {
        let Some(location) = event.get("LOCATION") else { continue };
        for name in dialect::rooms_of_event(event, producer) {
            if names.insert(name.clone()) {
                rooms.push(location.located(name.into()));
            }
        }
    }
    for name in rooms {
        let joins = if has_lists { Vec::new() } else { joined_rooms(&name, &names) };
        let name = name.map(|name| text::decode_entities(&name).into());
        if let Some(room) = collector.find_or_add_room(name)
            && room.joins.is_empty()
        {
            room.joins = joins;
        }
    }
}

/// Returns the rooms in a list of two or more different rooms, or none if one of them is not in
/// `names`.
fn joined_rooms(name: &At<FileText>, names: &HashSet<String>) -> Vec<At<FileText>> {
    let parts: Vec<&str> = name.value.split(", ").map(str::trim).collect();
    let distinct: HashSet<&&str> = parts.iter().collect();
    if parts.len() < 2
        || distinct.len() < parts.len()
        || !parts.iter().all(|part| names.contains(*part))
    {
        return Vec::new();
    }
    parts.into_iter().map(|part| At { value: part.into(), at: name.at.clone() }).collect()
}

struct EventReader<'a> {
    zones: &'a Zones,
    producer: Producer,
    overrides: Overrides<'a>,
    horizons: Horizons,
    /// The session of each [`FutureOverride`], by the offset of its event in the file.
    overriding_sessions: HashMap<usize, TimedSession>,
    /// The bytes of text left for further occurrences.
    bytes_left: usize,
    rule_budget: RuleBudget,
    texts: TextReader<'a>,
}

/// A recurring event.
struct Series<'a> {
    event: &'a Component,
    ids: &'a EventIds,
    /// The event's `DTSTART`.
    start: &'a IcalTime,
    first: TimedSession,
    /// The number of sessions, with those of overrides.
    count: usize,
}

impl Series<'_> {
    /// Reports the number of sessions.
    fn report_count(&self, horizon: Option<Horizon>, report: &mut Report) {
        let Some(property) = self.event.get("RRULE").or_else(|| self.event.get("RDATE")) else {
            return;
        };
        let sessions = if self.count == 1 { "session" } else { "sessions" };
        let (message, help) = match horizon.map(|horizon| horizon.reason) {
            None => ("this event repeats", "each time is a session of its own"),
            Some(HorizonReason::OtherEvents) => (
                "this event repeats without an end",
                "it is taken to repeat until the last day of the other events",
            ),
            Some(HorizonReason::Year) => {
                ("this event repeats without an end", "it is taken to repeat for a year")
            }
        };
        report.warn(&property.at, format!("{message}: {} {sessions}", self.count), help);
    }
}

/// The session of an event, with the length of its occurrences.
#[derive(Debug, Clone)]
struct TimedSession {
    session: DraftSession,
    /// See [`EventLength::nominal`](super::length::EventLength::nominal).
    nominal: Option<NominalDuration>,
}

/// The ids of an event; both are empty without a `UID`.
#[derive(Debug, Default)]
struct EventIds {
    /// The `UID` as written.
    uid: String,
    /// The session's id by its producer.
    session: String,
}

impl EventReader<'_> {
    fn read_event(&mut self, event: &Component) {
        report_oddities(event, &mut self.texts.collector.report);
        let mut session = self.texts.read_session(event);
        let ids = self.read_ids(event, &mut session);
        let Some(start) = self.read_start(event) else {
            session.start = Some(At { value: When::Unscheduled, at: event.at.clone() });
            self.add_session(session);
            return;
        };
        let nominal = self.set_length(event, &start, &mut session);
        session.start = Some(self.when_of(&start));
        session.all_day = start.all_day;
        if event.get("RECURRENCE-ID").is_some() {
            self.add_session(session);
            return;
        }
        let recurrence = Recurrence::new(event, &start, self.zones);
        let is_overridden = self.overrides.find(&ids.uid, &start, self.zones);
        let has_first = !is_overridden && !recurrence.excludes_first();
        if has_first {
            self.add_session(session.clone());
        }
        if event.get("RRULE").or_else(|| event.get("RDATE")).is_some() {
            let first = TimedSession { session, nominal };
            let count = usize::from(has_first || is_overridden);
            let mut series = Series { event, ids: &ids, start: &start, first, count };
            self.read_occurrences(&mut series, &recurrence);
        } else if !has_first && !is_overridden {
            self.texts.collector.report.warn(
                &event.at,
                "this event leaves out its only time",
                "it is left out: its EXDATE is its start",
            );
        }
    }

    /// Adds the sessions of a recurring event after the first, and reports their number.
    fn read_occurrences(&mut self, series: &mut Series<'_>, recurrence: &Recurrence<'_>) {
        let uid = &series.ids.uid;
        let horizon = recurrence
            .is_endless()
            .then(|| self.horizons.horizon(uid, recurrence.start, self.zones))
            .flatten();
        let found = recurrence.occurrences(
            horizon.map(|horizon| horizon.end),
            &mut self.rule_budget,
            &mut self.texts.collector.report,
        );
        let mut is_incomplete = found.is_incomplete;
        for occurrence in found.list {
            if self.add_occurrence(series, occurrence).is_break() {
                is_incomplete = true;
                break;
            }
            series.count += 1;
        }
        if is_incomplete {
            self.overrides.note_missing(uid);
        }
        let is_only_first = series.count <= 1 && found.is_incomplete;
        if !is_only_first {
            series.report_count(horizon, &mut self.texts.collector.report);
        }
    }

    fn add_session(&mut self, session: DraftSession) {
        if self.texts.collector.takes_session(&session.at) {
            self.texts.collector.add_session(session);
        }
    }

    /// Parses `DTSTART`, and reports a missing or malformed one.
    fn read_start(&mut self, event: &Component) -> Option<IcalTime> {
        let report = &mut self.texts.collector.report;
        let Some(property) = event.get("DTSTART") else {
            report.warn(&event.at, "this event has no start", "it is taken as not scheduled yet");
            return None;
        };
        let start = parse_time(property);
        if start.is_none() {
            let help = format!("\"{}\": the session is kept without a time", property.value);
            report.error(&property.at, "this start is not a time", help);
        }
        match own_clock::read_offset(event) {
            Some(offset) if self.producer == Producer::Hallway => Some(start?.with_offset(offset)),
            _ => start,
        }
    }

    /// Sets length or end of a session. Returns the length of its occurrences.
    fn set_length(
        &mut self,
        event: &Component,
        start: &IcalTime,
        session: &mut DraftSession,
    ) -> Option<NominalDuration> {
        let report = &mut self.texts.collector.report;
        let length = read_length(event, start, self.zones, self.producer, report);
        (session.minutes, session.end) = (length.minutes, length.end);
        length.nominal
    }

    /// Sets the session's id: the `UID` without additions of the producer, and with the time of an
    /// overridden occurrence except the first.
    fn read_ids(&self, event: &Component, session: &mut DraftSession) -> EventIds {
        let Some(uid) = event.get("UID").filter(|uid| !uid.value.trim().is_empty()) else {
            return EventIds::default();
        };
        let own = dialect::session_id(event, uid, self.producer);
        let slot = event.get("RECURRENCE-ID").and_then(parse_time);
        let ids = match &slot {
            Some(slot) => {
                let first = self.overrides.first_starts.get(&uid.value);
                OccurrenceIds::of_slot(&own, slot, first, self.zones)
            }
            None => OccurrenceIds::of_first(&own),
        };
        self.set_ids(session, &uid.at, &own, ids);
        EventIds { uid: uid.value.clone(), session: own }
    }

    /// Sets the ids of a session. `event` is the event's id at the place `at`.
    fn set_ids(&self, session: &mut DraftSession, at: &Span, event: &str, ids: OccurrenceIds) {
        let located = |value: String| At { value: value.into(), at: at.clone() };
        session.id = Some(located(ids.session));
        if self.producer != Producer::Hallway {
            let named = [("uid", Some(event.to_owned())), ("recurrence-id", ids.exact)];
            let named = named.into_iter().filter_map(|(name, id)| Some((name.to_owned(), id?)));
            session.ids =
                named.map(|(name, id)| DraftId { name: name.into(), value: located(id) }).collect();
        }
    }

    fn when_of(&self, start: &IcalTime) -> At<When> {
        At { value: self.zones.to_when(start), at: start.at.clone() }
    }

    /// Adds the session of one occurrence. Returns `Break` at a limit.
    fn add_occurrence(&mut self, series: &Series<'_>, occurrence: Occurrence) -> ControlFlow<()> {
        let Occurrence { mut start, minutes } = occurrence;
        if self.overrides.find(&series.ids.uid, &start, self.zones) {
            return ControlFlow::Continue(());
        }
        let future = self.overrides.future_override(&series.ids.uid, &start, self.zones);
        self.take_bytes(series.event, future)?;
        let slot = start.clone();
        let TimedSession { mut session, nominal } = match future {
            Some(future) => self.overriding_session(future),
            None => series.first.clone(),
        };
        if let Some(future) = future {
            start.wall = start.wall.checked_add_signed(future.shift).unwrap_or(start.wall);
        }
        let event = &*series.ids.session;
        let ids = OccurrenceIds::of_slot(event, &slot, Some(series.start), self.zones);
        self.set_ids(&mut session, &series.event.at, event, ids);
        session.start = Some(self.when_of(&start));
        session.minutes = minutes.or_else(|| self.occurrence_minutes(&start, nominal, &session));
        // A fixed end belongs to the first occurrence.
        session.end = None;
        self.add_session(session);
        ControlFlow::Continue(())
    }

    /// Returns the length of an occurrence of `session`.
    fn occurrence_minutes(
        &self,
        start: &IcalTime,
        nominal: Option<NominalDuration>,
        session: &DraftSession,
    ) -> Option<At<i64>> {
        let first = session.minutes.as_ref()?;
        let length = nominal.and_then(|nominal| self.zones.elapsed(start, nominal));
        Some(length.map_or_else(|| first.clone(), |length| round_to_minutes(length, &first.at)))
    }

    /// Returns `Break` and reports if the draft may not have one more occurrence.
    fn take_bytes(
        &mut self,
        event: &Component,
        future: Option<FutureOverride<'_>>,
    ) -> ControlFlow<()> {
        if !self.texts.collector.takes_session(&event.at) {
            return ControlFlow::Break(());
        }
        let bytes = future.map_or(event, |future| future.event).value_bytes();
        let Some(left) = self.bytes_left.checked_sub(bytes) else {
            self.texts.collector.report.error(
                &event.at,
                "the texts of recurring events are longer than in any calendar",
                "this occurrence and all later ones are left out",
            );
            return ControlFlow::Break(());
        };
        self.bytes_left = left;
        ControlFlow::Continue(())
    }

    /// Returns the session of an override of all later occurrences. The event itself reports the
    /// problems of the session.
    fn overriding_session(&mut self, future: FutureOverride<'_>) -> TimedSession {
        let event = future.event;
        if let Some(known) = self.overriding_sessions.get(&event.at.start) {
            return known.clone();
        }
        let reported = std::mem::take(&mut self.texts.collector.report);
        let mut session = self.texts.read_session(event);
        let start = event.get("DTSTART").and_then(parse_time);
        session.all_day = start.as_ref().is_some_and(|start| start.all_day);
        let nominal = start.and_then(|start| self.set_length(event, &start, &mut session));
        self.texts.collector.report = reported;
        let timed = TimedSession { session, nominal };
        self.overriding_sessions.insert(event.at.start, timed.clone());
        timed
    }
}
