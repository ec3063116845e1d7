//! Times and lengths as the JSON formats write them.

use crate::agenda::When;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

/// A day and a time, with an offset or without: `2025-03-17T13:00:00-04:00`, `…+0200`, `…Z`, `2024-10-31 07:45`.
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
        .or_else(|| wall.iter().find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok().map(When::Wall)))
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

/// A length in minutes, and whether it could mean something else: `0:45`, `01:30`, `90`, `PT1H30M`.
///
/// frab and pretalx write days before it from 24 hours on, without a leading zero: `1:02:00` is 26 hours, and `00:05:00`
/// are five minutes with seconds. Where the first number has one digit that is a guess.
pub(in crate::format) fn length(text: &str) -> Option<(i64, bool)> {
    let text = text.trim();
    if let Some(iso) = text.strip_prefix('P') {
        return Some((iso_length(iso)?, false));
    }
    let parts: Vec<&str> = text.split(':').collect();
    let number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())?;
    let numbers = parts.iter().map(number).collect::<Option<Vec<u32>>>()?;
    let numbers: Vec<i64> = numbers.into_iter().map(i64::from).collect();
    match (numbers.as_slice(), parts.first().map_or(0, |first| first.len())) {
        ([minutes], _) => Some((*minutes, false)),
        ([hours, minutes], _) => Some((hours * 60 + minutes, false)),
        ([days, hours, minutes], 1) if *hours < 24 => Some((days * 1440 + hours * 60 + minutes, *days > 0)),
        ([hours, minutes, _seconds], _) => Some((hours * 60 + minutes, false)),
        _ => None,
    }
}

/// What follows the `P` of an ISO 8601 duration.
fn iso_length(text: &str) -> Option<i64> {
    let (mut minutes, mut number) = (0_i64, 0_i64);
    for c in text.chars() {
        match c {
            '0'..='9' => number = number.checked_mul(10)?.checked_add(i64::from(c.to_digit(10)?))?,
            'T' => {}
            'D' | 'H' | 'M' | 'S' => {
                let factor = match c {
                    'D' => 1440,
                    'H' => 60,
                    'M' => 1,
                    _ => 0,
                };
                minutes = minutes.checked_add(number.checked_mul(factor)?)?;
                number = 0;
            }
            _ => return None,
        }
    }
    (number == 0).then_some(minutes)
}
