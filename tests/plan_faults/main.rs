//! Brings about every known fault of saving a plan, and checks that no mark, own entry or note is
//! lost.
//!
//! `cargo test --test plan_faults` prints a table: the name of each fault, the number of tries, and
//! the number of losses. Words after `--` select the faults with these words in their name, so
//! `cargo test --test plan_faults -- strace` runs the faults that `strace` injects. A fault that
//! needs `strace`, root or a terminal prints SKIPPED and the reason if it cannot run here.
//!
//! The documentation of each fault names the defects that it detects, and the losses it then
//! prints. The numbers come from a run with the protection removed.
#![cfg_attr(not(unix), allow(dead_code, reason = "only Unix has these faults"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail, and this one prints a table"
)]
#![allow(clippy::disallowed_methods, reason = "reads the files that hallway writes")]

mod histories;
#[cfg(unix)]
mod home;
#[cfg(unix)]
mod mounts;
#[cfg(unix)]
mod own_entries;
#[cfg(unix)]
mod processes;
#[cfg(unix)]
mod screen;
mod simulated;
#[cfg(unix)]
mod slow;
#[cfg(unix)]
mod strace;
#[cfg(unix)]
mod terminal;

/// The replacement as in hallway, here on a simulated disk.
#[path = "../../src/store/atomic_replace.rs"]
mod atomic_replace;

use std::process::ExitCode;
use std::time::Instant;

/// The description of a lost mark, or of a wrong answer.
pub(crate) type Loss = String;

/// The result of a fault.
pub(crate) enum Outcome {
    /// The fault was brought about.
    Tried {
        /// The number of tries.
        tries: usize,
        /// Every loss.
        losses: Vec<Loss>,
    },
    /// The fault cannot be brought about here, for this reason.
    Skipped(String),
}

impl Outcome {
    /// Returns the outcome of a single try.
    pub(crate) fn of_one(result: Result<(), Loss>) -> Outcome {
        Outcome::Tried { tries: 1, losses: result.err().into_iter().collect() }
    }

    /// Returns the sum of both outcomes. A skipped outcome wins.
    pub(crate) fn and(self, other: Outcome) -> Outcome {
        match (self, other) {
            (
                Outcome::Tried { tries, mut losses },
                Outcome::Tried { tries: more, losses: others },
            ) => {
                losses.extend(others);
                Outcome::Tried { tries: tries + more, losses }
            }
            (Outcome::Skipped(reason), _) | (_, Outcome::Skipped(reason)) => {
                Outcome::Skipped(reason)
            }
        }
    }
}

/// A way to damage a plan.
#[derive(Clone, Copy)]
pub(crate) struct Fault {
    /// The name in the table.
    pub(crate) name: &'static str,
    /// Brings about the fault.
    pub(crate) run: fn() -> Outcome,
}

impl Fault {
    /// Returns true if the fault mostly waits, for a lock or a slow disk.
    fn is_waiting(&self) -> bool {
        ["stop", "takes", "screen"].iter().any(|word| self.name.contains(word))
    }
}

fn all_faults() -> Vec<Fault> {
    let mut faults = [simulated::FAULTS, histories::FAULTS].concat();
    #[cfg(unix)]
    for more in [
        home::FAULTS,
        histories::program::FAULTS,
        own_entries::FAULTS,
        processes::FAULTS,
        mounts::FAULTS,
        screen::FAULTS,
        strace::FAULTS,
        slow::FAULTS,
    ] {
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
    let selected = all_faults()
        .into_iter()
        .filter(|fault| words.iter().all(|word| fault.name.contains(word.as_str())));
    if args.iter().any(|arg| arg == "--list" || arg == "--ignored") {
        selected.for_each(|fault| println!("{}: test", fault.name));
        return ExitCode::SUCCESS;
    }
    println!("\n{:64} {:>6} {:>7} {:>7}", "fault", "tries", "losses", "seconds");
    // The waiting faults run beside the others.
    let (waiting, busy): (Vec<Fault>, Vec<Fault>) = selected.partition(Fault::is_waiting);
    let lost = std::thread::scope(|scope| {
        let waiting: Vec<_> =
            waiting.into_iter().map(|fault| scope.spawn(move || has_losses(fault))).collect();
        let lost = busy.into_iter().filter(|fault| has_losses(*fault)).count();
        let waiting = waiting.into_iter().filter_map(|fault| fault.join().ok());
        lost + waiting.filter(|has_losses| *has_losses).count()
    });
    println!();
    if lost == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Brings about a fault and prints its line. Returns true if there was a loss.
fn has_losses(Fault { name, run }: Fault) -> bool {
    let start = Instant::now();
    // A panic is a loss as well, and prints its own message.
    let outcome = std::panic::catch_unwind(run)
        .unwrap_or_else(|_| Outcome::of_one(Err("see the panic above".into())));
    let seconds = start.elapsed().as_secs_f32();
    match outcome {
        Outcome::Skipped(reason) => {
            println!("{name:64} SKIPPED: {reason}");
            false
        }
        Outcome::Tried { tries, losses } => {
            let shown: String =
                losses.iter().take(8).map(|loss| format!("\n    LOST: {loss}")).collect();
            println!("{name:64} {tries:>6} {:>7} {seconds:>7.1}{shown}", losses.len());
            tries == 0 || !losses.is_empty()
        }
    }
}
