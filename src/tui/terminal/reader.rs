//! The thread that reads the keys of the terminal.

use super::decode::{decode, decode_answer};
use super::sequences::Splitter;
use crate::tui::event::{Event, Input};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// The number of bytes of one read. The queue of a terminal in the kernel has no more.
const CHUNK: usize = 4096;

/// Starts the thread that sends [`Event::Inputs`] to the loop, and [`Event::Hangup`] when the
/// terminal is gone.
///
/// # Errors
/// There is no terminal to read from.
pub(super) fn listen_for_input(events: &Sender<Event>, escape_timeout: Duration) -> io::Result<()> {
    let reader = Reader { tty: open_input()?, events: events.clone() };
    std::thread::spawn(move || {
        let mut splitter = Splitter::new(escape_timeout);
        while reader.read_batch(&mut splitter).is_some() {}
    });
    Ok(())
}

/// Returns standard input, or the terminal of the screen if standard input is a file.
fn open_input() -> io::Result<OwnedFd> {
    if io::stdin().is_terminal() {
        return io::stdin().as_fd().try_clone_to_owned();
    }
    // `poll` of macOS does not know `/dev/tty`.
    let name = rustix::termios::ttyname(io::stdout(), Vec::new())?;
    Ok(open(name, OFlags::RDONLY | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?)
}

/// The end of a wait for bytes.
enum TerminalWait {
    Bytes,
    TimedOut,
    /// A signal has ended the wait.
    Interrupted,
    /// The terminal is gone.
    Gone,
}

struct Reader {
    tty: OwnedFd,
    events: Sender<Event>,
}

impl Reader {
    /// Waits for bytes or the end of a time, and sends the inputs. Returns `None` when the terminal
    /// or the loop is gone.
    fn read_batch(&self, splitter: &mut Splitter) -> Option<()> {
        let units = match self.wait_for_bytes(splitter.wait()) {
            TerminalWait::TimedOut => splitter.time_out(),
            TerminalWait::Bytes => {
                let mut bytes = [0; CHUNK];
                match rustix::io::read(&self.tty, &mut bytes) {
                    Ok(length) if length > 0 => splitter.push(&bytes[..length]),
                    Err(Errno::INTR | Errno::AGAIN) => return Some(()),
                    Ok(_) | Err(_) => return self.hang_up(),
                }
            }
            // The time begins again, which delays the key Esc and nothing else.
            TerminalWait::Interrupted => return Some(()),
            TerminalWait::Gone => return self.hang_up(),
        };
        for answer in units.iter().filter_map(decode_answer) {
            self.events.send(Event::Terminal(answer)).ok()?;
        }
        let inputs: Vec<Input> = units.into_iter().filter_map(decode).collect();
        if inputs.is_empty() { Some(()) } else { self.send_batch(inputs) }
    }

    /// Sends the inputs, and waits until the loop has handled them: what a person types
    /// meanwhile waits in the kernel, and a flood of keys fills no memory.
    fn send_batch(&self, inputs: Vec<Input>) -> Option<()> {
        let (done, handled) = channel();
        self.events.send(Event::Inputs { inputs, done }).ok()?;
        let _ = handled.recv();
        Some(())
    }

    fn hang_up(&self) -> Option<()> {
        let _ = self.events.send(Event::Hangup);
        None
    }

    fn wait_for_bytes(&self, time: Option<Duration>) -> TerminalWait {
        let time = time.and_then(|time| Timespec::try_from(time).ok());
        let mut watched = [PollFd::new(&self.tty, PollFlags::IN)];
        match poll(&mut watched, time.as_ref()) {
            Ok(0) => TerminalWait::TimedOut,
            Ok(_) if watched[0].revents().contains(PollFlags::IN) => TerminalWait::Bytes,
            Ok(_) => TerminalWait::Gone,
            Err(Errno::INTR) => TerminalWait::Interrupted,
            Err(_) => TerminalWait::Gone,
        }
    }
}
