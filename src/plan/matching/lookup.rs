//! The sessions of one version, with indexes to find them.

use super::profile::Profile;
use super::session_index::{SessionGroup, SessionIndex};
use crate::agenda::{Agenda, SessionIx};
use crate::plan::facts::SessionFacts;
use chrono::NaiveDateTime;
use foldhash::{HashMap, HashMapExt};
use std::cell::OnceCell;
use std::sync::Arc;

/// The sessions to consider in one stage of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidates {
    /// The session with the same id.
    Id,
    /// The sessions with the same title, without case and punctuation.
    Title,
    /// The sessions with the same start.
    Start,
    /// The sessions with the same start or a shared person.
    StartOrPerson,
}

/// The sorts of [`Candidates`] of which a session has none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MissingCandidates(u8);

impl MissingCandidates {
    pub(super) fn contains(self, candidates: Candidates) -> bool {
        self.0 & Self::bit(candidates) != 0
    }

    pub(super) fn insert(&mut self, candidates: Candidates) {
        self.0 |= Self::bit(candidates);
    }

    const fn bit(candidates: Candidates) -> u8 {
        1 << candidates as u8
    }
}

/// The sessions of one version, with indexes to find them.
#[derive(Debug)]
pub struct Lookup<'a> {
    pub(super) profiles: Vec<Profile<'a>>,
    /// `None`: the sessions are those of a plan, which are found by all facts except their ids.
    agenda: Option<&'a Agenda>,
    index: Arc<SessionIndex>,
    /// The number of sessions in each [`Slot`], by start and room. Made when a stage needs it.
    slots: OnceCell<HashMap<NaiveDateTime, HashMap<String, usize>>>,
}

impl<'a> Lookup<'a> {
    /// Prepares the sessions of `agenda`, in their order.
    pub fn of_agenda(agenda: &'a Agenda) -> Lookup<'a> {
        Lookup::with_index(agenda, Arc::default())
    }

    /// Prepares the sessions of `agenda`, in their order. `index` is of `agenda`, and saves time if
    /// an earlier search has made a part of it.
    pub fn with_index(agenda: &'a Agenda, index: Arc<SessionIndex>) -> Lookup<'a> {
        let sessions = agenda.sessions.iter();
        let profiles = sessions.map(|session| Profile::of_session(agenda, session)).collect();
        Lookup { profiles, agenda: Some(agenda), index, slots: OnceCell::new() }
    }

    /// Makes all indexes at once. Otherwise each is made when a search needs it.
    #[must_use]
    pub fn complete(self) -> Lookup<'a> {
        if let Some(agenda) = self.agenda {
            self.index.complete_for(agenda, &*self.profiles);
        }
        self
    }

    /// Prepares sessions of a plan, which are found by all facts except their ids.
    pub(in crate::plan) fn of_profiles(profiles: Vec<Profile<'a>>) -> Lookup<'a> {
        Lookup { profiles, agenda: None, index: Arc::default(), slots: OnceCell::new() }
    }

    /// Returns the session with the id of `before`.
    pub(super) fn session_with_id(&self, before: &Profile<'_>) -> Option<SessionIx> {
        self.index.session_with_id(self.agenda?, before.id)
    }

    /// Calls `visit` with each session to consider for `before`, some of them twice.
    pub(super) fn visit_candidates(
        &self,
        before: &Profile<'_>,
        candidates: Candidates,
        visit: impl FnMut(SessionIx),
    ) {
        let sessions = &*self.profiles;
        match candidates {
            Candidates::Id => self.session_with_id(before).into_iter().for_each(visit),
            Candidates::Title => self.index.sessions_with_title(sessions, before).for_each(visit),
            Candidates::Start => self.index.sessions_with_start(sessions, before).for_each(visit),
            Candidates::StartOrPerson => {
                let same_start = self.index.sessions_with_start(sessions, before);
                same_start.chain(self.index.sessions_with_person(sessions, before)).for_each(visit);
            }
        }
    }

    /// Returns true if no other session has the title of `profile`, which is one of the sessions.
    pub(super) fn has_title_once(&self, profile: &Profile<'_>) -> bool {
        let sessions = self.index.titles(&*self.profiles).get(profile.title.folded());
        !profile.ambiguous && sessions.is_some_and(SessionGroup::is_single)
    }

    /// Returns true if no other session has start and room of `profile`, which is one of the
    /// sessions. A session without a room has no place of its own.
    pub(super) fn has_slot_once(&self, profile: &Profile<'_>) -> bool {
        let slot = slot_of(profile);
        slot.and_then(|slot| self.slots().get(&slot.start)?.get(slot.room)) == Some(&1)
    }

    fn slots(&self) -> &HashMap<NaiveDateTime, HashMap<String, usize>> {
        self.slots.get_or_init(|| {
            let mut slots: HashMap<NaiveDateTime, HashMap<String, usize>> = HashMap::new();
            for Slot { start, room } in self.profiles.iter().filter_map(slot_of) {
                let rooms = slots.entry(start).or_default();
                match rooms.get_mut(room) {
                    Some(count) => *count += 1,
                    None => _ = rooms.insert(room.to_owned(), 1),
                }
            }
            slots
        })
    }

    /// Returns true if a session other than `session` has the title of `facts`, or a similar title
    /// with the same start or a shared person.
    pub(in crate::plan) fn has_similar(&self, facts: &SessionFacts, session: SessionIx) -> bool {
        let profile = |ix: SessionIx| self.profiles.get(ix);
        self.index.has_similar(&*self.profiles, profile, facts, session)
    }
}

/// The place of a session in the timetable.
struct Slot<'a> {
    /// The start in local time.
    start: NaiveDateTime,
    room: &'a str,
}

/// Returns the slot of a session. A session without a room has no slot.
fn slot_of<'a>(profile: &Profile<'a>) -> Option<Slot<'a>> {
    let room = profile.room.filter(|room| !room.is_empty())?;
    Some(Slot { start: profile.start?.naive_local(), room })
}
