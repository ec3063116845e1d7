//! `show`: prints all details of sessions for reading.

use super::args::ShowArgs;
use super::context::CliContext;
use super::error::CliError;
use super::json;
use super::session_names::find_sessions;
use super::style::{ALARM, BOLD, DIM, STAR};
use super::table::{day_heading, star_sign, time_range};
use crate::agenda::{Agenda, Level, Part, Session, SessionIx};
use crate::plan::Overlap;
use crate::text::wrap_words;
use std::io::Write;

pub(crate) fn run(cx: &CliContext, args: &ShowArgs, out: &mut impl Write) -> Result<(), CliError> {
    let sessions = find_sessions(cx, &args.sessions.ids)?;
    if args.json {
        return Ok(json::write_json(out, &json::agenda_json(cx, &sessions))?);
    }
    for (number, ix) in sessions.into_iter().enumerate() {
        if number > 0 {
            writeln!(out, "\n")?;
        }
        let Some(session) = cx.agenda.sessions.get(ix) else { continue };
        print_head(cx, session, out)?;
        print_mark(cx, ix, out)?;
        if let Some(summary) = session.summary.as_deref() {
            write!(out, "\n{}", wrap_words(summary, cx.style.paragraph_width(), ""))?;
        }
        print_people(cx, session, out)?;
        print_links(session, out)?;
    }
    Ok(())
}

/// Prints title, time, place, kind, tags, state and id.
fn print_head(cx: &CliContext, session: &Session, out: &mut impl Write) -> Result<(), CliError> {
    for line in wrap_words(&session.title, cx.style.paragraph_width(), "").lines() {
        writeln!(out, "{}", cx.style.paint(BOLD, line))?;
    }
    writeln!(out, "{}", describe_time(cx, session))?;
    writeln!(out, "{}", describe_place_and_kind(&cx.agenda, session))?;
    if !session.tags.is_empty() {
        let tags: Vec<String> = session.tags.iter().map(|tag| format!("#{tag}")).collect();
        writeln!(out, "{}", tags.join(" "))?;
    }
    if session.cancelled {
        writeln!(out, "{}", cx.style.paint(ALARM, "Cancelled"))?;
    }
    if let Some(note) = session.time_note {
        writeln!(out, "{note}")?;
    }
    writeln!(out, "{}", cx.style.paint(DIM, &session.id))?;
    if !session.ids.is_empty() {
        let ids = session.ids.iter().map(|named| format!("{} {}", named.name, named.id));
        let ids = ids.collect::<Vec<_>>().join(" · ");
        writeln!(out, "{}", cx.style.paint(DIM, &ids))?;
    }
    Ok(())
}

/// Returns day, times, zone and length, as in `Monday 11 July 2016 09:00–09:40 IST (UTC+1) · 40
/// min`.
fn describe_time(cx: &CliContext, session: &Session) -> String {
    let Some(start) = session.start else { return day_heading(cx, session) };
    let agenda = &cx.agenda;
    let day = cx.clock.local_time(agenda, start).format("%A %-d %B %Y").to_string();
    let time = [day, time_range(cx, session), cx.clock.name_at(agenda, start)].join(" ");
    let length = match session.minutes {
        Some(minutes) => format!("{minutes} min"),
        None => "length unknown".to_owned(),
    };
    format!("{} · {length}", time.trim_end())
}

fn describe_place_and_kind(agenda: &Agenda, session: &Session) -> String {
    let track = session.track.and_then(|ix| agenda.tracks.get(ix));
    let facts = [
        session.room.as_ref().map(ToString::to_string),
        describe_rooms(agenda, session),
        Some(session.kind.word().to_owned()),
        track.map(|track| format!("track {}", track.name)),
        session.language.as_ref().map(ToString::to_string),
        session.seats.map(|seats| format!("seats: {}", seats.word())),
        session.recording_note().map(str::to_owned),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Returns the single rooms of a session with their seats, or `None` if they add nothing to the
/// published room.
fn describe_rooms(agenda: &Agenda, session: &Session) -> Option<String> {
    let published = session.room.as_deref()?;
    let rooms = session.rooms.iter().filter_map(|ix| agenda.rooms.get(*ix));
    let names = rooms.map(|room| match room.capacity {
        Some(seats) => format!("{} ({seats} seats)", room.name),
        None => room.name.to_string(),
    });
    let names = names.collect::<Vec<_>>().join(", ");
    (names != published && !names.is_empty()).then_some(names)
}

/// Prints the mark of the session, and the marked sessions that overlap the session.
fn print_mark(cx: &CliContext, ix: SessionIx, out: &mut impl Write) -> Result<(), CliError> {
    let level = cx.schedule.level_of(ix);
    let star = cx.style.paint(STAR, star_sign(level));
    match level {
        Some(Level::Attend) => writeln!(out, "{star} in my schedule")?,
        Some(Level::Maybe) => writeln!(out, "{star} maybe")?,
        None if cx.schedule.is_skipped(ix) => writeln!(out, "not for me")?,
        None => {}
    }
    if let Some(note) = cx.schedule.note_of(ix) {
        write!(out, "{}", wrap_words(&format!("My note: {note}"), cx.style.paragraph_width(), ""))?;
    }
    for Overlap { session, minutes } in cx.schedule.find_overlaps(&cx.agenda, ix) {
        let Some(other) = cx.agenda.sessions.get(session) else { continue };
        let time = time_range(cx, other);
        let clash = format!("⚠ overlaps {time} by {minutes} min: {}", other.title);
        writeln!(out, "{}", cx.style.paint(ALARM, &clash))?;
    }
    Ok(())
}

/// Prints name, position, biography and address of each person.
fn print_people(cx: &CliContext, session: &Session, out: &mut impl Write) -> Result<(), CliError> {
    let width = cx.style.paragraph_width();
    for (person, part) in cx.agenda.people_of(session) {
        let note = match part {
            Part::Speaker => "",
            Part::Moderator => " (moderator)",
            Part::Sponsor => " (sponsor)",
        };
        writeln!(out, "\n{}{note}", cx.style.paint(BOLD, &person.name))?;
        if let Some(job) = person.job() {
            write!(out, "{}", wrap_words(&job, width, "  "))?;
        }
        if let Some(bio) = &person.bio {
            write!(out, "{}", wrap_words(bio, width, "  "))?;
        }
        if let Some(url) = &person.url {
            writeln!(out, "  {url}")?;
        }
    }
    Ok(())
}

fn print_links(session: &Session, out: &mut impl Write) -> Result<(), CliError> {
    if session.url.is_some() || !session.links.is_empty() {
        writeln!(out)?;
    }
    if let Some(url) = &session.url {
        writeln!(out, "{url}")?;
    }
    for link in &session.links {
        match &link.title {
            Some(title) => writeln!(out, "{title}: {}", link.url)?,
            None => writeln!(out, "{}", link.url)?,
        }
    }
    Ok(())
}
