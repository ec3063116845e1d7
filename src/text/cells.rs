//! Widths in terminal cells.
//!
//! U+FE0E and U+FE0F select the form of the sign before: `☎` as text or as an emoji. Terminals
//! disagree about the width of a sign with a selector. The screen draws and counts every sign
//! without its selector, so that borders stay straight on all terminals.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns true for a selector that the screen does not draw.
pub(crate) fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}')
}

/// Returns `text` as the screen draws it: without selectors.
pub(crate) fn without_selectors(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(is_selector) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(is_selector, ""))
}

/// Returns the width of `text`, in cells.
pub(crate) fn width(text: &str) -> usize {
    without_selectors(text).width()
}

/// Returns the longest prefix of `text` in at most `cells` cells.
pub(crate) fn fitting_prefix(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (at, letter) in text.grapheme_indices(true) {
        used += width(letter);
        if used > cells {
            return &text[..at];
        }
    }
    text
}
