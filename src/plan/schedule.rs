//! A plan for one version of the agenda: the session of each mark, and its level.

use super::attended::AttendedTime;
use super::mark::Mark;
use super::mark_match::{MarkMatch, MatchIndex};
use super::marks::Plan;
use super::matching::{
    Lookup, Profile, SessionIndex, SessionMatch, find_unchanged, match_sessions,
};
use crate::agenda::{Agenda, Clean, Level, SessionIx};
use std::collections::BTreeMap;
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
    /// Every mark with a level, with its session.
    matches: Vec<MarkMatch>,
    /// Every active mark without a level, with its session: a note alone, or a skipped session.
    asides: Vec<MarkMatch>,
    /// The positions in `matches` and `asides`.
    index: MatchIndex,
    /// The notes on sessions and own entries.
    notes: BTreeMap<SessionIx, Clean>,
    /// The sessions that are not for me, ascending.
    skipped: Vec<SessionIx>,
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
        Schedule::new(self, agenda, &marks, found)
    }

    /// Returns the schedule as [`Plan::schedule_for`] does. `lookup` is of `agenda`.
    pub fn schedule_in(&self, agenda: &Agenda, lookup: &Lookup<'_>) -> Schedule {
        let marks = self.shared_marks();
        Schedule::new(self, agenda, &marks, find_marks(&marks, lookup))
    }
}

/// Returns the session of each mark.
fn find_marks(marks: &[&Arc<Mark>], lookup: &Lookup<'_>) -> Vec<SessionMatch> {
    let before = Lookup::of_profiles(marks.iter().map(|mark| Profile::of_mark(mark)).collect());
    let mut matches = match_sessions(&before, lookup);
    // The profiles of a plan take more memory than its marks.
    drop(before);
    matches.search_again(marks.iter().map(|mark| Profile::of_first_facts(mark)), [], lookup);
    matches.found
}

impl Schedule {
    /// Returns the schedule of `plan` with the sessions of its active `marks`.
    fn new(
        plan: &Plan,
        agenda: &Agenda,
        marks: &[&Arc<Mark>],
        found: Vec<SessionMatch>,
    ) -> Schedule {
        let mut schedule =
            Schedule { levels: vec![None; agenda.sessions.len()], ..Schedule::default() };
        for (mark, found) in marks.iter().zip(found) {
            if let Some(session) = found.session() {
                schedule.take_mark(session, mark);
            }
            let list = match mark.level {
                Some(_) => &mut schedule.matches,
                None => &mut schedule.asides,
            };
            list.push(MarkMatch { mark: Arc::clone(mark), found });
        }
        for (ix, session) in agenda.sessions.iter().enumerate().filter(|(_, known)| known.is_own())
        {
            if let Some(entry) = plan.entry(&session.id) {
                schedule.take_mark(ix, entry);
            }
        }
        schedule.skipped.sort_unstable();
        schedule.attended = (0..)
            .zip(schedule.levels.iter().zip(&agenda.sessions))
            .filter(|(_, (level, _))| **level == Some(Level::Attend))
            .filter(|(_, (_, session))| session.start.is_some() && !session.cancelled)
            .map(|(ix, _)| ix)
            .collect();
        schedule.times = AttendedTime::list(agenda, &schedule.attended);
        schedule
    }

    fn take_mark(&mut self, session: SessionIx, mark: &Mark) {
        if let Some(level) = self.levels.get_mut(session) {
            *level = mark.level;
        }
        if let Some(note) = mark.note() {
            self.notes.insert(session, note.clone());
        }
        if mark.skipped {
            self.skipped.push(session);
        }
    }

    /// Returns the level of a session, even if its mark has another id.
    pub fn level_of(&self, session: SessionIx) -> Option<Level> {
        self.levels.get(session).copied().flatten()
    }

    /// Returns the level of each session, by position.
    pub fn levels(&self) -> &[Option<Level>] {
        &self.levels
    }

    /// Returns the note on a session.
    pub fn note_of(&self, session: SessionIx) -> Option<&Clean> {
        self.notes.get(&session)
    }

    /// Returns true if a session has a note.
    pub fn has_notes(&self) -> bool {
        !self.notes.is_empty()
    }

    /// Returns true if a session is not for me.
    pub fn is_skipped(&self, session: SessionIx) -> bool {
        self.skipped.binary_search(&session).is_ok()
    }

    /// Returns the sessions that are not for me, ascending.
    pub fn skipped_sessions(&self) -> &[SessionIx] {
        &self.skipped
    }

    /// Returns every mark with a level, with its session, in the order of [`Plan::active_marks`].
    pub fn mark_matches(&self) -> &[MarkMatch] {
        &self.matches
    }

    /// Returns every active mark with its session: those with a level, then the others.
    pub fn active_matches(&self) -> impl Iterator<Item = &MarkMatch> {
        self.matches.iter().chain(&self.asides)
    }

    /// Returns the active mark with this id.
    pub(super) fn match_with_id(&self, id: &Clean) -> Option<&MarkMatch> {
        self.index.with_id([&self.matches, &self.asides], id)
    }

    /// Returns the active marks of a session, in the order of [`Schedule::active_matches`].
    pub(super) fn matches_of(&self, session: SessionIx) -> impl Iterator<Item = &MarkMatch> {
        self.index.of_session([&self.matches, &self.asides], session)
    }

    /// Returns the attended sessions with a start, without cancelled ones, in time order.
    pub fn attended_sessions(&self) -> &[SessionIx] {
        &self.attended
    }

    /// Returns the times of [`Schedule::attended_sessions`], by start.
    pub(super) fn attended_times(&self) -> &[AttendedTime] {
        &self.times
    }

    /// Returns the schedule without the mark of this id.
    pub(super) fn without_mark(&self, id: &Clean) -> Schedule {
        let mut others = self.clone();
        others.matches.retain(|known| known.mark.id() != id);
        others.index = MatchIndex::default();
        others
    }
}
