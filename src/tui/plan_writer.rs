//! The writer: saves marks and rooms in a thread of its own, so that a slow disk never delays the
//! screen.

use super::event::{Event, LineError};
use crate::plan::Change;
use crate::store::{Folders, SAVED_WITHOUT_LOCK, SavedPlan, SavedRooms, StoreError};
use crate::timetable::Arrangement;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SendError, Sender, channel};
use std::time::Duration;

/// The time between a failed sync and the next sync.
const RETRY: Duration = Duration::from_secs(2);

/// A request to save.
#[derive(Debug)]
pub(super) enum SaveRequest {
    /// Changes of the plan. All are saved, or none.
    Plan(Vec<Change>),
    Rooms(Arc<Arrangement>),
}

/// Starts the writer of one event's files. The writer answers every [`SaveRequest::Plan`] with
/// [`Event::Saved`] or [`Event::NotSaved`], and every [`SaveRequest::Rooms`] with
/// [`Event::Arranged`]. Requests that wait while the disk is busy are written together. After a
/// failed sync, the writer sends [`Event::Unsure`] and answers after the first sync that succeeds.
pub(super) fn spawn_writer(
    folders: Folders,
    event: String,
    events: Sender<Event>,
) -> Sender<SaveRequest> {
    let (sender, requests) = channel();
    let writer = PlanWriter { folders, event, events, unsynced: 0, lock_is_reported: false };
    // The thread ends when the loop drops its end of a channel.
    std::thread::spawn(move || writer.run(&requests));
    sender
}

/// The loop has dropped its end of the channel of events.
struct LoopIsGone;

impl From<SendError<Event>> for LoopIsGone {
    fn from(_: SendError<Event>) -> LoopIsGone {
        LoopIsGone
    }
}

struct PlanWriter {
    folders: Folders,
    /// The id of the event.
    event: String,
    events: Sender<Event>,
    /// The number of requests that are written and not synced.
    unsynced: usize,
    /// [`SAVED_WITHOUT_LOCK`] was sent.
    lock_is_reported: bool,
}

impl PlanWriter {
    fn run(mut self, requests: &Receiver<SaveRequest>) -> Result<(), LoopIsGone> {
        loop {
            let first = self.next_request(requests)?;
            let (mut plan, mut rooms) = (Vec::new(), Vec::new());
            for request in first.into_iter().chain(requests.try_iter()) {
                match request {
                    SaveRequest::Plan(changes) => plan.push(changes),
                    SaveRequest::Rooms(arrangement) => rooms.push(arrangement),
                }
            }
            if !plan.is_empty() || self.unsynced > 0 {
                self.save_plan(&plan)?;
            }
            self.save_rooms(rooms)?;
        }
    }

    /// Waits for a request. Returns `None` when it is time to sync again.
    fn next_request(
        &self,
        requests: &Receiver<SaveRequest>,
    ) -> Result<Option<SaveRequest>, LoopIsGone> {
        if self.unsynced == 0 {
            return requests.recv().map(Some).map_err(|_| LoopIsGone);
        }
        match requests.recv_timeout(RETRY) {
            Ok(request) => Ok(Some(request)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(LoopIsGone),
        }
    }

    /// Saves the last of `requests` and answers all of them.
    fn save_rooms(&self, mut requests: Vec<Arc<Arrangement>>) -> Result<(), LoopIsGone> {
        let count = requests.len();
        let Some(arrangement) = requests.pop() else { return Ok(()) };
        let Arrangement { order, hidden } = Arc::unwrap_or_clone(arrangement);
        let rooms = SavedRooms { order, hidden };
        let answer = self.folders.save_rooms(&self.event, &rooms).map_err(LineError::new);
        for _ in 0..count {
            self.events.send(Event::Arranged(answer.clone()))?;
        }
        Ok(())
    }

    /// Saves the changes of `requests`, and syncs earlier requests again.
    fn save_plan(&mut self, requests: &[Vec<Change>]) -> Result<(), LoopIsGone> {
        let changes: Vec<&[Change]> = requests.iter().map(Vec::as_slice).collect();
        match self.folders.apply_change_sets(&self.event, &changes) {
            Ok(saved) => self.report_saved(saved, requests.len())?,
            Err(error @ StoreError::NotSynced { .. }) => {
                if !requests.is_empty() {
                    self.events.send(Event::Unsure(LineError::new(&error)))?;
                }
                self.unsynced += requests.len();
            }
            Err(error) => {
                let why = LineError::new(&error);
                for _ in requests {
                    self.events.send(Event::NotSaved { after: self.unsynced, why: why.clone() })?;
                }
            }
        }
        Ok(())
    }

    /// Answers the `count` requests that were saved, and the earlier requests that are synced now.
    fn report_saved(&mut self, saved: SavedPlan, count: usize) -> Result<(), LoopIsGone> {
        for _ in 0..self.unsynced + count {
            self.events.send(Event::Saved(saved.plan.clone()))?;
        }
        self.unsynced = 0;
        for title in saved.refused_undos {
            let text = format!("Not undone: {title} was decided anew elsewhere");
            self.events.send(Event::Failure(text))?;
        }
        if saved.without_lock && !self.lock_is_reported {
            self.events.send(Event::Notice(SAVED_WITHOUT_LOCK.into()))?;
            self.lock_is_reported = true;
        }
        Ok(())
    }
}
