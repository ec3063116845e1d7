//! Work in two threads at once.

use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

/// Runs two functions at once, the first one in a thread of its own.
pub(super) fn run_beside<A: Send, B>(
    aside: impl FnOnce() -> A + Send,
    here: impl FnOnce() -> B,
) -> (A, B) {
    thread::scope(|scope| {
        let aside = scope.spawn(aside);
        let here = here();
        (join(aside), here)
    })
}

/// Returns the result of a thread. A panic of the thread goes on in this thread.
pub(super) fn join<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}
