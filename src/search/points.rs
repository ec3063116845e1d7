//! The points of each session for one text, with the sessions that have some.

use crate::agenda::SessionIx;

/// The lists of sessions are sorted if they are shorter than this share of all sessions. Longer
/// lists are marked in a set of bits.
const SORTED_SHARE: usize = 64;

/// The points of each session for one text. Few sessions of a large agenda have points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SessionPoints {
    /// The points of each session, 0 if the session does not match.
    of_each: Vec<u16>,
    /// The sessions with points, in any order.
    having: Vec<u32>,
    /// The most points of a session.
    best: u16,
}

impl SessionPoints {
    pub(super) fn new(sessions: usize) -> SessionPoints {
        SessionPoints { of_each: vec![0; sessions], ..SessionPoints::default() }
    }

    /// Takes the points of each session.
    pub(super) fn of_each(of_each: Vec<u16>) -> SessionPoints {
        let with_points = (0..).zip(&of_each).filter(|(_, points)| **points > 0);
        let having = with_points.map(|(session, _)| session).collect();
        let best = of_each.iter().copied().max().unwrap_or(0);
        SessionPoints { of_each, having, best }
    }

    pub(super) fn into_each(self) -> Vec<u16> {
        self.of_each
    }

    #[inline]
    pub(super) fn get(&self, session: SessionIx) -> u16 {
        self.of_each.get(session).copied().unwrap_or(0)
    }

    /// Gives a session at least these points.
    #[inline]
    pub(super) fn raise(&mut self, session: SessionIx, points: u16) {
        let Some(best) = self.of_each.get_mut(session) else { return };
        if points > *best {
            if *best == 0 {
                self.having.push(session as u32);
            }
            *best = points;
            self.best = self.best.max(points);
        }
    }

    /// Returns the number of sessions with points.
    pub(super) fn count(&self) -> usize {
        self.having.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.having.is_empty()
    }

    /// Returns the most points of a session.
    pub(super) fn best(&self) -> u16 {
        self.best
    }

    /// Returns the sessions with points, in any order, with their points.
    pub(super) fn iter(&self) -> impl Iterator<Item = (SessionIx, u16)> + Clone {
        let sessions = self.having.iter().map(|session| *session as usize);
        sessions.map(|session| (session, self.get(session)))
    }

    /// Returns the sessions with points in order.
    pub(super) fn sessions(&self) -> Vec<u32> {
        sessions_of(&[self])
    }

    /// Returns the lower points of both for each session.
    pub(super) fn least(&self, other: &SessionPoints) -> SessionPoints {
        let mut least = SessionPoints::new(self.of_each.len());
        for (session, points) in self.iter() {
            least.raise(session, points.min(other.get(session)));
        }
        least
    }
}

/// Returns the sessions that have points for some of the texts, in order.
pub(super) fn sessions_of(texts: &[&SessionPoints]) -> Vec<u32> {
    let all = texts.iter().map(|text| text.of_each.len()).max().unwrap_or(0);
    let having: usize = texts.iter().map(|text| text.having.len()).sum();
    if having * SORTED_SHARE < all {
        let mut sessions: Vec<u32> = texts.iter().flat_map(|text| &text.having).copied().collect();
        sessions.sort_unstable();
        sessions.dedup();
        return sessions;
    }
    let mut bits = vec![0_u64; all.div_ceil(64)];
    for session in texts.iter().flat_map(|text| &text.having) {
        if let Some(bits) = bits.get_mut((session / 64) as usize) {
            *bits |= 1 << (session % 64);
        }
    }
    let mut sessions = Vec::with_capacity(having.min(all));
    for (first, mut bits) in (0..).step_by(64).zip(bits) {
        while bits != 0 {
            sessions.push(first + bits.trailing_zeros());
            bits &= bits - 1;
        }
    }
    sessions
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sessions_are_those_with_points(
            given in proptest::collection::vec((0_usize..40, 0_u16..5), 0..60), all in 1_usize..900
        ) {
            let mut points = SessionPoints::new(all);
            let mut expected = vec![0; all];
            for (session, more) in &given {
                points.raise(*session, *more);
                if let Some(best) = expected.get_mut(*session) {
                    *best = (*more).max(*best);
                }
            }
            let with: Vec<u32> = (0..all as u32).filter(|at| expected[*at as usize] > 0).collect();
            prop_assert_eq!(&points.sessions(), &with);
            prop_assert_eq!(points.best(), expected.iter().copied().max().unwrap());
            prop_assert_eq!(points.count(), with.len());
            let again = SessionPoints::of_each(expected.clone());
            prop_assert_eq!(again.sessions(), points.sessions());
            prop_assert_eq!(again.least(&points).into_each(), expected);
            prop_assert_eq!(sessions_of(&[&points, &again]), points.sessions());
        }
    }
}
