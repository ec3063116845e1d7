//! Files of servers with old rules of a time zone.
//!
//! Several territories changed their clocks in 2026. A server that does not know the change writes
//! the wall clock of the programme with the offset of the past.

use super::collector::Report;
use crate::agenda::{Draft, DraftSession, When, Zone};
use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta};

/// Takes the wall clock of dates whose offset contradicts the zone of the file by at most an hour,
/// if the dates of the file agree with the clocks of its programme: see [`dates_show_clocks`].
/// `clocks` are those of `draft.sessions`, as the programme writes them beside the date.
pub(super) fn settle_old_zone_rules(
    draft: &mut Draft,
    clocks: &[Option<NaiveTime>],
    report: &mut Report,
) {
    let name = draft.event.timezone.as_ref().map(|zone| &*zone.value);
    let Some(zone) = name.and_then(|name| Zone::by_name(name).ok()) else { return };
    if !dates_show_clocks(&draft.sessions, clocks) {
        return;
    }
    for (session, clock) in draft.sessions.iter_mut().zip(clocks) {
        let (Some(at), Some(start)) = (dated_start(session), &mut session.start) else { continue };
        let local = zone.local_time(at);
        let (written, right) = (at.offset().local_minus_utc(), local.offset().local_minus_utc());
        if *clock != Some(at.time()) || written == right || (written - right).abs() > 3600 {
            continue;
        }
        let (written, right) = (at.format("%:z"), zone.resolve_wall_clock(at.naive_local()).at);
        report.warn(
            &start.at,
            format!(
                "a date has the offset {written}, but the offset of {} is {} then",
                zone.name(),
                right.format("%:z")
            ),
            "the wall clock is taken, as the start says: the server has old rules of the zone",
        );
        start.value = When::Wall(at.naive_local());
        if let Some(end) = &mut session.end
            && let When::Instant(at) = end.value
        {
            end.value = When::Wall(at.naive_local());
        }
    }
}

/// Returns true if more than 90 % of the dates show the clock beside the date. In some files all
/// dates are in UTC, and the clocks are local.
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
    match session.start.as_ref()?.value {
        // Near the ends of time, a wall clock overflows.
        When::Instant(at)
            if DateTime::UNIX_EPOCH.signed_duration_since(at).abs() < TimeDelta::days(365_000) =>
        {
            Some(at)
        }
        _ => None,
    }
}
