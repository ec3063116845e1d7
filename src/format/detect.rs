//! The format of a file by its first bytes.

use super::decode::BOM;
use super::page_scripts::has_events;
use crate::agenda::Problem;

/// The formats of [`read`](super::read).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// hallway's own format: see `docs/formats.md` and `data/agenda.schema.json`.
    Toml,
    /// XML by Pentabarf, frab, wafer and pretalx, for FOSDEM and CCC.
    FrabXml,
    /// JSON of the same shape, by frab and pretalx.
    FrabJson,
    /// The schedule of pretalx's own widget, pretalx's only export with breaks.
    PretalxWidget,
    /// iCalendar (RFC 5545).
    Ical,
    /// The session list of Sched, as CSV.
    SchedCsv,
    /// The views "All" and "GridSmart" of Sessionize.
    Sessionize,
    /// The public API of CFP.dev.
    CfpDev,
    /// The sessions of a WordCamp by the REST API of WordPress.
    WordCamp,
    /// Events of schema.org as JSON-LD, in a file or in a web page.
    JsonLd,
    /// The answer of `list --json` and other commands, and of `export --format json`.
    HallwayJson,
    /// The answer of `export --format csv`.
    HallwayCsv,
}

/// The largest size of a file for [`read`](super::read), in bytes, except for TOML. The largest
/// known agenda has 3 MB. A reader may take ten times as much memory as the file has bytes.
pub const SIZE_MAX: usize = 20 << 20;

/// The largest size of a file of TOML, in bytes. 100,000 sessions with abstracts have 120 MB. The
/// reader takes about three times as much memory as the file has bytes.
pub const TOML_SIZE_MAX: usize = 256 << 20;

/// The number of bytes in the `head` of a file, by which [`detect`] decides.
const HEAD: usize = 1024;

const READABLE: &str = "hallway reads its own TOML, JSON and CSV, frab and pretalx XML and JSON, \
     iCalendar, Sched CSV, JSON of Sessionize, CFP.dev and WordCamps, and events in JSON-LD";

/// Returns the format of a file.
///
/// # Errors
/// The file is too large, empty, in UTF-16, binary, a web page, or XML or JSON of an unknown shape.
pub fn detect(bytes: &[u8]) -> Result<Format, Problem> {
    check_size(bytes)?;
    if is_utf16(bytes) {
        return Err(Problem::error(None, "this file is in UTF-16").help("save it as UTF-8"));
    }
    let body = body_of(bytes);
    let head = head_of(body);
    match head {
        [] => Err(no_agenda("this file is empty")),
        _ if is_binary(head) => Err(no_agenda("this is a binary file, not an agenda")),
        _ if begins_with(head, "<!doctype html") || begins_with(head, "<html") => {
            page_format(body).ok_or_else(|| no_agenda("this is a web page, not an agenda"))
        }
        _ if is_calendar(head) => Ok(Format::Ical),
        [b'<', ..] if contains(body, "<schedule") => Ok(Format::FrabXml),
        [b'<', ..] if contains(head, "<html") => {
            page_format(body).ok_or_else(|| no_agenda("this is a web page, not an agenda"))
        }
        [b'<', ..] => Err(no_agenda("this is XML, but not a schedule that hallway knows")),
        _ if is_json(head) => json_format(body)
            .ok_or_else(|| no_agenda("this is JSON, but not a schedule that hallway knows")),
        _ if is_sched_header(head) => Ok(Format::SchedCsv),
        _ if is_own_header(head) => Ok(Format::HallwayCsv),
        _ => Ok(Format::Toml),
    }
}

/// Returns the file without a byte order mark and white space before.
fn body_of(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes).trim_ascii_start()
}

/// Returns the bytes that decide the format.
fn head_of(body: &[u8]) -> &[u8] {
    body.get(..body.len().min(HEAD)).unwrap_or_default()
}

/// Refuses a file that is larger than its format may be.
fn check_size(bytes: &[u8]) -> Result<(), Problem> {
    let size_max = if may_be_toml(bytes) { TOML_SIZE_MAX } else { SIZE_MAX };
    if bytes.len() <= size_max {
        return Ok(());
    }
    let size = size_max >> 20;
    Err(no_agenda(format!("this file is larger than any agenda ({size} MiB)")))
}

/// Returns true if a file with the beginning `bytes` may be TOML, by its first bytes.
pub(crate) fn may_be_toml(bytes: &[u8]) -> bool {
    let head = head_of(body_of(bytes));
    !matches!(head, [] | [b'<', ..])
        && !is_utf16(bytes)
        && !is_binary(head)
        && !is_calendar(head)
        && !is_json(head)
        && !is_sched_header(head)
        && !is_own_header(head)
}

fn no_agenda(message: impl Into<String>) -> Problem {
    Problem::error(None, message).help(READABLE)
}

/// Returns the format of the events in a web page.
fn page_format(body: &[u8]) -> Option<Format> {
    has_events(&String::from_utf8_lossy(body)).then_some(Format::JsonLd)
}

/// Returns true for a byte order mark of UTF-16, or if three quarters of the first pairs of bytes
/// have one zero, as Latin letters in UTF-16.
fn is_utf16(bytes: &[u8]) -> bool {
    let (pairs, _) = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default().as_chunks::<2>();
    let letters = pairs.iter().filter(|[one, other]| (*one == 0) != (*other == 0)).count();
    bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || (letters > 0 && letters * 4 >= pairs.len() * 3)
}

/// Returns true if more than an eighth of the bytes are control characters.
fn is_binary(head: &[u8]) -> bool {
    let controls =
        head.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    controls * 8 > head.len()
}

/// Returns true if a line is `BEGIN:VCALENDAR`, after other lines or none. In TOML and JSON, the
/// line may be part of a text.
fn is_calendar(head: &[u8]) -> bool {
    !matches!(head, [b'[' | b'{', ..])
        && head
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .any(|line| begins_with(line.trim_ascii_start(), "begin:vcalendar"))
}

/// Returns true for the beginning of an object or a list of JSON. The bracket of a TOML table
/// precedes a word.
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

/// Returns the JSON format by keys of one format only. Keys are found without parsing: the file may
/// be damaged.
///
/// Views of Sessionize without sessions are told by their other lists. The view "GridSmart" of an
/// event without sessions is `[]`.
fn json_format(body: &[u8]) -> Option<Format> {
    let (mut has_talks, mut has_room, mut is_frab) = (false, false, false);
    let (mut has_schema, mut has_event, mut has_conference) = (false, false, false);
    let (mut has_questions, mut has_categories, mut is_grid) = (false, false, false);
    let (mut has_kind, mut has_date, mut is_linked) = (false, false, false);
    let letters = body.iter().filter(|byte| !byte.is_ascii_whitespace());
    if letters.take(3).eq(b"[]") {
        return Some(Format::Sessionize);
    }
    for (at, _) in body.iter().enumerate().filter(|(_, byte)| **byte == b'"') {
        match json_key(body.get(at + 1..).unwrap_or_default()) {
            b"isServiceSession" | b"startsAt" | b"isPlenumSession" => {
                return Some(Format::Sessionize);
            }
            b"_wcpt_session_time" | b"timezone_string" => return Some(Format::WordCamp),
            // The event of CFP.dev has a zone, and a slot a type as well.
            b"sessionType" | b"sessionTypeName" | b"timezone" => has_kind = true,
            b"fromDate" => has_date = true,
            b"@type" => is_linked = true,
            b"startDate" if is_linked => return Some(Format::JsonLd),
            b"talks" => has_talks = true,
            b"room" | b"rooms" => has_room = true,
            b"schema" => has_schema = true,
            b"event" => has_event = true,
            b"conference" => (is_frab, has_conference) = (true, true),
            b"days" => is_frab = true,
            b"sessions" if has_schema && has_event && !has_conference => {
                return Some(Format::HallwayJson);
            }
            b"questions" => has_questions = true,
            b"categories" => has_categories = true,
            b"timeSlots" | b"groupName" => is_grid = true,
            _ => {}
        }
    }
    if has_date && has_kind {
        return Some(Format::CfpDev);
    }
    match (is_frab, has_talks && has_room) {
        (true, _) => Some(Format::FrabJson),
        (_, true) => Some(Format::PretalxWidget),
        _ if is_grid || (has_questions && has_categories) => Some(Format::Sessionize),
        _ => None,
    }
}

/// Returns the key after a quotation mark; nothing for a text, or for a key of more than `LONGEST`
/// bytes.
fn json_key(rest: &[u8]) -> &[u8] {
    const LONGEST: usize = 18;
    let head = rest.get(..rest.len().min(LONGEST + 1)).unwrap_or_default();
    let Some(end) = head.iter().position(|byte| *byte == b'"') else { return &[] };
    let after =
        rest.get(end + 1..).unwrap_or_default().iter().find(|byte| !byte.is_ascii_whitespace());
    if after == Some(&b':') { rest.get(..end).unwrap_or_default() } else { &[] }
}

/// Returns true if the first line has a column `event_key` or `event_start`, as only Sched's has.
fn is_sched_header(head: &[u8]) -> bool {
    header_columns(head).iter().any(|name| matches!(&**name, "event_key" | "event_start"))
}

/// Returns true if the first line has the columns of hallway's own CSV that cannot be missing.
fn is_own_header(head: &[u8]) -> bool {
    let columns = header_columns(head);
    ["title", "start", "minutes", "kind"].iter().all(|name| columns.iter().any(|own| own == name))
}

/// Returns the columns of the first line in lower case.
fn header_columns(head: &[u8]) -> Vec<String> {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let columns = line.split(',').map(|column| column.trim().trim_matches('"').trim());
    columns.map(str::to_lowercase).collect()
}

/// Returns true if the bytes begin with an ASCII text, in upper or lower case.
fn begins_with(bytes: &[u8], text: &str) -> bool {
    bytes.get(..text.len()).is_some_and(|head| head.eq_ignore_ascii_case(text.as_bytes()))
}

/// Returns true if the bytes contain an ASCII text, in upper or lower case.
fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_with_two_events_are_agendas() {
        const EVENT: &str = r#"{"@type":"Event","name":"A","startDate":"2030-05-01T09:00"}"#;
        const LINKED: &str = "<script type='application/ld+json'>";
        for (page, is_agenda) in [
            (format!("<!DOCTYPE html>{LINKED}[{EVENT},{EVENT}]</script>"), true),
            (format!("<html>{LINKED}{EVENT}</script><b>{LINKED}{EVENT}</script>"), true),
            (format!("<!-- a --><html>{LINKED}[{EVENT},{EVENT}]</script>"), true),
            (format!("<html>{LINKED}{EVENT}</script>"), false),
            (format!("<html><script>[{EVENT},{EVENT}]</script>"), false),
            (format!("<html>{LINKED}[{EVENT},{EVENT}]"), true),
            (format!("<html>[{EVENT},{EVENT}]"), false),
        ] {
            let format = is_agenda.then_some(Format::JsonLd);
            assert_eq!(detect(page.as_bytes()).ok(), format, "{page}");
        }
    }

    #[test]
    fn only_toml_may_be_larger_than_other_formats() {
        for (head, is_large) in [
            ("[[session]]\n", true),
            ("# agenda\n", true),
            ("{\"schedule\": 1}", false),
            ("<schedule>", false),
            ("BEGIN:VCALENDAR\n", false),
            ("title,start,minutes,kind\n", false),
        ] {
            let mut file = head.as_bytes().to_vec();
            file.resize(SIZE_MAX + 1, b'\n');
            let is_refused = detect(&file).is_err_and(|problem| problem.message.contains("larger"));
            assert_eq!(is_refused, !is_large, "{head}");
        }
    }

    #[test]
    fn json_formats_differ_by_their_keys() {
        for (text, format) in [
            (r#"{"schedule":{"conference":{"days":[]}}}"#, Some(Format::FrabJson)),
            (
                r#"{"schedule":{"conference":{"days":[{"rooms":{"talks":[
                {"type":"talks","room":"startsAt"}]}}]}}}"#,
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
            (" [\n ] ", Some(Format::Sessionize)),
            ("[] []", None),
            (r#"[{"groupId":null,"groupName":"All","sessions":[]}]"#, Some(Format::Sessionize)),
            (r#"[{"date":"2030-05-01","rooms":[],"timeSlots":[]}]"#, Some(Format::Sessionize)),
            (
                r#"{"sessions":[],"speakers":[],"questions":[],"categories":[],"rooms":[]}"#,
                Some(Format::Sessionize),
            ),
            (r#"{"questions":[],"sessions":[]}"#, None),
            (r#"[{"id":1,"fromDate":"a","sessionType":{"name":"b"}}]"#, Some(Format::CfpDev)),
            (
                r#"[{"proposal":{"timeSlots":[]},"sessionType":{},"fromDate":"a"}]"#,
                Some(Format::CfpDev),
            ),
            (r#"[{"fromDate":"a","timezone":"b"},[]]"#, Some(Format::CfpDev)),
            (r#"{"days":[],"fromDate":"a"}"#, Some(Format::FrabJson)),
            (r#"[{"id":1,"meta":{"_wcpt_session_time":1}}]"#, Some(Format::WordCamp)),
            (r#"[{"name":"a","timezone_string":"b"},[]]"#, Some(Format::WordCamp)),
            (r#"{"@type":"Event","startDate":"a"}"#, Some(Format::JsonLd)),
            (r#"{"@type":"Person","name":"a"}"#, None),
            (r#"{"startDate":"a"}"#, None),
        ] {
            assert_eq!(detect(text.as_bytes()).ok(), format, "{text}");
        }
    }
}
