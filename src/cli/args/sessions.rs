//! The arguments of the commands that print or mark sessions.

use crate::agenda::Kind;
use crate::config::{TimeSpanError, parse_remind_before};
use crate::plan::parse_length;
use crate::search::Query;
use std::num::NonZeroUsize;
use std::time::Duration;

/// The filters of `list` and `export`. A session must match all of them.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct FilterArgs {
    /// Only this day: 2016-07-12, "12 jul", tue, 2 or today.
    ///
    /// Also 7/12, 12.7. and tomorrow. Several --day are all these days.
    #[arg(long, value_name = "D")]
    pub(crate) day: Vec<String>,
    /// Only this room, or a part of its name.
    ///
    /// A joined room matches each of its parts. Several --room are all these rooms.
    #[arg(long, value_name = "R")]
    pub(crate) room: Vec<String>,
    /// Only this track, or a part of its name.
    #[arg(long, value_name = "T")]
    pub(crate) track: Option<String>,
    /// Only of this person: a part of the name of a speaker, moderator or sponsor.
    #[arg(long, value_name = "S")]
    pub(crate) speaker: Option<String>,
    /// Only this kind: talk, keynote, panel, workshop, lightning, break, social, bof, other or
    /// own.
    #[arg(long, value_name = "K")]
    pub(crate) kind: Option<String>,
    /// Only sessions in my schedule.
    #[arg(long)]
    pub(crate) mine: bool,
}

impl FilterArgs {
    /// Returns true if the sessions may be own entries: those of my schedule, or of their kind.
    pub(crate) fn wants_own_entries(&self) -> bool {
        let kind = self.kind.as_deref().map(str::to_lowercase);
        self.mine || kind.and_then(|kind| Kind::parse(&kind)) == Some(Kind::Own)
    }
}

/// The output form of the commands that print sessions. Without an option: a table, or lines with
/// tabs in a pipe.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct FormArgs {
    /// One JSON object.
    #[arg(long, group = "form")]
    pub(crate) json: bool,
    /// One line with a JSON object for each session.
    #[arg(long, group = "form")]
    pub(crate) jsonl: bool,
    /// One line with the id of each session.
    #[arg(long, group = "form")]
    pub(crate) ids: bool,
    /// A line for each session, such as '{title}, {room}, in {minutes} min'.
    #[arg(long, group = "form", value_name = "FORMAT")]
    pub(crate) format: Option<String>,
}

/// The filters and the output form of `list`.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    #[command(flatten)]
    pub(crate) form: FormArgs,
}

/// The query of `search` and its output form.
#[derive(Debug, clap::Args)]
pub(crate) struct SearchArgs {
    /// Words in any order, and room:ulster speaker:liz day:tue kind:workshop is:full "exact words"
    /// -without.
    #[arg(required = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// The greatest number of hits.
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<NonZeroUsize>,
    /// The points of each word below each hit.
    #[arg(long, group = "form")]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) form: FormArgs,
}

impl SearchArgs {
    /// Returns all words. The dash of an excluded word is one again.
    pub(crate) fn text(&self) -> String {
        self.words.join(" ").replace('\u{2212}', "-")
    }

    /// Returns the query of all words.
    pub(crate) fn query(&self) -> Query {
        Query::parse(&self.text())
    }
}

/// The rooms and the output form of `now` and `next`.
#[derive(Debug, clap::Args)]
pub(crate) struct NowArgs {
    /// Only this room, or a part of its name.
    ///
    /// Several --room are all these rooms.
    #[arg(long, value_name = "R")]
    pub(crate) room: Vec<String>,
    /// Only sessions in my schedule.
    #[arg(long)]
    pub(crate) mine: bool,
    #[command(flatten)]
    pub(crate) form: FormArgs,
}

/// The rooms and the output form of `next`, and its reminders.
#[derive(Debug, clap::Args)]
pub(crate) struct NextArgs {
    #[command(flatten)]
    pub(crate) now: NowArgs,
    /// Wait, and announce each session of my schedule.
    ///
    /// With a line, the bell and a notification of the terminal, and notify_cmd of the
    /// configuration.
    #[arg(long, conflicts_with = "room")]
    pub(crate) watch: bool,
    /// With --watch: announce this long before the start, such as 10m.
    ///
    /// The walk to the room comes on top. Default: remind_before of the configuration, else 10m.
    #[arg(long, value_name = "TIME", requires = "watch", value_parser = parse_before)]
    pub(crate) before: Option<Duration>,
}

/// Parses the value of `--before`: `10m`, `1h30` or `0m`.
fn parse_before(text: &str) -> Result<Duration, TimeSpanError> {
    let minutes = parse_length(text).filter(|minutes| *minutes <= 24 * 60);
    match minutes {
        Some(minutes) => Ok(Duration::from_secs(60 * u64::from(minutes))),
        None => parse_remind_before(text),
    }
}

/// The sessions of a command.
#[derive(Debug, clap::Args)]
pub(crate) struct IdArgs {
    /// Sessions: an id, the beginning of one, another id of the file, or words that fit one
    /// session. - reads ids from standard input, one a line.
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
}

/// The sessions of `show` and `unmark`, and the output form.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    pub(crate) sessions: IdArgs,
    /// One JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The sessions of `mark`.
#[derive(Debug, clap::Args)]
pub(crate) struct MarkArgs {
    /// Sessions: an id, the beginning of one, another id of the file, or words that fit one
    /// session. - reads ids from standard input, one a line.
    #[arg(required_unless_present = "from", value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Mark as maybe.
    #[arg(long)]
    pub(crate) maybe: bool,
    /// Mark as not for me: the screen dims such sessions.
    #[arg(long, conflicts_with = "maybe")]
    pub(crate) skip: bool,
    /// Copy the marks of another event's schedule to the same sessions of this agenda.
    #[arg(long, value_name = "EVENT", conflicts_with_all = ["ids", "maybe", "skip"])]
    pub(crate) from: Option<String>,
    /// One JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}
