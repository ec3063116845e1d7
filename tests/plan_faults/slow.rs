//! Several programs on a slow disk, or with a program that `strace` stops while it writes.

use crate::home::{Home, run_within, text_of};
use crate::strace::{find_traced_programs, strace_injecting, why_strace_cannot_run};
use crate::{Fault, Loss, Outcome};
use rustix::process::{Signal, kill_process};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

pub(crate) const FAULTS: &[Fault] = &[
    Fault { name: "strace: fsync takes 5 s, six programs at once", run: delay_syncs },
    Fault {
        name: "strace: the swap of one takes 16 s, another marks meanwhile",
        run: delay_exchange,
    },
    Fault {
        name: "strace: a hallway stopped in mid-write, others mark meanwhile",
        run: stop_writer,
    },
];

/// Longer than a lock is waited for by six programs in turn.
const TIME_LIMIT: Duration = Duration::from_secs(150);

/// Detects a wait for the lock of only 6 s together with a missing comparison after the exchange: 1
/// or 2 losses of 6.
fn delay_syncs() -> Outcome {
    if let Some(reason) = why_strace_cannot_run() {
        return Outcome::Skipped(reason);
    }
    let home = Home::with_marks(9, &["s0"]);
    let ids = ["s1", "s2", "s3", "s4", "s5", "s6"];
    let mut losses: Vec<Loss> = std::thread::scope(|scope| {
        let programs = ids.map(|id| scope.spawn(|| mark_with_slow_sync(&home, id)));
        programs.into_iter().filter_map(|program| program.join().unwrap().err()).collect()
    });
    let marked = home.marked_ids().unwrap_or_default();
    let lost = ids.iter().filter(|id| !marked.iter().any(|marked| marked == *id));
    losses.extend(lost.map(|id| format!("{id} is lost")));
    Outcome::Tried { tries: ids.len(), losses }
}

fn mark_with_slow_sync(home: &Home, id: &str) -> Result<(), Loss> {
    let strace = strace_injecting("fsync", "delay_enter=5s");
    let mut command = home.command_under(&strace.words());
    match run_within(TIME_LIMIT, command.args(["mark", id])) {
        Some(output) if output.status.success() => Ok(()),
        Some(output) => Err(format!("{id} ends with {}", output.status)),
        None => Err(format!("{id} hangs")),
    }
}

/// Detects a rename instead of the exchange, and a missing comparison after the exchange: `s2` is
/// lost.
fn delay_exchange() -> Outcome {
    mark_while_another_waits("renameat2", "delay_enter=16s:when=1", |_| {})
}

/// Detects an endless wait for the lock: `s2` hangs. Detects a missing comparison before the
/// exchange: `s2` is lost.
fn stop_writer() -> Outcome {
    mark_while_another_waits("fsync", "signal=STOP:when=1", |strace| {
        for program in find_traced_programs(strace.id()) {
            kill_process(program, Signal::CONT).unwrap();
        }
    })
}

/// Marks `s1` with the fault at a call under the lock, and marks `s2` in another program meanwhile.
/// Then calls `release` with the first program.
fn mark_while_another_waits(call: &str, fault: &str, release: fn(&Child)) -> Outcome {
    if let Some(reason) = why_strace_cannot_run() {
        return Outcome::Skipped(reason);
    }
    let home = Home::with_marks(9, &["s0"]);
    let strace = strace_injecting(call, fault);
    let mut command = home.command_under(&strace.words());
    let mut first = command.args(["mark", "s1"]).stdout(Stdio::null()).spawn().unwrap();
    sleep(Duration::from_secs(1));
    let mut losses = Vec::new();
    match run_within(TIME_LIMIT, home.command_under(&[]).args(["mark", "s2"])) {
        Some(output) if text_of(&output.stderr).contains("without a lock") => {}
        Some(output) => losses.push(format!("s2 did not meet the fault: {output:?}")),
        None => losses.push("s2 hangs".into()),
    }
    // The second program may merge the temporary file of the first, which might have been killed.
    losses.extend(home.check_marks(&["s0", "s2"], &["s1"]).err());
    release(&first);
    if !first.wait().unwrap().success() {
        losses.push("s1 is refused".into());
    }
    losses.extend(home.check_marks(&["s0", "s1", "s2"], &[]).err());
    Outcome::Tried { tries: 2, losses }
}
