//! Ids, rooms, tracks and kinds of sessions.

use super::super::super::words;
use super::super::brackets::split_bracketed_end;
use super::super::components::{Calendar, Component};
use super::super::hallway;
use super::super::own_properties;
use super::super::property::Property;
use super::producer::Producer;
use crate::agenda::{At, FileText, Kind};
use std::collections::{HashMap, HashSet};

/// Returns a session's id: the `UID`, without hallway's addition, or the id that hallway wrote
/// beside the `UID`.
pub(in crate::format::ical) fn session_id(
    event: &Component,
    uid: &Property,
    producer: Producer,
) -> String {
    let uid = uid.text();
    if producer != Producer::Hallway {
        return uid.trim().to_owned();
    }
    let own = own_properties::session_id(event).map(|id| id.value);
    own.unwrap_or_else(|| {
        hallway::parse_uid(&uid).map_or(&*uid, |own| own.session).trim().to_owned().into()
    })
    .to_string()
}

/// Returns the rooms of an event: those of hallway's own list, or those of `LOCATION`.
pub(in crate::format::ical) fn rooms_of_event(
    event: &Component,
    producer: Producer,
) -> Vec<String> {
    let listed = own_properties::session_rooms(event).filter(|_| producer == Producer::Hallway);
    let location = || event.get("LOCATION").map(|location| location.text()).unwrap_or_default();
    listed.unwrap_or_else(|| rooms_of_location(&location(), producer))
}

/// Returns the rooms of a `LOCATION`: one, without the venue in brackets behind it for Indico, or
/// several for hallway.
fn rooms_of_location(location: &str, producer: Producer) -> Vec<String> {
    let location = location.split_whitespace().collect::<Vec<_>>().join(" ");
    let rooms: Vec<&str> = match producer {
        Producer::Hallway => hallway::split_rooms(&location).collect(),
        Producer::Indico => {
            vec![split_bracketed_end(&location).map_or(&*location, |end| end.before)]
        }
        _ => vec![&*location],
    };
    rooms.into_iter().map(|room| room.trim().to_owned()).filter(|room| !room.is_empty()).collect()
}

/// Returns a title without the dash of frab for a session without speakers.
pub(in crate::format::ical) fn title_without_dash(title: &str, producer: Producer) -> &str {
    match title.trim_end().strip_suffix(" -") {
        Some(cut) if producer == Producer::Frab => cut.trim_end(),
        _ => title,
    }
}

/// Returns the text in round brackets at the end of a title.
pub(in crate::format::ical) fn title_suffix(title: &str) -> Option<&str> {
    Some(split_bracketed_end(title)?.inner).filter(|suffix| !suffix.is_empty())
}

/// Returns the tracks of a calendar with a track in brackets behind nearly every title
/// (RailsConf): at least 6 suffixes, behind 4 of 5 titles, and each track 3 times on average.
pub(in crate::format::ical) fn track_suffixes(calendar: &Calendar) -> HashSet<String> {
    let titles: Vec<String> =
        calendar.events.iter().filter_map(|event| Some(event.get("SUMMARY")?.text())).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for suffix in titles.iter().filter_map(|title| title_suffix(title)) {
        *counts.entry(suffix).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    if total < 6 || total * 5 < titles.len() * 4 || counts.len() * 3 > total {
        return HashSet::new();
    }
    counts.into_keys().map(str::to_owned).collect()
}

/// Removes the track from the categories without a kind, and returns the track: the first one, or
/// the one named by hallway.
pub(in crate::format::ical) fn take_track(
    event: &Component,
    categories: &mut Vec<At<FileText>>,
    producer: Producer,
) -> Option<At<FileText>> {
    match producer {
        Producer::Hallway => Some(hallway::take_track(event.get(hallway::TRACK)?, categories)),
        _ if categories.is_empty() => None,
        _ => Some(categories.remove(0)),
    }
}

/// Returns the kind of `TITLE (workshop by NAME)`, and of `Main Conference: lunch`, as symposion
/// titles a slot without a talk.
pub(in crate::format::ical) fn kind_of_title(title: &str) -> Option<Kind> {
    if let Some((kind, _)) = title_suffix(title).and_then(|suffix| suffix.split_once(" by ")) {
        return words::session_kind(kind, "");
    }
    let (conference, slot) = title.split_once(": ")?;
    match slot.trim() {
        "plenary" | "miniconf" => None,
        "room changeover" | "free time" => Some(Kind::Break),
        slot if conference.to_lowercase().ends_with("conference") => words::session_kind("", slot),
        _ => None,
    }
}
