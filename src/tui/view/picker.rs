//! A list over the screen: a frame with its name, and an entry a row.

use crate::agenda::{SessionIx, format_minutes};
use crate::tui::layout::area::Area;
use crate::tui::layout::picker::{picker_area, picker_body, picker_entries};
use crate::tui::layout::{linear, text};
use crate::tui::state::{Entry, Model, Picker, Row};
use crate::tui::theme::{Role, sign};
use crate::tui::view::Brush;
use crate::tui::view::list::signs;

/// Draws the list and returns the cell in which the selected entry begins.
pub(super) fn draw(model: &Model, brush: &mut Brush, open: Picker) -> (u16, u16) {
    let entries = picker_entries(model, open.kind);
    let area = picker_area(model, open.kind, entries.len());
    let body = picker_body(model, area);
    brush.over(&[]);
    brush.blank(area);
    if model.settings.linear {
        brush.fitted(area.row(0), Role::Title, open.kind.title());
    } else if body != area {
        frame(brush, area, open.kind.title(), below(&entries, open, body));
    }
    for (row, (nth, entry)) in (0..body.height).zip(entries.iter().enumerate().skip(open.first)) {
        let selected = nth == open.row;
        brush.over(if selected { &[Role::Selected] } else { &[] });
        let line = body.row(row);
        if selected {
            brush.fill(line, Role::Text);
        }
        draw_entry(model, brush, line, entry);
    }
    brush.over(&[]);
    (body.x, body.y + u16::try_from(open.row.saturating_sub(open.first)).unwrap_or(0))
}

/// How many entries are further down.
fn below(entries: &[Entry], open: Picker, body: Area) -> usize {
    entries.len().saturating_sub(open.first + usize::from(body.height))
}

fn frame(brush: &mut Brush, area: Area, title: &str, below: usize) {
    let inner = usize::from(area.width.saturating_sub(2));
    let edge = |left: &str, right: &str| format!("{left}{}{right}", sign::BAND.repeat(inner));
    brush.text(area.row(0), Role::Faint, &edge(sign::CORNERS[0], sign::CORNERS[1]));
    brush.fitted(area.row(0).inner(2, 0, 2, 0), Role::Head, &format!(" {title} "));
    for row in 1..area.height.saturating_sub(1) {
        brush.text(area.row(row), Role::Faint, sign::DIVIDER);
        brush.right(area.row(row), Role::Faint, sign::DIVIDER);
    }
    let last = area.row(area.height.saturating_sub(1));
    brush.text(last, Role::Faint, &edge(sign::CORNERS[2], sign::CORNERS[3]));
    if below > 0 {
        brush.right(last.inner(2, 0, 2, 0), Role::Faint, &format!(" {below} more {} ", sign::DOWN));
    }
}

fn draw_entry(model: &Model, brush: &mut Brush, row: Area, entry: &Entry) {
    match entry {
        Entry::Head(name) => drop(brush.fitted(row, Role::Head, name)),
        Entry::Session(session) => draw_session(model, brush, row, *session),
        Entry::Offer(offer) => {
            let role = if offer.count == 0 && !offer.chosen { Role::Faint } else { Role::Text };
            choice(model, brush, row, role, offer.chosen, (offer.choice.name(), offer.count));
        }
        Entry::Room { room, shown, count } => {
            let name = model.agenda.rooms.get(*room).map_or("", |room| &*room.name);
            choice(
                model,
                brush,
                row,
                if *shown { Role::Text } else { Role::Faint },
                *shown,
                (name, *count),
            );
        }
    }
}

/// `[x] name   12`
fn choice(
    model: &Model,
    brush: &mut Brush,
    row: Area,
    role: Role,
    chosen: bool,
    (name, count): (&str, usize),
) {
    if model.settings.linear {
        let chosen = if chosen { "chosen" } else { "not chosen" };
        let noun = if count == 1 { "session" } else { "sessions" };
        brush.fitted(row, role, &format!("{name}, {chosen}, {count} {noun}"));
        return;
    }
    let (role_of_box, sign) = if chosen { (Role::Key, "[x] ") } else { (Role::Faint, "[ ] ") };
    let rest = brush.right(row, role, &format!(" {count}"));
    let rest = brush.text(rest, role_of_box, sign);
    brush.fitted(rest, role, name);
}

fn draw_session(model: &Model, brush: &mut Brush, row: Area, ix: SessionIx) {
    let Some(session) = model.agenda.sessions.get(ix) else { return };
    if model.settings.linear {
        let words = linear::lines(
            model,
            &Row::Session { session: ix, again: false, proposed: false },
            usize::MAX,
        );
        brush.fitted(row, Role::Text, &words.concat());
        return;
    }
    let start =
        session.start.map_or_else(String::new, |at| model.shown(at).format("%H:%M ").to_string());
    let long =
        session.minutes.map_or_else(String::new, |minutes| format!(" {}", format_minutes(minutes)));
    let rest = brush.right(row, Role::Faint, &long);
    let mut rest = brush.text(rest, Role::Head, &start);
    for (role, sign) in signs(model, ix, session) {
        rest = brush.text(rest, role, sign);
        rest = brush.text(rest, Role::Text, " ");
    }
    let title = text::fit(&session.title, usize::from(rest.width));
    brush.text(rest, if session.cancelled { Role::Cancelled } else { Role::Text }, &title);
}
