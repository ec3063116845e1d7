//! What a line of a list shows of a session.

use crate::agenda::Level;
use crate::agenda::{Seats, Session, SessionIx};
use crate::search::Field;
use crate::tui::layout::line::{Line, Span, spans};
use crate::tui::layout::matches::Matches;
use crate::tui::layout::{matches, text};
use crate::tui::state::{Model, Screen};
use crate::tui::theme::{Role, sign};
use std::ops::Range;

/// How many cells the parts of a line have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cells {
    /// Time, signs, and the edge.
    pub(crate) before: u16,
    /// Title and names.
    pub(crate) body: u16,
    pub(crate) room: u16,
}

pub(crate) fn cells(
    model: &Model,
    ix: SessionIx,
    session: &Session,
    width: u16,
    proposed: bool,
) -> Cells {
    // More than these are rare, and push their line to the right.
    let usual = if width >= 60 { 3 } else { 2 };
    let signs = signs(model, ix, session).len().max(usual) + 1;
    let time = text::width(&time(model, session, width)) + if proposed { 3 } else { 1 };
    let before = u16::try_from(time + signs + 2).unwrap_or(u16::MAX).min(width);
    // On a narrow screen the room takes less, but it is there: where to go matters more than who
    // speaks.
    let room = if width >= 60 { (width / 5).clamp(12, 26) } else { (width / 4).min(10) };
    Cells {
        before,
        body: (width - before).saturating_sub(room + 1),
        room: room.min(width - before),
    }
}

/// What is right of the edge.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) title: Line,
    /// The names, or what the session was found by.
    pub(crate) rest: Line,
    pub(crate) room: Line,
    /// The characters of fields that can be read.
    shown: Vec<(Field, Range<usize>)>,
}

impl Parts {
    /// Whether these characters of a field can be read.
    pub(crate) fn shows(&self, field: Field, range: &Range<usize>) -> bool {
        self.shown
            .iter()
            .any(|(of, shown)| *of == field && shown.start <= range.start && range.end <= shown.end)
    }
}

/// The parts of a line. What the session was found by is shown, even if it costs the names and an
/// end of the title.
pub(crate) fn parts(model: &Model, ix: SessionIx, session: &Session, cells: &Cells) -> Parts {
    const LEAST: usize = 16;
    let matches = Matches::of(model, ix);
    let plain = plain(model, ix, session, cells, &matches);
    let room = usize::from(cells.body / 2);
    if !matches!(model.screen, Screen::Search(_)) || room < LEAST || matches::is_apart(model) {
        return plain;
    }
    let unseen = matches.unseen(|field, range| plain.shows(field, range));
    let Some(found) = unseen.and_then(|unseen| matches::told(model, ix, unseen, &matches, room))
    else {
        return plain;
    };
    let kept: usize = found.iter().map(|span| text::width(&span.text)).sum();
    let (title, shown) =
        title(model, ix, session, usize::from(cells.body).saturating_sub(kept + 2), &matches);
    Parts { title, rest: found, shown, ..plain }
}

/// The parts of a line that says nothing of what the session was found by.
pub(crate) fn plain(
    model: &Model,
    ix: SessionIx,
    session: &Session,
    cells: &Cells,
    matches: &Matches,
) -> Parts {
    let (title, mut shown) = title(model, ix, session, cells.body.into(), matches);
    let taken: usize = title.iter().map(|span| text::width(&span.text)).sum();
    let left = usize::from(cells.body).saturating_sub(taken + 2);
    let mut rest = Line::new();
    if left >= 8 {
        let names = names(model, session, matches);
        rest = matches::fitted(names, left);
        let whole = rest.last().is_none_or(|span| !span.text.ends_with('…'));
        let mut end =
            rest.iter().map(|span| span.text.chars().count()).sum::<usize>() - usize::from(!whole);
        for (nth, (person, _)) in model.agenda.people_of(session).enumerate() {
            let name = person.name.chars().count();
            shown.push((Field::Person(nth), 0..name.min(end)));
            end = end.saturating_sub(name + 2);
        }
    }
    let room =
        text::fit_matches(session.room.as_deref().unwrap_or("no room"), cells.room.into(), &[]);
    shown.extend(room.iter().map(|piece| (Field::Room, piece.shown.clone())));
    let ranges = matches.ranges(Field::Room);
    let room = room
        .iter()
        .flat_map(|piece| spans(Role::Faint, &piece.text, piece.before, &ranges))
        .collect();
    Parts { title, rest, room, shown }
}

/// The title, and which of its characters can be read.
fn title(
    model: &Model,
    ix: SessionIx,
    session: &Session,
    cells: usize,
    matches: &Matches,
) -> (Line, Vec<(Field, Range<usize>)>) {
    let role = if session.cancelled { Role::Cancelled } else { title_role(model, ix) };
    let ranges = matches.ranges(Field::Title);
    let pieces = text::fit_matches(&session.title, cells, &ranges);
    let line =
        pieces.iter().flat_map(|piece| spans(role, &piece.text, piece.before, &ranges)).collect();
    (line, pieces.into_iter().map(|piece| (Field::Title, piece.shown)).collect())
}

/// The names of a session's people with a comma between, with the letters that a search matched.
pub(crate) fn people(model: &Model, ix: SessionIx, session: &Session) -> Line {
    names(model, session, &Matches::of(model, ix))
}

fn names(model: &Model, session: &Session, matches: &Matches) -> Line {
    let mut names = Line::new();
    for (nth, (person, _)) in model.agenda.people_of(session).enumerate() {
        if nth > 0 {
            names.push(Span { role: Role::Faint, text: ", ".into() });
        }
        names.extend(spans(Role::Faint, &person.name, 0, &matches.ranges(Field::Person(nth))));
    }
    names
}

/// When a session is: with the day where the list is of several, with the end where one plans by
/// it.
pub(crate) fn time(model: &Model, session: &Session, width: u16) -> String {
    let (format, to) = match model.screen {
        Screen::Search(_) => ("%a %H:%M", false),
        Screen::Mine { .. } => ("%H:%M", width >= 60),
        Screen::Day | Screen::Agendas { .. } => ("%H:%M", false),
    };
    // What began on a day before the one that is listed has no hour here.
    let earlier =
        model.screen == Screen::Day && session.day.is_some_and(|day| day < model.place.day);
    let format = if earlier { "%a" } else { format };
    let start =
        session.start.map_or_else(String::new, |at| model.shown(at).format(format).to_string());
    let to_day = if session.lasts_days() { "–%a" } else { "–%H:%M" };
    let end = session.end().filter(|_| to).map(|at| model.shown(at).format(to_day).to_string());
    let cells = if format.len() > 5 { 9 } else { 5 } + if to { 6 } else { 0 };
    format!("{:cells$}", start + &end.unwrap_or_default())
}

/// The mark, and whatever else has a sign, one cell each.
pub(crate) fn signs(model: &Model, ix: SessionIx, session: &Session) -> Vec<(Role, &'static str)> {
    let level = model.level(ix);
    let clashes = level == Some(Level::Attend)
        && !model.plan.schedule.find_overlaps(&model.agenda, ix).is_empty();
    let mark = match level {
        _ if model.is_saving(ix) => Some((Role::Alert, sign::UNSAVED)),
        Some(Level::Attend) => Some((Role::Attend, sign::ATTEND)),
        Some(Level::Maybe) => Some((Role::Maybe, sign::MAYBE)),
        None => None,
    };
    let others = [
        (session.cancelled, Role::Alert, sign::CANCELLED),
        (model.plan.changed.contains(&ix) && !session.cancelled, Role::Alert, sign::CHANGED),
        (clashes, Role::Clash, sign::CLASH),
        (session.seats == Some(Seats::Full) && !session.cancelled, Role::Alert, sign::FULL),
        (model.runs_now(ix), Role::Now, sign::NOW),
    ];
    let others = others.into_iter().filter(|(is, ..)| *is).map(|(_, role, sign)| (role, sign));
    mark.into_iter().chain(others).collect()
}

/// What overlaps something that I attend is faint.
fn title_role(model: &Model, ix: SessionIx) -> Role {
    if model.level(ix) != Some(Level::Attend)
        && !model.plan.schedule.find_overlaps(&model.agenda, ix).is_empty()
    {
        Role::Faint
    } else {
        Role::Text
    }
}
