//! The table of faults: for each fault, the tries, the exit code, the time, the losses and the
//! words of `update`. `cargo test --test fetch -- --nocapture` prints the table.

use super::certificates::Authority;
use super::fixture::{Answer, Home, SMALL, run_command};
use super::server::{Opening, Server, Step, ok, redirect};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The authority that the program trusts in tests of encrypted connections.
pub(crate) static AUTHORITY: LazyLock<Authority> = LazyLock::new(|| Authority::new("Trusted"));

/// The number of faults that are tried at the same time. Most of them wait.
const WORKERS: usize = 8;

/// The longest time of most faults in seconds. `import` is tried only after such faults.
const SECONDS: u64 = 5;

pub(crate) const LOGIN: &str =
    "<!DOCTYPE html><html><head><title>Hotel Wi-Fi</title></head>Log in</html>";

/// A fault of a server.
pub(crate) struct Fault {
    name: &'static str,
    /// True for a server with an address of `https`.
    is_encrypted: bool,
    /// The start of the connections in place of the usual one.
    opening: Option<Opening>,
    /// The answer in place of the agenda.
    steps: Vec<Step>,
    /// The number of connections that the fault leads to.
    tries: usize,
    code: i32,
    /// A part of standard error. `HOST` stands for the host.
    err: &'static str,
    /// The longest time of the command in seconds.
    seconds: u64,
}

/// Returns a fault that ends the command with exit code 69 after one try.
pub(crate) fn fault(name: &'static str, steps: impl Into<Vec<Step>>, err: &'static str) -> Fault {
    let steps = steps.into();
    Fault {
        name,
        is_encrypted: false,
        opening: None,
        steps,
        tries: 1,
        code: 69,
        err,
        seconds: SECONDS,
    }
}

impl Fault {
    pub(crate) fn opening(self, opening: Opening) -> Fault {
        Fault { opening: Some(opening), ..self }
    }

    pub(crate) fn encrypted(self) -> Fault {
        Fault { is_encrypted: true, ..self }
    }

    pub(crate) fn tries(self, tries: usize) -> Fault {
        Fault { tries, ..self }
    }

    pub(crate) fn code(self, code: i32) -> Fault {
        Fault { code, ..self }
    }

    pub(crate) fn seconds(self, seconds: u64) -> Fault {
        Fault { seconds, ..self }
    }
}

/// The result of `update` after a [`Fault`].
struct Outcome {
    name: &'static str,
    tries: usize,
    code: i32,
    time: Duration,
    /// The number of files that are not as before.
    losses: usize,
    /// The first line of standard error after that of a second try.
    said: String,
    /// Everything that the fault did not expect.
    surprises: String,
}

/// Runs `update` and `import` for each fault, prints the table, and fails after a surprise.
pub(crate) fn check_faults(mut faults: Vec<Fault>) {
    let count = faults.len();
    // The slowest faults start first.
    faults.sort_by_key(|fault| fault.seconds);
    let (faults, outcomes) = (Mutex::new(faults), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(fault) = take_last(&faults) {
                    let outcome = try_fault(fault);
                    outcomes.lock().unwrap().push(outcome);
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap();
    assert_eq!(outcomes.len(), count);
    outcomes.sort_by_key(|outcome| (outcome.time.as_secs(), outcome.name));
    print!("{}", format_table(&outcomes));
    let surprises: String = outcomes.iter().map(|outcome| outcome.surprises.as_str()).collect();
    assert!(surprises.is_empty(), "{surprises}");
    assert_eq!(outcomes.iter().map(|outcome| outcome.losses).sum::<usize>(), 0);
}

fn take_last(faults: &Mutex<Vec<Fault>>) -> Option<Fault> {
    faults.lock().unwrap().pop()
}

fn format_table(outcomes: &[Outcome]) -> String {
    let mut table = "fault                  tries  exit  seconds  lost  said\n".to_owned();
    let (mut all_tries, mut losses) = (0, 0);
    for outcome in outcomes {
        let Outcome { name, tries, code, time, losses: lost, said, .. } = outcome;
        let seconds = time.as_secs_f64();
        writeln!(table, "{name:22} {tries:>5} {code:>5} {seconds:>8.2} {lost:>5}  {said}").unwrap();
        all_tries += tries;
        losses += lost;
    }
    writeln!(table, "{} faults, {all_tries} tries, {losses} losses", outcomes.len()).unwrap();
    table
}

/// A server with the agenda `small`, and a home with the agenda in its library and a mark.
struct Scene {
    server: Server,
    home: Home,
    /// A home without files.
    empty: Home,
}

impl Scene {
    fn new(is_encrypted: bool) -> Scene {
        let server = match is_encrypted {
            true => Server::start_encrypted(AUTHORITY.certify_loopback()),
            false => Server::start(),
        };
        server.route("/a.toml", [ok(SMALL)]);
        server.route("/login", [ok(LOGIN)]);
        for number in 1..9 {
            let next = redirect(&format!("redirect-{}", number + 1));
            server.route(&format!("/redirect-{number}"), [next]);
        }
        let (home, empty) = (Home::new(), Home::new());
        home.file("authority.pem", &AUTHORITY.pem());
        let scene = Scene { server, home, empty };
        scene.run(&scene.home, &["import", &scene.server.address("/a.toml")]).assert_code(0);
        scene.run(&scene.home, &["mark", "-a", "small", "open"]).assert_code(0);
        scene
    }

    fn run(&self, home: &Home, args: &[&str]) -> Answer {
        run_trusting(&self.home.path("authority.pem"), home, args)
    }
}

/// Runs a command that trusts the certificates of a file, and no certificate of the system.
pub(crate) fn run_trusting(certificates: &Path, home: &Home, args: &[&str]) -> Answer {
    let mut command = home.command(args);
    command.env("SSL_CERT_FILE", certificates).env_remove("SSL_CERT_DIR");
    run_command(&mut command)
}

/// Tries `update` of an agenda of the library, and `import` into an empty library.
fn try_fault(fault: Fault) -> Outcome {
    let scene = Scene::new(fault.is_encrypted);
    let before = read_files(&scene.home);
    if let Some(opening) = fault.opening {
        scene.server.set_opening(opening);
    }
    scene.server.route("/a.toml", fault.steps);
    scene.server.take_connections();
    let start = Instant::now();
    let answer = scene.run(&scene.home, &["update", "small"]);
    let time = start.elapsed();
    let tries = scene.server.take_connections();
    let losses = count_differences(&before, &read_files(&scene.home));
    let mut surprises = String::new();
    let mut check = |is_expected: bool, surprise: String| {
        if !is_expected {
            writeln!(surprises, "{}: {surprise}", fault.name).unwrap();
        }
    };
    let err = fault.err.replace("HOST", "127.0.0.1");
    check(answer.err.contains(&err), format!("no \"{err}\" in {}", answer.err));
    check(!answer.err.contains("secret"), answer.err.clone());
    check(answer.code == fault.code, format!("exit code {}: {}", answer.code, answer.err));
    check(answer.out.is_empty(), format!("standard output: {}", answer.out));
    check(tries == fault.tries, format!("{tries} tries"));
    check(time < Duration::from_secs(fault.seconds), format!("{time:?}"));
    check(losses == 0, format!("{losses} files are not as before"));
    if fault.code == 69 && fault.seconds <= SECONDS {
        let import = scene.run(&scene.empty, &["import", &scene.server.address("/a.toml")]);
        check(import.code == 69, format!("import: exit code {}: {}", import.code, import.err));
        check(scene.empty.count_files() == 0, "import leaves a file behind".to_owned());
    }
    let mut lines = answer.err.lines().filter(|line| !line.contains(". Trying again in "));
    let said = lines.next().unwrap_or_default().replace("hallway: ", "");
    Outcome { name: fault.name, tries, code: answer.code, time, losses, said, surprises }
}

/// Returns the bytes of all files below the home.
pub(crate) fn read_files(home: &Home) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![home.path("")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.clone(), std::fs::read(path).unwrap());
            }
        }
    }
    files
}

/// Returns the number of files that are in one of both maps, or differ.
fn count_differences(
    before: &BTreeMap<PathBuf, Vec<u8>>,
    after: &BTreeMap<PathBuf, Vec<u8>>,
) -> usize {
    let changed = before.iter().filter(|(path, bytes)| after.get(*path) != Some(*bytes)).count();
    changed + after.keys().filter(|path| !before.contains_key(*path)).count()
}
