//! My marks: as they are on disk, and those on their way there.

use super::model::Model;
use crate::agenda::{Agenda, SessionIx};
use crate::plan::{Change, Plan, Schedule, ShiftKind};

/// Changes on their way to the disk, and what to do where they do not arrive.
#[derive(Debug)]
pub(crate) struct Saving {
    pub(crate) changes: Vec<Change>,
    /// The number of the step that takes them back, or of the one that they are, which is put back
    /// then.
    pub(crate) undo: Option<(usize, Option<Vec<Change>>)>,
}

impl Model {
    /// The changes that are not on disk yet.
    pub(crate) fn unsaved(&self) -> impl Iterator<Item = &Change> {
        self.saving.iter().flat_map(|saving| &saving.changes)
    }

    /// Whether a change of that session is not on disk yet, under whatever id it is marked.
    pub(crate) fn is_saving(&self, session: SessionIx) -> bool {
        let found = |change: &Change| {
            self.schedule
                .mark_matches()
                .iter()
                .find(|found| found.mark.session_id == *change.session_id())
        };
        let means = |change| {
            found(change).map_or_else(
                || self.agenda.find_session(change.session_id()),
                |found| found.session,
            )
        };
        self.unsaved().any(|change| means(change) == Some(session))
    }

    /// Takes what is on disk for the plan, and on top of it what is on its way there.
    pub(crate) fn take_plan(&mut self, saved: Plan) {
        self.plan = saved.clone();
        self.saved = saved;
        for saving in &self.saving {
            self.plan.apply_changes(&saving.changes);
        }
        self.schedule = self.plan.schedule_for(&self.agenda);
        self.changed = changed(&self.schedule, &self.agenda);
    }
}

/// The marked sessions that are not as they were when they were marked. Another id is nothing to a
/// person.
pub(super) fn changed(schedule: &Schedule, agenda: &Agenda) -> Vec<SessionIx> {
    let shifts = schedule
        .find_shifts(agenda)
        .into_iter()
        .filter(|shift| shift.kind != ShiftKind::Renumbered);
    shifts.filter_map(|shift| shift.session).collect()
}
