//! What runs now, and going there.

use super::model::{Focus, Model, Screen};
use crate::agenda::Level;
use crate::agenda::{Moment, SessionIx};
use crate::timetable::{LONG_MINUTES, sessions_on_day};
use chrono::TimeDelta;

impl Model {
    /// What is being held at this instant.
    pub(crate) fn runs_now(&self, session: SessionIx) -> bool {
        self.now
            .zip(self.agenda.sessions.get(session))
            .is_some_and(|(now, session)| session.runs_at(now))
    }

    /// The time now, while the event is on or begins within half a day.
    pub(crate) fn during(&self) -> Option<Moment> {
        let (first, last) = self.agenda.time_span()?;
        let from = first.checked_sub_signed(TimeDelta::hours(12))?;
        self.now.filter(|now| (from..last).contains(now))
    }

    /// The session that matters now, while the event is on: one of mine that runs, else one that
    /// runs, else the next.
    pub(crate) fn session_now(&self) -> Option<SessionIx> {
        let now = self.during()?;
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
        let attended = |ix: &SessionIx| self.level(*ix) == Some(Level::Attend);
        running().filter(attended).min_by_key(rank).or_else(|| running().min_by_key(rank)).or(next)
    }

    /// Selects what matters now, on the day that it is now: a session may have begun days ago.
    pub(crate) fn go_to_now(&mut self) -> bool {
        let Some(session) = self.session_now() else { return false };
        self.go_to(session);
        let today = self.now.and_then(|now| self.day_at(now));
        if let Some(day) =
            today.filter(|day| sessions_on_day(&self.agenda, *day).contains(&session))
        {
            self.go_to_on(session, day);
        }
        true
    }

    /// The day of the programme that it is at an instant.
    fn day_at(&self, at: Moment) -> Option<usize> {
        let date = self.agenda.date_of(at);
        self.agenda.days.iter().position(|day| day.date == date)
    }

    /// Takes the time for now. Who looks at today, and at no search or list of their own, goes
    /// along into the next day: with what still runs then, else to what runs now, else to the
    /// beginning.
    pub(crate) fn take_time(&mut self, now: Option<Moment>) {
        let [before, after] = [self.now, now].map(|now| self.day_at(now?));
        self.now = now;
        if let Some(day) = after.filter(|_| before != after && before == Some(self.place.day))
            && self.screen == Screen::Day
            && self.focus == Focus::Main
        {
            let stays =
                self.place.selected.filter(|ix| sessions_on_day(&self.agenda, day).contains(ix));
            match stays {
                Some(session) => self.go_to_on(session, day),
                None if self.go_to_now() => {}
                None => {
                    self.place.selected = None;
                    self.go_to_day(day);
                }
            }
        }
    }
}
