//! The screen for those who have it read to them: one line after the other, everything in words,
//! nothing beside anything. The terminal's cursor is on the line that is selected, where screen
//! readers and braille displays look for it.

use crate::agenda::Level;
use crate::agenda::{Seats, Session, SessionIx, format_minutes};
use crate::tui::layout::{matches, rows, text};
use crate::tui::state::{Model, Note, Row, Screen};

/// What a line of a list says, in as many lines of `width` cells as it takes.
pub(crate) fn lines(model: &Model, row: &Row, width: usize) -> Vec<String> {
    text::wrapped(&sentence(model, row), width)
}

fn sentence(model: &Model, row: &Row) -> String {
    let date = "%A %-d %B %H:%M";
    match row {
        Row::Session { session, proposed, .. } => {
            let proposal = if *proposed { "Would fit: " } else { "" };
            model.agenda.sessions.get(*session).map_or_else(String::new, |known| {
                let state = state(model, *session, known).into_iter().map(|state| ended(&state));
                let parts = facts(model, known).into_iter().chain(state);
                format!("{proposal}{}", parts.collect::<Vec<_>>().join(" "))
            })
        }
        Row::Gap(gap) => {
            let (from, to) = (model.shown(gap.start), model.shown(gap.end));
            let long = format_minutes(u32::try_from(gap.duration_minutes()).unwrap_or(0));
            format!("{} to {}: {long} free.", from.format(date), to.format("%H:%M"))
        }
        Row::Found(session) => {
            // As long as a sentence may be.
            let found = matches::line(model, *session, 100).unwrap_or_default();
            let words: String = found.into_iter().map(|span| span.text).collect();
            ended(&format!("Found by its {words}"))
        }
        Row::Note(Note::Clash(text) | Note::Changed(text)) => ended(&format!("Note: {text}")),
        Row::Gone(shift) => {
            let when = shift
                .mark
                .start
                .map(|at| model.shown(at).format(date).to_string())
                .unwrap_or_default();
            format!("{when}: {} No longer in the agenda.", ended(&shift.mark.title))
        }
        Row::Head(text) | Row::Agenda(text) | Row::Empty(text) | Row::Rest(text) => text.clone(),
    }
}

/// Text as a sentence.
fn ended(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// Day, time, room and title; people.
fn facts(model: &Model, session: &Session) -> Vec<String> {
    let when = session.start.map_or("Not scheduled".into(), |at| {
        let to = if session.lasts_days() { " to %a %-d %b %H:%M" } else { " to %H:%M" };
        let end =
            session.end().map(|end| model.shown(end).format(to).to_string()).unwrap_or_default();
        format!("{}{end}", model.shown(at).format("%a %-d %b %H:%M"))
    });
    let people = model.agenda.presenter_names(session);
    let people = (!people.is_empty()).then(|| ended(&format!("By {people}")));
    let place = session.room.as_deref().unwrap_or("no room");
    [Some(format!("{when}, {place}: {}", ended(&session.title))), people]
        .into_iter()
        .flatten()
        .collect()
}

/// What the signs of the other views say.
fn state(model: &Model, ix: SessionIx, session: &Session) -> Vec<String> {
    let level = model.level(ix).map(|level| match level {
        _ if model.is_saving(ix) => "Not saved yet".to_owned(),
        Level::Attend => "I attend".to_owned(),
        Level::Maybe => "Maybe".to_owned(),
    });
    let clashes = model.plan.schedule.find_overlaps(&model.agenda, ix).into_iter().map(|overlap| {
        let title = model.agenda.sessions.get(overlap.session).map_or("", |other| &*other.title);
        format!("Overlaps {title} by {}", format_minutes(overlap.minutes))
    });
    let changed = rows::changes(&model.agenda, &model.plan.schedule, ix, &|at| model.shown(at));
    let seats = session.seats.map(|seats| match seats {
        Seats::Full => "Full",
        Seats::Limited => "Seats limited",
    });
    let hit = model.search.hits.contains(&ix) && !matches!(model.screen, Screen::Search(_));
    let words = [
        session.cancelled.then_some("Cancelled"),
        model.runs_now(ix).then_some("Runs now"),
        seats,
        hit.then_some("Hit of the search"),
    ];
    level
        .into_iter()
        .chain(words.into_iter().flatten().map(str::to_owned))
        .chain(clashes)
        .chain(changed)
        .collect()
}

/// Where one is, for the first line.
pub(crate) fn header(model: &Model) -> String {
    let place = match &model.screen {
        Screen::Day if model.agenda.days.is_empty() => "no days".to_owned(),
        Screen::Day => {
            let day = model.place.day;
            let name = model.day_name(day, "%A %-d %B");
            format!("{name}, day {} of {}", day + 1, model.agenda.days.len())
        }
        Screen::Mine { .. } => "my schedule".to_owned(),
        Screen::Search(_) => "search".to_owned(),
        Screen::Agendas { .. } => "agendas".to_owned(),
    };
    format!("{}: {place}", model.agenda.name)
}
