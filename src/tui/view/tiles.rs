//! The sessions of the timetable: grounds first, then edges and text.

use super::brush::{Brush, RowHalf};
use crate::tui::layout::area::Area;
use crate::tui::layout::card::{Card, TileBody, TileDrawing, tile_drawings};
use crate::tui::layout::grid::{TileCells, VisibleGrid};
use crate::tui::layout::line::{Line, line_width};
use crate::tui::state::Model;
use crate::tui::theme::{Ground, Role, sign};

/// Draws all visible tiles.
pub(super) fn draw_tiles(model: &Model, grid: &VisibleGrid<'_>, brush: &mut Brush) {
    let drawings = tile_drawings(model, grid);
    for drawing in &drawings {
        paint_tile(brush, drawing);
    }
    // Two tiles may share a row: both grounds lie below both edges.
    for drawing in &drawings {
        draw_tile(brush, drawing);
    }
    brush.on(Ground::Screen);
}

/// Gives the cells of a tile their ground.
fn paint_tile(brush: &mut Brush, TileDrawing { cells, body }: &TileDrawing) {
    let ground_of_row = |row: u16| match body {
        TileBody::Card(card) => Some(card_ground(card, row)),
        TileBody::Band { ground, .. } => Some(*ground),
        TileBody::Ghost => None,
    };
    for row in 0..cells.area.height {
        let Some(ground) = ground_of_row(row) else { continue };
        brush.on(ground);
        let area = cells.area.row(row);
        let starts_in_half = cells.starts_in_half && row == 0;
        let ends_in_half = cells.ends_in_half && row + 1 == cells.area.height;
        match (starts_in_half, ends_in_half) {
            (true, true) => {}
            (true, false) => brush.paint_half(area, RowHalf::Lower),
            (false, true) => brush.paint_half(area, RowHalf::Upper),
            // The rows of a band stay free in a theme without grounds.
            (false, false) if matches!(body, TileBody::Card(_)) || brush.has_grounds() => {
                brush.blank(area);
            }
            (false, false) => {}
        }
    }
}

/// Returns the ground of a row of a card.
fn card_ground(card: &Card, row: u16) -> Ground {
    Ground::Card(card.accent, if row < card.faded_rows { card.faded } else { card.state })
}

/// Draws the edge and the text of a tile.
fn draw_tile(brush: &mut Brush, TileDrawing { cells, body }: &TileDrawing) {
    match body {
        TileBody::Ghost => {
            brush.on(Ground::Screen);
            for row in 0..cells.area.height {
                brush.text(cells.area.row(row), Role::Faint, sign::GHOST);
            }
        }
        TileBody::Band { ground, line, right } => {
            brush.on(*ground);
            draw_band(brush, cells, line, right);
        }
        TileBody::Card(card) => {
            draw_edge(brush, cells, card);
            draw_card_text(brush, cells, card);
        }
    }
}

/// Draws the line of a band in its first whole row. A theme without grounds draws a rule beside
/// the text.
fn draw_band(brush: &mut Brush, cells: &TileCells, line: &Line, right: &Line) {
    let row = cells.text_area().row(0);
    let row = Area { x: cells.area.x, width: cells.area.width, ..row };
    if row.is_empty() {
        return;
    }
    if !brush.has_grounds() {
        brush.text(row, Role::Rule, &sign::BAND.repeat(usize::from(row.width)));
        let gap = |line: &Line| u16::try_from(line_width(line)).unwrap_or(0) + 2;
        if !line.is_empty() {
            brush.text(row.inner(1, 0, 0, 0), Role::Text, &" ".repeat(gap(line).into()));
        }
        if !right.is_empty() {
            let from = row.width.saturating_sub(gap(right) + 1);
            brush.text(row.inner(from, 0, 1, 0), Role::Text, &" ".repeat(gap(right).into()));
        }
    }
    brush.line(row.inner(2, 0, 0, 0), line);
    draw_at_the_end(brush, row.inner(0, 0, u16::from(row.width > 8) + 1, 0), right);
}

/// Draws the edge of a card, in half of a cell where the card has half a row.
fn draw_edge(brush: &mut Brush, cells: &TileCells, card: &Card) {
    let role = Role::Edge(card.accent);
    for row in 0..cells.area.height {
        brush.on(card_ground(card, row));
        let area = cells.area.row(row);
        if cells.starts_in_half && row == 0 {
            brush.half_sign(area, role, RowHalf::Lower);
        } else if cells.ends_in_half && row + 1 == cells.area.height {
            brush.half_sign(area, role, RowHalf::Upper);
        } else {
            brush.text(area, role, card.edge);
        }
    }
}

/// Draws the text of a card into its whole rows.
fn draw_card_text(brush: &mut Brush, cells: &TileCells, card: &Card) {
    let text = cells.text_area();
    for row in 0..text.height {
        brush.on(card_ground(card, row + u16::from(cells.starts_in_half)));
        let area = text.row(row);
        if let Some(line) = card.lines.get(usize::from(row)) {
            brush.line(area, line);
        }
        if row == 0 {
            brush.right(area, Role::Key, &card.count);
        }
    }
    // In a card of one row the count takes the place of the length.
    let last = text.row(text.height.saturating_sub(1));
    if text.height > 1 || card.count.is_empty() {
        draw_at_the_end(brush, last, &card.right);
    }
}

/// Draws a line at the right end of a row, if the row has room for the line and one more letter.
fn draw_at_the_end(brush: &mut Brush, row: Area, line: &Line) {
    let cells = u16::try_from(line_width(line)).unwrap_or(u16::MAX);
    if cells < row.width {
        brush.line(row.inner(row.width - cells, 0, 0, 0), line);
    }
}
