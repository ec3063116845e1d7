//! The configuration file, and what commands without a screen take from it.

use super::error::{BAD_CONFIG, CliError};
use super::invocation::Invocation;
use crate::config::Config;
use crate::store::{self, Folders, StoreError};
use chrono::TimeDelta;

/// Reads the [`Config`], or returns the defaults if the usual `config.toml` does not exist.
///
/// # Errors
/// Returns an error if the file has a mistake, cannot be read, or is missing though `--config`
/// names it.
pub(crate) fn load_config(invocation: &Invocation<'_>) -> Result<Config, CliError> {
    let named = invocation.args.global.config.clone();
    let is_named = named.is_some();
    let Some(path) = named.or_else(|| invocation.folders.as_ref().map(Folders::config_file)) else {
        return Ok(Config::default());
    };
    let bytes = match store::read_source(&path) {
        Err(StoreError::NotFound(_)) if !is_named => return Ok(Config::default()),
        bytes => bytes?,
    };
    let text = String::from_utf8_lossy(&bytes);
    Config::read(&path.display().to_string(), &text)
        .map_err(|error| CliError::new(BAD_CONFIG, error.to_string()))
}

/// Returns the age at which the copy of an agenda of the web is old, or `None` for never. A
/// configuration with a mistake counts as none: only the screen needs it.
pub(crate) fn copy_age_limit(invocation: &Invocation<'_>) -> Option<TimeDelta> {
    let refresh = load_config(invocation).unwrap_or_default().refresh?;
    TimeDelta::from_std(refresh).ok()
}
