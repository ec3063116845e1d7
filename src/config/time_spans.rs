//! The values `15m` and `30ms`: spans of time in the configuration.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

/// The least value of `refresh`.
const REFRESH_MIN: Duration = Duration::from_secs(60);
/// The greatest value of `remind_before`.
const BEFORE_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// The least and the greatest value of `escape_timeout`, in milliseconds.
const ESCAPE_MILLISECONDS: RangeInclusive<u64> = 1..=1000;
/// The units of spans of time, in seconds.
const UNITS: [(&str, u64); 4] = [("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

/// The error of a text that is no span of time, or not in its range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TimeSpanError {
    /// The value of `refresh` is no number with a unit.
    Refresh(String),
    /// The value of `refresh` is less than [`REFRESH_MIN`].
    RefreshTooShort(String),
    /// The value of `remind_before` is no number with a unit, or more than [`BEFORE_MAX`].
    RemindBefore(String),
    /// The value of `escape_timeout` is no number of milliseconds in [`ESCAPE_MILLISECONDS`].
    EscapeTimeout(String),
}

impl fmt::Display for TimeSpanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeSpanError::Refresh(text) => {
                write!(f, "\"{text}\" is no time span: write \"15m\", \"1h\", \"90s\" or \"never\"")
            }
            TimeSpanError::RefreshTooShort(text) => {
                write!(f, "\"{text}\" is too short: the least time between two refreshes is \"1m\"")
            }
            TimeSpanError::RemindBefore(text) => {
                write!(f, "\"{text}\" is no time before a session: write \"0m\" to \"24h\"")
            }
            TimeSpanError::EscapeTimeout(text) => {
                let (least, most) = (ESCAPE_MILLISECONDS.start(), ESCAPE_MILLISECONDS.end());
                let range = format!("\"{least}ms\" to \"{most}ms\"");
                write!(f, "\"{text}\" is no time for Esc: write {range}, such as \"30ms\"")
            }
        }
    }
}

impl std::error::Error for TimeSpanError {}

/// Parses a number and a unit, such as `15m`.
fn parse_time_span(text: &str) -> Option<Duration> {
    let mut units = UNITS.into_iter();
    let (number, seconds) =
        units.find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, seconds)))?;
    // `parse` alone accepts a plus sign.
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let count: u64 = number.parse().ok().filter(|_| is_number)?;
    Some(Duration::from_secs(count.checked_mul(seconds)?))
}

/// Writes a span of whole seconds with the greatest unit that fits, such as `15m`.
pub(super) fn format_time_span(span: Duration) -> String {
    let seconds = span.as_secs();
    let mut units = UNITS.iter().rev();
    let fitting = units.find(|(_, unit)| seconds > 0 && seconds.is_multiple_of(*unit));
    let (name, unit) = fitting.unwrap_or(&UNITS[0]);
    format!("{}{name}", seconds / unit)
}

/// Parses the value of `refresh`: a span of at least [`REFRESH_MIN`], or `None` for `never`.
pub(super) fn parse_refresh(text: &str) -> Result<Option<Duration>, TimeSpanError> {
    if text == "never" {
        return Ok(None);
    }
    let interval = parse_time_span(text).ok_or_else(|| TimeSpanError::Refresh(text.to_owned()))?;
    if interval < REFRESH_MIN {
        return Err(TimeSpanError::RefreshTooShort(text.to_owned()));
    }
    Ok(Some(interval))
}

/// Parses the value of `remind_before`: a span of at most [`BEFORE_MAX`].
pub(crate) fn parse_remind_before(text: &str) -> Result<Duration, TimeSpanError> {
    let span = parse_time_span(text).filter(|span| *span <= BEFORE_MAX);
    span.ok_or_else(|| TimeSpanError::RemindBefore(text.to_owned()))
}

/// Parses the value of `escape_timeout`, such as `30ms`.
pub(super) fn parse_escape_timeout(text: &str) -> Result<Duration, TimeSpanError> {
    let number = text.strip_suffix("ms").filter(|number| !number.starts_with('+'));
    let milliseconds = number.and_then(|number| number.parse().ok());
    milliseconds
        .filter(|milliseconds| ESCAPE_MILLISECONDS.contains(milliseconds))
        .map(Duration::from_millis)
        .ok_or_else(|| TimeSpanError::EscapeTimeout(text.to_owned()))
}
