//! The length of a typed entry: `45m`, `1h 30m` or `2 hours`.

use super::entry_error::EntryError;
use crate::agenda::{MINUTES_MAX, is_clock};

/// The length of an entry, and the number of its words after the time.
#[derive(Default)]
pub(super) struct LengthWords {
    pub(super) minutes: Option<u32>,
    pub(super) words: usize,
}

pub(super) const DAY_MINUTES: u32 = 24 * 60;

/// Reads the length at the beginning of `words`: `45m`, `45 min`, `1h 30m` or `2 hours`.
///
/// # Errors
/// Returns an error for a number without a unit, a decimal, a length of nothing or of more than a
/// day, and a second time of day.
pub(super) fn read_length(words: &[&str]) -> Result<LengthWords, EntryError> {
    let (mut minutes, mut count) = (None, 0);
    while let Some((part, used)) = read_one_length(words.get(count..).unwrap_or_default()) {
        // Only minutes after hours are a second part: the place of `45m 2h` is `2h`.
        let is_part = minutes.is_none_or(|hours: u32| hours.is_multiple_of(60) && part < 60);
        let ends_in_hours = |at: usize| {
            let word = words.get(..at).and_then(<[&str]>::last).copied().unwrap_or_default();
            word.contains(['h', 'H'])
        };
        if !is_part || minutes.is_some() && !ends_in_hours(count) {
            break;
        }
        minutes = Some(minutes.unwrap_or(0) + part);
        count += used;
    }
    let next = words.first().copied().unwrap_or_default();
    let typed = || match words.get(1).filter(|unit| is_unit(unit)) {
        Some(unit) => EntryError::Length(format!("{next} {unit}")),
        None => EntryError::Length(next.to_owned()),
    };
    match minutes {
        Some(1..=DAY_MINUTES) => Ok(LengthWords { minutes, words: count }),
        Some(_) => Err(typed()),
        None if looks_like_length(next) => Err(typed()),
        None => Ok(LengthWords::default()),
    }
}

/// Reads a length of one word, or of a number and a unit. Returns minutes and words.
fn read_one_length(words: &[&str]) -> Option<(u32, usize)> {
    let (first, rest) = words.split_first()?;
    let one = parse_length(first).map(|minutes| (minutes, 1));
    one.or_else(|| {
        let unit = rest.first().filter(|unit| is_unit(unit))?;
        parse_length(&format!("{first}{unit}")).map(|minutes| (minutes, 2))
    })
}

fn is_unit(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    ["h", "hour", "hours", "m", "min", "mins", "minute", "minutes"].contains(&word.as_str())
}

/// Returns true for a number with or without a unit, such as `45`, `0.5h`, `0m` or `6h30`, for a
/// time of day, and for a dash.
fn looks_like_length(word: &str) -> bool {
    if is_clock(word) || matches!(word, "-" | "–") {
        return true;
    }
    let number = word.trim_start_matches(['-', '+']);
    let unit = number.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let has_number = number.starts_with(|c: char| c.is_ascii_digit() || c == '.') && unit != number;
    let has_minutes = unit.strip_prefix(['h', 'H']).is_some_and(|minutes| {
        minutes.strip_suffix('m').unwrap_or(minutes).bytes().all(|byte| byte.is_ascii_digit())
    });
    has_number && (unit.is_empty() || is_unit(unit) || has_minutes)
}

/// Parses a length: `45m`, `45min`, `2h`, `1h30` or `1h30m`. Returns the minutes.
pub(crate) fn parse_length(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let number = |digits: &str| -> Option<u32> {
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let minutes = match word.split_once('h') {
        Some((hours, "" | "ours" | "our")) => number(hours)?.checked_mul(60)?,
        Some((hours, minutes)) => {
            // `14h30` is a time of day, and 5 hours a long lunch.
            let minutes = number(minutes.strip_suffix('m').unwrap_or(minutes))?;
            let hours = number(hours).filter(|hours| *hours <= 5)?;
            hours.checked_mul(60)?.checked_add(minutes)?
        }
        None => {
            let end = word.find(|c: char| !c.is_ascii_digit())?;
            let (digits, unit) = word.split_at_checked(end)?;
            number(digits).filter(|_| ["m", "min", "mins", "minute", "minutes"].contains(&unit))?
        }
    };
    (1..=MINUTES_MAX).contains(&minutes).then_some(minutes)
}
