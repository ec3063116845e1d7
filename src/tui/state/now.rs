//! What runs now, and going there.

use super::Model;
use crate::agenda::{Level, Moment, SessionIx};
use crate::timetable::LONG_MINUTES;
use chrono::TimeDelta;

impl Model {
    /// What is being held at this instant.
    pub(crate) fn runs_now(&self, session: SessionIx) -> bool {
        self.now
            .zip(self.agenda.sessions.get(session))
            .is_some_and(|(now, session)| session.runs_at(now))
    }

    /// The time now, while the event is on or begins within half a day.
    pub(crate) fn time_during_event(&self) -> Option<Moment> {
        let (first, last) = self.agenda.time_span()?;
        let from = first.checked_sub_signed(TimeDelta::hours(12))?;
        self.now.filter(|now| (from..last).contains(now))
    }

    /// The session that matters now, while the event is on: one of mine that runs, else one that
    /// runs, else the next.
    pub(crate) fn session_now(&self) -> Option<SessionIx> {
        let now = self.time_during_event()?;
        let shown = || (0..self.agenda.sessions.len()).filter(|ix| self.is_shown(*ix));
        let running = || shown().filter(|ix| self.runs_now(*ix));
        let of = |ix: &SessionIx| self.agenda.sessions.get(*ix);
        let next = shown().find(|ix| {
            of(ix).is_some_and(|s| !s.cancelled && s.start.is_some_and(|start| start >= now))
        });
        // Of what runs, what one could be in: no break, nothing of many hours, and the room that
        // comes first.
        let rank = |ix: &SessionIx| {
            of(ix).map(|s| {
                let long =
                    s.minutes.is_some_and(|minutes| i64::from(minutes) > i64::from(LONG_MINUTES));
                (s.kind.is_band(), long, s.rooms.first().copied().unwrap_or(usize::MAX))
            })
        };
        let attended = |ix: &SessionIx| self.level_of(*ix) == Some(Level::Attend);
        running().filter(attended).min_by_key(rank).or_else(|| running().min_by_key(rank)).or(next)
    }
}
