//! The screen for screen readers: one line after the other, everything in words.
//!
//! The cursor of the terminal is on the selected line, where screen readers and braille displays
//! look for it.

use super::changes::entry_sentence;
use super::free_time::{fitting_sessions, is_past};
use super::hit_line::hit_line;
use super::notes::{change_notes, missing_sentence, room_text, title_of};
use crate::agenda::{Level, Seats, Session, SessionIx, format_minutes};
use crate::plan::MarkMatch;
use crate::text;
use crate::tui::state::{Focus, Model, Note, Proposal, Row, Screen};

const DATE: &str = "%A %-d %B %H:%M";

/// Returns the sentence of a row of the list, with its place in the list, in lines of `width`
/// cells. The date is in the sentence if the day is another one than that of the row above.
///
/// Only the selected row names the sessions that it overlaps. The other rows have free lines for
/// them: no line below is written again when the selection moves.
pub(crate) fn listed_row_lines(model: &Model, at: usize, width: usize) -> Vec<String> {
    let rows = &model.derived.rows;
    let Some(row) = rows.get(at) else { return Vec::new() };
    let mut number = String::new();
    if row.is_selectable() {
        let nth = rows.iter().take(at + 1).filter(|row| row.is_selectable()).count();
        let count = rows.iter().filter(|row| row.is_selectable()).count();
        number = format!(" {nth} of {count}.");
    }
    let has_date = is_new_day(model, at);
    let lines = |overlaps: Overlaps| {
        text::wrapped(&(row_sentence(model, row, has_date, overlaps) + &number), width)
    };
    let whole = lines(Overlaps::Named);
    if at == model.place.row || !has_overlaps(model, row) {
        return whole;
    }
    let mut short = lines(Overlaps::LeftOut);
    short.resize(whole.len().max(short.len()), String::new());
    short
}

/// Returns the message of the screen in lines of `width` cells. The message stands below the
/// selected row: a reader is there, and not at the last line of the screen.
pub(crate) fn message_lines(model: &Model, width: usize) -> Vec<String> {
    let message = model.message.as_ref().filter(|_| model.focus == Focus::Main);
    message.map_or_else(Vec::new, |message| text::wrapped(&spoken_text(&message.text), width))
}

/// The sentence of a session with or without the sessions that it overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Overlaps {
    Named,
    LeftOut,
}

/// Returns true if the session of a row overlaps an attended session.
fn has_overlaps(model: &Model, row: &Row) -> bool {
    let overlaps = |ix| model.plan.schedule.find_overlaps(&model.agenda, ix);
    row.session().is_some_and(|ix| !overlaps(ix).is_empty())
}

/// Returns true if no row above starts on the same day.
fn is_new_day(model: &Model, at: usize) -> bool {
    let rows = &model.derived.rows;
    let start_of = |row: &Row| match row {
        Row::Session { session, .. } => model.agenda.sessions.get(*session)?.start,
        Row::Gap(gap) => Some(gap.start),
        _ => None,
    };
    let date_of = |row: &Row| start_of(row).map(|at| model.shown_time(at).date_naive());
    let mut above = rows.get(..at).unwrap_or_default().iter().rev();
    above.find_map(date_of) != rows.get(at).and_then(date_of)
}

/// Returns the sentence of a row alone, with its date, in lines of `width` cells.
pub(crate) fn row_lines(model: &Model, row: &Row, width: usize) -> Vec<String> {
    text::wrapped(&row_sentence(model, row, true, Overlaps::Named), width)
}

fn row_sentence(model: &Model, row: &Row, has_date: bool, overlaps: Overlaps) -> String {
    match row {
        Row::Session { session, proposal, .. } => {
            let proposal = match proposal {
                None => "",
                Some(Proposal::MayBeMissing) => "It may be: ",
            };
            model.agenda.sessions.get(*session).map_or_else(String::new, |known| {
                let state = state_sentence(model, *session, known, overlaps).into_iter();
                let sentences = state.chain(fact_sentences(model, known, has_date));
                format!("{proposal}{}", sentences.collect::<Vec<_>>().join(" "))
            })
        }
        Row::Gap(gap) => {
            let (from, to) = (model.shown_time(gap.start), model.shown_time(gap.end));
            let minutes = u32::try_from(gap.duration_minutes()).unwrap_or(0);
            let length = format_minutes(minutes);
            let format = if has_date { DATE } else { "%H:%M" };
            let fits = match fitting_sessions(model, gap).len() {
                _ if is_past(model, gap) => "over".to_owned(),
                0 => "nothing fits".to_owned(),
                1 => "1 session fits".to_owned(),
                count => format!("{count} sessions fit"),
            };
            let times = format!("{} to {}", from.format(format), to.format("%H:%M"));
            format!("Free. {times}: {length}, {fits}.")
        }
        Row::Match(session) => {
            const MAX_CELLS: usize = 100;
            let line = hit_line(model, *session, MAX_CELLS).unwrap_or_default();
            let words: String = line.into_iter().map(|run| run.text).collect();
            end_sentence(&format!("Found by its {words}"))
        }
        Row::Note(Note::Clash(text) | Note::Changed(text) | Note::Personal(text)) => {
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

/// Returns a sentence with time and title, then the room, then the people.
fn fact_sentences(model: &Model, session: &Session, has_date: bool) -> Vec<String> {
    let when = session.start.map_or("Not scheduled".into(), |start| {
        let format = if session.lasts_days() { " to %a %-d %b %H:%M" } else { " to %H:%M" };
        let end = session.end().map(|end| model.shown_time(end).format(format).to_string());
        let start_format = if has_date { "%a %-d %b %H:%M" } else { "%H:%M" };
        let start = model.shown_time(start).format(start_format);
        format!("{start}{}", end.unwrap_or_default())
    });
    let room = room_text(session);
    let mut sentences =
        vec![format!("{when}: {}", end_sentence(&session.title)), end_sentence(room)];
    let people = model.agenda.presenter_names(session);
    if !people.is_empty() {
        sentences.push(end_sentence(&format!("By {people}")));
    }
    let note = session.note.as_ref().map(|note| format!("My note: {}", note.replace('\n', " ")));
    sentences.extend(note.map(|note| end_sentence(&note)));
    sentences
}

/// Returns a sentence with the state of a session: my mark, overlaps, changes. A mark on its way to
/// the disk is no state of its own: a line would change twice.
fn state_sentence(
    model: &Model,
    ix: SessionIx,
    session: &Session,
    overlaps: Overlaps,
) -> Option<String> {
    let level = model.level_of(ix).map(|level| match level {
        Level::Attend => "I attend",
        Level::Maybe => "maybe",
    });
    let seats = session.seats.map(|seats| match seats {
        Seats::Full => "full",
        Seats::Limited => "seats limited",
    });
    let skipped = model.plan.schedule.is_skipped(ix).then_some("not for me");
    let own = session.is_own().then_some("my own entry");
    let is_hit = model.search.hits.contains(ix) && !matches!(model.screen, Screen::Search(_));
    let words = [
        own.or(level).or(skipped),
        session.cancelled.then_some("cancelled"),
        model.runs_now(ix).then_some("runs now"),
        seats,
        is_hit.then_some("hit of the search"),
    ];
    let overlaps = match overlaps {
        Overlaps::Named => model.plan.schedule.find_overlaps(&model.agenda, ix),
        Overlaps::LeftOut => Vec::new(),
    };
    let overlaps = overlaps.into_iter().map(|overlap| {
        let title = title_of(model, overlap.session);
        format!("overlaps {title} by {}", format_minutes(overlap.minutes))
    });
    let words = words.into_iter().flatten().map(str::to_owned);
    let states: Vec<String> = words.chain(overlaps).chain(change_notes(model, ix)).collect();
    (!states.is_empty()).then(|| end_sentence(&capitalised(&states.join(", "))))
}

/// Returns the text with its first letter in upper case.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Returns a text without signs that a screen reader skips or names: ranges and separators are
/// words and commas.
pub(crate) fn spoken_text(text: &str) -> String {
    let text =
        text.replace(" · ", ", ").replace(" – ", ": ").replace(" → ", " to ").replace('…', "...");
    let mut spoken = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_range = letter == '–' && before.is_alphanumeric();
        match letters.peek() {
            Some(next) if is_range && next.is_alphanumeric() => spoken.push_str(" to "),
            _ => spoken.push(letter),
        }
        before = letter;
    }
    spoken.strip_prefix("! ").map_or(spoken.clone(), |change| format!("Changed: {change}"))
}

/// Returns the name of the event and of the screen, for the first line.
pub(crate) fn header_sentence(model: &Model) -> String {
    let place = match &model.screen {
        Screen::Day if model.agenda.days.is_empty() => "no days".to_owned(),
        Screen::Day => {
            let name = model.day_name(model.place.day, "%A %-d %B");
            let numbers = model.agenda.day_numbers();
            let days = numbers.iter().flatten().count();
            match numbers.get(model.place.day).copied().flatten() {
                Some(number) => format!("{name}, day {number} of {days}"),
                None => format!("{name}, a day of my own entries"),
            }
        }
        Screen::Mine { .. } => "my schedule".to_owned(),
        Screen::Search(_) => "search".to_owned(),
        Screen::Changes(_) => "changes".to_owned(),
    };
    format!("{}: {place}", model.agenda.name)
}
