//! Saving off the drawing thread, so that a slow disk never holds up the screen; and waiting for it
//! at the end.

use super::{Event, Program, terminal, view};
use crate::agenda::Clean;
use crate::plan::Change;
use crate::store::{Folders, SAVED_WITHOUT_LOCK, SavedPlan, SavedRooms, StoreError};
use crate::timetable::Arrangement;
use crate::tui::input::action::{Action, Command};
use crate::tui::state::model::Message;
use crate::tui::theme::Theme;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How long quitting waits for the disk. Some take five seconds to sync, and a mark needs two
/// syncs.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long after a failed sync it is synced again.
const AGAIN: Duration = Duration::from_secs(2);
/// After this time it says that it waits.
const SOON: Duration = Duration::from_millis(150);

/// Something to be saved.
#[derive(Debug)]
pub(super) enum Deed {
    /// Changes of the plan, which belong together.
    Plan(Vec<Change>),
    Rooms(Arrangement),
}

/// Starts the thread that saves what is kept of that event. Every deed that is sent to it is
/// answered, those of the plan by an [`Event::Saved`] or [`Event::NotSaved`], those of the rooms by
/// an [`Event::Arranged`]; what waits while the disk is busy is written at once. What is written
/// but not sure to last is synced again and again, and answered when it is.
pub(super) fn saver(folders: Folders, event: String, events: Sender<Event>) -> Sender<Deed> {
    let (sender, deeds) = channel();
    let saver = Saver { folders, event, events, unsure: 0, told_unlocked: false };
    std::thread::spawn(move || saver.run(&deeds));
    sender
}

struct Saver {
    folders: Folders,
    event: String,
    events: Sender<Event>,
    /// How many deeds of the plan are written, but not sure to last.
    unsure: usize,
    told_unlocked: bool,
}

impl Saver {
    /// Ends, with `None`, when nobody listens any more.
    fn run(mut self, deeds: &Receiver<Deed>) -> Option<()> {
        loop {
            let first = if self.unsure == 0 {
                Some(deeds.recv().ok()?)
            } else {
                match deeds.recv_timeout(AGAIN) {
                    Err(RecvTimeoutError::Disconnected) => return None,
                    deed => deed.ok(),
                }
            };
            let (mut plan, mut rooms) = (Vec::new(), Vec::new());
            for deed in first.into_iter().chain(deeds.try_iter()) {
                match deed {
                    Deed::Plan(changes) => plan.push(changes),
                    Deed::Rooms(arrangement) => rooms.push(arrangement),
                }
            }
            if !plan.is_empty() || self.unsure > 0 {
                self.save(&plan)?;
            }
            if let Some(Arrangement { order, hidden }) = rooms.last().cloned() {
                let arranged = SavedRooms { order, hidden };
                let answer =
                    self.folders.save_rooms(&self.event, &arranged).map_err(|why| line(&why));
                rooms
                    .iter()
                    .try_for_each(|_| self.events.send(Event::Arranged(answer.clone())))
                    .ok()?;
            }
        }
    }

    /// Saves these deeds, and makes those that are not sure to last so.
    fn save(&mut self, deeds: &[Vec<Change>]) -> Option<()> {
        let changes: Vec<&[Change]> = deeds.iter().map(Vec::as_slice).collect();
        let send = |event| self.events.send(event).ok();
        match self.folders.apply_change_sets(&self.event, &changes) {
            Ok(SavedPlan { plan, unlocked, refused_undos }) => {
                (0..self.unsure + deeds.len())
                    .try_for_each(|_| send(Event::Saved(plan.clone())))?;
                self.unsure = 0;
                for title in refused_undos {
                    send(Event::Failed(format!("Not undone: {title} was decided anew elsewhere")))?;
                }
                if unlocked && !self.told_unlocked {
                    self.told_unlocked = send(Event::Told(SAVED_WITHOUT_LOCK.into())).is_some();
                }
            }
            Err(why @ StoreError::NotSynced { .. }) => {
                if !deeds.is_empty() {
                    send(Event::Unsure(line(&why)))?;
                }
                self.unsure += deeds.len();
            }
            Err(why) => {
                let why = line(&why);
                let not_saved = || Event::NotSaved { after: self.unsure, why: why.clone() };
                deeds.iter().try_for_each(|_| send(not_saved()))?;
            }
        }
        Some(())
    }
}

fn line(why: &StoreError) -> String {
    Clean::line(why.to_string()).into()
}

impl Program<'_> {
    /// Whether anything is on its way to the disk.
    pub(super) fn is_saving(&self) -> bool {
        !self.model.saving.is_empty() || self.arranging > 0
    }

    /// Waits until everything is on disk, and says so if that takes time; to quit again is to wait
    /// no longer. Returns what is not saved, as a sentence.
    pub(super) fn finish(&mut self, events: &Receiver<Event>, theme: &Theme) -> Option<String> {
        let until = Instant::now() + PATIENCE;
        let (mut told, mut why) = (false, "the disk takes too long".to_owned());
        while self.is_saving() {
            let left = until.saturating_duration_since(Instant::now());
            match events.recv_timeout(if told { left } else { left.min(SOON) }) {
                Ok(Event::Saved(_)) => drop(self.model.saving.pop_front()),
                Ok(Event::Arranged(_)) => self.arranging -= 1,
                Ok(Event::Unsure(cause)) => why = cause,
                Ok(Event::NotSaved { why: cause, .. }) => {
                    why = cause;
                    break;
                }
                Ok(Event::Input(input)) => {
                    if self.action(input) == Some(Action::Command(Command::Quit)) {
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
                    let what = if self.model.saving.is_empty() {
                        "how the rooms are arranged"
                    } else {
                        "your marks"
                    };
                    let text = format!(
                        "Saving {what}; {} leaves without",
                        self.model.key_of(Command::Quit)
                    );
                    self.model.message = Some(Message { text, alert: true });
                    // That nothing can be drawn is no reason not to save.
                    let _ = self.screen.draw(|buffer| view::draw(&self.model, theme, buffer));
                }
                Err(_) => break,
            }
        }
        let mut titles: Vec<&str> = self.model.unsaved().map(|change| &**change.title()).collect();
        titles.dedup();
        (!titles.is_empty()).then(|| format!("not saved: {}\n{why}", titles.join(", ")))
    }
}
