//! Parses tables of plain statements, the statements of nearly all tables: a text, a whole number,
//! a time, a truth value, and lists and inline tables of these. The parser of all TOML takes ten
//! times as long. Texts without escapes are parts of the file, and no table costs memory for a
//! token.

use super::syntax::{KeyText, SyntaxItem, Table, TableEntry, Value};
use crate::agenda::{At, Span};
use std::borrow::Cow;
use toml::value::{Date, Datetime, Time};
use toml_parser::{ParseError, Source};

/// The number of digits of a number that surely fits.
const DIGITS_MAX: usize = 18;
/// The number of levels of lists and inline tables.
const DEPTH_MAX: usize = 4;
/// The largest number of values of a table. Each takes a hundred bytes.
const VALUES_MAX: usize = 100_000;
/// Room for the entries of most sessions: a piece of memory below a kilobyte, which is reused fast.
const ENTRIES: usize = 11;

/// A table with its header.
pub(super) struct PlainTable<'t> {
    pub(super) header: PlainHeader,
    pub(super) table: Table<'t>,
    /// The byte after the table: the first byte of the next header, or the end of the text.
    pub(super) end: usize,
}

impl<'t> PlainTable<'t> {
    /// Returns the table under its name, as a list of one table for a header of two brackets.
    pub(super) fn into_entry(self) -> TableEntry<'t> {
        let PlainHeader { name, is_list, .. } = self.header;
        let at = self.table.at.clone();
        let brackets = if is_list { 2 } else { 1 };
        let key_at = at.start + brackets..at.end - brackets;
        let value = match is_list {
            true => Value::List(vec![At { value: Value::Table(self.table), at: at.clone() }]),
            false => Value::Table(self.table),
        };
        let key = At { value: Cow::Borrowed(name), at: key_at };
        TableEntry { key, item: At { value, at } }
    }
}

/// The header of a table on a line of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlainHeader {
    pub(super) name: &'static str,
    /// True for two brackets.
    pub(super) is_list: bool,
    /// The length in bytes.
    length: usize,
}

/// Parses the table whose header begins at byte `start` of `text`, as the parser does. Returns
/// `None` for a table with any other statement, and for a table with a fault.
pub(super) fn parse_plain_table(text: &str, start: usize) -> Option<PlainTable<'_>> {
    let header = read_plain_header(text, start)?;
    let at = start..start + header.length;
    let mut plain = PlainText { text, at: at.end, values_left: VALUES_MAX };
    plain.skip_blanks();
    let entries = plain.read_statements()?;
    let table = Table { at, entries, first_loss: None };
    Some(PlainTable { header, table, end: plain.at })
}

/// The headers on which a file is cut, with their names. The most frequent one is first.
const HEADERS: [(&str, &str); 5] = [
    ("[[session]]", "session"),
    ("[[speaker]]", "speaker"),
    ("[[room]]", "room"),
    ("[[track]]", "track"),
    ("[event]", "event"),
];

/// Returns the header at byte `start` of `text`, if nothing else is on its line.
pub(super) fn read_plain_header(text: &str, start: usize) -> Option<PlainHeader> {
    let rest = text.as_bytes().get(start..)?;
    let (header, name) = HEADERS.iter().find(|(header, _)| rest.starts_with(header.as_bytes()))?;
    let mut after = rest.get(header.len()..)?;
    while let [b' ' | b'\t', tail @ ..] = after {
        after = tail;
    }
    let is_alone = matches!(after, [] | [b'\n', ..] | [b'\r', b'\n', ..]);
    let is_list = header.starts_with("[[");
    is_alone.then_some(PlainHeader { name, is_list, length: header.len() })
}

/// A text that is read from `at` on.
struct PlainText<'t> {
    text: &'t str,
    at: usize,
    values_left: usize,
}

impl<'t> PlainText<'t> {
    /// Returns the statements up to the next header or the end of the text.
    fn read_statements(&mut self) -> Option<Vec<TableEntry<'t>>> {
        let mut entries = Vec::with_capacity(ENTRIES);
        loop {
            let line_start = self.skip_empty_lines()?;
            match self.peek() {
                None => break,
                Some(b'[') => {
                    let is_at_start = line_start == self.at;
                    read_plain_header(self.text, self.at).filter(|_| is_at_start)?;
                    break;
                }
                Some(_) => {
                    entries.push(self.read_assignment(0)?);
                    self.skip_blanks();
                    self.skip_comment()?;
                    (self.take_line_end() || self.peek().is_none()).then_some(())?;
                }
            }
        }
        (!has_twins(&entries)).then_some(entries)
    }

    /// Skips empty lines, comments, and the white space before a statement. Returns the first byte
    /// of the line of the statement.
    fn skip_empty_lines(&mut self) -> Option<usize> {
        loop {
            let start = self.at;
            self.skip_blanks();
            self.skip_comment()?;
            if !self.take_line_end() {
                return Some(start);
            }
        }
    }

    /// Skips a comment, if one comes next. Returns `None` for a comment with control characters.
    fn skip_comment(&mut self) -> Option<()> {
        if self.peek() == Some(b'#') {
            let rest = self.rest();
            let line = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len()))?;
            let comment = line.strip_suffix(b"\r").unwrap_or(line);
            let is_sound = !comment.iter().any(|byte| byte.is_ascii_control() && *byte != b'\t');
            self.at += comment.len();
            return is_sound.then_some(());
        }
        Some(())
    }

    /// Reads `key = value`.
    fn read_assignment(&mut self, depth: usize) -> Option<TableEntry<'t>> {
        let start = self.at;
        let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        self.at += self.rest().iter().take_while(|byte| is_key(byte)).count();
        let key: KeyText<'t> =
            At { value: self.text.get(start..self.at)?.into(), at: start..self.at };
        self.skip_blanks();
        if key.value.is_empty() || !self.take_byte(b'=') {
            return None;
        }
        self.skip_blanks();
        Some(TableEntry { key, item: self.read_value(depth)? })
    }

    fn read_value(&mut self, depth: usize) -> Option<SyntaxItem<'t>> {
        let start = self.at;
        self.values_left = self.values_left.checked_sub(1)?;
        let value = match self.peek()? {
            b'"' | b'\'' => Value::Text(self.read_text()?),
            b'[' if depth < DEPTH_MAX => Value::List(self.read_list(depth + 1)?),
            b'{' if depth < DEPTH_MAX => Value::Table(self.read_inline_table(depth + 1)?),
            b't' => self.read_word("true", Value::Bool(true))?,
            b'f' => self.read_word("false", Value::Bool(false))?,
            b'0'..=b'9' => self.read_number_or_time()?,
            _ => return None,
        };
        Some(At { value, at: start..self.at })
    }

    fn read_word(&mut self, word: &str, value: Value<'t>) -> Option<Value<'t>> {
        let is_next = self.rest().starts_with(word.as_bytes());
        self.at += word.len();
        is_next.then_some(value)
    }

    fn read_number_or_time(&mut self) -> Option<Value<'t>> {
        let is_part =
            |byte: &u8| matches!(byte, b'0'..=b'9' | b':' | b'-' | b'+' | b'.' | b'T' | b'Z');
        let length = self.rest().iter().take_while(|byte| is_part(byte)).count();
        let word = self.text.get(self.at..self.at + length)?;
        self.at += length;
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            let is_sound = word.len() <= DIGITS_MAX && (word == "0" || !word.starts_with('0'));
            return word.parse().ok().filter(|_| is_sound).map(|number| Value::Whole(Some(number)));
        }
        // A fraction or a time with an odd form is left to the parser.
        let is_date = word.as_bytes().get(4) == Some(&b'-') && !word.contains('.');
        let time = read_local_time(word.as_bytes()).or_else(|| word.parse().ok());
        time.filter(|_| is_date).map(Value::Time)
    }

    fn read_list(&mut self, depth: usize) -> Option<Vec<SyntaxItem<'t>>> {
        let mut items = Vec::new();
        self.take_byte(b'[');
        loop {
            self.skip_blanks_and_line_ends();
            if self.take_byte(b']') {
                return Some(items);
            }
            items.push(self.read_value(depth)?);
            self.skip_blanks_and_line_ends();
            if !self.take_byte(b',') {
                return self.take_byte(b']').then_some(items);
            }
        }
    }

    /// Reads an inline table on one line, without a comma at its end.
    fn read_inline_table(&mut self, depth: usize) -> Option<Table<'t>> {
        let start = self.at;
        let mut entries = Vec::new();
        self.take_byte(b'{');
        self.skip_blanks();
        let mut is_open = !self.take_byte(b'}');
        while is_open {
            entries.push(self.read_assignment(depth)?);
            self.skip_blanks();
            is_open = !self.take_byte(b'}');
            if is_open {
                self.take_byte(b',').then_some(())?;
                self.skip_blanks();
            }
        }
        let table = Table { at: start..self.at, entries, first_loss: None };
        (!has_twins(&table.entries)).then_some(table)
    }

    /// Reads a text in any kind of quotation marks.
    fn read_text(&mut self) -> Option<Cow<'t, str>> {
        let start = self.at;
        let (text, length) = match self.rest() {
            [b'"', b'"', b'"', ..] => self.find_block_end(b'"'),
            [b'\'', b'\'', b'\'', ..] => self.find_block_end(b'\''),
            [b'"', ..] => self.find_line_end(b'"'),
            _ => self.find_line_end(b'\''),
        }?;
        if length == 0 {
            return self.decode_text(start);
        }
        self.at = text.end + length;
        self.text.get(text).map(Cow::Borrowed)
    }

    /// Returns the text in single quotation marks, and the length of its end in bytes: 0 for a text
    /// with escapes.
    fn find_line_end(&self, quote: u8) -> Option<(Span, usize)> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes().get(start..)?;
        let length = match quote {
            b'"' => memchr::memchr3(b'"', b'\\', b'\n', bytes)?,
            _ => memchr::memchr2(b'\'', b'\n', bytes)?,
        };
        let is_sound = !has_controls(bytes.get(..length)?);
        match bytes.get(length)? {
            byte if *byte == quote && is_sound => Some((start..start + length, 1)),
            b'\\' => Some((start..start, 0)),
            _ => None,
        }
    }

    /// Returns the text in triple quotation marks as [`Self::find_line_end`] does. A line end after
    /// the first marks is no part of the text, and one or two marks may stand before the last ones.
    fn find_block_end(&self, quote: u8) -> Option<(Span, usize)> {
        let bytes = self.text.as_bytes();
        let start = self.at + 3;
        let start = match bytes.get(start..)? {
            [b'\n', ..] => start + 1,
            [b'\r', b'\n', ..] => start + 2,
            _ => start,
        };
        let mut at = start;
        loop {
            let rest = bytes.get(at..)?;
            let length = match quote {
                b'"' => memchr::memchr3(b'"', b'\\', b'\r', rest)?,
                _ => memchr::memchr2(b'\'', b'\r', rest)?,
            };
            if has_controls(rest.get(..length)?) {
                return None;
            }
            at += length;
            match bytes.get(at..)? {
                [b'\r', b'\n', ..] => at += 2,
                [b'\\', ..] => return Some((start..start, 0)),
                rest @ [byte, ..] if *byte == quote => {
                    match rest.iter().take(6).take_while(|byte| **byte == quote).count() {
                        marks @ ..3 => at += marks,
                        marks @ 3..6 => return Some((start..at + marks - 3, 3)),
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
    }

    /// Decodes the text with escapes from `start` on.
    fn decode_text(&mut self, start: usize) -> Option<Cow<'t, str>> {
        let source = Source::new(self.text.get(start..)?);
        let token = source.lex().next()?;
        let mut text = Cow::Borrowed("");
        let mut error: Option<ParseError> = None;
        _ = source.get(token)?.decode_scalar(&mut text, &mut error);
        self.at = start + token.span().end();
        error.is_none().then_some(text)
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips `byte` if it comes next.
    fn take_byte(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn take_line_end(&mut self) -> bool {
        let length = match self.rest() {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            _ => 0,
        };
        self.at += length;
        length > 0
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    fn skip_blanks_and_line_ends(&mut self) {
        self.skip_blanks();
        while self.take_line_end() {
            self.skip_blanks();
        }
    }
}

/// Returns true for a text with control characters other than line ends and tabs. Compilers
/// vectorise the loop, because it has no early exit.
fn has_controls(bytes: &[u8]) -> bool {
    let mut any = 0_u8;
    for byte in bytes {
        let is_allowed = u8::from(*byte == b'\n') | u8::from(*byte == b'\t');
        any |= u8::from(*byte < b' ') & !is_allowed | u8::from(*byte == 0x7f);
    }
    any & 1 != 0
}

/// Returns true if two entries have the same key.
fn has_twins(entries: &[TableEntry<'_>]) -> bool {
    /// The largest number of entries that are compared in pairs.
    const PAIRS_MAX: usize = 24;
    if entries.len() > PAIRS_MAX {
        let mut keys: Vec<&str> = entries.iter().map(|entry| &*entry.key.value).collect();
        keys.sort_unstable();
        return keys.windows(2).any(|pair| pair.first() == pair.last());
    }
    entries
        .iter()
        .enumerate()
        .any(|(ix, entry)| entries.iter().take(ix).any(|other| other.key.value == entry.key.value))
}

/// Returns the time of `2030-05-04T09:00:00`, if the day is in every month.
fn read_local_time(word: &[u8]) -> Option<Datetime> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1] =
        word
    else {
        return None;
    };
    let year = u16::from(two_digits(*y0, *y1)?) * 100 + u16::from(two_digits(*y2, *y3)?);
    let (month, day) = (two_digits(*m0, *m1)?, two_digits(*d0, *d1)?);
    let (hour, minute) = (two_digits(*h0, *h1)?, two_digits(*n0, *n1)?);
    let second = two_digits(*s0, *s1)?;
    let is_sound =
        matches!((month, day), (1..=12, 1..=28)) && hour < 24 && minute < 60 && second < 60;
    let date = Some(Date { year, month, day });
    let time = Some(Time { hour, minute, second: Some(second), nanosecond: None });
    is_sound.then_some(Datetime { date, time, offset: None })
}

fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
}
