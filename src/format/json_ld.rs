//! Events of schema.org as JSON-LD: a file, or the scripts `application/ld+json` of a web page.
//!
//! An event with a `subEvent`, or named as the `superEvent` of others, is the conference; so is one
//! that lasts from the first to the last of the others. All other events are sessions. Properties:
//! <https://schema.org/Event>.

mod graph;

use super::collector::Collector;
use super::json::{Node, bounded_name, join_texts, parse_date, parse_moment, parse_part};
use super::page_scripts::script_ranges;
use super::text::{TagScanner, decode_entities, plain_text};
use super::times::{Length, parse_length};
use super::words;
use crate::agenda::{
    At, Draft, DraftCredit, DraftPerson, DraftSession, FileText, Part, Problem, Text, When,
};
use graph::{EventGraph, find_conference, values_of};

/// Reads a file or a web page. A fault in an event costs that event at most.
///
/// # Errors
/// The damage of the file, if no event stands before it; or a web page with fewer than two sessions
/// with a time: such a page tells of one event and is no agenda.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut collector = Collector::of_export(text);
    let is_page = text.trim_start().starts_with('<');
    let mut roots = Vec::new();
    if is_page {
        for script in script_ranges(text) {
            let part = text.get(..script.end).unwrap_or_default();
            match parse_part(part, script.start, &mut collector.report) {
                Ok(root) => roots.push(root),
                Err(damage) => collector.report.push(damage),
            }
        }
    } else {
        roots.push(parse_part(text, 0, &mut collector.report)?);
    }
    let is_broken = roots.iter().any(|root| root.broken);
    let graph = EventGraph::new(&roots);
    let conference = find_conference(&graph);
    let mut reader = LinkedEventReader { collector, graph: &graph, venue: None };
    match conference {
        Some(conference) => reader.read_conference(conference),
        None => reader.collector.draft.event.name = page_title(text).filter(|_| is_page),
    }
    for event in graph.sessions(conference) {
        reader.read_session(event);
    }
    let LinkedEventReader { collector, .. } = reader;
    if is_page {
        let timed = collector.draft.sessions.iter().filter(|session| {
            session.start.as_ref().is_some_and(|start| start.value != When::Unscheduled)
        });
        let is_agenda = timed.count() > 1;
        return is_agenda.then(|| collector.finish()).ok_or_else(|| {
            Problem::error(None, "this web page names no two events with times")
                .help("give the address of the schedule itself")
        });
    }
    if is_broken { collector.finish_cut_off() } else { Ok(collector.finish()) }
}

fn page_title(page: &str) -> Option<At<FileText>> {
    let mut scanner = TagScanner::new(page);
    loop {
        let tag = scanner.next_tag()?;
        match &*tag.name {
            "title" if !tag.is_end => {
                let rest = page.get(tag.end..)?;
                let title = rest.get(..rest.find('<')?)?;
                let value = decode_entities(title.trim()).into_owned();
                return Some(bounded_name(At { value: value.into(), at: tag.start..tag.end }));
            }
            "body" => return None,
            _ => {}
        }
    }
}

struct LinkedEventReader<'g, 'n, 'a> {
    collector: Collector,
    graph: &'g EventGraph<'n, 'a>,
    /// The place of the conference. A session in the same place names no room.
    venue: Option<String>,
}

impl LinkedEventReader<'_, '_, '_> {
    fn read_conference(&mut self, node: &Node<'_>) {
        let venue = self.place_of(node);
        self.venue = venue.as_ref().map(|venue| venue.value.to_string());
        let event = &mut self.collector.draft.event;
        event.name = readable(node, "name");
        event.venue = venue;
        event.url = node.text_of(&["url"]);
        let text = node.text_of(&["description"]);
        event.description = text.map(|text| text.map(|text| plain_text(&text).into()));
    }

    fn read_session(&mut self, node: &Node<'_>) {
        if !self.collector.takes_session(&node.first_byte()) {
            return;
        }
        if node.broken {
            let message = "the file breaks off within this session";
            self.collector.report.error(node.first_byte(), message, "it is left out");
            return;
        }
        let title = readable(node, "name");
        let at = title.as_ref().map_or_else(|| node.first_byte(), |title| title.at.clone());
        let mut session = DraftSession { at, title, ..DraftSession::default() };
        session.set_ids(["identifier", "@id"].map(|key| (key, value_of(node, key))));
        self.read_times(&mut session, node);
        let room = self.place_of(node).filter(|room| Some(&*room.value) != self.venue.as_deref());
        if let Some(room) = room.map(bounded_name) {
            self.collector.add_room(room.clone(), None);
            session.rooms.push(room);
        }
        session.url = node.text_of(&["url"]);
        session.language = value_of(node, "inLanguage");
        session.tags = read_keywords(node);
        session.summary =
            join_texts([node.text_of(&["description"])]).map(|text| text.map(Text::from));
        let status = node.text_of(&["eventStatus"]);
        session.cancelled = status.is_some_and(|status| status.value.ends_with("EventCancelled"));
        let title = session.title.as_ref().map_or("", |title| &title.value);
        let kind = words::session_kind("", title).map(|kind| kind.word().into());
        session.kind = kind.map(|value| At { value, at: session.at.clone() });
        self.read_people(&mut session, node);
        self.collector.cancel_by_title(&mut session);
        self.collector.add_session(session);
    }

    /// Reads start, end and length. A date without a time is reported.
    fn read_times(&mut self, session: &mut DraftSession, node: &Node<'_>) {
        let unscheduled = At { value: When::Unscheduled, at: node.first_byte() };
        session.start = Some(self.read_time(node, "startDate").unwrap_or(unscheduled));
        session.end = self.read_time(node, "endDate");
        let length = node.text_of(&["duration"]).filter(|_| session.end.is_none());
        session.minutes = length.and_then(|text| match parse_length(&text.value)? {
            Length::Minutes(value) | Length::DayOrHour { day: value, .. } => {
                Some(At { value, at: text.at })
            }
        });
    }

    fn read_time(&mut self, node: &Node<'_>, key: &str) -> Option<At<When>> {
        let text = node.text_of(&[key])?;
        let Some(value) = parse_moment(&text.value) else {
            let message = match parse_date(&text.value) {
                Some(_) => "this is a date without a time",
                None => super::json::TIME_UNREADABLE,
            };
            self.collector.report.error(&text.at, message, "the session is shown without it");
            return None;
        };
        Some(At { value, at: text.at })
    }

    /// Returns the name of the first place of an event that is no address of a stream.
    fn place_of(&self, node: &Node<'_>) -> Option<At<FileText>> {
        let places = values_of(node, "location").map(|place| self.graph.resolve(place));
        places.filter(|place| !is_type(place, "VirtualLocation")).find_map(|place| {
            match place.is_map() {
                true => readable(place, "name"),
                false => place.text(),
            }
        })
    }

    fn read_people(&mut self, session: &mut DraftSession, node: &Node<'_>) {
        for key in ["performer", "performers", "speaker"] {
            for person in values_of(node, key) {
                let Some(person) = read_person(self.graph.resolve(person)) else { continue };
                session
                    .people
                    .push(DraftCredit { part: Part::Speaker, name: person.name.value.clone() });
                self.collector.add_person(person);
            }
        }
    }
}

fn is_type(node: &Node<'_>, name: &str) -> bool {
    values_of(node, "@type").filter_map(Node::text).any(|kind| kind.value == name)
}

fn readable(node: &Node<'_>, key: &str) -> Option<At<FileText>> {
    let name = bounded_name(node.text_of(&[key])?);
    Some(name.map(|name| decode_entities(&name).into()))
}

/// Returns a text, or the `name` or `value` of an object such as an `Organization`.
fn value_of(node: &Node<'_>, key: &str) -> Option<At<FileText>> {
    let value = node.get(key)?;
    if value.is_map() { value.text_of(&["name", "value"]) } else { value.text() }
}

/// Returns the key words: a list, or one text with commas.
fn read_keywords(node: &Node<'_>) -> Vec<At<FileText>> {
    let texts = values_of(node, "keywords").filter_map(Node::text);
    let words = texts.flat_map(|At { value, at }| {
        let words: Vec<FileText> = value.split(',').map(|word| word.trim().into()).collect();
        words.into_iter().map(move |value| At { value, at: at.clone() })
    });
    words.filter(|word| !word.value.is_empty()).collect()
}

fn read_person(node: &Node<'_>) -> Option<DraftPerson> {
    if !node.is_map() {
        let (role, affiliation, bio, url) = (None, None, None, None);
        return Some(DraftPerson { name: bounded_name(node.text()?), role, affiliation, bio, url });
    }
    let bio = node.text_of(&["description"]).map(|bio| bio.map(|bio| plain_text(&bio).into()));
    Some(DraftPerson {
        name: readable(node, "name")?,
        role: value_of(node, "jobTitle"),
        affiliation: value_of(node, "affiliation").or_else(|| value_of(node, "worksFor")),
        bio,
        url: node.text_of(&["url"]),
    })
}

#[cfg(test)]
mod tests;
