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

mod made_up;

use hallway::agenda::{Agenda, Zone};
use hallway::format::read;
use made_up::make_toml;
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
