//! The mark of one session, with the facts to find the session again by `matching`, and the entries
//! of a person's own.

use super::facts::SessionFacts;
use crate::agenda::{Agenda, Clean, Level, Session};
use chrono::{DateTime, Utc};

/// A mark: the level and the note of one session, and facts of the session. An entry of a person's
/// own, such as a lunch, is a mark without a session in the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The facts when the mark was set. `marked.id` is the key of the mark in its plan. Of an own
    /// entry: the facts of the entry.
    pub marked: SessionFacts,
    /// The facts in the last version of the agenda that had the session, if they differ from
    /// `marked`. A later version is searched for these facts.
    pub latest: Option<Box<SessionFacts>>,
    /// The time of the first version without the session. `None`: the last known version has the
    /// session.
    pub missing_since: Option<DateTime<Utc>>,
    /// The session's level. `None`: the mark was removed, or has a note or `skipped` alone. A
    /// `Plan` keeps removed marks, so that merging an old copy of the plan does not restore them.
    pub level: Option<Level>,
    /// True for a session that is not for me. `level` is `None` then.
    pub skipped: bool,
    /// True for an entry of a person's own. Its `level` is `Attend`, or `None` if it was removed.
    pub own: bool,
    /// The note. `None`: there never was one.
    pub note: Option<Box<MarkNote>>,
    /// The time of the last change of `level`, `skipped` or the facts of an own entry. Of two
    /// copies of a mark, the later one counts.
    pub changed: DateTime<Utc>,
}

/// A person's note on a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkNote {
    /// The text, with paragraphs. Empty: the note was removed.
    pub text: Clean,
    /// The time of the last change of `text`. Of two copies of a note, the later one counts.
    pub changed: DateTime<Utc>,
}

/// The part of a mark that a person sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct MarkState {
    /// The level, [`Mark::skipped`], and the facts of an own entry that was not removed.
    pub(super) stance: (Option<Level>, bool, Option<Box<SessionFacts>>),
    /// The facts of a mark that says something.
    pub(super) marked: Option<Box<SessionFacts>>,
    pub(super) note: Clean,
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

    /// Returns the text of the note, or `None` without one.
    pub fn note(&self) -> Option<&Clean> {
        self.note.as_ref().map(|note| &note.text).filter(|text| !text.is_empty())
    }

    /// Returns true if the mark says something: it has a level or a note, or is skipped.
    pub fn is_active(&self) -> bool {
        self.level.is_some() || self.skipped || self.note().is_some()
    }

    /// Returns the mark without level, note and `skipped`.
    pub(super) fn without_state(&self, now: DateTime<Utc>) -> Mark {
        let note = self.note().map(|_| Box::new(MarkNote { text: Clean::default(), changed: now }));
        Mark { level: None, skipped: false, note, changed: now, ..self.clone() }
    }

    /// Returns the part of the mark that a person sets.
    pub(super) fn state(&self) -> MarkState {
        let facts = (self.own && self.level.is_some()).then(|| Box::new(self.marked.clone()));
        MarkState {
            stance: (self.level, self.skipped, facts),
            marked: self.is_active().then(|| Box::new(self.marked.clone())),
            note: self.note().cloned().unwrap_or_default(),
        }
    }

    /// Sets the text of the note. The time of the note never decreases.
    pub(super) fn set_note(&mut self, text: Clean, now: DateTime<Utc>) {
        let known = self.note.as_ref().map_or(now, |note| note.changed);
        if self.note.is_some() || !text.is_empty() {
            self.note = Some(Box::new(MarkNote { text, changed: now.max(known) }));
        }
    }

    /// Returns the mark of a session that has a note and never had a level. Any level in another
    /// copy of the plan is later.
    pub(super) fn with_note_alone(&self) -> Mark {
        Mark { level: None, skipped: false, changed: DateTime::UNIX_EPOCH, ..self.clone() }
    }

    /// Takes over the note of `other` if it is later, or as late.
    pub(super) fn take_later_note(&mut self, other: &Mark) {
        let time = |mark: &Mark| mark.note.as_ref().map(|note| note.changed);
        if time(self) <= time(other) {
            self.note.clone_from(&other.note);
        }
    }

    /// Returns both copies of a mark as one: the later level, and the later note. Returns `None`
    /// if `other` has nothing later.
    pub(super) fn merged_with(&self, other: &Mark) -> Option<Mark> {
        let time = |mark: &Mark| mark.note.as_ref().map(|note| note.changed);
        let has_later_note = time(self) < time(other);
        if self.changed >= other.changed && !has_later_note {
            return None;
        }
        let later = if self.changed < other.changed { other } else { self };
        let note = if has_later_note { &other.note } else { &self.note };
        Some(Mark { note: note.clone(), ..later.clone() })
    }

    /// Returns true if both marks are of the same edit. The file of a plan stores milliseconds.
    pub(super) fn is_same_edit(&self, other: &Mark) -> bool {
        let millis = |mark: &Mark| mark.changed.timestamp_millis();
        (self.level, self.skipped) == (other.level, other.skipped) && millis(self) == millis(other)
    }

    /// Returns true if neither mark says anything, or if all fields except the times of the edits
    /// are equal.
    pub(super) fn is_equivalent(&self, other: &Mark) -> bool {
        let same_time = Mark { changed: self.changed, ..other.clone() };
        !(self.is_active() || other.is_active())
            || self.note() == other.note() && *self == Mark { note: self.note.clone(), ..same_time }
    }
}
