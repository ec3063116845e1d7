//! The order of the sessions, and the days of the programme.

use super::state::Check;
use crate::agenda::clock::programme_date;
use crate::agenda::days::end_second;
use crate::agenda::draft::Origin;
use crate::agenda::model::{Agenda, Day, RoomIx, Session};
use crate::agenda::night::{NIGHT_HOURS, runs_into_night};
use crate::agenda::order::sort_compactly;
use crate::agenda::problem::{Problem, Severity};
use crate::agenda::zone::Moment;
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
fn sort_by_day(agenda: &mut Agenda) {
    let dates = ProgrammeDates::of_agenda(agenda);
    sort_compactly(&mut agenda.sessions, |session| dates.order_of(session));
    cut_days(agenda, &dates);
}

/// Adds own entries to the sessions, which are sorted, and cuts the days anew.
pub(in crate::agenda) fn add_by_day(agenda: &mut Agenda, own: Vec<Session>) {
    /// More entries are sorted with the sessions: each that is put between them moves all later
    /// ones.
    const FEW: usize = 32;
    if own.len() > FEW {
        agenda.sessions.extend(own);
        return sort_by_day(agenda);
    }
    let mut dates = ProgrammeDates { day_start: agenda.day_start, ends: HashMap::new() };
    if !own.is_empty() {
        dates.note_ends(agenda);
    }
    for entry in own {
        let order = dates.order_of(&entry);
        let before = |known: &Session| dates.order_of(known) <= order;
        let at = agenda.sessions.partition_point(before);
        agenda.sessions.insert(at, entry);
    }
    cut_days(agenda, &dates);
}

/// Fills [`Agenda::days`] and [`Session::day`]. The sessions are sorted by day.
fn cut_days(agenda: &mut Agenda, dates: &ProgrammeDates) {
    agenda.days.clear();
    for (ix, session) in agenda.sessions.iter_mut().enumerate() {
        let Some(date) = dates.date_of(session) else { break };
        let end_second = end_second(session);
        match agenda.days.last_mut() {
            Some(day) if day.date == date => {
                day.sessions.end = ix + 1;
                day.end_second = day.end_second.max(end_second);
            }
            _ => agenda.days.push(Day { date, sessions: ix..ix + 1, end_second }),
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

/// The order of the sessions: by day, start, first room and length, the longest first.
type SessionOrder = (bool, Option<NaiveDate>, Option<Moment>, RoomIx, Reverse<Option<u32>>);

impl ProgrammeDates {
    fn of_agenda(agenda: &Agenda) -> ProgrammeDates {
        let mut dates = ProgrammeDates { day_start: agenda.day_start, ends: HashMap::new() };
        if agenda.has_own_sessions() {
            dates.note_ends(agenda);
        }
        dates
    }

    /// Notes the last end of the programme of each day.
    fn note_ends(&mut self, agenda: &Agenda) {
        let mut ends: HashMap<NaiveDate, Moment> = HashMap::new();
        for session in agenda.sessions.iter().filter(|session| runs_into_night(session)) {
            let Some((_, end)) = session.start_and_end() else { continue };
            let Some(date) = self.date_of(session) else { continue };
            let last = ends.entry(date).or_insert(end);
            *last = end.max(*last);
        }
        // The clock of the event takes much longer than the comparison of times.
        let on_clock = |end: Moment| agenda.local_time(end).naive_local();
        self.ends = ends.into_iter().map(|(date, end)| (date, on_clock(end))).collect();
    }

    fn order_of(&self, session: &Session) -> SessionOrder {
        let date = self.date_of(session);
        let room = session.rooms.first().copied().unwrap_or(RoomIx::MAX);
        (date.is_none(), date, session.start, room, Reverse(session.minutes))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Clean;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn few_entries_stand_where_many_would(
            minutes in prop::collection::vec((-600..4_000_i64, 0..600_u32), 1..12),
        ) {
            let file = include_bytes!("../../../data/srecon16-europe.toml");
            let (agenda, _) = crate::format::read(file.as_slice()).unwrap().draft.check(None);
            let first = agenda.sessions[0].start.unwrap();
            let own: Vec<Session> = minutes
                .into_iter()
                .map(|(after, minutes)| {
                    let id = Clean::line(format!("own{after}"));
                    let start = first + chrono::TimeDelta::minutes(after);
                    Session::own(id.clone(), id, start, Some(minutes), None)
                })
                .collect();
            let (mut few, mut many) = (agenda.clone(), agenda);
            add_by_day(&mut few, own.clone());
            many.sessions.extend(own);
            sort_by_day(&mut many);
            prop_assert_eq!(few, many);
        }
    }
}
