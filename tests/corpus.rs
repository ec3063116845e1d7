//! Every file of the corpus, read and compared with facts that a program of another language found
//! in it.
//!
//! The corpus is a folder beside the checkout, not part of the project. Where it is absent this
//! test says that it skipped.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that reads files")]

use hallway::agenda::{Agenda, Clean, Session, Zone};
use hallway::format::{Format, read};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Prints a line even where the test passes: the test harness catches `println!` only.
macro_rules! say {
    ($($arg:tt)*) => { writeln!(std::io::stdout().lock(), $($arg)*).unwrap() };
}

/// What is not compared, and why: the facts were found in a simpler way than a person would read
/// the file.
const NOT_COMPARED: &[(&str, &[Column], &str)] = &[
    ("good2025-pretalx.ics", &[Column::Persons], "the facts leave the speakers in the title"),
    (
        "linux-conf-au-2020.ics",
        &[Column::Persons],
        "the facts leave the speakers in the description",
    ),
    ("pyconuk-2015.ics", &[Column::Persons], "the facts leave the speakers in the title"),
];

/// Differences where the project is right, and how many lines of them there are: no more, and no
/// fewer.
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

/// Exports of the same event, session by session the same.
const TWINS: &[(&str, &str, &[Column])] = &[
    ("good2025-pretalx.xml", "good2025-pretalx.json", &Column::ALL),
    (
        "good2025-pretalx.xml",
        "good2025-pretalx.ics",
        &[Column::Start, Column::Minutes, Column::Room, Column::Persons],
    ),
];

/// A smaller export and a larger one that holds all of it, but for so many sessions that were moved
/// between the two.
const PARTS: &[(&str, &str, &[Column], usize)] = &[(
    "36c3-frab-main.json",
    "36c3-everything.xml",
    &[Column::Start, Column::Minutes, Column::Room],
    7,
)];

/// How many differences of one file are shown.
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

/// One session, as the facts have it: a text for each column.
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

fn facts(corpus: &Path) -> Vec<Facts> {
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
    /// The agenda; the zone of the venue is given only where the file does not name it, as a person
    /// would give it.
    fn agenda(&self) -> Result<(Format, Agenda), String> {
        let bytes = fs::read(&self.path).unwrap();
        let reading = read(&bytes).map_err(|refusal| refusal.problem.message)?;
        let told =
            self.json["zone_source"].as_str().is_some_and(|source| source.starts_with("file"));
        let zone = (!told).then(|| Zone::by_name(self.json["zone"].as_str().unwrap()).unwrap());
        let (agenda, _) = reading.draft.check(zone.as_ref());
        Ok((reading.format, agenda))
    }

    fn compared(&self) -> Vec<Column> {
        let not = NOT_COMPARED
            .iter()
            .find(|(name, ..)| *name == self.name)
            .map_or(&[][..], |(_, columns, _)| columns);
        Column::ALL.into_iter().filter(|column| !not.contains(column)).collect()
    }
}

fn row(agenda: &Agenda, session: &Session) -> Row {
    let start = session.start.map_or_else(|| "-".to_owned(), |at| at.to_rfc3339());
    let minutes = session.minutes.map_or_else(|| "-".to_owned(), |minutes| minutes.to_string());
    let room = session.room.as_ref().map_or_else(String::new, |room| room.to_string());
    let people: Vec<&str> =
        session.people.iter().map(|credit| &*agenda.people[credit.person].name).collect();
    [start, minutes, room, session.title.to_string(), people.join(" | ")]
}

fn rows(agenda: &Agenda) -> Vec<Row> {
    agenda.sessions.iter().map(|session| row(agenda, session)).collect()
}

fn only(rows: &[Row], columns: &[Column]) -> Vec<Vec<String>> {
    let picked =
        rows.iter().map(|row| columns.iter().map(|column| row[*column as usize].clone()).collect());
    let mut picked: Vec<Vec<String>> = picked.collect();
    picked.sort();
    picked
}

/// The rows of which one side has more than the other: `+` ours, `-` theirs.
fn differences(ours: &[Vec<String>], theirs: &[Vec<String>]) -> Vec<String> {
    let mut count: BTreeMap<&[String], i32> = BTreeMap::new();
    ours.iter().for_each(|row| *count.entry(row).or_default() += 1);
    theirs.iter().for_each(|row| *count.entry(row).or_default() -= 1);
    let odd = count.into_iter().filter(|(_, count)| *count != 0);
    odd.map(|(row, count)| format!("{} {}", if count > 0 { '+' } else { '-' }, row.join(" · ")))
        .collect()
}

fn shown(differences: &[String]) -> String {
    let mut text: String =
        differences.iter().take(SHOWN).map(|line| format!("      {line}\n")).collect();
    if differences.len() > SHOWN {
        text += &format!("      … and {} more\n", differences.len() - SHOWN);
    }
    text
}

/// The rooms that hold a session, in sorted order.
fn rooms(agenda: &Agenda) -> Vec<String> {
    let mut rooms: Vec<String> =
        agenda.sessions.iter().filter_map(|s| s.room.as_ref()).map(ToString::to_string).collect();
    rooms.sort();
    rooms.dedup();
    rooms
}

/// What differs from the facts.
fn compare(facts: &Facts, agenda: &Agenda) -> Vec<String> {
    let columns = facts.compared();
    let mut found = differences(&only(&rows(agenda), &columns), &only(&facts.rows, &columns));
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
    if agenda.zone.as_ref() != Some(&zone) {
        found.insert(
            0,
            format!("zone {:?}, not {}", agenda.zone.as_ref().map(Zone::name), zone.name()),
        );
    }
    found
}

#[test]
fn every_file_of_the_corpus_is_read_as_it_is() {
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
    for facts in facts(&corpus) {
        match facts.agenda() {
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
                        shown(&found)
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
fn exports_of_one_event_agree() {
    let Some(corpus) = corpus() else { return };
    let all = facts(&corpus);
    let agenda = |name: &str| {
        let facts = all
            .iter()
            .find(|facts| facts.name == name)
            .unwrap_or_else(|| panic!("{name} is not in the corpus"));
        facts.agenda().map(|(_, agenda)| agenda).map_err(|why| format!("{name}: not read: {why}\n"))
    };
    let mut failed = Vec::new();
    let twins = TWINS.iter().map(|(one, other, columns)| (one, other, columns, false, 0));
    let parts =
        PARTS.iter().map(|(one, other, columns, moved)| (one, other, columns, true, *moved));
    for (one, other, columns, is_part, moved) in twins.chain(parts) {
        match (agenda(one), agenda(other)) {
            (Ok(a), Ok(b)) => {
                let mut found = differences(&only(&rows(&a), columns), &only(&rows(&b), columns));
                found.retain(|line| !is_part || line.starts_with('+'));
                say!("{one} and {other}: {} differences in {columns:?}", found.len());
                if found.len() != moved {
                    failed.push(format!("{one} (+) and {other} (-) differ:\n{}", shown(&found)));
                }
            }
            (a, b) => failed.extend([a.err(), b.err()].into_iter().flatten()),
        }
    }
    assert!(failed.is_empty(), "{}", failed.concat());
}
