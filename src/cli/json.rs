//! The shapes of `--json`, version 1, for every command that prints sessions.

use super::context::CliContext;
use super::event_json::{EventJson, event_json};
use super::search_json::{HitJson, SearchJson};
use super::table::mark_word;
use crate::agenda::{Link, LinkKind, NamedId, SessionIx};
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// The version of the shapes in `schema`.
pub(crate) const SCHEMA: u32 = 1;

/// The answer of a command.
#[derive(Debug, Serialize)]
pub(crate) struct AgendaJson<'a> {
    pub(crate) schema: u32,
    pub(crate) event: EventJson<'a>,
    pub(crate) sessions: Vec<SessionJson<'a>>,
    #[serde(flatten)]
    pub(crate) mine: Option<MineJson<'a>>,
    #[serde(flatten)]
    pub(crate) moment: Option<MomentJson>,
    #[serde(flatten)]
    pub(crate) search: Option<SearchJson<'a>>,
}

/// The fields that `now` and `next` add.
#[derive(Debug, Serialize)]
pub(crate) struct MomentJson {
    /// The time of the answer.
    pub(crate) now: String,
    /// `before`, `during` or `after` the event.
    pub(crate) state: &'static str,
    /// The first start and the last end of the event.
    pub(crate) begins: Option<String>,
    pub(crate) ends: Option<String>,
}

/// A web page about a session.
#[derive(Debug, Serialize)]
struct LinkJson<'a> {
    title: Option<&'a str>,
    url: &'a str,
    /// `recording` or `stream`.
    kind: Option<&'static str>,
}

/// A session of the agenda.
#[derive(Debug, Serialize)]
pub(crate) struct SessionJson<'a> {
    id: &'a str,
    /// All ids that the file gives the session, if `id` is not the only one.
    #[serde(serialize_with = "serialize_ids")]
    ids: &'a [NamedId],
    title: &'a str,
    start: Option<String>,
    end: Option<String>,
    minutes: Option<u32>,
    /// True if the file gives dates without times.
    all_day: bool,
    day: Option<String>,
    /// The room as published, such as `Lansdowne+Pembroke`.
    room: Option<&'a str>,
    /// The single rooms of `room`.
    rooms: Vec<&'a str>,
    kind: &'static str,
    track: Option<&'a str>,
    tags: Vec<&'a str>,
    language: Option<&'a str>,
    seats: Option<&'static str>,
    cancelled: bool,
    /// `yes`, `no` or `unknown`.
    recorded: &'static str,
    people: Vec<PersonJson<'a>>,
    #[serde(rename = "abstract")]
    summary: Option<&'a str>,
    url: Option<&'a str>,
    links: Vec<LinkJson<'a>>,
    mark: Option<&'static str>,
    /// The person's note. Absent without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(flatten)]
    pub(crate) hit: Option<HitJson<'a>>,
    /// The minutes of the walk to the session, in the answer of `next`. Absent if unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) walk_minutes: Option<u32>,
    #[serde(flatten)]
    pub(crate) countdown: Option<CountdownJson>,
}

/// The field that `now` or `next` adds to a session.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CountdownJson {
    /// `null` if the length is unknown.
    MinutesLeft(Option<i64>),
    MinutesToGo(Option<i64>),
}

/// A person of a session.
#[derive(Debug, Serialize)]
struct PersonJson<'a> {
    name: &'a str,
    /// The part in the session: `speaker`, `moderator` or `sponsor`.
    role: &'static str,
    affiliation: Option<&'a str>,
    /// The job title.
    job: Option<&'a str>,
    bio: Option<&'a str>,
    url: Option<&'a str>,
}

/// The fields that `mine` adds.
#[derive(Debug, Serialize)]
pub(crate) struct MineJson<'a> {
    /// The ids of two sessions and their overlap in minutes.
    pub(crate) clashes: Vec<(&'a str, &'a str, u32)>,
    pub(crate) gaps: Vec<GapJson>,
    pub(crate) changes: Vec<ChangeJson<'a>>,
}

/// A stretch of a day without marked sessions.
#[derive(Debug, Serialize)]
pub(crate) struct GapJson {
    pub(crate) day: String,
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) minutes: i64,
}

/// A change of a marked session.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeJson<'a> {
    /// The present id, or `null` if the session is gone.
    pub(crate) id: Option<&'a str>,
    /// `renumbered`, `retitled`, `moved`, `resized`, `relocated`, `cancelled`, `reinstated` or
    /// `gone`.
    pub(crate) what: &'static str,
    /// The evidence by which the session was found: `everything`, `content`, `id`, `title`, `slot`
    /// or `similar-title`. `null` if the session is gone.
    pub(crate) found_by: Option<&'static str>,
    /// The time of the first version without the session, in UTC. `null` if the session is there,
    /// or if the time is not known.
    pub(crate) since: Option<String>,
    /// The ids of at most three sessions that a session which is gone may have become.
    pub(crate) maybe: Vec<&'a str>,
    /// The session at the time of the mark.
    pub(crate) was: MarkedJson<'a>,
}

/// A session as a [`crate::plan::Mark`] stores the session.
#[derive(Debug, Serialize)]
pub(crate) struct MarkedJson<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) start: Option<String>,
    /// Empty for a session without a room, `null` if the plan does not store the room.
    pub(crate) room: Option<&'a str>,
    pub(crate) minutes: Option<u32>,
}

/// The answer of `agendas`.
#[derive(Debug, Serialize)]
pub(crate) struct LibraryJson<'a> {
    pub(crate) schema: u32,
    pub(crate) agendas: Vec<LibraryAgendaJson<'a>>,
}

/// An agenda that can be opened by name. `event` and what follows is `null` if it cannot be read.
#[derive(Debug, Serialize)]
pub(crate) struct LibraryAgendaJson<'a> {
    pub(crate) name: &'a str,
    pub(crate) event: Option<&'a str>,
    pub(crate) first_day: Option<&'a str>,
    pub(crate) sessions: Option<usize>,
    pub(crate) days: Option<usize>,
    pub(crate) source: Option<&'a str>,
    /// The times of the last request and of the last new version, in UTC.
    pub(crate) checked: Option<String>,
    pub(crate) changed: Option<String>,
    pub(crate) news: Option<&'a str>,
}

/// The answer of `check`.
#[derive(Debug, Serialize)]
pub(crate) struct CheckJson<'a> {
    pub(crate) schema: u32,
    pub(crate) source: &'a str,
    /// `null` if the file is no agenda.
    pub(crate) sessions: Option<usize>,
    pub(crate) days: Option<usize>,
    pub(crate) problems: Vec<ProblemJson>,
}

/// A problem of a file.
#[derive(Debug, Serialize)]
pub(crate) struct ProblemJson {
    /// `error` or `warning`.
    pub(crate) severity: &'static str,
    /// Line and column from 1, or `null` for the whole file.
    pub(crate) line: Option<usize>,
    pub(crate) column: Option<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// The answer of `update` about one agenda.
#[derive(Debug, Serialize)]
pub(crate) struct UpdateJson<'a> {
    pub(crate) schema: u32,
    pub(crate) agenda: &'a str,
    /// `changed`, `unchanged` or `failed`.
    pub(crate) status: &'static str,
    pub(crate) error: Option<String>,
    /// The sessions of the new version.
    pub(crate) sessions: Option<usize>,
    pub(crate) changes: Vec<UpdateChangeJson<'a>>,
}

impl<'a> UpdateJson<'a> {
    pub(crate) fn new(agenda: &'a str, status: &'static str) -> UpdateJson<'a> {
        let (error, sessions, changes) = (None, None, Vec::new());
        UpdateJson { schema: SCHEMA, agenda, status, error, sessions, changes }
    }
}

/// A change that a new version brings.
#[derive(Debug, Serialize)]
pub(crate) struct UpdateChangeJson<'a> {
    pub(crate) kind: &'static str,
    /// `null` for a line about several sessions.
    pub(crate) id: Option<&'a str>,
    pub(crate) mark: Option<&'static str>,
    pub(crate) sentence: &'a str,
}

/// The answer of `mark`, `unmark`, `add` and `remove`.
#[derive(Debug, Serialize)]
pub(crate) struct MarksJson<'a> {
    pub(crate) schema: u32,
    pub(crate) event: &'a str,
    pub(crate) marks: Vec<MarkJson<'a>>,
}

/// A session or an own entry that a command has changed.
#[derive(Debug, Serialize)]
pub(crate) struct MarkJson<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    /// `attend`, `maybe`, `skip` or `null`.
    pub(crate) mark: Option<&'static str>,
}

/// The notes of `note`.
#[derive(Debug, Serialize)]
pub(crate) struct NotesJson<'a> {
    pub(crate) schema: u32,
    pub(crate) event: &'a str,
    pub(crate) notes: Vec<NoteJson<'a>>,
}

/// A note of a session or of an own entry.
#[derive(Debug, Serialize)]
pub(crate) struct NoteJson<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    /// `null` for a note that is removed.
    pub(crate) note: Option<&'a str>,
}

/// Writes ids as an object.
fn serialize_ids<S: Serializer>(ids: &[NamedId], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(ids.iter().map(|named| (named.name.as_str(), &*named.id)))
}

pub(crate) fn agenda_json<'a>(cx: &'a CliContext, sessions: &[SessionIx]) -> AgendaJson<'a> {
    let event = event_json(&cx.agenda);
    let sessions = sessions.iter().filter_map(|ix| session_json(cx, *ix)).collect();
    AgendaJson { schema: SCHEMA, event, sessions, mine: None, moment: None, search: None }
}

fn link_json(link: &Link) -> LinkJson<'_> {
    LinkJson { title: link.title.as_deref(), url: &link.url, kind: link.kind.map(LinkKind::word) }
}

pub(crate) fn session_json<'a>(cx: &'a CliContext, ix: SessionIx) -> Option<SessionJson<'a>> {
    let agenda = &cx.agenda;
    let session = agenda.sessions.get(ix)?;
    let people = agenda.people_of(session).map(|(person, part)| PersonJson {
        name: &person.name,
        role: part.word(),
        affiliation: person.affiliation.as_deref(),
        job: person.role.as_deref(),
        bio: person.bio.as_deref(),
        url: person.url.as_deref(),
    });
    let rooms = session.rooms.iter().filter_map(|ix| agenda.rooms.get(*ix));
    Some(SessionJson {
        id: &session.id,
        ids: &session.ids,
        title: &session.title,
        start: session.start.map(|at| cx.clock.iso_time(agenda, at)),
        end: session.end().map(|at| cx.clock.iso_time(agenda, at)),
        minutes: session.minutes.filter(|_| session.start.is_some()),
        all_day: session.all_day,
        day: session.day.and_then(|ix| agenda.days.get(ix)).map(|day| day.date.to_string()),
        room: session.room.as_deref(),
        rooms: rooms.map(|room| &*room.name).collect(),
        kind: session.kind.word(),
        track: session.track.and_then(|ix| agenda.tracks.get(ix)).map(|track| &*track.name),
        tags: session.tags.iter().map(|tag| &**tag).collect(),
        language: session.language.as_deref(),
        seats: session.seats.map(|seats| seats.word()),
        cancelled: session.cancelled,
        recorded: session.recorded.word(),
        people: people.collect(),
        summary: session.summary.as_deref(),
        url: session.url.as_deref(),
        links: session.links.iter().map(link_json).collect(),
        mark: mark_word(cx, ix),
        note: session.note.as_deref(),
        hit: None,
        walk_minutes: None,
        countdown: None,
    })
}

/// Writes a value and a line end.
pub(crate) fn write_json(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}
