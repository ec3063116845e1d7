//! [`FrameEncoder`]: frames as bytes for the terminal. The encoder chooses the shortest moves of
//! the cursor, the styles that change, and the rows that the terminal can move itself.

mod cursor_move;
mod rows;

use super::digits::push_sequence;
use super::pen::{Pen, change_style};
use super::picture::{Clusters, Glyph, Picture};
use super::updates::{GlyphUpdate, push_row_updates};
use cursor_move::CursorMove;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rows::find_moved_rows;

/// The cells of the screen for each byte of a frame that is short enough as it is: the search for
/// moved rows reads all cells.
const CELLS_PER_BYTE: usize = 5;

/// The least blank cells that the terminal clears with one sequence, up to the end of the row and
/// before other cells.
const CLEARED_AT_END: usize = 4;
const CLEARED_INSIDE: u16 = 10;

/// Turns each frame into the bytes for a terminal that shows the frame before.
#[derive(Debug, Default)]
pub(crate) struct FrameEncoder {
    /// The picture on the terminal. `None`: the terminal is blank.
    shown: Option<Picture>,
    /// The picture before, whose memory the next one takes.
    spare: Picture,
    clusters: Clusters,
}

impl FrameEncoder {
    /// Forgets the frame on the terminal: the terminal is blank.
    pub(crate) fn forget(&mut self) {
        self.shown = None;
    }

    /// Returns true if the terminal shows a frame of an area.
    pub(crate) fn shows_area(&self, area: Rect) -> bool {
        let cells = usize::from(area.width) * usize::from(area.height);
        let shown = self.shown.as_ref();
        shown.is_some_and(|it| it.width() == usize::from(area.width) && it.len() == cells)
    }

    /// Adds the bytes for the terminal to show `frame`. A frame with another area than the one
    /// before needs a blank terminal. With `whole_rows`, a row is sent as a whole if one of its
    /// cells differs.
    pub(crate) fn encode(&mut self, frame: &Buffer, whole_rows: bool, bytes: &mut Vec<u8>) {
        let mut after = std::mem::take(&mut self.spare);
        after.read(frame, &mut self.clusters);
        let before = self.shown.take().filter(|shown| shown.has_size_of(&after));
        let start = bytes.len();
        encode_cells(before.as_ref(), (&after, frame), whole_rows, bytes);
        if let Some(mut before) = before {
            let length = bytes.len() - start;
            if !whole_rows && length >= after.len() / CELLS_PER_BYTE {
                replace_by_move(&mut before, (&after, frame), start, bytes);
            }
            self.spare = before;
        }
        self.shown = Some(after);
    }
}

/// Replaces the bytes from `start` on by a move of rows and the cells that differ after the move,
/// if this is shorter. Moves the rows of `before`.
fn replace_by_move(
    before: &mut Picture,
    (after, frame): (&Picture, &Buffer),
    start: usize,
    bytes: &mut Vec<u8>,
) {
    let Some(moved) = find_moved_rows(before, after) else { return };
    let end = bytes.len();
    moved.apply_to(before);
    moved.write(bytes);
    encode_cells(Some(before), (after, frame), false, bytes);
    match bytes.len() - end < end - start {
        true => drop(bytes.drain(start..end)),
        false => bytes.truncate(end),
    }
}

/// Adds the bytes of the cells that differ. `before` is `None` for a blank terminal. `frame` has
/// the letters.
fn encode_cells(
    before: Option<&Picture>,
    (after, frame): (&Picture, &Buffer),
    whole_rows: bool,
    bytes: &mut Vec<u8>,
) {
    let blank = vec![Glyph::BLANK; if before.is_none() { after.width() } else { 0 }];
    let mut updates = Vec::with_capacity(after.width());
    let mut encoder = Encoder { bytes, frame, row: &[], at: None, pen: Pen::OWN };
    for (y, row) in (0..).zip(after.rows()) {
        let old = before.map_or(&*blank, |before| before.row(y));
        updates.clear();
        push_row_updates(&mut updates, (old, row), whole_rows);
        encoder.row = row;
        encoder.put_row(&updates, y);
    }
    encoder.finish();
}

/// The bytes so far, and the state of the terminal after them.
struct Encoder<'f> {
    bytes: &'f mut Vec<u8>,
    frame: &'f Buffer,
    /// The row that is sent.
    row: &'f [Glyph],
    /// The cell of the cursor. `None`: terminals may disagree about the cell.
    at: Option<(u16, u16)>,
    pen: Pen,
}

impl Encoder<'_> {
    /// Draws cells of a row.
    fn put_row(&mut self, updates: &[GlyphUpdate], y: u16) {
        let mut rest = updates;
        while let Some((x, glyph)) = rest.first() {
            self.move_to(*x, y);
            let cleared = if *glyph == Glyph::BLANK { self.clear_run(rest) } else { 0 };
            if cleared == 0 {
                self.put(*glyph);
            }
            rest = &rest[cleared.max(1)..];
        }
    }

    /// Clears blank cells from the first update on with one sequence, if they are many: up to the
    /// end of the row, or up to the last update among them. Returns the number of updates that are
    /// done. The cursor stays.
    fn clear_run(&mut self, updates: &[GlyphUpdate]) -> usize {
        let Some((x, _)) = updates.first() else { return 0 };
        let cells = self.row.iter().skip((*x).into());
        let end = usize::from(*x) + cells.take_while(|glyph| **glyph == Glyph::BLANK).count();
        let is_inside = |at: &u16| at >= x && usize::from(*at) < end;
        let in_run = updates.iter().take_while(|(at, _)| is_inside(at)).count();
        let last = updates[..in_run].last().map_or(*x, |(last, _)| *last);
        if end == self.row.len() && end - usize::from(*x) >= CLEARED_AT_END {
            self.set_pen(self.pen.for_blank(Pen::OWN));
            push_sequence(self.bytes, &[], b'K');
        } else if last - x + 1 >= CLEARED_INSIDE {
            self.set_pen(self.pen.for_blank(Pen::OWN));
            push_sequence(self.bytes, &[last - x + 1], b'X');
        } else {
            return 0;
        }
        in_run
    }

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
                let between = self.row.get(usize::from(x - cells)..x.into()).unwrap_or_default();
                self.bytes.extend(between.iter().filter_map(|glyph| glyph.letter.as_byte()));
            }
            way => way.write(self.bytes),
        }
        self.at = Some((x, y));
    }

    /// Returns the ways from one cell to another: over the cells between, by a sequence in the row,
    /// and by line feeds.
    fn relative_moves(&self, from: (u16, u16), to: (u16, u16)) -> [Option<CursorMove>; 3] {
        const LINE_FEEDS: u16 = 4;
        let (down, is_right) = (to.1.checked_sub(from.1), to.0 >= from.0);
        let over = down == Some(0) && is_right && self.shows_letters_between(from.0, to.0);
        let line_feeds = down.filter(|down| (1..=LINE_FEEDS).contains(down));
        let below = |down| CursorMove::Down { rows: down, from: from.0, to: to.0 };
        [
            over.then_some(CursorMove::Over { cells: to.0.abs_diff(from.0) }),
            (down == Some(0)).then_some(CursorMove::InRow { from: from.0, to: to.0 }),
            line_feeds.map(below),
        ]
    }

    /// Returns true for a few cells with letters of one byte in the style of the pen.
    fn shows_letters_between(&self, from: u16, to: u16) -> bool {
        const MOST: u16 = 6;
        let between = self.row.get(from.into()..to.into()).unwrap_or_default();
        let is_shown =
            |it: &Glyph| it.letter.as_byte().is_some() && it.drawn_by(self.pen) == self.pen;
        to - from <= MOST && between.iter().all(is_shown)
    }

    /// Draws a glyph at the cursor.
    fn put(&mut self, glyph: Glyph) {
        self.set_pen(glyph.drawn_by(self.pen));
        let Some((x, y)) = self.at else { return };
        match glyph.letter.as_byte() {
            Some(byte) => self.bytes.push(byte),
            None => {
                let cell = self.frame.cell((self.frame.area.x + x, self.frame.area.y + y));
                let symbol = cell.map_or(" ", |cell| cell.symbol());
                self.bytes.extend_from_slice(symbol.as_bytes());
            }
        }
        // Behind the last cell, terminals disagree.
        let is_sure = glyph.letter.is_narrow() && usize::from(x) + 1 < self.row.len();
        self.at = is_sure.then_some((x + 1, y));
    }

    fn set_pen(&mut self, pen: Pen) {
        if pen != self.pen {
            change_style(self.bytes, self.pen, pen);
            self.pen = pen;
        }
    }

    /// Gives the terminal its own style at the end.
    fn finish(mut self) {
        self.set_pen(Pen::OWN);
    }
}

#[cfg(test)]
mod tests;
