//! The configuration file `config.toml`. Every key is optional.

use crate::agenda::{Clean, Problem, nearest_word};
use crate::tui::{Keymap, Look, Tables};
use serde::Deserialize;
use std::fmt;

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
}

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

/// The names of the keys in [`ConfigFile`].
const KEYS: [&str; 6] = ["theme", "mouse", "ascii", "linear", "times", "keys"];

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

impl Default for Config {
    fn default() -> Config {
        Config {
            keymap: Keymap::standard(),
            look: Look::Terminal,
            mouse: true,
            ascii: false,
            linear: false,
            local_times: false,
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
            look: keys.theme.unwrap_or(Look::Terminal),
            mouse: keys.mouse.unwrap_or(true),
            ascii: keys.ascii.unwrap_or(false),
            linear: keys.linear.unwrap_or(false),
            local_times: keys.times == Some(Times::Local),
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
    fn mistake_is_reported_with_its_position() {
        for (text, parts) in [
            ("muose = true", &["c.toml:1:1", "did you mean mouse?"][..]),
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
