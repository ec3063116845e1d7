//! Escapes in strings of JSON (RFC 8259, section 7).

/// A string without its escapes.
pub(super) struct Unescaped {
    /// The text. U+FFFD stands for escapes without a meaning.
    pub(super) text: String,
    /// True if an escape has no meaning, like half a surrogate pair.
    pub(super) has_unknown: bool,
}

pub(super) fn unescape(raw: &str) -> Unescaped {
    let mut text = String::with_capacity(raw.len());
    let mut has_unknown = false;
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let mut chars = after.chars();
        let (c, is_known) = match chars.next() {
            Some('n') => ('\n', true),
            Some('t') => ('\t', true),
            Some('r') => ('\r', true),
            Some('b') => ('\u{8}', true),
            Some('f') => ('\u{c}', true),
            Some(c @ ('"' | '\\' | '/')) => (c, true),
            Some('u') => {
                let code = parse_code_point(chars.as_str());
                chars = chars.as_str().get(code.length..).unwrap_or_default().chars();
                (code.c.unwrap_or(char::REPLACEMENT_CHARACTER), code.c.is_some())
            }
            other => (other.unwrap_or(char::REPLACEMENT_CHARACTER), false),
        };
        text.push(c);
        has_unknown |= !is_known;
        rest = chars.as_str();
    }
    text.push_str(rest);
    Unescaped { text, has_unknown }
}

/// The character of an escape, and the escape's number of bytes after `\u`.
struct CodePoint {
    c: Option<char>,
    length: usize,
}

/// Parses the digits of `\u1234`, or of a surrogate pair: `\ud83d\ude00`.
fn parse_code_point(digits: &str) -> CodePoint {
    let Some(first) = parse_unit(digits) else { return CodePoint { c: None, length: 0 } };
    if let Some(c) = char::from_u32(u32::from(first)) {
        return CodePoint { c: Some(c), length: 4 };
    }
    let second = digits.get(4..).and_then(|rest| parse_unit(rest.strip_prefix("\\u")?));
    let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    CodePoint { c: pair, length: if pair.is_some() { 10 } else { 4 } }
}

fn parse_unit(text: &str) -> Option<u16> {
    let digits = text.get(..4)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}
