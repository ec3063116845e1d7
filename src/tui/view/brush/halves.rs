//! Halves of cells: two grounds, two blocks, or an edge and two grounds in one cell.

use super::{Brush, CellHalf, LOWER_HALF, RIGHT_HALF, RowHalf};
use crate::tui::layout::area::Area;
use crate::tui::theme::{Ground, MapState, Role, sign};
use ratatui::buffer::Cell;
use ratatui::style::Color;

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
        let color = self.theme.block_color(self.ground).filter(|_| !self.theme.is_ascii());
        for x in row.x..row.x.saturating_add(row.width) {
            let Some(cell) = self.buffer.cell_mut((x, row.y)) else { return };
            let Some(color) = color else {
                let letter = sign::of_map_state(state);
                cell.set_symbol(self.theme.drawn_letter(letter));
                continue;
            };
            let (is_upper, is_lower) = (cell.symbol() == UPPER_HALF, cell.symbol() == LOWER_HALF);
            match half {
                RowHalf::Upper if is_lower => {
                    let below = cell.fg;
                    cell.set_symbol(UPPER_HALF).set_fg(color).set_bg(below);
                }
                RowHalf::Upper => {
                    cell.set_symbol(UPPER_HALF).set_fg(color);
                }
                RowHalf::Lower if is_upper => {
                    cell.set_bg(color);
                }
                RowHalf::Lower => {
                    cell.set_symbol(LOWER_HALF).set_fg(color);
                }
            }
        }
    }

    /// Draws a block in one half of a cell in the colour of the ground. The other half keeps its
    /// block. A theme without colours draws a letter into the whole cell.
    pub(in crate::tui::view) fn block_side(
        &mut self,
        (x, y): (u16, u16),
        half: CellHalf,
        state: MapState,
    ) {
        let color = self.theme.block_color(self.ground).filter(|_| !self.theme.is_ascii());
        let Some(cell) = self.buffer.cell_mut((x, y)) else { return };
        let Some(color) = color else {
            cell.set_symbol(self.theme.drawn_letter(sign::of_map_state(state)));
            return;
        };
        let (has_left, has_right) = (cell.symbol() == LEFT_HALF, cell.symbol() == RIGHT_HALF);
        match half {
            CellHalf::Left if has_right => {
                let right = cell.fg;
                cell.set_symbol(LEFT_HALF).set_fg(color).set_bg(right);
            }
            CellHalf::Left => {
                cell.set_symbol(LEFT_HALF).set_fg(color);
            }
            CellHalf::Right if has_left => {
                cell.set_bg(color);
            }
            CellHalf::Right => {
                cell.set_symbol(RIGHT_HALF).set_fg(color);
            }
        }
    }

    /// Draws the edge of a card in the first cell of a row, or in a half of that cell. The bar is
    /// the right half of the cell on the ground of the screen, so that a half row needs no third
    /// colour. The `edge` of a selected card is as wide as the cell. A theme without grounds draws
    /// the sign `edge`.
    pub(in crate::tui::view) fn edge(
        &mut self,
        row: Area,
        role: Role,
        half: Option<RowHalf>,
        edge: &str,
    ) {
        let style = self.style_of(role);
        if self.has_bars() {
            let is_wide = edge == sign::EDGE_SELECTED;
            let quarters = quarters_of(half) & if is_wide { ALL_QUARTERS } else { RIGHT_QUARTERS };
            return self.put_bar(row, style.fg.unwrap_or_default(), quarters);
        }
        let sign = match half {
            None => {
                self.text(row, role, edge);
                return;
            }
            Some(RowHalf::Upper) => sign::EDGE_END,
            Some(RowHalf::Lower) => sign::EDGE_START,
        };
        let letter = self.theme.drawn_letter(sign).to_owned();
        if let Some(cell) = self.buffer.cell_mut((row.x, row.y)).filter(|_| !row.is_empty()) {
            cell.reset();
            cell.set_symbol(&letter).set_style(style);
        }
    }

    /// Begins a band in the middle of its first cell, as cards do. The edge of a card that shares
    /// the cell stays. A theme without bars changes nothing.
    pub(in crate::tui::view) fn band_side(&mut self, row: Area, half: Option<RowHalf>) {
        let color = self.theme.ground_color(self.ground).filter(|_| self.has_bars());
        let cell = self.buffer.cell((row.x, row.y));
        let Some((color, cell)) = color.zip(cell) else { return };
        if known_quarters(cell).is_none() || cell.fg == color {
            self.put_bar(row, color, quarters_of(half) & RIGHT_QUARTERS);
        }
    }

    /// Returns true if edges are bars of half a cell on the ground of the screen.
    pub(in crate::tui::view) fn has_bars(&self) -> bool {
        self.has_grounds() && !self.theme.is_ascii()
    }

    /// Fills quarters of the first cell of a row. The rest of the cell has the ground of the
    /// screen, or the bar of another card.
    fn put_bar(&mut self, row: Area, color: Color, quarters: u8) {
        let screen = self.theme.ground_style(Ground::Screen).bg.unwrap_or_default();
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
