//! Files of servers with old rules of a time zone.
//!
//! Several territories changed their clocks in 2026. A server that does not know the change writes
//! the wall clock of the programme with the offset of the past. The wall clock stands on the doors.

use super::collector::Report;
use super::times::day_start_of;
use crate::agenda::{At, Draft, DraftSession, Span, When, Zone};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, NaiveTime, TimeDelta};

/// The largest difference between the offset of old rules and that of today's rules, in seconds.
const DIFFERENCE_MAX: i32 = 3600;

/// A day of a programme, as the file writes it.
pub(super) struct ProgrammeDay {
    pub(super) start: DateTime<FixedOffset>,
    pub(super) end: DateTime<FixedOffset>,
    pub(super) at: Span,
}

/// The evidence for old rules in a file as a whole.
enum Evidence<'a> {
    /// The clocks of the programme, beside the dates of the draft's sessions. More than 90 % of the
    /// dates show them. In some files all dates are in UTC, and the clocks are local.
    Clocks(&'a [Option<NaiveTime>]),
    /// Every offset that contradicts the zone is one of an earlier year: see [`has_old_offset`].
    EarlierYears,
}

/// Settles the starts and the day's start of a programme with a clock beside each date. `clocks`
/// are those of `draft.sessions`.
pub(super) fn settle_programme(
    draft: &mut Draft,
    clocks: &[Option<NaiveTime>],
    days: &[ProgrammeDay],
    report: &mut Report,
) {
    let zone = zone_of_event(draft);
    let is_old = settle(draft, &Evidence::Clocks(clocks), report);
    if draft.event.day_start.is_none() {
        let start_of = |day: &ProgrammeDay| day.day_start(zone.as_ref(), is_old);
        draft.event.day_start = days.iter().find_map(start_of);
    }
}

/// Takes the wall clock of dates whose offset contradicts the zone of the file, if all such offsets
/// are those of earlier years.
pub(super) fn settle_old_offsets(draft: &mut Draft, report: &mut Report) {
    settle(draft, &Evidence::EarlierYears, report);
}

/// Takes the wall clock of the dates that contradict the zone of the file, if there is `evidence`.
/// Returns true if there is such a date.
fn settle(draft: &mut Draft, evidence: &Evidence<'_>, report: &mut Report) -> bool {
    let Some(zone) = zone_of_event(draft) else { return false };
    if !evidence.holds(&zone, &draft.sessions) {
        return false;
    }
    let mut is_old = false;
    for (ix, session) in draft.sessions.iter_mut().enumerate() {
        let (Some(at), Some(start)) = (dated_start(session), &mut session.start) else { continue };
        if !contradicts(&zone, at) || !evidence.concerns(ix, at) {
            continue;
        }
        is_old = true;
        report_old_offset(report, &start.at, &zone, at);
        start.value = When::Wall(at.naive_local());
        if let Some(end) = &mut session.end
            && let When::Instant(at) = end.value
        {
            end.value = When::Wall(at.naive_local());
        }
    }
    is_old
}

impl Evidence<'_> {
    fn holds(&self, zone: &Zone, sessions: &[DraftSession]) -> bool {
        match self {
            Evidence::Clocks(clocks) => dates_show_clocks(sessions, clocks),
            Evidence::EarlierYears => sessions
                .iter()
                .filter_map(dated_start)
                .filter(|at| !is_utc(*at) && zone.local_time(*at).offset() != at.offset())
                .all(|at| has_old_offset(zone, at.naive_local(), *at.offset())),
        }
    }

    /// Returns true if the evidence is about the date `at` of session `ix` too.
    fn concerns(&self, ix: usize, at: DateTime<FixedOffset>) -> bool {
        match self {
            Evidence::Clocks(clocks) => clocks.get(ix) == Some(&Some(at.time())),
            Evidence::EarlierYears => !is_utc(at),
        }
    }
}

impl ProgrammeDay {
    /// Returns the start of the programme's days by this day: see [`day_start_of`]. `is_old` is
    /// true in a file with old rules.
    fn day_start(&self, zone: Option<&Zone>, is_old: bool) -> Option<At<NaiveTime>> {
        let [start, end] = [self.start, self.end].map(|at| match zone {
            Some(zone) if !is_old || !contradicts(zone, at) => zone.local_time(at).naive_local(),
            _ => at.naive_local(),
        });
        Some(At { value: day_start_of(start, end)?, at: self.at.clone() })
    }
}

/// Reports a date whose wall clock is taken.
pub(super) fn report_old_offset(
    report: &mut Report,
    place: &Span,
    zone: &Zone,
    at: DateTime<FixedOffset>,
) {
    let right = zone.resolve_wall_clock(at.naive_local()).at;
    report.warn(
        place,
        format!(
            "a date has the offset {}, but the offset of {} is {} then",
            at.format("%:z"),
            zone.name(),
            right.format("%:z")
        ),
        "the wall clock is taken: the server has old rules of the zone",
    );
}

/// Returns true if `offset` at `wall` is not of today's rules of the zone, but of its rules in an
/// earlier year, on the same day. Within a week of a clock change no offset is old: the day of the
/// change is another one each year.
pub(super) fn has_old_offset(zone: &Zone, wall: NaiveDateTime, offset: FixedOffset) -> bool {
    /// After 11 years each date has been on each day of the week.
    const YEARS: i32 = 11;
    let has_offset = |wall| *zone.resolve_wall_clock(wall).at.offset() == offset;
    let mut near = [-7, 0, 7].iter().map(|days| wall.checked_add_signed(TimeDelta::days(*days)));
    !near.any(|wall| wall.is_none_or(has_offset))
        && (1..=YEARS).any(|years| wall.with_year(wall.year() - years).is_some_and(has_offset))
}

/// Returns true if the zone has another offset at `at`, by at most [`DIFFERENCE_MAX`].
fn contradicts(zone: &Zone, at: DateTime<FixedOffset>) -> bool {
    let right = zone.local_time(at).offset().local_minus_utc();
    let difference = (at.offset().local_minus_utc() - right).abs();
    (1..=DIFFERENCE_MAX).contains(&difference)
}

/// Returns true for the offset of zero. Such a date may be in UTC, whatever the zone.
fn is_utc(at: DateTime<FixedOffset>) -> bool {
    at.offset().local_minus_utc() == 0
}

fn zone_of_event(draft: &Draft) -> Option<Zone> {
    let name = draft.event.timezone.as_ref()?;
    Zone::by_name(&name.value).ok()
}

/// Returns true if more than 90 % of the dates show the clock beside the date.
fn dates_show_clocks(sessions: &[DraftSession], clocks: &[Option<NaiveTime>]) -> bool {
    let dated = sessions
        .iter()
        .zip(clocks)
        .filter_map(|(session, clock)| Some((dated_start(session)?, (*clock)?)));
    let (mut count, mut shown) = (0, 0);
    for (at, clock) in dated {
        count += 1;
        shown += usize::from(at.time() == clock);
    }
    shown * 10 > count * 9
}

/// Returns the start with the offset of the file. Years that no file means are left out.
fn dated_start(session: &DraftSession) -> Option<DateTime<FixedOffset>> {
    /// A thousand years, in seconds.
    const LONG: u64 = 365_000 * 24 * 60 * 60;
    match session.start.as_ref()?.value {
        // Near the ends of time, a wall clock overflows.
        When::Instant(at) if at.timestamp().unsigned_abs() < LONG => Some(at),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
