//! Reads every file of the corpus and compares the agenda with facts, found by a program in another
//! language.
//!
//! The corpus is a folder beside the checkout, or at `HALLWAY_CORPUS`. Without the corpus, the
//! tests print SKIPPED.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that reads files")]

use hallway::agenda::{Agenda, Clean, Session, Zone};
use hallway::format::{Format, read};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Prints a line even if the test passes. The test harness captures `println!` only.
macro_rules! say {
    ($($arg:tt)*) => { writeln!(std::io::stdout().lock(), $($arg)*).unwrap() };
}

/// Columns of a file without a comparison, and the reason: the program found the facts in a simpler
/// way than a person would.
const NOT_COMPARED: &[(&str, &[Column], &str)] = &[
    ("good2025-pretalx.ics", &[Column::Persons], "the facts leave the speakers in the title"),
    (
        "linux-conf-au-2020.ics",
        &[Column::Persons],
        "the facts leave the speakers in the description",
    ),
    ("pyconuk-2015.ics", &[Column::Persons], "the facts leave the speakers in the title"),
];

/// Files with wrong facts, the exact number of differences, and the reason.
const EXPLAINED: &[(&str, usize, &str)] = &[
    ("bristol-data-week-2025.ics", 3, "an entity left in a room's name is decoded"),
    (
        "galaxy-singlecell-google.ics",
        4,
        "a series is unrolled, and what replaces one of its days is not there twice",
    ),
    ("penguicon-2019-sched-early.csv", 8, "entities left in names are decoded"),
    ("pyconuk-2015.ics", 8, "sessions without a title are called so"),
    ("railsconf-2017.ics", 2, "an end at 23:59:59 is midnight"),
    ("sched-jococruise-2024.ics", 3, "an entity left in a room's name is decoded"),
];

/// Two exports of an event with the same sessions.
struct ExportPair {
    one: &'static str,
    other: &'static str,
    columns: &'static [Column],
    /// `other` has further sessions.
    is_part: bool,
    /// The number of sessions of `one` with a different row in `other`: they were moved.
    moved: usize,
}

const EXPORT_PAIRS: &[ExportPair] = &[
    ExportPair {
        one: "good2025-pretalx.xml",
        other: "good2025-pretalx.json",
        columns: &Column::ALL,
        is_part: false,
        moved: 0,
    },
    ExportPair {
        one: "good2025-pretalx.xml",
        other: "good2025-pretalx.ics",
        columns: &[Column::Start, Column::Minutes, Column::Room, Column::Persons],
        is_part: false,
        moved: 0,
    },
    ExportPair {
        one: "36c3-frab-main.json",
        other: "36c3-everything.xml",
        columns: &[Column::Start, Column::Minutes, Column::Room],
        is_part: true,
        moved: 7,
    },
];

/// The largest number of printed differences of a file.
const SHOWN: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Start,
    Minutes,
    Room,
    Title,
    Persons,
}

impl Column {
    const ALL: [Column; 5] =
        [Column::Start, Column::Minutes, Column::Room, Column::Title, Column::Persons];
}

/// The texts of a session by [`Column`].
type Row = [String; 5];

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("HALLWAY_CORPUS").map_or(folder, PathBuf::from);
    if !folder.join("expected").is_dir() {
        say!("SKIPPED: there is no corpus at {}", folder.display());
        return None;
    }
    Some(folder)
}

/// A file of the corpus and its facts.
struct Facts {
    name: String,
    path: PathBuf,
    json: Value,
    rows: Vec<Row>,
}

fn read_facts(corpus: &Path) -> Vec<Facts> {
    let mut all = Vec::new();
    for entry in fs::read_dir(corpus.join("expected")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let json: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let tsv = fs::read_to_string(path.with_extension("tsv")).unwrap();
        let rows = tsv.lines().map(|line| {
            let mut columns = line.split('\t').map(|column| String::from(Clean::line(column)));
            let row: Row = std::array::from_fn(|_| columns.next().unwrap_or_default());
            row.map(|column| if column == "None" { "-".to_owned() } else { column })
        });
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let path = corpus.join(json["path"].as_str().unwrap());
        all.push(Facts { name, path, rows: rows.collect(), json });
    }
    assert!(!all.is_empty(), "the corpus has no facts");
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

impl Facts {
    /// Reads the agenda. If the file does not name the zone, the zone of the venue is given, as by
    /// `--zone`.
    fn read_agenda(&self) -> Result<(Format, Agenda), String> {
        let bytes = fs::read(&self.path).unwrap();
        let reading = read(&bytes).map_err(|error| error.problem.message)?;
        let is_named =
            self.json["zone_source"].as_str().is_some_and(|source| source.starts_with("file"));
        let zone = (!is_named).then(|| Zone::by_name(self.json["zone"].as_str().unwrap()).unwrap());
        let (agenda, _) = reading.draft.check(zone.as_ref());
        Ok((reading.format, agenda))
    }

    fn compared_columns(&self) -> Vec<Column> {
        let not = NOT_COMPARED
            .iter()
            .find(|(name, ..)| *name == self.name)
            .map_or(&[][..], |(_, columns, _)| columns);
        Column::ALL.into_iter().filter(|column| !not.contains(column)).collect()
    }
}

fn session_row(agenda: &Agenda, session: &Session) -> Row {
    let start = session.start.map_or_else(|| "-".to_owned(), |at| at.to_rfc3339());
    let minutes = session.minutes.map_or_else(|| "-".to_owned(), |minutes| minutes.to_string());
    let room = session.room.as_ref().map_or_else(String::new, |room| room.to_string());
    let people: Vec<&str> =
        session.people.iter().map(|credit| &*agenda.people[credit.person].name).collect();
    [start, minutes, room, session.title.to_string(), people.join(" | ")]
}

fn rows(agenda: &Agenda) -> Vec<Row> {
    agenda.sessions.iter().map(|session| session_row(agenda, session)).collect()
}

fn pick_columns(rows: &[Row], columns: &[Column]) -> Vec<Vec<String>> {
    let picked =
        rows.iter().map(|row| columns.iter().map(|column| row[*column as usize].clone()).collect());
    let mut picked: Vec<Vec<String>> = picked.collect();
    picked.sort();
    picked
}

/// Returns the rows of one side only: `+` ours, `-` theirs.
fn find_differences(ours: &[Vec<String>], theirs: &[Vec<String>]) -> Vec<String> {
    let mut count: BTreeMap<&[String], i32> = BTreeMap::new();
    ours.iter().for_each(|row| *count.entry(row).or_default() += 1);
    theirs.iter().for_each(|row| *count.entry(row).or_default() -= 1);
    let odd = count.into_iter().filter(|(_, count)| *count != 0);
    odd.map(|(row, count)| format!("{} {}", if count > 0 { '+' } else { '-' }, row.join(" · ")))
        .collect()
}

fn list_differences(differences: &[String]) -> String {
    let mut text: String =
        differences.iter().take(SHOWN).map(|line| format!("      {line}\n")).collect();
    if differences.len() > SHOWN {
        text += &format!("      … and {} more\n", differences.len() - SHOWN);
    }
    text
}

/// Returns the sorted names of the rooms with a session.
fn rooms(agenda: &Agenda) -> Vec<String> {
    let mut rooms: Vec<String> =
        agenda.sessions.iter().filter_map(|s| s.room.as_ref()).map(ToString::to_string).collect();
    rooms.sort();
    rooms.dedup();
    rooms
}

/// Returns the differences of an agenda and its facts.
fn compare(facts: &Facts, agenda: &Agenda) -> Vec<String> {
    let columns = facts.compared_columns();
    let mut found = find_differences(
        &pick_columns(&rows(agenda), &columns),
        &pick_columns(&facts.rows, &columns),
    );
    let events = usize::try_from(facts.json["events"].as_u64().unwrap()).unwrap();
    if agenda.sessions.len() != events {
        found.insert(0, format!("{} sessions, not {events}", agenda.sessions.len()));
    }
    if columns.contains(&Column::Room) {
        let listed = facts.json["rooms"].as_array().unwrap();
        let mut listed: Vec<String> =
            listed.iter().map(|room| Clean::line(room.as_str().unwrap()).into()).collect();
        listed.sort();
        listed.dedup();
        if rooms(agenda) != listed {
            found.insert(0, format!("{} rooms, not {}", rooms(agenda).len(), listed.len()));
        }
    }
    let zone = Zone::by_name(facts.json["zone"].as_str().unwrap()).unwrap();
    if agenda.clock.zone() != Some(&zone) {
        found.insert(
            0,
            format!("zone {:?}, not {}", agenda.clock.zone().map(Zone::name), zone.name()),
        );
    }
    found
}

#[test]
fn files_of_the_corpus_match_their_facts() {
    let Some(corpus) = corpus() else { return };
    let mut failed = Vec::new();
    say!(
        "{:<45} {:>8} {:>8} {:>6} {:>6}  differences",
        "file",
        "format",
        "sessions",
        "rooms",
        "people"
    );
    for facts in read_facts(&corpus) {
        match facts.read_agenda() {
            Err(why) => {
                say!("{:<45} not read: {why}", facts.name);
                failed.push(format!("{}: not read: {why}\n", facts.name));
            }
            Ok((format, agenda)) => {
                let found = compare(&facts, &agenda);
                let (format, sessions, rooms) =
                    (format!("{format:?}"), agenda.sessions.len(), rooms(&agenda).len());
                let people = agenda.people.len();
                say!(
                    "{:<45} {format:>8} {sessions:>8} {rooms:>6} {people:>6}  {}",
                    facts.name,
                    found.len()
                );
                let explained = EXPLAINED
                    .iter()
                    .find(|(name, ..)| *name == facts.name)
                    .map_or(0, |(_, lines, _)| *lines);
                if found.len() != explained {
                    failed.push(format!(
                        "{}: {} differences\n{}",
                        facts.name,
                        found.len(),
                        list_differences(&found)
                    ));
                }
            }
        }
    }
    for (name, lines, why) in EXPLAINED {
        say!("explained in {name}: {lines} lines: {why}");
    }
    for (name, columns, why) in NOT_COMPARED {
        say!("not compared in {name}: {columns:?}: {why}");
    }
    assert!(failed.is_empty(), "{} files differ:\n{}", failed.len(), failed.concat());
}

#[test]
fn exports_of_one_event_have_the_same_sessions() {
    let Some(corpus) = corpus() else { return };
    let all = read_facts(&corpus);
    let agenda = |name: &str| {
        let facts = all
            .iter()
            .find(|facts| facts.name == name)
            .unwrap_or_else(|| panic!("{name} is not in the corpus"));
        facts
            .read_agenda()
            .map(|(_, agenda)| agenda)
            .map_err(|why| format!("{name}: not read: {why}\n"))
    };
    let mut failed = Vec::new();
    for ExportPair { one, other, columns, is_part, moved } in EXPORT_PAIRS {
        match (agenda(one), agenda(other)) {
            (Ok(a), Ok(b)) => {
                let mut found = find_differences(
                    &pick_columns(&rows(&a), columns),
                    &pick_columns(&rows(&b), columns),
                );
                found.retain(|line| !is_part || line.starts_with('+'));
                say!("{one} and {other}: {} differences in {columns:?}", found.len());
                if found.len() != *moved {
                    failed.push(format!(
                        "{one} (+) and {other} (-) differ:\n{}",
                        list_differences(&found)
                    ));
                }
            }
            (a, b) => failed.extend([a.err(), b.err()].into_iter().flatten()),
        }
    }
    assert!(failed.is_empty(), "{}", failed.concat());
}
