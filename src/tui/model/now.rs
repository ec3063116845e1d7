//! What runs now, and going there.

use super::{Focus, Model, Screen};
use crate::agenda::{Moment, SessionIx};
use crate::plan::Level;
use crate::timetable::sessions_of;
use chrono::TimeDelta;

impl Model {
    /// What is being held at this instant.
    pub(crate) fn runs_now(&self, session: SessionIx) -> bool {
        self.now.zip(self.agenda.sessions.get(session)).is_some_and(|(now, session)| session.runs_at(now))
    }

    /// The session that matters now, while the event is on: one of mine that runs, else one that runs, else the next.
    pub(crate) fn session_now(&self) -> Option<SessionIx> {
        let now = self.now?;
        let (first, last) = self.agenda.span()?;
        let day = TimeDelta::hours(12);
        if now < first.checked_sub_signed(day)? || now >= last {
            return None;
        }
        let running = || (0..self.agenda.sessions.len()).filter(|ix| self.is_shown(*ix) && self.runs_now(*ix));
        let next = (0..self.agenda.sessions.len())
            .filter(|ix| self.is_shown(*ix))
            .find(|ix| self.agenda.sessions.get(*ix).is_some_and(|s| s.start.is_some_and(|start| start >= now)));
        // Of what runs, what began last: beside workshops of a whole day, the talk that one could be in.
        let start = |ix: SessionIx| self.agenda.sessions.get(ix).and_then(|session| session.start);
        let attended = |ix: &SessionIx| self.level(*ix) == Some(Level::Attend);
        let latest_of = |mine: bool| {
            let wanted = || running().filter(|ix| !mine || attended(ix));
            let latest = wanted().map(start).max();
            wanted().find(|ix| Some(start(*ix)) == latest)
        };
        latest_of(true).or_else(|| latest_of(false)).or(next)
    }

    /// Selects what matters now, on the day that it is now: a session may have begun days ago.
    pub(crate) fn go_to_now(&mut self) -> bool {
        let Some(session) = self.session_now() else { return false };
        self.go_to(session);
        let today = self.now.map(|now| self.agenda.date_of(now));
        let day = self.agenda.days.iter().position(|day| Some(day.date) == today);
        if let Some(day) = day.filter(|day| sessions_of(&self.agenda, *day).contains(&session)) {
            self.place.day = day;
            self.lay_out();
            let start = self.table.tile_of(session, self.place.cursor.column).map_or(0, |tile| tile.start);
            self.place.cursor.minute = start;
        }
        true
    }

    /// Takes the time for now. Who looks at today, and at no search or list of their own, goes along into the next day.
    pub(crate) fn take_time(&mut self, now: Option<Moment>) {
        let day_of = |now: Option<Moment>| {
            let date = self.agenda.date_of(now?);
            self.agenda.days.iter().position(|day| day.date == date)
        };
        let (before, after) = (day_of(self.now), day_of(now));
        self.now = now;
        if let Some(day) = after.filter(|_| before != after && before == Some(self.place.day))
            && self.screen == Screen::Day
            && self.focus == Focus::Main
        {
            self.go_to_day(day);
        }
    }
}
