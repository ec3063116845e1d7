//! Fixtures shared by the tests of iCalendar.

mod broken_files;
mod calendars;
mod clocks;
mod days;
mod dialect;
mod occurrence_ids;
mod overrides;
mod people;
mod recurrence;
mod round_trip;
mod series;
mod text;
mod times;
mod write;

use crate::agenda::{Agenda, Problem, Session, Zone};
use chrono::{DateTime, Utc};

/// Returns a calendar with `head`, whole lines, and the lines of each event.
fn calendar(head: &str, events: &[&str]) -> String {
    let events: String =
        events.iter().map(|event| format!("BEGIN:VEVENT\n{event}\nEND:VEVENT\n")).collect();
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{head}{events}END:VCALENDAR\n")
}

/// Returns a calendar with one event.
fn calendar_of(event: &str) -> String {
    calendar("", &[event])
}

/// Reads and checks a file. `zone` is the zone of `--zone`.
fn check_file(bytes: &[u8], zone: Option<&str>) -> (Agenda, Vec<Problem>) {
    let zone = zone.map(|zone| Zone::by_name(zone).unwrap());
    crate::format::read(bytes).unwrap().draft.check(zone.as_ref())
}

fn agenda_of(text: &str) -> Agenda {
    check_file(text.as_bytes(), None).0
}

fn messages_of(text: &str) -> Vec<String> {
    problems_of(text).into_iter().map(|problem| problem.message).collect()
}

fn problems_of(text: &str) -> Vec<Problem> {
    check_file(text.as_bytes(), None).1
}

/// Returns `START MINUTES ROOM | TITLE` of each session; `-` and -1 stand for unknown values.
fn session_lines(text: &str) -> Vec<String> {
    let line = |session: &Session| {
        let start = session.start.map_or("-".to_owned(), |start| start.to_rfc3339());
        let minutes = session.minutes.map_or(-1, i64::from);
        let room = session.room.as_deref().unwrap_or("-");
        format!("{start} {minutes} {room} | {}", session.title)
    };
    agenda_of(text).sessions.iter().map(line).collect()
}

/// Returns `DAY START MINUTES TITLE` of each session, with the day of the programme.
fn day_lines(text: &str) -> Vec<String> {
    let agenda = agenda_of(text);
    let line = |session: &Session| {
        let day = session
            .day
            .map_or("-".to_owned(), |day| agenda.days[day].date.format("%m-%d").to_string());
        let start = session.start.map_or("-".to_owned(), |at| at.format("%m-%dT%H:%M").to_string());
        format!("{day} {start} {} {}", session.minutes.map_or(-1, i64::from), session.title)
    };
    agenda.sessions.iter().map(line).collect()
}

fn titles_of(agenda: &Agenda) -> Vec<&str> {
    agenda.sessions.iter().map(|session| &*session.title).collect()
}

/// The last change of written calendars: 2023-11-14 22:13:20 UTC.
fn stamp() -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(1_700_000_000, 0)
}

/// Returns the agenda of an event with `zone`, a whole line of TOML, and `sessions` in TOML.
fn agenda_in_toml(zone: &str, sessions: &str) -> Agenda {
    let text = format!("[event]\nname = \"An; Event\"\nid = \"ev\"\n{zone}\n{sessions}");
    crate::format::toml::read(&text.into()).unwrap().check(None).0
}
