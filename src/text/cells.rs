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
    if text.bytes().all(is_plain) { text.len() } else { drawable(text).width() }
}

/// Returns true for an ASCII byte that takes one cell.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// Returns the grapheme clusters of `text`. An ASCII letter before another one is a cluster: the
/// rules of Unicode, which take ten times as long, decide about the others alone.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let letter = match rest.as_bytes() {
            [first, second, ..] if is_plain(*first) && second.is_ascii() => &rest[..1],
            _ => rest.graphemes(true).next()?,
        };
        rest = &rest[letter.len()..];
        Some(letter)
    })
}

/// Returns the longest prefix of `text` in at most `cells` cells.
pub(crate) fn fitting_prefix(text: &str, cells: usize) -> &str {
    let (mut used, mut end) = (0, 0);
    for letter in letters(text) {
        used += width(letter);
        if used > cells {
            return &text[..end];
        }
        end += letter.len();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_the_grapheme_clusters() {
        for text in [
            "",
            "plain",
            "e\u{301}te\u{301} a\r\nb\r\u{301}\n",
            "a\u{200d}b 1\u{fe0f}\u{20e3}",
            "🇩🇪🇫🇷🇬 x🇩🇪",
            "👩🏾\u{200d}⚕\u{fe0f} क\u{94d}\u{200d}ष 日本",
        ] {
            assert!(letters(text).eq(text.graphemes(true)), "{text:?}");
        }
    }

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
