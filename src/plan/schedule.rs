//! A plan for one version of the agenda: the session of each mark, and its level.

use super::attended::AttendedTime;
use super::change::Change;
use super::mark::Mark;
use super::marks::Plan;
use super::matching::{
    Lookup, Profile, SessionIndex, SessionMatch, find_unchanged, match_sessions,
};
use crate::agenda::{Agenda, Clean, Level, SessionIx};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A plan for one agenda. [`Plan::schedule_for`] makes a new one whenever plan or agenda change.
/// Every [`SessionIx`] in a `Schedule` is a position in this agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    /// The level of each session, by position.
    levels: Vec<Option<Level>>,
    /// The attended sessions with a start, without cancelled ones, in time order.
    attended: Vec<SessionIx>,
    /// The times of `attended`, by start.
    times: Vec<AttendedTime>,
    /// Every active mark with its session.
    matches: Vec<MarkMatch>,
}

/// An active mark, and its session in the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkMatch {
    /// The mark.
    pub mark: Arc<Mark>,
    /// The session in the agenda, and the evidence for it.
    pub found: SessionMatch,
}

impl MarkMatch {
    /// Returns the session. `None`: the agenda does not have the session any more.
    pub fn session(&self) -> Option<SessionIx> {
        self.found.session()
    }
}

impl Plan {
    /// Finds the session of each active mark in `agenda`, by the latest facts that the mark knows.
    /// If the version before `agenda` is at hand, [`VersionMap`](super::VersionMap) knows more.
    pub fn schedule_for(&self, agenda: &Agenda) -> Schedule {
        self.schedule_with(agenda, &Arc::default())
    }

    /// Returns the schedule as [`Plan::schedule_for`] does. `index` is of `agenda`, and saves time
    /// if several schedules are made.
    pub fn schedule_with(&self, agenda: &Agenda, index: &Arc<SessionIndex>) -> Schedule {
        let marks = self.shared_marks();
        let found = find_unchanged(marks.iter().map(|mark| &***mark), agenda, index);
        let found = found
            .unwrap_or_else(|| find_marks(&marks, &Lookup::with_index(agenda, Arc::clone(index))));
        Schedule::new(agenda, &marks, found)
    }

    /// Returns the schedule as [`Plan::schedule_for`] does. `lookup` is of `agenda`.
    pub fn schedule_in(&self, agenda: &Agenda, lookup: &Lookup<'_>) -> Schedule {
        let marks = self.shared_marks();
        Schedule::new(agenda, &marks, find_marks(&marks, lookup))
    }
}

/// Returns the session of each mark.
fn find_marks(marks: &[&Arc<Mark>], lookup: &Lookup<'_>) -> Vec<SessionMatch> {
    let before = Lookup::of_profiles(marks.iter().map(|mark| Profile::of_mark(mark)).collect());
    let mut matches = match_sessions(&before, lookup);
    let first_facts = marks.iter().map(|mark| Profile::of_first_facts(mark)).collect();
    matches.search_again(first_facts, [], lookup);
    matches.found
}

impl Schedule {
    /// Returns the schedule of `marks` with their sessions.
    fn new(agenda: &Agenda, marks: &[&Arc<Mark>], found: Vec<SessionMatch>) -> Schedule {
        let mut levels = vec![None; agenda.sessions.len()];
        for (mark, found) in marks.iter().zip(&found) {
            if let Some(level) = found.session().and_then(|ix| levels.get_mut(ix)) {
                *level = mark.level;
            }
        }
        let attended: Vec<SessionIx> = (0..)
            .zip(levels.iter().zip(&agenda.sessions))
            .filter(|(_, (level, _))| **level == Some(Level::Attend))
            .filter(|(_, (_, session))| session.start.is_some() && !session.cancelled)
            .map(|(ix, _)| ix)
            .collect();
        let matches = marks
            .iter()
            .zip(found)
            .map(|(mark, found)| MarkMatch { mark: Arc::clone(mark), found })
            .collect();
        let times = AttendedTime::list(agenda, &attended);
        Schedule { levels, attended, times, matches }
    }

    /// Returns the level of a session, even if its mark has another id.
    pub fn level_of(&self, session: SessionIx) -> Option<Level> {
        self.levels.get(session).copied().flatten()
    }

    /// Returns the level of each session, by position.
    pub fn levels(&self) -> &[Option<Level>] {
        &self.levels
    }

    /// Returns every active mark with its session, in the order of [`Plan::active_marks`].
    pub fn mark_matches(&self) -> &[MarkMatch] {
        &self.matches
    }

    /// Returns the attended sessions with a start, without cancelled ones, in time order.
    pub fn attended_sessions(&self) -> &[SessionIx] {
        &self.attended
    }

    /// Returns the times of [`Schedule::attended_sessions`], by start.
    pub(super) fn attended_times(&self) -> &[AttendedTime] {
        &self.times
    }

    /// Returns the changes to set `session` to `level`. Besides the change of `session`:
    ///
    /// - If another session's mark has the id of `session`, the mark moves to the id of its own
    ///   session. Ids that count positions shift like this.
    /// - A mark of `session` under an outdated id is removed.
    ///
    /// Setting the present level again stores the present facts of the session in the mark, so
    /// that [`Schedule::find_shifts`] does not report the session any more.
    #[must_use]
    pub fn set_level(
        &self,
        agenda: &Agenda,
        session: SessionIx,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        self.set_level_in(agenda, &SessionIndex::default(), session, level, now)
    }

    /// Returns the changes as [`Schedule::set_level`] does. `index` is of `agenda`, and saves time
    /// if many sessions are marked.
    #[must_use]
    pub fn set_level_in(
        &self,
        agenda: &Agenda,
        index: &SessionIndex,
        session: SessionIx,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        let Some(marked) = agenda.sessions.get(session) else {
            return Vec::new();
        };
        let mut changes: Vec<Change> = Vec::new();
        let mut next = Some(Change::set_level_of(marked, agenda, index, level, now));
        while let Some(change) = next {
            next = self.move_displaced_mark(agenda, change.session_id(), session, now);
            changes.push(change);
        }
        let removals: Vec<Change> = self
            .matches
            .iter()
            .filter(|found| found.session() == Some(session))
            .map(|found| &*found.mark)
            .filter(|mark| *mark.id() != marked.id)
            .filter(|mark| changes.iter().all(|change| change.session_id() != mark.id()))
            .map(|mark| mark.change_level(None, now))
            .collect();
        changes.extend(removals);
        changes
    }

    /// Returns the changes to set `session` to `level` in place of `missing`, a mark whose session
    /// is not in the agenda: `missing` is removed. `index` is of `agenda`.
    #[must_use]
    pub fn replace_mark(
        &self,
        agenda: &Agenda,
        index: &SessionIndex,
        missing: &Mark,
        session: SessionIx,
        level: Level,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        // The removed mark needs no other id if `session` has its id by now.
        let mut others = self.clone();
        others.matches.retain(|known| known.mark.id() != missing.id());
        let mut changes = vec![missing.change_level(None, now)];
        changes.extend(others.set_level_in(agenda, index, session, Some(level), now));
        changes
    }

    /// Returns the change to move the mark with this `id` to the id of its own session, or to an
    /// unused id if its session is gone. Returns `None` if no mark has the `id`, or if the mark
    /// belongs to `replacing` or has its own id already.
    fn move_displaced_mark(
        &self,
        agenda: &Agenda,
        id: &Clean,
        replacing: SessionIx,
        now: DateTime<Utc>,
    ) -> Option<Change> {
        let MarkMatch { mark, found } = self.matches.iter().find(|found| found.mark.id() == id)?;
        let own_id = match found.session() {
            Some(session) if session == replacing => return None,
            Some(session) => agenda.sessions.get(session)?.id.clone(),
            None => self.find_unused_id(agenda, id)?,
        };
        let mut moved = Mark::clone(mark);
        moved.marked.id = own_id;
        (moved.id() != id).then(|| moved.change_level(mark.level, now))
    }

    /// Returns `ID-gone-N` with the lowest `N` from 1 that no session and no mark has as its id.
    fn find_unused_id(&self, agenda: &Agenda, id: &Clean) -> Option<Clean> {
        let mut ids = (1..).map(|number| Clean::line_with_end(id, &format!("-gone-{number}")));
        ids.find(|id| {
            agenda.find_session(id).is_none()
                && self.matches.iter().all(|found| found.mark.id() != id)
        })
    }
}
