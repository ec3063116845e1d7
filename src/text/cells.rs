//! Widths in terminal cells.
//!
//! U+FE0E and U+FE0F select the form of the sign before: `☎` as text or as an emoji. Terminals
//! disagree about the width of a sign with a selector. The screen draws and counts every sign
//! without its selector, so that borders stay straight on all terminals.
//!
//! Many terminals draw the emojis of a sequence, such as `🏳‍🌈` or `👍🏽`, one beside the other. The
//! screen draws the first of them alone.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns true for a selector that the screen does not draw.
pub(crate) fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}')
}

/// Returns true for a joiner of emojis and for a skin tone.
fn is_modifier(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Returns `text` as the screen draws it: without selectors, and with the first emoji of a sequence
/// in place of the sequence.
pub(crate) fn drawable(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(|c| is_selector(c) || is_modifier(c)) {
        return Cow::Borrowed(text);
    }
    let drawn = text.replace(is_selector, "");
    if !drawn.contains(is_modifier) {
        return Cow::Owned(drawn);
    }
    Cow::Owned(drawn.graphemes(true).map(first_emoji).collect())
}

/// Returns the first emoji of a sequence that some terminals draw in more than two cells, and other
/// letters as they are.
fn first_emoji(letter: &str) -> &str {
    let apart: usize = letter.chars().filter_map(UnicodeWidthChar::width).sum();
    if apart <= 2 || letter.contains(char::is_alphabetic) {
        return letter;
    }
    let end = letter.char_indices().skip(1).find(|(_, c)| is_modifier(*c));
    end.map_or(letter, |(at, _)| &letter[..at])
}

/// Returns the width of `text`, in cells.
pub(crate) fn width(text: &str) -> usize {
    drawable(text).width()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_emoji_of_a_sequence_is_drawn_and_letters_stay() {
        for (text, drawn, cells) in [
            ("🏳\u{fe0f}\u{200d}🌈!", "🏳!", 2),
            ("👩🏾\u{200d}⚕\u{fe0f} 👩\u{200d}⚕\u{fe0f}", "👩 👩", 5),
            ("a 👩\u{200d}🚀 👍🏽", "a 👩 👍", 7),
            ("👩\u{200d}👩\u{200d}👧", "👩", 2),
            ("ｶﾞｷﾞﾊﾟ", "ｶﾞｷﾞﾊﾟ", 6),
            ("ｶﾞｷﾞﾊﾟ", "ｶﾞｷﾞﾊﾟ", 6),
            ("🏽 क\u{94d}\u{200d}ष 🇩🇪", "🏽 क\u{94d}\u{200d}ष 🇩🇪", 8),
        ] {
            assert_eq!((&*drawable(text), width(text)), (drawn, cells), "{text}");
        }
    }
}
