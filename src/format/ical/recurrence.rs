//! The occurrences of a recurring event (RFC 5545 3.8.5).

use super::super::collector::Report;
use super::components::Component;
use super::property::Property;
use super::rule::{OCCURRENCES_MAX, Rule, RuleBudget};
use super::time::{
    IcalTime, Period, PeriodEnd, ZoneReference, parse_periods, parse_rule_end, parse_times,
    round_to_minutes,
};
use super::zones::Zones;
use crate::agenda::At;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeSet;

/// A time of an event after the first.
#[derive(Debug, Clone)]
pub(super) struct Occurrence {
    pub start: IcalTime,
    /// The length of a period in `RDATE`, in minutes.
    pub minutes: Option<At<i64>>,
}

/// The recurrence of one event.
pub(super) struct Recurrence<'a> {
    event: &'a Component,
    /// The event's `DTSTART`.
    start: &'a IcalTime,
    zones: &'a Zones,
    exceptions: Exceptions,
}

/// The values of `EXDATE` (RFC 5545 3.8.5.1).
struct Exceptions {
    /// Keys of [`Zones::to_key`].
    times: BTreeSet<NaiveDateTime>,
    /// Dates without a time of day.
    days: BTreeSet<NaiveDate>,
}

impl<'a> Recurrence<'a> {
    pub(super) fn new(event: &'a Component, start: &'a IcalTime, zones: &'a Zones) -> Self {
        let (days, times): (Vec<IcalTime>, Vec<IcalTime>) =
            event.get_all("EXDATE").flat_map(parse_times).partition(|time| time.all_day);
        let exceptions = Exceptions {
            times: times.iter().map(|time| zones.to_key(time)).collect(),
            days: days.iter().map(|time| time.wall.date()).collect(),
        };
        Recurrence { event, start, zones, exceptions }
    }

    /// Returns true if `EXDATE` excludes a start.
    fn excludes(&self, start: &IcalTime) -> bool {
        self.exceptions.times.contains(&self.zones.to_key(start))
            || self.exceptions.days.contains(&start.wall.date())
    }

    /// Returns true if `EXDATE` excludes the event's own start.
    pub(super) fn excludes_first(&self) -> bool {
        self.excludes(self.start)
    }

    /// Returns the occurrences after the first, without exceptions and duplicates.
    pub(super) fn occurrences(
        &self,
        budget: &mut RuleBudget,
        report: &mut Report,
    ) -> Vec<Occurrence> {
        let mut walls: BTreeSet<NaiveDateTime> = BTreeSet::new();
        for property in self.event.get_all("RRULE") {
            walls.extend(self.rule_starts(property, budget, report));
        }
        for property in self.event.get_all("EXRULE") {
            report.error(
                &property.at,
                "hallway does not read rules of exceptions",
                "it is ignored",
            );
        }
        let mut occurrences: Vec<Occurrence> = walls
            .into_iter()
            .map(|wall| IcalTime { wall, ..self.start.clone() })
            .map(|start| Occurrence { start, minutes: None })
            .collect();
        occurrences.extend(self.date_occurrences(report));
        let mut seen = BTreeSet::from([self.zones.to_key(self.start)]);
        occurrences.retain(|Occurrence { start, .. }| {
            !self.excludes(start) && seen.insert(self.zones.to_key(start))
        });
        occurrences
    }

    /// Returns the wall clocks of an `RRULE` (RFC 5545 3.8.5.3) after the first.
    fn rule_starts(
        &self,
        property: &Property,
        budget: &mut RuleBudget,
        report: &mut Report,
    ) -> Vec<NaiveDateTime> {
        let first = self.start.wall;
        let rule = Rule::parse(&property.value, first.time(), |text| self.parse_until(text));
        let Some(rule) = rule else {
            report.error(
                &property.at,
                "hallway does not read this recurrence rule",
                "only the first time is kept: hallway reads rules of days, weeks, months and \
                 years at one time of day",
            );
            return Vec::new();
        };
        let found = rule.starts_after(first, budget, |wall| {
            self.zones.to_key(&IcalTime { wall, ..self.start.clone() })
        });
        if budget.days == 0 {
            report.error(
                &property.at,
                "the recurrence rules of this calendar take too long",
                "the times found so far are taken",
            );
        }
        if found.is_truncated {
            report.warn(
                &property.at,
                format!("this event repeats more than {OCCURRENCES_MAX} times"),
                format!("its first {OCCURRENCES_MAX} times are taken"),
            );
        }
        found.starts
    }

    /// Parses `UNTIL` to a key of [`Zones::to_key`]. A date is the end of that day. A floating time
    /// is by the zone of the start.
    fn parse_until(&self, text: &str) -> Option<NaiveDateTime> {
        let until = parse_rule_end(text)?;
        let wall =
            if until.all_day { until.wall.date().and_hms_opt(23, 59, 59)? } else { until.wall };
        let zone = match until.zone {
            ZoneReference::Floating => self.start.zone.clone(),
            zone => zone,
        };
        Some(self.zones.to_key(&IcalTime { wall, zone, all_day: until.all_day, at: until.at }))
    }

    /// Returns the times, periods and days of `RDATE` (RFC 5545 3.8.5.2).
    fn date_occurrences(&self, report: &mut Report) -> Vec<Occurrence> {
        let mut occurrences = Vec::new();
        for property in self.event.get_all("RDATE") {
            let mut has_days = false;
            for Period { mut start, end } in parse_periods(property).take(OCCURRENCES_MAX) {
                let length = end.and_then(|end| match end {
                    PeriodEnd::Duration(length) => Some(length),
                    PeriodEnd::Time(end) => self.zones.duration_between(&start, &end),
                });
                let minutes = length
                    .filter(|length| length.num_seconds() >= 0)
                    .map(|length| round_to_minutes(length, &property.at));
                if start.all_day && !self.start.all_day {
                    has_days = true;
                    let wall = start.wall.date().and_time(self.start.wall.time());
                    start = IcalTime { wall, ..self.start.clone() };
                }
                occurrences.push(Occurrence { start, minutes });
            }
            if has_days {
                report.warn(
                    &property.at,
                    "this event repeats on a day without a time",
                    "it is taken to begin at the same time of day",
                );
            }
        }
        occurrences.truncate(OCCURRENCES_MAX);
        occurrences
    }
}
