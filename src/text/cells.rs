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
    if text.bytes().all(is_plain) {
        return text.len();
    }
    if text.chars().all(is_simple) { text.chars().count() } else { drawable(text).width() }
}

/// Returns true for a letter that takes one cell, and that no letter of the same kind changes: the
/// letters of Latin scripts, punctuation, and the signs of frames and bars. The tables of Unicode,
/// which take ten times as long, decide about the others alone.
fn is_simple(c: char) -> bool {
    matches!(
        c,
        ' '..='~'
            | '\u{a0}'..='\u{ac}'
            | '\u{ae}'..='\u{2ff}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}'
            | '\u{2500}'..='\u{259f}'
    )
}

/// Returns true for an ASCII byte that takes one cell.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// Returns the letters at the beginning of `text` that have one byte and one cell each. A letter
/// before a letter that is not ASCII may have a mark, and is not among them.
pub(crate) fn plain_letters(text: &str) -> &str {
    let bytes = text.as_bytes();
    let plain = bytes.iter().position(|byte| !is_plain(*byte)).unwrap_or(bytes.len());
    let has_mark = bytes.get(plain).is_some_and(|byte| !byte.is_ascii());
    &text[..plain.saturating_sub(has_mark.into())]
}

/// Returns the first letter of `text` if it takes one cell and is drawn as it is: a simple letter
/// before another one. See [`is_simple`].
pub(crate) fn simple_letter(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    let is_cluster = is_simple(chars.next()?) && chars.next().is_none_or(is_simple);
    text.get(..text.ceil_char_boundary(1)).filter(|_| is_cluster)
}

/// Returns the grapheme clusters of `text`.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let letter = simple_letter(rest).or_else(|| rest.graphemes(true).next())?;
        let (letter, after) = rest.split_at(letter.len());
        rest = after;
        Some(letter)
    })
}

/// Returns the longest prefix of `text` in at most `cells` cells.
pub(crate) fn fitting_prefix(text: &str, cells: usize) -> &str {
    let plain = plain_letters(text);
    if let Some(prefix) = plain.get(..cells) {
        return prefix;
    }
    let (mut used, mut end) = (plain.len(), plain.len());
    for letter in letters(&text[end..]) {
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
    fn simple_letters_take_one_cell_each_beside_any_other() {
        let simple: Vec<char> = ('\0'..=char::MAX).filter(|c| is_simple(*c)).collect();
        for c in &simple {
            assert_eq!(UnicodeWidthChar::width(*c), Some(1), "{c:?}");
            assert!(!is_selector(*c) && !is_modifier(*c), "{c:?}");
            for other in [' ', 'e', '0', '©', 'é', '―', '‼', '─', *c] {
                let pair = String::from_iter([*c, other]);
                assert_eq!((pair.graphemes(true).count(), pair.width()), (2, 2), "{pair:?}");
            }
        }
    }

    #[test]
    fn letters_are_the_grapheme_clusters() {
        for text in [
            "",
            "plain",
            "e\u{301}te\u{301} a\r\nb\r\u{301}\n",
            "a\u{200d}b 1\u{fe0f}\u{20e3}",
            "🇩🇪🇫🇷🇬 x🇩🇪",
            "é\u{301}— ―\u{301}│ü\u{200d}x‼\u{fe0f}©\u{fe0f}",
            "\u{600}é x\u{600}",
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
            ("é©\u{fe0f}‼\u{fe0f} │x", "é©‼ │x", 6),
            ("👩\u{200d}👩\u{200d}👧", "👩", 2),
            ("ｶﾞｷﾞﾊﾟ", "ｶﾞｷﾞﾊﾟ", 6),
            ("ｶﾞｷﾞﾊﾟ", "ｶﾞｷﾞﾊﾟ", 6),
            ("🏽 क\u{94d}\u{200d}ष 🇩🇪", "🏽 क\u{94d}\u{200d}ष 🇩🇪", 8),
        ] {
            assert_eq!((&*drawable(text), width(text)), (drawn, cells), "{text}");
        }
    }
}
