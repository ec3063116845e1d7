//! Events to sessions.

use super::super::{text, words};
use super::components::{Calendar, Component};
use super::dialect::{self, Producer};
use super::hallway::TRACK;
use super::lines::Property;
use super::repeat::{Occurrence, is_excepted, repetitions};
use super::report::Report;
use super::rule::Left;
use super::series::{Later, Series, current};
use super::time::{self, Stamp, stamp};
use super::zones::Zones;
use crate::agenda::{At, Draft, DraftLink, DraftRoom, DraftSession, Kind, Span, When};
use chrono::{Days, TimeDelta};
use std::collections::{HashMap, HashSet};

/// Repetitions of all events that are believed.
const REPETITIONS_MAX: usize = 20_000;
/// Each has the texts of its event again.
const REPEATED_BYTES_MAX: usize = 32 << 20;

/// With a change of the clocks a day has 23 hours.
const WHOLE_DAY: TimeDelta = TimeDelta::hours(23);

/// Reads every event. An event that repeats becomes a session for each time; where another event of
/// the same UID is told to stand in for one of the times (`RECURRENCE-ID`), that one alone is
/// taken.
pub(super) fn read(
    calendar: &Calendar,
    zones: &Zones,
    producer: Producer,
    draft: &mut Draft,
    report: &mut Report,
) {
    let events = current(calendar, zones, report);
    let mut reader = Reader {
        zones,
        producer,
        tracks: dialect::track_suffixes(calendar),
        series: Series::of(&events, zones),
        rooms: rooms(&events, producer),
        people: HashMap::new(),
        changed: HashMap::new(),
        left: REPETITIONS_MAX,
        left_bytes: REPEATED_BYTES_MAX,
        left_of_rules: Left::default(),
        draft,
        report,
    };
    if producer == Producer::Indico {
        reader.draft.event.venue = dialect::venue(calendar);
    }
    for event in events {
        reader.event(event);
    }
    reader.draft_rooms();
}

/// The places of a file in order: each as published, and the places that it joins.
fn rooms(events: &[&Component], producer: Producer) -> Vec<(At<String>, Vec<String>)> {
    let mut seen = HashSet::new();
    let mut rooms = Vec::new();
    for location in events.iter().filter_map(|event| event.get("LOCATION")) {
        for name in dialect::rooms(&location.text(), producer) {
            if seen.insert(name.clone()) {
                rooms.push((At { value: name, at: location.at.clone() }, Vec::new()));
            }
        }
    }
    // "A, B, C", where each of them is a place of its own: all of them at once.
    for (name, joins) in &mut rooms {
        let parts: Vec<String> =
            name.value.split(", ").map(|part| part.trim().to_owned()).collect();
        let distinct: HashSet<&String> = parts.iter().collect();
        if parts.len() > 1
            && distinct.len() == parts.len()
            && parts.iter().all(|part| seen.contains(part))
        {
            *joins = parts;
        }
    }
    rooms
}

struct Reader<'a> {
    zones: &'a Zones,
    producer: Producer,
    /// Tracks that titles have in brackets at their end.
    tracks: HashSet<String>,
    series: Series<'a>,
    rooms: Vec<(At<String>, Vec<String>)>,
    /// Position in the draft's people, by name.
    people: HashMap<String, usize>,
    /// Events that stand in for the rest of their series, as sessions, by their places.
    changed: HashMap<usize, DraftSession>,
    /// Repetitions that may still be added.
    left: usize,
    /// Text that they may still repeat, in bytes.
    left_bytes: usize,
    left_of_rules: Left,
    draft: &'a mut Draft,
    report: &'a mut Report,
}

impl Reader<'_> {
    fn event(&mut self, event: &Component) {
        let mut session = DraftSession { at: event.at.clone(), ..DraftSession::default() };
        self.words(event, &mut session);
        let (uid, own) = self.id(event, &mut session);
        let start = event.get("DTSTART").and_then(|property| {
            let start = stamp(property);
            if start.is_none() {
                let help = format!("\"{}\": the session is kept without a time", property.value);
                self.report.error(property.at.clone(), "this is no time", help);
            }
            start
        });
        let Some(start) = start else {
            if event.get("DTSTART").is_none() {
                self.report.warning(
                    event.at.clone(),
                    "this event has no start",
                    "it is taken as not scheduled yet",
                );
            }
            session.start = Some(At { value: When::Unscheduled, at: event.at.clone() });
            self.draft.sessions.push(session);
            return;
        };
        self.length(event, &start, &mut session);
        let is_instance = event.get("RECURRENCE-ID").is_some();
        let repeats = ["RRULE", "RDATE"].iter().any(|name| event.get(name).is_some());
        let replaced = !is_instance && self.series.replaced(&uid, &start, self.zones);
        let excepted = !is_instance && is_excepted(event, &start, self.zones);
        let again = if repeats && !is_instance {
            repetitions(event, &start, self.zones, &mut self.left_of_rules, self.report)
        } else {
            Vec::new()
        };
        let own_bytes = event.bytes();
        if !replaced && !excepted {
            session.start = Some(At { value: self.zones.when(&start), at: start.at.clone() });
            self.draft.sessions.push(session.clone());
        }
        for Occurrence { mut start, minutes } in again {
            let later = self.series.later(&uid, &start, self.zones);
            let bytes = later.map_or(own_bytes, |later| later.event.bytes());
            if self.left == 0 || self.left_bytes < bytes {
                let help = "this time and what follows it are left out";
                self.report.error(
                    event.at.clone(),
                    "there are more repetitions than any conference has",
                    help,
                );
                return;
            }
            if self.series.replaced(&uid, &start, self.zones) {
                continue;
            }
            self.left -= 1;
            self.left_bytes -= bytes;
            let id = Some(At { value: self.instance_id(&own, &start), at: event.at.clone() });
            // A fixed end belongs to the first time only; the length was made of it where that was
            // possible.
            let mut again = later.map_or_else(|| session.clone(), |later| self.changed(later));
            if let Some(later) = later {
                start.wall = start.wall.checked_add_signed(later.by).unwrap_or(start.wall);
            }
            again.minutes = minutes.or(again.minutes);
            let when = At { value: self.zones.when(&start), at: start.at.clone() };
            self.draft.sessions.push(DraftSession { id, start: Some(when), end: None, ..again });
        }
    }

    /// What an event says that stands in for all later ones of its series. Its problems are told
    /// with itself.
    fn changed(&mut self, later: Later<'_>) -> DraftSession {
        if let Some(known) = self.changed.get(&later.event.at.start) {
            return known.clone();
        }
        let told = self.report.problems.len();
        let mut session = DraftSession { at: later.event.at.clone(), ..DraftSession::default() };
        self.words(later.event, &mut session);
        if let Some(start) = later.event.get("DTSTART").and_then(stamp) {
            self.length(later.event, &start, &mut session);
        }
        self.report.problems.truncate(told);
        self.changed.entry(later.event.at.start).insert_entry(session).get().clone()
    }

    /// The UID as written, and the id: without what hallway adds to it, and with the time that it
    /// stands in for.
    fn id(&self, event: &Component, session: &mut DraftSession) -> (String, String) {
        let Some(uid) = event.get("UID").filter(|uid| !uid.value.trim().is_empty()) else {
            return Default::default();
        };
        let own = dialect::session_id(&uid.text(), self.producer);
        let mut id = own.clone();
        if let Some(of) = event.get("RECURRENCE-ID").and_then(stamp)
            && self.series.first.get(&uid.value) != Some(&self.zones.key(&of))
        {
            id = self.instance_id(&own, &of);
        }
        session.id = Some(At { value: id, at: uid.at.clone() });
        (uid.value.clone(), own)
    }

    /// The id of one time of an event that repeats, the same whether or not another event stands in
    /// for it.
    fn instance_id(&self, id: &str, start: &Stamp) -> String {
        format!("{id}-{}", self.zones.key(start).format("%Y%m%dT%H%M"))
    }

    /// How long it lasts: by its end, else by its duration, else a day for a day, else, by the
    /// standard (3.6.1), no time.
    fn length(&mut self, event: &Component, start: &Stamp, session: &mut DraftSession) {
        let bad = |report: &mut Report, property: &Property, what: &str| {
            let taken =
                if start.all_day { "the whole day is taken" } else { "the length is unknown" };
            report.error(property.at.clone(), what, format!("\"{}\": {taken}", property.value));
        };
        let too_short = |length: TimeDelta| start.all_day && length < WHOLE_DAY;
        session.minutes = start.all_day.then(|| self.day(start)).flatten();
        if let Some(property) = event.get("DTEND") {
            match stamp(property) {
                None => bad(self.report, property, "this is no time"),
                Some(end) => {
                    match self.zones.between(start, &end) {
                        Some(length) if too_short(length) => self.one_day(&property.at),
                        Some(length) if length.num_seconds() >= 0 => {
                            session.minutes = Some(time::minutes(length, &property.at));
                        }
                        // The check tells what is wrong with it.
                        _ => {
                            session.minutes = None;
                            session.end =
                                Some(At { value: self.zones.when(&end), at: property.at.clone() });
                        }
                    }
                }
            }
        } else if let Some(property) = event.get("DURATION") {
            match time::duration(&property.value) {
                Some(length) if too_short(length) => self.one_day(&property.at),
                Some(length) => session.minutes = Some(time::minutes(length, &property.at)),
                None => bad(self.report, property, "this is no length of time"),
            }
        } else if !start.all_day && self.producer != Producer::Hallway {
            // hallway writes a length of no time as such: where it writes none, none is known.
            let help = "the standard has it end when it starts";
            self.report.warning(start.at.clone(), "this event has no end and no length", help);
            session.minutes = Some(At { value: 0, at: start.at.clone() });
        }
    }

    /// Until the next midnight, which may be an hour sooner or later.
    fn day(&self, start: &Stamp) -> Option<At<i64>> {
        let end =
            start.wall.checked_add_days(Days::new(1)).map(|wall| Stamp { wall, ..start.clone() });
        let length = end.and_then(|end| self.zones.between(start, &end))?;
        Some(time::minutes(length, &start.at))
    }

    /// A day that ends before it is over. The end is the day after the last (3.6.1), which many do
    /// not know.
    fn one_day(&mut self, at: &Span) {
        let help = "the end is the day after: the whole day is taken";
        self.report.warning(at.clone(), "this event takes a day, and ends on the same one", help);
    }

    /// Everything but id and time.
    fn words(&mut self, event: &Component, session: &mut DraftSession) {
        let text = |property: &Property| At { value: property.text(), at: property.at.clone() };
        session.url = event.get("URL").map(|url| self.plain(text(url)));
        session.cancelled = event
            .get("STATUS")
            .is_some_and(|status| status.value.trim().eq_ignore_ascii_case("CANCELLED"));
        for property in event.all("ATTACH").chain(event.all("CONFERENCE")) {
            let title = property.parameter("LABEL").or_else(|| property.parameter("FILENAME"));
            let title = title.map(|title| At { value: title.to_owned(), at: property.at.clone() });
            if property.parameter("ENCODING").is_none() {
                session.links.push(DraftLink { title, url: text(property) });
            }
        }
        if let Some(location) = event.get("LOCATION") {
            for value in dialect::rooms(&location.text(), self.producer) {
                session.rooms.push(self.plain(At { value, at: location.at.clone() }));
            }
        }
        let about = event.get("DESCRIPTION").or_else(|| event.get("X-ALT-DESC")).map(text);
        let mut about = about.unwrap_or(At { value: String::new(), at: event.at.clone() });
        let title =
            match event.get("SUMMARY").map(text).filter(|title| !title.value.trim().is_empty()) {
                Some(title) => self
                    .plain(title)
                    .map(|title| dialect::without_dash(&title, self.producer).to_owned()),
                None => self.untitled(event, &about),
            };
        if self.producer != Producer::Hallway
            && !session.cancelled
            && words::says_cancelled(&title.value)
        {
            session.cancelled = true;
            self.report.push(|| words::told_cancelled(title.at.clone()));
        }
        let mut people = dialect::labelled(&mut about.value, self.producer);
        people.extend(dialect::attendees(event));
        people.extend(dialect::in_title(&title.value, self.producer));
        for person in people {
            self.person(person, &about, session);
        }
        self.sort(event, &title, session);
        if let Some(url) = &session.url
            && let Some(rest) = about.value.trim_end().strip_suffix(url.value.trim())
            && (rest.is_empty() || rest.ends_with('\n'))
        {
            about.value = rest.to_owned();
        }
        // What hallway itself wrote is text already.
        let value = if self.producer == Producer::Hallway {
            about.value
        } else {
            text::plain_text(&about.value)
        };
        let said = value.trim();
        if !said.is_empty() && said != title.value.trim() {
            session.summary = Some(At { value: said.to_owned().into(), at: about.at });
        }
        session.title = Some(title);
    }

    /// A title for an event that has none: the first line of its description, or that it has none.
    fn untitled(&mut self, event: &Component, about: &At<String>) -> At<String> {
        let first = about
            .value
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && line.chars().count() <= 100);
        let value = first.map_or_else(|| "(no title)".to_owned(), str::to_owned);
        self.report.warning(
            event.at.clone(),
            "this event has no title",
            format!("it is called \"{value}\""),
        );
        At { value, at: event.at.clone() }
    }

    fn person(&mut self, person: dialect::Named, about: &At<String>, session: &mut DraftSession) {
        let at = || about.at.clone();
        let dialect::Named { part, name, affiliation } = person;
        if session.people.iter().any(|(_, known)| known.value == name) {
            return;
        }
        if let Some(affiliation) = affiliation
            && !self.people.contains_key(&name)
        {
            self.people.insert(name.clone(), self.draft.people.len());
            self.draft.people.push(crate::agenda::DraftPerson {
                name: At { value: name.clone(), at: at() },
                role: None,
                affiliation: Some(At { value: affiliation, at: at() }),
                bio: None,
                url: None,
            });
        }
        session.people.push((part, At { value: name, at: at() }));
    }

    /// Kind, track and tags: of the categories, else of what the title has in brackets, else of the
    /// title.
    fn sort(&mut self, event: &Component, title: &At<String>, session: &mut DraftSession) {
        let mut kind: Option<Kind> = None;
        let mut sorts: Vec<At<String>> = Vec::new();
        for property in event.all("CATEGORIES") {
            for value in property.texts() {
                let category =
                    self.plain(At { value: value.trim().to_owned(), at: property.at.clone() });
                match Kind::parse(&category.value.to_lowercase()) {
                    Some(known) if kind.is_none() => kind = Some(known),
                    _ if category.value.is_empty() => {}
                    _ => sorts.push(category),
                }
            }
        }
        if let Some(track) =
            dialect::suffix(&title.value).filter(|suffix| self.tracks.contains(*suffix))
        {
            sorts.push(At { value: track.to_owned(), at: title.at.clone() });
        }
        let by_words = sorts.iter().find_map(|sort| words::kind(&sort.value, ""));
        let kind = kind
            .or(by_words)
            .or_else(|| dialect::kind_in_title(&title.value))
            .or_else(|| words::kind("", &title.value));
        session.kind = kind.map(|kind| At { value: kind.word().to_owned(), at: title.at.clone() });
        if self.producer == Producer::Hallway {
            session.track =
                event.get(TRACK).map(|track| At { value: track.text(), at: track.at.clone() });
            let own = sorts.iter().position(|sort| {
                session.track.as_ref().is_some_and(|track| track.value == sort.value)
            });
            own.into_iter().for_each(|at| drop(sorts.remove(at)));
        } else if !sorts.is_empty() {
            session.track = Some(sorts.remove(0));
        }
        session.tags = sorts;
    }

    /// Plain text, in which a producer has left the entities of HTML.
    fn plain(&mut self, text: At<String>) -> At<String> {
        match dialect::without_entities(&text.value) {
            Some(value) if self.producer != Producer::Hallway => {
                let help = "they are replaced by what they stand for";
                self.report.warning(
                    text.at.clone(),
                    "entities of HTML are left over in this text",
                    help,
                );
                At { value, at: text.at }
            }
            _ => text,
        }
    }

    fn draft_rooms(&mut self) {
        for (name, joins) in std::mem::take(&mut self.rooms) {
            let name = At {
                value: dialect::without_entities(&name.value).unwrap_or(name.value),
                at: name.at,
            };
            if self.draft.rooms.iter().any(|room| room.name.value == name.value) {
                continue;
            }
            let joins = joins.into_iter().map(|value| At { value, at: name.at.clone() }).collect();
            self.draft.rooms.push(DraftRoom { name, capacity: None, joins });
        }
    }
}
