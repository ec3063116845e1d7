//! The rows of a list.

use super::NewsPlace;
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
        /// The reason why a session without a mark is in my schedule.
        proposal: Option<Proposal>,
    },
    /// Free time in my schedule.
    Gap(Gap),
    /// A sentence about the session above.
    Note(Note),
    /// The matching field of the hit above.
    Match(SessionIx),
    /// A mark whose session is not in the agenda.
    Missing(Box<MarkMatch>),
    /// A change of the agenda since the program was opened.
    News {
        place: NewsPlace,
        /// The position of the session. `None`: the session is gone, or there are several.
        session: Option<SessionIx>,
    },
    /// A sentence about the list.
    Remark(String),
}

/// The reason why a session without a mark is in my schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proposal {
    /// The session of the missing mark above may have become this session.
    MayBeMissing,
}

/// A sentence about a marked session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Note {
    /// An overlap with another attended session.
    Clash(String),
    /// A change since the session was marked.
    Changed(String),
    /// The person's note.
    Personal(String),
}

impl Row {
    /// Returns true if the row can be selected.
    pub(crate) fn is_selectable(&self) -> bool {
        matches!(self, Row::Session { .. } | Row::Gap(_) | Row::Missing(_) | Row::News { .. })
    }

    /// Returns true if both rows are about the same session, gap or mark.
    pub(crate) fn is_same(&self, other: &Row) -> bool {
        match (self, other) {
            (Row::Session { session: a, .. }, Row::Session { session: b, .. }) => a == b,
            (Row::News { place: a, .. }, Row::News { place: b, .. }) => a == b,
            (Row::Gap(a), Row::Gap(b)) => a.start == b.start,
            (Row::Missing(a), Row::Missing(b)) => a.mark.id() == b.mark.id(),
            (a, b) => a == b,
        }
    }

    /// Returns the position of the same row in `rows`. Of several, the one nearest to `near`: my
    /// schedule may propose a session twice.
    pub(crate) fn find_nearest(&self, rows: &[Row], near: usize) -> Option<usize> {
        let same = rows.iter().enumerate().filter(|(_, row)| row.is_same(self));
        same.map(|(position, _)| position).min_by_key(|position| position.abs_diff(near))
    }

    /// Returns the session of the row.
    pub(crate) fn session(&self) -> Option<SessionIx> {
        match self {
            Row::Session { session, .. } => Some(*session),
            Row::News { session, .. } => *session,
            _ => None,
        }
    }
}
