//! Whether a version of an agenda is worse than the one before it, and better not taken without
//! being asked for.

use super::Schedule;
use crate::agenda::Agenda;
use std::fmt;

/// Why it is worse; `Display` is the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regression {
    /// There is no session in it.
    Empty,
    /// It has errors, and so many of all sessions are not in it.
    Broken { gone: usize, total: usize },
    /// More than a third of all sessions are not in it.
    Shrunken { gone: usize, total: usize },
}

impl Schedule {
    /// Judges a version by this: [`Plan::of_all`](super::Plan::of_all) of the one before, laid over
    /// it.
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
