//! Times as the JSON formats write them.

use crate::agenda::When;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

/// A day and a time, with an offset or without: `2025-03-17T13:00:00-04:00`, `…+0200`, `…Z`,
/// `2024-10-31 07:45`.
pub(in crate::format) fn moment(text: &str) -> Option<When> {
    let text = text.trim();
    let (day, time) = text.split_once(['T', 't', ' '])?;
    let text = match time.trim_end().strip_suffix(['Z', 'z']) {
        Some(time) => format!("{day}T{}+00:00", time.trim()),
        None => format!("{day}T{}", time.trim()),
    };
    let exact = ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%.f %z"];
    let wall = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    exact
        .iter()
        .find_map(|form| DateTime::parse_from_str(&text, form).ok().map(When::Instant))
        .or_else(|| {
            wall.iter()
                .find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok().map(When::Wall))
        })
}

/// `2025-03-17`, with or without a time after it.
pub(in crate::format) fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim().split(['T', ' ']).next()?, "%Y-%m-%d").ok()
}

/// `9:00`, `09:00:00`.
pub(in crate::format) fn clock(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}
