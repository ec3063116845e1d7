//! The times of the attended sessions, in an order in which overlaps are found fast.

use crate::agenda::{Agenda, Moment, SessionIx, sort_compactly};

/// The time of an attended session, in a list by start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AttendedTime {
    start: Moment,
    end: Moment,
    /// The latest `end` of this time and of all times before it in the list.
    latest_end: Moment,
    session: SessionIx,
}

impl AttendedTime {
    /// Returns the times of `attended`, sessions of `agenda` with a start.
    pub(super) fn list(agenda: &Agenda, attended: &[SessionIx]) -> Vec<AttendedTime> {
        let times = attended.iter().filter_map(|ix| {
            let (start, end) = agenda.sessions.get(*ix)?.start_and_end()?;
            Some(AttendedTime { start, end, latest_end: end, session: *ix })
        });
        let mut times: Vec<AttendedTime> = times.collect();
        sort_compactly(&mut times, |time| time.start);
        let mut latest = None;
        for time in &mut times {
            time.latest_end = time.end.max(latest.unwrap_or(time.end));
            latest = Some(time.latest_end);
        }
        times
    }

    /// Returns the sessions of `times` that begin before `end` and end after `start`, ascending.
    pub(super) fn sessions_between(
        times: &[AttendedTime],
        start: Moment,
        end: Moment,
    ) -> Vec<SessionIx> {
        let before_end = times.partition_point(|time| time.start < end);
        let before = times.get(..before_end).unwrap_or_default().iter().rev();
        let mut found: Vec<SessionIx> = before
            .take_while(|time| time.latest_end > start)
            .filter(|time| time.end > start)
            .map(|time| time.session)
            .collect();
        found.sort_unstable();
        found
    }
}
