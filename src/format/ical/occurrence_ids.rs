//! The ids of the sessions of a recurring event. RFC 5545 names an occurrence by `UID` and
//! `RECURRENCE-ID`, the original start, which an override does not change.

use super::time::IcalTime;
use super::zones::Zones;
use chrono::NaiveDateTime;

/// The ids of one session.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OccurrenceIds {
    /// The id of hallway: the event's id for the first occurrence, with the date of the original
    /// start for later ones. So the occurrences keep their ids when the whole series moves to
    /// another time of day. A start at another time of day than the series (`RDATE`) has its time
    /// too.
    pub session: String,
    /// The event's id with the original start in UTC; `None` for the first occurrence. It was
    /// hallway's id in earlier versions, and plans may contain it.
    pub exact: Option<String>,
}

impl OccurrenceIds {
    /// Returns the ids of the first occurrence, or of an event that does not recur.
    pub(super) fn of_first(event: &str) -> OccurrenceIds {
        OccurrenceIds { session: event.to_owned(), exact: None }
    }

    /// Returns the ids of the occurrence with the original start `slot`. `event` is the event's
    /// id, and `first` the start of the series, if the file has the series.
    pub(super) fn of_slot(
        event: &str,
        slot: &IcalTime,
        first: Option<&IcalTime>,
        zones: &Zones,
    ) -> OccurrenceIds {
        let name = slot_name(slot, first, zones);
        if first.is_some_and(|own| slot_name(own, first, zones) == name) {
            return OccurrenceIds::of_first(event);
        }
        let exact = format!("{event}-{}", zones.to_key(slot).format("%Y%m%dT%H%M"));
        OccurrenceIds { session: format!("{event}-{name}"), exact: Some(exact) }
    }
}

/// Returns the date of a start on the clock of the series, with the time of day if it is not that
/// of the series.
fn slot_name(slot: &IcalTime, first: Option<&IcalTime>, zones: &Zones) -> String {
    let wall = first.map_or(slot.wall, |first| wall_on_clock_of(first, slot, zones));
    let is_date = slot.all_day || first.is_some_and(|first| first.wall.time() == wall.time());
    wall.format(if is_date { "%Y%m%d" } else { "%Y%m%dT%H%M" }).to_string()
}

/// Returns the wall clock of `slot` on the clock of `first`.
fn wall_on_clock_of(first: &IcalTime, slot: &IcalTime, zones: &Zones) -> NaiveDateTime {
    if slot.all_day || slot.zone == first.zone {
        return slot.wall;
    }
    let key = zones.to_key(slot);
    let difference = |wall: NaiveDateTime| {
        key.signed_duration_since(zones.to_key(&IcalTime { wall, ..first.clone() }))
    };
    // The offset may change between `first` and `slot`.
    let near = first.wall.checked_add_signed(difference(first.wall)).unwrap_or(slot.wall);
    near.checked_add_signed(difference(near)).unwrap_or(near)
}
