//! Waits for the disk at the end.

use super::Program;
use crate::tui::event::Event;
use crate::tui::input::action::{Action, Command};
use crate::tui::theme::Theme;
use crate::tui::{terminal, view};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// How long quitting waits for the disk. Some take five seconds to sync, and a mark needs two
/// syncs.
const PATIENCE: Duration = Duration::from_secs(20);
/// After this time it says that it waits.
const SOON: Duration = Duration::from_millis(150);

impl Program<'_> {
    /// Whether anything is on its way to the disk.
    pub(super) fn is_saving(&self) -> bool {
        !self.model.plan.saving.is_empty() || self.arranging > 0
    }

    /// Waits until everything is on disk, and says so if that takes time; to quit again is to wait
    /// no longer. Returns what is not saved, as a sentence.
    pub(super) fn finish(&mut self, events: &Receiver<Event>, theme: &Theme) -> Option<String> {
        let until = Instant::now() + PATIENCE;
        let (mut told, mut why) = (false, "the disk takes too long".to_owned());
        while self.is_saving() {
            let left = until.saturating_duration_since(Instant::now());
            match events.recv_timeout(if told { left } else { left.min(SOON) }) {
                Ok(Event::Saved(_)) => drop(self.model.plan.saving.pop_front()),
                Ok(Event::Arranged(_)) => self.arranging -= 1,
                Ok(Event::Unsure(cause)) => why = cause,
                Ok(Event::NotSaved { why: cause, .. }) => {
                    why = cause;
                    break;
                }
                Ok(Event::Input(input)) => {
                    if self.action_of_input(input) == Some(Action::Command(Command::Quit)) {
                        break;
                    }
                }
                // To be told twice to end is not to wait.
                Ok(Event::Signal(signal))
                    if !terminal::is_continue(signal) && !terminal::is_stop(signal) =>
                {
                    break;
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) if !told => {
                    told = true;
                    let what = if self.model.plan.saving.is_empty() {
                        "how the rooms are arranged"
                    } else {
                        "your marks"
                    };
                    let text = format!(
                        "Saving {what}; {} leaves without",
                        self.model.key_of(Command::Quit)
                    );
                    self.model.show_alert(text);
                    // That nothing can be drawn is no reason not to save.
                    let _ = self.screen.draw(|buffer| view::draw(&self.model, theme, buffer));
                }
                Err(_) => break,
            }
        }
        let mut titles: Vec<&str> =
            self.model.plan.unsaved().map(|change| &**change.title()).collect();
        titles.dedup();
        (!titles.is_empty()).then(|| format!("not saved: {}\n{why}", titles.join(", ")))
    }
}
