//! Draws the model. Decides nothing: the same model gives the same screen.
//!
//! ```text
//!  SREcon16 Europe  ‹1 Mon 11›  2 Tue 12   3 Wed 13              ★ 5  ⚠ 1  09:12 IST     view/status.rs
//!        Lansdowne       Pembroke Room   Munster   Ulster     │ Splicing SRE DNA
//!  08:00 ─ Morning Coffee & Tea ───────────────────────────── │ Mon 11 Jul 09:00–09:40   view/timetable.rs or
//!  09:00 ▌ Splicing SRE DNA Sequences in the Biggest Soft…    │                           view/list.rs, and
//!        ▌ Greg Veith                                         │ Greg Veith                view/lines.rs
//!  ←→ room  ↑↓ time  Space attend  / search  ? help                                        view/status.rs
//! ```

mod brush;
mod lines;
mod list;
mod picker;
mod status;
mod timetable;

use super::theme::{Role, Theme, sign};
use crate::tui::layout::area::Area;
use crate::tui::layout::{detail, help, screen};
use crate::tui::state::{Focus, Model, Screen};
use brush::Brush;
use ratatui::buffer::Buffer;

/// Draws the whole screen. Returns the cell of the text cursor: where text is typed, in the linear
/// layout where one is.
pub(crate) fn draw(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let mut brush = Brush::new(theme, buffer);
    let panes = screen::panes(model);
    status::header(model, &mut brush, panes.header);
    let mut cursor = None;
    match model.focus {
        Focus::Help => {
            let area = help::area(model);
            lines::draw(&mut brush, area, &help::lines(model, area.width), model.scroll);
            cursor = Some((area.x, area.y));
        }
        _ if covers(model) => {
            let area = detail::area(model);
            lines::draw(&mut brush, area, &detail::lines(model, area.width), model.scroll);
            cursor = Some((area.x, area.y));
        }
        focus => {
            if screen::is_list(model) {
                cursor = list::draw(model, &mut brush, panes.main);
            } else {
                timetable::draw(model, &mut brush, panes.main);
            }
            if !panes.detail.is_empty() {
                divider(model, &mut brush, panes.detail, panes.beside);
                let area = detail::area(model);
                let scroll = if matches!(focus, Focus::Detail { .. }) { model.scroll } else { 0 };
                lines::draw(&mut brush, area, &detail::lines(model, area.width), scroll);
            }
        }
    }
    status::filter(model, &mut brush, panes.filter);
    if let Focus::Picker(open) = model.focus {
        cursor = Some(picker::draw(model, &mut brush, open));
    }
    status::footer(model, &mut brush, panes.footer);
    let typing = matches!(model.screen, Screen::Search(_)) && model.focus == Focus::Main;
    cursor.filter(|_| typing || model.settings.linear)
}

/// Whether the details cover the main pane.
fn covers(model: &Model) -> bool {
    match model.focus {
        Focus::Detail { full } => full || screen::panes(model).detail.is_empty(),
        _ => false,
    }
}

/// The line between the panes; bold where the details have the focus.
fn divider(model: &Model, brush: &mut Brush, detail: Area, beside: bool) {
    let role = if matches!(model.focus, Focus::Detail { .. }) { Role::Head } else { Role::Faint };
    if beside {
        for row in 0..detail.height {
            brush.text(detail.row(row), role, sign::DIVIDER);
        }
    } else {
        brush.text(detail.row(0), role, &sign::BAND.repeat(usize::from(detail.width)));
    }
}

#[cfg(test)]
mod shapes_tests;
#[cfg(test)]
mod tests;
