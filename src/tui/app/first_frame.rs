//! The first frame, and the background of the terminal, which decides between the dark and the
//! light theme.

use super::Program;
use crate::tui::event::{Event, TerminalAnswer};
use crate::tui::theme::TerminalColors;
use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// The longest time that the first frame waits for the background of the terminal.
const BACKGROUND_WAIT: Duration = Duration::from_millis(100);

impl Program<'_> {
    /// Draws the first frame. With `events`, the terminal has been asked for its background, and
    /// the frame is made while the answer is on its way. Returns the other events of this time.
    pub(super) fn draw_first_frame(
        &mut self,
        events: Option<&Receiver<Event>>,
    ) -> io::Result<VecDeque<Event>> {
        self.check_clock_and_plan()?;
        let mut frame = self.make_frame()?;
        let mut early = VecDeque::new();
        if let Some(events) = events
            && self.wait_for_background(events, &mut early)
        {
            self.screen.forget();
            frame = self.make_frame()?;
        }
        if let Some(frame) = frame {
            self.screen.send(frame);
        }
        Ok(early)
    }

    /// Waits up to [`BACKGROUND_WAIT`] until the terminal has told its background, and collects the
    /// other events in `early`. Returns true if the colours have changed.
    fn wait_for_background(
        &mut self,
        events: &Receiver<Event>,
        early: &mut VecDeque<Event>,
    ) -> bool {
        let end = Instant::now() + BACKGROUND_WAIT;
        while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
            match event {
                Event::Terminal(TerminalAnswer::Background(color)) => {
                    self.set_background(color);
                    return true;
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
        false
    }

    /// Takes the colours for a background of the terminal, if the theme depends on it.
    pub(super) fn set_background(&mut self, color: [u8; 3]) {
        let terminal = TerminalColors { depth: self.depth, background: Some(color) };
        self.theme = self.theme.on_terminal(terminal);
        self.memory.forget_colors();
    }
}
