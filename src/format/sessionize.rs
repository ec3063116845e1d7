//! The views of Sessionize. In "All", sessions refer to lists by id; "GridSmart" and "Sessions"
//! write every session out. Times are wall clocks without a zone; older feeds have UTC.

use super::collector::Collector;
use super::json::{
    NamesById, Node, PersonList, begin_session, bounded_name, find_by_id, insert_name,
    is_cancelled, join_texts, parse, read_time, room_by_id,
};
use super::recordings::find_videos;
use super::text::plain_text;
use super::words;
use crate::agenda::{
    At, Draft, DraftLink, DraftPerson, DraftSession, FileText, Kind, Problem, Text,
};
use std::collections::HashMap;

/// Reads a file. A fault in a session costs that session at most.
///
/// # Errors
/// The damage of the file, if no session stands before it.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut collector = Collector::of_export(text);
    let root = parse(text, &mut collector.report)?;
    let mut reader = SessionizeReader {
        collector,
        rooms: NamesById::new(),
        questions: NamesById::new(),
        choices: HashMap::new(),
        speakers: PersonList::new(&["id"], read_person),
    };
    if root.is_map() {
        reader.read_lists(&root);
        for session in root.items_of(&["sessions"]) {
            reader.read_session(session, None);
        }
    } else {
        for group in root.items() {
            reader.read_group(group);
        }
    }
    let SessionizeReader { mut collector, speakers, .. } = reader;
    speakers.report_unnamed(&mut collector.report);
    collector.draft.may_be_empty = !root.broken;
    if root.broken { collector.finish_cut_off() } else { Ok(collector.finish()) }
}

struct SessionizeReader {
    collector: Collector,
    rooms: NamesById,
    questions: NamesById,
    /// The choices of all categories by the choice's id.
    choices: HashMap<String, CategoryItem>,
    speakers: PersonList,
}

/// An item of a category, such as "Beginner" of "Level".
#[derive(Clone)]
struct CategoryItem {
    category: String,
    item: String,
}

impl SessionizeReader {
    /// Reads the lists of the view "All".
    fn read_lists(&mut self, root: &Node<'_>) {
        for room in root.items_of(&["rooms"]) {
            if let (Some(_), Some(name)) = (room.text_of(&["id"]), room.text_of(&["name"])) {
                let name = bounded_name(name);
                insert_name(&mut self.rooms, room, &["id"], &name.value);
                self.collector.add_room(name, None);
            }
        }
        for question in root.items_of(&["questions"]) {
            if let Some(text) = question.text_of(&["question"]).map(bounded_name) {
                insert_name(&mut self.questions, question, &["id"], &text.value);
            }
        }
        for node in root.items_of(&["categories"]) {
            let category = category_name(node);
            for item in node.items_of(&["items", "categoryItems"]) {
                let name = item.text_of(&["name"]).map(bounded_name);
                if let (Some(id), Some(name)) = (item.text_of(&["id"]), name) {
                    let choice =
                        CategoryItem { category: category.clone(), item: name.value.to_string() };
                    self.choices.insert(id.value.to_string(), choice);
                }
            }
        }
        self.speakers.read(&mut self.collector, root.items_of(&["speakers"]));
    }

    /// Reads a day of "GridSmart" or a group of "Sessions". The `timeSlots` of a day repeat the
    /// sessions of its rooms.
    fn read_group(&mut self, group: &Node<'_>) {
        for room in group.items_of(&["rooms"]) {
            let name = room.text_of(&["name"]).map(bounded_name);
            if let Some(name) = &name {
                self.collector.add_room(name.clone(), None);
            }
            for session in room.items_of(&["sessions"]) {
                self.read_session(session, name.as_ref());
            }
        }
        for session in group.items_of(&["sessions"]) {
            self.read_session(session, None);
        }
    }

    fn read_session(&mut self, node: &Node<'_>, room: Option<&At<FileText>>) {
        let Some(mut session) = begin_session(&mut self.collector, node) else { return };
        session.id = node.text_of(&["id"]);
        self.read_place(&mut session, node, room);
        for speaker in node.items_of(&["speakers"]) {
            self.speakers.add_speaker(&mut self.collector, &mut session, speaker);
        }
        let kind = self.read_categories(&mut session, node);
        let title = session.title.as_ref().map_or("", |title| &title.value);
        let kind = if node.is_true("isServiceSession") {
            Some(words::service_kind(title).unwrap_or(Kind::Other))
        } else {
            let default = node.is_true("isPlenumSession").then_some(Kind::Keynote);
            kind.or_else(|| words::session_kind("", title)).or(default)
        };
        session.kind = kind.map(|kind| At { value: kind.word().into(), at: session.at.clone() });
        session.cancelled = is_cancelled(node);
        for (key, title) in [("liveUrl", "Live"), ("recordingUrl", "Recording")] {
            let title = Some(At { value: title.into(), at: node.first_byte() });
            session.links.extend(node.text_of(&[key]).map(|url| DraftLink::new(title, url)));
        }
        let mut texts = vec![node.text_of(&["description"])];
        for answer in node.items_of(&["questionAnswers"]) {
            texts.push(self.read_answer(&mut session, answer));
        }
        find_videos(&mut session.links);
        session.summary = join_texts(texts).map(|text| text.map(Text::from));
        self.collector.cancel_by_title(&mut session);
        self.collector.add_session(session);
    }

    /// Reads start, end and room. `room` is the room of the session by the view.
    fn read_place(
        &mut self,
        session: &mut DraftSession,
        node: &Node<'_>,
        room: Option<&At<FileText>>,
    ) {
        let report = &mut self.collector.report;
        session.start = read_time(report, node, "startsAt").or(session.start.take());
        session.end = read_time(report, node, "endsAt");
        let room = room
            .cloned()
            .or_else(|| node.text_of(&["room"]))
            .or_else(|| room_by_id(report, &self.rooms, node.get("roomId")?));
        if let Some(room) = room {
            self.collector.add_room(room.clone(), None);
            session.rooms.push(room);
        }
    }

    /// Reads the categories of a session to track, language and tags. Returns its kind.
    fn read_categories(&mut self, session: &mut DraftSession, node: &Node<'_>) -> Option<Kind> {
        let mut kind = None;
        for item in node.items_of(&["categoryItems"]) {
            let help = "the session is shown without it";
            let report = &mut self.collector.report;
            if let Some(choice) = find_by_id(report, &self.choices, item, help) {
                let name = At { value: choice.item.as_str().into(), at: item.at.clone() };
                add_choice(session, &mut kind, &choice.category, name);
            }
        }
        for node in node.items_of(&["categories"]) {
            let category = category_name(node);
            for item in node.items_of(&["categoryItems", "items"]).filter_map(Node::text) {
                add_choice(session, &mut kind, &category, item);
            }
        }
        kind
    }

    /// Adds the answer to a question as a link if it is an address. Otherwise returns the answer
    /// with its question as a paragraph.
    fn read_answer(&self, session: &mut DraftSession, node: &Node<'_>) -> Option<At<FileText>> {
        let answer = node.text_of(&["answerValue", "answer"])?;
        let listed = node.text_of(&["questionId"]);
        let listed = listed.and_then(|id| self.questions.get(&*id.value).cloned());
        let question = listed.or_else(|| node.text_of(&["question"]).map(|text| text.value.into()));
        let address = answer.value.trim();
        if address.starts_with("http://") || address.starts_with("https://") {
            let title = question
                .map(|question: String| At { value: question.into(), at: answer.at.clone() });
            session.links.push(DraftLink::new(title, answer));
            return None;
        }
        Some(answer.map(|answer| match question {
            Some(question) => format!("{}: {answer}", question.trim().trim_end_matches(':')).into(),
            None => answer,
        }))
    }
}

fn category_name(node: &Node<'_>) -> String {
    let name = node.text_of(&["title", "name"]).map(bounded_name);
    name.map(|name| name.value).unwrap_or_default().to_string()
}

/// Takes an item as track, language or kind by the words of its category's name, else as a tag.
fn add_choice(
    session: &mut DraftSession,
    kind: &mut Option<Kind>,
    category: &str,
    item: At<FileText>,
) {
    const TRACK: &[&str] = &["track", "stream"];
    const LANGUAGE: &[&str] = &["language", "sprache", "langue", "idioma"];
    const KIND: &[&str] = &["format", "type", "length", "duration"];
    let category = category.to_lowercase();
    if contains_any(&category, TRACK) && session.track.is_none() {
        session.track = Some(item);
    } else if contains_any(&category, LANGUAGE) && session.language.is_none() {
        session.language = Some(item);
    } else if contains_any(&category, KIND)
        && kind.is_none()
        && let Some(known) = words::session_kind(&item.value, "")
    {
        *kind = Some(known);
    } else {
        session.tags.push(item);
    }
}

fn contains_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn read_person(node: &Node<'_>) -> Option<DraftPerson> {
    let name = bounded_name(node.text_of(&["fullName", "name"]).or_else(|| full_name(node))?);
    let bio = node.text_of(&["bio"]).map(|bio| bio.map(|bio| plain_text(&bio).into()));
    let role = node.text_of(&["tagLine"]);
    Some(DraftPerson { name, role, affiliation: None, bio, url: read_home_page(node) })
}

fn full_name(node: &Node<'_>) -> Option<At<FileText>> {
    let names = ["firstName", "lastName"].iter().filter_map(|key| node.text_of(&[key]));
    names.reduce(|first, last| At {
        value: format!("{} {}", first.value.trim(), last.value.trim()).into(),
        at: first.at,
    })
}

/// Returns the address of a person's own site, else of the first of the person's pages elsewhere.
fn read_home_page(node: &Node<'_>) -> Option<At<FileText>> {
    const OWN: [&str; 2] = ["Blog", "Company_Website"];
    let own = node
        .items_of(&["links"])
        .find(|link| link.text_of(&["linkType"]).is_some_and(|kind| OWN.contains(&&*kind.value)));
    own.or_else(|| node.items_of(&["links"]).next())?.text_of(&["url"])
}

#[cfg(test)]
mod tests;
