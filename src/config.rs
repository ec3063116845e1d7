//! What a person chooses once: `config.toml`. Every key is optional.

use crate::agenda::{Clean, Problem, nearest_word};
use crate::tui::{Keymap, Look, Tables};
use serde::Deserialize;

/// The choices, with what holds where nothing is chosen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Config {
    pub(crate) keymap: Keymap,
    /// The mouse selects and scrolls; then selecting text with it needs Shift.
    pub(crate) mouse: bool,
    pub(crate) look: Look,
    /// Signs are plain letters.
    pub(crate) ascii: bool,
    /// One line after the other, everything in words: for screen readers.
    pub(crate) linear: bool,
    /// Times are shown in this machine's zone.
    pub(crate) local_times: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default, deserialize_with = "look")]
    theme: Option<Look>,
    mouse: Option<bool>,
    ascii: Option<bool>,
    linear: Option<bool>,
    times: Option<Times>,
    #[serde(default)]
    keys: Tables,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Times {
    Event,
    Local,
}

const KEYS: [&str; 6] = ["theme", "mouse", "ascii", "linear", "times", "keys"];

fn look<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Option<Look>, D::Error> {
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
    /// Reads a configuration; `file` is its name for messages.
    ///
    /// # Errors
    /// Everything that is wrong, ready to be printed.
    pub(crate) fn read(file: &str, text: &str) -> Result<Config, String> {
        let raw: Raw = toml::from_str(text).map_err(|why| {
            let near =
                |name: &str| nearest_word(name, KEYS).map(|near| format!("did you mean {near}?"));
            let unknown = why
                .message()
                .strip_prefix("unknown field `")
                .and_then(|rest| rest.split('`').next());
            let help = unknown
                .and_then(near)
                .unwrap_or_else(|| "the README lists what can be chosen".into());
            Problem::error(why.span(), why.message()).help(help).report(file, text)
        })?;
        let (keymap, problems) = Keymap::with(&raw.keys);
        if !problems.is_empty() {
            let lines = problems
                .iter()
                .map(|problem| format!("{}: {}", Clean::line(file), Clean::line(problem)));
            return Err(lines.collect::<Vec<_>>().join("\n"));
        }
        Ok(Config {
            keymap,
            look: raw.theme.unwrap_or(Look::Terminal),
            mouse: raw.mouse.unwrap_or(true),
            ascii: raw.ascii.unwrap_or(false),
            linear: raw.linear.unwrap_or(false),
            local_times: raw.times == Some(Times::Local),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_chosen_stays_as_it_is() {
        assert_eq!(Config::read("c.toml", ""), Ok(Config::default()));
        let config =
            Config::read("c.toml", "mouse = false\ntimes = 'local'\n[keys.browse]\nquit = ['x']")
                .unwrap();
        assert!(!config.mouse && config.local_times && !config.ascii);
        assert_ne!(config.keymap, Keymap::standard());
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        for (text, parts) in [
            ("muose = true", &["c.toml:1:1", "did you mean mouse?"][..]),
            ("mouse = 3", &["c.toml:1:9", "^"]),
            ("theme = 'drak'", &["c.toml:1:9", "no theme \"drak\"", "high-contrast"]),
            ("times = 'here'", &["here", "event"]),
            ("mouse = true\nmouse", &["c.toml:2:"]),
            ("[keys.browse]\nquit = ['x']\nmine = ['x']", &["bound to both mine and quit"]),
            ("\"\\u001b[31m\" = 1", &["c.toml:1:1"]),
        ] {
            let error = Config::read("c.toml", text).unwrap_err();
            for part in parts {
                assert!(error.contains(part), "{text}: {error}");
            }
            assert!(!error.contains('\u{1b}'));
        }
    }
}
