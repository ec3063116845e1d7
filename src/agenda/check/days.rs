//! The order of the sessions, and the days of the programme.

use super::state::Check;
use crate::agenda::clock::programme_date;
use crate::agenda::draft::Origin;
use crate::agenda::model::{Agenda, Day, RoomIx, Session};
use crate::agenda::night::{NIGHT_HOURS, runs_into_night};
use crate::agenda::order::sort_compactly;
use crate::agenda::problem::{Problem, Severity};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use std::cmp::Reverse;
use std::collections::HashMap;

impl Check {
    /// Sorts the sessions and cuts the days. Reports an agenda without sessions.
    pub(super) fn sort_sessions(&mut self) {
        sort_by_day(&mut self.agenda);
        let agenda = &self.agenda;
        let has_errors = self.problems.iter().any(|problem| problem.severity == Severity::Error);
        if agenda.sessions.is_empty() && !has_errors {
            let help = match self.origin {
                Origin::Hallway => "add one: [[session]] with a title and a start",
                Origin::Export => {
                    "the file is read as far as it goes, and has nothing that could be one"
                }
            };
            let message = "there is no session in this file";
            let problem = if self.may_be_empty {
                Problem::warning(None, message).help("the organisers have published none so far")
            } else {
                Problem::error(None, message).help(help)
            };
            self.problems.push(problem);
        }
    }
}

/// Sorts the sessions and cuts the days.
pub(in crate::agenda) fn sort_by_day(agenda: &mut Agenda) {
    let dates = ProgrammeDates::of_agenda(agenda);
    sort_compactly(&mut agenda.sessions, |session| {
        let date = dates.date_of(session);
        let room = session.rooms.first().copied().unwrap_or(RoomIx::MAX);
        (date.is_none(), date, session.start, room, Reverse(session.minutes))
    });
    cut_days(agenda, &dates);
}

/// Fills [`Agenda::days`] and [`Session::day`]. The sessions are sorted by day.
fn cut_days(agenda: &mut Agenda, dates: &ProgrammeDates) {
    agenda.days.clear();
    for (ix, session) in agenda.sessions.iter_mut().enumerate() {
        let Some(date) = dates.date_of(session) else { break };
        match agenda.days.last_mut() {
            Some(day) if day.date == date => day.sessions.end = ix + 1,
            _ => agenda.days.push(Day { date, sessions: ix..ix + 1 }),
        }
        session.day = Some(agenda.days.len() - 1);
    }
}

/// The rule that gives each session the date of its day in the programme.
struct ProgrammeDates {
    day_start: NaiveTime,
    /// The last end of the programme of each day, for own entries.
    ends: HashMap<NaiveDate, NaiveDateTime>,
}

impl ProgrammeDates {
    fn of_agenda(agenda: &Agenda) -> ProgrammeDates {
        let mut dates = ProgrammeDates { day_start: agenda.day_start, ends: HashMap::new() };
        if !agenda.has_own_sessions() {
            return dates;
        }
        for session in agenda.sessions.iter().filter(|session| runs_into_night(session)) {
            let Some((_, end)) = session.start_and_end() else { continue };
            let Some(date) = dates.date_of(session) else { continue };
            let end = agenda.local_time(end).naive_local();
            let last = dates.ends.entry(date).or_insert(end);
            *last = end.max(*last);
        }
        dates
    }

    /// Returns the date of the programme's day that a session belongs to. A session that starts in
    /// the night belongs to the day before. A session over a whole date belongs to its date.
    ///
    /// The night of an own entry ends at 5:00, or later with the last session of the programme, at
    /// the latest at [`Agenda::day_start`]: a breakfast before the first talk is on its date.
    fn date_of(&self, session: &Session) -> Option<NaiveDate> {
        /// Shortest whole date, in minutes: a date with a clock change has 23 hours.
        const WHOLE_DAY: u32 = 23 * 60;
        let start = session.start?.naive_local();
        let date = programme_date(start, self.day_start);
        let is_night = || {
            let end = self.ends.get(&date);
            start.hour() < NIGHT_HOURS || end.is_some_and(|end| *end >= start)
        };
        Some(match session.minutes {
            Some(WHOLE_DAY..) if start.time() == NaiveTime::MIN => start.date(),
            _ if session.is_own() && date < start.date() && !is_night() => start.date(),
            _ => date,
        })
    }
}
