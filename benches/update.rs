//! The time to match two versions of an agenda of 5,000 sessions and to find 1,000 marks in the new
//! one, beside the time to read the file of the new version; and the time of `hallway update` as a
//! whole program with 300 marks, from its start to its end, with all files synced to the disk.
//!
//! `cargo bench --bench update` makes both versions with the measured mix of changes.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that prints its times, and runs the program in folders of its own"
)]
#![allow(dead_code, reason = "the test of histories uses the rest of the modules")]

#[path = "../tests/plan_faults/histories/changes.rs"]
mod changes;
#[path = "../tests/plan_faults/histories/files.rs"]
mod files;
#[path = "../tests/plan_faults/histories/follow.rs"]
mod follow;
#[path = "../tests/plan_faults/histories/programme.rs"]
mod programme;
#[path = "../tests/plan_faults/histories/random.rs"]
mod random;
#[path = "../tests/plan_faults/histories/words.rs"]
mod words;

use files::World;
use programme::Programme;
use random::Random;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SESSIONS: usize = 5000;
const MARKS: usize = 1000;
/// The number of marks for the whole program.
const PROGRAM_MARKS: usize = 300;
const RUNS: usize = 20;
/// The largest time to match two versions and to find the marks, and of the whole program.
const GOAL: Duration = Duration::from_millis(100);

fn main() {
    for world in [World::GuidToml, World::Position, World::NoIds] {
        let mut programme = Programme::new(1, SESSIONS);
        let first = programme.publish();
        let (old, _) = world.read(&first);
        programme.change();
        let version = programme.publish();
        let (new, _) = world.read(&version);
        let file = world.write(&version);
        let marked = Random::new(2).sample(old.sessions.len(), MARKS);
        let plan = follow::mark_sessions(&old, &marked);
        // In turns: a busy machine interrupts long work more often than short work.
        let mut shortest = [Duration::MAX; 2];
        for _ in 0..RUNS {
            let times = [
                measure(|| hallway::format::read(file.as_bytes()).unwrap().draft.check(None)),
                measure(|| {
                    let mut plan = plan.clone();
                    follow::carry_marks(&mut plan, &old, &new);
                    plan.schedule_for(&new)
                }),
            ];
            shortest = std::array::from_fn(|ix| shortest[ix].min(times[ix]));
        }
        let [read, matched] = shortest;
        let ratio = matched.as_secs_f64() / read.as_secs_f64();
        println!("{world:?}: {} sessions, {MARKS} marks", new.sessions.len());
        println!("  read and check     {read:>10.2?}");
        println!("  match and find     {matched:>10.2?}  {ratio:.2}x, the goal is {GOAL:?}");
        let marked = Random::new(2).sample(old.sessions.len(), PROGRAM_MARKS);
        let ids = marked.iter().map(|ix| old.sessions[*ix].id.to_string()).collect::<Vec<_>>();
        let times = time_program(&world.write(&first), &file, &ids);
        let (shortest, median) = (times[0], times[RUNS / 2]);
        println!(
            "  hallway update     {shortest:>10.2?}  with {PROGRAM_MARKS} marks; median {median:.2?}"
        );
    }
}

/// Returns the times of `hallway update` from `first` to `second`, two versions of a file of TOML,
/// with marks of the sessions `ids`, ascending.
fn time_program(first: &str, second: &str, ids: &[String]) -> Vec<Duration> {
    let home = tempfile::tempdir().unwrap();
    let (source, data) = (home.path().join("source.toml"), home.path().join("data/hallway"));
    let run = |args: &[&str]| {
        let mut hallway = Command::new(env!("CARGO_BIN_EXE_hallway"));
        hallway.args(args).env("HOME", home.path()).stdout(Stdio::null()).stderr(Stdio::null());
        for folder in ["data", "config", "cache", "state"] {
            let name = format!("XDG_{}_HOME", folder.to_uppercase());
            hallway.env(name, home.path().join(folder));
        }
        assert!(hallway.status().unwrap().success(), "{args:?}");
    };
    fs::write(&source, first).unwrap();
    run(&["import", "--name", "x", source.to_str().unwrap()]);
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    run(&[&["--agenda", "x", "mark"], &ids[..]].concat());
    fs::write(&source, second).unwrap();
    let before = list_files(&data);
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let time = measure(|| run(&["update", "x"]));
            before.iter().for_each(|(file, bytes)| fs::write(file, bytes).unwrap());
            time
        })
        .collect();
    times.sort();
    times
}

/// Returns all files below a folder, with their bytes.
fn list_files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => list_files(&path),
            false => vec![(path.clone(), fs::read(&path).unwrap())],
        })
        .collect()
}

/// Returns the time of `work`, without the time to drop its result.
fn measure<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(work());
    let taken = start.elapsed();
    drop(result);
    taken
}
