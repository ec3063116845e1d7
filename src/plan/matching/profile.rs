//! A session as the search sees it: from an agenda, or from the facts in a plan.

use super::titles::fold_title;
use crate::agenda::{Agenda, Clean, Moment, Session};
use crate::plan::facts::{SessionFacts, names_without_sponsors};
use crate::plan::mark::Mark;
use chrono::NaiveDateTime;
use std::collections::HashMap;

/// The facts of one session, prepared for comparison.
#[derive(Debug)]
pub(in crate::plan) struct Profile<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a Clean,
    /// The title without case and punctuation.
    pub(super) folded: String,
    pub(super) start: Option<Moment>,
    /// The room. Empty: no room. `None`: a plan names no room.
    pub(super) room: Option<&'a str>,
    /// The names of the people, sorted.
    pub(super) people: Vec<&'a str>,
    /// True if another session with an equal or a similar title may exist and is not in the list.
    pub(super) ambiguous: bool,
    /// True if a plan knows that the agenda lacked the session.
    pub(super) is_missing: bool,
    /// True if no other session of the list has the title.
    pub(super) has_own_title: bool,
    /// True if no other session of the list has both start and room.
    pub(super) has_own_slot: bool,
}

impl<'a> Profile<'a> {
    /// Returns the profile of facts from a plan.
    pub(in crate::plan) fn of_facts(facts: &'a SessionFacts) -> Profile<'a> {
        let people = facts.people.iter().map(Clean::as_str).collect();
        let room = facts.room.as_deref();
        let profile = Profile::new(&facts.id, &facts.title, facts.start, room, people);
        Profile { ambiguous: facts.ambiguous, ..profile }
    }

    fn of_session(agenda: &'a Agenda, session: &'a Session) -> Profile<'a> {
        let people = names_without_sponsors(agenda, session).map(Clean::as_str).collect();
        let room = session.room.as_deref().unwrap_or_default();
        Profile::new(&session.id, &session.title, session.start, Some(room), people)
    }

    /// Returns the profiles of all sessions, in the order of the agenda.
    pub(in crate::plan) fn of_agenda(agenda: &'a Agenda) -> Vec<Profile<'a>> {
        let sessions = agenda.sessions.iter();
        with_own_facts(sessions.map(|session| Profile::of_session(agenda, session)).collect())
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
        Profile {
            id,
            title,
            folded: fold_title(title),
            start,
            room,
            people,
            ambiguous: false,
            is_missing: false,
            has_own_title: true,
            has_own_slot: true,
        }
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

    /// Returns the start on the wall and the room. `None` without a start or without a room.
    fn slot(&self) -> Option<(NaiveDateTime, &'a str)> {
        let room = self.room.filter(|room| !room.is_empty())?;
        Some((self.start?.naive_local(), room))
    }
}

/// Sets `has_own_title` and `has_own_slot` of all sessions of one version.
pub(in crate::plan) fn with_own_facts(mut profiles: Vec<Profile<'_>>) -> Vec<Profile<'_>> {
    let mut titles: HashMap<&str, usize> = HashMap::new();
    let mut slots: HashMap<(NaiveDateTime, &str), usize> = HashMap::new();
    for profile in &profiles {
        *titles.entry(&profile.folded).or_default() += 1;
        if let Some(slot) = profile.slot() {
            *slots.entry(slot).or_default() += 1;
        }
    }
    let own: Vec<(bool, bool)> = profiles
        .iter()
        .map(|profile| {
            let title = titles.get(&*profile.folded) == Some(&1) && !profile.ambiguous;
            (title, profile.slot().is_some_and(|slot| slots.get(&slot) == Some(&1)))
        })
        .collect();
    for (profile, (title, slot)) in profiles.iter_mut().zip(own) {
        (profile.has_own_title, profile.has_own_slot) = (title, slot);
    }
    profiles
}
