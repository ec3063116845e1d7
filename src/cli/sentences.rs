//! Sessions as sentences, one a line: for screen readers.

use super::context::CliContext;
use super::error::CliError;
use super::table::day_heading;
use crate::agenda::{Clean, Level, Seats, Session, SessionIx, format_minutes};
use std::io::Write;

/// Prints a line for each session, and a line with the date when the day changes.
pub(crate) fn print_sentences(
    cx: &CliContext,
    found: &[SessionIx],
    out: &mut impl Write,
) -> Result<(), CliError> {
    let mut day = None;
    for (nth, ix) in found.iter().enumerate() {
        let Some(session) = cx.agenda.sessions.get(*ix) else { continue };
        if day.replace(session.day) != Some(session.day) {
            writeln!(out, "{}.", day_heading(cx, session))?;
        }
        let sentence = session_sentence(cx, *ix, session);
        writeln!(out, "{sentence} {} of {}. Id {}.", nth + 1, found.len(), session.id)?;
    }
    Ok(())
}

/// Returns state, time, title, room and people of a session.
pub(crate) fn session_sentence(cx: &CliContext, ix: SessionIx, session: &Session) -> String {
    let level = cx.schedule.level_of(ix).map(|level| match level {
        Level::Attend => "I attend",
        Level::Maybe => "maybe",
    });
    let seats = session.seats.map(|seats| match seats {
        Seats::Full => "full",
        Seats::Limited => "seats limited",
    });
    let cancelled = session.cancelled.then_some("cancelled");
    let skipped = cx.schedule.is_skipped(ix).then_some("not for me");
    let words = [level.or(skipped), cancelled, seats].into_iter().flatten().map(str::to_owned);
    let overlaps = cx.schedule.find_overlaps(&cx.agenda, ix).into_iter().filter_map(|overlap| {
        let other = cx.agenda.sessions.get(overlap.session)?;
        Some(format!("overlaps {} by {}", other.title, format_minutes(overlap.minutes)))
    });
    let states: Vec<String> = words.chain(overlaps).collect();
    let state = if states.is_empty() { String::new() } else { format!("{}. ", states.join(", ")) };
    let room = session.room.as_deref().unwrap_or("No room");
    let people = cx.agenda.presenter_names(session);
    let people = if people.is_empty() { String::new() } else { format!(" By {people}.") };
    let time = capitalised(&spoken_time(cx, session));
    let note = session.note.as_ref().map(|note| format!(" My note: {}.", Clean::line(&**note)));
    let note = note.unwrap_or_default();
    format!("{}{time}: {}. {room}.{people}{note}", capitalised(&state), session.title)
}

/// Returns the time of a session: `09:00 to 09:40`.
fn spoken_time(cx: &CliContext, session: &Session) -> String {
    let Some(start) = session.start else { return "no time yet".to_owned() };
    let start = cx.clock.hour_minute(&cx.agenda, start);
    match session.end() {
        Some(end) if session.lasts_days() => {
            let end = cx.clock.local_time(&cx.agenda, end).format("%A %H:%M");
            format!("{start} to {end}")
        }
        Some(end) => format!("{start} to {}", cx.clock.hour_minute(&cx.agenda, end)),
        None => start,
    }
}

/// Returns the text with its first letter in upper case.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
