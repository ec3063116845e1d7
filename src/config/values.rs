//! The values of the configuration.

use crate::agenda::{WalkTimes, Zone, ZoneError};
use crate::tui::{ESCAPE_TIMEOUT, Keymap, Look};
use clap::ValueEnum;
use std::collections::BTreeMap;
use std::time::Duration;

/// The value of `refresh` in a configuration without the key.
const REFRESH_DEFAULT: Duration = Duration::from_secs(15 * 60);

/// The value of `remind_before` in a configuration without the key.
const BEFORE_DEFAULT: Duration = Duration::from_secs(10 * 60);

/// The configuration.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Config {
    /// The agenda to open if neither the command line nor the environment names one.
    pub(crate) agenda: Option<String>,
    /// The keys of all commands of the screen.
    pub(crate) keymap: Keymap,
    /// True if the mouse selects and scrolls. Then Shift and the mouse mark text.
    pub(crate) mouse: bool,
    /// The theme.
    pub(crate) look: Look,
    /// The colours of commands.
    pub(crate) color: ColorChoice,
    /// True if signs are ASCII letters.
    pub(crate) ascii: bool,
    /// True for the linear layout: one entry after the other, in words, for screen readers.
    pub(crate) linear: bool,
    /// The zone of the times.
    pub(crate) times: Times,
    /// The time after which an agenda from the web is read again, at least one minute. `None`:
    /// hallway reads it again only when a person asks.
    pub(crate) refresh: Option<Duration>,
    /// The time before a session at which its reminder comes.
    pub(crate) remind_before: Duration,
    /// True if reminders ring the bell of the terminal.
    pub(crate) bell: bool,
    /// The program that gets each reminder of `next --watch`, with its arguments: texts that
    /// [`LineFormat`](super::LineFormat) parses. Empty: there is no program.
    pub(crate) notify_cmd: Vec<String>,
    /// The minutes between rooms. They come before those of the agenda.
    pub(crate) walk: WalkTimes,
    /// The time after which the byte ESC alone is the key Esc.
    pub(crate) escape_timeout: Duration,
    /// The line of each key of the file, from 1. A key of the screen is `keys.browse.quit`.
    pub(crate) lines: BTreeMap<String, usize>,
}

/// The value of `times`: the zone of the times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Times {
    /// The zone of the event.
    Event,
    /// The zone of this machine.
    Local,
    /// The zone of this name.
    Zone(String),
}

impl Times {
    /// # Errors
    /// Returns an error for a name that is no zone.
    pub(super) fn parse(name: &str) -> Result<Times, ZoneError> {
        match name {
            "event" => Ok(Times::Event),
            "local" => Ok(Times::Local),
            name => {
                let zone = Zone::by_name(name)?;
                Ok(Times::Zone(zone.name().to_owned()))
            }
        }
    }

    /// Returns the value for the option `--tz`.
    pub(crate) fn name(&self) -> &str {
        match self {
            Times::Event => "event",
            Times::Local => "local",
            Times::Zone(name) => name,
        }
    }
}

/// When to use colours on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

impl ColorChoice {
    pub(crate) fn name(self) -> &'static str {
        match self {
            ColorChoice::Auto => "auto",
            ColorChoice::Always => "always",
            ColorChoice::Never => "never",
        }
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            agenda: None,
            keymap: Keymap::standard(),
            look: Look::default(),
            color: ColorChoice::Auto,
            mouse: true,
            ascii: false,
            linear: false,
            times: Times::Event,
            refresh: Some(REFRESH_DEFAULT),
            remind_before: BEFORE_DEFAULT,
            bell: true,
            notify_cmd: Vec::new(),
            walk: WalkTimes::default(),
            escape_timeout: ESCAPE_TIMEOUT,
            lines: BTreeMap::new(),
        }
    }
}
