//! The cells of a frame that are sent to the terminal.
//!
//! Terminals disagree about the width of clusters of several visible letters, such as a flag that
//! is joined with a rainbow: one, two or three cells. The cells of such a cluster are blanked
//! before it is drawn, and its row is sent as a whole, so that no letter of an earlier frame stays.

use ratatui::buffer::{Buffer, Cell};
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A cell for the terminal, with its column and row.
pub(super) type CellUpdate<'a> = (u16, u16, Cow<'a, Cell>);

/// Returns the cells that differ from the frame before, from left to right in each row. With
/// `whole_rows`, a row is sent as a whole if one of its cells differs.
pub(super) fn frame_updates<'a>(
    before: &Buffer,
    after: &'a Buffer,
    whole_rows: bool,
) -> Vec<CellUpdate<'a>> {
    let mut updates = Vec::new();
    let changed = before.diff(after);
    for row in changed.chunk_by(|a, b| a.1 == b.1) {
        let y = row[0].1;
        if whole_rows || [before, after].into_iter().any(|frame| has_unsure_width(frame, y)) {
            push_row(&mut updates, after, y);
        } else {
            updates.extend(row.iter().map(|(x, y, cell)| (*x, *y, Cow::Borrowed(*cell))));
        }
    }
    updates
}

/// Adds every cell of a row. Cells of a cluster of unsure width are blanked first.
fn push_row<'a>(updates: &mut Vec<CellUpdate<'a>>, frame: &'a Buffer, y: u16) {
    let area = frame.area;
    let cell_at = |x: u16| frame.cell((x, y)).filter(|_| x < area.right());
    let mut x = area.x;
    while let Some(cell) = cell_at(x) {
        let width = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
        if is_unsure(cell.symbol()) {
            let mut blank = cell.clone();
            blank.set_symbol(" ");
            let cells = x..(x + width).min(area.right());
            updates.extend(cells.map(|x| (x, y, Cow::Owned(blank.clone()))));
        }
        updates.push((x, y, Cow::Borrowed(cell)));
        x += width;
    }
}

/// Returns true if a row has a cluster whose width terminals disagree about.
fn has_unsure_width(frame: &Buffer, y: u16) -> bool {
    let area = frame.area;
    (area.x..area.right()).any(|x| frame.cell((x, y)).is_some_and(|cell| is_unsure(cell.symbol())))
}

/// Returns true for a cluster of several visible letters.
fn is_unsure(symbol: &str) -> bool {
    symbol.len() > 4 && symbol.chars().filter(|c| c.width().is_some_and(|w| w > 0)).count() > 1
}

#[cfg(test)]
mod tests;
