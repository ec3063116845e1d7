//! The night after a day of the programme: its hours belong to the day before.

use super::clock::programme_date;
use super::model::{Agenda, Session};
use super::zone::Moment;
use chrono::{Days, NaiveDate, NaiveTime, Timelike};

impl Agenda {
    /// Returns the date of the programme's day that `at` belongs to. The day may have no sessions.
    /// The night after a day ends at 5:00, or later with the last session of the day, at the latest
    /// at [`Agenda::day_start`].
    pub fn date_of(&self, at: Moment) -> NaiveDate {
        let wall = self.local_time(at).naive_local();
        let date = programme_date(wall, self.day_start);
        let is_night = date == wall.date() || is_in_night_after(self, date, wall.time());
        if is_night { date } else { wall.date() }
    }
}

/// Returns the instant of a time of day on a day of the programme. A time of the night belongs to
/// the day before: see [`TypedTime::resolve`].
pub fn at_clock(agenda: &Agenda, date: NaiveDate, clock: NaiveTime) -> Moment {
    let next = u64::from(is_in_night_after(agenda, date, clock));
    let date = date.checked_add_days(Days::new(next)).unwrap_or(date);
    agenda.clock.resolve_wall_clock(date.and_time(clock)).at
}

/// Hours before this one are of the night after a day.
pub(super) const NIGHT_HOURS: u32 = 5;

/// Returns true for a session of the programme whose end may be the end of the night.
pub(super) fn runs_into_night(session: &Session) -> bool {
    !session.is_own() && !session.lasts_days()
}

/// Returns true if a time of day is in the night after a day of the programme. Between 5:00 and the
/// start of the next day it is only while the day has sessions to come.
fn is_in_night_after(agenda: &Agenda, date: NaiveDate, clock: NaiveTime) -> bool {
    let runs_on = || {
        let morning = date.checked_add_days(Days::new(1))?.and_time(clock);
        let day = agenda.days.iter().find(|day| day.date == date)?;
        let sessions = agenda.sessions.get(day.sessions.clone())?.iter();
        let mut ends = sessions
            .filter(|session| runs_into_night(session))
            .filter_map(Session::start_and_end)
            .map(|(_, end)| agenda.local_time(end).naive_local());
        Some(ends.any(|end| end >= morning))
    };
    clock < agenda.day_start && (clock.hour() < NIGHT_HOURS || runs_on().unwrap_or(false))
}
