//! Cells as a whole: cleared, copied and pasted.

use super::{Brush, fill_cells};
use crate::tui::layout::area::Area;
use ratatui::buffer::Cell;

impl Brush<'_> {
    /// Makes the cells of an area as they are before anything is drawn.
    pub(in crate::tui::view) fn clear(&mut self, area: Area) {
        let blank = self.screen_cell();
        let right = area.x.saturating_add(area.width).min(self.buffer.area.right());
        for y in area.y..area.y.saturating_add(area.height) {
            fill_cells(self.row_mut(y, area.x..right), &blank);
        }
    }

    /// Returns a copy of the cells of an area, row by row.
    pub(in crate::tui::view) fn copy_cells(&mut self, area: Area) -> Vec<Cell> {
        let mut cells = Vec::new();
        let right = area.x.saturating_add(area.width).min(self.buffer.area.right());
        for y in area.y..area.y.saturating_add(area.height) {
            cells.extend_from_slice(self.row_mut(y, area.x..right));
        }
        cells
    }

    /// Replaces the cells of an area by a copy that [`Brush::copy_cells`] made of this area.
    pub(in crate::tui::view) fn paste_cells(&mut self, area: Area, cells: &[Cell]) {
        let right = area.x.saturating_add(area.width).min(self.buffer.area.right());
        let width = usize::from(right.saturating_sub(area.x)).max(1);
        for (y, cells) in (area.y..).zip(cells.chunks(width)) {
            for (cell, copied) in self.row_mut(y, area.x..right).iter_mut().zip(cells) {
                cell.clone_from(copied);
            }
        }
    }
}
