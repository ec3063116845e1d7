//! The widths of columns by what their cards need.

use std::ops::Range;

/// Shares `width` cells among columns that need `needs` cells. Returns the cells of each column,
/// ascending and without gaps.
///
/// If all needs fit, every column has what it needs, and the narrowest columns get the rest. Else
/// no column has more than it needs, and the columns with less than they need have equal widths. A
/// width differs by one cell at most from this rule.
pub fn share_width(needs: &[u16], width: u16) -> Vec<Range<u16>> {
    let all: u64 = needs.iter().map(|need| u64::from(*need)).sum();
    let wanted = |level: u16| -> Vec<u16> {
        let fit = |need: u16| match all <= u64::from(width) {
            true => need.max(level),
            false => need.min(level),
        };
        needs.iter().map(|need| fit(*need)).collect()
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
