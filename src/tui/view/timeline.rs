//! My schedule as a timeline: days beside each other, time down.

use super::brush::Brush;
use super::list::draw_row;
use super::tiles::draw_drawings;
use crate::text;
use crate::tui::layout::area::{Area, GUTTER};
use crate::tui::layout::line::{fit_line, line_width};
use crate::tui::layout::scroll::scroll_list;
use crate::tui::layout::timeline::{
    TimelineAreas, day_cells, days_shown, selected_day, time_label, timeline_areas,
};
use crate::tui::layout::timeline_card::{NowLine, TimelineDrawing, now_line, timeline_drawing};
use crate::tui::layout::timeline_strip::{DayHead, day_head, strip_lines};
use crate::tui::state::{Model, Row, Timeline};
use crate::tui::theme::{Ground, Role, sign};

/// Draws my schedule. Returns the first cell of the selection.
pub(super) fn draw_timeline(
    model: &Model,
    timeline: &Timeline,
    brush: &mut Brush,
) -> Option<(u16, u16)> {
    let areas = timeline_areas(model);
    let drawing = timeline_drawing(model, timeline);
    draw_heads(model, brush, &areas);
    draw_gutter(model, brush, &areas, &drawing);
    draw_drawings(brush, &drawing.tiles.iter().collect::<Vec<_>>());
    brush.on(Ground::Screen);
    for pill in &drawing.pills {
        brush.text(pill.area, Role::ClashPill, &pill.text);
    }
    draw_now(model, timeline, brush, &areas);
    let in_tail = draw_tail(model, timeline, brush, areas.tail);
    draw_strip(model, brush, areas.strip);
    let selected = timeline.item_of_row(model.place.row);
    let cells = drawing.tiles.iter().find(|tile| tile.item.is_some() && tile.item == selected);
    in_tail.or(cells.map(|tile| {
        let text = tile.cells.text_area();
        (tile.cells.area.x + u16::from(tile.cells.area.width > 1), text.y)
    }))
}

/// Draws the days, and the numbers of days beside the visible ones.
fn draw_heads(model: &Model, brush: &mut Brush, areas: &TimelineAreas) {
    let (days, grid) = (days_shown(model), areas.grid);
    let chosen = selected_day(model);
    let hidden = model.agenda.days.len() - days.end;
    let hidden = if hidden > 0 { format!(" {hidden} {}", sign::RIGHT) } else { String::new() };
    for (cells, day) in day_cells(model).into_iter().zip(days.clone()) {
        let beside = if day + 1 == days.end { text::width(&hidden) } else { 0 };
        let beside = u16::try_from(beside.max(1)).unwrap_or(u16::MAX);
        let width = (cells.end - cells.start).saturating_sub(beside);
        let area = Area { x: grid.x + cells.start, width, ..areas.heads };
        let role = if day == chosen { Role::ChosenColumn } else { Role::Column };
        let DayHead { name, facts } = day_head(model, day, usize::from(width));
        brush.text(area, role, &" ".repeat(usize::from(width)));
        let rest = brush.fitted(area.inner(2, 0, 0, 0), role, &name).inner(2, 0, 0, 0);
        let facts = fit_line(facts, usize::from(rest.width));
        let end = Area { width: u16::try_from(line_width(&facts)).unwrap_or(0), ..rest };
        brush.line(end, &facts);
        brush.underline(end);
    }
    brush.right(areas.heads, Role::Key, &hidden);
    if days.start > 0 {
        brush.text(areas.heads, Role::Key, &format!(" {} {}", sign::LEFT, days.start));
    }
}

/// Draws the times at the left of the cards.
fn draw_gutter(model: &Model, brush: &mut Brush, areas: &TimelineAreas, drawing: &TimelineDrawing) {
    let day = selected_day(model);
    for (y, label) in &drawing.labels {
        let area = Area { x: 1, y: *y, width: GUTTER - 1, height: 1 };
        let role = if label.is_selected { Role::Title } else { Role::Faint };
        if areas.grid.contains(areas.grid.x, *y) {
            brush.text(area, role, &time_label(model, day, label.minute));
        }
    }
}

/// Draws the time now beside today, and the line of now through the free cells of today. If another
/// day is beside the gutter, the time is in free cells of today, or a sign is left of today.
fn draw_now(model: &Model, timeline: &Timeline, brush: &mut Brush, areas: &TimelineAreas) {
    let Some(now) = now_line(model, timeline) else { return };
    let NowLine { day, minute, line, cells, is_beside_gutter } = now;
    let row = areas.grid.row(line);
    let time = format!(" {}", time_label(model, day, minute));
    if is_beside_gutter {
        brush.fitted(Area { x: 0, width: GUTTER - 1, ..row }, Role::NowPill, &time);
    }
    let width = (cells.end - cells.start).saturating_sub(1);
    let column = Area { x: row.x + cells.start, width, ..row };
    if !is_beside_gutter {
        let pill = u16::try_from(text::width(&time)).unwrap_or(u16::MAX).saturating_add(1);
        let places = [column, column.inner(width.saturating_sub(pill), 0, 0, 0)];
        let mut places = places.into_iter().map(|area| Area { width: pill.min(width), ..area });
        if let Some(free) = places.find(|area| brush.is_blank(*area)) {
            brush.fitted(free, Role::NowPill, &format!("{time} "));
        } else {
            let left = Area { x: column.x.saturating_sub(1), width: 1, ..row };
            brush.text(left, Role::NowPill, sign::NOW);
        }
    }
    brush.line_through(column, Role::Now, sign::NOW_LINE);
}

/// Draws the rows that are on no day. Returns the first cell of the selected one.
fn draw_tail(
    model: &Model,
    timeline: &Timeline,
    brush: &mut Brush,
    area: Area,
) -> Option<(u16, u16)> {
    let rows = model.derived.rows.get(timeline.tail..).unwrap_or_default();
    let selected = model.place.row.checked_sub(timeline.tail);
    let wanted = selected.map_or(0..0, |row| row..row + 1);
    let first = scroll_list(0, usize::from(area.height), wanted, rows.len());
    let mut cursor = None;
    for (line, (nth, row)) in (0..area.height).zip(rows.iter().enumerate().skip(first)) {
        if Some(nth) == selected && row.is_selectable() {
            brush.over(Some(Role::Selected));
            brush.fill(area.row(line), Role::Text);
            cursor = Some((area.x, area.y + line));
        }
        draw_row(model, brush, area.row(line), row, matches!(row, Row::Head(_)));
        brush.over(None);
    }
    cursor
}

/// Draws the facts about the selection.
fn draw_strip(model: &Model, brush: &mut Brush, area: Area) {
    if area.is_empty() {
        return;
    }
    brush.on(Ground::Popup);
    brush.blank(area);
    let inner = area.inner(1, 0, 1, 0);
    let lines = strip_lines(model, usize::from(inner.width));
    for (row, line) in (0..inner.height).zip(lines) {
        brush.line(inner.row(row), &fit_line(line, usize::from(inner.width)));
    }
    brush.on(Ground::Screen);
}
