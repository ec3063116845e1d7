//! The sessions of one version, with indexes to find them.

use super::profile::Profile;
use crate::agenda::{Agenda, Moment, SessionIx};
use crate::plan::facts::is_same_start;
use chrono::NaiveDateTime;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::Hash;

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

/// The sessions of one version, with indexes to find them. The indexes for title, start and people
/// are built when a stage needs them: most sessions are found by their id.
#[derive(Debug)]
pub struct Lookup<'a> {
    pub(super) profiles: Vec<Profile<'a>>,
    ids: HashMap<&'a str, SessionIx>,
    /// The sessions by folded title.
    titles: OnceCell<HashMap<String, Vec<SessionIx>>>,
    /// The sessions by start, each under its local time and its UTC time.
    starts: OnceCell<HashMap<NaiveDateTime, Vec<SessionIx>>>,
    /// The number of sessions in each [`Slot`], by start and room.
    slots: OnceCell<HashMap<NaiveDateTime, HashMap<String, usize>>>,
    /// The sessions by the name of each person.
    people: OnceCell<HashMap<String, Vec<SessionIx>>>,
}

impl<'a> Lookup<'a> {
    /// Prepares the sessions of `agenda`, in their order.
    pub fn of_agenda(agenda: &'a Agenda) -> Lookup<'a> {
        let sessions = agenda.sessions.iter();
        let profiles = sessions.map(|session| Profile::of_session(agenda, session)).collect();
        Lookup { ids: index_ids(agenda), ..Lookup::of_profiles(profiles) }
    }

    /// Prepares sessions of a plan, which are found by all facts except their ids.
    pub(in crate::plan) fn of_profiles(profiles: Vec<Profile<'a>>) -> Lookup<'a> {
        Lookup {
            profiles,
            ids: HashMap::new(),
            titles: OnceCell::new(),
            starts: OnceCell::new(),
            slots: OnceCell::new(),
            people: OnceCell::new(),
        }
    }

    /// Returns the session with the id of `before`.
    pub(super) fn session_with_id(&self, before: &Profile<'_>) -> Option<SessionIx> {
        self.ids.get(before.id).copied()
    }

    /// Returns the sessions to consider for `before`, ascending.
    pub(super) fn find_candidates(
        &self,
        before: &Profile<'_>,
        candidates: Candidates,
    ) -> Vec<SessionIx> {
        let mut found = match candidates {
            Candidates::Id => self.session_with_id(before).into_iter().collect(),
            Candidates::Title => self.sessions_with_title(before),
            Candidates::Start => self.sessions_with_start(before),
            Candidates::StartOrPerson => {
                let mut sessions = self.sessions_with_start(before);
                sessions.extend(self.sessions_with_people(before));
                sessions
            }
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns true if no other session has the title of `profile`, which is one of the sessions.
    pub(super) fn has_title_once(&self, profile: &Profile<'_>) -> bool {
        let sessions = self.titles().get(profile.title.folded());
        !profile.ambiguous && sessions.is_some_and(|sessions| sessions.len() == 1)
    }

    /// Returns true if no other session has start and room of `profile`, which is one of the
    /// sessions. A session without a room has no place of its own.
    pub(super) fn has_slot_once(&self, profile: &Profile<'_>) -> bool {
        let slot = slot_of(profile);
        slot.and_then(|slot| self.slots().get(&slot.start)?.get(slot.room)) == Some(&1)
    }

    /// Returns nothing for a title without letters and digits.
    fn sessions_with_title(&self, before: &Profile<'_>) -> Vec<SessionIx> {
        let title = Some(before.title.folded()).filter(|title| !title.is_empty());
        title.and_then(|title| self.titles().get(title).cloned()).unwrap_or_default()
    }

    fn sessions_with_start(&self, before: &Profile<'_>) -> Vec<SessionIx> {
        // The local time of one start may be the UTC time of another one.
        let is_same_start = |ix: &SessionIx| {
            let after = self.profiles.get(*ix);
            after.is_some_and(|after| is_same_start(before.start, after.start))
        };
        start_keys(before.start)
            .filter_map(|key| self.starts().get(&key))
            .flatten()
            .copied()
            .filter(is_same_start)
            .collect()
    }

    fn sessions_with_people(&self, before: &Profile<'_>) -> Vec<SessionIx> {
        let people = self.people.get_or_init(|| {
            group_sessions(&self.profiles, |profile| {
                profile.people.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()
            })
        });
        before.people.iter().filter_map(|name| people.get(*name)).flatten().copied().collect()
    }

    fn titles(&self) -> &HashMap<String, Vec<SessionIx>> {
        self.titles.get_or_init(|| {
            group_sessions(&self.profiles, |profile| [profile.title.folded().to_owned()])
        })
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

    fn starts(&self) -> &HashMap<NaiveDateTime, Vec<SessionIx>> {
        self.starts
            .get_or_init(|| group_sessions(&self.profiles, |profile| start_keys(profile.start)))
    }
}

/// Returns the sessions by their own ids, and by other ids of a single session.
fn index_ids(agenda: &Agenda) -> HashMap<&str, SessionIx> {
    let sessions = || agenda.sessions.iter().zip(0..);
    let mut others: HashMap<&str, Option<SessionIx>> = HashMap::new();
    for (session, ix) in sessions() {
        for named in &session.ids {
            let known = others.entry(&named.id).or_insert(Some(ix));
            *known = known.filter(|known| *known == ix);
        }
    }
    let others = others.into_iter().filter_map(|(id, ix)| Some((id, ix?)));
    others.chain(sessions().map(|(session, ix)| (&*session.id, ix))).collect()
}

/// Returns all sessions by their keys. A session may have several keys.
fn group_sessions<K: Hash + Eq, I: IntoIterator<Item = K>>(
    profiles: &[Profile<'_>],
    keys: impl Fn(&Profile<'_>) -> I,
) -> HashMap<K, Vec<SessionIx>> {
    let mut groups: HashMap<K, Vec<SessionIx>> = HashMap::with_capacity(profiles.len());
    for (profile, ix) in profiles.iter().zip(0..) {
        for key in keys(profile) {
            groups.entry(key).or_default().push(ix);
        }
    }
    groups
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

/// Returns the local time and the UTC time of a start, which are one in UTC. Two equal starts share
/// one of them.
fn start_keys(start: Option<Moment>) -> impl Iterator<Item = NaiveDateTime> {
    let local = start.map(|start| start.naive_local());
    let utc = start.map(|start| start.naive_utc()).filter(|utc| Some(*utc) != local);
    local.into_iter().chain(utc)
}
