//! Start and length of a session.

use super::state::{Check, LEFT_OUT};
use crate::agenda::draft::{Origin, When};
use crate::agenda::model::MINUTES_MAX;
use crate::agenda::position::{At, Span};
use crate::agenda::zone::{Moment, Resolved};
use chrono::Datelike;

/// Accepted years. A date outside needs five digits or is before Christ: a mistake.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1900..=9990;

/// The help for an invalid length.
const LENGTH_UNKNOWN: &str = "it is ignored, and the length shown as unknown";

/// The start of a session.
pub(super) struct Start {
    /// The start. `None` means not scheduled yet.
    pub(super) at: Option<Moment>,
    /// See [`Resolved::note`].
    pub(super) note: Option<&'static str>,
}

impl Check {
    /// Returns the start of a session. Reports a missing or invalid `start` and returns `None`.
    pub(super) fn check_start(&mut self, start: Option<At<When>>, session: &Span) -> Option<Start> {
        const ADVICE: &str =
            "add start = 2016-07-11T09:00:00, or start = \"TBA\" if it is not known yet";
        let Some(start) = start else {
            let help = self.help_text(ADVICE, LEFT_OUT);
            self.report_error(session, "this session has no start", help);
            return None;
        };
        if start.value == When::Unscheduled {
            return Some(Start { at: None, note: None });
        }
        let Some(Resolved { at, note }) = self.resolve_time(start.value) else {
            self.report_error(&start.at, "this time is out of range", LEFT_OUT);
            return None;
        };
        Some(Start { at: Some(at), note })
    }

    /// Returns the moment of `when` on the clocks of the event. Returns `None` for `Unscheduled`
    /// and for years outside [`YEARS`].
    fn resolve_time(&mut self, when: When) -> Option<Resolved> {
        let clock = &self.agenda.clock;
        let resolved = match (when, self.last_time) {
            (When::Unscheduled, _) => return None,
            // Many sessions start at one time, and files list them together.
            (when, Some((last, resolved))) if is_same_time(when, last) => resolved,
            (When::Wall(wall), _) => clock.resolve_wall_clock(wall),
            (When::Instant(at), _) => Resolved { at: clock.local_time(at), note: None },
        };
        self.last_time = Some((when, resolved));
        YEARS.contains(&resolved.at.year()).then_some(resolved)
    }

    /// Returns the length of a session in minutes, from its end or from `minutes`.
    pub(super) fn check_length(
        &mut self,
        start: Option<Moment>,
        end: Option<At<When>>,
        minutes: Option<At<i64>>,
    ) -> Option<u32> {
        if let (Some(_), Some(minutes)) = (&end, &minutes) {
            self.report_error(
                &minutes.at,
                "a session has an end or minutes, not both",
                "the end is taken",
            );
        }
        match (end, minutes) {
            (Some(end), _) => self.minutes_until(start, &end),
            (None, Some(minutes)) => self.check_minutes(&minutes),
            (None, None) => None,
        }
    }

    /// Returns the minutes from `start` to `end`: 0 to [`MINUTES_MAX`].
    fn minutes_until(&mut self, start: Option<Moment>, end: &At<When>) -> Option<u32> {
        let Some(start) = start else {
            if self.origin == Origin::Hallway {
                let message = "a session that is not scheduled has no end";
                self.report_error(&end.at, message, "write minutes = 20 if the length is known");
            }
            return None;
        };
        let moment = self.resolve_time(end.value)?.at;
        if moment < start {
            let start = start.format("%Y-%m-%dT%H:%M:%S");
            let help = format!("it starts at {start}; {LENGTH_UNKNOWN}");
            self.report_error(&end.at, "the end is before the start", help);
            return None;
        }
        let minutes = u32::try_from((moment - start).num_minutes());
        let minutes = minutes.ok().filter(|minutes| *minutes <= MINUTES_MAX);
        if minutes.is_none() {
            self.report_error(&end.at, "this session lasts more than a fortnight", LENGTH_UNKNOWN);
        }
        minutes
    }

    /// Returns `minutes` if they are 0 to [`MINUTES_MAX`].
    fn check_minutes(&mut self, minutes: &At<i64>) -> Option<u32> {
        let length = u32::try_from(minutes.value).ok().filter(|length| *length <= MINUTES_MAX);
        if length.is_none() {
            let message = format!("{} minutes is no length of a session", minutes.value);
            self.report_error(&minutes.at, message, LENGTH_UNKNOWN);
        }
        length
    }
}

/// Returns true if the file writes both times in one way. Two instants are equal for `==` if only
/// their offsets differ.
fn is_same_time(a: When, b: When) -> bool {
    match (a, b) {
        (When::Instant(a), When::Instant(b)) => a == b && a.offset() == b.offset(),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use crate::format;

    #[test]
    fn one_instant_with_two_offsets_keeps_both_on_wall_clocks() {
        let start = |title: &str, start: &str| {
            format!("[[session]]\ntitle = \"{title}\"\nstart = {start}\n")
        };
        let text = [
            start("A", "2030-05-04T09:00:00+01:00"),
            start("B", "2030-05-04T10:00:00+02:00"),
            start("C", "2030-05-04T09:00:00"),
            start("D", "2030-05-04T09:00:00"),
            start("E", "2030-05-04T09:00:00"),
        ];
        let text = text.concat();
        let (agenda, _) = format::read(text.as_bytes()).unwrap().draft.check(None);
        let starts: Vec<String> =
            agenda.sessions.iter().map(|it| it.start.unwrap().to_rfc3339()).collect();
        assert!(starts.contains(&"2030-05-04T09:00:00+01:00".to_owned()), "{starts:?}");
        assert!(starts.contains(&"2030-05-04T10:00:00+02:00".to_owned()), "{starts:?}");
    }
}
