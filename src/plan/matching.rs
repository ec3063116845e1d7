//! The search for sessions of one version of an agenda in a later version.
//!
//! The sessions of the earlier version are all sessions of an agenda, or the facts in a plan. The
//! search runs in stages, the surest first, each over all sessions that are not found yet. A stage
//! assigns a session if exactly one session fits, and exactly one earlier session wants this
//! session. Two fitting sessions, or two earlier sessions for one, assign nothing: a mark shown as
//! gone is better than a mark on a wrong session.
//!
//! A title does not count if both sessions have people and share nobody, unless no other session
//! has the title. An id does not count at all in a version whose ids say nothing: see
//! [`can_trust_ids`].

mod lookup;
mod pair;
mod profile;
mod session_index;
mod stages;
mod titles;

use super::mark::Mark;
use crate::agenda::{Agenda, SessionIx};
pub use lookup::Lookup;
use lookup::{Candidates, MissingCandidates};
use pair::Pair;
pub(super) use profile::Profile;
pub use session_index::SessionIndex;
pub use stages::MatchEvidence;
use stages::{CHANGED, Stage, UNCHANGED};
use std::collections::HashSet;
pub(super) use titles::fold_title;

/// The largest number of sessions that are offered for a session that was not found.
const OFFERED_MAX: usize = 3;

/// The result of the search for one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionMatch {
    /// The session was found.
    Found {
        /// The session in the later version.
        session: SessionIx,
        /// The evidence.
        evidence: MatchEvidence,
    },
    /// The later version does not have the session.
    Gone {
        /// The sessions that the session may have become, at most three.
        offered: Vec<SessionIx>,
    },
}

impl SessionMatch {
    /// Returns the session if it was found.
    pub fn session(&self) -> Option<SessionIx> {
        match self {
            SessionMatch::Found { session, .. } => Some(*session),
            SessionMatch::Gone { .. } => None,
        }
    }

    /// Returns the evidence if the session was found.
    pub fn evidence(&self) -> Option<MatchEvidence> {
        match self {
            SessionMatch::Found { evidence, .. } => Some(*evidence),
            SessionMatch::Gone { .. } => None,
        }
    }

    /// Returns the sessions that a session may have become if it was not found.
    pub fn offered(&self) -> &[SessionIx] {
        match self {
            SessionMatch::Found { .. } => &[],
            SessionMatch::Gone { offered } => offered,
        }
    }
}

/// The result of a search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Matches {
    /// The match of each earlier session, in their order. No session is found twice.
    pub(super) found: Vec<SessionMatch>,
    /// False if the ids say nothing.
    pub(super) trusts_ids: bool,
}

/// Searches a later version for the earlier sessions.
pub(super) fn match_sessions(before: &Lookup<'_>, after: &Lookup<'_>) -> Matches {
    let mut search = SessionSearch::new(before, after);
    search.run_stages(&UNCHANGED);
    search.trusts_ids = can_trust_ids(&search);
    search.run_stages(&CHANGED);
    search.finish()
}

impl Matches {
    /// Searches `after` again for the sessions that were not found and have a profile in
    /// `before`. No session of `taken` is found.
    pub(super) fn search_again<'p>(
        &mut self,
        before: impl IntoIterator<Item = Option<Profile<'p>>>,
        taken: impl IntoIterator<Item = SessionIx>,
        after: &Lookup<'_>,
    ) {
        let (places, before): (Vec<usize>, Vec<Profile<'_>>) = (0..)
            .zip(before)
            .filter(|(place, _)| self.found.get(*place).is_some_and(|it| it.session().is_none()))
            .filter_map(|(place, before)| Some((place, before?)))
            .unzip();
        if before.is_empty() {
            return;
        }
        let before = Lookup::of_profiles(before);
        let mut search = SessionSearch::new(&before, after);
        let found_before = self.found.iter().filter_map(SessionMatch::session);
        taken.into_iter().chain(found_before).for_each(|session| search.take(session));
        search.trusts_ids = self.trusts_ids;
        search.run_stages(&UNCHANGED);
        search.run_stages(&CHANGED);
        for (place, found) in places.into_iter().zip(search.finish().found) {
            let known = self.found.get_mut(place);
            if let Some(known) =
                known.filter(|known| found.session().is_some() || known.offered().is_empty())
            {
                *known = found;
            }
        }
    }
}

/// Returns the session of each mark if all marks are found by their ids, and title, start, room and
/// people of all sessions are the same: the first stage of the search finds every mark then.
pub(super) fn find_unchanged<'m>(
    marks: impl IntoIterator<Item = &'m Mark>,
    agenda: &Agenda,
    index: &SessionIndex,
) -> Option<Vec<SessionMatch>> {
    let mut taken = HashSet::new();
    let found = marks.into_iter().map(|mark| {
        let before = Profile::of_facts(mark.latest());
        let session = index.session_with_id(agenda, before.id)?;
        let after = Profile::of_session(agenda, agenda.sessions.get(session)?);
        let is_same = before.has_title_of(&after) && before.has_facts_of(&after);
        (is_same && taken.insert(session))
            .then_some(SessionMatch::Found { session, evidence: MatchEvidence::Everything })
    });
    found.collect()
}

/// Returns true if an id means the same session in both versions. The ids of a file say nothing if
/// they count positions or name slots. Then many unchanged sessions have another id and their old
/// ids name other sessions, or many ids have other people and another title.
fn can_trust_ids(search: &SessionSearch<'_>) -> bool {
    /// The number of kept ids for each contradiction. Of real files, those with lasting ids had at
    /// most 1 contradiction in 60 ids, and those with positions at least 1 in 13.
    const IDS_PER_CONTRADICTION: usize = 30;
    let mut ids = 0;
    let mut contradictions = 0;
    for (before, found) in search.before.profiles.iter().zip(&search.found) {
        let Some(pair) = search.pair_with_id(before) else { continue };
        ids += 1;
        let names_other_session = match found {
            Some(found) => {
                found.evidence() != Some(MatchEvidence::Everything) && !pair.has_title_in_common()
            }
            None => pair.has_other_people() && !pair.has_title_in_common(),
        };
        contradictions += usize::from(names_other_session);
    }
    // One session alone may have got the id of another one.
    contradictions <= 1 || contradictions * IDS_PER_CONTRADICTION <= ids
}

/// The state of a search.
struct SessionSearch<'a> {
    before: &'a Lookup<'a>,
    after: &'a Lookup<'a>,
    /// The match of each earlier session. `None`: the search goes on.
    found: Vec<Option<SessionMatch>>,
    /// True for each later session that is found.
    taken: Vec<bool>,
    /// The sorts of candidates that each earlier session has not: later stages skip these.
    missing: Vec<MissingCandidates>,
    trusts_ids: bool,
}

/// The answer of one stage for one earlier session.
enum Answer {
    Nothing,
    Session(SessionIx),
    /// Twins: the session may be any of these.
    Twins(Vec<SessionIx>),
}

impl Answer {
    /// Returns the same answer with the session as a mere offer.
    fn without_decision(self) -> Answer {
        match self {
            Answer::Session(session) => Answer::Twins(vec![session]),
            other => other,
        }
    }
}

impl<'a> SessionSearch<'a> {
    fn new(before: &'a Lookup<'a>, after: &'a Lookup<'a>) -> SessionSearch<'a> {
        let found = vec![None; before.profiles.len()];
        let taken = vec![false; after.profiles.len()];
        let missing = vec![MissingCandidates::default(); before.profiles.len()];
        SessionSearch { before, after, found, taken, missing, trusts_ids: true }
    }

    fn take(&mut self, session: SessionIx) {
        if let Some(taken) = self.taken.get_mut(session) {
            *taken = true;
        }
    }

    fn is_taken(&self, session: SessionIx) -> bool {
        self.taken.get(session).is_some_and(|taken| *taken)
    }

    fn run_stages(&mut self, stages: &[Stage]) {
        for stage in stages {
            if self.trusts_ids || stage.candidates != Candidates::Id {
                self.run_stage(stage);
            }
        }
    }

    fn run_stage(&mut self, stage: &Stage) {
        let mut missing = std::mem::take(&mut self.missing);
        let answers: Vec<Answer> = self
            .before
            .profiles
            .iter()
            .zip(&self.found)
            .zip(&mut missing)
            .map(|((before, found), missing)| match found {
                Some(_) => Answer::Nothing,
                None if before.is_missing && !stage.finds_missing => {
                    self.answer(before, stage, missing).without_decision()
                }
                None => self.answer(before, stage, missing),
            })
            .collect();
        self.missing = missing;
        if answers.iter().all(|answer| matches!(answer, Answer::Nothing)) {
            return;
        }
        let mut wanted = vec![0_usize; self.after.profiles.len()];
        for answer in &answers {
            if let Answer::Session(session) = answer
                && let Some(count) = wanted.get_mut(*session)
            {
                *count += 1;
            }
        }
        let mut found_now = Vec::new();
        for (found, answer) in self.found.iter_mut().zip(answers) {
            match answer {
                Answer::Session(session) if wanted.get(session) == Some(&1) => {
                    *found = Some(SessionMatch::Found { session, evidence: stage.evidence });
                    found_now.push(session);
                }
                Answer::Session(session) if stage.stops_at_twins => {
                    *found = Some(SessionMatch::Gone { offered: vec![session] });
                }
                Answer::Twins(offered) => *found = Some(SessionMatch::Gone { offered }),
                Answer::Session(_) | Answer::Nothing => {}
            }
        }
        found_now.into_iter().for_each(|session| self.take(session));
    }

    /// Returns the fitting session if there is exactly one. Of several, returns the one with the
    /// same id, if ids can be trusted.
    fn answer(
        &self,
        before: &'a Profile<'a>,
        stage: &Stage,
        missing: &mut MissingCandidates,
    ) -> Answer {
        let fitting = self.find_fitting(before, stage, missing);
        if fitting.is_empty() {
            return Answer::Nothing;
        }
        let with_id = self.after.session_with_id(before).filter(|_| self.trusts_ids);
        let is_twin = fitting.len() > 1 || stage.stops_at_twins && before.ambiguous;
        match (&fitting[..], with_id.filter(|ix| fitting.contains(ix))) {
            ([single], _) if !is_twin => Answer::Session(*single),
            (_, Some(with_id)) if !stage.stops_at_twins || !before.ambiguous => {
                Answer::Session(with_id)
            }
            _ if stage.stops_at_twins => Answer::Twins(fitting),
            _ => Answer::Nothing,
        }
    }

    /// Returns the fitting sessions that are not taken, ascending.
    fn find_fitting(
        &self,
        before: &'a Profile<'a>,
        stage: &Stage,
        missing: &mut MissingCandidates,
    ) -> Vec<SessionIx> {
        if missing.contains(stage.candidates) {
            return Vec::new();
        }
        let (mut fitting, mut has_candidates) = (Vec::new(), false);
        self.after.visit_candidates(before, stage.candidates, |ix| {
            has_candidates = true;
            let after = self.after.profiles.get(ix).filter(|_| !self.is_taken(ix));
            if after.is_some_and(|after| (stage.condition)(&self.pair(before, after))) {
                fitting.push(ix);
            }
        });
        if !has_candidates {
            missing.insert(stage.candidates);
        }
        fitting.sort_unstable();
        fitting.dedup();
        fitting
    }

    fn pair_with_id(&self, before: &'a Profile<'a>) -> Option<Pair<'a>> {
        let after = self.after.profiles.get(self.after.session_with_id(before)?)?;
        Some(self.pair(before, after))
    }

    fn pair(&self, before: &'a Profile<'a>, after: &'a Profile<'a>) -> Pair<'a> {
        Pair { before, after, earlier: self.before, later: self.after }
    }

    /// Returns the matches. Offers the session with the same id for a session that was not found,
    /// unless the session with the id is another earlier session.
    fn finish(self) -> Matches {
        let mut matches = Vec::with_capacity(self.found.len());
        for (before, found) in self.before.profiles.iter().zip(self.found) {
            let with_id = self.after.session_with_id(before).filter(|_| self.trusts_ids);
            let mut result = found.unwrap_or(SessionMatch::Gone { offered: Vec::new() });
            if let SessionMatch::Gone { offered } = &mut result {
                offered.extend(with_id.filter(|ix| !offered.contains(ix)));
                offered.retain(|ix| !self.taken.get(*ix).is_some_and(|taken| *taken));
                offered.truncate(OFFERED_MAX);
            }
            matches.push(result);
        }
        Matches { found: matches, trusts_ids: self.trusts_ids }
    }
}

#[cfg(test)]
mod tests;
