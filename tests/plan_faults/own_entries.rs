//! Faults of a person's own entries and notes, which are kept in the plan beside the marks.

use crate::home::{Home, text_of};
use crate::strace::{
    Deed, Strace, break_each_call, is_saved_under, strace_of_bare_disk, why_strace_cannot_run,
};
use crate::{Fault, Loss, Outcome};
use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::{Duration, Instant};

pub(crate) const FAULTS: &[Fault] = &[
    Fault { name: "8 programs add, edit, remove, note and mark at once", run: change_at_once },
    Fault { name: "SIGKILL at random moments of an entry and a note", run: kill_at_random },
    Fault {
        name: "strace: 8 programs add, note and mark, neither lock nor swap",
        run: change_at_once_on_bare_disk,
    },
    Fault { name: "strace: an entry, killed or refused at each call", run: break_calls_of_entry },
    Fault { name: "strace: a note, killed or refused at each call", run: break_calls_of_note },
];

/// Returns what the plan has: `mark ID`, `entry TITLE` and `note ID TEXT`, the last one with the
/// title for an own entry, whose id is not known before.
fn plan_content(home: &Home) -> Result<BTreeSet<String>, Loss> {
    let mut content = BTreeSet::new();
    for (args, fields) in [(&["list", "--mine"][..], 9), (&["note"], 3)] {
        let output = home.run(args);
        if !matches!(output.status.code(), Some(0 | 1)) {
            return Err(format!("{args:?}: {}", text_of(&output.stderr)));
        }
        for line in text_of(&output.stdout).lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            content.insert(match cells[..] {
                [_, .., "own", _, title, _] if cells.len() == fields => format!("entry {title}"),
                [id, ..] if fields == 9 => format!("mark {id}"),
                [_, title, note] => format!("note {title} {note}"),
                _ => return Err(format!("{args:?} prints {line:?}")),
            });
        }
    }
    Ok(content)
}

/// Checks that the plan has all of `certain`, and nothing else but parts of `uncertain`.
fn check_content(home: &Home, certain: &[String], uncertain: &[String]) -> Result<(), Loss> {
    let content = plan_content(home)?;
    if let Some(lost) = certain.iter().find(|part| !content.contains(*part)) {
        return Err(format!("{lost} is lost"));
    }
    let is_expected = |part: &&String| certain.contains(part) || uncertain.contains(part);
    match content.iter().find(|part| !is_expected(part)) {
        Some(strange) => Err(format!("nobody wrote {strange}")),
        None => Ok(()),
    }
}

const PROGRAMS: usize = 8;
const SESSIONS_PER_PROGRAM: usize = 12;

/// Detects a missing lock with a missing comparison: `remove` finds no entry.
fn change_at_once() -> Outcome {
    let home = Home::new(PROGRAMS * SESSIONS_PER_PROGRAM);
    let expected: Vec<String> = std::thread::scope(|scope| {
        let programs: Vec<_> = (0..PROGRAMS)
            .map(|program| {
                let first = program * SESSIONS_PER_PROGRAM;
                let home = &home;
                scope.spawn(move || {
                    let numbers = first..first + SESSIONS_PER_PROGRAM;
                    numbers.flat_map(|number| change_plan(home, number)).collect::<Vec<_>>()
                })
            })
            .collect();
        programs.into_iter().flat_map(|program| program.join().unwrap()).collect()
    });
    let losses = check_content(&home, &expected, &[]).err().into_iter().collect();
    Outcome::Tried { tries: expected.len(), losses }
}

/// Writes an entry, a note and a mark. Every third entry is removed again, and every third one is
/// edited. Returns what the plan must have of them.
fn change_plan(home: &Home, number: usize) -> Vec<String> {
    let run = |args: &[&str]| {
        let output = home.run(args);
        assert!(output.status.success(), "{args:?}: {}", text_of(&output.stderr));
        text_of(&output.stdout)
    };
    let (session, text) = (format!("s{number}"), format!("text {number}"));
    let mut expected = vec![format!("note Talk {number} {text}"), format!("mark {session}")];
    let added = run(&["add", &format!("Entry {number}"), "12:30 10m"]);
    let id = added.split('\t').next().unwrap_or_default();
    run(&["note", &session, &text]);
    match number % 3 {
        0 => drop(run(&["remove", id])),
        1 => {
            run(&["add", "--edit", id, &format!("Edited {number}"), "13:30 10m"]);
            expected.push(format!("entry Edited {number}"));
        }
        _ => {
            run(&["note", id, &text]);
            expected.push(format!("entry Entry {number}"));
            expected.push(format!("note Entry {number} {text}"));
        }
    }
    run(&["mark", &session]);
    expected
}

/// Two programs change the same session, one its mark and one its note. Detects a note that also
/// sets the level, to none: 2 to 5 losses. A change that is refused with 74 is no loss.
fn change_at_once_on_bare_disk() -> Outcome {
    if let Some(reason) = why_strace_cannot_run() {
        return Outcome::Skipped(reason);
    }
    let home = Home::new(PROGRAMS / 2 * SESSIONS_PER_PROGRAM);
    let strace = strace_of_bare_disk();
    let saved: Vec<String> = std::thread::scope(|scope| {
        let programs: Vec<_> = (0..PROGRAMS)
            .map(|program| {
                let (home, strace) = (&home, &strace);
                scope.spawn(move || {
                    let first = program / 2 * SESSIONS_PER_PROGRAM;
                    let numbers = first..first + SESSIONS_PER_PROGRAM;
                    let change = |number| change_on_bare_disk(home, strace, number, program % 2);
                    numbers.flat_map(change).collect::<Vec<_>>()
                })
            })
            .collect();
        programs.into_iter().flat_map(|program| program.join().unwrap()).collect()
    });
    let content = plan_content(&home).unwrap();
    let lost = saved.iter().filter(|part| !content.contains(*part));
    let losses = lost.map(|part| format!("{part} of {} saved changes", saved.len())).collect();
    Outcome::Tried { tries: 2 * PROGRAMS * SESSIONS_PER_PROGRAM, losses }
}

/// Writes an entry, and a mark (`which` is 0) or a note (1). Returns the changes that were saved.
fn change_on_bare_disk(home: &Home, strace: &Strace, number: usize, which: usize) -> Vec<String> {
    let (session, entry) = (format!("s{number}"), format!("Entry {number} {which}"));
    let changes = [
        (vec!["add", &entry, "12:30 10m"], format!("entry {entry}")),
        match which {
            0 => (vec!["mark", &session], format!("mark {session}")),
            _ => (vec!["note", &session, "text"], format!("note Talk {number} text")),
        },
    ];
    let saved = changes.into_iter().filter(|(args, _)| is_saved_under(home, strace, args));
    saved.map(|(_, part)| part).collect()
}

/// Detects bytes copied into the plan instead of a rename, as the faults by `strace` do with 5
/// losses each.
fn kill_at_random() -> Outcome {
    const ROUNDS: usize = 40;
    let home = home_with_content(ROUNDS);
    let start = Instant::now();
    home.run(&["note", "s0", "old note"]);
    let usual_time = start.elapsed();
    let (mut certain, mut uncertain, mut losses) = (old_content(), Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let (id, entry) = (format!("s{round}"), format!("Entry {round}"));
        let (args, part) = match round % 2 {
            0 => (["note", &id, "new note"], format!("note Talk {round} new note")),
            _ => (["add", &entry, "12:30 10m"], format!("entry {entry}")),
        };
        let mut command = home.command_under(&[]);
        let mut child = command.args(args).stdout(Stdio::null()).spawn().unwrap();
        // Multiples of the golden ratio spread the moments evenly over the run.
        let share = 1.2 * (0.618_034 * round as f64).fract();
        std::thread::sleep(Duration::from_secs_f64(usual_time.as_secs_f64() * share));
        let _ = child.kill();
        match child.wait().unwrap().success() {
            true => certain.push(part),
            false => uncertain.push(part),
        }
        losses.extend(check_content(&home, &certain, &uncertain).err());
    }
    Outcome::Tried { tries: ROUNDS, losses }
}

/// Returns a home whose plan has [`old_content`].
fn home_with_content(sessions: usize) -> Home {
    let home = Home::with_marks(sessions + 1, &["s0"]);
    for args in [["note", "s0", "old note"], ["add", "Old entry", "12:30 10m"]] {
        assert!(home.run(&args).status.success(), "{args:?}");
    }
    home
}

fn old_content() -> Vec<String> {
    ["mark s0", "note Talk 0 old note", "entry Old entry"].map(str::to_owned).to_vec()
}

/// Checks a plan of [`home_with_content`] after a change to `part`, and after a mark of `s8`.
fn check_after(home: &Home, is_saved: bool, part: &str) -> Result<(), Loss> {
    let mut certain = old_content();
    certain.push("mark s8".to_owned());
    certain.extend(is_saved.then(|| part.to_owned()));
    check_content(home, &certain, &[part.to_owned()])
}

fn break_calls_of_entry() -> Outcome {
    let check = |home: &Home, is_saved| check_after(home, is_saved, "entry New entry");
    let args = &["add", "New entry", "13:30 10m"];
    break_each_call(&home_with_content(8), &Deed { args, check: &check })
}

fn break_calls_of_note() -> Outcome {
    let check = |home: &Home, is_saved| check_after(home, is_saved, "note Talk 7 new note");
    break_each_call(
        &home_with_content(8),
        &Deed { args: &["note", "s7", "new note"], check: &check },
    )
}
