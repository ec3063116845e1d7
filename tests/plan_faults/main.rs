//! Whatever can go wrong with the plan is done to it here: `cargo test --test plan_faults` prints a
//! table of faults, how often each was tried, and how often something was lost or wrongly told. A
//! word after `--` runs the lines that have it, so `cargo test --test plan_faults -- strace` runs
//! what strace does.
//!
//! What needs strace, root or a terminal says SKIPPED, and why, where there is none. The doc of
//! each fault says how it was seen to fail when its protection was taken out.
#![cfg_attr(not(unix), allow(dead_code, reason = "these faults are those of Unix"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail, and this one prints"
)]
#![allow(clippy::disallowed_methods, reason = "looks at the files that the program writes")]

#[cfg(unix)]
mod home;
#[cfg(unix)]
mod mounts;
#[cfg(unix)]
mod processes;
#[cfg(unix)]
mod screen;
mod simulated;
#[cfg(unix)]
mod slow;
#[cfg(unix)]
mod strace;

/// The very steps that the program takes, here on a disk that is made up.
#[path = "../../src/store/atomic_replace.rs"]
mod atomic_replace;

use std::process::ExitCode;
use std::time::Instant;

/// What came of a fault.
pub(crate) enum Outcome {
    /// How often it was tried, and every loss, with what was done.
    Tried(usize, Vec<String>),
    /// Why it could not be tried here.
    Skipped(String),
}

type Fault = (&'static str, fn() -> Outcome);

fn faults() -> Vec<Fault> {
    let mut faults = simulated::FAULTS.to_vec();
    #[cfg(unix)]
    for more in [processes::FAULTS, mounts::FAULTS, screen::FAULTS, strace::FAULTS, slow::FAULTS] {
        faults.extend(more);
    }
    faults
}

fn main() -> ExitCode {
    #[cfg(unix)]
    if let Some(file) = std::env::var_os(processes::LOCK_HOLDER) {
        return processes::hold_lock(file.as_ref());
    }
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
    let wanted = faults()
        .into_iter()
        .filter(|(name, _)| words.iter().all(|word| name.contains(word.as_str())));
    if args.iter().any(|arg| arg == "--list" || arg == "--ignored") {
        wanted.for_each(|(name, _)| println!("{name}: test"));
        return ExitCode::SUCCESS;
    }
    println!("\n{:64} {:>6} {:>7} {:>7}", "fault", "tries", "losses", "seconds");
    // Those that mostly wait, for a lock or a slow disk, do so beside the others.
    let (waiting, busy): (Vec<Fault>, Vec<Fault>) = wanted
        .partition(|(name, _)| ["stop", "takes", "screen"].iter().any(|word| name.contains(word)));
    let lost = std::thread::scope(|scope| {
        let beside: Vec<_> =
            waiting.into_iter().map(|fault| scope.spawn(move || has_losses(fault))).collect();
        let lost = busy.into_iter().filter(|fault| has_losses(*fault)).count();
        lost + beside.into_iter().filter_map(|fault| fault.join().ok()).filter(|lost| *lost).count()
    });
    println!();
    if lost == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tries a fault, and prints its line.
fn has_losses((name, fault): Fault) -> bool {
    let start = Instant::now();
    // A panic is a loss as well: it says what was expected.
    let outcome = std::panic::catch_unwind(fault)
        .unwrap_or_else(|_| Outcome::Tried(1, vec!["see above".into()]));
    let seconds = start.elapsed().as_secs_f32();
    match outcome {
        Outcome::Skipped(why) => {
            println!("{name:64} SKIPPED: {why}");
            false
        }
        Outcome::Tried(tries, losses) => {
            let shown: String =
                losses.iter().take(8).map(|loss| format!("\n    LOST: {loss}")).collect();
            println!("{name:64} {tries:>6} {:>7} {seconds:>7.1}{shown}", losses.len());
            tries == 0 || !losses.is_empty()
        }
    }
}
