//! hallway's own format. Every key is read by hand: all problems of a file are reported at once,
//! each at its place.

mod budget;
mod explain;
mod fields;
mod keys;
mod parse;
mod plain;
mod session;
mod sound;
mod syntax;
mod table_reader;
mod times;
mod write;

pub use keys::{KEYS, TableKeys};
pub(super) use write::write;

use super::collector::Collector;
use crate::agenda::{
    Draft, DraftEvent, DraftPerson, DraftRoom, DraftRoomWalk, DraftSession, DraftTrack, DraftWalk,
    Problem,
};
use budget::MemoryBudget;
use keys::TABLES;
use plain::PlainStatements;
use sound::SoundFile;
use std::sync::Arc;
use syntax::{KeyText, SyntaxItem, Table, TableEntry, Value};
use table_reader::{ReadTable, TableReader, TableSource};

const NOT_TOML_HELP: &str = "an agenda has [[session]] tables, each with a title and a start: \
                             the README describes the format";

const BETWEEN_HELP: &str = "write between = [{ rooms = [\"A\", \"B\"], minutes = 8 }]";

/// Reads a whole file. A fault in one session costs that session at most.
///
/// # Errors
/// A problem if the file is no TOML and has no key of an agenda, or has both a fault and too many
/// tokens.
pub(super) fn read(text: &Arc<String>) -> Result<Draft, Problem> {
    match read_sound_file(text) {
        Some(draft) => Ok(draft),
        None => read_any_file(text),
    }
}

/// Reads a sound file table by table, or returns `None`: see [`SoundFile`].
fn read_sound_file(text: &Arc<String>) -> Option<Draft> {
    let mut file = SoundFile::new(text);
    let mut reader = TomlReader::new(text, Collector::of_file(text));
    while let Some(header) = file.next_table().ok()? {
        match reader.read_plain_table(header.name, file.statements(header)) {
            Some(end) => file.skip_to(end),
            None => {
                let TableEntry { key, item } = file.parse_piece(header)?;
                reader.read_entry(&key, item);
            }
        }
        if reader.is_full {
            break;
        }
    }
    Some(reader.collector.finish())
}

/// Reads a file whose tables cannot be read one after the other.
fn read_any_file(text: &Arc<String>) -> Result<Draft, Problem> {
    let mut collector = Collector::of_file(text);
    let root = parse::parse_file(text, &mut collector.report)?;
    let is_sound = collector.report.count() == 0;
    if !is_sound && !root.entries.iter().any(|entry| is_known_key(&entry.key.value)) {
        let first = collector.report.into_problems().into_iter().next();
        let at = first.and_then(|problem| problem.at);
        return Err(Problem::error(at, "this is not an agenda, nor any TOML").help(NOT_TOML_HELP));
    }
    let mut reader = TomlReader::new(text, collector);
    for TableEntry { key, item } in root.entries {
        reader.read_entry(&key, item);
    }
    Ok(reader.collector.finish())
}

/// Returns true for a table of single brackets.
fn is_single_table(name: &str) -> bool {
    matches!(name, "event" | "walk")
}

fn is_known_key(key: &str) -> bool {
    KEYS.iter().any(|table| table.keys.contains(&key))
}

struct TomlReader<'f> {
    file: &'f Arc<String>,
    collector: Collector,
    has_event: bool,
    budget: MemoryBudget,
    /// True after the budget is spent: the tables after that are left out.
    is_full: bool,
}

impl<'f> TomlReader<'f> {
    fn new(file: &'f Arc<String>, collector: Collector) -> TomlReader<'f> {
        let budget = MemoryBudget::of_file(file.len());
        TomlReader { file, collector, has_event: false, budget, is_full: false }
    }

    /// Reads an entry of the file: a table, or all tables of one name.
    fn read_entry(&mut self, key: &KeyText<'_>, item: SyntaxItem<'_>) {
        let name = TABLES.iter().find(|name| **name == key.value);
        let Some(name) = name.copied() else {
            let mut root = self.table_reader("", TableSource::Parsed(Table::default()));
            root.report_unknown_entry(key, &item);
            return;
        };
        let help = || format!("write {} above its keys", keys::header_of_table(name));
        match item.value {
            Value::Table(table) => {
                if !is_single_table(name) {
                    let message =
                        format!("there may be more than one {name}: this header has two brackets");
                    self.collector.report.warn(&table.at, message, help());
                }
                self.read_table(name, table);
            }
            Value::List(items) => {
                if is_single_table(name) {
                    let message = format!("there is one {name}: this header has single brackets");
                    self.collector.report.warn(item.at, message, help());
                }
                for item in items {
                    if let Value::Table(table) = item.value {
                        self.read_table(name, table);
                    } else {
                        let other = item.value.plural_type_name();
                        let message = format!("`{name}` is a list of tables, not of {other}");
                        self.collector.report.error(item.at, message, help());
                    }
                }
            }
            other => {
                let message = format!("`{name}` is a table, not {}", other.type_name());
                self.collector.report.error(item.at, message, help());
            }
        }
    }

    /// Reads a table of plain statements. Returns the byte after it, or `None` for a table that is
    /// to be parsed. Such a table leaves nothing behind.
    fn read_plain_table(
        &mut self,
        name: &'static str,
        statements: PlainStatements<'_>,
    ) -> Option<usize> {
        let before = self.collector.report.mark();
        let end = self.read_table_of(name, TableSource::Plain(statements));
        if end.is_none() {
            self.collector.report.rewind(&before);
        }
        end
    }

    fn read_table(&mut self, name: &'static str, table: Table<'_>) {
        self.read_table_of(name, TableSource::Parsed(table));
    }

    /// Reads one table, unless the memory for the file is spent. See [`TableReader::end_table`] for
    /// the result.
    fn read_table_of(&mut self, name: &'static str, table: TableSource<'_>) -> Option<usize> {
        if self.is_full {
            return Some(0);
        }
        if self.budget.is_spent() {
            self.is_full = true;
            let message = "this file has more sessions, names and links than any agenda";
            self.collector.report.error(table.at(), message, "the rest is left out");
            return Some(0);
        }
        let ReadTable { end, listed } = match name {
            "event" => self.read_event(table),
            "room" => self.read_room(table),
            "walk" => self.read_walk(table),
            "track" => self.read_track(table),
            "speaker" => self.read_speaker(table),
            _ => self.read_session(table),
        }?;
        self.budget.take_table(name, listed);
        Some(end)
    }

    fn table_reader<'t>(
        &mut self,
        name: &'static str,
        table: TableSource<'t>,
    ) -> TableReader<'_, 't> {
        TableReader::new(&mut self.collector.report, self.file, name, table)
    }

    fn read_event(&mut self, table: TableSource<'_>) -> Option<ReadTable> {
        if self.has_event {
            let help = "keep one [event]: this one is ignored";
            self.collector.report.error(table.at(), "the event is described twice", help);
            return Some(ReadTable { end: 0, listed: 0 });
        }
        let mut event = DraftEvent::default();
        let mut reader = self.table_reader("event", table);
        while let Some(key) = reader.next_key() {
            match &*key.value {
                "id" => event.id = reader.read_text(&key),
                "name" => event.name = reader.read_text(&key),
                "timezone" => event.timezone = reader.read_text(&key),
                "day_start" => event.day_start = reader.read_time_of_day(&key),
                "venue" => event.venue = reader.read_text(&key),
                "url" => event.url = reader.read_text(&key),
                "description" => event.description = reader.read_text(&key),
                "source" => event.source = reader.read_text(&key),
                _ => reader.report_unknown_key(&key),
            }
        }
        let read = reader.end_table()?;
        self.has_event = true;
        self.collector.draft.event = event;
        Some(read)
    }

    fn read_room(&mut self, table: TableSource<'_>) -> Option<ReadTable> {
        let (mut name, mut capacity, mut joins) = (None, None, Vec::new());
        let mut reader = self.table_reader("room", table);
        while let Some(key) = reader.next_key() {
            match &*key.value {
                "name" => name = reader.read_text(&key),
                "capacity" => capacity = reader.read_whole_number(&key),
                "joins" => joins = reader.read_texts(&key),
                _ => reader.report_unknown_key(&key),
            }
        }
        let read = reader.end_table()?;
        if let Some(name) = reader.require_name(name) {
            self.collector.draft.rooms.push(DraftRoom { name, capacity, joins });
        }
        Some(read)
    }

    fn read_walk(&mut self, table: TableSource<'_>) -> Option<ReadTable> {
        let mut walk = DraftWalk::default();
        let mut reader = self.table_reader("walk", table);
        while let Some(key) = reader.next_key() {
            match &*key.value {
                "minutes" => walk.minutes = reader.read_whole_number(&key),
                "between" => {
                    for table in reader.read_tables(&key, BETWEEN_HELP) {
                        walk.between.extend(read_room_walk(&mut reader, table));
                    }
                }
                _ => reader.report_unknown_key(&key),
            }
        }
        let read = reader.end_table()?;
        let known = &mut self.collector.draft.walk;
        known.minutes = walk.minutes.or(known.minutes.take());
        known.between.extend(walk.between);
        Some(read)
    }

    fn read_track(&mut self, table: TableSource<'_>) -> Option<ReadTable> {
        let (mut name, mut color) = (None, None);
        let mut reader = self.table_reader("track", table);
        while let Some(key) = reader.next_key() {
            match &*key.value {
                "name" => name = reader.read_text(&key),
                "color" => color = reader.read_text(&key),
                _ => reader.report_unknown_key(&key),
            }
        }
        let read = reader.end_table()?;
        if let Some(name) = reader.require_name(name) {
            self.collector.draft.tracks.push(DraftTrack { name, color });
        }
        Some(read)
    }

    fn read_speaker(&mut self, table: TableSource<'_>) -> Option<ReadTable> {
        let (mut name, mut role, mut affiliation, mut bio, mut url) =
            (None, None, None, None, None);
        let mut reader = self.table_reader("speaker", table);
        while let Some(key) = reader.next_key() {
            match &*key.value {
                "name" => name = reader.read_text(&key),
                "role" => role = reader.read_text(&key),
                "affiliation" => affiliation = reader.read_text(&key),
                "bio" => bio = reader.read_text(&key),
                "url" => url = reader.read_text(&key),
                _ => reader.report_unknown_key(&key),
            }
        }
        let read = reader.end_table()?;
        if let Some(name) = reader.require_name(name) {
            let person = DraftPerson { name, role, affiliation, bio, url };
            self.collector.draft.people.push(person);
        }
        Some(read)
    }

    fn read_session(&mut self, table: TableSource<'_>) -> Option<ReadTable> {
        let mut session = DraftSession { at: table.at(), ..DraftSession::default() };
        let mut reader = self.table_reader("session", table);
        session::read_session(&mut reader, &mut session);
        let read = reader.end_table()?;
        let is_complete = session.title.is_some() && session.start.is_some();
        if !reader.leave_out_session(is_complete) {
            self.collector.push_session(session);
        }
        Some(read)
    }
}

/// Reads an entry of `between`.
fn read_room_walk(reader: &mut TableReader<'_, '_>, table: Table<'_>) -> Option<DraftRoomWalk> {
    let at = table.at.clone();
    let (mut rooms, mut minutes) = (None, None);
    let mut walk = reader.inner_table("between", table);
    while let Some(key) = walk.next_key() {
        match &*key.value {
            "rooms" => rooms = Some(walk.read_texts(&key)),
            "minutes" => minutes = Some(walk.read_whole_number(&key)),
            _ => walk.report_unknown_key(&key),
        }
    }
    match (rooms, minutes) {
        (Some(rooms), Some(minutes)) => Some(DraftRoomWalk { at, rooms, minutes: minutes? }),
        _ => {
            let help = format!("{BETWEEN_HELP}; it is ignored");
            walk.report_missing("this walk lacks `rooms` or `minutes`", &help);
            None
        }
    }
}

#[cfg(test)]
mod tests;
