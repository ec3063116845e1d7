//! The widths of columns by what their cards need.

use std::ops::Range;

/// The cells that a column needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnNeed {
    /// The cells for the longest word: with less, a word is broken in its middle.
    pub least: u16,
    /// The cells for whole titles, at least `least`.
    pub usual: u16,
}

/// Shares `width` cells among columns. Returns the cells of each column, ascending and without
/// gaps.
///
/// If the usual needs of all columns fit, every column has what it needs, and the narrowest columns
/// get the rest. Else no column has more than it needs, every column has its least cells if those
/// of all columns fit, and the other columns with less than they need have equal widths. A width
/// differs by one cell at most from this rule.
pub fn share_width(needs: &[ColumnNeed], width: u16) -> Vec<Range<u16>> {
    let fits = |cells: fn(&ColumnNeed) -> u16| {
        needs.iter().map(|need| u64::from(cells(need))).sum::<u64>() <= u64::from(width)
    };
    let (all_fit, least_fit) = (fits(|need| need.usual), fits(|need| need.least));
    let wanted = |level: u16| -> Vec<u16> {
        let fit = |need: &ColumnNeed| match (all_fit, least_fit) {
            (true, _) => need.usual.max(level),
            (false, true) => need.usual.min(level).max(need.least),
            (false, false) => need.least.min(level),
        };
        needs.iter().map(fit).collect()
    };
    let sum = |level: u16| wanted(level).into_iter().map(u64::from).sum::<u64>();
    let (mut low, mut high) = (0, width);
    while low < high {
        let level = high - (high - low) / 2;
        if sum(level) <= u64::from(width) {
            low = level;
        } else {
            high = level - 1;
        }
    }
    let mut widths = wanted(low);
    let free = u64::from(width).saturating_sub(sum(low));
    let above = wanted(low.saturating_add(1));
    let growing = (0..widths.len()).filter(|column| above[*column] > widths[*column]);
    for column in growing.take(usize::try_from(free).unwrap_or(0)).collect::<Vec<_>>() {
        widths[column] += 1;
    }
    let mut start = 0;
    let cells = widths.into_iter().map(|width| {
        let cells = start..start + width;
        start = cells.end;
        cells
    });
    cells.collect()
}
