//! The last line: the keys that matter here, a message, or a warning.

use super::brush::Brush;
use crate::tui::input::action::Command;
use crate::tui::layout::area::Area;
use crate::tui::layout::changes::unread_label;
use crate::tui::layout::hints::{Hint, lasting_hints, useful_hints};
use crate::tui::layout::line::{Line, line_width, text_run};
use crate::tui::layout::message::{message_lines, warning_line};
use crate::tui::layout::refresh_label::refresh_label;
use crate::tui::layout::scroll;
use crate::tui::state::{Focus, Message, Model, Screen};
use crate::tui::theme::{Role, sign};

/// The cells that the state of the refresh leaves for hints.
const FIRST_HINT: u16 = 16;

/// The cells between two parts of the line.
const SPACE: u16 = 2;

/// Draws the last line of the screen. A message that is wider than the line covers the lines above:
/// returns true then.
pub(super) fn draw_footer(model: &Model, brush: &mut Brush, area: Area) -> bool {
    if area.is_empty() {
        return false;
    }
    let row = area.inner(1, 0, 1, 0);
    // In the linear layout, a message about a list is beside the selection.
    let is_beside = model.settings.linear && model.focus == Focus::Main;
    if let Some(message) = model.message.as_ref().filter(|_| !is_beside) {
        return draw_message(model, brush, row, message);
    }
    draw_hints(model, brush, row);
    false
}

/// Draws a warning, or the keys that matter here.
fn draw_hints(model: &Model, brush: &mut Brush, row: Area) {
    let rest = draw_lasting(model, brush, row);
    if let Some(warning) = warning_line(model, rest.width) {
        brush.line(rest, &warning);
        return;
    }
    // Hints that follow the selection would be read after every key: the help has the keys.
    if model.settings.linear {
        let counts = count_lines(model).into_iter();
        counts.fold(rest, |rest, part| draw_whole(brush, rest, &part));
        return;
    }
    let rest = draw_whole_right(brush, rest, &scroll_label(model));
    let cells = usize::from(rest.width.saturating_sub(FIRST_HINT));
    let refresh = refresh_label(model, cells);
    let refresh = refresh.map(|label| vec![text_run(Role::Faint, &label)]);
    let mut rest = draw_whole_right(brush, rest, &refresh.unwrap_or_default());
    let hints = useful_hints(model).into_iter().map(|hint| hint_line(&hint));
    for part in count_lines(model).into_iter().chain(hints) {
        rest = draw_whole(brush, rest, &part);
    }
}

/// Draws a message in the last line, or over the last lines below a rule. Returns true if the
/// message covers other lines.
fn draw_message(model: &Model, brush: &mut Brush, row: Area, message: &Message) -> bool {
    let lines = message_lines(model, message, row.width);
    let above = u16::try_from(lines.len().saturating_sub(1)).unwrap_or(0).min(row.y);
    let top = Area { y: row.y - above, height: above + 1, ..row };
    if above > 0 && top.y > 0 {
        let rule = Area { x: 0, y: top.y - 1, width: row.width + 2, height: 1 };
        brush.text(rule, Role::Faint, &sign::BAND.repeat(usize::from(rule.width)));
    }
    brush.blank(Area { x: 0, width: row.width + 2, ..top });
    for (line, at) in lines.iter().zip(0..top.height) {
        brush.line(top.row(at), line);
    }
    if let [line] = &lines[..] {
        let left = usize::from(row.width).saturating_sub(line_width(line));
        if line_width(&lasting_line(model)) + usize::from(SPACE) <= left {
            draw_lasting(model, brush, row);
        }
    }
    above > 0
}

/// Returns the key that closes what is on top, or quits, and the key of the help.
fn lasting_line(model: &Model) -> Line {
    let hints = lasting_hints(model);
    let mut line = hint_line(&hints.leave);
    let help = hint_line(&hints.help);
    if !line.is_empty() && !help.is_empty() {
        line.push(text_run(Role::Text, &" ".repeat(SPACE.into())));
    }
    line.extend(help);
    line
}

/// Draws the keys that every view has at the right end: without their effects if there is no room
/// for more. Returns the rest of the row.
fn draw_lasting(model: &Model, brush: &mut Brush, row: Area) -> Area {
    let whole = lasting_line(model);
    if line_width(&whole) <= usize::from(row.width) {
        return draw_whole_right(brush, row, &whole);
    }
    let hints = lasting_hints(model);
    let keys = format!("{} {}", hints.leave.keys, hints.help.keys);
    draw_whole_right(brush, row, &vec![text_run(Role::Key, &keys)])
}

/// Returns a key and its effect, or nothing if no key is bound.
fn hint_line(hint: &Hint) -> Line {
    if hint.keys.is_empty() {
        return Line::new();
    }
    vec![text_run(Role::Key, &hint.keys), text_run(Role::Faint, &format!(" {}", hint.effect))]
}

/// Draws a line at the left end of the row if the whole line fits. Returns the rest of the row.
fn draw_whole(brush: &mut Brush, row: Area, line: &Line) -> Area {
    if line.is_empty() || line_width(line) > usize::from(row.width) {
        return row;
    }
    brush.line(row, line).inner(SPACE, 0, 0, 0)
}

/// Draws a line at the right end of the row if the whole line fits. Returns the rest of the row.
fn draw_whole_right(brush: &mut Brush, row: Area, line: &Line) -> Area {
    let cells = line_width(line);
    if line.is_empty() || cells > usize::from(row.width) {
        return row;
    }
    let cells = u16::try_from(cells).unwrap_or(u16::MAX);
    brush.line(row.inner(row.width - cells, 0, 0, 0), line);
    row.inner(0, 0, cells + SPACE, 0)
}

/// Returns the number of unread changes, of hidden rooms and of hits on other days.
fn count_lines(model: &Model) -> Vec<Line> {
    let is_main = model.focus == Focus::Main;
    let with_key = |command: Command, label: String| match model.key_of(command) {
        key if key.is_empty() => Line::new(),
        key => vec![text_run(Role::Key, &key), text_run(Role::Head, &format!(" {label}"))],
    };
    let mut lines = Vec::new();
    let unread = unread_label(model).filter(|_| is_main);
    lines.extend(unread.map(|label| with_key(Command::Changes, label)));
    let hidden = model.derived.room_order.hidden_count();
    if hidden > 0 && model.screen == Screen::Day && is_main {
        let noun = if hidden == 1 { "room is" } else { "rooms are" };
        lines.push(with_key(Command::Rooms, format!("{hidden} {noun} hidden")));
    }
    let elsewhere = model.hits_elsewhere();
    if elsewhere > 0 {
        let key = model.key_of(Command::NextHit);
        let goes = if key.is_empty() { String::new() } else { format!(": {key} goes there") };
        let text = format!("0 hits here, {elsewhere} on other days{goes}");
        lines.push(vec![text_run(Role::Head, &text)]);
    }
    lines
}

/// Returns arrows toward hidden lines: `↑↓ more`, or an empty line.
fn scroll_label(model: &Model) -> Line {
    let hidden = scroll::hidden_lines(model);
    let up = if hidden.above { sign::UP } else { "" };
    let down = if hidden.below { sign::DOWN } else { "" };
    if hidden.is_empty() {
        return Line::new();
    }
    vec![text_run(Role::Key, &format!("{up}{down} more"))]
}
