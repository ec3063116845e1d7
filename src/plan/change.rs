//! One edit of a plan.

use super::mark::Mark;
use super::matching::has_similar_session;
use crate::agenda::{Agenda, Clean, Level, Session};
use chrono::{DateTime, Utc};

/// An edit of a plan: sets the level of one session, or removes its mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The mark after the change.
    pub(super) mark: Mark,
    /// The edit to revert. `None`: this `Change` is no undo.
    pub(super) reverts: Option<Reverted>,
}

/// The result of an edit to revert. If the session has another level by now, a later edit has set
/// the other level, and the undo must not overwrite the later edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reverted {
    /// The level after the edit to revert.
    pub(super) level: Option<Level>,
}

impl Change {
    /// Returns the change to set `session` of `agenda` to `level`. `None` removes the mark.
    #[must_use]
    pub fn set_level(
        agenda: &Agenda,
        session: &Session,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Change {
        let mut mark = Mark::new(agenda, session, level, now);
        mark.ambiguous = agenda
            .find_session(&session.id)
            .is_some_and(|ix| has_similar_session(&mark, ix, agenda));
        Change { mark, reverts: None }
    }

    /// Returns the same change with another time.
    #[must_use]
    pub fn done_at(mut self, now: DateTime<Utc>) -> Change {
        self.mark.changed = now;
        self
    }

    /// Returns the id of the session.
    pub fn session_id(&self) -> &Clean {
        &self.mark.session_id
    }

    /// Returns the title of the session, for messages.
    pub fn title(&self) -> &Clean {
        &self.mark.title
    }

    /// Returns the new level of the session. `None`: the mark is removed.
    pub fn level(&self) -> Option<Level> {
        self.mark.level
    }
}

impl Mark {
    /// Returns the change to set the session of this `Mark` to `level`. The session need not be in
    /// the agenda.
    #[must_use]
    pub fn change_level(&self, level: Option<Level>, now: DateTime<Utc>) -> Change {
        Change { mark: Mark { level, changed: now, ..self.clone() }, reverts: None }
    }
}
