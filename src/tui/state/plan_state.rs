//! The plan: the version on disk, and the changes on their way to the disk.

use crate::agenda::{Agenda, Clean, Level, SessionIx};
use crate::filter::Filter;
use crate::plan::{Change, Mark, MarkMatch, Plan, Schedule, SessionIndex};
use crate::timetable::{Arrangement, RoomMove};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;

/// The marks of a person, saved and unsaved.
#[derive(Debug)]
pub(crate) struct PlanState {
    /// The plan on disk, as far as the program knows.
    pub(crate) saved: Plan,
    /// Changes on their way to the disk, the oldest first.
    pub(crate) saving: VecDeque<Saving>,
    /// The plan with the changes of `saving`. The screen shows this plan.
    pub(crate) current: Plan,
    /// The marks of `current` with their sessions in the agenda.
    pub(crate) schedule: Schedule,
    /// Marked sessions that have changed since the mark was set.
    pub(crate) changed: Vec<SessionIx>,
    /// The sessions with an edit that is not on disk yet.
    unsaved: Vec<SessionIx>,
    pub(crate) counts: PlanCounts,
    /// The number of versions of `schedule` so far.
    pub(crate) versions: u64,
    /// The number of attended sessions of each day. Empty if no session is attended.
    pub(crate) attended_per_day: Vec<usize>,
    /// Indexes of the agenda, to find the sessions of marks.
    pub(crate) index: Arc<SessionIndex>,
    /// The steps that can be undone, marks and changes of the view in one order, by their number.
    pub(crate) undo: BTreeMap<usize, UndoStep>,
    /// The own entries of `current` that are sessions of the agenda.
    pub(crate) shown_entries: Vec<Mark>,
    /// The sessions of the agenda have notes of the plan.
    pub(crate) shows_notes: bool,
    /// A sentence about an unreadable plan on disk. `None`: the plan can be read.
    pub(crate) unreadable: Option<String>,
}

/// A step that can be undone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum UndoStep {
    /// The changes of the plan that undo the step.
    Marks(Vec<Change>),
    View(Box<ViewStep>),
}

/// The filter and the rooms before a change of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ViewStep {
    pub(crate) filter: Filter,
    pub(crate) rooms: RoomsBefore,
    /// The selection that the change took away.
    pub(crate) left: Option<LeftSession>,
}

/// A selected session that a change hid, and the session that was selected in its place, by their
/// ids.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LeftSession {
    pub(crate) before: Clean,
    pub(crate) after: Option<Clean>,
}

/// The rooms before a change of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RoomsBefore {
    All(Arc<Arrangement>),
    /// All rooms in their present places, but for this move. The names of all rooms would stay in
    /// memory for each move.
    Moved(RoomMove),
}

impl RoomsBefore {
    /// Returns what leads from `now` back to `before`.
    pub(crate) fn new(before: Arc<Arrangement>, now: &Arrangement) -> RoomsBefore {
        now.find_move_back(&before).map_or(RoomsBefore::All(before), RoomsBefore::Moved)
    }

    /// Returns the arrangement before. `now` is the one after.
    pub(crate) fn arrangement(self, now: &Arc<Arrangement>) -> Arc<Arrangement> {
        match self {
            RoomsBefore::All(before) => before,
            RoomsBefore::Moved(back) => {
                let mut before = Arrangement::clone(now);
                before.move_room(back);
                Arc::new(before)
            }
        }
    }
}

/// The numbers in the header.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PlanCounts {
    /// The number of attended sessions.
    pub(crate) attended: usize,
    /// The number of marks whose sessions are not in the agenda.
    pub(crate) missing: usize,
    /// The number of pairs of attended sessions that overlap.
    pub(crate) clashes: usize,
}

impl PlanCounts {
    fn new(schedule: &Schedule, agenda: &Agenda) -> PlanCounts {
        let levels = schedule.levels().iter();
        let marks = schedule.mark_matches().iter();
        PlanCounts {
            attended: levels.filter(|level| **level == Some(Level::Attend)).count(),
            missing: marks.filter(|known| known.session().is_none()).count(),
            clashes: schedule.find_clashes(agenda).len(),
        }
    }
}

/// Changes on their way to the disk.
#[derive(Debug)]
pub(crate) struct Saving {
    pub(crate) changes: Vec<Change>,
    pub(crate) on_failure: UndoOnFailure,
}

/// The correction of [`PlanState::undo`] if changes cannot be saved.
#[derive(Debug)]
pub(crate) enum UndoOnFailure {
    /// There is no step to correct.
    Keep,
    /// The changes were not made. The step of this number is removed.
    Forget(usize),
    /// The changes were not undone. The step of this number can be undone again.
    Restore(usize, Vec<Change>),
}

impl UndoOnFailure {
    /// Returns the number of the step.
    pub(crate) fn step_number(&self) -> Option<usize> {
        match self {
            UndoOnFailure::Keep => None,
            UndoOnFailure::Forget(number) | UndoOnFailure::Restore(number, _) => Some(*number),
        }
    }
}

impl PlanState {
    /// Returns the state of a plan without unsaved changes.
    pub(crate) fn new(plan: Plan, agenda: &Agenda) -> PlanState {
        let index = Arc::default();
        let schedule = plan.schedule_with(agenda, &index);
        PlanState {
            saved: plan.clone(),
            saving: VecDeque::new(),
            current: plan,
            changed: changed_sessions(&schedule, agenda),
            unsaved: Vec::new(),
            counts: PlanCounts::new(&schedule, agenda),
            versions: 0,
            attended_per_day: attended_per_day(&schedule, agenda),
            schedule,
            index,
            undo: BTreeMap::new(),
            shown_entries: Vec::new(),
            shows_notes: false,
            unreadable: None,
        }
    }

    /// Adds a step that can be undone and returns its number.
    pub(crate) fn add_undo_step(&mut self, step: UndoStep) -> usize {
        // An unsaved undo may restore its step under the step's number.
        let taken = self.saving.iter().filter_map(|saving| saving.on_failure.step_number()).max();
        let last = self.undo.keys().next_back().copied().max(taken);
        let number = last.map_or(0, |last| last + 1);
        self.undo.insert(number, step);
        number
    }

    /// Puts the own entries of the plan into `agenda`, the next version of the agenda.
    pub(crate) fn put_entries_into(&mut self, agenda: &mut Agenda) {
        self.current.put_entries_into(agenda);
        self.shown_entries = self.current.entries().into_iter().cloned().collect();
    }

    /// Returns true if the agenda has other own entries than the plan.
    pub(crate) fn has_new_entries(&self) -> bool {
        !self.shown_entries.iter().eq(self.current.entries())
    }

    /// Replaces the plan on disk by `saved` and applies the unsaved changes again.
    pub(crate) fn take_saved(&mut self, saved: Plan, agenda: &Agenda) {
        let mut current = saved.clone();
        self.saved = saved;
        for saving in &self.saving {
            current.apply_changes(&saving.changes);
        }
        // The disk says in general what the screen shows already.
        if current != self.current {
            self.current = current;
            self.derive_schedule(agenda);
        }
        self.unsaved = self.unsaved_sessions(agenda);
    }

    /// Finds the sessions of the marks in a new version of the agenda.
    pub(crate) fn take_agenda(&mut self, agenda: &Agenda) {
        self.index = Arc::default();
        self.derive_schedule(agenda);
        self.unsaved = self.unsaved_sessions(agenda);
    }

    fn derive_schedule(&mut self, agenda: &Agenda) {
        self.schedule = self.current.schedule_with(agenda, &self.index);
        self.changed = changed_sessions(&self.schedule, agenda);
        self.counts = PlanCounts::new(&self.schedule, agenda);
        self.versions += 1;
        self.attended_per_day = attended_per_day(&self.schedule, agenda);
    }

    /// Returns the edits of a person that are not on disk yet, the oldest first.
    pub(crate) fn unsaved_changes(&self) -> impl Iterator<Item = &Change> {
        let changes = self.saving.iter().flat_map(|saving| &saving.changes);
        changes.filter(|change| !change.is_carry())
    }

    /// Returns true if an edit of this session is not on disk yet. The edit may name an earlier id
    /// of the session.
    pub(crate) fn is_saving(&self, session: SessionIx) -> bool {
        self.unsaved.contains(&session)
    }

    fn unsaved_sessions(&self, agenda: &Agenda) -> Vec<SessionIx> {
        let changes = self.unsaved_changes();
        changes.filter_map(|change| self.session_of(change, agenda)).collect()
    }

    /// Returns the session of a change.
    fn session_of(&self, change: &Change, agenda: &Agenda) -> Option<SessionIx> {
        let id = change.session_id();
        let known = self.schedule.active_matches().find(|found| found.mark.id() == id);
        known.map_or_else(|| self.index.session_with_id(agenda, id), MarkMatch::session)
    }
}

/// Returns [`PlanState::attended_per_day`].
fn attended_per_day(schedule: &Schedule, agenda: &Agenda) -> Vec<usize> {
    let is_attended = |level: &&Option<Level>| **level == Some(Level::Attend);
    if !schedule.levels().iter().any(|level| is_attended(&level)) {
        return Vec::new();
    }
    let levels = |sessions: Range<SessionIx>| schedule.levels().get(sessions).unwrap_or_default();
    let days = agenda.days.iter().map(|day| levels(day.sessions.clone()));
    days.map(|levels| levels.iter().filter(is_attended).count()).collect()
}

/// Returns the marked sessions that have changed since the mark was set. A new id is no change.
fn changed_sessions(schedule: &Schedule, agenda: &Agenda) -> Vec<SessionIx> {
    let shifts = schedule.find_shifts(agenda).into_iter();
    let news = shifts.filter(|shift| shift.is_news(agenda));
    news.filter_map(|shift| shift.session()).collect()
}
