//! A session as a row of a list: time, signs, title, people, room.

use super::clashes::has_clash;
use super::line::{Line, fit_line, highlight_matches, line_width, text_run};
use super::matches::{WordMatches, match_line};
use super::night::weekday_of_start;
use super::remaining::{is_over, short_length};
use super::screen;
use crate::agenda::{Level, Seats, Session, SessionIx};
use crate::search::Field;
use crate::text;
use crate::tui::state::{Model, Proposal, Screen};
use crate::tui::theme::{Role, sign};
use std::ops::Range;

/// The widths of the parts of a row, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowCells {
    /// Time, signs and edge.
    pub(crate) before: u16,
    /// Title and people.
    pub(crate) body: u16,
    /// The length with a space behind, or 0.
    pub(crate) length: u16,
    pub(crate) room: u16,
}

impl RowCells {
    /// Returns the widths for a row of `width` cells.
    pub(crate) fn new(
        model: &Model,
        ix: SessionIx,
        session: &Session,
        width: u16,
        proposal: Option<Proposal>,
    ) -> RowCells {
        // More signs are rare. They push the rest of their row to the right.
        let usual_signs = if width >= 60 { 3 } else { 2 };
        let signs = row_signs(model, ix, session).len().max(usual_signs) + 1;
        let space = if proposal.is_some() { 3 } else { 1 };
        let time = text::width(&row_time(model, session, width, proposal)) + space;
        let before = u16::try_from(time + signs + 2).unwrap_or(u16::MAX).min(width);
        // A narrow row shows the room rather than the people.
        let room = if width >= 60 { (width / 5).clamp(12, 26) } else { (width / 4).min(10) };
        let length = match model.screen {
            Screen::Day if width >= 60 => 7,
            Screen::Day | Screen::Mine { .. } if width < 60 => 5,
            _ => 0,
        };
        let after = width - before;
        let room = room.min(after);
        RowCells { before, body: after.saturating_sub(room + length + 1), length, room }
    }
}

/// The text of a row to the right of the edge.
#[derive(Debug, Default)]
pub(crate) struct RowParts {
    pub(crate) title: Line,
    /// The people, or the field with the match.
    pub(crate) rest: Line,
    /// The length of the session, or an empty text.
    pub(crate) length: String,
    pub(crate) room: Line,
    /// The readable characters of each field.
    visible: Vec<VisibleText>,
}

/// Characters of a field in a row.
#[derive(Debug)]
struct VisibleText {
    field: Field,
    range: Range<usize>,
}

impl VisibleText {
    fn shows(&self, field: Field, range: &Range<usize>) -> bool {
        self.field == field && self.range.start <= range.start && range.end <= self.range.end
    }
}

impl RowParts {
    /// Returns true if the row shows all characters of `range`.
    pub(crate) fn shows(&self, field: Field, range: &Range<usize>) -> bool {
        self.visible.iter().any(|shown| shown.shows(field, range))
    }
}

/// The visible text of a field and its readable characters.
pub(super) struct FittedField {
    pub(super) line: Line,
    visible: Vec<VisibleText>,
}

impl FittedField {
    /// Returns true if the text shows all characters of `range`.
    pub(super) fn shows(&self, field: Field, range: &Range<usize>) -> bool {
        self.visible.iter().any(|shown| shown.shows(field, range))
    }
}

/// Returns the text of a row. On the search screen, a match outside title, people and room takes
/// the place of the people and of the end of the title.
pub(crate) fn row_parts(
    model: &Model,
    ix: SessionIx,
    session: &Session,
    cells: &RowCells,
) -> RowParts {
    const MIN_CELLS: usize = 16;
    let matches = WordMatches::of_row(model, ix);
    let plain = parts_without_match(model, ix, session, cells, &matches);
    let half = usize::from(cells.body / 2);
    let is_search = matches!(model.screen, Screen::Search(_));
    if !is_search || half < MIN_CELLS || screen::has_hit_lines(model) {
        return plain;
    }
    let hidden = matches.first_hidden(|field, range| plain.shows(field, range));
    let Some(found) = hidden.and_then(|found| match_line(model, ix, found, &matches, half)) else {
        return plain;
    };
    let left = usize::from(cells.body).saturating_sub(line_width(&found) + 2);
    let FittedField { line, visible } = title_field(model, ix, session, left, &matches);
    RowParts { title: line, rest: found, visible, ..plain }
}

/// Returns the text of a row with title, people and room only.
pub(crate) fn parts_without_match(
    model: &Model,
    ix: SessionIx,
    session: &Session,
    cells: &RowCells,
    matches: &WordMatches,
) -> RowParts {
    const MIN_CELLS: usize = 8;
    let title = title_field(model, ix, session, cells.body.into(), matches);
    let left = usize::from(cells.body).saturating_sub(line_width(&title.line) + 2);
    let room = room_field(session, cells.room.into(), matches);
    let mut visible = title.visible;
    let mut rest = Line::new();
    if left >= MIN_CELLS {
        let people = people_field(model, session, left, matches);
        visible.extend(people.visible);
        rest = people.line;
    }
    visible.extend(room.visible);
    let minutes = session.minutes.filter(|_| cells.length > 0);
    let length = minutes.map_or_else(String::new, |minutes| short_length(minutes.into()));
    // A narrow list has no spaces in lengths: `1h20`.
    let length = if cells.length < 7 { length.replace(' ', "") } else { length };
    RowParts { title: title.line, rest, length, room: room.line, visible }
}

fn title_field(
    model: &Model,
    ix: SessionIx,
    session: &Session,
    cells: usize,
    matches: &WordMatches,
) -> FittedField {
    let role = if session.cancelled { Role::Cancelled } else { title_role(model, ix) };
    fit_field(Field::Title, role, &session.title, cells, &matches.ranges(Field::Title), true)
}

pub(super) fn room_field(session: &Session, cells: usize, matches: &WordMatches) -> FittedField {
    let room = session.room.as_deref().unwrap_or("no room");
    fit_field(Field::Room, Role::Faint, room, cells, &matches.ranges(Field::Room), false)
}

/// Cuts the text of a field to `cells`. `keeps_match`: the middle is left out if the first match
/// lies beyond the end.
fn fit_field(
    field: Field,
    role: Role,
    text: &str,
    cells: usize,
    ranges: &[Range<usize>],
    keeps_match: bool,
) -> FittedField {
    let pieces = text::fit_matches(text, cells, if keeps_match { ranges } else { &[] });
    let runs = pieces.iter();
    let line =
        runs.flat_map(|piece| highlight_matches(role, &piece.text, piece.before, ranges)).collect();
    let visible = pieces.into_iter().map(|piece| VisibleText { field, range: piece.shown });
    FittedField { line, visible: visible.collect() }
}

pub(super) fn people_field(
    model: &Model,
    session: &Session,
    cells: usize,
    matches: &WordMatches,
) -> FittedField {
    let line = fit_line(names_line(model, session, matches), cells);
    let is_whole = line.last().is_none_or(|run| !run.text.ends_with('…'));
    let letters: usize = line.iter().map(|run| run.text.chars().count()).sum();
    let mut left = letters - usize::from(!is_whole);
    let mut visible = Vec::new();
    for (nth, (person, _)) in model.agenda.people_of(session).enumerate() {
        let letters = person.name.chars().count();
        visible.push(VisibleText { field: Field::Person(nth), range: 0..letters.min(left) });
        left = left.saturating_sub(letters + 2);
    }
    FittedField { line, visible }
}

/// Returns the names of a session's people, with matched letters highlighted.
pub(crate) fn people_line(model: &Model, ix: SessionIx, session: &Session) -> Line {
    names_line(model, session, &WordMatches::of_row(model, ix))
}

fn names_line(model: &Model, session: &Session, matches: &WordMatches) -> Line {
    let mut line = Line::new();
    for (nth, (person, _)) in model.agenda.people_of(session).enumerate() {
        if nth > 0 {
            line.push(text_run(Role::Faint, ", "));
        }
        let ranges = matches.ranges(Field::Person(nth));
        line.extend(highlight_matches(Role::Faint, &person.name, 0, &ranges));
    }
    line
}

/// Returns the time of a session in a row of `width` cells: with the weekday in a list over several
/// days, with the end in my schedule if the row has 60 cells.
pub(crate) fn row_time(
    model: &Model,
    session: &Session,
    width: u16,
    proposal: Option<Proposal>,
) -> String {
    const CLOCK: &str = "%H:%M";
    let has_end = matches!(model.screen, Screen::Mine { .. }) && width >= 60;
    // A session of an earlier day has no start on the listed day.
    let is_earlier =
        model.screen == Screen::Day && session.day.is_some_and(|day| day < model.place.day);
    let weekday = match model.screen {
        Screen::Search(_) => weekday_of_start(model, session),
        _ => None,
    };
    let format = match model.screen {
        Screen::Search(_) => " %H:%M",
        // The mark above may be of another day.
        _ if proposal == Some(Proposal::MayBeMissing) => "%a %H:%M",
        _ if is_earlier => "%a",
        Screen::Mine { .. } | Screen::Day | Screen::Changes(_) => CLOCK,
    };
    let start = session.start.map(|at| match format {
        CLOCK => model.shown_clock(at),
        _ => model.shown_time(at).format(format).to_string(),
    });
    let start = weekday.unwrap_or_default() + &start.unwrap_or_default();
    let end_format = if session.lasts_days() { "–%a" } else { "–%H:%M" };
    let end = session.end().filter(|_| has_end);
    let end = end.map(|at| model.shown_time(at).format(end_format).to_string());
    let cells = if format.len() > 5 { 9 } else { 5 } + if has_end { 6 } else { 0 };
    format!("{:cells$}", start + &end.unwrap_or_default())
}

/// A sign of a session, one cell wide.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionSign {
    pub(crate) role: Role,
    pub(crate) text: &'static str,
}

/// Returns the signs of a session: its mark, then cancelled, changed, clash, full, my note, now.
pub(crate) fn session_signs(model: &Model, ix: SessionIx, session: &Session) -> Vec<SessionSign> {
    let level = model.level_of(ix);
    let has_clash = level == Some(Level::Attend)
        && !model.plan.schedule.find_overlaps(&model.agenda, ix).is_empty();
    let mark = match level {
        _ if model.is_saving(ix) => Some((Role::Alert, sign::UNSAVED)),
        Some(Level::Attend) => Some((Role::Attend, sign::ATTEND)),
        Some(Level::Maybe) => Some((Role::Maybe, sign::MAYBE)),
        None if model.plan.schedule.is_skipped(ix) => Some((Role::Faint, sign::SKIPPED)),
        None => None,
    };
    let is_changed = model.plan.changed.contains(&ix) && !session.cancelled;
    let is_full = session.seats == Some(Seats::Full) && !session.cancelled;
    let signs = [
        mark,
        session.cancelled.then_some((Role::Alert, sign::CANCELLED)),
        is_changed.then_some((Role::Alert, sign::CHANGED)),
        has_clash.then_some((Role::Clash, sign::CLASH)),
        is_full.then_some((Role::Alert, sign::FULL)),
        session.note.is_some().then_some((Role::Key, sign::NOTE)),
        model.runs_now(ix).then_some((Role::Now, sign::NOW)),
    ];
    signs.into_iter().flatten().map(|(role, text)| SessionSign { role, text }).collect()
}

/// Returns true for a session that is over, in the list of a day.
pub(crate) fn is_past_row(model: &Model, ix: SessionIx) -> bool {
    let session = model.agenda.sessions.get(ix);
    let is_of_programme = matches!(model.screen, Screen::Day | Screen::Search(_));
    is_of_programme && session.is_some_and(|session| is_over(model, session))
}

/// Returns the signs of a row: those of the session, and the clash for which the row is faint.
pub(crate) fn row_signs(model: &Model, ix: SessionIx, session: &Session) -> Vec<SessionSign> {
    let mut signs = session_signs(model, ix, session);
    if has_clash(model, ix) {
        signs.insert(0, SessionSign { role: Role::Clash, text: sign::CLASH });
    }
    signs
}

/// Returns the role of a title: faint for a session that is over or not for me, or that overlaps
/// a session that is attended.
fn title_role(model: &Model, ix: SessionIx) -> Role {
    let is_faint =
        model.plan.schedule.is_skipped(ix) || has_clash(model, ix) || is_past_row(model, ix);
    if is_faint { Role::Faint } else { Role::Text }
}
