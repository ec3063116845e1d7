//! frab and Pentabarf XML in its three dialects.
//!
//! - Pentabarf (FOSDEM until 2024): `day@date` and `<start>`, a `day_change`, no zone, no ids but numbers.
//! - frab, wafer, c3voc's hub: `<date>` with an offset, `time_zone_name` since 2020.
//! - pretalx (and FOSDEM since 2025): the same with `url`, `track@slug`, lengths above a day as `D:HH:MM`.
//!
//! They are one shape: `schedule > conference, day > room > event`. The events of quick-xml are read as they come. Tags
//! that do not match are mended where the shape says how, so that damage costs the session it is in. No entity is
//! expanded but the five of XML and numbers.

mod entry;
mod names;
mod settle;
#[cfg(test)]
mod tests;
mod time;

use crate::agenda::{At, Draft, DraftLink, DraftPerson, DraftRoom, DraftTrack, Problem, Span};
use entry::{Entry, Listed, Open, Somebody};
use names::{Field, Sort};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};

/// More than any event has; what is beyond is refused, so that no file can fill the memory.
const SESSIONS_MAX: usize = 20_000;
const ROOMS_MAX: usize = 2_000;
const TRACKS_MAX: usize = 1_000;
/// People and links, of all sessions together.
const NAMES_MAX: usize = 200_000;
const PROBLEMS_MAX: usize = 5_000;
const DEPTH_MAX: usize = 64;
const ATTRIBUTES_MAX: usize = 64;

/// # Errors
/// A sentence, where nothing in it is a schedule.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut xml = Reader::from_str(text);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut walk = Walk { text, ..Walk::default() };
    let position = |xml: &Reader<&[u8]>| usize::try_from(xml.buffer_position()).unwrap_or(usize::MAX);
    loop {
        let from = position(&xml);
        let event = xml.read_event();
        let at = from..position(&xml).min(text.len());
        match event {
            Ok(Event::Start(tag)) => walk.open(&tag, at, false),
            Ok(Event::Empty(tag)) => walk.open(&tag, at, true),
            Ok(Event::End(tag)) => walk.close(tag.local_name().as_ref(), at),
            Ok(Event::Text(piece)) => walk.text(&piece, at),
            Ok(Event::CData(piece)) => walk.text(&piece, at),
            Ok(Event::GeneralRef(name)) => walk.reference(&name, at),
            Ok(Event::DocType(_)) => walk.tell(
                Problem::warning(Some(at), "the document type is not read").help("what it defines is not expanded"),
            ),
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            Ok(Event::Eof) => break,
            Err(error) => {
                let place = usize::try_from(xml.error_position()).unwrap_or(from).min(text.len());
                let lost = matches!(error, quick_xml::Error::Syntax(_));
                walk.broken(place, &error.to_string(), lost);
                if lost || at.is_empty() {
                    break;
                }
            }
        }
    }
    walk.finish()
}

/// An element that is open.
#[derive(Debug, Clone, Copy)]
struct Level<'a> {
    name: &'a str,
    sort: Sort,
}

#[derive(Default)]
struct Walk<'a> {
    text: &'a str,
    draft: Draft,
    stack: Vec<Level<'a>>,
    /// The text of the field that is open, and where it stands.
    buffer: String,
    buffer_at: Span,
    /// The address of the link that is open.
    href: Option<At<String>>,
    /// What a link without a text is called.
    sort_of_link: Option<String>,
    role: Option<String>,
    somebody: Somebody,
    listed: Listed,
    /// The time at which each day begins, by `day_change`; days that have their own follow it.
    day_change: Option<chrono::NaiveTime>,
    entry: Option<Entry>,
    /// What is to be settled at the end, one for each session of the draft.
    open: Vec<Open>,
    rooms: HashSet<String>,
    tracks: HashSet<String>,
    people: HashMap<String, usize>,
    names: usize,
    untold: usize,
    is_schedule: bool,
    /// That elements are nested too deep has been told.
    deep: bool,
    /// The file is cut off, and that has been told.
    lost: bool,
}

impl<'a> Walk<'a> {
    fn tell(&mut self, problem: Problem) {
        if self.draft.problems.len() < PROBLEMS_MAX {
            self.draft.problems.push(problem);
        } else {
            self.untold += 1;
        }
    }

    fn broken(&mut self, at: usize, why: &str, lost: bool) {
        self.lost |= lost;
        let end = self.text.ceil_char_boundary((at + 1).min(self.text.len()));
        let help = if lost { "what stands before it is kept, what follows is lost" } else { "it is passed over" };
        self.tell(Problem::error(Some(at..end), "this is not XML").help(format!("{why}: {help}")));
    }

    fn top(&self) -> Sort {
        self.stack.last().map_or(Sort::Outer, |level| level.sort)
    }

    fn field(&self) -> Option<Field> {
        if let Sort::Field(field) = self.top() { Some(field) } else { None }
    }

    fn open(&mut self, tag: &BytesStart<'_>, at: Span, empty: bool) {
        let name = tag.local_name();
        if !name.as_ref().starts_with(char::is_alphabetic) {
            return self.stray(at);
        }
        self.mend(name.as_ref(), &at);
        let within = self.top();
        let sort = names::sort(within, name.as_ref());
        if let (Sort::Field(field), None) = (within, sort) {
            return self.markup(field, at);
        }
        if sort.is_none() {
            let problem = Problem::warning(Some(at.clone()), "an element that schedules do not have");
            let kept = if within == Sort::Outer { "what stands in it is read" } else { "it is ignored" };
            self.tell(problem.help(format!("<{}> within <{}>: {kept}", name.as_ref(), self.parent())));
        }
        let sort = sort.unwrap_or(if within == Sort::Outer { Sort::Outer } else { Sort::Ignored });
        if self.stack.len() >= DEPTH_MAX {
            return self.too_deep(at);
        }
        self.begin(tag, sort, &at);
        let end = (at.start + tag.name().as_ref().len() + 1).min(self.text.len());
        let own = self.text.get(at.start + 1..end).unwrap_or_default();
        self.stack.push(Level { name: own.rsplit(':').next().unwrap_or(own), sort });
        if empty {
            self.pop();
        }
    }

    fn parent(&self) -> &'a str {
        self.stack.last().map_or("", |level| level.name)
    }

    fn too_deep(&mut self, at: Span) {
        if !std::mem::replace(&mut self.deep, true) {
            let problem = Problem::error(Some(at), "elements are nested deeper than in any schedule");
            self.tell(problem.help("what stands in them is ignored"));
        }
    }

    /// Closes what cannot be open where an element of this name begins.
    fn mend(&mut self, name: &str, at: &Span) {
        let holds = match name {
            "event" => self.stack.iter().position(|level| level.sort == Sort::Event),
            "day" => self.stack.iter().rposition(|level| level.name == "day" && level.sort == Sort::Outer),
            _ => self.field().filter(|field| names::ends_field(*field, name)).map(|_| self.stack.len() - 1),
        };
        let Some(keep) = holds else { return };
        let problem = Problem::error(Some(at.clone()), "an element begins within one that should have ended before");
        self.tell(problem.help(format!("<{name}> within <{}>, which is taken to end here", self.parent())));
        self.pop_to(keep);
    }

    /// A `<` that begins no tag. The end tag that it swallows is found again.
    fn stray(&mut self, at: Span) {
        let problem = Problem::warning(Some(at.start..at.start + 1), "a \"<\" that begins no tag");
        self.tell(problem.help("it is taken as text; XML writes it as &lt;"));
        let raw = self.text.get(at.clone()).unwrap_or_default();
        let (text, end) = raw.rfind("</").map_or((raw, ""), |cut| raw.split_at(cut));
        self.text(text, at.clone());
        if let Some(name) = end.strip_prefix("</") {
            self.close(name.trim_end_matches('>').trim(), at);
        }
    }

    /// A tag within a text: it belongs to it where the text is prose.
    fn markup(&mut self, field: Field, at: Span) {
        if field.is_prose()
            && let Some(raw) = self.text.get(at)
        {
            self.buffer.push_str(raw);
        }
    }

    fn text(&mut self, piece: &str, at: Span) {
        match self.top() {
            Sort::Field(_) => {
                self.buffer.push_str(piece);
                self.buffer_at.end = at.end;
            }
            Sort::Ignored => {}
            _ if piece.trim_ascii().is_empty() => {}
            _ => {
                let problem = Problem::warning(Some(at), "a text that belongs to no element");
                self.tell(problem.help("it is ignored"));
            }
        }
    }

    /// `&amp;` and the like. An entity that a document type may define stays as it is written.
    fn reference(&mut self, name: &quick_xml::events::BytesRef<'_>, at: Span) {
        let known = match name.resolve_char_ref() {
            Ok(Some(c)) => Some(c),
            Ok(None) => predefined(name),
            Err(_) => None,
        };
        match (known, self.text.get(at.clone())) {
            (Some(c), _) => self.text(c.encode_utf8(&mut [0; 4]), at),
            (None, raw) => {
                let problem = Problem::warning(Some(at.clone()), "an entity that XML does not define");
                self.tell(problem.help("it stays as it is written"));
                self.text(raw.unwrap_or_default(), at);
            }
        }
    }

    fn close(&mut self, name: &str, at: Span) {
        let Some(keep) = self.stack.iter().rposition(|level| level.name == name) else {
            if let Some(field) = self.field() {
                return self.markup(field, at);
            }
            let problem = Problem::warning(Some(at), "an end tag that ends nothing");
            return self.tell(problem.help("it is ignored"));
        };
        if keep + 1 < self.stack.len() {
            let problem = Problem::error(Some(at), "an element ends before one within it");
            let inner = self.parent();
            self.tell(problem.help(format!("</{name}> while <{inner}> is open, which is taken to end here")));
        }
        self.pop_to(keep);
    }

    fn pop_to(&mut self, keep: usize) {
        while self.stack.len() > keep {
            self.pop();
        }
    }

    /// What the start tag itself tells.
    fn begin(&mut self, tag: &BytesStart<'_>, sort: Sort, at: &Span) {
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
                        self.href = self.attribute(tag, "href", at);
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

    fn track(&mut self, name: Option<At<String>>, color: Option<At<String>>) {
        let Some(name) = name.map(|name| entry::name(&name)) else { return };
        if self.draft.tracks.len() >= TRACKS_MAX {
            return self.too_many(&name.at);
        }
        if self.tracks.insert(name.value.clone()) {
            self.draft.tracks.push(DraftTrack { name, color });
        }
    }

    /// The innermost element ends.
    fn pop(&mut self) {
        let Some(level) = self.stack.pop() else { return };
        match (level.sort, level.name) {
            (Sort::Field(field), _) => self.end_field(field),
            (Sort::Event, _) => self.end_event(),
            (Sort::Outer, "room") => self.listed.room = None,
            (Sort::Outer, "day") => self.listed = Listed::default(),
            _ => {}
        }
    }

    fn end_event(&mut self) {
        let Some(entry) = self.entry.take() else { return };
        let at = entry.session.at.clone();
        if self.draft.sessions.len() >= SESSIONS_MAX {
            return self.too_many(&at);
        }
        let mut problems = Vec::new();
        let (session, open) = entry.finish(&self.listed, &mut problems);
        for problem in problems {
            self.tell(problem);
        }
        self.draft.sessions.push(session);
        self.open.push(open);
    }

    /// The text of the field that ends, trimmed; nothing where it is empty.
    fn take(&mut self) -> Option<At<String>> {
        let value = std::mem::take(&mut self.buffer);
        let trimmed = value.trim();
        if trimmed.is_empty() {
            return None;
        }
        let value = if trimmed.len() == value.len() { value } else { trimmed.to_owned() };
        Some(At { value, at: self.buffer_at.clone() })
    }

    fn end_field(&mut self, field: Field) {
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
        let Some(url) = self.href.take() else {
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
        let title = title.or_else(|| sort.map(|value| At { value, at: url.at.clone() }));
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
        let bio = told.bio.map(|bio| At { value: super::prose::prose(&bio.value), at: bio.at });
        person.affiliation = person.affiliation.take().or(told.affiliation);
        person.bio = person.bio.take().or(bio);
        person.url = person.url.take().or(told.url);
    }
}

/// The five entities of XML.
fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => return None,
    })
}

/// The value of an attribute; what is no entity of XML stays as it is written.
fn unescaped(raw: &str) -> String {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        value.push_str(before);
        let known = after.split_once(';').and_then(|(name, after)| {
            let number = name.strip_prefix('#').map(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => n.parse(),
            });
            Some((number.map_or_else(|| predefined(name), |n| char::from_u32(n.ok()?))?, after))
        });
        match known {
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
