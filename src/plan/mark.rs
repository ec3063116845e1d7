//! The mark of one session, with the facts to find the session again by `matching`.

use crate::agenda::{Agenda, Clean, Level, Moment, Part, Session};
use chrono::{DateTime, Utc};

/// A mark: the level of one session, and the session's facts at the time of marking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The session's id.
    pub session_id: Clean,
    /// The session's title. Empty if a hand-written plan gives none.
    pub title: Clean,
    /// The session's start. `None`: not scheduled.
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
    /// True if the session was cancelled at the time of marking.
    pub cancelled: bool,
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
        Mark {
            session_id: session.id.clone(),
            title: session.title.clone(),
            start: session.start,
            room: Some(session.room.clone().unwrap_or_default()),
            minutes: session.minutes,
            people: names_without_sponsors(agenda, session).cloned().collect(),
            ambiguous: false,
            cancelled: session.cancelled,
            level,
            changed: now,
        }
    }

    /// Returns true if both marks are removed, or if all fields except `changed` are equal.
    pub(super) fn is_equivalent(&self, other: &Mark) -> bool {
        (self.level, other.level) == (None, None)
            || *self == Mark { changed: self.changed, ..other.clone() }
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
