//! The keys of the configuration, each with its default, its comment and its reader.

use super::time_spans::{TimeSpanError, format_time_span, parse_escape_timeout, parse_refresh};
use super::values::{ColorChoice, Config, Times};
use crate::agenda::ZoneError;
use crate::tui::{Look, UnknownTheme};
use clap::ValueEnum;
use std::fmt;
use toml::de::DeValue;

/// A key of the configuration with one value. The tables `[keys.…]` are no settings.
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    /// The value without a configuration, in TOML.
    pub(crate) default: &'static str,
    /// The comment in the sample.
    pub(super) comment: &'static str,
    /// Sets the value of the configuration.
    pub(super) set: fn(&mut Config, &DeValue<'_>) -> Result<(), ValueError>,
    /// Returns the value of a configuration in TOML.
    pub(crate) show: fn(&Config) -> String,
}

/// All settings, in the order of the sample.
pub(crate) const SETTINGS: [Setting; 9] = [
    Setting {
        name: "agenda",
        default: "\"\"",
        comment: "The agenda to open: a name in the library, a file or an address. Without a \
                  value, hallway opens the agenda of the last time.",
        set: |config, value| {
            config.agenda = Some(read_text(value)?.to_owned()).filter(|text| !text.is_empty());
            Ok(())
        },
        show: |config| quote(config.agenda.as_deref().unwrap_or_default()),
    },
    Setting {
        name: "theme",
        default: "\"auto\"",
        comment: "The colours of the screen: auto (dark or light as the terminal is), dark, light, \
                  high-contrast, terminal (its own colours) or mono.",
        set: |config, value| {
            config.look = Look::parse(read_text(value)?).map_err(ValueError::Theme)?;
            Ok(())
        },
        show: |config| {
            let named = Look::NAMED.iter().find(|(_, look)| *look == config.look);
            quote(named.map_or("auto", |(name, _)| name))
        },
    },
    Setting {
        name: "color",
        default: "\"auto\"",
        comment: "The colours of commands: auto (on a terminal), always or never.",
        set: |config, value| {
            let name = read_text(value)?;
            let choice = ColorChoice::from_str(name, false);
            config.color = choice.map_err(|_| ValueError::Color(name.to_owned()))?;
            Ok(())
        },
        show: |config| quote(config.color.name()),
    },
    Setting {
        name: "times",
        default: "\"event\"",
        comment: "The zone of the times: event, local (of this machine) or a zone such as \
                  Europe/Dublin.",
        set: |config, value| {
            config.times = Times::parse(read_text(value)?).map_err(ValueError::Zone)?;
            Ok(())
        },
        show: |config| quote(config.times.name()),
    },
    Setting {
        name: "ascii",
        default: "false",
        comment: "Letters in place of symbols.",
        set: |config, value| {
            config.ascii = read_bool(value)?;
            Ok(())
        },
        show: |config| config.ascii.to_string(),
    },
    Setting {
        name: "linear",
        default: "false",
        comment: "One sentence for each session, for screen readers and braille displays.",
        set: |config, value| {
            config.linear = read_bool(value)?;
            Ok(())
        },
        show: |config| config.linear.to_string(),
    },
    Setting {
        name: "mouse",
        default: "true",
        comment: "The mouse selects and scrolls. With false, the terminal keeps the mouse.",
        set: |config, value| {
            config.mouse = read_bool(value)?;
            Ok(())
        },
        show: |config| config.mouse.to_string(),
    },
    Setting {
        name: "refresh",
        default: "\"15m\"",
        comment: "The time after which the screen asks the address of an agenda again, at least \
                  1m. With never, only the key r asks.",
        set: |config, value| {
            config.refresh = parse_refresh(read_text(value)?).map_err(ValueError::TimeSpan)?;
            Ok(())
        },
        show: |config| quote(&config.refresh.map_or("never".to_owned(), format_time_span)),
    },
    Setting {
        name: "escape_timeout",
        default: "\"30ms\"",
        comment: "The wait that tells the key Esc from other keys, at most 1000ms: more for slow \
                  connections.",
        set: |config, value| {
            let time = parse_escape_timeout(read_text(value)?).map_err(ValueError::TimeSpan)?;
            config.escape_timeout = time;
            Ok(())
        },
        show: |config| format!("\"{}ms\"", config.escape_timeout.as_millis()),
    },
];

/// The error of a value that its [`Setting`] does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ValueError {
    /// The value has another type.
    Type {
        expected: &'static str,
        found: &'static str,
    },
    Theme(UnknownTheme),
    /// The value of `color` is none of its names.
    Color(String),
    Zone(ZoneError),
    TimeSpan(TimeSpanError),
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValueError::Type { expected, found } => {
                write!(f, "the value must be {expected}; found: {found}")
            }
            ValueError::Theme(error) => error.fmt(f),
            ValueError::Color(name) => {
                write!(f, "\"{name}\" is no choice of colours: write auto, always or never")
            }
            ValueError::Zone(error) => write!(f, "{error}; event and local fit too"),
            ValueError::TimeSpan(error) => error.fmt(f),
        }
    }
}

pub(super) fn read_text<'v>(value: &'v DeValue<'_>) -> Result<&'v str, ValueError> {
    value.as_str().ok_or_else(|| wrong_type("text in quotes", value))
}

fn read_bool(value: &DeValue<'_>) -> Result<bool, ValueError> {
    value.as_bool().ok_or_else(|| wrong_type("true or false", value))
}

pub(super) fn wrong_type(expected: &'static str, value: &DeValue<'_>) -> ValueError {
    ValueError::Type { expected, found: value.type_str() }
}

/// Writes a text as a value of TOML.
pub(super) fn quote(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
