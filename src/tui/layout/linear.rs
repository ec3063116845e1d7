//! The screen for screen readers: one line after the other, everything in words.
//!
//! The cursor of the terminal is on the selected line, where screen readers and braille displays
//! look for it.

use super::changes::entry_sentence;
use super::hit_line::hit_line;
use super::notes::{change_notes, missing_sentence, title_of};
use crate::agenda::{Level, Seats, Session, SessionIx, format_minutes};
use crate::plan::MarkMatch;
use crate::text;
use crate::tui::state::{Model, Note, Proposal, Row, Screen};

const DATE: &str = "%A %-d %B %H:%M";

/// Returns the sentence of a row in lines of `width` cells.
pub(crate) fn row_lines(model: &Model, row: &Row, width: usize) -> Vec<String> {
    text::wrapped(&row_sentence(model, row), width)
}

fn row_sentence(model: &Model, row: &Row) -> String {
    match row {
        Row::Session { session, proposal, .. } => {
            let proposal = match proposal {
                None => "",
                Some(Proposal::MayBeMissing) => "It may be: ",
            };
            model.agenda.sessions.get(*session).map_or_else(String::new, |known| {
                let state = state_sentences(model, *session, known);
                let sentences = fact_sentences(model, known).into_iter().chain(state);
                format!("{proposal}{}", sentences.collect::<Vec<_>>().join(" "))
            })
        }
        Row::Gap(gap) => {
            let (from, to) = (model.shown_time(gap.start), model.shown_time(gap.end));
            let minutes = u32::try_from(gap.duration_minutes()).unwrap_or(0);
            let length = format_minutes(minutes);
            format!("{} to {}: {length} free.", from.format(DATE), to.format("%H:%M"))
        }
        Row::Match(session) => {
            const MAX_CELLS: usize = 100;
            let line = hit_line(model, *session, MAX_CELLS).unwrap_or_default();
            let words: String = line.into_iter().map(|run| run.text).collect();
            end_sentence(&format!("Found by its {words}"))
        }
        Row::Note(Note::Clash(text) | Note::Changed(text)) => {
            end_sentence(&format!("Note: {text}"))
        }
        Row::News { place, .. } => {
            model.news.entry_at(*place).map_or_else(String::new, |news| entry_sentence(model, news))
        }
        Row::Missing(missing) => missing_mark_sentences(model, missing),
        Row::Head(text) | Row::Remark(text) => text.clone(),
    }
}

/// Returns time, title and level of a missing mark, and the number of sessions offered below.
fn missing_mark_sentences(model: &Model, missing: &MarkMatch) -> String {
    let mark = &missing.mark;
    let start = mark.latest().start.map(|at| model.shown_time(at).format("%A %-d %B %H:%M: "));
    let mut sentences = start.map(|start| start.to_string()).unwrap_or_default();
    sentences += &end_sentence(mark.title());
    sentences += mark.level.map_or("", |level| match level {
        Level::Attend => " I attend.",
        Level::Maybe => " Maybe.",
    });
    sentences += &format!(" {}.", missing_sentence(model, mark));
    match missing.found.offered().len() {
        0 => {}
        1 => sentences += " It may be the session below.",
        count => sentences += &format!(" It may be one of the {count} sessions below."),
    }
    sentences
}

/// Returns the text with a full stop, unless the text ends with a mark of its own.
fn end_sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// Returns a sentence with day, time, room and title, and a sentence with the people.
fn fact_sentences(model: &Model, session: &Session) -> Vec<String> {
    let when = session.start.map_or("Not scheduled".into(), |start| {
        let format = if session.lasts_days() { " to %a %-d %b %H:%M" } else { " to %H:%M" };
        let end = session.end().map(|end| model.shown_time(end).format(format).to_string());
        let start = model.shown_time(start).format("%a %-d %b %H:%M");
        format!("{start}{}", end.unwrap_or_default())
    });
    let room = session.room.as_deref().unwrap_or("no room");
    let mut sentences = vec![format!("{when}, {room}: {}", end_sentence(&session.title))];
    let people = model.agenda.presenter_names(session);
    if !people.is_empty() {
        sentences.push(end_sentence(&format!("By {people}")));
    }
    sentences
}

/// Returns a sentence for each sign of a session.
fn state_sentences(model: &Model, ix: SessionIx, session: &Session) -> Vec<String> {
    let level = model.level_of(ix).map(|level| match level {
        _ if model.is_saving(ix) => "Not saved yet",
        Level::Attend => "I attend",
        Level::Maybe => "Maybe",
    });
    let seats = session.seats.map(|seats| match seats {
        Seats::Full => "Full",
        Seats::Limited => "Seats limited",
    });
    let is_hit = model.search.hits.contains(ix) && !matches!(model.screen, Screen::Search(_));
    let words = [
        level,
        session.cancelled.then_some("Cancelled"),
        model.runs_now(ix).then_some("Runs now"),
        seats,
        is_hit.then_some("Hit of the search"),
    ];
    let overlaps = model.plan.schedule.find_overlaps(&model.agenda, ix).into_iter();
    let overlaps = overlaps.map(|overlap| {
        let title = title_of(model, overlap.session);
        format!("Overlaps {title} by {}", format_minutes(overlap.minutes))
    });
    let words = words.into_iter().flatten().map(str::to_owned);
    let sentences = words.chain(overlaps).chain(change_notes(model, ix));
    sentences.map(|sentence| end_sentence(&sentence)).collect()
}

/// Returns the name of the event and of the screen, for the first line.
pub(crate) fn header_sentence(model: &Model) -> String {
    let place = match &model.screen {
        Screen::Day if model.agenda.days.is_empty() => "no days".to_owned(),
        Screen::Day => {
            let name = model.day_name(model.place.day, "%A %-d %B");
            format!("{name}, day {} of {}", model.place.day + 1, model.agenda.days.len())
        }
        Screen::Mine { .. } => "my schedule".to_owned(),
        Screen::Search(_) => "search".to_owned(),
        Screen::Changes(_) => "changes".to_owned(),
    };
    format!("{}: {place}", model.agenda.name)
}
