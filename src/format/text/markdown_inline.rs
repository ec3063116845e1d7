//! The marks of Markdown within a paragraph: emphasis, code, links and escapes.

use super::entities::{Entities, read_entity};
use super::links::format_link;
use crate::agenda::sort_compactly;
use std::collections::HashMap;

/// The longest title of a link in bytes. Without a limit, titles without an end would cost
/// quadratic time.
const TITLE_MAX: usize = 200;

/// Returns `paragraph` without its inline marks.
pub(super) fn remove_inline_marks(paragraph: &str, entities: Entities) -> String {
    let mut reader = InlineReader {
        text: paragraph,
        entities,
        edits: Vec::new(),
        open_emphasis: HashMap::new(),
        open_brackets: Vec::new(),
        last_backquotes: last_backquotes(paragraph),
    };
    let mut at = 0;
    while let Some(rest) = paragraph.as_bytes().get(at..)
        && let Some(next) = rest.iter().position(is_mark)
    {
        at = reader.read_mark(at + next);
    }
    reader.apply_edits()
}

fn is_mark(byte: &u8) -> bool {
    matches!(byte, b'\\' | b'`' | b'*' | b'_' | b'~' | b'[' | b']' | b'<' | b'h' | b'&')
}

/// Returns the byte of the last run of backquotes for each length of a run.
fn last_backquotes(text: &str) -> HashMap<usize, usize> {
    let mut last = HashMap::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('`')) {
        at += found;
        let length = run_length(text, at);
        last.insert(length, at);
        at += length;
    }
    last
}

/// Returns the number of equal bytes in a row from `at` on.
fn run_length(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| Some(*byte) == rest.first()).count()
}

/// A replacement of `length` bytes at byte `at`.
struct Edit {
    at: usize,
    length: usize,
    replacement: String,
}

/// A kind of emphasis: `*`, `**`, `__`, `~~` and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct EmphasisMark {
    byte: u8,
    /// The number of `byte` in a row.
    length: usize,
}

/// A reader of one paragraph, in one pass. Every `read_` method takes the place of a mark and
/// returns the first byte that may be the next mark.
struct InlineReader<'t> {
    text: &'t str,
    entities: Entities,
    edits: Vec<Edit>,
    /// The last open mark of each kind.
    open_emphasis: HashMap<EmphasisMark, usize>,
    /// The `[` without a `]`.
    open_brackets: Vec<usize>,
    last_backquotes: HashMap<usize, usize>,
}

impl<'t> InlineReader<'t> {
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    fn edit(&mut self, at: usize, length: usize, replacement: String) {
        self.edits.push(Edit { at, length, replacement });
    }

    fn remove(&mut self, at: usize, length: usize) {
        self.edit(at, length, String::new());
    }

    fn read_mark(&mut self, at: usize) -> usize {
        match self.byte(at) {
            b'\\' => self.read_escape(at),
            b'`' => self.read_code(at),
            b'*' | b'_' | b'~' => self.read_emphasis(at),
            b'[' => {
                self.open_brackets.push(at);
                at + 1
            }
            b']' => self.read_link(at),
            b'<' => self.read_address(at),
            b'h' if is_web_address(self.rest(at)) => self.read_bare_address(at),
            b'&' => match self.entity_at(at) {
                Some((letter, length)) => {
                    self.edit(at, length, letter.to_string());
                    at + length
                }
                None => at + 1,
            },
            _ => at + 1,
        }
    }

    /// Returns the letter and the length of the entity at `at`, if entities are decoded.
    fn entity_at(&self, at: usize) -> Option<(char, usize)> {
        match self.entities {
            Entities::Decode => read_entity(self.rest(at)),
            Entities::Keep => None,
        }
    }

    /// Reads a backslash. The next letter has no meaning then. A backslash before a backslash
    /// stays: both may be in a path.
    fn read_escape(&mut self, at: usize) -> usize {
        let next = self.byte(at + 1);
        if b"*_[]()#`<>.-+!~|{}".contains(&next) {
            self.remove(at, 1);
        }
        if next.is_ascii() { at + 2 } else { at + 1 }
    }

    /// Reads code. The code and its backquotes stay.
    fn read_code(&mut self, at: usize) -> usize {
        let length = run_length(self.text, at);
        if self.last_backquotes.get(&length).is_none_or(|last| *last <= at) {
            return at + length;
        }
        let mut from = at + length;
        while let Some(found) = self.rest(from).find('`') {
            let end_length = run_length(self.text, from + found);
            from += found + end_length;
            if end_length == length {
                break;
            }
        }
        from
    }

    fn read_emphasis(&mut self, at: usize) -> usize {
        let mark = EmphasisMark { byte: self.byte(at), length: run_length(self.text, at) };
        let end = at + mark.length;
        if mark.length > 3 || (mark.byte == b'~' && mark.length != 2) {
            return end;
        }
        let before = self.text.get(..at).and_then(|text| text.chars().next_back());
        let after = self.rest(end).chars().next();
        match self.open_emphasis.get(&mark).copied() {
            Some(open) if can_close(mark, before, after) => {
                self.open_emphasis.remove(&mark);
                let text = self.text.get(open + mark.length..at).unwrap_or_default();
                if !text.is_empty() && !is_python_name(mark, text) {
                    self.remove(open, mark.length);
                    self.remove(at, mark.length);
                }
            }
            _ if can_open(before, after) => {
                self.open_emphasis.insert(mark, at);
            }
            _ => {}
        }
        end
    }

    /// Reads the `]` of `[text](address "title")`. Only the text of a picture stays.
    fn read_link(&mut self, at: usize) -> usize {
        let Some(open) = self.open_brackets.pop() else { return at + 1 };
        if self.byte(at + 1) != b'(' {
            return at + 1;
        }
        let Some(target) = read_target(self.rest(at + 2)) else { return at + 1 };
        // `f[i](x)` is no link.
        if !target.is_address() {
            return at + 1;
        }
        let text = self.text.get(open + 1..at).unwrap_or_default();
        let is_picture = open > 0 && self.byte(open - 1) == b'!';
        let link = format_link(text, target.url);
        let shown = match () {
            () if is_picture => String::new(),
            () if text.trim().is_empty() => link,
            () => link.strip_prefix(text).unwrap_or_default().to_owned(),
        };
        let end = at + 2 + target.length;
        let mark_length = usize::from(is_picture);
        self.remove(open - mark_length, 1 + mark_length);
        self.edit(at, 2 + target.length, shown);
        end
    }

    /// Reads `<https://…>`, an address without white space.
    fn read_address(&mut self, at: usize) -> usize {
        let rest = self.rest(at + 1);
        if !is_web_address(rest) {
            return at + 1;
        }
        match rest.find(|c: char| c == '>' || c == '<' || c.is_whitespace()) {
            Some(length) if rest.as_bytes().get(length) == Some(&b'>') => {
                let end = at + 1 + length;
                self.remove(at, 1);
                self.remove(end, 1);
                end + 1
            }
            _ => at + 1,
        }
    }

    /// Reads an address without brackets. Marks within the address belong to it.
    fn read_bare_address(&mut self, at: usize) -> usize {
        let mut end = at;
        loop {
            let rest = self.rest(end);
            end += rest.find(ends_address).unwrap_or(rest.len());
            match self.entity_at(end) {
                Some((letter, length)) if !ends_address(letter) || letter == '&' => {
                    self.edit(end, length, letter.to_string());
                    end += length;
                }
                None if self.byte(end) == b'&' => end += 1,
                _ => break,
            }
        }
        let address = self.text.get(at..end).unwrap_or_default();
        at + address.trim_end_matches(['*', '_', '~', '.', ',', '`']).len()
    }

    fn apply_edits(mut self) -> String {
        if self.edits.is_empty() {
            return self.text.to_owned();
        }
        sort_compactly(&mut self.edits, |edit| edit.at);
        let mut out = String::with_capacity(self.text.len());
        let mut from = 0;
        for edit in self.edits {
            out.push_str(self.text.get(from..edit.at).unwrap_or_default());
            out.push_str(&edit.replacement);
            from = from.max(edit.at + edit.length);
        }
        out.push_str(self.text.get(from..).unwrap_or_default());
        out
    }
}

fn is_web_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn ends_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']' | '&' | '\\')
}

/// Returns true if the mark between `before` and `after` may end an emphasis. Two stars may end
/// one within a word, as in `**Ra**ndom`.
fn can_close(mark: EmphasisMark, before: Option<char>, after: Option<char>) -> bool {
    is_text(before, "([{")
        && (is_word_edge(after) || mark == EmphasisMark { byte: b'*', length: 2 })
}

/// Returns true if the mark between `before` and `after` may begin an emphasis. The mark in
/// `2**3` may not.
fn can_open(before: Option<char>, after: Option<char>) -> bool {
    is_text(after, ")]},.;:!?") && is_word_edge(before)
}

fn is_text(c: Option<char>, excluded: &str) -> bool {
    c.is_some_and(|c| !c.is_whitespace() && !excluded.contains(c))
}

fn is_word_edge(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric())
}

/// Returns true for `__init__` and the like.
fn is_python_name(mark: EmphasisMark, text: &str) -> bool {
    mark == EmphasisMark { byte: b'_', length: 2 }
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The parentheses of a link.
struct LinkTarget<'t> {
    url: &'t str,
    /// The number of bytes up to and with the closing parenthesis.
    length: usize,
}

impl LinkTarget<'_> {
    fn is_address(&self) -> bool {
        ["http://", "https://", "mailto:", "/", "#"].iter().any(|head| self.url.starts_with(head))
            || self.url.contains(['.', '/'])
    }
}

/// Reads the inside of the parentheses of a link; `text` begins after the opening one.
fn read_target(text: &str) -> Option<LinkTarget<'_>> {
    let url = text.get(..url_length(text)?).filter(|url| !url.is_empty())?;
    let rest = text.get(url.len()..)?;
    let length = match rest.strip_prefix(' ').unwrap_or(rest).strip_prefix(')') {
        Some(after) => text.len() - after.len(),
        None => {
            let title = rest.strip_prefix(" \"")?;
            let near = title.get(..title.floor_char_boundary(TITLE_MAX))?;
            let end = near.split('\n').next()?.find("\")")?;
            text.len() - title.len() + end + 2
        }
    };
    // Some editors write a whole link as the address: [text]([url](https://example.org)).
    let inner = url.strip_prefix('[').and_then(|link| link.split_once("](")?.1.strip_suffix(')'));
    Some(LinkTarget { url: inner.unwrap_or(url), length })
}

/// Returns the length in bytes of the address at the beginning of `text`. The address ends at a
/// space or a `)` and may contain up to two levels of parentheses.
fn url_length(text: &str) -> Option<usize> {
    let mut depth = 0_u8;
    for (at, c) in text.char_indices() {
        match c {
            '(' if depth > 1 => return None,
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' | ' ' => return Some(at),
            '\n' | '<' => return None,
            _ => {}
        }
    }
    None
}
