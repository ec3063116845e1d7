//! Parses tables of plain statements, the statements of nearly all tables: a text, a whole number,
//! a time, a truth value, and lists and inline tables of these. The parser of all TOML takes ten
//! times as long. Texts without escapes are parts of the file, and no table costs memory for a
//! token.

mod bare_keys;
mod numbers;
mod quoted;

use super::budget::count_listed;
use super::syntax::{SyntaxItem, Table, TableEntry, Value};
use crate::agenda::{At, Span};
use bare_keys::{has_twins, is_key_byte, key_bit};
use numbers::{PlainNumber, read_number_or_time};
use quoted::{QuotedBytes, QuotedText};
use std::borrow::Cow;
use toml_parser::{ParseError, Source};

/// The number of levels of lists and inline tables.
const DEPTH_MAX: usize = 4;
/// The largest number of values of a table. Each takes a hundred bytes.
const VALUES_MAX: usize = 100_000;
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

/// A text of tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainFile<'t> {
    text: &'t str,
    quoted: QuotedBytes<'t>,
}

impl<'t> PlainFile<'t> {
    pub(super) fn new(text: &'t str) -> PlainFile<'t> {
        PlainFile { text, quoted: QuotedBytes::new(text.as_bytes()) }
    }

    /// Returns the text up to byte `end`.
    pub(super) fn until(self, end: usize) -> Option<PlainFile<'t>> {
        Some(PlainFile { text: self.text.get(..end)?, quoted: self.quoted.until(end)? })
    }

    /// Parses the table whose header begins at byte `start`, as the parser does. Returns `None` for
    /// a table with any other statement, and for a table with a fault.
    pub(super) fn parse_table(self, start: usize) -> Option<PlainTable<'t>> {
        let header = read_plain_header(self.text, start)?;
        let mut statements = self.statements(start, header);
        let entries: Vec<TableEntry<'t>> = statements.by_ref().collect();
        let end = statements.end.filter(|_| !statements.may_have_twins || !has_twins(&entries))?;
        let table = Table { at: statements.at, entries, first_loss: None };
        Some(PlainTable { header, table, end })
    }

    /// Returns the statements of the table whose `header` begins at byte `start`.
    pub(super) fn statements(self, start: usize, header: PlainHeader) -> PlainStatements<'t> {
        let PlainFile { text, quoted } = self;
        let at = start..start + header.length;
        let mut plain = PlainText { text, quoted, at: at.end, values_left: VALUES_MAX };
        plain.skip_blanks();
        PlainStatements { plain, at, key_bits: 0, may_have_twins: false, listed: 0, end: None }
    }
}

/// The statements of a table, which are read one after the other up to the next header or the end
/// of the text. They end early before a fault, and before a statement that is not plain.
pub(super) struct PlainStatements<'t> {
    plain: PlainText<'t>,
    /// The place of the header.
    pub(super) at: Span,
    /// See [`key_bit`].
    key_bits: u64,
    may_have_twins: bool,
    /// The number of entries of all lists and tables so far.
    pub(super) listed: usize,
    /// The byte after the table, when all statements are read.
    end: Option<usize>,
}

impl<'t> Iterator for PlainStatements<'t> {
    type Item = TableEntry<'t>;

    fn next(&mut self) -> Option<TableEntry<'t>> {
        let plain = &mut self.plain;
        if !plain.peek().is_some_and(is_key_byte) {
            let line_start = plain.skip_empty_lines()?;
            let is_header = || read_plain_header(plain.text, plain.at).is_some();
            match plain.peek() {
                Some(b'[') if line_start != plain.at || !is_header() => return None,
                None | Some(b'[') => {
                    self.end = Some(plain.at);
                    return None;
                }
                Some(_) => {}
            }
        }
        let entry = plain.read_assignment(0)?;
        plain.end_statement()?;
        let bit = key_bit(&entry.key.value);
        self.may_have_twins |= self.key_bits & bit != 0;
        self.key_bits |= bit;
        self.listed += count_listed(&entry.item.value);
        Some(entry)
    }
}

impl PlainStatements<'_> {
    /// Returns the byte after the table, or `None` if the table may have a fault, or statements
    /// that are not plain. Call this function after the last statement.
    pub(super) fn end(&self) -> Option<usize> {
        self.end.filter(|_| !self.may_have_twins)
    }
}

/// The headers on which a file is cut, with their names. The most frequent one is first.
const HEADERS: [(&str, &str); 6] = [
    ("[[session]]", "session"),
    ("[[speaker]]", "speaker"),
    ("[[room]]", "room"),
    ("[[track]]", "track"),
    ("[event]", "event"),
    ("[walk]", "walk"),
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
    quoted: QuotedBytes<'t>,
    at: usize,
    values_left: usize,
}

impl<'t> PlainText<'t> {
    /// Skips the rest of the line after a value.
    fn end_statement(&mut self) -> Option<()> {
        if self.take_byte(b'\n') {
            return Some(());
        }
        self.skip_blanks();
        self.skip_comment()?;
        (self.take_line_end() || self.peek().is_none()).then_some(())
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
        let end = self.read_key()?;
        let key = At { value: Cow::Borrowed(self.text.get(start..end)?), at: start..end };
        Some(TableEntry { key, item: self.read_value(depth)? })
    }

    /// Reads `key =` and the white space after it. Returns the byte after the key.
    fn read_key(&mut self) -> Option<usize> {
        let start = self.at;
        let mut rest = self.rest();
        while let [byte, after @ ..] = rest
            && is_key_byte(*byte)
        {
            rest = after;
        }
        let end = self.text.len() - rest.len();
        (end > start).then_some(())?;
        self.at = end;
        // Nearly every key has one space on both sides of `=`.
        if let [b' ', b'=', b' ', ..] = rest {
            self.at += 3;
        } else {
            self.skip_blanks();
            self.take_byte(b'=').then_some(())?;
        }
        self.skip_blanks();
        Some(end)
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

    /// Reads a text in any kind of quotation marks.
    fn read_text(&mut self) -> Option<Cow<'t, str>> {
        let start = self.at;
        let quoted = match self.rest() {
            [b'"', b'"', b'"', ..] => self.quoted.find_block(start, b'"'),
            [b'\'', b'\'', b'\'', ..] => self.quoted.find_block(start, b'\''),
            [b'"', ..] => self.quoted.find_line(start, b'"'),
            _ => self.quoted.find_line(start, b'\''),
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
