//! How long files that mean harm take, and how much memory: each in full, in a process of its own, as `hallway check` reads it.
//!
//! `cargo bench --bench hostile [-- PART OF A NAME…]`. Fails where one takes more than a second or 300 MB. Memory is told by
//! `/proc`; where there is none, it says that memory was SKIPPED.
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
use hallway::agenda::Zone;
use hallway::format::read;
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
    println!("{:<58} {:>9}  {:>8}  {:>6}   first message", "attack", "bytes", "ms", "MB");
    let (mut tried, mut over, mut memory_known) = (0, 0, true);
    for attack in attacks() {
        if !args.is_empty() && !args.iter().any(|arg| attack.name.contains(arg)) {
            continue;
        }
        let bytes = (attack.make)(attack.full);
        let size = bytes.len();
        let (time, memory, message) = tried_in_a_child(bytes);
        memory_known &= memory.is_some() || time.is_none();
        let bad = time.is_none_or(|time| time > TIME_MAX) || memory.is_some_and(|memory| memory > MEMORY_MAX);
        tried += 1;
        over += usize::from(bad);
        let time = time.map_or("stopped".to_owned(), |time| time.as_millis().to_string());
        let memory = memory.map_or("?".to_owned(), |memory| (memory / 1_000_000).to_string());
        let mark = if bad { "OVER" } else { "" };
        println!("{:<58} {size:>9}  {time:>8}  {memory:>6}  {mark:4} {message}", attack.name);
    }
    println!("{tried} attacks, {over} over {} s or {} MB", TIME_MAX.as_secs(), MEMORY_MAX / 1_000_000);
    if !memory_known {
        println!("SKIPPED: memory, for there is no /proc/self/status here");
    }
    if over == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Time, peak memory in bytes and first message of a process that reads the file.
fn tried_in_a_child(bytes: Vec<u8>) -> (Option<Duration>, Option<u64>, String) {
    let own = std::env::current_exe().unwrap();
    let mut child = Command::new(own).arg(CHILD).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
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
    let time = lines.next().and_then(|line| line.parse().ok()).map(Duration::from_micros);
    let memory = lines.next().and_then(|line| line.parse().ok());
    (time, memory, lines.next().unwrap_or_default().to_owned())
}

/// Reads and checks what stands on standard input, and prints microseconds, bytes of memory at the most, and what was told.
fn child() -> ExitCode {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).unwrap();
    let zone = Zone::named("Europe/Berlin").unwrap();
    let start = Instant::now();
    let message = match read(&bytes) {
        Err(problem) => {
            let text = String::from_utf8_lossy(&bytes);
            _ = problem.report("FILE", &text);
            format!("refused: {}", problem.headline("FILE", &text))
        }
        Ok(reading) => {
            let (agenda, problems) = reading.draft.check(Some(&zone));
            let first = problems.first().map(|problem| {
                _ = problem.report("FILE", &reading.text);
                problem.headline("FILE", &reading.text)
            });
            let (sessions, problems) = (agenda.sessions.len(), problems.len());
            format!("{sessions} sessions, {problems} problems: {}", first.unwrap_or_default())
        }
    };
    println!("{}", start.elapsed().as_micros());
    println!("{}", peak_memory().map_or("?".to_owned(), |bytes| bytes.to_string()));
    println!("{message}");
    ExitCode::SUCCESS
}

fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(peak.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}
