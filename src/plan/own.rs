//! Entries of a person's own, such as a lunch or a shift.

use super::change::{Change, ChangeKind};
use super::facts::SessionFacts;
use super::mark::Mark;
use super::marks::Plan;
use super::schedule::Schedule;
use crate::agenda::{Agenda, Clean, Level, Moment, Session, slug};
use chrono::{DateTime, Utc};

/// The longest part of an id that is made of a title, in bytes.
const ID_TITLE_MAX: usize = 32;

/// An entry of a person's own, as a person types it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnEntry {
    /// The title, never empty.
    pub title: Clean,
    /// The start on the clock of the agenda.
    pub start: Moment,
    /// The length in minutes.
    pub minutes: u32,
    /// The place.
    pub room: Option<Clean>,
}

impl OwnEntry {
    /// Returns the change that adds the entry. The id is made of start and title: the same entry
    /// added twice is one entry.
    #[must_use]
    pub fn store_new(self, now: DateTime<Utc>) -> Change {
        let title = slug(&self.title, ID_TITLE_MAX);
        let id = format!("own-{}-{title}", self.start.format("%m%d-%H%M"));
        self.store_as(Clean::line(id.trim_end_matches('-')), now)
    }

    /// Returns the change that gives the entry with this `id` the values of `self`.
    #[must_use]
    pub fn replace(self, id: Clean, now: DateTime<Utc>) -> Change {
        self.store_as(id, now)
    }

    /// Returns an entry of the agenda. `None`: `session` is of the agenda's file, or has no start.
    pub fn of_session(session: &Session) -> Option<OwnEntry> {
        Some(OwnEntry {
            title: session.title.clone(),
            start: session.start.filter(|_| session.is_own())?,
            minutes: session.minutes.unwrap_or_default(),
            room: session.room.clone(),
        })
    }

    /// Returns the entry as a session, to compare its time with others.
    pub fn to_session(&self) -> Session {
        let (title, room) = (self.title.clone(), self.room.clone());
        Session::own(Clean::default(), title, self.start, Some(self.minutes), room)
    }

    fn store_as(self, id: Clean, now: DateTime<Utc>) -> Change {
        let OwnEntry { title, start, minutes, room } = self;
        let (start, minutes) = (Some(start), Some(minutes));
        let marked = SessionFacts { id, title, start, minutes, room, ..SessionFacts::default() };
        let level = Some(Level::Attend);
        let mark = Mark { marked, level, own: true, changed: now, ..Mark::default() };
        Change { mark, kind: ChangeKind::Set }
    }
}

impl Plan {
    /// Puts the own entries of the plan into `agenda`, in place of those of another plan.
    pub fn put_entries_into(&self, agenda: &mut Agenda) {
        let entries = self.entries();
        if entries.is_empty() && !agenda.has_own_sessions() {
            return;
        }
        let own: Vec<Session> =
            entries.iter().filter_map(|entry| own_session(entry, agenda)).collect();
        agenda.replace_own_sessions(own);
    }
}

impl Schedule {
    /// Puts the notes of the plan into the sessions of `agenda`. Returns true if a note differs.
    pub fn put_notes_into(&self, agenda: &mut Agenda) -> bool {
        let mut is_changed = false;
        for (ix, session) in agenda.sessions.iter_mut().enumerate() {
            let note = self.note_of(ix);
            if session.note.as_ref() != note {
                session.note = note.cloned();
                is_changed = true;
            }
        }
        is_changed
    }
}

/// Returns an own entry as a session. Returns `None` without a start, or if a session of the
/// agenda's file has the id.
fn own_session(entry: &Mark, agenda: &Agenda) -> Option<Session> {
    let facts = &entry.marked;
    let mut sessions = agenda.sessions.iter().filter(|session| !session.is_own());
    if sessions.any(|session| session.id == facts.id) {
        return None;
    }
    let room = facts.room.clone().filter(|room| !room.is_empty());
    let start = agenda.local_time(facts.start?);
    Some(Session::own(facts.id.clone(), entry.title().clone(), start, facts.minutes, room))
}
