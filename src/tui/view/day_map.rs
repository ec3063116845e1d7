//! Draws the map of a day.

use super::brush::{Brush, RowHalf};
use crate::agenda::moment_of_minute;
use crate::tui::layout::area::Area;
use crate::tui::layout::day_map::{DayMap, HOURS};
use crate::tui::layout::{grid, screen};
use crate::tui::state::Model;
use crate::tui::theme::{Ground, MapState, Role, sign};
use chrono::Timelike;

/// Draws the rooms, the hours and the sign of now.
pub(super) fn draw_day_map(model: &Model, brush: &mut Brush, map: &DayMap) {
    draw_hours(model, brush, map);
    for block in map.blocks(model) {
        brush.on(Ground::Map(block.accent, block.state));
        for half in block.halves.clone() {
            let row = Area {
                x: block.cells.start,
                y: map.area.y + half / 2,
                width: block.cells.end - block.cells.start,
                height: 1,
            };
            let half = if half % 2 == 0 { RowHalf::Upper } else { RowHalf::Lower };
            brush.block_half(row, half, block.state == MapState::Marked);
        }
    }
    brush.on(Ground::Screen);
    draw_view_marks(model, brush, map);
}

/// Draws the map in the corner of the details, below a line with the day and the number of rooms.
pub(super) fn draw_corner_map(model: &Model, brush: &mut Brush, pane: Area) {
    let Some(map) = DayMap::in_corner(model) else { return };
    let day = model.day_name(model.place.day, "%A");
    let rooms = model.derived.table.columns;
    let title = format!("{day}, {rooms} rooms");
    brush.fitted(pane.row(0).inner(2, 0, 1, 0), Role::Head, &title);
    draw_day_map(model, brush, &map);
}

/// Draws every second hour, and the sign of now.
fn draw_hours(model: &Model, brush: &mut Brush, map: &DayMap) {
    let hours = Area { x: map.area.x - HOURS, width: HOURS, ..map.area };
    let mut last = None;
    for minute in map.span().step_by(5) {
        let Some(at) = moment_of_minute(&model.agenda, model.place.day, minute) else { continue };
        let at = model.shown_time(at);
        let row = map.half_of_minute(minute) / 2;
        let is_next = last.is_none_or(|last| row > last);
        if at.minute() == 0 && at.hour().is_multiple_of(2) && row < hours.height && is_next {
            brush.text(hours.row(row), Role::Faint, &format!("{:02}", at.hour()));
            last = Some(row);
        }
    }
    if let Some(minute) = grid::minute_now(model) {
        let row = (map.half_of_minute(minute) / 2).min(hours.height.saturating_sub(1));
        brush.text(hours.row(row).inner(HOURS - 1, 0, 0, 0), Role::Now, sign::NOW);
    }
}

/// Marks the columns that the timetable shows, by a rule below the map.
fn draw_view_marks(model: &Model, brush: &mut Brush, map: &DayMap) {
    let cells = map.cells_of_columns(&screen::columns_shown(model));
    let below = Area {
        x: cells.start,
        y: map.area.y + map.area.height,
        width: cells.end.saturating_sub(cells.start),
        height: 1,
    };
    brush.text(below, Role::Key, &sign::IN_VIEW.repeat(usize::from(below.width)));
}
