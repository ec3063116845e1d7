//! The end of the program on terminals that are slow, closed, flooded or huge.

use super::{Terminal, cells, wait_until};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::Signal;
use std::io::Read;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The time that a busy machine gets above the time of a promise.
const BUSY: Duration = Duration::from_secs(3);

/// Sends SIGTERM, and asserts that the program ends in time.
fn assert_terminates_within(terminal: &mut Terminal, time: Duration) {
    let start = Instant::now();
    terminal.signal(Signal::TERM);
    assert_eq!(terminal.wait_for_end(), 143);
    let took = start.elapsed();
    assert!(took < time + BUSY, "{took:?}");
}

/// Starts the program, and ends it by SIGTERM after the delay.
fn assert_signal_at_start_restores(delay: Duration) {
    let mut terminal = Terminal::open(&[]);
    std::thread::sleep(delay);
    terminal.signal(Signal::TERM);
    let mut status = None;
    wait_until("the end of the program", || {
        status = terminal.child.try_wait().unwrap();
        status.is_some()
    });
    let status = status.unwrap();
    // Before the handlers, the system ends the program: a shell calls that 143, too.
    let by_system = status.signal().is_some_and(|name| name.contains("Terminated"));
    assert!(by_system || status.exit_code() == 143, "{delay:?}: {status:?}");
    wait_until("the last output is read", || terminal.reader.is_finished());
    terminal.assert_restored();
    let modes = terminal.master.as_ref().unwrap().get_termios().unwrap();
    let modes = format!("{:?}", modes.local_flags);
    assert!(modes.contains("ICANON") && modes.contains("ECHO"), "{delay:?}: raw: {modes}");
}

#[test]
fn signal_in_the_first_50_ms_restores_the_terminal() {
    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                for nth in 0..10 {
                    let micros = 1_250 * (4 * nth + thread);
                    assert_signal_at_start_restores(Duration::from_micros(micros));
                }
            });
        }
    });
}

#[test]
fn signal_ends_the_program_on_a_terminal_that_takes_no_output() {
    let mut terminal = Terminal::open_stalled(100, 300, "Splicing");
    terminal.type_keys("gj ");
    wait_until("the first mark is on disk", || terminal.read_plan().contains("splicing"));
    for _ in 0..100 {
        terminal.type_keys("23?\x0c");
    }
    // Keys are handled, though no frame can be shown.
    terminal.type_keys("?3jj ");
    wait_until("the second mark is on disk", || {
        terminal.read_plan().split("[[undo]]").next().unwrap().matches("[[mark]]").count() == 2
    });
    assert_terminates_within(&mut terminal, Duration::from_secs(3));
    assert!(terminal.read_plan().contains("splicing"));
}

#[test]
fn signal_ends_the_program_in_a_flood_of_text() {
    let mut terminal = Terminal::open(&[]);
    terminal.expect("Splicing SRE DNA Sequences");
    terminal.type_keys("/");
    terminal.expect(" /");
    let mut keys = std::mem::replace(&mut terminal.keys, Box::new(std::io::sink()));
    // The arrows end the runs of text that are searched at once. The thread may wait for ever for
    // the program to read the rest.
    std::thread::spawn(move || keys.write_all(&b"raw text\x1b[B\x1b[A ".repeat(70_000)));
    terminal.expect("raw text");
    assert_terminates_within(&mut terminal, Duration::from_secs(2));
    assert_eq!(terminal.read_plan(), "");
}

#[test]
fn closed_terminal_ends_the_program_with_129_and_no_text() {
    for trap in ["", "trap '' HUP; "] {
        let home = TempDir::new().unwrap();
        let pty = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new("sh");
        let script = format!("{trap}exec \"$0\" 2> errors");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_hallway")]);
        command.cwd(home.path());
        command.env("XDG_DATA_HOME", home.path());
        command.env("XDG_CONFIG_HOME", home.path());
        command.env_remove("HALLWAY_AGENDA");
        let mut child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut output = pty.master.try_clone_reader().unwrap();
        read_until(&mut output, "Splicing");
        drop((output, pty.master));
        let mut status = None;
        wait_until("the end of the program", || {
            status = child.try_wait().unwrap();
            status.is_some()
        });
        assert_eq!(status.unwrap().exit_code(), 129, "{trap}");
        assert_eq!(std::fs::read_to_string(home.path().join("errors")).unwrap(), "", "{trap}");
    }
}

/// Reads from the terminal until the text has come, and no byte more than one read has.
pub(super) fn read_until(output: &mut dyn Read, text: &str) {
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains(text) {
        let mut buffer = [0; 512];
        let count = output.read(&mut buffer).unwrap();
        seen.extend_from_slice(&buffer[..count]);
    }
}

#[test]
fn terminal_of_65535_columns_and_rows_is_drawn_in_part() {
    let mut terminal = Terminal::open(&[]);
    terminal.expect("Splicing SRE DNA Sequences");
    let resize = |cols: u16, rows: u16| {
        let (seen_cols, seen_rows) = (cols.min(1024), rows.min(512));
        let mut screen = terminal.screen.lock().unwrap();
        screen.screen_mut().set_size(cells(seen_rows), cells(seen_cols));
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        terminal.master.as_ref().unwrap().resize(size).unwrap();
    };
    resize(65_535, 65_535);
    terminal.type_keys("2");
    terminal.expect("‹2 Tue 12›");
    if cfg!(target_os = "linux") {
        let file = format!("/proc/{}/status", terminal.child.process_id().unwrap());
        let status = std::fs::read_to_string(file).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let kilobytes: u32 = peak.trim().trim_end_matches(" kB").parse().unwrap();
        assert!(kilobytes < 200_000, "{kilobytes} kB");
    }
    terminal.type_keys("1");
    terminal.expect("‹1 Mon 11›");
    terminal.quit();
    terminal.assert_restored();
}

#[test]
fn dumb_terminal_gets_changed_lines_without_sequences() {
    let home = TempDir::new().unwrap();
    let bytes = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&bytes);
    let variables = [("TERM", "dumb")];
    let mut terminal = Terminal::open_with(home, &[], (24, 80), &variables, move |output, _| {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            seen.lock().unwrap().extend_from_slice(&buffer[..count]);
        }
    });
    let text = || String::from_utf8_lossy(&bytes.lock().unwrap()).into_owned();
    wait_until("the list is printed", || text().contains("Jos Visser. 3 of 21.\r\n"));
    terminal.type_keys("jj ");
    wait_until("the mark is printed", || text().contains("I attend. 10:20 to 11:00: Break"));
    terminal.quit();
    assert!(!text().contains('\x1b'), "{:?}", text());
}
