//! Faults of a file system: full, or read-only. Each is mounted in a namespace of its own, which
//! only root can create.

use crate::home::{HALLWAY, Home, run_to_end, text_of};
use crate::{Fault, Loss, Outcome};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

pub(crate) const FAULTS: &[Fault] = &[
    Fault { name: "a disk that is full", run: fill_disk },
    Fault { name: "a read-only disk", run: mount_read_only },
    Fault { name: "reading commands change no file and no time", run: compare_files_after_reading },
];

/// The commands that only read, each with arguments that give output.
pub(crate) const READING_COMMANDS: &[&[&str]] = &[
    &["list"],
    &["list", "--mine", "--json"],
    &["search", "talk"],
    &["show", "s1"],
    &["mine"],
    &["mine", "--json"],
    &["export", "--format", "ics", "--mine"],
    &["agendas"],
    &["paths"],
    &["check"],
    &["screenshot", "--keys", "p"],
];

/// Runs a shell script in a mount namespace of its own, with hallway as `$0` and the home as `$1`.
/// Returns the output, or the reason why mounting is impossible here.
fn run_script(home: &Home, script: &str) -> Result<String, String> {
    let namespaces = Command::new("unshare").args(["-m", "true"]).output();
    if !namespaces.is_ok_and(|output| output.status.success()) {
        return Err("unshare -m needs root".into());
    }
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-c", script, HALLWAY]).arg(home.path());
    home.set_environment(&mut command);
    let output = run_to_end(&mut command);
    let text = output.map_or("the script hangs".into(), |output| text_of(&output.stdout));
    if text.contains("no mount") { Err("nothing can be mounted here".into()) } else { Ok(text) }
}

fn expect_output(output: &str, expected: &str) -> Result<(), Loss> {
    if output == expected { Ok(()) } else { Err(format!("{output:?}")) }
}

const FULL_DISK_SCRIPT: &str = r#"
    mount -t tmpfs -o size=64k none "$1/data" || { echo no mount; exit; }
    "$0" mark s0 >&2; echo "first $?"
    dd if=/dev/zero of="$1/data/fill" bs=1k 2>/dev/null
    "$0" mark s1 >&2; echo "full $?"
    "$0" list --mine --ids
    rm "$1/data/fill"
    "$0" mark s1 >&2; echo "again $?"
    "$0" list --mine --ids"#;

/// Detects a plan that is truncated before it is written: `full 65`, and no mark is left.
fn fill_disk() -> Outcome {
    let home = Home::new(9);
    std::fs::create_dir_all(home.path().join("data")).unwrap();
    match run_script(&home, FULL_DISK_SCRIPT) {
        Err(reason) => Outcome::Skipped(reason),
        Ok(output) => {
            Outcome::of_one(expect_output(&output, "first 0\nfull 74\ns0\nagain 0\ns0\ns1\n"))
        }
    }
}

/// Detects a `load_plan` that takes the steps of an update: the commands end with 74 in the new
/// home.
fn mount_read_only() -> Outcome {
    let (mut tries, mut losses) = (0, Vec::new());
    for marks in [&[][..], &["s0"]] {
        let (home, twin) = (Home::with_marks(9, marks), Home::with_marks(9, marks));
        let usual_codes = READING_COMMANDS.iter().map(|args| twin.run(args).status.code().unwrap());
        let codes: Vec<i32> = usual_codes.chain([74]).collect();
        match run_script(&home, &read_only_script()) {
            Err(reason) => return Outcome::Skipped(reason),
            Ok(output) => {
                let expected: String = codes.iter().map(|code| format!("{code}\n")).collect();
                losses.extend(expect_output(&output, &expected).err());
            }
        }
        tries += codes.len();
    }
    Outcome::Tried { tries, losses }
}

/// Returns a script that prints the exit code of each reading command, then of a mark.
fn read_only_script() -> String {
    let reading: String = READING_COMMANDS
        .iter()
        .map(|args| format!("\"$0\" {} >&2; echo $?\n", args.join(" ")))
        .collect();
    format!(
        r#"
        mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || {{ echo no mount; exit; }}
        touch "$1/x" 2>&1 | grep -q Read-only || echo "the disk is not read-only"
        {reading}
        "$0" mark s1 >&2; echo $?"#
    )
}

/// Detects a `load_plan` that takes the steps of an update: folders and lock are created in 11 of
/// 22 tries.
fn compare_files_after_reading() -> Outcome {
    let mut losses = Vec::new();
    for marks in [&[][..], &["s0"]] {
        let home = Home::with_marks(9, marks);
        let before = read_tree(home.path());
        for args in READING_COMMANDS {
            home.run(args);
            if read_tree(home.path()) != before {
                losses.push(format!("{args:?} has written"));
            }
        }
    }
    Outcome::Tried { tries: 2 * READING_COMMANDS.len(), losses }
}

/// The state of a file or a folder.
#[derive(PartialEq)]
struct FileState {
    modified: SystemTime,
    /// Empty for a folder.
    bytes: Vec<u8>,
}

/// Returns the state of everything below a folder.
fn read_tree(folder: &Path) -> BTreeMap<PathBuf, FileState> {
    let mut states = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        states.insert(path, FileState { modified, bytes });
    }
    states
}
