//! How long the large files take to open, against the time that quick-xml needs to read their
//! events and do nothing. And how long it takes to make every text of theirs readable, which
//! opening leaves to whoever looks at one.
//!
//! `cargo bench --bench load`. The files are those of the corpus beside the checkout; without it,
//! this says that it skipped.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that reads files"
)]

use hallway::agenda::Zone;
use hallway::format::read;
use quick_xml::{Reader, events::Event};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const FILES: &[&str] = &["frab-xml/fosdem-2025.xml", "frab-xml/36c3-everything.xml"];
const RUNS: usize = 60;
/// Opening a file may take this many times as long as reading its events.
const GOAL: f64 = 1.5;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("HALLWAY_CORPUS").map_or(folder, PathBuf::from);
    for file in FILES {
        let Ok(bytes) = std::fs::read(folder.join(file)) else {
            println!("{file}: SKIPPED, it is not in {}", folder.display());
            continue;
        };
        let text = std::str::from_utf8(&bytes).unwrap();
        let zone = Zone::by_name("Europe/Berlin").unwrap();
        // In turns, and the shortest of each: on a busy machine the longer work is interrupted more
        // often than the shorter.
        let mut times = [const { Vec::new() }; 4];
        for _ in 0..RUNS {
            let [events, draft, whole, texts] = &mut times;
            events.push(timed(|| count(text)));
            draft.push(timed(|| read(&bytes).unwrap()));
            whole.push(timed(|| read(&bytes).unwrap().draft.check(Some(&zone))));
            let (agenda, _) = read(&bytes).unwrap().draft.check(Some(&zone));
            texts.push(timed(|| {
                agenda
                    .sessions
                    .iter()
                    .filter_map(|session| session.summary.as_deref())
                    .map(str::len)
                    .sum::<usize>()
            }));
        }
        let [events, draft, whole, texts] = times.map(shortest);
        let ratio = whole.as_secs_f64() / events.as_secs_f64();
        println!("{file}: {:.1} MB, shortest of {RUNS}", bytes.len() as f64 / 1e6);
        println!("  events of quick-xml  {events:>10.2?}");
        println!("  read                 {draft:>10.2?}");
        println!("  read and check       {whole:>10.2?}   {ratio:.2}x, the goal is {GOAL}x");
        println!("  all texts after that {texts:>10.2?}");
    }
}

fn count(text: &str) -> usize {
    let mut xml = Reader::from_str(text);
    let mut count = 0;
    while !matches!(xml.read_event().unwrap(), Event::Eof) {
        count += 1;
    }
    count
}

/// Without the time that it takes to throw the result away.
fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(work());
    let taken = start.elapsed();
    drop(result);
    taken
}

fn shortest(times: Vec<Duration>) -> Duration {
    times.into_iter().min().unwrap_or_default()
}
