//! Several programs on a disk that is slow, or stops one of them in the middle of its work. strace
//! makes it so.

use crate::Outcome;
use crate::home::{Home, ended_within};
use crate::strace::{missing, traced};
use rustix::process::{Signal, kill_process};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

pub(crate) const FAULTS: &[crate::Fault] = &[
    ("strace: fsync takes 5 s, six programs at once", slow_syncs),
    ("strace: the swap of one takes 16 s, another marks meanwhile", slow_swap),
    ("strace: a hallway stopped in mid-write, others mark meanwhile", stopped_writer),
];

/// Longer than a lock is waited for, and all six take their turn.
const LIMIT: Duration = Duration::from_secs(150);

fn strace(home: &Home, call: &str, fault: &str) -> Command {
    let (trace, inject) = (format!("trace={call}"), format!("inject={call}:{fault}"));
    home.command_by(&["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject])
}

/// Fails: where a lock is given up after 6 s without a rename, and only what is read is compared, 1
/// or 2 of 6.
fn slow_syncs() -> Outcome {
    if let Some(why) = missing() {
        return Outcome::Skipped(why);
    }
    let home = Home::with(9, &["s0"]);
    let ids = ["s1", "s2", "s3", "s4", "s5", "s6"];
    let mut losses: Vec<String> = std::thread::scope(|scope| {
        let mark = |id: &'static str| {
            let mut command = strace(&home, "fsync", "delay_enter=5s");
            scope.spawn(move || match ended_within(LIMIT, command.args(["mark", id])) {
                Some(output) if output.status.success() => None,
                Some(output) => Some(format!("{id} ends with {}", output.status)),
                None => Some(format!("{id} hangs")),
            })
        };
        let programs: Vec<_> = ids.into_iter().map(mark).collect();
        programs.into_iter().filter_map(|program| program.join().unwrap()).collect()
    });
    let marks = home.marks().unwrap_or_default();
    losses.extend(
        ids.iter()
            .filter(|id| !marks.contains(&(**id).to_owned()))
            .map(|id| format!("{id} is lost")),
    );
    Outcome::Tried(ids.len(), losses)
}

/// Fails: with a rename in place of the swap, or where what it brought out is not compared: s2 is
/// lost.
fn slow_swap() -> Outcome {
    meanwhile("renameat2", "delay_enter=16s:when=1", |_| {})
}

/// Fails: where a lock is waited for without an end, s2 hangs; where what was read is not compared,
/// s2 is lost.
fn stopped_writer() -> Outcome {
    meanwhile("fsync", "signal=STOP:when=1", |by| {
        for pid in traced(by.id()) {
            kill_process(pid, Signal::CONT).unwrap();
        }
    })
}

/// One program marks s1 and has that trouble at that call, under the lock; another marks s2
/// meanwhile; then the first is let go.
fn meanwhile(call: &str, fault: &str, let_go: fn(&Child)) -> Outcome {
    if let Some(why) = missing() {
        return Outcome::Skipped(why);
    }
    let home = Home::with(9, &["s0"]);
    let mut first =
        strace(&home, call, fault).args(["mark", "s1"]).stdout(Stdio::null()).spawn().unwrap();
    sleep(Duration::from_secs(1));
    let mut losses = Vec::new();
    match ended_within(LIMIT, home.command_by(&[]).args(["mark", "s2"])) {
        Some(output) if String::from_utf8_lossy(&output.stderr).contains("without a lock") => {}
        Some(output) => losses.push(format!("s2 did not meet the fault: {output:?}")),
        None => losses.push("s2 hangs".into()),
    }
    // What the first has written beside the plan may be joined by the other: it might be killed.
    losses.extend(home.judge(&["s0", "s2"], &["s1"]).err());
    let_go(&first);
    if !first.wait().unwrap().success() {
        losses.push("s1 is refused".into());
    }
    losses.extend(home.judge(&["s0", "s1", "s2"], &[]).err());
    Outcome::Tried(2, losses)
}
