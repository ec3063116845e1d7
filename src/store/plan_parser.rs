//! The parser for the file of a plan. A file is read completely or refused: an unread mark would be
//! lost when the file is written again.

use super::plan_file::{PlanFile, VERSION};
use super::plan_lines::{LAST_LINE, read_mark_lines};
use super::plan_values::{
    CORRECT_OR_TAKE_BACKUP, problem_at, read_bool, read_integer, read_level, read_line,
    read_minutes, read_moment, read_names, read_unknown_value,
};
use crate::agenda::{Clean, Level, Problem};
use crate::plan::{Mark, MarkNote, Plan, SessionFacts};
use chrono::Utc;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table};

const TAKE_BACKUP: &str = "take the file from a backup";

impl PlanFile {
    /// Parses the file. Of a newer version, parses the known keys.
    ///
    /// # Errors
    ///
    /// The first problem in the file, with its place.
    pub(super) fn parse(bytes: &[u8]) -> Result<PlanFile, Problem> {
        let text = decode_text(bytes)?;
        match PlanFile::parse_sound(text) {
            Some(file) => Ok(file),
            None => find_fault(text).map_or_else(|| PlanFile::parse_whole(text), Err),
        }
    }

    /// Parses a file mark by mark: the parser takes a hundred bytes of memory for each token, and
    /// all marks use the same memory. Returns `None` for a file with a fault, of a newer version,
    /// or with tables that may belong to another one before.
    fn parse_sound(text: &str) -> Option<PlanFile> {
        let mut pieces = cut_at_headers(text);
        let head = DeTable::parse(pieces.next()?).ok()?.into_inner();
        let version = read_version(&head).ok()?;
        let last_line = text.trim_end().lines().next_back()?;
        if version > VERSION
            || last_line != LAST_LINE
            || ["mark", "undo"].iter().any(|key| head.contains_key(*key))
        {
            return None;
        }
        let mut file = PlanFile::default();
        file.read_table(&head).ok()?;
        // The head has the own entries.
        let entries = file.plan.all_marks().into_iter();
        let mut marks: Vec<Arc<Mark>> = entries.map(|entry| Arc::new(entry.clone())).collect();
        let mut replaced = file.plan.marks_before_last_change().to_vec();
        for piece in pieces {
            match piece.strip_prefix(MARK_HEADER) {
                Some(lines) => {
                    marks.push(read_piece(piece, lines, "mark", &mut file.unknown_mark_keys)?);
                }
                None => {
                    let lines = piece.strip_prefix(UNDO_HEADER)?;
                    let mark = read_piece(piece, lines, "undo", &mut file.unknown_undo_keys)?;
                    replaced.push(Arc::unwrap_or_clone(mark));
                }
            }
        }
        file.plan = marks.into_iter().collect::<Plan>().with_marks_before_last_change(replaced);
        Some(file)
    }

    fn parse_whole(text: &str) -> Result<PlanFile, Problem> {
        let table = parse_table(text)?;
        let version = read_version(&table)?;
        let newer_version = (version > VERSION).then_some(version);
        if newer_version.is_none() {
            check_last_line(text)?;
        }
        let mut file = PlanFile { newer_version, ..PlanFile::default() };
        file.read_table(&table)?;
        Ok(file)
    }

    fn read_table(&mut self, table: &DeTable<'_>) -> Result<(), Problem> {
        let is_newer = self.newer_version.is_some();
        let (mut marks, mut replaced) = (Vec::new(), Vec::new());
        for (key, value) in table {
            let key = key.get_ref().as_ref();
            let entries = match key {
                "mark" | "undo" => read_entries(value, is_newer, read_entry)?,
                "entry" | "entry_undo" => read_entries(value, is_newer, read_own_entry)?,
                _ => None,
            };
            match (key, entries) {
                ("version" | "event", _) => {}
                ("mark" | "entry", Some(entries)) => {
                    marks.extend(split_unknown_keys(entries, &mut self.unknown_mark_keys));
                }
                (_, Some(entries)) => {
                    replaced.extend(split_unknown_keys(entries, &mut self.unknown_undo_keys));
                }
                _ => {
                    self.unknown_keys.insert(key.to_owned(), read_unknown_value(value)?);
                }
            }
        }
        self.plan = marks.into_iter().collect::<Plan>().with_marks_before_last_change(replaced);
        Ok(())
    }
}

const MARK_HEADER: &str = "[[mark]]\n";
const UNDO_HEADER: &str = "[[undo]]\n";

/// Returns the part before the first header of a mark, and the parts from one header to the next.
fn cut_at_headers(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let line_starts = memchr::memmem::find_iter(text.as_bytes(), b"\n[[").map(|end| end + 1);
        let mut pieces = line_starts.filter_map(|at| text.split_at_checked(at));
        let is_header =
            |rest: &str| [MARK_HEADER, UNDO_HEADER].iter().any(|header| rest.starts_with(header));
        let next = pieces.find(|(_, rest)| is_header(rest));
        rest = next.map(|(_, rest)| rest);
        Some(next.map_or(text, |(piece, _)| piece))
    })
}

/// Returns the first problem of a file, found mark by mark: to parse the whole file takes twenty
/// times its memory. Returns `None` for a sound file, for one of a newer version, and for a file
/// that has to be parsed as a whole.
fn find_fault(text: &str) -> Option<Problem> {
    /// The bytes behind a mark that may belong to its fault.
    const BEHIND: usize = 4096;
    let mut start = 0;
    let (mut bad_version, mut bad_mark) = (None, None);
    for piece in cut_at_headers(text) {
        // A text over several lines may contain a header.
        if ["\"\"\"", "'''"].iter().any(|quotes| piece.contains(quotes)) {
            return None;
        }
        match parse_table(piece) {
            Ok(head) if start == 0 => match read_version(&head) {
                Ok(version) if version > VERSION => return None,
                version => bad_version = version.err(),
            },
            Ok(table) if bad_mark.is_none() => {
                let lists =
                    table.iter().filter(|(key, _)| matches!(&**key.get_ref(), "mark" | "undo"));
                let problem = lists
                    .filter_map(|(_, value)| read_entries(value, false, read_entry).err())
                    .next();
                bad_mark = problem.map(|problem| move_problem(problem, start));
            }
            Ok(_) => {}
            Err(_) => {
                let end = start + piece.len() + BEHIND;
                let end = (end..text.len()).find(|end| text.is_char_boundary(*end));
                let piece = text.get(start..end.unwrap_or(text.len()))?;
                return parse_table(piece).err().map(|problem| move_problem(problem, start));
            }
        }
        start += piece.len();
    }
    bad_version.or_else(|| check_last_line(text).err()).or(bad_mark)
}

/// Returns the problem of a piece as a problem of the file. The piece begins at the byte `start`.
fn move_problem(problem: Problem, start: usize) -> Problem {
    let at = problem.at.map(|at| at.start + start..at.end + start);
    Problem { at, ..problem }
}

fn parse_table(text: &str) -> Result<DeTable<'_>, Problem> {
    let table = DeTable::parse(text).map_err(|error| {
        Problem::error(error.span(), error.message()).help(CORRECT_OR_TAKE_BACKUP)
    })?;
    Ok(table.into_inner())
}

/// Returns an error if the file is cut off, or goes on after its last line.
fn check_last_line(text: &str) -> Result<(), Problem> {
    let last_line = text.trim_end().lines().next_back();
    if last_line.is_some_and(|line| line.trim() == LAST_LINE) {
        return Ok(());
    }
    if let Some((before, behind)) = text.rsplit_once(&format!("\n{LAST_LINE}\n"))
        && behind.lines().any(|line| line.starts_with("[["))
    {
        let start = before.len() + 1;
        let help = "move the line to the end of the file";
        let message = format!("tables stand behind the line {LAST_LINE}");
        return Err(Problem::error(Some(start..start + LAST_LINE.len()), message).help(help));
    }
    let end = text.len()..text.len();
    let help = format!("take it from a backup; if nothing is missing, add the line {LAST_LINE}");
    Err(Problem::error(Some(end), "the end of the file is missing").help(help))
}

/// Reads the mark of `piece`, a header and the `lines` after the header, and adds its unknown keys
/// to `unknown_keys`. Returns `None` if the piece has a fault or another table than `key`.
fn read_piece(
    piece: &str,
    lines: &str,
    key: &str,
    unknown_keys: &mut BTreeMap<Clean, Table>,
) -> Option<Arc<Mark>> {
    if let Some(mark) = read_mark_lines(lines) {
        return Some(Arc::new(mark));
    }
    let table = DeTable::parse(piece).ok()?.into_inner();
    let value = table.get(key).filter(|_| table.len() == 1)?;
    let [entry] = &value.get_ref().as_array()?[..] else { return None };
    let marks = split_unknown_keys(vec![read_entry(entry).ok()?], unknown_keys);
    marks.into_iter().next().map(Arc::new)
}

/// Returns the bytes as text, or an error if the file was damaged by a crash or a copy.
fn decode_text(bytes: &[u8]) -> Result<&str, Problem> {
    if let Some(at) = memchr::memchr(0, bytes) {
        let message = "this is not text but zero bytes, as after a power failure or a broken copy";
        return Err(Problem::error(Some(at..at + 1), message).help(TAKE_BACKUP));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Problem::error(Some(at..at + 1), "this is not UTF-8 text").help(TAKE_BACKUP)
    })?;
    if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
        return Err(Problem::error(Some(0..0), "the file is empty, and a plan is never empty")
            .help("take the file from a backup, or remove it to begin anew"));
    }
    Ok(text)
}

fn read_version(table: &DeTable<'_>) -> Result<i64, Problem> {
    let Some(value) = table.get("version") else {
        return Err(Problem::error(Some(0..0), "this is not a plan: it has no version")
            .help(format!("a plan begins with version = {VERSION}")));
    };
    read_integer(value)
        .and_then(|version| i64::try_from(version).ok())
        .filter(|version| *version >= 1)
        .ok_or_else(|| problem_at(value, "the version is a whole number from 1"))
}

/// A `[[mark]]` or an `[[undo]]`, with its unknown keys.
#[derive(Debug)]
struct MarkEntry {
    mark: Mark,
    unknown_keys: Table,
}

/// Reads the entries of a list. In a newer version, skips an unreadable entry, and returns `None`
/// if `value` is no list.
fn read_entries(
    value: &Spanned<DeValue<'_>>,
    is_newer: bool,
    read_entry: impl Fn(&Spanned<DeValue<'_>>) -> Result<MarkEntry, Problem>,
) -> Result<Option<Vec<MarkEntry>>, Problem> {
    match value.get_ref().as_array() {
        Some(entries) if is_newer => Ok(Some(entries.iter().flat_map(&read_entry).collect())),
        Some(entries) => entries.iter().map(read_entry).collect::<Result<_, _>>().map(Some),
        None if is_newer => Ok(None),
        None => Err(problem_at(value, "marks are written as [[mark]]")),
    }
}

/// Returns the marks, and adds the unknown keys of each to `unknown_keys`.
fn split_unknown_keys(
    entries: Vec<MarkEntry>,
    unknown_keys: &mut BTreeMap<Clean, Table>,
) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(entries.len());
    for entry in entries {
        if !entry.unknown_keys.is_empty() {
            let keys = unknown_keys.entry(entry.mark.id().clone()).or_default();
            keys.extend(entry.unknown_keys);
        }
        marks.push(entry.mark);
    }
    marks
}

fn read_entry(value: &Spanned<DeValue<'_>>) -> Result<MarkEntry, Problem> {
    let Some(table) = value.get_ref().as_table() else {
        return Err(problem_at(value, "marks are written as [[mark]]"));
    };
    let MarkTable { mut entry, removed } = read_mark_table(table, |key| key)?;
    let mark = &mut entry.mark;
    if mark.id().is_empty() {
        return Err(problem_at(value, "this mark names no session: add session = \"…\", its id"));
    }
    if removed {
        mark.level = None;
    } else if mark.level.is_none() && !mark.skipped {
        let message = "this mark has no level: add level = \"attend\" or \"maybe\"";
        return Err(problem_at(value, message));
    }
    mark.skipped &= mark.level.is_none();
    Ok(entry)
}

fn read_own_entry(value: &Spanned<DeValue<'_>>) -> Result<MarkEntry, Problem> {
    let Some(table) = value.get_ref().as_table() else {
        return Err(problem_at(value, "own entries are written as [[entry]]"));
    };
    let known_key = |key| match key {
        "id" => "session",
        "title" | "start" | "room" | "minutes" | "removed" | "note" | "note_changed"
        | "changed" => key,
        _ => "",
    };
    let MarkTable { mut entry, removed } = read_mark_table(table, known_key)?;
    let mark = &mut entry.mark;
    (mark.own, mark.level) = (true, (!removed).then_some(Level::Attend));
    if mark.id().is_empty() {
        return Err(problem_at(value, "this entry has no id: add id = \"own-…\""));
    }
    if !removed && mark.marked.start.is_none() {
        let message = "this entry has no start: add start = 2016-07-11T12:30:00+01:00";
        return Err(problem_at(value, message));
    }
    Ok(entry)
}

/// The table of a mark or an own entry.
struct MarkTable {
    entry: MarkEntry,
    removed: bool,
}

/// Reads the keys of a table. `known_key` returns the key of a mark for a key of the table.
fn read_mark_table<'t>(
    table: &'t DeTable<'_>,
    known_key: impl Fn(&'t str) -> &'t str,
) -> Result<MarkTable, Problem> {
    let mut entry = MarkEntry { mark: Mark::default(), unknown_keys: Table::new() };
    let (mut removed, mut note_changed) = (false, None);
    for (key, value) in table {
        let key = key.get_ref().as_ref();
        let mark = &mut entry.mark;
        match known_key(key) {
            "removed" => removed = read_bool(value)?,
            "skip" => mark.skipped = read_bool(value)?,
            "note" => mark.note = Some(Box::new(read_note(value)?)),
            "note_changed" => note_changed = Some(read_moment(value)?.with_timezone(&Utc)),
            "changed" => mark.changed = read_moment(value)?.with_timezone(&Utc),
            "level" => mark.level = Some(read_level(value)?),
            "missing_since" => mark.missing_since = Some(read_moment(value)?.with_timezone(&Utc)),
            "latest" => mark.latest = Some(Box::new(read_latest(value)?)),
            known if read_fact(&mut mark.marked, known, value)? => {}
            _ => _ = entry.unknown_keys.insert(key.to_owned(), read_unknown_value(value)?),
        }
    }
    let changed = note_changed.unwrap_or(entry.mark.changed);
    if let Some(note) = &mut entry.mark.note {
        note.changed = changed;
    }
    Ok(MarkTable { entry, removed })
}

fn read_note(value: &Spanned<DeValue<'_>>) -> Result<MarkNote, Problem> {
    let text = value.get_ref().as_str();
    let text = text.ok_or_else(|| problem_at(value, "this must be text in quotes"))?;
    Ok(MarkNote { text: Clean::block(text), ..MarkNote::default() })
}

/// Reads the latest facts of a session. Every update writes them anew, so unknown keys are dropped.
fn read_latest(value: &Spanned<DeValue<'_>>) -> Result<SessionFacts, Problem> {
    let Some(table) = value.get_ref().as_table() else {
        return Err(problem_at(value, "the latest facts are written as [mark.latest]"));
    };
    let mut facts = SessionFacts::default();
    for (key, value) in table {
        read_fact(&mut facts, key.get_ref().as_ref(), value)?;
    }
    Ok(facts)
}

/// Reads one fact of a session. Returns false if the key is no fact.
fn read_fact(
    facts: &mut SessionFacts,
    key: &str,
    value: &Spanned<DeValue<'_>>,
) -> Result<bool, Problem> {
    match key {
        "session" => facts.id = read_line(value)?,
        "title" => facts.title = read_line(value)?,
        "start" => facts.start = Some(read_moment(value)?),
        "room" => facts.room = Some(read_line(value)?),
        "minutes" => facts.minutes = Some(read_minutes(value)?),
        "people" => facts.people = read_names(value)?,
        "alike" => facts.ambiguous = read_bool(value)?,
        "cancelled" => facts.cancelled = read_bool(value)?,
        _ => return Ok(false),
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::{Moment, Position};
    use chrono::{DateTime, FixedOffset};
    use proptest::prelude::*;
    use toml::Value;

    const WHOLE: &str = concat!(
        "# My schedule. hallway writes this file anew at each change: ",
        "values may be edited, comments are lost.\n",
        r##"version = 1
event = "srecon16"

[[entry]]
id = "own-0711-1230-lunch"
title = "Lunch"
start = 2016-07-11T12:30:00+01:00
room = "Foyer"
minutes = 45
note = "With Ann"
note_changed = 2016-07-02T10:00:00Z
changed = 2016-07-01T10:00:00Z

[[entry]]
id = "own-0711-1400-walk"
title = "Walk"
start = 2016-07-11T14:00:00+01:00
minutes = 30
removed = true
changed = 2016-07-01T10:00:00Z

[[entry_undo]]
id = "own-0711-1230-lunch"
title = "Dinner"
start = 2016-07-11T12:30:00+01:00
changed = 2016-07-01T10:00:00Z

[[mark]]
session = "splicing"
title = 'Splicing "SRE" DNA'
start = 2016-07-11T09:00:00+01:00
room = "Lansdowne+Pembroke"
minutes = 40
people = ["Greg Veith"]
level = "attend"
changed = 2016-07-01T10:00:00.125Z

[[mark]]
session = "ebpf"
title = "eBPF"
start = 2016-07-11T11:00:00+01:00
alike = true
removed = true
skip = true
note = """
Slides:
see "ebpf" again"""
note_changed = 2016-07-03T10:00:00Z
changed = 2016-07-02T10:00:00Z

[[mark]]
session = "bof"
title = "A BoF"
level = "maybe"
changed = 2016-07-03T10:00:00Z

[[undo]]
session = "bof"
title = "A BoF"
room = ""
cancelled = true
removed = true
changed = 2016-07-03T09:00:00Z

# end of plan
"##
    );

    fn parse(text: &str) -> Result<PlanFile, Problem> {
        PlanFile::parse(text.as_bytes())
    }

    /// Returns a complete file with these lines.
    fn complete_file(lines: &str) -> String {
        format!("version = 1\n{lines}\n{LAST_LINE}\n")
    }

    #[test]
    fn a_complete_file_is_parsed_and_written_unchanged() {
        let file = parse(WHOLE).unwrap();
        assert_eq!(file.to_toml("srecon16").unwrap(), WHOLE);
        let levels = ["splicing", "ebpf", "bof"].map(|id| file.plan.level_by_id(id));
        assert_eq!(levels, [Some(Level::Attend), None, Some(Level::Maybe)]);
        let start = file.plan.get("splicing").unwrap().marked.start.unwrap();
        assert_eq!(start.to_rfc3339(), "2016-07-11T09:00:00+01:00");
        assert_eq!(file.plan.get("ebpf").map(|mark| mark.level), Some(None));
    }

    #[test]
    fn table_behind_the_last_line_is_refused_with_the_place_of_the_line() {
        let text = format!("{WHOLE}\n[[mark]]\nsession = \"a\"\n");
        let problem = check_last_line(&text).unwrap_err();
        let at = problem.at.clone().unwrap();
        assert_eq!(&text[at], LAST_LINE);
        assert_eq!(problem.message, "tables stand behind the line # end of plan");
    }

    #[test]
    fn a_file_cut_off_at_any_byte_is_refused() {
        let complete = parse(WHOLE).unwrap();
        // Only the last line end may be missing.
        assert_eq!(parse(&WHOLE[..WHOLE.len() - 1]), Ok(complete));
        for length in 0..WHOLE.len() - 1 {
            let problem = PlanFile::parse(&WHOLE.as_bytes()[..length]).unwrap_err();
            assert!(problem.at.is_some() && problem.help.is_some(), "{length}: {problem:?}");
        }
    }

    #[test]
    fn fault_at_any_byte_is_the_fault_of_the_whole_file() {
        let mut faults = 0;
        let ends = (0..=WHOLE.len()).filter(|at| WHOLE.is_char_boundary(*at));
        for (at, letter) in ends.flat_map(|at| ["=", "\"", "[[mark]]\n", "\n"].map(|it| (at, it))) {
            let text = format!("{}{letter}{}", &WHOLE[..at], &WHOLE[at..]);
            let whole = PlanFile::parse_whole(&text);
            let Some(fault) = find_fault(&text) else { continue };
            // Of two faults, the whole file has that of a mark first, even below an undo.
            let has_two = letter == "[[mark]]\n" && whole.is_err();
            assert!(has_two || Err(&fault) == whole.as_ref(), "{letter:?} at {at}: {fault:?}");
            faults += 1;
        }
        assert!(faults > 1_000, "{faults} faults");
    }

    #[test]
    fn a_mark_without_title_and_zone_is_parsed() {
        let lines = "[[mark]]\nsession = 'a'\nlevel = 'attend'\nstart = 2016-07-11 09:00\n";
        let file = parse(&complete_file(lines)).unwrap();
        let mark = file.plan.get("a").unwrap();
        assert_eq!((mark.marked.title.as_str(), mark.changed), ("", DateTime::UNIX_EPOCH));
        assert_eq!(mark.marked.start.unwrap().naive_local().to_string(), "2016-07-11 09:00:00");
    }

    #[test]
    fn two_marks_of_a_session_give_the_later_with_the_unknown_keys_of_both() {
        let lines = r"
            [[mark]]
            session = 'a'
            level = 'maybe'
            changed = 2016-07-02T00:00:00Z
            x = 1
            [[mark]]
            session = 'a'
            level = 'attend'
            changed = 2016-07-01T00:00:00Z
            y = 2";
        let file = parse(&complete_file(lines)).unwrap();
        assert_eq!(file.plan.level_by_id("a"), Some(Level::Maybe));
        let text = file.to_toml("e").unwrap();
        assert!(text.contains("x = 1") && text.contains("y = 2"), "{text}");
    }

    #[test]
    fn notes_and_skips_of_a_file_are_read_with_and_without_a_level() {
        let lines = r"
            [[mark]]
            session = 'a'
            level = 'attend'
            skip = true
            note = 'Bring cable'
            changed = 2016-07-02T00:00:00Z
            [[mark]]
            session = 'b'
            skip = true
            [[mark]]
            session = 'c'
            removed = true
            note = ''";
        let file = parse(&complete_file(lines)).unwrap();
        let [a, b, c] = ["a", "b", "c"].map(|id| file.plan.get(id).unwrap());
        assert_eq!((a.level, a.skipped), (Some(Level::Attend), false));
        assert_eq!(a.note().map(Clean::as_str), Some("Bring cable"));
        assert_eq!(a.note.as_ref().unwrap().changed, a.changed);
        assert_eq!((b.level, b.skipped, b.is_active()), (None, true, true));
        assert_eq!((c.note(), c.is_active()), (None, false));
    }

    #[test]
    fn an_older_program_keeps_entries_notes_and_skips() {
        // The keys that hallway 0.1 does not know are unknown keys of the file and its marks.
        let known = ["version", "event", "mark", "undo"];
        let marks = ["session", "title", "start", "room", "minutes", "people", "alike"];
        let others = ["cancelled", "level", "removed", "changed", "missing_since", "latest"];
        let table: Table = toml::from_str(WHOLE).unwrap();
        let new: Vec<&String> = table.keys().filter(|key| !known.contains(&&***key)).collect();
        assert_eq!(new, ["entry", "entry_undo"]);
        for mark in table["mark"].as_array().unwrap().iter().map(|mark| mark.as_table().unwrap()) {
            let is_known = |key: &str| marks.contains(&key) || others.contains(&key);
            let mut new = mark.keys().filter(|key| !is_known(key));
            assert!(new.all(|key| ["skip", "note", "note_changed"].contains(&&**key)));
            // A mark without a level is a removed one.
            assert!(mark.contains_key("level") || mark["removed"].as_bool() == Some(true));
        }
    }

    /// A problem: line, column, and a part of the message.
    type Expected = (usize, usize, &'static str);

    /// Whole files.
    const BAD_FILES: &[(&str, Expected)] = &[
        ("", (1, 1, "empty")),
        (" \n", (1, 1, "empty")),
        ("\0\0\0\0", (1, 1, "zero bytes")),
        ("version = 1\ntitle = '\0\0'\n", (2, 10, "zero bytes")),
        ("version = 0\n# end of plan\n", (1, 11, "whole number")),
        ("x = 1\n# end of plan", (1, 1, "no version")),
        ("version = 1\nevent = 'x'\n", (3, 1, "end of the file")),
        ("version = 1\nx = \"\"\"\n# end of plan\n\"\"\"\n", (5, 1, "end of the file")),
        ("version = 1\n\n# end of plan\nx = 1\n", (5, 1, "end of the file")),
    ];

    /// The lines of a complete file.
    const BAD_LINES: &[(&str, Expected)] = &[
        ("mark = 3", (2, 8, "[[mark]]")),
        ("mark = [3]", (2, 9, "[[mark]]")),
        ("[[mark]]\nlevel = 'attend'", (2, 1, "no session")),
        ("undo = 3", (2, 8, "[[mark]]")),
        ("[[undo]]\nlevel = 'attend'", (2, 1, "no session")),
        ("entry = 3", (2, 9, "[[mark]]")),
        ("entry = [3]", (2, 10, "[[entry]]")),
        ("[[entry]]\ntitle = 'a'\nstart = 2016-07-11 12:30", (2, 1, "no id")),
        ("[[entry]]\nid = 'a'\ntitle = 'a'", (2, 1, "no start")),
        ("[[entry]]\nid = 'a'\nstart = 2016-07-11 12:30\nnote = 3", (5, 8, "text")),
    ];

    /// The lines of a mark from line 4.
    const BAD_MARKS: &[(&str, Expected)] = &[
        ("", (2, 1, "no level")),
        ("level = 'Attend'", (4, 9, "a level is")),
        ("level = 1", (4, 9, "a level is")),
        ("level = 'maybe'\nlevel = 'maybe'", (5, 1, "duplicate")),
        ("level = 'maybe'\ntitle = 2", (5, 9, "text")),
        ("level = 'maybe'\nstart = 2016-07-11", (5, 9, "date and time")),
        ("level = 'maybe'\nstart = 2016-02-31T10:00:00", (5, 9, "")),
        ("removed = 'yes'", (4, 11, "true or false")),
        ("level = 'maybe'\nminutes = -1", (5, 11, "whole number")),
        ("level = 'maybe'\npeople = 'A'", (5, 10, "list of names")),
        ("level = 'maybe'\npeople = ['A', 2]", (5, 16, "text")),
        ("<<<<<<< HEAD\nlevel = 'maybe'", (4, 9, "")),
    ];

    fn assert_problem(text: &str, (line, column, message): Expected) {
        let problem = parse(text).expect_err(text);
        assert!(problem.message.contains(message), "{text:?}: {problem:?}");
        let position = Some(Position { line, column });
        assert_eq!(problem.position_in(text), position, "{text:?}: {problem:?}");
    }

    #[test]
    fn a_bad_file_gives_a_problem_with_line_and_column() {
        for (text, expected) in BAD_FILES {
            assert_problem(text, *expected);
        }
        for (lines, expected) in BAD_LINES {
            assert_problem(&complete_file(lines), *expected);
        }
        for (lines, expected) in BAD_MARKS {
            assert_problem(&complete_file(&format!("[[mark]]\nsession = 'a'\n{lines}")), *expected);
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_give_a_problem_with_line_and_column() {
        let problem = PlanFile::parse(b"version = 1\nx = '\xff'\n").unwrap_err();
        assert!(problem.message.contains("UTF-8"));
        let position = problem.position_in("version = 1\nx = '\u{fffd}'");
        assert_eq!(position, Some(Position { line: 2, column: 6 }));
    }

    #[test]
    fn a_newer_file_gives_its_known_keys() {
        let text = r"
            version = 2
            [[mark]]
            session = 'a'
            level = 'attend'
            [[mark]]
            session = 'b'
            level = 'dream'";
        let file = parse(text).unwrap();
        assert_eq!(file.newer_version, Some(2));
        assert_eq!(file.plan.level_by_id("a"), Some(Level::Attend));
        assert_eq!(file.plan.level_by_id("b"), None);
        assert_eq!(parse("version = 99\nmark = 'elsewhere'").unwrap().newer_version, Some(99));
    }

    #[test]
    fn control_characters_are_removed_and_unknown_keys_are_kept() {
        let text = complete_file(
            r#"
            new = 'x'
            list = [1, { a = 2016-07-11 }]
            [table]
            deep.er = 1.5
            [[mark]]
            session = 'a'
            title = "\u001b[31mred\u202e"
            level = 'attend'
            remark = 'mine'
            sub.k = [true]"#,
        );
        let file = parse(&text).unwrap();
        assert_eq!(file.plan.get("a").unwrap().title().as_str(), "red");
        let written = file.to_toml("e").unwrap();
        assert_eq!(parse(&written).unwrap(), file, "{written}");
        let table: Table = toml::from_str(&written).unwrap();
        assert_eq!(table["table"]["deep"]["er"].as_float(), Some(1.5));
        assert_eq!(table["mark"][0]["sub"]["k"][0].as_bool(), Some(true));
        assert_eq!(table["list"][1]["a"].to_string(), "2016-07-11");
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from),
            Just(Value::Datetime("2016-07-11T09:00:00Z".parse().unwrap())),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
                prop::collection::btree_map("\\PC{0,5}", inner, 0..3)
                    .prop_map(|map| Value::Table(map.into_iter().collect())),
            ]
        })
    }

    /// No key of a mark begins with `x`, and none is one letter.
    fn any_table() -> impl Strategy<Value = Table> {
        prop::collection::btree_map("x[a-z] ?|\\PC", any_value(), 0..3)
            .prop_map(|map| map.into_iter().collect())
    }

    fn any_line() -> impl Strategy<Value = Clean> {
        "(?s).{0,20}".prop_map(|text| Clean::line(&text))
    }

    fn any_start() -> impl Strategy<Value = Moment> {
        (0..4_000_000_000i64, -14..=14i32).prop_map(|(second, hours)| {
            let offset = FixedOffset::east_opt(hours * 3600).unwrap();
            DateTime::from_timestamp(second, 0).unwrap().with_timezone(&offset)
        })
    }

    prop_compose! {
        fn any_facts()(
            id in "\\PC{1,9}",
            title in any_line(),
            start in prop::option::of(any_start()),
            room in prop::option::of(any_line()),
            minutes in any::<Option<u32>>(),
            people in prop::collection::vec(any_line(), 0..3),
            [ambiguous, cancelled] in any::<[bool; 2]>(),
        ) -> SessionFacts {
            let id = Clean::line(format!("s{id}"));
            SessionFacts { id, title, start, room, minutes, people, ambiguous, cancelled }
        }
    }

    fn any_time() -> impl Strategy<Value = DateTime<Utc>> {
        (0..4_000_000_000_000i64).prop_map(|at| DateTime::from_timestamp_millis(at).unwrap())
    }

    prop_compose! {
        fn any_mark()(
            marked in any_facts(),
            latest in prop::option::of(any_facts().prop_map(Box::new)),
            missing_since in prop::option::of(any_time()),
            level in prop_oneof![Just(None), Just(Some(Level::Attend)), Just(Some(Level::Maybe))],
            note in any_note(),
            skipped in any::<bool>(),
            changed in any_time(),
        ) -> Mark {
            let skipped = skipped && level.is_none();
            let own = false;
            Mark { marked, latest, missing_since, level, skipped, own, note, changed }
        }
    }

    fn any_note() -> impl Strategy<Value = Option<Box<MarkNote>>> {
        let text = prop_oneof!["\\PC{0,9}", "(?s).{0,40}"];
        let note = (text, any_time());
        let note = note.prop_map(|(text, changed)| MarkNote { text: Clean::block(text), changed });
        prop::option::of(note.prop_map(Box::new))
    }

    prop_compose! {
        fn any_own_entry()(
            mark in any_mark(),
            start in any_start(),
            removed in any::<bool>(),
        ) -> Mark {
            let SessionFacts { id, title, minutes, room, .. } = mark.marked;
            let start = Some(start);
            let marked = SessionFacts { id, title, start, minutes, room, ..Default::default() };
            let level = (!removed).then_some(Level::Attend);
            let Mark { note, changed, .. } = mark;
            Mark { marked, level, own: true, note, changed, ..Mark::default() }
        }
    }

    prop_compose! {
        fn any_entry()(
            mark in prop_oneof![3 => any_mark(), 1 => any_own_entry()],
            unknown_keys in any_table(),
        ) -> MarkEntry {
            MarkEntry { mark, unknown_keys }
        }
    }

    proptest! {
        #[test]
        fn any_plan_is_parsed_as_written(
            marks in prop::collection::vec(any_entry(), 0..5),
            replaced in prop::collection::vec(any_entry(), 0..3),
            unknown_keys in any_table(),
        ) {
            let mut file = PlanFile { unknown_keys, ..PlanFile::default() };
            let marks = split_unknown_keys(marks, &mut file.unknown_mark_keys);
            // Two entries of one session would share their unknown keys.
            let mut ids = std::collections::BTreeSet::new();
            let mut replaced = replaced;
            replaced.retain(|entry| ids.insert(entry.mark.id().clone()));
            // The file has the own entries first.
            replaced.sort_by_key(|entry| !entry.mark.own);
            let replaced = split_unknown_keys(replaced, &mut file.unknown_undo_keys);
            file.plan = marks.into_iter().collect::<Plan>().with_marks_before_last_change(replaced);
            let text = file.to_toml("event").unwrap();
            let parsed = parse(&text);
            prop_assert_eq!(parsed.as_ref(), Ok(&file), "{}", text);
            let whole = PlanFile::parse_whole(&text);
            prop_assert_eq!(whole.as_ref(), Ok(&file), "{}", text);
        }
    }
}
