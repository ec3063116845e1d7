//! `show`: everything known of sessions, to be read.

use super::args::Ids;
use super::list::{heading, hours, star};
use super::look::{ALARM, BOLD, DIM, STAR, wrap};
use super::{Context, Stop};
use crate::agenda::{Agenda, Level, Part, Person, Session, SessionIx};
use crate::plan::Overlap;
use std::io::Write;

pub(crate) fn run(cx: &Context, args: &Ids, out: &mut impl Write) -> Result<(), Stop> {
    for (at, ix) in cx.find_all(&args.ids)?.into_iter().enumerate() {
        if at > 0 {
            writeln!(out, "\n")?;
        }
        if let Some(session) = cx.agenda.sessions.get(ix) {
            head(cx, session, out)?;
            mine(cx, ix, out)?;
            if let Some(summary) = &*session.summary {
                write!(out, "\n{}", wrap(summary, cx.look.reading_width(), ""))?;
            }
            people(cx, session, out)?;
            addresses(session, out)?;
        }
    }
    Ok(())
}

/// Title, time, place and what sort of session it is.
fn head(cx: &Context, session: &Session, out: &mut impl Write) -> Result<(), Stop> {
    let (agenda, look) = (&cx.agenda, cx.look);
    for line in wrap(&session.title, look.reading_width(), "").lines() {
        writeln!(out, "{}", look.paint(BOLD, line))?;
    }
    let mut time = heading(cx, session);
    if let Some(start) = session.start {
        let shown = cx.clock.show(agenda, start).format("%A %-d %B %Y").to_string();
        let length =
            session.minutes.map_or("length unknown".to_owned(), |minutes| format!("{minutes} min"));
        time = [shown, hours(cx, session), cx.clock.name(agenda, start)]
            .join(" ")
            .trim_end()
            .to_owned();
        time += &format!(" · {length}");
    }
    writeln!(out, "{time}")?;
    let track = session
        .track
        .and_then(|ix| agenda.tracks.get(ix))
        .map(|track| format!("track {}", track.name));
    let facts = [
        session.room.as_ref().map(ToString::to_string),
        rooms(agenda, session),
        Some(session.kind.word().to_owned()),
        track,
        session.language.as_ref().map(ToString::to_string),
        session.seats.map(|seats| format!("seats: {}", seats.word())),
    ];
    writeln!(out, "{}", facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
    if !session.tags.is_empty() {
        writeln!(
            out,
            "{}",
            session.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ")
        )?;
    }
    if session.cancelled {
        writeln!(out, "{}", look.paint(ALARM, "Cancelled"))?;
    }
    if let Some(note) = session.time_note {
        writeln!(out, "{note}")?;
    }
    writeln!(out, "{}", look.paint(DIM, &session.id))?;
    Ok(())
}

/// The single rooms of a session where they say more than its room, with their seats.
fn rooms(agenda: &Agenda, session: &Session) -> Option<String> {
    let rooms: Vec<_> = session.rooms.iter().filter_map(|ix| agenda.rooms.get(*ix)).collect();
    let published = session.room.as_deref()?;
    let names = rooms.iter().map(|room| match room.capacity {
        Some(seats) => format!("{} ({seats} seats)", room.name),
        None => room.name.to_string(),
    });
    let names = names.collect::<Vec<_>>().join(", ");
    (names != published && !names.is_empty()).then_some(names)
}

/// Its mark, and what it clashes with.
fn mine(cx: &Context, ix: SessionIx, out: &mut impl Write) -> Result<(), Stop> {
    let level = cx.schedule.level_of(ix);
    match level {
        Some(Level::Attend) => {
            writeln!(out, "{} in my schedule", cx.look.paint(STAR, star(level)))?
        }
        Some(Level::Maybe) => writeln!(out, "{} maybe", cx.look.paint(STAR, star(level)))?,
        None => {}
    }
    for Overlap { session: other, minutes } in cx.schedule.find_overlaps(&cx.agenda, ix) {
        if let Some(other) = cx.agenda.sessions.get(other) {
            let clash =
                format!("⚠ overlaps {} by {minutes} min: {}", hours(cx, other), other.title);
            writeln!(out, "{}", cx.look.paint(ALARM, &clash))?;
        }
    }
    Ok(())
}

fn people(cx: &Context, session: &Session, out: &mut impl Write) -> Result<(), Stop> {
    let width = cx.look.reading_width();
    for (person, part) in cx.agenda.people_of(session) {
        let note = match part {
            Part::Speaker => "",
            Part::Moderator => " (moderator)",
            Part::Sponsor => " (sponsor)",
        };
        writeln!(out, "\n{}{note}", cx.look.paint(BOLD, &person.name))?;
        if let Some(job) = job(person) {
            write!(out, "{}", wrap(&job, width, "  "))?;
        }
        if let Some(bio) = &person.bio {
            write!(out, "{}", wrap(bio, width, "  "))?;
        }
        if let Some(url) = &person.url {
            writeln!(out, "  {url}")?;
        }
    }
    Ok(())
}

fn job(person: &Person) -> Option<String> {
    let job: Vec<&str> =
        [&person.role, &person.affiliation].into_iter().flatten().map(|text| &**text).collect();
    (!job.is_empty()).then(|| job.join(", "))
}

fn addresses(session: &Session, out: &mut impl Write) -> Result<(), Stop> {
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
