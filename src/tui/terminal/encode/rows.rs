//! Rows that have moved up or down from one frame to the next: the terminal moves them with two
//! sequences (scroll region DECSTBM, and DL or IL of VT102), and only the other cells are sent.

use super::super::digits::push_sequence;
use super::super::picture::Picture;
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
    let [old, new] = [before, after].map(BlockHashes::new);
    let sample = |row: i32, old_row: i32| {
        let blocks = new.row(row).iter().zip(old.row(old_row));
        blocks.map(|(new, old)| i32::from(new == old)).sum()
    };
    let height = i32::try_from(after.height()).unwrap_or(i32::MAX);
    let in_place: Vec<i32> = (0..height).map(|row| sample(row, row)).collect();
    let moves = (2 - height..=height - 2).filter(|up| *up != 0);
    let regions = moves.filter_map(|up| best_region(&in_place, up, sample));
    let likely = regions.max_by_key(|found| found.gain)?;
    let compared = i32::try_from(new.hashes.len()).unwrap_or(i32::MAX);
    if likely.gain <= (compared - in_place.iter().sum::<i32>()) / MIN_SHARE {
        return None;
    }
    let all = |row: i32, old_row: i32| equal_blocks(row_of(after, row), row_of(before, old_row));
    let in_place: Vec<i32> = (0..height).map(|row| all(row, row)).collect();
    let BestRegion { gain, rows, up } = best_region(&in_place, likely.up, all)?;
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

/// Returns the neighbouring rows of a frame that gain most if the rows of the frame before move
/// `up`. `matches` counts the equal blocks of a row and a row of the frame before, and `in_place`
/// has the counts without a move.
fn best_region(in_place: &[i32], up: i32, matches: impl Fn(i32, i32) -> i32) -> Option<BestRegion> {
    let height = i32::try_from(in_place.len()).unwrap_or(0);
    let rows = (-up).max(0)..(height - up).min(height);
    let mut best: Option<BestRegion> = None;
    let (mut start, mut sum) = (rows.start, 0);
    let in_place = in_place.iter().skip(rows.start.unsigned_abs() as usize);
    for (row, in_place) in rows.zip(in_place) {
        if sum <= 0 {
            (start, sum) = (row, 0);
        }
        sum += matches(row, row + up) - in_place;
        if best.as_ref().is_none_or(|best| sum > best.gain) {
            best = Some(BestRegion { gain: sum, rows: start..row + 1, up });
        }
    }
    best
}

fn row_of(picture: &Picture, row: i32) -> &[u128] {
    u16::try_from(row).map(|row| picture.row(row)).unwrap_or_default()
}

/// Returns the number of equal blocks of two rows.
fn equal_blocks(row: &[u128], other: &[u128]) -> i32 {
    let blocks = row.chunks(BLOCK_CELLS).zip(other.chunks(BLOCK_CELLS));
    blocks.map(|(new, old)| i32::from(new == old)).sum()
}

/// The hashes of the compared blocks of a frame, row by row.
struct BlockHashes {
    /// The number of compared blocks of a row.
    in_row: usize,
    hashes: Vec<u32>,
}

impl BlockHashes {
    fn new(picture: &Picture) -> BlockHashes {
        let blocks = picture.width().div_ceil(BLOCK_CELLS);
        let sampled: Vec<usize> = (0..blocks).filter(|block| is_sampled(*block)).collect();
        let mut hashes = Vec::with_capacity(picture.height() * sampled.len());
        for row in picture.rows() {
            let cells = |block: &usize| row.chunks(BLOCK_CELLS).nth(*block).unwrap_or_default();
            hashes.extend(sampled.iter().map(cells).map(hash_block));
        }
        BlockHashes { in_row: sampled.len(), hashes }
    }

    fn row(&self, row: i32) -> &[u32] {
        let start = usize::try_from(row).unwrap_or(usize::MAX).saturating_mul(self.in_row);
        self.hashes.get(start..start.saturating_add(self.in_row)).unwrap_or_default()
    }
}

/// Returns a hash: a move of equal hashes and unequal cells is only longer than another one.
fn hash_block(cells: &[u128]) -> u32 {
    // The golden ratio: every bit of a number changes the high bits of the product.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, number: u64| (hash.rotate_left(5) ^ number).wrapping_mul(MULTIPLIER);
    let mix_cell = |hash: u64, cell: &u128| mix(mix(hash, (cell >> 64) as u64), *cell as u64);
    let hash = cells.iter().fold(0, mix_cell);
    (hash >> 32) as u32
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
