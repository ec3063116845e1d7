//! The details that wait while a key is held.

use super::Program;
use std::time::{Duration, Instant};

impl Program<'_> {
    /// Returns the time until the details are drawn that a held key has left on the screen. `None`:
    /// the screen shows the details of the selection.
    pub(super) fn details_due(&self) -> Option<Duration> {
        self.memory.have_details_stayed().then(|| self.held_key.rest(Instant::now()))
    }
}
