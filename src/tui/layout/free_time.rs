//! Free time in my schedule: its length in words, and the sessions that fit.

use super::remaining::{minutes_until, short_length};
use crate::agenda::{Moment, SessionIx};
use crate::plan::{GAP_MIN_MINUTES, Gap};
use crate::text;
use crate::tui::state::Model;
use chrono::TimeDelta;

/// Returns the sessions that fit into free time and are not over, the best first.
pub(crate) fn fitting_sessions(model: &Model, gap: &Gap) -> Vec<SessionIx> {
    let mut fitting = model.plan.schedule.rank_fitting(&model.agenda, gap);
    let now = model.time_during_event();
    fitting.retain(|ix| {
        let end = model.agenda.sessions.get(*ix).and_then(|session| session.end());
        now.zip(end).is_none_or(|(now, end)| now < end)
    });
    fitting
}

/// Returns the order of [`fitting_sessions`] in words, in at most 36 cells.
pub(crate) fn order_sentence(gap: &Gap) -> &'static str {
    match gap.is_long() {
        true => "First maybe, seats, my tracks, time",
        false => "First maybe, seats, my tracks, length",
    }
}

/// Returns the length of free time and the number of sessions that fit: `40′ free · 2 fit`.
pub(crate) fn free_label(model: &Model, gap: &Gap, fits: usize) -> String {
    let length = short_length(gap.duration_minutes());
    let length = match model.now.filter(|now| gap.start <= *now && *now < gap.end) {
        Some(now) => format!("now free, {} more", short_length(minutes_until(now, gap.end))),
        None => format!("{length} free"),
    };
    match fits {
        _ if is_past(model, gap) => length,
        0 => format!("{length} · nothing fits"),
        1 => format!("{length} · 1 fits"),
        fits => format!("{length} · {fits} fit"),
    }
}

/// Returns the label of a card of free time, in its longest form that has at most `cells` cells,
/// down to the length alone: [`free_label`], and for a gap with the present
/// `free until 15:00, 35′ left`.
pub(crate) fn fitted_free_label(model: &Model, gap: &Gap, fits: usize, cells: usize) -> String {
    let left = model.now.filter(|now| gap.start <= *now && *now < gap.end);
    let minutes = left.map_or_else(|| gap.duration_minutes(), |now| minutes_until(now, gap.end));
    let length = short_length(minutes);
    let until = model.shown_clock(gap.end);
    let until = left.map(|_| format!("free until {until}, {length} left"));
    let forms = [free_label(model, gap, fits), format!("{length} free")];
    let mut forms = until.into_iter().chain(forms);
    forms.find(|form| text::width(form) <= cells).unwrap_or(length)
}

/// A shorter past part of free time stays, in minutes.
const PAST_MIN_MINUTES: i64 = 60;

/// Returns free time without a long past part. At least [`GAP_MIN_MINUTES`] minutes are left, and
/// free time that is over stays whole.
pub(crate) fn without_past(model: &Model, gap: &Gap) -> Gap {
    let latest = gap.end.checked_sub_signed(TimeDelta::minutes(GAP_MIN_MINUTES));
    let is_long = |now: &Moment| (*now - gap.start).num_minutes() >= PAST_MIN_MINUTES;
    let now = model.now.filter(|now| *now < gap.end && is_long(now));
    let start = now.zip(latest).map_or(gap.start, |(now, latest)| now.min(latest));
    Gap { start, end: gap.end }
}

/// Returns true for free time that is over while the event goes on.
pub(crate) fn is_past(model: &Model, gap: &Gap) -> bool {
    model.time_during_event().is_some_and(|now| gap.end <= now)
}
