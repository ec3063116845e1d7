//! Lists: a day on a narrow screen, the hits of a search, my schedule.

use super::Brush;
use crate::agenda::{Seats, Session, SessionIx};
use crate::plan::Level;
use crate::search::{Field, Query};
use crate::tui::detail::{Line, Span, spans};
use crate::tui::found;
use crate::tui::linear;
use crate::tui::model::{Model, Screen};
use crate::tui::panes::Area;
use crate::tui::rows::{Note, Row, length};
use crate::tui::text;
use crate::tui::theme::{Role, sign};

/// Draws the list and, for a search, the line in which it is typed. Returns the cell of the text cursor.
pub(super) fn draw(model: &Model, brush: &mut Brush, main: Area) -> Option<(u16, u16)> {
    let mut cursor = None;
    if let Screen::Search(search) = &model.screen {
        cursor = Some(prompt(model, brush, main.row(0), &search.input));
    }
    let area = model.list_area();
    if model.rows.is_empty() {
        empty(model, brush, area);
    }
    if model.linear {
        return linear_rows(model, brush, area).or(cursor);
    }
    for (line, row) in (0..area.height).zip(model.rows.iter().skip(model.place.first_row)) {
        let selected = model.place.first_row + usize::from(line) == model.place.row && row.selectable();
        row_at(model, brush, area.row(line), row, selected, line == 0);
    }
    brush.over(&[]);
    cursor
}

/// The rows in words. Returns the cell in which the selected one begins, but while a search is typed and its best hit is
/// selected: then the cursor is where one types.
fn linear_rows(model: &Model, brush: &mut Brush, area: Area) -> Option<(u16, u16)> {
    let mut cursor = None;
    for (line, (nth, row)) in (0..area.height).zip(model.rows.iter().enumerate().skip(model.place.first_row)) {
        let selected = nth == model.place.row && row.selectable();
        brush.over(if selected { &[Role::Selected] } else { &[] });
        let text = linear::lines(model, row, usize::from(area.width)).into_iter().next().unwrap_or_default();
        brush.text(area.row(line), Role::Text, &text);
        let typing =
            matches!(model.screen, Screen::Search(_)) && model.rows.iter().position(Row::selectable) == Some(nth);
        if selected && !typing {
            cursor = Some((area.x, area.y + line));
        }
    }
    brush.over(&[]);
    cursor
}

fn prompt(model: &Model, brush: &mut Brush, area: Area, input: &str) -> (u16, u16) {
    let row = area.inner(1, 0, 1, 0);
    let rest = brush.text(row, Role::Key, "/");
    let query = Query::parse(input);
    let count = if query.is_empty() {
        format!("{} sessions", model.agenda.sessions.len())
    } else {
        match model.hits.len() {
            1 => "1 hit".to_owned(),
            count => format!("{count} hits"),
        }
    };
    let rest = brush.right(rest, Role::Faint, &count);
    let typed = text::width(input);
    let room = usize::from(rest.width.saturating_sub(2));
    // A long query shows its end, where the cursor is.
    let mut shown = input;
    while text::width(shown) > room {
        let mut chars = shown.chars();
        chars.next();
        shown = chars.as_str();
    }
    let after = brush.text(rest, Role::Title, shown);
    let cell = after.x.min(area.x + area.width.saturating_sub(1));
    if typed == 0 {
        brush.fitted(after.inner(1, 0, 0, 0), Role::Faint, "title, speaker, room:ulster, day:tue, after:14:00 …");
    }
    (cell, area.y)
}

/// What a list says that has nothing in it.
fn empty(model: &Model, brush: &mut Brush, area: Area) {
    use crate::tui::action::Command;
    let mut lines = Vec::new();
    match &model.screen {
        Screen::Mine { .. } => {
            lines.push("Nothing is marked yet.".to_owned());
            let keys = [Command::Back, Command::Attend, Command::Maybe].map(|command| model.key_of(command));
            let [back, attend, maybe] = keys;
            lines.push(format!(
                "{back} goes back to the timetable; there {attend} marks what you attend, {maybe} what you might."
            ));
        }
        Screen::Day | Screen::Search(_) | Screen::Agendas { .. } => {}
    }
    let width = usize::from(area.width.saturating_sub(4));
    for (row, line) in (1..area.height).zip(lines.iter().flat_map(|line| text::wrapped(line, width))) {
        brush.text(area.row(row).inner(2, 0, 2, 0), Role::Faint, &line);
    }
}

fn row_at(model: &Model, brush: &mut Brush, area: Area, row: &Row, selected: bool, first: bool) {
    brush.over(if selected { &[Role::Selected] } else { &[] });
    if selected {
        brush.fill(area, Role::Text);
    }
    let inner = area.inner(1, 0, 1, 0);
    let indented = area.inner(9, 0, 1, 0);
    match row {
        Row::Head(name) => drop(brush.fitted(inner, Role::Head, name)),
        Row::Session { session, again, proposed } => {
            // The time is that of the lines above; the first line that is shown has none above.
            session_row(model, brush, inner, *session, *again && !first, *proposed);
        }
        Row::Gap(gap) => {
            let from = model.shown(gap.start).format("%H:%M");
            let text = format!("{from}  {0} {1} free", sign::DOT, length(u32::try_from(gap.minutes()).unwrap_or(0)));
            brush.fitted(inner, Role::Faint, &text);
        }
        Row::Note(Note::Clash(text)) => {
            let text = format!("{} {text}", sign::CLASH);
            brush.fitted(indented, Role::Clash, &text);
        }
        Row::Note(Note::Changed(text)) => drop(brush.fitted(indented, Role::Alert, &format!("! {text}"))),
        Row::Found(session) => {
            let under = area.inner(if area.width >= 60 { 16 } else { 3 }, 0, 1, 0);
            let mut rest = under;
            for span in found::line(model, *session, usize::from(under.width)).unwrap_or_default() {
                rest = brush.text(rest, span.role, &span.text);
            }
        }
        Row::Gone(shift) => {
            let when = shift.mark.start.map_or("     ".into(), |at| model.shown(at).format("%a %H:%M").to_string());
            brush.fitted(inner, Role::Cancelled, &format!("{when}  {}", shift.mark.title));
        }
        Row::Agenda(name) => drop(brush.fitted(inner, Role::Text, name)),
        Row::Empty(text) | Row::Rest(text) => drop(brush.fitted(inner, Role::Faint, text)),
    }
}

/// Time, mark, title, people, room; on a list over several days the day as well.
fn session_row(model: &Model, brush: &mut Brush, area: Area, ix: SessionIx, again: bool, proposed: bool) {
    let Some(session) = model.agenda.sessions.get(ix) else { return };
    let mut rest = brush.text(area, if again { Role::Faint } else { Role::Head }, &time(model, session, area.width));
    rest = brush.text(rest, Role::Text, if proposed { "   " } else { " " });
    let signs = signs(model, ix, session);
    let cells = u16::try_from(signs.len().max(2) + 1).unwrap_or(3);
    let after = rest.inner(cells.min(rest.width), 0, 0, 0);
    for (role, sign) in signs {
        rest = brush.text(rest, role, sign);
    }
    rest = after;
    rest = brush.text(rest, Role::accent(&model.agenda, session), sign::EDGE);
    rest = brush.text(rest, Role::Text, " ");
    let wide = area.width >= 60;
    // On a narrow screen the room takes less, but it is there: where to go matters more than who speaks.
    let room_cells = if wide { (area.width / 5).clamp(12, 26) } else { (area.width / 4).min(10) };
    let room = rest.inner(rest.width.saturating_sub(room_cells), 0, 0, 0);
    let body = rest.inner(0, 0, room_cells + 1, 0);
    title_and_people(model, brush, body, ix, session);
    brush.fitted(room, Role::Faint, session.room.as_deref().unwrap_or("no room"));
}

/// When a session is: with the day where the list is of several, with the end where one plans by it.
fn time(model: &Model, session: &Session, width: u16) -> String {
    let (format, to) = match model.screen {
        Screen::Search(_) => ("%a %H:%M", false),
        Screen::Mine { .. } => ("%H:%M", width >= 60),
        Screen::Day | Screen::Agendas { .. } => ("%H:%M", false),
    };
    // What began on a day before the one that is listed has no hour here.
    let earlier = model.screen == Screen::Day && session.day.is_some_and(|day| day < model.place.day);
    let format = if earlier { "%a" } else { format };
    let start = session.start.map_or_else(String::new, |at| model.shown(at).format(format).to_string());
    let to_day = if session.lasts_days() { "–%a" } else { "–%H:%M" };
    let end = session.end().filter(|_| to).map(|at| model.shown(at).format(to_day).to_string());
    let cells = if format.len() > 5 { 9 } else { 5 } + if to { 6 } else { 0 };
    format!("{:cells$}", start + &end.unwrap_or_default())
}

/// The mark, and whatever else has a sign, one cell each.
pub(super) fn signs(model: &Model, ix: SessionIx, session: &Session) -> Vec<(Role, &'static str)> {
    let level = model.level(ix);
    let clashes = level == Some(Level::Attend) && !model.schedule.clash_with(&model.agenda, ix).is_empty();
    let mark = match level {
        _ if model.is_saving(ix) => Some((Role::Alert, sign::UNSAVED)),
        Some(Level::Attend) => Some((Role::Attend, sign::ATTEND)),
        Some(Level::Maybe) => Some((Role::Maybe, sign::MAYBE)),
        None => None,
    };
    let others = [
        (session.cancelled, Role::Alert, sign::CANCELLED),
        (model.changed.contains(&ix) && !session.cancelled, Role::Alert, sign::CHANGED),
        (clashes, Role::Clash, sign::CLASH),
        (session.seats == Some(Seats::Full) && !session.cancelled, Role::Alert, sign::FULL),
        (model.runs_now(ix), Role::Now, sign::NOW),
    ];
    let others = others.into_iter().filter(|(is, ..)| *is).map(|(_, role, sign)| (role, sign));
    mark.into_iter().chain(others).collect()
}

fn title_and_people(model: &Model, brush: &mut Brush, area: Area, ix: SessionIx, session: &Session) {
    let role = if session.cancelled { Role::Cancelled } else { title_role(model, ix) };
    // What a session was found by is shown, even if it costs an end of the title.
    const LEAST: usize = 16;
    let cells = Some(usize::from(area.width / 2)).filter(|cells| *cells >= LEAST && !found::is_apart(model));
    let searching = matches!(model.screen, Screen::Search(_));
    let found = cells.filter(|_| searching).and_then(|cells| found::line(model, ix, cells));
    let kept = found.as_ref().map_or(0, |line| line.iter().map(|span| text::width(&span.text)).sum::<usize>() + 2);
    let cells = usize::from(area.width).saturating_sub(kept);
    let mut rest = area;
    for span in found::title(role, &session.title, cells, &found::ranges(model, ix, Field::Title)) {
        rest = brush.text(rest, span.role, &span.text);
    }
    rest = rest.inner(2, 0, 0, 0);
    if rest.width < 8 {
        return;
    }
    let line = found.unwrap_or_else(|| people(model, ix, session));
    for span in found::fitted(line, usize::from(rest.width)) {
        rest = brush.text(rest, span.role, &span.text);
    }
}

/// The names of a session's people with a comma between, with the letters that a search matched.
pub(super) fn people(model: &Model, ix: SessionIx, session: &Session) -> Line {
    let mut names = Line::new();
    for (nth, (person, _)) in model.agenda.people_of(session).enumerate() {
        if nth > 0 {
            names.push(Span { role: Role::Faint, text: ", ".into() });
        }
        names.extend(spans(Role::Faint, &person.name, 0, &found::ranges(model, ix, Field::Person(nth))));
    }
    names
}

/// What overlaps something that I attend is faint.
fn title_role(model: &Model, ix: SessionIx) -> Role {
    if model.level(ix) != Some(Level::Attend) && !model.schedule.clash_with(&model.agenda, ix).is_empty() {
        Role::Faint
    } else {
        Role::Text
    }
}
