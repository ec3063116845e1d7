//! The global options that each command heeds. An option without effect is an error: a person who
//! gives a time must not read the answer for another time.

use super::args::{CliArgs, ExportArgs, ExportFormat, Subcommand};
use super::error::CliError;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory};

/// The commands, each with the ids of the [`GlobalArgs`](super::args::GlobalArgs) that the command
/// heeds. The screen heeds every option, and every command heeds `--color` and `--config`: a
/// command without colours has nothing to heed.
const HEEDED: [(&str, &[&str]); 23] = [
    ("list", &["agenda", "at", "tz", "zone", "linear"]),
    ("search", &["agenda", "at", "tz", "zone", "linear"]),
    ("show", &["agenda", "tz", "zone"]),
    ("now", &["agenda", "at", "tz", "zone", "linear"]),
    ("next", &["agenda", "at", "tz", "zone", "linear"]),
    ("mine", &["agenda", "tz", "zone", "linear"]),
    ("mark", &["agenda", "zone"]),
    ("unmark", &["agenda", "zone"]),
    ("add", &["agenda", "at", "zone"]),
    ("remove", &["agenda", "zone"]),
    ("note", &["agenda", "zone"]),
    ("export", &["agenda", "tz", "zone"]),
    ("import", &["zone"]),
    ("update", &["agenda", "tz", "zone"]),
    ("forget", &[]),
    ("agendas", &[]),
    ("check", &["agenda", "zone"]),
    ("config", &["agenda", "tz", "theme", "ascii", "linear", "no_mouse"]),
    ("schema", &[]),
    ("completions", &[]),
    ("man", &[]),
    ("paths", &["agenda", "zone"]),
    ("screenshot", &["agenda", "at", "tz", "zone", "theme", "ascii", "linear"]),
];

fn is_heeded(command: &str, option: &str) -> bool {
    let named = HEEDED.iter().find(|(name, _)| *name == command);
    matches!(option, "color" | "config")
        || named.is_some_and(|(_, options)| options.contains(&option))
}

/// Hides each global option from the help of the commands that do not heed the option.
pub(crate) fn hide_unheeded_options(command: Command) -> Command {
    let globals = command.get_arguments().filter(|arg| arg.is_global_set());
    let globals: Vec<Arg> = globals.cloned().collect();
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        let unheeded = globals.iter().filter(|arg| !is_heeded(&name, arg.get_id().as_str()));
        // An argument of the command itself replaces the global one of the same id.
        sub.args(unheeded.map(|arg| arg.clone().hide(true)))
    })
}

/// Refuses a global option that the command does not heed, and a second agenda.
///
/// # Errors
/// Returns a usage error that names the option and the commands that heed it.
pub(crate) fn refuse_unheeded_options(
    matches: &ArgMatches,
    args: &CliArgs,
) -> Result<(), CliError> {
    let Some(command) = matches.subcommand_name() else { return Ok(()) };
    let is_given = |id: &&str| matches.value_source(id) == Some(ValueSource::CommandLine);
    let before_command = CliArgs::command();
    let given = before_command.get_arguments().map(|arg| arg.get_id().as_str()).filter(is_given);
    let unheeded = given.map(option_of).find(|option| !is_heeded(command, option));
    if let Some(option) = unheeded {
        return Err(refusal(command, option));
    }
    if let Some(Subcommand::Export(export)) = &args.command {
        refuse_unheeded_export_options(export, args.global.tz.as_deref())?;
    }
    let operand = match &args.command {
        Some(Subcommand::Check(check)) => check.file.as_ref(),
        Some(Subcommand::Update(update)) => update.name.as_ref(),
        _ => None,
    };
    if [args.open.as_ref(), args.global.agenda.as_ref(), operand].iter().flatten().count() > 1 {
        let message = format!("hallway {command} takes one agenda, and the command line names two");
        return Err(CliError::usage(message));
    }
    Ok(())
}

/// Refuses an option that the format of the export does not heed. `tz` is `--tz`.
fn refuse_unheeded_export_options(export: &ExportArgs, tz: Option<&str>) -> Result<(), CliError> {
    let format = export.format;
    let message = if format != Some(ExportFormat::Json) && tz.is_some_and(|zone| zone != "event") {
        "only JSON has the times of --tz: the other formats keep the event's times"
    } else if export.alarm.is_some() && !export.is_calendar() {
        "only calendars have alarms: hallway export --format ics --alarm 10m"
    } else if export.abstracts && format != Some(ExportFormat::Html) {
        "--abstracts is an option of html: the other formats have abstracts or never have any"
    } else {
        return Ok(());
    };
    Err(CliError::usage(message))
}

/// Returns the option of an argument before the command: `AGENDA` is short for `--agenda AGENDA`.
fn option_of(id: &str) -> &str {
    if id == "open" { "agenda" } else { id }
}

fn refusal(command: &str, option: &str) -> CliError {
    // `config` only names the values that other commands heed.
    let heeding = HEEDED.iter().filter(|(name, _)| *name != "config");
    let heeding = heeding.filter(|(_, options)| options.contains(&option));
    let heeding: Vec<&str> = heeding.map(|(name, _)| *name).collect();
    let heeding = match &heeding[..] {
        [] => "only the screen does".to_owned(),
        names => format!("{} and the screen do", names.join(", ")),
    };
    let option = option.replace('_', "-");
    CliError::usage(format!("hallway {command} does not heed --{option}: {heeding}"))
}
