//! The check: makes a consistent [`Agenda`] of a [`Draft`] and reports every problem.

mod addresses;
mod clock;
mod days;
mod event;
mod identity;
mod people;
mod rooms;
mod safe_ids;
mod session_ids;
mod sessions;
mod state;
mod times;
mod tracks;
mod walk;

use super::draft::Draft;
use super::model::Agenda;
use super::problem::Problem;
use super::reports::deduplicate;
use super::zone::Zone;
use crate::agenda::order::sort_compactly;
pub(super) use days::add_by_day;
use state::Check;

impl Draft {
    /// Makes an [`Agenda`] of the draft. Returns the `Agenda` with all problems of the file, in
    /// the order of the file. A session without a title or without a start is left out. A field
    /// with an invalid value is ignored. `zone` is the time zone for a draft without one.
    pub fn check(self, zone: Option<&Zone>) -> (Agenda, Vec<Problem>) {
        let id = identity::event_id(&self);
        let mut check = Check::new(self.problems, self.origin);
        check.may_be_empty = self.may_be_empty;
        check.check_event(self.event, self.file, &id, zone);
        check.check_clock(&self.sessions);
        check.check_rooms(self.rooms, &self.sessions);
        check.check_walk(self.walk);
        check.check_tracks(self.tracks);
        check.check_people(self.people);
        check.check_sessions(self.sessions);
        check.warn_unnamed_people();
        check.sort_sessions();
        let Check { agenda, mut problems, .. } = check;
        sort_compactly(&mut problems, |problem: &Problem| problem.at.as_ref().map(|at| at.start));
        deduplicate(&mut problems);
        (agenda, problems)
    }
}
