//! One edit of a plan.

use super::mark::Mark;
use super::matching::SessionIndex;
use crate::agenda::{Agenda, Clean, Level, Session};
use chrono::{DateTime, Utc};

/// An edit of a plan: sets the level of one session, removes its mark, or carries its mark to a new
/// version of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The mark after the change.
    pub(super) mark: Mark,
    pub(super) kind: ChangeKind,
}

/// The kind of a [`Change`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChangeKind {
    /// Sets the mark.
    Set,
    /// Undoes an edit that had set `level`. If the session has another level by now, a later edit
    /// has set the other level, and the undo must not overwrite the later edit.
    Undo {
        /// The level after the edit to undo.
        level: Option<Level>,
    },
    /// Keeps the level, and takes over what a new version of the agenda says about the session. A
    /// mark that was set again in the meantime stays as it is.
    Carry,
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
        Change::set_level_of(session, agenda, &SessionIndex::default(), level, now)
    }

    /// Returns the change as [`Change::set_level`]. `index` is of `agenda`, and saves time if many
    /// sessions are marked.
    pub(super) fn set_level_of(
        session: &Session,
        agenda: &Agenda,
        index: &SessionIndex,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Change {
        let mut mark = Mark::new(agenda, session, level, now);
        let session = index.session_with_id(agenda, &session.id);
        mark.marked.ambiguous =
            session.is_some_and(|ix| index.has_similar_in(agenda, &mark.marked, ix));
        Change { mark, kind: ChangeKind::Set }
    }

    /// Returns the same change with another time.
    #[must_use]
    pub fn done_at(mut self, now: DateTime<Utc>) -> Change {
        self.mark.changed = now;
        self
    }

    /// Returns true if the change keeps the level, and only takes over what a new version of the
    /// agenda says about the session.
    pub fn is_carry(&self) -> bool {
        self.kind == ChangeKind::Carry
    }

    /// Returns the id of the session.
    pub fn session_id(&self) -> &Clean {
        self.mark.id()
    }

    /// Returns the title of the session, for messages.
    pub fn title(&self) -> &Clean {
        &self.mark.marked.title
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
        Change { mark: Mark { level, changed: now, ..self.clone() }, kind: ChangeKind::Set }
    }
}
