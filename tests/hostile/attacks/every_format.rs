//! Attacks that every format gets.

use super::file_kind::{FileKind, HARM, SessionFields, SessionNames, fill};
use super::{Attack, FULL_BYTES, Outcome};

/// Names and units of texts that cost much in a reader that looks back, looks ahead or recurses.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    ("letters", "a"),
    ("<", "<"),
    ("&", "&"),
    ("[", "["),
    ("](", "]("),
    ("[a](", "[a]("),
    ("![", "!["),
    ("(", "("),
    ("*", "*"),
    ("_ a", "_ a"),
    ("** a", "** a"),
    ("`", "`"),
    ("backslashes", "\\"),
    ("quotes", "\""),
    ("newlines", "\n"),
    ("empty lines with a", "\n\na"),
    ("marks", "\u{301}"),
    ("letters and marks", "e\u{301}\u{302}\u{303}\u{304}\u{305}"),
    ("marks in no order", "\u{301}\u{323}"),
    ("joiners", "\u{200d}"),
    ("emoji and joiners", "👩\u{200d}"),
    ("bidi", "\u{202e}a"),
    ("Hangul", "\u{1100}\u{1161}"),
    ("ligatures", "\u{fdfa}"),
    ("escapes", "\u{1b}]"),
    ("escape after escape", "\u{1b}[31"),
    ("nul", "\0"),
    ("<b>", "<b>"),
    ("</b>", "</b>"),
    ("<ul>", "<ul>"),
    ("<ul><li>", "<ul><li>"),
    ("<p>", "<p>"),
    ("<div><p>a", "<div><p>a"),
    ("<pre>", "<pre>"),
    ("<table><tr><td>", "<table><tr><td>"),
    ("<a href=", "<a href="),
    ("<a href=\"http://example.org\">", "<a href=\"http://example.org\">"),
    ("<!--", "<!--"),
    ("<p <p", "<p <p"),
    ("<script>", "<script>"),
    ("&#", "&#"),
    ("&amp;", "&amp;"),
    ("&amp", "&amp"),
    ("&#x110000;", "&#x110000;"),
    ("> quotes", "> "),
    ("lists", "- "),
    ("lists in lines", "- a\n"),
    ("headings", "# a\n"),
    ("rules", "---\n"),
    ("fences", "```\n"),
    ("lines moved in", "\n          a"),
    ("addresses", "http://"),
    ("addresses in brackets", "[http://example.org]"),
    ("autolinks", "<http://example.org>"),
    ("names", "Jane Roe, "),
    ("and", " and "),
    ("colons", ":"),
    ("semicolons", ";"),
    ("slashes", "/"),
    ("plus", "+"),
    ("tabs", "\t"),
    ("carriage returns", "\r"),
    ("line separators", "\u{2028}"),
];

/// The names of the units that also fill titles, rooms, tracks and people.
#[rustfmt::skip]
const NAME_TEXTS: &[&str] = &[
    "letters", "<", "&", "&amp;", "marks", "joiners", "escapes", "quotes", "newlines", "and",
    "names",
];

/// Names and units of the bytes after a sound session.
const TAILS: &[(&str, &str)] = &[
    ("<", "<"),
    ("&", "&"),
    ("[", "["),
    ("{", "{"),
    ("}", "}"),
    ("quotes", "\""),
    ("single quotes", "'"),
    ("commas", ","),
    ("backslashes", "\\"),
    ("newlines", "\n"),
    ("lines of a letter", "a\n"),
    ("spaces", " "),
    ("lines of a quote", "\"\n"),
    ("lines that are folded", "\n a"),
    ("BEGIN:VEVENT", "BEGIN:VEVENT\n"),
    ("END:VEVENT", "END:VEVENT\n"),
    ("[[session]]", "[[session]]\n"),
    ("keys", "a = 1\n"),
    ("<event>", "<event>"),
    ("</event>", "</event>"),
    ("{\"title\":", "{\"title\":"),
    ("\"a\":", "\"a\":"),
    ("nul", "\0"),
];

/// Names and units of the time of a session.
const TIMES: &[(&str, &str)] = &[
    ("digits", "1"),
    ("spaces", " "),
    ("hyphens", "-"),
    ("colons", ":"),
    ("letters", "a"),
    ("times", "T09:30:00"),
];

/// Adds a text that fills the file: the description, or title, room, track and person.
pub(super) fn add_text_attacks(kind: FileKind, attacks: &mut Vec<Attack>) {
    for (name, unit) in TEXTS {
        let unit = kind.escape_text(unit);
        // A text of nothing but control characters counts as no text.
        let is_control = unit.contains(['\u{1b}', '\0']);
        attacks.push(Attack {
            name: format!("{kind:?} description of {name}"),
            make: Box::new(move |bytes| {
                kind.file_around(SessionFields { text: &fill(&unit, bytes), ..HARM }).into()
            }),
            full_size: FULL_BYTES,
            outcome: if is_control { Outcome::Any } else { Outcome::Kept },
        });
    }
    for (name, unit) in TEXTS.iter().filter(|(name, _)| NAME_TEXTS.contains(name)) {
        let unit = kind.escape_text(unit);
        let is_control = unit.contains('\u{1b}');
        attacks.push(Attack {
            name: format!("{kind:?} title, room, track and person of {name}"),
            make: Box::new(move |bytes| {
                let text = format!("A{}", fill(&unit, bytes / 4));
                let fields = SessionFields {
                    title: &text,
                    room: &text,
                    track: &text,
                    person: &text,
                    ..HARM
                };
                kind.file_around(fields).into()
            }),
            full_size: FULL_BYTES,
            outcome: if is_control { Outcome::Any } else { Outcome::Kept },
        });
    }
}

/// Adds files of very many sessions.
pub(super) fn add_session_attacks(kind: FileKind, attacks: &mut Vec<Attack>) {
    let mut add = |full_size: usize, name: &str, names: fn(usize) -> SessionNames| {
        attacks.push(Attack {
            name: format!("{kind:?} {full_size} {name}"),
            make: Box::new(move |count| kind.file_of_many(count, names)),
            full_size,
            outcome: Outcome::Any,
        });
    };
    add(100_000, "sessions", SessionNames::of_session);
    add(100_000, "sessions of one id", |ix| SessionNames {
        id: "same".into(),
        title: "Same".into(),
        ..SessionNames::of_session(ix)
    });
    add(100_000, "sessions of one title and no id", |ix| SessionNames {
        id: String::new(),
        title: "Same".into(),
        ..SessionNames::of_session(ix)
    });
    add(100_000, "rooms", |ix| SessionNames {
        room: format!("Room {ix}"),
        ..SessionNames::of_session(ix)
    });
    add(20_000, "tracks", |ix| SessionNames {
        track: format!("Track {ix}"),
        ..SessionNames::of_session(ix)
    });
    add(100_000, "people", |ix| SessionNames {
        person: format!("Person {ix}"),
        ..SessionNames::of_session(ix)
    });
}

/// Adds files that are cut off, in no encoding or in another encoding.
pub(super) fn add_damage_attacks(kind: FileKind, attacks: &mut Vec<Attack>) {
    let mut add = |name: &str, outcome, make: Box<dyn Fn(usize) -> Vec<u8>>| {
        let name = format!("{kind:?} {name}");
        attacks.push(Attack { name, make, full_size: 3_000_000, outcome });
    };
    add(
        "cut off in the middle",
        Outcome::Kept,
        Box::new(move |bytes| {
            let mut file = whole_file(kind, bytes);
            file.truncate(file.len() / 2);
            file
        }),
    );
    for (name, mark, unit_bytes) in UTF16_FILES {
        let make = move |bytes| {
            let file = String::from_utf8(whole_file(kind, bytes)).unwrap_or_default();
            mark.iter().copied().chain(file.encode_utf16().flat_map(unit_bytes)).collect()
        };
        add(name, Outcome::Refused, Box::new(make));
    }
    add(
        "a broken letter in each session",
        Outcome::Reported,
        Box::new(move |bytes| {
            let file = String::from_utf8(whole_file(kind, bytes)).unwrap_or_default();
            file.split("Title").map(str::as_bytes).collect::<Vec<_>>().join(&b"Title \xe9"[..])
        }),
    );
    add(
        "a description of broken letters",
        Outcome::Reported,
        Box::new(move |bytes| {
            let file = kind.file_around(SessionFields { text: "@@", ..HARM });
            let (before, after) = file.split_once("@@").unwrap_or_default();
            [before.as_bytes(), &vec![0xff; bytes], after.as_bytes()].concat()
        }),
    );
    add(
        "bytes of every value",
        Outcome::Any,
        Box::new(move |bytes| {
            let noise: Vec<u8> = (0..bytes).map(|ix| ((ix * 2_654_435_761) >> 7) as u8).collect();
            [kind.head().as_bytes(), &noise].concat()
        }),
    );
}

/// Adds a sound session and then nothing but one unit.
pub(super) fn add_tail_attacks(kind: FileKind, attacks: &mut Vec<Attack>) {
    for (name, unit) in TAILS {
        attacks.push(Attack {
            name: format!("{kind:?} and then {name}"),
            make: Box::new(move |bytes| kind.harmed_file(&fill(unit, bytes))),
            full_size: FULL_BYTES,
            outcome: Outcome::Any,
        });
    }
}

/// Adds a time that fills the file.
pub(super) fn add_time_attacks(kind: FileKind, attacks: &mut Vec<Attack>) {
    for (name, unit) in TIMES {
        attacks.push(Attack {
            name: format!("{kind:?} start of {name}"),
            make: Box::new(move |bytes| {
                let time = format!("2026-03-02{}", fill(unit, bytes));
                let file = kind.file_around(HARM);
                let forms = ["20260302T093000Z", "2026-03-02T09:30:00", "2026-03-02 09:30"];
                let form = forms.into_iter().find(|form| file.contains(form)).unwrap_or_default();
                file.replacen(form, &time, 1).into()
            }),
            full_size: FULL_BYTES,
            outcome: Outcome::Any,
        });
    }
}

/// Returns the two bytes of a unit of UTF-16.
type UnitToBytes = fn(u16) -> [u8; 2];

/// Names of files in UTF-16, their byte order mark, and the order of the bytes.
const UTF16_FILES: [(&str, &[u8], UnitToBytes); 4] = [
    ("UTF-16 little", b"", u16::to_le_bytes),
    ("UTF-16 big", b"", u16::to_be_bytes),
    ("UTF-16 little with mark", b"\xff\xfe", u16::to_le_bytes),
    ("UTF-16 big with mark", b"\xfe\xff", u16::to_be_bytes),
];

/// Returns a file of about `bytes` bytes with fifty rooms, tracks and people.
fn whole_file(kind: FileKind, bytes: usize) -> Vec<u8> {
    kind.file_of_many(bytes / 300, |ix| SessionNames {
        room: format!("Room {}", ix % 50),
        track: format!("Track {}", ix % 50),
        person: format!("Person {}", ix % 50),
        ..SessionNames::of_session(ix)
    })
}
