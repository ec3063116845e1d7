//! Halves of cells: two grounds, two blocks, or an edge and two grounds in one cell.

use super::{Brush, LOWER_HALF, RIGHT_HALF, RowHalf};
use crate::tui::layout::area::Area;
use crate::tui::theme::{Ground, MapState, Role, sign};
use ratatui::buffer::Cell;
use ratatui::style::Color;
use std::ops::Range;

/// The upper half of a cell in the colour of the letter, the lower half in the colour of the
/// ground.
const UPPER_HALF: &str = "▀";

/// The left half of a cell in the colour of the letter, the right half in the colour of the ground.
const LEFT_HALF: &str = "▌";

impl Brush<'_> {
    /// Gives half a row of cells the ground. The other halves keep theirs. A theme without grounds
    /// changes nothing.
    pub(in crate::tui::view) fn paint_half(&mut self, row: Area, half: RowHalf) {
        let Some(color) = self.theme.ground_color(self.ground) else { return };
        let screen = self.theme.ground_color(Ground::Screen).unwrap_or_default();
        for x in row.x..row.x.saturating_add(row.width) {
            let Some(cell) = self.buffer.cell_mut((x, row.y)) else { return };
            // ASCII has no letter for two grounds: the row belongs to the tile that is drawn last.
            if self.theme.is_ascii() {
                cell.reset();
                cell.set_bg(color);
                continue;
            }
            let below = if cell.bg == Color::Reset { screen } else { cell.bg };
            let above = if cell.symbol() == UPPER_HALF { cell.fg } else { below };
            let (above, below) = match half {
                RowHalf::Upper => (color, below),
                RowHalf::Lower => (above, color),
            };
            cell.reset();
            if above == below {
                cell.set_bg(above);
            } else {
                cell.set_symbol(UPPER_HALF).set_fg(above).set_bg(below);
            }
        }
    }

    /// Draws half a row of blocks in the colour of the ground. The other halves keep their blocks.
    /// A theme without colours draws letters: see [`sign::of_map_state`].
    pub(in crate::tui::view) fn block_half(&mut self, row: Area, half: RowHalf, state: MapState) {
        let half = u16::from(half == RowHalf::Lower);
        self.block_halves(row, half..half + 1, state);
    }

    /// Draws half rows of blocks as [`Brush::block_half`] does, counted from the top of `area`.
    pub(in crate::tui::view) fn block_halves(
        &mut self,
        area: Area,
        halves: Range<u16>,
        state: MapState,
    ) {
        let color = self.theme.block_color(self.ground).filter(|_| !self.theme.is_ascii());
        let letter = self.theme.drawn_letter(sign::of_map_state(state));
        let cells = area.x..area.x.saturating_add(area.width).min(self.buffer.area.right());
        for half in halves {
            let is_upper = half.is_multiple_of(2);
            for cell in self.row_mut(area.y.saturating_add(half / 2), cells.clone()) {
                match color {
                    Some(color) if is_upper => put_upper_half(cell, color),
                    Some(color) => put_lower_half(cell, color),
                    None => drop(cell.set_symbol(letter)),
                }
            }
        }
    }

    /// Draws blocks in halves of cells, in the colour of the ground: in each row of `rows` the
    /// halves `sides`, two in a cell, counted from the left of the screen. The other halves keep
    /// their blocks. A theme without colours draws letters into whole cells.
    pub(in crate::tui::view) fn block_sides(
        &mut self,
        rows: Area,
        sides: Range<u16>,
        state: MapState,
    ) {
        let color = self.theme.block_color(self.ground).filter(|_| !self.theme.is_ascii());
        let letter = self.theme.drawn_letter(sign::of_map_state(state));
        for y in rows.y..rows.y.saturating_add(rows.height) {
            for side in sides.clone() {
                let Some(cell) = self.buffer.cell_mut((side / 2, y)) else { continue };
                match color {
                    Some(color) if side.is_multiple_of(2) => put_left_half(cell, color),
                    Some(color) => put_right_half(cell, color),
                    None => drop(cell.set_symbol(letter)),
                }
            }
        }
    }

    /// Draws the edge of a card in the first cells of rows, or in halves of these cells. The bar is
    /// the right half of a cell on the ground of the screen, so that a half row needs no third
    /// colour. The `edge` of a selected card is as wide as the cell. A theme without grounds draws
    /// the sign `edge`.
    pub(in crate::tui::view) fn edge(
        &mut self,
        rows: Area,
        role: Role,
        half_of_row: impl Fn(u16) -> Option<RowHalf>,
        edge: &str,
    ) {
        let style = self.style_of(role);
        if self.has_bars() {
            let is_wide = edge == sign::EDGE_SELECTED;
            let shown = if is_wide { ALL_QUARTERS } else { RIGHT_QUARTERS };
            let colors = (style.fg.unwrap_or_default(), self.screen_color());
            for row in 0..rows.height {
                self.put_bar(rows.row(row), colors, quarters_of(half_of_row(row)) & shown);
            }
            return;
        }
        for row in 0..rows.height {
            let sign = match half_of_row(row) {
                None => edge,
                Some(RowHalf::Upper) => sign::EDGE_END,
                Some(RowHalf::Lower) => sign::EDGE_START,
            };
            let letter = self.theme.drawn_letter(sign);
            let cell = self.buffer.cell_mut((rows.x, rows.row(row).y));
            if let Some(cell) = cell.filter(|_| !rows.is_empty()) {
                cell.reset();
                cell.set_symbol(letter).set_style(style);
            }
        }
    }

    /// Returns the colour of the screen's ground.
    fn screen_color(&self) -> Color {
        self.theme.ground_style(Ground::Screen).bg.unwrap_or_default()
    }

    /// Begins a band in the middle of its first cell, as cards do. The edge of a card that shares
    /// the cell stays. A theme without bars changes nothing.
    pub(in crate::tui::view) fn band_side(&mut self, row: Area, half: Option<RowHalf>) {
        let color = self.theme.ground_color(self.ground).filter(|_| self.has_bars());
        let cell = self.buffer.cell((row.x, row.y));
        let Some((color, cell)) = color.zip(cell) else { return };
        if known_quarters(cell).is_none() || cell.fg == color {
            let colors = (color, self.screen_color());
            self.put_bar(row, colors, quarters_of(half) & RIGHT_QUARTERS);
        }
    }

    /// Returns true if edges are bars of half a cell on the ground of the screen.
    pub(in crate::tui::view) fn has_bars(&self) -> bool {
        self.has_grounds() && !self.theme.is_ascii()
    }

    /// Fills quarters of the first cell of a row with a colour. The rest of the cell has the colour
    /// of the screen's ground, or the bar of another card.
    fn put_bar(&mut self, row: Area, (color, screen): (Color, Color), quarters: u8) {
        let cell = self.buffer.cell_mut((row.x, row.y)).filter(|_| !row.is_empty());
        let Some(cell) = cell else { return };
        let shared = known_quarters(cell).filter(|known| known & quarters == 0);
        let is_wide = |quarters: u8| quarters & LEFT_QUARTERS != 0;
        let (letter, fg, bg) = match shared {
            Some(known) if cell.fg == color => (letter_of(known | quarters), color, screen),
            // A cell has two colours. Beside a wide bar, both bars are wide. Else the later card
            // has the whole bar.
            Some(known) if is_wide(known) || is_wide(quarters) => {
                match quarters & UPPER_QUARTERS == 0 {
                    true => (UPPER_HALF, cell.fg, color),
                    false => (UPPER_HALF, color, cell.fg),
                }
            }
            Some(_) => (RIGHT_HALF, color, screen),
            None => (letter_of(quarters), color, screen),
        };
        cell.reset();
        cell.set_symbol(letter).set_fg(fg).set_bg(bg);
    }
}

/// Draws the upper half of a cell. The lower half keeps its colour.
fn put_upper_half(cell: &mut Cell, color: Color) {
    if cell.symbol() == LOWER_HALF {
        cell.bg = cell.fg;
    }
    cell.set_symbol(UPPER_HALF).set_fg(color);
}

/// Draws the lower half of a cell. The upper half keeps its colour.
fn put_lower_half(cell: &mut Cell, color: Color) {
    if cell.symbol() == UPPER_HALF {
        cell.set_bg(color);
    } else {
        cell.set_symbol(LOWER_HALF).set_fg(color);
    }
}

/// Draws the left half of a cell. The right half keeps its colour.
fn put_left_half(cell: &mut Cell, color: Color) {
    if cell.symbol() == RIGHT_HALF {
        cell.bg = cell.fg;
    }
    cell.set_symbol(LEFT_HALF).set_fg(color);
}

/// Draws the right half of a cell. The left half keeps its colour.
fn put_right_half(cell: &mut Cell, color: Color) {
    if cell.symbol() == LEFT_HALF {
        cell.set_bg(color);
    } else {
        cell.set_symbol(RIGHT_HALF).set_fg(color);
    }
}

/// The quarters of a cell, one bit each.
const LEFT_QUARTERS: u8 = 0b0101;
const RIGHT_QUARTERS: u8 = 0b1010;
const UPPER_QUARTERS: u8 = 0b0011;
const LOWER_QUARTERS: u8 = 0b1100;
const ALL_QUARTERS: u8 = 0b1111;

/// The letters of bars, and the quarters that each fills.
const BARS: [(&str, u8); 8] = [
    (RIGHT_HALF, RIGHT_QUARTERS),
    ("▝", RIGHT_QUARTERS & UPPER_QUARTERS),
    ("▗", RIGHT_QUARTERS & LOWER_QUARTERS),
    (sign::EDGE_SELECTED, ALL_QUARTERS),
    (UPPER_HALF, UPPER_QUARTERS),
    (LOWER_HALF, LOWER_QUARTERS),
    ("▜", RIGHT_QUARTERS | UPPER_QUARTERS),
    ("▟", RIGHT_QUARTERS | LOWER_QUARTERS),
];

/// Returns the quarters of a half of a cell, or of the whole cell.
fn quarters_of(half: Option<RowHalf>) -> u8 {
    match half {
        None => ALL_QUARTERS,
        Some(RowHalf::Upper) => UPPER_QUARTERS,
        Some(RowHalf::Lower) => LOWER_QUARTERS,
    }
}

/// Returns the quarters that the bar in a cell fills, or `None` for another letter.
fn known_quarters(cell: &Cell) -> Option<u8> {
    let symbol = cell.symbol();
    if symbol == " " {
        return None;
    }
    BARS.iter().find(|(letter, _)| *letter == symbol).map(|(_, quarters)| *quarters)
}

/// Returns the letter of a bar that fills quarters of a cell.
fn letter_of(quarters: u8) -> &'static str {
    BARS.iter().find(|(_, known)| *known == quarters).map_or(" ", |(letter, _)| letter)
}
