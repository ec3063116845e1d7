//! The properties of hallway's own: values of an agenda without a place in RFC 5545. Each is a list
//! of `TEXT` (RFC 5545 3.3.11); an unknown value is empty.
//!
//! | property | values |
//! |---|---|
//! | `X-HALLWAY-ROOM` of the calendar | name, capacity, names of the rooms that it joins |
//! | `X-HALLWAY-TRACK` of the calendar | name, colour as `#rrggbb` |
//! | `X-HALLWAY-VENUE` of the calendar | the venue (one text) |
//! | `X-HALLWAY-PERSON` of the calendar | name, role, affiliation, address, biography |
//! | `X-HALLWAY-ID` | the id of the session, if the `UID` does not contain it |
//! | `X-HALLWAY-IDS` | names and values of the ids of the source |
//! | `X-HALLWAY-MINUTES` | the length of a session of 0 minutes |
//! | `X-HALLWAY-ROOMS` | names of the rooms, if `LOCATION` is ambiguous |
//! | `X-HALLWAY-LANGUAGE`, `X-HALLWAY-SEATS` | language; `limited` or `full` |
//! | `X-HALLWAY-RECORDED` | `yes` or `no` |
//! | `X-HALLWAY-LINK` | address, title, and `recording` or `stream` |

use super::super::collector::Collector;
use super::components::{Calendar, Component};
use super::hallway::{ROOM_SEPARATOR, TRACK};
use super::property::{Property, escape};
use crate::agenda::{
    Agenda, At, DraftId, DraftLink, DraftPerson, DraftSession, FileText, LinkKind, Person,
    Recorded, Room, RoomIx, Session, Track,
};
use crate::format::published_rooms::published_rooms;

const ROOM: &str = "X-HALLWAY-ROOM";
const PERSON: &str = "X-HALLWAY-PERSON";
pub(super) const VENUE: &str = "X-HALLWAY-VENUE";
const ID: &str = "X-HALLWAY-ID";
const IDS: &str = "X-HALLWAY-IDS";
const MINUTES: &str = "X-HALLWAY-MINUTES";
const ROOMS: &str = "X-HALLWAY-ROOMS";
const LANGUAGE: &str = "X-HALLWAY-LANGUAGE";
const SEATS: &str = "X-HALLWAY-SEATS";
const RECORDED: &str = "X-HALLWAY-RECORDED";
const LINK: &str = "X-HALLWAY-LINK";

/// A property to write: the name and the escaped value.
pub(super) type WrittenProperty = (&'static str, String);

/// Returns true for a property of the calendar that lists a room, a track or a person.
pub(super) fn is_list_entry(name: &str) -> bool {
    matches!(name, ROOM | TRACK | PERSON)
}

/// Returns the lists of rooms, tracks and people of the sessions.
pub(super) fn list_entries(agenda: &Agenda, sessions: &[&Session]) -> Vec<WrittenProperty> {
    let mut used_rooms = vec![false; agenda.rooms.len()];
    let mut used_tracks = vec![false; agenda.tracks.len()];
    let mut used_people = vec![false; agenda.people.len()];
    for session in sessions {
        for ix in published_rooms(agenda, session).iter().chain(&session.rooms) {
            mark_used(&mut used_rooms, *ix);
        }
        session.track.into_iter().for_each(|track| mark_used(&mut used_tracks, track));
        session.people.iter().for_each(|credit| mark_used(&mut used_people, credit.person));
    }
    let rooms = used_entries(&agenda.rooms, used_rooms).map(|room| room_entry(agenda, room));
    let tracks = used_entries(&agenda.tracks, used_tracks).map(track_entry);
    let people = used_entries(&agenda.people, used_people).filter(|person| has_details(person));
    rooms.chain(tracks).chain(people.map(person_entry)).collect()
}

fn used_entries<T>(entries: &[T], used: Vec<bool>) -> impl Iterator<Item = &T> {
    entries.iter().zip(used).filter(|(_, is_used)| *is_used).map(|(entry, _)| entry)
}

fn room_entry(agenda: &Agenda, room: &Room) -> WrittenProperty {
    let capacity = room.capacity.map(|capacity| capacity.to_string());
    let values = [&*room.name, capacity.as_deref().unwrap_or_default()].into_iter();
    (ROOM, join_values(values.chain(room_names(agenda, &room.joins))))
}

fn track_entry(track: &Track) -> WrittenProperty {
    let color = track.color.map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}"));
    (TRACK, join_values([&*track.name].into_iter().chain(color.as_deref())))
}

fn person_entry(person: &Person) -> WrittenProperty {
    let Person { name, role, affiliation, bio, url } = person;
    let details = [role, affiliation, url, bio].map(|value| value.as_deref());
    let details = details.into_iter().map(Option::unwrap_or_default);
    (PERSON, join_values([&**name].into_iter().chain(details)))
}

fn mark_used(used: &mut [bool], ix: usize) {
    used.get_mut(ix).into_iter().for_each(|used| *used = true);
}

/// Returns true for a person with more than a name and an affiliation.
fn has_details(person: &Person) -> bool {
    [&person.role, &person.bio, &person.url].iter().any(|value| value.is_some())
}

fn room_names<'a>(agenda: &'a Agenda, rooms: &'a [RoomIx]) -> impl Iterator<Item = &'a str> {
    rooms.iter().filter_map(|ix| Some(&*agenda.rooms.get(*ix)?.name))
}

fn join_values<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.map(escape).collect::<Vec<_>>().join(",")
}

/// Returns the properties of a session. `uid` is the session's part of the `UID`.
pub(super) fn session_properties(
    agenda: &Agenda,
    session: &Session,
    uid: &str,
) -> Vec<WrittenProperty> {
    let mut properties: Vec<WrittenProperty> = Vec::new();
    if uid != &*session.id {
        properties.push((ID, escape(&session.id)));
    }
    if !session.ids.is_empty() {
        let ids = session.ids.iter().flat_map(|named| [&*named.name, &*named.id]);
        properties.push((IDS, join_values(ids)));
    }
    if session.minutes == Some(0) {
        properties.push((MINUTES, "0".to_owned()));
    }
    let rooms = published_rooms(agenda, session);
    if room_names(agenda, &rooms).any(|name| name.contains(ROOM_SEPARATOR)) {
        properties.push((ROOMS, join_values(room_names(agenda, &rooms))));
    }
    if let Some(language) = &session.language {
        properties.push((LANGUAGE, escape(language)));
    }
    if let Some(seats) = session.seats {
        properties.push((SEATS, seats.word().to_owned()));
    }
    if session.recorded != Recorded::Unknown {
        properties.push((RECORDED, session.recorded.word().to_owned()));
    }
    for link in &session.links {
        let kind = link.kind.map(LinkKind::word);
        let title = link.title.as_deref().or(kind.map(|_| ""));
        properties.push((LINK, join_values([&*link.url].into_iter().chain(title).chain(kind))));
    }
    properties
}

/// Returns true if the length of the session is 0 minutes.
pub(super) fn is_zero_length(event: &Component) -> bool {
    event.get(MINUTES).is_some_and(|minutes| minutes.value.trim() == "0")
}

/// Returns the id of the session, if the `UID` does not contain it.
pub(super) fn session_id(event: &Component) -> Option<At<FileText>> {
    event.get(ID).map(Property::located_text).filter(|id| !id.value.trim().is_empty())
}

/// Returns the names of the rooms, if `LOCATION` is the same list.
pub(super) fn session_rooms(event: &Component) -> Option<Vec<String>> {
    let rooms = event.get(ROOMS)?.text_list();
    let is_location =
        event.get("LOCATION").is_some_and(|location| location.text() == rooms.join(ROOM_SEPARATOR));
    is_location.then_some(rooms)
}

/// Reads ids, language, seats, recording and links of a session.
pub(super) fn read_session(event: &Component, session: &mut DraftSession) {
    let ids = event.get(IDS).map(|ids| (ids, ids.text_list()));
    session.ids = ids.map_or_else(Vec::new, |(property, ids)| {
        let (pairs, _) = ids.as_chunks::<2>();
        let pairs =
            pairs.iter().map(|[name, id]| (name.clone(), property.located(id.as_str().into())));
        pairs.map(|(name, value)| DraftId { name: name.into(), value }).collect()
    });
    session.language = event.get(LANGUAGE).map(Property::located_text);
    session.seats = event.get(SEATS).map(Property::located_text).map(At::into_word);
    session.recorded = event.get(RECORDED).map(Property::located_text).map(At::into_word);
    let links: Vec<DraftLink> = event.get_all(LINK).map(read_link).collect();
    if !links.is_empty() {
        session.links = links;
    }
}

fn read_link(property: &Property) -> DraftLink {
    let mut values = property.text_list().into_iter();
    let url = property.located(values.next().unwrap_or_default().into());
    let mut next = || {
        values.next().filter(|value| !value.is_empty()).map(|value| property.located(value.into()))
    };
    DraftLink { title: next(), url, kind: next().map(At::into_word) }
}

/// Adds the listed rooms, tracks and people to the draft.
pub(super) fn read_lists(calendar: &Calendar, collector: &mut Collector) {
    for property in &calendar.lists {
        let values = property.text_list();
        match &*property.name {
            ROOM => read_room(property, &values, collector),
            TRACK => read_track(property, values, collector),
            _ => read_person(property, values, collector),
        }
    }
}

fn read_room(property: &Property, values: &[String], collector: &mut Collector) {
    let [name, capacity, joins @ ..] = values else { return };
    let capacity = capacity.trim().parse().ok().map(|capacity| property.located(capacity));
    if let Some(room) = collector.find_or_add_room(property.located(name.as_str().into())) {
        room.capacity = capacity;
        room.joins = joins.iter().map(|name| property.located(name.as_str().into())).collect();
    }
}

fn read_track(property: &Property, values: Vec<String>, collector: &mut Collector) {
    let mut values = values.into_iter().map(|value| property.located(value.into()));
    let Some(name) = values.next() else { return };
    if let Some(track) = collector.find_or_add_track(name) {
        track.color = values.next();
    }
}

fn read_person(property: &Property, values: Vec<String>, collector: &mut Collector) {
    let mut values = values.into_iter().map(|value| (!value.is_empty()).then_some(value));
    let mut next = || values.next().flatten().map(|value| property.located(value.into()));
    let Some(name) = next() else { return };
    let (role, affiliation, url, bio) = (next(), next(), next(), next());
    collector.add_person(DraftPerson { name, role, affiliation, bio, url });
}
