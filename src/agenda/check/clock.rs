//! The clock of an event without a zone: decided by the starts of all sessions.

use super::state::Check;
use super::times::YEARS;
use crate::agenda::clock::Clock;
use crate::agenda::draft::{DraftSession, When};
use crate::agenda::position::{At, Span};
use crate::agenda::zone::Moment;
use chrono::{Datelike, NaiveTime, TimeDelta};

/// The starts of a file by their kind. A session over whole dates has no time and does not count.
#[derive(Default)]
struct StartKinds<'a> {
    /// The starts with an offset.
    instants: Vec<Moment>,
    /// The places of `instants`.
    instants_at: Vec<&'a Span>,
    /// The places of the starts without an offset.
    walls_at: Vec<&'a Span>,
}

impl Check {
    /// Decides the clock of an event without a zone. If at least half of the starts have an
    /// offset, instants are known, and the clock of the offsets also holds for the other times.
    /// Reports the times of the smaller half.
    pub(super) fn check_clock(&mut self, sessions: &[DraftSession]) {
        if self.agenda.clock.has_instants() {
            return;
        }
        let StartKinds { instants, instants_at, walls_at } = StartKinds::of(sessions);
        if instants.is_empty() {
            return;
        }
        if instants.len() < walls_at.len() {
            for at in instants_at {
                let help = "times are shown as written, and the event's zone is unknown";
                self.report_warning(at, "this time has an offset, and most times have none", help);
            }
            return;
        }
        self.agenda.clock = Clock::of_starts(instants, self.agenda.day_start);
        let clock = self.agenda.clock.name().unwrap_or_default();
        for at in walls_at {
            let help = format!("the time is taken as {clock}, like the others");
            self.report_warning(at, "this time has no offset, and most times have one", help);
        }
    }
}

impl<'a> StartKinds<'a> {
    /// Sorts the starts of the sessions by their kind.
    fn of(sessions: &'a [DraftSession]) -> StartKinds<'a> {
        let mut kinds = StartKinds::default();
        for session in sessions {
            match &session.start {
                Some(At { value: When::Instant(start), at })
                    if YEARS.contains(&start.naive_utc().year()) =>
                {
                    kinds.instants.push(*start);
                    kinds.instants_at.push(at);
                }
                Some(At { value: When::Wall(_), at }) if !lasts_whole_dates(session) => {
                    kinds.walls_at.push(at);
                }
                _ => {}
            }
        }
        kinds
    }
}

/// Returns true if a session begins at midnight without an offset and lasts a day or more.
fn lasts_whole_dates(session: &DraftSession) -> bool {
    const DAY: TimeDelta = TimeDelta::days(1);
    let Some(At { value: When::Wall(start), .. }) = session.start else { return false };
    let ends_later = match (&session.end, &session.minutes) {
        (Some(At { value: When::Wall(end), .. }), _) => end.signed_duration_since(start) >= DAY,
        (None, Some(minutes)) => minutes.value >= DAY.num_minutes(),
        _ => false,
    };
    start.time() == NaiveTime::MIN && ends_later
}
