//! The lists: a day on a narrow screen, the hits of a search, my schedule.

use super::brush::Brush;
use super::lines::text_end;
use crate::agenda::SessionIx;
use crate::search::Query;
use crate::text;
use crate::tui::input::action::Command;
use crate::tui::layout::accents::accent_of_session;
use crate::tui::layout::area::Area;
use crate::tui::layout::changes::{NewsCells, news_row};
use crate::tui::layout::chips::{query_notes, typed_line};
use crate::tui::layout::free_time::{fitting_sessions, free_label};
use crate::tui::layout::hit_card::{card_area, hit_card, text_area};
use crate::tui::layout::hit_line::hit_line;
use crate::tui::layout::line::{fit_line, line_width};
use crate::tui::layout::list_lines::row_height;
use crate::tui::layout::notes::missing_row;
use crate::tui::layout::row::{RowCells, is_past_row, row_parts, row_signs, row_time};
use crate::tui::layout::{linear, screen};
use crate::tui::state::{Model, NewsEntry, Note, Proposal, QueryLine, Row, Screen};
use crate::tui::theme::{Ground, Role, sign};

/// Draws the list and, for a search, the line with the typed words. Returns the cell where a person
/// types, else the first cell of the selected row.
pub(super) fn draw_list(model: &Model, brush: &mut Brush) -> Option<(u16, u16)> {
    let mut cursor = None;
    if let Screen::Search(search) = &model.screen {
        let prompt = screen::prompt_area(model);
        brush.on(Ground::Popup);
        brush.blank(prompt);
        cursor = Some(draw_prompt(model, brush, prompt, &search.input));
        brush.on(Ground::Screen);
    }
    let area = screen::list_area(model);
    if model.derived.rows.is_empty() {
        draw_empty(model, brush, area);
    }
    if model.settings.linear {
        return draw_linear_rows(model, brush, area).or(cursor);
    }
    if screen::has_hit_cards(model) {
        draw_cards(model, brush, area);
        return cursor;
    }
    let is_typing = cursor.is_some();
    let first = model.place.first_row;
    for (line, row) in (0..area.height).zip(model.derived.rows.iter().skip(first)) {
        let is_selected = first + usize::from(line) == model.place.row && row.is_selectable();
        if is_selected {
            brush.over(Some(Role::Selected));
            brush.fill(area.row(line), Role::Text);
            if !is_typing {
                cursor = Some((area.x, area.y + line));
            }
        }
        draw_row(model, brush, area.row(line), row, line == 0);
        brush.over(None);
    }
    cursor
}

/// Draws the rows of a search with the hits as cards.
fn draw_cards(model: &Model, brush: &mut Brush, area: Area) {
    let mut line = 0;
    for (nth, row) in model.derived.rows.iter().enumerate().skip(model.place.first_row) {
        let rest = area.inner(0, line, 0, 0);
        if rest.is_empty() {
            break;
        }
        match row {
            Row::Session { session, .. } => draw_hit_card(model, brush, rest, *session, nth),
            Row::Head(name) => {
                let row = rest.row(0).inner(1, 0, 1, 0);
                let rule = brush.fitted(row, Role::Head, &format!("{name} "));
                brush.text(rule, Role::Rule, &sign::BAND.repeat(usize::from(rule.width)));
            }
            _ => draw_row(model, brush, rest.row(0), row, line == 0),
        }
        line = line.saturating_add(u16::try_from(row_height(model, nth)).unwrap_or(u16::MAX));
    }
}

/// Draws a hit as a card in the first rows of an area.
fn draw_hit_card(model: &Model, brush: &mut Brush, area: Area, session: SessionIx, row: usize) {
    let Some(card) = hit_card(model, session, row) else { return };
    brush.on(Ground::Card(card.accent, card.state));
    let last = card.lines.len().saturating_sub(1);
    for (nth, (at, line)) in (0..area.height).zip(&card.lines).enumerate() {
        let cells = card_area(area.row(at));
        brush.blank(cells);
        brush.text(cells, Role::Edge(card.accent), card.edge);
        let text = text_area(cells);
        brush.line(text, line);
        if nth == 0 {
            brush.right(text, card.time.role, &card.time.text);
        }
        if nth == last {
            let width = u16::try_from(line_width(&card.right)).unwrap_or(u16::MAX);
            brush.line(text.inner(text.width.saturating_sub(width), 0, 0, 0), &card.right);
        }
    }
    brush.on(Ground::Screen);
}

/// Draws the rows in words, without a style for the selection: the cursor is there, and no line is
/// written again for a style. Returns the first cell of the selected row, or `None` while the best
/// hit of a search is selected: then the cursor stays at the typed words.
fn draw_linear_rows(model: &Model, brush: &mut Brush, area: Area) -> Option<(u16, u16)> {
    let mut cursor = None;
    let width = usize::from(area.width);
    let mut line: u16 = 0;
    for (nth, row) in model.derived.rows.iter().enumerate().skip(model.place.first_row) {
        if line >= area.height {
            break;
        }
        let is_selected = nth == model.place.row && row.is_selectable();
        let is_best_hit = matches!(model.screen, Screen::Search(_))
            && model.derived.rows.iter().position(Row::is_selectable) == Some(nth);
        if is_selected && !is_best_hit {
            cursor = Some((area.x, area.y + line));
        }
        let mut lines = linear::listed_row_lines(model, nth, width);
        if is_selected {
            lines.extend(linear::message_lines(model, width));
        }
        for (row, text) in (line..area.height).zip(&lines) {
            brush.text(area.row(row), Role::Text, text);
        }
        line = line.saturating_add(u16::try_from(row_height(model, nth)).unwrap_or(u16::MAX));
    }
    cursor
}

/// Draws the typed words and the number of hits. Returns the cell of the text cursor.
fn draw_prompt(model: &Model, brush: &mut Brush, area: Area, input: &QueryLine) -> (u16, u16) {
    let before = input.halves().0;
    let rest = brush.text(area.inner(1, 0, 1, 0), Role::Key, "/");
    let notes = query_notes(model, area);
    let count = if Query::parse(input.text()).is_empty() {
        format!("{} sessions", model.agenda.sessions.len())
    } else if model.search.is_waiting {
        String::new()
    } else {
        notes.count.clone()
    };
    let rest = brush.right(rest, Role::Faint, &count);
    // Two cells behind the caret: the cursor, and a space before the number of hits.
    let shown = text_end(before, usize::from(rest.width.saturating_sub(2)));
    let typed = input.text();
    let before_line = typed_line(model, typed, before.len() - shown.len()..before.len());
    let rest = brush.line(rest, &before_line);
    let cell = rest.x.min(area.x + area.width.saturating_sub(1));
    let behind_line = typed_line(model, typed, before.len()..typed.len());
    let behind_area = rest.inner(0, 0, 1, 0);
    brush.line(behind_area, &fit_line(behind_line, behind_area.width.into()));
    if text::width(input.text()) == 0 {
        let examples = "title, speaker, room:ulster, day:tue, after:14:00 …";
        brush.fitted(rest.inner(1, 0, 0, 0), Role::Faint, examples);
    }
    for note in notes.notes {
        let cells = Area { x: note.cells.start, width: note.cells.len() as u16, ..area };
        brush.line(cells, &note.line);
    }
    (cell, area.y)
}

/// Draws a sentence in place of an empty list.
fn draw_empty(model: &Model, brush: &mut Brush, area: Area) {
    if !matches!(model.screen, Screen::Mine { .. }) {
        return;
    }
    let [back, attend, maybe] =
        [Command::Back, Command::Attend, Command::Maybe].map(|command| model.key_of(command));
    let sentences = [
        "Nothing is marked yet.".to_owned(),
        format!(
            "{back} goes back to the timetable; there {attend} marks what you attend, {maybe} what \
             you might."
        ),
    ];
    let width = usize::from(area.width.saturating_sub(4));
    let lines = sentences.iter().flat_map(|sentence| text::wrapped(sentence, width));
    for (row, line) in (1..area.height).zip(lines) {
        brush.text(area.row(row).inner(2, 0, 2, 0), Role::Faint, &line);
    }
}

/// Draws a row. `is_first`: no row is visible above.
pub(super) fn draw_row(model: &Model, brush: &mut Brush, area: Area, row: &Row, is_first: bool) {
    let inner = area.inner(1, 0, 1, 0);
    let indented = area.inner(9, 0, 1, 0);
    match row {
        Row::Session { session, same_time, proposal } => {
            let row = SessionRow {
                session: *session,
                time_role: if *same_time && !is_first { Role::Faint } else { Role::Head },
                proposal: *proposal,
            };
            draw_session_row(model, brush, inner, &row);
        }
        Row::Match(session) => draw_match(model, brush, inner, *session),
        Row::Head(name) => {
            brush.fitted(inner, Role::Head, name);
        }
        Row::Gap(gap) => {
            let start = model.shown_clock(gap.start);
            let label = free_label(model, gap, fitting_sessions(model, gap).len());
            brush.fitted(inner, Role::Faint, &format!("{start}  {} {label}", sign::DOT));
        }
        Row::Note(Note::Clash(text)) => {
            brush.fitted(indented, Role::Clash, &format!("{} {text}", sign::CLASH));
        }
        Row::Note(Note::Changed(text)) => {
            brush.fitted(indented, Role::Alert, &format!("! {text}"));
        }
        Row::Note(Note::Personal(text)) => {
            brush.fitted(indented, Role::Faint, &format!("{} {text}", sign::NOTE));
        }
        Row::Missing(missing) => {
            let row = missing_row(model, &missing.mark, area.width);
            let rest = brush.right(inner, Role::Faint, &row.since);
            brush.fitted(rest, Role::Cancelled, &row.title);
        }
        Row::News { place, .. } => {
            if let Some(entry) = model.news.entry_at(*place) {
                draw_news(model, brush, inner, entry);
            }
        }
        Row::Remark(text) => {
            brush.fitted(inner, Role::Faint, text);
        }
    }
}

/// Draws a change: the mark, a word, the title, and the values in a column of their own.
fn draw_news(model: &Model, brush: &mut Brush, area: Area, entry: &NewsEntry) {
    let cells = NewsCells::new(model, area.width);
    let news = match entry {
        NewsEntry::Session(news) => news,
        NewsEntry::Joined(sentence) => {
            brush.fitted(area.inner(2, 0, 0, 0), Role::Text, sentence);
            return;
        }
    };
    let row = news_row(model, news, cells);
    brush.line(area, &row.head);
    let rest = area.inner(cells.head, 0, 0, 0);
    brush.line(rest, &fit_line(row.title, cells.title.into()));
    let values = rest.inner(cells.title.saturating_add(2), 0, 0, 0);
    brush.line(values, &fit_line(row.values, cells.values.into()));
}

/// A session in a list.
struct SessionRow {
    session: SessionIx,
    /// The role of the time: faint if the row above has the same time.
    time_role: Role,
    proposal: Option<Proposal>,
}

/// Draws time, signs, title, people and room; in a list over several days the day as well.
fn draw_session_row(model: &Model, brush: &mut Brush, area: Area, row: &SessionRow) {
    let Some(session) = model.agenda.sessions.get(row.session) else { return };
    let cells = RowCells::new(model, row.session, session, area.width, row.proposal);
    let time = row_time(model, session, area.width, row.proposal);
    let is_past = is_past_row(model, row.session);
    let time_role = if is_past { Role::Faint } else { row.time_role };
    let mut rest = brush.text(area, time_role, &time);
    rest = brush.text(rest, Role::Text, if row.proposal.is_some() { "   " } else { " " });
    for sign in row_signs(model, row.session, session) {
        rest = brush.text(rest, sign.role, sign.text);
    }
    let edge = area.inner(cells.before.saturating_sub(2), 0, 0, 0);
    // Over a selected row, half a cell would have the colour of the letters.
    if !brush.is_over() {
        let accent = accent_of_session(model, session);
        brush.text(edge, if is_past { Role::Rule } else { Role::Edge(accent) }, sign::EDGE);
    }
    let parts = row_parts(model, row.session, session, &cells);
    let after = area.inner(cells.before, 0, 0, 0);
    let body = Area { width: after.width.min(cells.body), ..after };
    let rest = brush.line(body, &parts.title);
    brush.line(rest.inner(2, 0, 0, 0), &parts.rest);
    let before_room = after.width.saturating_sub(cells.room + 1);
    brush.right(Area { width: before_room, ..after }, Role::Faint, &parts.length);
    brush.line(after.inner(after.width.saturating_sub(cells.room), 0, 0, 0), &parts.room);
}

/// Draws the field with the match below a hit: below the title if the row has 60 cells.
fn draw_match(model: &Model, brush: &mut Brush, area: Area, session: SessionIx) {
    let known = model.agenda.sessions.get(session).filter(|_| area.width >= 60);
    let before =
        known.map_or(2, |known| RowCells::new(model, session, known, area.width, None).before);
    let area = area.inner(before, 0, 0, 0);
    brush.line(area, &hit_line(model, session, usize::from(area.width)).unwrap_or_default());
}
