//! The order of the sessions, and the days of the programme.

use super::state::Check;
use crate::agenda::clock::programme_date;
use crate::agenda::draft::Origin;
use crate::agenda::model::{Agenda, Day, RoomIx, Session};
use crate::agenda::order::sort_compactly;
use crate::agenda::problem::{Problem, Severity};
use chrono::{NaiveDate, NaiveTime};
use std::cmp::Reverse;

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
    let day_start = agenda.day_start;
    sort_compactly(&mut agenda.sessions, |session| {
        let date = session_date(session, day_start);
        let room = session.rooms.first().copied().unwrap_or(RoomIx::MAX);
        (date.is_none(), date, session.start, room, Reverse(session.minutes))
    });
    cut_days(agenda);
}

/// Fills [`Agenda::days`] and [`Session::day`]. The sessions are sorted by day.
fn cut_days(agenda: &mut Agenda) {
    agenda.days.clear();
    for (ix, session) in agenda.sessions.iter_mut().enumerate() {
        let Some(date) = session_date(session, agenda.day_start) else { break };
        match agenda.days.last_mut() {
            Some(day) if day.date == date => day.sessions.end = ix + 1,
            _ => agenda.days.push(Day { date, sessions: ix..ix + 1 }),
        }
        session.day = Some(agenda.days.len() - 1);
    }
}

/// Returns the date of the programme's day that a session belongs to. A session that starts in the
/// night belongs to the day before. A session over a whole date belongs to its date.
fn session_date(session: &Session, day_start: NaiveTime) -> Option<NaiveDate> {
    /// Shortest whole date, in minutes: a date with a clock change has 23 hours.
    const WHOLE_DAY: u32 = 23 * 60;
    let start = session.start?.naive_local();
    Some(match session.minutes {
        Some(WHOLE_DAY..) if start.time() == NaiveTime::MIN => start.date(),
        _ => programme_date(start, day_start),
    })
}
