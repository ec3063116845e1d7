//! Whether a version of an agenda is worse than the one before it, and better not taken without
//! being asked for.

use super::Schedule;
use crate::agenda::Agenda;
use std::fmt;

/// Why it is worse; `Display` is the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worse {
    /// There is no session in it.
    Empty,
    /// It has errors, and so many of all sessions are not in it.
    Broken { gone: usize, of: usize },
    /// More than a third of all sessions are not in it.
    Shrunken { gone: usize, of: usize },
}

impl Schedule {
    /// Judges a version by this: [`Plan::of_all`](super::Plan::of_all) of the one before, laid over
    /// it.
    pub fn worse(&self, version: &Agenda, has_errors: bool) -> Option<Worse> {
        let of = self.found().len();
        let gone = self.found().iter().filter(|(_, session)| session.is_none()).count();
        match gone {
            _ if version.sessions.is_empty() => Some(Worse::Empty),
            1.. if has_errors => Some(Worse::Broken { gone, of }),
            _ if gone * 3 > of => Some(Worse::Shrunken { gone, of }),
            _ => None,
        }
    }
}

impl fmt::Display for Worse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (gone, of) = match *self {
            Worse::Empty => return f.write_str("there is no session in it"),
            Worse::Broken { gone, of } => {
                f.write_str("it has errors, and ")?;
                (gone, of)
            }
            Worse::Shrunken { gone, of } => (gone, of),
        };
        write!(f, "{gone} of {of} sessions {} not in it", if gone == 1 { "is" } else { "are" })
    }
}
