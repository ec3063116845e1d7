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
    // Seconds are compared, because times with a zone take five times as long. The difference of
    // seconds decides about nearly all sessions.
    let first_second = first.map_or(i64::MIN, |first| first.timestamp());
    let earlier = first_day_that_may_run_on(agenda, day)..day;
    let earlier = agenda.days.get(earlier).unwrap_or_default().iter();
    let may_run_on = earlier.filter(|day| day.end_second > first_second);
    let runs_on = |ix: &SessionIx| {
        let session = agenda.sessions.get(*ix).filter(|known| end_second(known) > first_second);
        let extent = session.and_then(Session::start_and_end);
        extent.zip(first).is_some_and(|((_, end), first)| end > first)
    };
    may_run_on.flat_map(|day| day.sessions.clone()).filter(runs_on).chain(own).collect()
}

/// Returns a time at the end of a session or at most a second later, in seconds since 1970. A
/// session without a start has the smallest number.
pub(super) fn end_second(session: &Session) -> i64 {
    let seconds = i64::from(session.minutes.unwrap_or(MINUTES_ASSUMED)) * 60 + 1;
    session.start.map_or(i64::MIN, |start| start.timestamp() + seconds)
}

/// Returns the first of the days from which a session of the greatest length runs on into a day.
fn first_day_that_may_run_on(agenda: &Agenda, day: usize) -> usize {
    /// The clock may change, and a day may begin late in the night before.
    const SPARE_DAYS: i64 = 2;
    let days = TimeDelta::days(i64::from(MINUTES_MAX / (24 * 60)) + SPARE_DAYS);
    let Some(date) = agenda.days.get(day).map(|day| day.date) else { return 0 };
    let earliest = date.checked_sub_signed(days);
    earliest.map_or(0, |earliest| agenda.days.partition_point(|known| known.date < earliest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use proptest::prelude::*;

    fn agenda_of(sessions: &[(u32, u32, u32)]) -> Agenda {
        let write = |(day, hour, minutes): &(u32, u32, u32)| {
            format!(
                "[[session]]\ntitle = 'T'\nstart = 2031-05-{:02}T{hour:02}:00:00\n\
                 minutes = {minutes}\n",
                day + 1
            )
        };
        let text: String = sessions.iter().map(write).collect();
        format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    proptest! {
        #[test]
        fn day_has_its_sessions_and_those_that_still_run(
            sessions in prop::collection::vec(
                (0..20_u32, 6..24_u32, prop_oneof![30..90_u32, 30..MINUTES_MAX]), 1..24
            ),
        ) {
            let agenda = agenda_of(&sessions);
            for (ix, day) in agenda.days.iter().enumerate() {
                let first = DayStart::of_day(&agenda, ix).unwrap().first;
                let still_runs = |earlier: &SessionIx| {
                    agenda.sessions[*earlier].start_and_end().is_some_and(|(_, end)| end > first)
                };
                let earlier = (0..day.sessions.start).filter(still_runs);
                let expected: Vec<SessionIx> = earlier.chain(day.sessions.clone()).collect();
                prop_assert_eq!(sessions_on_day(&agenda, ix), expected);
            }
        }
    }
}
