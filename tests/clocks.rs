//! Counts the clocks of all files of the corpora, as the files themselves give them.
//!
//! The corpora are folders beside the checkout. Without them, the test prints SKIPPED.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that reads files")]

use hallway::agenda::{Agenda, Clock, Moment, Zone};
use hallway::format::read;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const CORPORA: [&str; 2] = ["../shared/corpus", "../shared/corpus-2026"];

/// Prints a line even if the test passes. The test harness captures `println!` only.
macro_rules! say {
    ($($arg:tt)*) => { writeln!(std::io::stdout().lock(), $($arg)*).unwrap() };
}

/// A file of a corpus with its facts.
struct CorpusFile {
    path: PathBuf,
    facts: Value,
}

/// Returns the files of a corpus in the order of their paths.
fn read_corpus(folder: &Path) -> Vec<CorpusFile> {
    let entries = fs::read_dir(folder.join("expected")).unwrap();
    let mut facts: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    facts.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    facts.sort();
    let files = facts.iter().map(|path| {
        let facts: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        CorpusFile { path: folder.join(facts["path"].as_str().unwrap()), facts }
    });
    files.collect()
}

/// Returns the agenda of a file, as if the person gave this zone.
fn read_agenda(file: &CorpusFile, zone: Option<&Zone>) -> Option<Agenda> {
    let bytes = fs::read(&file.path).unwrap();
    let reading = read(bytes).ok()?;
    Some(reading.draft.check(zone).0)
}

fn clock_kind(clock: &Clock) -> &'static str {
    match clock {
        Clock::Zone(_) => "zone",
        Clock::Offsets(_) => "offsets",
        Clock::Utc => "UTC",
        Clock::WallClocks => "wall clocks alone",
    }
}

/// Asserts that the instants without a zone are the instants with the venue's zone. A file that
/// names no zone has the same instants in any.
fn assert_same_instants(file: &CorpusFile, agenda: &Agenda) {
    let zone = Zone::by_name(file.facts["zone"].as_str().unwrap()).unwrap();
    let with_zone = read_agenda(file, Some(&zone)).unwrap();
    let starts = |agenda: &Agenda| -> Vec<Moment> {
        let timed = agenda.sessions.iter().filter(|session| !session.lasts_days());
        let mut starts: Vec<Moment> = timed.filter_map(|session| session.start).collect();
        starts.sort();
        starts
    };
    assert_eq!(starts(agenda), starts(&with_zone), "{}", file.path.display());
}

#[test]
fn files_with_offsets_have_a_clock_with_instants() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for folder in CORPORA.map(|folder| root.join(folder)) {
        if !folder.join("expected").is_dir() {
            say!("SKIPPED: there is no corpus at {}", folder.display());
            continue;
        }
        for file in read_corpus(&folder) {
            let name = file.path.file_name().unwrap().to_string_lossy().into_owned();
            let Some(agenda) = read_agenda(&file, None) else {
                all.entry("not read").or_default().push(name);
                continue;
            };
            if agenda.clock.has_instants() {
                assert_same_instants(&file, &agenda);
            }
            let kind = match agenda.days.is_empty() {
                true if agenda.clock.zone().is_none() => "no times",
                _ => clock_kind(&agenda.clock),
            };
            all.entry(kind).or_default().push(name);
        }
    }
    for (kind, names) in &all {
        let list = if *kind == "zone" { String::new() } else { format!(": {}", names.join(", ")) };
        say!("{:>3} files: {kind}{list}", names.len());
    }
}
