//! The line of a visit that takes long, on a terminal and in a pipe, and Ctrl-C meanwhile.
#![cfg(unix)]

use super::fault_table::read_files;
use super::fixture::{Home, SMALL};
use super::server::{Server, Step, ok, raw};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

const WAITING: &str = "127.0.0.1: waiting for an answer";

/// A command on a terminal of 24 rows and 80 columns.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    /// All bytes of the output.
    bytes: Vec<u8>,
    keys: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn run(home: &Home, args: &[&str]) -> Terminal {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallway"));
        command.args(args);
        command.cwd(home.path(""));
        command.env("XDG_DATA_HOME", home.path("data"));
        command.env("XDG_CONFIG_HOME", home.path("config"));
        command.env("TERM", "xterm-256color");
        command.env("NO_PROXY", "*");
        command.env_remove("HALLWAY_AGENDA");
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let _ = sender.send(buffer[..count].to_vec());
            }
        });
        let keys = pty.master.take_writer().unwrap();
        Terminal { child, output, bytes: Vec::new(), keys, _master: pty.master }
    }

    fn expect(&mut self, text: &str) {
        let start = Instant::now();
        while !self.output_text().contains(text) {
            assert!(start.elapsed() < Duration::from_secs(20), "no {text}: {}", self.output_text());
            self.bytes.extend(
                self.output.recv_timeout(Duration::from_millis(10)).ok().into_iter().flatten(),
            );
        }
    }

    /// Waits for the end of the command. Returns its signal or else its exit code, and the text
    /// that is left on the screen.
    fn finish(&mut self) -> (String, String) {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.bytes.extend(bytes);
        }
        let end = status.signal().map_or(status.exit_code().to_string(), str::to_owned);
        let (rows, columns) = (NonZeroU16::new(24).unwrap(), NonZeroU16::new(80).unwrap());
        let mut screen = vt100::Parser::new(rows, columns, 0);
        screen.process(&self.bytes);
        (end, screen.screen().contents())
    }

    fn output_text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// Returns a server with the agenda at `/slow`, which takes about two seconds, at `/endless` with
/// an unknown length, at `/quick`, and a server's silence at `/silent`.
fn slow_server() -> Server {
    let server = Server::start();
    let length = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", SMALL.len());
    let drip = || Step::Drip(SMALL.into(), Duration::from_millis(3));
    server.route("/slow", [raw(length), drip()]);
    server.route("/endless", [raw("HTTP/1.1 200 OK\r\n\r\n"), drip()]);
    server.route("/quick", [ok(SMALL)]);
    server.route("/silent", [Step::Stall]);
    server
}

#[test]
fn slow_visit_shows_a_line_that_is_erased_at_the_end() {
    let server = slow_server();
    for (path, line) in [("/slow", "127.0.0.1 [====="), ("/endless", "127.0.0.1: 1 kB")] {
        let home = Home::new();
        let mut terminal = Terminal::run(&home, &["import", &server.address(path)]);
        let (end, screen) = terminal.finish();
        let output = terminal.output_text();
        assert!(output.contains(line), "{output:?}");
        assert_eq!(end, "0");
        assert!(screen.starts_with("hallway: imported small: Small\n"), "{screen}");
        assert!(!screen.contains(" kB"), "{screen}");
    }
}

#[test]
fn screen_after_a_slow_visit_has_no_line_and_its_own_signals() {
    let (server, home) = (slow_server(), Home::new());
    let mut terminal = Terminal::run(&home, &[&server.address("/slow")]);
    terminal.expect("Opening");
    let pid = i32::try_from(terminal.child.process_id().unwrap()).unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::TERM).unwrap();
    let (end, screen) = terminal.finish();
    assert!(terminal.output_text().contains("127.0.0.1 [====="));
    assert_eq!((end.as_str(), screen.trim()), ("143", ""));
}

#[test]
fn quick_visit_and_pipe_have_no_line() {
    let (server, home) = (slow_server(), Home::new());
    let mut terminal = Terminal::run(&home, &["import", &server.address("/quick")]);
    assert_eq!(terminal.finish().0, "0");
    assert!(!terminal.output_text().contains("\u{1b}[K"), "{:?}", terminal.output_text());
    let answer = home.run(&["import", &server.address("/slow"), "--name", "slow"]);
    assert!(!answer.err.contains(['\r', '\u{1b}']), "{:?}", answer.err);
    answer.assert_code(0).assert_err("hallway: imported slow: Small\n");
}

#[test]
fn interrupt_on_a_terminal_erases_the_line_and_leaves_nothing() {
    let (server, home) = (slow_server(), Home::new());
    let mut terminal = Terminal::run(&home, &["import", &server.address("/silent")]);
    terminal.expect(WAITING);
    let pressed = Instant::now();
    terminal.keys.write_all(b"\x03").unwrap();
    let (end, screen) = terminal.finish();
    // A shell makes 130 of this signal.
    assert_eq!((end.as_str(), screen.trim()), ("Interrupt", ""));
    assert!(pressed.elapsed() < Duration::from_secs(2), "{:?}", pressed.elapsed());
    assert_eq!(home.count_files(), 0);
}

/// Returns true if the tests run with SIGINT ignored, as in the background of a shell script. The
/// program inherits that, and goes on as a person who starts it so wants.
fn ignores_interrupts() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask & 1 << (Signal::INT.as_raw() - 1) != 0
}

#[test]
#[allow(clippy::print_stderr, reason = "says that the test is skipped")]
fn interrupt_in_a_pipe_leaves_the_agenda_as_before() {
    if ignores_interrupts() {
        eprintln!("skipped: SIGINT is ignored here");
        return;
    }
    let (server, home) = (slow_server(), Home::new());
    home.run(&["import", &server.address("/quick")]).assert_code(0);
    let before = read_files(&home);
    server.route("/quick", [raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n["), Step::Stall]);
    server.take_requests();
    let mut command = home.command(&["update", "small"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while server.take_requests().is_empty() {
        assert!(start.elapsed() < Duration::from_secs(20), "no request");
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(100));
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.signal(), Some(Signal::INT.as_raw()), "{:?} {said}", output.status);
    assert_eq!((output.stdout, output.stderr), (Vec::new(), Vec::new()));
    assert_eq!(read_files(&home), before);
}
