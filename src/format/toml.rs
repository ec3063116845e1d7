//! hallway's own format. Every key is read by hand: all problems of a file are reported at once,
//! each at its place.

mod explain;
mod fields;
mod keys;
mod parse;
mod plain;
mod sound;
mod syntax;
mod write;

pub use keys::{KEYS, TableKeys};
pub(super) use write::write;

use super::collector::Collector;
use crate::agenda::{
    At, Draft, DraftEvent, DraftLink, DraftPerson, DraftRoom, DraftSession, DraftTrack, Part,
    Problem, Text,
};
use fields::TableReader;
use syntax::{SyntaxItem, Table, TableEntry, Value};

const NOT_TOML_HELP: &str = "an agenda has [[session]] tables, each with a title and a start: \
                             the README describes the format";

/// Reads a whole file. A fault in one session costs that session at most.
///
/// # Errors
/// A problem if the text has too many tokens, or if it is no TOML and has no key of an agenda.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut collector = Collector::default();
    let root = match sound::parse_sound_file(text) {
        Some(root) => root,
        None => {
            check_token_count(text)?;
            parse::parse_file(text, &mut collector.report)
        }
    };
    let is_sound = collector.report.count() == 0;
    if !is_sound && !root.entries.iter().any(|entry| is_known_key(&entry.key.value)) {
        let first = collector.report.into_problems().into_iter().next();
        let at = first.and_then(|problem| problem.at);
        return Err(Problem::error(at, "this is not an agenda, nor any TOML").help(NOT_TOML_HELP));
    }
    let mut reader = TomlReader { collector, has_event: false };
    reader.read_root(root);
    Ok(reader.collector.finish())
}

fn is_known_key(key: &str) -> bool {
    KEYS.iter().any(|table| table.keys.contains(&key))
}

/// Refuses a text with too many tokens: the parser takes about a hundred bytes of memory for each.
fn check_token_count(text: &str) -> Result<(), Problem> {
    /// The largest number of names, values, brackets and line ends. An agenda of 5,000 sessions has
    /// 300,000.
    const TOKENS_MAX: usize = 1_000_000;
    let Some(token) = toml_parser::Source::new(text).lex().nth(TOKENS_MAX) else { return Ok(()) };
    let at = token.span().start();
    let message = "this file has more names, values and line ends than any agenda";
    Err(Problem::error(Some(at..at + 1), message).help(format!("at most {TOKENS_MAX} are read")))
}

struct TomlReader {
    collector: Collector,
    has_event: bool,
}

impl TomlReader {
    fn read_root(&mut self, root: Table) {
        let mut reader = self.table_reader("", root);
        let mut entries = Vec::new();
        while let Some(entry) = reader.next_entry() {
            entries.push(entry);
        }
        for TableEntry { key, item } in entries {
            for table in self.tables_of_entry(&key.value, item) {
                match &*key.value {
                    "event" => self.read_event(table),
                    "room" => self.read_room(table),
                    "track" => self.read_track(table),
                    "speaker" => self.read_speaker(table),
                    _ => self.read_session(table),
                }
            }
        }
    }

    fn table_reader(&mut self, name: &'static str, table: Table) -> TableReader<'_> {
        TableReader::new(&mut self.collector.report, name, table)
    }

    /// Returns the tables under `name`, written as `[[name]]`, as `[name]` or as a list.
    fn tables_of_entry(&mut self, name: &str, item: SyntaxItem) -> Vec<Table> {
        let report = &mut self.collector.report;
        let help = format!("write {} above its keys", keys::header_of_table(name));
        match item.value {
            Value::Table(table) => {
                if name != "event" {
                    let message =
                        format!("there may be more than one {name}: this header has two brackets");
                    report.warn(&table.at, message, help);
                }
                vec![table]
            }
            Value::List(items) => {
                if name == "event" {
                    let message = "there is one event: this header has single brackets";
                    report.warn(item.at, message, help.clone());
                }
                let mut tables = Vec::with_capacity(items.len());
                for item in items {
                    if let Value::Table(table) = item.value {
                        tables.push(table);
                    } else {
                        let other = item.value.plural_type_name();
                        let message = format!("`{name}` is a list of tables, not of {other}");
                        report.error(item.at, message, help.clone());
                    }
                }
                tables
            }
            other => {
                let message = format!("`{name}` is a table, not {}", other.type_name());
                report.error(item.at, message, help);
                Vec::new()
            }
        }
    }

    fn read_event(&mut self, table: Table) {
        if self.has_event {
            let help = "keep one [event]: this one is ignored";
            self.collector.report.error(table.at, "the event is described twice", help);
            return;
        }
        self.has_event = true;
        let mut event = DraftEvent::default();
        let mut reader = self.table_reader("event", table);
        while let Some(TableEntry { key, item }) = reader.next_entry() {
            match &*key.value {
                "id" => event.id = reader.read_text(&key, item),
                "name" => event.name = reader.read_text(&key, item),
                "timezone" => event.timezone = reader.read_text(&key, item),
                "day_start" => event.day_start = reader.read_time_of_day(&key, item),
                "venue" => event.venue = reader.read_text(&key, item),
                "url" => event.url = reader.read_text(&key, item),
                "description" => event.description = reader.read_text(&key, item),
                "source" => event.source = reader.read_text(&key, item),
                _ => {}
            }
        }
        self.collector.draft.event = event;
    }

    fn read_room(&mut self, table: Table) {
        let (mut name, mut capacity, mut joins) = (None, None, Vec::new());
        let mut reader = self.table_reader("room", table);
        while let Some(TableEntry { key, item }) = reader.next_entry() {
            match &*key.value {
                "name" => name = reader.read_text(&key, item),
                "capacity" => capacity = reader.read_whole_number(&key, item),
                "joins" => joins = reader.read_texts(&key, item),
                _ => {}
            }
        }
        if let Some(name) = reader.require_name(name) {
            self.collector.draft.rooms.push(DraftRoom { name, capacity, joins });
        }
    }

    fn read_track(&mut self, table: Table) {
        let (mut name, mut color) = (None, None);
        let mut reader = self.table_reader("track", table);
        while let Some(TableEntry { key, item }) = reader.next_entry() {
            match &*key.value {
                "name" => name = reader.read_text(&key, item),
                "color" => color = reader.read_text(&key, item),
                _ => {}
            }
        }
        if let Some(name) = reader.require_name(name) {
            self.collector.draft.tracks.push(DraftTrack { name, color });
        }
    }

    fn read_speaker(&mut self, table: Table) {
        let (mut name, mut role, mut affiliation, mut bio, mut url) =
            (None, None, None, None, None);
        let mut reader = self.table_reader("speaker", table);
        while let Some(TableEntry { key, item }) = reader.next_entry() {
            match &*key.value {
                "name" => name = reader.read_text(&key, item),
                "role" => role = reader.read_text(&key, item),
                "affiliation" => affiliation = reader.read_text(&key, item),
                "bio" => bio = reader.read_text(&key, item),
                "url" => url = reader.read_text(&key, item),
                _ => {}
            }
        }
        if let Some(name) = reader.require_name(name) {
            let person = DraftPerson { name, role, affiliation, bio, url };
            self.collector.draft.people.push(person);
        }
    }

    fn read_session(&mut self, table: Table) {
        let mut session = DraftSession { at: table.at.clone(), ..DraftSession::default() };
        let mut room_key = None;
        let mut reader = self.table_reader("session", table);
        while let Some(TableEntry { key, item }) = reader.next_entry() {
            match &*key.value {
                "room" | "rooms" => read_rooms(&mut reader, &mut session, &mut room_key, key, item),
                "links" => read_links(&mut reader, &mut session, &key, item),
                _ => read_session_field(&mut reader, &mut session, &key, item),
            }
        }
        let is_complete = session.title.is_some() && session.start.is_some();
        if !reader.leave_out_session(is_complete) {
            self.collector.draft.sessions.push(session);
        }
    }
}

/// Reads a field of a session, except rooms and links.
fn read_session_field(
    reader: &mut TableReader<'_>,
    session: &mut DraftSession,
    key: &At<String>,
    item: SyntaxItem,
) {
    match &*key.value {
        "title" => session.title = reader.require(|reader| reader.read_text(key, item)),
        "start" => session.start = reader.require(|reader| reader.read_start(key, item)),
        "end" => session.end = reader.read_time(key, item),
        "minutes" => session.minutes = reader.read_whole_number(key, item),
        "id" => session.id = reader.read_text(key, item),
        "ids" => session.ids = reader.read_ids(key, item),
        "kind" => session.kind = reader.read_text(key, item),
        "track" => session.track = reader.read_text(key, item),
        "language" => session.language = reader.read_text(key, item),
        "seats" => session.seats = reader.read_text(key, item),
        "recorded" => session.recorded = reader.read_text(key, item),
        "abstract" => {
            session.summary = reader.read_text(key, item).map(|text| text.map(Text::from));
        }
        "url" => session.url = reader.read_text(key, item),
        "tags" => session.tags = reader.read_texts(key, item),
        "all_day" => session.all_day = reader.read_bool(key, &item).unwrap_or(false),
        "cancelled" => session.cancelled = reader.read_bool(key, &item).unwrap_or(false),
        "speakers" => reader.read_people(session, Part::Speaker, key, item),
        "moderators" => reader.read_people(session, Part::Moderator, key, item),
        "sponsors" => reader.read_people(session, Part::Sponsor, key, item),
        _ => {}
    }
}

/// Reads `room` or `rooms`. `room_key` is the first of both keys; the rooms of the second one are
/// read and dropped.
fn read_rooms(
    reader: &mut TableReader<'_>,
    session: &mut DraftSession,
    room_key: &mut Option<At<String>>,
    key: At<String>,
    item: SyntaxItem,
) {
    let rooms = match &*key.value {
        "room" => reader.read_room(&key, item),
        _ => reader.read_texts(&key, item),
    };
    match room_key {
        Some(first) => reader.report_second_room_key(&key, first),
        None => {
            session.rooms = rooms;
            *room_key = Some(key);
        }
    }
}

fn read_links(
    reader: &mut TableReader<'_>,
    session: &mut DraftSession,
    key: &At<String>,
    item: SyntaxItem,
) {
    for table in reader.read_link_tables(key, item) {
        let (mut title, mut url, mut kind) = (None, None, None);
        let mut link = reader.inner_table("link", table);
        while let Some(TableEntry { key, item }) = link.next_entry() {
            match &*key.value {
                "title" => title = link.read_text(&key, item),
                "url" => url = link.read_text(&key, item),
                "kind" => kind = link.read_text(&key, item),
                _ => {}
            }
        }
        match url {
            Some(url) => session.links.push(DraftLink { title, url, kind }),
            None => link.report_missing(
                "this link has no url",
                "add url = \"https://…\"; the link is ignored",
            ),
        }
    }
}

#[cfg(test)]
mod tests;
