//! The event in the shapes of `--json`, version 1.

use crate::agenda::{Agenda, Room, Track, WalkTimes};
use serde::Serialize;

/// The event of the agenda.
#[derive(Debug, Serialize)]
pub(crate) struct EventJson<'a> {
    id: &'a str,
    name: &'a str,
    /// An IANA name, or `null` if the file names no zone. Times then have no offset.
    timezone: Option<&'a str>,
    /// The time at which a day of the programme begins.
    day_start: String,
    venue: Option<&'a str>,
    url: Option<&'a str>,
    description: Option<&'a str>,
    days: Vec<String>,
    /// The single rooms in the order of the timetable's columns.
    rooms: Vec<&'a str>,
    /// All rooms of the file, with joined rooms.
    room_details: Vec<RoomJson<'a>>,
    /// The minutes between the rooms. Absent if the file gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    walk: Option<WalkJson<'a>>,
    tracks: Vec<TrackJson<'a>>,
}

/// A room of the event.
#[derive(Debug, Serialize)]
struct RoomJson<'a> {
    name: &'a str,
    capacity: Option<u32>,
    /// The single rooms that the room joins.
    joins: Vec<&'a str>,
}

/// The minutes between the rooms.
#[derive(Debug, Serialize)]
struct WalkJson<'a> {
    /// The minutes between any two rooms.
    minutes: Option<u32>,
    between: Vec<RoomWalkJson<'a>>,
}

/// The minutes between two rooms.
#[derive(Debug, Serialize)]
struct RoomWalkJson<'a> {
    rooms: [&'a str; 2],
    minutes: u32,
}

/// A track of the event.
#[derive(Debug, Serialize)]
struct TrackJson<'a> {
    name: &'a str,
    /// `#rrggbb`.
    color: Option<String>,
}

pub(crate) fn event_json(agenda: &Agenda) -> EventJson<'_> {
    let rooms = agenda.rooms.iter().filter(|room| room.joins.is_empty());
    EventJson {
        id: &agenda.id,
        name: &agenda.name,
        timezone: agenda.clock.zone().map(|zone| zone.name()),
        day_start: agenda.day_start.to_string(),
        venue: agenda.venue.as_deref(),
        url: agenda.url.as_deref(),
        description: agenda.description.as_deref(),
        days: agenda.days.iter().map(|day| day.date.to_string()).collect(),
        rooms: rooms.map(|room| &*room.name).collect(),
        room_details: agenda.rooms.iter().map(|room| room_json(agenda, room)).collect(),
        walk: walk_json(&agenda.walk),
        tracks: agenda.tracks.iter().map(track_json).collect(),
    }
}

fn room_json<'a>(agenda: &'a Agenda, room: &'a Room) -> RoomJson<'a> {
    let joins = room.joins.iter().filter_map(|ix| agenda.rooms.get(*ix));
    RoomJson {
        name: &room.name,
        capacity: room.capacity,
        joins: joins.map(|room| &*room.name).collect(),
    }
}

fn walk_json(walk: &WalkTimes) -> Option<WalkJson<'_>> {
    let between = walk.between.iter().map(|walk| RoomWalkJson {
        rooms: [&walk.rooms[0], &walk.rooms[1]],
        minutes: walk.minutes,
    });
    let between = between.collect();
    (!walk.is_empty()).then_some(WalkJson { minutes: walk.minutes, between })
}

fn track_json(track: &Track) -> TrackJson<'_> {
    let color = track.color.map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}"));
    TrackJson { name: &track.name, color }
}
