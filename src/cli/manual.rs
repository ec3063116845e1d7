//! `man`: the manual, one page for hallway and one for each command, in the language of man (roff).

use super::error::CliError;
use super::examples::examples_of;
use super::help_texts::EXAMPLES;
use super::tool_args::ManArgs;
use crate::agenda::nearest_word;
use crate::store;
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io::Write;

/// The exit codes of all commands, with their meanings.
const EXIT_CODES: [(&str, &str); 9] = [
    ("0", "done"),
    ("1", "nothing found"),
    ("2", "wrong usage, or a condition that hallway does not understand"),
    ("65", "bad data in a file or a schedule"),
    ("66", "no such file, agenda or schedule"),
    ("69", "an address cannot be fetched"),
    ("74", "a file or the terminal cannot be read or written"),
    ("78", "a mistake in the configuration"),
    ("128+N", "ended by signal N"),
];

/// The variables of the environment, with their meanings.
const VARIABLES: [(&str, &str); 9] = [
    ("HALLWAY_AGENDA", "the agenda to open"),
    ("HALLWAY_LINEAR", "sentences for screen readers, as --linear; not with 0, no, false or off"),
    ("NO_COLOR", "no colours, unless --color asks for them"),
    ("CLICOLOR_FORCE", "colours and tables also in a pipe"),
    ("COLORTERM, TERM", "the colours of the terminal"),
    ("LC_ALL, LC_CTYPE, LANG", "signs in ASCII letters for an encoding other than UTF-8"),
    ("TZ", "the zone of this machine"),
    ("XDG_DATA_HOME, XDG_CONFIG_HOME", "the folders of plans, library and configuration"),
    ("HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY", "the proxies, by the rules of curl"),
];

/// The files, with their meanings.
const FILES: [(&str, &str); 3] = [
    ("$XDG_CONFIG_HOME/hallway/config.toml", "the configuration: hallway config default"),
    ("$XDG_DATA_HOME/hallway/plans/EVENT.toml", "the schedule of an event"),
    ("$XDG_DATA_HOME/hallway/agendas/NAME.toml", "an agenda of the library"),
];

/// Prints one page of the manual, or writes every page into a folder.
///
/// # Errors
/// Returns a usage error for an unknown command, and an error if a page cannot be written.
pub(crate) fn run(
    mut command: Command,
    args: &ManArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    command.build();
    let pages = list_pages(&command);
    if let Some(folder) = &args.dir {
        store::create_folder(folder)?;
        for (name, page) in &pages {
            store::replace_file(&folder.join(format!("{name}.1")), page.as_bytes())?;
        }
        return Ok(());
    }
    let name = match &args.command {
        Some(command) => format!("hallway-{command}"),
        None => "hallway".to_owned(),
    };
    let Some((_, page)) = pages.iter().find(|(known, _)| *known == name) else {
        let names = pages.iter().filter_map(|(name, _)| name.strip_prefix("hallway-"));
        let names: Vec<&str> = names.collect();
        let typed = args.command.as_deref().unwrap_or_default();
        return Err(CliError::usage(match nearest_word(typed, names.iter().copied()) {
            Some(near) => format!("there is no command {typed}; did you mean {near}?"),
            None => format!("there is no command {typed}. The commands are {}", names.join(", ")),
        }));
    };
    Ok(out.write_all(page.as_bytes())?)
}

/// Returns the pages of hallway and of its commands with their names, such as `hallway-list`.
fn list_pages(command: &Command) -> Vec<(String, String)> {
    let mut pages = vec![("hallway".to_owned(), format_page(command.clone(), "hallway", true))];
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = format!("hallway-{}", sub.get_name());
        let page = format_page(sub.clone(), &name, false);
        pages.push((name, page));
    }
    pages
}

fn format_page(command: Command, name: &str, is_main: bool) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let examples = examples_of(command.get_name());
    let notes = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string);
    let has_commands = command.get_subcommands().any(|sub| !sub.is_hide_set());
    // The manual would leave out the texts of options that the short help hides.
    let command = command.mut_args(|arg| arg.hide_short_help(false));
    let command = command.version(version).display_name(name.to_owned());
    let man = Man::new(command).title(name.to_uppercase()).source(format!("hallway {version}"));
    let mut page = Vec::new();
    // Writing into memory does not fail.
    let _ = man.render_title(&mut page);
    let _ = man.render_name_section(&mut page);
    let _ = man.render_synopsis_section(&mut page);
    let _ = man.render_description_section(&mut page);
    let _ = man.render_options_section(&mut page);
    if has_commands {
        let _ = man.render_subcommands_section(&mut page);
    }
    let mut more = Roff::new();
    add_paragraphs(&mut more, "NOTES", &notes.unwrap_or_default());
    add_examples(
        &mut more,
        examples.as_deref().unwrap_or(EXAMPLES).trim_start_matches("Examples:\n"),
    );
    add_section(&mut more, "EXIT STATUS", &EXIT_CODES);
    if is_main {
        add_section(&mut more, "ENVIRONMENT", &VARIABLES);
        add_section(&mut more, "FILES", &FILES);
    }
    let _ = more.to_writer(&mut page);
    let _ = man.render_version_section(&mut page);
    String::from_utf8_lossy(&page).into_owned()
}

/// Adds a section of paragraphs, if there are any.
fn add_paragraphs(page: &mut Roff, title: &str, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    page.control("SH", [title]);
    for paragraph in text.trim().split("\n\n") {
        page.control("PP", []);
        page.text([roman(paragraph)]);
    }
}

/// Adds the examples as they stand: lines without filling (`nf`).
fn add_examples(page: &mut Roff, lines: &str) {
    page.control("SH", ["EXAMPLES"]);
    page.control("nf", []);
    for line in lines.lines() {
        page.text([roman(line)]);
    }
    page.control("fi", []);
}

fn add_section(page: &mut Roff, title: &str, rows: &[(&str, &str)]) {
    page.control("SH", [title]);
    for (name, meaning) in rows {
        page.control("TP", []);
        page.text([bold(*name)]);
        page.text([roman(*meaning)]);
    }
}
