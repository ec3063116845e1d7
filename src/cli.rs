//! The command line: one file for each command. A command gets values, and writes its data to
//! `&mut impl Write`.

mod age;
mod agenda_names;
mod agendas;
mod args;
mod browse;
mod carry;
mod check;
mod completion;
mod completion_shells;
mod config;
mod context;
mod countdown;
mod dry_run;
mod error;
mod event_json;
mod examples;
mod export;
mod file_address;
mod forget;
mod guessed_address;
mod heeded;
mod help_texts;
mod id_parts;
mod import;
mod invocation;
mod json;
mod library;
mod list;
mod load;
mod manual;
mod mark;
mod mine;
mod misspelt_command;
mod notify;
mod now;
mod opening;
mod other_plan;
mod output_form;
mod own;
mod own_args;
mod parallel;
mod progress;
mod refresh;
mod refusal;
mod screen_refresh;
mod screen_size;
mod search;
mod search_json;
mod sentences;
mod session_filter;
mod session_names;
mod settings;
mod short_help;
mod show;
mod source;
mod style;
mod table;
mod time;
mod tool_args;
mod typed_words;
mod update;
mod watch;
mod watch_clock;
mod web_copy;
mod web_source;

use crate::agenda::Clean;
use crate::store::{self, Environment, Folders};
use args::{CliArgs, Subcommand};
use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};
use context::CliContext;
use countdown::MomentQuestion;
use error::{CliError, USAGE, print_message};
use invocation::Invocation;
use load::load_agenda;
use source::Source;
use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use web_copy::WebCopy;

/// The JSON Schema of agendas in TOML.
const SCHEMA: &[u8] = include_bytes!("../data/agenda.schema.json");

/// Runs the command line of this process, and returns the exit code.
///
/// Data goes to standard output and messages go to standard error. Without a command, the agenda
/// opens on the terminal. Exit codes: 0 done, 1 nothing found, 2 wrong usage, 65 bad data, 66 no
/// such input, 69 cannot fetch, 74 cannot read or write, 78 bad configuration, 128 + *n* ended by
/// signal *n*.
pub fn run() -> ExitCode {
    if completion::answer_shell(described_command) {
        return ExitCode::SUCCESS;
    }
    let words = args::protect_excluded_words(std::env::args_os());
    let opening = CliArgs::parse_opening(&words).map(|args| (args, ArgMatches::default()));
    let parsed = opening.ok_or(()).or_else(|()| parse_words(CliArgs::command(), &words));
    // Only help and errors show the description, and to describe takes longer than to parse.
    let parsed = parsed.or_else(|_| {
        let mut command = described_command();
        if let [_, only] = &words[..]
            && only == "-h"
        {
            command = command.override_help(short_help::SHORT_HELP);
        }
        parse_words(command, &words)
    });
    let (args, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let folders = Folders::for_user().ok();
            let explained = misspelt_command::explain_error(&error, &words, folders.as_ref());
            if let Some(message) = explained {
                print_message(&message);
                return ExitCode::from(USAGE);
            }
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
    if !matches!(error, CliError::ClosedPipe | CliError::Reported(_)) {
        print_message(&error.to_string());
    }
    ExitCode::from(error.exit_code())
}

/// Parses the words of the command line, the name of the program first. The memory of the
/// description is left to the end of the process: to free its many parts takes as long as to parse.
fn parse_words(command: Command, words: &[OsString]) -> Result<(CliArgs, ArgMatches), clap::Error> {
    let matches = Box::leak(Box::new(command)).try_get_matches_from_mut(words)?;
    Ok((CliArgs::from_arg_matches(&matches)?, matches))
}

/// Returns the description of the command line for clap.
fn described_command() -> Command {
    examples::with_examples(heeded::hide_unheeded_options(CliArgs::command()))
}

fn run_args(args: &CliArgs, env: &Environment) -> Result<(), CliError> {
    let folders = Folders::for_user().ok();
    let config = match &args.command {
        Some(command) if !command.needs_config() => {
            settings::load_config(args, folders.as_ref()).unwrap_or_default()
        }
        _ => settings::load_config(args, folders.as_ref())?,
    };
    let invocation = Invocation { args, env, folders, config };
    misspelt_command::refuse_misspelt_command(&invocation)?;
    let Some(command) = &args.command else { return browse::open_screen(&invocation) };
    let mut out = BufWriter::new(io::stdout().lock());
    let result = run_command(&invocation, command, &mut out);
    // The lines before an error belong to the answer.
    out.flush()?;
    result
}

/// Opens the context of a command. Its memory is left to the end of the process: to free an agenda
/// of many sessions takes longer than to print an answer.
fn open_context(invocation: &Invocation<'_>) -> Result<&'static mut CliContext, CliError> {
    Ok(Box::leak(Box::new(CliContext::open(invocation)?)))
}

fn run_command(
    invocation: &Invocation<'_>,
    command: &Subcommand,
    out: &mut impl Write,
) -> Result<(), CliError> {
    match command {
        Subcommand::List(list) => list::run(open_context(invocation)?, list, out),
        Subcommand::Search(search) => search::run(open_context(invocation)?, search, out),
        Subcommand::Show(ids) => show::run(open_context(invocation)?, ids, out),
        Subcommand::Now(now) => now::run(open_context(invocation)?, MomentQuestion::Now, now, out),
        Subcommand::Next(next) if next.watch => watch::run(invocation, next, out),
        Subcommand::Next(next) => {
            now::run(open_context(invocation)?, MomentQuestion::Next, &next.now, out)
        }
        Subcommand::Mine(mine) => mine::run(open_context(invocation)?, mine, out),
        Subcommand::Mark(mark) => mark::add_marks(open_context(invocation)?, mark, out),
        Subcommand::Add(add) => own::add_entry(open_context(invocation)?, add, out),
        Subcommand::Remove(ids) => own::remove_entries(open_context(invocation)?, ids, out),
        Subcommand::Note(note) => own::run_note(open_context(invocation)?, note, out),
        Subcommand::Unmark(ids) => mark::remove_marks(open_context(invocation)?, ids, out),
        Subcommand::Export(export) => export::run(open_context(invocation)?, export, out),
        Subcommand::Import(import) if import.dry_run => dry_run::run(invocation, import, out),
        Subcommand::Import(import) => import::run(invocation, import, out),
        Subcommand::Update(update) => update::run(invocation, update, out),
        Subcommand::Forget(forget) => forget::run(invocation, forget),
        Subcommand::Agendas(agendas) => agendas::run(invocation, agendas, out),
        Subcommand::Check(check) => check::run(invocation, check, out),
        Subcommand::Config(task) => config::run(invocation, task, out),
        Subcommand::Completions(args) => completion::print_script(args, out),
        Subcommand::Man(args) => manual::run(described_command(), args, out),
        Subcommand::Schema => Ok(out.write_all(SCHEMA)?),
        Subcommand::Paths => print_paths(invocation, out),
        Subcommand::Screenshot(shot) => browse::take_screenshot(invocation, shot, out),
    }
}

/// Prints the paths of the configuration, the plan and the library. The paths need not exist.
fn print_paths(invocation: &Invocation<'_>, out: &mut impl Write) -> Result<(), CliError> {
    let folders = invocation.require_folders()?;
    let config = settings::config_path(&invocation.args.global, Some(folders)).unwrap_or_default();
    let plan = Source::from_invocation(invocation)
        .map(|source| match WebCopy::find(&source, Some(folders)) {
            Some(copy) => copy.source,
            None => source,
        })
        .and_then(|source| load_agenda(invocation, source))
        .map(|loaded| folders.plan_file(&loaded.agenda.id));
    let rows = [
        ("config", Some(config)),
        ("plan", plan.ok()),
        ("agendas", Some(folders.agendas_folder())),
    ];
    let is_table = invocation.style().width.is_some();
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
