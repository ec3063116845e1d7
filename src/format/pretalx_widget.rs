//! The schedule of pretalx's own widget (`schedule/widget/v2.json`), the only export of pretalx
//! with breaks. Its `talks` name rooms, tracks and speakers by id or code. Texts may be by
//! language.

use super::collector::Collector;
use super::json::{
    NamesById, Node, PersonList, begin_session, bounded_name, find_by_id, insert_name,
    is_cancelled, join_texts, parse, read_time, room_by_id,
};
use super::recordings::{OptOut, OptOuts};
use super::text::plain_text;
use super::times::{Length, parse_length};
use super::words::{self, KindCache};
use super::zone_rules::settle_old_offsets;
use crate::agenda::{At, Draft, DraftPerson, DraftSession, FileText, Kind, Problem, Text, Word};

/// Reads a file. A fault in a session costs that session at most.
///
/// # Errors
/// The damage of the file, if no session stands before it.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut collector = Collector::of_export(text);
    let root = parse(text, &mut collector.report)?;
    let mut reader = WidgetReader {
        collector,
        tracks: NamesById::new(),
        rooms: NamesById::new(),
        types: NamesById::new(),
        speakers: PersonList::new(&["code", "id"], read_person),
        opt_outs: OptOuts::default(),
        kinds: KindCache::default(),
    };
    reader.read_event(&root);
    reader.read_lists(&root);
    for talk in root.items_of(&["talks"]) {
        reader.read_session(talk);
    }
    let WidgetReader { mut collector, speakers, opt_outs, .. } = reader;
    opt_outs.settle(&mut collector.draft);
    speakers.report_unnamed(&mut collector.report);
    settle_old_offsets(&mut collector.draft, &mut collector.report);
    if root.broken { collector.finish_cut_off() } else { Ok(collector.finish()) }
}

struct WidgetReader {
    collector: Collector,
    tracks: NamesById,
    rooms: NamesById,
    types: NamesById,
    speakers: PersonList,
    opt_outs: OptOuts,
    kinds: KindCache,
}

impl WidgetReader {
    fn read_event(&mut self, root: &Node<'_>) {
        let event = &mut self.collector.draft.event;
        event.timezone = root.text_of(&["timezone"]);
        event.name = root.text_of(&["event_name", "name", "title"]);
        event.url = root.text_of(&["url", "event_url"]);
    }

    fn read_lists(&mut self, root: &Node<'_>) {
        for node in root.items_of(&["tracks"]) {
            if let Some(name) = self.listed_name(node) {
                insert_name(&mut self.tracks, node, &["id"], &name.value);
                self.collector.add_track(name, node.text_of(&["color"]));
            }
        }
        for node in root.items_of(&["rooms"]) {
            if let Some(name) = self.listed_name(node) {
                insert_name(&mut self.rooms, node, &["id"], &name.value);
                self.collector.add_room(name, node.whole_number_of("capacity"));
            }
        }
        for key in ["submission_types", "session_types"] {
            for node in root.items_of(&[key]) {
                if let Some(name) = node.text_of(&["name"]).map(bounded_name) {
                    insert_name(&mut self.types, node, &["id"], &name.value);
                }
            }
        }
        self.speakers.read(&mut self.collector, root.items_of(&["speakers"]));
    }

    /// Returns the name of a listed track or room. Reports an entry without id or name.
    fn listed_name(&mut self, node: &Node<'_>) -> Option<At<FileText>> {
        let name = node.text_of(&["name", "title"]).map(bounded_name);
        let name = name.filter(|_| node.text_of(&["id"]).is_some());
        if name.is_none() {
            let message = "this entry of a list has no id or no name";
            self.collector.report.error(node.first_byte(), message, "it is left out");
        }
        name
    }

    fn read_session(&mut self, node: &Node<'_>) {
        let Some(mut session) = begin_session(&mut self.collector, node) else { return };
        let report = &mut self.collector.report;
        session.set_ids(["code", "id"].map(|key| (key, node.text_of(&[key]))));
        session.start = read_time(report, node, "start").or(session.start);
        session.end = read_time(report, node, "end");
        if session.end.is_none() {
            session.minutes = read_minutes(node);
        }
        let room = node.get("room").and_then(|room| room_by_id(report, &self.rooms, room));
        session.rooms.extend(room);
        session.track = node.get("track").and_then(|track| {
            let help = "the session is shown without a track";
            let name = find_by_id(report, &self.tracks, track, help)?.as_str();
            Some(At { value: name.into(), at: track.at.clone() })
        });
        for room in &session.rooms {
            self.collector.add_room(room.clone(), None);
        }
        session.kind = self.kind_of(node, &session);
        session.cancelled = is_cancelled(node);
        session.language = node.text_of(&["content_locale", "language"]);
        session.summary = join_texts([node.text_of(&["abstract"]), node.text_of(&["description"])])
            .map(|text| text.map(Text::from));
        session.url = node.text_of(&["url"]);
        session.tags = node.items_of(&["tags"]).filter_map(Node::text).collect();
        for speaker in node.items_of(&["speakers"]) {
            self.speakers.add_speaker(&mut self.collector, &mut session, speaker);
        }
        let opt_out = OptOut {
            is_out: node.truth_of("do_not_record"),
            has_licence: false,
            room_records: false,
        };
        self.opt_outs.read(&mut session, opt_out);
        self.collector.cancel_by_title(&mut session);
        self.collector.add_session(session);
    }

    /// Returns the kind of a talk. An entry without a code is a break or the like: organisers enter
    /// it in the schedule editor.
    fn kind_of(&mut self, node: &Node<'_>, session: &DraftSession) -> Option<At<Word>> {
        let title = session.title.as_ref().map_or("", |title| &title.value);
        let kind = if session.id.is_none() {
            Some(words::service_kind(title).unwrap_or(Kind::Break))
        } else {
            let by_id = node.text_of(&["submission_type_id"]);
            let by_id = by_id.and_then(|id| self.types.get(&*id.value).map(String::as_str));
            let written = match by_id {
                Some(_) => None,
                None => node.text_of(&["submission_type", "type"]),
            };
            let written = written.as_ref().map(|text| &*text.value);
            self.kinds.session_kind(by_id.or(written).unwrap_or_default(), title)
        };
        kind.map(|kind| At { value: kind.word().into(), at: session.at.clone() })
    }
}

fn read_minutes(node: &Node<'_>) -> Option<At<i64>> {
    let text = node.text_of(&["duration"])?;
    let (Length::Minutes(value) | Length::DayOrHour { day: value, .. }) =
        parse_length(&text.value)?;
    Some(At { value, at: text.at })
}

fn read_person(node: &Node<'_>) -> Option<DraftPerson> {
    let name = node.text_of(&["name"]).map(bounded_name)?;
    let bio = node.text_of(&["biography"]).map(|bio| bio.map(|bio| plain_text(&bio).into()));
    Some(DraftPerson { name, role: None, affiliation: None, bio, url: node.text_of(&["url"]) })
}

#[cfg(test)]
mod tests;
