//! The fields of a session.

use super::syntax::KeyText;
use super::table_reader::TableReader;
use crate::agenda::{DraftLink, DraftSession, Part};

const LINKS_HELP: &str = "write links = [{ title = \"Slides\", url = \"https://…\" }]";

/// Reads all fields of a session.
pub(super) fn read_session(reader: &mut TableReader<'_, '_>, session: &mut DraftSession) {
    let mut room_key = None;
    while let Some(key) = reader.next_key() {
        match &*key.value {
            "room" | "rooms" => read_rooms(reader, session, &mut room_key, key),
            "links" => read_links(reader, session, &key),
            "abstract" => session.summary = reader.read_long_text(&key),
            _ => read_session_field(reader, session, &key),
        }
    }
}

/// Reads a field of a session, except rooms, links and the abstract.
fn read_session_field(
    reader: &mut TableReader<'_, '_>,
    session: &mut DraftSession,
    key: &KeyText<'_>,
) {
    match &*key.value {
        "title" => session.title = reader.require(|reader| reader.read_text(key)),
        "start" => session.start = reader.require(|reader| reader.read_start(key)),
        "end" => session.end = reader.read_time(key),
        "minutes" => session.minutes = reader.read_whole_number(key),
        "id" => session.id = reader.read_text(key),
        "ids" => session.ids = reader.read_ids(key),
        "kind" => session.kind = reader.read_word(key),
        "track" => session.track = reader.read_text(key),
        "language" => session.language = reader.read_text(key),
        "seats" => session.seats = reader.read_word(key),
        "recorded" => session.recorded = reader.read_word(key),
        "url" => session.url = reader.read_text(key),
        "tags" => session.tags = reader.read_texts(key),
        "all_day" => session.all_day = reader.read_bool(key).unwrap_or(false),
        "cancelled" => session.cancelled = reader.read_bool(key).unwrap_or(false),
        "speakers" => reader.read_people(session, Part::Speaker, key),
        "moderators" => reader.read_people(session, Part::Moderator, key),
        "sponsors" => reader.read_people(session, Part::Sponsor, key),
        _ => reader.report_unknown_key(key),
    }
}

/// Reads `room` or `rooms`. `room_key` is the first of both keys; the rooms of the second one are
/// read and dropped.
fn read_rooms<'t>(
    reader: &mut TableReader<'_, 't>,
    session: &mut DraftSession,
    room_key: &mut Option<KeyText<'t>>,
    key: KeyText<'t>,
) {
    let rooms = match &*key.value {
        "room" => reader.read_room(&key),
        _ => reader.read_texts(&key),
    };
    match room_key {
        Some(first) => reader.report_second_room_key(&key, first),
        None => {
            session.rooms = rooms;
            *room_key = Some(key);
        }
    }
}

fn read_links(reader: &mut TableReader<'_, '_>, session: &mut DraftSession, key: &KeyText<'_>) {
    for table in reader.read_tables(key, LINKS_HELP) {
        let (mut title, mut url, mut kind) = (None, None, None);
        let mut link = reader.inner_table("link", table);
        while let Some(key) = link.next_key() {
            match &*key.value {
                "title" => title = link.read_text(&key),
                "url" => url = link.read_text(&key),
                "kind" => kind = link.read_word(&key),
                _ => link.report_unknown_key(&key),
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
