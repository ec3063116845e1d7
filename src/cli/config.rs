//! `config`: prints the configuration with all defaults, the values in use and their origins, or
//! the path of the file.

use super::args::GlobalArgs;
use super::error::{BAD_CONFIG, CliError, NO_INPUT};
use super::invocation::Invocation;
use super::settings::{config_path, load_config};
use super::source::Source;
use super::tool_args::{ConfigArgs, ConfigTask};
use crate::agenda::Clean;
use crate::config::{ColorChoice, Config, SETTINGS, Times, sample_config};
use crate::store::{self, Environment, StoreError};
use std::io::Write;

/// Runs `config`.
///
/// # Errors
/// Returns an error if the file has a mistake or cannot be read, or if there is no home directory.
pub(crate) fn run(
    invocation: &Invocation<'_>,
    config: &ConfigArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    match config.task {
        ConfigTask::Default => out.write_all(sample_config().as_bytes())?,
        ConfigTask::Check => print_values(invocation, out)?,
        ConfigTask::Path => {
            let path = config_path(&invocation.args.global, invocation.folders.as_ref());
            let path = path.ok_or(StoreError::NoHome)?;
            writeln!(out, "{}", Clean::line(path.display().to_string()))?;
        }
    }
    Ok(())
}

/// Prints each value as a line of TOML, with its origin as a comment.
fn print_values(invocation: &Invocation<'_>, out: &mut impl Write) -> Result<(), CliError> {
    let (args, env) = (&invocation.args.global, invocation.env);
    let config = load_config(invocation.args, invocation.folders.as_ref())?;
    let path = config_path(args, invocation.folders.as_ref()).unwrap_or_default();
    writeln!(out, "# {}", Clean::line(path.display().to_string()))?;
    let mut used = config.clone();
    let mut above = take_environment(&mut used, env);
    above.extend(take_options(&mut used, args));
    for setting in &SETTINGS {
        let value = (setting.show)(&used);
        let mut origins = above.iter().rev();
        let origin = match origins.find(|(name, _)| *name == setting.name) {
            Some((_, origin)) => (*origin).to_owned(),
            None => match config.lines.get(setting.name) {
                Some(line) => format!("line {line}"),
                None => "default".to_owned(),
            },
        };
        writeln!(out, "{:28} # {origin}", format!("{} = {value}", setting.name))?;
    }
    for (path, keys) in config.keymap.changed_bindings() {
        let origin = match config.lines.get(&path) {
            Some(line) => format!("line {line}"),
            None => "its other keys have another command".to_owned(),
        };
        writeln!(out, "{:28} # {origin}", format!("{path} = {keys:?}"))?;
    }
    check_agenda(invocation, &used, &above, &config)
}

/// Checks that the agenda of the options, of the environment or of the file is there. An address is
/// not fetched.
///
/// # Errors
/// Returns an error with the origin of the name: a mistake of the file is a bad configuration.
fn check_agenda(
    invocation: &Invocation<'_>,
    used: &Config,
    above: &[ValueOrigin],
    config: &Config,
) -> Result<(), CliError> {
    let Some(name) = used.agenda.as_deref() else { return Ok(()) };
    let error = match Source::by_name(name, invocation.folders.as_ref()) {
        Ok(Source::File(path)) if path.as_os_str() != "-" && !store::path_exists(&path) => {
            CliError::new(NO_INPUT, format!("there is no file {}", path.display()))
        }
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    let mut origins = above.iter().rev();
    let (code, place) = match origins.find(|(key, _)| *key == "agenda") {
        Some((_, origin)) => (error.exit_code(), (*origin).to_owned()),
        None => {
            let path = config_path(&invocation.args.global, invocation.folders.as_ref());
            let path = path.unwrap_or_default();
            let line = config.lines.get("agenda").copied().unwrap_or_default();
            (BAD_CONFIG, format!("{}:{line}", path.display()))
        }
    };
    Err(CliError::new(code, format!("{place}: agenda: {error}")))
}

/// A key of the configuration, and the option or the variable that sets its value.
type ValueOrigin = (&'static str, &'static str);

/// Puts the values of the environment into a configuration, and returns where they come from.
fn take_environment(config: &mut Config, env: &Environment) -> Vec<ValueOrigin> {
    let mut origins = Vec::new();
    if let Some(agenda) = &env.agenda {
        config.agenda = Some(agenda.clone());
        origins.push(("agenda", "$HALLWAY_AGENDA"));
    }
    if env.no_color {
        config.color = ColorChoice::Never;
        origins.push(("color", "$NO_COLOR"));
    } else if env.force_color {
        config.color = ColorChoice::Always;
        origins.push(("color", "$CLICOLOR_FORCE"));
    }
    if env.linear {
        config.linear = true;
        origins.push(("linear", "$HALLWAY_LINEAR"));
    } else if env.dumb {
        config.linear = true;
        origins.push(("linear", "$TERM"));
    }
    if env.other_encoding {
        config.ascii = true;
        origins.push(("ascii", "the encoding of the locale"));
    }
    origins
}

/// Puts the values of options into a configuration, and returns where they come from.
fn take_options(config: &mut Config, args: &GlobalArgs) -> Vec<ValueOrigin> {
    let mut origins = Vec::new();
    if let Some(agenda) = &args.agenda {
        config.agenda = Some(agenda.clone());
        origins.push(("agenda", "--agenda"));
    }
    if let Some(zone) = &args.tz {
        config.times = Times::Zone(zone.clone());
        origins.push(("times", "--tz"));
    }
    if let Some(look) = args.theme {
        config.look = look;
        origins.push(("theme", "--theme"));
    }
    if let Some(color) = args.color {
        config.color = color;
        origins.push(("color", "--color"));
    }
    for (name, is_given, value) in
        [("ascii", args.ascii, &mut config.ascii), ("linear", args.linear, &mut config.linear)]
    {
        if is_given {
            *value = true;
            origins.push((name, if name == "ascii" { "--ascii" } else { "--linear" }));
        }
    }
    if args.no_mouse {
        config.mouse = false;
        origins.push(("mouse", "--no-mouse"));
    }
    origins
}
