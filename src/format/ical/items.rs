//! Sessions as calendars of one event each, for a folder of calendar files (vdir).
//!
//! A file of hallway's own has hallway's `PRODID` and the event's id as [`VDIR`]. A program that
//! edits an event writes a calendar of its own, without [`VDIR`].

use super::hallway::is_product_id;
use super::property::escape;
use super::write::{CalendarWriter, Status, entries_to_write};
use crate::agenda::{Agenda, SessionIx};
use chrono::{DateTime, Utc};
use std::collections::HashSet;

/// The property of a calendar in a folder: the id of the event.
const VDIR: &str = "X-HALLWAY-VDIR";
/// The properties of the version of an event. An event with another version of the same content is
/// the same event.
const REVISION: [&str; 3] = ["DTSTAMP:", "LAST-MODIFIED:", "SEQUENCE:"];
/// The longest `UID` that is the name of its file, in bytes.
const NAME_BYTES_MAX: usize = 150;
/// The number of letters that the name of a file keeps of another `UID`.
const NAME_LETTERS_KEPT: usize = 60;

/// A session as a calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarItem {
    /// The name of the file: at most 154 lower-case letters, digits, and `_`, `.`, `+`, `-`, `@`,
    /// the first one a letter or a digit, and `.ics` at the end. No two files of an agenda have
    /// one name.
    pub file_name: String,
    /// The calendar.
    pub text: String,
}

/// Writes the sessions of [`write`](super::write()) as a calendar each. `alarm` is the minutes from
/// the alarm to the session.
///
/// The name of a file follows from the `UID`, so that a moved session keeps its file.
pub fn write_items(
    agenda: &Agenda,
    only: Option<&dyn Fn(SessionIx) -> Option<Status>>,
    revised: Option<DateTime<Utc>>,
    alarm: Option<u32>,
) -> Vec<CalendarItem> {
    let mut taken = HashSet::new();
    let mut items = Vec::new();
    for entry in entries_to_write(agenda, only) {
        let mut out = CalendarWriter::new(agenda, &[entry.session], revised, alarm);
        out.write_property("BEGIN", "VCALENDAR");
        out.write_product();
        out.write_property(VDIR, &escape(&agenda.id));
        out.write_sessions(std::slice::from_ref(&entry));
        out.write_property("END", "VCALENDAR");
        let file_name = free_name(&name_for_uid(&entry.full_uid(agenda)), &mut taken);
        items.push(CalendarItem { file_name, text: out.text });
    }
    items
}

/// Returns the name with `.ics`, and with a number if the name is taken.
fn free_name(name: &str, taken: &mut HashSet<String>) -> String {
    let mut file_name = format!("{name}.ics");
    let mut number = 2;
    while !taken.insert(file_name.clone()) {
        file_name = format!("{name}-{number}.ics");
        number += 1;
    }
    file_name
}

/// Returns a `UID` that is a safe name, or its safe letters with a hash of the whole. Capital
/// letters are not safe: on some disks, `a` and `A` are one name.
fn name_for_uid(uid: &str) -> String {
    let is_safe = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '_' | '.' | '+' | '-' | '@');
    let is_first = |c: char| c.is_ascii_alphanumeric();
    if uid.len() <= NAME_BYTES_MAX && uid.chars().all(is_safe) && uid.starts_with(is_first) {
        return uid.to_owned();
    }
    let letters = uid.chars().map(|c| c.to_ascii_lowercase());
    let letters = letters.map(|c| if is_safe(c) { c } else { '-' });
    let letters: String = letters.take(NAME_LETTERS_KEPT).collect();
    let letters = letters.trim_start_matches(|c| !is_first(c));
    let separator = if letters.is_empty() { "" } else { "-" };
    format!("{letters}{separator}{:016x}", hash_name(uid))
}

/// Returns the hash FNV-1a of 64 bits. The names of files must not change with a library.
fn hash_name(name: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    name.bytes().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// Returns the id of the event if the text is a calendar of [`write_items`].
pub(crate) fn event_of_item(text: &str) -> Option<String> {
    let unfolded = text.replace("\r\n ", "");
    let mut lines = unfolded.lines();
    if lines.next() != Some("BEGIN:VCALENDAR") {
        return None;
    }
    let head: Vec<&str> = lines.take_while(|line| !line.starts_with("BEGIN:")).collect();
    let value_of =
        |name: &str| head.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    value_of("PRODID").filter(|id| is_product_id(id))?;
    value_of(VDIR).map(str::to_owned)
}

/// Returns true if two calendars of [`write_items`] differ in the version at most.
pub(crate) fn is_same_item(a: &str, b: &str) -> bool {
    let is_content = |line: &&str| !REVISION.iter().any(|name| line.starts_with(name));
    let content = |text| str::split_inclusive(text, '\n').filter(is_content);
    content(a).eq(content(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agenda(ids: &[&str]) -> Agenda {
        let session = |id: &&str| {
            format!("[[session]]\nid = {id:?}\ntitle = 'T'\nstart = 2031-05-04T09:00:00Z\n")
        };
        let sessions: String = ids.iter().map(session).collect();
        let file = format!("[event]\nid = 'conf'\nname = 'Conf'\n{sessions}");
        crate::format::read(file.into_bytes()).unwrap().draft.check(None).0
    }

    fn write(ids: &[&str]) -> Vec<CalendarItem> {
        write_items(&agenda(ids), None, Some(DateTime::UNIX_EPOCH), None)
    }

    fn names(ids: &[&str]) -> Vec<String> {
        write(ids).into_iter().map(|item| item.file_name).collect()
    }

    #[test]
    fn safe_uid_is_the_name_of_its_file() {
        assert_eq!(
            names(&["a-talk", "x.y+z_1"]),
            ["a-talk@conf.hallway.ics", "x.y+z_1@conf.hallway.ics"]
        );
        // The start in an id is no part of the `UID`.
        assert_eq!(names(&["a-talk-0711-0900"]), ["a-talk@conf.hallway.ics"]);
    }

    #[test]
    fn hostile_ids_are_different_safe_names() {
        let long = "x".repeat(300);
        let longer = "x".repeat(301);
        let ids = [
            "../../etc/passwd",
            "..",
            ".",
            ".hidden",
            "/",
            "a/b",
            "a-b",
            "A",
            "a",
            "Ä",
            "ä",
            "-x",
            "CON",
            "a b",
            "a\\b",
            "@",
            "💥",
            &long,
            &longer,
        ];
        let names = names(&ids);
        let folded: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(folded.len(), ids.len(), "{names:?}");
        for name in &names {
            let is_safe = |c: char| c.is_ascii_alphanumeric() || "_.+-@".contains(c);
            assert!(name.chars().all(is_safe) && name.len() <= 154, "{name}");
            assert!(name.starts_with(|c: char| c.is_ascii_alphanumeric()), "{name}");
            assert!(name.ends_with(".ics"), "{name}");
        }
        assert_eq!(names[0], "etc-passwd@conf.hallway-a8bbbc0a9ea4e100.ics");
    }

    #[test]
    fn name_that_another_session_has_gets_a_number() {
        let taken = names(&["A"])[0].trim_end_matches(".ics").to_owned();
        let mut names_taken = HashSet::from([format!("{taken}.ics")]);
        assert_eq!(free_name(&taken, &mut names_taken), format!("{taken}-2.ics"));
        assert_eq!(free_name(&taken, &mut names_taken), format!("{taken}-3.ics"));
    }

    #[test]
    fn item_is_a_calendar_that_is_read_back_and_names_its_event() {
        for item in write(&["one", "two"]) {
            assert_eq!(event_of_item(&item.text).as_deref(), Some("conf"));
            let reading = crate::format::read(item.text.into_bytes()).unwrap();
            let (agenda, problems) = reading.draft.check(None);
            assert_eq!((agenda.sessions.len(), problems.len()), (1, 0), "{problems:?}");
        }
    }

    #[test]
    fn event_with_a_long_id_is_found_behind_folds() {
        let id = "very-long-".repeat(12) + "id";
        let text = write(&["one"])[0]
            .text
            .replace(":conf\r\n", &format!(":{}\r\n {}\r\n", &id[..60], &id[60..]));
        assert_eq!(event_of_item(&text), Some(id));
    }

    #[test]
    fn calendar_of_another_program_is_no_item() {
        let text = &write(&["one"])[0].text;
        for (from, to) in [
            ("-//hallway//hallway//EN", "-//someone//else//EN"),
            ("X-HALLWAY-VDIR:conf\r\n", ""),
            ("BEGIN:VCALENDAR", "BEGIN:VCARD"),
        ] {
            assert_eq!(event_of_item(&text.replace(from, to)), None, "{from}");
        }
        // The property counts at the head only.
        let below = text.replace("X-HALLWAY-VDIR:conf\r\n", "");
        let below = below.replace("BEGIN:VEVENT\r\n", "BEGIN:VEVENT\r\nX-HALLWAY-VDIR:conf\r\n");
        assert_eq!(event_of_item(&below), None);
    }

    #[test]
    fn items_that_differ_in_the_version_are_the_same() {
        let agenda = agenda(&["one"]);
        let at = |seconds| {
            let items = write_items(&agenda, None, DateTime::from_timestamp(seconds, 0), None);
            items[0].text.clone()
        };
        let (old, new) = (at(1_900_000_000), at(1_900_000_060));
        assert_ne!(old, new);
        assert!(is_same_item(&old, &new));
        assert!(!is_same_item(&old, &new.replace("SUMMARY:T", "SUMMARY:U")));
        assert!(!is_same_item(&old, &new.replace("STATUS:CONFIRMED\r\n", "")));
    }
}
