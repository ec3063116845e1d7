//! Lists: a day on a narrow screen, the hits of a search, my schedule.

use super::Brush;
use crate::agenda::{SessionIx, format_minutes};
use crate::search::Query;
use crate::tui::input::action::Command;
use crate::tui::layout::area::Area;
use crate::tui::layout::line::Line;
pub(super) use crate::tui::layout::row::{people, signs};
use crate::tui::layout::{linear, matches, row, screen, text};
use crate::tui::state::{Model, Note, Row, Screen};
use crate::tui::theme::{Role, sign};

/// Draws the list and, for a search, the line in which it is typed. Returns the cell of the text
/// cursor.
pub(super) fn draw(model: &Model, brush: &mut Brush, main: Area) -> Option<(u16, u16)> {
    let mut cursor = None;
    if let Screen::Search(search) = &model.screen {
        cursor = Some(prompt(model, brush, main.row(0), &search.input));
    }
    let area = screen::list_area(model);
    if model.derived.rows.is_empty() {
        empty(model, brush, area);
    }
    if model.settings.linear {
        return linear_rows(model, brush, area).or(cursor);
    }
    for (line, row) in (0..area.height).zip(model.derived.rows.iter().skip(model.place.first_row)) {
        let selected =
            model.place.first_row + usize::from(line) == model.place.row && row.is_selectable();
        row_at(model, brush, area.row(line), row, selected, line == 0);
    }
    brush.over(&[]);
    cursor
}

/// The rows in words. Returns the cell in which the selected one begins, but while a search is
/// typed and its best hit is selected: then the cursor is where one types.
fn linear_rows(model: &Model, brush: &mut Brush, area: Area) -> Option<(u16, u16)> {
    let mut cursor = None;
    for (line, (nth, row)) in
        (0..area.height).zip(model.derived.rows.iter().enumerate().skip(model.place.first_row))
    {
        let selected = nth == model.place.row && row.is_selectable();
        brush.over(if selected { &[Role::Selected] } else { &[] });
        let text = linear::lines(model, row, usize::from(area.width))
            .into_iter()
            .next()
            .unwrap_or_default();
        brush.text(area.row(line), Role::Text, &text);
        let typing = matches!(model.screen, Screen::Search(_))
            && model.derived.rows.iter().position(Row::is_selectable) == Some(nth);
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
        match model.search.hits.len() {
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
        brush.fitted(
            after.inner(1, 0, 0, 0),
            Role::Faint,
            "title, speaker, room:ulster, day:tue, after:14:00 …",
        );
    }
    (cell, area.y)
}

/// What a list says that has nothing in it.
fn empty(model: &Model, brush: &mut Brush, area: Area) {
    let mut lines = Vec::new();
    match &model.screen {
        Screen::Mine { .. } => {
            lines.push("Nothing is marked yet.".to_owned());
            let keys = [Command::Back, Command::Attend, Command::Maybe]
                .map(|command| model.key_of(command));
            let [back, attend, maybe] = keys;
            lines.push(format!(
                "{back} goes back to the timetable; there {attend} marks what you attend, {maybe} what you might."
            ));
        }
        Screen::Day | Screen::Search(_) | Screen::Agendas { .. } => {}
    }
    let width = usize::from(area.width.saturating_sub(4));
    for (row, line) in
        (1..area.height).zip(lines.iter().flat_map(|line| text::wrapped(line, width)))
    {
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
        Row::Head(name) => {
            brush.fitted(inner, Role::Head, name);
        }
        Row::Session { session, again, proposed } => {
            // The time is that of the lines above; the first line that is shown has none above.
            session_row(model, brush, inner, *session, *again && !first, *proposed);
        }
        Row::Gap(gap) => {
            let from = model.shown(gap.start).format("%H:%M");
            let text = format!(
                "{from}  {0} {1} free",
                sign::DOT,
                format_minutes(u32::try_from(gap.duration_minutes()).unwrap_or(0))
            );
            brush.fitted(inner, Role::Faint, &text);
        }
        Row::Note(Note::Clash(text)) => {
            let text = format!("{} {text}", sign::CLASH);
            brush.fitted(indented, Role::Clash, &text);
        }
        Row::Note(Note::Changed(text)) => {
            brush.fitted(indented, Role::Alert, &format!("! {text}"));
        }
        Row::Found(session) => {
            // Below the title, where there is room.
            let before = model.agenda.sessions.get(*session).filter(|_| inner.width >= 60);
            let before = before
                .map_or(2, |known| row::cells(model, *session, known, inner.width, false).before);
            let under = inner.inner(before, 0, 0, 0);
            line(
                brush,
                under,
                matches::line(model, *session, usize::from(under.width)).unwrap_or_default(),
            );
        }
        Row::Gone(shift) => {
            let when = shift
                .mark
                .start
                .map_or("     ".into(), |at| model.shown(at).format("%a %H:%M").to_string());
            brush.fitted(inner, Role::Cancelled, &format!("{when}  {}", shift.mark.title));
        }
        Row::Agenda(name) => {
            brush.fitted(inner, Role::Text, name);
        }
        Row::Empty(text) | Row::Rest(text) => {
            brush.fitted(inner, Role::Faint, text);
        }
    }
}

/// Time, mark, title, people, room; on a list over several days the day as well.
fn session_row(
    model: &Model,
    brush: &mut Brush,
    area: Area,
    ix: SessionIx,
    again: bool,
    proposed: bool,
) {
    let Some(session) = model.agenda.sessions.get(ix) else { return };
    let cells = row::cells(model, ix, session, area.width, proposed);
    let time = row::time(model, session, area.width);
    let mut rest = brush.text(area, if again { Role::Faint } else { Role::Head }, &time);
    rest = brush.text(rest, Role::Text, if proposed { "   " } else { " " });
    for (role, sign) in signs(model, ix, session) {
        rest = brush.text(rest, role, sign);
    }
    let edge = area.inner(cells.before.saturating_sub(2), 0, 0, 0);
    let edge = brush.text(edge, Role::accent(&model.agenda, session), sign::EDGE);
    brush.text(edge, Role::Text, " ");
    let parts = row::parts(model, ix, session, &cells);
    let after = area.inner(cells.before, 0, 0, 0);
    let mut rest = after;
    rest.width = rest.width.min(cells.body);
    rest = line(brush, rest, parts.title);
    line(brush, rest.inner(2, 0, 0, 0), parts.rest);
    line(brush, after.inner(after.width.saturating_sub(cells.room), 0, 0, 0), parts.room);
}

/// Draws a line of several roles, and gives what is right of it.
fn line(brush: &mut Brush, area: Area, line: Line) -> Area {
    line.into_iter().fold(area, |rest, span| brush.text(rest, span.role, &span.text))
}
