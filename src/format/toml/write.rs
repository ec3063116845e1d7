//! An agenda as canonical TOML: reading the text gives the same agenda, and writing the agenda
//! again gives the same text.

mod quoting;

use crate::agenda::{
    Agenda, Clean, Link, LinkKind, Moment, NamedId, Part, Person, Recorded, RoomIx, RoomWalk,
    Session, SessionIx,
};
use crate::format::published_rooms::published_rooms;
use chrono::{NaiveDateTime, TimeDelta, Timelike};
use quoting::{push_quoted, quote_text};
use std::fmt::{Display, Write as _};

/// Returns the agenda with the sessions selected by `only`. If all sessions are selected,
/// rooms, tracks and people without a session are kept too.
pub(in crate::format) fn write(agenda: &Agenda, only: &dyn Fn(SessionIx) -> bool) -> String {
    let sessions = agenda.sessions.iter().enumerate();
    let sessions: Vec<PublishedSession<'_>> = sessions
        .filter(|(ix, _)| only(*ix))
        .map(|(_, session)| PublishedSession { session, rooms: published_rooms(agenda, session) })
        .collect();
    let is_whole = sessions.len() == agenda.sessions.len();
    let has_dates = has_constant_times(agenda, &sessions);
    let out = String::new();
    let mut writer = TomlWriter { agenda, sessions: &sessions, is_whole, has_dates, out };
    writer.write_event();
    writer.write_rooms();
    writer.write_walk();
    writer.write_tracks();
    writer.write_people();
    sessions.iter().for_each(|session| writer.write_session(session));
    writer.out
}

struct PublishedSession<'a> {
    session: &'a Session,
    /// The rooms as the file named them: `Session::room` has their names, `Session::rooms` has the
    /// parts of joined rooms.
    rooms: Vec<RoomIx>,
}

struct TomlWriter<'a> {
    agenda: &'a Agenda,
    sessions: &'a [PublishedSession<'a>],
    /// True if `sessions` are all sessions of the agenda.
    is_whole: bool,
    /// True if all-day sessions are written without an offset: see
    /// [`has_constant_times`].
    has_dates: bool,
    out: String,
}

impl<'a> TomlWriter<'a> {
    fn begin_table(&mut self, header: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(header);
        self.out.push('\n');
    }

    fn write_value(&mut self, key: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            let _ = writeln!(self.out, "{key} = {value}");
        }
    }

    fn write_text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.out.push_str(key);
            self.out.push_str(" = ");
            push_quoted(&mut self.out, value);
            self.out.push('\n');
        }
    }

    fn write_list<'v>(&mut self, key: &str, values: impl Iterator<Item = &'v str>) {
        let mut is_empty = true;
        for value in values {
            match is_empty {
                true => self.out.extend([key, " = ["]),
                false => self.out.push_str(", "),
            }
            push_quoted(&mut self.out, value);
            is_empty = false;
        }
        if !is_empty {
            self.out.push_str("]\n");
        }
    }

    fn write_ids(&mut self, ids: &[NamedId]) {
        for (ix, NamedId { name, id }) in ids.iter().enumerate() {
            self.out.push_str(if ix == 0 { "ids = { " } else { ", " });
            let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            match name.bytes().all(is_bare) {
                true => self.out.push_str(name),
                false => push_quoted(&mut self.out, name),
            }
            self.out.push_str(" = ");
            push_quoted(&mut self.out, id);
        }
        if !ids.is_empty() {
            self.out.push_str(" }\n");
        }
    }

    fn write_event(&mut self) {
        let agenda = self.agenda;
        self.begin_table("[event]");
        self.write_text("id", Some(&*agenda.id));
        self.write_text("name", Some(&*agenda.name));
        self.write_text("timezone", agenda.clock.zone().map(|zone| zone.name()));
        self.write_value("day_start", Some(agenda.day_start.format("%H:%M:%S")));
        self.write_text("venue", agenda.venue.as_deref());
        self.write_text("url", agenda.url.as_deref());
        self.write_text("description", agenda.description.as_deref());
        self.write_text("source", agenda.source.as_deref());
    }

    fn write_rooms(&mut self) {
        let agenda = self.agenda;
        let mut is_used = vec![self.is_whole; agenda.rooms.len()];
        for ix in self.sessions.iter().flat_map(|session| &session.rooms) {
            let joins = agenda.rooms.get(*ix).map(|room| &*room.joins).unwrap_or_default();
            for ix in joins.iter().chain([ix]) {
                is_used.get_mut(*ix).into_iter().for_each(|used| *used = true);
            }
        }
        for (room, _) in agenda.rooms.iter().zip(is_used).filter(|(_, used)| *used) {
            self.begin_table("[[room]]");
            self.write_text("name", Some(&*room.name));
            self.write_value("capacity", room.capacity);
            let joins = room.joins.iter().filter_map(|ix| Some(&*agenda.rooms.get(*ix)?.name));
            self.write_list("joins", joins);
        }
    }

    /// Writes the walks. The rooms of a walk are rooms of the file: if only some sessions are
    /// written, the walks whose rooms they name.
    fn write_walk(&mut self) {
        let walk = &self.agenda.walk;
        let is_written = |walk: &&RoomWalk| walk.rooms.iter().all(|room| self.has_room(room));
        let between: Vec<&RoomWalk> = walk.between.iter().filter(is_written).collect();
        if walk.minutes.is_some() || !between.is_empty() {
            self.begin_table("[walk]");
            self.write_value("minutes", walk.minutes);
        }
        for walk in between {
            self.begin_table("[[walk.between]]");
            self.write_list("rooms", walk.rooms.iter().map(|room| &**room));
            self.write_value("minutes", Some(walk.minutes));
        }
    }

    /// Returns true if the written text names a room of this name.
    fn has_room(&self, name: &Clean) -> bool {
        let agenda = self.agenda;
        let is_it = |ix: &RoomIx| agenda.rooms.get(*ix).is_some_and(|room| room.name == *name);
        let has_part = |ix: &RoomIx| {
            is_it(ix) || agenda.rooms.get(*ix).is_some_and(|room| room.joins.iter().any(is_it))
        };
        self.is_whole || self.sessions.iter().any(|shown| shown.rooms.iter().any(has_part))
    }

    fn write_tracks(&mut self) {
        let sessions = self.sessions;
        for (ix, track) in self.agenda.tracks.iter().enumerate() {
            if self.is_whole || sessions.iter().any(|shown| shown.session.track == Some(ix)) {
                let color = track.color.map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}"));
                self.begin_table("[[track]]");
                self.write_text("name", Some(&*track.name));
                self.write_text("color", color.as_deref());
            }
        }
    }

    /// Writes the people, except those who are only a name and whose place in the list follows from
    /// the sessions.
    fn write_people(&mut self) {
        let agenda = self.agenda;
        let mentioned = self.mentioned_people();
        let mut is_mentioned = vec![false; agenda.people.len()];
        for ix in &mentioned {
            is_mentioned.get_mut(*ix).into_iter().for_each(|mentioned| *mentioned = true);
        }
        let listed = listed_count(agenda, &mentioned, &is_mentioned);
        for (ix, person) in agenda.people.iter().enumerate() {
            let is_written = if self.is_whole {
                ix < listed
            } else {
                is_mentioned.get(ix).copied().unwrap_or(false) && !is_only_name(person)
            };
            if is_written {
                self.begin_table("[[speaker]]");
                self.write_text("name", Some(&*person.name));
                self.write_text("role", person.role.as_deref());
                self.write_text("affiliation", person.affiliation.as_deref());
                self.write_text("bio", person.bio.as_deref());
                self.write_text("url", person.url.as_deref());
            }
        }
    }

    /// Returns the people of the sessions in the order of their first mention.
    fn mentioned_people(&self) -> Vec<usize> {
        let mut is_mentioned = vec![false; self.agenda.people.len()];
        let credits = self.sessions.iter().flat_map(|shown| &shown.session.people);
        let people = credits.map(|credit| credit.person);
        people
            .filter(|ix| {
                is_mentioned.get_mut(*ix).is_some_and(|seen| !std::mem::replace(seen, true))
            })
            .collect()
    }

    fn write_session(&mut self, PublishedSession { session, rooms }: &PublishedSession<'_>) {
        let agenda = self.agenda;
        self.begin_table("[[session]]");
        self.write_text("id", Some(&*session.id));
        self.write_ids(&session.ids);
        self.write_text("title", Some(&*session.title));
        match session.start {
            Some(start) => {
                let time = match self.has_dates && session.all_day {
                    true => wall_to_toml(start.naive_local()),
                    false => time_to_toml(agenda, start, session.time_note),
                };
                self.write_value("start", Some(time));
            }
            None => self.write_text("start", Some("TBA")),
        }
        self.write_value("minutes", session.minutes);
        self.write_value("all_day", session.all_day.then_some(true));
        let mut names = rooms.iter().filter_map(|ix| Some(&*agenda.rooms.get(*ix)?.name));
        match &**rooms {
            [_] => self.write_text("room", names.next()),
            _ => self.write_list("rooms", names),
        }
        self.write_text("kind", Some(session.kind.word()));
        let track = session.track.and_then(|ix| Some(&*agenda.tracks.get(ix)?.name));
        self.write_text("track", track);
        self.write_list("tags", session.tags.iter().map(|tag| &**tag));
        self.write_text("language", session.language.as_deref());
        self.write_text("seats", session.seats.map(|seats| seats.word()));
        self.write_value("cancelled", session.cancelled.then_some(true));
        let recorded = Some(session.recorded).filter(|word| *word != Recorded::Unknown);
        self.write_text("recorded", recorded.map(Recorded::word));
        for (key, part) in [
            ("speakers", Part::Speaker),
            ("moderators", Part::Moderator),
            ("sponsors", Part::Sponsor),
        ] {
            let people = agenda.people_of(session).filter(|(_, role)| *role == part);
            self.write_list(key, people.map(|(person, _)| &*person.name));
        }
        self.write_text("abstract", session.summary.as_deref());
        self.write_text("url", session.url.as_deref());
        let links: Vec<String> = session.links.iter().map(link_to_toml).collect();
        self.write_value("links", (!links.is_empty()).then(|| format!("[{}]", links.join(", "))));
    }
}

/// Returns the number of people in the list of a whole agenda. The others, at the end of the list,
/// are only names, and the sessions mention them in the same order.
fn listed_count(agenda: &Agenda, mentioned: &[usize], is_mentioned: &[bool]) -> usize {
    let people = agenda.people.iter().zip(is_mentioned);
    let unlisted =
        people.rev().take_while(|(person, mentioned)| is_only_name(person) && **mentioned).count();
    let listed = agenda.people.len() - unlisted;
    let last = mentioned.iter().filter(|ix| **ix >= listed).copied();
    if last.eq(listed..agenda.people.len()) { listed } else { agenda.people.len() }
}

fn is_only_name(person: &Person) -> bool {
    let Person { name: _, role, affiliation, bio, url } = person;
    [role, affiliation, bio, url].iter().all(|field| field.is_none())
}

fn link_to_toml(link: &Link) -> String {
    let fields = [
        ("title", link.title.as_deref()),
        ("url", Some(&*link.url)),
        ("kind", link.kind.map(LinkKind::word)),
    ];
    let fields = fields.iter().filter_map(|(key, value)| {
        let value = quote_text((*value)?);
        Some(format!("{key} = {value}"))
    });
    format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
}

/// Returns true if the agenda has one offset and no zone, and a session with a time has the offset.
/// All-day sessions then need no offset, and stay on their dates when the zone is named.
fn has_constant_times(agenda: &Agenda, sessions: &[PublishedSession<'_>]) -> bool {
    let is_timed = |session: &Session| session.start.is_some() && !session.all_day;
    agenda.clock.has_instants()
        && agenda.clock.is_constant()
        && sessions.iter().any(|shown| is_timed(shown.session))
}

/// Returns the wall clock of an instant if reading it gives the same instant and the same note, and
/// the time with an offset otherwise: for the second of two equal hours, or if the zone is unknown.
fn time_to_toml(agenda: &Agenda, start: Moment, note: Option<&'static str>) -> String {
    const WITH_OFFSET: &str = "%Y-%m-%dT%H:%M:%S%:z";
    /// The shifts, in minutes, of a time within the gap of a clock change.
    const SKIPPED: &[i64] = &[0, 60, 30, 120, 24 * 60];
    let wall = start.naive_local();
    let Some(zone) = agenda.clock.zone() else {
        let is_instant = agenda.clock.has_instants() || start.offset().local_minus_utc() != 0;
        return match is_instant {
            true => start.format(WITH_OFFSET).to_string(),
            false => wall_to_toml(wall),
        };
    };
    let tries = if note.is_some() { SKIPPED.len() } else { 1 };
    for minutes in SKIPPED.iter().take(tries) {
        let Some(wall) = wall.checked_sub_signed(TimeDelta::minutes(*minutes)) else { continue };
        let resolved = zone.resolve_wall_clock(wall);
        if resolved.at == start && resolved.note == note {
            return wall_to_toml(wall);
        }
    }
    // Old zones have seconds in their offsets; TOML has none.
    match start.offset().local_minus_utc() % 60 {
        0 => start.format(WITH_OFFSET).to_string(),
        _ => start.naive_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

/// Returns a time without an offset, in whole seconds.
fn wall_to_toml(wall: NaiveDateTime) -> String {
    match wall.nanosecond() {
        // The same text in a tenth of the time.
        0 => format!("{wall:?}"),
        _ => wall.format("%Y-%m-%dT%H:%M:%S").to_string(),
    }
}

#[cfg(test)]
mod tests;
