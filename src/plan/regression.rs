//! A loss of sessions from one version of an agenda to the next. An automatic update stops there.

use super::schedule::Schedule;
use crate::agenda::Agenda;
use std::fmt;

/// The reason why a version of an agenda is worse than the one before. `Display` writes the end of
/// a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regression {
    /// The version has no session.
    Empty,
    /// The version has errors, and sessions are missing.
    Broken {
        /// The number of missing sessions.
        gone: usize,
        /// The number of sessions before.
        total: usize,
    },
    /// More than a third of all sessions are missing.
    Shrunken {
        /// The number of missing sessions.
        gone: usize,
        /// The number of sessions before.
        total: usize,
    },
}

impl Schedule {
    /// Returns the reason why `version` is worse than the version before, or `None`. `self` is
    /// [`Plan::with_every_session`](super::Plan::with_every_session) of the version before, as a
    /// schedule for `version`.
    pub fn find_regression(&self, version: &Agenda, has_errors: bool) -> Option<Regression> {
        let total = self.mark_matches().len();
        let gone = self.mark_matches().iter().filter(|found| found.session.is_none()).count();
        match gone {
            _ if version.sessions.is_empty() => Some(Regression::Empty),
            1.. if has_errors => Some(Regression::Broken { gone, total }),
            _ if gone * 3 > total => Some(Regression::Shrunken { gone, total }),
            _ => None,
        }
    }
}

impl fmt::Display for Regression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (gone, total) = match *self {
            Regression::Empty => return f.write_str("there is no session in it"),
            Regression::Broken { gone, total } => {
                f.write_str("it has errors, and ")?;
                (gone, total)
            }
            Regression::Shrunken { gone, total } => (gone, total),
        };
        write!(f, "{gone} of {total} sessions {} not in it", if gone == 1 { "is" } else { "are" })
    }
}
