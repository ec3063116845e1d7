//! Overlaps of attended sessions, and the free time between them.

use super::attended::AttendedTime;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
        let firsts = self.attended_sessions().iter().copied();
        firsts
            .flat_map(|first| {
                let overlaps = self.find_overlaps(agenda, first).into_iter();
                let later = overlaps.filter(move |overlap| overlap.session > first);
                later.map(move |Overlap { session, minutes }| Clash {
                    first,
                    second: session,
                    minutes,
                })
            })
            .collect()
    }

    /// Returns the attended sessions that overlap `session`, without `session`, in time order. A
    /// cancelled session overlaps nothing.
    pub fn find_overlaps(&self, agenda: &Agenda, session: SessionIx) -> Vec<Overlap> {
        let Some(this) = agenda.sessions.get(session).filter(|this| !this.cancelled) else {
            return Vec::new();
        };
        let Some((start, end)) = this.start_and_end() else { return Vec::new() };
        AttendedTime::sessions_between(self.attended_times(), start, end)
            .into_iter()
            .filter(|other| *other != session)
            .filter_map(|other| {
                let minutes = agenda.sessions.get(other)?.overlap_minutes(this);
                (minutes > 0).then_some(Overlap { session: other, minutes })
            })
            .collect()
    }

    /// Returns the longest of [`Schedule::find_overlaps`], of equals the last one.
    pub fn longest_overlap(&self, agenda: &Agenda, session: SessionIx) -> Option<Overlap> {
        if self.attended_sessions().is_empty() {
            return None;
        }
        let overlaps = self.find_overlaps(agenda, session).into_iter();
        overlaps.max_by_key(|overlap| overlap.minutes)
    }

    /// Returns the free time between attended sessions of one day, in time order. `day` is a
    /// position in [`Agenda::days`]. A gap has at least [`GAP_MIN_MINUTES`] minutes. The time
    /// before the first and after the last session is no gap.
    pub fn find_gaps(&self, agenda: &Agenda, day: usize) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut free_from: Option<Moment> = None;
        let Some(range) = agenda.days.get(day).map(|day| &day.sessions) else { return gaps };
        let attended = self.attended_sessions();
        let first = attended.partition_point(|ix| *ix < range.start);
        let of_day = attended.iter().skip(first).take_while(|ix| **ix < range.end);
        for session in of_day.filter_map(|ix| agenda.sessions.get(*ix)) {
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
        let starts_before = |session: &Session, at| session.start.is_some_and(|start| start < at);
        let first = agenda.sessions.partition_point(|known| starts_before(known, self.start));
        let sessions = (first..).zip(agenda.sessions.iter().skip(first));
        let inside = sessions.take_while(|(_, session)| starts_before(session, self.end));
        inside.filter(|(_, session)| self.has_room_for(session)).map(|(ix, _)| ix).collect()
    }

    fn has_room_for(&self, session: &Session) -> bool {
        let times = session.start_and_end().filter(|_| !session.cancelled);
        times.is_some_and(|(start, end)| self.start <= start && end <= self.end)
    }
}
