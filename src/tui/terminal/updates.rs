//! The cells of a frame that are sent to the terminal.
//!
//! Terminals disagree about the width of clusters of several visible letters, such as a flag that
//! is joined with a rainbow: one, two or three cells. The cells of such a cluster are blanked
//! before it is drawn, and its row is sent as a whole, so that no letter of an earlier frame stays.

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Color;
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A cell for the terminal, with its column and row.
pub(super) type CellUpdate<'a> = (u16, u16, Cow<'a, Cell>);

/// Returns the cells that differ from the frame before, from left to right in each row. Without a
/// frame `before`, the terminal is blank. With `whole_rows`, a row is sent as a whole if one of its
/// cells differs. Both frames have the same area.
pub(super) fn frame_updates<'a>(
    before: Option<&Buffer>,
    after: &'a Buffer,
    whole_rows: bool,
) -> Vec<CellUpdate<'a>> {
    let mut updates = Vec::new();
    let (area, width) = (after.area, usize::from(after.area.width).max(1));
    let blank = vec![Cell::EMPTY; width];
    for (row, (y, new)) in (area.y..).zip(after.content.chunks(width)).enumerate() {
        let shown = before.and_then(|it| it.content.get(row * width..(row + 1) * width));
        let (old, is_blank) = (shown.unwrap_or(&blank), shown.is_none());
        let known = updates.len();
        let mut is_narrow = true;
        for (x, (old, new)) in (area.x..).zip(old.iter().zip(new)) {
            let is_same = if is_blank { is_empty_cell(new) } else { is_same_cell(old, new) };
            is_narrow = is_narrow && is_narrow_cell(new) && (is_same || is_narrow_cell(old));
            if !is_same {
                updates.push((x, y, Cow::Borrowed(new)));
            }
        }
        if updates.len() > known && (whole_rows || !is_narrow) {
            updates.truncate(known);
            push_row_with_wide_letters(&mut updates, (old, new), (after, y), whole_rows);
        }
    }
    updates
}

/// Returns true for a cell that a blank terminal shows.
fn is_empty_cell(cell: &Cell) -> bool {
    (cell.bg, cell.fg) == (Color::Reset, Color::Reset)
        && cell.modifier.is_empty()
        && cell.diff_option == CellDiffOption::None
        && cell.symbol() == " "
}

/// Returns true for equal cells. Most letters have one byte, and bytes are compared in a fifth of
/// the time of texts.
pub(super) fn is_same_cell(one: &Cell, other: &Cell) -> bool {
    let is_same_letter = match (one.symbol().as_bytes(), other.symbol().as_bytes()) {
        ([one], [other]) => one == other,
        (one, other) => one == other,
    };
    is_same_letter
        && (one.fg, one.bg, one.modifier) == (other.fg, other.bg, other.modifier)
        && one.diff_option == other.diff_option
}

/// Adds the updates of a row `y` of `frame` that may have wide letters. A row with letters of
/// unsure width is sent as a whole, as any row is with `is_whole`.
fn push_row_with_wide_letters<'a>(
    updates: &mut Vec<CellUpdate<'a>>,
    (old, new): (&[Cell], &[Cell]),
    (frame, y): (&'a Buffer, u16),
    is_whole: bool,
) {
    let changed = changed_columns(old, new);
    let is_unsure = || old.iter().chain(new).any(|cell| is_unsure(cell.symbol()));
    if changed.is_empty() {
        return;
    }
    if is_whole || is_unsure() {
        return push_row(updates, frame, y);
    }
    let columns = changed.into_iter().map(|x| frame.area.x + x);
    let cells = columns.filter_map(|x| Some((x, y, Cow::Borrowed(frame.cell((x, y))?))));
    updates.extend(cells);
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
