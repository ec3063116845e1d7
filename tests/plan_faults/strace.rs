//! Faults at every system call of a mark: `strace` makes the call fail, or kills the program.

use crate::home::{Home, run_to_end, text_of, try_all};
use crate::mounts::READING_COMMANDS;
use crate::{Fault, Loss, Outcome};
use rustix::process::Pid;
use std::process::Command;

pub(crate) const FAULTS: &[Fault] = &[
    Fault {
        name: "strace: a first mark, killed or refused at each call",
        run: break_calls_of_first_mark,
    },
    Fault {
        name: "strace: another mark, killed or refused at each call",
        run: break_calls_of_another_mark,
    },
    Fault { name: "strace: file synced, then swapped, then its folder synced", run: check_order },
    Fault {
        name: "strace: marks where a disk can neither swap nor link",
        run: refuse_exchange_and_link,
    },
    Fault { name: "strace: 8 programs, neither lock nor swap", run: mark_at_once_on_bare_disk },
    Fault {
        name: "strace: another's plan keeps its mode where owners cannot be set",
        run: refuse_owner,
    },
    Fault {
        name: "strace: reading commands open nothing for writing",
        run: trace_reading_commands,
    },
];

/// The system calls of a mark. Calls that this system does not have are left out.
const CALLS: &[&str] = &[
    "openat",
    "write",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "flock",
    "fchmod",
    "fchmodat",
    "fchown",
    "ftruncate",
    "read",
    "close",
];
const ACTIONS: &[&str] =
    &["signal=KILL", "error=ENOSPC", "error=EIO", "error=EROFS", "error=EACCES"];

/// Arguments of `strace`.
pub(crate) struct Strace {
    args: Vec<String>,
}

impl Strace {
    /// Returns `strace` with its log in the file `log`. Each element of `expressions` follows `-e`.
    fn new(log: &str, expressions: &[String]) -> Strace {
        let mut args = ["strace", "-f", "-qq", "-y", "-o", log].map(str::to_owned).to_vec();
        args.extend(expressions.iter().flat_map(|text| ["-e".to_owned(), text.clone()]));
        Strace { args }
    }

    pub(crate) fn words(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }
}

/// Returns `strace` with a fault at a system call, such as `error=EIO:when=1`.
pub(crate) fn strace_injecting(call: &str, fault: &str) -> Strace {
    // strace injects nothing into a call that it does not trace.
    let expressions = [format!("trace={call}"), format!("inject={call}:{fault}")];
    Strace::new("/dev/null", &expressions)
}

/// Runs `hallway ARGS…` under `strace`. Returns the log.
fn trace_calls(home: &Home, calls: &str, args: &[&str]) -> String {
    let log = home.path().join("log");
    let strace = Strace::new(log.to_str().unwrap(), &[format!("trace={calls}")]);
    run_to_end(home.command_under(&strace.words()).args(args)).unwrap();
    std::fs::read_to_string(log).unwrap()
}

/// Returns the reason why `strace` cannot run here, or `None`.
pub(crate) fn why_strace_cannot_run() -> Option<String> {
    match Command::new("strace").args(["-o", "/dev/null", "true"]).output() {
        Ok(output) if output.status.success() => None,
        Ok(output) => {
            Some(format!("strace may not trace here: {}", text_of(&output.stderr).trim()))
        }
        Err(_) => Some("strace is not installed".into()),
    }
}

/// Returns true if `strace` knows the system call here.
fn is_known(call: &str) -> bool {
    let mut strace = Command::new("strace");
    strace.args(["-o", "/dev/null", "-e", &format!("trace={call}"), "true"]);
    strace.output().is_ok_and(|output| output.status.success())
}

/// Returns the programs that this `strace` has started.
pub(crate) fn find_traced_programs(strace: u32) -> Vec<Pid> {
    let path = format!("/proc/{strace}/task/{strace}/children");
    let children = std::fs::read_to_string(path).unwrap();
    children.split_whitespace().map(|pid| Pid::from_raw(pid.parse().unwrap()).unwrap()).collect()
}

/// One call of a mark with an action.
struct Injection {
    call: &'static str,
    action: &'static str,
    /// The number of the call, from 1.
    number: usize,
}

/// A change of the plan, and the check of the plan after it.
pub(crate) struct Deed<'a> {
    /// The arguments of the change.
    pub(crate) args: &'a [&'a str],
    /// Checks the plan after a mark of `s8`. The value is true if the change was reported as saved.
    pub(crate) check: &'a (dyn Fn(&Home, bool) -> Result<(), Loss> + Sync),
}

/// Breaks a change of `model` at each of its calls. `model` has 9 sessions.
pub(crate) fn break_each_call(model: &Home, deed: &Deed<'_>) -> Outcome {
    if let Some(reason) = why_strace_cannot_run() {
        return Outcome::Skipped(reason);
    }
    let mut injections = Vec::new();
    for call in CALLS.iter().filter(|call| is_known(call)) {
        let numbers = find_calls(&copy_home(model), call, deed.args);
        for action in ACTIONS {
            let numbers = numbers.iter();
            injections.extend(numbers.map(|&number| Injection { call, action, number }));
        }
    }
    assert!(injections.len() > ACTIONS.len() * 10, "strace shows no calls of the change");
    try_all(&injections, |injection| {
        break_call(&copy_home(model), deed, injection).map_err(|loss| {
            let Injection { call, action, number } = injection;
            format!("inject={call}:{action}:when={number}: {loss}")
        })
    })
}

/// Changes the plan with the injection, then marks `s8` without. Checks that nothing is lost.
fn break_call(home: &Home, deed: &Deed<'_>, injection: &Injection) -> Result<(), Loss> {
    let Injection { call, action, number } = injection;
    let strace = strace_injecting(call, &format!("{action}:when={number}"));
    let Some(output) = run_to_end(home.command_under(&strace.words()).args(deed.args)) else {
        return Err("hangs".into());
    };
    let is_saved = output.status.success();
    if *call == "fsync" && action.starts_with("error") && is_saved {
        return Err("reported as saved after a failed sync".into());
    }
    if !home.run(&["mark", "s8"]).status.success() {
        return Err("s8 is refused afterwards".into());
    }
    (deed.check)(home, is_saved)
}

/// Detects bytes copied into the plan instead of a rename: 5 losses each. Detects an ignored error
/// of `fsync`: 4 losses each.
fn break_each_call_of_mark(marked: &[&str]) -> Outcome {
    let check = |home: &Home, is_saved| {
        let certain = [marked, if is_saved { &["s7"] } else { &[] }, &["s8"]].concat();
        home.check_marks(&certain, &["s7"])
    };
    let deed = Deed { args: &["mark", "s7"], check: &check };
    break_each_call(&Home::with_marks(9, marked), &deed)
}

fn break_calls_of_first_mark() -> Outcome {
    break_each_call_of_mark(&[])
}

fn break_calls_of_another_mark() -> Outcome {
    break_each_call_of_mark(&["s0", "s1"])
}

/// Detects a missing sync of the file or of the folder, or a sync on the wrong side of the rename:
/// 3 losses.
fn check_order() -> Outcome {
    if let Some(reason) = why_strace_cannot_run() {
        return Outcome::Skipped(reason);
    }
    let mut losses = Vec::new();
    let marks: [&[&str]; 3] = [&[], &["s0"], &["s0", "s1"]];
    for marked in marks {
        let home = Home::with_marks(9, marked);
        let calls = "fsync,rename,renameat,renameat2,link";
        let log = trace_calls(&home, calls, &["mark", "s7"]);
        let folder = format!("{}>", home.plans().canonicalize().unwrap().display());
        let steps: Vec<&str> = log
            .lines()
            .filter(|line| line.contains("/plans"))
            .filter_map(|line| step_of_call(line, &folder))
            .collect();
        if steps != ["sync file", "name", "sync folder"] {
            losses.push(format!("after {} marks: {steps:?} in\n{log}", marked.len()));
        }
    }
    Outcome::Tried { tries: marks.len(), losses }
}

fn step_of_call(line: &str, folder: &str) -> Option<&'static str> {
    match line.contains("fsync(") {
        true if line.contains("/.hallway-") => Some("sync file"),
        true => line.contains(folder).then_some("sync folder"),
        false => line.contains("event.toml\"").then_some("name"),
    }
}

const PROGRAMS: usize = 8;
const MARKS_PER_PROGRAM: usize = 12;

/// Detects a rename without a copy. A mark that is refused with 74 is no loss.
fn mark_at_once_on_bare_disk() -> Outcome {
    if let Some(reason) = why_strace_cannot_run() {
        return Outcome::Skipped(reason);
    }
    let home = Home::new(PROGRAMS * MARKS_PER_PROGRAM);
    let strace = strace_of_bare_disk();
    let saved: Vec<String> = std::thread::scope(|scope| {
        let programs: Vec<_> = (0..PROGRAMS)
            .map(|program| {
                let (home, strace) = (&home, &strace);
                scope.spawn(move || {
                    let first = program * MARKS_PER_PROGRAM;
                    let ids = (first..first + MARKS_PER_PROGRAM).map(|number| format!("s{number}"));
                    ids.filter(|id| is_saved_under(home, strace, &["mark", id])).collect::<Vec<_>>()
                })
            })
            .collect();
        programs.into_iter().flat_map(|program| program.join().unwrap()).collect()
    });
    let marked = home.marked_ids().unwrap();
    let lost = saved.iter().filter(|id| !marked.contains(id));
    let losses = lost.map(|id| format!("{id} of {} saved marks", saved.len())).collect();
    Outcome::Tried { tries: PROGRAMS * MARKS_PER_PROGRAM, losses }
}

/// Returns `strace` for a disk that can neither lock nor exchange names.
pub(crate) fn strace_of_bare_disk() -> Strace {
    let expressions =
        ["trace=flock,renameat2", "inject=flock:error=ENOLCK", "inject=renameat2:error=EINVAL"];
    Strace::new("/dev/null", &expressions.map(str::to_owned))
}

/// Runs `hallway ARGS…`. Returns true if the program ends without an error.
pub(crate) fn is_saved_under(home: &Home, strace: &Strace, args: &[&str]) -> bool {
    let output = run_to_end(home.command_under(&strace.words()).args(args)).unwrap();
    let message = text_of(&output.stderr);
    match output.status.code() {
        Some(0) => true,
        Some(74) if message.contains("try again") => false,
        code => panic!("{args:?} ends with {code:?}: {message}"),
    }
}

/// Detects a link as the only fallback for `RENAME_NOREPLACE`: a loss at the first mark.
fn refuse_exchange_and_link() -> Outcome {
    if let Some(reason) = why_strace_cannot_run() {
        return Outcome::Skipped(reason);
    }
    let refused = [("renameat2", "EINVAL"), ("link", "EPERM"), ("linkat", "EPERM")];
    let refused: Vec<_> = refused.into_iter().filter(|(call, _)| is_known(call)).collect();
    let calls: Vec<&str> = refused.iter().map(|(call, _)| *call).collect();
    let trace = format!("trace={}", calls.join(","));
    let injections = refused.iter().map(|(call, error)| format!("inject={call}:error={error}"));
    let expressions: Vec<String> = [trace].into_iter().chain(injections).collect();
    let strace = Strace::new("/dev/null", &expressions);
    let home = Home::new(9);
    let mut losses = Vec::new();
    for id in ["s0", "s1"] {
        let output = run_to_end(home.command_under(&strace.words()).args(["mark", id])).unwrap();
        if !output.status.success() {
            losses.push(format!("{id}: {}", text_of(&output.stderr)));
        }
    }
    losses.extend(home.check_marks(&["s0", "s1"], &[]).err());
    Outcome::Tried { tries: 2, losses }
}

/// Detects a mode that is copied only if the owner could be copied.
fn refuse_owner() -> Outcome {
    use std::os::unix::fs::{PermissionsExt, chown};
    if let Some(reason) = why_strace_cannot_run() {
        return Outcome::Skipped(reason);
    }
    let home = Home::with_marks(9, &["s0"]);
    std::fs::set_permissions(home.plan(), std::fs::Permissions::from_mode(0o664)).unwrap();
    if chown(home.plan(), Some(1), Some(1)).is_err() {
        return Outcome::Skipped("only root may change the owner".into());
    }
    let strace = strace_injecting("fchown", "error=EPERM");
    let output = run_to_end(home.command_under(&strace.words()).args(["mark", "s1"])).unwrap();
    let mode = std::fs::metadata(home.plan()).unwrap().permissions().mode() & 0o777;
    let result = home.check_marks(&["s0", "s1"], &[]);
    Outcome::of_one(if mode == 0o664 && output.status.success() {
        result
    } else {
        Err(format!("mode {mode:o}, {}", output.status))
    })
}

/// Creates a home with the same agenda and plan.
fn copy_home(model: &Home) -> Home {
    let home = Home::new(9);
    if model.plan().exists() {
        std::fs::create_dir_all(home.plans()).unwrap();
        std::fs::copy(model.plan(), home.plan()).unwrap();
    }
    home
}

/// Returns the numbers of the calls of `hallway ARGS…` that concern the data folder. The other
/// calls belong to the system and to the agenda.
fn find_calls(home: &Home, call: &str, args: &[&str]) -> Vec<usize> {
    let log = trace_calls(home, call, args);
    let data = home.path().join("data").display().to_string();
    let calls = log.lines().filter(|line| line.contains(&format!("{call}(")));
    calls.zip(1..).filter(|(line, _)| line.contains(&data)).map(|(_, number)| number).collect()
}

/// Detects a `load_plan` that takes the steps of an update: 24 writing calls, among them the
/// opening of the lock.
fn trace_reading_commands() -> Outcome {
    if let Some(reason) = why_strace_cannot_run() {
        return Outcome::Skipped(reason);
    }
    assert!(is_writing("12 openat(AT_FDCWD, \"/x\", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3"));
    let home = Home::with_marks(9, &["s0", "s1"]);
    let mut losses = Vec::new();
    let mut opened = 0;
    for args in READING_COMMANDS {
        let log = trace_calls(&home, "%file,%desc", args);
        opened += log.matches("O_RDONLY").count();
        let writing = log.lines().filter(|line| is_writing(line));
        losses.extend(writing.map(|line| format!("{args:?}: {line}")));
    }
    assert!(opened > READING_COMMANDS.len(), "strace shows no opened file");
    Outcome::Tried { tries: READING_COMMANDS.len(), losses }
}

/// Returns true if the call in this line of a log changes a file or a directory.
fn is_writing(line: &str) -> bool {
    const WRITING_CALLS: &[&str] = &[
        "rename", "unlink", "mkdir", "rmdir", "link(", "linkat", "chmod", "chown", "utime",
        "truncate", "fsync", "flock",
    ];
    let call = line.split_once(' ').map_or(line, |(_, call)| call.trim_start());
    let name = call.split('(').next().unwrap_or_default();
    let opens_for_writing = name.starts_with("open")
        && ["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| call.contains(flag));
    let is_writing_call = !name.starts_with("readlink")
        && WRITING_CALLS.iter().any(|writing| format!("{name}(").contains(writing));
    (opens_for_writing && !call.contains("\"/dev/")) || is_writing_call
}
