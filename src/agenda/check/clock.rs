//! The clock of an event without a zone: decided by the starts of all sessions.

use super::state::Check;
use super::times::YEARS;
use crate::agenda::clean::Clean;
use crate::agenda::clock::Clock;
use crate::agenda::draft::{DraftSession, When};
use crate::agenda::position::{At, Span};
use crate::agenda::zone::Moment;
use chrono::{Datelike, NaiveDateTime};

/// The starts of a file by their kind.
#[derive(Default)]
struct StartKinds<'a> {
    /// The starts with an offset.
    instants: Vec<Moment>,
    /// The starts without an offset.
    walls: Vec<NaiveDateTime>,
    /// The places of `walls`.
    walls_at: Vec<&'a Span>,
}

impl Check {
    /// Decides the clock of an event without a zone. If at least half of the starts have an
    /// offset, instants are known, and the clock of the offsets also holds for the other times,
    /// which are reported.
    pub(super) fn check_clock(&mut self, sessions: &[DraftSession]) {
        if self.agenda.clock.has_instants() {
            return;
        }
        let StartKinds { instants, walls, walls_at } = StartKinds::of_file(sessions);
        if instants.is_empty() || instants.len() < walls_at.len() {
            return;
        }
        self.agenda.clock = Clock::of_starts(&instants, &walls, self.agenda.day_start);
        let clock = self.agenda.clock.name().unwrap_or_default();
        for at in walls_at {
            let help = format!("the time is taken as {clock}, like the others");
            self.report_warning(at, "this time has no offset, and most times have one", help);
        }
    }
}

impl<'a> StartKinds<'a> {
    /// Returns the starts of a file. Sessions that the check leaves out do not count. An all-day
    /// session has no time, and counts only in a file of all-day sessions.
    fn of_file(sessions: &'a [DraftSession]) -> StartKinds<'a> {
        let (all_day, timed): (Vec<&DraftSession>, Vec<&DraftSession>) =
            sessions.iter().filter(|session| has_title(session)).partition(|own| own.all_day);
        let timed = StartKinds::of(timed);
        if timed.instants.is_empty() && timed.walls.is_empty() {
            return StartKinds::of(all_day);
        }
        timed
    }

    /// Sorts the starts of the sessions by their kind.
    fn of(sessions: Vec<&'a DraftSession>) -> StartKinds<'a> {
        let mut kinds = StartKinds::default();
        for session in sessions {
            match &session.start {
                Some(At { value: When::Instant(start), .. })
                    if YEARS.contains(&start.naive_utc().year()) =>
                {
                    kinds.instants.push(*start);
                }
                Some(At { value: When::Wall(start), at }) if YEARS.contains(&start.year()) => {
                    kinds.walls.push(*start);
                    kinds.walls_at.push(at);
                }
                _ => {}
            }
        }
        kinds
    }
}

fn has_title(session: &DraftSession) -> bool {
    session.title.as_ref().is_some_and(|title| !Clean::is_empty_line(&title.value))
}
