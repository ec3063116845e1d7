//! The keys of the format, and what was probably meant by others.

use crate::agenda::nearest_word;

/// The keys of the format by table; the first are the tables themselves. `data/agenda.schema.json`
/// has the same.
pub const KEYS: &[(&str, &[&str])] = &[
    ("", &["event", "room", "track", "speaker", "session"]),
    ("event", &["id", "name", "timezone", "day_start", "venue", "url", "description", "source"]),
    ("room", &["name", "capacity", "joins"]),
    ("track", &["name", "color"]),
    ("speaker", &["name", "affiliation", "role", "bio", "url"]),
    (
        "session",
        &[
            "id",
            "title",
            "start",
            "end",
            "minutes",
            "room",
            "rooms",
            "kind",
            "track",
            "tags",
            "language",
            "seats",
            "cancelled",
            "speakers",
            "moderators",
            "sponsors",
            "abstract",
            "url",
            "links",
        ],
    ),
    ("link", &["title", "url"]),
];

/// Keys that people write and what they mean, by table.
const MEANT: &[(&str, &str, &str)] = &[
    ("event", "title", "name"),
    ("event", "tz", "timezone"),
    ("event", "time_zone", "timezone"),
    ("event", "location", "venue"),
    ("event", "website", "url"),
    ("room", "seats", "capacity"),
    ("track", "colour", "color"),
    ("speaker", "company", "affiliation"),
    ("speaker", "organization", "affiliation"),
    ("speaker", "job", "role"),
    ("speaker", "biography", "bio"),
    ("speaker", "website", "url"),
    ("session", "name", "title"),
    ("session", "description", "abstract"),
    ("session", "summary", "abstract"),
    ("session", "duration", "minutes"),
    ("session", "length", "minutes"),
    ("session", "location", "room"),
    ("session", "venue", "room"),
    ("session", "type", "kind"),
    ("session", "date", "start"),
    ("session", "time", "start"),
    ("session", "begin", "start"),
    ("session", "presenters", "speakers"),
    ("session", "people", "speakers"),
    ("session", "lang", "language"),
    ("session", "canceled", "cancelled"),
    ("session", "slides", "links"),
    ("session", "video", "links"),
    ("session", "website", "url"),
    ("link", "name", "title"),
    ("link", "href", "url"),
];

/// What to write instead of a key that `table` does not have.
pub(super) fn instead(table: &str, word: &str, holds_tables: bool) -> String {
    let near = || nearest_word(word, of(table).iter().copied());
    if let Some((.., meant)) = MEANT.iter().find(|(of, wrong, _)| *of == table && *wrong == word) {
        return format!("did you mean `{meant}`?");
    }
    if let Some(table) = near().filter(|_| table.is_empty() && holds_tables) {
        return format!("did you mean {}?", header(table));
    }
    if let Some((home, _)) =
        KEYS.iter().find(|(name, keys)| !name.is_empty() && keys.contains(&word))
    {
        return format!("it belongs in {}", header(home));
    }
    match near() {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it has {}", of(table).join(", ")),
    }
}

/// The keys that a table may have.
pub(super) fn of(name: &str) -> &'static [&'static str] {
    KEYS.iter().find(|(table, _)| *table == name).map_or(&[], |(_, keys)| keys)
}

/// How a table is begun.
fn header(name: &str) -> String {
    match name {
        "event" => "[event]".to_owned(),
        "link" => "the links of a session".to_owned(),
        _ => format!("[[{name}]]"),
    }
}
