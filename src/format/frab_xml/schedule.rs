//! The schedule in the making: elements to rooms, people and sessions.

use super::clocks::settle_clocks;
use super::conference::Conference;
use super::elements::{ElementKind, TextElement};
use super::event_entry::{EventContext, EventEntry, Listing, text_of_file};
use super::prose::Prose;
use super::tags::{TextAt, XmlTag, read_attributes};
use super::time::{XmlDate, parse_date};
use crate::agenda::{At, Clean, Draft, DraftCredit, DraftLink, FileText, Part, Problem, Span};
use crate::format::collector::{Collector, Report};
use crate::format::recordings::OptOuts;
use crate::format::text::plain_text;
use crate::format::times::{Night, SessionLengths};
use crate::format::words;
use crate::format::zone_rules::ProgrammeDay;
use chrono::NaiveTime;
use std::sync::Arc;

/// A schedule as far as the file has been read.
#[derive(Default)]
pub(super) struct ScheduleDraft<'a> {
    file: Arc<String>,
    text: &'a str,
    collector: Collector,
    conference: Conference,
    listing: Listing,
    /// The open event.
    event: Option<Box<EventEntry<'a>>>,
    link: LinkTag,
    person: PersonEntry,
    lengths: SessionLengths,
    kinds: words::KindCache,
    opt_outs: OptOuts,
    /// The clock of every session of the draft: see [`settle_clocks`].
    clocks: Vec<Option<NaiveTime>>,
    days: Vec<ProgrammeDay>,
    has_root: bool,
}

/// The attributes of an open link.
#[derive(Default)]
struct LinkTag {
    href: Option<At<FileText>>,
    /// The name of a link without a text.
    kind: Option<String>,
}

/// A person of an event or of a list of people.
#[derive(Debug, Default)]
struct PersonEntry {
    name: Option<At<FileText>>,
    bio: Option<At<FileText>>,
    url: Option<At<FileText>>,
    affiliation: Option<At<FileText>>,
    role: Option<String>,
}

impl<'a> ScheduleDraft<'a> {
    pub(super) fn new(file: &'a Arc<String>) -> ScheduleDraft<'a> {
        let (file, text) = (Arc::clone(file), file.as_str());
        ScheduleDraft {
            file,
            text,
            collector: Collector::of_export(text),
            ..ScheduleDraft::default()
        }
    }

    pub(super) fn report(&mut self) -> &mut Report {
        &mut self.collector.report
    }

    /// Reads the start tag of an outer element, of an event or of an element with a text.
    pub(super) fn begin_element(&mut self, tag: XmlTag<'_>, kind: ElementKind, at: &Span) {
        match kind {
            ElementKind::Outer => match tag.name {
                "schedule" => self.has_root = true,
                "day" => self.begin_day(tag, at),
                "room" => self.begin_room(tag, at),
                _ => {}
            },
            ElementKind::Event => self.begin_event(tag, at),
            ElementKind::Text(element) => self.begin_text(element, tag, at),
            _ => {}
        }
    }

    fn begin_event(&mut self, tag: XmlTag<'_>, at: &Span) {
        let [guid, code, id] = read_attributes(tag, ["guid", "code", "id"], at);
        let own = |id| text_of_file(&self.file, id);
        let ids = [guid.map(own), code.map(own), id.map(own)];
        self.event = Some(Box::new(EventEntry { at: at.clone(), ids, ..<_>::default() }));
    }

    fn begin_text(&mut self, element: TextElement, tag: XmlTag<'_>, at: &Span) {
        match element {
            TextElement::Person => self.begin_person(tag, at),
            TextElement::Link | TextElement::Attachment => self.begin_link(tag, at),
            TextElement::ListedTrack => self.begin_track(tag, at),
            _ => {}
        }
    }

    fn begin_person(&mut self, tag: XmlTag<'_>, at: &Span) {
        let [name, url, role] = read_attributes(tag, ["name", "url", "role"], at);
        let own = |value| text_of_file(&self.file, value);
        let (name, url) = (name.map(own), url.map(own));
        let role = role.map(|role| role.value.into_owned());
        self.person = PersonEntry { name, url, role, ..PersonEntry::default() };
    }

    fn begin_link(&mut self, tag: XmlTag<'_>, at: &Span) {
        let [href, kind] = read_attributes(tag, ["href", "type"], at);
        let href = href.map(|href| self.narrow(href));
        self.link = LinkTag { href, kind: kind.map(|kind| kind.value.into_owned()) };
    }

    fn begin_track(&mut self, tag: XmlTag<'_>, at: &Span) {
        let [name, color] = read_attributes(tag, ["name", "color"], at);
        if let Some(name) = name {
            let color = color.map(|color| text_of_file(&self.file, color));
            self.collector.add_track(clean_name(text_of_file(&self.file, name)), color);
        }
    }

    fn begin_day(&mut self, tag: XmlTag<'_>, at: &Span) {
        let [date, start, end] = read_attributes(tag, ["date", "start", "end"], at)
            .map(|value| value.and_then(|value| parse_date(&value.value)));
        let [start_wall, end_wall] = [start, end].map(|date| date.and_then(XmlDate::written_wall));
        self.listing.day = date.or(start).map(XmlDate::written_date);
        self.listing.night = Night::new(self.conference.day_change, start_wall, end_wall);
        if let (Some(XmlDate::Instant(start)), Some(XmlDate::Instant(end))) = (start, end) {
            self.days.push(ProgrammeDay { start, end, at: at.clone() });
        }
    }

    fn begin_room(&mut self, tag: XmlTag<'_>, at: &Span) {
        self.listing.night.begin_list();
        let [room] = read_attributes(tag, ["name"], at);
        self.listing.room = room.map(|room| clean_name(text_of_file(&self.file, room)));
        if let Some(name) = &self.listing.room {
            self.collector.add_room(name.share(), None);
        }
    }

    /// Narrows the place of an attribute from its tag to its value, if the value has no entities.
    fn narrow(&self, value: TextAt<'_>) -> At<FileText> {
        let start = value.value.as_ptr().addr().checked_sub(self.text.as_ptr().addr());
        let own = start
            .map(|start| start..start + value.value.len())
            .filter(|own| self.text.get(own.clone()) == Some(&*value.value));
        let at = own.unwrap_or(value.at);
        At { value: FileText::of_file(&self.file, value.value), at }
    }

    pub(super) fn end_room(&mut self) {
        self.listing.room = None;
    }

    pub(super) fn end_day(&mut self) {
        self.listing = Listing::default();
    }

    pub(super) fn end_event(&mut self) {
        let Some(event) = self.event.take() else { return };
        if !self.collector.takes_session(&event.at) {
            return;
        }
        let mut read = event.into_session(EventContext {
            file: &self.file,
            listing: &mut self.listing,
            kinds: &mut self.kinds,
            lengths: &mut self.lengths,
            opt_outs: &mut self.opt_outs,
            report: &mut self.collector.report,
            position: self.collector.draft.sessions.len(),
        });
        self.collector.cancel_by_title(&mut read.session);
        self.collector.add_session(read.session);
        self.clocks.push(read.clock);
    }

    /// Drops the open event at the end of the file, unless its title and its time are known.
    pub(super) fn drop_incomplete_event(&mut self) {
        self.event = self.event.take().filter(|event| {
            event.title.is_some() && (event.date.is_some() || event.start.is_some())
        });
    }

    /// Ends an abstract or a description. Its text has known entities alone.
    pub(super) fn end_encoded_text(&mut self, text: At<&'a str>) {
        if let Some(event) = &mut self.event
            && !text.value.is_empty()
        {
            event.texts.push(text.map(Prose::Encoded));
        }
    }

    /// Ends an element whose text is `text`, without white space at its ends.
    pub(super) fn end_text(&mut self, element: TextElement, text: TextAt<'a>) {
        if text.value.is_empty() {
            return match element {
                TextElement::Person => self.end_person(None),
                TextElement::Link | TextElement::Attachment => self.end_link(None),
                _ => {}
            };
        }
        match element {
            TextElement::Person => self.end_person(Some(text)),
            TextElement::PersonName => self.person.name = Some(text_of_file(&self.file, text)),
            TextElement::PersonBio => self.person.bio = Some(text_of_file(&self.file, text)),
            TextElement::PersonUrl => self.person.url = Some(text_of_file(&self.file, text)),
            TextElement::Affiliation => {
                self.person.affiliation = Some(text_of_file(&self.file, text));
            }
            TextElement::ListedTrack => {
                self.collector.add_track(clean_name(text_of_file(&self.file, text)), None);
            }
            TextElement::Link | TextElement::Attachment => {
                self.end_link(Some(text_of_file(&self.file, text)));
            }
            _ if element.is_of_conference() => {
                let report = &mut self.collector.report;
                let text = text_of_file(&self.file, text);
                self.conference.read_text(element, text, report);
            }
            _ => self.end_event_text(element, text),
        }
    }

    fn end_event_text(&mut self, element: TextElement, text: TextAt<'a>) {
        let Some(event) = &mut self.event else { return };
        let place = match element {
            TextElement::Date => &mut event.date,
            TextElement::Start => &mut event.start,
            TextElement::Duration => &mut event.duration,
            TextElement::Room => &mut event.room,
            TextElement::Title => &mut event.title,
            TextElement::Slug => &mut event.slug,
            TextElement::Subtitle => &mut event.subtitle,
            TextElement::Track => &mut event.track,
            TextElement::Type => &mut event.kind,
            TextElement::Language => &mut event.language,
            TextElement::Url => &mut event.url,
            TextElement::OtherUrl => &mut event.other_url,
            TextElement::Feedback => &mut event.feedback,
            TextElement::OptOut => &mut event.opt_out,
            TextElement::License => &mut event.license,
            TextElement::Video => &mut event.video,
            _ => return event.texts.push(text.map(Prose::Decoded)),
        };
        match place {
            Some(first) if first.value == text.value => {}
            Some(_) => {
                let message = "an event has this element twice";
                self.collector.report.error(text.at, message, "the first is taken");
            }
            None => *place = Some(text),
        }
    }

    fn end_link(&mut self, text: Option<At<FileText>>) {
        let LinkTag { href, kind } = std::mem::take(&mut self.link);
        // c3voc's merged schedule has some addresses as texts.
        let is_address = |text: &At<FileText>| {
            ["https://", "http://", "www."].iter().any(|start| text.value.starts_with(start))
        };
        let Some(url) = href.or_else(|| text.clone().filter(is_address)) else {
            if let Some(text) = text {
                self.collector.report.error(text.at, "a link without an address", "it is left out");
            }
            return;
        };
        let title = text
            .filter(|title| title.value != url.value)
            .or_else(|| kind.map(|kind| At { value: kind.into(), at: url.at.clone() }));
        if let Some(event) = &mut self.event {
            event.links.push(DraftLink::new(title, url));
        }
    }

    fn end_person(&mut self, text: Option<TextAt<'_>>) {
        let mut person = std::mem::take(&mut self.person);
        let name = person.name.take().or_else(|| Some(text_of_file(&self.file, text?)));
        let Some(name) = name.map(clean_name) else { return };
        let part = part_of_role(person.role.as_deref().unwrap_or_default());
        if person.has_details() || self.event.is_none() {
            self.add_person(name.share(), person);
        }
        if let Some(event) = &mut self.event {
            if event.people.is_empty() {
                // Most events have one person, and a list that grows has room for four at least.
                event.people.reserve_exact(1);
            }
            event.people.push(DraftCredit { part, name: name.value });
        }
    }

    /// Adds a person, or fills the empty fields of a known person of the same name.
    fn add_person(&mut self, name: At<FileText>, entry: PersonEntry) {
        let Some(person) = self.collector.find_or_add_person(name) else { return };
        person.affiliation = person.affiliation.take().or(entry.affiliation);
        person.url = person.url.take().or(entry.url);
        if person.bio.is_none() {
            person.bio = entry.bio.map(|bio| bio.map(|bio| plain_text(&bio).into()));
        }
    }

    /// Returns the draft. Decides lengths and clocks, for which the whole file is needed.
    ///
    /// # Errors
    /// The file has no `<schedule>`.
    pub(super) fn finish(mut self) -> Result<Draft, Problem> {
        if !self.has_root {
            let message = "this is XML, but not a schedule that hallway knows";
            return Err(Problem::error(None, message)
                .help("a schedule of frab, Pentabarf or pretalx begins with <schedule>"));
        }
        let Collector { draft, report, .. } = &mut self.collector;
        draft.event = self.conference.event;
        self.lengths.decide(report, &mut draft.sessions);
        settle_clocks(draft, &self.clocks, &self.days, report);
        self.opt_outs.settle(draft);
        let has_no_session = draft.sessions.is_empty() && report.count() > 0;
        let mut draft = self.collector.finish();
        if has_no_session {
            let problem = Problem::error(None, "there is no session in this file");
            draft.problems.push(problem.help("a session is an <event> within a <day>"));
        }
        Ok(draft)
    }
}

impl PersonEntry {
    fn has_details(&self) -> bool {
        self.bio.is_some() || self.url.is_some() || self.affiliation.is_some()
    }
}

/// Returns the part of a person with this `role` attribute.
fn part_of_role(role: &str) -> Part {
    if role.is_empty() {
        return Part::Speaker;
    }
    let role = role.to_lowercase();
    if ["moderator", "host", "chair"].iter().any(|word| role.contains(word)) {
        Part::Moderator
    } else {
        Part::Speaker
    }
}

/// Cleans a name: names of the same appearance become equal.
fn clean_name(text: At<FileText>) -> At<FileText> {
    text.map(|text| Clean::line_of(text).into())
}
