//! The configuration file `config.toml`. Every key is optional.

use crate::agenda::{Clean, Problem, nearest_word};
use crate::tui::{ESCAPE_TIMEOUT, Keymap, Look, Tables};
use serde::Deserialize;
use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

/// The configuration.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Config {
    /// The keys of all commands.
    pub(crate) keymap: Keymap,
    /// True if the mouse selects and scrolls. Then Shift and the mouse mark text.
    pub(crate) mouse: bool,
    /// The theme.
    pub(crate) look: Look,
    /// True if signs are ASCII letters.
    pub(crate) ascii: bool,
    /// True for the linear layout: one entry after the other, in words, for screen readers.
    pub(crate) linear: bool,
    /// True if times are in the time zone of this machine.
    pub(crate) local_times: bool,
    /// The time after which an agenda from the web is read again, at least [`REFRESH_MIN`]. `None`:
    /// hallway reads it again only when a person asks.
    pub(crate) refresh: Option<Duration>,
    /// The time after which the byte ESC alone is the key Esc.
    pub(crate) escape_timeout: Duration,
}

/// The least and the greatest value of `escape_timeout`, in milliseconds.
const ESCAPE_MILLISECONDS: RangeInclusive<u64> = 1..=1000;
/// The value of `refresh` in a configuration without the key.
const REFRESH_DEFAULT: Duration = Duration::from_secs(15 * 60);
/// The least value of `refresh`.
const REFRESH_MIN: Duration = Duration::from_secs(60);

/// The keys of the file, each optional.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    #[serde(default, deserialize_with = "deserialize_theme")]
    theme: Option<Look>,
    mouse: Option<bool>,
    ascii: Option<bool>,
    linear: Option<bool>,
    times: Option<Times>,
    #[serde(default, deserialize_with = "deserialize_refresh")]
    refresh: Option<RefreshSetting>,
    #[serde(default, deserialize_with = "deserialize_escape_timeout")]
    escape_timeout: Option<Duration>,
    #[serde(default)]
    keys: Tables,
}

/// The values of the key `times`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Times {
    Event,
    Local,
}

/// The values of the key `refresh`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RefreshSetting {
    Never,
    Every(Duration),
}

/// The names of the keys in [`ConfigFile`].
const KEYS: [&str; 8] =
    ["theme", "mouse", "ascii", "linear", "times", "refresh", "escape_timeout", "keys"];

/// The problems of a configuration file, as a report to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConfigError {
    report: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report)
    }
}

fn deserialize_theme<'de, D: serde::Deserializer<'de>>(
    source: D,
) -> Result<Option<Look>, D::Error> {
    Look::parse(&String::deserialize(source)?).map(Some).map_err(serde::de::Error::custom)
}

fn deserialize_refresh<'de, D: serde::Deserializer<'de>>(
    source: D,
) -> Result<Option<RefreshSetting>, D::Error> {
    parse_refresh(&String::deserialize(source)?).map(Some).map_err(serde::de::Error::custom)
}

/// Parses a number and a unit, such as `15m`, or `never`.
fn parse_refresh(text: &str) -> Result<RefreshSetting, IntervalError> {
    if text == "never" {
        return Ok(RefreshSetting::Never);
    }
    let unreadable = || IntervalError::Unreadable(text.to_owned());
    let (number, seconds) = [("s", 1), ("m", 60), ("h", 3600), ("d", 86400)]
        .into_iter()
        .find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, seconds)))
        .ok_or_else(unreadable)?;
    // `parse` alone accepts a plus sign.
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let count: u64 = number.parse().ok().filter(|_| is_number).ok_or_else(unreadable)?;
    let interval = Duration::from_secs(count.checked_mul(seconds).ok_or_else(unreadable)?);
    if interval < REFRESH_MIN {
        return Err(IntervalError::TooShort(text.to_owned()));
    }
    Ok(RefreshSetting::Every(interval))
}

/// The reason why a text is no value of the key `refresh`.
#[derive(Debug, PartialEq, Eq)]
enum IntervalError {
    Unreadable(String),
    /// Less than [`REFRESH_MIN`].
    TooShort(String),
}

impl fmt::Display for IntervalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IntervalError::Unreadable(text) => {
                write!(f, "\"{text}\" is no time span: write \"15m\", \"1h\", \"90s\" or \"never\"")
            }
            IntervalError::TooShort(text) => {
                write!(f, "\"{text}\" is too short: the least time between two refreshes is \"1m\"")
            }
        }
    }
}

fn deserialize_escape_timeout<'de, D: serde::Deserializer<'de>>(
    source: D,
) -> Result<Option<Duration>, D::Error> {
    parse_escape_timeout(&String::deserialize(source)?).map(Some).map_err(serde::de::Error::custom)
}

/// Parses a number of milliseconds, such as `30ms`.
fn parse_escape_timeout(text: &str) -> Result<Duration, EscapeTimeoutError> {
    let number = text.strip_suffix("ms").filter(|number| !number.starts_with('+'));
    let milliseconds = number.and_then(|number| number.parse().ok());
    milliseconds
        .filter(|milliseconds| ESCAPE_MILLISECONDS.contains(milliseconds))
        .map(Duration::from_millis)
        .ok_or_else(|| EscapeTimeoutError { text: text.to_owned() })
}

/// The error of a text that is no value of the key `escape_timeout`.
#[derive(Debug, PartialEq, Eq)]
struct EscapeTimeoutError {
    text: String,
}

impl fmt::Display for EscapeTimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, least, most) =
            (&self.text, ESCAPE_MILLISECONDS.start(), ESCAPE_MILLISECONDS.end());
        write!(
            f,
            "\"{text}\" is no time for Esc: write \"{least}ms\" to \"{most}ms\", such as \"30ms\""
        )
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            keymap: Keymap::standard(),
            look: Look::default(),
            mouse: true,
            ascii: false,
            linear: false,
            local_times: false,
            refresh: Some(REFRESH_DEFAULT),
            escape_timeout: ESCAPE_TIMEOUT,
        }
    }
}

impl Config {
    /// Parses the content `text` of the file `file`.
    ///
    /// # Errors
    /// Returns all problems of the file.
    pub(crate) fn read(file: &str, text: &str) -> Result<Config, ConfigError> {
        let keys: ConfigFile = toml::from_str(text).map_err(|error| {
            let help = match unknown_key(error.message()).and_then(|key| nearest_word(key, KEYS)) {
                Some(near) => format!("did you mean {near}?"),
                None => "the README lists all keys".to_owned(),
            };
            let problem = Problem::error(error.span(), error.message()).help(help);
            ConfigError { report: problem.report(file, text) }
        })?;
        let keymap = Keymap::with_overrides(&keys.keys).map_err(|problems| {
            let file = Clean::line(file);
            let lines = problems.iter().map(|problem| {
                let line = Clean::line(problem.to_string());
                format!("{file}: {line}")
            });
            ConfigError { report: lines.collect::<Vec<_>>().join("\n") }
        })?;
        Ok(Config {
            keymap,
            look: keys.theme.unwrap_or_default(),
            mouse: keys.mouse.unwrap_or(true),
            ascii: keys.ascii.unwrap_or(false),
            linear: keys.linear.unwrap_or(false),
            local_times: keys.times == Some(Times::Local),
            refresh: match keys.refresh {
                None => Some(REFRESH_DEFAULT),
                Some(RefreshSetting::Never) => None,
                Some(RefreshSetting::Every(interval)) => Some(interval),
            },
            escape_timeout: keys.escape_timeout.unwrap_or(ESCAPE_TIMEOUT),
        })
    }
}

/// Returns the key of the message "unknown field" of [`toml`].
fn unknown_key(message: &str) -> Option<&str> {
    message.strip_prefix("unknown field `")?.split('`').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_keys_keep_their_defaults() {
        assert_eq!(Config::read("c.toml", ""), Ok(Config::default()));
        let config =
            Config::read("c.toml", "mouse = false\ntimes = 'local'\n[keys.browse]\nquit = ['x']")
                .unwrap();
        assert!(!config.mouse && config.local_times && !config.ascii);
        assert_ne!(config.keymap, Keymap::standard());
    }

    #[test]
    fn refresh_is_a_number_with_a_unit_or_never() {
        for (value, seconds) in [
            ("15m", Some(900)),
            ("1h", Some(3600)),
            ("90s", Some(90)),
            ("2d", Some(172_800)),
            ("never", None),
        ] {
            let config = Config::read("c.toml", &format!("refresh = '{value}'")).unwrap();
            assert_eq!(config.refresh.map(|interval| interval.as_secs()), seconds, "{value}");
        }
        assert_eq!(Config::default().refresh, Some(Duration::from_secs(900)));
        for (value, part) in [
            ("15", "\"15\" is no time span: write \"15m\", \"1h\", \"90s\" or \"never\""),
            ("m", "\"m\" is no time span"),
            ("+1h", "no time span"),
            ("-1h", "no time span"),
            ("1.5h", "no time span"),
            ("99999999999999999999d", "no time span"),
            ("9999999999999999999d", "no time span"),
            ("30s", "\"30s\" is too short: the least time between two refreshes is \"1m\""),
            ("0m", "too short"),
        ] {
            let error = Config::read("c.toml", &format!("refresh = '{value}'")).unwrap_err();
            let error = error.to_string();
            assert!(error.contains("c.toml:1:11") && error.contains(part), "{value}: {error}");
        }
    }

    #[test]
    fn escape_timeout_is_a_number_of_milliseconds() {
        for (value, milliseconds) in [("30ms", 30), ("1ms", 1), ("1000ms", 1000)] {
            let config = Config::read("c.toml", &format!("escape_timeout = '{value}'")).unwrap();
            assert_eq!(config.escape_timeout, Duration::from_millis(milliseconds), "{value}");
        }
        assert_eq!(Config::default().escape_timeout, Duration::from_millis(30));
        for value in ["30", "ms", "0ms", "1001ms", "30s", "+30ms", "-1ms", "1.5ms", "30 ms", ""] {
            let error = Config::read("c.toml", &format!("escape_timeout = '{value}'")).unwrap_err();
            let error = error.to_string();
            let hint = format!("\"{value}\" is no time for Esc: write \"1ms\" to \"1000ms\"");
            assert!(error.contains("c.toml:1:18") && error.contains(&hint), "{value}: {error}");
        }
    }

    #[test]
    fn mistake_is_reported_with_its_position() {
        for (text, parts) in [
            ("muose = true", &["c.toml:1:1", "did you mean mouse?"][..]),
            ("escape_time = '9ms'", &["c.toml:1:1", "did you mean escape_timeout?"]),
            ("mouse = 3", &["c.toml:1:9", "^"]),
            ("theme = 'drak'", &["c.toml:1:9", "no theme \"drak\"", "high-contrast"]),
            ("times = 'here'", &["here", "event"]),
            ("mouse = true\nmouse", &["c.toml:2:"]),
            ("[keys.browse]\nquit = ['x']\nmine = ['x']", &["bound to both mine and quit"]),
            ("\"\\u001b[31m\" = 1", &["c.toml:1:1"]),
        ] {
            let error = Config::read("c.toml", text).unwrap_err().to_string();
            for part in parts {
                assert!(error.contains(part), "{text}: {error}");
            }
            assert!(!error.contains('\u{1b}'));
        }
    }
}
