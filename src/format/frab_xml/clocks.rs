//! Contradictions between `<date>` and `<start>`, decided for a file as a whole.

use super::event_entry::report_contradiction;
use crate::agenda::{Draft, DraftSession, When, Zone};
use crate::format::collector::Report;
use crate::format::zone_rules::{ProgrammeDay, settle_programme};
use chrono::{DateTime, FixedOffset, NaiveTime};

/// Compares the instant of `<date>` with `<start>`, the clock of the printed programme.
///
/// The instant is right, with two exceptions. The server may have old rules of the zone: see
/// [`settle_programme`]. And some exports write the wall clock of the event as if
/// it were UTC. A file does so if it names no zone and more than 90 % of its instants are in UTC
/// and show the clock of their start. Then the clock is right. For an event in UTC both are the
/// same.
pub(super) fn settle_clocks(
    draft: &mut Draft,
    clocks: &[Option<NaiveTime>],
    days: &[ProgrammeDay],
    report: &mut Report,
) {
    settle_programme(draft, clocks, days, report);
    let named = draft.event.timezone.as_ref().map(|zone| Zone::by_name(&zone.value).ok());
    let is_false_utc = named.is_none() && has_false_utc(&draft.sessions, clocks);
    for (session, clock) in draft.sessions.iter_mut().zip(clocks) {
        let (Some(instant), Some(clock)) = (instant_of(session), *clock) else { continue };
        let Some(start) = &mut session.start else { continue };
        if is_false_utc && shows_clock_as_utc(instant, Some(clock)) {
            start.value = When::Wall(instant.naive_utc());
            report.warn(
                &start.at,
                "a date claims UTC, but shows the clock of the start",
                "the clock is taken, in the zone of the event",
            );
            continue;
        }
        let shown = match &named {
            Some(Some(zone)) => zone.local_time(instant).time(),
            _ => instant.naive_local().time(),
        };
        if shown != clock {
            report_contradiction(report, &start.at, "the date is taken");
        }
    }
}

/// Returns true if more than 90 % of the instants show the clock of their start as UTC.
fn has_false_utc(sessions: &[DraftSession], clocks: &[Option<NaiveTime>]) -> bool {
    let (mut dated, mut false_utc) = (0, 0);
    for (session, clock) in sessions.iter().zip(clocks) {
        if let Some(instant) = instant_of(session) {
            dated += 1;
            false_utc += usize::from(shows_clock_as_utc(instant, *clock));
        }
    }
    false_utc * 10 > dated * 9
}

fn shows_clock_as_utc(instant: DateTime<FixedOffset>, clock: Option<NaiveTime>) -> bool {
    instant.offset().local_minus_utc() == 0 && clock == Some(instant.naive_local().time())
}

fn instant_of(session: &DraftSession) -> Option<DateTime<FixedOffset>> {
    match session.start.as_ref()?.value {
        When::Instant(at) => Some(at),
        _ => None,
    }
}
