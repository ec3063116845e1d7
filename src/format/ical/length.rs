//! The length of an event: `DTEND` (RFC 5545 3.8.2.2) or `DURATION` (3.8.2.5).

use super::super::collector::Report;
use super::super::times::WHOLE_DAY_MINUTES;
use super::components::Component;
use super::dialect::Producer;
use super::property::Property;
use super::time::{IcalTime, parse_duration, parse_time, round_to_minutes};
use super::zones::Zones;
use crate::agenda::{At, When};
use chrono::{Days, TimeDelta};

/// The length of an event, or the end if the length is unknown.
#[derive(Debug, Default)]
pub(super) struct EventLength {
    pub minutes: Option<At<i64>>,
    pub end: Option<At<When>>,
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
    let by_default = EventLength { minutes: reader.whole_day(), end: None };
    if let Some(property) = event.get("DTEND") {
        reader.read_end(property).unwrap_or(by_default)
    } else if let Some(property) = event.get("DURATION") {
        reader.read_duration(property).unwrap_or(by_default)
    } else if !start.all_day && !producer.omits_unknown_length() {
        report.warn(
            &start.at,
            "this event has no end and no length",
            "by the standard, it ends when it starts",
        );
        EventLength { minutes: Some(At { value: 0, at: start.at.clone() }), end: None }
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
        match self.zones.duration_between(self.start, &end) {
            Some(length) if self.start.all_day || length.num_seconds() >= 0 => {
                self.check_length(property, length)
            }
            // The check of the draft reports an end before the start.
            _ => {
                let end = property.located(self.zones.to_when(&end));
                Some(EventLength { minutes: None, end: Some(end) })
            }
        }
    }

    /// Returns `None` if the duration is malformed or too short for a whole day.
    fn read_duration(&mut self, property: &Property) -> Option<EventLength> {
        let Some(length) = parse_duration(&property.value) else {
            self.report_malformed(property, "this is not a duration");
            return None;
        };
        self.check_length(property, length)
    }

    /// Returns `None` and reports if the start is a date and `length` shorter than a day. `DTEND`
    /// is the day after the last day (RFC 5545 3.6.1), contrary to the habit of many programs.
    fn check_length(&mut self, property: &Property, length: TimeDelta) -> Option<EventLength> {
        if self.start.all_day && length.num_minutes() < WHOLE_DAY_MINUTES {
            self.report.warn(
                &property.at,
                "this event lasts whole days, but ends on its first day",
                "the end must be the day after: the whole day is taken",
            );
            return None;
        }
        let minutes = round_to_minutes(length, &property.at);
        Some(EventLength { minutes: Some(minutes), end: None })
    }

    /// Returns the minutes to the next midnight if the start is a date: 23 to 25 hours.
    fn whole_day(&self) -> Option<At<i64>> {
        if !self.start.all_day {
            return None;
        }
        let wall = self.start.wall.checked_add_days(Days::new(1))?;
        let end = IcalTime { wall, ..self.start.clone() };
        let length = self.zones.duration_between(self.start, &end)?;
        Some(round_to_minutes(length, &self.start.at))
    }

    fn report_malformed(&mut self, property: &Property, message: &str) {
        let taken =
            if self.start.all_day { "the whole day is taken" } else { "the length is unknown" };
        self.report.error(&property.at, message, format!("\"{}\": {taken}", property.value));
    }
}
