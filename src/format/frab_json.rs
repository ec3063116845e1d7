//! frab and pretalx JSON: `schedule.conference.days[].rooms{name: [event]}`, and c3voc's next
//! shape, in which the events are one list, `schedule.events[]` (voc/schedule,
//! `validator/json/schema.json` and `schema2.json`).

use super::collector::{Collector, Limit};
use super::json::{
    JsonValue, NamesById, Node, PersonList, TIME_UNREADABLE, begin_session, bounded_name,
    insert_name, is_cancelled, join_texts, parse, parse_clock, parse_date, parse_moment,
    read_links,
};
use super::text::plain_text;
use super::times::{self, Length, Night};
use super::words;
use crate::agenda::{
    At, Draft, DraftCredit, DraftLink, DraftPerson, DraftSession, Part, Problem, Text, When, Zone,
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// Reads the whole of a file. What is wrong in one session costs that session at most.
///
/// # Errors
/// A sentence, where nothing in the text belongs to an agenda.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut collector = Collector::of_export();
    let root = parse(text, &mut collector.report)?;
    let schedule = root.get("schedule").unwrap_or(&root);
    let conference = schedule.get("conference").unwrap_or(schedule);
    let mut reader = FrabJsonReader {
        collector,
        day_change: None,
        tracks: NamesById::new(),
        rooms: NamesById::new(),
        persons: PersonList::new(&IDS, read_person),
        short: false,
        lengths: Vec::new(),
    };
    reader.event(schedule, conference);
    reader.tracks(conference.get_any(&["tracks"]).or_else(|| schedule.get("tracks")));
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
        reader.session(event, None, &mut ListedDay::default());
    }
    reader.settle_lengths();
    let collector = reader.collector;
    if root.broken { collector.finish_cut_off() } else { Ok(collector.finish()) }
}

struct FrabJsonReader {
    collector: Collector,
    /// The earliest time that is not the night of the day before.
    day_change: Option<NaiveTime>,
    /// Names by guid, slug and id.
    tracks: NamesById,
    rooms: NamesById,
    persons: PersonList,
    /// Some length is in hours and minutes only.
    short: bool,
    /// Lengths that may be days or hours, by the position of their session.
    lengths: Vec<(usize, (i64, i64))>,
}

/// What a day says for its events.
#[derive(Default)]
struct ListedDay {
    date: Option<NaiveDate>,
    /// Which of its times are of the next morning.
    night: Night,
}

impl FrabJsonReader {
    fn event(&mut self, schedule: &Node<'_>, conference: &Node<'_>) {
        let base = conference.text_of(&["base_url"]).or_else(|| schedule.text_of(&["base_url"]));
        let event = &mut self.collector.draft.event;
        event.acronym = conference.text_of(&["acronym"]);
        event.name = conference.text_of(&["title", "name", "acronym"]);
        event.timezone = conference
            .text_of(&["time_zone_name", "timezone"])
            .or_else(|| schedule.text_of(&["time_zone_name"]));
        event.venue = conference.text_of(&["venue"]);
        event.url = conference.text_of(&["url"]).or_else(|| base.clone());
        event.description = join_texts([conference.text_of(&["description"])]);
        event.base = base;
        self.day_change = conference.text_of(&["day_change"]).and_then(|at| parse_clock(&at.value));
    }

    fn tracks(&mut self, tracks: Option<&Node<'_>>) {
        for track in tracks.into_iter().flat_map(Node::items) {
            let Some(name) = track.text().map(bounded_name) else { continue };
            insert_name(&mut self.tracks, track, &IDS, &name.value);
            let colors = track.get("colors");
            let color = track
                .text_of(&["color", "colour"])
                .or_else(|| colors.and_then(|by| by.text_of(&["dark", "light"])));
            self.collector.add_track(name, color.map(long_color));
        }
    }

    fn rooms(&mut self, rooms: Option<&Node<'_>>) {
        for room in rooms.into_iter().flat_map(Node::items) {
            let Some(name) = room.text().map(bounded_name) else { continue };
            insert_name(&mut self.rooms, room, &IDS, &name.value);
            self.collector.add_room(name, room.whole_number_of("capacity"));
        }
    }

    fn persons(&mut self, persons: Option<&Node<'_>>) {
        for node in persons.into_iter().flat_map(Node::items) {
            if !self.collector.is_below(Limit::People, self.persons.count(), &node.first_byte()) {
                break;
            }
            self.persons.add(node);
        }
    }

    fn day(&mut self, day: &Node<'_>) {
        let begins = day.text_of(&["day_start", "start"]);
        let ends = day.text_of(&["day_end", "end"]).and_then(|ends| parse_moment(&ends.value));
        if let (Some(starts), Some(ends)) = (&begins, ends) {
            self.whole_day(starts, ends);
        }
        let starts = begins.as_ref().and_then(|begins| written(parse_moment(&begins.value)?));
        let night = Night::of(self.day_change, starts, ends.and_then(written));
        let date_text = day.text_of(&["date"]).or(begins);
        let mut of = ListedDay { date: date_text.and_then(|text| parse_date(&text.value)), night };
        match day.get("rooms") {
            // Named by the keys; in lists of rooms, by each.
            Some(Node { value: JsonValue::Map(rooms), .. }) => {
                for (name, events) in rooms {
                    let name =
                        bounded_name(At { value: name.value.to_string(), at: name.at.clone() });
                    self.collector.add_room(name.clone(), None);
                    self.events(events, Some(&name), &mut of);
                }
            }
            Some(rooms) => {
                for room in rooms.items() {
                    let name = room.text_of(&["name", "title"]).map(bounded_name);
                    if let Some(name) = &name {
                        self.collector.add_room(name.clone(), room.whole_number_of("capacity"));
                    }
                    if let Some(events) = room.get_any(&["events", "sessions", "talks"]) {
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
        let event = &mut self.collector.draft.event;
        let (Some(When::Instant(start)), When::Instant(end)) = (parse_moment(&starts.value), ends)
        else {
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

    fn events(&mut self, events: &Node<'_>, room: Option<&At<String>>, day: &mut ListedDay) {
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

    fn session(&mut self, node: &Node<'_>, room: Option<&At<String>>, day: &mut ListedDay) {
        let Some(mut session) = begin_session(&mut self.collector, node) else { return };
        session.id = node.text_of(&["guid", "code", "id", "slug"]);
        self.times(&mut session, node, day);
        // The room that the event stands in is the truth; its own text may be older (36C3).
        let own = node.get("room").and_then(|room| named(room, &self.rooms));
        session.rooms = room.cloned().or(own).into_iter().collect();
        for room in &session.rooms {
            self.collector.add_room(room.clone(), None);
        }
        session.track = node.get("track").and_then(|track| named(track, &self.tracks));
        let title = session.title.as_ref().map_or("", |title| &title.value);
        let sort = node.text_of(&["type"]);
        let kind = words::kind(sort.as_ref().map_or("", |sort| &sort.value), title);
        session.kind = kind.map(|kind| At {
            value: kind.word().to_owned(),
            at: sort.map_or_else(|| node.first_byte(), |sort| sort.at),
        });
        session.language = node.text_of(&["language"]);
        session.cancelled = is_cancelled(node);
        session.summary =
            join_texts(["subtitle", "abstract", "description"].map(|key| node.text_of(&[key])))
                .map(|text| text.map(Text::from));
        // The page of a talk in the system that it was merged from.
        session.url = node.text_of(&["url", "origin_url"]);
        session.tags = ["tags", "keywords"]
            .iter()
            .filter_map(|key| node.get(key))
            .flat_map(Node::items)
            .filter_map(Node::text)
            .collect();
        for key in ["links", "attachments"] {
            read_links(&mut self.collector.report, &mut session, node.get(key));
        }
        let feedback =
            node.text_of(&["feedback_url"]).or_else(|| node.get("feedback")?.text_of(&["url"]));
        session.links.extend(feedback.map(|url| DraftLink {
            title: Some(At { value: "Feedback".to_owned(), at: url.at.clone() }),
            url,
        }));
        for key in ["persons", "participants", "speakers"] {
            self.people(&mut session, node.get(key));
        }
        self.collector.cancel_by_title(&mut session);
        self.collector.add_session(session);
    }

    fn people(&mut self, session: &mut DraftSession, list: Option<&Node<'_>>) {
        let alone = list.filter(|list| !list.is_map() && list.text().is_some()).into_iter();
        for node in list.into_iter().flat_map(Node::items).chain(alone) {
            // The id may be all that is there.
            let known = self.persons.position(node);
            let listed = known.and_then(|ix| self.persons.get(ix));
            let own = read_person(node).filter(|_| node.is_map() || known.is_none());
            let Some(name) = own.as_ref().or(listed).map(|person| person.name.clone()) else {
                self.collector.report.error(
                    node.first_byte(),
                    "this person has no name",
                    "the session is shown without them",
                );
                continue;
            };
            let part =
                match node.text_of(&["role"]).map(|role| role.value.to_lowercase()).as_deref() {
                    Some("moderator" | "host" | "chair" | "herald") => Part::Moderator,
                    Some("sponsor") => Part::Sponsor,
                    _ => Part::Speaker,
                };
            // Not what the list tells of somebody by another name: it may be another's number.
            let is_same = listed.is_some_and(|listed| listed.name.value == name.value);
            if let Some(own) = own {
                self.collector.add_person(own);
            }
            if let Some(ix) = known.filter(|_| is_same) {
                self.persons.introduce(ix, &mut self.collector);
            }
            session.people.push(DraftCredit { part, name });
        }
        session.people.sort_by_key(|credit| credit.part);
    }

    fn times(&mut self, session: &mut DraftSession, node: &Node<'_>, day: &mut ListedDay) {
        let end = node
            .text_of(&["end"])
            .and_then(|end| Some(At { value: parse_moment(&end.value)?, at: end.at }));
        let minutes =
            node.get("duration").and_then(|duration| self.minutes(duration, end.is_none()));
        let whole = minutes.as_ref().is_some_and(|minutes| minutes.value >= times::WHOLE_DAY);
        session.start = self.start(node, day, whole).or(session.start.take());
        if let (Some(start), Some(end), Some(minutes)) = (&session.start, &end, &minutes)
            && between(start.value, end.value).is_some_and(|between| between != minutes.value)
        {
            self.collector.report.warn(
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
                self.lengths.push((self.collector.draft.sessions.len(), (day, hour)));
                day
            }
            None => {
                self.collector.report.error(
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
            let session = self.collector.draft.sessions.get_mut(ix);
            let Some(minutes) = session.and_then(|session| session.minutes.as_mut()) else {
                continue;
            };
            let (taken, help) = times::settled(self.short, day, hour);
            minutes.value = taken;
            let at = minutes.at.clone();
            self.collector.report.warn(&at, times::TWO_WAYS, help);
        }
    }

    /// The start: a whole date with a time, or the day's date and the clock.
    fn start(&mut self, node: &Node<'_>, day: &mut ListedDay, whole: bool) -> Option<At<When>> {
        let (date_text, start) = (node.text_of(&["date"]), node.text_of(&["start"]));
        let exact = |text: &Option<At<String>>| {
            text.as_ref().and_then(|text| {
                Some(At { value: parse_moment(&text.value)?, at: text.at.clone() })
            })
        };
        let time = start.as_ref().and_then(|start| parse_clock(&start.value));
        if let Some(exact) = exact(&date_text) {
            self.compare(&exact, time, start.as_ref());
            return Some(exact);
        }
        if let Some(exact) = exact(&start) {
            return Some(exact);
        }
        let own = date_text.as_ref().and_then(|text| parse_date(&text.value));
        let told = start.as_ref().or(date_text.as_ref())?;
        let (Some(time), Some(date)) = (time, own.or(day.date)) else {
            if start.is_some() || own.is_none() {
                self.collector.report.error(
                    &told.at,
                    TIME_UNREADABLE,
                    "the session is shown as not scheduled",
                );
            } else {
                self.collector.report.warn(
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
            self.collector.report.warn(&told.at, times::NIGHT, times::NIGHT_HELP);
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
            self.collector.report.warn(
                &start.at,
                "the start is not the time of the date",
                "the date is taken",
            );
        }
    }
}

const IDS: [&str; 4] = ["guid", "code", "id", "slug"];

/// Writes `#fb0` as `#ffbb00`; returns any other color as it is.
fn long_color(color: At<String>) -> At<String> {
    color.map(|color| {
        let digits =
            color.trim().strip_prefix('#').map(|digits| digits.chars().collect::<Vec<_>>());
        match digits.as_deref().unwrap_or_default() {
            &[r, g, b] => format!("#{r}{r}{g}{g}{b}{b}"),
            _ => color.trim().to_owned(),
        }
    })
}

/// The name that stands there, or that the file's list has for the id that stands there.
fn named(node: &Node<'_>, names: &NamesById) -> Option<At<String>> {
    let by_id = || {
        let id = IDS
            .iter()
            .filter_map(|key| node.text_of(&[key]))
            .find_map(|id| names.get(&id.value))?;
        Some(At { value: id.clone(), at: node.first_byte() })
    };
    node.text_of(&["name"]).or_else(by_id).or_else(|| node.text())
}

/// `public_name` is what frab and pretalx show; others have only `name`.
fn read_person(node: &Node<'_>) -> Option<DraftPerson> {
    let name = if node.is_map() {
        node.text_of(&["public_name", "name", "full_public_name"])
    } else {
        node.text()
    };
    let name = bounded_name(name?);
    let bio = node.text_of(&["biography", "description", "abstract"]);
    Some(DraftPerson {
        name,
        role: None,
        affiliation: node.text_of(&["affiliation", "organization", "company"]),
        bio: bio.map(|bio| At { value: plain_text(&bio.value), at: bio.at }),
        url: node.text_of(&["url"]),
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
