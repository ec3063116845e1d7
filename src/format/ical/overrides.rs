//! Events with one `UID`: versions of one event, and overrides of single occurrences.

use super::super::collector::Report;
use super::components::{Calendar, Component};
use super::time::{IcalTime, ZoneReference, parse_time};
use super::zones::Zones;
use crate::agenda::{Span, sort_compactly};
use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use std::collections::{HashMap, HashSet};

/// Returns the events without superseded versions, and reports each of those.
///
/// Of events with the same `UID` and `RECURRENCE-ID`, the highest `SEQUENCE` wins (RFC 5545
/// 3.8.7.4). Events without a `RECURRENCE-ID` must also have the same title or start, because some
/// programs give all events one `UID` and count them. An event without a start is never a version:
/// mails about an event (RFC 5546) contain such notes.
pub(super) fn newest_versions<'c>(
    calendar: &'c Calendar,
    zones: &Zones,
    report: &mut Report,
) -> Vec<&'c Component> {
    let mut highest: HashMap<VersionKey, i64> = HashMap::new();
    for event in &calendar.events {
        let number = sequence_number(event);
        for key in version_keys(event, zones) {
            highest.entry(key).and_modify(|known| *known = number.max(*known)).or_insert(number);
        }
    }
    let mut events: Vec<&Component> = calendar.events.iter().collect();
    events.retain(|event| {
        let number = sequence_number(event);
        let is_newest =
            version_keys(event, zones).iter().all(|key| highest.get(key) == Some(&number));
        if !is_newest {
            report.warn(
                &event.at,
                "this event has a later version in the same file",
                "it is left out: the version with the higher SEQUENCE is taken",
            );
        }
        is_newest
    });
    events
}

/// Returns `SEQUENCE` (RFC 5545 3.8.7.4), 0 by default.
fn sequence_number(event: &Component) -> i64 {
    event.get("SEQUENCE").and_then(|number| number.value.trim().parse().ok()).unwrap_or(0)
}

/// A key shared by the versions of one event.
#[derive(Debug, PartialEq, Eq, Hash)]
struct VersionKey<'c> {
    uid: &'c str,
    part: VersionPart,
}

/// The part of a [`VersionKey`] besides the `UID`.
#[derive(Debug, PartialEq, Eq, Hash)]
enum VersionPart {
    RecurrenceId(String),
    Title(String),
    Start(String),
}

/// Returns the keys of an event; none without `UID` or `DTSTART`.
fn version_keys<'c>(event: &'c Component, zones: &Zones) -> Vec<VersionKey<'c>> {
    let time_key = |name: &str| {
        event.get(name).map(|property| match parse_time(property) {
            Some(time) => zones.to_key(&time).to_string(),
            None => property.value.clone(),
        })
    };
    let uid = event.get("UID").map(|uid| uid.value.trim()).filter(|uid| !uid.is_empty());
    let (Some(uid), Some(start)) = (uid, time_key("DTSTART")) else { return Vec::new() };
    if let Some(id) = time_key("RECURRENCE-ID") {
        return vec![VersionKey { uid, part: VersionPart::RecurrenceId(id) }];
    }
    let title = event.get("SUMMARY").map(|title| title.text().trim().to_owned());
    let title = title.filter(|title| !title.is_empty()).map(VersionPart::Title);
    title
        .into_iter()
        .chain([VersionPart::Start(start)])
        .map(|part| VersionKey { uid, part })
        .collect()
}

/// An event with `RANGE=THISANDFUTURE` (RFC 5545 3.2.13): an override of an occurrence and of all
/// occurrences after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct FutureOverride<'c> {
    /// The first overridden occurrence, as a key of [`Zones::to_key`].
    from: NaiveDateTime,
    /// The time by which each occurrence moves.
    pub shift: TimeDelta,
    pub event: &'c Component,
}

/// An override of one occurrence.
#[derive(Debug, Clone)]
struct Override {
    /// The bytes of `RECURRENCE-ID`.
    at: Span,
    /// True if the overridden occurrence exists.
    is_found: bool,
}

/// The overrides (RFC 5545 3.8.4.4) of a file. Times are keys of [`Zones::to_key`].
#[derive(Default)]
pub(super) struct Overrides<'c> {
    /// The overridden occurrences by `UID`.
    single: HashMap<String, HashMap<NaiveDateTime, Override>>,
    /// The overrides of all later occurrences by `UID`, in order.
    future: HashMap<String, Vec<FutureOverride<'c>>>,
    /// The first start of each recurring event by `UID`.
    pub first_starts: HashMap<String, IcalTime>,
    /// The `UID`s of events whose occurrences are not all known.
    incomplete: HashSet<String>,
}

impl<'c> Overrides<'c> {
    pub(super) fn of_events(events: &[&'c Component], zones: &Zones) -> Overrides<'c> {
        let mut overrides = Overrides::default();
        for event in events {
            overrides.add_event(event, zones);
        }
        for future in overrides.future.values_mut() {
            sort_compactly(future, |event| event.from);
        }
        overrides
    }

    fn add_event(&mut self, event: &'c Component, zones: &Zones) {
        let Some(uid) = event.get("UID").map(|uid| uid.value.clone()) else { return };
        let start = event.get("DTSTART").and_then(parse_time);
        let Some(id) = event.get("RECURRENCE-ID") else {
            if let Some(start) = start {
                self.first_starts.entry(uid).or_insert(start);
            }
            return;
        };
        let Some(occurrence) = parse_time(id) else { return };
        let from = zones.to_key(&occurrence);
        let is_future =
            id.parameter("RANGE").is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
        if is_future
            && let Some(start) = start
            && let Some(shift) = zones.duration_between(&occurrence, &start)
        {
            let future = FutureOverride { from, shift, event };
            self.future.entry(uid.clone()).or_default().push(future);
        }
        let own = Override { at: id.at.clone(), is_found: false };
        self.single.entry(uid).or_default().insert(from, own);
    }

    /// Returns true if another event overrides the occurrence at `start`, and notes that the
    /// occurrence exists. The `RECURRENCE-ID` may be the date alone.
    pub(super) fn find(&mut self, uid: &str, start: &IcalTime, zones: &Zones) -> bool {
        let midnight = IcalTime {
            wall: start.wall.date().and_time(NaiveTime::MIN),
            zone: ZoneReference::Floating,
            all_day: true,
            at: 0..0,
        };
        let Some(overridden) = self.single.get_mut(uid) else { return false };
        let mut is_overridden = false;
        for time in [start, &midnight] {
            if let Some(own) = overridden.get_mut(&zones.to_key(time)) {
                (own.is_found, is_overridden) = (true, true);
            }
        }
        is_overridden
    }

    /// Notes that occurrences of an event are missing.
    pub(super) fn note_missing(&mut self, uid: &str) {
        self.incomplete.insert(uid.to_owned());
    }

    /// Reports each `RECURRENCE-ID` without an occurrence of its event, after all events are read.
    pub(super) fn report_lost(&self, report: &mut Report) {
        let known = |uid: &String| self.first_starts.contains_key(uid);
        let events = self.single.iter().filter(|(uid, _)| known(uid));
        let mut lost: Vec<&Span> = events
            .filter(|(uid, _)| !self.incomplete.contains(*uid))
            .flat_map(|(_, overridden)| overridden.values())
            .filter(|own| !own.is_found)
            .map(|own| &own.at)
            .collect();
        sort_compactly(&mut lost, |at| at.start);
        for at in lost {
            report.warn(
                at,
                "this RECURRENCE-ID is no time of the event with its UID",
                "the session is kept beside those of the event",
            );
        }
    }

    /// Returns the last override of all later occurrences that begins at or before `start`.
    pub(super) fn future_override(
        &self,
        uid: &str,
        start: &IcalTime,
        zones: &Zones,
    ) -> Option<FutureOverride<'c>> {
        let (future, at) = (self.future.get(uid)?, zones.to_key(start));
        future.get(future.partition_point(|event| event.from <= at).checked_sub(1)?).copied()
    }
}
