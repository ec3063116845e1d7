//! The fields of one table, each read as its required type. Any other type is reported.

use super::keys::{header_of_table, suggest_key};
use super::syntax::{KeyText, SyntaxItem, Table, TableEntry, Value};
use super::times::{clock_time, datetime_of, to_when};
use crate::agenda::{At, DraftCredit, DraftId, DraftSession, Part, Span, Text, When};
use crate::format::collector::Report;
use chrono::NaiveTime;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;
use toml::value::Datetime;

/// A date and time in the help of a message.
const EXAMPLE_TIME: &str = "2016-07-11T09:00:00";
const LEFT_OUT: &str = "this session is left out";

/// A reader of one table. The `read_` methods take a key, for the messages, and its value; they
/// return `None`, or leave values out, after a report.
pub(super) struct TableReader<'r, 't> {
    report: &'r mut Report,
    /// The table's name in [`KEYS`](super::KEYS).
    name: &'static str,
    at: Span,
    entries: std::vec::IntoIter<TableEntry<'t>>,
    /// The number of problems reported before the loss of a required field.
    required_loss: Option<usize>,
    /// The number of problems reported before the first fault in the syntax of the table.
    syntax_loss: Option<usize>,
}

impl<'r, 't> TableReader<'r, 't> {
    pub(super) fn new(
        report: &'r mut Report,
        name: &'static str,
        table: Table<'t>,
    ) -> TableReader<'r, 't> {
        TableReader {
            report,
            name,
            at: table.at,
            entries: table.entries.into_iter(),
            required_loss: None,
            syntax_loss: table.first_loss,
        }
    }

    /// Returns the next entry in the order of the file.
    pub(super) fn next_entry(&mut self) -> Option<TableEntry<'t>> {
        self.entries.next()
    }

    pub(super) fn report_unknown_key(&mut self, key: &KeyText<'_>, item: &SyntaxItem<'_>) {
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

    fn report_type(
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
    pub(super) fn require_name(&mut self, name: Option<At<String>>) -> Option<At<String>> {
        if name.is_none() {
            let message = format!("this {} has no name", self.name);
            self.report_missing(&message, "add name = \"…\"; it is ignored");
        }
        name
    }

    pub(super) fn read_text(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
    ) -> Option<At<String>> {
        self.read_text_as(key, item, |text| text.into_owned())
    }

    /// Reads a text that is part of `file` if it has no escapes.
    pub(super) fn read_long_text(
        &mut self,
        file: &Arc<String>,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
    ) -> Option<At<Text>> {
        self.read_text_as(key, item, |text| match text {
            Cow::Borrowed(part) => Text::of_file(file, part),
            Cow::Owned(text) => Text::from(text),
        })
    }

    fn read_text_as<T>(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
        convert: impl FnOnce(Cow<'_, str>) -> T,
    ) -> Option<At<T>> {
        match item.value {
            Value::Text(value) => Some(At { value: convert(value), at: item.at }),
            _ => {
                let help = format!("put it in quotes: {} = \"…\"", key.value);
                self.report_type(key, "text", &item, help);
                None
            }
        }
    }

    pub(super) fn read_whole_number(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
    ) -> Option<At<i64>> {
        const WANTED: &str = "a whole number";
        match item.value {
            Value::Whole(Some(value)) => return Some(At { value, at: item.at }),
            Value::Whole(None) => {
                self.report.error(item.at, "this number is too large", "it is ignored");
            }
            Value::Text(_) => self.report_type(key, WANTED, &item, "write it without quotes"),
            _ => self.report_type(key, WANTED, &item, format!("write {} = 20", key.value)),
        }
        None
    }

    pub(super) fn read_bool(&mut self, key: &KeyText<'_>, item: &SyntaxItem<'_>) -> Option<bool> {
        const WANTED: &str = "true or false";
        match item.value {
            Value::Bool(value) => return Some(value),
            Value::Text(_) => self.report_type(key, WANTED, item, "write it without quotes"),
            _ => self.report_type(key, WANTED, item, format!("write {} = true", key.value)),
        }
        None
    }

    /// Reads a list of texts. A text alone counts as a list of one, with a warning.
    pub(super) fn read_texts(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
    ) -> Vec<At<String>> {
        let mut texts = Vec::new();
        self.read_each_text(key, item, |text| texts.push(text));
        texts
    }

    /// Reads a list of texts, and calls `take` with each text.
    fn read_each_text(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
        mut take: impl FnMut(At<String>),
    ) {
        match item.value {
            Value::List(items) => {
                for item in items {
                    self.read_text_of_list(key, item).into_iter().for_each(&mut take);
                }
            }
            Value::Text(value) => {
                let message = format!("`{}` is a list, not text", key.value);
                let help = format!("{}; it is taken as a list of one", list_help(key));
                self.report.warn(&item.at, message, help);
                take(At { value: value.into_owned(), at: item.at });
            }
            _ => self.report_type(key, "a list", &item, list_help(key)),
        }
    }

    fn read_text_of_list(&mut self, key: &KeyText<'_>, item: SyntaxItem<'_>) -> Option<At<String>> {
        if let Value::Text(value) = item.value {
            return Some(At { value: value.into_owned(), at: item.at });
        }
        let other = item.value.plural_type_name();
        let message = format!("`{}` is a list of texts, not of {other}", key.value);
        self.report.error(item.at, message, "put each in quotes; this one is ignored");
        None
    }

    /// Reads the value of `room`. A list counts as several rooms, with a warning.
    pub(super) fn read_room(&mut self, key: &KeyText<'_>, item: SyntaxItem<'_>) -> Vec<At<String>> {
        match item.value {
            Value::List(_) => {
                let help = "write rooms = [\"…\", \"…\"]; it is taken so";
                self.report.warn(&item.at, "`room` is one name, not a list", help);
                self.read_texts(key, item)
            }
            _ => self.read_text(key, item).into_iter().collect(),
        }
    }

    /// Reports a session with both `room` and `rooms`; `first` is taken.
    pub(super) fn report_second_room_key(&mut self, key: &KeyText<'_>, first: &KeyText<'_>) {
        let help = format!("keep one of them: `{}` is taken", first.value);
        self.report.error(&key.at, "a session has `room` or `rooms`, not both", help);
    }

    pub(super) fn read_people(
        &mut self,
        session: &mut DraftSession,
        part: Part,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
    ) {
        self.read_each_text(key, item, |name| session.people.push(DraftCredit { part, name }));
    }

    /// Reads the table of `ids`.
    pub(super) fn read_ids(&mut self, key: &KeyText<'_>, item: SyntaxItem<'_>) -> Vec<DraftId> {
        let Value::Table(table) = item.value else {
            self.report_type(key, "a table", &item, "write ids = { guid = \"…\" }");
            return Vec::new();
        };
        let mut ids = Vec::with_capacity(table.entries.len());
        for TableEntry { key, item } in table.entries {
            if let Some(value) = self.read_text(&key, item) {
                ids.push(DraftId { name: key.value.into_owned().into(), value });
            }
        }
        ids
    }

    /// Reads a list of tables. `help` shows how one writes the list.
    pub(super) fn read_tables<'i>(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'i>,
        help: &str,
    ) -> Vec<Table<'i>> {
        let Value::List(items) = item.value else {
            self.report_type(key, "a list", &item, help);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.value {
                Value::Table(table) => tables.push(table),
                other => {
                    let other = other.plural_type_name();
                    let message = format!("`{}` is a list of tables, not of {other}", key.value);
                    self.report.error(item.at, message, help);
                }
            }
        }
        tables
    }

    /// Returns a reader of a table within this one.
    pub(super) fn inner_table<'i>(
        &mut self,
        name: &'static str,
        table: Table<'i>,
    ) -> TableReader<'_, 'i> {
        TableReader::new(self.report, name, table)
    }

    /// Reads a time of day. Seconds are optional.
    pub(super) fn read_time_of_day(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
    ) -> Option<At<NaiveTime>> {
        match datetime_of(&item.value) {
            Some(Datetime { date: None, time: Some(time), offset: None }) => {
                Some(At { value: clock_time(time)?, at: item.at })
            }
            _ => {
                let help = format!("write {} = 05:00:00", key.value);
                self.report_type(key, "a time of day", &item, help);
                None
            }
        }
    }

    /// Reads the start of a session: a time, or the word `TBA` in any case.
    pub(super) fn read_start(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
    ) -> Option<At<When>> {
        match &item.value {
            Value::Text(text) if text.eq_ignore_ascii_case("TBA") => {
                Some(At { value: When::Unscheduled, at: item.at })
            }
            _ => self.read_time(key, item),
        }
    }

    /// Reads a date and time, a TOML date-time or a text of the same form.
    pub(super) fn read_time(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
    ) -> Option<At<When>> {
        let Some(time) = datetime_of(&item.value) else {
            let or_unknown = match item.value {
                Value::Text(_) if key.value == "start" => ", or \"TBA\" if it is not known yet",
                _ => "",
            };
            let help = format!("write {} = {EXAMPLE_TIME}{or_unknown}", key.value);
            self.report_type(key, "a date and time", &item, help);
            return None;
        };
        match (time.date, time.time) {
            (Some(date), Some(_)) => {
                let value = to_when(time);
                if value.is_none() {
                    let help = format!("{date} has no such time");
                    self.report.error(&item.at, "this time is out of range", help);
                }
                return Some(At { value: value?, at: item.at });
            }
            (Some(date), None) => {
                let help = format!("add the time: {} = {date}T09:00:00", key.value);
                self.report.error(
                    item.at,
                    format!("`{}` is a date without a time", key.value),
                    help,
                );
            }
            (None, time) => {
                let clock = time.map_or_else(String::new, |time| time.to_string());
                let help = format!("add the date: {} = 2016-07-11T{clock}", key.value);
                self.report.error(
                    item.at,
                    format!("`{}` is a time without a date", key.value),
                    help,
                );
            }
        }
        None
    }
}

/// Returns the help for a value that is no list of texts.
fn list_help(key: &KeyText<'_>) -> String {
    format!("write {} = [\"…\"]", key.value)
}
