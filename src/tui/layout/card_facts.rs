//! The last lines of a card: other days, the joined room, and the seats.

use super::line::{Line, Reserved, text_run, wrap_line};
use crate::agenda::{Seats, Session};
use crate::text;
use crate::timetable::Tile;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// Returns the facts of a session in at most `height` lines of `width` cells, the last possible one
/// with `last` cells less. No fact is cut: a part of a time is another time. Without room, the end
/// has a short form, then the last facts are left out.
pub(super) fn fact_lines(
    model: &Model,
    tile: &Tile,
    width: usize,
    height: usize,
    last: usize,
) -> Vec<Line> {
    let session = model.agenda.sessions.get(tile.session).filter(|_| height > 0);
    let mut facts = session.map(|session| facts_of(model, tile, session)).unwrap_or_default();
    let is_short = |line: &Line| line.iter().any(|run| run.text.contains('…'));
    while !facts.is_empty() {
        let unbroken = facts.iter().map(|fact| match text::width(fact) <= width {
            true => fact.replace(' ', "\u{a0}"),
            false => fact.clone(),
        });
        let text = unbroken.collect::<Vec<_>>().join(&format!(" {} ", sign::DOT));
        let line = vec![text_run(Role::Faint, &text)];
        let lines = wrap_line(line, width, height, Reserved { first: 0, last });
        if !lines.iter().any(is_short) {
            return lines;
        }
        match facts.iter_mut().find(|fact| fact.starts_with(UNTIL)) {
            Some(until) => *until = until.replacen(UNTIL, "–", 1),
            None => drop(facts.pop()),
        }
    }
    Vec::new()
}

/// The word before the end of a session on another day.
const UNTIL: &str = "until ";

/// Returns the other days of a session, its joined room and its seats.
fn facts_of(model: &Model, tile: &Tile, session: &Session) -> Vec<String> {
    let mut facts = Vec::new();
    if session.day.is_some_and(|day| day != model.place.day) {
        let since =
            session.start.map(|at| model.shown_time(at).format("since %a %H:%M").to_string());
        facts.extend(since);
    }
    if !tile.ends_here || passes_midnight(model, session) {
        let end = session.end().map(|at| model.shown_time(at).format("%a %H:%M").to_string());
        facts.extend(end.map(|end| format!("{UNTIL}{end}")));
    }
    if tile.columns.len() > 1 {
        facts.extend(session.room.as_ref().map(ToString::to_string));
    }
    facts.extend(session.seats.map(|seats| match seats {
        Seats::Full => format!("{} full", sign::FULL),
        Seats::Limited => "few seats".to_owned(),
    }));
    facts
}

/// Returns true for a session that ends on another date than it starts, on the clock that is shown.
fn passes_midnight(model: &Model, session: &Session) -> bool {
    let dates = session
        .start_and_end()
        .map(|(start, end)| [start, end].map(|at| model.shown_time(at).date_naive()));
    dates.is_some_and(|[start, end]| start != end)
}
