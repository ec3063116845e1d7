//! The output of the terminal: a thread of its own writes the bytes of frames. A terminal that
//! takes no bytes stops that thread and nothing else.

use crate::tui::event::Event;
use ratatui::layout::Size;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// The largest screen that is drawn, in cells. A terminal may claim 65,535 columns and rows, whose
/// cells no memory holds. The rest of a larger terminal stays empty.
const SIZE_MAX: Size = Size { width: 1024, height: 512 };

/// Returns the part of a terminal's columns and rows that is drawn.
pub(super) fn limit_size(width: u16, height: u16) -> (u16, u16) {
    (width.min(SIZE_MAX.width), height.min(SIZE_MAX.height))
}

/// The thread that writes to the terminal.
#[derive(Debug)]
pub(super) struct Output {
    writes: Sender<Vec<u8>>,
    waiting: Arc<Waiting>,
}

/// The number of writes that the terminal has not taken yet.
#[derive(Debug, Default)]
struct Waiting {
    count: Mutex<usize>,
    changed: Condvar,
}

impl Waiting {
    fn change(&self, change: impl FnOnce(&mut usize)) -> usize {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut count);
        self.changed.notify_all();
        *count
    }
}

impl Output {
    /// Starts the thread. The thread sends [`Event::Written`] when the terminal has taken all
    /// writes, and [`Event::Hangup`] when the terminal is gone.
    pub(super) fn start(events: Sender<Event>) -> Output {
        let (writes, received) = channel();
        let waiting = Arc::<Waiting>::default();
        let count = Arc::clone(&waiting);
        std::thread::spawn(move || write_all(&received, &count, &events));
        Output { writes, waiting }
    }

    /// Puts bytes behind the earlier ones.
    pub(super) fn send(&self, bytes: Vec<u8>) {
        self.waiting.change(|count| *count += 1);
        if self.writes.send(bytes).is_err() {
            self.waiting.change(|count| *count -= 1);
        }
    }

    /// Returns true if the terminal has not taken all bytes yet.
    pub(super) fn is_busy(&self) -> bool {
        self.waiting.change(|_| {}) > 0
    }

    /// Waits until the terminal has taken all bytes, up to `time`. Returns false after that.
    pub(super) fn wait_until_idle(&self, time: Duration) -> bool {
        let count = self.waiting.count.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = self.waiting.changed.wait_timeout_while(count, time, |count| *count > 0);
        !wait.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

/// Writes until the screen is closed. After an error nothing more is written.
fn write_all(received: &Receiver<Vec<u8>>, waiting: &Waiting, events: &Sender<Event>) {
    let mut is_gone = false;
    for bytes in received {
        if !is_gone && write_to_terminal(&bytes).is_err() {
            is_gone = true;
            let _ = events.send(Event::Hangup);
        }
        if waiting.change(|count| *count -= 1) == 0 {
            let _ = events.send(Event::Written);
        }
    }
}

/// Writes bytes without the lock of [`io::Stdout`], which another thread may hold for ever.
fn write_to_terminal(bytes: &[u8]) -> io::Result<()> {
    #[cfg(unix)]
    {
        use rustix::event::{PollFd, PollFlags, poll};
        let stdout = io::stdout();
        let mut rest = bytes;
        while !rest.is_empty() {
            match rustix::io::write(&stdout, rest) {
                Ok(written) => rest = &rest[written..],
                Err(rustix::io::Errno::INTR) => {}
                // Another program has left the terminal without blocking.
                Err(rustix::io::Errno::AGAIN) => {
                    poll(&mut [PollFd::new(&stdout, PollFlags::OUT)], None)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
    #[cfg(not(unix))]
    {
        use std::io::Write;
        let mut stdout = io::stdout();
        stdout.write_all(bytes)?;
        stdout.flush()
    }
}

/// Writes bytes to the terminal, and waits up to `time` until the terminal has taken them.
pub(super) fn write_in_time(bytes: Vec<u8>, time: Duration) {
    let (sender, done) = channel::<()>();
    std::thread::spawn(move || {
        let _ = write_to_terminal(&bytes);
        drop(sender);
    });
    // The thread has ended, or is left alone with a terminal that takes no bytes.
    let (Ok(()) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)) =
        done.recv_timeout(time);
}
