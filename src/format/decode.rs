//! Bytes to text. Files are in UTF-8, but for XML that declares something else, and for what was
//! written by programs that know of nothing but their own machine.

use super::legacy_letters::{latin9_letter, windows_1252_letter};
use super::{BOM, Format, ical};
use crate::agenda::{Problem, Span};
use std::borrow::Cow;

/// How many lines with broken characters are told one by one.
const BROKEN_LINES_TOLD: usize = 20;

/// A file as text without byte order mark, and what is wrong with its letters.
pub(super) fn decode(bytes: &[u8], format: Format) -> (Cow<'_, str>, Vec<Problem>) {
    // Nearly every file is, and is looked at once.
    if let Ok(text) = std::str::from_utf8(without_mark(bytes)) {
        return (Cow::Borrowed(text), Vec::new());
    }
    match format {
        // A line may be folded within a letter: letters are made whole before they are decoded.
        Format::Ical => match ical::whole_letters(bytes) {
            Cow::Borrowed(bytes) => guessed(bytes),
            Cow::Owned(bytes) => {
                let (text, broken) = guessed(&bytes);
                (Cow::Owned(text.into_owned()), broken)
            }
        },
        Format::SchedCsv => guessed(bytes),
        Format::FrabXml => declared(bytes),
        _ => decode_utf8(bytes),
    }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}

/// XML in the encoding that it declares (<https://www.w3.org/TR/xml/#charencoding>), where it is
/// not UTF-8 after all.
fn declared(bytes: &[u8]) -> (Cow<'_, str>, Vec<Problem>) {
    let Some((name, at)) = encoding(bytes) else { return guessed(bytes) };
    match &*name.to_ascii_lowercase() {
        // As browsers do, for the first have no letters where the last has some:
        // <https://encoding.spec.whatwg.org/#names-and-labels>
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "us-ascii" | "ascii"
        | "windows-1252" | "cp1252" => {
            (Cow::Owned(bytes.iter().map(|byte| windows_1252_letter(*byte)).collect()), Vec::new())
        }
        "iso-8859-15" | "iso8859-15" | "latin9" | "latin-9" => {
            (Cow::Owned(bytes.iter().map(|byte| latin9_letter(*byte)).collect()), Vec::new())
        }
        "utf-8" | "utf8" => guessed(bytes),
        _ => {
            let (text, mut problems) = decode_utf8(bytes);
            let problem =
                Problem::error(Some(at), format!("hallway does not read the encoding \"{name}\""));
            problems.insert(0, problem.help("save the file as UTF-8"));
            (text, problems)
        }
    }
}

/// The encoding of an XML declaration, and its place.
fn encoding(bytes: &[u8]) -> Option<(&str, Span)> {
    let body = without_mark(bytes).trim_ascii_start();
    let declaration = body.strip_prefix(b"<?xml")?;
    let end = declaration.iter().take(200).position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(declaration.get(..end)?).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = value.get(1..)?.split(quote).next()?;
    // All before it is ASCII, but for a mark that the text does not have.
    let from = name.as_ptr().addr().checked_sub(bytes.as_ptr().addr())?;
    let from = if bytes.starts_with(BOM) { from - BOM.len() } else { from };
    Some((name, from..from + name.len()))
}

/// A text that has letters beyond ASCII, of which none is UTF-8 and all make sense in Windows-1252,
/// is in that: that is said.
fn guessed(bytes: &[u8]) -> (Cow<'_, str>, Vec<Problem>) {
    let foreign = |chunk: std::str::Utf8Chunk<'_>| {
        chunk.valid().is_ascii() && chunk.invalid().iter().all(|b| makes_sense(*b))
    };
    let body = without_mark(bytes);
    let Some(first) = body.iter().position(|byte| !byte.is_ascii()) else {
        return decode_utf8(bytes);
    };
    if body.len() < bytes.len() || !body.utf8_chunks().all(foreign) || !beside_letters(body) {
        return decode_utf8(bytes);
    }
    let text: String = body.iter().map(|byte| windows_1252_letter(*byte)).collect();
    let end = text.ceil_char_boundary(first + 1);
    let problem = Problem::warning(Some(first..end), "this file is not in UTF-8");
    (
        Cow::Owned(text),
        vec![problem.help("it is taken to be in Windows-1252; save it as UTF-8 to be sure")],
    )
}

/// Whether a byte is a letter of Windows-1252, or a sign that people write.
fn makes_sense(byte: u8) -> bool {
    let c = windows_1252_letter(byte);
    c.is_alphabetic() || "\u{a0}€…‘’“”„‚‹›«»–—•·¿¡°§©®™£²³½¼¾×±".contains(c)
}

/// Whether most of the letters beyond ASCII are within words: in noise they would be beside each
/// other, and what is left of a broken character of UTF-8 would be a capital behind a small letter.
fn beside_letters(bytes: &[u8]) -> bool {
    let (mut all, mut within) = (0_usize, 0_usize);
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        let other = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied();
        let (before, after) = (other(at.checked_sub(1)), other(at.checked_add(1)));
        let alone = [before, after].iter().any(|byte| byte.is_none_or(|byte| byte.is_ascii()));
        let odd = windows_1252_letter(*byte).is_uppercase()
            && before.is_some_and(|byte| byte.is_ascii_lowercase());
        all += 1;
        within += usize::from(alone && !odd);
    }
    within * 4 >= all * 3
}

/// The bytes as UTF-8 without byte order mark. Broken characters become U+FFFD, and each line that
/// has some is told.
pub(super) fn decode_utf8(bytes: &[u8]) -> (Cow<'_, str>, Vec<Problem>) {
    let bytes = without_mark(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut text = String::with_capacity(bytes.len());
    let (mut told, mut rest) = (Vec::new(), 0_usize);
    let mut on_new_line = true;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        on_new_line |= chunk.valid().contains('\n');
        if !chunk.invalid().is_empty() {
            if on_new_line && told.len() < BROKEN_LINES_TOLD {
                told.push(text.len());
            } else if on_new_line {
                rest += 1;
            }
            on_new_line = false;
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    let told = told.into_iter().map(|at| {
        Problem::error(Some(at..at + char::REPLACEMENT_CHARACTER.len_utf8()), "this is not UTF-8")
            .help("save the file as UTF-8; what cannot be read is shown as \u{fffd}")
    });
    let mut problems: Vec<Problem> = told.collect();
    if rest > 0 {
        problems.push(
            Problem::error(None, format!("{rest} more lines are not UTF-8"))
                .help("save the file as UTF-8"),
        );
    }
    (Cow::Owned(text), problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], format: Format) -> (String, Vec<String>) {
        let (text, problems) = decode(bytes, format);
        for problem in &problems {
            problem.report("f", &text);
        }
        (text.into_owned(), problems.into_iter().map(|problem| problem.message).collect())
    }

    fn xml(encoding: &str, inner: &[u8]) -> Vec<u8> {
        [format!("<?xml version='1.0' encoding='{encoding}'?><a>").as_bytes(), inner, b"</a>"]
            .concat()
    }

    #[test]
    fn xml_is_in_the_encoding_that_it_declares() {
        const UTF8: &str = "Caf\u{e9}";
        for (encoding, inner, text, told) in [
            ("ISO-8859-1", &b"Caf\xe9 \x96 \x80"[..], "Café – €", ""),
            ("windows-1252", b"\x84Caf\xe9\x93", "„Café“", ""),
            ("iso-8859-15", b"\xa4 Caf\xe9", "€ Café", ""),
            ("utf-8", UTF8.as_bytes(), UTF8, ""),
            // Many say so who write UTF-8.
            ("ISO-8859-1", UTF8.as_bytes(), UTF8, ""),
            // And the other way round.
            ("UTF-8", b"Caf\xe9", UTF8, "this file is not in UTF-8"),
            (
                "koi8-r",
                b"\xeb\xcf",
                "\u{fffd}\u{fffd}",
                "hallway does not read the encoding \"koi8-r\"; this is not UTF-8",
            ),
        ] {
            let (found, problems) = read(&xml(encoding, inner), Format::FrabXml);
            assert!(found.ends_with(&format!("<a>{text}</a>")), "{encoding}: {found}");
            assert_eq!(problems.join("; "), told, "{encoding}");
        }
        let bytes = [BOM, &xml("koi8-r", b"\xeb")].concat();
        let (text, problems) = decode(&bytes, Format::FrabXml);
        assert_eq!(problems[0].at.clone().and_then(|at| text.get(at)), Some("koi8-r"));
    }

    #[test]
    fn what_is_no_utf8_at_all_is_guessed_and_told() {
        const GUESSED: &str = "this file is not in UTF-8";
        const BROKEN: &str = "this is not UTF-8";
        for (bytes, text, told) in [
            (&b"J\xfcrgen, S\xf8ren \x96 \x84so\x93"[..], "Jürgen, Søren – „so“", Some(GUESSED)),
            (b"Jurgen", "Jurgen", None),
            // Mostly UTF-8.
            (b"J\xc3\xbcrgen, S\xf8ren", "Jürgen, S\u{fffd}ren", Some(BROKEN)),
            // No letters of that encoding, and a heap of them that are no word.
            (b"Zoe\xc3 Caf\xc3", "Zoe\u{fffd} Caf\u{fffd}", Some(BROKEN)),
            (b"J\x81rgen", "J\u{fffd}rgen", Some(BROKEN)),
            (b"\xef\xe5\xe8\xe9\xe1", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}", Some(BROKEN)),
        ] {
            for format in [Format::Ical, Format::SchedCsv] {
                assert_eq!(
                    read(bytes, format),
                    (text.to_owned(), told.map(str::to_owned).into_iter().collect())
                );
            }
        }
        // What people write by hand has an editor that says what is wrong.
        assert_eq!(read(b"J\xfcrgen", Format::Toml).1, [BROKEN]);
    }
}
