//! The length of an event: `DTEND` (RFC 5545 3.8.2.2) or `DURATION` (3.8.2.5).
//!
//! A `DURATION` is nominal for every occurrence (RFC 5545 3.8.5.3): `P1D` ends at the same time of
//! the next day, over a clock change too. A `DTEND` is exact, except for whole days with an end at
//! the time of day of the start: a daily series does not overlap itself.

use super::super::collector::Report;
use super::super::times::WHOLE_DAY_MINUTES;
use super::components::Component;
use super::dialect::Producer;
use super::own_properties;
use super::property::Property;
use super::time::{
    IcalTime, NominalDuration, ZoneReference, parse_duration, parse_time, round_to_minutes,
};
use super::zones::Zones;
use crate::agenda::{At, When};
use chrono::TimeDelta;

/// The length of an event, or the end if the length is unknown.
#[derive(Debug, Default)]
pub(super) struct EventLength {
    pub minutes: Option<At<i64>>,
    pub end: Option<At<When>>,
    /// The length of all occurrences, if their `minutes` depend on their starts.
    pub nominal: Option<NominalDuration>,
}

/// Reads the length of an event with `DTSTART` at `start`. Without an end and a duration, a date
/// lasts a day and a time lasts 0 minutes (RFC 5545 3.6.1).
pub(super) fn read_length(
    event: &Component,
    start: &IcalTime,
    zones: &Zones,
    producer: Producer,
    report: &mut Report,
) -> EventLength {
    let mut reader = EventLengthReader { start, zones, report };
    let by_default = reader.whole_day();
    if let Some(property) = event.get("DTEND") {
        reader.report_second_length(event);
        reader.read_end(property).unwrap_or(by_default)
    } else if let Some(property) = event.get("DURATION") {
        reader.read_duration(property).unwrap_or(by_default)
    } else if own_properties::is_zero_length(event) {
        EventLength {
            minutes: Some(At { value: 0, at: start.at.clone() }),
            ..EventLength::default()
        }
    } else if !start.all_day && !producer.omits_unknown_length() {
        report.warn(
            &start.at,
            "this event has no end and no length",
            "by the standard, it ends when it starts",
        );
        let minutes = At { value: 0, at: start.at.clone() };
        EventLength { minutes: Some(minutes), ..EventLength::default() }
    } else {
        by_default
    }
}

struct EventLengthReader<'a> {
    start: &'a IcalTime,
    zones: &'a Zones,
    report: &'a mut Report,
}

impl EventLengthReader<'_> {
    /// Returns `None` if the end is malformed or too early for a whole day.
    fn read_end(&mut self, property: &Property) -> Option<EventLength> {
        let Some(end) = parse_time(property) else {
            self.report_malformed(property, "this end is not a time");
            return None;
        };
        if end.all_day && !self.start.all_day {
            self.report.warn(
                &property.at,
                "this event starts at a time and ends on a day",
                "it ends when that day begins",
            );
        }
        match self.zones.duration_between(self.start, &end) {
            Some(length) if self.start.all_day || length.num_seconds() >= 0 => {
                self.check_length(property, length, self.whole_days_until(&end))
            }
            // The check of the draft reports an end before the start.
            _ => {
                let end = property.located(self.zones.to_when(&end));
                Some(EventLength { end: Some(end), ..EventLength::default() })
            }
        }
    }

    /// Returns `None` if the duration is malformed or too short for a whole day.
    fn read_duration(&mut self, property: &Property) -> Option<EventLength> {
        let duration = parse_duration(&property.value);
        let length = duration.and_then(|duration| self.zones.elapsed(self.start, duration));
        let Some(length) = length else {
            self.report_malformed(property, "this is not a duration");
            return None;
        };
        self.check_length(property, length, duration.filter(|duration| duration.days > 0))
    }

    /// Returns the days until an `end` at the time of day of the start, if both have one zone.
    fn whole_days_until(&self, end: &IcalTime) -> Option<NominalDuration> {
        let has_same_zone = end.zone == self.start.zone || end.zone == ZoneReference::Floating;
        let days = end.wall.date().signed_duration_since(self.start.wall.date()).num_days();
        let days = u64::try_from(days).ok().filter(|days| *days > 0)?;
        let is_whole = has_same_zone && end.wall.time() == self.start.wall.time();
        is_whole.then_some(NominalDuration { days, time: TimeDelta::zero() })
    }

    /// Returns `None` and reports if the start is a date and `length` shorter than a day. `DTEND`
    /// is the day after the last day (RFC 5545 3.6.1), contrary to the habit of many programs.
    fn check_length(
        &mut self,
        property: &Property,
        length: TimeDelta,
        nominal: Option<NominalDuration>,
    ) -> Option<EventLength> {
        if self.start.all_day && length.num_minutes() < WHOLE_DAY_MINUTES {
            self.report.warn(
                &property.at,
                "this event lasts whole days, but ends on its first day",
                "the end must be the day after: the whole day is taken",
            );
            return None;
        }
        let minutes = round_to_minutes(length, &property.at);
        Some(EventLength { minutes: Some(minutes), end: None, nominal })
    }

    /// Returns the length to the next midnight if the start is a date: 23 to 25 hours.
    fn whole_day(&self) -> EventLength {
        const DAY: NominalDuration = NominalDuration { days: 1, time: TimeDelta::zero() };
        match self.zones.elapsed(self.start, DAY) {
            Some(length) if self.start.all_day => EventLength {
                minutes: Some(round_to_minutes(length, &self.start.at)),
                end: None,
                nominal: Some(DAY),
            },
            _ => EventLength::default(),
        }
    }

    /// Reports a `DURATION` beside a `DTEND`, which RFC 5545 3.6.1 forbids.
    fn report_second_length(&mut self, event: &Component) {
        if let Some(property) = event.get("DURATION") {
            self.report.warn(
                &property.at,
                "this event has both an end and a duration",
                "the end is taken: DTEND",
            );
        }
    }

    fn report_malformed(&mut self, property: &Property, message: &str) {
        let taken =
            if self.start.all_day { "the whole day is taken" } else { "the length is unknown" };
        self.report.error(&property.at, message, format!("\"{}\": {taken}", property.value));
    }
}
