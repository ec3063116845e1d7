//! The map from one version of an agenda to the next: made once for a new version, and used for the
//! report of changes, for the screen and for the marks.

use super::change::{Change, ChangeKind};
use super::facts::SessionFacts;
use super::mark::Mark;
use super::marks::Plan;
use super::matching::{
    MatchEvidence, Matches, Profile, SessionMatch, SimilarSessions, match_missing_sessions,
    match_sessions, with_own_facts,
};
use super::schedule::{MarkMatch, Schedule};
use super::shift::{Shift, find_shifts_of};
use crate::agenda::{Agenda, SessionIx};
use chrono::{DateTime, Utc};

/// The sessions of one version of an agenda in the next version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionMap {
    /// The facts of each session of the version before, by its [`SessionIx`].
    before: Vec<SessionFacts>,
    matches: Matches,
}

impl VersionMap {
    /// Finds the sessions of `old` in `new`, the next version.
    pub fn between(old: &Agenda, new: &Agenda) -> VersionMap {
        let matches = match_sessions(&Profile::of_agenda(old), new);
        let sessions = old.sessions.iter();
        let before = sessions.map(|session| SessionFacts::of_session(old, session)).collect();
        VersionMap { before, matches }
    }

    /// Returns the facts of each session of the version before, and its match in the next version.
    pub fn sessions(&self) -> impl Iterator<Item = (&SessionFacts, &SessionMatch)> {
        self.before.iter().zip(&self.matches.found)
    }

    /// Returns the position in the next version of a session of the version before.
    pub fn session(&self, old: SessionIx) -> Option<SessionIx> {
        self.matches.found.get(old)?.session()
    }

    /// Returns the number of sessions that the next version does not have.
    pub fn count_gone(&self) -> usize {
        self.matches.found.iter().filter(|found| found.session().is_none()).count()
    }

    /// Returns the differences between the version before and `new`, the next version, each with
    /// the position of the session in the version before.
    pub(super) fn find_shifts(&self, new: &Agenda) -> Vec<(SessionIx, Shift)> {
        let sessions = self.sessions().enumerate();
        let shifts = sessions.map(|(ix, (before, found))| {
            find_shifts_of(before, found, new).into_iter().map(move |shift| (ix, shift))
        });
        shifts.flatten().collect()
    }

    /// Returns the changes that store in `plan` what `new`, the next version, says about the marked
    /// sessions: their latest facts, or since when they are missing. A session that was missing in
    /// `old` already is searched for again: many sessions come back.
    #[must_use]
    pub fn carry_marks(
        &self,
        plan: &Plan,
        old: &Agenda,
        new: &Agenda,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        let carrier =
            Carrier { map: self, old: plan.schedule_for(old), new: plan.schedule_for(new) };
        let profiles = Profile::of_agenda(new);
        let similar = SimilarSessions::new(new, &profiles);
        let marks = carrier.old.mark_matches().iter().map(|known| &known.mark);
        marks
            .zip(carrier.find_sessions(new))
            .filter_map(|(mark, session)| {
                let carried = match session {
                    Some(session) => carry_mark(mark, session, new, &similar),
                    None => {
                        Mark { missing_since: mark.missing_since.or(Some(now)), ..mark.clone() }
                    }
                };
                (carried != *mark).then_some(Change { mark: carried, kind: ChangeKind::Carry })
            })
            .collect()
    }
}

/// The search for the marked sessions in the next version.
struct Carrier<'a> {
    map: &'a VersionMap,
    /// The plan for the version before.
    old: Schedule,
    /// The plan for the next version.
    new: Schedule,
}

impl Carrier<'_> {
    /// Returns the session of each mark in `agenda`, the next version, in the order of the marks.
    fn find_sessions(&self, agenda: &Agenda) -> Vec<Option<SessionIx>> {
        let missing = self.old.mark_matches().iter().zip(self.new.mark_matches());
        let missing: Vec<Profile<'_>> = missing
            .filter(|(old, new)| is_missing(old, new))
            .map(|(old, _)| Profile::of_facts(old.mark.latest()))
            .collect();
        let returned =
            match_missing_sessions(&with_own_facts(missing), &self.map.matches, agenda).found;
        let mut returned = returned.iter().map(SessionMatch::session);
        let both = self.old.mark_matches().iter().zip(self.new.mark_matches());
        both.map(|(old, new)| {
            if is_carried(old, new) {
                new.session()
            } else if is_missing(old, new) {
                returned.next().flatten()
            } else {
                old.session().and_then(|ix| self.map.session(ix))
            }
        })
        .collect()
    }
}

/// Returns true if the version before lacks the session already.
fn is_missing(old: &MarkMatch, new: &MarkMatch) -> bool {
    old.session().is_none() && !is_carried(old, new)
}

/// Returns true if another program has carried the mark to the next version already: the session
/// with exactly the latest facts of the mark is there, and not in the version before.
fn is_carried(old: &MarkMatch, new: &MarkMatch) -> bool {
    let is_exact = |known: &MarkMatch| known.found.evidence() == Some(MatchEvidence::Everything);
    is_exact(new) && !is_exact(old)
}

/// Returns the mark with the facts of its session in `agenda`.
fn carry_mark(
    mark: &Mark,
    session: SessionIx,
    agenda: &Agenda,
    similar: &SimilarSessions<'_>,
) -> Mark {
    let facts = agenda.sessions.get(session).map(|known| {
        let mut facts = SessionFacts::of_session(agenda, known);
        facts.ambiguous = similar.has_other(&facts, session);
        facts
    });
    let latest = facts.filter(|facts| *facts != mark.marked);
    Mark { latest, missing_since: None, ..mark.clone() }
}
