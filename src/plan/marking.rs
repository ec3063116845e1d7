//! The changes that mark the sessions of a schedule.

use super::change::{Change, ChangeKind};
use super::mark::{Mark, MarkNote};
use super::mark_match::MarkMatch;
use super::matching::SessionIndex;
use super::schedule::Schedule;
use crate::agenda::{Agenda, Clean, Level, SessionIx};
use chrono::{DateTime, Utc};

impl Schedule {
    /// Returns the changes to set `session` to `level`. Besides the change of `session`:
    ///
    /// - If another session's mark has the id of `session`, the mark moves to the id of its own
    ///   session. Ids that count positions shift like this.
    /// - A mark of `session` under an outdated id is removed.
    ///
    /// Setting the present level again stores the present facts of the session in the mark, so
    /// that [`Schedule::find_shifts`] does not report the session any more.
    #[must_use]
    pub fn set_level(
        &self,
        agenda: &Agenda,
        session: SessionIx,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        self.set_level_in(agenda, &SessionIndex::default(), session, level, now)
    }

    /// Returns the changes as [`Schedule::set_level`] does. `index` is of `agenda`, and saves time
    /// if many sessions are marked.
    #[must_use]
    pub fn set_level_in(
        &self,
        agenda: &Agenda,
        index: &SessionIndex,
        session: SessionIx,
        level: Option<Level>,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        let Some(marked) = agenda.sessions.get(session).filter(|known| !known.is_own()) else {
            return Vec::new();
        };
        let mut changes: Vec<Change> = Vec::new();
        let mut first = Change::set_level_of(marked, agenda, index, level, now);
        first.mark.note = self.note_to_keep(session, first.session_id(), now);
        let mut next = Some(first);
        while let Some(change) = next {
            next = self.move_displaced_mark(agenda, change.session_id(), session, now);
            changes.push(change);
        }
        let removals: Vec<Change> = self
            .matches_of(session)
            .map(|found| &*found.mark)
            .filter(|mark| *mark.id() != marked.id)
            .filter(|mark| changes.iter().all(|change| change.session_id() != mark.id()))
            .map(|mark| Change { mark: mark.without_state(now), kind: ChangeKind::Set })
            .collect();
        changes.extend(removals);
        changes
    }

    /// Returns the changes to set `session` to `level` in place of `missing`, a mark whose session
    /// is not in the agenda: `missing` is removed. `index` is of `agenda`.
    #[must_use]
    pub fn replace_mark(
        &self,
        agenda: &Agenda,
        index: &SessionIndex,
        missing: &Mark,
        session: SessionIx,
        level: Level,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        // The removed mark needs no other id if `session` has its id by now.
        let others = self.without_mark(missing.id());
        let mut changes = vec![Change { mark: missing.without_state(now), kind: ChangeKind::Set }];
        let mut added = others.set_level_in(agenda, index, session, Some(level), now);
        if let (Some(note), Some(first)) = (missing.note(), added.first_mut())
            && self.note_of(session).is_none()
        {
            first.mark.set_note(note.clone(), now);
        }
        changes.extend(added);
        changes
    }

    /// Returns the changes to set the note on `session`. An empty `text` removes the note.
    /// `index` is of `agenda`.
    #[must_use]
    pub fn set_note(
        &self,
        agenda: &Agenda,
        index: &SessionIndex,
        session: SessionIx,
        text: &Clean,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        let known = self.matches_of(session).next();
        if let Some(known) = known {
            return vec![known.mark.change_note(text.clone(), now)];
        }
        let mut changes = self.set_level_in(agenda, index, session, None, now);
        let is_alone = changes.len() == 1;
        if let Some(first) = changes.first_mut() {
            first.mark.set_note(text.clone(), now);
            // Another program may have marked the session by now: the mark stays.
            if is_alone {
                first.kind = ChangeKind::Note;
            }
        }
        changes
    }

    /// Returns the changes to mark `session` as not for me, in place of its level, or to take this
    /// back. `index` is of `agenda`.
    #[must_use]
    pub fn set_skipped(
        &self,
        agenda: &Agenda,
        index: &SessionIndex,
        session: SessionIx,
        skipped: bool,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        let mut changes = self.set_level_in(agenda, index, session, None, now);
        if let Some(first) = changes.first_mut() {
            first.mark.skipped = skipped;
        }
        changes
    }

    /// Returns the note of the mark of `session` if the mark has another id than `id`, its new one.
    /// Returns an empty note if another session's mark has the `id`: its note must not stay there.
    fn note_to_keep(
        &self,
        session: SessionIx,
        id: &Clean,
        now: DateTime<Utc>,
    ) -> Option<Box<MarkNote>> {
        let displaced = self.match_with_id(id).filter(|known| known.session() != Some(session));
        let is_displaced = displaced.is_some();
        let own = self.matches_of(session).next();
        let own = own.filter(|known| known.mark.id() != id).and_then(|known| known.mark.note());
        match own {
            Some(text) => Some(Box::new(MarkNote { text: text.clone(), changed: now })),
            None => {
                is_displaced.then(|| Box::new(MarkNote { text: Clean::default(), changed: now }))
            }
        }
    }

    /// Returns the change to move the mark with this `id` to the id of its own session, or to an
    /// unused id if its session is gone. Returns `None` if no mark has the `id`, or if the mark
    /// belongs to `replacing` or has its own id already.
    fn move_displaced_mark(
        &self,
        agenda: &Agenda,
        id: &Clean,
        replacing: SessionIx,
        now: DateTime<Utc>,
    ) -> Option<Change> {
        let MarkMatch { mark, found } = self.match_with_id(id)?;
        let own_id = match found.session() {
            Some(session) if session == replacing => return None,
            Some(session) => agenda.sessions.get(session)?.id.clone(),
            None => self.find_unused_id(agenda, id)?,
        };
        let mut moved = Mark::clone(mark);
        moved.marked.id = own_id;
        let moved = Change { mark: Mark { changed: now, ..moved }, kind: ChangeKind::Set };
        (moved.session_id() != id).then_some(moved)
    }

    /// Returns `ID-gone-N` with the lowest `N` from 1 that no session and no mark has as its id.
    fn find_unused_id(&self, agenda: &Agenda, id: &Clean) -> Option<Clean> {
        let mut ids = (1..).map(|number| Clean::line_with_end(id, &format!("-gone-{number}")));
        ids.find(|id| agenda.find_session(id).is_none() && self.match_with_id(id).is_none())
    }
}
