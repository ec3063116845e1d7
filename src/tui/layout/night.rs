//! Midnight within a day of the event: in the header and in rows of sessions.

use crate::agenda::{Agenda, Day, Session};
use crate::tui::state::Model;
use chrono::{NaiveTime, TimeDelta};

/// The cells of the two weekdays of a night: `Fri/Sat`.
const NIGHT_CELLS: usize = 7;

/// Returns the dates of a day whose sessions run past midnight: `27/28`. Returns `None` for a day
/// that ends by midnight.
pub(crate) fn night_dates(model: &Model, day: usize) -> Option<String> {
    let is_late = *late_days(model).get(day)?;
    let date = model.agenda.days.get(day)?.date;
    let next = date.succ_opt().filter(|_| is_late)?;
    Some(format!("{}/{}", date.format("%-d"), next.format("%-d")))
}

/// Returns for each day whether its sessions run past midnight.
fn late_days(model: &Model) -> &[bool] {
    let all = || model.agenda.days.iter().map(|day| ends_late(&model.agenda, day)).collect();
    model.derived.late_days.get_or_init(all)
}

/// Returns true if a session of the day ends behind the midnight after the day's date. Sessions of
/// a day or longer do not count: they are no evening.
fn ends_late(agenda: &Agenda, day: &Day) -> bool {
    /// A clock change moves midnight by less. Ends before that need no clock of the event, which
    /// takes ten times as long as the comparison of times.
    const CLOCK_CHANGE_MAX: TimeDelta = TimeDelta::hours(3);
    let midnight = day.date.and_time(NaiveTime::MIN) + TimeDelta::days(1);
    let instant = agenda.clock.resolve_wall_clock(midnight).at;
    let early = instant.checked_sub_signed(CLOCK_CHANGE_MAX);
    let sessions = agenda.sessions.get(day.sessions.clone()).unwrap_or_default();
    let ends = sessions.iter().filter(|session| !session.lasts_days()).filter_map(Session::end);
    let mut late_ends = ends.filter(|end| early.is_none_or(|early| *end > early));
    late_ends.any(|end| agenda.local_time(end).naive_local() > midnight)
}

/// Returns the weekday of a session's start, on the clock that is shown. In an agenda with a day
/// that runs past midnight, returns the weekdays of both sides for a session after midnight
/// (`Fri/Sat`), in as many cells for every session.
pub(crate) fn weekday_of_start(model: &Model, session: &Session) -> Option<String> {
    let start = model.shown_time(session.start?);
    let weekday = start.format("%a").to_string();
    if !late_days(model).contains(&true) {
        return Some(weekday);
    }
    let day = session.day.and_then(|day| model.agenda.days.get(day));
    let weekday = match day.filter(|day| day.date < start.date_naive()) {
        Some(day) => format!("{}/{weekday}", day.date.format("%a")),
        None => weekday,
    };
    Some(format!("{weekday:NIGHT_CELLS$}"))
}
