//! The command line: one file for each command. A command gets values, and writes its data to
//! `&mut impl Write`.

mod args;
mod browse;
mod check;
mod context;
mod error;
mod export;
mod heeded;
mod import;
mod json;
mod list;
mod load;
mod mark;
mod mine;
mod other_plan;
mod search;
mod show;
mod source;
mod style;
mod table;
mod time;
mod update;

use crate::agenda::Clean;
use crate::store::{self, Environment, Folders};
use args::{CliArgs, Subcommand};
use clap::{CommandFactory, FromArgMatches};
use context::CliContext;
use error::{CliError, USAGE, print_message};
use load::{event_zone, load_agenda};
use source::Source;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use style::OutputStyle;

/// Runs the command line of this process, and returns the exit code.
///
/// Data goes to standard output and messages go to standard error. Without a command, the agenda
/// opens on the terminal. Exit codes: 0 done, 1 nothing found, 2 wrong usage, 65 bad data, 66 no
/// such input, 74 cannot read or write, 78 bad configuration, 128 + *n* ended by signal *n*.
pub fn run() -> ExitCode {
    let command = heeded::hide_unheeded_options(CliArgs::command());
    let words = args::protect_excluded_words(std::env::args_os());
    let parsed = command
        .try_get_matches_from(words)
        .and_then(|matches| Ok((CliArgs::from_arg_matches(&matches)?, matches)));
    let (args, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            // Nobody can read a message about a closed pipe.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { 0 });
        }
    };
    store::turn_size_limit_into_error();
    let result = heeded::refuse_unheeded_options(&matches, &args)
        .and_then(|()| run_args(&args, &store::read_environment()));
    let Err(error) = result else {
        return ExitCode::SUCCESS;
    };
    if let CliError::Failed { message, .. } = &error {
        print_message(message);
    }
    ExitCode::from(error.exit_code())
}

fn run_args(args: &CliArgs, env: &Environment) -> Result<(), CliError> {
    let Some(command) = &args.command else { return browse::open_screen(args, env) };
    let mut out = BufWriter::new(io::stdout().lock());
    let result = run_command(args, command, env, &mut out);
    // The lines before an error belong to the answer.
    out.flush()?;
    result
}

fn run_command(
    args: &CliArgs,
    command: &Subcommand,
    env: &Environment,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let folders = Folders::for_user();
    let known = folders.as_ref().ok();
    match command {
        Subcommand::List(list) => list::run(&CliContext::open(args, env)?, list, out),
        Subcommand::Search(search) => search::run(&CliContext::open(args, env)?, search, out),
        Subcommand::Show(ids) => show::run(&CliContext::open(args, env)?, ids, out),
        Subcommand::Mine(mine) => mine::run(&CliContext::open(args, env)?, mine, out),
        Subcommand::Mark(mark) => mark::add_marks(&CliContext::open(args, env)?, mark, out),
        Subcommand::Unmark(ids) => mark::remove_marks(&CliContext::open(args, env)?, ids, out),
        Subcommand::Export(export) => export::run(&CliContext::open(args, env)?, export, out),
        Subcommand::Import(import) => import::run(import, event_zone(args)?.as_ref(), known, out),
        Subcommand::Update(update) => update::run(update, args, env, folders?, out),
        Subcommand::Agendas => {
            import::list_library(known, OutputStyle::new(args.global.color, env), out)
        }
        Subcommand::Check(check) => check::run(args, check, env, known, out),
        Subcommand::Paths => print_paths(args, env, &folders?, out),
        Subcommand::Screenshot(shot) => browse::take_screenshot(args, env, shot, out),
    }
}

/// Prints the paths of the configuration, the plan and the library. The paths need not exist.
fn print_paths(
    args: &CliArgs,
    env: &Environment,
    folders: &Folders,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let config = args.global.config.clone().unwrap_or_else(|| folders.config_file());
    let plan = Source::from_args(args, env, Some(folders))
        .and_then(|source| load_agenda(source, args, Some(folders)))
        .map(|loaded| folders.plan_file(&loaded.agenda.id));
    let rows = [
        ("config", Some(config)),
        ("plan", plan.ok()),
        ("agendas", Some(folders.agendas_folder())),
    ];
    let is_table = OutputStyle::new(args.global.color, env).width.is_some();
    for (name, path) in rows {
        let Some(path) = path.map(|path| Clean::line(path.display().to_string())) else { continue };
        if is_table {
            writeln!(out, "{name:8} {path}")?;
        } else {
            writeln!(out, "{name}\t{path}")?;
        }
    }
    Ok(())
}
