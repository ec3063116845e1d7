//! The ends of rules without `COUNT` and `UNTIL`: the last day of the calendar's other events, or a
//! year.

use super::components::Component;
use super::recurrence::Recurrence;
use super::rule::RuleBudget;
use super::time::{IcalTime, parse_duration, parse_time};
use super::zones::Zones;
use chrono::{Days, Months, NaiveDateTime, NaiveTime, TimeDelta};
use std::collections::HashMap;

/// A day of the programme ends at this time of the next morning.
const DAY_END: TimeDelta = TimeDelta::hours(5);

/// The ends of the rules without an end. Times are keys of [`Zones::to_key`].
#[derive(Debug, Default)]
pub(super) struct Horizons {
    /// The last end of all events without a rule without an end.
    others: Option<NaiveDateTime>,
    /// The last override of each `UID` with a rule without an end.
    overrides: HashMap<String, NaiveDateTime>,
}

/// The end of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Horizon {
    /// The last start, as a key of [`Zones::to_key`].
    pub end: NaiveDateTime,
    pub reason: HorizonReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HorizonReason {
    OtherEvents,
    Year,
}

impl Horizons {
    /// Finds the last end of the other events, if `events` have a rule without an end.
    pub(super) fn of_events(
        events: &[&Component],
        zones: &Zones,
        budget: &mut RuleBudget,
    ) -> Horizons {
        let mut horizons = Horizons::default();
        let mut bounded = Vec::new();
        for event in events {
            let Some(start) = event.get("DTSTART").and_then(parse_time) else { continue };
            if event.get("RRULE").is_some() && Recurrence::new(event, &start, zones).is_endless() {
                let uid = event.get("UID").map_or("", |uid| &*uid.value);
                horizons.overrides.entry(uid.to_owned()).or_insert(NaiveDateTime::MIN);
            } else {
                bounded.push((event, start));
            }
        }
        if horizons.overrides.is_empty() {
            return horizons;
        }
        for (event, start) in bounded {
            let uid = event.get("UID").map_or("", |uid| &*uid.value);
            let id = event.get("RECURRENCE-ID").and_then(parse_time);
            if let (Some(id), Some(last)) = (id, horizons.overrides.get_mut(uid)) {
                *last = zones.to_key(&id).max(*last);
            } else {
                let end = last_end(event, &start, zones, budget);
                horizons.others = horizons.others.max(Some(end));
            }
        }
        horizons
    }

    /// Returns the end of a rule without an end of an event at `start`.
    pub(super) fn horizon(&self, uid: &str, start: &IcalTime, zones: &Zones) -> Option<Horizon> {
        let key = zones.to_key(start);
        let own = self.overrides.get(uid).copied().unwrap_or(NaiveDateTime::MIN);
        let others = self.others.filter(|end| *end > key).and_then(|end| {
            let to_wall = start.wall.signed_duration_since(key);
            let last = end.checked_add_signed(to_wall - TimeDelta::seconds(1) - DAY_END)?;
            let midnight = last.date().checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN);
            midnight.checked_add_signed(DAY_END - TimeDelta::seconds(1) - to_wall)
        });
        let year =
            || key.checked_add_months(Months::new(12))?.checked_sub_signed(TimeDelta::seconds(1));
        let (end, reason) = match others {
            Some(end) => (end, HorizonReason::OtherEvents),
            None => (year()?, HorizonReason::Year),
        };
        Some(Horizon { end: end.max(own), reason })
    }
}

/// Returns the end of the last occurrence of an event.
fn last_end(
    event: &Component,
    start: &IcalTime,
    zones: &Zones,
    budget: &mut RuleBudget,
) -> NaiveDateTime {
    let length = if let Some(end) = event.get("DTEND").and_then(parse_time) {
        zones.duration_between(start, &end)
    } else {
        let duration = event.get("DURATION").and_then(|duration| parse_duration(&duration.value));
        duration.and_then(|duration| zones.elapsed(start, duration))
    };
    let last = Recurrence::new(event, start, zones).last_start(budget);
    length.and_then(|length| last.checked_add_signed(length)).unwrap_or(last)
}
