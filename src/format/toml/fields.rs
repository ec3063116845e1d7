//! The fields of one table, each read as its required type. Any other type is reported.

use super::syntax::{KeyText, SyntaxItem, Table, TableEntry, Value};
use super::table_reader::TableReader;
use super::times::{clock_time, datetime_of, to_when};
use crate::agenda::{At, DraftCredit, DraftId, DraftSession, Kind, Part, Text, When, Word};
use chrono::NaiveTime;
use std::borrow::Cow;
use std::sync::Arc;
use toml::value::Datetime;

/// A date and time in the help of a message.
const EXAMPLE_TIME: &str = "2016-07-11T09:00:00";

/// Each `read_` method takes a key, for the messages, and its value. The methods return `None`, or
/// leave values out, after a report.
impl<'t> TableReader<'_, 't> {
    pub(super) fn read_text(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
    ) -> Option<At<String>> {
        self.read_text_as(key, item, |text| text.into_owned())
    }

    /// Reads a word of a list. The words of [`Kind`], the most frequent ones, need no memory.
    pub(super) fn read_word(
        &mut self,
        key: &KeyText<'_>,
        item: SyntaxItem<'_>,
    ) -> Option<At<Word>> {
        self.read_text_as(key, item, |text| match Kind::parse(&text) {
            Some(kind) => Cow::Borrowed(kind.word()),
            None => Cow::Owned(text.into_owned()),
        })
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
