//! Repetition (RFC 5545, 3.3.10) as far as events of a conference repeat: every so many days or weeks.

use super::Report;
use super::components::Component;
use super::time::{Clock, Stamp, stamps};
use super::zones::Zones;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};
use std::collections::BTreeSet;

/// Repetitions of one event that are believed.
const OCCURRENCES_MAX: usize = 366;

/// A rule that is understood.
struct Rule {
    weekly: bool,
    interval: u64,
    count: Option<usize>,
    /// The last start, as [`Zones::key`] has it.
    until: Option<NaiveDateTime>,
    days: Vec<Weekday>,
    week_start: Weekday,
}

/// The starts of an event after its own, which are not taken out again.
pub(super) fn repetitions(event: &Component, start: &Stamp, zones: &Zones, report: &mut Report) -> Vec<Stamp> {
    let mut walls: BTreeSet<NaiveDateTime> = BTreeSet::new();
    for property in event.all("RRULE") {
        match rule(&property.value, start, zones) {
            Some(rule) => {
                let (found, more) = rule.starts(start.wall, |wall| zones.key(&Stamp { wall, ..start.clone() }));
                if more {
                    let help = format!("its first {OCCURRENCES_MAX} times are taken");
                    report.warning(property.at.clone(), "this event repeats more often than is believed", help);
                }
                walls.extend(found);
            }
            None => {
                let help = "only every so many days or weeks is: the first time is kept, the others are left out";
                report.error(property.at.clone(), "this rule of repetition is not understood", help);
            }
        }
    }
    for property in event.all("EXRULE") {
        report.error(property.at.clone(), "this rule of exceptions is not understood", "it is ignored");
    }
    let mut starts: Vec<Stamp> = walls.into_iter().map(|wall| Stamp { wall, ..start.clone() }).collect();
    let dates = event.all("RDATE").flat_map(|property| stamps(property).into_iter().flatten());
    starts.extend(dates.take(OCCURRENCES_MAX));
    let (excepted, days) = exceptions(event, zones);
    let mut seen = BTreeSet::from([zones.key(start)]);
    starts.retain(|stamp| {
        let key = zones.key(stamp);
        !excepted.contains(&key) && !days.contains(&stamp.wall.date()) && seen.insert(key)
    });
    starts
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
    let mut rule =
        Rule { weekly: false, interval: 1, count: None, until: None, days: Vec::new(), week_start: Weekday::Mon };
    let mut known = false;
    for part in text.trim().split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        match &*key.trim().to_ascii_uppercase() {
            "FREQ" => {
                rule.weekly = value.eq_ignore_ascii_case("WEEKLY");
                known = rule.weekly || value.eq_ignore_ascii_case("DAILY");
            }
            "INTERVAL" => rule.interval = value.parse().ok().filter(|interval| (1..=1000).contains(interval))?,
            "COUNT" => rule.count = Some(value.parse().ok()?),
            "UNTIL" => rule.until = Some(until(value, start, zones)?),
            "BYDAY" => rule.days = value.split(',').map(weekday).collect::<Option<_>>()?,
            "WKST" => rule.week_start = weekday(value)?,
            _ => return None,
        }
    }
    known.then_some(rule)
}

/// The last start: an instant, or a time on the clock of the event's own start, or the end of a day by it.
fn until(text: &str, start: &Stamp, zones: &Zones) -> Option<NaiveDateTime> {
    let until = super::time::stamp(&super::lines::Line::of("UNTIL", text)?)?;
    let wall = if until.all_day { until.wall.date().and_hms_opt(23, 59, 59)? } else { until.wall };
    let clock = if until.clock == Clock::Floating { start.clock.clone() } else { until.clock.clone() };
    Some(zones.key(&Stamp { wall, clock, ..until }))
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match &*text.trim().to_ascii_uppercase() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

impl Rule {
    /// The starts after the first, and whether there would be more than are believed.
    fn starts(&self, first: NaiveDateTime, key: impl Fn(NaiveDateTime) -> NaiveDateTime) -> (Vec<NaiveDateTime>, bool) {
        let count = self.count.unwrap_or(usize::MAX);
        let mut starts = Vec::new();
        // A week at a time from the week of the first start, or a day at a time from that day.
        let back = u64::from(first.weekday().days_since(self.week_start));
        let from = if self.weekly { first.checked_sub_days(Days::new(back)) } else { Some(first) };
        let (step, length) = if self.weekly { (7, 7) } else { (1, 1) };
        let Some(from) = from else { return (starts, false) };
        // No more rounds than could be needed: a rule may name a day that never comes.
        for round in 0..=(OCCURRENCES_MAX as u64 * 7) {
            for day in 0..length {
                let days = round.saturating_mul(self.interval).saturating_mul(step).saturating_add(day);
                let Some(at) = from.checked_add_days(Days::new(days)) else { return (starts, false) };
                let wanted = match &self.days[..] {
                    [] => !self.weekly || at.weekday() == first.weekday(),
                    days => days.contains(&at.weekday()),
                };
                if at <= first || !wanted {
                    continue;
                }
                // The first start counts as one.
                if starts.len() + 1 >= count || self.until.is_some_and(|until| key(at) > until) {
                    return (starts, false);
                }
                if starts.len() + 1 >= OCCURRENCES_MAX {
                    return (starts, true);
                }
                starts.push(at);
            }
        }
        (starts, false)
    }
}
