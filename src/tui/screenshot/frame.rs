//! Reads a frame: the cells of a row, and runs of cells with the same style.

use crate::text::width;
use ratatui::buffer::{Buffer, Cell};

/// Neighbouring cells with the same style.
pub(super) struct CellRun<'a> {
    /// The first column.
    pub(super) x: u16,
    /// The width, in cells.
    pub(super) width: u16,
    pub(super) text: String,
    /// The first cell.
    pub(super) cell: &'a Cell,
}

/// Returns the cells of a row with their columns, from left to right. The empty cell behind a wide
/// character is skipped.
pub(super) fn cells_of_row(buffer: &Buffer, row: u16) -> impl Iterator<Item = (u16, &Cell)> {
    (0..buffer.area.width)
        .filter_map(move |x| Some((x, buffer.cell((x, row))?)))
        .filter(|(_, cell)| !cell.symbol().is_empty())
}

/// Returns the runs of a row, from left to right.
pub(super) fn runs_of_row(buffer: &Buffer, row: u16) -> Vec<CellRun<'_>> {
    let mut runs: Vec<CellRun> = Vec::new();
    for (x, cell) in cells_of_row(buffer, row) {
        let end = x + if width(cell.symbol()) > 1 { 2 } else { 1 };
        match runs.last_mut() {
            Some(run) if has_same_style(run.cell, cell) => {
                run.text.push_str(cell.symbol());
                run.width = end - run.x;
            }
            _ => runs.push(CellRun { x, width: end - x, text: cell.symbol().to_owned(), cell }),
        }
    }
    runs
}

fn has_same_style(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}
