//! Single values in TOML, and their errors.

use super::line_format::LineFormatError;
use super::time_spans::TimeSpanError;
use crate::agenda::{ZoneError, nearest_word};
use crate::tui::UnknownTheme;
use std::fmt;
use toml::de::DeValue;

/// The error of a value that its [`Setting`](super::setting::Setting) does not take.
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
    /// An argument of `notify_cmd` has a wrong field.
    Field(LineFormatError),
    /// The name of the program in `notify_cmd` has a field: agendas must not choose programs.
    FieldInProgram,
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValueError::Type { expected, found } => {
                write!(f, "the value must be {expected}; found: {found}")
            }
            ValueError::Theme(error) => error.fmt(f),
            ValueError::Color(name) => {
                write!(f, "\"{name}\" is no choice of colours")?;
                match nearest_word(name, ["auto", "always", "never"]) {
                    Some(near) => write!(f, "; did you mean {near}? Write auto, always or never"),
                    None => f.write_str(": write auto, always or never"),
                }
            }
            ValueError::Zone(error) => write!(f, "{error}; event and local fit too"),
            ValueError::TimeSpan(error) => error.fmt(f),
            ValueError::Field(error) => error.fmt(f),
            ValueError::FieldInProgram => f.write_str("the name of the program has no fields"),
        }
    }
}

pub(super) fn read_text<'v>(value: &'v DeValue<'_>) -> Result<&'v str, ValueError> {
    value.as_str().ok_or_else(|| wrong_type("text in quotes", value))
}

pub(super) fn read_bool(value: &DeValue<'_>) -> Result<bool, ValueError> {
    value.as_bool().ok_or_else(|| wrong_type("true or false", value))
}

pub(super) fn wrong_type(expected: &'static str, value: &DeValue<'_>) -> ValueError {
    ValueError::Type { expected, found: value.type_str() }
}

/// Writes a text as a value of TOML.
pub(super) fn quote(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
