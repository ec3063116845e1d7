//! The cells of a frame that are sent to the terminal.
//!
//! Terminals disagree about the width of clusters of several visible letters, such as a flag that
//! is joined with a rainbow: one, two or three cells. The cells of such a cluster are blanked
//! before it is drawn, and its row is sent as a whole, so that no letter of an earlier frame stays.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A cell for the terminal, with its column and row.
pub(super) type CellUpdate<'a> = (u16, u16, Cow<'a, Cell>);

/// Returns the cells that differ from the frame before, from left to right in each row. With
/// `whole_rows`, a row is sent as a whole if one of its cells differs. Both frames have the same
/// area.
pub(super) fn frame_updates<'a>(
    before: &Buffer,
    after: &'a Buffer,
    whole_rows: bool,
) -> Vec<CellUpdate<'a>> {
    let mut updates = Vec::new();
    let width = usize::from(after.area.width).max(1);
    let rows = before.content.chunks(width).zip(after.content.chunks(width));
    for (y, (old, new)) in (after.area.y..).zip(rows) {
        if old == new {
            continue;
        }
        let is_narrow = [old, new].into_iter().flatten().all(is_narrow_cell);
        if is_narrow && !whole_rows {
            let cells = (after.area.x..).zip(old.iter().zip(new));
            let changed = cells.filter(|(_, (old, new))| old != new);
            updates.extend(changed.map(|(x, (_, new))| (x, y, Cow::Borrowed(new))));
            continue;
        }
        let changed = changed_columns(old, new);
        if whole_rows || [old, new].into_iter().flatten().any(|cell| is_unsure(cell.symbol())) {
            if !changed.is_empty() {
                push_row(&mut updates, after, y);
            }
        } else {
            let cells = changed.into_iter().filter_map(|x| Some((x, new.get(usize::from(x))?)));
            updates.extend(cells.map(|(x, cell)| (after.area.x + x, y, Cow::Borrowed(cell))));
        }
    }
    updates
}

/// Returns true for a cell of a letter that takes one cell on every terminal.
fn is_narrow_cell(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() == 1 || is_narrow_letter(symbol)
}

/// Returns true for a single character of one cell.
pub(super) fn is_narrow_letter(symbol: &str) -> bool {
    let mut letters = symbol.chars();
    let first = letters.next().and_then(UnicodeWidthChar::width);
    first == Some(1) && letters.next().is_none()
}

/// Returns the columns of a row with wide letters that the terminal does not show yet, counted from
/// the first cell of the row.
fn changed_columns(old: &[Cell], new: &[Cell]) -> Vec<u16> {
    let width = u16::try_from(new.len()).unwrap_or(u16::MAX);
    let row_of =
        |cells: &[Cell]| Buffer { area: Rect::new(0, 0, width, 1), content: cells.to_vec() };
    let (old, new) = (row_of(old), row_of(new));
    old.diff(&new).into_iter().map(|(x, ..)| x).collect()
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

/// Returns true for a cluster of several visible letters.
fn is_unsure(symbol: &str) -> bool {
    symbol.len() > 4 && symbol.chars().filter(|c| c.width().is_some_and(|w| w > 0)).count() > 1
}

#[cfg(test)]
mod tests;
