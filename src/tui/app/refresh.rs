//! The refresh from the agenda's address: one thread for each request, never before the first
//! frame.

use super::Program;
use crate::tui::clock::read_wall_clock;
use crate::tui::event::{Event, LineError};
use crate::tui::input::action::Action;
use crate::tui::layout::notes::wall_time;
use crate::tui::refresh_answer::{RefreshError, RefreshOutcome};
use crate::tui::refresher::{RefreshDelay, RefreshMode};
use crate::tui::state::{RefreshTrouble, RefusedVersion};
use crate::tui::watcher::WatchRequest;
use std::io;
use std::sync::Arc;

impl Program<'_> {
    /// Starts a request if it is time for one. Returns true if the model has changed.
    pub(super) fn check_refresh(&mut self) -> io::Result<bool> {
        let now = read_wall_clock();
        let Some(refresh) = &self.refresh else { return Ok(false) };
        if refresh.schedule.is_slow(now) && !self.model.refresh.is_slow {
            self.apply_action(Action::RefreshSlow)?;
            return Ok(true);
        }
        if refresh.schedule.is_due(now) {
            self.start_request(RefreshMode::Careful, false);
        }
        Ok(false)
    }

    /// Starts a request that a key asks for, or reads the file if the agenda has no address.
    /// Returns the answer if neither is possible now.
    pub(super) fn refresh_by_key(&mut self) -> Option<Action> {
        let now = read_wall_clock();
        let mode = match self.model.refresh.trouble {
            Some(RefreshTrouble::Refused(RefusedVersion { on_demand: true, .. })) => {
                RefreshMode::AcceptRegression
            }
            _ => RefreshMode::Careful,
        };
        let Some(refresh) = &mut self.refresh else {
            let error = self.watch.request_version(WatchRequest::ByKey).err()?;
            return Some(Action::Failure(error.to_string()));
        };
        match refresh.schedule.press_key(now, mode) {
            Some(RefreshDelay::Running) => {
                refresh.asked = true;
                return None;
            }
            Some(RefreshDelay::JustAnswered) => {
                return Some(Action::Notice("Asked just now.".to_owned()));
            }
            // The refusal stays on the screen.
            Some(RefreshDelay::JustRefused) => return None,
            Some(RefreshDelay::Pause(until)) => {
                let until = wall_time(&self.model, until);
                let text = format!("The server asks for a pause until {until}.");
                return Some(Action::Failure(text));
            }
            None => {}
        }
        if self.model.file.stale.is_some() {
            // The library has a version that the screen refuses: the key takes it.
            let _ = self.watch.request_version(WatchRequest::ByKey);
        }
        self.start_request(mode, true);
        None
    }

    /// Sends a request in a thread of its own. The end of the program does not wait for the thread:
    /// the library's file is replaced as a whole.
    fn start_request(&mut self, mode: RefreshMode, asked: bool) {
        let Some(refresh) = &mut self.refresh else { return };
        refresh.schedule.start(read_wall_clock());
        refresh.asked = asked;
        let (run, events) = (Arc::clone(&refresh.refresher.run), self.events.clone());
        let watch = self.watch.number;
        std::thread::spawn(move || {
            let answer = run(mode);
            // The loop has ended if the channel is closed.
            let _ = events.send(Event::Refreshed { watch, answer });
        });
    }

    /// Notes the answer of a request, and asks the watch for a new version at once.
    pub(super) fn end_request(
        &mut self,
        answer: Result<RefreshOutcome, RefreshError>,
    ) -> Option<Action> {
        let refresh = self.refresh.as_mut()?;
        refresh.schedule.end(read_wall_clock(), &answer);
        let asked = std::mem::take(&mut refresh.asked);
        if answer == Ok(RefreshOutcome::Stored) {
            let request = if asked { WatchRequest::ByKey } else { WatchRequest::Stored };
            if let Err(error) = self.watch.request_version(request) {
                return Some(Action::Failure(LineError::new(error).to_string()));
            }
        }
        Some(Action::Refreshed { answer, asked })
    }
}
