//! The signals that end the program while the line of a visit is drawn: the line is erased first.

use crate::tui::hold_signals;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

const SIGNALS: [i32; 3] = [SIGHUP, SIGINT, SIGTERM];

/// True if a signal ends the program at once. Without this flag, the signals would be ignored after
/// a line: `signal_hook` keeps its handler.
static HAS_DEFAULT_ACTION: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| {
    let flag = Arc::new(AtomicBool::new(true));
    hold_signals(|| {
        for signal in SIGNALS {
            // Without the handler, the signal ends the program anyway.
            let _ = signal_hook::flag::register_conditional_default(signal, flag.clone());
        }
    });
    flag
});

/// Collects the signals from now on.
pub(super) fn take_signals() -> Option<Signals> {
    let signals = hold_signals(|| Signals::new(SIGNALS)).ok()?;
    HAS_DEFAULT_ACTION.store(false, Ordering::SeqCst);
    Some(signals)
}

/// If a signal has come, calls `erase_line` and ends the program by the signal.
pub(super) fn obey(signals: Option<&mut Signals>, erase_line: fn()) {
    if let Some(signal) = signals.and_then(|signals| signals.pending().next()) {
        erase_line();
        let _ = emulate_default_handler(signal);
    }
}

/// Lets signals end the program at once again, and obeys a signal that has come before.
pub(super) fn give_back(mut signals: Option<Signals>, erase_line: fn()) {
    HAS_DEFAULT_ACTION.store(true, Ordering::SeqCst);
    obey(signals.as_mut(), erase_line);
}

/// Leaves the signals to other handlers.
pub(super) fn ignore_default_action() {
    HAS_DEFAULT_ACTION.store(false, Ordering::SeqCst);
}
