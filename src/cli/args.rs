//! The command line as it is written.

use crate::tui::Look;
use clap::{Parser, ValueEnum};
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

const AFTER: &str = "\
Without a command hallway opens the agenda on the screen.

AGENDA is a file, - for standard input, the name of an agenda in the library, or srecon16-europe, which is built in. \
Files may be hallway's TOML, frab or pretalx XML and JSON, iCalendar, Sched CSV or Sessionize JSON. \
Default: $HALLWAY_AGENDA, else the agenda opened last, else the built-in one.

TIME is 2016-07-11T09:12, \"mon 09:12\", \"2 09:12\" (the second day) or 09:12 (the first day), on the event's clocks. \
Hours after midnight belong to the day before, as in the programme.

Exit codes: 0 done, 1 nothing found, 2 usage, 65 bad data, 66 no such input, 74 cannot read or write, 78 bad config.";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "hallway", version, about, after_help = AFTER)]
pub(crate) struct CliArgs {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    /// The agenda to open.
    #[arg(value_name = "AGENDA", conflicts_with = "agenda")]
    pub(crate) open: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Option<Subcommand>,
}

/// What every command heeds.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct GlobalArgs {
    /// The agenda to read.
    #[arg(short, long, global = true, value_name = "AGENDA")]
    pub(crate) agenda: Option<String>,
    /// Pretend that it is TIME.
    #[arg(long, global = true, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// Show times on the clocks of the event, of this machine, or of an IANA zone.
    #[arg(long, global = true, value_name = "event|local|ZONE", default_value = "event")]
    pub(crate) tz: String,
    /// The event's zone, where its file names none.
    #[arg(long, global = true, value_name = "ZONE")]
    pub(crate) zone: Option<String>,
    /// ColorChoice to use colours; "always" gives tables for people in a pipe too.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    /// terminal (its own colours), dark, light, high-contrast or mono.
    #[arg(long, global = true, value_name = "NAME", value_parser = Look::parse)]
    pub(crate) theme: Option<Look>,
    /// Draw signs in plain letters.
    #[arg(long, global = true)]
    pub(crate) ascii: bool,
    /// One line after the other, everything in words: for screen readers.
    #[arg(long, global = true)]
    pub(crate) linear: bool,
    /// Leave the mouse to the terminal.
    #[arg(long, global = true)]
    pub(crate) no_mouse: bool,
    /// Read this config file instead of the usual one.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// The command line in which the words that a search shall leave out (`-facebook`) are not taken
/// for options: their dash becomes a minus sign, which means the same in a query. Options of one
/// letter stay; `-a` may have its value attached.
pub(crate) fn protect_excluded_words(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    let search = args.iter().position(|arg| arg == "search").unwrap_or(args.len());
    for arg in args.iter_mut().skip(search) {
        let word = arg
            .to_str()
            .and_then(|arg| arg.strip_prefix('-'))
            .filter(|word| word.chars().count() > 1);
        if let Some(word) = word.filter(|word| !word.starts_with(['-', 'a'])) {
            *arg = format!("\u{2212}{word}").into();
        }
    }
    args
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
    /// Sessions in time order.
    #[command(after_help = COLUMNS)]
    List(ListArgs),
    /// Sessions that fit the words, best first.
    #[command(after_help = COLUMNS)]
    Search(SearchArgs),
    /// Everything known of sessions.
    Show(IdArgs),
    /// My schedule: what I attend and might, clashes, gaps, and what changed since I marked it.
    #[command(
        after_help = "ColorChoice piped: the columns of list, and the ids that a session clashes with."
    )]
    Mine(MineArgs),
    /// Put sessions into my schedule.
    Mark(MarkArgs),
    /// Take sessions out of my schedule.
    Unmark(IdArgs),
    /// Write the agenda, or my schedule, for other programs.
    Export(ExportArgs),
    /// Convert a published schedule and put it into the library.
    Import(ImportArgs),
    /// Read an agenda of the library again from what it was imported from, and tell what has
    /// changed.
    #[command(
        after_help = "ColorChoice piped: one line a change, with tabs between what it is (new, moved, relocated, resized, \
retitled, renumbered, cancelled, reinstated, gone), id, mark and a sentence."
    )]
    Update(UpdateArgs),
    /// The agendas of the library.
    Agendas,
    /// Tell every problem of a file.
    Check(CheckArgs),
    /// Where things are kept.
    Paths,
    /// Draw one frame of the screen without a terminal.
    Screenshot(ScreenshotArgs),
}

const COLUMNS: &str = "ColorChoice piped: one line a session, with tabs between id, day, start, end, room, kind, mark, title \
and people. What is not known is empty.";

/// Which sessions, and how they are printed.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// A date, a weekday, or 1, 2, 3…
    #[arg(long, value_name = "D")]
    pub(crate) day: Option<String>,
    /// A room, or a part of its name; joined rooms count for each of their parts.
    #[arg(long, value_name = "R")]
    pub(crate) room: Option<String>,
    /// A track, or a part of its name.
    #[arg(long, value_name = "T")]
    pub(crate) track: Option<String>,
    /// A part of the name of somebody who speaks, moderates or sponsors.
    #[arg(long, value_name = "S")]
    pub(crate) speaker: Option<String>,
    /// talk, keynote, panel, workshop, lightning, break, social, bof or other.
    #[arg(long, value_name = "K")]
    pub(crate) kind: Option<String>,
    /// Only what is in my schedule.
    #[arg(long)]
    pub(crate) mine: bool,
    /// One JSON object.
    #[arg(long, group = "form")]
    pub(crate) json: bool,
    /// One JSON object a line and session.
    #[arg(long, group = "form")]
    pub(crate) jsonl: bool,
    /// One id a line.
    #[arg(long, group = "form")]
    pub(crate) ids: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SearchArgs {
    /// Words in any order, and room:ulster speaker:liz day:tue kind:workshop is:full "exact words"
    /// -without.
    #[arg(required = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// At most so many.
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<NonZeroUsize>,
    /// One JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct IdArgs {
    /// IdArgs of sessions, as list --ids prints them.
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MarkArgs {
    #[command(flatten)]
    pub(crate) ids: IdArgs,
    /// I might attend.
    #[arg(long)]
    pub(crate) maybe: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MineArgs {
    /// One JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: ExportFormat,
    /// Only what is in my schedule.
    #[arg(long)]
    pub(crate) mine: bool,
    /// Write to a file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    Ics,
    Json,
    Csv,
    Md,
    Toml,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// A file in any of the formats, or - for standard input.
    #[arg(value_name = "SOURCE")]
    pub(crate) source: String,
    /// Its name in the library; default: the id of the event.
    #[arg(long, value_name = "N")]
    pub(crate) name: Option<String>,
    /// Write the TOML to a file, or - for standard output, instead of the library.
    #[arg(short, long, value_name = "FILE|-")]
    pub(crate) output: Option<PathBuf>,
    /// End with 65 if anything was guessed, changed, dropped or contradictory.
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct UpdateArgs {
    /// Its name in the library; default: the agenda that would be opened.
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// The file to check.
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ScreenshotArgs {
    /// Columns and rows.
    #[arg(long, value_name = "WxH", default_value = "120x36", value_parser = size)]
    pub(crate) size: (u16, u16),
    /// Keys to press first, such as /ebpf<Enter>.
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub(crate) keys: String,
    #[arg(long, default_value = "txt")]
    pub(crate) format: ScreenshotFormat,
    /// On a light background.
    #[arg(long)]
    pub(crate) light: bool,
    /// Write to a file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScreenshotFormat {
    Svg,
    Txt,
    Ansi,
}

/// `120x36`
fn size(text: &str) -> Result<(u16, u16), String> {
    let parsed = text.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    parsed
        .filter(|(w, h)| (1..=1000).contains(w) && (1..=1000).contains(h))
        .ok_or_else(|| "write columns and rows, such as 120x36, of at most 1000 each".to_owned())
}

/// The names of all commands, for who misspelt one.
pub(crate) fn command_names() -> Vec<String> {
    let command = <CliArgs as clap::CommandFactory>::command();
    command.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

impl Subcommand {
    /// Whether it makes no sense where my schedule cannot be read.
    pub(crate) fn needs_plan(&self) -> bool {
        match self {
            Subcommand::List(list) => list.mine,
            Subcommand::Search(search) => search.words.iter().any(|word| word.contains("is:m")),
            Subcommand::Show(_) | Subcommand::Update(_) => false,
            _ => true,
        }
    }
}
