//! The keys of hallway's TOML, and suggestions for unknown keys.

use crate::agenda::nearest_word;

/// The keys of one table.
#[derive(Debug)]
pub struct TableKeys {
    /// The name of the table; empty for the file as a whole.
    pub table: &'static str,
    /// All keys of the table.
    pub keys: &'static [&'static str],
}

/// The keys of all tables; the first entry names the tables themselves. `data/agenda.schema.json`
/// lists the same keys.
pub const KEYS: &[TableKeys] = &[
    TableKeys { table: "", keys: TABLES },
    TableKeys {
        table: "event",
        keys: &["id", "name", "timezone", "day_start", "venue", "url", "description", "source"],
    },
    TableKeys { table: "room", keys: &["name", "capacity", "joins"] },
    TableKeys { table: "track", keys: &["name", "color"] },
    TableKeys { table: "speaker", keys: &["name", "affiliation", "role", "bio", "url"] },
    TableKeys { table: "session", keys: SESSION_KEYS },
    TableKeys { table: "link", keys: &["title", "url", "kind"] },
    TableKeys { table: "walk", keys: &["minutes", "between"] },
    TableKeys { table: "between", keys: &["rooms", "minutes"] },
];

/// The tables of a file.
pub(super) const TABLES: &[&str] = &["event", "room", "walk", "track", "speaker", "session"];

#[rustfmt::skip]
const SESSION_KEYS: &[&str] = &[
    "id", "title", "start", "end", "minutes", "room", "rooms", "kind", "track", "tags", "language",
    "seats", "cancelled", "all_day", "speakers", "moderators", "sponsors", "abstract", "url",
    "links", "ids", "recorded",
];

/// A frequent mistake: the key `written` instead of `meant` in `table`.
struct Misnomer {
    table: &'static str,
    written: &'static str,
    meant: &'static str,
}

const fn misnomer(table: &'static str, written: &'static str, meant: &'static str) -> Misnomer {
    Misnomer { table, written, meant }
}

const MISNOMERS: &[Misnomer] = &[
    misnomer("event", "title", "name"),
    misnomer("event", "tz", "timezone"),
    misnomer("event", "time_zone", "timezone"),
    misnomer("event", "location", "venue"),
    misnomer("event", "website", "url"),
    misnomer("room", "seats", "capacity"),
    misnomer("track", "colour", "color"),
    misnomer("speaker", "company", "affiliation"),
    misnomer("speaker", "organization", "affiliation"),
    misnomer("speaker", "job", "role"),
    misnomer("speaker", "biography", "bio"),
    misnomer("speaker", "website", "url"),
    misnomer("session", "name", "title"),
    misnomer("session", "description", "abstract"),
    misnomer("session", "summary", "abstract"),
    misnomer("session", "duration", "minutes"),
    misnomer("session", "length", "minutes"),
    misnomer("session", "location", "room"),
    misnomer("session", "venue", "room"),
    misnomer("session", "type", "kind"),
    misnomer("session", "date", "start"),
    misnomer("session", "time", "start"),
    misnomer("session", "begin", "start"),
    misnomer("session", "presenters", "speakers"),
    misnomer("session", "people", "speakers"),
    misnomer("session", "lang", "language"),
    misnomer("session", "canceled", "cancelled"),
    misnomer("session", "recording", "recorded"),
    misnomer("session", "slides", "links"),
    misnomer("session", "video", "links"),
    misnomer("session", "website", "url"),
    misnomer("link", "name", "title"),
    misnomer("link", "href", "url"),
];

/// Returns the advice for `written`, an unknown key of `table`. `holds_tables` is true
/// if the value of the key is a table or a list.
pub(super) fn suggest_key(table: &str, written: &str, holds_tables: bool) -> String {
    let misnomer = MISNOMERS.iter().find(|known| known.table == table && known.written == written);
    if let Some(misnomer) = misnomer {
        return format!("did you mean `{}`?", misnomer.meant);
    }
    let keys = keys_of_table(table);
    let near = nearest_word(written, keys.iter().copied());
    if let Some(near) = near.filter(|_| table.is_empty() && holds_tables) {
        return format!("did you mean {}?", header_of_table(near));
    }
    let mut tables = KEYS.iter().skip(1);
    if let Some(home) = tables.find(|home| home.keys.contains(&written)) {
        return format!("it belongs in {}", header_of_table(home.table));
    }
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it has {}", keys.join(", ")),
    }
}

/// Returns the keys of `table`; none for an unknown table.
pub(super) fn keys_of_table(table: &str) -> &'static [&'static str] {
    KEYS.iter().find(|known| known.table == table).map_or(&[], |known| known.keys)
}

/// Returns the header of `table`.
pub(super) fn header_of_table(table: &str) -> String {
    match table {
        "event" | "walk" => format!("[{table}]"),
        "between" => "`between` of [walk]".to_owned(),
        "link" => "the links of a session".to_owned(),
        _ => format!("[[{table}]]"),
    }
}
