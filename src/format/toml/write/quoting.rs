//! Texts as TOML strings.

use crate::agenda::ByteSet;
use std::fmt::Write as _;

/// The control characters other than line ends, and the first byte of U+0080 to U+00BF.
static CONTROLS: ByteSet = ByteSet::new(b"\x7f\xc2").with_range(0, 0x1f).without(b"\n");

/// Returns `text` as a TOML string.
pub(super) fn quote_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_quoted(&mut out, text);
    out
}

/// Appends `text` as a TOML string, with three quotes if the text has several lines.
pub(super) fn push_quoted(out: &mut String, text: &str) {
    let is_multiline = text.contains('\n');
    let quotes = if is_multiline { "\"\"\"" } else { "\"" };
    out.push_str(quotes);
    if is_multiline {
        out.push('\n');
    }
    let mut rest = text;
    // Most texts have no character to escape, or few.
    let has_controls = may_have_controls(text);
    while let Some(at) = first_special(rest, has_controls) {
        let (plain, escaped) = rest.split_at(at);
        out.push_str(plain);
        rest = push_escaped(out, escaped, is_multiline);
    }
    out.push_str(rest);
    out.push_str(quotes);
}

/// Returns the first byte of the first quote, backslash or control character other than a line
/// end. `has_controls` is false only for a text without control characters.
pub(super) fn first_special(text: &str, has_controls: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    if !has_controls {
        return memchr::memchr2(b'"', b'\\', bytes);
    }
    let is_special = |(at, byte): (usize, &u8)| match byte {
        b'\n' => false,
        b'"' | b'\\' | ..b' ' | 0x7f => true,
        // The second byte of the controls U+0080 to U+009F is below 0xa0.
        0xc2 => bytes.get(at + 1).is_some_and(|next| *next < 0xa0),
        _ => false,
    };
    bytes.iter().enumerate().position(is_special)
}

/// Returns true for a text that may have control characters other than line ends.
pub(super) fn may_have_controls(text: &str) -> bool {
    CONTROLS.is_in(text.as_bytes())
}

/// Appends the characters up to the next one that needs no escape, and returns the text from there.
fn push_escaped<'t>(out: &mut String, text: &'t str, is_multiline: bool) -> &'t str {
    let mut chars = text.char_indices().peekable();
    let mut quotes = 0;
    while let Some((at, c)) = chars.next() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            '\n' if is_multiline => out.push(c),
            // Two quotes in a row are text. A third, or one at the end, would end the string.
            '"' if is_multiline && quotes % 3 != 0 && chars.peek().is_some() => out.push(c),
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            _ => return text.get(at..).unwrap_or_default(),
        }
    }
    ""
}
