//! Parses tables of plain statements, the statements of nearly all tables: a text without escapes,
//! a list of such texts on one line, a whole number, a time, or a truth value. The parser of all
//! TOML takes five times as long.

use super::syntax::{SyntaxItem, Table, TableEntry, Value, convert_table};
use crate::agenda::{At, Span};
use toml::de::DeTable;
use toml::value::Datetime;

/// The number of digits of a number that surely fits.
const DIGITS_MAX: usize = 18;

/// Parses a table with the header `[name]` or `[[name]]` on the first line of `text`, as the parser
/// does. `offset` is the place of `text` in the file. Returns `None` for a table with any other
/// statement, and for a table with a fault.
pub(super) fn parse_plain_table(text: &str, offset: usize) -> Option<TableEntry> {
    let head = text.split_inclusive('\n').next()?;
    let header = head.trim_ascii_end();
    let is_list = header.starts_with("[[");
    let name = header.trim_start_matches('[').trim_end_matches(']');
    let brackets = if is_list { 2 } else { 1 };
    let at = offset..offset + header.len();
    let key_start = offset + brackets;
    let key = At { value: name.to_owned(), at: key_start..key_start + name.len() };
    let entries = PlainText { text, at: head.len(), offset }.read_statements()?;
    let table = Value::Table(Table { at: at.clone(), entries, first_loss: None });
    let value = match is_list {
        true => Value::List(vec![At { value: table, at: at.clone() }]),
        false => table,
    };
    Some(TableEntry { key, item: At { value, at } })
}

/// A text that is read from `at` on.
struct PlainText<'t> {
    text: &'t str,
    at: usize,
    /// The place of the text in the file.
    offset: usize,
}

impl<'t> PlainText<'t> {
    /// Returns the statements up to the end of the text, in the order of their keys.
    fn read_statements(mut self) -> Option<Vec<TableEntry>> {
        let mut entries = Vec::new();
        loop {
            self.skip(|byte| is_blank(byte) || byte == b'\n');
            if self.at == self.text.len() {
                break;
            }
            if self.peek() == Some(b'#') {
                let comment = self.skip(|byte| byte != b'\n');
                let comment = comment.strip_suffix('\r').unwrap_or(comment);
                if comment.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
                    return None;
                }
                continue;
            }
            entries.push(self.read_statement()?);
        }
        entries.sort_by(|a: &TableEntry, b| a.key.value.cmp(&b.key.value));
        let has_twins = entries.windows(2).any(|pair| match pair {
            [first, second] => first.key.value == second.key.value,
            _ => false,
        });
        (!has_twins).then_some(entries)
    }

    fn read_statement(&mut self) -> Option<TableEntry> {
        let start = self.at;
        let key = self.skip(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        let key = At { value: key.to_owned(), at: self.span_from(start) };
        self.skip(is_blank);
        if key.value.is_empty() || !self.take("=") {
            return None;
        }
        self.skip(is_blank);
        let Some(item) = self.read_value() else {
            self.at = start;
            return self.read_line();
        };
        self.skip(is_blank);
        let is_end = self.at == self.text.len() || self.take("\n") || self.take("\r\n");
        is_end.then_some(TableEntry { key, item })
    }

    /// Reads one line of any other statement.
    fn read_line(&mut self) -> Option<TableEntry> {
        let start = self.at;
        let line = self.skip(|byte| byte != b'\n');
        let table = convert_table(DeTable::parse(line).ok()?, self.offset + start);
        let [entry] = <[TableEntry; 1]>::try_from(table.entries).ok()?;
        Some(entry)
    }

    fn read_value(&mut self) -> Option<SyntaxItem> {
        let start = self.at;
        let value = match self.peek()? {
            b'"' | b'\'' => Value::Text(self.read_text()?.to_owned()),
            b'[' => Value::List(self.read_list()?),
            b't' if self.take("true") => Value::Bool(true),
            b'f' if self.take("false") => Value::Bool(false),
            b'0'..=b'9' => {
                let word = self.skip(|byte| byte.is_ascii_digit() || b"T:-+.Z".contains(&byte));
                parse_number_or_time(word)?
            }
            _ => return None,
        };
        Some(At { value, at: self.span_from(start) })
    }

    /// Reads a text without escapes.
    fn read_text(&mut self) -> Option<&'t str> {
        for quotes in ["\"\"\"", "'''", "\"", "'"] {
            if self.take(quotes) {
                let is_multiline = quotes.len() > 1;
                if is_multiline {
                    self.take("\n");
                }
                return self.read_text_to(quotes);
            }
        }
        None
    }

    /// Reads the text up to the next `quotes`.
    fn read_text_to(&mut self, quotes: &str) -> Option<&'t str> {
        let is_multiline = quotes.len() > 1;
        let quote = quotes.bytes().next()?;
        let start = self.at;
        loop {
            self.skip(|byte| byte >= b' ' && byte != quote && byte != b'\\' && byte != 0x7f);
            let text = self.text.get(start..self.at)?;
            if self.take(quotes) {
                // Up to two more quotes at the end belong to a text of several lines.
                let is_closed = !is_multiline || self.peek() != Some(quote);
                return is_closed.then_some(text);
            }
            match self.peek()? {
                b'\t' => {}
                b'\\' if quote == b'\'' => {}
                b'\n' if is_multiline => {}
                byte if is_multiline && byte == quote => {}
                _ => return None,
            }
            self.at += 1;
        }
    }

    /// Reads a list of texts on one line.
    fn read_list(&mut self) -> Option<Vec<SyntaxItem>> {
        let mut items = Vec::new();
        self.take("[");
        loop {
            self.skip(is_blank);
            if self.take("]") {
                return Some(items);
            }
            let start = self.at;
            let value = Value::Text(self.read_text()?.to_owned());
            items.push(At { value, at: self.span_from(start) });
            self.skip(is_blank);
            if !self.take(",") {
                return self.take("]").then_some(items);
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips `text` if it comes next.
    fn take(&mut self, text: &str) -> bool {
        let is_next = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(text));
        self.at += if is_next { text.len() } else { 0 };
        is_next
    }

    /// Skips all bytes of a kind, and returns them.
    fn skip(&mut self, is_kind: impl Fn(u8) -> bool) -> &'t str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.bytes().take_while(|byte| is_kind(*byte)).count();
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Returns the place in the file from `start` on.
    fn span_from(&self, start: usize) -> Span {
        self.offset + start..self.offset + self.at
    }
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

fn parse_number_or_time(word: &str) -> Option<Value> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let is_sound = word.len() <= DIGITS_MAX && (word == "0" || !word.starts_with('0'));
        return word.parse().ok().filter(|_| is_sound).map(|number| Value::Whole(Some(number)));
    }
    // A fraction or a time with an odd form is left to the parser.
    let is_date = word.as_bytes().get(4) == Some(&b'-') && !word.contains('.');
    let time: Datetime = word.parse().ok().filter(|_| is_date)?;
    Some(Value::Time(time))
}
