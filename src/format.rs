//! Reading agendas: bytes of any kind in, a [`Draft`] with every problem out.
//!
//! Nothing here believes a file or fails on one: what cannot be read is told in [`Draft::problems`], and
//! [`Draft::check`] makes an agenda of the rest.

pub mod toml;

use crate::agenda::{Draft, Problem};

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// hallway's own: see the README and `data/agenda.schema.json`.
    Toml,
}

/// A file as read: what it says, and its text, into which the places of the problems point.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub format: Format,
    /// The file as UTF-8, without byte order mark.
    pub text: String,
    pub draft: Draft,
}

/// The largest file that is believed to be an agenda, in bytes.
pub const SIZE_MAX: usize = 32 << 20;
/// How many lines with broken characters are told one by one.
const BROKEN_LINES_TOLD: usize = 20;
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Reads an agenda in whichever format it is.
///
/// # Errors
/// A sentence about the file as a whole, where it is nothing that could be an agenda. Everything smaller is in the
/// draft's problems.
pub fn read(bytes: &[u8]) -> Result<Reading, Problem> {
    let format = detect(bytes)?;
    let (text, broken) = decode(bytes);
    let mut draft = match format {
        Format::Toml => toml::read(&text)?,
    };
    draft.problems.extend(broken);
    Ok(Reading { format, text, draft })
}

/// The format of a file, by its first bytes.
///
/// # Errors
/// A sentence that says what the file is instead.
pub fn detect(bytes: &[u8]) -> Result<Format, Problem> {
    const TOML: &str = "hallway reads agendas in TOML: the README describes the format";
    let not = |what: &str| Err(Problem::error(None, what).help(TOML));
    if bytes.len() > SIZE_MAX {
        return not("this file is larger than any agenda (32 MiB)");
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Problem::error(None, "this file is in UTF-16").help("save it as UTF-8"));
    }
    let body = bytes.strip_prefix(BOM).unwrap_or(bytes).trim_ascii_start();
    let head = body.get(..body.len().min(1024)).unwrap_or_default();
    if head.is_empty() {
        return not("this file is empty");
    }
    let odd = head.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    if odd * 8 > head.len() {
        return not("this is a binary file, not an agenda");
    }
    let begins = |with: &str| head.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with.as_bytes()));
    match head {
        _ if begins("<!doctype html") || begins("<html") => not("this is a web page, not an agenda"),
        [b'<', ..] => not("this is XML, which is not read yet"),
        [b'{', ..] => not("this is JSON, which is not read yet"),
        _ if begins("BEGIN:VCALENDAR") => not("this is an iCalendar file, which is not read yet"),
        _ => Ok(Format::Toml),
    }
}

/// The bytes as text without byte order mark. Broken characters become U+FFFD, and each line that has some is told.
fn decode(bytes: &[u8]) -> (String, Vec<Problem>) {
    let mut text = String::with_capacity(bytes.len());
    let mut broken: Vec<usize> = Vec::new();
    for chunk in bytes.strip_prefix(BOM).unwrap_or(bytes).utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let on_new_line = broken.last().is_none_or(|&at| text.get(at..).is_some_and(|since| since.contains('\n')));
            if on_new_line {
                broken.push(text.len());
            }
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    let rest = broken.len().saturating_sub(BROKEN_LINES_TOLD);
    let told = broken.iter().take(BROKEN_LINES_TOLD).map(|&at| {
        Problem::error(Some(at..at + char::REPLACEMENT_CHARACTER.len_utf8()), "this is not UTF-8")
            .help("save the file as UTF-8; what cannot be read is shown as \u{fffd}")
    });
    let mut problems: Vec<Problem> = told.collect();
    if rest > 0 {
        problems.push(Problem::error(None, format!("{rest} more lines are not UTF-8")).help("save the file as UTF-8"));
    }
    (text, problems)
}
