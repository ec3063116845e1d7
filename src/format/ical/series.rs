//! What events of one UID say of each other: which are versions of one, and which stand in for
//! times of a series.

use super::components::{Calendar, Component};
use super::report::Report;
use super::time::{Clock, Stamp, stamp};
use super::zones::Zones;
use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use std::collections::{HashMap, HashSet};

/// The events of a file but for older versions of one that has changed: of those of the same UID
/// and `RECURRENCE-ID` the ones with the highest `SEQUENCE` hold (3.8.7.4). Without a
/// `RECURRENCE-ID` they need the same title or start as well: some programs give all events one UID
/// and count them. What has no start is none of them, but a note of a mail about one (RFC 5546).
pub(super) fn current<'c>(
    calendar: &'c Calendar,
    zones: &Zones,
    report: &mut Report,
) -> Vec<&'c Component> {
    let sequence = |event: &Component| {
        event
            .get("SEQUENCE")
            .and_then(|number| number.value.trim().parse::<i64>().ok())
            .unwrap_or(0)
    };
    let mut highest: HashMap<(&str, Same), i64> = HashMap::new();
    for event in &calendar.events {
        let number = sequence(event);
        for key in same(event, zones) {
            highest.entry(key).and_modify(|known| *known = number.max(*known)).or_insert(number);
        }
    }
    let mut events: Vec<&Component> = calendar.events.iter().collect();
    events.retain(|event| {
        let number = sequence(event);
        let newest = same(event, zones)
            .iter()
            .all(|key| highest.get(key).is_none_or(|highest| *highest == number));
        if !newest {
            let help = "it is left out: the one with the higher SEQUENCE is taken";
            report.warning(
                event.at.clone(),
                "this event has a later version in the same file",
                help,
            );
        }
        newest
    });
    events
}

/// What makes two events of one UID versions of one.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Same {
    RecurrenceId(String),
    Title(String),
    Start(String),
}

/// The UID of an event with each of these that it has.
fn same<'c>(event: &'c Component, zones: &Zones) -> Vec<(&'c str, Same)> {
    let time = |name: &str| {
        let property = event.get(name)?;
        Some(
            stamp(property).map_or_else(|| property.value.clone(), |at| zones.key(&at).to_string()),
        )
    };
    let uid = event.get("UID").map(|uid| uid.value.trim()).filter(|uid| !uid.is_empty());
    let (Some(uid), Some(start)) = (uid, time("DTSTART")) else { return Vec::new() };
    if let Some(of) = time("RECURRENCE-ID") {
        return vec![(uid, Same::RecurrenceId(of))];
    }
    let title = event
        .get("SUMMARY")
        .map(|title| title.text().trim().to_owned())
        .filter(|title| !title.is_empty());
    title.map(Same::Title).into_iter().chain([Same::Start(start)]).map(|same| (uid, same)).collect()
}

/// An event that stands in for a time of a series and all that follow (`RANGE=THISANDFUTURE`,
/// 3.2.13).
#[derive(Debug, Clone, Copy)]
pub(super) struct Later<'c> {
    from: NaiveDateTime,
    /// By how much all of them are moved.
    pub by: TimeDelta,
    pub event: &'c Component,
}

/// The series of a file.
pub(super) struct Series<'c> {
    /// UID and start of the events that stand in for a time of another.
    instead: HashSet<(String, NaiveDateTime)>,
    /// Of those, the ones that stand in for what follows as well, by UID.
    later: HashMap<String, Vec<Later<'c>>>,
    /// First start by UID.
    pub first: HashMap<String, NaiveDateTime>,
}

impl<'c> Series<'c> {
    pub(super) fn of(events: &[&'c Component], zones: &Zones) -> Series<'c> {
        let mut series =
            Series { instead: HashSet::new(), later: HashMap::new(), first: HashMap::new() };
        for event in events {
            let Some(uid) = event.get("UID") else { continue };
            let start = event.get("DTSTART").and_then(stamp);
            let Some(id) = event.get("RECURRENCE-ID") else {
                if let Some(start) = start {
                    series.first.entry(uid.value.clone()).or_insert_with(|| zones.key(&start));
                }
                continue;
            };
            let Some(of) = stamp(id) else { continue };
            let from = zones.key(&of);
            series.instead.insert((uid.value.clone(), from));
            let all = id
                .parameter("RANGE")
                .is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
            if let Some(by) = start.and_then(|start| zones.between(&of, &start)).filter(|_| all) {
                series.later.entry(uid.value.clone()).or_default().push(Later { from, by, event });
            }
        }
        series.later.values_mut().for_each(|later| later.sort_by_key(|later| later.from));
        series
    }

    /// Whether another event stands in for this time. It may be named by its date alone.
    pub(super) fn replaced(&self, uid: &str, start: &Stamp, zones: &Zones) -> bool {
        let wall = start.wall.date().and_time(NaiveTime::MIN);
        let day = Stamp { wall, clock: Clock::Floating, all_day: true, at: 0..0 };
        [zones.key(start), zones.key(&day)]
            .into_iter()
            .any(|key| self.instead.contains(&(uid.to_owned(), key)))
    }

    /// The event that stands in for this time, as one of those that follow the one it names.
    pub(super) fn later(&self, uid: &str, start: &Stamp, zones: &Zones) -> Option<Later<'c>> {
        let (all, at) = (self.later.get(uid)?, zones.key(start));
        all.get(all.partition_point(|later| later.from <= at).checked_sub(1)?).copied()
    }
}
