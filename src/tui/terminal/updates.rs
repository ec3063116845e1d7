//! The cells of a row that are sent to the terminal.
//!
//! Terminals disagree about the width of clusters of several visible letters, such as a flag that
//! is joined with a rainbow: one, two or three cells. The cells of such a cluster are blanked
//! before it is drawn, and its row is sent as a whole, so that no letter of an earlier frame stays.

use super::picture::Glyph;

/// A column, and the glyph that is sent there.
pub(super) type GlyphUpdate = (u16, Glyph);

/// Adds the cells of a row that differ from the row before, from left to right. With `whole`, a row
/// is sent as a whole if one of its cells differs. Both rows have the same width.
pub(super) fn push_row_updates(
    updates: &mut Vec<GlyphUpdate>,
    (old, new): (&[Glyph], &[Glyph]),
    whole: bool,
) {
    if old == new {
        return;
    }
    if whole || old.iter().chain(new).any(|glyph| glyph.letter.is_unsure()) {
        return push_whole_row(updates, new);
    }
    for (x, (old, new)) in (0..).zip(old.iter().zip(new)) {
        if old != new && !new.letter.is_covered() {
            updates.push((x, *new));
        }
    }
}

/// Adds every cell of a row. Cells of a cluster of unsure width are blanked first.
fn push_whole_row(updates: &mut Vec<GlyphUpdate>, row: &[Glyph]) {
    for (x, glyph) in (0_u16..).zip(row).filter(|(_, glyph)| !glyph.letter.is_covered()) {
        if glyph.letter.is_unsure() {
            let others = row.iter().skip(usize::from(x) + 1);
            let covered = others.take_while(|glyph| glyph.letter.is_covered());
            let blank = Glyph::blank_on(glyph.pen);
            updates.push((x, blank));
            updates.extend((x + 1..).zip(covered).map(|(x, _)| (x, blank)));
        }
        updates.push((x, *glyph));
    }
}

#[cfg(test)]
mod tests;
