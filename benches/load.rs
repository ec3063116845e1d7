//! The time to open large files: TOML beside `toml::from_str`, XML beside the events of quick-xml,
//! and the time to make all texts readable. Opening a file leaves the texts until somebody reads
//! one.
//!
//! `cargo bench --bench load` makes the TOML itself. The XML needs the corpus beside the checkout,
//! or at `HALLWAY_CORPUS`; without the corpus, the benchmark prints SKIPPED.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that reads files"
)]

use hallway::agenda::{Agenda, Zone};
use hallway::format::read;
use quick_xml::{Reader, events::Event};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The numbers of sessions of the TOML files.
const TOML_SIZES: [usize; 2] = [1000, 10_000];
const TOML_RUNS: usize = 20;
/// The smallest speed for TOML, in times of `toml::from_str`.
const TOML_GOAL: f64 = 6.0;
const FILES: &[&str] = &["frab-xml/fosdem-2025.xml", "frab-xml/36c3-everything.xml"];
const RUNS: usize = 60;
/// The largest time to open a file, in times of its events.
const GOAL: f64 = 1.5;

fn main() {
    TOML_SIZES.into_iter().for_each(time_toml);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("HALLWAY_CORPUS").map_or(folder, PathBuf::from);
    for file in FILES {
        let Ok(bytes) = std::fs::read(folder.join(file)) else {
            println!("{file}: SKIPPED, it is not in {}", folder.display());
            continue;
        };
        let text = std::str::from_utf8(&bytes).unwrap();
        let zone = Zone::by_name("Europe/Berlin").unwrap();
        // In turns: a busy machine interrupts long work more often than short work.
        let mut shortest = [Duration::MAX; 4];
        for _ in 0..RUNS {
            let (agenda, _) = read(bytes.as_slice()).unwrap().draft.check(Some(&zone));
            let times = [
                measure(|| count_events(text)),
                measure_with(&bytes, |bytes| read(bytes).unwrap()),
                measure_with(&bytes, |bytes| read(bytes).unwrap().draft.check(Some(&zone))),
                measure(|| read_texts(&agenda)),
            ];
            shortest = std::array::from_fn(|ix| shortest[ix].min(times[ix]));
        }
        let [events, draft, whole, texts] = shortest;
        let ratio = whole.as_secs_f64() / events.as_secs_f64();
        println!("{file}: {:.1} MB, shortest of {RUNS}", bytes.len() as f64 / 1e6);
        println!("  events of quick-xml  {events:>10.2?}");
        println!("  read                 {draft:>10.2?}");
        println!("  read and check       {whole:>10.2?}   {ratio:.2}x, the goal is {GOAL}x");
        println!("  all texts after that {texts:>10.2?}");
    }
}

/// Prints the time to open an agenda of TOML. `toml` has its feature `simd` here, which hallway asks
/// for, and is slower without.
fn time_toml(sessions: usize) {
    let text = make_toml(sessions);
    let mut shortest = [Duration::MAX; 3];
    for _ in 0..TOML_RUNS {
        let times = [
            measure(|| toml::from_str::<TomlAgenda>(&text).unwrap()),
            measure_with(text.as_bytes(), |bytes| read(bytes).unwrap()),
            measure_with(text.as_bytes(), |bytes| read(bytes).unwrap().draft.check(None)),
        ];
        shortest = std::array::from_fn(|ix| shortest[ix].min(times[ix]));
    }
    let [parser, draft, whole] = shortest;
    let ratio = parser.as_secs_f64() / whole.as_secs_f64();
    let megabytes = text.len() as f64 / 1e6;
    println!("TOML, {sessions} sessions: {megabytes:.1} MB, shortest of {TOML_RUNS}");
    println!("  toml::from_str       {parser:>10.2?}");
    println!("  read                 {draft:>10.2?}");
    println!(
        "  read and check       {whole:>10.2?}   {ratio:.1}x as fast, the goal is {TOML_GOAL}x"
    );
}

/// The agenda for `toml::from_str`: the same fields, with a text for each.
#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "only the time to make the fields counts")]
struct TomlAgenda {
    event: toml::Table,
    room: Vec<toml::Table>,
    speaker: Vec<TomlPerson>,
    session: Vec<TomlSession>,
}

#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "only the time to make the fields counts")]
struct TomlPerson {
    name: String,
    affiliation: Option<String>,
}

#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "only the time to make the fields counts")]
struct TomlSession {
    title: String,
    start: toml::value::Datetime,
    minutes: i64,
    room: String,
    kind: String,
    track: String,
    speakers: Vec<String>,
    #[serde(rename = "abstract")]
    summary: String,
}

const WORDS: [&str; 24] = [
    "latency",
    "kernel",
    "of",
    "the",
    "storage",
    "and",
    "incident",
    "response",
    "with",
    "tracing",
    "queues",
    "for",
    "cache",
    "clusters",
    "a",
    "rollout",
    "databases",
    "in",
    "failure",
    "recovery",
    "from",
    "capacity",
    "planning",
    "privacy",
];

/// Returns words that differ for each `seed`.
fn make_words(seed: usize, count: usize) -> String {
    let words = (0..count).map(|ix| WORDS[(seed * 7 + ix * 5 + seed * ix % 11) % WORDS.len()]);
    words.collect::<Vec<_>>().join(" ")
}

/// Returns an agenda with twelve rooms, a speaker for every two sessions, and abstracts of 900
/// bytes in lines.
fn make_toml(sessions: usize) -> String {
    let mut text = "[event]\nname = \"Made up\"\ntimezone = \"Europe/Dublin\"\n".to_owned();
    for room in 0..12 {
        text += &format!("\n[[room]]\nname = \"Room {room}\"\n");
    }
    for speaker in 0..sessions / 2 {
        text += &format!("\n[[speaker]]\nname = \"Jane Roe {speaker}\"\naffiliation = \"Co\"\n");
    }
    for ix in 0..sessions {
        let (day, slot) = (1 + ix / 480 % 28, ix / 12 % 40);
        let (month, hour, minute) = (1 + ix / 13_440, 8 + slot / 4, slot % 4 * 15);
        let abstract_lines: Vec<String> = (0..11).map(|line| make_words(ix + line, 12)).collect();
        text += &format!(
            "\n[[session]]\ntitle = \"{} {ix}\"\n\
             start = 2030-{month:02}-{day:02}T{hour:02}:{minute:02}:00\nminutes = 15\n\
             room = \"Room {}\"\nkind = \"talk\"\ntrack = \"Track {}\"\n\
             speakers = [\"Jane Roe {}\", \"Jane Roe {}\"]\nabstract = \"\"\"\n{}\"\"\"\n",
            make_words(ix, 7),
            ix % 12,
            ix % 5,
            ix / 2,
            ix * 7 % (sessions / 2),
            abstract_lines.join("\n"),
        );
    }
    text
}

fn count_events(text: &str) -> usize {
    let mut xml = Reader::from_str(text);
    let mut count = 0;
    while !matches!(xml.read_event().unwrap(), Event::Eof) {
        count += 1;
    }
    count
}

/// Returns the number of bytes of all texts, after making them readable.
fn read_texts(agenda: &Agenda) -> usize {
    let texts = agenda.sessions.iter().filter_map(|session| session.summary.as_deref());
    texts.map(str::len).sum()
}

/// Returns the time of `work` with a copy of `bytes`, without the time to make the copy.
fn measure_with<T>(bytes: &[u8], work: impl FnOnce(Vec<u8>) -> T) -> Duration {
    let bytes = bytes.to_vec();
    measure(|| work(bytes))
}

/// Returns the time of `work`, without the time to drop its result.
fn measure<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(work());
    let taken = start.elapsed();
    drop(result);
    taken
}
