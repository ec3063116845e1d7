//! What the elements say: start tags when they begin, texts when they end.

use super::entry::{self, Entry, Said, Somebody, owned};
use super::names::{Field, Sort};
use super::tags::{Tag, attributes, trimmed};
use super::{NAMES_MAX, ROOMS_MAX, SESSIONS_MAX, TRACKS_MAX, Walk, time};
use crate::agenda::{
    At, DraftCredit, DraftLink, DraftPerson, DraftRoom, DraftTrack, Problem, Span,
};
use crate::format::text;
use crate::format::times::Night;
use std::borrow::Cow;

impl<'a> Walk<'a> {
    /// What the start tag itself tells.
    pub(super) fn begin(&mut self, tag: Tag<'_>, sort: Sort, at: &Span) {
        match sort {
            Sort::Outer => self.begin_outer(tag, at),
            Sort::Event => {
                let mut entry = Box::<Entry<'_>>::default();
                entry.at = at.clone();
                let [guid, code, id] = attributes(tag, ["guid", "code", "id"], at);
                entry.id = guid.or(code).or(id).map(owned);
                self.entry = Some(entry);
            }
            Sort::Field(field) => {
                self.buffer.clear();
                self.buffer_at = at.end..at.end;
                match field {
                    Field::Person => {
                        let [name, url, role] = attributes(tag, ["name", "url", "role"], at)
                            .map(|said| said.map(owned));
                        self.somebody = Somebody { name, url, ..Somebody::default() };
                        self.role = role.map(|role| role.value);
                    }
                    Field::Link | Field::Attachment => {
                        let [href, sort] = attributes(tag, ["href", "type"], at);
                        self.href = href.map(|href| self.narrowed(href));
                        self.sort_of_link = sort.map(|sort| sort.value.into_owned());
                    }
                    Field::ListedTrack => {
                        let [name, color] = attributes(tag, ["name", "color"], at);
                        self.track(name, color.map(owned));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn begin_outer(&mut self, tag: Tag<'_>, at: &Span) {
        match tag.name {
            "schedule" => self.is_schedule = true,
            "day" => {
                let [day, start, end] = attributes(tag, ["date", "start", "end"], at)
                    .map(|said| said.and_then(|said| time::date(&said.value)));
                self.listed.day = day.or(start).map(time::Date::day);
                let wall = |date: Option<time::Date>| date.and_then(time::Date::wall);
                self.listed.night = Night::of(self.day_change, wall(start), wall(end));
                self.whole_day(start, end, at);
            }
            "room" => {
                self.listed.night.another_list();
                let [room] = attributes(tag, ["name"], at);
                self.listed.room = room.map(entry::name);
                if let Some(name) = self.listed.room.clone()
                    && self.rooms.insert(name.value.clone())
                {
                    if self.draft.rooms.len() < ROOMS_MAX {
                        self.draft.rooms.push(DraftRoom {
                            name,
                            capacity: None,
                            joins: Vec::new(),
                        });
                    } else {
                        self.too_many(at);
                    }
                }
            }
            _ => {}
        }
    }

    fn too_many(&mut self, at: &Span) {
        let problem =
            Problem::error(Some(at.clone()), "there is more of this than in any schedule");
        self.tell(problem.help("the rest is left out"));
    }

    /// The value of an attribute with its own place, instead of that of the whole tag, where it is
    /// as the file has it.
    fn narrowed(&self, value: Said<'_>) -> At<String> {
        let from = value.value.as_ptr().addr().checked_sub(self.text.as_ptr().addr());
        let own = from.map(|from| from..from + value.value.len());
        let at =
            own.filter(|own| self.text.get(own.clone()) == Some(&*value.value)).unwrap_or(value.at);
        At { value: value.value.into_owned(), at }
    }

    fn track(&mut self, name: Option<Said<'_>>, color: Option<At<String>>) {
        let Some(name) = name.map(entry::name) else { return };
        if self.draft.tracks.len() >= TRACKS_MAX {
            return self.too_many(&name.at);
        }
        if self.tracks.insert(name.value.clone()) {
            self.draft.tracks.push(DraftTrack { name, color });
        }
    }

    pub(super) fn end_event(&mut self) {
        let Some(entry) = self.entry.take() else { return };
        let at = entry.at.clone();
        if self.draft.sessions.len() >= SESSIONS_MAX {
            return self.too_many(&at);
        }
        let mut problems = Vec::new();
        let (session, open) = entry.finish(&mut self.listed, &mut self.sorts, &mut problems);
        for problem in problems {
            self.tell(problem);
        }
        self.draft.sessions.push(session);
        self.open.push(open);
    }

    /// A field ends whose text this is.
    pub(super) fn end_field(&mut self, field: Field, text: Cow<'a, str>) {
        let text = At { value: trimmed(text), at: self.buffer_at.clone() };
        if text.value.is_empty() {
            return match field {
                Field::Person => self.end_person(None),
                Field::Link | Field::Attachment => self.end_link(None),
                _ => {}
            };
        }
        match field {
            Field::Person => self.end_person(Some(text)),
            Field::PersonName => self.somebody.name = Some(owned(text)),
            Field::PersonBio => self.somebody.bio = Some(owned(text)),
            Field::PersonUrl => self.somebody.url = Some(owned(text)),
            Field::Affiliation => self.somebody.affiliation = Some(owned(text)),
            Field::ListedTrack => self.track(Some(text), None),
            Field::Link | Field::Attachment => self.end_link(Some(owned(text))),
            Field::Acronym
            | Field::Name
            | Field::Tagline
            | Field::Venue
            | Field::City
            | Field::Home
            | Field::Base
            | Field::DayChange
            | Field::Zone => self.end_conference(field, owned(text)),
            _ => self.end_of_event(field, text),
        }
    }

    fn end_of_event(&mut self, field: Field, text: Said<'a>) {
        let Some(entry) = &mut self.entry else { return };
        let place = match field {
            Field::Date => &mut entry.date,
            Field::Start => &mut entry.start,
            Field::Duration => &mut entry.duration,
            Field::Room => &mut entry.room,
            Field::Title => &mut entry.title,
            Field::Subtitle => &mut entry.subtitle,
            Field::Track => &mut entry.track,
            Field::Type => &mut entry.sort,
            Field::Language => &mut entry.language,
            Field::Url => &mut entry.url,
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
        let is_address = |text: &At<String>| {
            ["https://", "http://", "www."].iter().any(|head| text.value.starts_with(head))
        };
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
            entry.links.push(DraftLink { title, url });
        }
    }

    fn end_person(&mut self, text: Option<Said<'_>>) {
        let mut somebody = std::mem::take(&mut self.somebody);
        let part = entry::part(self.role.take().as_deref().unwrap_or_default());
        let name = somebody.name.take().map(entry::name);
        let Some(name) = name.or_else(|| text.map(entry::name)) else { return };
        self.names += 1;
        if self.names > NAMES_MAX {
            return self.too_many(&name.at);
        }
        if somebody.tells_more() || self.entry.is_none() {
            self.introduce(name.clone(), somebody);
        }
        if let Some(entry) = &mut self.entry {
            entry.people.push(DraftCredit { part, name });
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
        let bio = told.bio.map(|bio| bio.map(|bio| text::plain_text(&bio)));
        person.affiliation = person.affiliation.take().or(told.affiliation);
        person.bio = person.bio.take().or(bio);
        person.url = person.url.take().or(told.url);
    }
}
