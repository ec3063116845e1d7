//! [`read_config`]: the keys of a configuration file, and all mistakes.

use super::setting::{ReadSetting, SETTINGS};
use super::value::{ValueError, quote, read_text, wrong_type};
use super::values::Config;
use crate::agenda::{Clean, Position, Problem, Span, nearest_word};
use crate::tui::{Keymap, Tables};
use std::borrow::Cow;
use std::fmt;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The greatest number of problems in one report.
const REPORTED_MAX: usize = 20;
/// The key of the tables of keys.
const KEYS: &str = "keys";

/// The problems of a configuration file, as a report to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConfigError {
    report: String,
}

impl ConfigError {
    /// Returns the report of problems, in the order of the file.
    fn new(mut problems: Vec<Problem>, file: &str, text: &str) -> ConfigError {
        problems.sort_by_key(|problem| problem.at.as_ref().map_or(0, |at| at.start));
        let more = problems.len().saturating_sub(REPORTED_MAX);
        problems.truncate(REPORTED_MAX);
        let reports = problems.iter().map(|problem| problem.report(file, text));
        let mut report = reports.collect::<Vec<_>>().join("\n");
        if more > 0 {
            report += &format!("\n{file}: {more} more problems");
        }
        ConfigError { report }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report)
    }
}

impl Config {
    /// Parses the content `text` of the file `file`.
    ///
    /// # Errors
    /// Returns all problems of the file.
    pub(crate) fn read(file: &str, text: &str) -> Result<Config, ConfigError> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut problems: Vec<Problem> =
            errors.iter().map(|error| syntax_problem(text, error)).collect();
        let mut config = Config::default();
        for (key, value) in table.get_ref() {
            if let Err(problem) = config.read_key(text, key, value, &mut problems) {
                problems.push(problem);
            }
            config.lines.insert(key.get_ref().to_string(), line_of(text, &key.span()));
        }
        if problems.is_empty() { Ok(config) } else { Err(ConfigError::new(problems, file, text)) }
    }

    /// Reads a key of the file with its value.
    fn read_key(
        &mut self,
        text: &str,
        key: &Spanned<Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        problems: &mut Vec<Problem>,
    ) -> Result<(), Problem> {
        let name = &**key.get_ref();
        if name == KEYS {
            let tables = read_key_tables(value, problems);
            for (context, table) in &tables {
                for command in table.keys() {
                    let path = format!("{KEYS}.{}.{}", context.get_ref(), command.get_ref());
                    self.lines.insert(path, line_of(text, &command.span()));
                }
            }
            match Keymap::with_overrides(&tables) {
                Ok(keymap) => self.keymap = keymap,
                Err(found) => {
                    let errors = found.iter().map(|problem| {
                        Problem::error(Some(problem.at.clone()), problem.to_string())
                    });
                    problems.extend(errors);
                }
            }
            return Ok(());
        }
        let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) else {
            return Err(unknown_key(name, key.span()));
        };
        match setting.set {
            ReadSetting::Value(set) => set(self, value.get_ref())
                .map_err(|error| Problem::error(Some(value.span()), format!("{name}: {error}"))),
            ReadSetting::Table(set) => {
                set(self, value, problems);
                Ok(())
            }
        }
    }
}

/// Returns the problem of an error in the syntax of TOML. A key that is set twice is named with the
/// line of its first value.
fn syntax_problem(text: &str, error: &toml::de::Error) -> Problem {
    let at = error.span();
    let before = at.clone().filter(|_| error.message() == "duplicate key");
    let twice = before.and_then(|at| {
        let (name, above) = (text.get(at.clone())?, text.get(..at.start)?);
        let is_first = |line: &&str| {
            let rest = line.trim_start_matches([' ', '\t', '[']).strip_prefix(name);
            rest.is_some_and(|rest| rest.trim_start().starts_with(['=', '.', ']']))
        };
        let lines: Vec<&str> = above.lines().collect();
        let first = lines.iter().rposition(is_first)? + 1;
        let name = Clean::excerpt(name);
        Some(format!("{name} is set twice: here and in line {first}"))
    });
    Problem::error(at, twice.unwrap_or_else(|| error.message().to_owned()))
}

/// Returns the line of a place, from 1.
fn line_of(text: &str, at: &Span) -> usize {
    Position::of_byte(text, at.start).line
}

fn unknown_key(name: &str, at: Span) -> Problem {
    let known = SETTINGS.iter().map(|setting| setting.name).chain([KEYS]);
    let help = match nearest_word(name, known) {
        Some(near) => format!("did you mean {near}?"),
        None => "hallway config default prints all keys".to_owned(),
    };
    let name = quote(name);
    Problem::error(Some(at), format!("hallway has no key {name}")).help(help)
}

/// Reads the tables `[keys.…]`: context, command, keys. Values of other types are left out and
/// reported.
fn read_key_tables(value: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Tables {
    let mut report = |value: &Spanned<DeValue<'_>>, error: ValueError| {
        problems.push(Problem::error(Some(value.span()), error.to_string()));
    };
    let mut tables = Tables::new();
    let Some(contexts) = value.get_ref().as_table() else {
        report(value, wrong_type("a table such as [keys.browse]", value.get_ref()));
        return tables;
    };
    for (context, commands) in contexts {
        let Some(commands_table) = commands.get_ref().as_table() else {
            report(commands, wrong_type("a table such as [keys.browse]", commands.get_ref()));
            continue;
        };
        let table = tables.entry(own(context)).or_default();
        for (command, keys) in commands_table {
            let Some(list) = keys.get_ref().as_array() else {
                report(keys, wrong_type("a list such as [\"x\", \"C-d\"]", keys.get_ref()));
                continue;
            };
            let bound = table.entry(own(command)).or_default();
            for key in list {
                match read_text(key.get_ref()) {
                    Ok(text) => bound.push(Spanned::new(key.span(), text.to_owned())),
                    Err(error) => report(key, error),
                }
            }
        }
    }
    tables
}

fn own(key: &Spanned<Cow<'_, str>>) -> Spanned<String> {
    Spanned::new(key.span(), key.get_ref().to_string())
}
