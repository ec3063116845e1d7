//! The fields of a session.

use super::syntax::{KeyText, SyntaxItem, TableEntry};
use super::table_reader::TableReader;
use crate::agenda::{DraftLink, DraftSession, Part};
use std::sync::Arc;

const LINKS_HELP: &str = "write links = [{ title = \"Slides\", url = \"https://…\" }]";

/// Reads all fields of a session of `file`.
pub(super) fn read_session(
    reader: &mut TableReader<'_, '_>,
    file: &Arc<String>,
    session: &mut DraftSession,
) {
    let mut room_key = None;
    while let Some(TableEntry { key, item }) = reader.next_entry() {
        match &*key.value {
            "room" | "rooms" => read_rooms(reader, session, &mut room_key, key, item),
            "links" => read_links(reader, session, &key, item),
            "abstract" => session.summary = reader.read_long_text(file, &key, item),
            _ => read_session_field(reader, session, &key, item),
        }
    }
}

/// Reads a field of a session, except rooms, links and the abstract.
fn read_session_field(
    reader: &mut TableReader<'_, '_>,
    session: &mut DraftSession,
    key: &KeyText<'_>,
    item: SyntaxItem<'_>,
) {
    match &*key.value {
        "title" => session.title = reader.require(|reader| reader.read_text(key, item)),
        "start" => session.start = reader.require(|reader| reader.read_start(key, item)),
        "end" => session.end = reader.read_time(key, item),
        "minutes" => session.minutes = reader.read_whole_number(key, item),
        "id" => session.id = reader.read_text(key, item),
        "ids" => session.ids = reader.read_ids(key, item),
        "kind" => session.kind = reader.read_word(key, item),
        "track" => session.track = reader.read_text(key, item),
        "language" => session.language = reader.read_text(key, item),
        "seats" => session.seats = reader.read_word(key, item),
        "recorded" => session.recorded = reader.read_word(key, item),
        "url" => session.url = reader.read_text(key, item),
        "tags" => session.tags = reader.read_texts(key, item),
        "all_day" => session.all_day = reader.read_bool(key, &item).unwrap_or(false),
        "cancelled" => session.cancelled = reader.read_bool(key, &item).unwrap_or(false),
        "speakers" => reader.read_people(session, Part::Speaker, key, item),
        "moderators" => reader.read_people(session, Part::Moderator, key, item),
        "sponsors" => reader.read_people(session, Part::Sponsor, key, item),
        _ => reader.report_unknown_key(key, &item),
    }
}

/// Reads `room` or `rooms`. `room_key` is the first of both keys; the rooms of the second one are
/// read and dropped.
fn read_rooms<'t>(
    reader: &mut TableReader<'_, 't>,
    session: &mut DraftSession,
    room_key: &mut Option<KeyText<'t>>,
    key: KeyText<'t>,
    item: SyntaxItem<'t>,
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
    reader: &mut TableReader<'_, '_>,
    session: &mut DraftSession,
    key: &KeyText<'_>,
    item: SyntaxItem<'_>,
) {
    for table in reader.read_tables(key, item, LINKS_HELP) {
        let (mut title, mut url, mut kind) = (None, None, None);
        let mut link = reader.inner_table("link", table);
        while let Some(TableEntry { key, item }) = link.next_entry() {
            match &*key.value {
                "title" => title = link.read_text(&key, item),
                "url" => url = link.read_text(&key, item),
                "kind" => kind = link.read_word(&key, item),
                _ => link.report_unknown_key(&key, &item),
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
