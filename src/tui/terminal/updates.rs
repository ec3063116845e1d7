//! The cells of a row that are sent to the terminal.
//!
//! Terminals disagree about the width of clusters of several visible letters, such as a flag that
//! is joined with a rainbow: one, two or three cells. The cells of such a cluster are blanked
//! before it is drawn, and its row is sent as a whole, so that no letter of an earlier frame stays.

use super::picture::Glyph;

/// A column, and the glyph that is sent there.
pub(super) type GlyphUpdate = (u16, Glyph);

/// Adds the cells of a row that differ from the row before, from left to right. With `whole`, a row
/// is sent as a whole if one of its cells differs, and with `has_unsure` a row with a letter of
/// unsure width. Both rows have the same width.
pub(super) fn push_row_updates(
    updates: &mut Vec<GlyphUpdate>,
    (old, new): (&[u128], &[u128]),
    whole: bool,
    has_unsure: bool,
) {
    if old == new {
        return;
    }
    let is_unsure = |number: &u128| Glyph::of_number(*number).letter.is_unsure();
    if whole || has_unsure && old.iter().chain(new).any(is_unsure) {
        return push_whole_row(updates, new);
    }
    for (x, (old, new)) in (0..).zip(old.iter().zip(new)) {
        if old != new {
            let glyph = Glyph::of_number(*new);
            if !glyph.letter.is_covered() {
                updates.push((x, glyph));
            }
        }
    }
}

/// Adds every cell of a row. Cells of a cluster of unsure width are blanked first.
fn push_whole_row(updates: &mut Vec<GlyphUpdate>, row: &[u128]) {
    let glyphs = |from: u16| row.iter().skip(from.into()).map(|number| Glyph::of_number(*number));
    for (x, glyph) in (0..).zip(glyphs(0)).filter(|(_, glyph)| !glyph.letter.is_covered()) {
        if glyph.letter.is_unsure() {
            let covered = glyphs(x + 1).take_while(|glyph| glyph.letter.is_covered());
            let blank = Glyph::blank_on(glyph.pen);
            updates.push((x, blank));
            updates.extend((x + 1..).zip(covered).map(|(x, _)| (x, blank)));
        }
        updates.push((x, glyph));
    }
}

#[cfg(test)]
mod tests;
