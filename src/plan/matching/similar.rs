//! Sessions with an equal or a similar title, as in a series.

use super::lookup::{Candidates, Lookup};
use super::pair::Pair;
use super::profile::Profile;
use crate::agenda::SessionIx;
use crate::plan::facts::SessionFacts;

impl Lookup<'_> {
    /// Returns true if a session other than `session` has the title of `facts`, or a similar title
    /// with the same start or a shared person.
    pub(in crate::plan) fn has_similar(&self, facts: &SessionFacts, session: SessionIx) -> bool {
        let before = &Profile::of_facts(facts);
        let with_title = self.find_candidates(before, Candidates::Title);
        let beside = self.find_candidates(before, Candidates::StartOrPerson);
        with_title.iter().any(|ix| *ix != session)
            || beside.iter().filter(|ix| **ix != session).any(|ix| {
                self.profiles.get(*ix).is_some_and(|after| {
                    let pair = Pair { before, after, earlier: self, later: self };
                    !pair.has_other_people() && pair.has_similar_title()
                })
            })
    }
}
