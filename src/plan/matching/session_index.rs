//! Indexes of the sessions of one version, by id, title, start and person.

use super::profile::Profile;
use super::titles::{are_similar_titles, fold_title};
use crate::agenda::{Agenda, Moment, Session, SessionIx};
use crate::plan::facts::{SessionFacts, names_without_sponsors};
use chrono::NaiveDateTime;
use foldhash::{HashMap, HashMapExt};
use std::borrow::{Borrow, Cow};
use std::hash::Hash;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Indexes of the sessions of one agenda, each made when a search needs it: most sessions are found
/// by their id. Valid as long as the agenda is unchanged.
#[derive(Debug, Default)]
pub struct SessionIndex {
    ids: OnceLock<HashMap<String, SessionIx>>,
    /// The number of ids that were looked up without the index of ids.
    scans: AtomicUsize,
    /// The sessions by folded title.
    titles: OnceLock<SessionGroups<String>>,
    starts: OnceLock<Starts>,
    /// The sessions by the name of each person.
    people: OnceLock<SessionGroups<String>>,
}

/// The number of ids that are compared with the ids of all sessions. An index of all ids takes more
/// time, and most plans have few marks.
const SCANS_MAX: usize = 16;

/// The sessions of each key.
type SessionGroups<K> = HashMap<K, SessionGroup>;

/// The sessions by start. Two starts are the same if their UTC times or their local times are.
#[derive(Debug, Default)]
struct Starts {
    sessions: SessionGroups<NaiveDateTime>,
    /// The UTC times, each once, of each local time. Most have a single one.
    utc_times: HashMap<NaiveDateTime, Vec<NaiveDateTime>>,
}

impl Starts {
    fn add(&mut self, start: Moment, session: SessionIx) {
        let utc = start.naive_utc();
        let utc_times = self.utc_times.entry(start.naive_local()).or_default();
        if !utc_times.contains(&utc) {
            utc_times.push(utc);
        }
        add_to_group(&mut self.sessions, &utc, session);
    }

    /// Returns the sessions with a start, each once.
    fn sessions_at(&self, start: Moment) -> impl Iterator<Item = SessionIx> {
        let utc = start.naive_utc();
        let same_local = self.utc_times.get(&start.naive_local()).into_iter().flatten();
        let others = same_local.copied().filter(move |other| *other != utc);
        let groups = std::iter::once(utc).chain(others).filter_map(|utc| self.sessions.get(&utc));
        groups.flat_map(SessionGroup::iter)
    }
}

/// The sessions of one key, ascending. Most titles and people have a single session.
#[derive(Debug)]
pub(super) struct SessionGroup {
    first: SessionIx,
    others: Vec<SessionIx>,
}

impl SessionGroup {
    pub(super) fn iter(&self) -> impl Iterator<Item = SessionIx> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// Returns true if the key has a single session.
    pub(super) fn is_single(&self) -> bool {
        self.others.is_empty()
    }
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
        let title = |known: &Session| match known.is_own() {
            true => fold_title(&known.id),
            false => fold_title(&known.title),
        };
        self.sessions.get(session).map_or_else(String::new, title).into()
    }

    fn start(&self, session: SessionIx) -> Option<Moment> {
        self.sessions.get(session).filter(|known| !known.is_own())?.start
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
        self.complete_for(agenda, agenda);
    }

    /// Makes all indexes of `agenda` that are not made yet. `sessions` are its sessions.
    pub(super) fn complete_for<S>(&self, agenda: &Agenda, sessions: &S)
    where
        S: IndexedSessions + ?Sized,
    {
        self.ids(agenda);
        self.titles(sessions);
        self.starts(sessions);
        self.people(sessions);
    }

    /// Returns the session with an id of its own, or else the only session with another such id.
    pub fn session_with_id(&self, agenda: &Agenda, id: &str) -> Option<SessionIx> {
        if self.ids.get().is_none() && self.scans.fetch_add(1, Ordering::Relaxed) < SCANS_MAX {
            return find_id(agenda, id);
        }
        self.ids(agenda).get(id).copied()
    }

    fn ids(&self, agenda: &Agenda) -> &HashMap<String, SessionIx> {
        self.ids.get_or_init(|| index_ids(agenda))
    }

    pub(super) fn titles<S>(&self, sessions: &S) -> &HashMap<String, SessionGroup>
    where
        S: IndexedSessions + ?Sized,
    {
        self.titles.get_or_init(|| {
            let mut groups = HashMap::with_capacity(sessions.count());
            for ix in 0..sessions.count() {
                add_to_group(&mut groups, &*sessions.folded_title(ix), ix);
            }
            groups
        })
    }

    fn starts<S>(&self, sessions: &S) -> &Starts
    where
        S: IndexedSessions + ?Sized,
    {
        self.starts.get_or_init(|| {
            let mut starts = Starts::default();
            for ix in 0..sessions.count() {
                if let Some(start) = sessions.start(ix) {
                    starts.add(start, ix);
                }
            }
            starts
        })
    }

    fn people<S>(&self, sessions: &S) -> &SessionGroups<String>
    where
        S: IndexedSessions + ?Sized,
    {
        self.people.get_or_init(|| {
            let mut groups = HashMap::with_capacity(sessions.count());
            for ix in 0..sessions.count() {
                for name in &*sessions.names(ix) {
                    add_to_group(&mut groups, *name, ix);
                }
            }
            groups
        })
    }

    /// Returns the sessions with the title of `before`, ascending; nothing for a title without
    /// letters and digits.
    pub(super) fn sessions_with_title<S>(
        &self,
        sessions: &S,
        before: &Profile<'_>,
    ) -> impl Iterator<Item = SessionIx>
    where
        S: IndexedSessions + ?Sized,
    {
        let title = Some(before.title.folded()).filter(|title| !title.is_empty());
        let group = title.and_then(|title| self.titles(sessions).get(title));
        group.into_iter().flat_map(SessionGroup::iter)
    }

    /// Returns the sessions with the start of `before`, each once.
    pub(super) fn sessions_with_start<S>(
        &self,
        sessions: &S,
        before: &Profile<'_>,
    ) -> impl Iterator<Item = SessionIx>
    where
        S: IndexedSessions + ?Sized,
    {
        before.start.into_iter().flat_map(|start| self.starts(sessions).sessions_at(start))
    }

    /// Returns the sessions with a person of `before`. A session with two of them comes twice.
    pub(super) fn sessions_with_person<S>(
        &self,
        sessions: &S,
        before: &Profile<'_>,
    ) -> impl Iterator<Item = SessionIx>
    where
        S: IndexedSessions + ?Sized,
    {
        let people = self.people(sessions);
        let groups = before.people.iter().filter_map(|name| people.get(*name));
        groups.flat_map(SessionGroup::iter)
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
        if self.sessions_with_title(sessions, before).any(|ix| is_other(&ix)) {
            return true;
        }
        let beside = self
            .sessions_with_start(sessions, before)
            .chain(self.sessions_with_person(sessions, before));
        beside.filter(is_other).filter_map(profile).any(|after| {
            let after = after.borrow();
            !before.has_other_people(after) && are_similar_titles(&before.title, &after.title)
        })
    }
}

/// Returns the session that [`index_ids`] has for `id`.
fn find_id(agenda: &Agenda, id: &str) -> Option<SessionIx> {
    let sessions = || agenda.sessions.iter().zip(0..).filter(|(session, _)| !session.is_own());
    let own = sessions().find(|(session, _)| &*session.id == id);
    let found = own.or_else(|| {
        let has_id = |session: &Session| session.ids.iter().any(|named| &*named.id == id);
        let mut found = sessions().filter(|(session, _)| has_id(session));
        found.next().filter(|_| found.next().is_none())
    });
    found.map(|(_, ix)| ix)
}

/// Returns the sessions by their own ids, and by other ids of a single session.
fn index_ids(agenda: &Agenda) -> HashMap<String, SessionIx> {
    let sessions = || agenda.sessions.iter().zip(0..).filter(|(session, _)| !session.is_own());
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

/// Adds a session to the group of `key`. The sessions come in ascending order.
fn add_to_group<K, Q>(groups: &mut SessionGroups<K>, key: &Q, session: SessionIx)
where
    K: Borrow<Q> + Hash + Eq,
    Q: ToOwned<Owned = K> + Hash + Eq + ?Sized,
{
    match groups.get_mut(key) {
        Some(group) => group.others.push(session),
        None => {
            let group = SessionGroup { first: session, others: Vec::new() };
            groups.insert(key.to_owned(), group);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::{Clean, NamedId};

    #[test]
    fn few_ids_and_many_ids_find_the_same_sessions() {
        let file = b"[[session]]\nid = 'a'\ntitle = 'A'\n[[session]]\nid = 'b'\ntitle = 'B'\n\
                     [[session]]\nid = 'c'\ntitle = 'C'\n";
        let (mut agenda, _) = crate::format::read(file.as_slice()).unwrap().draft.check(None);
        let other_ids: [&[&str]; 3] = [&["x", "shared"], &["a", "shared"], &["twice", "twice"]];
        let named = |id: &str| NamedId { name: Clean::line("guid").into(), id: Clean::line(id) };
        for (session, ids) in agenda.sessions.iter_mut().zip(other_ids) {
            session.ids = ids.iter().map(|id| named(id)).collect();
        }
        let ids = index_ids(&agenda);
        for id in ["a", "b", "c", "x", "shared", "twice", "nowhere", ""] {
            assert_eq!(find_id(&agenda, id), ids.get(id).copied(), "{id}");
        }
    }
}
