//! Faults of a real file system: full, or read-only. Both are mounted where nobody else sees them,
//! which takes root.

use crate::Outcome;
use crate::home::{HALLWAY, Home, ended};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

pub(crate) const FAULTS: &[crate::Fault] = &[
    ("a disk that is full", full_disk),
    ("a read-only disk", read_only_disk),
    ("commands that only show leave every file and time as it was", only_show),
];

/// The commands that only show, each with arguments that give something.
pub(crate) const SHOWING: &[&[&str]] = &[
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

/// Runs a shell script in which `$1` is the home's folder, `$0` hallway, and mounts are its own.
/// What it prints; or why it cannot be run here. To hang is no reason.
fn script(home: &Home, script: &str) -> Result<String, String> {
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-c", script, HALLWAY]).arg(home.path());
    home.settle(&mut command);
    if !Command::new("unshare")
        .args(["-m", "true"])
        .output()
        .is_ok_and(|output| output.status.success())
    {
        return Err("unshare -m needs root".into());
    }
    let output = ended(&mut command);
    let text = output
        .map_or("it hangs".into(), |output| String::from_utf8_lossy(&output.stdout).into_owned());
    if text.contains("no mount") { Err("nothing can be mounted here".into()) } else { Ok(text) }
}

/// Fails: where the plan is truncated before it is written (`full 65`: nothing is left of it).
fn full_disk() -> Outcome {
    let home = Home::new(9);
    std::fs::create_dir_all(home.path().join("data")).unwrap();
    let told = script(
        &home,
        r#"mount -t tmpfs -o size=64k none "$1/data" || { echo no mount; exit; }
        "$0" mark s0 >&2; echo "first $?"
        dd if=/dev/zero of="$1/data/fill" bs=1k 2>/dev/null
        "$0" mark s1 >&2; echo "full $?"
        "$0" list --mine --ids
        rm "$1/data/fill"
        "$0" mark s1 >&2; echo "again $?"
        "$0" list --mine --ids"#,
    );
    match told {
        Err(why) => Outcome::Skipped(why),
        Ok(told) if told == "first 0\nfull 74\ns0\nagain 0\ns0\ns1\n" => Outcome::Tried(1, vec![]),
        Ok(told) => Outcome::Tried(1, vec![format!("{told:?}")]),
    }
}

/// Fails: where `load_plan` goes through the steps of an update: what reads the plan ends with 74
/// in the fresh home.
fn read_only_disk() -> Outcome {
    let (mut tries, mut losses) = (0, Vec::new());
    for make in [|| Home::new(9), || Home::with(9, &["s0"])] {
        let (home, twin) = (make(), make());
        let usual = |args: &&[&str]| twin.run(args).status.code().unwrap_or(-1);
        let codes: Vec<i32> = SHOWING.iter().map(usual).chain([74]).collect();
        let shows = SHOWING.iter().map(|args| format!("\"$0\" {} >&2; echo $?", args.join(" ")));
        let told = script(
            &home,
            &format!(
                r#"mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || {{ echo no mount; exit; }}
                touch "$1/x" 2>&1 | grep -q Read-only || echo "it can be written"
                {}
                "$0" mark s1 >&2; echo $?"#,
                shows.collect::<Vec<_>>().join("\n")
            ),
        );
        let expected: String = codes.iter().map(|code| format!("{code}\n")).collect();
        match told {
            Err(why) => return Outcome::Skipped(why),
            Ok(told) if told == expected => {}
            Ok(told) => losses.push(format!("{told:?}")),
        }
        tries += codes.len();
    }
    Outcome::Tried(tries, losses)
}

/// Fails: where `load_plan` goes through the steps of an update, 11 of 22: the folders and the lock
/// are made.
fn only_show() -> Outcome {
    let mut losses = Vec::new();
    for fresh in [true, false] {
        let home = if fresh { Home::new(9) } else { Home::with(9, &["s0"]) };
        let before = tree(home.path());
        for args in SHOWING {
            home.run(args);
            if tree(home.path()) != before {
                losses.push(format!("{args:?} has written"));
            }
        }
    }
    Outcome::Tried(2 * SHOWING.len(), losses)
}

/// Everything below a folder: its time, and the bytes of files.
fn tree(folder: &Path) -> BTreeMap<std::path::PathBuf, (SystemTime, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        found.insert(path, (modified, bytes));
    }
    found
}
