//! The background of the terminal, which decides between the dark and the light theme.

use super::Program;
use crate::tui::event::{Event, TerminalAnswer};
use crate::tui::theme::TerminalColors;
use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// The longest time that the first frame waits for the background of the terminal.
const BACKGROUND_WAIT: Duration = Duration::from_millis(100);

impl Program<'_> {
    /// Waits up to [`BACKGROUND_WAIT`] until the terminal has told its background. Returns the
    /// other events of this time.
    pub(super) fn wait_for_background(&mut self, events: &Receiver<Event>) -> VecDeque<Event> {
        let end = Instant::now() + BACKGROUND_WAIT;
        let mut early = VecDeque::new();
        while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
            match event {
                Event::Terminal(TerminalAnswer::Background(color)) => {
                    self.set_background(color);
                    break;
                }
                Event::Terminal(TerminalAnswer::Done) => break,
                Event::Written => {}
                // A person types: the screen must not wait.
                other => {
                    early.push_back(other);
                    break;
                }
            }
        }
        early
    }

    /// Takes the colours for a background of the terminal, if the theme depends on it.
    pub(super) fn set_background(&mut self, color: [u8; 3]) {
        let terminal = TerminalColors { depth: self.depth, background: Some(color) };
        self.theme = self.theme.on_terminal(terminal);
    }
}
