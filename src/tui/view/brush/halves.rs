//! Halves of cells: two grounds, two blocks, or an edge and two grounds in one cell.

use super::{Brush, CellHalf, LOWER_HALF, RowHalf};
use crate::tui::layout::area::Area;
use crate::tui::theme::{Ground, MapState, Role, sign};
use ratatui::style::Color;

/// The upper half of a cell in the colour of the letter, the lower half in the colour of the
/// ground.
const UPPER_HALF: &str = "▀";

/// The left half of a cell in the colour of the letter, the right half in the colour of the ground.
const LEFT_HALF: &str = "▌";

/// The right half of a cell in the colour of the letter.
const RIGHT_HALF: &str = "▐";

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

    /// Draws the edge of a card in one half of a row: over the left half of the cell, or over the
    /// whole cell for the `edge` of a selected card. The other half keeps its ground and its edge.
    pub(in crate::tui::view) fn half_edge(
        &mut self,
        row: Area,
        role: Role,
        half: RowHalf,
        edge: &str,
    ) {
        let style = self.style_of(role);
        let has_grounds = self.has_grounds() && !self.theme.is_ascii();
        let screen = self.theme.ground_color(Ground::Screen).unwrap_or_default();
        let sign = match half {
            RowHalf::Upper => sign::EDGE_END,
            RowHalf::Lower => sign::EDGE_START,
        };
        let letter = self.theme.drawn_letter(sign).to_owned();
        let Some(cell) = self.buffer.cell_mut((row.x, row.y)).filter(|_| !row.is_empty()) else {
            return;
        };
        if !has_grounds {
            cell.reset();
            cell.set_symbol(&letter).set_style(style);
            return;
        }
        let color = style.fg.unwrap_or_default();
        let below = if cell.bg == Color::Reset { screen } else { cell.bg };
        let above = if cell.symbol() == UPPER_HALF { cell.fg } else { below };
        let (mine, other) = match half {
            RowHalf::Upper => (above, below),
            RowHalf::Lower => (below, above),
        };
        let (symbol, fg, bg) = match cell.symbol() {
            // A cell has two colours: edges of two colours take its whole width.
            sign::EDGE_START | sign::EDGE_END if cell.fg != color => match half {
                RowHalf::Upper => (UPPER_HALF, color, cell.fg),
                RowHalf::Lower => (UPPER_HALF, cell.fg, color),
            },
            sign::EDGE_START | sign::EDGE_END => (sign::EDGE, color, mine),
            _ if edge == sign::EDGE_SELECTED && half == RowHalf::Upper => {
                (UPPER_HALF, color, other)
            }
            _ if edge == sign::EDGE_SELECTED => (UPPER_HALF, other, color),
            _ => (sign, color, other),
        };
        cell.reset();
        cell.set_symbol(symbol).set_fg(fg).set_bg(bg);
    }
}
