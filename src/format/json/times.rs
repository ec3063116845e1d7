//! Dates and times as the JSON formats write them.

use crate::agenda::When;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

/// Parses a date and a time with or without an offset: `2025-03-17T13:00:00-04:00`, `…+0200`, `…Z`,
/// `2024-10-31 07:45`.
pub(in crate::format) fn parse_moment(text: &str) -> Option<When> {
    const WITH_OFFSET: [&str; 3] =
        ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%.f %z"];
    const WALL: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let (day, time) = text.trim().split_once(['T', 't', ' '])?;
    let text = match time.trim_end().strip_suffix(['Z', 'z']) {
        Some(time) => format!("{day}T{}+00:00", time.trim()),
        None => format!("{day}T{}", time.trim()),
    };
    let instant = WITH_OFFSET.iter().find_map(|form| DateTime::parse_from_str(&text, form).ok());
    instant.map(When::Instant).or_else(|| {
        let wall = WALL.iter().find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
        wall.map(When::Wall)
    })
}

/// Parses the date at the beginning of a text: `2025-03-17`, with or without a time after it.
pub(in crate::format) fn parse_date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim().split(['T', ' ']).next()?, "%Y-%m-%d").ok()
}

/// Parses a time of day: `9:00`, `09:00:00`.
pub(in crate::format) fn parse_clock(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}
