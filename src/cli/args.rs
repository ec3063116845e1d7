//! The command line as clap parses it. The comments of fields and variants are the help texts.

mod sessions;

use super::help_texts::{
    AFTER_HELP, ANSWER_OF_NOW, COMPLETION_SETUP, EXAMPLES, FORMAT, REMINDERS, TAB_COLUMNS,
    TAB_COLUMNS_OF_AGENDAS, TAB_COLUMNS_OF_MINE, TAB_COLUMNS_OF_UPDATE,
};
use super::own_args::{AddArgs, NoteArgs, RemoveArgs};
use super::tool_args::{CompletionsArgs, ConfigArgs, ManArgs, ScreenshotArgs};
use crate::config::ColorChoice;
use crate::plan::parse_length;
use crate::tui::Look;
use clap::{
    Arg, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand as _, ValueEnum,
};
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

pub(crate) use sessions::{
    FilterArgs, FormArgs, ListArgs, MarkArgs, NextArgs, NowArgs, SearchArgs, ShowArgs,
};

/// The command line: the global options and a [`Subcommand`], or an `AGENDA` to open.
#[derive(Debug, Parser)]
#[command(name = "hallway", version, about, after_help = AFTER_HELP)]
#[command(before_long_help = EXAMPLES)]
pub(crate) struct CliArgs {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    /// The agenda to open.
    #[arg(value_name = "AGENDA", conflicts_with = "agenda")]
    pub(crate) open: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Option<Subcommand>,
}

impl CliArgs {
    /// Parses a command line that opens an agenda on the screen. Returns `None` for any other one,
    /// also for a wrong one and a request for help: the whole description tells about them. To
    /// build that description takes longer than to parse.
    pub(crate) fn parse_opening(words: &[OsString]) -> Option<CliArgs> {
        let open = Arg::new("open").conflicts_with("agenda");
        let options = GlobalArgs::augment_args(Command::new("hallway")).arg(open);
        let options = options.disable_help_flag(true);
        let mut matches = options.try_get_matches_from(words).ok()?;
        let global = GlobalArgs::from_arg_matches(&matches).ok()?;
        let open = matches.remove_one::<String>("open");
        let is_command = |word: &String| Subcommand::has_subcommand(word) || word == "help";
        let is_opening = !open.as_ref().is_some_and(is_command);
        is_opening.then_some(CliArgs { global, open, command: None })
    }
}

/// The options of every [`Subcommand`].
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct GlobalArgs {
    /// The agenda to read.
    #[arg(short, long, global = true, display_order = 900, value_name = "AGENDA")]
    pub(crate) agenda: Option<String>,
    /// Pretend that the time is TIME.
    #[arg(long, global = true, display_order = 900, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// Show times in the zone of the event (default), of this machine, or in an IANA zone.
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        display_order = 900,
        value_name = "event|local|ZONE"
    )]
    pub(crate) tz: Option<String>,
    /// The IANA zone of the event, if its file names none.
    #[arg(long, global = true, hide_short_help = true, display_order = 900, value_name = "ZONE")]
    pub(crate) zone: Option<String>,
    /// When to use colours: auto (default), always or never. With "always", a pipe gets tables too.
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        display_order = 900,
        value_name = "WHEN",
        hide_possible_values = true
    )]
    pub(crate) color: Option<ColorChoice>,
    /// Colours of the screen: auto (dark or light as the terminal is), dark, light, high-contrast,
    /// terminal (its own colours) or mono.
    #[arg(long, global = true, hide_short_help = true, display_order = 900)]
    #[arg(value_name = "NAME", value_parser = Look::parse)]
    pub(crate) theme: Option<Look>,
    /// Draw signs with ASCII letters.
    #[arg(long, global = true, hide_short_help = true, display_order = 900)]
    pub(crate) ascii: bool,
    /// Draw one line after the other, all in words, for screen readers.
    #[arg(long, global = true, hide_short_help = true, display_order = 900)]
    pub(crate) linear: bool,
    /// Leave the mouse to the terminal.
    #[arg(long, global = true, hide_short_help = true, display_order = 900)]
    pub(crate) no_mouse: bool,
    /// Read this config file instead of the usual file.
    #[arg(long, global = true, hide_short_help = true, display_order = 900, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// Returns the arguments with excluded words of `search`, such as `-facebook`, protected from clap:
/// a minus sign (U+2212) replaces the dash, and `Query::parse` reads both alike. Options of one
/// letter stay, and so does `-a` with its value attached.
pub(crate) fn protect_excluded_words(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    let search = args.iter().position(|arg| arg == "search").unwrap_or(args.len());
    for arg in args.iter_mut().skip(search) {
        let Some(word) = arg.to_str().and_then(|arg| arg.strip_prefix('-')) else { continue };
        if word.chars().count() > 1 && !word.starts_with(['-', 'a']) {
            *arg = format!("\u{2212}{word}").into();
        }
    }
    args
}

/// A command with its arguments. Without a command, the agenda opens on the screen.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
    /// Print sessions in time order; with --at and no --day, those that run then.
    #[command(after_long_help = format!("{FORMAT}\n\n{TAB_COLUMNS}"))]
    List(ListArgs),
    /// Print the sessions that match the words, best first.
    #[command(after_long_help = format!("{FORMAT}\n\n{TAB_COLUMNS}"))]
    Search(SearchArgs),
    /// Print all details of sessions.
    Show(ShowArgs),
    /// Print what runs now in each room, and the minutes left, my sessions first.
    #[command(after_long_help = format!("{FORMAT}\n\n{ANSWER_OF_NOW}"))]
    Now(NowArgs),
    /// Print what begins next in each room, and the minutes to go, mine first.
    #[command(after_long_help = format!("{FORMAT}\n\n{ANSWER_OF_NOW}\n\n{REMINDERS}"))]
    Next(NextArgs),
    /// Print my schedule with clashes, gaps, and changes since I marked the sessions.
    #[command(after_long_help = format!("{FORMAT}\n\n{TAB_COLUMNS_OF_MINE}"))]
    Mine(FormArgs),
    /// Put sessions into my schedule.
    Mark(MarkArgs),
    /// Take sessions out of my schedule.
    Unmark(ShowArgs),
    /// Put an entry of your own into your schedule, such as a lunch.
    Add(AddArgs),
    /// Remove entries of your own.
    Remove(RemoveArgs),
    /// Print your notes, or set the note on a session.
    Note(NoteArgs),
    /// Write the agenda, or my schedule, for other programs.
    Export(ExportArgs),
    /// Convert a published schedule and store the agenda in the library.
    Import(ImportArgs),
    /// Read the source of agendas in the library again and print the changes.
    #[command(after_long_help = TAB_COLUMNS_OF_UPDATE)]
    Update(UpdateArgs),
    /// Remove an agenda from the library. Your schedule of the event stays.
    Forget(ForgetArgs),
    /// Print the agendas of the library, their sources and their age.
    #[command(after_long_help = TAB_COLUMNS_OF_AGENDAS)]
    Agendas(AgendasArgs),
    /// Print every problem of a file.
    Check(CheckArgs),
    /// Print the configuration with all defaults, or check yours.
    Config(ConfigArgs),
    /// Print the JSON Schema of agendas in TOML, for editors and validators.
    Schema,
    /// Print the script that completes the command line in a shell.
    #[command(after_long_help = COMPLETION_SETUP)]
    Completions(CompletionsArgs),
    /// Print a page of the manual, or write all pages.
    Man(ManArgs),
    /// Print the paths of the config file, the plan and the library.
    Paths,
    /// Draw one frame of the screen without a terminal.
    Screenshot(ScreenshotArgs),
}

/// The format and the place of `export`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// The format of the file.
    #[arg(long, value_name = "FORMAT", required_unless_present = "vdir")]
    pub(crate) format: Option<ExportFormat>,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// Keep a folder of calendar files in step, for khal.
    ///
    /// One file for each session, as vdirsyncer reads them. Files of other programs and of other
    /// events stay.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["format", "output"])]
    pub(crate) vdir: Option<PathBuf>,
    /// In html: with abstracts and links.
    #[arg(long)]
    pub(crate) abstracts: bool,
    /// In calendars: ring this long before, such as 10m.
    #[arg(long, value_name = "TIME", value_parser = parse_alarm)]
    pub(crate) alarm: Option<u32>,
    /// Write to a file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

impl ExportArgs {
    /// Returns true if the sessions become events of a calendar.
    pub(crate) fn is_calendar(&self) -> bool {
        self.vdir.is_some() || self.format == Some(ExportFormat::Ics)
    }
}

/// Parses the minutes of `--alarm`.
fn parse_alarm(text: &str) -> Result<u32, AlarmError> {
    parse_length(text).ok_or(AlarmError)
}

/// The error of a text that is no time before a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AlarmError;

impl fmt::Display for AlarmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write minutes or hours, such as 10m or 1h")
    }
}

impl std::error::Error for AlarmError {}

/// The format of `export`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    Ics,
    Json,
    Csv,
    Md,
    Html,
    Toml,
}

/// The source of `import` and the place of the agenda.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// A file in any of the formats, an address, or - for standard input.
    #[arg(value_name = "SOURCE")]
    pub(crate) source: String,
    /// The name in the library. Default: the id of the event.
    #[arg(long, value_name = "N")]
    pub(crate) name: Option<String>,
    /// Write the TOML to a file, or - for standard output, instead of the library.
    #[arg(short, long, value_name = "FILE|-")]
    pub(crate) output: Option<PathBuf>,
    /// Replace an agenda of the library even by another event.
    #[arg(long)]
    pub(crate) replace: bool,
    /// End with 65 if anything was guessed, changed, dropped or contradictory.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Store nothing: tell what the source is. Of an address, fetch only the page, and list the
    /// addresses that would be tried.
    #[arg(long, conflicts_with = "strict")]
    pub(crate) dry_run: bool,
}

/// The agenda of `update`.
#[derive(Debug, clap::Args)]
pub(crate) struct UpdateArgs {
    /// The name in the library. Default: every agenda of the library that has a source.
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Take the new version even if it is worse, or another event.
    #[arg(long, requires = "name")]
    pub(crate) replace: bool,
    /// One line with a JSON object for each agenda.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The output form of `agendas`.
#[derive(Debug, clap::Args)]
pub(crate) struct AgendasArgs {
    /// One JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The agenda of `forget`.
#[derive(Debug, clap::Args)]
pub(crate) struct ForgetArgs {
    /// The whole name in the library.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

/// The file of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// The file, address or agenda to check.
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<String>,
    /// One JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Returns the names of every [`Subcommand`], to suggest one for a misspelt command.
pub(crate) fn command_names() -> Vec<String> {
    let command = CliArgs::command();
    command.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

impl Subcommand {
    /// Returns true if the command must not run with a bad configuration.
    pub(crate) fn needs_config(&self) -> bool {
        !matches!(
            self,
            Subcommand::Config(_)
                | Subcommand::Paths
                | Subcommand::Check(_)
                | Subcommand::Completions(_)
                | Subcommand::Man(_)
                | Subcommand::Schema
        )
    }

    /// Returns true if the answer has a person's own entries and notes: not those for others.
    pub(crate) fn shows_own_entries(&self) -> bool {
        match self {
            Subcommand::List(list) => list.filter.wants_own_entries(),
            Subcommand::Export(export) => export.filter.wants_own_entries(),
            _ => true,
        }
    }

    /// Returns true if the command must not run without a readable `Plan`.
    pub(crate) fn needs_plan(&self) -> bool {
        match self {
            Subcommand::List(list) => list.filter.wants_own_entries(),
            Subcommand::Now(now) => now.mine,
            Subcommand::Next(next) => next.now.mine || next.watch,
            Subcommand::Search(search) => search.query().needs_marks(),
            Subcommand::Show(_) | Subcommand::Update(_) => false,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests;
