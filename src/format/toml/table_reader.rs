//! A reader of one table: the entries one after the other, and the reports of faults.

use super::budget::count_listed;
use super::keys::{header_of_table, suggest_key};
use super::plain::{PlainStatements, TableListItem};
use super::syntax::{KeyText, SyntaxItem, Table, TableEntry, Value};
use crate::agenda::{At, FileText, Span};
use crate::format::collector::Report;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

const LEFT_OUT: &str = "this session is left out";

/// A table whose entries are parsed, or are read one after the other.
pub(super) enum TableSource<'t> {
    Parsed(Table<'t>),
    Plain(PlainStatements<'t>),
}

impl TableSource<'_> {
    /// Returns the place of the header, or of the whole inline table.
    pub(super) fn at(&self) -> Span {
        match self {
            TableSource::Parsed(table) => table.at.clone(),
            TableSource::Plain(statements) => statements.at.clone(),
        }
    }
}

/// A reader of one table. `fields` has a method for each type of a field.
pub(super) struct TableReader<'r, 't> {
    pub(super) report: &'r mut Report,
    pub(super) file: &'r Arc<String>,
    /// The table's name in [`KEYS`](super::KEYS).
    name: &'static str,
    at: Span,
    entries: Entries<'t>,
    /// The number of problems reported before the loss of a required field.
    required_loss: Option<usize>,
    /// The number of problems reported before the first fault in the syntax of the table.
    syntax_loss: Option<usize>,
}

/// The entries of a table that are not read yet.
enum Entries<'t> {
    Parsed {
        rest: std::vec::IntoIter<TableEntry<'t>>,
        /// The value of the last key.
        item: Option<SyntaxItem<'t>>,
        /// The number of entries of all lists and tables in the table.
        listed: usize,
    },
    Plain(PlainStatements<'t>),
}

/// A table that was read to its end.
pub(super) struct ReadTable {
    /// The byte after a table of plain statements, else 0.
    pub(super) end: usize,
    /// The number of entries of all lists and tables in the table.
    pub(super) listed: usize,
}

impl<'r, 't> TableReader<'r, 't> {
    pub(super) fn new(
        report: &'r mut Report,
        file: &'r Arc<String>,
        name: &'static str,
        table: TableSource<'t>,
    ) -> TableReader<'r, 't> {
        let (at, entries, syntax_loss) = match table {
            TableSource::Parsed(Table { at, entries, first_loss }) => {
                let listed = entries.iter().map(|entry| count_listed(&entry.item.value)).sum();
                (at, Entries::Parsed { rest: entries.into_iter(), item: None, listed }, first_loss)
            }
            TableSource::Plain(statements) => {
                (statements.at.clone(), Entries::Plain(statements), None)
            }
        };
        TableReader { report, file, name, at, entries, required_loss: None, syntax_loss }
    }

    /// Returns the next key in the order of the file. Take its value before the next call.
    #[inline]
    pub(super) fn next_key(&mut self) -> Option<KeyText<'t>> {
        match &mut self.entries {
            Entries::Parsed { rest, item, .. } => {
                let entry = rest.next()?;
                *item = Some(entry.item);
                Some(entry.key)
            }
            Entries::Plain(statements) => statements.next_key(),
        }
    }

    /// Takes the value of the last key. Returns `None` for a fault: see [`Self::end_table`].
    pub(super) fn take_item(&mut self) -> Option<SyntaxItem<'t>> {
        match &mut self.entries {
            Entries::Parsed { item, .. } => item.take(),
            Entries::Plain(statements) => statements.read_value(),
        }
    }

    /// Takes the value of the last key, if the value is a text.
    #[inline]
    pub(super) fn take_text(&mut self) -> Option<At<Cow<'t, str>>> {
        match &mut self.entries {
            Entries::Plain(statements) => statements.read_text(),
            Entries::Parsed { item, .. } => match item.take() {
                Some(At { value: Value::Text(value), at }) => Some(At { value, at }),
                other => {
                    *item = other;
                    None
                }
            },
        }
    }

    /// Enters the value of the last key, if the value is a list whose items are read one by one.
    pub(super) fn enter_list(&mut self) -> bool {
        match &mut self.entries {
            Entries::Parsed { .. } => false,
            Entries::Plain(statements) => statements.enter_list(),
        }
    }

    /// Returns the next item of the entered list.
    pub(super) fn next_list_item(&mut self, is_first: bool) -> Option<TableListItem<'t>> {
        match &mut self.entries {
            Entries::Parsed { .. } => None,
            Entries::Plain(statements) => statements.next_item(is_first),
        }
    }

    /// Ends the table after the last entry. Returns `None` for a table with a fault, or with
    /// statements that are not plain: the table is to be parsed, and the entries so far are to be
    /// forgotten.
    pub(super) fn end_table(&self) -> Option<ReadTable> {
        Some(match &self.entries {
            Entries::Parsed { listed, .. } => ReadTable { end: 0, listed: *listed },
            Entries::Plain(plain) => ReadTable { end: plain.end()?, listed: plain.listed },
        })
    }

    /// Reports a key that its table does not have, and takes the value.
    pub(super) fn report_unknown_key(&mut self, key: &KeyText<'_>) {
        if let Some(item) = self.take_item() {
            self.report_unknown_entry(key, &item);
        }
    }

    pub(super) fn report_unknown_entry(&mut self, key: &KeyText<'_>, item: &SyntaxItem<'_>) {
        let table = match self.name {
            "" => "an agenda".to_owned(),
            "event" => "an event".to_owned(),
            "walk" | "between" => header_of_table(self.name),
            name => format!("a {name}"),
        };
        let holds_tables = matches!(item.value, Value::Table(_) | Value::List(_));
        let help = suggest_key(self.name, &key.value, holds_tables);
        self.report.error(&key.at, format!("{table} has no `{}`", key.value), help);
    }

    pub(super) fn report_type(
        &mut self,
        key: &KeyText<'_>,
        wanted: &str,
        item: &SyntaxItem<'_>,
        help: impl Into<String>,
    ) {
        let message = format!("`{}` is {wanted}, not {}", key.value, item.value.type_name());
        self.report.error(&item.at, message, help);
    }

    /// Reads a required field of a session.
    pub(super) fn require<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let value = read(self);
        if value.is_none() {
            self.required_loss.get_or_insert(self.report.count().saturating_sub(1));
        }
        value
    }

    /// Returns true if the session is left out because of a reported problem. The help of the
    /// problem then ends with [`LEFT_OUT`].
    pub(super) fn leave_out_session(self, is_complete: bool) -> bool {
        let Some(cause) = self.required_loss.or(self.syntax_loss.filter(|_| !is_complete)) else {
            return false;
        };
        if let Some(problem) = self.report.problem_mut(cause) {
            let help = problem.help.get_or_insert_default();
            let _ = write!(help, "{}{LEFT_OUT}", if help.is_empty() { "" } else { "; " });
        }
        true
    }

    /// Reports a missing field, unless an earlier problem has cost the table fields.
    pub(super) fn report_missing(&mut self, message: &str, help: &str) {
        if self.required_loss.is_none() && self.syntax_loss.is_none() {
            self.report.error(&self.at, message, help);
        }
    }

    /// Returns the required name of a room, track or speaker; reports a missing name.
    pub(super) fn require_name(&mut self, name: Option<At<FileText>>) -> Option<At<FileText>> {
        if name.is_none() {
            let message = format!("this {} has no name", self.name);
            self.report_missing(&message, "add name = \"…\"; it is ignored");
        }
        name
    }

    /// Returns a reader of a table within this one.
    pub(super) fn inner_table<'i>(
        &mut self,
        name: &'static str,
        table: Table<'i>,
    ) -> TableReader<'_, 'i> {
        TableReader::new(self.report, self.file, name, TableSource::Parsed(table))
    }
}
