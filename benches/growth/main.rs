//! The growth of a start, a key, a letter of a query, a mark and the memory from 100 to 100,000
//! sessions.
//!
//! ```text
//! cargo bench --bench growth               measures, and writes docs/speed.md and docs/speed.svg
//! cargo bench --bench growth -- print      measures and prints only
//! ```
//!
//! A start is that of the program on a pseudo-terminal: from its process to the end of the first
//! frame. Keys are pressed without a terminal, and their times are those of the processor: other
//! programs do not add to them. Shortest times count. The benchmark fails if something grows faster
//! than the number of sessions, or if a key takes more than twice as long with 100,000 sessions as
//! with 100.
#![cfg(unix)]
#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that runs the program in a folder of its own, prints its times, and may fail"
)]

#[path = "../made_up/mod.rs"]
mod made_up;
mod page;
mod plot;
#[path = "../processor/mod.rs"]
mod processor;
mod program;

use hallway::HeadlessScreen;
use hallway::agenda::Agenda;
use processor::processor_time;
use std::time::Duration;

const SESSIONS: [usize; 4] = [100, 1_000, 10_000, 100_000];
const SIZE: (u16, u16) = (120, 36);
/// The runs of the keys. Of each key, the shortest time counts.
const RUNS: usize = 5;
/// The selection moves.
const MOVES: &str = "j j l j k l j h j j l k";
/// The letters of a query, after the key `/`.
const LETTERS: &str = "i n c i d e n t Space r e s p o n s e";
/// Marks. The keys between them move the selection, and do not count.
const MARKS: &str = "Space j Space l Space k Space h Space";
/// The largest time of a key with most sessions, in times of a key with the fewest.
const KEY_GROWTH_MAX: f64 = 2.0;
/// The largest growth of a time or of the memory, in times of the growth of the sessions. A quarter
/// is left for caches of the processor, which hold small agendas whole.
const GROWTH_MAX: f64 = 1.25;

/// The figures of an agenda.
struct Figures {
    sessions: usize,
    /// The size of the file, in bytes.
    bytes: usize,
    /// Milliseconds from the process to the end of the first frame.
    start: f64,
    /// Milliseconds of a key that moves the selection, of a letter and of a mark, with the frame.
    key: f64,
    letter: f64,
    mark: f64,
    /// The largest memory in megabytes: of the first frame, and of the index after it.
    memory: f64,
}

/// A column of the table.
struct Column {
    name: &'static str,
    unit: &'static str,
    figure: fn(&Figures) -> f64,
}

const COLUMNS: [Column; 5] = [
    Column { name: "start", unit: "ms", figure: |figures| figures.start },
    Column { name: "key", unit: "ms", figure: |figures| figures.key },
    Column { name: "letter", unit: "ms", figure: |figures| figures.letter },
    Column { name: "mark", unit: "ms", figure: |figures| figures.mark },
    Column { name: "memory", unit: "MB", figure: |figures| figures.memory },
];

fn main() {
    let all: Vec<Figures> = SESSIONS.into_iter().map(measure_agenda).collect();
    println!("{}", page::table(&all));
    if !std::env::args().any(|argument| argument == "print") {
        page::write(&all);
    }
    let faults = find_faults(&all);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn measure_agenda(sessions: usize) -> Figures {
    let file = made_up::make_toml(sessions);
    let bytes = file.len();
    let (start, memory) = program::measure_start(&file, SIZE);
    let (agenda, _) = hallway::format::read(file.into_bytes()).unwrap().draft.check(None);
    Figures {
        sessions,
        bytes,
        start,
        key: measure_keys(&agenda, "", MOVES, |_| true),
        letter: measure_keys(&agenda, "/", LETTERS, |_| true),
        mark: measure_keys(&agenda, "", MARKS, |key| key == "Space"),
        memory,
    }
}

/// Returns the mean time in milliseconds from a key to its frame, of the keys for which `counts` is
/// true. The keys `before` come first.
fn measure_keys(agenda: &Agenda, before: &str, keys: &str, counts: fn(&str) -> bool) -> f64 {
    let mut shortest: Vec<Duration> = Vec::new();
    for _ in 0..RUNS {
        let now = "2030-05-01T09:35:00Z".parse().unwrap();
        let mut screen = HeadlessScreen::open(agenda.clone(), SIZE, now);
        screen.draw();
        screen.index_agenda();
        for key in before.split_whitespace() {
            screen.press(key);
            screen.draw();
        }
        for (nth, key) in keys.split_whitespace().enumerate() {
            let start = processor_time();
            screen.press(key);
            screen.draw();
            let time = processor_time() - start;
            match shortest.get_mut(nth) {
                Some(least) => *least = time.min(*least),
                None => shortest.push(time),
            }
        }
    }
    let counted = keys.split_whitespace().zip(&shortest).filter(|(key, _)| counts(key));
    let counted: Vec<f64> = counted.map(|(_, time)| time.as_secs_f64() * 1e3).collect();
    counted.iter().sum::<f64>() / counted.len() as f64
}

/// Returns a sentence for each figure that grows too fast.
fn find_faults(all: &[Figures]) -> Vec<String> {
    let mut faults = Vec::new();
    for pair in all.windows(2) {
        let times = pair[1].sessions as f64 / pair[0].sessions as f64;
        for Column { name, figure, .. } in &COLUMNS {
            let growth = figure(&pair[1]) / figure(&pair[0]);
            if growth > times * GROWTH_MAX {
                let (from, to) = (pair[0].sessions, pair[1].sessions);
                faults.push(format!("{name}: {growth:.1} times from {from} to {to} sessions"));
            }
        }
    }
    let growth = all[all.len() - 1].key / all[0].key;
    if growth > KEY_GROWTH_MAX {
        faults.push(format!("key: {growth:.1} times from the fewest to the most sessions"));
    }
    faults
}
