//! The time from a key to its frame, on a random walk of 5,000 keys over each of several agendas.
//! The keys are those of the monkey among the tests.
//!
//! ```text
//! cargo bench --bench keys                  every agenda at 120×36 and 250×70, three runs of a walk
//! cargo bench --bench keys -- quick         500 keys, one run
//! cargo bench --bench keys -- only "rooms"  one agenda, one run, at 120×36: for a profiler
//! cargo bench --bench keys -- slowest 20    and the slowest keys of each walk
//! cargo bench --bench keys -- press "> x"   these keys in turn instead of a walk
//! ```
//!
//! Three runs press the same keys, and the shortest time of each key counts. On Unix it is the time
//! of the processor: other programs do not add to it. The benchmark fails if a key takes more than
//! 50 ms.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that reads files and prints its times"
)]

#[path = "../src/tui/view/tests/monkey/keys.rs"]
mod keys;
#[path = "processor/mod.rs"]
mod processor;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use hallway::HeadlessScreen;
use hallway::agenda::{Agenda, At, Draft, DraftCredit, DraftSession, Part, Text, When, Zone};
use hallway::format::read;
use processor::processor_time;
use std::path::{Path, PathBuf};
use std::time::Duration;

const KEYS: usize = 5_000;
const RUNS: usize = 3;
const SIZES: [(u16, u16); 2] = [(120, 36), (250, 70)];
/// The largest time of a key.
const WORST: Duration = Duration::from_millis(50);
/// The sessions of a large agenda.
const MANY: usize = 20_000;

fn main() {
    let following = |word: &str| std::env::args().skip_while(|argument| argument != word).nth(1);
    let is_quick = std::env::args().any(|argument| argument == "quick");
    let only = following("only");
    let (keys, runs) = if is_quick { (500, 1) } else { (KEYS, RUNS) };
    let keys = following("keys").map_or(keys, |count| count.parse().unwrap());
    let pressed: Option<&str> = following("press").map(|keys| &*keys.leak());
    let slowest = following("slowest").map_or(0, |count| count.parse().unwrap());
    println!("{keys} keys, milliseconds from key to frame, shortest of {runs}; bytes of a frame");
    let mut worst = Duration::ZERO;
    for (name, agenda) in AGENDAS {
        if only.as_ref().is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let Some(agenda) = agenda() else { continue };
        for size in SIZES.into_iter().take(if only.is_some() { 1 } else { 2 }) {
            let walk =
                Walk::over(&agenda, size, keys, if only.is_some() { 1 } else { runs }, pressed);
            walk.report(name, size);
            walk.list_slowest(slowest);
            worst = worst.max(walk.worst().time);
        }
    }
    assert!(worst <= WORST, "a key takes {worst:.1?}, the goal is {WORST:?}");
}

/// A key press of a walk.
struct KeyPress {
    key: &'static str,
    /// The state of the screen before the key.
    state: String,
    /// The shortest time from the key to its frame.
    time: Duration,
    bytes: usize,
}

struct Walk(Vec<KeyPress>);

impl Walk {
    /// Presses the same keys in each of `runs` runs: the keys `pressed` in turn, else random ones.
    fn over(
        agenda: &Agenda,
        size: (u16, u16),
        keys: usize,
        runs: usize,
        pressed: Option<&'static str>,
    ) -> Walk {
        let mut presses: Vec<KeyPress> = Vec::new();
        for run in 0..runs {
            let mut random = Random(19);
            let mut screen = HeadlessScreen::open(agenda.clone(), size, time_in_event(agenda));
            screen.draw();
            screen.index_agenda();
            for nth in 0..keys {
                let key = match pressed {
                    Some(pressed) => {
                        let count = pressed.split_whitespace().count().max(1);
                        pressed.split_whitespace().nth(nth % count).unwrap_or("j")
                    }
                    None => random.key(),
                };
                let state = if run == 0 { screen.describe() } else { String::new() };
                let start = processor_time();
                screen.press(key);
                let bytes = screen.draw();
                let time = processor_time() - start;
                screen.index_agenda();
                match presses.get_mut(nth) {
                    Some(press) => press.time = press.time.min(time),
                    None => presses.push(KeyPress { key, state, time, bytes }),
                }
            }
        }
        Walk(presses)
    }

    fn worst(&self) -> &KeyPress {
        self.0.iter().max_by_key(|press| press.time).unwrap()
    }

    fn list_slowest(&self, count: usize) {
        let mut slowest: Vec<&KeyPress> = self.0.iter().collect();
        slowest.sort_by_key(|press| std::cmp::Reverse(press.time));
        for press in slowest.into_iter().take(count) {
            println!("    {:>9.1?}  {} in {}", press.time, press.key, press.state);
        }
    }

    fn report(&self, name: &str, (width, height): (u16, u16)) {
        let part = |all: &[f64], share: f64| all[((all.len() - 1) as f64 * share) as usize];
        let mut times: Vec<f64> =
            self.0.iter().map(|press| press.time.as_secs_f64() * 1e3).collect();
        let mut bytes: Vec<f64> = self.0.iter().map(|press| press.bytes as f64).collect();
        times.sort_by(f64::total_cmp);
        bytes.sort_by(f64::total_cmp);
        let [half, most, all] = [0.5, 0.99, 1.0].map(|share| part(&times, share));
        let bytes = part(&bytes, 0.5);
        let worst = self.worst();
        println!(
            "{name:<28} {width:>3}x{height:<3} p50 {half:>7.3}  p99 {most:>8.3}  worst {all:>8.3}  \
             bytes {bytes:>5}  {} in {}",
            worst.key, worst.state
        );
    }
}

/// Makes an agenda. `None`: the agenda is not on this machine.
type Maker = fn() -> Option<Agenda>;

/// The agendas, each with its name.
const AGENDAS: [(&str, Maker); 8] = [
    ("built-in", || Some(parse(include_bytes!("../data/srecon16-europe.toml")))),
    ("FOSDEM 2025", fosdem),
    ("like FOSDEM, made up", || Some(like_fosdem())),
    ("20,000 in one room", || {
        Some(invent(MANY, |nth| Slot::new(nth / 2_000, nth % 2_000 * 5 % 720, 25, "Hall".into())))
    }),
    ("20,000 in 20,000 rooms", || {
        Some(invent(MANY, |nth| Slot::new(0, nth * 5 % 600, 40, format!("Room {nth}"))))
    }),
    ("20,000 over 10,000 days", || {
        Some(invent(MANY, |nth| Slot::new(nth / 2, nth % 2 * 90, 60, format!("Room {}", nth % 3))))
    }),
    ("20,000 in 100 rooms, 3 days", || {
        Some(invent(MANY, |nth| {
            let (day, within) = (nth / 6_667, nth % 6_667);
            Slot::new(day, within / 100 * 10, 10, format!("Room {}", within % 100))
        }))
    }),
    ("6,000 at one start", || {
        Some(invent(8_000, |nth| {
            let start = if nth < 6_000 { 60 } else { nth % 600 };
            let room = if nth < 3_000 { 0 } else { nth % 40 };
            Slot::new(0, start, 30 + nth % 60, format!("Room {room}"))
        }))
    }),
];

fn parse(file: &[u8]) -> Agenda {
    read(file).unwrap().draft.check(None).0
}

/// Returns the real agenda from the corpus beside the checkout, or at `HALLWAY_CORPUS`.
fn fosdem() -> Option<Agenda> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("HALLWAY_CORPUS").map_or(folder, PathBuf::from);
    let Ok(bytes) = std::fs::read(folder.join("frab-xml/fosdem-2025.xml")) else {
        println!("FOSDEM 2025: SKIPPED, it is not in {}", folder.display());
        return None;
    };
    let zone = Zone::by_name("Europe/Brussels").unwrap();
    Some(read(bytes).unwrap().draft.check(Some(&zone)).0)
}

/// Two days and 29 rooms with about 1,000 sessions one after the other.
fn like_fosdem() -> Agenda {
    invent(1_044, |nth| {
        let (day, within) = (nth / 522, nth % 522);
        let room = within % 29;
        let length = [20, 25, 30, 50][room % 4];
        Slot::new(day, within / 29 * (length + 5) % 540, length, format!("K.{}", 101 + room))
    })
}

/// The time and the room of an invented session.
struct Slot {
    day: usize,
    /// Minutes after 9:00.
    start: usize,
    minutes: usize,
    room: String,
}

impl Slot {
    fn new(day: usize, start: usize, minutes: usize, room: String) -> Slot {
        Slot { day, start, minutes, room }
    }
}

/// Returns an agenda of `size` sessions. Five are breaks, five have no room, some last all day.
fn invent(size: usize, slot: impl Fn(usize) -> Slot) -> Agenda {
    let mut random = Random(20_160_711);
    let mut draft = Draft::default();
    draft.event.name = Some(here("Invented".into()));
    draft.event.timezone = Some(here("Europe/Brussels".into()));
    for nth in 0..size {
        let slot = slot(nth);
        let length = if nth % 997 == 500 { 540 } else { slot.minutes };
        let every = (size / 5).max(1);
        let (is_break, is_elsewhere) = (nth % every == every / 2, nth % every == every / 3);
        draft.sessions.push(DraftSession {
            id: Some(here(format!("s{nth}").into())),
            title: Some(here(random.words(4).into())),
            start: Some(here(When::Wall(start_at(slot.day, slot.start)))),
            minutes: Some(here(i64::try_from(length).unwrap())),
            rooms: (!is_break && !is_elsewhere)
                .then(|| here(slot.room.into()))
                .into_iter()
                .collect(),
            kind: is_break.then(|| here("break".into())),
            track: Some(here(format!("Track {}", nth % 24).into())),
            people: (0..1 + nth % 2)
                .map(|_| DraftCredit { part: Part::Speaker, name: random.words(2).into() })
                .collect(),
            summary: Some(here(Text::new(vec![random.words(60)], |parts| parts.concat()))),
            ..DraftSession::default()
        });
    }
    draft.check(None).0
}

fn here<T>(value: T) -> At<T> {
    At { value, at: 0..0 }
}

fn start_at(day: usize, minute: usize) -> NaiveDateTime {
    let first = NaiveDate::from_ymd_opt(2030, 5, 1).unwrap().and_hms_opt(9, 0, 0).unwrap();
    let minutes = i64::try_from(day * 24 * 60 + minute).unwrap();
    first + TimeDelta::minutes(minutes)
}

/// Returns a time at which sessions run.
fn time_in_event(agenda: &Agenda) -> DateTime<Utc> {
    let start = agenda.sessions.iter().find_map(|session| session.start).unwrap();
    (start + TimeDelta::minutes(95)).to_utc()
}

/// The generator `splitmix64`: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    /// Returns the next key: one in twelve is a letter of a query.
    fn key(&mut self) -> &'static str {
        let names = if self.below(12) == 0 { keys::LETTERS } else { keys::KEYS };
        let count = names.split_whitespace().count();
        names.split_whitespace().nth(self.below(count)).unwrap()
    }

    /// Returns invented words of two or three syllables.
    fn words(&mut self, count: usize) -> String {
        const SYLLABLES: [&str; 20] = [
            "ba", "con", "de", "eb", "fi", "ga", "hel", "in", "ka", "lo", "mo", "net", "or", "pi",
            "qua", "ru", "sta", "ter", "ul", "we",
        ];
        let mut text = String::new();
        for nth in 0..count {
            text.push_str(if nth == 0 { "" } else { " " });
            for _ in 0..2 + self.below(2) {
                text.push_str(SYLLABLES[self.below(SYLLABLES.len())]);
            }
        }
        text
    }
}
