//! [`Invocation`]: the values that every command starts from.

use super::args::CliArgs;
use super::error::CliError;
use super::style::OutputStyle;
use crate::agenda::Zone;
use crate::store::{Environment, Folders, StoreError};

/// The command line with the environment and the folders of the user.
pub(crate) struct Invocation<'a> {
    pub(crate) args: &'a CliArgs,
    pub(crate) env: &'a Environment,
    /// `None` without a home directory.
    pub(crate) folders: Option<Folders>,
}

impl Invocation<'_> {
    /// Returns the folders of the user.
    ///
    /// # Errors
    /// Returns an error if there is no home directory.
    pub(crate) fn require_folders(&self) -> Result<&Folders, CliError> {
        Ok(self.folders.as_ref().ok_or(StoreError::NoHome)?)
    }

    /// Returns the agenda that the command line names.
    pub(crate) fn named_agenda(&self) -> Option<&str> {
        self.args.open.as_deref().or(self.args.global.agenda.as_deref())
    }

    /// Returns the zone of `--zone`.
    ///
    /// # Errors
    /// Returns a usage error for an unknown zone.
    pub(crate) fn event_zone(&self) -> Result<Option<Zone>, CliError> {
        self.args.global.zone.as_deref().map(Zone::by_name).transpose().map_err(CliError::usage)
    }

    /// Returns the style of standard output.
    pub(crate) fn style(&self) -> OutputStyle {
        OutputStyle::new(self.args.global.color, self.env, self.args.global.linear)
    }
}
