//! Saving off the drawing thread, so that a slow disk never holds up the screen; and waiting for it
//! at the end.

use super::event::Event;
use crate::agenda::Clean;
use crate::plan::Change;
use crate::store::{Folders, SAVED_WITHOUT_LOCK, SavedPlan, SavedRooms, StoreError};
use crate::timetable::Arrangement;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How long after a failed sync it is synced again.
const AGAIN: Duration = Duration::from_secs(2);

/// Something to be saved.
#[derive(Debug)]
pub(super) enum SaveRequest {
    /// Changes of the plan, which belong together.
    Plan(Vec<Change>),
    Rooms(Arrangement),
}

/// Starts the thread that saves what is kept of that event. Every request that is sent to it is
/// answered, those of the plan by an [`Event::Saved`] or [`Event::NotSaved`], those of the rooms by
/// an [`Event::Arranged`]; what waits while the disk is busy is written at once. What is written
/// but not sure to last is synced again and again, and answered when it is.
pub(super) fn saver(folders: Folders, event: String, events: Sender<Event>) -> Sender<SaveRequest> {
    let (sender, requests) = channel();
    let saver = Saver { folders, event, events, unsure: 0, told_unlocked: false };
    std::thread::spawn(move || saver.run(&requests));
    sender
}

struct Saver {
    folders: Folders,
    event: String,
    events: Sender<Event>,
    /// How many requests of the plan are written, but not sure to last.
    unsure: usize,
    told_unlocked: bool,
}

impl Saver {
    /// Ends, with `None`, when nobody listens any more.
    fn run(mut self, requests: &Receiver<SaveRequest>) -> Option<()> {
        loop {
            let first = if self.unsure == 0 {
                Some(requests.recv().ok()?)
            } else {
                match requests.recv_timeout(AGAIN) {
                    Err(RecvTimeoutError::Disconnected) => return None,
                    request => request.ok(),
                }
            };
            let (mut plan, mut rooms) = (Vec::new(), Vec::new());
            for request in first.into_iter().chain(requests.try_iter()) {
                match request {
                    SaveRequest::Plan(changes) => plan.push(changes),
                    SaveRequest::Rooms(arrangement) => rooms.push(arrangement),
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

    /// Saves these requests, and makes those that are not sure to last so.
    fn save(&mut self, requests: &[Vec<Change>]) -> Option<()> {
        let changes: Vec<&[Change]> = requests.iter().map(Vec::as_slice).collect();
        let send = |event| self.events.send(event).ok();
        match self.folders.apply_change_sets(&self.event, &changes) {
            Ok(SavedPlan { plan, without_lock, refused_undos }) => {
                (0..self.unsure + requests.len())
                    .try_for_each(|_| send(Event::Saved(plan.clone())))?;
                self.unsure = 0;
                for title in refused_undos {
                    send(Event::Failed(format!("Not undone: {title} was decided anew elsewhere")))?;
                }
                if without_lock && !self.told_unlocked {
                    self.told_unlocked = send(Event::Told(SAVED_WITHOUT_LOCK.into())).is_some();
                }
            }
            Err(why @ StoreError::NotSynced { .. }) => {
                if !requests.is_empty() {
                    send(Event::Unsure(line(&why)))?;
                }
                self.unsure += requests.len();
            }
            Err(why) => {
                let why = line(&why);
                let not_saved = || Event::NotSaved { after: self.unsure, why: why.clone() };
                requests.iter().try_for_each(|_| send(not_saved()))?;
            }
        }
        Some(())
    }
}

fn line(why: &StoreError) -> String {
    Clean::line(why.to_string()).into()
}
