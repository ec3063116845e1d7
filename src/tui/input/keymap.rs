//! The keymap: binds keys to commands, per context. The help and the hints read the keymap.

use crate::agenda::{Span, nearest_word};
use crate::tui::input::action::{Action, Command};
use crate::tui::input::key::{KEY_FORMS, nearest_key, split_modifiers};
use crate::tui::input::layouts::latin_letter;
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

pub(crate) use crate::tui::input::key::{Code, Key};

/// The context of a key press. A key can have another command in another context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Context {
    Browse,
    /// A search or another line is being typed.
    Search,
    /// A list over the screen. Letters narrow the list.
    List,
}

impl Context {
    pub(crate) const ALL: [Context; 3] = [Context::Browse, Context::Search, Context::List];

    /// Returns the name of the context's table in a keymap file.
    pub(crate) fn table_name(self) -> &'static str {
        match self {
            Context::Browse => "browse",
            Context::Search => "search",
            Context::List => "list",
        }
    }

    /// Returns true if a character without a command is typed into a line.
    pub(crate) fn takes_text(self) -> bool {
        self != Context::Browse
    }
}

/// The tables of a keymap file: context, command, keys.
pub(crate) type Tables = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Vec<Spanned<String>>>>;

/// The file of the default keys.
pub(crate) const STANDARD_KEYS: &str = include_str!("keymap.toml");

/// The keys of each command in the order of the file.
type Bindings = BTreeMap<(Context, Command), Vec<Key>>;

/// The bindings of keys to commands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Keymap {
    bindings: Bindings,
}

/// A line of a keymap file.
struct Binding {
    context: Context,
    command: Command,
    keys: Vec<Key>,
}

/// A problem of a keymap file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeymapProblem {
    /// The bytes of the file with the problem.
    pub(crate) at: Span,
    kind: KeymapProblemKind,
}

/// The kinds of [`KeymapProblem`].
#[derive(Debug, Clone, PartialEq, Eq)]
enum KeymapProblemKind {
    /// A name that hallway does not know, and the known name nearest to it.
    UnknownName { kind: NameKind, name: String, nearest: Option<String> },
    /// A key with two commands in one context.
    BoundTwice { key: Key, context: Context, commands: [Command; 2] },
    /// A character that is text in this context.
    Text { key: Key, context: Context },
}

/// The kinds of names in a keymap file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameKind {
    Table,
    Command,
    Key,
}

impl KeymapProblem {
    fn unknown_name<'a>(
        kind: NameKind,
        name: &Spanned<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) -> KeymapProblem {
        let at = name.span();
        let name = name.get_ref();
        let nearest = nearest_word(name, known).map(ToString::to_string);
        let kind = KeymapProblemKind::UnknownName { kind, name: name.clone(), nearest };
        KeymapProblem { at, kind }
    }
}

impl KeymapProblem {
    fn unknown_key(name: &Spanned<String>) -> KeymapProblem {
        let at = name.span();
        let name = name.get_ref();
        let (modifiers, rest) = split_modifiers(name);
        let nearest = nearest_key(rest).map(|near| format!("{modifiers}{near}"));
        let kind = NameKind::Key;
        let kind = KeymapProblemKind::UnknownName { kind, name: name.clone(), nearest };
        KeymapProblem { at, kind }
    }
}

impl fmt::Display for KeymapProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            KeymapProblemKind::UnknownName { kind, name, nearest } => {
                let is_key = *kind == NameKind::Key;
                let kind = match kind {
                    NameKind::Table => "table of keys",
                    NameKind::Command => "command",
                    NameKind::Key => "key",
                };
                write!(f, "no {kind} is called \"{name}\"")?;
                match nearest {
                    Some(near) => write!(f, ": did you mean \"{near}\"?"),
                    None if is_key => write!(f, ". A key is {KEY_FORMS}"),
                    None => f.write_str(". hallway config default prints all"),
                }
            }
            KeymapProblemKind::Text { key, context } => {
                let table = context.table_name();
                write!(f, "{key} is text in [keys.{table}]: give C-{key}, A-{key} or a named key")
            }
            KeymapProblemKind::BoundTwice { key, context, commands } => {
                let [first, second] = commands.map(Command::keymap_name);
                let table = context.table_name();
                write!(f, "the key {key} is bound to both {first} and {second} in [keys.{table}]")
            }
        }
    }
}

impl Keymap {
    /// Returns the default keymap.
    pub(crate) fn standard() -> Keymap {
        Keymap { bindings: standard_bindings() }
    }

    /// Returns the default keymap with the tables of a configuration. A command in the
    /// configuration loses its default keys. A key in the configuration leaves its default command.
    ///
    /// # Errors
    /// Returns all problems of the tables.
    pub(crate) fn with_overrides(own: &Tables) -> Result<Keymap, Vec<KeymapProblem>> {
        let mut problems = Vec::new();
        let mut keymap = Keymap::standard();
        for Binding { context, command, keys } in parse_tables(own, &mut problems) {
            keymap.release_keys(context, &keys, own);
            keymap.bindings.insert((context, command), keys);
        }
        problems.extend(keymap.find_keys_bound_twice(own));
        if problems.is_empty() { Ok(keymap) } else { Err(problems) }
    }

    /// Returns the action of a key: a command, or text if a line is being typed. A letter that is
    /// not Latin has the command of the Latin letter on its key.
    pub(crate) fn action_of_key(&self, context: Context, key: Key) -> Option<Action> {
        if let Some(command) = self.command_of_key(context, key) {
            return Some(Action::Command(command));
        }
        match (context, key.code) {
            (context, Code::Char(c)) if context.takes_text() && !key.ctrl && !key.alt => {
                Some(Action::Type(c.to_string()))
            }
            _ => {
                let command = self.command_of_key(context, self.latin_key(context, key)?)?;
                Some(Action::Command(command))
            }
        }
    }

    /// Returns the key with the Latin letter, if the key itself has no command and types no text.
    pub(crate) fn latin_key(&self, context: Context, key: Key) -> Option<Key> {
        let Code::Char(letter) = key.code else { return None };
        let is_text = context.takes_text() && !key.ctrl && !key.alt;
        if is_text || self.command_of_key(context, key).is_some() {
            return None;
        }
        let latin = Key { code: Code::Char(latin_letter(letter)?), ..key };
        self.command_of_key(context, latin).map(|_| latin)
    }

    /// Returns the command of a key in a context.
    fn command_of_key(&self, context: Context, key: Key) -> Option<Command> {
        let mut bindings = self.bindings.iter();
        let binding = bindings.find(|((c, _), keys)| *c == context && keys.contains(&key));
        binding.map(|((_, command), _)| *command)
    }

    /// Returns the keys of a command in a context.
    pub(crate) fn keys_of_command(&self, context: Context, command: Command) -> &[Key] {
        self.bindings.get(&(context, command)).map_or(&[], Vec::as_slice)
    }

    /// Returns the commands whose keys are not the default keys, as `keys.browse.quit`, with the
    /// names of their keys.
    pub(crate) fn changed_bindings(&self) -> Vec<(String, Vec<String>)> {
        let standard = Keymap::standard();
        let changed =
            self.bindings.iter().filter(|(at, keys)| standard.bindings.get(at) != Some(keys));
        let named = changed.map(|((context, command), keys)| {
            let path = format!("keys.{}.{}", context.table_name(), command.keymap_name());
            (path, keys.iter().map(|key| key.file_name()).collect())
        });
        named.collect()
    }

    /// Removes `keys` from the commands of the context that `own` does not name. A key of a command
    /// in `own` stays, and is reported as bound twice.
    fn release_keys(&mut self, context: Context, keys: &[Key], own: &Tables) {
        let table = own.get(context.table_name());
        for ((c, command), bound) in &mut self.bindings {
            let is_own = table.is_some_and(|table| table.contains_key(command.keymap_name()));
            if *c == context && !is_own {
                bound.retain(|key| !keys.contains(key));
            }
        }
    }

    fn find_keys_bound_twice(&self, own: &Tables) -> Vec<KeymapProblem> {
        let mut seen: BTreeMap<(Context, Key), Command> = BTreeMap::new();
        let mut problems = Vec::new();
        for ((context, command), keys) in &self.bindings {
            for key in keys {
                if let Some(other) = seen.insert((*context, *key), *command)
                    && other != *command
                {
                    let (key, context, commands) = (*key, *context, [other, *command]);
                    let at = find_key(own, context, commands, key).unwrap_or_default();
                    let kind = KeymapProblemKind::BoundTwice { key, context, commands };
                    problems.push(KeymapProblem { at, kind });
                }
            }
        }
        problems
    }
}

/// Returns the bindings of [`STANDARD_KEYS`], which has a command on each line. The parser of TOML
/// would take a tenth of the time to the first frame.
fn standard_bindings() -> Bindings {
    let mut bindings = Bindings::new();
    let mut context = Context::Browse;
    // The file has nearly the order of `ALL`: the search goes on behind the command before.
    let mut commands = Command::ALL.iter().cycle();
    for line in STANDARD_KEYS.lines() {
        if let Some(table) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let mut contexts = Context::ALL.into_iter();
            context = contexts.find(|known| known.table_name() == table).unwrap_or(context);
        } else if let Some((name, keys)) = line.split_once(" = ") {
            let mut following = commands.by_ref().take(Command::ALL.len());
            let command = following.find(|known| known.keymap_name() == name);
            let keys = keys.split('"').skip(1).step_by(2).filter_map(Key::parse).collect();
            bindings.extend(command.map(|command| ((context, *command), keys)));
        }
    }
    bindings
}

/// Parses the tables of a keymap file. Unknown names are skipped and added to `problems`.
fn parse_tables(tables: &Tables, problems: &mut Vec<KeymapProblem>) -> Vec<Binding> {
    let mut bindings = Vec::new();
    for (name, table) in tables {
        let Some(context) =
            Context::ALL.into_iter().find(|known| known.table_name() == name.get_ref())
        else {
            let known = Context::ALL.map(Context::table_name);
            problems.push(KeymapProblem::unknown_name(NameKind::Table, name, known));
            continue;
        };
        for (name, keys) in table {
            let mut commands = Command::ALL.iter().copied();
            let Some(command) = commands.find(|known| known.keymap_name() == name.get_ref()) else {
                let known = Command::ALL.iter().map(|command| command.keymap_name());
                problems.push(KeymapProblem::unknown_name(NameKind::Command, name, known));
                continue;
            };
            bindings.push(Binding { context, command, keys: parse_keys(context, keys, problems) });
        }
    }
    bindings
}

/// Returns the last place of a key among the commands of a context.
fn find_key(tables: &Tables, context: Context, commands: [Command; 2], key: Key) -> Option<Span> {
    let table = tables.get(context.table_name())?;
    let lists = commands.iter().filter_map(|command| table.get(command.keymap_name()));
    let places = lists.flatten().filter(|name| Key::parse(name.get_ref()) == Some(key));
    places.map(Spanned::span).max_by_key(|span| span.start)
}

/// Parses the names of keys. Unknown names, and characters where they are text, are skipped and
/// added to `problems`. A space is no text in a list.
fn parse_keys(
    context: Context,
    names: &[Spanned<String>],
    problems: &mut Vec<KeymapProblem>,
) -> Vec<Key> {
    let is_text = |key: Key| {
        let is_letter =
            matches!(key.code, Code::Char(letter) if letter != ' ' || context == Context::Search);
        context.takes_text() && is_letter && !key.ctrl && !key.alt
    };
    let mut keys = Vec::new();
    for name in names {
        match Key::parse(name.get_ref()) {
            Some(key) if is_text(key) => problems.push(KeymapProblem {
                at: name.span(),
                kind: KeymapProblemKind::Text { key, context },
            }),
            Some(key) => keys.push(key),
            None => problems.push(KeymapProblem::unknown_key(name)),
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_overrides(text: &str) -> Result<Keymap, Vec<KeymapProblem>> {
        Keymap::with_overrides(&toml::from_str(text).unwrap())
    }

    #[test]
    fn standard_keymap_has_no_problem_and_a_key_for_every_command() {
        let tables: Tables = toml::from_str(STANDARD_KEYS).unwrap();
        let mut problems = Vec::new();
        let parsed = parse_tables(&tables, &mut problems).into_iter();
        let bindings: Bindings =
            parsed.map(|binding| ((binding.context, binding.command), binding.keys)).collect();
        let keymap = Keymap::standard();
        assert_eq!(keymap.bindings, bindings);
        assert_eq!(problems, keymap.find_keys_bound_twice(&tables));
        assert_eq!(problems, []);
        for command in Command::ALL {
            let has_key = |context| !keymap.keys_of_command(context, *command).is_empty();
            let context_has_key = Context::ALL.into_iter().any(has_key);
            assert!(context_has_key, "{} has no key", command.keymap_name());
        }
    }

    #[test]
    fn standard_keys_avoid_the_keys_of_multiplexers_and_terminals() {
        let keymap = Keymap::standard();
        // The keys of the line of a query are those of a shell's line.
        let is_browsed = |((context, _), _): &(&(Context, Command), _)| *context == Context::Browse;
        for key in keymap.bindings.iter().filter(is_browsed).flat_map(|(_, keys)| keys) {
            let taken =
                key.ctrl && matches!(key.code, Code::Char('a' | 'b' | 's' | 'q' | 'j' | 'o'));
            assert!(!taken && !key.alt, "{key}");
        }
    }

    #[test]
    fn key_name_is_parsed_and_displayed() {
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
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn letter_that_is_not_latin_has_the_command_of_its_key() {
        let command = |name| Some(Action::Command(name));
        let mut keymap = Keymap::standard();
        for (context, name, expected) in [
            (Context::Browse, "о", command(Command::Down)),
            (Context::Browse, "ξ", command(Command::Down)),
            (Context::Browse, "П", command(Command::Last)),
            (Context::Browse, "C-в", command(Command::HalfDown)),
            (Context::Browse, "é", None),
            (Context::Search, "о", Some(Action::Type("о".to_owned()))),
            (Context::Search, "C-ф", command(Command::CaretStart)),
        ] {
            let key = Key::parse(name).unwrap();
            assert_eq!(keymap.action_of_key(context, key), expected, "{name}");
        }
        let key = Key::parse("о").unwrap();
        assert_eq!(keymap.latin_key(Context::Browse, key), Key::parse("j"));
        keymap.bindings.insert((Context::Browse, Command::Mine), vec![key]);
        assert_eq!(keymap.action_of_key(Context::Browse, key), command(Command::Mine));
        assert_eq!(keymap.latin_key(Context::Browse, key), None);
    }

    #[test]
    fn configured_key_leaves_its_default_command() {
        let keymap = with_overrides("[browse]\nquit = ['x']\nmine = ['q']").unwrap();
        let command = |key| keymap.command_of_key(Context::Browse, Key::from_char(key));
        assert_eq!(command('x'), Some(Command::Quit));
        assert_eq!(command('q'), Some(Command::Mine));
        assert_eq!(command('p'), None);
        assert_eq!(command('j'), Some(Command::Down));
    }

    #[test]
    fn all_problems_of_a_configuration_are_reported_at_once() {
        let text =
            "[browse]\nquit = ['x']\nmine = ['x']\nserach = ['a']\nlast = ['Entre']\n[brows]";
        let problems = with_overrides(text).unwrap_err();
        let report = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        for part in [
            "the key x is bound to both mine and quit",
            "did you mean \"search\"?",
            "\"Enter\"?",
            "\"browse\"?",
        ] {
            assert!(report.contains(part), "{part} is not in:\n{report}");
        }
    }
}
