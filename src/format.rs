//! Reading agendas: bytes of any kind in, a [`Draft`] with every problem out. And writing them.
//!
//! Nothing here believes a file or fails on one: what cannot be read is told in
//! [`Draft::problems`], and [`Draft::check`] makes an agenda of the rest.

mod collector;
mod csv;
mod decode;
mod frab_json;
mod frab_xml;
pub mod ical;
mod json;
mod legacy_letters;
mod markdown_export;
mod pretalx_widget;
mod sched_csv;
mod sessionize;
mod text;
mod times;
pub mod toml;
mod words;

use crate::agenda::{Agenda, Draft, Problem, SessionIx};
use decode::{BOM, Decoded, EncodingRule, decode, decode_utf8};
use std::borrow::Cow;

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// hallway's own: see the README and `data/agenda.schema.json`.
    Toml,
    /// frab and Pentabarf XML, as FOSDEM, CCC, wafer and pretalx write it.
    FrabXml,
    /// The same as JSON, by frab and pretalx.
    FrabJson,
    /// What pretalx gives its own schedule widget; it alone has the breaks.
    PretalxWidget,
    /// iCalendar, RFC 5545, and what calls itself so.
    Ical,
    /// The session list that Sched exports as CSV.
    SchedCsv,
    /// Sessionize's views "All" and "GridSmart".
    Sessionize,
}

/// A file as read: what it says, and its text, into which the places of the problems point.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<'b> {
    pub format: Format,
    /// The file as UTF-8, without byte order mark.
    pub text: Cow<'b, str>,
    pub draft: Draft,
}

/// A file that is no agenda: why, and its text as in [`Reading::text`], into which the place of the
/// problem points.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal<'b> {
    pub problem: Problem,
    pub text: Cow<'b, str>,
}

/// The largest file that is believed to be an agenda, in bytes; the largest known has 3 MB. Readers
/// may take ten times as much memory as the file has bytes.
pub const SIZE_MAX: usize = 20 << 20;

/// Reads an agenda in whichever format it is.
///
/// # Errors A sentence about the file as a whole, where it is nothing that could be an agenda.
/// Everything smaller is in the draft's problems.
pub fn read(bytes: &[u8]) -> Result<Reading<'_>, Refusal<'_>> {
    let format = match detect(bytes) {
        Ok(format) => format,
        Err(problem) => return Err(Refusal { problem, text: decode_utf8(bytes).text }),
    };
    let Decoded { text, problems } = decode(bytes, encoding_rule(format));
    let draft = match format {
        Format::Toml => toml::read(&text),
        Format::FrabXml => frab_xml::read(&text),
        Format::FrabJson => frab_json::read(&text),
        Format::PretalxWidget => pretalx_widget::read(&text),
        Format::Ical => ical::read(&text),
        Format::SchedCsv => sched_csv::read(&text),
        Format::Sessionize => sessionize::read(&text),
    };
    match draft {
        Ok(mut draft) => {
            draft.problems.extend(problems);
            Ok(Reading { format, text, draft })
        }
        Err(problem) => Err(Refusal { problem, text }),
    }
}

/// Returns the rule that finds the encoding of a file in `format`.
fn encoding_rule(format: Format) -> EncodingRule {
    match format {
        Format::FrabXml => EncodingRule::XmlDeclaration,
        Format::Ical => EncodingRule::GuessUnfolded,
        Format::SchedCsv => EncodingRule::Guess,
        Format::Toml | Format::FrabJson | Format::PretalxWidget | Format::Sessionize => {
            EncodingRule::Utf8
        }
    }
}

/// The formats that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// hallway's own; it alone keeps everything.
    Toml,
    /// A line a session, for a spreadsheet.
    Csv,
    /// A list by days, for a page.
    Markdown,
}

/// The agenda as text, with the sessions that `only` takes.
pub fn write(format: Written, agenda: &Agenda, only: &dyn Fn(SessionIx) -> bool) -> String {
    match format {
        Written::Toml => toml::write(agenda, only),
        Written::Csv => csv::write(agenda, only),
        Written::Markdown => markdown_export::write(agenda, only),
    }
}

/// The format of a file, by its first bytes.
///
/// # Errors
/// A sentence that says what the file is instead.
pub fn detect(bytes: &[u8]) -> Result<Format, Problem> {
    let not = |what: &str| Err(Problem::error(None, what).help(KNOWN));
    if bytes.len() > SIZE_MAX {
        return not(&format!("this file is larger than any agenda ({} MiB)", SIZE_MAX >> 20));
    }
    // Latin letters of UTF-16 have a zero beside them.
    let (pairs, _) = bytes.get(..bytes.len().min(1024)).unwrap_or_default().as_chunks::<2>();
    let halves = pairs.iter().filter(|[one, other]| (*one == 0) != (*other == 0)).count();
    if bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || (halves > 0 && halves * 4 >= pairs.len() * 3)
    {
        return Err(Problem::error(None, "this file is in UTF-16").help("save it as UTF-8"));
    }
    let body = bytes.strip_prefix(BOM).unwrap_or(bytes).trim_ascii_start();
    let head = body.get(..body.len().min(1024)).unwrap_or_default();
    if head.is_empty() {
        return not("this file is empty");
    }
    let odd =
        head.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    if odd * 8 > head.len() {
        return not("this is a binary file, not an agenda");
    }
    let begins = |with: &str| {
        head.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with.as_bytes()))
    };
    match head {
        _ if begins("<!doctype html") || begins("<html") => {
            not("this is a web page, not an agenda")
        }
        _ if is_calendar(head) => Ok(Format::Ical),
        [b'<', ..] if has(body, "<schedule") => Ok(Format::FrabXml),
        [b'<', ..] => not("this is XML, but not a schedule that hallway knows"),
        _ if is_json(head) => json_format(body).ok_or_else(|| {
            Problem::error(None, "this is JSON, but not a schedule that hallway knows").help(KNOWN)
        }),
        _ if sched_csv::is_header(&first_line(head)) => Ok(Format::SchedCsv),
        _ => Ok(Format::Toml),
    }
}

const KNOWN: &str = "hallway reads its own TOML, frab and pretalx XML and JSON, iCalendar, Sched CSV and Sessionize JSON";

/// Whether a line begins a calendar. Something may stand before it, but neither TOML nor JSON,
/// whose texts may have such a line.
fn is_calendar(head: &[u8]) -> bool {
    let begins =
        |line: &[u8]| has(line.trim_ascii_start().get(..15).unwrap_or_default(), "begin:vcalendar");
    !matches!(head, [b'[' | b'{', ..])
        && head.split(|byte| matches!(byte, b'\n' | b'\r')).any(begins)
}

/// Whether this is the beginning of an object or a list of JSON. A table of TOML begins with a
/// bracket too, but a word follows.
fn is_json(head: &[u8]) -> bool {
    match head {
        [b'{', ..] => true,
        [b'[', rest @ ..] => {
            let first = rest.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != b'[');
            matches!(first, None | Some(b'{' | b']' | b'"'))
        }
        _ => false,
    }
}

/// Which of the JSON formats it is, by the keys that only one of them has. Looks for them as text:
/// the file may be broken.
fn json_format(body: &[u8]) -> Option<Format> {
    let (mut talks, mut room, mut frab) = (false, false, false);
    for (at, _) in body.iter().enumerate().filter(|(_, byte)| **byte == b'"') {
        match json_key(body.get(at + 1..).unwrap_or_default()) {
            b"isServiceSession" | b"startsAt" | b"isPlenumSession" => {
                return Some(Format::Sessionize);
            }
            b"talks" => talks = true,
            b"room" | b"rooms" => room = true,
            b"conference" | b"days" => frab = true,
            _ => {}
        }
    }
    match (frab, talks && room) {
        (true, _) => Some(Format::FrabJson),
        (_, true) => Some(Format::PretalxWidget),
        _ => None,
    }
}

/// The key that begins here, after its quotation mark; nothing, where it is text or longer than the
/// keys looked for.
fn json_key(rest: &[u8]) -> &[u8] {
    const LONGEST: usize = 16;
    let head = rest.get(..rest.len().min(LONGEST + 1)).unwrap_or_default();
    let Some(end) = head.iter().position(|byte| *byte == b'"') else { return &[] };
    let after =
        rest.get(end + 1..).unwrap_or_default().iter().find(|byte| !byte.is_ascii_whitespace());
    if after == Some(&b':') { rest.get(..end).unwrap_or_default() } else { &[] }
}

/// Whether ASCII text, given in lower case, is somewhere in the bytes, in any case of its letters.
fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

fn first_line(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.split(|byte| *byte == b'\n').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_told_apart_by_its_keys() {
        for (text, format) in [
            (r#"{"schedule":{"conference":{"days":[]}}}"#, Some(Format::FrabJson)),
            (
                r#"{"schedule":{"conference":{"days":[{"rooms":{"talks":[{"type":"talks","room":"startsAt"}]}}]}}}"#,
                Some(Format::FrabJson),
            ),
            (r#"{"talks" : [], "rooms": []}"#, Some(Format::PretalxWidget)),
            // Cut off before the rooms.
            (r#"{"talks":[{"title":"A","room":1},{"ti"#, Some(Format::PretalxWidget)),
            (r#"{"sessions":[{"id":"1","startsAt":null}]}"#, Some(Format::Sessionize)),
            (
                r#"  [ {"date":"2024-09-19","rooms":[{"sessions":[{"isServiceSession":true}]}]}]"#,
                Some(Format::Sessionize),
            ),
            ("[[session]]\ntitle = \"talks\"", Some(Format::Toml)),
            ("[event]\nname = \"A\"", Some(Format::Toml)),
            (r#"{"a":"conference","b":"\"days\": 1"}"#, None),
            ("[{}]", None),
        ] {
            assert_eq!(detect(text.as_bytes()).ok(), format, "{text}");
        }
    }
}
