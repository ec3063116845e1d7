//! The sessions that run now.

use super::Model;
use crate::agenda::{Level, Moment, Session, SessionIx};
use crate::timetable::LONG_MINUTES;
use chrono::TimeDelta;

/// The time before the first session from which the event counts as current.
const LEAD: TimeDelta = TimeDelta::hours(12);

/// The time before a session from which the session is worth more than a break that runs.
const SOON: TimeDelta = TimeDelta::hours(2);

impl Model {
    /// Returns true if the session runs now.
    pub(crate) fn runs_now(&self, session: SessionIx) -> bool {
        let session = self.agenda.sessions.get(session);
        self.now.zip(session).is_some_and(|(now, session)| session.runs_at(now))
    }

    /// Returns the time now from 12 hours before the first session to the end of the last, else
    /// `None`.
    pub(crate) fn time_during_event(&self) -> Option<Moment> {
        let (first, last) = self.derived.time_span?;
        let from = first.checked_sub_signed(LEAD)?;
        self.now.filter(|now| (from..last).contains(now))
    }

    /// Returns true if there is a session to show now.
    pub(crate) fn has_session_now(&self) -> bool {
        let Some(now) = self.time_during_event() else { return false };
        // Later sessions come later in the agenda: during an event, the last one is ahead.
        let mut latest_first = self.agenda.sessions.iter().enumerate().rev();
        latest_first.any(|(ix, session)| {
            self.is_shown(ix) && (session.runs_at(now) || is_ahead(session, now))
        })
    }

    /// Returns the session to show now: an attended session that runs, else another session that
    /// runs, else the next session. A session that is no break and begins within two hours comes
    /// before a break. Returns `None` before and after the event.
    pub(crate) fn session_now(&self) -> Option<SessionIx> {
        let now = self.time_during_event()?;
        let sessions = self.agenda.sessions.iter().enumerate();
        let shown: Vec<(SessionIx, &Session)> =
            sessions.filter(|(ix, _)| self.is_shown(*ix)).collect();
        let running = shown.iter().filter(|(_, session)| session.runs_at(now));
        let best = running.min_by_key(|(ix, session)| {
            (self.level_of(*ix) != Some(Level::Attend), attendance_rank(session))
        });
        let mut ahead = shown.iter().filter(|(_, session)| is_ahead(session, now));
        let first = best.or_else(|| ahead.clone().next())?;
        if !first.1.kind.is_band() {
            return Some(first.0);
        }
        let from = first.1.start.map_or(now, |start| start.max(now));
        let is_soon = |session: &Session| {
            let start = session.start.filter(|_| !session.kind.is_band());
            start.is_some_and(|start| start - from <= SOON)
        };
        Some(ahead.find(|(_, session)| is_soon(session)).unwrap_or(first).0)
    }
}

/// The rank among sessions that run at the same time: breaks and long sessions come last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct AttendanceRank {
    is_break: bool,
    is_long: bool,
    room: usize,
}

fn attendance_rank(session: &Session) -> AttendanceRank {
    AttendanceRank {
        is_break: session.kind.is_band(),
        is_long: session.minutes.is_some_and(|m| i64::from(m) > i64::from(LONG_MINUTES)),
        room: session.rooms.first().copied().unwrap_or(usize::MAX),
    }
}

/// Returns true if the session takes place and starts at `now` or later.
fn is_ahead(session: &Session, now: Moment) -> bool {
    !session.cancelled && session.start.is_some_and(|start| start >= now)
}
