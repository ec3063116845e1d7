//! The end of the program: waits until the disk has everything.

use super::Program;
use crate::tui::event::Event;
use crate::tui::input::action::{Action, Command};
use crate::tui::terminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// The longest time that quitting waits for the disk. Some disks take five seconds to sync, and a
/// mark needs two syncs.
const PATIENCE: Duration = Duration::from_secs(20);
/// The time until the screen says that the program waits.
const NOTICE_DELAY: Duration = Duration::from_millis(150);

/// The state of the wait.
struct Wait {
    /// The screen says that the program waits.
    is_announced: bool,
    /// The reason why changes are not saved.
    why: String,
}

/// The decision after an event.
#[derive(PartialEq)]
enum Next {
    KeepWaiting,
    Leave,
}

impl Program<'_> {
    /// Returns true if anything is on its way to the disk.
    pub(super) fn is_saving(&self) -> bool {
        !self.model.plan.saving.is_empty() || self.arranging > 0
    }

    /// Waits until everything is on disk. The screen says so if the wait takes time. A second
    /// command to quit ends the wait. Returns a sentence about unsaved changes, or `None`.
    pub(super) fn wait_for_disk(&mut self, events: &Receiver<Event>) -> Option<String> {
        let until = Instant::now() + PATIENCE;
        let mut wait = Wait { is_announced: false, why: "the disk takes too long".to_owned() };
        while self.is_saving() {
            let left = until.saturating_duration_since(Instant::now());
            let timeout = if wait.is_announced { left } else { left.min(NOTICE_DELAY) };
            match events.recv_timeout(timeout) {
                Ok(event) => {
                    if self.handle_last_event(event, &mut wait) == Next::Leave {
                        break;
                    }
                }
                Err(RecvTimeoutError::Timeout) if !wait.is_announced => {
                    wait.is_announced = true;
                    self.announce_wait();
                }
                Err(_) => break,
            }
        }
        let unsaved = self.model.plan.unsaved_changes();
        let mut titles: Vec<&str> = unsaved.map(|change| &**change.title()).collect();
        titles.dedup();
        (!titles.is_empty()).then(|| format!("not saved: {}\n{}", titles.join(", "), wait.why))
    }

    fn handle_last_event(&mut self, event: Event, wait: &mut Wait) -> Next {
        match event {
            Event::Saved(_) => drop(self.model.plan.saving.pop_front()),
            Event::Arranged(_) => self.arranging -= 1,
            Event::Unsure(why) => wait.why = why.to_string(),
            Event::NotSaved { why, .. } => {
                wait.why = why.to_string();
                return Next::Leave;
            }
            Event::Inputs { inputs, .. } => {
                let quit = Some(Action::Command(Command::Quit));
                if inputs.into_iter().any(|input| self.action_of_input(input) == quit) {
                    return Next::Leave;
                }
            }
            Event::Signal(signal)
                if !terminal::is_continue(signal) && !terminal::is_stop(signal) =>
            {
                return Next::Leave;
            }
            _ => {}
        }
        Next::KeepWaiting
    }

    /// Writes on the screen that the program waits for the disk.
    fn announce_wait(&mut self) {
        let unsaved = if self.model.plan.saving.is_empty() {
            "how the rooms are arranged"
        } else {
            "your marks"
        };
        let key = self.model.key_of(Command::Quit);
        self.model.show_alert(format!("Saving {unsaved}; {key} leaves without"));
        // A terminal that fails does not end the wait.
        let _ = self.draw_frame();
    }
}
