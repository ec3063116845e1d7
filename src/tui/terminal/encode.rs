//! [`FrameEncoder`]: frames as bytes for the terminal. The encoder chooses the shortest moves of
//! the cursor, the styles that change, and the rows that the terminal can move itself.

mod cursor_move;
mod rows;

use super::digits::push_sequence;
use super::pen::{Pen, StyleChanges};
use super::picture::{Clusters, Glyph, Picture};
use super::updates::{GlyphUpdate, push_row_updates};
use crate::tui::layout::painted_tiles::FrameChange;
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

/// The most rows that line feeds move the cursor down.
const LINE_FEEDS: u16 = 4;

/// Turns each frame into the bytes for a terminal that shows the frame before.
#[derive(Debug, Default)]
pub(crate) struct FrameEncoder {
    /// The picture on the terminal. `None`: the terminal is blank.
    shown: Option<Picture>,
    /// The picture before, whose memory the next one takes.
    spare: Picture,
    clusters: Clusters,
    styles: StyleChanges,
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
    /// before needs a blank terminal. `change` is the relation to the frame before. With
    /// `whole_rows`, a row is sent as a whole if one of its cells differs.
    pub(crate) fn encode(
        &mut self,
        frame: &Buffer,
        change: &FrameChange,
        whole_rows: bool,
        bytes: &mut Vec<u8>,
    ) {
        let mut after = std::mem::take(&mut self.spare);
        match self.shown.as_ref().filter(|shown| shown.is_of(frame)) {
            Some(before) => after.read_after(frame, &mut self.clusters, before, change),
            None => after.read(frame, &mut self.clusters),
        }
        let before = self.shown.take().filter(|shown| shown.has_size_of(&after));
        let start = bytes.len();
        let styles = &mut self.styles;
        let mut encoder = Encoder { bytes, styles, frame, row: &[], at: None, pen: Pen::OWN };
        encoder.put_changes(before.as_ref(), &after, whole_rows);
        if let Some(mut before) = before {
            let length = encoder.bytes.len() - start;
            // Beside tiles that were drawn in their places, no rows have moved.
            let may_move = !whole_rows && !change.is_other && change.drawn.is_empty();
            if may_move && length >= after.len() / CELLS_PER_BYTE {
                encoder.replace_by_move(&mut before, &after, start);
            }
            self.spare = before;
        }
        self.shown = Some(after);
    }
}

/// The bytes so far, and the state of the terminal after them.
struct Encoder<'f> {
    bytes: &'f mut Vec<u8>,
    styles: &'f mut StyleChanges,
    /// The frame with the letters of more than seven bytes.
    frame: &'f Buffer,
    /// The row that is sent.
    row: &'f [u128],
    /// The cell of the cursor. `None`: terminals may disagree about the cell.
    at: Option<(u16, u16)>,
    pen: Pen,
}

impl<'f> Encoder<'f> {
    /// Draws the cells that differ. `before` is `None` for a blank terminal. The terminal has its
    /// own style at the end.
    fn put_changes(&mut self, before: Option<&Picture>, after: &'f Picture, whole_rows: bool) {
        let blank = vec![Picture::BLANK; if before.is_none() { after.width() } else { 0 }];
        let has_unsure = after.has_unsure || before.is_some_and(|before| before.has_unsure);
        let mut updates = Vec::with_capacity(after.width());
        for (y, row) in (0..).zip(after.rows()) {
            let old = before.map_or(&*blank, |before| before.row(y));
            updates.clear();
            push_row_updates(&mut updates, (old, row), whole_rows, has_unsure);
            self.row = row;
            self.put_row(&updates, y);
        }
        self.set_pen(Pen::OWN);
    }

    /// Replaces the bytes from `start` on by a move of rows and the cells that differ after the
    /// move, if this is shorter. Moves the rows of `before`.
    fn replace_by_move(&mut self, before: &mut Picture, after: &'f Picture, start: usize) {
        let Some(moved) = find_moved_rows(before, after) else { return };
        let end = self.bytes.len();
        moved.apply_to(before);
        moved.write(self.bytes);
        self.at = None;
        self.put_changes(Some(before), after, false);
        match self.bytes.len() - end < end - start {
            true => drop(self.bytes.drain(start..end)),
            false => self.bytes.truncate(end),
        }
    }

    /// Draws cells of a row.
    fn put_row(&mut self, updates: &[GlyphUpdate], y: u16) {
        let mut rest = updates;
        while let Some((x, glyph)) = rest.first() {
            let done = match *glyph {
                Glyph::BLANK => self.put_blanks(rest, y),
                glyph => {
                    self.put((*x, y), glyph);
                    1
                }
            };
            rest = &rest[done..];
        }
    }

    /// Draws blank cells from the first update on. Many cells are cleared with one sequence: up to
    /// the end of the row, or up to the last update among them. Returns the number of updates that
    /// are done.
    fn put_blanks(&mut self, updates: &[GlyphUpdate], y: u16) -> usize {
        let Some((first, _)) = updates.first() else { return 0 };
        let cells = self.row.get(usize::from(*first)..).unwrap_or_default();
        let letter = cells.iter().position(|cell| *cell != Picture::BLANK);
        let end = usize::from(*first) + letter.unwrap_or(cells.len());
        let others = updates[1..].iter();
        let others = others.take_while(|(at, _)| at > first && usize::from(*at) < end).count();
        let blanks = &updates[..=others];
        let width = blanks.last().map_or(1, |(last, _)| last - first + 1);
        let is_end = letter.is_none() && cells.len() >= CLEARED_AT_END;
        if is_end || width >= CLEARED_INSIDE {
            self.move_to((*first, y));
            self.set_pen(self.pen.for_blank(Pen::OWN));
            match is_end {
                true => push_sequence(self.bytes, &[], b'K'),
                false => push_sequence(self.bytes, &[width], b'X'),
            }
        } else {
            blanks.iter().for_each(|(x, blank)| self.put((*x, y), *blank));
        }
        blanks.len()
    }

    /// Draws a glyph.
    #[inline(always)]
    fn put(&mut self, (x, y): (u16, u16), glyph: Glyph) {
        self.move_to((x, y));
        self.set_pen(glyph.drawn_by(self.pen));
        if let Some(byte) = glyph.letter.as_byte() {
            self.bytes.push(byte);
        } else if !glyph.letter.push_to(self.bytes) {
            let cell = self.frame.cell((self.frame.area.x + x, self.frame.area.y + y));
            let symbol = cell.map_or(" ", |cell| cell.symbol());
            self.bytes.extend_from_slice(symbol.as_bytes());
        }
        // Behind the last cell, terminals disagree.
        let is_sure = glyph.letter.is_narrow() && usize::from(x) + 1 < self.row.len();
        self.at = is_sure.then_some((x + 1, y));
    }

    /// Moves the cursor to a cell.
    #[inline(always)]
    fn move_to(&mut self, to: (u16, u16)) {
        if !matches!(self.at, Some(at) if at == to) {
            self.write_move(to);
            self.at = Some(to);
        }
    }

    /// Moves the cursor in the shortest of several ways: over the letters between, or by sequences.
    fn write_move(&mut self, (x, y): (u16, u16)) {
        let to = CursorMove::To { x, y };
        let Some(from) = self.at else { return to.write(self.bytes) };
        if y == from.1 && self.draw_between(from.0, x) {
            return;
        }
        let down = y.checked_sub(from.1).filter(|down| *down <= LINE_FEEDS);
        let relative = down.map(|rows| CursorMove::Down { rows, from: from.0, to: x });
        match relative.filter(|relative| relative.bytes() < to.bytes()) {
            Some(shorter) => shorter.write(self.bytes),
            None => to.write(self.bytes),
        }
    }

    /// Draws the letters between two columns of the row again. Returns false if another move is
    /// shorter, or if the pen draws the cells in another way.
    fn draw_between(&mut self, from: u16, to: u16) -> bool {
        /// The bytes of the shortest sequence that moves the cursor by more than one cell.
        const MOST: usize = 4;
        let between = self.row.get(from.into()..to.into()).unwrap_or_default();
        let glyphs = || between.iter().map(|cell| Glyph::of_number(*cell));
        let is_shown =
            |it: Glyph| it.letter.as_byte().is_some() && it.drawn_by(self.pen) == self.pen;
        if !(1..=MOST).contains(&between.len()) || !glyphs().all(is_shown) {
            return false;
        }
        self.bytes.extend(glyphs().filter_map(|glyph| glyph.letter.as_byte()));
        true
    }

    #[inline(always)]
    fn set_pen(&mut self, pen: Pen) {
        if pen != self.pen {
            self.styles.push_change(self.bytes, self.pen, pen);
            self.pen = pen;
        }
    }
}

#[cfg(test)]
mod tests;
