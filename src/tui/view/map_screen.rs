//! Draws the map of the day over the whole screen.

use super::brush::Brush;
use super::day_map::{draw_day_map, draw_frame_corners, draw_frame_lines, draw_marks};
use crate::agenda::moment_of_minute;
use crate::text;
use crate::tui::layout::area::Area;
use crate::tui::layout::card::clock_time;
use crate::tui::layout::map_screen::{MapHead, MapScreen, strip_lines};
use crate::tui::layout::{screen, tile_rows};
use crate::tui::state::Model;
use crate::tui::theme::{CardState, Ground, Role, sign};
use chrono::NaiveTime;

/// Draws the map of the day. Returns the first cell of the strip about the selected session.
pub(super) fn draw_map_screen(model: &Model, brush: &mut Brush) -> Option<(u16, u16)> {
    let Some(screen) = MapScreen::new(model) else {
        let body = screen::panes(model).joined().main;
        brush.fitted(body.row(0), Role::Faint, "The screen has no room for the map.");
        return None;
    };
    draw_heads(model, brush, &screen);
    draw_day_map(model, brush, &screen.map, None);
    draw_midnight(model, brush, &screen);
    draw_empty_cells(brush, &screen);
    draw_now_line(model, brush, &screen);
    let frame = screen.map.frame(model);
    if let Some(frame) = frame {
        draw_frame_lines(brush, frame);
    }
    draw_marks(model, brush, &screen.map, frame);
    // A star may lie over a line of the frame, but not over a corner.
    if let Some(frame) = frame {
        draw_frame_corners(brush, frame);
    }
    draw_now_pill(model, brush, &screen);
    draw_legend(model, brush, &screen);
    draw_strip(model, brush, screen.strip);
    Some((screen.strip.x, screen.strip.y))
}

/// Draws what the names of rooms have in common, and their numbers below.
fn draw_heads(model: &Model, brush: &mut Brush, screen: &MapScreen) {
    let map = &screen.map;
    let in_view = map.positions_in_view(model).unwrap_or_default();
    let chosen = map.columns.iter().position(|column| *column == model.place.cursor.column);
    let role = |head: &MapHead| match chosen {
        Some(chosen) if head.positions.contains(&chosen) => Role::ChosenColumn,
        _ if in_view.contains(&head.positions.start) => Role::Head,
        _ => Role::Faint,
    };
    let row = |row: u16, x: u16| screen.heads.row(row).inner(x - screen.heads.x, 0, 0, 0);
    if let Some(names) = screen.names_in_view(model) {
        brush.fitted(row(0, map.area.x).inner(0, 0, 1, 0), Role::Faint, &names);
    }
    draw_hidden_rooms(brush, screen);
    for head in screen.group_heads(model) {
        let end = map.cell_of_position(head.positions.end - 1) + map.room_width;
        let area = Area { width: end - head.x, ..row(0, head.x) };
        let is_in_view = in_view.contains(&head.positions.start);
        let rest = brush.text(area, if is_in_view { Role::Head } else { Role::Faint }, &head.text);
        let rule = rest.inner(1, 0, 0, 0);
        brush.text(rule, Role::Rule, &sign::BAND.repeat(usize::from(rule.width)));
    }
    let tall = screen.tall_rows();
    for head in screen.room_heads(model) {
        if tall == 0 {
            brush.text(row(1 + head.line, head.x), role(&head), &head.text);
            continue;
        }
        // From top to bottom, with the last letter above the room.
        let letters: Vec<&str> = text::letters(&head.text).collect();
        let first = tall.saturating_sub(u16::try_from(letters.len()).unwrap_or(tall)) + 1;
        for (at, letter) in (first..=tall).zip(letters) {
            let cell = Area { width: map.room_width + map.gap, ..row(at, head.x) };
            brush.text(cell, role(&head), letter);
        }
    }
}

/// Draws the numbers of rooms before and behind the map, if not all rooms fit.
fn draw_hidden_rooms(brush: &mut Brush, screen: &MapScreen) {
    let row = screen.heads.row(0).inner(0, 0, 1, 0);
    let [before, behind] = screen.map.hidden;
    let behind = if behind > 0 { format!(" {behind} {}", sign::RIGHT) } else { String::new() };
    let before = if before > 0 { format!(" {} {before}", sign::LEFT) } else { String::new() };
    brush.right(row, Role::Key, &format!("{before}{behind}"));
}

/// Draws a dot in every room without a session at a labelled hour.
fn draw_empty_cells(brush: &mut Brush, screen: &MapScreen) {
    let map = &screen.map;
    for row in (0..map.area.height).step_by(2) {
        for position in 0..map.columns.len() {
            let x = map.cell_of_position(position) + map.room_width / 2;
            let cell = Area { x, width: 1, ..map.area.row(row) };
            brush.fill_blanks(cell, Role::Rule, sign::DOT);
        }
    }
}

/// Draws a rule where the next date begins, and its weekday if there is room behind the map.
fn draw_midnight(model: &Model, brush: &mut Brush, screen: &MapScreen) {
    let map = &screen.map;
    let begins = map.span().skip(1).find_map(|minute| {
        let at = moment_of_minute(&model.agenda, model.place.day, minute)?;
        let at = model.shown_time(at);
        (at.time() == NaiveTime::MIN).then_some((minute, at))
    });
    let Some((minute, at)) = begins else { return };
    let row = map.half_of_minute(minute) / 2;
    if row >= map.area.height {
        return;
    }
    brush.fill_blanks(map.area.row(row), Role::Rule, sign::BAND);
    if screen.legend.is_empty() {
        let behind = screen.heads.x + screen.heads.width;
        let x = map.area.x + map.area.width + 1;
        let area = Area { x, width: behind.saturating_sub(x), ..map.area.row(row) };
        let label = format!("{} begins", at.format("%A"));
        if text::width(&label) <= usize::from(area.width) {
            brush.text(area, Role::Faint, &label);
        }
    }
}

/// Returns the row of the map with the time now.
fn row_of_now(model: &Model, screen: &MapScreen) -> Option<Area> {
    let area = screen.map.area;
    let row = screen.map.half_of_minute(tile_rows::minute_now(model)?) / 2;
    Some(area.row(row.min(area.height.saturating_sub(1))))
}

/// Draws a line through the free cells of the time now.
fn draw_now_line(model: &Model, brush: &mut Brush, screen: &MapScreen) {
    if let Some(row) = row_of_now(model, screen) {
        brush.fill_blanks(row, Role::Now, sign::NOW_LINE);
    }
}

/// Draws the time now over the hours.
fn draw_now_pill(model: &Model, brush: &mut Brush, screen: &MapScreen) {
    let Some(row) = row_of_now(model, screen) else { return };
    let label = tile_rows::minute_now(model).and_then(|minute| clock_time(model, minute));
    let pill = Area { x: screen.heads.x, width: 5, ..row };
    brush.text(pill, Role::NowPill, &label.unwrap_or_default());
}

/// Draws the names of the tracks, those with most sessions first.
fn draw_legend(model: &Model, brush: &mut Brush, screen: &MapScreen) {
    let entries = screen.legend_entries(model);
    let rows = usize::from(screen.legend.height);
    let shown = if entries.len() > rows { rows.saturating_sub(1) } else { entries.len() };
    for (row, entry) in (0..screen.legend.height).zip(&entries[..shown]) {
        let area = screen.legend.row(row);
        let rest = brush.text(area, Role::Edge(entry.accent), sign::EDGE_SELECTED);
        let name = brush.right(rest.inner(1, 0, 0, 0), Role::Faint, &format!(" {}", entry.count));
        brush.fitted(name, Role::Text, &entry.name);
    }
    if let (Some(rest), Ok(row)) = (entries.get(shown..), u16::try_from(shown))
        && !rest.is_empty()
    {
        let area = screen.legend.row(row).inner(2, 0, 0, 0);
        brush.fitted(area, Role::Faint, &format!("{} more", rest.len()));
    }
}

/// Draws the selected session as a card of two lines.
fn draw_strip(model: &Model, brush: &mut Brush, strip: Area) {
    let text = strip.inner(2, 0, 1, 0);
    let Some(lines) = strip_lines(model, text.width.into()) else { return };
    brush.on(Ground::Card(lines.accent, CardState::Second));
    brush.blank(strip);
    for row in 0..strip.height {
        brush.text(strip.row(row), Role::Edge(lines.accent), sign::EDGE);
    }
    brush.line(text.row(0), &lines.title);
    brush.line(text.row(1), &lines.facts);
    brush.right(text.row(1), lines.clash.role, &lines.clash.text);
    brush.on(Ground::Screen);
}
