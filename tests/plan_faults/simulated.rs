//! Faults at each step of a replacement on a simulated disk: the disk fails, the program is killed,
//! the power is lost, or other programs write.

mod bare_disk;
mod disk;

use crate::atomic_replace::{Disk, Edited, ReplaceError, update};
use crate::{Fault, Loss, Outcome};
use bare_disk::{BareDisk, Writer};
use disk::{FILE, SimulatedDisk, Trouble};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::Path;

pub(crate) const FAULTS: &[Fault] = &[
    Fault { name: "simulated: power lost at each step", run: lose_power },
    Fault { name: "simulated: killed at each step", run: kill },
    Fault { name: "simulated: ENOSPC, EIO, EROFS, EACCES at each step", run: fail },
    Fault { name: "simulated: other programs write at any two steps", run: let_others_write },
    Fault {
        name: "simulated: another program writes, then a later step kills",
        run: kill_after_another_write,
    },
    Fault { name: "simulated: 8 programs, neither lock nor exchange", run: write_at_once },
    Fault {
        name: "simulated: 8 programs, neither lock nor exchange, some killed",
        run: write_at_once_and_kill,
    },
];

/// Detects a missing `sync` before the rename: the file is empty after a loss of power, and most
/// errors lose lines as well. Detects a missing `sync_directory` after the rename: saved lines are
/// missing.
fn lose_power() -> Outcome {
    try_each_step(Trouble::PowerLoss)
}

/// Detects writing into the file itself instead of a temporary file: half a line at step 25.
fn kill() -> Outcome {
    try_each_step(Trouble::Kill)
}

/// Detects an ignored error of `sync`: 12 losses after a loss of power.
fn fail() -> Outcome {
    let outcomes =
        ["ENOSPC", "EIO", "EROFS", "EACCES"].map(|error| try_each_step(Trouble::Error(error)));
    outcomes.into_iter().reduce(Outcome::and).unwrap()
}

/// Detects displaced bytes that are not compared or not put back: over 8 losses of lines written
/// between the comparison and the exchange. Detects bytes displaced by the putting back that are
/// not merged: 1 loss.
fn let_others_write() -> Outcome {
    try_pairs_of_steps(|lines_before, first, second| {
        let disk = SimulatedDisk::default();
        lines_before.iter().for_each(|line| add_line(&disk, line).unwrap());
        disk.schedule_writers(&[(first, "theirs 1"), (second, "theirs 2")]);
        let result = add_line(&disk, "mine");
        (!disk.has_waiting_writers()).then(|| {
            let expected = [lines_before, &["theirs 1", "theirs 2", "mine"]].concat();
            result
                .and_then(|()| check_lines(&disk, &expected))
                .map_err(|loss| format!("others at {first} and {second}: {loss}"))
        })
    })
}

/// Detects leftovers that are not read: 1 loss. A program killed between the exchange and the
/// putting back leaves the lines of the other program in a leftover alone.
fn kill_after_another_write() -> Outcome {
    try_pairs_of_steps(|lines_before, first, kill| {
        let disk = SimulatedDisk::default();
        lines_before.iter().for_each(|line| add_line(&disk, line).unwrap());
        disk.schedule_writers(&[(first, "theirs")]);
        disk.schedule_trouble(kill, Trouble::Kill);
        let _ = add_line(&disk, "mine");
        (disk.is_dead() && !disk.has_waiting_writers()).then(|| {
            disk.restart();
            let expected = [lines_before, &["theirs", "next"]].concat();
            add_line(&disk, "next")
                .and_then(|()| check_lines(&disk, &expected))
                .map_err(|loss| format!("another at {first}, killed at {kill}: {loss}"))
        })
    })
}

const PROGRAMS: usize = 8;
const LINES_PER_PROGRAM: usize = 3;

/// Detects a rename without a copy: 83 losses. Detects a rename without another look: 3 losses.
fn write_at_once() -> Outcome {
    try_orders(|order| write_in_order(order, |_| None))
}

/// Detects a rename without a copy: 52 losses.
fn write_at_once_and_kill() -> Outcome {
    try_orders(|order| {
        // Every third program is killed, each at another step.
        write_in_order(order, |program| {
            (program % 3 == 0).then_some((order as usize * 7 + program * 5) % 60)
        })
    })
}

/// Calls `run` with the numbers of several orders of the programs' steps.
fn try_orders(run: impl Fn(u64) -> Result<(), Loss>) -> Outcome {
    const ORDERS: u64 = 150;
    let losses = (0..ORDERS).filter_map(|order| Some(format!("{order}: {}", run(order).err()?)));
    let losses: Vec<Loss> = losses.collect();
    Outcome::Tried { tries: ORDERS as usize * PROGRAMS * LINES_PER_PROGRAM, losses }
}

/// Adds the lines of several programs at once. `kill_step` is the step at which a program is
/// killed. Checks that each line is there after an answer without an error, after one more line if
/// programs were killed.
fn write_in_order(order: u64, kill_step: impl Fn(usize) -> Option<usize>) -> Result<(), Loss> {
    let disk = BareDisk::new(order, PROGRAMS);
    let kill_steps: Vec<Option<usize>> = (0..PROGRAMS).map(kill_step).collect();
    let mut saved: Vec<String> = std::thread::scope(|scope| {
        let programs: Vec<_> = (0..PROGRAMS)
            .map(|program| {
                let writer = Writer::new(&disk, program, kill_steps[program]);
                scope.spawn(move || {
                    let mut lines: Vec<String> =
                        (0..LINES_PER_PROGRAM).map(|line| format!("{program}.{line}")).collect();
                    lines.retain(|line| add_line(&writer, line).is_ok());
                    writer.finish();
                    lines
                })
            })
            .collect();
        programs.into_iter().flat_map(|program| program.join().unwrap()).collect()
    });
    if kill_steps.iter().all(Option::is_none) {
        disk.check_lines(&saved)?;
    }
    disk.start_again();
    let last = Writer::new(&disk, 0, None);
    add_line(&last, "last")?;
    last.finish();
    saved.push("last".into());
    disk.check_lines(&saved)
}

/// Calls `run` with every two steps of a replacement, the second not before the first, once for an
/// empty file and once for a file with a line. `run` returns `None` if a step was not reached.
fn try_pairs_of_steps(
    run: impl Fn(&[&'static str], usize, usize) -> Option<Result<(), Loss>>,
) -> Outcome {
    let (mut tries, mut losses) = (0, Vec::new());
    for lines_before in [&[][..], &["before"]] {
        for first in 0.. {
            let results: Vec<Result<(), Loss>> =
                (first..).map_while(|second| run(lines_before, first, second)).collect();
            if results.is_empty() {
                break;
            }
            tries += results.len();
            losses.extend(results.into_iter().filter_map(Result::err));
        }
    }
    Outcome::Tried { tries, losses }
}

/// Checks that the file has each line once.
fn check_lines(disk: &SimulatedDisk, lines: &[&str]) -> Result<(), Loss> {
    let text = String::from_utf8(disk.present_bytes().unwrap_or_default()).unwrap();
    let count = |line: &str| text.lines().filter(|present| *present == line).count();
    match lines.iter().find(|line| count(line) != 1) {
        Some(line) => Err(format!("{line:?} in {text:?}")),
        None => Ok(()),
    }
}

/// Adds `line` and the lines of complete leftovers to the file, unless the file has them.
fn add_line(disk: &impl Disk, line: &str) -> Result<(), Loss> {
    let result = update(disk, Path::new(FILE), |old, leftovers| {
        let old = String::from_utf8(old.unwrap_or_default()).unwrap();
        // A leftover without a line end was cut off, and was never reported as saved.
        let leftovers = leftovers.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let leftovers: String = leftovers.filter(|text| text.ends_with('\n')).collect();
        let mut new = old.clone();
        for line in leftovers.lines().chain([line]) {
            if new.lines().all(|present| present != line) {
                new += &format!("{line}\n");
            }
        }
        Ok(Edited { bytes: (new != old).then(|| new.into_bytes().into()), answer: () })
    });
    result.map(drop).map_err(|error: ReplaceError<Infallible>| match error {
        ReplaceError::Read(cause) | ReplaceError::Write(cause) | ReplaceError::NotSynced(cause) => {
            format!("refused: {cause}")
        }
        ReplaceError::Edit(never) => match never {},
        ReplaceError::Busy => "refused: busy".into(),
    })
}

/// Runs the changes once for each step, with the trouble at this step.
fn try_each_step(trouble: Trouble) -> Outcome {
    let mut losses = Vec::new();
    for step in 0.. {
        let disk = SimulatedDisk::default();
        disk.schedule_trouble(step, trouble);
        let loss = make_changes(&disk).err();
        losses.extend(loss.map(|loss| format!("{trouble:?} at step {step}: {loss}")));
        if disk.step() <= step {
            return Outcome::Tried { tries: step, losses };
        }
    }
    unreachable!("the changes have a last step")
}

const CHANGES: u8 = 3;

/// Adds some lines, then adds again the lines that were refused. Checks after each line every state
/// of the file that a crash may leave.
fn make_changes(disk: &SimulatedDisk) -> Result<(), Loss> {
    let (mut saved, mut tried) = (BTreeSet::new(), BTreeSet::new());
    for number in (0..CHANGES).chain(0..CHANGES) {
        if saved.contains(&number) {
            continue;
        }
        tried.insert(number);
        if add_line(disk, &line_text(number)).is_ok() {
            saved.insert(number);
        }
        for bytes in disk.possible_bytes() {
            check_bytes(bytes.as_deref(), &saved, &tried)?;
        }
    }
    if !disk.is_dead() && saved.len() != usize::from(CHANGES) {
        return Err(format!("only {saved:?} could be saved after the trouble"));
    }
    Ok(())
}

fn line_text(number: u8) -> String {
    format!("mark number {number}")
}

/// Checks that the file has complete lines only, all saved lines, and no line that was never tried.
fn check_bytes(
    bytes: Option<&[u8]>,
    saved: &BTreeSet<u8>,
    tried: &BTreeSet<u8>,
) -> Result<(), Loss> {
    let text = String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned();
    let numbers: BTreeMap<String, u8> =
        (0..CHANGES).map(|number| (line_text(number), number)).collect();
    let is_complete = bytes.is_none_or(|bytes| bytes.ends_with(b"\n"));
    let present: Option<BTreeSet<u8>> =
        text.lines().map(|line| numbers.get(line).copied()).collect();
    match present.filter(|_| is_complete) {
        None => Err(format!("the file is {text:?}")),
        Some(present) if !present.is_superset(saved) => {
            Err(format!("{saved:?} were saved, and {present:?} are present"))
        }
        Some(present) if !present.is_subset(tried) => {
            Err(format!("{present:?} are present, and nobody wrote them"))
        }
        Some(_) => Ok(()),
    }
}
