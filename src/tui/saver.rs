//! Saving off the drawing thread, so that a slow disk never holds up the screen; and waiting for it at the end.

use super::action::{Action, Command};
use super::model::Message;
use super::theme::Theme;
use super::{Event, Program, view};
use crate::agenda::Clean;
use crate::plan::Change;
use crate::store::{Folders, UNLOCKED};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How long quitting waits for the disk. Some take five seconds to sync, and a mark needs two syncs.
const PATIENCE: Duration = Duration::from_secs(20);
/// After this time it says that it waits.
const SOON: Duration = Duration::from_millis(150);

/// Starts the thread that saves the plan of that event. Every deed that is sent to it is answered by one [`Event::Saved`],
/// in order; those that wait while the disk is busy are written at once.
pub(super) fn saver(folders: Folders, event: String, events: Sender<Event>) -> Sender<Vec<Change>> {
    let (sender, deeds) = channel();
    std::thread::spawn(move || save_all(&folders, &event, &deeds, &events));
    sender
}

fn save_all(folders: &Folders, event: &str, deeds: &Receiver<Vec<Change>>, events: &Sender<Event>) {
    let mut told = false;
    while let Ok(first) = deeds.recv() {
        let waiting: Vec<Vec<Change>> = std::iter::once(first).chain(deeds.try_iter()).collect();
        let deeds: Vec<&[Change]> = waiting.iter().map(Vec::as_slice).collect();
        let saved = folders.change_plan_by(event, &deeds);
        let unlocked = matches!(&saved, Ok(saved) if saved.unlocked);
        let answer = saved.map(|saved| saved.plan).map_err(|why| Clean::line(&why.to_string()).to_string());
        for _ in deeds {
            if events.send(Event::Saved(answer.clone())).is_err() {
                return;
            }
        }
        if unlocked && !told {
            told = events.send(Event::Told(UNLOCKED.into())).is_ok();
        }
    }
}

impl Program<'_> {
    /// Waits until everything is on disk, and says so if that takes time; to quit again is to wait no longer.
    /// Returns what is not saved, as a sentence.
    pub(super) fn finish(&mut self, events: &Receiver<Event>, theme: &Theme) -> Option<String> {
        let until = Instant::now() + PATIENCE;
        let (mut told, mut why) = (false, "the disk takes too long".to_owned());
        while !self.model.saving.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            match events.recv_timeout(if told { left } else { left.min(SOON) }) {
                Ok(Event::Saved(Ok(_))) => drop(self.model.saving.pop_front()),
                Ok(Event::Saved(Err(cause))) => {
                    why = cause;
                    break;
                }
                Ok(Event::Input(input)) => {
                    if self.action(input) == Some(Action::Command(Command::Quit)) {
                        break;
                    }
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) if !told => {
                    told = true;
                    let text = format!("Saving your marks; {} leaves without", self.model.key_of(Command::Quit));
                    self.model.message = Some(Message { text, alert: true });
                    // That nothing can be drawn is no reason not to save.
                    let _ = self.screen.draw(|buffer| view::draw(&self.model, theme, buffer));
                }
                Err(_) => break,
            }
        }
        let mut titles: Vec<&str> = self.model.saving.iter().flatten().map(|change| &**change.title()).collect();
        titles.dedup();
        (!titles.is_empty()).then(|| format!("not saved: {}\n{why}", titles.join(", ")))
    }
}
