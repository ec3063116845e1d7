//! [`Picture`]: the cells of a frame as numbers. Cells with equal numbers look the same on the
//! terminal, and rows of numbers are compared in a hundredth of the time of rows of ratatui's
//! cells.

use super::digits::push_packed;
use super::pen::Pen;
use crate::tui::layout::painted_tiles::FrameChange;
use foldhash::HashMap;
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::style::{Color, Modifier};
use std::ops::Range;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The numbers of the cells of a frame, row by row.
#[derive(Debug, Default)]
pub(super) struct Picture {
    width: usize,
    numbers: Vec<u128>,
    /// A cell has a letter of unsure width.
    pub(super) has_unsure: bool,
}

/// A cell of a picture. A blank cell has no style that is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) letter: Letter,
    pub(super) pen: Pen,
}

/// A grapheme cluster: its bytes from the lowest bits on or, for more than seven bytes, its number
/// in [`Clusters`]. The highest bits say what terminals do with the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter(u64);

/// The most bytes of a letter whose number is its bytes.
const BYTES_MAX: usize = 7;
/// The letter has its number from [`Clusters`].
const NUMBERED: u64 = 1 << 61;
/// Terminals disagree about the width of the letter: it has several visible characters.
const UNSURE: u64 = 1 << 62;
/// The letter is not a single character of one cell.
const NOT_NARROW: u64 = 1 << 63;
const KINDS: u64 = NUMBERED | UNSURE | NOT_NARROW;

impl Letter {
    const BLANK: Letter = Letter(b' ' as u64);
    /// A cell that the wide letter before it takes.
    const COVERED: Letter = Letter(NOT_NARROW);

    #[inline]
    fn new(symbol: &str, clusters: &mut Clusters) -> Letter {
        match symbol.as_bytes() {
            [byte] => Letter(u64::from(*byte)),
            _ => clusters.letter_of(symbol),
        }
    }

    /// Returns the letter if it has one byte.
    pub(super) fn as_byte(self) -> Option<u8> {
        u8::try_from(self.0).ok()
    }

    /// Adds the bytes of the letter. Returns false for a letter without bytes of its own.
    pub(super) fn push_to(self, bytes: &mut Vec<u8>) -> bool {
        if self.0 & NUMBERED != 0 {
            return false;
        }
        push_packed(bytes, self.0 & !KINDS);
        true
    }

    pub(super) fn is_blank(self) -> bool {
        self == Letter::BLANK
    }

    pub(super) fn is_covered(self) -> bool {
        self == Letter::COVERED
    }

    /// Returns true for a letter that takes one cell on every terminal.
    pub(super) fn is_narrow(self) -> bool {
        self.0 & NOT_NARROW == 0
    }

    /// Returns true for a cluster of several visible characters.
    pub(super) fn is_unsure(self) -> bool {
        self.0 & UNSURE != 0
    }
}

/// Returns true for a single character of one cell.
fn is_narrow_letter(symbol: &str) -> bool {
    let mut letters = symbol.chars();
    let first = letters.next().and_then(UnicodeWidthChar::width);
    first == Some(1) && letters.next().is_none()
}

fn is_unsure(symbol: &str) -> bool {
    symbol.len() > 4 && symbol.chars().filter(|c| c.width().is_some_and(|w| w > 0)).count() > 1
}

/// The style of the last cell, with the pens of a letter and of a blank in this style. Most cells
/// have the style of the cell before.
#[derive(Debug, Default)]
struct LastPens {
    style: (Color, Color, Modifier),
    letter: Pen,
    blank: Pen,
}

impl LastPens {
    fn new(cell: &Cell) -> LastPens {
        let letter = Pen::new(cell.fg, cell.bg, cell.modifier);
        let style = (cell.fg, cell.bg, cell.modifier);
        LastPens { style, letter, blank: letter.seen_on_blank() }
    }
}

impl Glyph {
    /// A blank cell in the terminal's own style.
    pub(super) const BLANK: Glyph = Glyph { letter: Letter::BLANK, pen: Pen::OWN };

    #[inline]
    fn new(cell: &Cell, clusters: &mut Clusters) -> Glyph {
        let letter = Letter::new(cell.symbol(), clusters);
        let pens = &mut clusters.pens;
        if (cell.fg, cell.bg, cell.modifier) != pens.style {
            *pens = LastPens::new(cell);
        }
        Glyph { letter, pen: if letter.is_blank() { pens.blank } else { pens.letter } }
    }

    /// Returns the glyph of a number of a picture.
    pub(super) fn of_number(number: u128) -> Glyph {
        Glyph { letter: Letter((number >> 64) as u64), pen: Pen::of_number(number as u64) }
    }

    pub(super) const fn number(self) -> u128 {
        (self.letter.0 as u128) << 64 | self.pen.number() as u128
    }

    /// Returns the pen that draws the glyph. For a blank cell, `pen` keeps what the cell does not
    /// show.
    pub(super) fn drawn_by(self, pen: Pen) -> Pen {
        if self.letter.is_blank() { pen.for_blank(self.pen) } else { self.pen }
    }

    /// Returns a blank cell in the style of a pen.
    pub(super) fn blank_on(pen: Pen) -> Glyph {
        Glyph { letter: Letter::BLANK, pen: pen.seen_on_blank() }
    }
}

impl Picture {
    /// The number of a blank cell in the terminal's own style.
    pub(super) const BLANK: u128 = Glyph::BLANK.number();

    /// Takes the cells of a frame. The memory is used again.
    pub(super) fn read(&mut self, frame: &Buffer, clusters: &mut Clusters) {
        self.read_after(frame, clusters, &Picture::default(), &FrameChange::default());
    }

    /// Takes the cells of a frame: the kept ones from `before`, the picture of the frame before.
    pub(super) fn read_after(
        &mut self,
        frame: &Buffer,
        clusters: &mut Clusters,
        before: &Picture,
        change: &FrameChange,
    ) {
        self.width = usize::from(frame.area.width).max(1);
        self.has_unsure = false;
        self.numbers.clear();
        self.numbers.reserve(frame.content.len());
        for (y, cells) in (0..).zip(frame.content.chunks(self.width)) {
            clusters.kinds = 0;
            let start = self.numbers.len();
            let known = before.row(y).get(change.kept_of_row(y));
            self.add_row(cells, clusters, (change, y), known.unwrap_or_default());
            self.has_unsure |= clusters.kinds & UNSURE != 0;
            if clusters.kinds & NOT_NARROW != 0 {
                cover_cells(&mut self.numbers[start..], cells);
            }
        }
    }

    /// Adds the cells of the row `y`. `known` are the numbers of its kept cells.
    fn add_row(
        &mut self,
        cells: &[Cell],
        clusters: &mut Clusters,
        (change, y): (&FrameChange, u16),
        known: &[u128],
    ) {
        let start = self.numbers.len();
        if known.is_empty() {
            return self
                .numbers
                .extend(cells.iter().map(|cell| Glyph::new(cell, clusters).number()));
        }
        let cells_of = |range: Range<usize>| cells.get(range).unwrap_or_default();
        let kept = change.kept_of_row(y);
        let left = cells_of(0..kept.start).iter();
        self.numbers.extend(left.map(|cell| Glyph::new(cell, clusters).number()));
        clusters.kinds |= known.iter().fold(0, |kinds, number| kinds | (number >> 64) as u64);
        self.numbers.extend_from_slice(known);
        let right = cells_of(kept.end..cells.len()).iter();
        self.numbers.extend(right.map(|cell| Glyph::new(cell, clusters).number()));
        for drawn in change.drawn_of_row(y) {
            let numbers = self.numbers.get_mut(start + drawn.start..start + drawn.end);
            for (number, cell) in numbers.unwrap_or_default().iter_mut().zip(cells_of(drawn)) {
                *number = Glyph::new(cell, clusters).number();
            }
        }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn height(&self) -> usize {
        self.numbers.len() / self.width.max(1)
    }

    /// Returns the number of cells.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Returns true if a frame has the width and the number of cells of the picture.
    pub(super) fn is_of(&self, frame: &Buffer) -> bool {
        (self.width, self.len()) == (frame.area.width.into(), frame.content.len())
    }

    pub(super) fn has_size_of(&self, other: &Picture) -> bool {
        (self.width, self.len()) == (other.width, other.len())
    }

    /// Returns the cells of a row, or none outside the picture.
    pub(super) fn row(&self, y: u16) -> &[u128] {
        let y = usize::from(y);
        self.numbers.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[u128]> {
        self.numbers.chunks(self.width.max(1))
    }

    /// Moves the rows from `first` to before `end` up by `up`, or down if `up` is negative. The
    /// rows that come in are blank.
    pub(super) fn move_rows(&mut self, (first, end): (usize, usize), up: i32) {
        let cells = first * self.width..end * self.width;
        let Some(region) = self.numbers.get_mut(cells) else { return };
        let shift = (up.unsigned_abs() as usize * self.width).min(region.len());
        let kept = region.len() - shift;
        if up > 0 {
            region.copy_within(shift.., 0);
            region[kept..].fill(Picture::BLANK);
        } else {
            region.copy_within(..kept, shift);
            region[..shift].fill(Picture::BLANK);
        }
    }
}

/// Marks the cells that wide letters take besides their first one. An empty cell behind no wide
/// letter is blank.
fn cover_cells(row: &mut [u128], cells: &[Cell]) {
    let mut covered = 0;
    for (number, cell) in row.iter_mut().zip(cells) {
        let glyph = Glyph::of_number(*number);
        if covered > 0 {
            covered -= 1;
            *number = Glyph { letter: Letter::COVERED, pen: Pen::OWN }.number();
        } else if glyph.letter.is_covered() {
            *number = Glyph::blank_on(glyph.pen).number();
        } else if !glyph.letter.is_narrow() {
            covered = cells_of(cell).saturating_sub(1);
        }
    }
}

fn cells_of(cell: &Cell) -> usize {
    match cell.diff_option {
        CellDiffOption::ForcedWidth(width) => width.get().into(),
        _ => cell.symbol().width(),
    }
}

/// The letters of several bytes.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    /// The letters of more than seven bytes, with their numbers.
    numbers: HashMap<Box<str>, u64>,
    next: u64,
    /// The last letter. Lines and edges repeat a letter.
    last: Option<Letter>,
    pens: LastPens,
    /// The kinds of the letters since this field was zero.
    kinds: u64,
}

impl Clusters {
    /// The most letters whose numbers are kept.
    const MOST: usize = 10_000;

    fn letter_of(&mut self, symbol: &str) -> Letter {
        let bytes = symbol.as_bytes();
        let number = match bytes.len() {
            ..=BYTES_MAX => bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
            _ => NUMBERED | self.number_of(symbol),
        };
        let letter = match self.last {
            Some(last) if last.0 & !(NOT_NARROW | UNSURE) == number => last,
            _ => Letter(number | kind_of(symbol)),
        };
        self.last = Some(letter);
        self.kinds |= letter.0;
        letter
    }

    fn number_of(&mut self, symbol: &str) -> u64 {
        if let Some(number) = self.numbers.get(symbol) {
            return *number;
        }
        if self.numbers.len() == Clusters::MOST {
            self.numbers.clear();
        }
        // No number is given twice.
        self.next += 1;
        self.numbers.insert(symbol.into(), self.next);
        self.next
    }
}

/// Returns the kind of a letter, which is not narrow if it has no character.
fn kind_of(symbol: &str) -> u64 {
    match symbol {
        _ if is_narrow_letter(symbol) => 0,
        _ if is_unsure(symbol) => NOT_NARROW | UNSURE,
        _ => NOT_NARROW,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    #[test]
    fn cells_that_look_the_same_have_the_same_number() {
        let mut clusters = Clusters::default();
        let mut picture_of = |text: &str, style: Style| {
            let mut frame = Buffer::with_lines([""; 1]);
            frame.resize(ratatui::layout::Rect::new(0, 0, 4, 1));
            frame.set_string(0, 0, text, style);
            let mut picture = Picture::default();
            picture.read(&frame, &mut clusters);
            picture.row(0).to_vec()
        };
        let (plain, red) = (Style::new(), Style::new().red());
        let rainbow = "\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}";
        for (one, style, other, other_style, is_same) in [
            ("ab", plain, "ab", plain, true),
            ("ab", plain, "ac", plain, false),
            ("ab", plain, "ab", red, false),
            // The colour of a blank cell is not seen, unless the cell is reversed.
            ("  ", plain, "  ", red, true),
            ("  ", plain.reversed(), "  ", red.reversed(), false),
            (rainbow, plain, rainbow, plain, true),
            (rainbow, plain, "\u{1f469}\u{200d}\u{1f680}", plain, false),
        ] {
            let numbers = [picture_of(one, style), picture_of(other, other_style)];
            assert_eq!(numbers[0] == numbers[1], is_same, "{one:?} {style:?} {other:?}");
        }
    }
}
