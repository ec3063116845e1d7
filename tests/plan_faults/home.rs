//! A home directory for hallway, with an agenda and a plan.

use crate::{Fault, Loss, Outcome};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) const HALLWAY: &str = env!("CARGO_BIN_EXE_hallway");
/// The longest time of a command on a busy machine. A command that takes longer hangs.
const TIME_LIMIT: Duration = Duration::from_secs(30);

pub(crate) const FAULTS: &[Fault] =
    &[Fault { name: "a command prints 200 KB on both outputs", run: print_more_than_a_pipe_holds }];

/// Detects a test that does not read the outputs of its commands: 1 loss.
fn print_more_than_a_pipe_holds() -> Outcome {
    let mut command = Command::new("sh");
    command.args(["-c", "head -c 200000 /dev/zero; head -c 200000 /dev/zero >&2"]);
    let lengths = run_to_end(&mut command).map(|output| (output.stdout.len(), output.stderr.len()));
    Outcome::of_one(match lengths {
        Some((200_000, 200_000)) => Ok(()),
        lengths => Err(format!("read {lengths:?} bytes")),
    })
}

/// A folder with an agenda of the sessions `s0`, `s1` and so on, and with its plan.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    /// Creates a home with an agenda of `sessions` sessions and without a plan.
    pub(crate) fn new(sessions: usize) -> Home {
        let home = Home { folder: TempDir::new().unwrap() };
        let text: String = (0..sessions).map(session_toml).collect();
        std::fs::write(home.agenda(), format!("[event]\nname = 'event'\n{text}")).unwrap();
        home
    }

    /// Creates a home with these sessions marked.
    pub(crate) fn with_marks(sessions: usize, marks: &[&str]) -> Home {
        let home = Home::new(sessions);
        if !marks.is_empty() {
            assert!(home.run(&[&["mark"], marks].concat()).status.success());
        }
        home
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn agenda(&self) -> PathBuf {
        self.path().join("event.toml")
    }

    pub(crate) fn plans(&self) -> PathBuf {
        self.path().join("data/hallway/plans")
    }

    pub(crate) fn plan(&self) -> PathBuf {
        self.plans().join("event.toml")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.plans().join(".event.toml.lock")
    }

    /// Returns the command `WRAPPER… hallway` without arguments.
    pub(crate) fn command_under(&self, wrapper: &[&str]) -> Command {
        let words: Vec<&str> = wrapper.iter().copied().chain([HALLWAY]).collect();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        self.set_environment(&mut command);
        command
    }

    pub(crate) fn set_environment(&self, command: &mut Command) {
        command
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("HALLWAY_AGENDA", self.agenda())
            .env("HOME", self.path())
            .stdin(Stdio::null());
    }

    /// Runs `hallway ARGS…` to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        let mut command = self.command_under(&[]);
        command.args(args);
        run_to_end(&mut command).unwrap_or_else(|| panic!("hallway {args:?} hangs"))
    }

    /// Returns the ids of the marked sessions, or the error message of hallway.
    pub(crate) fn marked_ids(&self) -> Result<Vec<String>, Loss> {
        let output = self.run(&["list", "--mine", "--ids"]);
        match output.status.code() {
            Some(0 | 1) => Ok(text_of(&output.stdout).lines().map(str::to_owned).collect()),
            _ => Err(text_of(&output.stderr)),
        }
    }

    /// Checks that all sessions of `marked` are marked, and no others except those of `uncertain`.
    pub(crate) fn check_marks(&self, marked: &[&str], uncertain: &[&str]) -> Result<(), Loss> {
        let ids = self.marked_ids()?;
        if let Some(lost) = marked.iter().find(|id| !ids.iter().any(|present| present == *id)) {
            return Err(format!("{lost} is lost"));
        }
        let is_expected = |id: &str| marked.contains(&id) || uncertain.contains(&id);
        match ids.iter().find(|id| !is_expected(id)) {
            Some(strange) => Err(format!("{strange} is marked, and nobody marked it")),
            None => Ok(()),
        }
    }
}

/// Returns a talk of half an hour. The talks of a day follow each other.
fn session_toml(number: usize) -> String {
    let (day, slot) = (4 + number / 48 % 24, number % 48);
    let (hour, minute) = (slot / 2, slot % 2 * 30);
    format!(
        "[[session]]\nid='s{number}'\ntitle='Talk {number}'\n\
         start=2026-05-{day:02}T{hour:02}:{minute:02}:00\nminutes=30\n"
    )
}

/// Returns the output of a program as text.
pub(crate) fn text_of(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

/// Runs a command to its end. Returns `None` if the command hangs, and kills it.
pub(crate) fn run_to_end(command: &mut Command) -> Option<Output> {
    run_within(TIME_LIMIT, command)
}

/// As [`run_to_end`], with another time limit.
pub(crate) fn run_within(limit: Duration, command: &mut Command) -> Option<Output> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A pipe holds 64 KB: a command that prints more waits for the reader.
    let stdout = read_in_background(child.stdout.take().unwrap());
    let stderr = read_in_background(child.stderr.take().unwrap());
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > limit {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    Some(Output { status, stdout: stdout.join().unwrap(), stderr: stderr.join().unwrap() })
}

fn read_in_background(mut pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut text = Vec::new();
        pipe.read_to_end(&mut text).unwrap();
        text
    })
}

/// Calls `run` for all items, two at a time.
pub(crate) fn try_all<T: Sync>(
    items: &[T],
    run: impl Fn(&T) -> Result<(), Loss> + Sync,
) -> Outcome {
    let next = AtomicUsize::new(0);
    let losses = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if let Err(loss) = run(item) {
                        losses.lock().unwrap().push(loss);
                    }
                }
            });
        }
    });
    Outcome::Tried { tries: items.len(), losses: losses.into_inner().unwrap() }
}
