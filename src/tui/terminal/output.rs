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

/// The writes that the terminal has not taken yet.
#[derive(Debug, Default)]
struct Waiting {
    writes: Mutex<Writes>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Writes {
    count: usize,
    /// The loop waits for the end of the writes.
    is_awaited: bool,
}

impl Waiting {
    fn change<T>(&self, change: impl FnOnce(&mut Writes) -> T) -> T {
        let mut writes = self.writes.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = change(&mut writes);
        self.changed.notify_all();
        answer
    }
}

impl Output {
    /// Starts the thread. The thread sends [`Event::Written`] when the terminal has taken all
    /// writes and the loop has found it busy, and [`Event::Hangup`] when the terminal is gone.
    pub(super) fn start(events: Sender<Event>) -> Output {
        let (writes, received) = channel();
        let waiting = Arc::<Waiting>::default();
        let shared = Arc::clone(&waiting);
        std::thread::spawn(move || write_all(&received, &shared, &events));
        Output { writes, waiting }
    }

    /// Puts bytes behind the earlier ones.
    pub(super) fn send(&self, bytes: Vec<u8>) {
        self.waiting.change(|writes| writes.count += 1);
        if self.writes.send(bytes).is_err() {
            self.waiting.change(|writes| writes.count -= 1);
        }
    }

    /// Returns true if the terminal has not taken all bytes yet. [`Event::Written`] comes then when
    /// the terminal has: a frame that nobody waits for wakes nobody.
    pub(super) fn is_busy(&self) -> bool {
        self.waiting.change(|writes| {
            writes.is_awaited = writes.count > 0;
            writes.is_awaited
        })
    }

    /// Waits until the terminal has taken all bytes, up to `time`. Returns false after that.
    pub(super) fn wait_until_idle(&self, time: Duration) -> bool {
        let writes = self.waiting.writes.lock().unwrap_or_else(PoisonError::into_inner);
        let is_busy = |writes: &mut Writes| writes.count > 0;
        let wait = self.waiting.changed.wait_timeout_while(writes, time, is_busy);
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
        let is_awaited = waiting.change(|writes| {
            writes.count -= 1;
            writes.count == 0 && std::mem::take(&mut writes.is_awaited)
        });
        if is_awaited {
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
