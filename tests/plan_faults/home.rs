//! A home for the program under test, and the program in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) const HALLWAY: &str = env!("CARGO_BIN_EXE_hallway");
/// Nothing may take longer, on a machine that does much else; what does hangs.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// A folder with an agenda of sessions `s0`, `s1` …, and the plan of it.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    pub(crate) fn new(sessions: usize) -> Home {
        let home = Home { folder: TempDir::new().unwrap() };
        let session = |n: usize| {
            let (hour, minute) = (n / 60 % 24, n % 60);
            format!(
                "[[session]]\nid='s{n}'\ntitle='Talk {n}'\nstart=2026-05-04T{hour:02}:{minute:02}:00\nminutes=1\n"
            )
        };
        let text: String = (0..sessions).map(session).collect();
        std::fs::write(home.agenda(), format!("[event]\nname = 'event'\n{text}")).unwrap();
        home
    }

    /// With these sessions marked.
    pub(crate) fn with(sessions: usize, marks: &[&str]) -> Home {
        let home = Home::new(sessions);
        assert!(home.run(&[&["mark"], marks].concat()).status.success());
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

    /// `program ARGS… hallway`, to be given a command.
    pub(crate) fn command_by(&self, program: &[&str]) -> Command {
        let words: Vec<&str> = program.iter().copied().chain([HALLWAY]).collect();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        self.settle(&mut command);
        command
    }

    pub(crate) fn settle(&self, command: &mut Command) {
        command
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("XDG_CONFIG_HOME", self.path().join("config"));
        command.env("HALLWAY_AGENDA", self.agenda()).env("HOME", self.path()).stdin(Stdio::null());
    }

    /// What `hallway ARGS` answers.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        let mut command = self.command_by(&[]);
        command.args(args);
        ended(&mut command).unwrap_or_else(|| panic!("hallway {args:?} hangs"))
    }

    /// The ids of the marked sessions, or why the plan cannot be read.
    pub(crate) fn marks(&self) -> Result<Vec<String>, String> {
        let output = self.run(&["list", "--mine", "--ids"]);
        match output.status.code() {
            Some(0 | 1) => {
                Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
            }
            _ => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }

    /// Whether exactly these are marked, those of `maybe` or not; else what is wrong.
    pub(crate) fn judge(&self, surely: &[&str], maybe: &[&str]) -> Result<(), String> {
        let marks = self.marks()?;
        let lost = surely.iter().find(|id| !marks.iter().any(|mark| mark == *id));
        let strange = marks
            .iter()
            .find(|mark| !surely.contains(&mark.as_str()) && !maybe.contains(&mark.as_str()));
        match (lost, strange) {
            (Some(lost), _) => Err(format!("{lost} is lost")),
            (None, Some(strange)) => Err(format!("{strange} is marked, and nobody did that")),
            (None, None) => Ok(()),
        }
    }
}

/// Waits for the end of a command; `None`: it hangs, and was killed.
pub(crate) fn ended(command: &mut Command) -> Option<Output> {
    ended_within(LIMIT, command)
}

pub(crate) fn ended_within(limit: Duration, command: &mut Command) -> Option<Output> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > limit {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    Some(child.wait_with_output().unwrap())
}

/// Does it for all of these, two at a time, and gathers what is lost.
pub(crate) fn all<T: Sync>(
    items: &[T],
    deed: impl Fn(&T) -> Result<(), String> + Sync,
) -> crate::Outcome {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let losses = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(item) =
                    items.get(next.fetch_add(1, std::sync::atomic::Ordering::SeqCst))
                {
                    if let Err(loss) = deed(item) {
                        losses.lock().unwrap().push(loss);
                    }
                }
            });
        }
    });
    crate::Outcome::Tried(items.len(), losses.into_inner().unwrap())
}
