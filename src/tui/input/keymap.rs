//! Keys and what they mean. A key means something only through a [`Keymap`]; help and hints are
//! read from it.

use crate::agenda::nearest_word;
use crate::tui::input::action::Command;
use std::collections::BTreeMap;
use std::fmt;

/// A key as pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) code: Code,
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Code {
    Char(char),
    /// One of [`NAMED`].
    Named(&'static str),
}

/// Names of the keys that are no characters.
pub(crate) const NAMED: &[&str] = &[
    "Left",
    "Right",
    "Up",
    "Down",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Enter",
    "Esc",
    "Tab",
    "BackTab",
    "Backspace",
    "Delete",
    "Insert",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F10",
    "F11",
    "F12",
];

impl Key {
    pub(crate) fn from_char(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: false, alt: false }
    }

    /// A key by its name in a keymap.
    pub(crate) fn parse(text: &str) -> Option<Key> {
        let mut rest = text;
        let (mut ctrl, mut alt) = (false, false);
        while rest.chars().count() > 2 {
            match rest.split_at_checked(2) {
                Some(("C-", tail)) => (ctrl, rest) = (true, tail),
                Some(("A-", tail)) => (alt, rest) = (true, tail),
                _ => break,
            }
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => Code::Char(c),
            _ if rest == "Space" => Code::Char(' '),
            _ => Code::Named(NAMED.iter().find(|name| **name == rest)?),
        };
        Some(Key { code, ctrl, alt })
    }
}

impl Key {
    /// Its name for a person, arrows as such unless letters must be `plain`.
    pub(crate) fn display_name(self, plain: bool) -> String {
        let ctrl = if self.ctrl { "Ctrl-" } else { "" };
        let alt = if self.alt { "Alt-" } else { "" };
        let name = match self.code {
            Code::Char(' ') => "Space".to_owned(),
            Code::Char(c) if self.ctrl => c.to_uppercase().to_string(),
            Code::Char(c) => c.to_string(),
            Code::Named(name @ ("Left" | "Right" | "Up" | "Down")) if plain => name.to_owned(),
            Code::Named(name) => match name {
                "Left" => "←",
                "Right" => "→",
                "Up" => "↑",
                "Down" => "↓",
                "PageUp" => "PgUp",
                "PageDown" => "PgDn",
                "BackTab" => "Shift-Tab",
                name => name,
            }
            .to_owned(),
        };
        format!("{ctrl}{alt}{name}")
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display_name(false))
    }
}

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Context {
    Browse,
    Search,
}

impl Context {
    pub(crate) const ALL: [Context; 2] = [Context::Browse, Context::Search];

    /// Its table in a keymap.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Context::Browse => "browse",
            Context::Search => "search",
        }
    }
}

/// Tables of a keymap file: context, command, keys.
pub(crate) type Tables = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Every binding.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Keymap {
    /// In the order of the commands, and of the file for one command's keys.
    bindings: BTreeMap<(Context, Command), Vec<Key>>,
}

impl Keymap {
    /// The keys as they come.
    pub(crate) fn standard() -> Keymap {
        let tables: Tables = toml::from_str(include_str!("keymap.toml")).unwrap_or_default();
        Keymap::new(&Tables::new(), &tables).0
    }

    /// These keys with those of a configuration instead, for every command that it names.
    ///
    /// # Errors Everything that is wrong with the configuration's tables, a sentence each; what is
    /// right is taken all the same.
    pub(crate) fn with(tables: &Tables) -> (Keymap, Vec<String>) {
        let standard: Tables = toml::from_str(include_str!("keymap.toml")).unwrap_or_default();
        Keymap::new(&standard, tables)
    }

    fn new(standard: &Tables, own: &Tables) -> (Keymap, Vec<String>) {
        let mut problems = Vec::new();
        let mut bindings = BTreeMap::new();
        for (tables, ours) in [(standard, false), (own, true)] {
            for (name, table) in tables {
                let Some(context) = Context::ALL.into_iter().find(|context| context.word() == name)
                else {
                    problems.push(unknown(
                        "no table of keys is called",
                        name,
                        Context::ALL.map(Context::word),
                    ));
                    continue;
                };
                for (word, names) in table {
                    let Some(command) =
                        Command::ALL.iter().copied().find(|command| command.keymap_name() == word)
                    else {
                        problems.push(unknown(
                            "no command is called",
                            word,
                            Command::ALL.iter().map(|c| c.keymap_name()),
                        ));
                        continue;
                    };
                    let mut keys = Vec::new();
                    for name in names {
                        match Key::parse(name) {
                            Some(key) => keys.push(key),
                            None => problems.push(unknown(
                                "no key is called",
                                name,
                                NAMED.iter().copied(),
                            )),
                        }
                    }
                    if ours {
                        release(&mut bindings, context, &keys, standard, own);
                    }
                    bindings.insert((context, command), keys);
                }
            }
        }
        let keymap = Keymap { bindings };
        problems.extend(keymap.doubles());
        (keymap, problems)
    }

    /// What a key means there.
    pub(crate) fn command_of_key(&self, context: Context, key: Key) -> Option<Command> {
        self.bindings
            .iter()
            .find(|((c, _), keys)| *c == context && keys.contains(&key))
            .map(|((_, command), _)| *command)
    }

    /// The keys of a command there.
    pub(crate) fn keys_of_command(&self, context: Context, command: Command) -> &[Key] {
        self.bindings.get(&(context, command)).map_or(&[], Vec::as_slice)
    }

    /// A key bound twice names both commands.
    fn doubles(&self) -> Vec<String> {
        let mut seen: BTreeMap<(Context, Key), Command> = BTreeMap::new();
        let mut problems = Vec::new();
        for ((context, command), keys) in &self.bindings {
            for key in keys {
                if let Some(other) = seen.insert((*context, *key), *command)
                    && other != *command
                {
                    let (a, b, place) =
                        (other.keymap_name(), command.keymap_name(), context.word());
                    problems.push(format!(
                        "the key {key} is bound to both {a} and {b} in [keys.{place}]"
                    ));
                }
            }
        }
        problems
    }
}

/// A key that a configuration gives to one command is taken from the command that has it by
/// default, unless the configuration names that one as well: then it is bound twice, which is an
/// error.
fn release(
    bindings: &mut BTreeMap<(Context, Command), Vec<Key>>,
    context: Context,
    keys: &[Key],
    standard: &Tables,
    own: &Tables,
) {
    for ((c, command), bound) in bindings.iter_mut() {
        let named =
            own.get(c.word()).is_some_and(|table| table.contains_key(command.keymap_name()));
        if *c == context && !named && standard.contains_key(c.word()) {
            bound.retain(|key| !keys.contains(key));
        }
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest_word(name, known) {
        Some(near) => format!("{what} \"{name}\": did you mean \"{near}\"?"),
        None => format!("{what} \"{name}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(text: &str) -> Tables {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn the_standard_keymap_has_no_problem_and_reaches_every_command() {
        let text: Tables = toml::from_str(include_str!("keymap.toml")).unwrap();
        assert_eq!(Keymap::new(&Tables::new(), &text).1, Vec::<String>::new());
        let keymap = Keymap::standard();
        for command in Command::ALL {
            assert!(
                !keymap.keys_of_command(Context::Browse, *command).is_empty(),
                "{} has no key",
                command.keymap_name()
            );
        }
    }

    #[test]
    fn no_key_is_one_that_multiplexers_and_terminals_keep() {
        for keys in Keymap::standard().bindings.values() {
            for key in keys {
                let taken =
                    key.ctrl && matches!(key.code, Code::Char('a' | 'b' | 's' | 'q' | 'j' | 'o'));
                assert!(!taken && !key.alt, "{key}");
            }
        }
    }

    #[test]
    fn keys_are_read_and_written() {
        for (text, shown) in [
            ("h", "h"),
            ("?", "?"),
            ("Space", "Space"),
            ("C-u", "Ctrl-U"),
            ("A-Left", "Alt-←"),
            ("C-A-x", "Ctrl-Alt-X"),
            ("-", "-"),
            ("C--", "Ctrl--"),
            ("PageDown", "PgDn"),
            ("é", "é"),
            ("F12", "F12"),
        ] {
            assert_eq!(Key::parse(text).unwrap().to_string(), shown);
        }
        for text in ["", "Spaces", "C-", "Foo", "hh"] {
            assert!(Key::parse(text).is_none() || text == "C-", "{text}");
        }
    }

    #[test]
    fn a_configuration_moves_keys() {
        let (keymap, problems) = Keymap::with(&tables("[browse]\nquit = ['x']\nmine = ['q']"));
        assert_eq!(problems, Vec::<String>::new());
        let command = |key| keymap.command_of_key(Context::Browse, Key::from_char(key));
        assert_eq!(command('x'), Some(Command::Quit));
        assert_eq!(command('q'), Some(Command::Mine));
        assert_eq!(command('p'), None);
        assert_eq!(command('j'), Some(Command::Down));
    }

    #[test]
    fn what_is_wrong_with_a_configuration_is_told_at_once() {
        let (_, problems) = Keymap::with(&tables(
            "[browse]\nquit = ['x']\nmine = ['x']\nserach = ['a']\nlast = ['Entre']\n[brows]\n",
        ));
        let all = problems.join("\n");
        for part in [
            "the key x is bound to both mine and quit",
            "did you mean \"search\"?",
            "\"Enter\"?",
            "\"browse\"?",
        ] {
            assert!(all.contains(part), "{part} is not in:\n{all}");
        }
    }
}
