//! Saving off the drawing thread, so that a slow disk never holds up the screen; and waiting for it at the end.

use super::action::{Action, Command};
use super::model::Message;
use super::theme::Theme;
use super::{Event, Program, view};
use crate::agenda::Clean;
use crate::plan::Change;
use crate::store::{Folders, StoreError, UNLOCKED};
use crate::timetable::Arrangement;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How long quitting waits for the disk. Some take five seconds to sync, and a mark needs two syncs.
const PATIENCE: Duration = Duration::from_secs(20);
/// After this time it says that it waits.
const SOON: Duration = Duration::from_millis(150);

/// Something to be saved.
#[derive(Debug)]
pub(super) enum Deed {
    /// Changes of the plan, which belong together.
    Plan(Vec<Change>),
    Rooms(Arrangement),
}

/// Starts the thread that saves what is kept of that event. Every deed that is sent to it is answered, those of the plan in
/// their order by an [`Event::Saved`], those of the rooms by an [`Event::Arranged`]; what waits while the disk is busy is
/// written at once.
pub(super) fn saver(folders: Folders, event: String, events: Sender<Event>) -> Sender<Deed> {
    let (sender, deeds) = channel();
    std::thread::spawn(move || save_all(&folders, &event, &deeds, &events));
    sender
}

/// Ends, with `None`, when nobody listens any more.
fn save_all(folders: &Folders, event: &str, deeds: &Receiver<Deed>, events: &Sender<Event>) -> Option<()> {
    let line = |why: StoreError| Clean::line(why.to_string()).to_string();
    let mut told = false;
    loop {
        let first = deeds.recv().ok()?;
        let (mut plan, mut rooms) = (Vec::new(), Vec::new());
        for deed in std::iter::once(first).chain(deeds.try_iter()) {
            match deed {
                Deed::Plan(changes) => plan.push(changes),
                Deed::Rooms(arrangement) => rooms.push(arrangement),
            }
        }
        if !plan.is_empty() {
            let plan: Vec<&[Change]> = plan.iter().map(Vec::as_slice).collect();
            let saved = folders.change_plan_by(event, &plan);
            let unlocked = matches!(&saved, Ok(saved) if saved.unlocked);
            let answer = saved.map(|saved| saved.plan).map_err(line);
            plan.iter().try_for_each(|_| events.send(Event::Saved(answer.clone()))).ok()?;
            if unlocked && !told {
                told = events.send(Event::Told(UNLOCKED.into())).is_ok();
            }
        }
        if let Some(Arrangement { order, hidden }) = rooms.last() {
            let answer = folders.save_rooms(event, order, hidden).map_err(line);
            rooms.iter().try_for_each(|_| events.send(Event::Arranged(answer.clone()))).ok()?;
        }
    }
}

impl Program<'_> {
    /// Whether anything is on its way to the disk.
    pub(super) fn is_saving(&self) -> bool {
        !self.model.saving.is_empty() || self.arranging > 0
    }

    /// Waits until everything is on disk, and says so if that takes time; to quit again is to wait no longer.
    /// Returns what is not saved, as a sentence.
    pub(super) fn finish(&mut self, events: &Receiver<Event>, theme: &Theme) -> Option<String> {
        let until = Instant::now() + PATIENCE;
        let (mut told, mut why) = (false, "the disk takes too long".to_owned());
        while self.is_saving() {
            let left = until.saturating_duration_since(Instant::now());
            match events.recv_timeout(if told { left } else { left.min(SOON) }) {
                Ok(Event::Saved(Ok(_))) => drop(self.model.saving.pop_front()),
                Ok(Event::Arranged(_)) => self.arranging -= 1,
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
                    let what = if self.model.saving.is_empty() { "how the rooms are arranged" } else { "your marks" };
                    let text = format!("Saving {what}; {} leaves without", self.model.key_of(Command::Quit));
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
