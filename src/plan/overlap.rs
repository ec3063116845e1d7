//! Overlaps of attended sessions, and the free time between them.

use super::schedule::Schedule;
use crate::agenda::{Agenda, Moment, Session, SessionIx};

/// The shortest length of a [`Gap`], in minutes. A shorter time is the walk from room to room.
pub const GAP_MIN_MINUTES: i64 = 10;

/// Two attended sessions whose times overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// The session with the earlier start.
    pub first: SessionIx,
    /// The other session.
    pub second: SessionIx,
    /// The length of the overlap, at least 1 minute.
    pub minutes: u32,
}

/// An attended session whose time overlaps the time of another session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// The attended session.
    pub session: SessionIx,
    /// The length of the overlap, at least 1 minute.
    pub minutes: u32,
}

/// Free time between two attended sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The end of the session before.
    pub start: Moment,
    /// The start of the session after.
    pub end: Moment,
}

impl Schedule {
    /// Returns every pair of overlapping attended sessions, in time order.
    pub fn find_clashes(&self, agenda: &Agenda) -> Vec<Clash> {
        let mut clashes = Vec::new();
        for (rank, &first) in self.attended_sessions().iter().enumerate() {
            let Some(session) = agenda.sessions.get(first) else { continue };
            let Some((_, end)) = session.start_and_end() else { continue };
            for &second in &self.attended_sessions()[rank + 1..] {
                let Some(later) = agenda.sessions.get(second) else { continue };
                // A whole-day session stands after the night sessions before its date, so only a
                // session of a later day ends the search.
                if later.start.is_some_and(|start| start >= end) && later.day > session.day {
                    break;
                }
                let minutes = session.overlap_minutes(later);
                if minutes > 0 {
                    clashes.push(Clash { first, second, minutes });
                }
            }
        }
        clashes
    }

    /// Returns the attended sessions that overlap `session`, without `session`, in time order. A
    /// cancelled session overlaps nothing.
    pub fn find_overlaps(&self, agenda: &Agenda, session: SessionIx) -> Vec<Overlap> {
        let Some(this) = agenda.sessions.get(session).filter(|this| !this.cancelled) else {
            return Vec::new();
        };
        self.attended_sessions()
            .iter()
            .filter(|other| **other != session)
            .filter_map(|&other| {
                let minutes = agenda.sessions.get(other)?.overlap_minutes(this);
                (minutes > 0).then_some(Overlap { session: other, minutes })
            })
            .collect()
    }

    /// Returns the free time between attended sessions of one day, in time order. `day` is a
    /// position in [`Agenda::days`]. A gap has at least [`GAP_MIN_MINUTES`] minutes. The time
    /// before the first and after the last session is no gap.
    pub fn find_gaps(&self, agenda: &Agenda, day: usize) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut free_from: Option<Moment> = None;
        let sessions = self.attended_sessions().iter().filter_map(|&ix| agenda.sessions.get(ix));
        for session in sessions.filter(|session| session.day == Some(day)) {
            let Some((start, end)) = session.start_and_end() else { continue };
            let gap = free_from.map(|free_from| Gap { start: free_from, end: start });
            gaps.extend(gap.filter(|gap| gap.duration_minutes() >= GAP_MIN_MINUTES));
            free_from = free_from.max(Some(end));
        }
        gaps
    }
}

impl Gap {
    /// Returns the length in minutes.
    pub fn duration_minutes(&self) -> i64 {
        (self.end - self.start).num_minutes()
    }

    /// Returns the sessions wholly within the `Gap`, in time order, without cancelled ones.
    pub fn fitting_sessions(&self, agenda: &Agenda) -> Vec<SessionIx> {
        let sessions = (0..).zip(&agenda.sessions);
        sessions.filter(|(_, session)| self.has_room_for(session)).map(|(ix, _)| ix).collect()
    }

    fn has_room_for(&self, session: &Session) -> bool {
        let times = session.start_and_end().filter(|_| !session.cancelled);
        times.is_some_and(|(start, end)| self.start <= start && end <= self.end)
    }
}
