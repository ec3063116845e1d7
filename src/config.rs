//! The configuration file `config.toml`. Every key is optional.

mod line_format;
mod reader;
mod sample;
mod setting;
mod time_spans;
mod value;
mod values;
mod walk;

pub(crate) use line_format::{LineField, LineFormat};
pub(crate) use sample::sample_config;
pub(crate) use setting::SETTINGS;
pub(crate) use time_spans::{TimeSpanError, parse_remind_before};
pub(crate) use values::{ColorChoice, Config, Times};

#[cfg(test)]
mod tests;
