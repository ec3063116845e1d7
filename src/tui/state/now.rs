//! The sessions that run now.

use super::Model;
use crate::agenda::{Level, Moment, Session, SessionIx};
use crate::timetable::LONG_MINUTES;
use chrono::TimeDelta;

/// The time before the first session from which the event counts as current.
const LEAD: TimeDelta = TimeDelta::hours(12);

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

    /// Returns the session to show now: an attended session that runs, else another session that
    /// runs, else the next session. Returns `None` before and after the event.
    pub(crate) fn session_now(&self) -> Option<SessionIx> {
        let now = self.time_during_event()?;
        let sessions = self.agenda.sessions.iter().enumerate();
        let shown: Vec<(SessionIx, &Session)> =
            sessions.filter(|(ix, _)| self.is_shown(*ix)).collect();
        let running = shown.iter().filter(|(_, session)| session.runs_at(now));
        let best = running.min_by_key(|(ix, session)| {
            (self.level_of(*ix) != Some(Level::Attend), attendance_rank(session))
        });
        let session = best.or_else(|| shown.iter().find(|(_, session)| is_ahead(session, now)))?;
        Some(session.0)
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
