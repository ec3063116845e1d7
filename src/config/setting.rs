//! The keys of the configuration, each with its default, its comment and its reader.

use super::line_format::LineFormat;
use super::time_spans::{
    format_time_span, parse_escape_timeout, parse_refresh, parse_remind_before,
};
use super::value::{ValueError, quote, read_bool, read_text, wrong_type};
use super::values::{ColorChoice, Config, Times};
use super::walk::{read_walk, show_walk};
use crate::agenda::Problem;
use crate::tui::Look;
use clap::ValueEnum;
use toml::Spanned;
use toml::de::DeValue;

/// Sets the value of a configuration.
pub(super) enum ReadSetting {
    Value(fn(&mut Config, &DeValue<'_>) -> Result<(), ValueError>),
    /// Reports each mistake at its own place.
    Table(fn(&mut Config, &Spanned<DeValue<'_>>, &mut Vec<Problem>)),
}

/// A key of the configuration with one value. The tables `[keys.…]` are no settings.
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    /// The value without a configuration, in TOML.
    pub(crate) default: &'static str,
    /// The comment in the sample.
    pub(super) comment: &'static str,
    pub(super) set: ReadSetting,
    /// Returns the value of a configuration in TOML.
    pub(crate) show: fn(&Config) -> String,
}

/// All settings, in the order of the sample.
pub(crate) const SETTINGS: [Setting; 13] = [
    Setting {
        name: "agenda",
        default: "\"\"",
        comment: "The agenda to open: a name in the library, a file or an address. Without a \
                  value, hallway opens the agenda of the last time.",
        set: ReadSetting::Value(|config, value| {
            config.agenda = Some(read_text(value)?.to_owned()).filter(|text| !text.is_empty());
            Ok(())
        }),
        show: |config| quote(config.agenda.as_deref().unwrap_or_default()),
    },
    Setting {
        name: "theme",
        default: "\"auto\"",
        comment: "The colours of the screen: auto (dark or light as the terminal is), dark, light, \
                  high-contrast, terminal (its own colours) or mono.",
        set: ReadSetting::Value(|config, value| {
            config.look = Look::parse(read_text(value)?).map_err(ValueError::Theme)?;
            Ok(())
        }),
        show: |config| {
            let named = Look::NAMED.iter().find(|(_, look)| *look == config.look);
            quote(named.map_or("auto", |(name, _)| name))
        },
    },
    Setting {
        name: "color",
        default: "\"auto\"",
        comment: "The colours of commands: auto (on a terminal), always or never.",
        set: ReadSetting::Value(|config, value| {
            let name = read_text(value)?;
            let choice = ColorChoice::from_str(name, false);
            config.color = choice.map_err(|_| ValueError::Color(name.to_owned()))?;
            Ok(())
        }),
        show: |config| quote(config.color.name()),
    },
    Setting {
        name: "times",
        default: "\"event\"",
        comment: "The zone of the times: event, local (of this machine) or a zone such as \
                  Europe/Dublin.",
        set: ReadSetting::Value(|config, value| {
            config.times = Times::parse(read_text(value)?).map_err(ValueError::Zone)?;
            Ok(())
        }),
        show: |config| quote(config.times.name()),
    },
    Setting {
        name: "ascii",
        default: "false",
        comment: "Letters in place of symbols.",
        set: ReadSetting::Value(|config, value| {
            config.ascii = read_bool(value)?;
            Ok(())
        }),
        show: |config| config.ascii.to_string(),
    },
    Setting {
        name: "linear",
        default: "false",
        comment: "One sentence for each session, for screen readers and braille displays.",
        set: ReadSetting::Value(|config, value| {
            config.linear = read_bool(value)?;
            Ok(())
        }),
        show: |config| config.linear.to_string(),
    },
    Setting {
        name: "mouse",
        default: "true",
        comment: "The mouse selects and scrolls. With false, the terminal keeps the mouse.",
        set: ReadSetting::Value(|config, value| {
            config.mouse = read_bool(value)?;
            Ok(())
        }),
        show: |config| config.mouse.to_string(),
    },
    Setting {
        name: "refresh",
        default: "\"15m\"",
        comment: "The time after which the screen asks the address of an agenda again, at least \
                  1m. With never, only the key r asks.",
        set: ReadSetting::Value(|config, value| {
            config.refresh = parse_refresh(read_text(value)?).map_err(ValueError::TimeSpan)?;
            Ok(())
        }),
        show: |config| quote(&config.refresh.map_or("never".to_owned(), format_time_span)),
    },
    Setting {
        name: "remind_before",
        default: "\"10m\"",
        comment: "The time before a session, and before the walk to it, at which next --watch \
                  announces the session and the screen rings: 0m to 24h.",
        set: ReadSetting::Value(|config, value| {
            let time = parse_remind_before(read_text(value)?).map_err(ValueError::TimeSpan)?;
            config.remind_before = time;
            Ok(())
        }),
        show: |config| quote(&format_time_span(config.remind_before)),
    },
    Setting {
        name: "bell",
        default: "true",
        comment: "Reminders ring the bell of the terminal.",
        set: ReadSetting::Value(|config, value| {
            config.bell = read_bool(value)?;
            Ok(())
        }),
        show: |config| config.bell.to_string(),
    },
    Setting {
        name: "notify_cmd",
        default: "[]",
        comment: "A program that next --watch starts for each session, with its arguments and \
                  without a shell. The arguments have the fields of next --format, such as \
                  [\"notify-send\", \"--\", \"{title}\", \"{room}, in {minutes} min\"].",
        set: ReadSetting::Value(|config, value| {
            config.notify_cmd = read_command(value)?;
            Ok(())
        }),
        show: |config| {
            let words: Vec<String> = config.notify_cmd.iter().map(|word| quote(word)).collect();
            format!("[{}]", words.join(", "))
        },
    },
    Setting {
        name: "walk",
        default: "{}",
        comment: "The minutes from room to room, before those of the agenda: a number for any two \
                  rooms, and pairs of rooms, such as { minutes = 5, between = [{ rooms = [\"A\", \
                  \"B\"], minutes = 8 }] }.",
        set: ReadSetting::Table(|config, value, problems| {
            config.walk = read_walk(value, problems);
        }),
        show: |config| show_walk(&config.walk),
    },
    Setting {
        name: "escape_timeout",
        default: "\"30ms\"",
        comment: "The wait that tells the key Esc from other keys, at most 1000ms: more for slow \
                  connections.",
        set: ReadSetting::Value(|config, value| {
            let time = parse_escape_timeout(read_text(value)?).map_err(ValueError::TimeSpan)?;
            config.escape_timeout = time;
            Ok(())
        }),
        show: |config| format!("\"{}ms\"", config.escape_timeout.as_millis()),
    },
];

/// Reads the name of a program and its arguments.
fn read_command(value: &DeValue<'_>) -> Result<Vec<String>, ValueError> {
    const COMMAND: &str =
        "a list of a program and its arguments, such as [\"notify\", \"{title}\"]";
    let list = value.as_array().ok_or_else(|| wrong_type(COMMAND, value))?;
    let mut words = Vec::new();
    for word in list {
        let text = read_text(word.get_ref())?;
        let format = LineFormat::parse(text).map_err(ValueError::Field)?;
        if words.is_empty() && format.has_fields() {
            return Err(ValueError::FieldInProgram);
        }
        words.push(text.to_owned());
    }
    Ok(words)
}
