//! A slow disk under hallway on its screen: hallway answers keys, shows the delay, and ends.

use crate::home::Home;
use crate::processes::start_stopped_lock_holder;
use crate::strace::{find_traced_programs, strace_injecting, why_strace_cannot_run};
use crate::terminal::Terminal;
use crate::{Fault, Loss, Outcome};
use rustix::process::{Signal, kill_process};
use std::ops::Range;
use std::time::{Duration, Instant};

pub(crate) const FAULTS: &[Fault] = &[
    Fault { name: "screen: lock held by a stopped program, keys are answered", run: hold_lock },
    Fault {
        name: "strace, screen: folder not synced, the star stays unsaved",
        run: fail_to_sync_folder,
    },
    Fault {
        name: "strace, screen: fsync takes 1 s, quitting waits with a message",
        run: quit_on_slow_disk,
    },
    Fault {
        name: "strace, screen: fsync takes 1 s, a hidden room is saved",
        run: quit_with_hidden_room,
    },
    Fault {
        name: "strace, screen: fsync takes 9 s, quitting twice reports the loss",
        run: quit_twice,
    },
    Fault {
        name: "strace, screen: fsync takes 9 s, a signal while quitting ends it",
        run: quit_by_signal,
    },
    Fault {
        name: "strace, screen: fsync takes 27 s, quitting gives up with a report",
        run: quit_on_stuck_disk,
    },
];

/// The longest time to the answer of a key.
const AT_ONCE: Duration = Duration::from_millis(1500);
/// The longest time to the answer of the disk.
const LONG: Duration = Duration::from_secs(20);
/// The star of a mark that is not on disk yet.
const UNSAVED_STAR: &str = "◌";
/// Ctrl-C.
const QUIT: &str = "\u{3}";
/// The two sessions that [`mark_two_sessions`] marks and the one marked before.
const ALL_MARKS: &[&str] = &["s0", "s1", "s8"];

/// Opens hallway, marks two sessions, and checks that keys are answered before the marks are saved.
fn mark_two_sessions(home: &Home, wrapper: &[&str]) -> Result<Terminal, Loss> {
    let mut terminal = Terminal::open(home, wrapper);
    terminal.expect("Talk 0", LONG)?;
    terminal.press(" vj ");
    terminal.expect(UNSAVED_STAR, AT_ONCE)?;
    for (key, shown) in [("/", "9 sessions"), ("talk 7", "hit")] {
        terminal.press(key);
        terminal.expect(shown, AT_ONCE)?;
    }
    leave_search(&mut terminal)?;
    Ok(terminal)
}

/// Leaves the search: the next [`QUIT`] ends the program.
fn leave_search(terminal: &mut Terminal) -> Result<(), Loss> {
    terminal.press(QUIT);
    terminal.expect("my schedule", AT_ONCE)
}

/// Detects a plan that is saved in the event loop: no star is shown as unsaved, and keys are
/// answered late.
fn hold_lock() -> Outcome {
    let home = Home::with_marks(9, &["s8"]);
    let mut holder = start_stopped_lock_holder(&home.lock());
    let result = save_without_lock(&home);
    holder.kill().unwrap();
    holder.wait().unwrap();
    Outcome::of_one(result)
}

fn save_without_lock(home: &Home) -> Result<(), Loss> {
    let mut terminal = mark_two_sessions(home, &[])?;
    terminal.expect("without a lock", LONG)?;
    terminal.press(QUIT);
    terminal.expect_exit(0, LONG)?;
    home.check_marks(ALL_MARKS, &[])
}

/// Detects a failed sync of the folder that ends the saving: the star is shown as saved, or `u`
/// undoes another mark.
fn fail_to_sync_folder() -> Outcome {
    quit_with_fault("error=EIO:when=2", mark_and_undo, |terminal, home| {
        terminal.expect_exit(0, LONG)?;
        home.check_marks(&["s8"], &[])
    })
}

fn mark_and_undo(home: &Home, wrapper: &[&str]) -> Result<Terminal, Loss> {
    let mut terminal = Terminal::open(home, wrapper);
    terminal.expect("Talk 0", LONG)?;
    terminal.press("v ");
    terminal.expect("Not saved yet, tried again: ", LONG)?;
    terminal.expect(UNSAVED_STAR, Duration::ZERO)?;
    terminal.expect_not(UNSAVED_STAR, LONG)?;
    terminal.press("u");
    terminal.expect("Undone: Talk 0", AT_ONCE)?;
    Ok(terminal)
}

/// Detects an end that does not wait for the disk: the marks are not saved.
fn quit_on_slow_disk() -> Outcome {
    quit_with_fault("delay_enter=1s", mark_two_sessions, |terminal, home| {
        terminal.expect("Saving your marks", AT_ONCE)?;
        terminal.expect_exit(0, LONG)?;
        home.check_marks(ALL_MARKS, &[])
    })
}

const TWO_ROOMS: &str = "
    [event]
    name = 'event'
    [[session]]
    title = 'In Hall'
    start = 2026-05-04T09:00:00
    room = 'Hall'
    [[session]]
    title = 'In Cellar'
    start = 2026-05-04T09:00:00
    room = 'Cellar'";

/// Opens hallway, hides a room, and checks that keys are answered before the rooms are saved.
fn hide_room(home: &Home, wrapper: &[&str]) -> Result<Terminal, Loss> {
    std::fs::write(home.agenda(), TWO_ROOMS).unwrap();
    let mut terminal = Terminal::open(home, wrapper);
    terminal.expect("In Hall", LONG)?;
    for (key, shown) in [("x", "Hall is hidden"), ("/", "2 sessions")] {
        terminal.press(key);
        terminal.expect(shown, AT_ONCE)?;
    }
    leave_search(&mut terminal)?;
    Ok(terminal)
}

/// Detects rooms that are saved in the event loop: keys are answered late. Detects an end that
/// waits for marks only: the rooms are lost.
fn quit_with_hidden_room() -> Outcome {
    quit_with_fault("delay_enter=1s", hide_room, |terminal, home| {
        terminal.expect("Saving how the rooms are arranged", AT_ONCE)?;
        terminal.expect_exit(0, LONG)?;
        let file = home.path().join("data/hallway/rooms/event.toml");
        let text = std::fs::read_to_string(file).unwrap_or_default();
        match text.contains("hidden = [\"Hall\"]") {
            true => Ok(()),
            false => Err(format!("the saved rooms are {text:?}")),
        }
    })
}

/// Detects an end that waits without a limit, or that does not wait at all.
fn quit_on_stuck_disk() -> Outcome {
    quit_with_fault("delay_enter=27s", mark_two_sessions, |terminal, home| {
        terminal.expect("Saving your marks", AT_ONCE)?;
        expect_loss_report(terminal, home, 15..25)
    })
}

/// Detects keys that are ignored during the wait.
fn quit_twice() -> Outcome {
    quit_with_fault("delay_enter=9s", mark_two_sessions, |terminal, home| {
        terminal.expect("Saving your marks", AT_ONCE)?;
        terminal.press(QUIT);
        expect_loss_report(terminal, home, 0..5)
    })
}

/// Detects signals that are ignored during the wait.
fn quit_by_signal() -> Outcome {
    quit_with_fault("delay_enter=9s", mark_two_sessions, |terminal, home| {
        terminal.expect("Saving your marks", AT_ONCE)?;
        for program in find_traced_programs(terminal.process_id()) {
            kill_process(program, Signal::TERM).unwrap();
        }
        expect_loss_report(terminal, home, 0..5)
    })
}

/// Expects a report of the unsaved marks after `seconds`, and the exit code 74 as soon as `strace`
/// releases hallway.
fn expect_loss_report(
    terminal: &mut Terminal,
    home: &Home,
    seconds: Range<u64>,
) -> Result<(), Loss> {
    let start = Instant::now();
    terminal.expect("not saved: Talk 0, Talk 1", LONG * 2)?;
    let waited = start.elapsed().as_secs();
    terminal.expect_exit(74, LONG * 2)?;
    if !seconds.contains(&waited) {
        return Err(format!("the loss is reported after {waited} s"));
    }
    home.check_marks(&["s8"], &["s0", "s1"])
}

/// Runs `work` with a fault at every `fsync`, quits, and runs `check`.
fn quit_with_fault(
    fault: &str,
    work: impl Fn(&Home, &[&str]) -> Result<Terminal, Loss>,
    check: impl Fn(&mut Terminal, &Home) -> Result<(), Loss>,
) -> Outcome {
    if let Some(reason) = why_strace_cannot_run() {
        return Outcome::Skipped(reason);
    }
    let home = Home::with_marks(9, &["s8"]);
    // hallway would save the agenda opened last, with a sync of its own.
    let last_agenda = format!("{}\n", home.agenda().display());
    std::fs::write(home.path().join("data/hallway/last-agenda"), last_agenda).unwrap();
    let strace = strace_injecting("fsync", fault);
    Outcome::of_one(work(&home, &strace.words()).and_then(|mut terminal| {
        terminal.press(QUIT);
        check(&mut terminal, &home)
    }))
}
