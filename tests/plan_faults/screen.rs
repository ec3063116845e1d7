//! A slow disk under the program on its screen: it goes on, says what it waits for, and ends.

use crate::Outcome;
use crate::home::{HALLWAY, Home};
use crate::processes::stopped_program;
use crate::strace::{missing, traced};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

pub(crate) const FAULTS: &[crate::Fault] = &[
    ("screen: lock held by a stopped program, nothing waits but the star", held_lock),
    ("strace, screen: a folder not synced, its star stays unsaved", unsure),
    ("strace, screen: fsync takes 1 s, quitting waits and says so", slow_disk),
    ("strace, screen: fsync takes 1 s, a hidden room is remembered", slow_rooms),
    ("strace, screen: fsync takes 9 s, quitting twice tells the loss", impatient),
    ("strace, screen: fsync takes 9 s, a signal while quitting ends it", signalled),
    ("strace, screen: fsync takes 27 s, quitting gives up and tells", stuck_disk),
];

/// No key may take longer than this to be answered.
const AT_ONCE: Duration = Duration::from_millis(1500);

/// Returns a number of rows or columns as `vt100` takes it.
fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

struct Terminal {
    screen: Arc<Mutex<vt100::Parser>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn open(home: &Home, by: &[&str]) -> Terminal {
        let pty = native_pty_system()
            .openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 })
            .unwrap();
        let words: Vec<&str> = by.iter().copied().chain([HALLWAY]).collect();
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.env("XDG_DATA_HOME", home.path().join("data"));
        command.env("XDG_CONFIG_HOME", home.path().join("config"));
        command.env("HALLWAY_AGENDA", home.agenda());
        command.env("TERM", "xterm-256color");
        let child = pty.slave.spawn_command(command).unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(24), cells(80), 0)));
        let (mut output, seen) = (pty.master.try_clone_reader().unwrap(), Arc::clone(&screen));
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                seen.lock().unwrap().process(&buffer[..count]);
            }
        });
        Terminal { screen, keys: pty.master.take_writer().unwrap(), child, _master: pty.master }
    }

    fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits for that text, at most for so long.
    fn expect(&self, text: &str, within: Duration) -> Result<(), String> {
        let start = Instant::now();
        while !self.text().contains(text) {
            if start.elapsed() > within {
                return Err(format!("no {text:?} within {within:?} in\n{}", self.text()));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn expect_not(&self, text: &str, within: Duration) -> Result<(), String> {
        let start = Instant::now();
        while self.text().contains(text) {
            if start.elapsed() > within {
                return Err(format!("still {text:?} after {within:?} in\n{}", self.text()));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// The exit code.
    fn end(&mut self, within: Duration) -> Result<u32, String> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Ok(status.exit_code());
            }
            if start.elapsed() > within {
                return Err(format!("it does not end within {within:?}"));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

const UNSAVED: &str = "◌";
/// Ctrl-C.
const QUIT: &str = "\u{3}";
const LONG: Duration = Duration::from_secs(20);

/// Opens it, marks two sessions, and looks whether it goes on while their stars are not on disk.
fn marked(home: &Home, by: &[&str]) -> Result<Terminal, String> {
    let mut terminal = Terminal::open(home, by);
    terminal.expect("Talk 1", LONG)?;
    terminal.keys(" vj ");
    terminal.expect(UNSAVED, AT_ONCE)?;
    for (key, shown) in [("/", "9 sessions"), ("talk 7", "hit")] {
        terminal.keys(key);
        terminal.expect(shown, AT_ONCE)?;
    }
    Ok(terminal)
}

fn tried(result: Result<(), String>) -> Outcome {
    Outcome::Tried(1, result.err().into_iter().collect())
}

/// Fails: with the plan saved in the loop itself, no star is drawn as unsaved, and no key is
/// answered in time.
fn held_lock() -> Outcome {
    let home = Home::with(9, &["s8"]);
    let mut holder = stopped_program(&home.lock());
    let run = || {
        let mut terminal = marked(&home, &[])?;
        terminal.expect("without a lock", LONG)?;
        terminal.keys(QUIT);
        match terminal.end(LONG)? {
            0 => home.judge(&["s0", "s1", "s8"], &[]),
            code => Err(format!("it ends with {code}")),
        }
    };
    let outcome = tried(run());
    holder.kill().unwrap();
    holder.wait().unwrap();
    outcome
}

/// Fails: where a folder that is not synced ends the matter: the star is solid, or the mark is
/// taken for unsaved, and `u` takes back another.
fn unsure() -> Outcome {
    let open = |home: &Home, by: &[&str]| {
        let mut terminal = Terminal::open(home, by);
        terminal.expect("Talk 1", LONG)?;
        terminal.keys("v ");
        terminal.expect("Not saved yet, tried again: ", LONG)?;
        if !terminal.text().contains(UNSAVED) {
            return Err(format!("the star is solid in\n{}", terminal.text()));
        }
        terminal.expect_not(UNSAVED, LONG)?;
        terminal.keys("u");
        terminal.expect("Undone: Talk 0", AT_ONCE)?;
        Ok(terminal)
    };
    strained("error=EIO:when=2", open, |terminal, home| match terminal.end(LONG)? {
        0 => home.judge(&["s8"], &[]),
        code => Err(format!("it ends with {code}")),
    })
}

/// Fails: where the end does not wait, nothing is said, and the marks are not on disk.
fn slow_disk() -> Outcome {
    quitting("1s", marked, |terminal, home| {
        terminal.expect("Saving your marks", AT_ONCE)?;
        match terminal.end(LONG)? {
            0 => home.judge(&["s0", "s1", "s8"], &[]),
            code => Err(format!("it ends with {code}")),
        }
    })
}

/// Hides a room, and looks whether it goes on while that is not on disk.
fn hidden_room(home: &Home, by: &[&str]) -> Result<Terminal, String> {
    let session = |room| {
        format!("[[session]]\ntitle='In {room}'\nstart=2026-05-04T09:00:00\nroom='{room}'\n")
    };
    let text = format!("[event]\nname='event'\n{}{}", session("Hall"), session("Cellar"));
    std::fs::write(home.agenda(), text).unwrap();
    let mut terminal = Terminal::open(home, by);
    terminal.expect("In Hall", LONG)?;
    for (key, shown) in [("x", "Hall is hidden"), ("/", "2 sessions")] {
        terminal.keys(key);
        terminal.expect(shown, AT_ONCE)?;
    }
    Ok(terminal)
}

/// Fails: with the rooms saved in the loop itself, no key is answered in time; where the end waits
/// for marks only, they are lost.
fn slow_rooms() -> Outcome {
    quitting("1s", hidden_room, |terminal, home| {
        terminal.expect("Saving how the rooms are arranged", AT_ONCE)?;
        let code = terminal.end(LONG)?;
        let file = std::fs::read_to_string(home.path().join("data/hallway/rooms/event.toml"));
        match file.is_ok_and(|text| text.contains("hidden = [\"Hall\"]")) {
            true if code == 0 => Ok(()),
            remembered => Err(format!("it ends with {code}; remembered: {remembered}")),
        }
    })
}

/// Fails: where the wait has no limit; and where the end does not look at what waits.
fn stuck_disk() -> Outcome {
    quitting("27s", marked, |terminal, home| {
        terminal.expect("Saving your marks", AT_ONCE)?;
        given_up(terminal, home, 15..25)
    })
}

/// Fails: where keys are passed over while it waits.
fn impatient() -> Outcome {
    quitting("9s", marked, |terminal, home| {
        terminal.expect("Saving your marks", AT_ONCE)?;
        terminal.keys(QUIT);
        given_up(terminal, home, 0..5)
    })
}

/// Fails: where signals are passed over while it waits.
fn signalled() -> Outcome {
    quitting("9s", marked, |terminal, home| {
        terminal.expect("Saving your marks", AT_ONCE)?;
        let strace = terminal.child.process_id().unwrap();
        traced(strace).into_iter().for_each(|pid| kill_process(pid, Signal::TERM).unwrap());
        given_up(terminal, home, 0..5)
    })
}

/// After so many seconds it tells what is not saved. Then it ends with 74, as soon as strace lets
/// go of it.
fn given_up(terminal: &mut Terminal, home: &Home, seconds: Range<u64>) -> Result<(), String> {
    let start = Instant::now();
    terminal.expect("not saved: Talk 0, Talk 1", LONG * 2)?;
    let took = start.elapsed().as_secs();
    match terminal.end(LONG * 2)? {
        74 if seconds.contains(&took) => home.judge(&["s8"], &["s0", "s1"]),
        code => Err(format!("it ends with {code}, told after {took} s")),
    }
}

/// Does something where every fsync takes that long, and quits.
fn quitting(
    delay: &str,
    deed: impl Fn(&Home, &[&str]) -> Result<Terminal, String>,
    then: impl Fn(&mut Terminal, &Home) -> Result<(), String>,
) -> Outcome {
    strained(&format!("delay_enter={delay}"), deed, then)
}

/// Does something where strace does that to fsync, and quits.
fn strained(
    fault: &str,
    deed: impl Fn(&Home, &[&str]) -> Result<Terminal, String>,
    then: impl Fn(&mut Terminal, &Home) -> Result<(), String>,
) -> Outcome {
    if let Some(why) = missing() {
        return Outcome::Skipped(why);
    }
    let home = Home::with(9, &["s8"]);
    // What was opened last is remembered, durably: not what is tried here.
    std::fs::write(
        home.path().join("data/hallway/last-agenda"),
        format!("{}\n", home.agenda().display()),
    )
    .unwrap();
    let inject = format!("inject=fsync:{fault}");
    let by = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e", &inject];
    let run = || {
        let mut terminal = deed(&home, &by)?;
        terminal.keys(QUIT);
        then(&mut terminal, &home)
    };
    tried(run())
}
