//! The public API of CFP.dev, the system of Devoxx and Voxxed Days: the slots of a day
//! (`api/public/schedules/monday`), the event (`api/public/event`), talks with their slots
//! (`api/public/talks`), and lists of these, one for each request.
//!
//! The fields are those of the producer's plug-in for WordPress, `cfp-dev-shortcodes`:
//! `shortcode-cfp-schedule.php` for slots, `shortcode-cfp-talk-details.php` for talks.

use super::collector::Collector;
use super::json::{
    Node, PersonList, begin_session, bounded_name, is_cancelled, join_texts, one_or_many, parse,
    parse_moment, read_time,
};
use super::text::plain_text;
use super::words;
use crate::agenda::{
    At, Draft, DraftLink, DraftPerson, DraftSession, FileText, Kind, LinkKind, Problem, Text, When,
    Word, Zone,
};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::HashMap;

/// Reads a file. A fault in a slot costs that slot at most.
///
/// # Errors
/// The damage of the file, if no session stands before it.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut collector = Collector::of_export(text);
    let root = parse(text, &mut collector.report)?;
    let speakers = PersonList::new(&["id"], read_person);
    let mut reader = CfpDevReader { collector, speakers, positions: HashMap::new() };
    for part in one_or_many(&root) {
        for entry in one_or_many(part) {
            reader.read_entry(entry);
        }
    }
    let mut collector = reader.collector;
    collector.draft.may_be_empty = !root.broken;
    if root.broken { collector.finish_cut_off() } else { Ok(collector.finish()) }
}

/// Returns the weekdays of an event, as in `monday`: the names of the days in the API. `body` is
/// the answer of `api/public/event`. An event without `toDate` lasts one day. The days are those
/// of the event's zone: see `offline-crawler.php` of the plug-in.
pub(crate) fn event_weekdays(body: &[u8]) -> Option<Vec<String>> {
    const DAYS_MAX: usize = 7;
    let text = std::str::from_utf8(body).ok()?;
    let mut collector = Collector::of_export(text);
    let event = parse(text, &mut collector.report).ok().filter(Node::is_map)?;
    let zone = event.text_of(&["timezone"]).and_then(|name| Zone::by_name(&name.value).ok());
    let date = |key| local_date(&event.text_of(&[key])?.value, zone.as_ref());
    let from = date("fromDate")?;
    let to = date("toDate").unwrap_or(from);
    let days = (0..).map_while(|days| from.checked_add_days(Days::new(days)));
    let days = days.take_while(|day| *day <= to).take(DAYS_MAX);
    Some(days.map(|day| day.format("%A").to_string().to_lowercase()).collect())
}

fn local_date(text: &str, zone: Option<&Zone>) -> Option<NaiveDate> {
    match parse_moment(text)? {
        When::Instant(at) => Some(zone.map_or(at, |zone| zone.local_time(at)).date_naive()),
        When::Wall(wall) => Some(wall.date()),
        When::Unscheduled => None,
    }
    .filter(|date| date.year() > 0)
}

/// The slots of one session: its id or the id of its kind, and its start.
type SlotKey = (String, String);

struct CfpDevReader {
    collector: Collector,
    speakers: PersonList,
    /// The positions of sessions in the draft. A keynote has a slot in every room that shows it,
    /// and so has a break.
    positions: HashMap<SlotKey, usize>,
}

impl CfpDevReader {
    /// Reads an event, a talk or a slot. Slots alone have a `sessionType` or a `room`.
    fn read_entry(&mut self, node: &Node<'_>) {
        if ["sessionType", "room", "proposal"].iter().any(|key| node.get(key).is_some()) {
            let talk = node.get("proposal").unwrap_or(node);
            self.read_slot(node, talk);
        } else if let Some(slots) = node.get("timeSlots") {
            slots.items().for_each(|slot| self.read_slot(slot, node));
            if slots.items().next().is_none() {
                self.read_slot(node, node);
            }
        } else if node.get("name").is_some() && node.get("title").is_none() {
            self.read_event(node);
        } else {
            self.read_slot(node, node);
        }
    }

    fn read_event(&mut self, node: &Node<'_>) {
        let event = &mut self.collector.draft.event;
        event.name = node.text_of(&["name"]).or(event.name.take());
        event.timezone = node.text_of(&["timezone"]).or(event.timezone.take());
        event.url = node.text_of(&["website"]);
        event.venue = node.text_of(&["locationName"]);
        let text = node.text_of(&["description"]);
        event.description = text.map(|text| text.map(|text| plain_text(&text).into()));
    }

    /// Reads a slot and its `talk`. The slots of a break have no talk.
    fn read_slot(&mut self, slot: &Node<'_>, talk: &Node<'_>) {
        let room = self.read_room(slot);
        let kind_name = slot.text_of(&["sessionType"]).or(talk.text_of(&["sessionTypeName"]));
        let event = &mut self.collector.draft.event;
        event.timezone = event.timezone.take().or_else(|| slot.text_of(&["timezone"]));
        event.name = event.name.take().or_else(|| slot.text_of(&["eventName"]));
        let key = slot_key(slot, talk);
        let known = key.as_ref().and_then(|key| self.positions.get(key));
        if let Some(session) = known.and_then(|ix| self.collector.draft.sessions.get_mut(*ix)) {
            session.rooms.extend(
                room.filter(|room| session.rooms.iter().all(|known| known.value != room.value)),
            );
            return;
        }
        let Some(mut session) = begin_session(&mut self.collector, slot) else { return };
        let title = talk.text_of(&["title"]).or_else(|| kind_name.clone());
        session.at = title.as_ref().map_or(session.at, |title| title.at.clone());
        session.title = title;
        session.set_ids([
            ("proposal", talk.text_of(&["id"]).filter(|_| !std::ptr::eq(slot, talk))),
            ("slot", slot.text_of(&["id"])),
        ]);
        session.rooms.extend(room);
        let report = &mut self.collector.report;
        session.start = read_time(report, slot, "fromDate").or(session.start);
        session.end = read_time(report, slot, "toDate");
        let kind_name = kind_name.map(|name| name.value).unwrap_or_default();
        session.kind = kind_of_slot(slot, &session, &kind_name);
        session.cancelled = is_cancelled(slot) || is_cancelled(talk);
        self.read_talk(&mut session, talk);
        self.collector.cancel_by_title(&mut session);
        if let Some(key) = key {
            self.positions.insert(key, self.collector.draft.sessions.len());
        }
        self.collector.add_session(session);
    }

    /// Reads the room of a slot: `room` in the schedule of a day, `roomName` in a talk. A room
    /// without a number of seats has the capacity 0.
    fn read_room(&mut self, slot: &Node<'_>) -> Option<At<FileText>> {
        let name = slot.text_of(&["roomName"]).or_else(|| slot.get("room")?.text_of(&["name"]));
        let name = name.map(bounded_name)?;
        let seats = slot.get("room").and_then(|room| room.whole_number_of("capacity"));
        self.collector.add_room(name.clone(), seats.filter(|seats| seats.value > 0));
        Some(name)
    }

    fn read_talk(&mut self, session: &mut DraftSession, talk: &Node<'_>) {
        session.track = talk.text_of(&["trackName"]).or_else(|| talk.get("track")?.text());
        session.language = talk.text_of(&["language", "langName"]);
        let tags = talk.items_of(&["keywords", "tags"]).filter_map(Node::text);
        session.tags = tags.chain(talk.text_of(&["audienceLevel"])).collect();
        session.summary = join_texts([talk.text_of(&["summary"]), talk.text_of(&["description"])])
            .map(|text| text.map(Text::from));
        for (key, title) in [("afterVideoURL", "Recording"), ("videoURL", "Recording")] {
            let title = Some(At { value: title.into(), at: talk.first_byte() });
            let link = talk.text_of(&[key]).map(|url| DraftLink::new(title, url));
            session.links.extend(link.map(|link| link.of_kind(LinkKind::Recording)));
        }
        let title = Some(At { value: "Podcast".into(), at: talk.first_byte() });
        session.links.extend(talk.text_of(&["podcastURL"]).map(|url| DraftLink::new(title, url)));
        for speaker in talk.items_of(&["speakers"]) {
            self.speakers.add_speaker(&mut self.collector, session, speaker);
        }
    }
}

/// Returns the key of a slot with a start. A slot without a talk is known by its kind, and a talk
/// without a slot has no key.
fn slot_key(slot: &Node<'_>, talk: &Node<'_>) -> Option<SlotKey> {
    let start = slot.text_of(&["fromDate"])?.value;
    let id = match std::ptr::eq(slot, talk) {
        true => format!("kind {}", slot.get("sessionType")?.text_of(&["id", "name"])?.value),
        false => talk.text_of(&["id"])?.value.to_string(),
    };
    Some((id, start.to_string()))
}

/// Returns the kind by the flag for breaks, else by the name of the slot's kind.
fn kind_of_slot(slot: &Node<'_>, session: &DraftSession, kind_name: &str) -> Option<At<Word>> {
    let is_break = slot
        .get("sessionType")
        .is_some_and(|kind| ["isPause", "pause"].iter().any(|key| kind.is_true(key)));
    let title = session.title.as_ref().map_or("", |title| &title.value);
    let kind = match is_break {
        true => Some(words::service_kind(kind_name).unwrap_or(Kind::Break)),
        false => words::session_kind(kind_name, title),
    };
    kind.map(|kind| At { value: kind.word().into(), at: session.at.clone() })
}

fn read_person(node: &Node<'_>) -> Option<DraftPerson> {
    let parts = ["firstName", "lastName"].iter().filter_map(|key| node.text_of(&[key]));
    let joined = parts.reduce(|first, last| At {
        value: format!("{} {}", first.value.trim(), last.value.trim()).into(),
        at: first.at,
    });
    let name = bounded_name(joined.or_else(|| node.text_of(&["fullName", "name"]))?);
    let bio = node.text_of(&["bio"]).map(|bio| bio.map(|bio| plain_text(&bio).into()));
    Some(DraftPerson { name, role: None, affiliation: node.text_of(&["company"]), bio, url: None })
}

#[cfg(test)]
mod tests;
