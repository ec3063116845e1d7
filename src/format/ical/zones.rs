//! The time zones of a file, and times by them.

use super::super::collector::Report;
use super::super::zone_rules::{has_old_offset, report_old_offset};
use super::components::Calendar;
use super::dialect::{Producer, ResolvedZone, resolve_zone};
use super::property::Property;
use super::time::{IcalTime, NominalDuration, ZoneReference, parse_time};
use super::vtimezone::ZoneDefinition;
use crate::agenda::{At, FileText, Span, When, Zone};
use chrono::{DateTime, Days, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The number of zone names resolved. Each unknown name is compared with the whole database.
const NAMES_MAX: usize = 500;

/// The time zones of a file.
#[derive(Debug, Default)]
pub(super) struct Zones {
    /// The name of the event's zone.
    pub event: Option<At<FileText>>,
    /// The event's zone, `None` for UTC.
    event_zone: Option<Zone>,
    resolved: HashMap<String, ResolvedZone>,
}

impl Zones {
    /// Resolves all zones of the file and selects the zone of the event.
    pub(super) fn read(calendar: &Calendar, producer: Producer, report: &mut Report) -> Zones {
        let mut zones = Zones::default();
        for property in calendar.events.iter().flat_map(|event| &event.properties) {
            if let Some(name) = property.zone_name() {
                zones.resolve(name, &property.at, calendar, report);
            }
        }
        for candidate in event_zone_candidates(calendar) {
            let name = candidate.map(|name| FileText::from(name.trim()));
            let zone = zones.resolve(&name.value, &name.at, calendar, report);
            if zones.select_event_zone(name, zone, producer) {
                break;
            }
        }
        zones.report_old_offsets(calendar, report);
        zones
    }

    /// Reports starts that stay on their wall clock although the file has an offset by old rules of
    /// the zone for them: in the definition of the zone, or behind the time.
    fn report_old_offsets(&self, calendar: &Calendar, report: &mut Report) {
        let definitions: HashMap<&str, (&Zone, ZoneDefinition)> = self
            .resolved
            .iter()
            .filter_map(|(name, zone)| read_rules(name, zone, calendar))
            .collect();
        for start in calendar.events.iter().filter_map(|event| event.get("DTSTART")) {
            let Some(time) = parse_time(start) else { continue };
            let (zone, offset) = match (&time.zone, &self.event_zone) {
                (ZoneReference::Offset(offset), Some(zone)) => (zone, *offset),
                (ZoneReference::Named(name), _) => match definitions.get(&**name) {
                    Some((zone, definition)) => (*zone, definition.offset_at(time.wall)),
                    None => continue,
                },
                _ => continue,
            };
            if has_old_offset(zone, time.wall, offset)
                && let When::Instant(at) = instant_at_offset(time.wall, offset)
            {
                report_old_offset(report, &start.at, zone, at);
            }
        }
    }

    /// Makes `zone` the event's zone and returns true, unless `zone` says nothing about the place.
    fn select_event_zone(
        &mut self,
        name: At<FileText>,
        zone: ResolvedZone,
        producer: Producer,
    ) -> bool {
        match zone {
            ResolvedZone::Utc if producer.declares_utc() => {
                self.event = Some(name.map(|_| "UTC".into()));
                true
            }
            ResolvedZone::Zone(zone) => {
                // The check reports an alias of the database, so an alias stays as written.
                let is_iana = Zone::by_name(&name.value).is_ok();
                self.event = Some(if is_iana { name } else { name.map(|_| zone.name().into()) });
                self.event_zone = Some(*zone);
                true
            }
            _ => false,
        }
    }

    /// Resolves a name, or returns the earlier result.
    fn resolve(
        &mut self,
        name: &str,
        at: &Span,
        calendar: &Calendar,
        report: &mut Report,
    ) -> ResolvedZone {
        if let Some(zone) = self.resolved.get(name) {
            return zone.clone();
        }
        if self.resolved.len() >= NAMES_MAX {
            report.error(
                at,
                "this file has more time zones than any calendar",
                "this one is taken as unknown",
            );
            return ResolvedZone::Unknown;
        }
        let zone = resolve_zone(name, at, calendar, report);
        self.resolved.insert(name.to_owned(), zone.clone());
        zone
    }

    /// Converts a time for the draft. A time in the event's zone stays a wall clock, so that the
    /// check can report a clock change.
    pub(super) fn to_when(&self, time: &IcalTime) -> When {
        let (wall, utc) = (time.wall, || When::Instant(time.wall.and_utc().fixed_offset()));
        match &time.zone {
            ZoneReference::Utc => utc(),
            ZoneReference::Offset(offset) => match &self.event_zone {
                Some(zone) if has_old_offset(zone, wall, *offset) => When::Wall(wall),
                _ => instant_at_offset(wall, *offset),
            },
            ZoneReference::Floating => When::Wall(wall),
            ZoneReference::Named(name) => match self.resolved.get(name) {
                Some(ResolvedZone::Utc) => utc(),
                Some(ResolvedZone::Zone(zone)) if self.event_zone.as_ref() == Some(zone) => {
                    When::Wall(wall)
                }
                Some(ResolvedZone::Zone(zone)) => When::Instant(zone.resolve_wall_clock(wall).at),
                Some(ResolvedZone::Offset(offset)) => instant_at_offset(wall, *offset),
                Some(ResolvedZone::Defined(zone)) => instant_at_offset(wall, zone.offset_at(wall)),
                Some(ResolvedZone::Unknown) | None => When::Wall(wall),
            },
        }
    }

    /// Returns a key for comparisons: the instant in UTC, or the wall clock without a known zone.
    pub(super) fn to_key(&self, time: &IcalTime) -> NaiveDateTime {
        self.utc_or_wall(self.to_when(time))
    }

    /// Returns the time from `start` to `end` of one event. A floating end is by the zone of the
    /// start. Returns `None` if only one of both has a known zone.
    pub(super) fn duration_between(&self, start: &IcalTime, end: &IcalTime) -> Option<TimeDelta> {
        let zone = match &end.zone {
            ZoneReference::Floating => start.zone.clone(),
            zone => zone.clone(),
        };
        let (start, end) = (self.to_when(start), self.to_when(&IcalTime { zone, ..end.clone() }));
        let is_mixed = matches!(
            (start, end),
            (When::Wall(_), When::Instant(_)) | (When::Instant(_), When::Wall(_))
        );
        if is_mixed && self.event_zone.is_none() {
            return None;
        }
        Some(self.utc_or_wall(end).signed_duration_since(self.utc_or_wall(start)))
    }

    /// Returns the elapsed time of a duration from `start`. Its days are days of the calendar in
    /// the zone of `start`. Returns `None` beyond the last date of chrono.
    pub(super) fn elapsed(&self, start: &IcalTime, length: NominalDuration) -> Option<TimeDelta> {
        let wall = start.wall.checked_add_days(Days::new(length.days))?;
        let end = IcalTime { wall, ..start.clone() };
        self.duration_between(start, &end)?.checked_add(&length.time)
    }

    fn utc_or_wall(&self, when: When) -> NaiveDateTime {
        match when {
            When::Instant(at) => at.naive_utc(),
            When::Wall(wall) => self
                .event_zone
                .as_ref()
                .map_or(wall, |zone| zone.resolve_wall_clock(wall).at.naive_utc()),
            When::Unscheduled => DateTime::<Utc>::UNIX_EPOCH.naive_utc(),
        }
    }
}

/// Returns a zone of the database, with the rules that the file writes for the zone.
fn read_rules<'a>(
    name: &'a str,
    zone: &'a ResolvedZone,
    calendar: &Calendar,
) -> Option<(&'a str, (&'a Zone, ZoneDefinition))> {
    let ResolvedZone::Zone(zone) = zone else { return None };
    let definition = ZoneDefinition::read(calendar.zone_definition(name)?, calendar)?;
    Some((name, (zone, definition)))
}

/// Returns the names for the event's zone, the best first: the calendar's own, the zone of most
/// starts, and the only `VTIMEZONE`.
fn event_zone_candidates(calendar: &Calendar) -> Vec<At<FileText>> {
    let declared = ["X-WR-TIMEZONE", "TIMEZONE-ID", "VTIMEZONE", "TZID"]
        .into_iter()
        .filter_map(|name| calendar.get(name))
        .map(Property::located_text);
    let defined = match &calendar.zones[..] {
        [zone] => zone.get("TZID").map(Property::located_text),
        _ => None,
    };
    declared.chain(most_common_zone(calendar)).chain(defined).collect()
}

/// Returns the `TZID` of most starts, the first in the file among equals.
fn most_common_zone(calendar: &Calendar) -> Option<At<FileText>> {
    let mut counts: HashMap<&str, (usize, &Span)> = HashMap::new();
    for start in calendar.events.iter().flat_map(|event| event.get_all("DTSTART")) {
        if let Some(name) = start.zone_name() {
            counts.entry(name).or_insert((0, &start.at)).0 += 1;
        }
    }
    let (name, (_, at)) =
        counts.into_iter().max_by_key(|(_, (count, at))| (*count, Reverse(at.start)))?;
    Some(At { value: name.to_owned().into(), at: at.clone() })
}

fn instant_at_offset(wall: NaiveDateTime, offset: FixedOffset) -> When {
    let utc = wall.checked_sub_offset(offset).unwrap_or(wall);
    When::Instant(DateTime::from_naive_utc_and_offset(utc, offset))
}
