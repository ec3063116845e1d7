//! How long files that mean harm take, and how much memory: each in full, in a process of its own,
//! as `hallway check` reads it, with all problems reported.
//!
//! `cargo bench --bench hostile [-- PART OF A NAME…]`. Fails where one takes more than a second or
//! 300 MB. It is CPU time that decides, for on a machine that is shared a clock on the wall tells
//! what others do; both are printed. CPU time and memory are told by `/proc`; where there is none,
//! the wall decides, and it says that memory was SKIPPED.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that starts itself again"
)]

#[path = "../tests/hostile/attacks.rs"]
#[allow(dead_code, reason = "what is to come of each is the affair of the test")]
mod attacks;

use attacks::attacks;
use hallway::agenda::{Zone, format_problems};
use hallway::format::{ReadError, read};
use std::hint::black_box;
use std::io::{Read, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const TIME_MAX: Duration = Duration::from_secs(1);
const MEMORY_MAX: u64 = 300_000_000;
/// After this a process is stopped.
const PATIENCE: Duration = Duration::from_secs(20);
/// The argument by which the process knows that it is to read a file, from its standard input.
const CHILD: &str = "--read-standard-input";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if args.first().is_some_and(|arg| arg == CHILD) {
        return child();
    }
    println!(
        "{:<58} {:>9}  {:>6} {:>8}  {:>6}   first message",
        "attack", "bytes", "cpu ms", "wall ms", "MB"
    );
    let (mut tried, mut over, mut all_known) = (0, 0, true);
    for attack in attacks() {
        if !args.is_empty() && !args.iter().any(|arg| attack.name.contains(arg)) {
            continue;
        }
        let bytes = (attack.make)(attack.full);
        let size = bytes.len();
        let trial = tried_in_a_child(bytes);
        all_known &= trial.wall.is_none() || (trial.cpu.is_some() && trial.memory.is_some());
        tried += 1;
        over += usize::from(trial.is_over());
        let known = |number: Option<u128>, or: &str| {
            number.map_or(or.to_owned(), |number| number.to_string())
        };
        let cpu = known(trial.cpu.map(|time| time.as_millis()), "?");
        let wall = known(trial.wall.map(|time| time.as_millis()), "stopped");
        let memory = known(trial.memory.map(|bytes| u128::from(bytes / 1_000_000)), "?");
        let mark = if trial.is_over() { "OVER" } else { "" };
        println!(
            "{:<58} {size:>9}  {cpu:>6} {wall:>8}  {memory:>6}  {mark:4} {}",
            attack.name, trial.message
        );
    }
    println!(
        "{tried} attacks, {over} over {} s of CPU time or {} MB",
        TIME_MAX.as_secs(),
        MEMORY_MAX / 1_000_000
    );
    if !all_known {
        println!(
            "SKIPPED: memory, and CPU time instead of time on the wall, for there is no /proc/self here"
        );
    }
    if over == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What a process says that has read a file.
struct Trial {
    /// Nothing, where it was stopped.
    wall: Option<Duration>,
    /// The time that the processor worked for it, itself and in the system.
    cpu: Option<Duration>,
    /// At the most, in bytes.
    memory: Option<u64>,
    message: String,
}

impl Trial {
    fn is_over(&self) -> bool {
        self.cpu.or(self.wall).is_none_or(|time| time > TIME_MAX)
            || self.memory.is_some_and(|memory| memory > MEMORY_MAX)
    }
}

fn tried_in_a_child(bytes: Vec<u8>) -> Trial {
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

/// Reads and checks what stands on standard input, and prints microseconds, bytes of memory at the
/// most, and what was told.
fn child() -> ExitCode {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).unwrap();
    let zone = Zone::by_name("Europe/Berlin").unwrap();
    let (start, before) = (Instant::now(), own_time());
    let message = match read(&bytes) {
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
    let cpu = own_time().zip(before).map(|(after, before)| after - before);
    println!("{}", wall.as_micros());
    println!("{}", cpu.map_or("?".to_owned(), |cpu| cpu.as_micros().to_string()));
    println!("{}", peak_memory().map_or("?".to_owned(), |bytes| bytes.to_string()));
    println!("{message}");
    ExitCode::SUCCESS
}

/// What the processor has worked for this process; Linux counts it in hundredths of a second.
fn own_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets before, and may have spaces in it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |ix: usize| fields.get(ix)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}

fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(peak.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}
