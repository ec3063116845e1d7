//! Attacks that fit one format only, or none.

use super::file_kind::{FileKind, SOUND_TITLE, fill};
use super::{Attack, FULL_BYTES, Outcome, ical, json, toml, xml};
use std::fmt::Write as _;

/// An attack without values of its own, so that it fits a table.
pub(super) struct SpecialAttack {
    name: &'static str,
    full_size: usize,
    outcome: Outcome,
    make: fn(usize) -> Vec<u8>,
}

pub(super) const fn special(
    name: &'static str,
    full_size: usize,
    outcome: Outcome,
    make: fn(usize) -> Vec<u8>,
) -> SpecialAttack {
    SpecialAttack { name, full_size, outcome, make }
}

/// Adds the attacks of all tables.
pub(super) fn add_special_attacks(attacks: &mut Vec<Attack>) {
    let tables = [ANY_FORMAT, xml::XML, json::JSON, toml::TOML, ical::ICAL, CSV];
    attacks.extend(tables.into_iter().flatten().map(|special| Attack {
        name: special.name.to_owned(),
        make: Box::new(special.make),
        full_size: special.full_size,
        outcome: special.outcome,
    }));
}

/// Empty and huge files, and files of other programs.
const ANY_FORMAT: &[SpecialAttack] = &[
    special("empty file", 0, Outcome::Refused, |_| Vec::new()),
    special("only a byte order mark", 0, Outcome::Refused, |_| b"\xef\xbb\xbf".to_vec()),
    special("many spaces", FULL_BYTES, Outcome::Refused, |bytes| fill(" ", bytes).into()),
    special("many nul", FULL_BYTES, Outcome::Refused, |bytes| vec![0; bytes]),
    special("many newlines", FULL_BYTES, Outcome::Refused, |bytes| fill("\n", bytes).into()),
    special("many letters", FULL_BYTES, Outcome::Refused, |bytes| fill("a", bytes).into()),
    special("many <", FULL_BYTES, Outcome::Refused, |bytes| fill("<", bytes).into()),
    special("many &", FULL_BYTES, Outcome::Refused, |bytes| fill("&", bytes).into()),
    special("many [", FULL_BYTES, Outcome::Refused, |bytes| fill("[", bytes).into()),
    special("many {", FULL_BYTES, Outcome::Refused, |bytes| fill("{", bytes).into()),
    special("many quotes", FULL_BYTES, Outcome::Refused, |bytes| fill("\"", bytes).into()),
    special("many \"talks\":", FULL_BYTES, Outcome::Refused, |bytes| {
        format!("{{{}", fill("\"talks\":", bytes)).into()
    }),
    special("many BEGIN:VCALENDAR", FULL_BYTES, Outcome::Any, |bytes| {
        fill("BEGIN:VCALENDAR\r\n", bytes).into()
    }),
    special("many <schedule>", FULL_BYTES, Outcome::Any, |bytes| fill("<schedule>", bytes).into()),
    special("many event_key,", FULL_BYTES, Outcome::Refused, |bytes| {
        fill("event_key,", bytes).into()
    }),
    special("a file that is too large", hallway::format::SIZE_MAX, Outcome::Any, |bytes| {
        FileKind::Toml.harmed_file(&fill("\n", bytes))
    }),
    special("gzip", 100_000, Outcome::Refused, |bytes| {
        with_noise(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", bytes)
    }),
    special("zip", 100_000, Outcome::Refused, |bytes| {
        with_noise(b"PK\x03\x04\x14\x00\x08\x08\x08\x00", bytes)
    }),
    special("PDF", 100_000, Outcome::Refused, |bytes| {
        with_noise(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type /Catalog>>\n", bytes)
    }),
    special("PNG", 100_000, Outcome::Refused, |bytes| {
        with_noise(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes)
    }),
];

/// Columns, rows and quotes of Sched's CSV.
const CSV: &[SpecialAttack] = &[
    special("Csv 50,000 columns", 50_000, Outcome::Kept, |count| {
        let columns: String = (0..count).map(|ix| format!(",c{ix}")).collect();
        let mut file = format!("event_key,name,event_start{columns}\n");
        for title in [SOUND_TITLE, "After"] {
            let _ = writeln!(file, "a,{title},2026-03-02 09:00{}", ",1".repeat(count));
        }
        file.into()
    }),
    special("Csv 50,000 columns of one name", 50_000, Outcome::Reported, |count| {
        let cells = |cell: &str| format!(",{cell}").repeat(count);
        format!(
            "event_key,name,event_start{}\na,{SOUND_TITLE},2026-03-02 09:00{}\n",
            cells("name"),
            cells("1")
        )
        .into()
    }),
    special("Csv 5,000 columns and 2,000 rows", 2_000, Outcome::Any, |rows| {
        let columns: String = (0..5_000).map(|ix| format!(",c{ix}")).collect();
        let row = format!("a,{SOUND_TITLE},2026-03-02 09:00{}\n", ",".repeat(5_000));
        format!("event_key,name,event_start{columns}\n{}", row.repeat(rows)).into()
    }),
    special("Csv quotes that are never closed", FULL_BYTES, Outcome::Any, |bytes| {
        FileKind::Csv.harmed_file(&fill("\"a,b\n", bytes))
    }),
    special("Csv rows of one cell", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Csv.harmed_file(&fill("a\n", bytes))
    }),
];

/// Returns a file of one long value, `bytes` long, and of many sessions that refer to the value.
/// `list` returns the beginning of the file with the value.
pub(super) fn file_of_references(
    kind: FileKind,
    bytes: usize,
    list: &dyn Fn(&str) -> String,
    session: &str,
) -> Vec<u8> {
    let sessions = format!("{session}{}", kind.separator()).repeat(bytes / 500);
    let mut out = list(&fill("Long name ", bytes));
    out.push_str(sessions.trim_end().trim_end_matches(','));
    out.push_str(kind.tail());
    out.into()
}

/// Returns the beginning of a file of another program, and pseudorandom bytes after it.
fn with_noise(head: &[u8], bytes: usize) -> Vec<u8> {
    let noise =
        (0..bytes as u64).map(|ix| (ix.wrapping_mul(6_364_136_223_846_793_005) >> 56) as u8);
    head.iter().copied().chain(noise).collect()
}
