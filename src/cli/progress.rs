//! The line on standard error about a visit that takes long.
//!
//! `indicatif` draws lines like this one, and brings two more crates with a terminal of their own,
//! templates and several bars at once. Here, one line is drawn, erased before a message, and erased
//! before a signal ends the program: `indicatif` leaves the last to its caller.

#[cfg(unix)]
mod signals;

use crate::fetch::{self, Address, FetchError, Progress, Visit};
use crate::store;
use crate::text;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The time between two versions of the line, and the longest time that a signal waits.
const TICK: Duration = Duration::from_millis(100);
/// The number of ticks after which a visit takes long: half a second.
const DELAY_TICKS: usize = 5;
/// The width of the bar in cells.
const BAR_WIDTH: usize = 20;
/// The width of the line if the terminal does not name its own, in cells.
const LINE_WIDTH: usize = 79;

/// The state of the line on standard error.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineState {
    Absent,
    Drawn,
    /// The screen has the terminal until the program ends: no line is ever drawn.
    Forbidden,
}

static LINE: Mutex<LineState> = Mutex::new(LineState::Absent);

/// Runs the requests of a visit that begins at `address`. If the visit takes longer than half a
/// second, and standard error is a terminal without a screen, a line shows the bytes meanwhile.
///
/// `tell` is called with a message about a second try.
///
/// # Errors
/// Returns the error of `work`, or an error if this build has no network.
pub(crate) fn visit<T>(
    address: &Address,
    tell: fn(&str),
    work: impl FnOnce(&mut Visit<'_>) -> Result<T, FetchError>,
) -> Result<T, FetchError> {
    let progress = Progress::default();
    let mut network = fetch::open_network(&progress, store::read_variable)
        .map_err(|fault| FetchError::new(address, fault))?;
    let _line = ProgressLine::start(address.host(), progress);
    work(&mut Visit::new(&mut *network, tell))
}

/// Erases the line, so that a message has a line of its own.
pub(crate) fn erase_line() {
    write_line("", LineState::Absent);
}

/// Gives the terminal and the signals to the screen.
pub(crate) fn leave_terminal_to_screen() {
    write_line("", LineState::Forbidden);
    #[cfg(unix)]
    signals::ignore_default_action();
}

/// Draws or erases the line, unless the screen has the terminal.
fn write_line(text: &str, state: LineState) {
    let mut line = LINE.lock().unwrap_or_else(PoisonError::into_inner);
    let is_visible = *line == LineState::Drawn || state == LineState::Drawn;
    if *line == LineState::Forbidden {
        return;
    }
    *line = state;
    if is_visible {
        // EL (ECMA-48 8.3.41) erases the rest of the line.
        let _ = write!(io::stderr(), "\r{text}\u{1b}[K");
    }
}

/// A thread that draws the line until this value is dropped.
struct ProgressLine {
    /// `None` after the end.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ProgressLine {
    fn start(host: &str, progress: Progress) -> Option<ProgressLine> {
        let state = *LINE.lock().unwrap_or_else(PoisonError::into_inner);
        let is_terminal = io::stderr().is_terminal() && !store::read_environment().dumb;
        if state == LineState::Forbidden || !is_terminal {
            return None;
        }
        let (stop, stopped) = mpsc::channel();
        let host = host.to_owned();
        let thread = thread::spawn(move || draw_until(&stopped, &host, &progress));
        Some(ProgressLine { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn draw_until(stopped: &Receiver<()>, host: &str, progress: &Progress) {
    #[cfg(unix)]
    let mut signals = signals::take_signals();
    let mut ticks = 0;
    while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        #[cfg(unix)]
        signals::obey(signals.as_mut(), erase_line);
        ticks += 1;
        if ticks >= DELAY_TICKS {
            let text = format_line(host, progress.received(), progress.length());
            write_line(text::fitting_prefix(&text, line_width()), LineState::Drawn);
        }
    }
    erase_line();
    #[cfg(unix)]
    signals::give_back(signals, erase_line);
}

/// Returns the line, as in `conf.example [====      ]  40%  1.0 MB of 2.5 MB`.
fn format_line(host: &str, received: usize, length: Option<usize>) -> String {
    match length {
        _ if received == 0 => format!("{host}: waiting for an answer"),
        Some(length) => {
            let share = received.min(length) as f64 / length as f64;
            let bar = "=".repeat((share * BAR_WIDTH as f64) as usize);
            let percent = (share * 100.0) as usize;
            let (received, length) = (format_bytes(received), format_bytes(length));
            format!("{host} [{bar:BAR_WIDTH$}] {percent:3}%  {received} of {length}")
        }
        None => format!("{host}: {}", format_bytes(received)),
    }
}

/// Returns a size, as in `34 kB` and `2.5 MB`.
fn format_bytes(bytes: usize) -> String {
    match bytes.div_ceil(1000) {
        kilobytes @ ..1000 => format!("{kilobytes} kB"),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Returns the number of cells that the line may have. A line in the last column would wrap.
fn line_width() -> usize {
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(io::stderr())
        && size.ws_col > 0
    {
        return usize::from(size.ws_col) - 1;
    }
    LINE_WIDTH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_has_a_bar_only_with_a_length() {
        for (received, length, line) in [
            (0, None, "a.example: waiting for an answer"),
            (0, Some(5_000_000), "a.example: waiting for an answer"),
            (123_456, None, "a.example: 124 kB"),
            (12_345_678, None, "a.example: 12.3 MB"),
            (1, Some(2_500_000), "a.example [                    ]   0%  1 kB of 2.5 MB"),
            (999_999, Some(2_500_000), "a.example [=======             ]  39%  1.0 MB of 2.5 MB"),
            (2_500_000, Some(2_500_000), "a.example [====================] 100%  2.5 MB of 2.5 MB"),
            (9, Some(5), "a.example [====================] 100%  1 kB of 1 kB"),
        ] {
            assert_eq!(format_line("a.example", received, length), line);
        }
    }
}
