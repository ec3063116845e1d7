//! Repetition (RFC 5545, 3.3.10) as far as events of a conference repeat: every so many days,
//! weeks, months or years.

use super::components::Component;
use super::report::Report;
use super::rule::{Left, OCCURRENCES_MAX, Rule};
use super::time::{self, Clock, Stamp, Until, periods, stamps};
use super::zones::Zones;
use crate::agenda::At;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeSet;

/// Another time of an event.
#[derive(Debug, Clone)]
pub(super) struct Occurrence {
    pub start: Stamp,
    /// A length of its own, which periods have.
    pub minutes: Option<At<i64>>,
}

/// The times of an event after its own, which are not taken out again.
pub(super) fn repetitions(
    event: &Component,
    start: &Stamp,
    zones: &Zones,
    left: &mut Left,
    report: &mut Report,
) -> Vec<Occurrence> {
    let mut walls: BTreeSet<NaiveDateTime> = BTreeSet::new();
    for property in event.all("RRULE") {
        match rule(&property.value, start, zones) {
            Some(rule) => {
                let key = |wall| zones.key(&Stamp { wall, ..start.clone() });
                let (found, more) = rule.starts(start.wall, left, key);
                if left.days == 0 {
                    let help = "the times found so far are taken";
                    report.error(
                        property.at.clone(),
                        "the rules of this calendar take too long to follow",
                        help,
                    );
                }
                if more {
                    let help = format!("its first {OCCURRENCES_MAX} times are taken");
                    report.warning(
                        property.at.clone(),
                        "this event repeats more often than is believed",
                        help,
                    );
                }
                walls.extend(found);
            }
            None => {
                let help = "only days, weeks, months and years are, at the time of the first: that is kept, the others are left out";
                report.error(
                    property.at.clone(),
                    "this rule of repetition is not understood",
                    help,
                );
            }
        }
    }
    for property in event.all("EXRULE") {
        report.error(
            property.at.clone(),
            "this rule of exceptions is not understood",
            "it is ignored",
        );
    }
    let ruled = walls
        .into_iter()
        .map(|wall| Occurrence { start: Stamp { wall, ..start.clone() }, minutes: None });
    let mut times: Vec<Occurrence> = ruled.collect();
    times.extend(dates(event, start, zones, report));
    let (excepted, days) = exceptions(event, zones);
    let mut seen = BTreeSet::from([zones.key(start)]);
    times.retain(|Occurrence { start, .. }| {
        let key = zones.key(start);
        !excepted.contains(&key) && !days.contains(&start.wall.date()) && seen.insert(key)
    });
    times
}

/// `RDATE`: times, periods, and days.
fn dates(event: &Component, first: &Stamp, zones: &Zones, report: &mut Report) -> Vec<Occurrence> {
    let mut times = Vec::new();
    for property in event.all("RDATE") {
        let mut days = false;
        for (start, until) in periods(property).take(OCCURRENCES_MAX) {
            let length = until.and_then(|until| match until {
                Until::Length(length) => Some(length),
                Until::End(end) => zones.between(&start, &end),
            });
            let minutes = length
                .filter(|length| length.num_seconds() >= 0)
                .map(|l| time::minutes(l, &property.at));
            let at_its_time = start.all_day && !first.all_day;
            days |= at_its_time;
            let start = if at_its_time {
                Stamp { wall: start.wall.date().and_time(first.wall.time()), ..first.clone() }
            } else {
                start
            };
            times.push(Occurrence { start, minutes });
        }
        if days {
            let help = "the event is taken to begin at the same time on that day";
            report.warning(property.at.clone(), "a day among the times of an event", help);
        }
    }
    times.truncate(OCCURRENCES_MAX);
    times
}

/// Whether the event's own start is taken out again.
pub(super) fn is_excepted(event: &Component, start: &Stamp, zones: &Zones) -> bool {
    let (excepted, days) = exceptions(event, zones);
    excepted.contains(&zones.key(start)) || days.contains(&start.wall.date())
}

/// `EXDATE`: times, and whole days.
fn exceptions(event: &Component, zones: &Zones) -> (BTreeSet<NaiveDateTime>, BTreeSet<NaiveDate>) {
    let (mut times, mut days) = (BTreeSet::new(), BTreeSet::new());
    for stamp in event.all("EXDATE").flat_map(|property| stamps(property).into_iter().flatten()) {
        if stamp.all_day {
            days.insert(stamp.wall.date());
        } else {
            times.insert(zones.key(&stamp));
        }
    }
    (times, days)
}

fn rule(text: &str, start: &Stamp, zones: &Zones) -> Option<Rule> {
    Rule::parse(text, start.wall.time(), |value| until(value, start, zones))
}

/// The last start: an instant, or a time on the clock of the event's own start, or the end of a day
/// by it.
fn until(text: &str, start: &Stamp, zones: &Zones) -> Option<NaiveDateTime> {
    let until = super::time::stamp(&super::lines::Line::of("UNTIL", text)?)?;
    let wall = if until.all_day { until.wall.date().and_hms_opt(23, 59, 59)? } else { until.wall };
    let clock =
        if until.clock == Clock::Floating { start.clock.clone() } else { until.clock.clone() };
    Some(zones.key(&Stamp { wall, clock, ..until }))
}
