//! One edit of a plan.

use super::mark::{Mark, MarkState};
use super::matching::SessionIndex;
use crate::agenda::{Agenda, Clean, Level, Session};
use chrono::{DateTime, Utc};

/// An edit of a plan: sets the level or the note of one session, removes its mark, adds, edits or
/// removes an entry of a person's own, or carries a mark to a new version of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The mark after the change.
    pub(super) mark: Mark,
    pub(super) kind: ChangeKind,
}

/// The kind of a [`Change`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ChangeKind {
    /// Sets the mark. A later note stays.
    Set,
    /// Sets the note alone.
    Note,
    /// Undoes an edit. If the session has another level, or another note, by now than after the
    /// edit, a later edit has set it, and the undo must not overwrite the later edit.
    Undo {
        /// The state after the edit to undo.
        after: Box<MarkState>,
    },
    /// Keeps the level, and takes over what a new version of the agenda says about the session. A
    /// mark that was set again in the meantime stays as it is.
    Carry,
}

impl Change {
    /// Returns the change to set `session` of `agenda` to `level`. `None` removes the mark.
    #[must_use]
    pub fn set_level(
        agenda: &Agenda,
        session: &Session,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Change {
        Change::set_level_of(session, agenda, &SessionIndex::default(), level, now)
    }

    /// Returns the change as [`Change::set_level`]. `index` is of `agenda`, and saves time if many
    /// sessions are marked.
    pub(super) fn set_level_of(
        session: &Session,
        agenda: &Agenda,
        index: &SessionIndex,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Change {
        let mut mark = Mark::new(agenda, session, level, now);
        let session = index.session_with_id(agenda, &session.id);
        mark.marked.ambiguous =
            session.is_some_and(|ix| index.has_similar_in(agenda, &mark.marked, ix));
        Change { mark, kind: ChangeKind::Set }
    }

    /// Returns the same change with another time.
    #[must_use]
    pub fn done_at(mut self, now: DateTime<Utc>) -> Change {
        self.mark.changed = now;
        if let Some(note) = &mut self.mark.note {
            note.changed = now;
        }
        self
    }

    /// Returns true if the change keeps the level, and only takes over what a new version of the
    /// agenda says about the session.
    pub fn is_carry(&self) -> bool {
        self.kind == ChangeKind::Carry
    }

    /// Returns true if the change is of an entry of a person's own.
    pub fn is_of_own_entry(&self) -> bool {
        self.mark.own
    }

    /// Returns the id of the session.
    pub fn session_id(&self) -> &Clean {
        self.mark.id()
    }

    /// Returns the title of the session, for messages.
    pub fn title(&self) -> &Clean {
        &self.mark.marked.title
    }

    /// Returns the new level of the session. `None`: the mark is removed.
    pub fn level(&self) -> Option<Level> {
        self.mark.level
    }

    /// Returns the new mark of the session, without what another program may add to it.
    pub fn mark(&self) -> &Mark {
        &self.mark
    }

    /// Returns true if `now`, the present mark, has a level or a note that a later edit than the
    /// one to undo has set.
    pub(super) fn conflicts_with(&self, now: Option<&Mark>) -> bool {
        let ChangeKind::Undo { after } = &self.kind else { return false };
        let (now, before) = (now.map(Mark::state).unwrap_or_default(), self.mark.state());
        let is_other = |known: &MarkState| now.stance != known.stance;
        let has_other_note = |known: &MarkState| now.note != known.note;
        before.stance != after.stance && is_other(after) && is_other(&before)
            || before.note != after.note && has_other_note(after) && has_other_note(&before)
    }

    /// Returns the mark after the change. `old` is the mark before.
    pub(super) fn mark_after(&self, old: Option<&Mark>) -> Mark {
        let new = &self.mark;
        let Some(old) = old else {
            return match self.kind {
                ChangeKind::Note => new.with_note_alone(),
                _ => new.clone(),
            };
        };
        match &self.kind {
            ChangeKind::Set => self.set_mark_after(old),
            ChangeKind::Note => {
                let note = new.note.clone().unwrap_or_default();
                let mut mark = match old.is_active() {
                    true => old.clone(),
                    // The facts of a removed mark may be old.
                    false => Mark {
                        changed: old.changed,
                        note: old.note.clone(),
                        ..new.with_note_alone()
                    },
                };
                mark.set_note(note.text, note.changed);
                mark
            }
            ChangeKind::Undo { after } => {
                let before = new.state();
                let mut mark = old.clone();
                if before.stance != after.stance || before.marked != after.marked {
                    mark = Mark { note: old.note.clone(), ..self.set_mark_after(old) };
                    if old.marked == new.marked {
                        // A new version of the agenda may have come after the edit to undo.
                        mark.latest.clone_from(&old.latest);
                        mark.missing_since = old.missing_since;
                    }
                }
                if before.note != after.note {
                    mark.set_note(before.note, new.changed);
                }
                mark
            }
            ChangeKind::Carry => {
                let mut mark = old.clone();
                if old.is_same_edit(new) {
                    mark.latest.clone_from(&new.latest);
                    // Two programs may carry the mark, one after the other: the first one saw it.
                    let first = old.missing_since.into_iter().chain(new.missing_since).min();
                    mark.missing_since = new.missing_since.and(first);
                }
                mark
            }
        }
    }

    /// Returns the new mark with the later time and the later note of both marks.
    fn set_mark_after(&self, old: &Mark) -> Mark {
        let mut mark = Mark { note: old.note.clone(), ..self.mark.clone() };
        mark.changed = mark.changed.max(old.changed);
        mark.take_later_note(&self.mark);
        mark
    }
}

impl Mark {
    /// Returns the change to set the session of this `Mark` to `level`. The session need not be in
    /// the agenda.
    #[must_use]
    pub fn change_level(&self, level: Option<Level>, now: DateTime<Utc>) -> Change {
        let mark = Mark { level, skipped: false, changed: now, ..self.clone() };
        Change { mark, kind: ChangeKind::Set }
    }

    /// Returns the change to set the note. An empty text removes the note. The session need not be
    /// in the agenda.
    #[must_use]
    pub fn change_note(&self, text: Clean, now: DateTime<Utc>) -> Change {
        let mut mark = self.clone();
        mark.note = Some(Box::default());
        mark.set_note(text, now);
        Change { mark, kind: ChangeKind::Note }
    }
}
