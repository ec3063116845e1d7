//! Completion of the command line in shells: the script of each shell, and the values of arguments.
//!
//! The scripts ask hallway at each Tab, with the variable [`VARIABLE`]: `clap_complete` finds the
//! argument under the cursor, and this file knows its values. Nothing is fetched meanwhile.

use super::agenda_names::AgendaNames;
use super::args::CliArgs;
use super::completion_shells::QuotingBash;
use super::error::CliError;
use super::invocation::Invocation;
use super::load::load_agenda;
use super::settings::load_config;
use super::source::Source;
use super::tool_args::{CompletionsArgs, ShellName};
use super::web_copy::WebCopy;
use crate::agenda::{Agenda, Kind, Session};
use crate::store::{self, Folders};
use clap::builder::StyledStr;
use clap::{Arg, Command, Parser};
use clap_complete::engine::{
    ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use clap_complete::env::{CompleteEnv, EnvCompleter, Fish, Shells, Zsh};
use std::ffi::{OsStr, OsString};
use std::io::Write;

/// The variable with the name of the shell that asks for completions.
const VARIABLE: &str = "HALLWAY_COMPLETE";
const NAME: &str = "hallway";
const SHELLS: Shells<'static> = Shells(&[&QuotingBash, &Zsh, &Fish]);

/// Answers a shell that asks for completions, and returns true if a shell asked.
pub(crate) fn answer_shell(command: fn() -> Command) -> bool {
    let environment = CompleteEnv::with_factory(move || with_values(command()));
    let environment = environment.var(VARIABLE).shells(SHELLS);
    let folder = std::env::current_dir().ok();
    // A shell shows nothing of an error.
    environment.try_complete(std::env::args_os(), folder.as_deref()).unwrap_or(true)
}

/// Prints the script that a shell reads at its start.
///
/// # Errors
/// Returns an error if standard output cannot be written.
pub(crate) fn print_script(args: &CompletionsArgs, out: &mut impl Write) -> Result<(), CliError> {
    let shell: &dyn EnvCompleter = match args.shell {
        ShellName::Bash => &QuotingBash,
        ShellName::Zsh => &Zsh,
        ShellName::Fish => &Fish,
    };
    Ok(shell.write_registration(VARIABLE, NAME, NAME, NAME, out)?)
}

/// Adds the values of its arguments to a command and to its subcommands.
fn with_values(command: Command) -> Command {
    let command = command.mut_args(with_values_of_argument);
    command.mut_subcommands(|sub| sub.mut_args(with_values_of_argument))
}

fn with_values_of_argument(arg: Arg) -> Arg {
    let complete: fn(&OsStr) -> Vec<CompletionCandidate> = match arg.get_id().as_str() {
        "agenda" | "open" | "file" => complete_agenda,
        "name" if arg.is_positional() => complete_library_name,
        "day" => |typed| complete_from_agenda(typed, list_days),
        "room" => |typed| complete_from_agenda(typed, list_rooms),
        "track" => |typed| complete_from_agenda(typed, list_tracks),
        "speaker" => |typed| complete_from_agenda(typed, list_people),
        "kind" => |typed| complete_from_agenda(typed, |_| list_kinds()),
        "ids" | "id" => |typed| complete_from_agenda(typed, list_sessions),
        _ => return arg,
    };
    arg.add(ArgValueCompleter::new(complete))
}

/// A value of an argument, and its meaning.
struct NamedValue {
    value: String,
    help: String,
}

/// Returns the agendas of the library whose names have the typed part, and the files.
fn complete_agenda(typed: &OsStr) -> Vec<CompletionCandidate> {
    let names = AgendaNames::all(Folders::for_user().ok().as_ref()).into_vec();
    let mut found = matching_names(names, typed);
    found.extend(PathCompleter::file().complete(typed));
    found
}

fn complete_library_name(typed: &OsStr) -> Vec<CompletionCandidate> {
    let names = Folders::for_user().map(|folders| AgendaNames::of_library(&folders).into_vec());
    matching_names(names.unwrap_or_default(), typed)
}

fn matching_names(names: Vec<String>, typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let matching = names.into_iter().filter(|name| name.starts_with(&*typed));
    matching.map(CompletionCandidate::new).collect()
}

/// Returns the values that begin with the typed text in any case, in the order of the agenda.
fn complete_from_agenda(
    typed: &OsStr,
    list: fn(&Agenda) -> Vec<NamedValue>,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy().to_lowercase();
    let values = load_typed_agenda().map(|agenda| list(&agenda)).unwrap_or_default();
    let values = values.into_iter().enumerate();
    let fitting = values.filter(|(_, named)| named.value.to_lowercase().starts_with(&typed));
    let candidates = fitting.map(|(at, NamedValue { value, help })| {
        let help = Some(StyledStr::from(help)).filter(|help| !help.to_string().is_empty());
        CompletionCandidate::new(value).help(help).display_order(Some(at))
    });
    candidates.collect()
}

/// Loads the agenda of the words before the cursor, without messages and without the network.
fn load_typed_agenda() -> Option<Agenda> {
    let words = agenda_words(std::env::args_os());
    let args = CliArgs::try_parse_from(words).ok()?;
    let folders = Folders::for_user().ok();
    let config = load_config(&args, folders.as_ref()).unwrap_or_default();
    let invocation = Invocation { args: &args, env: &store::read_environment(), folders, config };
    let source = Source::from_invocation(&invocation).ok()?;
    let source = match WebCopy::find(&source, invocation.folders.as_ref()) {
        Some(copy) => copy.source,
        None if source.path().is_some() || matches!(source, Source::BuiltIn) => source,
        None => return None,
    };
    load_agenda(&invocation, source).ok().map(|loaded| loaded.agenda)
}

/// Returns the words of a command line that choose the agenda: `hallway -a X`.
fn agenda_words(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let words: Vec<OsString> = words.skip_while(|word| word != "--").skip(1).collect();
    let mut chosen = vec![NAME.into()];
    for (at, word) in words.iter().enumerate() {
        let text = word.to_string_lossy();
        let is_whole = text.starts_with("--agenda=") || (text.starts_with("-a") && text.len() > 2);
        if is_whole {
            chosen.push(word.clone());
        } else if (text == "-a" || text == "--agenda") && at + 1 < words.len() {
            chosen.extend([word.clone(), words[at + 1].clone()]);
        }
    }
    chosen
}

fn list_days(agenda: &Agenda) -> Vec<NamedValue> {
    let days = agenda.days.iter();
    let named = days.map(|day| NamedValue {
        value: day.date.to_string(),
        help: day.date.format("%A").to_string(),
    });
    named.collect()
}

fn list_rooms(agenda: &Agenda) -> Vec<NamedValue> {
    named_values(agenda.rooms.iter().map(|room| room.name.as_str()))
}

fn list_tracks(agenda: &Agenda) -> Vec<NamedValue> {
    named_values(agenda.tracks.iter().map(|track| track.name.as_str()))
}

fn list_people(agenda: &Agenda) -> Vec<NamedValue> {
    named_values(agenda.people.iter().map(|person| person.name.as_str()))
}

fn list_kinds() -> Vec<NamedValue> {
    named_values(Kind::ALL.iter().map(|kind| kind.word()))
}

fn list_sessions(agenda: &Agenda) -> Vec<NamedValue> {
    let named = agenda.sessions.iter().map(|session: &Session| NamedValue {
        value: session.id.to_string(),
        help: session.title.to_string(),
    });
    named.collect()
}

fn named_values<'a>(values: impl Iterator<Item = &'a str>) -> Vec<NamedValue> {
    let named = values.map(|value| NamedValue { value: value.to_owned(), help: String::new() });
    named.collect()
}
