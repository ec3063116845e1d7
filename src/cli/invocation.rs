//! [`Invocation`]: the values that every command starts from.

use super::args::CliArgs;
use super::error::CliError;
use super::settings::config_path;
use super::style::{LinearChoice, OutputStyle};
use super::time::{DisplayClock, TimeError};
use crate::agenda::{Agenda, Zone};
use crate::config::{ColorChoice, Config};
use crate::store::{Environment, Folders, StoreError};
use chrono::TimeDelta;

/// The command line with the environment and the folders of the user.
pub(crate) struct Invocation<'a> {
    pub(crate) args: &'a CliArgs,
    pub(crate) env: &'a Environment,
    /// `None` without a home directory.
    pub(crate) folders: Option<Folders>,
    /// The configuration, or the defaults for a command that heeds none.
    pub(crate) config: Config,
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

    /// Returns the agenda that the command line, else the environment, else the configuration
    /// names.
    pub(crate) fn wanted_agenda(&self) -> Option<&str> {
        let of_environment = self.env.agenda.as_deref();
        self.named_agenda().or(of_environment).or(self.config.agenda.as_deref())
    }

    /// Returns the error of [`Invocation::wanted_agenda`] with the variable or the line of the
    /// configuration that names the agenda, unless the command line does.
    pub(crate) fn with_origin(&self, error: CliError) -> CliError {
        let place = match (self.named_agenda(), &self.env.agenda) {
            (Some(_), _) => return error,
            (None, Some(_)) => "$HALLWAY_AGENDA".to_owned(),
            (None, None) => {
                let path = config_path(&self.args.global, self.folders.as_ref());
                let line = self.config.lines.get("agenda").copied().unwrap_or_default();
                format!("{}:{line}: agenda", path.unwrap_or_default().display())
            }
        };
        CliError::new(error.exit_code(), format!("{place}: {error}"))
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
        let is_linear = LinearChoice {
            everywhere: self.args.global.linear || self.env.linear,
            on_terminal: self.config.linear || self.env.dumb,
        };
        OutputStyle::new(self.color(), self.env, is_linear)
    }

    /// Returns the choice of colours: the option is above the environment, and the environment
    /// above the configuration.
    pub(crate) fn color(&self) -> ColorChoice {
        let of_environment = self.env.no_color || self.env.force_color;
        let of_config = if of_environment { ColorChoice::Auto } else { self.config.color };
        self.args.global.color.unwrap_or(of_config)
    }

    /// Returns the clock of the times: that of `--tz`, else of the configuration.
    ///
    /// # Errors
    /// Returns a usage error if `--tz` names no zone, or one for an agenda of wall clocks alone.
    /// The zone of the configuration gives way to such an agenda.
    pub(crate) fn display_clock(&self, agenda: &Agenda) -> Result<DisplayClock, TimeError> {
        match &self.args.global.tz {
            Some(name) => DisplayClock::by_name(name, agenda),
            None => {
                let of_config = DisplayClock::by_name(self.config.times.name(), agenda);
                Ok(of_config.unwrap_or(DisplayClock::Event))
            }
        }
    }

    /// Returns the age at which the copy of an agenda of the web is old, or `None` for never.
    pub(crate) fn copy_age_limit(&self) -> Option<TimeDelta> {
        TimeDelta::from_std(self.config.refresh?).ok()
    }
}
