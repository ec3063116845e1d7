//! An agenda as canonical TOML: reading it gives the same agenda, and writing that the same text.

use crate::agenda::{Agenda, Moment, Part, Person, RoomIx, Session, SessionIx};
use chrono::TimeDelta;
use std::fmt::Write as _;

/// The agenda with the sessions that `only` takes. Rooms, tracks and people that none of them names
/// are kept where all sessions are.
pub(in crate::format) fn write(agenda: &Agenda, only: &dyn Fn(SessionIx) -> bool) -> String {
    let sessions: Vec<&Session> = agenda
        .sessions
        .iter()
        .enumerate()
        .filter(|(ix, _)| only(*ix))
        .map(|(_, session)| session)
        .collect();
    let all = sessions.len() == agenda.sessions.len();
    let mut out = Out::default();
    out.event(agenda);
    let rooms: Vec<Vec<RoomIx>> =
        sessions.iter().map(|session| published_rooms(agenda, session)).collect();
    let mut room_used: Vec<bool> = vec![all; agenda.rooms.len()];
    for ix in rooms.iter().flatten() {
        let joins = agenda.rooms.get(*ix).map(|room| &*room.joins).unwrap_or_default();
        for ix in joins.iter().chain([ix]) {
            room_used.get_mut(*ix).into_iter().for_each(|used| *used = true);
        }
    }
    for (room, _) in agenda.rooms.iter().zip(room_used).filter(|(_, used)| *used) {
        out.table("[[room]]");
        out.text("name", Some(&*room.name));
        out.plain("capacity", room.capacity);
        out.list("joins", room.joins.iter().filter_map(|ix| Some(&*agenda.rooms.get(*ix)?.name)));
    }
    for (ix, track) in agenda.tracks.iter().enumerate() {
        if all || sessions.iter().any(|session| session.track == Some(ix)) {
            out.table("[[track]]");
            out.text("name", Some(&*track.name));
            out.text(
                "color",
                track.color.map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}")).as_deref(),
            );
        }
    }
    out.people(agenda, &sessions, all);
    for (session, rooms) in sessions.into_iter().zip(rooms) {
        out.session(agenda, session, &rooms);
    }
    out.text
}

/// The rooms as the file named them: `Session::room` has their names, `Session::rooms` the parts of
/// joined ones.
fn published_rooms(agenda: &Agenda, session: &Session) -> Vec<RoomIx> {
    let Some(published) = session.room.as_deref() else { return Vec::new() };
    let find = |name: &str| agenda.rooms.iter().position(|room| &*room.name == name);
    let pieces: Vec<&str> = published.split(" + ").collect();
    // A room may have " + " in its own name: the longest names are tried first, then the shortest.
    let tries = [true, false]
        .map(|longest| named(&pieces, longest, &find).filter(|rooms| fits(agenda, session, rooms)));
    tries.into_iter().flatten().next().unwrap_or_else(|| session.rooms.clone())
}

fn named(
    pieces: &[&str],
    longest: bool,
    find: &dyn Fn(&str) -> Option<RoomIx>,
) -> Option<Vec<RoomIx>> {
    let (mut rooms, mut from) = (Vec::new(), 0);
    while from < pieces.len() {
        let name = |to: usize| Some((find(&pieces.get(from..to)?.join(" + "))?, to));
        let mut ends = from + 1..=pieces.len();
        let (room, to) = if longest { ends.rev().find_map(name) } else { ends.find_map(name) }?;
        rooms.push(room);
        from = to;
    }
    Some(rooms)
}

/// Whether these rooms are the ones that the session occupies.
fn fits(agenda: &Agenda, session: &Session, rooms: &[RoomIx]) -> bool {
    let mut single: Vec<RoomIx> = Vec::new();
    for ix in rooms {
        let joins = agenda.rooms.get(*ix).map(|room| &*room.joins).unwrap_or_default();
        for room in if joins.is_empty() { std::slice::from_ref(ix) } else { joins } {
            if !single.contains(room) {
                single.push(*room);
            }
        }
    }
    single == session.rooms
}

#[derive(Default)]
struct Out {
    text: String,
}

impl Out {
    fn table(&mut self, header: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(header);
        self.text.push('\n');
    }

    fn plain(&mut self, key: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            let _ = writeln!(self.text, "{key} = {value}");
        }
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        self.plain(key, value.map(quoted));
    }

    fn list<'a>(&mut self, key: &str, values: impl Iterator<Item = &'a str>) {
        let values: Vec<String> = values.map(quoted).collect();
        self.plain(key, (!values.is_empty()).then(|| format!("[{}]", values.join(", "))));
    }

    fn event(&mut self, agenda: &Agenda) {
        self.table("[event]");
        self.text("id", Some(&*agenda.id));
        self.text("name", Some(&*agenda.name));
        self.text("timezone", agenda.zone.as_ref().map(|zone| zone.name()));
        self.plain("day_start", Some(agenda.day_start.format("%H:%M:%S")));
        self.text("venue", agenda.venue.as_deref());
        self.text("url", agenda.url.as_deref());
        self.text("description", agenda.description.as_deref());
        self.text("source", agenda.source.as_deref());
    }

    /// Those of whom nothing but the name is known are not listed, as far as the sessions name them
    /// in the same order.
    fn people(&mut self, agenda: &Agenda, sessions: &[&Session], all: bool) {
        let bare = |person: &Person| {
            let Person { name: _, role, affiliation, bio, url } = person;
            [role, affiliation, bio, url].iter().all(|field| field.is_none())
        };
        let mut seen = vec![false; agenda.people.len()];
        let mut order = Vec::new();
        for ix in sessions.iter().flat_map(|session| &session.people).map(|credit| credit.person) {
            if let Some(seen) = seen.get_mut(ix).filter(|seen| !**seen) {
                *seen = true;
                order.push(ix);
            }
        }
        // From here on the list is what the sessions say by themselves.
        let mut rest = agenda.people.len();
        let last = |rest: usize, order: &[usize]| {
            order.iter().filter(|ix| **ix >= rest).copied().eq(rest..agenda.people.len())
        };
        while let Some(person) = rest.checked_sub(1).and_then(|ix| agenda.people.get(ix)) {
            if !bare(person) || !seen.get(rest - 1).copied().unwrap_or(false) {
                break;
            }
            rest -= 1;
        }
        if !last(rest, &order) {
            rest = agenda.people.len();
        }
        for (ix, person) in agenda.people.iter().enumerate() {
            let named = seen.get(ix).copied().unwrap_or(false);
            if if all { ix < rest } else { named && !bare(person) } {
                self.table("[[speaker]]");
                self.text("name", Some(&*person.name));
                self.text("role", person.role.as_deref());
                self.text("affiliation", person.affiliation.as_deref());
                self.text("bio", person.bio.as_deref());
                self.text("url", person.url.as_deref());
            }
        }
    }

    fn session(&mut self, agenda: &Agenda, session: &Session, rooms: &[RoomIx]) {
        self.table("[[session]]");
        self.text("id", Some(&*session.id));
        self.text("title", Some(&*session.title));
        match session.start {
            Some(start) => self.plain("start", Some(time(agenda, start, session.time_note))),
            None => self.text("start", Some("TBA")),
        }
        self.plain("minutes", session.minutes);
        let names = || rooms.iter().filter_map(|ix| Some(&*agenda.rooms.get(*ix)?.name));
        match rooms {
            [_] => self.text("room", names().next()),
            _ => self.list("rooms", names()),
        }
        self.text("kind", Some(session.kind.word()));
        self.text("track", session.track.and_then(|ix| Some(&*agenda.tracks.get(ix)?.name)));
        self.list("tags", session.tags.iter().map(|tag| &**tag));
        self.text("language", session.language.as_deref());
        self.text("seats", session.seats.map(|seats| seats.word()));
        self.plain("cancelled", session.cancelled.then_some(true));
        for (key, part) in [
            ("speakers", Part::Speaker),
            ("moderators", Part::Moderator),
            ("sponsors", Part::Sponsor),
        ] {
            let named = agenda.people_of(session).filter(|(_, of)| *of == part);
            self.list(key, named.map(|(person, _)| &*person.name));
        }
        self.text("abstract", session.summary.as_deref());
        self.text("url", session.url.as_deref());
        let link = |link: &crate::agenda::Link| match &link.title {
            Some(title) => format!("{{ title = {}, url = {} }}", quoted(title), quoted(&link.url)),
            None => format!("{{ url = {} }}", quoted(&link.url)),
        };
        let links: Vec<String> = session.links.iter().map(link).collect();
        self.plain("links", (!links.is_empty()).then(|| format!("[{}]", links.join(", "))));
    }
}

/// The wall clock, where it comes back as the same instant; with its offset where it would not: the
/// second of two equal hours, or an instant of an event whose zone is unknown.
fn time(agenda: &Agenda, start: Moment, note: Option<&'static str>) -> String {
    const WALL: &str = "%Y-%m-%dT%H:%M:%S";
    let wall = start.naive_local();
    let Some(zone) = &agenda.zone else {
        let known = agenda.utc || start.offset().local_minus_utc() != 0;
        return start.format(if known { "%Y-%m-%dT%H:%M:%S%:z" } else { WALL }).to_string();
    };
    // A time that a clock change skips was moved on by what was skipped.
    const SKIPPED: &[i64] = &[0, 60, 30, 120, 24 * 60];
    let back =
        SKIPPED.iter().filter_map(|minutes| wall.checked_sub_signed(TimeDelta::minutes(*minutes)));
    for wall in back.take(if note.is_some() { SKIPPED.len() } else { 1 }) {
        let resolved = zone.resolve_wall_clock(wall);
        if resolved.at == start && resolved.note == note {
            return wall.format(WALL).to_string();
        }
    }
    // Old zones have seconds in their offsets, which a file cannot have.
    match start.offset().local_minus_utc() % 60 {
        0 => start.format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        _ => start.naive_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

/// A text in quotes, in three where it has lines.
fn quoted(text: &str) -> String {
    let lines = text.contains('\n');
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str(if lines { "\"\"\"\n" } else { "\"" });
    let mut chars = text.chars().peekable();
    let mut quotes = 0;
    while let Some(c) = chars.next() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            '\n' if lines => out.push(c),
            // Two in a row are text; a third, or one before the end, would end it.
            '"' if lines && quotes % 3 != 0 && chars.peek().is_some() => out.push(c),
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push_str(if lines { "\"\"\"" } else { "\"" });
    out
}

#[cfg(test)]
mod tests;
