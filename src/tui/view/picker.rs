//! The list over the screen: a frame with a title, and a row for each entry.

use super::brush::Brush;
use crate::agenda::{SessionIx, format_minutes};
use crate::tui::layout::area::Area;
use crate::tui::layout::linear;
use crate::tui::layout::picker::{picker_area, picker_body, picker_entries};
use crate::tui::layout::row::session_signs;
use crate::tui::state::{Entry, Model, Picker, Row};
use crate::tui::theme::{Role, sign};

/// Draws the picker and returns the first cell of the selected entry.
pub(super) fn draw_picker(model: &Model, brush: &mut Brush, picker: Picker) -> (u16, u16) {
    let entries = picker_entries(model, picker.kind);
    let area = picker_area(model, picker.kind, entries.len());
    let body = picker_body(model, area);
    brush.blank(area);
    if model.settings.linear {
        brush.fitted(area.row(0), Role::Title, picker.kind.title());
    } else if body != area {
        let below = entries.len().saturating_sub(picker.first + usize::from(body.height));
        draw_frame(brush, area, picker.kind.title(), below);
    }
    for (row, (nth, entry)) in (0..body.height).zip(entries.iter().enumerate().skip(picker.first)) {
        let line = body.row(row);
        if nth == picker.row {
            brush.over(Some(Role::Selected));
            brush.fill(line, Role::Text);
        }
        draw_entry(model, brush, line, entry);
        brush.over(None);
    }
    (body.x, body.y + u16::try_from(picker.row.saturating_sub(picker.first)).unwrap_or(0))
}

/// Draws the frame. `below` is the number of hidden entries below.
fn draw_frame(brush: &mut Brush, area: Area, title: &str, below: usize) {
    let rule = sign::BAND.repeat(usize::from(area.width.saturating_sub(2)));
    let [top_left, top_right, bottom_left, bottom_right] = sign::CORNERS;
    brush.text(area.row(0), Role::Faint, &format!("{top_left}{rule}{top_right}"));
    brush.fitted(area.row(0).inner(2, 0, 2, 0), Role::Head, &format!(" {title} "));
    for row in 1..area.height.saturating_sub(1) {
        brush.text(area.row(row), Role::Faint, sign::DIVIDER);
        brush.right(area.row(row), Role::Faint, sign::DIVIDER);
    }
    let last = area.row(area.height.saturating_sub(1));
    brush.text(last, Role::Faint, &format!("{bottom_left}{rule}{bottom_right}"));
    if below > 0 {
        brush.right(last.inner(2, 0, 2, 0), Role::Faint, &format!(" {below} more {} ", sign::DOWN));
    }
}

fn draw_entry(model: &Model, brush: &mut Brush, row: Area, entry: &Entry) {
    match entry {
        Entry::Head(name) => {
            brush.fitted(row, Role::Head, name);
        }
        Entry::Session(session) => draw_session(model, brush, row, *session),
        Entry::Choice(listed) => {
            let is_faint = listed.count == 0 && !listed.chosen;
            let role = if is_faint { Role::Faint } else { Role::Text };
            let (name, count) = (listed.choice.name(), listed.count);
            draw_choice(model, brush, row, &CheckBox { role, chosen: listed.chosen, name, count });
        }
        Entry::Room { room, shown, count } => {
            let name = model.agenda.rooms.get(*room).map_or("", |room| &*room.name);
            let role = if *shown { Role::Text } else { Role::Faint };
            draw_choice(model, brush, row, &CheckBox { role, chosen: *shown, name, count: *count });
        }
    }
}

/// An entry with a check box: `[x] name   12`.
struct CheckBox<'a> {
    role: Role,
    chosen: bool,
    name: &'a str,
    /// The number of sessions.
    count: usize,
}

fn draw_choice(model: &Model, brush: &mut Brush, row: Area, choice: &CheckBox<'_>) {
    let CheckBox { role, chosen, name, count } = *choice;
    if model.settings.linear {
        let chosen = if chosen { "chosen" } else { "not chosen" };
        let noun = if count == 1 { "session" } else { "sessions" };
        brush.fitted(row, role, &format!("{name}, {chosen}, {count} {noun}"));
        return;
    }
    let (box_role, box_sign) = if chosen { (Role::Key, "[x] ") } else { (Role::Faint, "[ ] ") };
    let rest = brush.right(row, role, &format!(" {count}"));
    let rest = brush.text(rest, box_role, box_sign);
    brush.fitted(rest, role, name);
}

fn draw_session(model: &Model, brush: &mut Brush, row: Area, ix: SessionIx) {
    let Some(session) = model.agenda.sessions.get(ix) else { return };
    if model.settings.linear {
        let row_of_session = Row::Session { session: ix, same_time: false, proposal: None };
        let words = linear::row_lines(model, &row_of_session, usize::MAX);
        brush.fitted(row, Role::Text, &words.concat());
        return;
    }
    let start = session.start.map(|at| model.shown_time(at).format("%H:%M ").to_string());
    let length = session.minutes.map(|minutes| format!(" {}", format_minutes(minutes)));
    let rest = brush.right(row, Role::Faint, &length.unwrap_or_default());
    let mut rest = brush.text(rest, Role::Head, &start.unwrap_or_default());
    for sign in session_signs(model, ix, session) {
        rest = brush.text(rest, sign.role, sign.text);
        rest = brush.text(rest, Role::Text, " ");
    }
    let role = if session.cancelled { Role::Cancelled } else { Role::Text };
    brush.fitted(rest, role, &session.title);
}
