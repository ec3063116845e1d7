//! When a session is and how long it lasts.

use super::Check;
use crate::agenda::{At, MINUTES_MAX, Moment, When, zone};

/// Years that a calendar of five digits or a date before Christ would need are mistakes.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1900..=9990;

impl Check {
    pub(super) fn resolve(&mut self, when: When) -> Option<(Moment, Option<&'static str>)> {
        self.local_times |= match when {
            When::Wall(_) => true,
            When::Instant(at) => at.offset().local_minus_utc() != 0,
            When::Unscheduled => false,
        };
        let resolved = match (when, &self.zone) {
            (When::Unscheduled, _) => return None,
            (When::Wall(wall), Some(zone)) => {
                let resolved = zone.resolve_wall_clock(wall);
                (resolved.at, resolved.note)
            }
            (When::Wall(wall), None) => (zone::floating_time(wall), None),
            (When::Instant(at), Some(zone)) => (zone.local_time(at), None),
            (When::Instant(at), None) => (at, None),
        };
        YEARS.contains(&chrono::Datelike::year(&resolved.0)).then_some(resolved)
    }

    pub(super) fn minutes(
        &mut self,
        start: Option<Moment>,
        end: Option<At<When>>,
        minutes: Option<At<i64>>,
    ) -> Option<u32> {
        const UNKNOWN: &str = "it is ignored, and the length shown as unknown";
        if let (Some(_), Some(minutes)) = (&end, &minutes) {
            self.error(
                &minutes.at,
                "a session has an end or minutes, not both",
                "the end is taken",
            );
        }
        if let Some(end) = end {
            let (start, moment) = (start?, self.resolve(end.value)?.0);
            return match u32::try_from((moment - start).num_minutes()) {
                Ok(minutes) if moment >= start && minutes <= MINUTES_MAX => Some(minutes),
                Ok(_) if moment >= start => {
                    self.error(&end.at, "this session lasts more than a fortnight", UNKNOWN);
                    None
                }
                _ => {
                    let help =
                        format!("it starts at {}; {UNKNOWN}", start.format("%Y-%m-%dT%H:%M:%S"));
                    self.error(&end.at, "the end is before the start", help);
                    None
                }
            };
        }
        let minutes = minutes?;
        match u32::try_from(minutes.value) {
            Ok(value) if value <= MINUTES_MAX => Some(value),
            _ => {
                self.error(
                    &minutes.at,
                    format!("{} minutes is no length of a session", minutes.value),
                    UNKNOWN,
                );
                None
            }
        }
    }
}
