//! Bytes to text. Files are in UTF-8, except XML with another declared encoding and files of
//! programs in the encoding of their own machine.

use super::ical;
use super::legacy_letters::{latin9_letter, windows_1252_letter};
use crate::agenda::{Problem, Span};
use std::borrow::Cow;

/// The byte order mark of UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";
/// The largest number of lines with broken characters and a problem each. One more problem counts
/// the other lines.
const BROKEN_LINES_MAX: usize = 20;
const SAVE_AS_UTF8: &str = "save the file as UTF-8";

/// The rule for the encoding of a file that is not in UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EncodingRule {
    /// The file is read as UTF-8; broken characters become U+FFFD.
    Utf8,
    /// The file is in Windows-1252 if its bytes make sense there.
    Guess,
    /// Like `Guess`, after the folded lines of iCalendar are joined: a fold may divide a letter.
    GuessUnfolded,
    /// The XML declaration names the encoding.
    XmlDeclaration,
}

/// The text of a file, without byte order mark.
struct Decoded<'b> {
    text: Cow<'b, str>,
    /// The problems of the encoding.
    problems: Vec<Problem>,
}

/// The text of a whole file, as in [`Decoded`].
pub(super) struct DecodedFile {
    pub(super) text: String,
    pub(super) problems: Vec<Problem>,
}

/// Decodes a file as [`decode`] does. UTF-8 without a byte order mark is not copied.
pub(super) fn decode_file(bytes: Vec<u8>, rule: EncodingRule) -> DecodedFile {
    if bytes.starts_with(BOM) {
        return decode(&bytes, rule).into_file();
    }
    match String::from_utf8(bytes) {
        Ok(text) => DecodedFile { text, problems: Vec::new() },
        Err(error) => decode(error.as_bytes(), rule).into_file(),
    }
}

impl Decoded<'_> {
    fn into_file(self) -> DecodedFile {
        DecodedFile { text: self.text.into_owned(), problems: self.problems }
    }
}

/// Decodes a file. Nearly every file is in UTF-8, and the rule is not needed.
fn decode(bytes: &[u8], rule: EncodingRule) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(without_bom(bytes)) {
        return Decoded { text: Cow::Borrowed(text), problems: Vec::new() };
    }
    match rule {
        EncodingRule::Utf8 => decode_utf8(bytes),
        EncodingRule::Guess => decode_guessed(bytes),
        EncodingRule::GuessUnfolded => match ical::move_folds_behind_letters(bytes) {
            Cow::Borrowed(bytes) => decode_guessed(bytes),
            Cow::Owned(bytes) => {
                let Decoded { text, problems } = decode_guessed(&bytes);
                Decoded { text: Cow::Owned(text.into_owned()), problems }
            }
        },
        EncodingRule::XmlDeclaration => decode_declared(bytes),
    }
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}

/// Decodes the bytes as UTF-8. Broken characters become U+FFFD, and each line with broken
/// characters is a problem.
fn decode_utf8(bytes: &[u8]) -> Decoded<'_> {
    let bytes = without_bom(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), problems: Vec::new() };
    }
    let mut text = String::with_capacity(bytes.len());
    let (mut problems, mut lines_left_out) = (Vec::new(), 0_usize);
    let mut is_new_line = true;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        is_new_line |= chunk.valid().contains('\n');
        if chunk.invalid().is_empty() {
            continue;
        }
        let start = text.len();
        text.push(char::REPLACEMENT_CHARACTER);
        if is_new_line && problems.len() < BROKEN_LINES_MAX {
            let problem = Problem::error(Some(start..text.len()), "this is not UTF-8");
            problems.push(
                problem.help(format!(
                    "{SAVE_AS_UTF8}; bytes that cannot be read are shown as \u{fffd}"
                )),
            );
        } else if is_new_line {
            lines_left_out += 1;
        }
        is_new_line = false;
    }
    if lines_left_out > 0 {
        let message = format!("{lines_left_out} more lines are not UTF-8");
        problems.push(Problem::error(None, message).help(SAVE_AS_UTF8));
    }
    Decoded { text: Cow::Owned(text), problems }
}

/// Decodes XML from its declared encoding
/// (<https://www.w3.org/TR/xml/#charencoding>).
fn decode_declared(bytes: &[u8]) -> Decoded<'_> {
    let Some(declared) = declared_encoding(bytes) else { return decode_guessed(bytes) };
    match &*declared.name.to_ascii_lowercase() {
        // Browsers read all of these names as Windows-1252, the one with the most letters:
        // <https://encoding.spec.whatwg.org/#names-and-labels>
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "us-ascii" | "ascii"
        | "windows-1252" | "cp1252" => decode_by_letter(bytes, windows_1252_letter),
        "iso-8859-15" | "iso8859-15" | "latin9" | "latin-9" => {
            decode_by_letter(bytes, latin9_letter)
        }
        "utf-8" | "utf8" => decode_guessed(bytes),
        _ => {
            let mut decoded = decode_utf8(bytes);
            let message = format!("hallway does not read the encoding \"{}\"", declared.name);
            let problem = Problem::error(Some(declared.at), message).help(SAVE_AS_UTF8);
            decoded.problems.insert(0, problem);
            decoded
        }
    }
}

fn decode_by_letter(bytes: &[u8], letter: fn(u8) -> char) -> Decoded<'_> {
    let text = bytes.iter().map(|byte| letter(*byte)).collect();
    Decoded { text: Cow::Owned(text), problems: Vec::new() }
}

/// The encoding in an XML declaration.
struct DeclaredEncoding<'b> {
    name: &'b str,
    /// The place of the name in the text without byte order mark.
    at: Span,
}

fn declared_encoding(bytes: &[u8]) -> Option<DeclaredEncoding<'_>> {
    let file = without_bom(bytes);
    let declaration = file.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = declaration.iter().take(200).position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(declaration.get(..end)?).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = value.get(1..)?.split(quote).next()?;
    // All bytes before the name are ASCII: a place in the file is a place in the text.
    let start = name.as_ptr().addr().checked_sub(file.as_ptr().addr())?;
    Some(DeclaredEncoding { name, at: start..start + name.len() })
}

/// Decodes a file from Windows-1252, with a warning, if no letter beyond ASCII is UTF-8 and all of
/// them make sense in Windows-1252. Any other file is decoded as UTF-8.
fn decode_guessed(bytes: &[u8]) -> Decoded<'_> {
    let first = bytes.iter().position(|byte| !byte.is_ascii());
    let Some(first) = first.filter(|_| !bytes.starts_with(BOM) && is_windows_1252(bytes)) else {
        return decode_utf8(bytes);
    };
    let text: String = bytes.iter().map(|byte| windows_1252_letter(*byte)).collect();
    let end = text.ceil_char_boundary(first + 1);
    let problem = Problem::warning(Some(first..end), "this file is not in UTF-8")
        .help("it is taken to be in Windows-1252; save it as UTF-8 to be sure");
    Decoded { text: Cow::Owned(text), problems: vec![problem] }
}

fn is_windows_1252(bytes: &[u8]) -> bool {
    let mut chunks = bytes.utf8_chunks();
    chunks.all(|chunk| {
        chunk.valid().is_ascii() && chunk.invalid().iter().all(|byte| is_written(*byte))
    }) && is_within_words(bytes)
}

/// Returns true for a letter of Windows-1252 and for a common sign.
fn is_written(byte: u8) -> bool {
    let c = windows_1252_letter(byte);
    c.is_alphabetic() || "\u{a0}€…‘’“”„‚‹›«»–—•·¿¡°§©®™£²³½¼¾×±".contains(c)
}

/// Returns true if three in four letters beyond ASCII stand alone between ASCII letters. In noise
/// they stand side by side, and the rest of a broken UTF-8 character is a capital after a small
/// letter.
fn is_within_words(bytes: &[u8]) -> bool {
    let (mut all, mut within) = (0_usize, 0_usize);
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(at + 1);
        let is_alone = [before, after].iter().any(|byte| byte.is_none_or(u8::is_ascii));
        let is_odd_capital =
            windows_1252_letter(*byte).is_uppercase() && before.is_some_and(u8::is_ascii_lowercase);
        all += 1;
        within += usize::from(is_alone && !is_odd_capital);
    }
    within * 4 >= all * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOT_UTF8: &str = "this is not UTF-8";
    const GUESSED: &str = "this file is not in UTF-8";

    /// Returns the text and the messages of all problems, after printing each report.
    fn decode_file(bytes: &[u8], rule: EncodingRule) -> (String, String) {
        let Decoded { text, problems } = decode(bytes, rule);
        for problem in &problems {
            problem.report("f", &text);
        }
        let messages: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
        (text.into_owned(), messages.join("; "))
    }

    fn xml(encoding: &str, inner: &[u8]) -> Vec<u8> {
        [format!("<?xml version='1.0' encoding='{encoding}'?><a>").as_bytes(), inner, b"</a>"]
            .concat()
    }

    #[test]
    fn xml_is_read_in_its_declared_encoding() {
        const UTF8: &str = "Caf\u{e9}";
        const UNKNOWN: &str = "hallway does not read the encoding \"koi8-r\"; this is not UTF-8";
        for (encoding, inner, text, messages) in [
            ("ISO-8859-1", &b"Caf\xe9 \x96 \x80"[..], "Café – €", ""),
            ("windows-1252", b"\x84Caf\xe9\x93", "„Café“", ""),
            ("iso-8859-15", b"\xa4 Caf\xe9", "€ Café", ""),
            ("utf-8", UTF8.as_bytes(), UTF8, ""),
            // Some files declare one encoding and are in the other.
            ("ISO-8859-1", UTF8.as_bytes(), UTF8, ""),
            ("UTF-8", b"Caf\xe9", UTF8, GUESSED),
            ("koi8-r", b"\xeb\xcf", "\u{fffd}\u{fffd}", UNKNOWN),
        ] {
            let (file, problems) = decode_file(&xml(encoding, inner), EncodingRule::XmlDeclaration);
            assert!(file.ends_with(&format!("<a>{text}</a>")), "{encoding}: {file}");
            assert_eq!(problems, messages, "{encoding}");
        }
    }

    #[test]
    fn unknown_encoding_after_a_byte_order_mark_is_marked_at_its_name() {
        let bytes = [BOM, &xml("koi8-r", b"\xeb")].concat();
        let Decoded { text, problems } = decode(&bytes, EncodingRule::XmlDeclaration);
        assert_eq!(problems[0].at.clone().and_then(|at| text.get(at)), Some("koi8-r"));
    }

    #[test]
    fn sensible_windows_1252_is_guessed_and_all_else_is_broken() {
        for (bytes, text, messages) in [
            (&b"J\xfcrgen, S\xf8ren \x96 \x84so\x93"[..], "Jürgen, Søren – „so“", GUESSED),
            (b"Jurgen", "Jurgen", ""),
            // One letter of UTF-8, one of Windows-1252.
            (b"J\xc3\xbcrgen, S\xf8ren", "Jürgen, S\u{fffd}ren", NOT_UTF8),
            // Capitals within words, a byte without a letter, letters side by side.
            (b"Zoe\xc3 Caf\xc3", "Zoe\u{fffd} Caf\u{fffd}", NOT_UTF8),
            (b"J\x81rgen", "J\u{fffd}rgen", NOT_UTF8),
            (b"\xef\xe5\xe8\xe9\xe1", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}", NOT_UTF8),
        ] {
            for rule in [EncodingRule::GuessUnfolded, EncodingRule::Guess] {
                assert_eq!(decode_file(bytes, rule), (text.to_owned(), messages.to_owned()));
            }
        }
    }

    #[test]
    fn windows_1252_is_broken_in_a_format_that_is_utf8() {
        assert_eq!(decode_file(b"J\xfcrgen", EncodingRule::Utf8).1, NOT_UTF8);
    }
}
