//! The examples of each command: `--help` begins with them, and the manual has them.

use clap::Command;

/// The examples of one command.
struct CommandExamples {
    command: &'static str,
    /// Lines for a shell, each with its meaning.
    lines: &'static [(&'static str, &'static str)],
}

const fn examples(
    command: &'static str,
    lines: &'static [(&'static str, &'static str)],
) -> CommandExamples {
    CommandExamples { command, lines }
}

/// The examples of all commands, with a width of at most 80 columns.
const EXAMPLES: &[CommandExamples] = &[
    examples(
        "list",
        &[
            ("hallway list", "every session in time order"),
            ("hallway list --day tue --room ulster", "what happens there"),
            ("hallway list --at 'tue 14:00'", "what runs at that time"),
            ("hallway list --speaker liz --json", "for other programs"),
        ],
    ),
    examples(
        "search",
        &[
            ("hallway search liz debt", "words in any order, the best first"),
            ("hallway search kernel day:tue -panel", "with conditions"),
            ("hallway search --explain doorman", "why a session is found"),
            ("hallway search --ids dns | hallway mark -", "marks what is found"),
        ],
    ),
    examples(
        "show",
        &[
            ("hallway show doorman", "the session that the word fits"),
            ("hallway show mon-0940-d tue-1100-eb", "the beginnings of two ids"),
            ("hallway mine --ids | hallway show -", "each session in my schedule"),
        ],
    ),
    examples(
        "now",
        &[
            ("hallway now", "what runs in each room"),
            ("hallway now --room ulster", "in this room"),
            ("hallway now --at 'tue 14:00'", "what runs then"),
            ("hallway now --format '{room}: {title}'", "a line for a status bar"),
        ],
    ),
    examples(
        "next",
        &[
            ("hallway next", "what begins next in each room"),
            ("hallway next --mine", "in my schedule"),
            ("hallway next --mine --format '{title} in {in}'", "for a prompt"),
            ("hallway next --watch --before 5m", "waits and reminds"),
        ],
    ),
    examples(
        "mine",
        &[
            ("hallway mine", "my schedule with clashes and free time"),
            ("hallway mine --json | jq .clashes", "the clashes alone"),
            ("hallway mine --ids", "ids for other commands"),
        ],
    ),
    examples(
        "mark",
        &[
            ("hallway mark doorman", "the session that the word fits"),
            ("hallway mark --maybe tue-1100-eb", "the beginning of an id, as maybe"),
            ("hallway mark --skip doorman", "not for me"),
            ("hallway search --ids dns | hallway mark -", "marks what is found"),
            ("hallway mark --from fosdem-2025", "copies marks of another event"),
        ],
    ),
    examples(
        "unmark",
        &[
            ("hallway unmark doorman", "the session that the word fits"),
            ("hallway mine --ids | hallway unmark -", "empties my schedule"),
        ],
    ),
    examples(
        "add",
        &[
            ("hallway add 'Lunch with Ann' tue 12:30 45m Foyer", ""),
            ("hallway add Shift tue 14:00-16:00", "with an end"),
            ("hallway add --edit own-0712-1230 Lunch tue 13:00", "changes the entry"),
        ],
    ),
    examples(
        "remove",
        &[
            ("hallway remove lunch", "the entry that the word fits"),
            ("hallway remove own-0712-1230", "the beginning of its id"),
        ],
    ),
    examples(
        "note",
        &[
            ("hallway note", "all notes"),
            ("hallway note doorman ask about the locks", "sets the note"),
            ("hallway note doorman", "prints the note"),
            ("hallway note --edit doorman", "opens the note in $EDITOR"),
            ("cat notes.txt | hallway note doorman -", "reads the note"),
            ("hallway note doorman ''", "removes the note"),
        ],
    ),
    examples(
        "export",
        &[
            ("hallway export --format ics --mine --alarm 10m -o my.ics", ""),
            ("hallway export --format html --abstracts -o conf.html", ""),
            ("hallway export --vdir ~/.calendars/conf --mine", "for khal"),
            ("hallway export --format csv --day tue", "for a spreadsheet"),
        ],
    ),
    examples(
        "import",
        &[
            ("hallway import https://fosdem.org/2026/", "a page of a conference"),
            ("hallway import schedule.xml --name conf", "a file"),
            ("hallway import schedule.ics -o conf.toml", "converts a file"),
            ("hallway import --dry-run schedule.xml", "only tells what it is"),
        ],
    ),
    examples(
        "update",
        &[
            ("hallway update", "every agenda of the library"),
            ("hallway update fosdem", "one agenda"),
        ],
    ),
    examples("forget", &[("hallway forget fosdem-2025", "your schedule of it stays")]),
    examples(
        "agendas",
        &[
            ("hallway agendas", "names, sources and ages"),
            ("hallway agendas --json", "for other programs"),
        ],
    ),
    examples(
        "check",
        &[
            ("hallway check my-conference.toml", "every problem with its line"),
            ("hallway check", "the agenda opened last"),
        ],
    ),
    examples(
        "config",
        &[
            ("hallway config path", "where the file is, or can be"),
            ("hallway config default", "every key with its meaning"),
            ("hallway config check", "the values in use, or all mistakes"),
        ],
    ),
    examples("schema", &[("hallway schema > agenda.schema.json", "for an editor")]),
    examples(
        "completions",
        &[
            ("hallway completions bash", "in ~/.bashrc, as below"),
            ("hallway completions fish", "for fish"),
        ],
    ),
    examples(
        "man",
        &[
            ("hallway man list | man -l -", "reads the page of list"),
            ("hallway man --dir ~/.local/share/man/man1", "installs all pages"),
        ],
    ),
    examples("paths", &[("hallway paths", "configuration, plan and library")]),
    examples(
        "screenshot",
        &[
            ("hallway screenshot --size 80x24", "the first screen"),
            ("hallway screenshot --format svg -o a.svg", "a picture"),
            ("hallway screenshot --keys '/ebpf<Enter>'", "after some keys"),
        ],
    ),
];

/// Puts the examples before the long help of each command, and the way to them below its short
/// help.
pub(crate) fn with_examples(command: Command) -> Command {
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        let Some(text) = examples_of(&name) else { return sub };
        // Without a long text, the long help would show the short one.
        let more = sub.get_after_long_help().map(ToString::to_string).unwrap_or_default();
        sub.before_long_help(format!("Examples:\n{text}"))
            .after_help(format!("hallway {name} --help shows examples and all options."))
            .after_long_help(more)
    })
}

/// Returns the examples of a command, one a line.
pub(crate) fn examples_of(command: &str) -> Option<String> {
    let known = EXAMPLES.iter().find(|known| known.command == command)?;
    let widest = known.lines.iter().map(|(line, _)| line.len()).max().unwrap_or_default();
    let lines = known.lines.iter().map(|(line, meaning)| {
        let line = format!("  {line:widest$}  {meaning}");
        line.trim_end().to_owned() + "\n"
    });
    Some(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{CliArgs, command_names, protect_excluded_words};
    use clap::Parser;
    use std::ffi::OsString;

    /// Splits a line at blanks outside of single quotes.
    fn split_words(line: &str) -> Vec<String> {
        let parts = line.split('\'').enumerate();
        let words = parts.flat_map(|(nth, part)| match nth % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        });
        words.collect()
    }

    #[test]
    fn every_command_has_examples_of_80_columns_that_clap_parses() {
        let names: Vec<String> = command_names();
        assert_eq!(EXAMPLES.iter().map(|known| known.command).collect::<Vec<_>>(), names);
        for known in EXAMPLES {
            let text = examples_of(known.command).unwrap();
            assert!(text.lines().all(|line| line.len() <= 80), "{text}");
            let mut has_command = false;
            for part in known.lines.iter().flat_map(|(line, _)| line.split(" | ")) {
                let part = part.split(" > ").next().unwrap();
                if part.starts_with("hallway ") {
                    let words = split_words(part);
                    has_command |= words[1] == known.command;
                    let words = protect_excluded_words(words.into_iter().map(OsString::from));
                    assert!(CliArgs::try_parse_from(&words).is_ok(), "{part}");
                }
            }
            assert!(has_command, "{text}");
        }
    }
}
