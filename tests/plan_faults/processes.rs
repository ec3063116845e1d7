//! Faults that any user can bring about: kills, many programs at once, damaged plans, a lock that
//! is never released, and limits.

use crate::home::{HALLWAY, Home, run_to_end, text_of, try_all};
use crate::{Fault, Loss, Outcome};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

pub(crate) const FAULTS: &[Fault] = &[
    Fault { name: "SIGKILL at random moments of a mark", run: kill_at_random },
    Fault { name: "8 programs toggle 100 times each", run: toggle_at_once },
    Fault { name: "plan truncated at every byte", run: truncate_plan },
    Fault {
        name: "zeros, an empty file, a pipe, a directory, a dead link as plan",
        run: damage_plan,
    },
    Fault { name: "lock held by a stopped program", run: stop_lock_holder },
    Fault { name: "ulimit -f: the file may not grow", run: limit_file_size },
];

/// Detects bytes copied into the plan instead of a rename: 39 losses of 60, if the plan is long
/// enough. The faults by `strace` are more reliable.
fn kill_at_random() -> Outcome {
    const ROUNDS: usize = 60;
    let home = Home::with_marks(ROUNDS + 1, &["s0"]);
    let start = Instant::now();
    home.run(&["mark", "s0"]);
    let usual_time = start.elapsed();
    let ids: Vec<String> = (1..=ROUNDS).map(|number| format!("s{number}")).collect();
    let (mut saved, mut uncertain, mut losses) = (vec!["s0"], Vec::new(), Vec::new());
    for (round, id) in ids.iter().enumerate() {
        let mut command = home.command_under(&[]);
        let mut child = command.args(["mark", id]).stdout(Stdio::null()).spawn().unwrap();
        // Multiples of the golden ratio spread the moments evenly over the run.
        std::thread::sleep(usual_time.mul_f64(1.2 * (0.618_034 * round as f64).fract()));
        let _ = child.kill();
        if child.wait().unwrap().success() {
            saved.push(id);
        } else {
            uncertain.push(id.as_str());
        }
        losses.extend(home.check_marks(&saved, &uncertain).err());
    }
    Outcome::Tried { tries: ROUNDS, losses }
}

const PROGRAMS: usize = 8;
const SESSIONS_PER_PROGRAM: usize = 25;

/// Detects a missing lock with a missing comparison: 345 losses of 800. Detects a missing lock with
/// a comparison before the rename only: 99 losses. Detects a wait for the lock of only 2 s: 2
/// losses.
fn toggle_at_once() -> Outcome {
    let sessions = PROGRAMS * SESSIONS_PER_PROGRAM;
    let home = Home::new(sessions);
    let mut losses = Vec::new();
    for (round, command) in ["mark", "unmark", "mark", "unmark"].into_iter().enumerate() {
        let refused = run_for_all_sessions(&home, command);
        let marked = home.marked_ids().unwrap();
        let lost = (0..sessions)
            .map(|number| format!("s{number}"))
            .filter(|id| marked.contains(id) != (command == "mark"));
        losses.extend(lost.map(|id| format!("round {round}: {command} {id}")));
        losses.extend((refused > 0).then(|| format!("round {round}: {refused} were refused")));
    }
    Outcome::Tried { tries: 4 * sessions, losses }
}

/// Runs the command once per session, in several programs at once. Returns the number of failures.
fn run_for_all_sessions(home: &Home, command: &str) -> usize {
    std::thread::scope(|scope| {
        let programs: Vec<_> = (0..PROGRAMS)
            .map(|program| {
                let first = program * SESSIONS_PER_PROGRAM;
                scope.spawn(move || {
                    (first..first + SESSIONS_PER_PROGRAM)
                        .filter(|n| !home.run(&[command, &format!("s{n}")]).status.success())
                        .count()
                })
            })
            .collect();
        programs.into_iter().map(|program| program.join().unwrap()).sum()
    })
}

/// Detects a missing last line: 37 losses of 442. A plan cut off in a list or between two marks
/// looks like a smaller plan.
fn truncate_plan() -> Outcome {
    let complete = std::fs::read(Home::with_marks(9, &["s1"]).plan()).unwrap();
    // Only the last line end may be missing.
    let lengths: Vec<usize> = (0..complete.len() - 1).collect();
    try_all(&lengths, |length| {
        expect_refusal(&complete[..*length]).map_err(|loss| format!("of {length} bytes: {loss}"))
    })
}

fn home_with_plan_folder() -> Home {
    let home = Home::new(9);
    std::fs::create_dir_all(home.plans()).unwrap();
    home
}

/// Checks that hallway refuses to read and to change a plan with these bytes.
fn expect_refusal(bytes: &[u8]) -> Result<(), Loss> {
    let home = home_with_plan_folder();
    std::fs::write(home.plan(), bytes).unwrap();
    let code = home.run(&["mark", "s3"]).status.code();
    if code != Some(65) {
        return Err(format!("mark ends with {code:?}"));
    }
    if std::fs::read(home.plan()).unwrap() != bytes {
        return Err("the plan was overwritten".into());
    }
    match home.marked_ids() {
        Ok(marks) => Err(format!("the bytes were read as a plan with {marks:?}")),
        Err(message) if !message.contains("event.toml:") => {
            Err(format!("the message has no place: {message}"))
        }
        Err(_) => Ok(()),
    }
}

/// Puts something in place of the plan.
struct Replacement {
    name: &'static str,
    create: fn(&Path),
}

const DAMAGED_PLANS: [&[u8]; 5] = [b"", b"\n", &[0; 4096], b"\xff\xfe", b"version = 1\n\0\0\0\0"];
const REPLACEMENTS: [Replacement; 4] = [
    Replacement { name: "a pipe", create: create_pipe },
    Replacement { name: "a directory", create: |path| std::fs::create_dir(path).unwrap() },
    Replacement { name: "a link to nowhere", create: |path| symlink("not mounted", path).unwrap() },
    Replacement { name: "a link to a device", create: |path| symlink("/dev/zero", path).unwrap() },
];

fn create_pipe(path: &Path) {
    use rustix::fs::{CWD, FileType, mknodat};
    mknodat(CWD, path, FileType::Fifo, 0o600.into(), 0).unwrap();
}

/// Detects a missing check of the file's kind before and after opening: every command hangs at the
/// pipe. Detects a dangling link that counts as a missing file.
fn damage_plan() -> Outcome {
    let mut losses: Vec<Loss> =
        DAMAGED_PLANS.iter().filter_map(|bytes| expect_refusal(bytes).err()).collect();
    for replacement in &REPLACEMENTS {
        losses.extend(expect_kept_replacement(replacement));
    }
    Outcome::Tried { tries: DAMAGED_PLANS.len() + REPLACEMENTS.len(), losses }
}

/// Checks that each command ends with 74 and does not replace the replacement.
fn expect_kept_replacement(Replacement { name, create }: &Replacement) -> Vec<Loss> {
    let home = home_with_plan_folder();
    create(&home.plan());
    let before = std::fs::symlink_metadata(home.plan()).unwrap().file_type();
    let mut losses = Vec::new();
    for args in [&["mark", "s3"][..], &["list", "--mine"], &["mine", "--json"]] {
        let output = run_to_end(home.command_under(&[]).args(args));
        let code = output.map(|output| output.status.code());
        if code != Some(Some(74)) {
            losses.push(format!("{name}: {args:?} ends with {code:?}"));
        }
    }
    if std::fs::symlink_metadata(home.plan()).unwrap().file_type() != before {
        losses.push(format!("{name} was replaced"));
    }
    losses
}

/// The environment variable with the path of a lock. With this variable, this test program holds
/// the lock instead of testing.
pub(crate) const LOCK_HOLDER: &str = "HALLWAY_TEST_HOLDS_LOCK";

pub(crate) fn hold_lock(file: &Path) -> ExitCode {
    let mut options = std::fs::File::options();
    let file = options.write(true).create(true).truncate(false).open(file).unwrap();
    file.lock().unwrap();
    println!("held");
    std::thread::sleep(Duration::from_secs(600));
    ExitCode::SUCCESS
}

/// Starts a program that holds the lock, and stops the program.
pub(crate) fn start_stopped_lock_holder(lock: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let mut holder = command.env(LOCK_HOLDER, lock).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "held\n");
    let pid = Pid::from_raw(i32::try_from(holder.id()).unwrap()).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    holder
}

/// Detects `File::lock` instead of `File::try_lock` with a deadline: hallway hangs.
fn stop_lock_holder() -> Outcome {
    let home = Home::with_marks(9, &["s0"]);
    let mut holder = start_stopped_lock_holder(&home.lock());
    let mut losses = Vec::new();
    let mut saved = vec!["s0"];
    for id in ["s1", "s2", "s3"] {
        let start = Instant::now();
        let output = home.run(&["mark", id]);
        let (time, message) = (start.elapsed(), text_of(&output.stderr));
        saved.push(id);
        if !output.status.success()
            || time > Duration::from_secs(25)
            || !message.contains("without a lock")
        {
            losses.push(format!("{id} after {time:?}: {message}"));
        }
    }
    losses.extend(home.check_marks(&saved, &[]).err());
    holder.kill().unwrap();
    holder.wait().unwrap();
    Outcome::Tried { tries: 3, losses }
}

/// Detects a missing `turn_size_limit_into_error`: `SIGXFSZ` ends hallway without a message, 4
/// losses. Detects a plan that is truncated before it is written: the plan is empty.
fn limit_file_size() -> Outcome {
    const LIMITS: [&str; 4] = ["0", "1", "2", "4"];
    let ids: Vec<String> = (0..40).map(|number| format!("s{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let home = Home::with_marks(99, &ids);
    let mut losses: Vec<Loss> =
        LIMITS.iter().flat_map(|limit| mark_with_size_limit(&home, limit)).collect();
    if !home.run(&["mark", "s77"]).status.success() {
        losses.push("a mark fails afterwards without the limit".into());
    }
    Outcome::Tried { tries: LIMITS.len(), losses }
}

fn mark_with_size_limit(home: &Home, limit: &str) -> Vec<Loss> {
    let before = std::fs::read(home.plan()).unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -f \"$1\" && exec \"$0\" mark s77", HALLWAY, limit]);
    home.set_environment(&mut command);
    let Some(output) = run_to_end(&mut command) else {
        return vec![format!("ulimit -f {limit} hangs")];
    };
    let mut losses = Vec::new();
    let message = text_of(&output.stderr);
    if output.status.code() != Some(74) || !message.contains("cannot save") {
        losses.push(format!("ulimit -f {limit}: {} {message}", output.status));
    }
    if std::fs::read(home.plan()).unwrap() != before {
        losses.push(format!("ulimit -f {limit}: the plan has changed"));
    }
    losses
}
