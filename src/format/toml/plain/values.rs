//! Reads keys and values.

use super::bare_keys::{has_twins, is_key_byte};
use super::numbers::{PlainNumber, read_number_or_time};
use super::quoted::{QuotedBytes, QuotedText};
use crate::agenda::At;
use crate::format::toml::syntax::{KeyText, SyntaxItem, Table, TableEntry, Value};
use std::borrow::Cow;
use toml_parser::{ParseError, Source};

/// The number of levels of lists and inline tables.
const DEPTH_MAX: usize = 4;
/// The largest number of values of a table. Each takes a hundred bytes.
const VALUES_MAX: usize = 100_000;

/// A text that is read from `at` on.
pub(super) struct PlainText<'t> {
    pub(super) text: &'t str,
    quoted: QuotedBytes<'t>,
    pub(super) at: usize,
    pub(super) values_left: usize,
}

impl<'t> PlainText<'t> {
    pub(super) fn new(text: &'t str, quoted: QuotedBytes<'t>, at: usize) -> PlainText<'t> {
        PlainText { text, quoted, at, values_left: VALUES_MAX }
    }

    /// Skips the rest of the line after a value.
    #[inline]
    pub(super) fn end_statement(&mut self) -> Option<()> {
        if self.take_byte(b'\n') { Some(()) } else { self.skip_rest_of_line() }
    }

    fn skip_rest_of_line(&mut self) -> Option<()> {
        self.skip_blanks();
        self.skip_comment()?;
        (self.take_line_end() || self.peek().is_none()).then_some(())
    }

    /// Skips empty lines, comments, and the white space before a statement. Returns the first byte
    /// of the line of the statement.
    pub(super) fn skip_empty_lines(&mut self) -> Option<usize> {
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
        let key = self.read_key()?;
        Some(TableEntry { key, item: self.read_value(depth)? })
    }

    /// Reads `key =` and the white space after it. Returns the key.
    pub(super) fn read_key(&mut self) -> Option<KeyText<'t>> {
        let start = self.at;
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| is_key_byte(**byte)).count();
        let end = start + length;
        (length > 0).then_some(())?;
        self.at = end;
        // Nearly every key has one space on both sides of `=`.
        if let Some([b' ', b'=', b' ', ..]) = rest.get(length..) {
            self.at += 3;
        } else {
            self.skip_blanks();
            self.take_byte(b'=').then_some(())?;
        }
        self.skip_blanks();
        Some(At { value: Cow::Borrowed(self.text.get(start..end)?), at: start..end })
    }

    pub(super) fn read_value(&mut self, depth: usize) -> Option<SyntaxItem<'t>> {
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
        let (number, length) = read_number_or_time(self.text.get(self.at..)?)?;
        self.at += length;
        Some(match number {
            PlainNumber::Whole(number) => Value::Whole(Some(number)),
            PlainNumber::Time(time) => Value::Time(time),
        })
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

    /// Reads the text in quotation marks of any kind that comes next.
    #[inline]
    pub(super) fn read_text(&mut self) -> Option<Cow<'t, str>> {
        let start = self.at;
        let quoted = match self.rest() {
            [quote, two, three, ..] if two == quote && three == quote => {
                self.quoted.find_block(start, *quote)
            }
            [quote, ..] => self.quoted.find_line(start, *quote),
            [] => None,
        };
        match quoted? {
            QuotedText::Escaped => self.decode_text(start),
            QuotedText::Plain { at, end } => {
                self.at = end;
                self.text.get(at).map(Cow::Borrowed)
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

    #[inline]
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips `byte` if it comes next.
    #[inline]
    pub(super) fn take_byte(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    #[inline]
    fn take_line_end(&mut self) -> bool {
        let is_pair = self.peek() == Some(b'\r') && self.rest().starts_with(b"\r\n");
        self.at += usize::from(is_pair);
        self.take_byte(b'\n')
    }

    #[inline]
    pub(super) fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    #[inline]
    pub(super) fn skip_blanks_and_line_ends(&mut self) {
        self.skip_blanks();
        while self.take_line_end() {
            self.skip_blanks();
        }
    }
}
