//! Completion of the command line in shells: the script of each shell, and the values of arguments.
//!
//! The scripts ask hallway at each Tab, with the variable [`VARIABLE`]: `clap_complete` finds the
//! argument under the cursor, and this file knows its values. Nothing is fetched meanwhile.

use super::agenda_names::AgendaNames;
use super::args::CliArgs;
use super::completion_shells::{CaselessZsh, QuotingBash};
use super::error::CliError;
use super::invocation::Invocation;
use super::load::load_agenda;
use super::session_names::other_names;
use super::settings::load_config;
use super::source::Source;
use super::tool_args::{CompletionsArgs, ShellName};
use super::web_copy::WebCopy;
use crate::agenda::{Agenda, Kind, Session, SessionIx};
use crate::plan::Schedule;
use crate::store::{self, Folders};
use clap::builder::StyledStr;
use clap::{Arg, Command, CommandFactory, Parser};
use clap_complete::engine::{
    ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use clap_complete::env::{CompleteEnv, EnvCompleter, Fish, Shells};
use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::Write;

/// The variable with the name of the shell that asks for completions.
const VARIABLE: &str = "HALLWAY_COMPLETE";
const NAME: &str = "hallway";
const SHELLS: Shells<'static> = Shells(&[&QuotingBash, &CaselessZsh, &Fish]);

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
        ShellName::Zsh => &CaselessZsh,
        ShellName::Fish => &Fish,
    };
    Ok(shell.write_registration(VARIABLE, NAME, NAME, NAME, out)?)
}

/// Adds the values of its arguments to a command and to its subcommands.
fn with_values(command: Command) -> Command {
    let command = command.mut_args(|arg| with_values_of_argument("", arg));
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        sub.mut_args(|arg| with_values_of_argument(&name, arg))
    })
}

fn with_values_of_argument(command: &str, arg: Arg) -> Arg {
    let complete: fn(&OsStr) -> Vec<CompletionCandidate> = match (command, arg.get_id().as_str()) {
        (_, "agenda" | "open" | "file") => complete_agenda,
        ("import", "source") => complete_file,
        ("man", "command") => complete_command,
        (_, "name") if arg.is_positional() => complete_library_name,
        (_, "day") => |typed| complete_from_agenda(typed, list_days),
        (_, "room") => |typed| complete_from_agenda(typed, list_rooms),
        (_, "track") => |typed| complete_from_agenda(typed, list_tracks),
        (_, "speaker") => |typed| complete_from_agenda(typed, list_people),
        (_, "kind") => |typed| complete_from_agenda(typed, |_| list_kinds()),
        ("remove", "ids") | ("add", "edit") => |typed| complete_from_agenda(typed, list_entries),
        ("unmark", "ids") => |typed| complete_from_agenda(typed, list_marked),
        (_, "ids" | "id") => complete_session,
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

fn complete_file(typed: &OsStr) -> Vec<CompletionCandidate> {
    PathCompleter::file().complete(typed)
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

/// Returns the commands that begin with the typed text, with their descriptions.
fn complete_command(typed: &OsStr) -> Vec<CompletionCandidate> {
    let command = CliArgs::command();
    let named = command.get_subcommands().map(|sub| NamedValue {
        value: sub.get_name().to_owned(),
        help: sub.get_about().map(ToString::to_string).unwrap_or_default(),
    });
    candidates(typed, named.collect())
}

/// Returns the values that begin with the typed text in any case, in the order of the agenda.
fn complete_from_agenda(
    typed: &OsStr,
    list: fn(&KnownAgenda) -> Vec<NamedValue>,
) -> Vec<CompletionCandidate> {
    candidates(typed, load_typed_agenda().map(|known| list(&known)).unwrap_or_default())
}

/// Returns the ids that begin with the typed text, else the other names of sessions that do, else
/// the titles.
fn complete_session(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(known) = load_typed_agenda() else { return Vec::new() };
    let ids = candidates(typed, named_sessions(&known, |_, _| true));
    let others = |found: Vec<_>, list: fn(&KnownAgenda) -> Vec<NamedValue>| match found.is_empty() {
        true => candidates(typed, list(&known)),
        false => found,
    };
    others(others(ids, list_other_names), list_titles)
}

/// Returns the values that begin with the typed text in any case, in their order.
fn candidates(typed: &OsStr, values: Vec<NamedValue>) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy().to_lowercase();
    let values = values.into_iter().enumerate();
    let fitting = values.filter(|(_, named)| named.value.to_lowercase().starts_with(&typed));
    let candidates = fitting.map(|(at, NamedValue { value, help })| {
        let help = Some(StyledStr::from(help)).filter(|help| !help.to_string().is_empty());
        CompletionCandidate::new(value).help(help).display_order(Some(at))
    });
    candidates.collect()
}

/// An agenda with a person's own entries, and the marks of the person.
struct KnownAgenda {
    agenda: Agenda,
    schedule: Schedule,
}

/// Loads the agenda of the words before the cursor, without messages and without the network.
/// Without a readable plan, there are no marks.
fn load_typed_agenda() -> Option<KnownAgenda> {
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
    let mut agenda = load_agenda(&invocation, source).ok()?.agenda;
    let plan = invocation.folders.as_ref().and_then(|folders| folders.load_plan(&agenda.id).ok());
    let plan = plan.unwrap_or_default();
    plan.put_entries_into(&mut agenda);
    Some(KnownAgenda { schedule: plan.schedule_for(&agenda), agenda })
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

fn list_days(KnownAgenda { agenda, .. }: &KnownAgenda) -> Vec<NamedValue> {
    let days = agenda.days.iter();
    let dates = days.clone().map(|day| NamedValue {
        value: day.date.to_string(),
        help: day.date.format("%A").to_string(),
    });
    let mut weekdays: Vec<NamedValue> = Vec::new();
    for day in days {
        let value = day.date.format("%A").to_string().to_lowercase();
        if !weekdays.iter().any(|known| known.value == value) {
            weekdays.push(NamedValue { value, help: day.date.format("%-d %B %Y").to_string() });
        }
    }
    let relative = ["today", "tomorrow"].into_iter();
    dates.chain(weekdays).chain(named_values(relative)).collect()
}

/// Returns the titles that name one session, with their ids.
fn list_titles(known: &KnownAgenda) -> Vec<NamedValue> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for session in &known.agenda.sessions {
        *counts.entry(&session.title).or_default() += 1;
    }
    let sessions = known.agenda.sessions.iter();
    let only = sessions.filter(|session| counts.get(session.title.as_str()) == Some(&1));
    let named = only.map(|session| NamedValue {
        value: session.title.to_string(),
        help: session.id.to_string(),
    });
    named.collect()
}

fn list_rooms(KnownAgenda { agenda, .. }: &KnownAgenda) -> Vec<NamedValue> {
    named_values(agenda.rooms.iter().map(|room| room.name.as_str()))
}

fn list_tracks(KnownAgenda { agenda, .. }: &KnownAgenda) -> Vec<NamedValue> {
    named_values(agenda.tracks.iter().map(|track| track.name.as_str()))
}

fn list_people(KnownAgenda { agenda, .. }: &KnownAgenda) -> Vec<NamedValue> {
    named_values(agenda.people.iter().map(|person| person.name.as_str()))
}

fn list_kinds() -> Vec<NamedValue> {
    named_values(Kind::ALL.iter().map(|kind| kind.word()))
}

/// Returns the ids of sessions in other programs, and their addresses.
fn list_other_names(known: &KnownAgenda) -> Vec<NamedValue> {
    let sessions = known.agenda.sessions.iter();
    let named = sessions.flat_map(|session| {
        let names = other_names(session).map(str::to_owned);
        names.map(|value| NamedValue { value, help: session.title.to_string() })
    });
    named.collect()
}

/// Returns the ids of the sessions and the own entries in my schedule.
fn list_marked(known: &KnownAgenda) -> Vec<NamedValue> {
    let schedule = &known.schedule;
    named_sessions(known, |ix, _| schedule.level_of(ix).is_some() || schedule.is_skipped(ix))
}

/// Returns the ids of the own entries.
fn list_entries(known: &KnownAgenda) -> Vec<NamedValue> {
    named_sessions(known, |_, session| session.is_own())
}

fn named_sessions(
    known: &KnownAgenda,
    is_wanted: impl Fn(SessionIx, &Session) -> bool,
) -> Vec<NamedValue> {
    let sessions = known.agenda.sessions.iter().enumerate();
    let wanted = sessions.filter(|(ix, session)| is_wanted(*ix, session));
    let named = wanted.map(|(_, session)| NamedValue {
        value: session.id.to_string(),
        help: session.title.to_string(),
    });
    named.collect()
}

fn named_values<'a>(values: impl Iterator<Item = &'a str>) -> Vec<NamedValue> {
    let named = values.map(|value| NamedValue { value: value.to_owned(), help: String::new() });
    named.collect()
}
