//! hallway's own JSON: the answer of `list --json`, `search --json`, `mine --json` and
//! `export --format json`, version 1. Fields of a command, such as marks and scores, are not read.

use super::collector::Collector;
use super::json::{Node, begin_session, parse, parse_clock, read_links, read_time};
use super::zone_rules::settle_old_offsets;
use crate::agenda::{
    At, Draft, DraftCredit, DraftId, DraftPerson, DraftRoom, DraftRoomWalk, DraftSession, FileText,
    Part, Problem,
};

/// The text between the names of several rooms in `room`.
const ROOM_SEPARATOR: &str = " + ";

/// Reads a file. A fault in a session costs that session at most.
///
/// # Errors
/// The damage of the file, if no session stands before it.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut collector = Collector::of_export(text);
    let root = parse(text, &mut collector.report)?;
    if let Some(event) = root.get("event") {
        read_event(event, &mut collector);
    }
    for node in root.items_of(&["sessions"]) {
        read_session(node, &mut collector);
    }
    settle_old_offsets(&mut collector.draft, &mut collector.report);
    if root.broken { collector.finish_cut_off() } else { Ok(collector.finish()) }
}

fn read_event(node: &Node<'_>, collector: &mut Collector) {
    let event = &mut collector.draft.event;
    event.id = node.text_of(&["id"]);
    event.name = node.text_of(&["name"]);
    event.timezone = node.text_of(&["timezone"]);
    event.venue = node.text_of(&["venue"]);
    event.url = node.text_of(&["url"]);
    event.description = node.text_of(&["description"]);
    event.day_start = node
        .text_of(&["day_start"])
        .and_then(|text| Some(At { value: parse_clock(&text.value)?, at: text.at }));
    for room in node.items_of(&["room_details"]) {
        read_room(room, collector);
    }
    for room in node.items_of(&["rooms"]).filter_map(Node::text) {
        collector.find_or_add_room(room);
    }
    if let Some(walk) = node.get("walk") {
        collector.draft.walk.minutes = walk.whole_number_of("minutes");
        let between = walk.items_of(&["between"]).filter_map(read_room_walk);
        collector.draft.walk.between = between.collect();
    }
    for track in node.items_of(&["tracks"]) {
        if let Some(name) = track.text_of(&["name"]) {
            collector.add_track(name, track.text_of(&["color"]));
        }
    }
}

fn read_room(node: &Node<'_>, collector: &mut Collector) {
    let room = node.text_of(&["name"]).and_then(|name| collector.find_or_add_room(name));
    if let Some(DraftRoom { capacity, joins, .. }) = room {
        *capacity = node.whole_number_of("capacity");
        *joins = node.items_of(&["joins"]).filter_map(Node::text).collect();
    }
}

fn read_room_walk(node: &Node<'_>) -> Option<DraftRoomWalk> {
    let rooms = node.items_of(&["rooms"]).filter_map(Node::text).collect();
    Some(DraftRoomWalk { at: node.at.clone(), rooms, minutes: node.whole_number_of("minutes")? })
}

fn read_session(node: &Node<'_>, collector: &mut Collector) {
    let Some(mut session) = begin_session(collector, node) else { return };
    let report = &mut collector.report;
    session.id = node.text_of(&["id"]);
    let ids = node.get("ids").map(Node::entries).unwrap_or_default().iter();
    let ids = ids.filter_map(|(name, id)| {
        Some(DraftId { name: name.value.to_string().into(), value: id.text()? })
    });
    session.ids = ids.collect();
    session.start = read_time(report, node, "start").or(session.start);
    session.minutes = node.whole_number_of("minutes");
    if session.minutes.is_none() {
        session.end = read_time(report, node, "end");
    }
    session.all_day = node.is_true("all_day");
    session.kind = node.text_of(&["kind"]).map(At::into_word);
    session.track = node.text_of(&["track"]);
    session.tags = node.items_of(&["tags"]).filter_map(Node::text).collect();
    session.language = node.text_of(&["language"]);
    session.seats = node.text_of(&["seats"]).map(At::into_word);
    session.cancelled = node.is_true("cancelled");
    session.summary = node.text_of(&["abstract"]).map(|text| text.map(Into::into));
    session.url = node.text_of(&["url"]);
    session.recorded = node.text_of(&["recorded"]).map(At::into_word);
    read_links(report, &mut session, node.get("links"));
    session.rooms = read_rooms(node, collector);
    for person in node.items_of(&["people"]) {
        read_person(person, &mut session, collector);
    }
    collector.add_session(session);
}

/// Returns the rooms of `room`, a joined room instead of its parts, or else those of `rooms`.
fn read_rooms(node: &Node<'_>, collector: &Collector) -> Vec<At<FileText>> {
    let published = node.text_of(&["room"]);
    let rooms = &collector.draft.rooms;
    let is_room = |name: &str| rooms.iter().any(|room| room.name.value == name);
    if let Some(room) = &published {
        if is_room(&room.value) {
            return vec![room.clone()];
        }
        let names: Vec<&str> = room.value.split(ROOM_SEPARATOR).collect();
        if names.iter().all(|name| is_room(name)) {
            let located = |name: &str| At { value: name.into(), at: room.at.clone() };
            return names.into_iter().map(located).collect();
        }
    }
    let single: Vec<At<FileText>> = node.items_of(&["rooms"]).filter_map(Node::text).collect();
    if single.is_empty() { published.into_iter().collect() } else { single }
}

fn read_person(node: &Node<'_>, session: &mut DraftSession, collector: &mut Collector) {
    let Some(name) = node.text_of(&["name"]) else {
        let message = "this person has no name";
        collector.report.error(node.first_byte(), message, "the session is shown without them");
        return;
    };
    let word = node.text_of(&["role"]).map(|role| role.value);
    let part = Part::ALL.iter().copied().find(|part| word.as_deref() == Some(part.word()));
    let part = part.unwrap_or(Part::Speaker);
    session.people.push(DraftCredit { part, name: name.value.clone() });
    collector.add_person(DraftPerson {
        name,
        role: node.text_of(&["job"]),
        affiliation: node.text_of(&["affiliation"]),
        bio: node.text_of(&["bio"]),
        url: node.text_of(&["url"]),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::json::tests::{survives_changes, survives_cuts};
    use crate::format::{Format, detect};

    const FILE: &str = r##"{"schema":1,"event":{"id":"ev","name":"Event","timezone":"Europe/Dublin",
"days":["2016-07-11"],"day_start":"04:00:00","rooms":["A","B","C"],
"room_details":[{"name":"A","capacity":40,"joins":[]},{"name":"B","capacity":null},
{"name":"A+B","joins":["A","B"]}],"tracks":[{"name":"T","color":"#cc6666"}]},
"sessions":[{"id":"x","ids":{"guid":"g/1","code":"ABC"},"title":"Cancelled: the talk",
"start":"2016-07-11T09:00:00+01:00",
"end":"2016-07-11T09:40:00+01:00","minutes":40,"day":"2016-07-11","room":"A+B + C",
"rooms":["A","B","C"],"kind":"keynote","track":"T","tags":["a, b"],"language":"en","seats":"full",
"cancelled":false,"people":[{"name":"Ann","role":"moderator","affiliation":"Acme","job":"Dev",
"bio":"Long","url":"https://a.example"}],"abstract":"Text","url":"https://s.example",
"links":[{"title":"Slides","url":"https://l.example"}],"mark":"attend","z":1},
{"id":"y","title":"Later","start":null,"end":null,"minutes":null,"room":null,"rooms":[],"z":1},
{"id":"z","title":"Last","start":"2016-07-11T12:00:00+01:00","minutes":5,"z":1}]}"##;

    #[test]
    fn every_field_of_own_json_is_read() {
        assert_eq!(detect(FILE.as_bytes()).unwrap(), Format::HallwayJson);
        let (agenda, problems) = read(FILE).unwrap().check(None);
        assert_eq!(problems, []);
        assert_eq!(agenda.day_start.to_string(), "04:00:00");
        assert_eq!(
            agenda.rooms.iter().map(|room| room.joins.len()).collect::<Vec<_>>(),
            [0, 0, 2, 0]
        );
        assert_eq!(agenda.rooms[0].capacity, Some(40));
        assert_eq!(agenda.tracks[0].color, Some([0xcc, 0x66, 0x66]));
        let session = &agenda.sessions[0];
        assert_eq!(session.start.unwrap().to_rfc3339(), "2016-07-11T09:00:00+01:00");
        assert_eq!((session.minutes, session.rooms.len()), (Some(40), 3));
        assert_eq!((session.room.as_deref(), session.cancelled), (Some("A+B + C"), false));
        assert_eq!(session.links[0].title.as_deref(), Some("Slides"));
        let (person, part) = agenda.people_of(session).next().unwrap();
        assert_eq!((part, person.role.as_deref()), (Part::Moderator, Some("Dev")));
        assert_eq!(person.bio.as_deref(), Some("Long"));
        assert_eq!(session.ids.len(), 2);
        assert_eq!(agenda.find_session("g/1"), Some(0));
        assert_eq!(agenda.sessions[2].start, None);
    }

    #[test]
    fn damaged_own_json_never_panics() {
        survives_cuts(read, FILE);
        survives_changes(read, FILE);
    }
}
