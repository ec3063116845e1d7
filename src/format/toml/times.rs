//! Dates and times of TOML.

use super::syntax::Value;
use crate::agenda::When;
use chrono::{FixedOffset, NaiveDate, NaiveTime};
use toml::value::{Datetime, Offset, Time};

/// Returns the date or time of a date-time, or of a text of the same form.
pub(super) fn datetime_of(value: &Value<'_>) -> Option<Datetime> {
    match value {
        Value::Time(time) => Some(*time),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Returns a date and time as a wall clock, or as an instant if it has an offset. Fractions of a
/// second are dropped.
pub(super) fn to_when(time: Datetime) -> Option<When> {
    let date = time.date?;
    let date = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let wall = date.and_time(clock_time(time.time?)?);
    let minutes = match time.offset {
        None => return Some(When::Wall(wall)),
        Some(Offset::Z) => 0,
        Some(Offset::Custom { minutes }) => i32::from(minutes),
    };
    let offset = FixedOffset::east_opt(minutes * 60)?;
    wall.and_local_timezone(offset).single().map(When::Instant)
}

/// Converts a time of day. A leap second counts as the second before.
pub(super) fn clock_time(time: Time) -> Option<NaiveTime> {
    let second = u32::from(time.second.unwrap_or(0)).min(59);
    NaiveTime::from_hms_opt(time.hour.into(), time.minute.into(), second)
}
