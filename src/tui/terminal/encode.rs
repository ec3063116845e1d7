//! A frame as bytes for the terminal: the shortest moves of the cursor, the styles that change, and
//! the rows that the terminal can move itself.

mod cursor_move;
mod pen;
mod rows;

use super::updates::{CellUpdate, frame_updates, is_narrow_letter};
use cursor_move::CursorMove;
use foldhash::HashMap;
use pen::{Pen, change_style, is_plain_blank};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use rows::find_moved_rows;
use std::fmt::Write;

/// The cells of the screen for each byte of a frame that is short enough as it is: the search for
/// moved rows reads all cells.
const CELLS_PER_BYTE: usize = 5;

/// The least blank cells that the terminal clears with one sequence, up to the end of the row and
/// before other cells.
const CLEARED_AT_END: usize = 4;
const CLEARED_INSIDE: usize = 10;

/// Removes the styles that a blank cell does not show, so that such cells are equal.
pub(crate) fn drop_unseen_styles(frame: &mut Buffer) {
    const SEEN: Modifier =
        Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);
    for cell in &mut frame.content {
        if cell.symbol() == " " && !cell.modifier.intersects(SEEN) {
            cell.fg = Color::Reset;
            cell.modifier = Modifier::empty();
        }
    }
}

/// Returns the bytes that turn a frame on the terminal into the next one. Both frames are without
/// unseen styles: see [`drop_unseen_styles`]. With `whole_rows`, a row is sent as a whole if one
/// of its cells differs.
pub(crate) fn encode_frame(before: &Buffer, after: &Buffer, whole_rows: bool) -> String {
    let bytes = encode_cells(&frame_updates(Some(before), after, whole_rows), after);
    if whole_rows || bytes.len() < after.content.len() / CELLS_PER_BYTE {
        return bytes;
    }
    let Some(moved) = find_moved_rows(before, after) else { return bytes };
    let after_move = moved.applied_to(before);
    let cells = encode_cells(&frame_updates(Some(&after_move), after, false), after);
    let moved = moved.sequence() + &cells;
    if moved.len() < bytes.len() { moved } else { bytes }
}

/// Returns the bytes that show a frame on a blank terminal, as [`encode_frame`] does.
pub(super) fn encode_first_frame(frame: &Buffer, whole_rows: bool) -> String {
    encode_cells(&frame_updates(None, frame, whole_rows), frame)
}

/// Returns the bytes of cells. `frame` has the cells between them, too.
fn encode_cells(updates: &[CellUpdate<'_>], frame: &Buffer) -> String {
    let mut encoder = Encoder {
        bytes: String::new(),
        frame,
        at: None,
        pen: Pen::default(),
        changes: HashMap::default(),
    };
    let mut rest = updates;
    while let Some((x, y, cell)) = rest.first() {
        let blank = blank_run(rest, frame);
        let is_end = blank > 0 && x + to_u16(blank) >= frame.area.right();
        encoder.move_to(*x, *y);
        match blank {
            CLEARED_AT_END.. if is_end => encoder.clear_to_end(),
            CLEARED_INSIDE.. => encoder.clear(blank),
            _ => {
                encoder.put(cell);
                rest = &rest[1..];
                continue;
            }
        }
        rest = rest.get(updates_in_run(rest, *x, *y, blank)..).unwrap_or_default();
    }
    encoder.finish()
}

/// Returns the number of updates in the `cells` cells from (`x`, `y`) on.
fn updates_in_run(updates: &[CellUpdate<'_>], x: u16, y: u16, cells: usize) -> usize {
    let end = x + to_u16(cells);
    updates.iter().take_while(|(at, row, _)| *row == y && (x..end).contains(at)).count()
}

/// Returns the number of blank cells without a ground from the first update on, up to the last
/// update among them or the end of the row.
fn blank_run(updates: &[CellUpdate<'_>], frame: &Buffer) -> usize {
    let Some((first, row, _)) = updates.first().filter(|(.., cell)| is_plain_blank(cell)) else {
        return 0;
    };
    let cells = (*first..frame.area.right()).map_while(|x| frame.cell((x, *row)));
    let blank = cells.take_while(|cell| is_plain_blank(cell)).count();
    if *first + to_u16(blank) >= frame.area.right() {
        return blank;
    }
    let in_run = &updates[..updates_in_run(updates, *first, *row, blank)];
    in_run.last().map_or(0, |(x, ..)| usize::from(x - first) + 1)
}

fn to_u16(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
}

/// The bytes so far, and the state of the terminal after them.
struct Encoder<'f> {
    bytes: String,
    frame: &'f Buffer,
    /// The cell of the cursor. `None`: terminals may disagree about the cell.
    at: Option<(u16, u16)>,
    pen: Pen,
    /// The sequences of the changes of style so far: a frame has few kinds of them.
    changes: HashMap<(Pen, Pen), String>,
}

impl Encoder<'_> {
    /// Moves the cursor to a cell, in the shortest of several ways.
    fn move_to(&mut self, x: u16, y: u16) {
        if self.at == Some((x, y)) {
            return;
        }
        let absolute = CursorMove::To { x, y };
        let others = self.at.map(|at| self.relative_moves(at, (x, y)));
        let ways = others.into_iter().flatten().flatten();
        let shortest = ways.fold(absolute, |a, b| if b.bytes() < a.bytes() { b } else { a });
        match shortest {
            CursorMove::Over { cells } => {
                let cells = (x - cells..x).filter_map(|x| self.frame.cell((x, y)));
                cells.for_each(|cell| self.bytes.push_str(cell.symbol()));
            }
            way => way.write(&mut self.bytes),
        }
        self.at = Some((x, y));
    }

    /// Returns the ways from one cell to another: over the cells between, by a sequence in the row,
    /// and by line feeds.
    fn relative_moves(&self, from: (u16, u16), to: (u16, u16)) -> [Option<CursorMove>; 3] {
        const LINE_FEEDS: u16 = 4;
        let (down, is_right) = (to.1.checked_sub(from.1), to.0 >= from.0);
        let over = down == Some(0) && is_right && self.shows_letters_between(from, to.0);
        let line_feeds = down.filter(|down| (1..=LINE_FEEDS).contains(down));
        let below = |down| CursorMove::Down { rows: down, from: from.0, to: to.0 };
        [
            over.then_some(CursorMove::Over { cells: to.0.abs_diff(from.0) }),
            (down == Some(0)).then_some(CursorMove::InRow { from: from.0, to: to.0 }),
            line_feeds.map(below),
        ]
    }

    /// Returns true for a few cells with letters of one byte in the style of the pen.
    fn shows_letters_between(&self, (from, row): (u16, u16), to: u16) -> bool {
        const MOST: u16 = 6;
        let mut cells = (from..to).map(|x| self.frame.cell((x, row)));
        let is_shown = |cell: Option<&Cell>| {
            cell.is_some_and(|it| it.symbol().len() == 1 && self.pen.shows(it))
        };
        to - from <= MOST && cells.all(is_shown)
    }

    /// Draws a cell at the cursor.
    fn put(&mut self, cell: &Cell) {
        self.set_style_of(cell);
        self.bytes.push_str(cell.symbol());
        let is_narrow = cell.symbol().is_ascii() || is_narrow_letter(cell.symbol());
        self.at = self.at.map(|(x, y)| (x + 1, y)).filter(|(x, _)| {
            // Behind the last cell, terminals disagree.
            is_narrow && *x < self.frame.area.right()
        });
    }

    fn set_style_of(&mut self, cell: &Cell) {
        if !self.pen.shows(cell) {
            let wanted = Pen::for_cell(cell, self.pen);
            let change = (self.pen, wanted);
            let sequence = self.changes.entry(change).or_insert_with(|| change_style(change));
            self.bytes.push_str(sequence);
            self.pen = wanted;
        }
    }

    /// Clears the cells from the cursor to the end of the row.
    fn clear_to_end(&mut self) {
        self.set_style_of(&Cell::EMPTY);
        self.bytes.push_str("\x1b[K");
    }

    /// Clears cells from the cursor on. The cursor stays.
    fn clear(&mut self, cells: usize) {
        self.set_style_of(&Cell::EMPTY);
        let _ = write!(self.bytes, "\x1b[{cells}X");
    }

    /// Returns the bytes, with the terminal's own style at the end.
    fn finish(mut self) -> String {
        if self.pen != Pen::default() {
            self.bytes.push_str("\x1b[m");
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests;
