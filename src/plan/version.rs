//! The map from one version of an agenda to the next: made once for a new version, and used for the
//! report of changes, for the screen and for the marks.

use super::change::{Change, ChangeKind};
use super::facts::SessionFacts;
use super::mark::Mark;
use super::mark_match::MarkMatch;
use super::marks::Plan;
use super::matching::{Lookup, MatchEvidence, Matches, Profile, SessionMatch, match_sessions};
use super::schedule::Schedule;
use super::shift::{Shift, ShiftKind, find_shift_kinds};
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
        VersionMap::between_lookups(old, &Lookup::of_agenda(old), &Lookup::of_agenda(new))
    }

    /// Returns the map as [`VersionMap::between`] does. `before` is of `old`, and `after` of the
    /// next version.
    pub fn between_lookups(old: &Agenda, before: &Lookup<'_>, after: &Lookup<'_>) -> VersionMap {
        let matches = match_sessions(before, after);
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

    /// Returns the position in the next version of each session of the version before.
    pub fn positions(&self) -> Vec<Option<SessionIx>> {
        self.matches.found.iter().map(SessionMatch::session).collect()
    }

    /// Returns the number of sessions that the next version does not have.
    pub fn count_gone(&self) -> usize {
        self.matches.found.iter().filter(|found| found.session().is_none()).count()
    }

    /// Returns the differences between the version before and `new`, the next version, each with
    /// the position of the session in the version before. New ids are left out: ids that count
    /// positions are new in every session.
    pub(super) fn find_shifts(&self, new: &Agenda) -> Vec<(SessionIx, Shift)> {
        let sessions = self.sessions().enumerate();
        let shifts = sessions.map(|(ix, (before, found))| {
            let kinds = find_shift_kinds(before, found, new).into_iter();
            let kinds = kinds.filter(|kind| *kind != ShiftKind::Renumbered);
            kinds.map(move |kind| (ix, Shift::new(before, found, kind)))
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
        self.carry_marks_in(plan, &plan.schedule_for(old), new, &Lookup::of_agenda(new), now)
    }

    /// Returns the changes as [`VersionMap::carry_marks`] does. `before` is the schedule of `plan`
    /// for the version before, and `lookup` is of `new`.
    #[must_use]
    pub fn carry_marks_in(
        &self,
        plan: &Plan,
        before: &Schedule,
        new: &Agenda,
        lookup: &Lookup<'_>,
        now: DateTime<Utc>,
    ) -> Vec<Change> {
        let carrier = Carrier { map: self, old: before, new: plan.schedule_in(new, lookup) };
        let marks = before.active_matches().map(|known| &*known.mark);
        marks
            .zip(carrier.find_sessions(lookup))
            .filter_map(|(mark, session)| {
                let carried = match session {
                    Some(session) => carry_mark(mark, session, new, lookup),
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
    old: &'a Schedule,
    /// The plan for the next version.
    new: Schedule,
}

impl Carrier<'_> {
    /// Returns the session of each mark in the next version, in the order of the marks. `lookup` is
    /// of the next version.
    fn find_sessions(&self, lookup: &Lookup<'_>) -> Vec<Option<SessionIx>> {
        let pairs = self.old.active_matches().zip(self.new.active_matches());
        let found = pairs.map(|(old, new)| self.find_session(old, new)).collect();
        let mut matches = Matches { found, trusts_ids: self.map.matches.trusts_ids };
        let taken = || self.map.matches.found.iter().filter_map(SessionMatch::session);
        let marks = || self.old.active_matches();
        let latest_facts = marks()
            .map(|old| old.session().is_none().then(|| Profile::of_facts(old.mark.latest())));
        matches.search_again(latest_facts, taken(), lookup);
        let first_facts = marks().map(|old| Profile::of_first_facts(&old.mark));
        matches.search_again(first_facts, taken(), lookup);
        matches.found.iter().map(SessionMatch::session).collect()
    }

    /// Returns the session of a mark by the map.
    fn find_session(&self, old: &MarkMatch, new: &MarkMatch) -> SessionMatch {
        if is_carried(old, new) {
            return new.found.clone();
        }
        let found = old.session().and_then(|ix| self.map.matches.found.get(ix));
        found.cloned().unwrap_or(SessionMatch::Gone { offered: Vec::new() })
    }
}

/// Returns true if another program has carried the mark to the next version already: the session
/// with exactly the latest facts of the mark is there, and not in the version before.
fn is_carried(old: &MarkMatch, new: &MarkMatch) -> bool {
    let is_exact = |known: &MarkMatch| known.found.evidence() == Some(MatchEvidence::Everything);
    is_exact(new) && !is_exact(old)
}

/// Returns the mark with the facts of its session in `agenda`.
fn carry_mark(mark: &Mark, session: SessionIx, agenda: &Agenda, lookup: &Lookup<'_>) -> Mark {
    let facts = agenda.sessions.get(session).map(|known| {
        let mut facts = SessionFacts::of_session(agenda, known);
        facts.ambiguous = lookup.has_similar(&facts, session);
        facts
    });
    let latest = facts.filter(|facts| *facts != mark.marked).map(Box::new);
    Mark { latest, missing_since: None, ..mark.clone() }
}
