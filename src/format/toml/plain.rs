//! Parses tables of plain statements, the statements of nearly all tables: a text, a whole number,
//! a time, a truth value, and lists and inline tables of these. The parser of all TOML takes ten
//! times as long. Texts without escapes are parts of the file, and no table costs memory for a
//! token.

mod bare_keys;
mod header;
mod numbers;
mod quoted;
mod statements;
mod values;

use super::syntax::{Table, TableEntry, Value};
use crate::agenda::At;
use bare_keys::has_twins;
pub(super) use header::{PlainHeader, read_plain_header};
use quoted::QuotedBytes;
pub(super) use statements::{PlainStatements, TableListItem};
use std::borrow::Cow;
use values::PlainText;

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
        let mut entries = Vec::new();
        while let Some(key) = statements.next_key() {
            let Some(item) = statements.read_value() else { break };
            entries.push(TableEntry { key, item });
        }
        let end = statements.end_with(|| has_twins(&entries))?;
        let table = Table { at: statements.at, entries, first_loss: None };
        Some(PlainTable { header, table, end })
    }

    /// Returns the statements of the table whose `header` begins at byte `start`.
    pub(super) fn statements(self, start: usize, header: PlainHeader) -> PlainStatements<'t> {
        let PlainFile { text, quoted } = self;
        let at = start..start + header.length;
        let mut plain = PlainText::new(text, quoted, at.end);
        plain.skip_blanks();
        PlainStatements::new(plain, at)
    }
}
