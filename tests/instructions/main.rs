//! Counts the instructions of a start, an opened file, a key, a letter of a query and a mark with
//! callgrind, and compares the counts with those of `counts.tsv`.
//!
//! ```text
//! cargo test --test instructions                             fails if a count grows by over 5 %
//! HALLWAY_COUNTS=write cargo test --test instructions        writes the counts to `counts.tsv`
//! cargo test --release --test instructions                   the same for the optimized program
//! ```
//!
//! Counts depend on the compiler, its profile and the processor: the test skips without counts of
//! the toolchain in `counts.tsv`. With full debug information, the counts are 17 % larger. Counts
//! do not depend on the load of the machine. They differ by less than 0.5 % from run to run: the
//! standard library hashes with a random seed, and the length of paths counts.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test that runs programs, prints a table, and may fail"
)]

#[path = "../../benches/made_up/mod.rs"]
mod made_up;

use hallway::HeadlessScreen;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// The largest growth of a count, in percent.
const GROWTH_MAX: f64 = 5.0;
/// The sessions of the made-up agenda, and the size of its screen. Callgrind takes a hundred times
/// as long as the processor.
const SESSIONS: usize = 120;
const SIZE: (u16, u16) = (120, 36);
/// The variable that asks to write the counts.
const WRITE: &str = "HALLWAY_COUNTS";

/// The work whose instructions are counted. The mean of several calls counts.
const WORKS: [(&str, &str); 5] = [
    (START, "the program from its start to a frame of the built-in agenda"),
    ("open", "120 sessions of TOML to a frame, with the indexes"),
    ("key", "the selection moves"),
    ("letter", "a letter of a query"),
    ("mark", "a mark"),
];
/// The work of a whole process.
const START: &str = "start";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words == ["do-work"] {
        do_work();
        return ExitCode::SUCCESS;
    }
    let mut words = words.iter().filter(|word| !word.starts_with('-')).peekable();
    if words.peek().is_some() && !words.any(|word| "instructions".contains(&**word)) {
        return ExitCode::SUCCESS;
    }
    match compare_counts() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(grown) => {
            println!(
                "{grown} grown by more than {GROWTH_MAX} %: find the reason, or write the counts \
                 with {WRITE}=write cargo test --test instructions"
            );
            ExitCode::FAILURE
        }
        Err(reason) => {
            println!("instructions: SKIPPED, {reason}");
            ExitCode::SUCCESS
        }
    }
}

/// Counts the instructions of all works, prints a table, and returns the number of counts that have
/// grown too much.
///
/// # Errors
/// Returns the reason if the counts cannot be compared here.
fn compare_counts() -> Result<usize, String> {
    let writes = std::env::var_os(WRITE).is_some();
    let toolchain = name_toolchain().ok_or("the compiler does not tell its version")?;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/instructions/counts.tsv");
    let text = std::fs::read_to_string(&file).unwrap();
    let known: Vec<Count> = text.lines().filter_map(Count::parse).collect();
    let is_known = known.iter().any(|count| count.toolchain == toolchain);
    if !is_known && !writes {
        return Err(format!("counts.tsv has no counts of {toolchain}: set {WRITE}=write"));
    }
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        return Err("valgrind is not installed".to_owned());
    }
    let start = Instant::now();
    let (program, work) = (env!("CARGO_BIN_EXE_hallway"), std::env::current_exe().unwrap());
    let screenshot = ["screenshot", "--size", "120x36", "--at", "2016-07-11 09:00"];
    let (whole, parts) = (profile(Path::new(program), &screenshot), profile(&work, &["do-work"]));
    let (mut counts, mut grown) = (Vec::new(), 0);
    println!("{:<8} {:>14} {:>14}", "", "instructions", "before");
    for (work, about) in WORKS {
        let count = if work == START { total(&whole) } else { mean_of_calls(&parts, work) };
        let of_work = |count: &&Count| count.toolchain == toolchain && count.work == work;
        let before = known.iter().find(of_work).map_or(count, |count| count.instructions);
        let percent = (count as f64 / before as f64 - 1.0) * 100.0;
        grown += usize::from(percent > GROWTH_MAX);
        println!("{work:<8} {count:>14} {before:>14} {percent:>+6.1} %  {about}");
        let toolchain = toolchain.clone();
        counts.push(Count { toolchain, work: work.to_owned(), instructions: count });
    }
    println!("{toolchain}, counted in {:.1?}", start.elapsed());
    if writes {
        write_counts(&file, &text, &counts);
        grown = 0;
    }
    Ok(grown)
}

/// A line of `counts.tsv`.
#[derive(PartialEq)]
struct Count {
    /// The version of the compiler, the target and the profile.
    toolchain: String,
    work: String,
    instructions: u64,
}

impl Count {
    /// Parses a line. `None`: a comment.
    fn parse(line: &str) -> Option<Count> {
        let mut fields = line.split('\t').map(str::to_owned);
        let (toolchain, work) = (fields.next()?, fields.next()?);
        Some(Count { toolchain, work, instructions: fields.next()?.parse().ok()? })
    }
}

/// Replaces the counts of the same toolchain and work in the text of the file.
fn write_counts(file: &Path, text: &str, counts: &[Count]) {
    let is_replaced = |line: &&str| {
        let count = Count::parse(line);
        let same =
            |new: &Count, old: &Count| new.toolchain == old.toolchain && new.work == old.work;
        count.is_some_and(|old| counts.iter().any(|new| same(new, &old)))
    };
    let mut written: String =
        text.lines().filter(|line| !is_replaced(line)).flat_map(|line| [line, "\n"]).collect();
    for Count { toolchain, work, instructions } in counts {
        writeln!(written, "{toolchain}\t{work}\t{instructions}").unwrap();
    }
    std::fs::write(file, written).unwrap();
}

/// Returns the version of the compiler, the target and the profile.
fn name_toolchain() -> Option<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    Some(format!("rustc {} {} {profile}", field("release: ")?, field("host: ")?))
}

/// Runs a program under callgrind, and returns the profile as text.
fn profile(program: &Path, args: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("profile");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--compress-strings=no", "--compress-pos=no"])
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(program)
        .args(args)
        .current_dir(home.path())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .envs([("TZ", "UTC"), ("LANG", "C.UTF-8")])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "callgrind fails for {}:\n{report}", program.display());
    std::fs::read_to_string(file).unwrap()
}

/// Returns the instructions of a whole profile.
fn total(profile: &str) -> u64 {
    let total = profile.lines().find_map(|line| line.strip_prefix("totals: "));
    total.and_then(|total| total.trim().parse().ok()).expect("a profile has a total")
}

/// Returns the mean of the instructions of the calls of `counted_…`. After the name of a called
/// function come the number of calls, and a line with their instructions at the end.
fn mean_of_calls(profile: &str, work: &str) -> u64 {
    let name = format!("counted_{work}");
    let is_called = |line: &str| line.starts_with("cfn=") && line.contains(&name);
    let (mut calls, mut instructions) = (0, 0);
    let mut lines = profile.lines();
    while lines.any(is_called) {
        let number = |text: Option<&str>| text.and_then(|text| text.parse::<u64>().ok());
        let count = lines.next().and_then(|line| line.strip_prefix("calls="));
        calls += number(count.and_then(|count| count.split(' ').next())).unwrap();
        instructions += number(lines.next().and_then(|line| line.split(' ').next_back())).unwrap();
    }
    assert!(calls > 0, "the profile has no call of {name}");
    instructions / calls
}

/// Does all work but [`START`]. The names of the functions are those in the profile.
fn do_work() {
    let mut screen = counted_open(made_up::make_toml(SESSIONS));
    ["j", "l", "j"].into_iter().for_each(|key| counted_key(&mut screen, key));
    press(&mut screen, "/");
    ["i", "n", "c"].into_iter().for_each(|key| counted_letter(&mut screen, key));
    ["Esc", "Esc"].into_iter().for_each(|key| press(&mut screen, key));
    ["Space", "Space"].into_iter().for_each(|key| counted_mark(&mut screen, key));
}

#[inline(never)]
fn counted_open(file: String) -> HeadlessScreen {
    let (agenda, _) = hallway::format::read(file.into_bytes()).unwrap().draft.check(None);
    // During the first day of the agenda.
    let now = "2030-05-01T09:35:00Z".parse().unwrap();
    let mut screen = HeadlessScreen::open(agenda, SIZE, now);
    screen.draw();
    screen.index_agenda();
    screen
}

#[inline(never)]
fn counted_key(screen: &mut HeadlessScreen, key: &str) {
    press(screen, key);
}

#[inline(never)]
fn counted_letter(screen: &mut HeadlessScreen, key: &str) {
    press(screen, key);
}

#[inline(never)]
fn counted_mark(screen: &mut HeadlessScreen, key: &str) {
    press(screen, key);
}

/// Presses a key and draws the frame.
fn press(screen: &mut HeadlessScreen, key: &str) {
    assert!(screen.press(key), "the key {key} means nothing");
    screen.draw();
}
