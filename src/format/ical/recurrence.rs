//! The occurrences of a recurring event (RFC 5545 3.8.5).

use super::super::collector::Report;
use super::components::Component;
use super::property::Property;
use super::rule::{OCCURRENCES_MAX, Rule, RuleBudget, RuleStarts};
use super::time::{
    IcalTime, Period, PeriodEnd, ZoneReference, parse_periods, parse_rule_end, parse_times,
    round_to_minutes,
};
use super::zones::Zones;
use crate::agenda::{At, sort_compactly};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::HashSet;

/// A time of an event after the first.
#[derive(Debug, Clone)]
pub(super) struct Occurrence {
    pub start: IcalTime,
    /// The length of a period in `RDATE`, in minutes.
    pub minutes: Option<At<i64>>,
}

/// The times of an event after the first.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    pub list: Vec<Occurrence>,
    /// True if times are missing in `list`.
    pub is_incomplete: bool,
}

/// The recurrence of one event.
pub(super) struct Recurrence<'a> {
    event: &'a Component,
    /// The event's `DTSTART`.
    pub start: &'a IcalTime,
    zones: &'a Zones,
    exceptions: Exceptions,
}

/// The values of `EXDATE` (RFC 5545 3.8.5.1).
struct Exceptions {
    /// Keys of [`Zones::to_key`].
    times: HashSet<NaiveDateTime>,
    /// Dates without a time of day.
    days: HashSet<NaiveDate>,
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

    /// Returns true if a rule of the event has no end.
    pub(super) fn is_endless(&self) -> bool {
        self.event
            .get_all("RRULE")
            .filter_map(|property| self.parse_rule(property))
            .any(|rule| rule.is_endless())
    }

    /// Returns the last start by the event's rules and dates, as a key of [`Zones::to_key`].
    pub(super) fn last_start(&self, budget: &mut RuleBudget) -> NaiveDateTime {
        let first = self.zones.to_key(self.start);
        let dates = self.event.get_all("RDATE").flat_map(parse_times);
        let mut last = dates.map(|date| self.zones.to_key(&date)).max().unwrap_or(first);
        for rule in self.event.get_all("RRULE").filter_map(|property| self.parse_rule(property)) {
            let found = rule.starts_after(self.start.wall, budget, |wall| self.key_of_wall(wall));
            let starts = found.starts.last().map(|wall| self.key_of_wall(*wall));
            last = last.max(starts.unwrap_or(first));
        }
        last.max(first)
    }

    /// Returns the key of a start by the clock of the event.
    fn key_of_wall(&self, wall: NaiveDateTime) -> NaiveDateTime {
        self.zones.to_key(&IcalTime { wall, ..self.start.clone() })
    }

    fn parse_rule(&self, property: &Property) -> Option<Rule> {
        Rule::parse(&property.value, self.start.wall.time(), |text| self.parse_until(text))
    }

    /// Returns the occurrences after the first, without exceptions and duplicates. A rule without
    /// an end stops at `horizon`, a key of [`Zones::to_key`].
    pub(super) fn occurrences(
        &self,
        horizon: Option<NaiveDateTime>,
        budget: &mut RuleBudget,
        report: &mut Report,
    ) -> Occurrences {
        let mut found = Occurrences::default();
        let mut walls: Vec<NaiveDateTime> = Vec::new();
        for property in self.event.get_all("RRULE") {
            let Some(mut rule) = self.parse_rule(property) else {
                report_unsupported(property, report);
                found.is_incomplete = true;
                continue;
            };
            self.report_contradictions(property, &rule, report);
            if rule.is_endless() {
                rule.until = horizon;
            }
            let starts = self.rule_starts(property, &rule, budget, report);
            found.is_incomplete |= starts.is_truncated;
            walls.extend(starts.starts);
        }
        for property in self.event.get_all("EXRULE") {
            report.error(
                &property.at,
                "hallway does not read rules of exceptions",
                "it is ignored",
            );
        }
        sort_compactly(&mut walls, |wall| *wall);
        walls.dedup();
        found.list = walls
            .into_iter()
            .map(|wall| IcalTime { wall, ..self.start.clone() })
            .map(|start| Occurrence { start, minutes: None })
            .collect();
        found.list.extend(self.date_occurrences(report));
        if !found.is_incomplete && horizon.is_none() {
            self.report_unknown_exceptions(&found.list, report);
        }
        let mut seen = HashSet::from([self.zones.to_key(self.start)]);
        found.list.retain(|Occurrence { start, .. }| {
            !self.excludes(start) && seen.insert(self.zones.to_key(start))
        });
        found
    }

    /// Returns the wall clocks of an `RRULE` (RFC 5545 3.8.5.3) after the first.
    fn rule_starts(
        &self,
        property: &Property,
        rule: &Rule,
        budget: &mut RuleBudget,
        report: &mut Report,
    ) -> RuleStarts {
        let mut found = rule.starts_after(self.start.wall, budget, |wall| self.key_of_wall(wall));
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
        found.is_truncated |= budget.days == 0;
        found
    }

    /// Reports ends of a rule that contradict each other or the start.
    fn report_contradictions(&self, property: &Property, rule: &Rule, report: &mut Report) {
        if rule.has_two_ends() {
            report.warn(
                &property.at,
                "this rule has both a COUNT and an UNTIL",
                "the one that ends first is taken",
            );
        }
        if rule.until.is_some_and(|until| until < self.zones.to_key(self.start)) {
            report.warn(
                &property.at,
                "this rule ends before its event starts",
                "only the first time is kept",
            );
        }
        if Rule::has_part_twice(&property.value) {
            report.warn(&property.at, "this rule has a part twice", "the last one is taken");
        }
    }

    /// Reports each `EXDATE` with a time that is no start of the event.
    fn report_unknown_exceptions(&self, later: &[Occurrence], report: &mut Report) {
        let starts = || later.iter().map(|occurrence| &occurrence.start).chain([self.start]);
        let times: HashSet<NaiveDateTime> =
            starts().map(|start| self.zones.to_key(start)).collect();
        let days: HashSet<NaiveDate> = starts().map(|start| start.wall.date()).collect();
        for property in self.event.get_all("EXDATE") {
            let is_start = |time: IcalTime| {
                times.contains(&self.zones.to_key(&time))
                    || time.all_day && days.contains(&time.wall.date())
            };
            if !parse_times(property).all(is_start) {
                report.warn(
                    &property.at,
                    "this EXDATE leaves out a time that the event does not have",
                    "the time is ignored",
                );
            }
        }
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
                    PeriodEnd::Duration(length) => self.zones.elapsed(&start, length),
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

fn report_unsupported(property: &Property, report: &mut Report) {
    report.error(
        &property.at,
        "hallway does not read this recurrence rule",
        "only the first time is kept: hallway reads rules of days, weeks, months and years at one \
         time of day",
    );
}
