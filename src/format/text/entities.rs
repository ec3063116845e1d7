//! Character references of HTML: `&amp;`, `&#8209;`, `&#x2011;`.
//!
//! The names are in `entities.tsv`: the entities of HTML 4 and the letters of Europe. The table of
//! `quick_xml::escape::resolve_html5_entity` cannot replace the file: in quick-xml 0.42 all code
//! points from U+0100 to U+0FFF lack their last digit there (`&Scaron;` is U+0016).

use crate::format::legacy_letters::windows_1252_letter;
use memchr::memchr;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The treatment of character references in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entities {
    Decode,
    /// An earlier step has decoded them.
    Keep,
}

/// Returns `text` with every character reference decoded once: `&amp;lt;` becomes `&lt;`.
pub(in crate::format) fn decode_entities(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find('&').and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        let (letter, length) = read_entity(from).unwrap_or(('&', 1));
        out.push(letter);
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads the character reference at the beginning of `text`. Returns the letter and the length of
/// the reference in bytes.
///
/// A reference without a semicolon stays text: `&copy=1` in an address is a parameter.
pub(super) fn read_entity(text: &str) -> Option<(char, usize)> {
    /// The longest reference in bytes: longer than any name in `entities.tsv` and than any number
    /// with a few leading zeros.
    const LENGTH_MAX: usize = 12;
    let inner = text.strip_prefix('&')?;
    let end = inner
        .bytes()
        .take(LENGTH_MAX)
        .position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#')?;
    if inner.as_bytes().get(end) != Some(&b';') {
        return None;
    }
    let name = inner.get(..end)?;
    let letter = match name.strip_prefix('#') {
        Some(number) => letter_of_number(number)?,
        None => *LETTER_BY_NAME.get(name)?,
    };
    Some((letter, end + 2))
}

/// Returns the letter of a numeric reference, read as the HTML standard demands
/// (<https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state>):
/// the numbers 128 to 159 mean Windows-1252, and no valid code point means U+FFFD.
fn letter_of_number(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some(match u8::try_from(code) {
        Ok(0) => char::REPLACEMENT_CHARACTER,
        Ok(byte) => windows_1252_letter(byte),
        Err(_) => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    })
}

/// The letter of each name in `entities.tsv`: a name, a tab and a code point in hexadecimal digits.
static LETTER_BY_NAME: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
    let lines = include_str!("entities.tsv").lines();
    lines
        .filter_map(|line| {
            let (name, code) = line.split_once('\t')?;
            Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_entity_file_is_read() {
        assert_eq!(LETTER_BY_NAME.len(), include_str!("entities.tsv").lines().count());
    }

    #[test]
    fn names_and_numbers_become_letters_and_all_else_stays() {
        for (text, decoded) in [
            ("&Scaron;&oelig;&Alpha;&rarr;&nbsp;", "ŠœΑ→\u{a0}"),
            ("&#352; &#x160; &#X160; &#00352;", "Š Š Š Š"),
            ("&#128; &#150; &#159; &#255;", "€ – Ÿ ÿ"),
            ("&#0; &#55296; &#x110000;", "\u{fffd} \u{fffd} \u{fffd}"),
            ("&bogus; &copy=1 &copy &; &#; &#x; &", "&bogus; &copy=1 &copy &; &#; &#x; &"),
            ("&amp;lt;", "&lt;"),
        ] {
            assert_eq!(decode_entities(text), decoded);
        }
    }
}
