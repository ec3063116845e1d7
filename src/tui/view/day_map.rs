//! Draws the map of a day.

use super::brush::{Brush, RowHalf};
use crate::agenda::moment_of_minute;
use crate::tui::input::action::Command;
use crate::tui::layout::area::Area;
use crate::tui::layout::day_map::{DayMap, MapForm};
use crate::tui::layout::map_blocks::{MapBlock, MapFacts};
use crate::tui::layout::{screen, tile_rows};
use crate::tui::state::Model;
use crate::tui::theme::{Ground, MapState, Role, sign};
use chrono::Timelike;
use ratatui::buffer::Cell;

/// The sessions on the map of the frame before, without the selected one.
#[derive(Debug, Default)]
pub(super) struct MapMemory {
    /// `None`: there was no map.
    facts: Option<MapFacts>,
    cells: Vec<Cell>,
}

impl MapMemory {
    /// Draws the sessions but the selected one: from the frame before, if they are the same.
    fn draw_blocks(&mut self, model: &Model, brush: &mut Brush, map: &DayMap) {
        let facts = Some(map.facts(model));
        if self.facts == facts {
            return brush.paste_cells(map.area, &self.cells);
        }
        draw_blocks(brush, map, &map.blocks(model));
        self.cells = brush.copy_cells(map.area);
        self.facts = facts;
    }
}

/// Draws the rooms, the hours and the sign of now. `memory` has the map of the frame before.
pub(super) fn draw_day_map(
    model: &Model,
    brush: &mut Brush,
    map: &DayMap,
    memory: Option<&mut MapMemory>,
) {
    match memory {
        Some(memory) => memory.draw_blocks(model, brush, map),
        None => draw_blocks(brush, map, &map.blocks(model)),
    }
    let selected = map.selected_blocks(model);
    draw_blocks(brush, map, &selected);
    brush.on(Ground::Screen);
    if let Some(block) = selected.first().filter(|_| !brush.has_grounds()) {
        draw_cursor(brush, map, block);
    }
    draw_hours(model, brush, map);
}

fn draw_blocks(brush: &mut Brush, map: &DayMap, blocks: &[MapBlock]) {
    blocks.iter().for_each(|block| draw_block(brush, map, block));
}

/// Draws the selected session in whole rows of reversed signs: without grounds, no colour of the
/// terminal differs from all accents.
fn draw_cursor(brush: &mut Brush, map: &DayMap, block: &MapBlock) {
    let cells = block.sides.start / 2..block.sides.end.div_ceil(2);
    let width = cells.end - cells.start;
    for row in block.halves.start / 2..block.halves.end.div_ceil(2) {
        let area = Area { x: cells.start, width, ..map.area.row(row) };
        brush.text(area, Role::Pill, &sign::MAP_CURSOR.repeat(usize::from(width)));
    }
}

/// Draws a session whose room shares its cells with another one: in whole rows, in its half of each
/// cell. An attended one has the colour of marks.
fn draw_shared_block(brush: &mut Brush, map: &DayMap, block: &MapBlock) {
    let state = if block.is_marked { MapState::Marked } else { block.state };
    brush.on(Ground::Map(block.accent, state));
    let rows = block.halves.start / 2..block.halves.end.div_ceil(2);
    let area = Area { y: map.area.y + rows.start, height: rows.end - rows.start, ..map.area };
    brush.block_sides(area, block.sides.clone(), state);
}

/// Draws a session in half rows.
fn draw_block(brush: &mut Brush, map: &DayMap, block: &MapBlock) {
    if map.is_shared {
        return draw_shared_block(brush, map, block);
    }
    let cells = block.sides.start / 2..block.sides.end / 2;
    let width = cells.end - cells.start;
    let area = Area { x: cells.start, width, ..map.area };
    brush.on(Ground::Map(block.accent, block.state));
    brush.block_halves(area, block.halves.clone(), block.state);
}

/// Draws a star into the middle of every attended session, over all sessions: another one may have
/// the other half of the cell. Where rooms share cells, the whole session is a mark. `frame` is the
/// frame of the part in view.
pub(super) fn draw_marks(model: &Model, brush: &mut Brush, map: &DayMap, frame: Option<Area>) {
    let blocks = map.blocks(model).into_iter().chain(map.selected_blocks(model));
    for block in &blocks.filter(|block| block.is_marked).collect::<Vec<_>>() {
        match map.is_shared {
            true => draw_shared_block(brush, map, block),
            false => draw_mark(brush, map, block, frame),
        }
    }
    brush.on(Ground::Screen);
}

/// Draws a star in the whole row in the middle of a session. In a session without a whole row, half
/// of a cell has the colour of marks.
fn draw_mark(brush: &mut Brush, map: &DayMap, block: &MapBlock, frame: Option<Area>) {
    let cells = block.sides.start / 2..block.sides.end / 2;
    let middle = cells.start + (cells.end - cells.start) / 2;
    // A star beside a side of the frame leaves the side whole.
    let sides = frame.map(|frame| [frame.x, frame.x + frame.width - 1]).unwrap_or_default();
    let mut near = [middle, middle.saturating_sub(1), middle + 1].into_iter();
    let free = near.find(|x| cells.contains(x) && !sides.contains(x));
    let x = free.unwrap_or(middle);
    let cell = |row: u16| Area { x, y: map.area.y + row, width: 1, height: 1 };
    let first = block.halves.start + block.halves.start % 2;
    let rows = (block.halves.end - first.min(block.halves.end)) / 2;
    // Without grounds, a session may have the colour of marks: a half would not be seen.
    if rows > 0 || !brush.has_grounds() {
        let row = if rows > 0 { first / 2 + (rows - 1) / 2 } else { block.halves.start / 2 };
        brush.on(Ground::Map(block.accent, block.state));
        brush.text(cell(row), Role::StarPill, sign::ATTEND);
    } else {
        brush.on(Ground::Map(block.accent, MapState::Marked));
        let half = half_of(block.halves.start);
        brush.block_half(cell(block.halves.start / 2), half, MapState::Marked);
    }
}

/// Returns which half of its row a half row is.
fn half_of(half: u16) -> RowHalf {
    if half.is_multiple_of(2) { RowHalf::Upper } else { RowHalf::Lower }
}

/// Draws the map in the corner of the details, below a line with the day and the number of rooms.
pub(super) fn draw_corner_map(
    model: &Model,
    brush: &mut Brush,
    pane: Area,
    memory: &mut MapMemory,
) {
    let Some(map) = DayMap::in_corner(model) else { return };
    let day = model.day_name(model.place.day, "%A");
    let rooms = model.derived.table.columns;
    let title = format!("{day}, {rooms} rooms");
    let row = pane.row(0).inner(2, 0, 1, 0);
    let key = model.key_of(Command::Map);
    let rest = match key.is_empty() {
        true => row,
        false => {
            let rest = brush.right(row, Role::Faint, " large");
            brush.right(rest, Role::Key, &key)
        }
    };
    brush.fitted(rest, Role::Head, &title);
    draw_day_map(model, brush, &map, Some(memory));
    match map.frame(model) {
        Some(frame) => {
            draw_frame_lines(brush, frame);
            draw_frame_corners(brush, frame);
        }
        None => draw_view_marks(model, brush, &map),
    }
}

/// Draws the lines of a frame over the cells that are there.
pub(super) fn draw_frame_lines(brush: &mut Brush, frame: Area) {
    let (right, bottom) = (frame.x + frame.width - 1, frame.y + frame.height - 1);
    for x in frame.x + 1..right {
        brush.over_cell((x, frame.y), Role::Key, sign::BAND);
        brush.over_cell((x, bottom), Role::Key, sign::BAND);
    }
    for y in frame.y + 1..bottom {
        brush.over_cell((frame.x, y), Role::Key, sign::DIVIDER);
        brush.over_cell((right, y), Role::Key, sign::DIVIDER);
    }
}

/// Draws the corners of a frame over the cells that are there.
pub(super) fn draw_frame_corners(brush: &mut Brush, frame: Area) {
    let (right, bottom) = (frame.x + frame.width - 1, frame.y + frame.height - 1);
    let corners = [(frame.x, frame.y), (right, frame.y), (frame.x, bottom), (right, bottom)];
    for (corner, letter) in corners.into_iter().zip(sign::CORNERS) {
        brush.over_cell(corner, Role::Key, letter);
    }
}

/// Draws the hours, and the sign of now in the corner: every second hour there, and on the whole
/// map every hour with a free row above.
fn draw_hours(model: &Model, brush: &mut Brush, map: &DayMap) {
    let cells = map.form.hours();
    let hours = Area { x: map.area.x - cells, width: cells, ..map.area };
    let (step, rows, margin) = match map.form {
        MapForm::Corner => (2, 1, 0),
        MapForm::Whole => (1, 2, 1),
    };
    let mut free_from = 0;
    // Today, the clocks of all zones differ by quarters of an hour.
    let span = map.span();
    let first = span.start + (-span.start).rem_euclid(15);
    for minute in (first..span.end).step_by(15) {
        let Some(at) = moment_of_minute(&model.agenda, model.place.day, minute) else { continue };
        let at = model.shown_time(at);
        let row = map.half_of_minute(minute) / 2;
        let is_named = at.minute() == 0 && at.hour().is_multiple_of(step);
        if is_named && (free_from..hours.height).contains(&row) {
            let label = format!("{:02}", at.hour());
            brush.text(hours.row(row).inner(margin, 0, 0, 0), Role::Faint, &label);
            free_from = row + rows;
        }
    }
    if let Some(minute) = tile_rows::minute_now(model).filter(|_| map.form == MapForm::Corner) {
        let row = (map.half_of_minute(minute) / 2).min(hours.height.saturating_sub(1));
        brush.text(hours.row(row).inner(cells - 1, 0, 0, 0), Role::Now, sign::NOW);
        brush.fill_blanks(map.area.row(row), Role::Now, sign::NOW_LINE);
    }
}

/// Marks the columns that the timetable shows, by a rule below a map without room for a frame.
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
