//! The entries of a person's own schedule among the sessions of an agenda.

use super::check::add_by_day;
use super::clean::Clean;
use super::model::{Agenda, Day, Session, span_of};
use super::text::Text;
use super::vocabulary::{Kind, Recorded};
use super::zone::Moment;

impl Session {
    /// Returns an entry of a person's own schedule as a session of [`Kind::Own`]. The entry has no
    /// room of the agenda: `room` is a text.
    pub fn own(
        id: Clean,
        title: Clean,
        start: Moment,
        minutes: Option<u32>,
        room: Option<Clean>,
    ) -> Session {
        Session {
            id,
            ids: Vec::new(),
            title,
            start: Some(start),
            minutes,
            all_day: false,
            day: None,
            room,
            rooms: Vec::new(),
            kind: Kind::Own,
            track: None,
            tags: Vec::new(),
            language: None,
            seats: None,
            cancelled: false,
            recorded: Recorded::Unknown,
            people: Vec::new(),
            summary: Text::default(),
            url: None,
            links: Vec::new(),
            time_note: None,
            note: None,
        }
    }

    /// Returns true for an entry of a person's own schedule.
    pub fn is_own(&self) -> bool {
        self.kind == Kind::Own
    }
}

impl Agenda {
    /// Replaces the sessions of [`Kind::Own`] by `own`, and cuts the days anew.
    pub fn replace_own_sessions(&mut self, own: impl IntoIterator<Item = Session>) {
        self.sessions.retain(|session| !session.is_own());
        add_by_day(self, own.into_iter().collect());
    }

    /// Returns the days of the programme: those with a session that is no entry of a person's own.
    /// Without such a day, returns all days.
    pub fn programme_days(&self) -> impl Iterator<Item = &Day> {
        let has_programme = |day: &&Day| {
            let sessions = self.sessions.get(day.sessions.clone()).unwrap_or_default();
            sessions.iter().any(|session| !session.is_own())
        };
        let is_empty = !self.days.iter().any(|day| has_programme(&day));
        self.days.iter().filter(move |day| is_empty || has_programme(day))
    }

    /// Returns the number of each day, from 1. Only the days of the programme have numbers.
    pub fn day_numbers(&self) -> Vec<Option<usize>> {
        let mut programme = self.programme_days().map(|day| day.date).zip(1..).peekable();
        let number_of = |day: &Day| programme.next_if(|(date, _)| *date == day.date);
        self.days.iter().map(number_of).map(|day| day.map(|(_, number)| number)).collect()
    }

    /// Returns the position in [`Agenda::days`] of the day with this number, from 1.
    pub fn day_with_number(&self, number: usize) -> Option<usize> {
        self.day_numbers().iter().position(|known| *known == Some(number))
    }

    /// Returns the first start and the last end of the programme. Own entries count only if there
    /// are no other sessions. Returns `None` if no session has a start.
    pub fn programme_span(&self) -> Option<(Moment, Moment)> {
        let programme = self.sessions.iter().filter(|session| !session.is_own());
        span_of(programme).or_else(|| self.time_span())
    }

    /// Returns true if the agenda has a session of [`Kind::Own`].
    pub fn has_own_sessions(&self) -> bool {
        self.sessions.iter().any(Session::is_own)
    }
}
