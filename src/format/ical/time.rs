//! Dates, times and lengths as written.

use super::lines::Property;
use crate::agenda::{At, Span};
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// What the clock of a time is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Clock {
    Utc,
    Offset(FixedOffset),
    /// That of the time zone of this name.
    Zone(String),
    /// Nobody knows: the clock on the wall.
    Floating,
}

/// A time as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub wall: NaiveDateTime,
    pub clock: Clock,
    /// A date alone: the whole day.
    pub all_day: bool,
    pub at: Span,
}

/// A property's time; `None` where it is none.
pub(super) fn stamp(property: &Property) -> Option<Stamp> {
    stamps(property).into_iter().next().flatten()
}

/// All the times of a list; a period is told by its start.
pub(super) fn stamps(property: &Property) -> Vec<Option<Stamp>> {
    property
        .value
        .split(',')
        .map(|text| one(text.split('/').next().unwrap_or_default(), property))
        .collect()
}

/// What follows the start of a period (3.3.9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Until {
    End(Stamp),
    Length(TimeDelta),
}

/// The times of a list, and those of its periods with what they say of their end.
pub(super) fn periods(property: &Property) -> impl Iterator<Item = (Stamp, Option<Until>)> {
    property.value.split(',').filter_map(|text| {
        let (start, until) =
            text.split_once('/').map_or((text, None), |(start, until)| (start, Some(until)));
        let until = until.and_then(|until| match duration(until) {
            Some(length) => Some(Until::Length(length)),
            None => one(until, property).map(Until::End),
        });
        Some((one(start, property)?, until))
    })
}

/// One time of a property.
fn one(text: &str, property: &Property) -> Option<Stamp> {
    let zone = property.parameter("TZID").map(str::trim).filter(|zone| !zone.is_empty());
    let (wall, clock, all_day) = date_or_time(text.trim())?;
    let clock = match (clock, zone) {
        (Clock::Floating, Some(zone)) if !all_day => Clock::Zone(zone.to_owned()),
        (clock, _) => clock,
    };
    Some(Stamp { wall, clock, all_day, at: property.at.clone() })
}

/// `20160711`, `20160711T090000`, `20160711T090000Z`, and the same with dashes, colons, parts of a
/// second and an offset, as hands and programs write it.
fn date_or_time(text: &str) -> Option<(NaiveDateTime, Clock, bool)> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some((at.naive_local(), Clock::Offset(*at.offset()), false));
    }
    let (date, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
    let plain = |text: &str| text.chars().filter(|c| !matches!(c, '-' | ':')).collect::<String>();
    let date = date_of(&plain(date))?;
    if time.is_empty() {
        return Some((date.and_time(NaiveTime::MIN), Clock::Floating, true));
    }
    let (time, clock) = match (time.strip_suffix(['Z', 'z']), time.find(['+', '-'])) {
        (Some(time), _) => (time, Clock::Utc),
        (None, Some(sign)) => {
            let offset = parse_offset(&time.get(sign..)?.replace(':', ""))?;
            (time.get(..sign)?, Clock::Offset(offset))
        }
        (None, None) => (time, Clock::Floating),
    };
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
    let time = &*plain(
        time.split_once(['.', ','])
            .filter(|(_, part)| is_part(part))
            .map_or(time, |(time, _)| time),
    );
    let number = |at: usize| match time.get(at..at + 2) {
        Some(two) if two.bytes().all(|digit| digit.is_ascii_digit()) => two.parse::<u32>().ok(),
        _ => None,
    };
    if !matches!(time.len(), 4 | 6) {
        return None;
    }
    let (hour, minute, second) =
        (number(0)?, number(2)?, if time.len() == 6 { number(4)? } else { 0 });
    // Midnight at the end of the day, and leap seconds.
    if (hour, minute, second) == (24, 0, 0) {
        return Some((date.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN), clock, false));
    }
    Some((date.and_time(NaiveTime::from_hms_opt(hour, minute, second.min(59))?), clock, false))
}

fn date_of(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    NaiveDate::from_ymd_opt(
        text.get(..4)?.parse().ok()?,
        text.get(4..6)?.parse().ok()?,
        text.get(6..)?.parse().ok()?,
    )
}

/// A length (RFC 5545, 3.3.6), as in `PT1H30M`, `P1DT2H` and `P2W`.
pub(super) fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim().to_ascii_uppercase();
    let (mut seconds, mut digits, mut in_time, mut parts) = (0i64, String::new(), false, 0);
    for c in text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?.chars() {
        let unit = match (c, in_time) {
            ('0'..='9', _) if digits.len() < 9 => {
                digits.push(c);
                continue;
            }
            ('T', false) if digits.is_empty() => {
                in_time = true;
                continue;
            }
            ('W', false) => 7 * 86_400,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(digits.parse::<i64>().ok()?.checked_mul(unit)?)?;
        digits.clear();
        parts += 1;
    }
    (parts > 0 && digits.is_empty()).then(|| TimeDelta::try_seconds(seconds))?
}

/// Whole minutes, to the nearest one: an end at 23:59:59 means midnight.
pub(super) fn minutes(length: TimeDelta, at: &Span) -> At<i64> {
    At { value: (length.num_seconds() + 30).div_euclid(60), at: at.clone() }
}

/// `+0530`, `-080000`
pub(super) fn parse_offset(text: &str) -> Option<FixedOffset> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let number = |at: usize| digits.get(at..at + 2).map_or(Some(0), |two| two.parse::<i32>().ok());
    FixedOffset::east_opt(sign * (number(0)? * 3600 + number(2)? * 60 + number(4)?))
}
