//! [`Key`]: a key of the keyboard, and its names in files and for people.

use crate::agenda::nearest_word;
use std::fmt;

/// A key with its modifiers. Shift is part of the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) code: Code,
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
}

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Code {
    Char(char),
    /// A name in [`NAMED`].
    Named(&'static str),
}

/// The names of the keys that type no character.
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

/// The name of the key that types a blank.
const SPACE: &str = "Space";

/// The names of keys, for messages.
pub(super) const KEY_FORMS: &str = "one character, Space, Enter, Esc, Tab, BackTab, Backspace, \
     Delete, Insert, Left, Right, Up, Down, Home, End, PageUp, PageDown or F1 to F12, with C- for \
     Ctrl and A- for Alt";

impl Key {
    /// Returns the key of a character, without modifiers.
    pub(crate) fn from_char(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: false, alt: false }
    }

    /// Parses the name of a key in a keymap: `h`, `Space`, `PageDown`, `C-d`, `A-Left`.
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
            _ if rest == SPACE => Code::Char(' '),
            _ => Code::Named(NAMED.iter().find(|name| **name == rest)?),
        };
        Some(Key { code, ctrl, alt })
    }

    /// Returns the name of the key in a keymap file, as [`parse`](Key::parse) reads it.
    pub(super) fn file_name(self) -> String {
        let ctrl = if self.ctrl { "C-" } else { "" };
        let alt = if self.alt { "A-" } else { "" };
        let name = match self.code {
            Code::Char(' ') => SPACE.to_owned(),
            Code::Char(c) => c.to_string(),
            Code::Named(name) => name.to_owned(),
        };
        format!("{ctrl}{alt}{name}")
    }

    /// Returns the name of the key for a person. Arrows are signs, or words if `ascii`.
    pub(crate) fn display_name(self, ascii: bool) -> String {
        let ctrl = if self.ctrl { "Ctrl-" } else { "" };
        let alt = if self.alt { "Alt-" } else { "" };
        let name = match self.code {
            Code::Char(' ') => SPACE.to_owned(),
            Code::Char(c) if self.ctrl => c.to_uppercase().to_string(),
            Code::Char(c) => c.to_string(),
            Code::Named(name @ ("Left" | "Right" | "Up" | "Down")) if ascii => name.to_owned(),
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

/// Splits `C-` and `A-` off the name of a key, also in other spellings such as `Ctrl+`.
pub(super) fn split_modifiers(name: &str) -> (String, &str) {
    const SPELLINGS: [(&str, &[&str]); 2] =
        [("C-", &["control", "ctrl", "c", "^"]), ("A-", &["alt", "meta", "a", "m"])];
    let (mut modifiers, mut rest) = (String::new(), name.trim_matches(['<', '>']));
    while let Some((word, tail)) = rest.split_once(['-', '+']).filter(|(_, tail)| !tail.is_empty())
    {
        let word = word.to_lowercase();
        let found = SPELLINGS.iter().find(|(_, spellings)| spellings.contains(&&*word));
        let Some((modifier, _)) = found else { break };
        modifiers += modifier;
        rest = tail;
    }
    (modifiers, rest)
}

/// Returns the name of the key that is like `name`, without modifiers.
pub(super) fn nearest_key(name: &str) -> Option<String> {
    const OTHER_NAMES: [(&str, &str); 7] = [
        ("pgup", "PageUp"),
        ("pgdn", "PageDown"),
        ("return", "Enter"),
        ("shift-tab", "BackTab"),
        ("s-tab", "BackTab"),
        ("del", "Delete"),
        ("bs", "Backspace"),
    ];
    if name.chars().count() == 1 {
        return Some(name.to_owned());
    }
    let names = NAMED.iter().copied().chain([SPACE]);
    let near = nearest_word(name, names.chain(OTHER_NAMES.map(|(other, _)| other)))?;
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == near);
    Some(other.map_or(near, |(_, known)| *known).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_key_has_a_nearest_key_with_its_modifiers() {
        for (name, nearest) in [
            ("Spce", Some("Space")),
            ("space", Some("Space")),
            ("C-Spce", Some("C-Space")),
            ("Ctrl-d", Some("C-d")),
            ("Ctrl+Alt+x", Some("C-A-x")),
            ("<Enter>", Some("Enter")),
            ("C-Retrun", Some("C-Enter")),
            ("Return", Some("Enter")),
            ("Shift-Tab", Some("BackTab")),
            ("PgUp", Some("PageUp")),
            ("PgDn", Some("PageDown")),
            ("Escape", Some("Esc")),
            ("C-Foo", None),
            ("", None),
            ("-", Some("-")),
            ("C--", Some("C--")),
        ] {
            let (modifiers, rest) = split_modifiers(name);
            let near = nearest_key(rest).map(|near| format!("{modifiers}{near}"));
            assert_eq!(near.as_deref(), nearest, "{name}");
        }
    }
}
