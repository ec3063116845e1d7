//! [`Picture`]: the cells of a frame as numbers. Glyphs with equal numbers look the same on the
//! terminal, and numbers are compared in a tenth of the time of ratatui's cells.

use super::pen::Pen;
use foldhash::HashMap;
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The cells of a frame, row by row.
#[derive(Debug, Default)]
pub(super) struct Picture {
    width: usize,
    glyphs: Vec<Glyph>,
}

/// A cell of a picture. A blank cell has no style that is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) letter: Letter,
    pub(super) pen: Pen,
}

/// A grapheme cluster: its bytes as a number or, for more than seven bytes, its number in
/// [`Clusters`]. The highest bits say what terminals do with the cluster.
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

impl Letter {
    const BLANK: Letter = Letter(b' ' as u64);
    /// A cell that the wide letter before it takes.
    const COVERED: Letter = Letter(NOT_NARROW);

    fn new(symbol: &str, clusters: &mut Clusters) -> Letter {
        let bytes = symbol.as_bytes();
        match bytes {
            [byte] => return Letter(u64::from(*byte)),
            [] => return Letter::COVERED,
            _ => {}
        }
        let mut number = match bytes.len() {
            ..=BYTES_MAX => bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)),
            _ => NUMBERED | clusters.number_of(symbol),
        };
        if !is_narrow_letter(symbol) {
            number |= NOT_NARROW | if is_unsure(symbol) { UNSURE } else { 0 };
        }
        Letter(number)
    }

    /// Returns the letter if it has one byte.
    pub(super) fn as_byte(self) -> Option<u8> {
        u8::try_from(self.0).ok()
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

    pub(super) fn number(self) -> u64 {
        self.0
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

impl Glyph {
    /// A blank cell in the terminal's own style.
    pub(super) const BLANK: Glyph = Glyph { letter: Letter::BLANK, pen: Pen::OWN };

    fn new(cell: &Cell, clusters: &mut Clusters) -> Glyph {
        let letter = Letter::new(cell.symbol(), clusters);
        let pen = Pen::new(cell.fg, cell.bg, cell.modifier);
        if letter.is_blank() { Glyph::blank_on(pen) } else { Glyph { letter, pen } }
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
    /// Takes the cells of a frame. The memory is used again.
    pub(super) fn read(&mut self, frame: &Buffer, clusters: &mut Clusters) {
        self.width = usize::from(frame.area.width).max(1);
        self.glyphs.clear();
        self.glyphs.reserve(frame.content.len());
        for cells in frame.content.chunks(self.width) {
            let start = self.glyphs.len();
            self.glyphs.extend(cells.iter().map(|cell| Glyph::new(cell, clusters)));
            let row = &mut self.glyphs[start..];
            if row.iter().any(|glyph| !glyph.letter.is_narrow()) {
                cover_cells(row, cells);
            }
        }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn height(&self) -> usize {
        self.glyphs.len() / self.width.max(1)
    }

    /// Returns the number of cells.
    pub(super) fn len(&self) -> usize {
        self.glyphs.len()
    }

    pub(super) fn has_size_of(&self, other: &Picture) -> bool {
        (self.width, self.len()) == (other.width, other.len())
    }

    /// Returns the cells of a row, or none outside the picture.
    pub(super) fn row(&self, y: u16) -> &[Glyph] {
        let y = usize::from(y);
        self.glyphs.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[Glyph]> {
        self.glyphs.chunks(self.width.max(1))
    }

    /// Moves the rows from `first` to before `end` up by `up`, or down if `up` is negative. The
    /// rows that come in are blank.
    pub(super) fn move_rows(&mut self, (first, end): (usize, usize), up: i32) {
        let cells = first * self.width..end * self.width;
        let Some(region) = self.glyphs.get_mut(cells) else { return };
        let shift = (up.unsigned_abs() as usize * self.width).min(region.len());
        let kept = region.len() - shift;
        if up > 0 {
            region.copy_within(shift.., 0);
            region[kept..].fill(Glyph::BLANK);
        } else {
            region.copy_within(..kept, shift);
            region[..shift].fill(Glyph::BLANK);
        }
    }
}

/// Marks the cells that wide letters take besides their first one. An empty cell behind no wide
/// letter is blank.
fn cover_cells(row: &mut [Glyph], cells: &[Cell]) {
    let mut covered = 0;
    for (glyph, cell) in row.iter_mut().zip(cells) {
        if covered > 0 {
            covered -= 1;
            *glyph = Glyph { letter: Letter::COVERED, pen: Pen::OWN };
        } else if glyph.letter.is_covered() {
            *glyph = Glyph::blank_on(glyph.pen);
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

/// The letters of more than seven bytes, with their numbers.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    numbers: HashMap<Box<str>, u64>,
    next: u64,
}

impl Clusters {
    /// The most letters that are kept.
    const MOST: usize = 10_000;

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
