//! The configuration file of the user.

use super::args::{CliArgs, GlobalArgs};
use super::error::{BAD_CONFIG, CliError};
use crate::config::Config;
use crate::store::{self, Folders, StoreError};
use std::path::{Path, PathBuf};

/// The path that means an empty configuration, as for other programs.
const NO_FILE: &str = "/dev/null";

/// Returns the path of `--config`, else the path of the usual `config.toml`. `None` without a home
/// directory.
pub(crate) fn config_path(args: &GlobalArgs, folders: Option<&Folders>) -> Option<PathBuf> {
    args.config.clone().or_else(|| folders.map(Folders::config_file))
}

/// Reads the [`Config`], or returns the defaults if the usual `config.toml` does not exist.
///
/// # Errors
/// Returns an error if the file has a mistake, cannot be read, or is missing though `--config`
/// names it.
pub(crate) fn load_config(args: &CliArgs, folders: Option<&Folders>) -> Result<Config, CliError> {
    let is_named = args.global.config.is_some();
    let Some(path) = config_path(&args.global, folders) else {
        return Ok(Config::default());
    };
    if path == Path::new(NO_FILE) {
        return Ok(Config::default());
    }
    let bytes = match store::read_source(&path) {
        Err(StoreError::NotFound(_)) if !is_named => return Ok(Config::default()),
        bytes => bytes?,
    };
    let text = String::from_utf8_lossy(&bytes);
    Config::read(&path.display().to_string(), &text)
        .map_err(|error| CliError::new(BAD_CONFIG, error.to_string()))
}
