//! The sessions whose id, address or other id is typed or begins as typed, without a look at every
//! session for each name.

use crate::agenda::{Agenda, Session, SessionIx};
use std::cmp::Ordering;

/// A name of a session, in a sorted list.
type Named<'a> = (&'a str, SessionIx);

/// The names of all sessions, sorted without regard to case.
pub(super) struct IdParts<'a> {
    agenda: &'a Agenda,
    ids: Vec<Named<'a>>,
    other_ids: Vec<Named<'a>>,
    addresses: Vec<Named<'a>>,
}

impl<'a> IdParts<'a> {
    pub(super) fn new(agenda: &'a Agenda) -> IdParts<'a> {
        let sessions = || agenda.sessions.iter().zip(0..);
        let mut parts = IdParts {
            agenda,
            ids: sessions().map(|(session, ix)| (session.id.as_str(), ix)).collect(),
            other_ids: sessions()
                .flat_map(|(session, ix)| session.ids.iter().map(move |named| (&*named.id, ix)))
                .collect(),
            addresses: sessions()
                .flat_map(|(session, ix)| address_names(session).map(move |name| (name, ix)))
                .collect(),
        };
        for list in [&mut parts.ids, &mut parts.other_ids, &mut parts.addresses] {
            list.sort_by(|(a, a_ix), (b, b_ix)| compare(a, b).then(a_ix.cmp(b_ix)));
        }
        parts
    }

    /// Returns the own entry with this id.
    pub(super) fn find_own(&self, id: &str) -> Option<SessionIx> {
        let is_own =
            |ix: &SessionIx| self.agenda.sessions.get(*ix).is_some_and(|session| session.is_own());
        let mut found = names_like(&self.ids, id).iter().filter(|(name, _)| *name == id);
        found.find(|(_, ix)| is_own(ix)).map(|(_, ix)| *ix)
    }

    /// Returns the sessions with another id or an address of this name, else the sessions whose id
    /// begins so, else the sessions with another id that begins so: at most `most` of them, in
    /// their order.
    pub(super) fn find(&self, typed: &str, most: usize) -> Vec<SessionIx> {
        let is_typed = |named: &&Named<'_>| named.0 == typed;
        let addresses = names_like(&self.addresses, typed).iter().filter(is_typed);
        let by_address = collect_sessions(addresses, 2);
        if let [_] = by_address[..] {
            return by_address;
        }
        let by_other_id = names_like(&self.other_ids, typed).iter().filter(is_typed);
        let by_other_id = collect_sessions(by_other_id, most);
        if !by_other_id.is_empty() || typed.is_empty() {
            return by_other_id;
        }
        let lists = [&self.ids, &self.other_ids].into_iter();
        let mut found =
            lists.map(|list| collect_sessions(names_beginning(list, typed).iter(), most));
        found.find(|found| !found.is_empty()).unwrap_or_default()
    }
}

/// Returns the address of the session's page and its last part.
pub(super) fn address_names(session: &Session) -> impl Iterator<Item = &str> {
    let url = session.url.as_deref();
    let last = url.and_then(|url| url.trim_end_matches('/').rsplit('/').next());
    url.into_iter().chain(last)
}

/// Returns the first `most` ids of sessions that `typed` abbreviates: `f18` is `fri-1830-dinner`.
/// The typed text is the beginnings of the first parts of the id, one after the other.
pub(super) fn abbreviated_ids<'a>(agenda: &'a Agenda, typed: &str, most: usize) -> Vec<&'a str> {
    let ids = agenda.sessions.iter().map(|session| session.id.as_str());
    let typed = typed.to_ascii_lowercase();
    let is_short = (2..=8).contains(&typed.len());
    ids.filter(|id| is_short && abbreviates(typed.as_bytes(), id)).take(most).collect()
}

/// Returns true if `typed` is the beginnings of the first parts of an id.
fn abbreviates(typed: &[u8], id: &str) -> bool {
    let mut rest = typed;
    for part in id.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        if rest.is_empty() {
            break;
        }
        let common = part.bytes().zip(rest).take_while(|(a, b)| a.to_ascii_lowercase() == **b);
        match common.count() {
            0 => return false,
            common => rest = rest.get(common..).unwrap_or_default(),
        }
    }
    rest.is_empty()
}

/// Returns the first `most` different sessions, in the order of the agenda.
fn collect_sessions<'a>(named: impl Iterator<Item = &'a Named<'a>>, most: usize) -> Vec<SessionIx> {
    let mut found: Vec<SessionIx> = Vec::new();
    for (_, ix) in named {
        // The names of one session are often neighbours, and `most` bounds the list.
        if found.last() != Some(ix) {
            found.push(*ix);
        }
        if found.len() >= most.saturating_mul(2) {
            break;
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(most);
    found
}

/// Returns the names that differ from `typed` in case alone.
fn names_like<'a, 'b>(list: &'b [Named<'a>], typed: &str) -> &'b [Named<'a>] {
    part_of(list, |name| compare(name, typed))
}

/// Returns the names that begin as `typed`, without regard to case.
fn names_beginning<'a, 'b>(list: &'b [Named<'a>], typed: &str) -> &'b [Named<'a>] {
    part_of(list, |name| {
        let begin = name.as_bytes().get(..typed.len()).unwrap_or(name.as_bytes());
        compare_bytes(begin, typed.as_bytes())
    })
}

/// Returns the part of a sorted list for which `order` is equal.
fn part_of<'a, 'b>(list: &'b [Named<'a>], order: impl Fn(&str) -> Ordering) -> &'b [Named<'a>] {
    let start = list.partition_point(|(name, _)| order(name).is_lt());
    let rest = list.get(start..).unwrap_or_default();
    let end = rest.partition_point(|(name, _)| order(name).is_eq());
    rest.get(..end).unwrap_or_default()
}

fn compare(a: &str, b: &str) -> Ordering {
    compare_bytes(a.as_bytes(), b.as_bytes())
}

/// Compares without regard to the case of ASCII letters.
fn compare_bytes(a: &[u8], b: &[u8]) -> Ordering {
    a.iter().map(u8::to_ascii_lowercase).cmp(b.iter().map(u8::to_ascii_lowercase))
}
