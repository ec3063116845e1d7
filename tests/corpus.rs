//! Reads every file of the corpus and compares the agenda with facts, found by a program in another
//! language.
//!
//! The corpus is the folders `corpus` and `corpus-2026` of `../shared`, or the folder at
//! `HALLWAY_CORPUS`. For each missing folder, the tests print SKIPPED.
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
    ("pyconchina2021.ics", 2, "a session without a title is called so"),
    ("pydata-berlin-voc.xml", 2, "a session without a title is called so"),
    ("pyconuk-2015.ics", 8, "sessions without a title are called so"),
    ("railsconf-2017.ics", 2, "an end at 23:59:59 is midnight"),
    ("sched-jococruise-2024.ics", 3, "an entity left in a room's name is decoded"),
];

/// Files without a reader that may differ: parts of their paths, and the reason.
const NOT_READ_YET: &[(&str, &str)] = &[("corpus-2026/other/", "a kind without a reader")];

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

/// The folders of the corpus that exist. Prints each missing one.
fn corpora() -> Vec<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let mut folders = match std::env::var_os("HALLWAY_CORPUS") {
        Some(folder) => vec![PathBuf::from(folder)],
        None => vec![shared.join("corpus"), shared.join("corpus-2026")],
    };
    folders.retain(|folder| {
        let exists = folder.join("expected").is_dir();
        if !exists {
            say!("SKIPPED: there is no corpus at {}", folder.display());
        }
        exists
    });
    folders
}

/// A file of the corpus and its facts.
struct Facts {
    name: String,
    path: PathBuf,
    json: Value,
    rows: Vec<Row>,
}

fn read_facts() -> Vec<Facts> {
    let mut all: Vec<Facts> = corpora().iter().flat_map(|corpus| read_facts_in(corpus)).collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

fn read_facts_in(corpus: &Path) -> Vec<Facts> {
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
    all
}

impl Facts {
    /// Reads the agenda. If the file does not name the zone, the zone of the venue is given, as by
    /// `--zone`.
    fn read_agenda(&self) -> Result<(Format, Agenda), String> {
        let bytes = fs::read(&self.path).unwrap();
        let reading = read(bytes.as_slice()).map_err(|error| error.problem.message)?;
        let is_named =
            self.json["zone_source"].as_str().is_some_and(|source| source.starts_with("file"));
        let zone = (!is_named).then(|| Zone::by_name(self.json["zone"].as_str().unwrap()).unwrap());
        let (agenda, _) = reading.draft.check(zone.as_ref());
        Ok((reading.format, agenda))
    }

    /// Returns the reason why the file may differ.
    fn not_read_yet(&self) -> Option<&'static str> {
        let path = self.path.to_string_lossy();
        NOT_READ_YET.iter().find(|(part, _)| path.contains(part)).map(|(_, why)| *why)
    }

    /// Returns the number of differences due to wrong facts.
    fn explained_differences(&self) -> usize {
        EXPLAINED.iter().find(|(name, ..)| *name == self.name).map_or(0, |(_, lines, _)| *lines)
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

/// The people of sessions against those of the facts.
#[derive(Debug, Clone, Copy, Default)]
struct PeopleCount {
    right: usize,
    /// People of ours only.
    invented: usize,
    /// People of the facts only.
    missed: usize,
}

impl PeopleCount {
    /// Compares the people of each session, found by start and title.
    fn of_rows(ours: &[Row], theirs: &[Row]) -> PeopleCount {
        let (ours, theirs) = (count_people(ours), count_people(theirs));
        let mut count = PeopleCount::default();
        for (key, own) in &ours {
            let known = theirs.get(key).copied().unwrap_or(0);
            count.right += known.min(*own);
            count.invented += own.saturating_sub(known);
        }
        count.missed = theirs.values().sum::<usize>() - count.right;
        count
    }

    fn add(&mut self, other: PeopleCount) {
        self.right += other.right;
        self.invented += other.invented;
        self.missed += other.missed;
    }
}

/// Counts the rows by start, title and name.
fn count_people(rows: &[Row]) -> BTreeMap<[&str; 3], usize> {
    let mut people = BTreeMap::new();
    for [start, _, _, title, names] in rows {
        for name in names.split(" | ").filter(|name| !name.is_empty()) {
            *people.entry([&**start, title, name]).or_default() += 1;
        }
    }
    people
}

/// A file compared with its facts.
#[derive(Default)]
struct Comparison {
    people: PeopleCount,
    fault: Option<String>,
}

/// Reads and compares a file, and prints a line.
fn compare_file(facts: &Facts) -> Comparison {
    let not_read_yet = facts.not_read_yet();
    let (format, agenda) = match facts.read_agenda() {
        Ok(read) => read,
        Err(why) => {
            let state = not_read_yet.map_or("not read", |_| "not read yet");
            say!("{:<42} {state}: {}", facts.name, not_read_yet.unwrap_or(&why));
            let fault = format!("{}: not read: {why}\n", facts.name);
            return Comparison {
                fault: not_read_yet.is_none().then_some(fault),
                ..Comparison::default()
            };
        }
    };
    let found = compare(facts, &agenda);
    let mut people = PeopleCount::default();
    if facts.compared_columns().contains(&Column::Persons) && not_read_yet.is_none() {
        people = PeopleCount::of_rows(&rows(&agenda), &facts.rows);
    }
    say!(
        "{:<42} {:>13} {:>8} {:>5} {:>6} {:>8} {:>6} {:>11}  {}",
        facts.name,
        format!("{format:?}"),
        agenda.sessions.len(),
        rooms(&agenda).len(),
        agenda.people.len(),
        people.invented,
        people.missed,
        found.len(),
        not_read_yet.map_or(String::new(), |why| format!("not read yet: {why}")),
    );
    let is_right = not_read_yet.is_some() || found.len() == facts.explained_differences();
    let fault =
        format!("{}: {} differences\n{}", facts.name, found.len(), list_differences(&found));
    Comparison { people, fault: (!is_right).then_some(fault) }
}

#[test]
fn files_of_the_corpus_match_their_facts() {
    say!(
        "{:<42} {:>13} {:>8} {:>5} {:>6} {:>8} {:>6} {:>11}",
        "file",
        "format",
        "sessions",
        "rooms",
        "people",
        "invented",
        "missed",
        "differences"
    );
    let mut failed = Vec::new();
    let mut people = PeopleCount::default();
    for facts in read_facts() {
        let comparison = compare_file(&facts);
        people.add(comparison.people);
        failed.extend(comparison.fault);
    }
    let PeopleCount { right, invented, missed } = people;
    say!("people of all sessions: {right} right, {invented} invented, {missed} missed");
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
    let all = read_facts();
    let find = |name: &str| all.iter().find(|facts| facts.name == name);
    let agenda = |name: &str| {
        let facts = find(name).unwrap();
        facts
            .read_agenda()
            .map(|(_, agenda)| agenda)
            .map_err(|why| format!("{name}: not read: {why}\n"))
    };
    let mut failed = Vec::new();
    for ExportPair { one, other, columns, is_part, moved } in EXPORT_PAIRS {
        if find(one).or_else(|| find(other)).is_none() {
            say!("SKIPPED: {one} and {other} are not in the corpus");
            continue;
        }
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
