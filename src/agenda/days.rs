//! The sessions and minutes of a day.

use super::model::{Agenda, MINUTES_ASSUMED, MINUTES_MAX, Session, SessionIx};
use super::zone::Moment;
use chrono::TimeDelta;

/// The first moments of a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DayStart {
    /// The first start of a session: minute 0 of the day. A session over the whole date begins in
    /// the night before and does not count, except if all sessions do. An own entry of the morning
    /// counts.
    pub(crate) first: Moment,
    /// The time at which the day begins, at the latest `first`.
    pub(crate) begin: Moment,
    /// The time at which the day ends.
    pub(crate) end: Moment,
}

impl DayStart {
    /// Returns the first moments of a day with sessions.
    pub(crate) fn of_day(agenda: &Agenda, day: usize) -> Option<DayStart> {
        let entry = agenda.days.get(day)?;
        let begin = entry.date.and_time(agenda.day_start);
        let begin = agenda.clock.resolve_wall_clock(begin).at;
        let own = agenda.sessions.get(entry.sessions.clone())?;
        let mut starts = own.iter().filter_map(|session| session.start);
        let first = starts.clone().find(|start| *start >= begin).or_else(|| starts.next())?;
        let begin = begin.min(first);
        // The sessions of a day are in time order.
        let early = own.iter().take_while(|session| session.start.is_none_or(|at| at < first));
        let entry = early.filter(|session| session.is_own()).find_map(|entry| entry.start);
        let first = entry.unwrap_or(first);
        Some(DayStart { first, begin: begin.min(first), end: begin + TimeDelta::days(1) })
    }

    /// Returns the minute of the day at `at`.
    pub(crate) fn minute_of(&self, at: Moment) -> i32 {
        // A fifth of the time that the difference of two times takes.
        let minutes = (at.timestamp_micros() - self.first.timestamp_micros()) / 60_000_000;
        i32::try_from(minutes).unwrap_or(i32::MAX / 4)
    }
}

/// Returns the moment of a minute of the day.
pub fn moment_of_minute(agenda: &Agenda, day: usize, minute: i32) -> Option<Moment> {
    let start = DayStart::of_day(agenda, day)?;
    start.first.checked_add_signed(TimeDelta::minutes(i64::from(minute)))
}

/// Returns the sessions of a day in time order. Sessions of earlier days that still run at the
/// first start of the day come first.
pub fn sessions_on_day(agenda: &Agenda, day: usize) -> Vec<SessionIx> {
    let own = agenda.days.get(day).map(|day| day.sessions.clone()).unwrap_or_default();
    let first = DayStart::of_day(agenda, day).map(|start| start.first);
    let earliest = first_session_that_may_run_on(agenda, day);
    // Seconds are compared, because times with a zone take five times as long. The difference of
    // seconds decides about nearly all sessions.
    let first_second = first.map_or(i64::MIN, |first| first.timestamp());
    let may_run_on = |session: &&Session| {
        let seconds = i64::from(session.minutes.unwrap_or(MINUTES_ASSUMED)) * 60 + 1;
        session.start.is_some_and(|start| start.timestamp() + seconds > first_second)
    };
    let runs_on = |ix: &SessionIx| {
        let extent = agenda.sessions.get(*ix).filter(may_run_on).and_then(Session::start_and_end);
        extent.zip(first).is_some_and(|((_, end), first)| end > first)
    };
    (earliest..own.start).filter(runs_on).chain(own).collect()
}

/// Returns the first session of the days from which a session of the greatest length runs on into a
/// day.
fn first_session_that_may_run_on(agenda: &Agenda, day: usize) -> SessionIx {
    /// The clock may change, and a day may begin late in the night before.
    const SPARE_DAYS: i64 = 2;
    let days = TimeDelta::days(i64::from(MINUTES_MAX / (24 * 60)) + SPARE_DAYS);
    let Some(date) = agenda.days.get(day).map(|day| day.date) else { return 0 };
    let first = date
        .checked_sub_signed(days)
        .map_or(0, |earliest| agenda.days.partition_point(|known| known.date < earliest));
    agenda.days.get(first).map_or(0, |known| known.sessions.start)
}
