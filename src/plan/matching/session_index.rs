//! Indexes of the sessions of one version, by id, title, start and person.

use super::profile::Profile;
use super::titles::{are_similar_titles, fold_title};
use crate::agenda::{Agenda, Moment, SessionIx};
use crate::plan::facts::{SessionFacts, is_same_start, names_without_sponsors};
use chrono::NaiveDateTime;
use std::borrow::{Borrow, Cow};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::OnceLock;

/// Indexes of the sessions of one agenda, each made when a search needs it: most sessions are found
/// by their id. Valid as long as the agenda is unchanged.
#[derive(Debug, Default)]
pub struct SessionIndex {
    ids: OnceLock<HashMap<String, SessionIx>>,
    /// The sessions by folded title.
    titles: OnceLock<HashMap<String, Vec<SessionIx>>>,
    /// The sessions by start, each under its local time and its UTC time.
    starts: OnceLock<HashMap<NaiveDateTime, Vec<SessionIx>>>,
    /// The sessions by the name of each person.
    people: OnceLock<HashMap<String, Vec<SessionIx>>>,
}

/// Sessions that can be indexed: those of an agenda, or profiles.
pub(super) trait IndexedSessions {
    fn count(&self) -> usize;

    /// Returns the title as [`fold_title`] does.
    fn folded_title(&self, session: SessionIx) -> Cow<'_, str>;

    fn start(&self, session: SessionIx) -> Option<Moment>;

    /// Returns the names of the people without sponsors, sorted.
    fn names(&self, session: SessionIx) -> Cow<'_, [&str]>;
}

impl IndexedSessions for [Profile<'_>] {
    fn count(&self) -> usize {
        self.len()
    }

    fn folded_title(&self, session: SessionIx) -> Cow<'_, str> {
        self.get(session).map_or("", |profile| profile.title.folded()).into()
    }

    fn start(&self, session: SessionIx) -> Option<Moment> {
        self.get(session)?.start
    }

    fn names(&self, session: SessionIx) -> Cow<'_, [&str]> {
        self.get(session).map(|profile| &*profile.people).unwrap_or_default().into()
    }
}

impl IndexedSessions for Agenda {
    fn count(&self) -> usize {
        self.sessions.len()
    }

    fn folded_title(&self, session: SessionIx) -> Cow<'_, str> {
        self.sessions.get(session).map_or_else(String::new, |known| fold_title(&known.title)).into()
    }

    fn start(&self, session: SessionIx) -> Option<Moment> {
        self.sessions.get(session)?.start
    }

    fn names(&self, session: SessionIx) -> Cow<'_, [&str]> {
        let Some(session) = self.sessions.get(session) else { return Cow::default() };
        let mut names: Vec<&str> =
            names_without_sponsors(self, session).map(|name| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.into()
    }
}

impl SessionIndex {
    /// Makes all indexes of `agenda` that are not made yet.
    pub fn complete(&self, agenda: &Agenda) {
        self.ids(agenda);
        self.titles(agenda);
        self.starts(agenda);
        self.people(agenda);
    }

    /// Returns the session with an id of its own, or else the only session with another such id.
    pub fn session_with_id(&self, agenda: &Agenda, id: &str) -> Option<SessionIx> {
        self.ids(agenda).get(id).copied()
    }

    fn ids(&self, agenda: &Agenda) -> &HashMap<String, SessionIx> {
        self.ids.get_or_init(|| index_ids(agenda))
    }

    pub(super) fn titles<S>(&self, sessions: &S) -> &HashMap<String, Vec<SessionIx>>
    where
        S: IndexedSessions + ?Sized,
    {
        self.titles.get_or_init(|| {
            group_sessions(sessions, |ix| vec![sessions.folded_title(ix).into_owned()])
        })
    }

    pub(super) fn starts<S>(&self, sessions: &S) -> &HashMap<NaiveDateTime, Vec<SessionIx>>
    where
        S: IndexedSessions + ?Sized,
    {
        self.starts.get_or_init(|| group_sessions(sessions, |ix| start_keys(sessions.start(ix))))
    }

    fn people<S>(&self, sessions: &S) -> &HashMap<String, Vec<SessionIx>>
    where
        S: IndexedSessions + ?Sized,
    {
        self.people.get_or_init(|| {
            group_sessions(sessions, |ix| {
                sessions.names(ix).iter().map(|name| (*name).to_owned()).collect()
            })
        })
    }

    /// Returns the sessions with the title of `before`, ascending; nothing for a title without
    /// letters and digits.
    pub(super) fn sessions_with_title<S>(
        &self,
        sessions: &S,
        before: &Profile<'_>,
    ) -> Vec<SessionIx>
    where
        S: IndexedSessions + ?Sized,
    {
        let title = Some(before.title.folded()).filter(|title| !title.is_empty());
        title.and_then(|title| self.titles(sessions).get(title).cloned()).unwrap_or_default()
    }

    /// Returns the sessions with the start of `before`, ascending.
    pub(super) fn sessions_with_start<S>(
        &self,
        sessions: &S,
        before: &Profile<'_>,
    ) -> Vec<SessionIx>
    where
        S: IndexedSessions + ?Sized,
    {
        // The local time of one start may be the UTC time of another one.
        let keys = start_keys(before.start);
        let found =
            keys.iter().filter_map(|key| self.starts(sessions).get(key)).flatten().copied().filter(
                |ix| *ix < sessions.count() && is_same_start(before.start, sessions.start(*ix)),
            );
        sort_each_once(found.collect())
    }

    /// Returns the sessions with the start or a person of `before`, ascending.
    pub(super) fn sessions_with_start_or_person<S>(
        &self,
        sessions: &S,
        before: &Profile<'_>,
    ) -> Vec<SessionIx>
    where
        S: IndexedSessions + ?Sized,
    {
        let mut found = self.sessions_with_start(sessions, before);
        let people = self.people(sessions);
        found.extend(before.people.iter().filter_map(|name| people.get(*name)).flatten());
        sort_each_once(found)
    }

    /// Returns true if a session of `agenda` other than `session` has the title of `facts`, or a
    /// similar title with the same start or a shared person.
    pub(in crate::plan) fn has_similar_in(
        &self,
        agenda: &Agenda,
        facts: &SessionFacts,
        session: SessionIx,
    ) -> bool {
        let profile = |ix: SessionIx| Some(Profile::of_session(agenda, agenda.sessions.get(ix)?));
        self.has_similar(agenda, profile, facts, session)
    }

    /// Returns the answer of [`has_similar_in`](SessionIndex::has_similar_in). `profile` returns
    /// the profile of a session.
    pub(super) fn has_similar<'p, S, P>(
        &self,
        sessions: &S,
        profile: impl Fn(SessionIx) -> Option<P>,
        facts: &SessionFacts,
        session: SessionIx,
    ) -> bool
    where
        S: IndexedSessions + ?Sized,
        P: Borrow<Profile<'p>>,
    {
        let before = &Profile::of_facts(facts);
        let is_other = |ix: &SessionIx| *ix != session;
        if self.sessions_with_title(sessions, before).iter().any(is_other) {
            return true;
        }
        let beside = self.sessions_with_start_or_person(sessions, before);
        beside.into_iter().filter(is_other).filter_map(profile).any(|after| {
            let after = after.borrow();
            !before.has_other_people(after) && are_similar_titles(&before.title, &after.title)
        })
    }
}

/// Sorts sessions, and leaves each once.
fn sort_each_once(mut sessions: Vec<SessionIx>) -> Vec<SessionIx> {
    sessions.sort_unstable();
    sessions.dedup();
    sessions
}

/// Returns the sessions by their own ids, and by other ids of a single session.
fn index_ids(agenda: &Agenda) -> HashMap<String, SessionIx> {
    let sessions = || agenda.sessions.iter().zip(0..);
    let mut others: HashMap<&str, Option<SessionIx>> = HashMap::new();
    for (session, ix) in sessions() {
        for named in &session.ids {
            let known = others.entry(&named.id).or_insert(Some(ix));
            *known = known.filter(|known| *known == ix);
        }
    }
    let others = others.into_iter().filter_map(|(id, ix)| Some((id, ix?)));
    let ids = others.chain(sessions().map(|(session, ix)| (&*session.id, ix)));
    ids.map(|(id, ix)| (id.to_owned(), ix)).collect()
}

/// Returns all sessions by their keys. A session may have several keys.
fn group_sessions<S, K>(
    sessions: &S,
    keys: impl Fn(SessionIx) -> Vec<K>,
) -> HashMap<K, Vec<SessionIx>>
where
    S: IndexedSessions + ?Sized,
    K: Hash + Eq,
{
    let mut groups: HashMap<K, Vec<SessionIx>> = HashMap::with_capacity(sessions.count());
    for ix in 0..sessions.count() {
        for key in keys(ix) {
            groups.entry(key).or_default().push(ix);
        }
    }
    groups
}

/// Returns the local time and the UTC time of a start, which are one in UTC. Two equal starts share
/// one of them.
fn start_keys(start: Option<Moment>) -> Vec<NaiveDateTime> {
    let mut keys: Vec<NaiveDateTime> =
        start.iter().flat_map(|start| [start.naive_local(), start.naive_utc()]).collect();
    keys.dedup();
    keys
}
