//! Draws the model. A view decides nothing: the same model gives the same screen.
//!
//! ```text
//!  SREcon16 Europe  ‹1 Mon 11›  2 Tue 12         ★ 5  ⚠ 1  09:12 IST   view/header.rs
//!        Lansdowne       Pembroke Room   Munster │ Splicing SRE DNA
//!  08:00 ─ Morning Coffee & Tea ──────────────── │ Mon 11 Jul 09:00–09:40 view/timetable.rs or
//!  09:00 ▌ Splicing SRE DNA Sequences in the B…  │                        view/list.rs, and
//!        ▌ Greg Veith                            │ Greg Veith             view/lines.rs
//!  ←→ room  ↑↓ time  Space attend  / search  ? help                       view/footer.rs
//! ```

mod brush;
mod day_map;
mod detail_memory;
mod footer;
mod frame_memory;
mod header;
mod heads;
mod lines;
mod list;
mod map_screen;
mod picker;
mod tiles;
mod timeline;
mod timetable;

use super::input::keymap::Context;
use super::layout::area::Area;
use super::layout::day_map::DayMap;
use super::layout::detail::{detail_area, detail_text};
use super::layout::help::{help_area, help_lines};
use super::layout::map_screen::is_map_shown;
use super::layout::screen;
use super::state::{Focus, Model, Screen};
use super::theme::{Ground, Role, Theme, sign};
use brush::Brush;
use detail_memory::KeptDetails;
pub(crate) use frame_memory::FrameMemory;
use lines::draw_lines;
use ratatui::buffer::Buffer;

/// The cell of the terminal's own cursor: where a person types, or the first cell of the selection.
/// Screen readers and braille displays follow the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CursorCell {
    pub(crate) x: u16,
    pub(crate) y: u16,
    /// `false`: the cursor stands in the cell and is hidden.
    pub(crate) is_shown: bool,
}

/// Draws the whole screen. Returns `None` if nothing is selected.
pub(crate) fn draw(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Option<CursorCell> {
    draw_after(model, theme, &mut FrameMemory::default(), buffer)
}

/// Draws the whole screen like [`draw`], with the memory of the frame before. `buffer` has the
/// frame before, or another size, or no cells.
pub(crate) fn draw_after(
    model: &Model,
    theme: &Theme,
    memory: &mut FrameMemory,
    buffer: &mut Buffer,
) -> Option<CursorCell> {
    memory.cards.begin_frame(model);
    let grid = shows_timetable(model).then(|| screen::grid(model));
    let kept = memory.cards.painted_grid().filter(|painted| Some(*painted) == grid);
    if kept.is_none() {
        memory.cards.forget_painted();
    }
    let details = memory.details.begin_frame(model, buffer);
    let mut brush = Brush::new(theme, buffer, kept.unwrap_or_default());
    let panes = screen::panes(model);
    on_ground(&mut brush, Ground::Bar, panes.header, |brush| {
        header::draw_header(model, brush, panes.header);
    });
    let mut cursor = draw_body(model, &mut brush, memory, details);
    on_ground(&mut brush, Ground::Popup, panes.filter, |brush| {
        header::draw_filter(model, brush, panes.filter);
    });
    if let Focus::Picker(picker) = model.focus {
        memory.forget_painted();
        brush.on(Ground::Popup);
        cursor = Some(picker::draw_picker(model, &mut brush, picker));
        brush.on(Ground::Screen);
    }
    let is_covered = on_ground(&mut brush, Ground::Bar, panes.footer, |brush| {
        footer::draw_footer(model, brush, panes.footer)
    });
    if is_covered {
        memory.forget_painted();
    }
    let is_typing = model.key_context() == Context::Search;
    let is_shown = is_typing || model.settings.linear;
    let (width, height) = model.settings.size;
    let cell = cursor.filter(|(x, y)| *x < width && *y < height)?;
    Some(CursorCell { x: cell.0, y: cell.1, is_shown })
}

/// Returns true if [`draw_body`] draws the timetable.
fn shows_timetable(model: &Model) -> bool {
    let has_main = match model.focus {
        Focus::Help => false,
        Focus::Detail { full } => !full && !screen::panes(model).detail.is_empty(),
        _ => true,
    };
    has_main && !is_map_shown(model) && !screen::is_list(model)
}

/// Gives an area a ground, and draws on the ground. Returns what `draw` returns.
fn on_ground<T>(
    brush: &mut Brush,
    ground: Ground,
    area: Area,
    draw: impl FnOnce(&mut Brush) -> T,
) -> T {
    brush.on(ground);
    brush.blank(area);
    let drawn = draw(brush);
    brush.on(Ground::Screen);
    drawn
}

/// Draws everything between header and footer, with `details` of the frame before. Returns the cell
/// of the text cursor.
fn draw_body(
    model: &Model,
    brush: &mut Brush,
    memory: &mut FrameMemory,
    details: Option<KeptDetails>,
) -> Option<(u16, u16)> {
    let panes = screen::panes(model);
    match model.focus {
        Focus::Help => {
            let area = help_area(model);
            draw_lines(brush, area, &help_lines(model, area.width), model.scroll);
            Some((area.x, area.y))
        }
        _ if is_map_shown(model) => map_screen::draw_map_screen(model, brush),
        Focus::Detail { full } if full || panes.detail.is_empty() => {
            let area = detail_area(model);
            draw_details(model, brush, area, model.scroll);
            Some((area.x, area.y))
        }
        _ => {
            brush.set_focus(model.focus == Focus::Main);
            let cursor = draw_main(model, brush, panes.main, memory);
            brush.set_focus(true);
            if panes.detail.is_empty() {
                return cursor;
            }
            draw_detail_frame(model, brush, panes.detail, panes.beside, &mut memory.map);
            match details {
                Some(kept) => kept.draw(brush),
                None => draw_details(model, brush, detail_area(model), model.detail_scroll()),
            }
            match model.focus {
                Focus::Detail { .. } => {
                    let area = detail_area(model);
                    Some((area.x, area.y))
                }
                _ => cursor,
            }
        }
    }
}

/// Draws the list or the timetable. Returns the cell of the text cursor.
fn draw_main(
    model: &Model,
    brush: &mut Brush,
    main: Area,
    memory: &mut FrameMemory,
) -> Option<(u16, u16)> {
    if let Some(timeline) = model.derived.timeline.as_ref().filter(|_| screen::is_timeline(model)) {
        return timeline::draw_timeline(model, timeline, brush);
    }
    if screen::is_list(model) {
        return list::draw_list(model, brush);
    }
    timetable::draw_timetable(model, brush, main, &mut memory.cards)
}

/// Draws the title above the details, and the line between the panes. If the details have the keys,
/// the line is heavy and the title is selected. Beside a search, its line takes the place of the
/// title.
fn draw_detail_frame(
    model: &Model,
    brush: &mut Brush,
    pane: Area,
    is_beside: bool,
    map: &mut day_map::MapMemory,
) {
    let has_focus = matches!(model.focus, Focus::Detail { .. });
    let (role, divider, band) = match has_focus {
        true => (Role::Key, sign::FOCUS_DIVIDER, sign::FOCUS_BAND),
        false => (Role::Faint, sign::DIVIDER, sign::BAND),
    };
    let has_prompt = is_beside && matches!(model.screen, Screen::Search(_));
    if is_beside {
        for row in u16::from(has_prompt)..pane.height {
            brush.text(pane.row(row), role, divider);
        }
    } else {
        brush.text(pane.row(0), role, &band.repeat(usize::from(pane.width)));
    }
    let mut title = pane.row(0);
    if is_beside {
        day_map::draw_corner_map(model, brush, pane, map);
        title = pane.row(DayMap::rows_in_corner(model));
    }
    if !has_prompt {
        let title_role = if has_focus { Role::Selected } else { Role::Faint };
        brush.fitted(title.inner(1, 0, 1, 0), title_role, " Details ");
    }
}

/// Draws the details from a line on, with their head as a card.
fn draw_details(model: &Model, brush: &mut Brush, area: Area, scroll: usize) {
    let text = detail_text(model, area.width);
    let scroll = scroll.min(text.lines.len().saturating_sub(usize::from(area.height)));
    let Some(head) = text.head.filter(|_| !model.settings.linear) else {
        return draw_lines(brush, area, &text.lines, scroll);
    };
    let rows = u16::try_from(head.lines.saturating_sub(scroll)).unwrap_or(u16::MAX);
    let card = Area { height: area.height.min(rows), ..area };
    let edge = Area { x: area.x.saturating_sub(1), width: area.width + 1, ..card };
    brush.on(Ground::Card(head.accent, head.state));
    brush.blank(edge);
    for row in 0..card.height {
        brush.text(edge.row(row), Role::Edge(head.accent), sign::EDGE);
    }
    let shown = scroll..(scroll + usize::from(card.height)).min(text.lines.len());
    draw_lines(brush, card, text.lines.get(shown).unwrap_or_default(), 0);
    brush.on(Ground::Screen);
    let below = text.lines.get(head.lines..).unwrap_or_default();
    let rest = area.inner(0, card.height, 0, 0);
    draw_lines(brush, rest, below, scroll.saturating_sub(head.lines));
}

#[cfg(test)]
mod shapes_tests;
#[cfg(test)]
mod tests;
