//! The properties of hallway's own for the clock of an agenda. RFC 5545 has zones with a
//! `VTIMEZONE`, UTC and floating times, but no offset at a time.
//!
//! | property | value |
//! |---|---|
//! | `X-HALLWAY-DAY-START` of the calendar | the time at which a day of the programme begins |
//! | `X-HALLWAY-OFFSET` | the offset of `DTSTART` (RFC 5545 3.3.14), where no zone gives one |

use super::components::{Calendar, Component};
use super::own_properties::WrittenProperty;
use super::time::{format_offset, parse_offset};
use crate::agenda::{Agenda, At, Clock, Session};
use chrono::{FixedOffset, NaiveTime};

const DAY_START: &str = "X-HALLWAY-DAY-START";
const DAY_START_FORMAT: &str = "%H:%M:%S";
const OFFSET: &str = "X-HALLWAY-OFFSET";

/// The writer of the clock of an agenda.
pub(super) struct ClockWriter<'a> {
    clock: &'a Clock,
    /// True if the timed sessions state the one offset of the clock, so that all-day sessions are
    /// dates without an offset.
    has_dates: bool,
}

impl ClockWriter<'_> {
    /// Returns the writer for these sessions of the agenda.
    pub(super) fn new<'a>(agenda: &'a Agenda, sessions: &[&Session]) -> ClockWriter<'a> {
        let clock = &agenda.clock;
        let has_one_offset = clock.has_instants() && clock.is_constant();
        let has_dates = has_one_offset && sessions.iter().any(|session| !session.all_day);
        ClockWriter { clock, has_dates }
    }

    /// Returns the offset of a session, unless the zone or the form of `DTSTART` states the
    /// offset.
    pub(super) fn offset_property(&self, session: &Session) -> Option<WrittenProperty> {
        let offset = *session.start?.offset();
        let is_needed = match self.clock {
            Clock::Zone(_) => false,
            Clock::Utc => session.all_day && !self.has_dates,
            Clock::Offsets(_) => !(session.all_day && self.has_dates),
            // A single time with an offset among wall clocks.
            Clock::WallClocks => offset.local_minus_utc() != 0,
        };
        is_needed.then(|| (OFFSET, format_offset(offset)))
    }
}

/// Returns the beginning of a day of the programme.
pub(super) fn day_start_property(agenda: &Agenda) -> WrittenProperty {
    (DAY_START, agenda.day_start.format(DAY_START_FORMAT).to_string())
}

/// Reads the beginning of a day of the programme.
pub(super) fn read_day_start(calendar: &Calendar) -> Option<At<NaiveTime>> {
    let property = calendar.get(DAY_START)?;
    let time = NaiveTime::parse_from_str(property.value.trim(), DAY_START_FORMAT).ok()?;
    Some(property.located(time))
}

/// Reads the offset of an event.
pub(super) fn read_offset(event: &Component) -> Option<FixedOffset> {
    parse_offset(&event.get(OFFSET)?.value)
}
