//! The texts of an event: everything of a session except id and time.

use super::super::collector::Collector;
use super::super::{text, words};
use super::components::{Calendar, Component};
use super::dialect::{self, PeopleRules, Producer};
use super::own_properties;
use super::people_lines::NamedPerson;
use super::property::Property;
use crate::agenda::{At, DraftCredit, DraftLink, DraftSession, FileText, Kind, LinkKind, Span};
use crate::format::recordings::find_videos;
use std::collections::HashSet;

/// The number of letters up to which a line of a description serves as a missing title.
const TITLE_LETTERS_MAX: usize = 100;

/// Reads the texts of events.
pub(super) struct TextReader<'a> {
    producer: Producer,
    /// The tracks in brackets at the end of titles.
    track_suffixes: HashSet<String>,
    people_rules: PeopleRules,
    pub collector: &'a mut Collector,
}

impl<'a> TextReader<'a> {
    pub(super) fn new(
        calendar: &Calendar,
        producer: Producer,
        collector: &'a mut Collector,
    ) -> TextReader<'a> {
        let people_rules = PeopleRules::detect(calendar, producer);
        let track_suffixes = dialect::track_suffixes(calendar);
        TextReader { producer, track_suffixes, people_rules, collector }
    }

    /// Returns the session of an event without id and time.
    pub(super) fn read_session(&mut self, event: &Component) -> DraftSession {
        let url = event.get("URL").map(|url| self.decode_entities(url.located_text()));
        let is_cancelled =
            |status: &Property| status.value.trim().eq_ignore_ascii_case("CANCELLED");
        let mut session = DraftSession {
            at: event.at.clone(),
            url,
            cancelled: event.get("STATUS").is_some_and(is_cancelled),
            links: read_links(event),
            rooms: self.read_rooms(event),
            ..DraftSession::default()
        };
        let mut description =
            event.get("DESCRIPTION").or_else(|| event.get("X-ALT-DESC")).map_or_else(
                || At { value: String::new(), at: event.at.clone() },
                |property| property.located(property.text()),
            );
        let title = self.read_title(event, &description.value);
        session.title = Some(title.clone());
        if !self.producer.writes_plain_text() {
            self.collector.cancel_by_title(&mut session);
        }
        let rules = &self.people_rules;
        let mut people = rules.take_people(&mut description.value, &title.value);
        people.extend(rules.people_of_attendees(event));
        people.extend(rules.people_of_title(&title.value));
        for person in people {
            self.add_person(person, &description.at, &mut session);
        }
        self.read_categories(event, &title, &mut session);
        self.read_summary(description, &title, &mut session);
        if self.producer == Producer::Hallway {
            own_properties::read_session(event, &mut session);
        }
        session
    }

    fn read_rooms(&mut self, event: &Component) -> Vec<At<FileText>> {
        let Some(location) = event.get("LOCATION") else { return Vec::new() };
        dialect::rooms_of_event(event, self.producer)
            .into_iter()
            .map(|value| self.decode_entities(location.located(value.into())))
            .collect()
    }

    /// Returns `SUMMARY`, or the first short line of the description.
    fn read_title(&mut self, event: &Component, description: &str) -> At<FileText> {
        let title = event.get("SUMMARY").map(Property::located_text);
        if let Some(title) = title.filter(|title| !title.value.trim().is_empty()) {
            return self
                .decode_entities(title)
                .map(|title| dialect::title_without_dash(&title, self.producer).into());
        }
        let first_line = description
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && line.chars().count() <= TITLE_LETTERS_MAX);
        let value = first_line.unwrap_or("(no title)").to_owned();
        let help = format!("it is called \"{value}\"");
        self.collector.report.warn(&event.at, "this event has no title", help);
        At { value: value.into(), at: event.at.clone() }
    }

    /// Adds a person to the session, unless the session has the name, and the person's job to
    /// the draft.
    fn add_person(&mut self, person: NamedPerson, at: &Span, session: &mut DraftSession) {
        let NamedPerson { part, name, affiliation, role, url } = person;
        if session.people.iter().any(|known| *known.name == *name) {
            return;
        }
        let at = |value: String| At { value: value.into(), at: at.clone() };
        let name = at(name);
        if [&affiliation, &role, &url].iter().any(|value| value.is_some())
            && let Some(person) = self.collector.find_or_add_person(name.clone())
        {
            person.affiliation = person.affiliation.take().or(affiliation.map(at));
            person.role = person.role.take().or(role.map(at));
            person.url = person.url.take().or(url.map(at));
        }
        session.people.push(DraftCredit { part, name: name.value });
    }

    /// Returns true for a track at the end of a title. hallway has the track by itself.
    fn takes_track_suffix(&self, suffix: &str) -> bool {
        self.producer != Producer::Hallway && self.track_suffixes.contains(suffix)
    }

    /// Reads kind, track and tags of the categories (RFC 5545 3.8.1.2) and of the title.
    fn read_categories(
        &mut self,
        event: &Component,
        title: &At<FileText>,
        session: &mut DraftSession,
    ) {
        let mut kind: Option<Kind> = None;
        let mut categories: Vec<At<FileText>> = Vec::new();
        for property in event.get_all("CATEGORIES") {
            for value in property.text_list() {
                let category =
                    self.decode_entities(property.located(value.trim().to_owned().into()));
                match Kind::parse(&category.value.to_lowercase()) {
                    Some(known) if kind.is_none() => kind = Some(known),
                    _ if category.value.is_empty() => {}
                    _ => categories.push(category),
                }
            }
        }
        let suffix = dialect::title_suffix(&title.value);
        if let Some(track) = suffix.filter(|suffix| self.takes_track_suffix(suffix)) {
            categories.push(At { value: track.to_owned().into(), at: title.at.clone() });
        }
        let kind = kind
            .or_else(|| {
                categories.iter().find_map(|category| words::session_kind(&category.value, ""))
            })
            .or_else(|| dialect::kind_of_title(&title.value))
            .or_else(|| words::session_kind("", &title.value));
        session.kind = kind.map(|kind| At { value: kind.word().into(), at: title.at.clone() });
        session.track = dialect::take_track(event, &mut categories, self.producer);
        session.tags = categories;
    }

    /// Sets the summary to the description without the session's address at its end, unless the
    /// description is the title.
    fn read_summary(
        &self,
        mut description: At<String>,
        title: &At<FileText>,
        session: &mut DraftSession,
    ) {
        if let Some(url) = &session.url
            && let Some(rest) = description.value.trim_end().strip_suffix(url.value.trim())
            && (rest.is_empty() || rest.ends_with('\n'))
        {
            description.value.truncate(rest.len());
        }
        if !self.producer.writes_plain_text() {
            description.value = text::plain_text(&description.value);
        }
        let summary = description.value.trim();
        let repeats_title = summary == title.value.trim() && !self.producer.writes_plain_text();
        if !summary.is_empty() && !repeats_title {
            session.summary = Some(At { value: summary.to_owned().into(), at: description.at });
        }
    }

    /// Replaces entities of HTML left over in a text by the producer.
    fn decode_entities(&mut self, text: At<FileText>) -> At<FileText> {
        if self.producer.writes_plain_text() {
            return text;
        }
        let decoded = text::decode_entities(&text.value);
        if *decoded == *text.value {
            return text;
        }
        self.collector.report.warn(
            &text.at,
            "this text contains entities of HTML",
            "they are replaced by the letters that they stand for",
        );
        At { value: decoded.into_owned().into(), at: text.at }
    }
}

/// Returns the addresses in `ATTACH` (RFC 5545 3.8.1.1) and `CONFERENCE` (RFC 7986 5.11), without
/// encoded files. A `CONFERENCE` with the feature `VIDEO` is a stream.
fn read_links(event: &Component) -> Vec<DraftLink> {
    let links = event
        .get_all("ATTACH")
        .chain(event.get_all("CONFERENCE"))
        .filter(|property| property.parameter("ENCODING").is_none())
        .map(|property| {
            let title = property.parameter("LABEL").or_else(|| property.parameter("FILENAME"));
            let title = title.map(|title| property.located(title.into()));
            let link = DraftLink::new(title, property.located_text());
            let features = property.parameter("FEATURE").unwrap_or_default();
            let has_video = features.split(',').any(|word| word.eq_ignore_ascii_case("VIDEO"));
            if has_video { link.of_kind(LinkKind::Stream) } else { link }
        });
    let mut links: Vec<DraftLink> = links.collect();
    find_videos(&mut links);
    links
}
