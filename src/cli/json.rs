//! The shapes of `--json`, version 1. Every command that prints sessions prints these.

use super::Context;
use crate::agenda::SessionIx;
use serde::Serialize;
use std::io::{self, Write};

const SCHEMA: u32 = 1;

/// One whole answer.
#[derive(Debug, Serialize)]
pub(crate) struct Answer<'a> {
    pub(crate) schema: u32,
    pub(crate) event: Event<'a>,
    pub(crate) sessions: Vec<Session<'a>>,
    #[serde(flatten)]
    pub(crate) mine: Option<Mine<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Event<'a> {
    id: &'a str,
    name: &'a str,
    /// IANA name; null where the file names none, and then no time has an offset.
    timezone: Option<&'a str>,
    days: Vec<String>,
    /// The single rooms, in the order of the columns.
    rooms: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Session<'a> {
    id: &'a str,
    title: &'a str,
    start: Option<String>,
    end: Option<String>,
    minutes: Option<u32>,
    day: Option<String>,
    /// As published.
    room: Option<&'a str>,
    /// The columns that it occupies.
    rooms: Vec<&'a str>,
    kind: &'static str,
    track: Option<&'a str>,
    tags: Vec<&'a str>,
    language: Option<&'a str>,
    seats: Option<&'static str>,
    cancelled: bool,
    people: Vec<Person<'a>>,
    #[serde(rename = "abstract")]
    summary: Option<&'a str>,
    url: Option<&'a str>,
    mark: Option<&'static str>,
    #[serde(flatten)]
    pub(crate) hit: Option<Hit<'a>>,
}

#[derive(Debug, Serialize)]
struct Person<'a> {
    name: &'a str,
    /// The part in the session: speaker, moderator or sponsor.
    role: &'static str,
    affiliation: Option<&'a str>,
}

/// What `search` adds to a session.
#[derive(Debug, Serialize)]
pub(crate) struct Hit<'a> {
    pub(crate) score: i64,
    pub(crate) matched: Vec<Matched<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Matched<'a> {
    pub(crate) field: &'static str,
    /// What the ranges count in: which of the people, which tag. Left out where the session has it
    /// under the field's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<&'a str>,
    /// In characters.
    pub(crate) ranges: Vec<[usize; 2]>,
}

/// What `mine` adds.
#[derive(Debug, Serialize)]
pub(crate) struct Mine<'a> {
    /// Two ids and the minutes that they overlap.
    pub(crate) clashes: Vec<(&'a str, &'a str, u32)>,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) changes: Vec<Change<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Gap {
    pub(crate) day: String,
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) minutes: i64,
}

#[derive(Debug, Serialize)]
pub(crate) struct Change<'a> {
    /// The id now; null where the session is gone.
    pub(crate) id: Option<&'a str>,
    /// renumbered, retitled, moved, resized, relocated, cancelled, reinstated or gone.
    pub(crate) what: &'static str,
    /// What it was when it was marked.
    pub(crate) was: Was<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Was<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) start: Option<String>,
    /// Empty: it had none; null: the plan does not say.
    pub(crate) room: Option<&'a str>,
    pub(crate) minutes: Option<u32>,
}

/// The answer with these sessions.
pub(crate) fn answer<'a>(cx: &'a Context, sessions: &[SessionIx]) -> Answer<'a> {
    let agenda = &cx.agenda;
    let event = Event {
        id: &agenda.id,
        name: &agenda.name,
        timezone: agenda.zone.as_ref().map(|zone| zone.name()),
        days: agenda.days.iter().map(|day| day.date.to_string()).collect(),
        rooms: agenda
            .rooms
            .iter()
            .filter(|room| room.joins.is_empty())
            .map(|room| &*room.name)
            .collect(),
    };
    let sessions = sessions.iter().filter_map(|ix| session(cx, *ix)).collect();
    Answer { schema: SCHEMA, event, sessions, mine: None }
}

/// One session of it.
pub(crate) fn session<'a>(cx: &'a Context, ix: SessionIx) -> Option<Session<'a>> {
    let agenda = &cx.agenda;
    let session = agenda.sessions.get(ix)?;
    let people = agenda.people_of(session).map(|(person, part)| Person {
        name: &person.name,
        role: part.word(),
        affiliation: person.affiliation.as_deref(),
    });
    Some(Session {
        id: &session.id,
        title: &session.title,
        start: session.start.map(|at| cx.clock.iso(agenda, at)),
        end: session.end().map(|at| cx.clock.iso(agenda, at)),
        minutes: session.minutes.filter(|_| session.start.is_some()),
        day: session.day.and_then(|ix| agenda.days.get(ix)).map(|day| day.date.to_string()),
        room: session.room.as_deref(),
        rooms: session
            .rooms
            .iter()
            .filter_map(|ix| agenda.rooms.get(*ix))
            .map(|room| &*room.name)
            .collect(),
        kind: session.kind.word(),
        track: session.track.and_then(|ix| agenda.tracks.get(ix)).map(|track| &*track.name),
        tags: session.tags.iter().map(|tag| &**tag).collect(),
        language: session.language.as_deref(),
        seats: session.seats.map(|seats| seats.word()),
        cancelled: session.cancelled,
        people: people.collect(),
        summary: session.summary.as_deref(),
        url: session.url.as_deref(),
        mark: cx.schedule.level_of(ix).map(|level| level.word()),
        hit: None,
    })
}

/// Writes one value and a line end.
pub(crate) fn write(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}
