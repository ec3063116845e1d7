//! What the elements say: start tags when they begin, texts when they end.

use super::entry::{self, Entry, Somebody};
use super::names::{Field, Sort};
use super::{ATTRIBUTES_MAX, NAMES_MAX, ROOMS_MAX, SESSIONS_MAX, TRACKS_MAX, Walk, resolved, time};
use crate::agenda::{At, DraftLink, DraftPerson, DraftRoom, DraftTrack, Problem, Span};
use crate::format::prose;
use quick_xml::events::BytesStart;

impl Walk<'_> {
    /// What the start tag itself tells.
    pub(super) fn begin(&mut self, tag: &BytesStart<'_>, sort: Sort, at: &Span) {
        match sort {
            Sort::Outer => self.begin_outer(tag, at),
            Sort::Event => {
                let mut entry = Entry::default();
                entry.session.at = at.clone();
                entry.session.id = ["guid", "code", "id"].iter().find_map(|name| self.attribute(tag, name, at));
                self.entry = Some(entry);
            }
            Sort::Field(field) => {
                self.buffer.clear();
                self.buffer_at = at.end..at.end;
                match field {
                    Field::Person => {
                        let name = self.attribute(tag, "name", at);
                        let url = self.attribute(tag, "url", at);
                        self.somebody = Somebody { name, url, ..Somebody::default() };
                        self.role = self.attribute(tag, "role", at).map(|role| role.value);
                    }
                    Field::Link | Field::Attachment => {
                        self.href = self.attribute(tag, "href", at).map(|href| self.narrowed(href));
                        self.sort_of_link = self.attribute(tag, "type", at).map(|sort| sort.value);
                    }
                    Field::ListedTrack => {
                        let name = self.attribute(tag, "name", at);
                        let color = self.attribute(tag, "color", at);
                        self.track(name, color);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn begin_outer(&mut self, tag: &BytesStart<'_>, at: &Span) {
        match tag.local_name().as_ref() {
            "schedule" => self.is_schedule = true,
            "day" => {
                let date = |at: Option<At<String>>| at.and_then(|at| time::date(at.value.trim()));
                let start = date(self.attribute(tag, "start", at));
                self.listed.day = date(self.attribute(tag, "date", at)).or(start).map(time::Date::day);
                self.listed.day_change = self.day_change.or(start.and_then(time::Date::written));
                self.whole_day(start, date(self.attribute(tag, "end", at)), at);
            }
            "room" => {
                self.listed.room = self.attribute(tag, "name", at).map(|room| entry::name(&room));
                if let Some(name) = self.listed.room.clone()
                    && self.rooms.insert(name.value.clone())
                {
                    if self.draft.rooms.len() < ROOMS_MAX {
                        self.draft.rooms.push(DraftRoom { name, capacity: None, joins: Vec::new() });
                    } else {
                        self.too_many(at);
                    }
                }
            }
            _ => {}
        }
    }

    fn too_many(&mut self, at: &Span) {
        let problem = Problem::error(Some(at.clone()), "there is more of this than in any schedule");
        self.tell(problem.help("the rest is left out"));
    }

    /// An attribute, where it has a text.
    fn attribute(&self, tag: &BytesStart<'_>, name: &str, at: &Span) -> Option<At<String>> {
        let mut attributes = tag.attributes();
        attributes.with_checks(false);
        let found = attributes.take(ATTRIBUTES_MAX).flatten().find(|attribute| attribute.key.as_ref() == name)?;
        let value = unescaped(&found.value);
        (!value.trim().is_empty()).then(|| At { value: value.trim().to_owned(), at: at.clone() })
    }

    /// The value of an attribute with its own place, instead of that of the whole tag.
    fn narrowed(&self, attribute: At<String>) -> At<String> {
        let tag = self.text.get(attribute.at.clone()).unwrap_or_default();
        match tag.find(&*attribute.value) {
            Some(from) => {
                let from = attribute.at.start + from;
                At { at: from..from + attribute.value.len(), value: attribute.value }
            }
            None => attribute,
        }
    }

    fn track(&mut self, name: Option<At<String>>, color: Option<At<String>>) {
        let Some(name) = name.map(|name| entry::name(&name)) else { return };
        if self.draft.tracks.len() >= TRACKS_MAX {
            return self.too_many(&name.at);
        }
        if self.tracks.insert(name.value.clone()) {
            self.draft.tracks.push(DraftTrack { name, color });
        }
    }

    pub(super) fn end_event(&mut self) {
        let Some(entry) = self.entry.take() else { return };
        let at = entry.session.at.clone();
        if self.draft.sessions.len() >= SESSIONS_MAX {
            return self.too_many(&at);
        }
        let mut problems = Vec::new();
        let (session, open) = entry.finish(&self.listed, &mut self.sorts, &mut problems);
        for problem in problems {
            self.tell(problem);
        }
        self.draft.sessions.push(session);
        self.open.push(open);
    }

    /// The text of the field that ends, trimmed; nothing where it is empty.
    fn take(&mut self) -> Option<At<String>> {
        let value = self.buffer.trim().to_owned();
        self.buffer.clear();
        (!value.is_empty()).then(|| At { value, at: self.buffer_at.clone() })
    }

    pub(super) fn end_field(&mut self, field: Field) {
        let Some(text) = self.take() else {
            return match field {
                Field::Person => self.end_person(None),
                Field::Link | Field::Attachment => self.end_link(None),
                _ => {}
            };
        };
        match field {
            Field::Person => self.end_person(Some(text)),
            Field::PersonName => self.somebody.name = Some(text),
            Field::PersonBio => self.somebody.bio = Some(text),
            Field::PersonUrl => self.somebody.url = Some(text),
            Field::Affiliation => self.somebody.affiliation = Some(text),
            Field::ListedTrack => self.track(Some(text), None),
            Field::Link | Field::Attachment => self.end_link(Some(text)),
            Field::Acronym
            | Field::Name
            | Field::Tagline
            | Field::Venue
            | Field::City
            | Field::Home
            | Field::Base
            | Field::DayChange
            | Field::Zone => self.end_conference(field, text),
            _ => self.end_of_event(field, text),
        }
    }

    fn end_of_event(&mut self, field: Field, text: At<String>) {
        let Some(entry) = &mut self.entry else { return };
        let session = &mut entry.session;
        let place = match field {
            Field::Date => &mut entry.date,
            Field::Start => &mut entry.start,
            Field::Duration => &mut entry.duration,
            Field::Room => &mut entry.room,
            Field::Title => &mut session.title,
            Field::Subtitle => &mut entry.subtitle,
            Field::Track => &mut session.track,
            Field::Type => &mut entry.sort,
            Field::Language => &mut session.language,
            Field::Url => &mut session.url,
            Field::OtherUrl => &mut entry.other_url,
            Field::Feedback => &mut entry.feedback,
            _ => return entry.texts.push(text),
        };
        if let Some(before) = place {
            if before.value != text.value {
                let problem = Problem::error(Some(text.at), "an event has this element twice");
                self.tell(problem.help("the first is taken"));
            }
        } else {
            *place = Some(text);
        }
    }

    fn end_link(&mut self, title: Option<At<String>>) {
        let sort = self.sort_of_link.take();
        // c3voc's merged schedule has some addresses as texts.
        let is_address =
            |text: &At<String>| ["https://", "http://", "www."].iter().any(|head| text.value.starts_with(head));
        let Some(url) = self.href.take().or_else(|| title.clone().filter(is_address)) else {
            if let Some(title) = title {
                let problem = Problem::error(Some(title.at), "a link without an address");
                self.tell(problem.help("it is left out"));
            }
            return;
        };
        self.names += 1;
        if self.names > NAMES_MAX {
            return self.too_many(&url.at);
        }
        let title = title
            .filter(|title| title.value != url.value)
            .or_else(|| sort.map(|value| At { value, at: url.at.clone() }));
        if let Some(entry) = &mut self.entry {
            entry.session.links.push(DraftLink { title, url });
        }
    }

    fn end_person(&mut self, text: Option<At<String>>) {
        let somebody = std::mem::take(&mut self.somebody);
        let part = entry::part(self.role.take().as_deref().unwrap_or_default());
        let Some(name) = somebody.name.clone().or(text).map(|name| entry::name(&name)) else { return };
        self.names += 1;
        if self.names > NAMES_MAX {
            return self.too_many(&name.at);
        }
        if somebody.tells_more() || self.entry.is_none() {
            self.introduce(name.clone(), somebody);
        }
        if let Some(entry) = &mut self.entry {
            entry.session.people.push((part, name));
        }
    }

    /// Keeps what the file tells of a person; what is told first holds.
    fn introduce(&mut self, name: At<String>, told: Somebody) {
        let people = &mut self.draft.people;
        let ix = *self.people.entry(name.value.clone()).or_insert_with(|| {
            people.push(DraftPerson { name, role: None, affiliation: None, bio: None, url: None });
            people.len() - 1
        });
        let Some(person) = people.get_mut(ix) else { return };
        let bio = told.bio.map(|bio| At { value: prose::prose(&bio.value), at: bio.at });
        person.affiliation = person.affiliation.take().or(told.affiliation);
        person.bio = person.bio.take().or(bio);
        person.url = person.url.take().or(told.url);
    }
}

/// The value of an attribute; what is no entity of XML stays as it is written.
pub(super) fn unescaped(raw: &str) -> String {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        value.push_str(before);
        match resolved(after) {
            Some((c, after)) => {
                value.push(c);
                rest = after;
            }
            None => {
                value.push('&');
                rest = after;
            }
        }
    }
    value.push_str(rest);
    value
}
