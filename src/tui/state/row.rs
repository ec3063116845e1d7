//! The rows of a list.

use crate::agenda::SessionIx;
use crate::plan::{Gap, Shift};

/// One line of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Row {
    /// A heading: a day, or what comes without one.
    Head(String),
    Session {
        session: SessionIx,
        /// Another session of the list starts at the same time, above.
        again: bool,
        /// It is proposed for a gap, and not part of the schedule.
        proposed: bool,
    },
    /// Free time in my schedule.
    Gap(Gap),
    /// Something about the row above: a clash, or what has changed since it was marked.
    Note(Note),
    /// What the hit above was found by.
    Found(SessionIx),
    /// A mark whose session is gone.
    Gone(Shift),
    /// An agenda that can be opened.
    Agenda(String),
    /// The line above goes on: in the linear layout.
    Rest(String),
    /// There is nothing to list, and why.
    Empty(String),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Note {
    Clash(String),
    Changed(String),
}

impl Row {
    /// Whether it can be selected.
    pub(crate) fn is_selectable(&self) -> bool {
        matches!(self, Row::Session { .. } | Row::Gap(_) | Row::Gone(_) | Row::Agenda(_))
    }

    /// Whether both are about the same, whatever has become of it.
    pub(crate) fn is_same(&self, other: &Row) -> bool {
        match (self, other) {
            (Row::Session { session: a, .. }, Row::Session { session: b, .. }) => a == b,
            (Row::Gap(a), Row::Gap(b)) => a.start == b.start,
            (a, b) => a == b,
        }
    }

    pub(crate) fn session(&self) -> Option<SessionIx> {
        match self {
            Row::Session { session, .. } => Some(*session),
            _ => None,
        }
    }
}
