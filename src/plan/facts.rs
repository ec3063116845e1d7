//! The facts of a session that a plan keeps, to find the session in another version of the agenda.

use crate::agenda::{Agenda, Clean, Moment, Part, Session};

/// The facts of a session at one time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionFacts {
    /// The session's id.
    pub id: Clean,
    /// The session's title. Empty if a hand-written plan gives none.
    pub title: Clean,
    /// The session's start on the clock of the agenda. `None`: not scheduled.
    pub start: Option<Moment>,
    /// The session's published room. Empty: no room. `None`: the plan names no room.
    pub room: Option<Clean>,
    /// The session's length in minutes. `None`: unknown.
    pub minutes: Option<u32>,
    /// The names of the session's people without sponsors. Empty also if the plan names none.
    pub people: Vec<Clean>,
    /// True if the agenda had another session with an equal or a similar title, as in a series.
    /// Then title and people alone do not identify the session.
    pub ambiguous: bool,
    /// True if the session was cancelled.
    pub cancelled: bool,
}

impl SessionFacts {
    /// Returns the title, or the id of a session without a known title.
    pub fn known_title(&self) -> &Clean {
        if self.title.is_empty() { &self.id } else { &self.title }
    }

    /// Returns the room, if the session is known to have one.
    pub(super) fn known_room(&self) -> Option<&Clean> {
        self.room.as_ref().filter(|room| !room.is_empty())
    }

    /// Returns the facts of `session` in `agenda`. `ambiguous` is false.
    pub(crate) fn of_session(agenda: &Agenda, session: &Session) -> SessionFacts {
        SessionFacts {
            id: session.id.clone(),
            title: session.title.clone(),
            start: session.start,
            room: Some(session.room.clone().unwrap_or_default()),
            minutes: session.minutes,
            people: names_without_sponsors(agenda, session).cloned().collect(),
            ambiguous: false,
            cancelled: session.cancelled,
        }
    }
}

/// Returns the names of the session's people without sponsors, in the order of the file.
pub(super) fn names_without_sponsors<'a>(
    agenda: &'a Agenda,
    session: &'a Session,
) -> impl Iterator<Item = &'a Clean> {
    agenda
        .people_of(session)
        .filter(|(_, part)| *part != Part::Sponsor)
        .map(|(person, _)| &person.name)
}

/// Returns true if both starts are the same instant or the same local time. An agenda may gain its
/// zone after a mark was made. The offset of every start changes then, and nothing has moved.
pub(super) fn is_same_start(a: Option<Moment>, b: Option<Moment>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || a.naive_local() == b.naive_local(),
        (a, b) => a == b,
    }
}
