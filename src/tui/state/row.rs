//! The rows of a list.

use crate::agenda::SessionIx;
use crate::plan::{Gap, MarkMatch};

/// A row of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Row {
    /// A heading: a day, or the sessions without a day.
    Head(String),
    Session {
        session: SessionIx,
        /// The session of the row above starts at the same time.
        same_time: bool,
        /// The session is a proposal for a gap.
        proposed: bool,
    },
    /// Free time in my schedule.
    Gap(Gap),
    /// A sentence about the session above.
    Note(Note),
    /// The matching field of the hit above.
    Match(SessionIx),
    /// A mark whose session is gone.
    Gone(Box<MarkMatch>),
    /// The name of an agenda.
    Agenda(String),
    /// The next line of the row above, in the linear layout.
    Continuation(String),
    /// A sentence about the list.
    Remark(String),
}

/// A sentence about a marked session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Note {
    /// An overlap with another attended session.
    Clash(String),
    /// A change since the session was marked.
    Changed(String),
}

impl Row {
    /// Returns true if the row can be selected.
    pub(crate) fn is_selectable(&self) -> bool {
        matches!(self, Row::Session { .. } | Row::Gap(_) | Row::Gone(_) | Row::Agenda(_))
    }

    /// Returns true if both rows are about the same session or gap.
    pub(crate) fn is_same(&self, other: &Row) -> bool {
        match (self, other) {
            (Row::Session { session: a, .. }, Row::Session { session: b, .. }) => a == b,
            (Row::Gap(a), Row::Gap(b)) => a.start == b.start,
            (a, b) => a == b,
        }
    }

    /// Returns the session of the row.
    pub(crate) fn session(&self) -> Option<SessionIx> {
        match self {
            Row::Session { session, .. } => Some(*session),
            _ => None,
        }
    }
}
