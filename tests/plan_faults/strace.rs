//! Faults at every system call of a mark, one after the other: strace makes the call fail, or kills
//! the program at it.

use crate::Outcome;
use crate::home::{Home, all, ended};
use crate::mounts::SHOWING;
use rustix::process::Pid;
use std::path::Path;
use std::process::Command;

pub(crate) const FAULTS: &[crate::Fault] = &[
    ("strace: a first mark, killed or refused at each call", first_mark),
    ("strace: another mark, killed or refused at each call", another_mark),
    ("strace: file synced, then swapped, then its folder synced", order),
    ("strace: marks where a disk can neither swap nor link", neither_swap_nor_link),
    ("strace: another's plan keeps its mode where owners cannot be set", shared_mode),
    ("strace: commands that only show open nothing for writing", only_show),
];

/// Everything that a mark may do to a disk. Names that this system does not know are left out.
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

/// Whether strace may trace here.
pub(crate) fn missing() -> Option<String> {
    match Command::new("strace").args(["-o", "/dev/null", "true"]).output() {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(format!(
            "strace may not trace here: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )),
        Err(_) => Some("strace is not installed".into()),
    }
}

/// The programs that this strace has started.
pub(crate) fn traced(strace: u32) -> Vec<Pid> {
    let children =
        std::fs::read_to_string(format!("/proc/{strace}/task/{strace}/children")).unwrap();
    children.split_whitespace().map(|pid| Pid::from_raw(pid.parse().unwrap()).unwrap()).collect()
}

/// Fails: with the bytes copied into the plan instead of the rename, 5 in each (an empty plan after
/// KILL, ENOSPC … at that `write`); where what `fsync` answers is passed over, 4 in each.
fn matrix(marked: &[&str]) -> Outcome {
    if let Some(why) = missing() {
        return Outcome::Skipped(why);
    }
    let model = Home::new(9);
    if !marked.is_empty() {
        assert!(model.run(&[&["mark"], marked].concat()).status.success());
    }
    let mut tries = Vec::new();
    for call in CALLS.iter().filter(|call| is_known(call)) {
        let calls = calls(&copy(&model), call);
        for action in ACTIONS {
            tries.extend(calls.iter().map(|nth| (*call, *action, *nth)));
        }
    }
    assert!(tries.len() > ACTIONS.len() * 10, "strace shows no calls of a mark");
    all(&tries, |(call, action, nth)| {
        let home = copy(&model);
        let inject = format!("inject={call}:{action}:when={nth}");
        // What is injected must be traced as well: else strace silently injects nothing.
        let trace = format!("trace={call}");
        let strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
        let Some(output) = ended(home.command_by(&strace).args(["mark", "s7"])) else {
            return Err(format!("{inject}: hangs"));
        };
        if *call == "fsync" && action.starts_with("error") && output.status.success() {
            return Err(format!("{inject}: told to be saved, though the disk would not say so"));
        }
        let surely: Vec<&str> =
            marked.iter().copied().chain(output.status.success().then_some("s7")).collect();
        // When the trouble is over it works again, on top of what is there.
        if !home.run(&["mark", "s8"]).status.success() {
            return Err(format!("{inject}: s8 is refused afterwards"));
        }
        home.judge(&[&surely[..], &["s8"]].concat(), &["s7"])
            .map_err(|loss| format!("{inject}: {loss}"))
    })
}

fn first_mark() -> Outcome {
    matrix(&[])
}

fn another_mark() -> Outcome {
    matrix(&["s0", "s1"])
}

/// Fails: without the sync of the file, or that of the folder, or with either after or before the
/// rename; all 3.
fn order() -> Outcome {
    if let Some(why) = missing() {
        return Outcome::Skipped(why);
    }
    let mut losses = Vec::new();
    let models: [&[&str]; 3] = [&[], &["s0"], &["s0", "s1"]];
    for marked in models {
        let home = if marked.is_empty() { Home::new(9) } else { Home::with(9, marked) };
        let log = home.path().join("log");
        let strace = [
            "strace",
            "-f",
            "-qq",
            "-y",
            "-o",
            log.to_str().unwrap(),
            "-e",
            "trace=fsync,rename,renameat,renameat2,link",
        ];
        ended(home.command_by(&strace).args(["mark", "s7"])).unwrap();
        let text = std::fs::read_to_string(log).unwrap();
        let folder = format!("{}>", home.plans().canonicalize().unwrap().display());
        let steps: Vec<&str> = text
            .lines()
            .filter(|line| line.contains("/plans"))
            .filter_map(|line| match line.contains("fsync(") {
                true if line.contains("/.hallway-") => Some("file"),
                true => line.contains(&folder).then_some("folder"),
                false => line.contains("event.toml\"").then_some("name"),
            })
            .collect();
        if steps != ["file", "name", "folder"] {
            losses.push(format!("after {} marks: {steps:?} in\n{text}", marked.len()));
        }
    }
    Outcome::Tried(models.len(), losses)
}

/// Fails: where only a link is tried instead of `RENAME_NOREPLACE`, at the first mark.
fn neither_swap_nor_link() -> Outcome {
    if let Some(why) = missing() {
        return Outcome::Skipped(why);
    }
    let refused = [("renameat2", "EINVAL"), ("link", "EPERM"), ("linkat", "EPERM")];
    let refused: Vec<_> = refused.into_iter().filter(|(call, _)| is_known(call)).collect();
    let calls: Vec<&str> = refused.iter().map(|(call, _)| *call).collect();
    let trace = format!("trace={}", calls.join(","));
    let inject: Vec<String> =
        refused.iter().map(|(call, error)| format!("inject={call}:error={error}")).collect();
    let mut strace = vec!["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace];
    strace.extend(inject.iter().flat_map(|inject| ["-e", inject]));
    let home = Home::new(9);
    let mut losses = Vec::new();
    for id in ["s0", "s1"] {
        let output = ended(home.command_by(&strace).args(["mark", id])).unwrap();
        if !output.status.success() {
            losses.push(format!("{id}: {}", String::from_utf8_lossy(&output.stderr)));
        }
    }
    losses.extend(home.judge(&["s0", "s1"], &[]).err());
    Outcome::Tried(2, losses)
}

/// Fails: where the mode is only set when the owner could be.
fn shared_mode() -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    if let Some(why) = missing() {
        return Outcome::Skipped(why);
    }
    let home = Home::with(9, &["s0"]);
    std::fs::set_permissions(home.plan(), std::fs::Permissions::from_mode(0o664)).unwrap();
    if std::os::unix::fs::chown(home.plan(), Some(1), Some(1)).is_err() {
        return Outcome::Skipped("only root gives files away".into());
    }
    let strace = [
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=fchown",
        "-e",
        "inject=fchown:error=EPERM",
    ];
    let output = ended(home.command_by(&strace).args(["mark", "s1"])).unwrap();
    let mode = std::fs::metadata(home.plan()).unwrap().permissions().mode() & 0o777;
    let mut losses: Vec<String> = home.judge(&["s0", "s1"], &[]).err().into_iter().collect();
    if mode != 0o664 || !output.status.success() {
        losses.push(format!("mode {mode:o}, {}", output.status));
    }
    Outcome::Tried(1, losses)
}

fn is_known(call: &str) -> bool {
    let strace = Command::new("strace")
        .args(["-o", "/dev/null", "-e", &format!("trace={call}"), "true"])
        .output();
    strace.is_ok_and(|output| output.status.success())
}

/// A home with the same files.
fn copy(model: &Home) -> Home {
    let home = Home::new(9);
    if model.plan().exists() {
        std::fs::create_dir_all(home.plans()).unwrap();
        std::fs::copy(model.plan(), home.plan()).unwrap();
    }
    home
}

/// Which of a mark's calls of that name are about something below the folder of the plans; the
/// others are the system's and the agenda's.
fn calls(home: &Home, call: &str) -> Vec<usize> {
    let log = home.path().join("log");
    let strace =
        ["strace", "-f", "-qq", "-y", "-o", log.to_str().unwrap(), "-e", &format!("trace={call}")];
    ended(home.command_by(&strace).args(["mark", "s7"])).unwrap();
    let data = home.path().join("data").display().to_string();
    let text = std::fs::read_to_string(log).unwrap();
    let calls = text.lines().filter(|line| line.contains(&format!("{call}(")));
    calls.zip(1..).filter(|(line, _)| line.contains(&data)).map(|(_, nth)| nth).collect()
}

/// Fails: where `load_plan` goes through the steps of an update, 24 lines (`O_RDWR|O_CREAT` of the
/// lock, and more).
fn only_show() -> Outcome {
    if let Some(why) = missing() {
        return Outcome::Skipped(why);
    }
    let home = Home::with(9, &["s0", "s1"]);
    let log = home.path().join("log");
    let strace = ["strace", "-f", "-qq", "-o", log.to_str().unwrap(), "-e", "trace=%file,%desc"];
    let mut losses = Vec::new();
    let mut opened = 0;
    for args in SHOWING {
        ended(home.command_by(&strace).args(*args)).unwrap();
        let text = std::fs::read_to_string(Path::new(&log)).unwrap();
        opened += text.matches("O_RDONLY").count();
        losses.extend(
            text.lines().filter(|line| writes(line)).map(|line| format!("{args:?}: {line}")),
        );
    }
    assert!(opened > SHOWING.len(), "nothing was seen to be opened at all");
    assert!(writes("12 openat(AT_FDCWD, \"/x\", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3"));
    Outcome::Tried(SHOWING.len(), losses)
}

fn writes(line: &str) -> bool {
    const CHANGES: &[&str] = &[
        "rename", "unlink", "mkdir", "rmdir", "link(", "linkat", "chmod", "chown", "utime",
        "truncate", "fsync", "flock",
    ];
    let call = line.split_once(' ').map_or(line, |(_, call)| call.trim_start());
    let name = call.split('(').next().unwrap_or_default();
    let opens = name.starts_with("open")
        && ["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| call.contains(flag));
    let reads_link = name.starts_with("readlink");
    (opens && !call.contains("\"/dev/"))
        || (!reads_link && CHANGES.iter().any(|change| format!("{name}(").contains(change)))
}
