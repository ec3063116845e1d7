//! The time to match two versions of an agenda of 5,000 sessions and to find 1,000 marks in the new
//! one, beside the time to read the file of the new version.
//!
//! `cargo bench --bench update` makes both versions with the measured mix of changes.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark that prints its times")]
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
use std::hint::black_box;
use std::time::{Duration, Instant};

const SESSIONS: usize = 5000;
const MARKS: usize = 1000;
const RUNS: usize = 20;
/// The largest time to match two versions and to find the marks.
const GOAL: Duration = Duration::from_millis(100);

fn main() {
    for world in [World::GuidToml, World::Position, World::NoIds] {
        let mut programme = Programme::new(1, SESSIONS);
        let (old, _) = world.read(&programme.publish());
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
    }
}

/// Returns the time of `work`, without the time to drop its result.
fn measure<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(work());
    let taken = start.elapsed();
    drop(result);
    taken
}
