//! The long texts of the help and of the manual.

/// The examples of hallway.
pub(crate) const EXAMPLES: &str = "\
Examples:
  hallway                                the agenda opened last, or the built-in agenda
  hallway https://fosdem.org/2026/       fetches an agenda, keeps it, and opens it
  hallway search dns wednesday           finds sessions, the best first
  hallway list --day tue --room ulster   what happens there
  hallway mark doorman                   puts the session into my schedule
  hallway mine                           my schedule with clashes and free time
  hallway export --format ics --mine     my schedule for a calendar
";

/// The text below the help of hallway.
pub(crate) const AFTER_HELP: &str = "\
Without a command, hallway opens the agenda on the screen.

AGENDA is a file, - for standard input, the https:// address of a schedule or of a page that \
leads to one, a name in the library or a part of it, or the built-in agenda srecon16-europe. Files \
may be hallway's TOML, frab or pretalx XML and JSON, iCalendar, Sched CSV, JSON of Sessionize, \
CFP.dev or WordCamps, or web pages with events. \
Default: $HALLWAY_AGENDA, else the agenda opened last, else the built-in agenda.

TIME is 14:00, 2:30pm, 14h30, noon, now, \"tue 14:00\", \"12 jul 2pm\", \"2 09:12\" (the second \
day) or 2016-07-11T09:12, in the zone of the event. A time without a day is today if the event is \
on, else on the first day. Hours before 5:00 belong to the day before, and later ones while \
its programme runs on. A day is 2016-07-12, 12 jul, jul 12, 12.7., 7/12, tue, dienstag, 2, \
today or tomorrow; the days of the agenda decide which number of 7/12 is the month.

Exit codes: 0 done, 1 nothing found, 2 usage, 65 bad data, 66 no such input, 69 cannot \
fetch, 74 cannot read or write, 78 bad config, 128+N ended by signal N.";

/// The lines of `list` and `search` in a pipe.
pub(crate) const TAB_COLUMNS: &str = "\
When piped: one line for each session, with tabs between id, day, start, end, room, kind, mark, \
title and people. Unknown fields are empty.";

/// The fields of `--format`.
pub(crate) const FORMAT: &str = "\
FORMAT is a text with fields: {title}, {room}, {start}, {end}, {day}, {people}, {track}, {kind}, \
{mark}, {id}, {minutes} to go or, of a session that runs, left, {in} the same as in 2 h 05 or 3 \
days, and {walk}: the minutes of the walk to a session to come. {{ and }} write braces.";

/// The lines in a pipe and the exit codes of `now` and `next`.
pub(crate) const ANSWER_OF_NOW: &str = "\
With --format, nothing at all is printed if there is no session.

When piped: the columns of list, and the minutes.

Exit codes: 0 with a session, 1 if none runs or follows; before the event standard error says \
when it begins, and --json has begins, ends and the state: before, during or after.";

/// The reminders of `next --watch`.
pub(crate) const REMINDERS: &str = "\
With --watch: one line for each session that I attend, and each entry of my own, --before its \
start and the walk to it ([walk] of the configuration or the agenda); with --json or --jsonl one \
session a line. A session that could not be announced in time is announced at once if it has not \
ended, none is announced twice, and changes of plan and agenda are followed. A terminal gets the \
bell (bell = false turns it off) and a notification (OSC 9 and OSC 777; tmux needs \
allow-passthrough). notify_cmd of the configuration gets at most 10 seconds. The command ends with \
the event, and by a signal.";

/// The lines of `mine` in a pipe.
pub(crate) const TAB_COLUMNS_OF_MINE: &str = "\
When piped: the columns of list, and the ids of the sessions that overlap.";

/// The lines of `update` in a pipe.
pub(crate) const TAB_COLUMNS_OF_UPDATE: &str = "\
When piped: one line for each change, with tabs between kind (new, moved, relocated, resized, \
retitled, renumbered, cancelled, reinstated, gone), id, mark and a sentence; and the name of \
the agenda if no NAME is given.";

/// The lines of `agendas` in a pipe.
pub(crate) const TAB_COLUMNS_OF_AGENDAS: &str = "\
When piped: one line for each agenda, with tabs between name, event, first day, number of \
sessions, number of days, source, the time (UTC) when the source was read last, the time (UTC) \
of the last new version, and what the new version brought.";

/// The lines that turn completion on.
pub(crate) const COMPLETION_SETUP: &str = "\
bash: echo 'source <(hallway completions bash)' >> ~/.bashrc
zsh:  echo 'source <(hallway completions zsh)' >> ~/.zshrc
fish: echo 'hallway completions fish | source' > ~/.config/fish/completions/hallway.fish";
