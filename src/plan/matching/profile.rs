//! A session as the search sees it: from an agenda, or from the facts in a plan.

use super::titles::FoldedTitle;
use crate::agenda::{Agenda, Clean, Moment, Session};
use crate::plan::facts::{SessionFacts, is_same_start, names_without_sponsors};
use crate::plan::mark::Mark;

/// The facts of one session, prepared for comparison.
#[derive(Debug)]
pub(in crate::plan) struct Profile<'a> {
    pub(super) id: &'a str,
    pub(super) title: FoldedTitle<'a>,
    pub(super) start: Option<Moment>,
    /// The room. Empty: no room. `None`: a plan names no room.
    pub(super) room: Option<&'a str>,
    /// The names of the people, sorted.
    pub(super) people: Vec<&'a str>,
    /// True if another session with an equal or a similar title may exist and is not in the list.
    pub(super) ambiguous: bool,
    /// True if a plan knows that the agenda lacked the session.
    pub(super) is_missing: bool,
}

impl<'a> Profile<'a> {
    /// Returns the profile of facts from a plan.
    pub(in crate::plan) fn of_facts(facts: &'a SessionFacts) -> Profile<'a> {
        let people = facts.people.iter().map(Clean::as_str).collect();
        let room = facts.room.as_deref();
        let profile = Profile::new(&facts.id, &facts.title, facts.start, room, people);
        Profile { ambiguous: facts.ambiguous, ..profile }
    }

    /// Returns the profile of a session of `agenda`.
    pub(super) fn of_session(agenda: &'a Agenda, session: &'a Session) -> Profile<'a> {
        if session.is_own() {
            return Profile::of_own(session);
        }
        let people = names_without_sponsors(agenda, session).map(Clean::as_str).collect();
        let room = session.room.as_deref().unwrap_or_default();
        Profile::new(&session.id, &session.title, session.start, Some(room), people)
    }

    /// Returns a profile that no session and no mark fits, except the same own entry in another
    /// version of the agenda.
    fn of_own(session: &'a Session) -> Profile<'a> {
        let profile = Profile::new(&session.id, &session.id, None, None, Vec::new());
        Profile { id: "", ..profile }
    }

    fn new(
        id: &'a Clean,
        title: &'a Clean,
        start: Option<Moment>,
        room: Option<&'a str>,
        mut people: Vec<&'a str>,
    ) -> Profile<'a> {
        people.sort_unstable();
        people.dedup();
        let title = FoldedTitle::new(title);
        Profile { id, title, start, room, people, ambiguous: false, is_missing: false }
    }

    /// Returns the profile of the latest facts of a mark.
    pub(in crate::plan) fn of_mark(mark: &'a Mark) -> Profile<'a> {
        Profile { is_missing: mark.missing_since.is_some(), ..Profile::of_facts(mark.latest()) }
    }

    /// Returns the profile of the first facts of a mark, if later facts are known: an organiser may
    /// take a change back. Sure stages alone use the profile.
    pub(in crate::plan) fn of_first_facts(mark: &'a Mark) -> Option<Profile<'a>> {
        mark.latest.as_ref()?;
        Some(Profile { is_missing: true, ..Profile::of_facts(&mark.marked) })
    }

    pub(super) fn has_title_of(&self, after: &Profile<'_>) -> bool {
        let (before, after) = (&self.title, &after.title);
        before.text == after.text
            || !before.folded().is_empty() && before.folded() == after.folded()
    }

    /// Returns true also if a plan names no room.
    pub(super) fn has_room_of(&self, after: &Profile<'_>) -> bool {
        self.room.is_none_or(|room| Some(room) == after.room)
    }

    /// Returns true if start, room and people are equal.
    pub(super) fn has_facts_of(&self, after: &Profile<'_>) -> bool {
        is_same_start(self.start, after.start)
            && self.has_room_of(after)
            && self.people == after.people
    }

    pub(super) fn shares_people(&self, after: &Profile<'_>) -> bool {
        after.people.iter().any(|name| self.people.binary_search(name).is_ok())
    }

    /// Returns true if both have people, and share nobody.
    pub(super) fn has_other_people(&self, after: &Profile<'_>) -> bool {
        !self.people.is_empty() && !after.people.is_empty() && !self.shares_people(after)
    }
}
