//! [`QuotingBash`]: completion in bash with spaces in values, and titles beside ids.
//! [`CaselessZsh`]: completion in zsh that finds `Doorman` for `doo`.

use crate::store;
use clap::Command;
use clap_complete::engine;
use clap_complete::env::{EnvCompleter, Zsh};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

/// The types of completion that only list the candidates (`COMP_TYPE` of bash): `?` and `!`.
const LISTING_TYPES: [&str; 2] = ["63", "33"];

/// Completion in bash. The script of `clap_complete` inserts values with spaces as several words,
/// and lists no meanings.
pub(crate) struct QuotingBash;

impl EnvCompleter for QuotingBash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == self.name()
    }

    fn write_registration(
        &self,
        _variable: &str,
        _name: &str,
        _program: &str,
        _completer: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all(include_bytes!("completion_bash.sh"))
    }

    fn write_complete(
        &self,
        command: &mut Command,
        mut args: Vec<OsString>,
        current_dir: Option<&Path>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let read = |name: &str| store::read_variable(name).unwrap_or_default();
        let index = read("HALLWAY_WORD").parse().unwrap_or_default();
        let is_listing = LISTING_TYPES.contains(&&*read("HALLWAY_LISTING"));
        let mut is_quoted = false;
        if let Some(word) = args.get_mut(index) {
            let word: &mut OsString = word;
            let typed = word.to_string_lossy().into_owned();
            let (option, value) = split_option(&typed);
            is_quoted = value.starts_with(['"', '\'']);
            *word = format!("{option}{}", without_quotes(value)).into();
        }
        let candidates = engine::complete(command, args, index, current_dir)?;
        let shows_help = is_listing && candidates.len() > 1;
        for candidate in &candidates {
            let value = candidate.get_value().to_string_lossy();
            let value = if is_quoted { value.into_owned() } else { with_backslashes(&value) };
            match candidate.get_help() {
                Some(help) if shows_help => writeln!(out, "{value}  {help}")?,
                _ => writeln!(out, "{value}")?,
            }
        }
        Ok(())
    }
}

/// Completion in zsh. The script of `clap_complete` refuses values that begin with a capital letter
/// where a small one is typed.
pub(crate) struct CaselessZsh;

impl EnvCompleter for CaselessZsh {
    fn name(&self) -> &'static str {
        Zsh.name()
    }

    fn is(&self, name: &str) -> bool {
        Zsh.is(name)
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        program: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        const LISTING: &str = "_describe -V 'values' other";
        let mut script = Vec::new();
        Zsh.write_registration(variable, name, program, completer, &mut script)?;
        let script = String::from_utf8_lossy(&script);
        let caseless = format!("{LISTING} -M 'm:{{[:lower:]}}={{[:upper:]}}'");
        out.write_all(script.replace(LISTING, &caseless).as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        Zsh.write_complete(command, args, current_dir, out)
    }
}

/// Splits `--room='Pem` into the option with its sign, and the value. A word that is no option has
/// a value alone.
fn split_option(word: &str) -> (&str, &str) {
    let at = word.find('=').filter(|_| word.starts_with("--"));
    at.and_then(|at| word.split_at_checked(at + 1)).unwrap_or(("", word))
}

/// Returns a word of bash without its first quote or its backslashes.
fn without_quotes(word: &str) -> String {
    if let Some(inner) = word.strip_prefix(['"', '\'']) {
        return inner.to_owned();
    }
    let mut text = String::with_capacity(word.len());
    let mut letters = word.chars();
    while let Some(letter) = letters.next() {
        text.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    text
}

/// Returns a text as a word of bash, with a backslash before each character that bash reads.
fn with_backslashes(text: &str) -> String {
    let mut word = String::with_capacity(text.len());
    for letter in text.chars() {
        if !letter.is_alphanumeric() && !"-_./:=@%+,\u{2013}".contains(letter) {
            word.push('\\');
        }
        word.push(letter);
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_of_bash_is_read_and_written() {
        for (text, word) in [
            ("Pembroke Room", "Pembroke\\ Room"),
            ("K.1.105 (La Fontaine)", "K.1.105\\ \\(La\\ Fontaine\\)"),
            ("Säle 1–3", "Säle\\ 1–3"),
            ("a'b\"c$d`e\\", "a\\'b\\\"c\\$d\\`e\\\\"),
            ("", ""),
        ] {
            assert_eq!(with_backslashes(text), word);
            assert_eq!(without_quotes(word), text);
        }
        assert_eq!(without_quotes("\"Pembroke R"), "Pembroke R");
        assert_eq!(without_quotes("'a\\b"), "a\\b");
        assert_eq!(without_quotes("a\\"), "a");
    }
}
