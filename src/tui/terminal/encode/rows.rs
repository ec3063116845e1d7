//! Rows that have moved up or down from one frame to the next: the terminal moves them with two
//! sequences (scroll region DECSTBM, and DL or IL of VT102), and only the other cells are sent.

use super::super::digits::push_sequence;
use super::super::picture::Picture;
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;

/// The cells of a block. Blocks of two frames are compared by their hashes.
const BLOCK_CELLS: usize = 8;

/// The least blocks that a move has to put into place.
const MIN_BLOCKS: i32 = 40;

/// The least share of the changed blocks that a move has to put into place, as a divisor. To encode
/// the frame after a move takes as long as to encode the whole frame.
const MIN_SHARE: i32 = 10;

/// Returns true for one block in three. The places of these blocks differ from column to column.
fn is_sampled(block: usize) -> bool {
    block.is_multiple_of(5) || block % 7 == 3
}

/// Rows of the terminal that move up or down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MovedRows {
    /// The rows of the scroll region.
    region: Range<u16>,
    /// The rows that the content moves up. Negative: down.
    up: i32,
}

/// Returns the move of rows that puts most blocks of cells into place. Returns `None` if no move
/// puts many into place.
pub(super) fn find_moved_rows(before: &Picture, after: &Picture) -> Option<MovedRows> {
    let sample = FramePair::new(before, after, is_sampled);
    let most = i32::try_from(after.height()).unwrap_or(i32::MAX) - 2;
    let moves = (-most..=most).filter(|up| *up != 0);
    let regions = moves.filter_map(|up| sample.best_region(up));
    let likely = regions.max_by_key(|found| found.gain)?;
    if likely.gain <= sample.changed() / MIN_SHARE {
        return None;
    }
    let BestRegion { gain, rows, up } =
        FramePair::new(before, after, |_| true).best_region(likely.up)?;
    let (first, end) = (rows.start.min(rows.start + up), rows.end.max(rows.end + up));
    let to_u16 = |row: i32| u16::try_from(row).ok();
    (gain >= MIN_BLOCKS).then_some(MovedRows { region: to_u16(first)?..to_u16(end)?, up })
}

/// The rows of a frame that a move puts into place.
struct BestRegion {
    /// The blocks that come into place, less those that leave theirs.
    gain: i32,
    rows: Range<i32>,
    up: i32,
}

/// The compared blocks of two frames of one size.
struct FramePair {
    old: BlockHashes,
    new: BlockHashes,
    /// The blocks of each row that are in place without a move.
    in_place: Vec<i32>,
}

impl FramePair {
    /// Hashes the blocks whose numbers in their rows `is_compared` takes.
    fn new(before: &Picture, after: &Picture, is_compared: fn(usize) -> bool) -> FramePair {
        let old = BlockHashes::new(before, is_compared);
        let new = BlockHashes::new(after, is_compared);
        let height = i32::try_from(after.height()).unwrap_or(i32::MAX);
        let in_place = (0..height).map(|row| new.matches(row, &old, row)).collect();
        FramePair { old, new, in_place }
    }

    /// Returns the number of blocks that are not in place.
    fn changed(&self) -> i32 {
        let all = i32::try_from(self.new.hashes.len()).unwrap_or(i32::MAX);
        all - self.in_place.iter().sum::<i32>()
    }

    /// Returns the neighbouring rows of the new frame that gain most if the old rows move `up`.
    fn best_region(&self, up: i32) -> Option<BestRegion> {
        let height = i32::try_from(self.in_place.len()).unwrap_or(0);
        let rows = (-up).max(0)..(height - up).min(height);
        let mut best: Option<BestRegion> = None;
        let (mut start, mut sum) = (rows.start, 0);
        for row in rows {
            if sum <= 0 {
                (start, sum) = (row, 0);
            }
            let before = usize::try_from(row).ok().and_then(|row| self.in_place.get(row));
            sum += self.new.matches(row, &self.old, row + up) - before.copied().unwrap_or(0);
            if best.as_ref().is_none_or(|best| sum > best.gain) {
                best = Some(BestRegion { gain: sum, rows: start..row + 1, up });
            }
        }
        best
    }
}

/// The hashes of the compared blocks of a frame, row by row.
struct BlockHashes {
    /// The number of compared blocks of a row.
    in_row: usize,
    hashes: Vec<u64>,
}

impl BlockHashes {
    fn new(picture: &Picture, is_compared: fn(usize) -> bool) -> BlockHashes {
        let state = foldhash::fast::FixedState::default();
        let mut hashes = Vec::new();
        for row in picture.rows() {
            let blocks = row.chunks(BLOCK_CELLS).enumerate();
            for (_, glyphs) in blocks.filter(|(nth, _)| is_compared(*nth)) {
                let mut hasher = state.build_hasher();
                for glyph in glyphs {
                    hasher.write_u64(glyph.letter.number());
                    hasher.write_u64(glyph.pen.number());
                }
                hashes.push(hasher.finish());
            }
        }
        let blocks = picture.width().div_ceil(BLOCK_CELLS);
        let in_row = (0..blocks).filter(|nth| is_compared(*nth)).count();
        BlockHashes { in_row, hashes }
    }

    fn row(&self, row: i32) -> &[u64] {
        let start = usize::try_from(row).unwrap_or(usize::MAX).saturating_mul(self.in_row);
        self.hashes.get(start..start.saturating_add(self.in_row)).unwrap_or_default()
    }

    /// Returns the number of blocks of a row that are those of a row of another frame.
    fn matches(&self, row: i32, other: &BlockHashes, other_row: i32) -> i32 {
        let blocks = self.row(row).iter().zip(other.row(other_row));
        i32::try_from(blocks.filter(|(new, old)| new == old).count()).unwrap_or(0)
    }
}

impl MovedRows {
    /// Moves the rows of the frame before. The new rows are blank.
    pub(super) fn apply_to(&self, picture: &mut Picture) {
        let rows = (usize::from(self.region.start), usize::from(self.region.end));
        picture.move_rows(rows, self.up);
    }

    /// Adds the sequences for the terminal: they set the region, delete or insert lines at its top,
    /// and give the region the whole screen again.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let first = self.region.start + 1;
        let rows = u16::try_from(self.up.unsigned_abs()).unwrap_or(u16::MAX);
        push_sequence(bytes, &[first, self.region.end], b'r');
        push_sequence(bytes, &[first], b'H');
        push_sequence(bytes, &[rows], if self.up > 0 { b'M' } else { b'L' });
        push_sequence(bytes, &[], b'r');
    }
}
