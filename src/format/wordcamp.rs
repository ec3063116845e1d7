//! The sessions of a WordCamp by the REST API of WordPress (`wp-json/wp/v2/sessions`), alone or in
//! a list with the index of the site (`wp-json/`) and further pages of sessions.
//!
//! The fields are those of the plug-in `wc-post-types` of wordcamp.org, `inc/rest-api.php`. The
//! index alone has the name of the event and its zone. A track is a room of the schedule.

use super::collector::Collector;
use super::json::{
    NamesById, Node, PersonList, begin_session, bounded_name, insert_name, join_texts, one_or_many,
    parse, room_by_id,
};
use super::text::{decode_entities, plain_text};
use super::words;
use crate::agenda::{
    At, Draft, DraftLink, DraftPerson, DraftSession, FileText, Kind, LinkKind, Problem, Text, When,
    Word,
};
use chrono::{DateTime, FixedOffset, TimeDelta};

/// The largest number of sessions in a page of the API.
pub(crate) const PAGE_MAX: usize = 100;

/// Reads a file. A fault in a session costs that session at most.
///
/// # Errors
/// The damage of the file, if no session stands before it.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut collector = Collector::of_export(text);
    let root = parse(text, &mut collector.report)?;
    let mut reader = WordCampReader {
        collector,
        offset: FixedOffset::east_opt(0),
        tracks: NamesById::new(),
        categories: NamesById::new(),
        speakers: PersonList::new(&["id"], read_person),
    };
    for part in one_or_many(&root) {
        match part.get("timezone_string").is_some() {
            true => reader.read_index(part),
            false => one_or_many(part).for_each(|session| reader.read_session(session)),
        }
    }
    let WordCampReader { mut collector, .. } = reader;
    collector.draft.may_be_empty = !root.broken;
    if root.broken { collector.finish_cut_off() } else { Ok(collector.finish()) }
}

/// Returns the number of entries in a page of sessions, `None` if the page is no list.
pub(crate) fn count_entries(body: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(body).ok()?;
    let page = parse(text, &mut Collector::of_export(text).report).ok()?;
    (!page.is_map() && !page.broken).then(|| page.items().count())
}

struct WordCampReader {
    collector: Collector,
    /// The clock of the site. A zone of the index counts more.
    offset: Option<FixedOffset>,
    tracks: NamesById,
    categories: NamesById,
    speakers: PersonList,
}

impl WordCampReader {
    /// Reads the index of the site. A site without a zone has `gmt_offset`, in hours.
    fn read_index(&mut self, node: &Node<'_>) {
        let event = &mut self.collector.draft.event;
        event.name = node.text_of(&["name"]).map(readable);
        event.timezone = node.text_of(&["timezone_string"]);
        event.url = node.text_of(&["home", "url"]);
        let hours = node.text_of(&["gmt_offset"]).and_then(|text| text.value.parse::<f64>().ok());
        let seconds = hours.filter(|hours| hours.abs() < 24.0).map(|hours| hours * 3600.0);
        #[expect(clippy::cast_possible_truncation, reason = "less than a day in seconds")]
        let offset = seconds.and_then(|seconds| FixedOffset::east_opt(seconds.round() as i32));
        self.offset = offset.or(self.offset);
    }

    fn read_session(&mut self, node: &Node<'_>) {
        let Some(mut session) = begin_session(&mut self.collector, node) else { return };
        self.read_embedded(node);
        session.title = rendered(node, "title").map(readable);
        session.at = session.title.as_ref().map_or(session.at, |title| title.at.clone());
        session.set_ids(["id", "slug"].map(|key| (key, node.text_of(&[key]))));
        session.url = node.text_of(&["link"]);
        if let Some(meta) = node.get("meta") {
            self.read_meta(&mut session, meta);
        }
        for id in node.items_of(&["session_track"]) {
            if let Some(room) = room_by_id(&mut self.collector.report, &self.tracks, id) {
                self.collector.add_room(room.clone(), None);
                session.rooms.push(room);
            }
        }
        session.tags = self.categories_of(node);
        session.kind = kind_of_session(node, &session);
        let content = rendered(node, "content").or_else(|| rendered(node, "excerpt"));
        session.summary = join_texts([content]).map(|text| text.map(Text::from));
        for speaker in node.items_of(&["session_speakers"]) {
            self.speakers.add_speaker(&mut self.collector, &mut session, speaker);
        }
        self.collector.cancel_by_title(&mut session);
        self.collector.add_session(session);
    }

    /// Reads the tracks, categories and speakers that `_embed` adds to a session.
    fn read_embedded(&mut self, node: &Node<'_>) {
        let Some(embedded) = node.get("_embedded") else { return };
        for term in embedded.items_of(&["wp:term"]).flat_map(Node::items) {
            let name = term.text_of(&["name"]).map(readable);
            let taxonomy = term.text_of(&["taxonomy"]).map(|taxonomy| taxonomy.value);
            let names = match taxonomy.as_deref() {
                Some("wcb_track") => &mut self.tracks,
                Some("wcb_session_category") => &mut self.categories,
                _ => continue,
            };
            if let Some(name) = name {
                insert_name(names, term, &["id"], &name.value);
            }
        }
        for speaker in embedded.items_of(&["speakers"]) {
            self.speakers.add(speaker);
        }
    }

    /// Reads the time in seconds since 1970 and the length in seconds. A session without a time
    /// has the time 0.
    fn read_meta(&self, session: &mut DraftSession, meta: &Node<'_>) {
        let seconds = meta.whole_number_of("_wcpt_session_time").filter(|time| time.value > 0);
        let start = seconds.and_then(|seconds| {
            let at = DateTime::from_timestamp(seconds.value, 0)?.with_timezone(&self.offset?);
            Some(At { value: When::Instant(at), at: seconds.at })
        });
        session.start = start.or(session.start.take());
        let length = meta.whole_number_of("_wcpt_session_duration");
        let length = length.filter(|length| length.value > 0);
        session.minutes = length.map(|length| {
            length.map(|seconds| TimeDelta::try_seconds(seconds).unwrap_or_default().num_minutes())
        });
        for (key, title) in [("_wcpt_session_slides", "Slides"), ("_wcpt_session_video", "Video")] {
            let Some(url) = meta.text_of(&[key]) else { continue };
            let title = Some(At { value: title.into(), at: url.at.clone() });
            let link = DraftLink::new(title, url);
            session.links.push(match key {
                "_wcpt_session_video" => link.of_kind(LinkKind::Recording),
                _ => link,
            });
        }
    }

    /// Returns the names of the categories, by their ids or as one text.
    fn categories_of(&self, node: &Node<'_>) -> Vec<At<FileText>> {
        let ids = node.items_of(&["session_category"]).filter_map(Node::text);
        let names = ids.filter_map(|id| {
            Some(At { value: self.categories.get(&*id.value)?.as_str().into(), at: id.at })
        });
        let names: Vec<_> = names.collect();
        match node.text_of(&["session_cats_rendered"]) {
            Some(text) if names.is_empty() => {
                let parts = text.value.split(", ");
                parts
                    .map(|part| readable(At { value: part.to_owned().into(), at: text.at.clone() }))
                    .collect()
            }
            _ => names,
        }
    }
}

/// Returns the kind of a session by its categories and its title. The type `custom` is of entries
/// such as breaks.
fn kind_of_session(node: &Node<'_>, session: &DraftSession) -> Option<At<Word>> {
    let title = session.title.as_ref().map_or("", |title| &title.value);
    let kind_name = node.get("meta").and_then(|meta| meta.text_of(&["_wcpt_session_type"]));
    let kind = match kind_name.as_ref().map(|name| name.value.as_str()) {
        Some("custom") => Some(words::service_kind(title).unwrap_or(Kind::Other)),
        _ => {
            let categories = session.tags.iter().map(|tag| tag.value.as_str());
            words::session_kind(&categories.collect::<Vec<_>>().join(", "), title)
        }
    };
    kind.map(|kind| At { value: kind.word().into(), at: session.at.clone() })
}

/// Returns the text of a field that WordPress gives as HTML.
fn rendered(node: &Node<'_>, key: &str) -> Option<At<FileText>> {
    node.get(key)?.text_of(&["rendered"])
}

/// Returns a name without entities, as in `&#8217;`.
fn readable(name: At<FileText>) -> At<FileText> {
    bounded_name(name).map(|name| decode_entities(&name).into())
}

/// Reads a speaker of a session, with a `name`, or an embedded one, with a `title`.
fn read_person(node: &Node<'_>) -> Option<DraftPerson> {
    let name = readable(node.text_of(&["name"]).or_else(|| rendered(node, "title"))?);
    let bio = rendered(node, "content").or_else(|| rendered(node, "excerpt"));
    let bio = bio.map(|bio| bio.map(|bio| plain_text(&bio).into()));
    Some(DraftPerson { name, role: None, affiliation: None, bio, url: node.text_of(&["link"]) })
}

#[cfg(test)]
mod tests;
