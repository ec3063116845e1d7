//! frab and pretalx JSON: `schedule.conference.days[].rooms{name: [event]}`, and c3voc's next
//! shape, in which the events are one list, `schedule.events[]` (voc/schedule,
//! `validator/json/schema.json` and `schema2.json`).

use super::json::{
    self, Gather, Node, UNREADABLE, Value, clock, date, is_cancelled, joined, moment, name, parse,
};
use super::text::plain_text;
use super::times::{self, Length, Night};
use super::words;
use crate::agenda::{
    At, Draft, DraftLink, DraftPerson, DraftSession, Part, Problem, Text, When, Zone,
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use std::collections::HashMap;

/// Reads the whole of a file. What is wrong in one session costs that session at most.
///
/// # Errors
/// A sentence, where nothing in the text belongs to an agenda.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let (root, problems) = parse(text)?;
    let schedule = root.get("schedule").unwrap_or(&root);
    let conference = schedule.get("conference").unwrap_or(schedule);
    let mut reader = Reader { gather: Gather::new(problems), ..Reader::default() };
    reader.event(schedule, conference);
    reader.tracks(conference.any(&["tracks"]).or_else(|| schedule.get("tracks")));
    reader.rooms(conference.get("rooms").or_else(|| schedule.get("rooms")));
    reader.persons(
        schedule
            .get("persons")
            .or_else(|| conference.get("persons"))
            .or_else(|| root.get("persons")),
    );
    // Beside the conference, or in it.
    let days = conference.get("days").or_else(|| schedule.get("days")).or_else(|| root.get("days"));
    for day in days.into_iter().flat_map(Node::items) {
        reader.day(day);
    }
    let events =
        schedule.get("events").or_else(|| conference.get("events")).or_else(|| root.get("events"));
    for event in events.into_iter().flat_map(Node::items) {
        reader.session(event, None, &mut Day::default());
    }
    reader.settle_lengths();
    reader.gather.finish(!root.broken)
}

#[derive(Default)]
struct Reader {
    gather: Gather,
    /// The earliest time that is not the night of the day before.
    day_change: Option<NaiveTime>,
    /// Names by guid, slug and id.
    track_of: HashMap<String, String>,
    room_of: HashMap<String, String>,
    /// What a list of all persons tells of them, and whether a session names them.
    persons: Vec<(DraftPerson, bool)>,
    /// Where they are there, by guid, code and id.
    person_of: HashMap<String, usize>,
    /// Some length is in hours and minutes only.
    short: bool,
    /// Lengths that may be days or hours, by the position of their session.
    lengths: Vec<(usize, (i64, i64))>,
}

/// What a day says for its events.
#[derive(Default)]
struct Day {
    date: Option<NaiveDate>,
    /// Which of its times are of the next morning.
    night: Night,
}

impl Reader {
    fn event(&mut self, schedule: &Node<'_>, conference: &Node<'_>) {
        let base = conference.said(&["base_url"]).or_else(|| schedule.said(&["base_url"]));
        let event = &mut self.gather.draft.event;
        event.acronym = conference.said(&["acronym"]);
        event.name = conference.said(&["title", "name", "acronym"]);
        event.timezone = conference
            .said(&["time_zone_name", "timezone"])
            .or_else(|| schedule.said(&["time_zone_name"]));
        event.venue = conference.said(&["venue"]);
        event.url = conference.said(&["url"]).or_else(|| base.clone());
        event.description = joined([conference.said(&["description"])]);
        event.base = base;
        self.day_change = conference.said(&["day_change"]).and_then(|at| clock(&at.value));
    }

    fn tracks(&mut self, tracks: Option<&Node<'_>>) {
        for track in tracks.into_iter().flat_map(Node::items) {
            let Some(name) = track.text().map(name) else { continue };
            name_by_ids(&mut self.track_of, track, &name);
            let colors = track.get("colors");
            let color = track
                .said(&["color", "colour"])
                .or_else(|| colors.and_then(|by| by.said(&["dark", "light"])));
            self.gather.track(name, color);
        }
    }

    fn rooms(&mut self, rooms: Option<&Node<'_>>) {
        for room in rooms.into_iter().flat_map(Node::items) {
            let Some(name) = room.text().map(name) else { continue };
            name_by_ids(&mut self.room_of, room, &name);
            self.gather.room(name, room.get("capacity").and_then(Node::whole));
        }
    }

    fn persons(&mut self, persons: Option<&Node<'_>>) {
        for node in persons.into_iter().flat_map(Node::items) {
            if self.gather.full_of_people(self.persons.len(), node) {
                break;
            }
            let Some(person) = person(node) else { continue };
            for id in IDS.iter().filter_map(|key| node.said(&[key])) {
                self.person_of.insert(id.value, self.persons.len());
            }
            self.persons.push((person, false));
        }
    }

    fn day(&mut self, day: &Node<'_>) {
        let begins = day.said(&["day_start", "start"]);
        let ends = day.said(&["day_end", "end"]).and_then(|ends| moment(&ends.value));
        if let (Some(starts), Some(ends)) = (&begins, ends) {
            self.whole_day(starts, ends);
        }
        let starts = begins.as_ref().and_then(|begins| written(moment(&begins.value)?));
        let night = Night::of(self.day_change, starts, ends.and_then(written));
        let date_text = day.said(&["date"]).or(begins);
        let mut of = Day { date: date_text.and_then(|text| date(&text.value)), night };
        match day.get("rooms") {
            // Named by the keys; in lists of rooms, by each.
            Some(Node { value: Value::Map(rooms), .. }) => {
                for (name, events) in rooms {
                    let name =
                        json::name(At { value: name.value.to_string(), at: name.at.clone() });
                    self.gather.room(name.clone(), None);
                    self.events(events, Some(&name), &mut of);
                }
            }
            Some(rooms) => {
                for room in rooms.items() {
                    let name = room.said(&["name", "title"]).map(name);
                    if let Some(name) = &name {
                        self.gather.room(name.clone(), room.get("capacity").and_then(Node::whole));
                    }
                    if let Some(events) = room.any(&["events", "sessions", "talks"]) {
                        self.events(events, name.as_ref(), &mut of);
                    }
                }
            }
            None => {}
        }
        if let Some(events) = day.get("events") {
            self.events(events, None, &mut of);
        }
    }

    /// A day that lasts from one time to the same time of the next morning says when the
    /// programme's days begin.
    fn whole_day(&mut self, starts: &At<String>, ends: When) {
        let event = &mut self.gather.draft.event;
        let (Some(When::Instant(start)), When::Instant(end)) = (moment(&starts.value), ends) else {
            return;
        };
        let zone = event.timezone.as_ref().and_then(|zone| Zone::by_name(&zone.value).ok());
        // By the clock on the wall, which may be changed in that night.
        let wall = |at| zone.as_ref().map_or(at, |zone| zone.local_time(at)).naive_local();
        let (start, end) = (wall(start), wall(end));
        // After noon it would be no morning.
        if event.day_start.is_none() && times::is_whole_day(end - start) && start.hour() < 12 {
            event.day_start = Some(At { value: start.time(), at: starts.at.clone() });
        }
    }

    fn events(&mut self, events: &Node<'_>, room: Option<&At<String>>, day: &mut Day) {
        day.night.another_list();
        // One event that stands alone, where a list is due.
        if events.get("title").is_some() {
            self.session(events, room, day);
            return;
        }
        for event in events.items() {
            self.session(event, room, day);
        }
    }

    fn session(&mut self, node: &Node<'_>, room: Option<&At<String>>, day: &mut Day) {
        let Some(mut session) = self.gather.session(node) else { return };
        session.id = node.said(&["guid", "code", "id", "slug"]);
        self.times(&mut session, node, day);
        // The room that the event stands in is the truth; its own text may be older (36C3).
        let own = node.get("room").and_then(|room| named(room, &self.room_of));
        session.rooms = room.cloned().or(own).into_iter().collect();
        for room in &session.rooms {
            self.gather.room(room.clone(), None);
        }
        session.track = node.get("track").and_then(|track| named(track, &self.track_of));
        let title = session.title.as_ref().map_or("", |title| &title.value);
        let sort = node.said(&["type"]);
        let kind = words::kind(sort.as_ref().map_or("", |sort| &sort.value), title);
        session.kind = kind.map(|kind| At {
            value: kind.word().to_owned(),
            at: sort.map_or_else(|| node.head(), |sort| sort.at),
        });
        session.language = node.said(&["language"]);
        session.cancelled = is_cancelled(node);
        session.summary =
            joined(["subtitle", "abstract", "description"].map(|key| node.said(&[key])))
                .map(|text| text.map(Text::from));
        // The page of a talk in the system that it was merged from.
        session.url = node.said(&["url", "origin_url"]);
        session.tags = ["tags", "keywords"]
            .iter()
            .filter_map(|key| node.get(key))
            .flat_map(Node::items)
            .filter_map(Node::text)
            .collect();
        for key in ["links", "attachments"] {
            self.gather.links(&mut session, node.get(key));
        }
        let feedback =
            node.said(&["feedback_url"]).or_else(|| node.get("feedback")?.said(&["url"]));
        session.links.extend(feedback.map(|url| DraftLink {
            title: Some(At { value: "Feedback".to_owned(), at: url.at.clone() }),
            url,
        }));
        for key in ["persons", "participants", "speakers"] {
            self.people(&mut session, node.get(key));
        }
        self.gather.keep(session);
    }

    fn people(&mut self, session: &mut DraftSession, list: Option<&Node<'_>>) {
        let alone = list.filter(|list| !list.is_map() && list.text().is_some()).into_iter();
        for node in list.into_iter().flat_map(Node::items).chain(alone) {
            // The id may be all that is there.
            let ids = IDS
                .iter()
                .filter_map(|key| node.said(&[key]))
                .chain(node.text().filter(|_| !node.is_map()));
            let known = ids.into_iter().find_map(|id| self.person_of.get(&id.value));
            let known = known.and_then(|ix| self.persons.get_mut(*ix));
            let own = person(node).filter(|_| node.is_map() || known.is_none());
            let Some(name) = own
                .as_ref()
                .or(known.as_deref().map(|(known, _)| known))
                .map(|person| person.name.clone())
            else {
                self.gather.error(
                    &node.head(),
                    "this person has no name",
                    "the session is shown without them",
                );
                continue;
            };
            let part = match node.said(&["role"]).map(|role| role.value.to_lowercase()).as_deref() {
                Some("moderator" | "host" | "chair" | "herald") => Part::Moderator,
                Some("sponsor") => Part::Sponsor,
                _ => Part::Speaker,
            };
            if let Some(own) = own {
                self.gather.person(own);
            }
            // Not what the list tells of somebody by another name: it may be another's number.
            if let Some((known, named)) = known.filter(|(known, _)| known.name.value == name.value)
                && !std::mem::replace(named, true)
            {
                self.gather.person(known.clone());
            }
            session.people.push((part, name));
        }
        session.people.sort_by_key(|(part, _)| *part);
    }

    fn times(&mut self, session: &mut DraftSession, node: &Node<'_>, day: &mut Day) {
        let end =
            node.said(&["end"]).and_then(|end| Some(At { value: moment(&end.value)?, at: end.at }));
        let minutes =
            node.get("duration").and_then(|duration| self.minutes(duration, end.is_none()));
        let whole = minutes.as_ref().is_some_and(|minutes| minutes.value >= times::WHOLE_DAY);
        session.start = self.start(node, day, whole).or(session.start.take());
        if let (Some(start), Some(end), Some(minutes)) = (&session.start, &end, &minutes)
            && between(start.value, end.value).is_some_and(|between| between != minutes.value)
        {
            self.gather.warn(
                &minutes.at,
                "the duration is not the time from start to end",
                "the end is taken",
            );
        }
        session.minutes = if end.is_some() { None } else { minutes };
        session.end = end;
    }

    /// The length; nothing for one that can be read in two ways, where it does not decide.
    fn minutes(&mut self, duration: &Node<'_>, decides: bool) -> Option<At<i64>> {
        let text = duration.text()?;
        let value = match times::length(&text.value) {
            Some(Length::Minutes(minutes)) => {
                self.short |= times::is_short(&text.value);
                minutes
            }
            Some(Length::DayOrHour { day, hour }) => {
                if !decides {
                    return None;
                }
                self.lengths.push((self.gather.draft.sessions.len(), (day, hour)));
                day
            }
            None => {
                self.gather.error(
                    &text.at,
                    "this length cannot be read",
                    "the length is shown as unknown",
                );
                return None;
            }
        };
        Some(At { value, at: text.at })
    }

    /// See [`times::settled`].
    fn settle_lengths(&mut self) {
        for (ix, (day, hour)) in std::mem::take(&mut self.lengths) {
            let session = self.gather.draft.sessions.get_mut(ix);
            let Some(minutes) = session.and_then(|session| session.minutes.as_mut()) else {
                continue;
            };
            let (taken, help) = times::settled(self.short, day, hour);
            minutes.value = taken;
            let at = minutes.at.clone();
            self.gather.warn(&at, times::TWO_WAYS, help);
        }
    }

    /// The start: a whole date with a time, or the day's date and the clock.
    fn start(&mut self, node: &Node<'_>, day: &mut Day, whole: bool) -> Option<At<When>> {
        let (date_text, start) = (node.said(&["date"]), node.said(&["start"]));
        let exact = |text: &Option<At<String>>| {
            text.as_ref()
                .and_then(|text| Some(At { value: moment(&text.value)?, at: text.at.clone() }))
        };
        let time = start.as_ref().and_then(|start| clock(&start.value));
        if let Some(exact) = exact(&date_text) {
            self.compare(&exact, time, start.as_ref());
            return Some(exact);
        }
        if let Some(exact) = exact(&start) {
            return Some(exact);
        }
        let own = date_text.as_ref().and_then(|text| date(&text.value));
        let told = start.as_ref().or(date_text.as_ref())?;
        let (Some(time), Some(date)) = (time, own.or(day.date)) else {
            if start.is_some() || own.is_none() {
                self.gather.error(&told.at, UNREADABLE, "the session is shown as not scheduled");
            } else {
                self.gather.warn(
                    &told.at,
                    "this session has a date, but no time",
                    "it is shown as not scheduled",
                );
            }
            return None;
        };
        let (wall, guessed) = match own {
            Some(own) => (own.and_time(time), false),
            None => day.night.dated(date, time, whole),
        };
        if guessed {
            self.gather.warn(&told.at, times::NIGHT, times::NIGHT_HELP);
        }
        Some(At { value: When::Wall(wall), at: told.at.clone() })
    }

    /// Whether the clock contradicts the date, which decides. A date in UTC may well have a clock
    /// of the place.
    fn compare(&mut self, exact: &At<When>, time: Option<NaiveTime>, start: Option<&At<String>>) {
        let written = match exact.value {
            When::Instant(at) if at.offset().local_minus_utc() != 0 => at.time(),
            When::Wall(wall) => wall.time(),
            _ => return,
        };
        if let (Some(time), Some(start)) = (time, start)
            && (time.hour(), time.minute()) != (written.hour(), written.minute())
        {
            self.gather.warn(
                &start.at,
                "the start is not the time of the date",
                "the date is taken",
            );
        }
    }
}

const IDS: [&str; 4] = ["guid", "code", "id", "slug"];

fn name_by_ids(names: &mut HashMap<String, String>, node: &Node<'_>, name: &At<String>) {
    for id in IDS.iter().filter_map(|key| node.said(&[key])) {
        names.entry(id.value).or_insert_with(|| name.value.clone());
    }
}

/// The name that stands there, or that the file's list has for the id that stands there.
fn named(node: &Node<'_>, names: &HashMap<String, String>) -> Option<At<String>> {
    let by_id = || {
        let id =
            IDS.iter().filter_map(|key| node.said(&[key])).find_map(|id| names.get(&id.value))?;
        Some(At { value: id.clone(), at: node.head() })
    };
    node.said(&["name"]).or_else(by_id).or_else(|| node.text())
}

/// `public_name` is what frab and pretalx show; others have only `name`.
fn person(node: &Node<'_>) -> Option<DraftPerson> {
    let name = if node.is_map() {
        node.said(&["public_name", "name", "full_public_name"])
    } else {
        node.text()
    };
    let name = json::name(name?);
    let bio = node.said(&["biography", "description", "abstract"]);
    Some(DraftPerson {
        name,
        role: None,
        affiliation: node.said(&["affiliation", "organization", "company"]),
        bio: bio.map(|bio| At { value: plain_text(&bio.value), at: bio.at }),
        url: node.said(&["url"]),
    })
}

/// Date and clock as they are written, whatever the offset says.
fn written(when: When) -> Option<NaiveDateTime> {
    match when {
        When::Wall(wall) => Some(wall),
        When::Instant(at) => Some(at.naive_local()),
        When::Unscheduled => None,
    }
}

fn between(start: When, end: When) -> Option<i64> {
    match (start, end) {
        (When::Instant(start), When::Instant(end)) => Some((end - start).num_minutes()),
        (When::Wall(start), When::Wall(end)) => Some((end - start).num_minutes()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
