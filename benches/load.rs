//! The time to open large files, beside the time in which quick-xml reads their events, and the
//! time to make all texts readable. Opening a file leaves the texts until somebody reads one.
//!
//! `cargo bench --bench load` needs the corpus beside the checkout, or at `HALLWAY_CORPUS`. Without
//! the corpus, the benchmark prints SKIPPED.
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

const FILES: &[&str] = &["frab-xml/fosdem-2025.xml", "frab-xml/36c3-everything.xml"];
const RUNS: usize = 60;
/// The largest time to open a file, in times of its events.
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
        // In turns: a busy machine interrupts long work more often than short work.
        let mut shortest = [Duration::MAX; 4];
        for _ in 0..RUNS {
            let (agenda, _) = read(&bytes).unwrap().draft.check(Some(&zone));
            let times = [
                measure(|| count_events(text)),
                measure(|| read(&bytes).unwrap()),
                measure(|| read(&bytes).unwrap().draft.check(Some(&zone))),
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

/// Returns the time of `work`, without the time to drop its result.
fn measure<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(work());
    let taken = start.elapsed();
    drop(result);
    taken
}
