//! The thread that receives the signals.

use super::output::limit_size;
use super::{LENT, restore_terminal};
use crate::tui::event::Event;
use nix::sys::signal::{SigSet, SigmaskHow};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

/// The time that the program has to end by itself after a second signal, or one after the loop.
const PATIENCE: Duration = Duration::from_secs(1);

/// A signal has asked for the end of the program.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Returns true if a signal has asked for the end of the program. The loop leaves the keys of a
/// flood alone then.
pub(crate) fn is_ending() -> bool {
    ENDING.load(Ordering::Relaxed)
}

/// Runs `work` while this thread receives no signal. A signal of this time arrives afterwards.
/// Threads that `work` starts never receive a signal.
///
/// `signal_hook` replaces the system's action of a signal a moment before the handler is complete:
/// a signal that arrives in this moment is lost.
pub(crate) fn hold_signals<T>(work: impl FnOnce() -> T) -> T {
    // The system refuses no valid set of signals.
    let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_BLOCK);
    let result = work();
    if let Ok(mask) = before {
        let _ = mask.thread_set_mask();
    }
    result
}

/// Starts the thread that sends the signals to the loop, and the size of the terminal after a
/// change. Must be called before the terminal is taken over: a signal in between would leave the
/// terminal raw.
///
/// # Errors
/// The system refuses the handlers.
pub(crate) fn listen_for_signals(events: &Sender<Event>) -> io::Result<()> {
    let ends = [SIGTERM, SIGINT, SIGHUP, SIGQUIT];
    let others = [SIGCONT, SIGTSTP, SIGWINCH];
    let mut signals = hold_signals(|| Signals::new(ends.iter().chain(&others)))?;
    let events = events.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            // Ctrl-C and Ctrl-Z are for the program that has the terminal.
            if LENT.load(Ordering::SeqCst) && matches!(signal, SIGINT | SIGQUIT | SIGTSTP) {
                if signal == SIGTSTP {
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
                continue;
            }
            let event = match signal {
                SIGWINCH => match crossterm::terminal::size() {
                    Ok((width, height)) => {
                        let (width, height) = limit_size(width, height);
                        Event::Resized { width, height }
                    }
                    Err(_) => continue,
                },
                signal => Event::Signal(signal),
            };
            let is_end = ends.contains(&signal);
            let is_again = is_end && ENDING.swap(true, Ordering::Relaxed);
            let is_handled = events.send(event).is_ok();
            if is_end && (is_again || !is_handled) {
                // The loop may have ended without the signal, as on a vanished terminal, whose
                // reader may tell before SIGHUP comes. The program ends with its own exit code
                // then, unless that takes too long.
                std::thread::spawn(move || {
                    std::thread::sleep(PATIENCE);
                    end_now(signal);
                });
            } else if !is_handled {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        }
    });
    Ok(())
}

/// Ends the program by the signal as programs without a handler end.
fn end_now(signal: i32) {
    restore_terminal();
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}
