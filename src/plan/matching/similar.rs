//! Sessions with an equal or a similar title, as in a series.

use super::lookup::Lookup;
use super::pair::Pair;
use super::profile::Profile;
use super::stages::Candidates;
use crate::agenda::{Agenda, SessionIx};
use crate::plan::facts::SessionFacts;

/// The sessions of an agenda, prepared for the search for similar ones.
pub(in crate::plan) struct SimilarSessions<'a> {
    lookup: Lookup<'a>,
}

impl<'a> SimilarSessions<'a> {
    /// Prepares the sessions of `agenda`, whose profiles are `profiles`.
    pub(in crate::plan) fn new(
        agenda: &'a Agenda,
        profiles: &'a [Profile<'a>],
    ) -> SimilarSessions<'a> {
        SimilarSessions { lookup: Lookup::new(agenda, profiles) }
    }

    /// Returns true if a session other than `session` has the title of `facts`, or a similar title
    /// with the same start or a shared person.
    pub(in crate::plan) fn has_other(&self, facts: &SessionFacts, session: SessionIx) -> bool {
        let before = &Profile::of_facts(facts);
        let with_title = self.lookup.find_candidates(before, Candidates::Title);
        let beside = self.lookup.find_candidates(before, Candidates::StartOrPerson);
        with_title.iter().any(|ix| *ix != session)
            || beside.iter().filter(|ix| **ix != session).any(|ix| {
                self.lookup.profiles.get(*ix).is_some_and(|after| {
                    let pair = Pair { before, after };
                    !pair.has_other_people() && pair.has_similar_title()
                })
            })
    }
}
