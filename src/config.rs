//! The configuration file `config.toml`. Every key is optional.

mod reader;
mod sample;
mod setting;
mod time_spans;
mod values;

pub(crate) use sample::sample_config;
pub(crate) use setting::SETTINGS;
pub(crate) use values::{ColorChoice, Config, Times};

#[cfg(test)]
mod tests;
