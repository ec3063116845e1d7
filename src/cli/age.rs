//! Times of the past for a person: `14:20`, `yesterday`, `3 days ago`.

use crate::agenda::Zone;
use chrono::{DateTime, NaiveDateTime, Utc};

/// The number of days from which a time is a date.
const DAYS_MAX: i64 = 30;

/// Returns the time `at` on the clock of `zone`, or on UTC without a zone: the hour if `at` is of
/// today, else the number of days, or for a time long ago the date. A clock that was set back makes
/// a time of the future, which gets its date.
pub(crate) fn describe_time(at: DateTime<Utc>, now: DateTime<Utc>, zone: Option<&Zone>) -> String {
    let local = |at: DateTime<Utc>| -> NaiveDateTime {
        zone.map_or(at.naive_utc(), |zone| zone.local_time(at).naive_local())
    };
    let (at, now) = (local(at), local(now));
    match (now.date() - at.date()).num_days() {
        0 => at.format("%H:%M").to_string(),
        1 => "yesterday".to_owned(),
        days @ 2..DAYS_MAX => format!("{days} days ago"),
        _ => at.format("%Y-%m-%d").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_an_hour_today_and_a_number_of_days_before() {
        let zone = Zone::by_name("Europe/Berlin").unwrap();
        for (at, expected) in [
            ("2026-02-10T13:20:00Z", "14:20"),
            ("2026-02-09T23:00:00Z", "00:00"),
            ("2026-02-09T22:59:59Z", "yesterday"),
            ("2026-02-08T12:00:00Z", "2 days ago"),
            ("2026-01-12T12:00:00Z", "29 days ago"),
            ("2026-01-11T12:00:00Z", "2026-01-11"),
            ("2026-02-11T12:00:00Z", "2026-02-11"),
        ] {
            let now = "2026-02-10T14:00:00Z".parse().unwrap();
            assert_eq!(describe_time(at.parse().unwrap(), now, Some(&zone)), expected, "{at}");
        }
        let at = "2026-02-10T13:20:00Z".parse().unwrap();
        assert_eq!(describe_time(at, at, None), "13:20");
    }
}
