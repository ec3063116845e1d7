//! The time and memory that hostile files cost: each in full, in a process of its own, read as
//! `hallway check` reads it, with all problems reported.
//!
//! `cargo bench --bench hostile [-- PART OF A NAME…]`. Fails if a file takes more than a second or
//! 300 MB. CPU time decides, since the wall clock of a shared machine measures other programs too;
//! both are printed. CPU time and memory come from `/proc`. Without `/proc` the wall clock decides,
//! and a line says that memory was SKIPPED.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that starts itself again"
)]

#[path = "../tests/hostile/attacks/mod.rs"]
#[allow(dead_code, reason = "the outcomes are for the test")]
mod attacks;

use attacks::{Attack, all_attacks};
use hallway::agenda::{Zone, format_problems};
use hallway::format::{ReadError, read};
use std::hint::black_box;
use std::io::{Read, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const TIME_MAX: Duration = Duration::from_secs(1);
/// The largest use of memory in bytes.
const MEMORY_MAX: u64 = 300_000_000;
/// The wall time after which a process is stopped.
const PATIENCE: Duration = Duration::from_secs(20);
/// The argument that makes the process read a file from its standard input.
const CHILD: &str = "--read-standard-input";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if args.first().is_some_and(|arg| arg == CHILD) {
        return run_child();
    }
    println!(
        "{:<58} {:>9}  {:>6} {:>8}  {:>6}   first message",
        "attack", "bytes", "cpu ms", "wall ms", "MB"
    );
    let (mut tried, mut over, mut is_measured) = (0, 0, true);
    for attack in all_attacks() {
        if !args.is_empty() && !args.iter().any(|arg| attack.name.contains(arg)) {
            continue;
        }
        let bytes = (attack.make)(attack.full_size);
        let size = bytes.len();
        let trial = run_trial(bytes);
        print_trial(&attack, size, &trial);
        is_measured &= trial.wall.is_none() || (trial.cpu.is_some() && trial.memory.is_some());
        tried += 1;
        over += usize::from(trial.is_over());
    }
    println!(
        "{tried} attacks, {over} over {} s of CPU time or {} MB",
        TIME_MAX.as_secs(),
        MEMORY_MAX / 1_000_000
    );
    if !is_measured {
        println!("SKIPPED: memory, and CPU time instead of wall time: there is no /proc/self here");
    }
    if over == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print_trial(attack: &Attack, size: usize, trial: &Trial) {
    println!(
        "{:<58} {size:>9}  {:>6} {:>8}  {:>6}  {:4} {}",
        attack.name,
        number_or(trial.cpu.map(|time| time.as_millis()), "?"),
        number_or(trial.wall.map(|time| time.as_millis()), "stopped"),
        number_or(trial.memory.map(|bytes| u128::from(bytes / 1_000_000)), "?"),
        if trial.is_over() { "OVER" } else { "" },
        trial.message
    );
}

fn number_or(number: Option<u128>, unknown: &str) -> String {
    number.map_or(unknown.to_owned(), |number| number.to_string())
}

/// The cost of reading one file.
struct Trial {
    /// `None`: the process was stopped.
    wall: Option<Duration>,
    /// The time in the process and in the system.
    cpu: Option<Duration>,
    /// The peak in bytes.
    memory: Option<u64>,
    message: String,
}

impl Trial {
    fn is_over(&self) -> bool {
        self.cpu.or(self.wall).is_none_or(|time| time > TIME_MAX)
            || self.memory.is_some_and(|memory| memory > MEMORY_MAX)
    }
}

/// Reads the bytes in a process of its own.
fn run_trial(bytes: Vec<u8>) -> Trial {
    let own = std::env::current_exe().unwrap();
    let mut child =
        Command::new(own).arg(CHILD).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    _ = input.write_all(&bytes);
    drop((input, bytes));
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > PATIENCE {
            _ = child.kill();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = output.lines();
    let mut number = || lines.next().and_then(|line| line.parse().ok());
    let (wall, cpu, memory) = (number(), number(), number());
    let message = lines.next().unwrap_or_default().to_owned();
    Trial {
        wall: wall.map(Duration::from_micros),
        cpu: cpu.map(Duration::from_micros),
        memory,
        message,
    }
}

/// Reads and checks standard input. Prints wall time and CPU time in microseconds, the peak of
/// memory in bytes, and the first message, each on a line.
fn run_child() -> ExitCode {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).unwrap();
    let zone = Zone::by_name("Europe/Berlin").unwrap();
    let (start, before) = (Instant::now(), cpu_time());
    let message = match read(bytes.as_slice()) {
        Err(ReadError { problem, text }) => {
            _ = black_box(problem.report("FILE", &text));
            format!("refused: {}", problem.headline("FILE", &text))
        }
        Ok(reading) => {
            let (agenda, problems) = reading.draft.check(Some(&zone));
            _ = black_box(format_problems(&problems, "FILE", &reading.text));
            let first = problems.first().map(|problem| problem.headline("FILE", &reading.text));
            let (sessions, problems) = (agenda.sessions.len(), problems.len());
            format!("{sessions} sessions, {problems} problems: {}", first.unwrap_or_default())
        }
    };
    let wall = start.elapsed();
    let cpu = cpu_time().zip(before).map(|(after, before)| after - before);
    println!("{}", wall.as_micros());
    println!("{}", cpu.map_or("?".to_owned(), |cpu| cpu.as_micros().to_string()));
    println!("{}", peak_memory().map_or("?".to_owned(), |bytes| bytes.to_string()));
    println!("{message}");
    ExitCode::SUCCESS
}

/// Returns the CPU time of this process. Linux counts in hundredths of a second.
fn cpu_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets before, may have spaces.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |ix: usize| fields.get(ix)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}

/// Returns the peak of memory in bytes.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(peak.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}
