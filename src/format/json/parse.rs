//! The parser from a text to a tree of [`Node`]s, without recursion.

use super::escapes::unescape;
use super::node::{JsonValue, Node};
use crate::agenda::{At, Problem, Span};
use crate::format::collector::Report;
use std::borrow::Cow;

/// The largest depth of lists and objects. A deeper tree would be dropped by deep recursion.
const DEPTH_MAX: usize = 128;
/// The largest number of values. rC3, the largest known schedule, has 12,000; 3,000 sessions with
/// all answers of their speakers would have 400,000. A value takes 50 to 150 bytes of memory.
const VALUES_MAX: usize = 1_000_000;
/// The largest number of slips in the report.
const SLIPS_MAX: usize = 100;

/// Parses a text to a tree and reports the damage. A value in which the text ends is marked as
/// `broken`.
///
/// # Errors
/// The damage, if the text has no value before it.
pub(in crate::format) fn parse<'a>(
    text: &'a str,
    report: &mut Report,
) -> Result<Node<'a>, Problem> {
    parse_part(text, 0, report)
}

/// Parses a text from the byte `start` like [`parse`]. All places are those of the whole text.
///
/// # Errors
/// The errors of [`parse`].
pub(in crate::format) fn parse_part<'a>(
    text: &'a str,
    start: usize,
    report: &mut Report,
) -> Result<Node<'a>, Problem> {
    let mut parser = JsonParser { text, pos: start, open: Vec::new(), values: 0, slips: 0, report };
    match parser.parse_root() {
        Ok(root) => Ok(root),
        Err(damage) => match parser.close_all() {
            Some(root) => {
                report.push(damage);
                Ok(root)
            }
            None => Err(damage),
        },
    }
}

/// A list or an object before its closing bracket.
struct OpenValue<'a> {
    at: usize,
    value: JsonValue<'a>,
    /// The key before the next value.
    key: Option<At<Cow<'a, str>>>,
    /// A value stands before the next comma.
    needs_comma: bool,
}

struct JsonParser<'a, 'r> {
    text: &'a str,
    /// The position of the next byte.
    pos: usize,
    open: Vec<OpenValue<'a>>,
    /// The number of values so far.
    values: usize,
    /// The number of slips so far.
    slips: usize,
    report: &'r mut Report,
}

impl<'a> JsonParser<'a, '_> {
    fn parse_root(&mut self) -> Result<Node<'a>, Problem> {
        loop {
            self.skip_blanks();
            let Some(byte) = self.peek() else { return Err(self.cut_off()) };
            let node = match byte {
                b'{' => {
                    self.open_value(JsonValue::Map(Vec::new()))?;
                    continue;
                }
                b'[' => {
                    self.open_value(JsonValue::List(Vec::new()))?;
                    continue;
                }
                b',' => {
                    self.read_comma();
                    continue;
                }
                b'"' if self.awaits_key() => {
                    self.read_key()?;
                    continue;
                }
                b'}' | b']' => self.close_value(byte)?,
                b'"' => {
                    self.begin_value()?;
                    let at = self.pos;
                    let value = JsonValue::Text(self.read_string()?);
                    Node { at: at..self.pos, value, broken: false }
                }
                _ => {
                    self.begin_value()?;
                    self.read_word()?
                }
            };
            if let Some(root) = self.append(node) {
                self.report_rest();
                return Ok(root);
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.pos += 1;
        }
    }

    /// Returns the place of the character at a byte; an empty place at the end of the text.
    fn char_at(&self, at: usize) -> Span {
        let at = at.min(self.text.len());
        at..self.text.ceil_char_boundary((at + 1).min(self.text.len()))
    }

    /// Returns the problem of a text without readable values from `pos` on.
    fn damage(&self, message: &str, help: &str) -> Problem {
        let help = format!("what stands before is kept: {help}");
        Problem::error(Some(self.char_at(self.pos)), message).help(help)
    }

    fn cut_off(&self) -> Problem {
        self.damage("the file breaks off here", "get it again")
    }

    fn no_json(&self, help: &str) -> Problem {
        self.damage("this is no JSON from here on", help)
    }

    /// Reports a fault without a loss, [`SLIPS_MAX`] at most. A file may have millions of them, so
    /// `problem` is called for reported slips only.
    fn report_slip(&mut self, problem: impl FnOnce() -> Problem) {
        self.slips += 1;
        if self.slips <= SLIPS_MAX {
            self.report.push(problem());
        }
    }

    fn report_comma(&mut self, at: usize, message: &str) {
        let place = self.char_at(at);
        self.report_slip(|| {
            Problem::warning(Some(place), message).help("it is read as if it were right")
        });
    }

    fn awaits_key(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| matches!(open.value, JsonValue::Map(_)) && open.key.is_none())
    }

    /// Counts a value. Fails if there are too many, or if a key should stand here.
    fn begin_value(&mut self) -> Result<(), Problem> {
        self.values += 1;
        if self.values > VALUES_MAX {
            return Err(self
                .damage("this file has more values than any agenda", "nothing after it is read"));
        }
        if self.awaits_key() {
            return Err(self.no_json("a key in quotes was expected"));
        }
        if self.open.last().is_some_and(|open| open.needs_comma && open.key.is_none()) {
            self.report_comma(self.pos, "a comma is missing before this");
        }
        Ok(())
    }

    fn open_value(&mut self, value: JsonValue<'a>) -> Result<(), Problem> {
        self.begin_value()?;
        if self.open.len() >= DEPTH_MAX {
            return Err(
                self.damage("this is nested deeper than any agenda", "nothing after it is read")
            );
        }
        self.open.push(OpenValue { at: self.pos, value, key: None, needs_comma: false });
        self.pos += 1;
        Ok(())
    }

    fn read_comma(&mut self) {
        match self.open.last_mut() {
            Some(open) if open.needs_comma => open.needs_comma = false,
            _ => self.report_comma(self.pos, "there is a comma too many"),
        }
        self.pos += 1;
    }

    fn read_key(&mut self) -> Result<(), Problem> {
        let at = self.pos;
        if self.open.last().is_some_and(|open| open.needs_comma) {
            self.report_comma(at, "a comma is missing before this");
        }
        let value = self.read_string()?;
        let key = At { value, at: at..self.pos };
        self.skip_blanks();
        match self.peek() {
            Some(b':') => self.pos += 1,
            Some(_) => return Err(self.no_json("a colon was expected")),
            None => return Err(self.cut_off()),
        }
        if let Some(open) = self.open.last_mut() {
            open.key = Some(key);
        }
        Ok(())
    }

    fn close_value(&mut self, bracket: u8) -> Result<Node<'a>, Problem> {
        let closed = self.open.pop_if(|open| {
            matches!(open.value, JsonValue::Map(_)) == (bracket == b'}') && open.key.is_none()
        });
        let Some(open) = closed else { return Err(self.no_json("this bracket closes nothing")) };
        if !open.needs_comma && !open.is_empty() {
            self.report_comma(self.pos, "there is a comma too many before this");
        }
        self.pos += 1;
        Ok(Node { at: open.at..self.pos, value: shrink(open.value), broken: false })
    }

    /// Appends a value to the innermost open value. Returns the root, for which none is open.
    fn append(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let Some(open) = self.open.last_mut() else { return Some(node) };
        open.needs_comma = true;
        match (&mut open.value, open.key.take()) {
            (JsonValue::List(list), _) => list.push(node),
            (JsonValue::Map(map), Some(key)) => map.push((key, node)),
            _ => {}
        }
        None
    }

    /// Reads a number, `true`, `false` or `null`. Another word, such as `NaN`, is reported and read
    /// as null.
    fn read_word(&mut self) -> Result<Node<'a>, Problem> {
        let at = self.pos;
        let rest = self.text.get(at..).unwrap_or_default();
        let is_end = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.' | '_');
        let word = rest.split_once(is_end).map_or(rest, |(word, _)| word);
        if word.is_empty() {
            return Err(self.no_json("a value was expected"));
        }
        let is_at_end = word.len() == rest.len() && !self.open.is_empty();
        let value = match word {
            "null" => JsonValue::Null,
            "true" => JsonValue::Bool(true),
            "false" => JsonValue::Bool(false),
            _ if is_at_end => return Err(self.cut_off()),
            _ if is_number(word) => JsonValue::Number(word),
            _ => {
                let place = Some(at..at + word.len());
                self.report_slip(|| {
                    Problem::error(place, "this is no value of JSON")
                        .help("it is taken for nothing")
                });
                JsonValue::Null
            }
        };
        self.pos += word.len();
        Ok(Node { at: at..self.pos, value, broken: false })
    }

    fn read_string(&mut self) -> Result<Cow<'a, str>, Problem> {
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
                    return Err(self.cut_off());
                }
            }
        }
        let raw = self.text.get(start..end).unwrap_or_default();
        let at = self.pos..end + 1;
        self.pos = at.end;
        if !raw.contains('\\') {
            return Ok(Cow::Borrowed(raw));
        }
        let unescaped = unescape(raw);
        if unescaped.has_unknown {
            self.report_slip(|| {
                Problem::error(Some(at), "this text has an escape that means nothing")
                    .help("what cannot be read is shown as \u{fffd}")
            });
        }
        Ok(Cow::Owned(unescaped.text))
    }

    /// Closes all open values and marks them as broken. Returns the root, if there is one.
    fn close_all(&mut self) -> Option<Node<'a>> {
        while let Some(open) = self.open.pop() {
            let node = Node { at: open.at..self.pos, value: open.value, broken: true };
            if let Some(root) = self.append(node) {
                return Some(root);
            }
        }
        None
    }

    fn report_rest(&mut self) {
        self.skip_blanks();
        if self.pos < self.text.len() {
            let at = self.char_at(self.pos);
            self.report.error(at, "something follows after the end", "it is not read");
        }
    }
}

impl OpenValue<'_> {
    fn is_empty(&self) -> bool {
        match &self.value {
            JsonValue::List(list) => list.is_empty(),
            JsonValue::Map(map) => map.is_empty(),
            _ => true,
        }
    }
}

/// Frees the reserved memory of a complete list or object.
fn shrink(mut value: JsonValue<'_>) -> JsonValue<'_> {
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
