//! frab and pretalx JSON: `schedule.conference.days[].rooms{name: [event]}`, and the next shape of
//! c3voc with one list `schedule.events[]` (voc/schedule, `validator/json/schema.json` and
//! `schema2.json`).

mod sessions;

use super::collector::Collector;
use super::json::{
    JsonValue, Node, bounded_name, insert_name, join_texts, parse, parse_clock, parse_date,
    parse_moment,
};
use super::times::Night;
use super::zone_rules::ProgrammeDay;
use crate::agenda::{At, Draft, FileText, Problem, When};
use chrono::{NaiveDateTime, NaiveTime};
use sessions::{IDS, ListedDay, SessionReader};

/// Reads a file. A fault in a session costs that session at most.
///
/// # Errors
/// The damage of the file, if no session stands before it.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut collector = Collector::of_export(text);
    let root = parse(text, &mut collector.report)?;
    let schedule = root.get("schedule").unwrap_or(&root);
    let conference = schedule.get("conference").unwrap_or(schedule);
    let levels = Levels { conference, schedule, root: &root };
    let mut reader = FrabJsonReader { sessions: SessionReader::new(collector), day_change: None };
    reader.read_event(&levels);
    reader.read_lists(&levels);
    for day in levels.items_of("days") {
        reader.read_day(day);
    }
    for event in levels.items_of("events") {
        reader.sessions.read(event, None, &mut ListedDay::default());
    }
    reader.sessions.finish(root.broken)
}

/// The objects with keys of the conference: versions of the format differ.
struct Levels<'n, 'a> {
    conference: &'n Node<'a>,
    schedule: &'n Node<'a>,
    root: &'n Node<'a>,
}

impl<'n, 'a> Levels<'n, 'a> {
    fn get(&self, key: &str) -> Option<&'n Node<'a>> {
        [self.conference, self.schedule, self.root].iter().find_map(|level| level.get(key))
    }

    fn items_of(&self, key: &str) -> impl Iterator<Item = &'n Node<'a>> {
        self.get(key).into_iter().flat_map(Node::items)
    }

    fn text_of(&self, key: &str) -> Option<At<FileText>> {
        let levels = [self.conference, self.schedule];
        levels.iter().find_map(|level| level.text_of(&[key]))
    }
}

struct FrabJsonReader {
    sessions: SessionReader,
    /// The end of the night before a day: see [`Night`].
    day_change: Option<NaiveTime>,
}

impl FrabJsonReader {
    fn read_event(&mut self, levels: &Levels<'_, '_>) {
        let conference = levels.conference;
        let base = levels.text_of("base_url");
        let event = &mut self.sessions.collector.draft.event;
        event.acronym = conference.text_of(&["acronym"]);
        event.name = conference.text_of(&["title", "name", "acronym"]);
        event.timezone = conference
            .text_of(&["time_zone_name", "timezone"])
            .or_else(|| levels.schedule.text_of(&["time_zone_name"]));
        event.venue = conference.text_of(&["venue"]);
        event.url = conference.text_of(&["url"]).or_else(|| base.clone());
        event.description = join_texts([conference.text_of(&["description"])]);
        event.base = base;
        self.day_change = conference.text_of(&["day_change"]).and_then(|at| parse_clock(&at.value));
    }

    fn read_lists(&mut self, levels: &Levels<'_, '_>) {
        let sessions = &mut self.sessions;
        for track in levels.items_of("tracks") {
            let Some(name) = track.text().map(bounded_name) else { continue };
            insert_name(&mut sessions.tracks, track, &IDS, &name.value);
            let color = track
                .text_of(&["color", "colour"])
                .or_else(|| track.get("colors")?.text_of(&["dark", "light"]));
            sessions
                .collector
                .add_track(name, color.map(|color| color.map(|color| long_color(&color).into())));
        }
        for room in levels.items_of("rooms") {
            let Some(name) = room.text().map(bounded_name) else { continue };
            insert_name(&mut sessions.rooms, room, &IDS, &name.value);
            let recording = room.get("features").and_then(|room| room.text_of(&["recording"]));
            if recording.is_some_and(|word| word.value == "record_by_default") {
                sessions.recording_rooms.insert(name.value.to_string());
            }
            sessions.collector.add_room(name, room.whole_number_of("capacity"));
        }
        sessions.read_persons(levels.items_of("persons"));
    }

    fn read_day(&mut self, node: &Node<'_>) {
        let start_text = node.text_of(&["day_start", "start"]);
        let end_text = node.text_of(&["day_end", "end"]);
        let [start, end] = [&start_text, &end_text]
            .map(|text| text.as_ref().and_then(|text| parse_moment(&text.value)));
        if let (Some(text), Some(When::Instant(start)), Some(When::Instant(end))) =
            (&start_text, start, end)
        {
            self.sessions.days.push(ProgrammeDay { start, end, at: text.at.clone() });
        }
        let night =
            Night::new(self.day_change, start.and_then(written_wall), end.and_then(written_wall));
        let date = node.text_of(&["date"]).or(start_text);
        let date = date.and_then(|text| parse_date(&text.value));
        let mut day = ListedDay { date, night };
        match node.get("rooms") {
            Some(Node { value: JsonValue::Map(rooms), .. }) => {
                for (key, events) in rooms {
                    let name = At { value: (&*key.value).into(), at: key.at.clone() };
                    self.read_room(Some(&bounded_name(name)), None, Some(events), &mut day);
                }
            }
            rooms => {
                for room in rooms.into_iter().flat_map(Node::items) {
                    let name = room.text_of(&["name", "title"]).map(bounded_name);
                    let events = room.get_any(&["events", "sessions", "talks"]);
                    let capacity = room.whole_number_of("capacity");
                    self.read_room(name.as_ref(), capacity, events, &mut day);
                }
            }
        }
        if let Some(events) = node.get("events") {
            self.read_list(events, None, &mut day);
        }
    }

    fn read_room(
        &mut self,
        name: Option<&At<FileText>>,
        capacity: Option<At<i64>>,
        events: Option<&Node<'_>>,
        day: &mut ListedDay,
    ) {
        if let Some(name) = name {
            self.sessions.collector.add_room(name.clone(), capacity);
        }
        if let Some(events) = events {
            self.read_list(events, name, day);
        }
    }

    /// Reads the events of a room, or a single event in place of a list.
    fn read_list(&mut self, events: &Node<'_>, room: Option<&At<FileText>>, day: &mut ListedDay) {
        day.night.begin_list();
        if events.get("title").is_some() {
            self.sessions.read(events, room, day);
            return;
        }
        for event in events.items() {
            self.sessions.read(event, room, day);
        }
    }
}

/// Writes `#fb0` as `#ffbb00`; returns any other color as it is.
fn long_color(color: &str) -> String {
    let digits: Vec<char> = color.trim().strip_prefix('#').unwrap_or_default().chars().collect();
    match digits[..] {
        [r, g, b] => format!("#{r}{r}{g}{g}{b}{b}"),
        _ => color.trim().to_owned(),
    }
}

/// Returns date and time as the file writes them, in any offset.
fn written_wall(when: When) -> Option<NaiveDateTime> {
    match when {
        When::Wall(wall) => Some(wall),
        When::Instant(at) => Some(at.naive_local()),
        When::Unscheduled => None,
    }
}

#[cfg(test)]
mod tests;
