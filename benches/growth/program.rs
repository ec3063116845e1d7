//! The program on a pseudo-terminal.

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The least number of starts, and the time to spend on more.
const STARTS: usize = 3;
const TIME: Duration = Duration::from_secs(3);
/// The end of a frame: the end of a synchronized update.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// Starts the program with an agenda. Returns the shortest time to the first frame in milliseconds,
/// and the largest memory in megabytes.
pub(crate) fn measure_start(file: &str, size: (u16, u16)) -> (f64, f64) {
    let home = TempDir::new().unwrap();
    std::fs::write(home.path().join("agenda.toml"), file).unwrap();
    let (begin, mut starts) = (Instant::now(), Vec::new());
    while starts.len() < STARTS || begin.elapsed() < TIME {
        starts.push(start(&home, size));
    }
    let least = |figure: fn(&(f64, f64)) -> f64| starts.iter().map(figure).fold(f64::MAX, f64::min);
    (least(|(time, _)| *time), least(|(_, memory)| *memory))
}

/// Starts the program, and ends it after its memory has stopped growing.
fn start(home: &TempDir, (cols, rows): (u16, u16)) -> (f64, f64) {
    let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallway"));
    command.args(["--theme", "dark", "agenda.toml"]);
    command.cwd(home.path());
    command.env_clear();
    for (name, value) in [("TZ", "UTC"), ("TERM", "xterm-256color"), ("COLORTERM", "truecolor")] {
        command.env(name, value);
    }
    command.env("HOME", home.path());
    let begin = Instant::now();
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut output = pty.master.try_clone_reader().unwrap();
    let (mut seen, mut buffer) = (Vec::new(), vec![0; 1 << 17]);
    while !seen.windows(FRAME_END.len()).any(|part| part == FRAME_END) {
        match output.read(&mut buffer) {
            Ok(count @ 1..) => seen.extend_from_slice(&buffer[..count]),
            _ => panic!("no frame: {}", String::from_utf8_lossy(&seen)),
        }
    }
    let time = begin.elapsed().as_secs_f64() * 1e3;
    // The program does not wait for its output to be read.
    let rest = std::thread::spawn(move || while let Ok(1..) = output.read(&mut buffer) {});
    let memory = wait_for_memory(child.process_id().unwrap());
    pty.master.take_writer().unwrap().write_all(b"q").unwrap();
    child.wait().unwrap();
    drop(pty.master);
    rest.join().unwrap();
    (time, memory)
}

/// Returns the largest memory of a process in megabytes, after the memory did not grow for a while.
/// NaN: the system has no `/proc`.
fn wait_for_memory(process: u32) -> f64 {
    const LOOKS: usize = 5;
    const PAUSE: Duration = Duration::from_millis(60);
    let (mut largest, mut same) = (f64::NAN, 0);
    while same < LOOKS {
        std::thread::sleep(PAUSE);
        let status = std::fs::read_to_string(format!("/proc/{process}/status"));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        let memory = kilobytes.map_or(f64::NAN, |kilobytes| kilobytes * 1.024e-3);
        same = if memory > largest || largest.is_nan() && !memory.is_nan() { 0 } else { same + 1 };
        largest = memory;
    }
    largest
}
