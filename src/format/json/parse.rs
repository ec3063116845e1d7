//! From text to tree, without recursion: how deep a text is nested is its own affair.

use super::node::{JsonValue, Node};
use crate::agenda::{At, Problem, Span};
use crate::format::collector::Report;
use std::borrow::Cow;

/// Deeper than any schedule; the tree of a text is dropped by recursion.
const DEPTH_MAX: usize = 128;
/// More values than any schedule has: rC3, the largest known, has 12,000; 3,000 sessions with all
/// answers of their speakers would have 400,000. A value takes 50 to 150 bytes of memory.
const VALUES_MAX: usize = 1_000_000;
/// How many slips of one file are told.
const SLIPS_TOLD: usize = 100;
const KEPT: &str = "what stands before is kept";

/// Parses a text to a tree and reports the damage. A value in which the text ends is marked as
/// `broken`.
///
/// # Errors
/// The damage, if the text has no value before it.
pub(in crate::format) fn parse<'a>(
    text: &'a str,
    report: &mut Report,
) -> Result<Node<'a>, Problem> {
    let mut parser = JsonParser { text, pos: 0, open: Vec::new(), values: 0, slips: Vec::new() };
    let (root, damage) = match parser.run() {
        Ok(root) => (Some(root), None),
        Err(damage) => (parser.salvage(), Some(damage)),
    };
    match (root, damage) {
        (Some(root), damage) => {
            parser.slips.into_iter().chain(damage).for_each(|problem| report.push(problem));
            Ok(root)
        }
        (None, Some(damage)) => Err(damage),
        (None, None) => Err(Problem::error(None, "this file is empty")),
    }
}

/// A list or an object that is not closed yet.
struct OpenValue<'a> {
    at: usize,
    value: JsonValue<'a>,
    /// The key whose value is awaited.
    key: Option<At<Cow<'a, str>>>,
    /// Something stands here already, and a comma is due.
    full: bool,
}

struct JsonParser<'a> {
    text: &'a str,
    pos: usize,
    open: Vec<OpenValue<'a>>,
    values: usize,
    slips: Vec<Problem>,
}

impl<'a> JsonParser<'a> {
    fn run(&mut self) -> Result<Node<'a>, Problem> {
        loop {
            self.blanks();
            let at = self.pos;
            let Some(byte) = self.peek() else {
                return Err(self.damage("the file breaks off here", "get it again"));
            };
            let done = match byte {
                b'{' | b'[' => {
                    self.before_value(at)?;
                    if self.open.len() >= DEPTH_MAX {
                        return Err(self.damage(
                            "this is nested deeper than any agenda",
                            "nothing after it is read",
                        ));
                    }
                    self.pos += 1;
                    let value = if byte == b'{' {
                        JsonValue::Map(Vec::new())
                    } else {
                        JsonValue::List(Vec::new())
                    };
                    self.open.push(OpenValue { at, value, key: None, full: false });
                    continue;
                }
                b'}' | b']' => self.close(byte)?,
                b',' => {
                    self.pos += 1;
                    self.comma(at);
                    continue;
                }
                b'"' if self.awaits_key() => {
                    self.key()?;
                    continue;
                }
                b'"' => {
                    self.before_value(at)?;
                    let value = JsonValue::Text(self.string()?);
                    Node { at: at..self.pos, value, broken: false }
                }
                _ => {
                    self.before_value(at)?;
                    self.word()?
                }
            };
            if let Some(root) = self.put(done) {
                self.rest();
                return Ok(root);
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.pos += 1;
        }
    }

    /// The place of the letter that begins there; of nothing, at the end of the text.
    fn letter(&self, at: usize) -> Span {
        let at = at.min(self.text.len());
        at..self.text.ceil_char_boundary((at + 1).min(self.text.len()))
    }

    fn damage(&self, message: &str, help: &str) -> Problem {
        Problem::error(Some(self.letter(self.pos)), message).help(format!("{KEPT}: {help}"))
    }

    fn slip(&mut self, at: usize, message: &str) {
        if self.slips.len() < SLIPS_TOLD {
            let problem = Problem::warning(Some(self.letter(at)), message);
            self.slips.push(problem.help("it is read as if it were right"));
        }
    }

    fn awaits_key(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| matches!(open.value, JsonValue::Map(_)) && open.key.is_none())
    }

    /// A value may stand where a list goes on or a key waits for it.
    fn before_value(&mut self, at: usize) -> Result<(), Problem> {
        self.values += 1;
        if self.values > VALUES_MAX {
            return Err(self
                .damage("this file has more values than any agenda", "nothing after it is read"));
        }
        if self.awaits_key() {
            return Err(self.damage("this is no JSON from here on", "a key in quotes was expected"));
        }
        if self.open.last().is_some_and(|open| open.full && open.key.is_none()) {
            self.slip(at, "a comma is missing before this");
        }
        Ok(())
    }

    fn comma(&mut self, at: usize) {
        match self.open.last_mut() {
            Some(open) if open.full => open.full = false,
            _ => self.slip(at, "there is a comma too many"),
        }
    }

    fn key(&mut self) -> Result<(), Problem> {
        let at = self.pos;
        if self.open.last().is_some_and(|open| open.full) {
            self.slip(at, "a comma is missing before this");
        }
        let value = self.string()?;
        let key = At { value, at: at..self.pos };
        self.blanks();
        match self.peek() {
            Some(b':') => self.pos += 1,
            Some(_) => {
                return Err(self.damage("this is no JSON from here on", "a colon was expected"));
            }
            None => return Err(self.damage("the file breaks off here", "get it again")),
        }
        if let Some(open) = self.open.last_mut() {
            open.key = Some(key);
        }
        Ok(())
    }

    fn close(&mut self, byte: u8) -> Result<Node<'a>, Problem> {
        let fits = self
            .open
            .last()
            .is_some_and(|open| matches!(open.value, JsonValue::Map(_)) == (byte == b'}'));
        match self.open.pop_if(|open| fits && open.key.is_none()) {
            Some(open) => {
                if !open.full
                    && open.value != JsonValue::Map(Vec::new())
                    && open.value != JsonValue::List(Vec::new())
                {
                    self.slip(self.pos, "there is a comma too many before this");
                }
                self.pos += 1;
                Ok(Node { at: open.at..self.pos, value: closed(open.value), broken: false })
            }
            None => Err(self.damage("this is no JSON from here on", "this bracket closes nothing")),
        }
    }

    /// Hangs a value where it belongs, or gives it back where it is the whole.
    fn put(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let Some(open) = self.open.last_mut() else { return Some(node) };
        open.full = true;
        match (&mut open.value, open.key.take()) {
            (JsonValue::List(list), _) => list.push(node),
            (JsonValue::Map(map), Some(key)) => map.push((key, node)),
            _ => {}
        }
        None
    }

    /// A number, or a word: `true`, or what some programs write for nothing, such as `NaN`.
    fn word(&mut self) -> Result<Node<'a>, Problem> {
        let at = self.pos;
        let rest = self.text.get(at..).unwrap_or_default();
        let in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_');
        let word = rest.split_once(|c| !in_word(c)).map_or(rest, |(word, _)| word);
        if word.is_empty() {
            return Err(self.damage("this is no JSON from here on", "a value was expected"));
        }
        self.pos += word.len();
        let value = match word {
            "null" => JsonValue::Null,
            "true" => JsonValue::Bool(true),
            "false" => JsonValue::Bool(false),
            _ if self.pos == self.text.len() && !self.open.is_empty() => {
                self.pos = at;
                return Err(self.damage("the file breaks off here", "get it again"));
            }
            _ if is_number(word) => JsonValue::Number(word),
            _ => {
                let problem = Problem::error(Some(at..self.pos), "this is no value of JSON");
                if self.slips.len() < SLIPS_TOLD {
                    self.slips.push(problem.help("it is taken for nothing"));
                }
                JsonValue::Null
            }
        };
        Ok(Node { at: at..self.pos, value, broken: false })
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Problem> {
        let start = self.pos + 1;
        let mut end = start;
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(_) => end += 1,
                None => {
                    self.pos = bytes.len();
                    return Err(self.damage("the file breaks off here", "get it again"));
                }
            }
        }
        let raw = self.text.get(start..end).unwrap_or_default();
        let at = self.pos;
        self.pos = end + 1;
        if !raw.contains('\\') {
            return Ok(Cow::Borrowed(raw));
        }
        let (text, sound) = unescaped(raw);
        if !sound && self.slips.len() < SLIPS_TOLD {
            let problem =
                Problem::error(Some(at..self.pos), "this text has an escape that means nothing");
            self.slips.push(problem.help("what cannot be read is shown as \u{fffd}"));
        }
        Ok(Cow::Owned(text))
    }

    /// Closes what is open, marked as broken.
    fn salvage(&mut self) -> Option<Node<'a>> {
        while let Some(open) = self.open.pop() {
            let node = Node { at: open.at..self.pos, value: open.value, broken: true };
            if let Some(root) = self.put(node) {
                return Some(root);
            }
        }
        None
    }

    fn rest(&mut self) {
        self.blanks();
        if self.pos < self.text.len() {
            let problem =
                Problem::error(Some(self.letter(self.pos)), "something follows after the end");
            self.slips.push(problem.help("it is not read"));
        }
    }
}

/// A list or an object that has all that it will: most are small, and would keep room for more.
fn closed(mut value: JsonValue<'_>) -> JsonValue<'_> {
    match &mut value {
        JsonValue::List(list) => list.shrink_to_fit(),
        JsonValue::Map(map) => map.shrink_to_fit(),
        _ => {}
    }
    value
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && word.parse::<f64>().is_ok()
}

/// The text that an escaped string stands for, and whether every escape meant something. Half a
/// surrogate pair does not.
fn unescaped(raw: &str) -> (String, bool) {
    let mut text = String::with_capacity(raw.len());
    let mut sound = true;
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let mut chars = after.chars();
        let c = match chars.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('u') => {
                let (c, used) = code_point(after);
                chars = after.get(used..).unwrap_or_default().chars();
                sound &= c.is_some();
                c.unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            other => {
                sound = false;
                other.unwrap_or(char::REPLACEMENT_CHARACTER)
            }
        };
        text.push(c);
        rest = chars.as_str();
    }
    text.push_str(rest);
    (text, sound)
}

/// The character of `u1234` or `ud83d\ude00`, and how many bytes that took.
fn code_point(text: &str) -> (Option<char>, usize) {
    let unit = |from: usize| {
        let digits = text
            .get(from..from + 4)
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(1) else { return (None, 1) };
    if let Some(c) = char::from_u32(u32::from(first)) {
        return (Some(c), 5);
    }
    let second = text.get(5..7).filter(|next| *next == "\\u").and_then(|_| unit(7));
    let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    (pair, if pair.is_some() { 11 } else { 5 })
}
