//! The marks of a schedule with their sessions, and their positions by id and by session.

use super::mark::Mark;
use super::matching::SessionMatch;
use crate::agenda::{Clean, SessionIx};
use std::sync::{Arc, OnceLock};

/// A mark, and its session in the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkMatch {
    /// The mark.
    pub mark: Arc<Mark>,
    /// The session in the agenda, and the evidence for it.
    pub found: SessionMatch,
}

impl MarkMatch {
    /// Returns the session. `None`: the agenda does not have the session any more.
    pub fn session(&self) -> Option<SessionIx> {
        self.found.session()
    }
}

/// The positions of marks in [`Schedule::active_matches`](super::Schedule::active_matches), listed
/// at the first question. Many sessions can then be marked in linear time.
#[derive(Debug, Clone, Default)]
pub(super) struct MatchIndex(OnceLock<Positions>);

#[derive(Debug, Clone)]
struct Positions {
    /// All positions, by the ids of the marks.
    by_id: Vec<usize>,
    /// The sessions with the positions of their marks, by session and position.
    by_session: Vec<(SessionIx, usize)>,
}

/// Two lists of the same marks are equal.
impl PartialEq for MatchIndex {
    fn eq(&self, _: &MatchIndex) -> bool {
        true
    }
}

impl Eq for MatchIndex {}

impl MatchIndex {
    /// Returns the mark with this id of `known`, the active matches of the schedule.
    pub(super) fn with_id<'m>(
        &self,
        known: [&'m [MarkMatch]; 2],
        id: &Clean,
    ) -> Option<&'m MarkMatch> {
        let by_id = &self.positions(known).by_id;
        let id_at = |position: &usize| match_at(known, *position).map(|known| known.mark.id());
        let at = by_id.binary_search_by(|position| id_at(position).cmp(&Some(id))).ok()?;
        match_at(known, *by_id.get(at)?)
    }

    /// Returns the marks of a session of `known`, the active matches of the schedule, in their
    /// order.
    pub(super) fn of_session<'m>(
        &self,
        known: [&'m [MarkMatch]; 2],
        session: SessionIx,
    ) -> impl Iterator<Item = &'m MarkMatch> {
        let by_session = &self.positions(known).by_session;
        let first = by_session.partition_point(|(other, _)| *other < session);
        let of_session = by_session.iter().skip(first).take_while(move |(ix, _)| *ix == session);
        of_session.filter_map(move |(_, position)| match_at(known, *position))
    }

    fn positions(&self, known: [&[MarkMatch]; 2]) -> &Positions {
        self.0.get_or_init(|| {
            let all = || known.into_iter().flatten().enumerate();
            let mut by_id: Vec<(&Clean, usize)> =
                all().map(|(position, known)| (known.mark.id(), position)).collect();
            by_id.sort_unstable();
            let mut by_session: Vec<(SessionIx, usize)> =
                all().filter_map(|(position, known)| Some((known.session()?, position))).collect();
            by_session.sort_unstable();
            Positions {
                by_id: by_id.into_iter().map(|(_, position)| position).collect(),
                by_session,
            }
        })
    }
}

/// Returns the match at a position in both lists, one after the other.
fn match_at([first, second]: [&[MarkMatch]; 2], position: usize) -> Option<&MarkMatch> {
    first.get(position).or_else(|| second.get(position.checked_sub(first.len())?))
}
