//! Attacks on the reader of hallway's own TOML.

use super::file_kind::{FileKind, fill};
use super::special::{SpecialAttack, special};
use super::{FULL_BYTES, Outcome};

/// Long keys, nesting, faults in every table, and rooms that join many rooms.
pub(super) const TOML: &[SpecialAttack] = &[
    special("Toml a key of 20 MB", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Toml.harmed_file(&format!("[[session]]\n{} = 1\n", fill("a", bytes)))
    }),
    special("Toml a kind of 20 MB", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Toml
            .harmed_file(&format!("[[session]]\ntitle = \"A\"\nkind = \"{}\"\n", fill("a", bytes)))
    }),
    special("Toml a zone of 20 MB", FULL_BYTES, Outcome::Any, |bytes| {
        format!("[event]\ntimezone = \"{}\"\n[[session]]\ntitle = \"A\"\n", fill("a", bytes)).into()
    }),
    special("Toml 1,000,000 lists nested", 1_000_000, Outcome::Reported, |count| {
        FileKind::Toml.harmed_file(&format!("[[session]]\ntitle = {}", "[".repeat(count)))
    }),
    special("Toml 1,000,000 tables nested", 1_000_000, Outcome::Reported, |count| {
        FileKind::Toml.harmed_file(&format!("[[session]]\ntitle = {}", "{a=".repeat(count)))
    }),
    special("Toml 1,000,000 dots in a key", 1_000_000, Outcome::Reported, |count| {
        FileKind::Toml.harmed_file(&format!("[[session]]\na{} = 1", ".a".repeat(count)))
    }),
    special("Toml 1,000,000 dots in a header", 1_000_000, Outcome::Reported, |count| {
        FileKind::Toml.harmed_file(&format!("[a{}]\nb = 1", ".a".repeat(count)))
    }),
    special("Toml 50,000 keys", 50_000, Outcome::Reported, |count| {
        let keys: String = (0..count).map(|ix| format!("k{ix} = 1\n")).collect();
        FileKind::Toml.harmed_file(&format!("[[session]]\n{keys}"))
    }),
    special("Toml 50,000 keys and a fault", 50_000, Outcome::Reported, |count| {
        let keys: String = (0..count).map(|ix| format!("k{ix} = 1\n")).collect();
        FileKind::Toml.harmed_file(&format!("[[session]]\n{keys}oops\n"))
    }),
    special("Toml 100,000 sessions and a fault in each", 100_000, Outcome::Reported, |count| {
        let each = "[[session]]\ntitle = \"A\nstart = 2026-03-02T09:00:00\n";
        FileKind::Toml.harmed_file(&each.repeat(count))
    }),
    special("Toml text that is never closed", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Toml.harmed_file(&format!(
            "[[session]]\ntitle = \"\"\"{}",
            fill("a = 1\n[[session]]\n", bytes)
        ))
    }),
    special("Toml lines of faults", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Toml.harmed_file(&format!("[[session]]\n{}", fill("= 1\n", bytes)))
    }),
    special("Toml lists that are never closed", FULL_BYTES, Outcome::Reported, |bytes| {
        FileKind::Toml.harmed_file(&format!("[[session]]\n{}", fill("a = [\n", bytes)))
    }),
    special("Toml 20,000 rooms that join each other", 20_000, Outcome::Reported, |count| {
        let rooms: String = (0..count)
            .map(|ix| format!("[[room]]\nname = \"R{ix}\"\njoins = [\"R{}\"]\n", ix + 1))
            .collect();
        FileKind::Toml.harmed_file(&rooms)
    }),
    special("Toml a room that joins 20,000, in many sessions", 20_000, Outcome::Any, |count| {
        let rooms: String = (0..count).map(|ix| format!("[[room]]\nname = \"R{ix}\"\n")).collect();
        let names: String = (0..count).map(|ix| format!("\"R{ix}\",")).collect();
        let one = "[[session]]\ntitle = \"A\"\nstart = 2026-03-02T09:00:00\nroom = \"All\"\n";
        FileKind::Toml.harmed_file(&format!(
            "{rooms}[[room]]\nname = \"All\"\njoins = [{names}]\n{}",
            one.repeat(count / 20)
        ))
    }),
    special("Toml 20,000 rooms joined that are not there", 20_000, Outcome::Reported, |count| {
        let rooms: String = (0..count).map(|ix| format!("[[room]]\nname = \"R{ix}\"\n")).collect();
        let names: String = (0..count).map(|ix| format!("\"Q{ix}\",")).collect();
        FileKind::Toml.harmed_file(&format!("{rooms}[[room]]\nname = \"All\"\njoins = [{names}]\n"))
    }),
    special("Toml 100,000 tracks listed", 100_000, Outcome::Any, |count| {
        FileKind::Toml.harmed_file(
            &(0..count).map(|ix| format!("[[track]]\nname = \"T{ix}\"\n")).collect::<String>(),
        )
    }),
    special("Toml 100,000 speakers that nobody names", 100_000, Outcome::Reported, |count| {
        FileKind::Toml.harmed_file(
            &(0..count)
                .map(|ix| format!("[[speaker]]\nname = \"Jane Roe {ix}\"\n"))
                .collect::<String>(),
        )
    }),
    special("Toml 100,000 speakers of one session", 100_000, Outcome::Any, |count| {
        let names: String = (0..count).map(|ix| format!("\"P{ix}\",")).collect();
        FileKind::Toml.harmed_file(&format!(
            "[[session]]\ntitle = \"A\"\nstart = 2026-03-02T09:00:00\nspeakers = [{names}]\n"
        ))
    }),
    special("Toml 1,000,000 links of one session", 1_000_000, Outcome::Any, |count| {
        FileKind::Toml.harmed_file(&format!(
            "[[session]]\ntitle = \"A\"\nstart = 2026-03-02T09:00:00\nlinks = [{}]\n",
            "{url=\"http://a\"},".repeat(count)
        ))
    }),
    special("Toml 6,000,000 tags of one session", 6_000_000, Outcome::Any, |count| {
        FileKind::Toml.harmed_file(&format!(
            "[[session]]\ntitle = \"A\"\nstart = 2026-03-02T09:00:00\ntags = [{}]\n",
            "\"\",".repeat(count)
        ))
    }),
    special("Toml 100,000 words that are none", 100_000, Outcome::Reported, |count| {
        FileKind::Toml.harmed_file(
            &"[[session]]\ntitle = \"A\"\nstart = 2026-03-02T09:00:00\nkind = \"tolk\"\n"
                .repeat(count),
        )
    }),
    special(
        "Toml a line of 20 MB and 1,000 sorts of problem",
        FULL_BYTES - 10_000,
        Outcome::Reported,
        |bytes| {
            let keys: String = (0..1000).map(|ix| format!(", z{ix} = 1")).collect();
            FileKind::Toml
                .harmed_file(&format!("session = [{{title = \"{}\"{keys}}}]\n", fill("a", bytes)))
        },
    ),
];
