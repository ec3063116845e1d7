//! The sessions that run now.

use super::Model;
use crate::agenda::{Level, Moment, RoomIx, Session, SessionIx};
use crate::timetable::{Column, LONG_MINUTES};
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// The seconds before the first session from which the event counts as current.
const LEAD_SECONDS: i64 = 12 * 60 * 60;

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
        let is_current = |now: &Moment| now.timestamp() >= first.timestamp() - LEAD_SECONDS;
        self.now.filter(|now| *now < last && is_current(now))
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
    /// runs, else the next session. Of other sessions that run, those marked as maybe come first,
    /// then the one in the room of the selection, then those in rooms with attended sessions.
    /// A session that is no break and begins within two hours comes before a break. Returns `None`
    /// before and after the event.
    pub(crate) fn session_now(&self) -> Option<SessionIx> {
        let now = self.time_during_event()?;
        let sessions = self.agenda.sessions.iter().enumerate();
        let shown: Vec<(SessionIx, &Session)> =
            sessions.filter(|(ix, _)| self.is_shown(*ix)).collect();
        let running = shown.iter().filter(|(_, session)| session.runs_at(now));
        let here = self.room_of_selection();
        let marked = self.rooms_attended();
        let best = running.min_by_key(|(ix, session)| {
            let rank = attendance_rank(session);
            let is_in = |room: &RoomIx| !rank.is_break && session.rooms.contains(room);
            let is_marked_room = !rank.is_long && marked.iter().any(is_in);
            let level = self.level_of(*ix);
            let is_marked = [Level::Attend, Level::Maybe].map(|wanted| level != Some(wanted));
            (is_marked, !here.iter().any(is_in), !is_marked_room, rank)
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

impl Model {
    /// Returns the room of the cursor, if a session is selected.
    fn room_of_selection(&self) -> Option<RoomIx> {
        self.place.selected?;
        match self.derived.columns.iter().nth(self.place.cursor.column)? {
            Column::Room(room) => Some(room),
            _ => None,
        }
    }

    /// Returns the rooms of attended sessions.
    fn rooms_attended(&self) -> BTreeSet<RoomIx> {
        let attended = self.plan.schedule.attended_sessions().iter();
        let sessions = attended.filter_map(|ix| self.agenda.sessions.get(*ix));
        sessions.flat_map(|session| session.rooms.iter().copied()).collect()
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
