//! The sessions of the timetable: grounds first, then edges and text.

use super::brush::{Brush, RowHalf};
use crate::tui::layout::area::Area;
use crate::tui::layout::grid::TileCells;
use crate::tui::layout::line::{Line, fit_line, line_width};
use crate::tui::layout::tile_drawing::{Card, FitLine, FreeCard, TileBody, TileDrawing};
use crate::tui::theme::{CardState, Ground, Role, sign};

/// Draws tiles, the later ones over the earlier ones.
pub(super) fn draw_drawings(brush: &mut Brush, drawings: &[&TileDrawing]) {
    for drawing in drawings {
        paint_tile(brush, drawing);
    }
    // Two tiles may share a row: both grounds lie below both edges, and a selected edge lies over
    // another one.
    let is_selected = |drawing: &&&TileDrawing| match &*drawing.body {
        TileBody::Card(card) => card.state == CardState::Selected,
        _ => false,
    };
    let others = drawings.iter().filter(|drawing| !is_selected(drawing));
    let selected = drawings.iter().filter(is_selected);
    others.chain(selected).for_each(|drawing| draw_tile(brush, drawing));
    drawings.iter().for_each(|drawing| draw_band_side(brush, drawing));
    brush.on(Ground::Screen);
}

/// Gives the cells of a tile their ground.
fn paint_tile(brush: &mut Brush, TileDrawing { cells, body, .. }: &TileDrawing) {
    let ground_of_row = |row: u16| match &**body {
        TileBody::Card(card) => Some(card_ground(card, row)),
        TileBody::Band { ground, .. } => Some(*ground),
        TileBody::Ghost | TileBody::Free(_) => None,
    };
    // The rows of a band stay free in a theme without grounds.
    let is_painted = matches!(**body, TileBody::Card(_)) || brush.has_grounds();
    // The first cell belongs to the edge, which has the ground of the screen beside it.
    let area = cells.area.inner(u16::from(brush.has_bars()), 0, 0, 0);
    let mut row = 0;
    while let Some(ground) = ground_of_row(row).filter(|_| row < area.height) {
        brush.on(ground);
        let is_alike = |other: &u16| {
            half_of_row(cells, *other).is_none() && ground_of_row(*other) == Some(ground)
        };
        match half_of_row(cells, row) {
            Some(half) => {
                brush.paint_half(area.row(row), half);
                row += 1;
            }
            None => {
                let end = (row..area.height).find(|other| !is_alike(other)).unwrap_or(area.height);
                if is_painted {
                    brush.blank(Area { y: area.y + row, height: end - row, ..area });
                }
                row = end;
            }
        }
    }
}

/// Returns the half of a row that a tile takes, or `None` for a whole row.
fn half_of_row(cells: &TileCells, row: u16) -> Option<RowHalf> {
    match () {
        () if cells.starts_in_half && row == 0 => Some(RowHalf::Lower),
        () if cells.ends_in_half && row + 1 == cells.area.height => Some(RowHalf::Upper),
        () => None,
    }
}

/// Draws the side of a band over the edges of cards.
fn draw_band_side(brush: &mut Brush, TileDrawing { cells, body, .. }: &TileDrawing) {
    let TileBody::Band { ground, .. } = &**body else { return };
    brush.on(*ground);
    for row in 0..cells.area.height {
        brush.band_side(cells.area.row(row), half_of_row(cells, row));
    }
}

/// Returns the ground of a row of a card.
fn card_ground(card: &Card, row: u16) -> Ground {
    Ground::Card(card.accent, if row < card.faded_rows { card.faded } else { card.state })
}

/// Draws the edge and the text of a tile.
fn draw_tile(brush: &mut Brush, TileDrawing { cells, body, .. }: &TileDrawing) {
    match &**body {
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
        TileBody::Free(card) => {
            brush.on(Ground::Screen);
            draw_free_card(brush, cells, card);
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
    let faded = card.faded_rows.min(cells.area.height);
    for rows in [0..faded, faded..cells.area.height] {
        brush.on(card_ground(card, rows.start));
        let area =
            Area { y: cells.area.y + rows.start, height: rows.end - rows.start, ..cells.area };
        brush.edge(area, role, |row| half_of_row(cells, rows.start + row), card.edge);
    }
}

/// Draws the text of a card into its whole rows. The rows of a running card that are over have the
/// inks of the other rows: only their ground is faded.
fn draw_card_text(brush: &mut Brush, cells: &TileCells, card: &Card) {
    let text = cells.text_area();
    let inks = Ground::Card(card.accent, card.state);
    for row in 0..text.height {
        let ground = card_ground(card, row + u16::from(cells.starts_in_half));
        match ground == inks {
            true => brush.on(ground),
            false => brush.on_with_inks(ground, inks),
        }
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

/// Draws free time: a frame with its length above, and with the sessions that fit. A frame of one
/// row has sides alone, and free time that is over has no frame.
fn draw_free_card(brush: &mut Brush, cells: &TileCells, card: &FreeCard) {
    let text = cells.text_area();
    let area = Area { x: cells.area.x, width: cells.area.width, ..text };
    let (first, last) = (area.row(0), area.row(area.height.saturating_sub(1)));
    if card.is_past || area.width < 8 {
        let row = brush.text(first.inner(2, 0, 0, 0), Role::Faint, &format!("{} ", sign::DOT));
        brush.line(row, &fit_line(card.label.clone(), row.width.into()));
        return;
    }
    let frame = FreeFrame::new(card.is_selected);
    for row in 0..area.height {
        let inner = frame.draw_sides(brush, area.row(row));
        let nth = usize::from(row).saturating_sub(1);
        if area.height > 2 && (1..area.height - 1).contains(&row) {
            draw_fit(brush, inner, card.fits.get(nth));
        }
    }
    if area.height < 2 {
        let label = fit_line(card.label.clone(), usize::from(first.width.saturating_sub(4)));
        let rest = first.inner(2, 0, 2, 0);
        draw_at_the_end(brush, rest, &label);
        let left = usize::from(rest.width).saturating_sub(line_width(&label) + 2);
        if let Some(fit) = card.fits.first().filter(|_| left > 8) {
            brush.line(rest, &fit_line(fit.title.clone(), left));
        }
        return;
    }
    frame.draw_line(brush, first, [sign::FREE_CORNERS[0], sign::FREE_CORNERS[1]]);
    let label = fit_line(card.label.clone(), usize::from(first.width.saturating_sub(6)));
    let rest = brush.text(first.inner(2, 0, 2, 0), Role::Text, " ");
    let rest = brush.line(rest, &label);
    brush.text(rest, Role::Text, " ");
    frame.draw_line(brush, last, [sign::FREE_CORNERS[2], sign::FREE_CORNERS[3]]);
    if area.height == 2 && !card.fits.is_empty() {
        let inner = last.inner(2, 0, 2, 0);
        brush.blank(inner);
        draw_fit(brush, inner, card.fits.first());
    }
}

/// Draws a session that fits into free time.
fn draw_fit(brush: &mut Brush, area: Area, fit: Option<&FitLine>) {
    let Some(fit) = fit else { return };
    let row = area.inner(1, 0, 1, 0);
    let right = line_width(&fit.right);
    let left = usize::from(row.width).saturating_sub(if right > 0 { right + 2 } else { 0 });
    brush.line(row, &fit_line(fit.title.clone(), left));
    draw_at_the_end(brush, row, &fit.right);
}

/// The frame around free time: dashed, or solid if selected.
struct FreeFrame {
    role: Role,
    line: &'static str,
    side: &'static str,
}

impl FreeFrame {
    fn new(is_selected: bool) -> FreeFrame {
        match is_selected {
            true => FreeFrame { role: Role::Key, line: sign::BAND, side: sign::DIVIDER },
            false => FreeFrame { role: Role::Rule, line: sign::FREE_LINE, side: sign::FREE_SIDE },
        }
    }

    /// Draws the sides of a row. Returns the cells between them.
    fn draw_sides(&self, brush: &mut Brush, row: Area) -> Area {
        brush.text(row, self.role, self.side);
        brush.right(row, self.role, self.side);
        row.inner(1, 0, 1, 0)
    }

    /// Draws the first or the last row, with two corners.
    fn draw_line(&self, brush: &mut Brush, row: Area, [left, right]: [&str; 2]) {
        let line = self.line.repeat(usize::from(row.width.saturating_sub(2)));
        brush.text(row, self.role, &format!("{left}{line}{right}"));
    }
}

/// Draws a line at the right end of a row, if the row has room for the line and one more letter.
fn draw_at_the_end(brush: &mut Brush, row: Area, line: &Line) {
    let cells = u16::try_from(line_width(line)).unwrap_or(u16::MAX);
    if cells < row.width {
        brush.line(row.inner(row.width - cells, 0, 0, 0), line);
    }
}
