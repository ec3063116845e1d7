//! The mark of one session, with the facts to find the session again by `matching`.

use super::facts::SessionFacts;
use crate::agenda::{Agenda, Clean, Level, Session};
use chrono::{DateTime, Utc};

/// A mark: the level of one session, and facts of the session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The facts when the mark was set. `marked.id` is the key of the mark in its plan.
    pub marked: SessionFacts,
    /// The facts in the last version of the agenda that had the session, if they differ from
    /// `marked`. A later version is searched for these facts.
    pub latest: Option<Box<SessionFacts>>,
    /// The time of the first version without the session. `None`: the last known version has the
    /// session.
    pub missing_since: Option<DateTime<Utc>>,
    /// The session's level. `None`: the mark was removed. A `Plan` keeps removed marks, so that
    /// merging an old copy of the plan does not restore them.
    pub level: Option<Level>,
    /// The time of the last change of `level`. Of two copies of a mark, the later one counts.
    pub changed: DateTime<Utc>,
}

impl Mark {
    /// Returns a mark with the facts of `session` in `agenda`. `ambiguous` is false.
    pub(super) fn new(
        agenda: &Agenda,
        session: &Session,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Mark {
        let marked = SessionFacts::of_session(agenda, session);
        Mark { marked, level, changed: now, ..Mark::default() }
    }

    /// Returns the key of the mark in its plan: the session's id when the mark was set.
    pub fn id(&self) -> &Clean {
        &self.marked.id
    }

    /// Returns the title for messages: the session's title when the mark was set, or its id.
    pub fn title(&self) -> &Clean {
        self.marked.known_title()
    }

    /// Returns the newest facts.
    pub fn latest(&self) -> &SessionFacts {
        self.latest.as_deref().unwrap_or(&self.marked)
    }

    /// Returns true if both marks are of the same edit. The file of a plan stores milliseconds.
    pub(super) fn is_same_edit(&self, other: &Mark) -> bool {
        let millis = |mark: &Mark| mark.changed.timestamp_millis();
        self.level == other.level && millis(self) == millis(other)
    }

    /// Returns true if both marks are removed, or if all fields except `changed` are equal.
    pub(super) fn is_equivalent(&self, other: &Mark) -> bool {
        (self.level, other.level) == (None, None)
            || *self == Mark { changed: self.changed, ..other.clone() }
    }
}
