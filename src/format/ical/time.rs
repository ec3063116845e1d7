//! Dates, times and durations of iCalendar.

use super::property::Property;
use crate::agenda::{At, Span};
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// The reference of a time (RFC 5545 3.3.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ZoneReference {
    Utc,
    Offset(FixedOffset),
    /// The name in `TZID`.
    Named(String),
    /// None: the wall clock of the reader.
    Floating,
}

/// A time or a date as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IcalTime {
    pub wall: NaiveDateTime,
    pub zone: ZoneReference,
    /// A `DATE` (RFC 5545 3.3.4) without a time of day; `wall` is its midnight.
    pub all_day: bool,
    pub at: Span,
}

impl IcalTime {
    /// Returns an instant or a date on the clock of `offset`. Other times stay as they are.
    pub(super) fn with_offset(self, offset: FixedOffset) -> IcalTime {
        let wall = match self.zone {
            ZoneReference::Utc => self.wall.checked_add_offset(offset).unwrap_or(self.wall),
            _ if self.all_day => self.wall,
            _ => return self,
        };
        IcalTime { wall, zone: ZoneReference::Offset(offset), ..self }
    }
}

/// A period (RFC 5545 3.3.9), or a time without an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    pub start: IcalTime,
    pub end: Option<PeriodEnd>,
}

/// The second part of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PeriodEnd {
    Time(IcalTime),
    Duration(NominalDuration),
}

/// A duration of at least zero (RFC 5545 3.3.6). A day of the calendar lasts 23 to 25 hours over a
/// clock change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NominalDuration {
    /// Days of the calendar. A week is seven of them.
    pub days: u64,
    /// The exact time behind the days.
    pub time: TimeDelta,
}

/// Parses the first time of a property.
pub(super) fn parse_time(property: &Property) -> Option<IcalTime> {
    parse_list_entry(property.value.split(',').next()?, property)
}

/// Parses the time of `UNTIL` in a rule (RFC 5545 3.3.10). The place of the time is unknown.
pub(super) fn parse_rule_end(text: &str) -> Option<IcalTime> {
    parse_value(text.split([',', '/']).next()?, None, &(0..0))
}

/// Parses all times of a property and skips malformed ones. A period counts as its start.
pub(super) fn parse_times(property: &Property) -> impl Iterator<Item = IcalTime> {
    property.value.split(',').filter_map(|text| parse_list_entry(text, property))
}

/// Parses all periods of a property and skips malformed ones.
pub(super) fn parse_periods(property: &Property) -> impl Iterator<Item = Period> {
    property.value.split(',').filter_map(|text| {
        let (start, end) =
            text.split_once('/').map_or((text, None), |(start, end)| (start, Some(end)));
        let end = end.and_then(|end| match parse_duration(end) {
            Some(length) => Some(PeriodEnd::Duration(length)),
            None => parse_property_value(end, property).map(PeriodEnd::Time),
        });
        Some(Period { start: parse_property_value(start, property)?, end })
    })
}

/// Parses a time, or the start of a period.
fn parse_list_entry(text: &str, property: &Property) -> Option<IcalTime> {
    parse_property_value(text.split('/').next()?, property)
}

fn parse_property_value(text: &str, property: &Property) -> Option<IcalTime> {
    parse_value(text, property.zone_name(), &property.at)
}

/// Parses `20160711`, `20160711T090000` and `20160711T090000Z` (RFC 5545 3.3.4, 3.3.5), and the
/// same with dashes, colons, fractions of a second and an offset, as people and programs write.
/// `zone` is the value of `TZID`.
fn parse_value(text: &str, zone: Option<&str>, at: &Span) -> Option<IcalTime> {
    let (text, at) = (text.trim(), at.clone());
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        let zone = ZoneReference::Offset(*instant.offset());
        return Some(IcalTime { wall: instant.naive_local(), zone, all_day: false, at });
    }
    let (date, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
    let date = parse_date(&without_separators(date))?;
    if time.is_empty() {
        let wall = date.and_time(NaiveTime::MIN);
        return Some(IcalTime { wall, zone: ZoneReference::Floating, all_day: true, at });
    }
    let (time, reference) = split_offset(time)?;
    let zone = match (reference, zone) {
        (ZoneReference::Floating, Some(name)) => ZoneReference::Named(name.to_owned()),
        (reference, _) => reference,
    };
    let wall = parse_time_of_day(&without_separators(without_fraction(time)), date)?;
    Some(IcalTime { wall, zone, all_day: false, at })
}

fn without_separators(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// Cuts `.000` or `,5` off a time.
fn without_fraction(time: &str) -> &str {
    time.split_once(['.', ','])
        .filter(|(_, fraction)| !fraction.is_empty() && is_digits(fraction))
        .map_or(time, |(time, _)| time)
}

/// Splits `090000Z` and `090000+0100` into the time of day and its reference.
fn split_offset(time: &str) -> Option<(&str, ZoneReference)> {
    if let Some(time) = time.strip_suffix(['Z', 'z']) {
        return Some((time, ZoneReference::Utc));
    }
    match time.find(['+', '-']) {
        Some(sign) => {
            let offset = parse_offset(&time.get(sign..)?.replace(':', ""))?;
            Some((time.get(..sign)?, ZoneReference::Offset(offset)))
        }
        None => Some((time, ZoneReference::Floating)),
    }
}

/// Parses `YYYYMMDD`.
fn parse_date(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !is_digits(text) {
        return None;
    }
    let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Parses `HHMM` or `HHMMSS` of a date. `240000` is the midnight after `date`, and a leap second
/// is the second before.
fn parse_time_of_day(time: &str, date: NaiveDate) -> Option<NaiveDateTime> {
    if !matches!(time.len(), 4 | 6) || !is_digits(time) {
        return None;
    }
    let (hour, minute) = (time.get(..2)?.parse().ok()?, time.get(2..4)?.parse().ok()?);
    let second = time.get(4..6).map_or(Ok(0), str::parse::<u32>).ok()?;
    if (hour, minute, second) == (24, 0, 0) {
        return Some(date.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN));
    }
    Some(date.and_time(NaiveTime::from_hms_opt(hour, minute, second.min(59))?))
}

/// Parses an offset from UTC (RFC 5545 3.3.14): `+0530`, `-080000`.
pub(super) fn parse_offset(text: &str) -> Option<FixedOffset> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if !matches!(digits.len(), 4 | 6) || !is_digits(digits) {
        return None;
    }
    let (hours, minutes) =
        (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..4)?.parse::<i32>().ok()?);
    let seconds = digits.get(4..6).map_or(Ok(0), str::parse::<i32>).ok()?;
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60 + seconds))
}

/// Formats an offset (RFC 5545 3.3.14): `+0530`, with seconds for offsets before standard time.
pub(super) fn format_offset(offset: FixedOffset) -> String {
    let total = offset.local_minus_utc();
    let (sign, seconds) = (if total < 0 { '-' } else { '+' }, total.abs());
    let minutes = format!("{sign}{:02}{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds % 60 == 0 { minutes } else { format!("{minutes}{:02}", seconds % 60) }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Parses a duration: `PT1H30M`, `P1DT2H`, `P2W`.
pub(super) fn parse_duration(text: &str) -> Option<NominalDuration> {
    let text = text.trim().to_ascii_uppercase();
    let (mut days, mut seconds) = (0u64, 0i64);
    let (mut digits, mut in_time, mut parts) = (String::new(), false, 0);
    for c in text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?.chars() {
        match (c, in_time) {
            ('0'..='9', _) if digits.len() < 9 => {
                digits.push(c);
                continue;
            }
            ('T', false) if digits.is_empty() => {
                in_time = true;
                continue;
            }
            ('W', false) => days += digits.parse::<u64>().ok()? * 7,
            ('D', false) => days += digits.parse::<u64>().ok()?,
            ('H', true) => seconds += digits.parse::<i64>().ok()? * 3_600,
            ('M', true) => seconds += digits.parse::<i64>().ok()? * 60,
            ('S', true) => seconds += digits.parse::<i64>().ok()?,
            _ => return None,
        }
        digits.clear();
        parts += 1;
    }
    let time = TimeDelta::try_seconds(seconds)?;
    (parts > 0 && digits.is_empty()).then_some(NominalDuration { days, time })
}

/// Returns `length` in whole minutes, rounded: an end at 23:59:59 means midnight.
pub(super) fn round_to_minutes(length: TimeDelta, at: &Span) -> At<i64> {
    At { value: (length.num_seconds() + 30).div_euclid(60), at: at.clone() }
}
