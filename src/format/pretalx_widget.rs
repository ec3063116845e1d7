//! What pretalx gives its own schedule widget (`schedule/widget/v2.json`): the one export that has
//! the breaks. `talks[]` name their rooms, tracks and speakers by number and code; texts may be by
//! language.

use super::json::{Gather, Node, is_cancelled, joined, name, parse, service_kind};
use super::text::plain_text;
use super::times::{Length, length};
use super::words;
use crate::agenda::{At, Draft, DraftPerson, DraftSession, Kind, Part, Problem, Text};
use std::collections::HashMap;

/// Reads the whole of a file. What is wrong in one session costs that session at most.
///
/// # Errors
/// A sentence, where nothing in the text belongs to an agenda.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let (root, problems) = parse(text)?;
    let mut reader = Reader { gather: Gather::new(problems), ..Reader::default() };
    let event = &mut reader.gather.draft.event;
    event.timezone = root.said(&["timezone"]);
    event.name = root.said(&["event_name", "name", "title"]);
    event.url = root.said(&["url", "event_url"]);
    for (key, names) in [("tracks", &mut reader.tracks), ("rooms", &mut reader.rooms)] {
        for node in root.list(key) {
            let name = node.said(&["name", "title"]).map(name);
            let (Some(id), Some(name)) = (node.said(&["id"]), name) else {
                reader.gather.error(
                    &node.head(),
                    "this entry of a list has no id or no name",
                    "it is left out",
                );
                continue;
            };
            match key {
                "rooms" => {
                    reader.gather.room(name.clone(), node.get("capacity").and_then(Node::whole))
                }
                _ => reader.gather.track(name.clone(), node.said(&["color"])),
            }
            names.insert(id.value, name.value);
        }
    }
    for key in ["submission_types", "session_types"] {
        for node in root.list(key) {
            if let (Some(id), Some(name)) = (node.said(&["id"]), node.said(&["name"]).map(name)) {
                reader.sorts.insert(id.value, name.value);
            }
        }
    }
    let speaker = |node: &Node<'_>| {
        let name = node.said(&["name"]).map(name)?;
        Some((node.said(&["code", "id"])?.value, person(node, name)))
    };
    reader.gather.speakers(root.list("speakers"), speaker, "this speaker has no code or no name");
    for talk in root.list("talks") {
        reader.session(talk);
    }
    reader.gather.finish(!root.broken)
}

#[derive(Default)]
struct Reader {
    gather: Gather,
    tracks: HashMap<String, String>,
    rooms: HashMap<String, String>,
    sorts: HashMap<String, String>,
}

impl Reader {
    fn session(&mut self, node: &Node<'_>) {
        let Some(mut session) = self.gather.session(node) else { return };
        session.id = node.said(&["code", "id"]);
        if let Some(start) = node.said(&["start"]) {
            session.start = self.gather.when(&start).or(session.start);
        }
        session.end = node.said(&["end"]).and_then(|end| self.gather.when(&end));
        if session.end.is_none() {
            let duration = node.said(&["duration"]);
            session.minutes = duration.and_then(|text| match length(&text.value)? {
                Length::Minutes(value) | Length::DayOrHour { day: value, .. } => {
                    Some(At { value, at: text.at })
                }
            });
        }
        session.rooms = node.get("room").and_then(|room| self.room(room)).into_iter().collect();
        session.track = node.get("track").and_then(|track| {
            let value =
                self.gather.linked(track, &self.tracks, "the session is shown without a track")?;
            Some(At { value, at: track.at.clone() })
        });
        let title = session.title.as_ref().map_or("", |title| &title.value);
        let sort =
            node.said(&["submission_type_id"]).and_then(|id| self.sorts.get(&id.value).cloned());
        let sort = sort.or_else(|| node.said(&["submission_type", "type"]).map(|sort| sort.value));
        // What has no code was entered into the timetable as a break, whatever it is.
        let kind = match session.id {
            None => Some(service_kind(title).unwrap_or(Kind::Break)),
            Some(_) => words::kind(&sort.unwrap_or_default(), title),
        };
        session.kind =
            kind.map(|kind| At { value: kind.word().to_owned(), at: session.at.clone() });
        session.cancelled = is_cancelled(node);
        session.language = node.said(&["content_locale", "language"]);
        session.summary = joined([node.said(&["abstract"]), node.said(&["description"])])
            .map(|text| text.map(Text::from));
        session.url = node.said(&["url"]);
        session.tags = node.list("tags").filter_map(Node::text).collect();
        for speaker in node.list("speakers") {
            self.credit(&mut session, speaker);
        }
        self.gather.keep(session);
    }

    /// The room of a number. A cut-off file may have lost the list: then the number has to do.
    fn room(&mut self, node: &Node<'_>) -> Option<At<String>> {
        let id = node.text()?;
        let known = self.rooms.get(&id.value).cloned();
        if known.is_none() && !node.is_map() {
            self.gather.warn(
                &node.at,
                "the file has no name for this room",
                "it is shown as the file has it",
            );
        }
        let name = At { value: known.unwrap_or(id.value), at: id.at };
        self.gather.room(name.clone(), None);
        Some(name)
    }

    fn credit(&mut self, session: &mut DraftSession, node: &Node<'_>) {
        let code = node.said(&["code"]).or_else(|| node.text());
        if let Some(name) = code.and_then(|code| self.gather.listed(&code.value)) {
            session.people.push((Part::Speaker, name));
            return;
        }
        // Other versions write the speaker out.
        let Some(name) = node.said(&["name"]) else {
            self.gather.error(
                &node.at,
                "the file has no name for this speaker",
                "the session is shown without them",
            );
            return;
        };
        let person = person(node, name);
        session.people.push((Part::Speaker, person.name.clone()));
        self.gather.person(person);
    }
}

fn person(node: &Node<'_>, name: At<String>) -> DraftPerson {
    let bio = node.said(&["biography"]);
    let bio = bio.map(|bio| At { value: plain_text(&bio.value), at: bio.at });
    DraftPerson { name, role: None, affiliation: None, bio, url: node.said(&["url"]) }
}

#[cfg(test)]
mod tests;
