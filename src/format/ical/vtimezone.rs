//! Definitions of time zones within a file (RFC 5545 3.6.5).

use super::components::{Calendar, Component};
use super::rule::Rule;
use super::time::{IcalTime, ZoneReference, parse_offset, parse_rule_end, parse_time, parse_times};
use crate::agenda::sort_compactly;
use chrono::{FixedOffset, NaiveDateTime, Offset, Utc};
use std::ops::RangeInclusive;

/// The number of observances read of one zone.
const OBSERVANCES_MAX: usize = 100;
/// The number of changes read of one zone.
const CHANGES_MAX: usize = 1_000;
/// The number of rules read of one observance.
const RULES_MAX: usize = 2;
/// The number of years in which changes are computed.
const YEARS_MAX: i32 = 40;
/// The years after the last event in which an occurrence of that event may be.
const YEARS_AFTER: i32 = 7;

/// The offsets of a zone as defined in the file.
#[derive(Debug, Clone)]
pub(super) struct ZoneDefinition {
    /// At least one change, in order. The first offset also holds before the first change.
    changes: Vec<OffsetStart>,
}

/// The beginning of an offset.
#[derive(Debug, Clone, Copy)]
struct OffsetStart {
    /// The wall clock before the change.
    at: NaiveDateTime,
    offset: FixedOffset,
}

impl ZoneDefinition {
    /// Reads the `VTIMEZONE` component `zone` for the years of the calendar's events. Returns
    /// `None` without an event or without an offset.
    pub(super) fn read(zone: &Component, calendar: &Calendar) -> Option<ZoneDefinition> {
        let years = years_of_events(calendar)?;
        let mut changes: Vec<OffsetStart> = zone
            .observances
            .iter()
            .take(OBSERVANCES_MAX)
            .filter_map(|observance| read_observance(observance, years.clone()))
            .flatten()
            .take(CHANGES_MAX)
            .collect();
        sort_compactly(&mut changes, |change| change.at);
        (!changes.is_empty()).then_some(ZoneDefinition { changes })
    }

    /// Returns the offset at a wall clock.
    pub(super) fn offset_at(&self, wall: NaiveDateTime) -> FixedOffset {
        let after = self.changes.partition_point(|change| change.at <= wall);
        let change = self.changes.get(after.saturating_sub(1));
        change.map_or_else(|| Utc.fix(), |change| change.offset)
    }
}

/// Returns the years of the events with one year before and [`YEARS_AFTER`] years behind, at most
/// [`YEARS_MAX`] years.
fn years_of_events(calendar: &Calendar) -> Option<RangeInclusive<i32>> {
    let years = calendar.start_years()?;
    let (from, until) = (years.start() - 1, years.end().saturating_add(YEARS_AFTER));
    Some(from..=until.min(from.saturating_add(YEARS_MAX)))
}

/// Returns the changes to the offset of a `STANDARD` or `DAYLIGHT` component.
fn read_observance(
    observance: &Component,
    years: RangeInclusive<i32>,
) -> Option<impl Iterator<Item = OffsetStart>> {
    let offset_of = |name| observance.get(name).and_then(|offset| parse_offset(&offset.value));
    let offset = offset_of("TZOFFSETTO")?;
    let before = offset_of("TZOFFSETFROM").unwrap_or(offset);
    let first = observance
        .get("DTSTART")
        .and_then(parse_time)
        .map_or(NaiveDateTime::MIN, |start| start.wall);
    let ruled = observance
        .get_all("RRULE")
        .filter_map(|rule| Rule::parse(&rule.value, first.time(), |text| parse_until(text, before)))
        .take(RULES_MAX)
        .flat_map(|rule| rule.starts_in_years(first, years.clone()));
    let dates = observance.get_all("RDATE").flat_map(parse_times).map(|time| time.wall);
    let walls: Vec<NaiveDateTime> = ruled.chain(dates).chain([first]).collect();
    Some(walls.into_iter().map(move |at| OffsetStart { at, offset }))
}

/// Parses `UNTIL` of an observance to the wall clock before the change. The standard asks for UTC.
fn parse_until(text: &str, before: FixedOffset) -> Option<NaiveDateTime> {
    let IcalTime { wall, zone, .. } = parse_rule_end(text)?;
    if zone == ZoneReference::Utc { wall.checked_add_offset(before) } else { Some(wall) }
}
