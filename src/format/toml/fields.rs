//! The fields of one table, each read as its required type. Any other type is reported.

use super::plain::TableListItem;
use super::syntax::{KeyText, SyntaxItem, Table, TableEntry, Value};
use super::table_reader::TableReader;
use super::times::{clock_time, datetime_of, to_when};
use crate::agenda::{
    At, DraftCredit, DraftId, DraftSession, FileText, Kind, Part, Text, When, Word,
};
use chrono::NaiveTime;
use std::borrow::Cow;
use toml::value::Datetime;

/// A date and time in the help of a message.
const EXAMPLE_TIME: &str = "2016-07-11T09:00:00";

/// Each `read_` method takes a key, for the messages, and reads its value. The methods return
/// `None`, or leave values out, after a report or before a fault in the syntax.
impl<'t> TableReader<'_, 't> {
    /// Reads a text that is part of the file if it has no escapes.
    pub(super) fn read_text(&mut self, key: &KeyText<'_>) -> Option<At<FileText>> {
        let file = self.file;
        self.read_text_as(key, |text| FileText::of_file(file, text))
    }

    /// Reads a word of a list. The words of [`Kind`], the most frequent ones, need no memory.
    pub(super) fn read_word(&mut self, key: &KeyText<'_>) -> Option<At<Word>> {
        self.read_text_as(key, |text| match Kind::parse(&text) {
            Some(kind) => Cow::Borrowed(kind.word()),
            None => Cow::Owned(text.into_owned()),
        })
    }

    pub(super) fn read_long_text(&mut self, key: &KeyText<'_>) -> Option<At<Text>> {
        self.read_text(key).map(|text| text.map(Text::from))
    }

    #[inline]
    fn read_text_as<T>(
        &mut self,
        key: &KeyText<'_>,
        convert: impl FnOnce(Cow<'_, str>) -> T,
    ) -> Option<At<T>> {
        match self.take_text() {
            Some(text) => Some(text.map(convert)),
            None => {
                self.report_no_text(key);
                None
            }
        }
    }

    fn report_no_text(&mut self, key: &KeyText<'_>) {
        if let Some(item) = self.take_item() {
            self.report_other_than_text(key, &item);
        }
    }

    fn report_other_than_text(&mut self, key: &KeyText<'_>, item: &SyntaxItem<'_>) {
        let help = format!("put it in quotes: {} = \"…\"", key.value);
        self.report_type(key, "text", item, help);
    }

    pub(super) fn read_whole_number(&mut self, key: &KeyText<'_>) -> Option<At<i64>> {
        const WANTED: &str = "a whole number";
        let item = self.take_item()?;
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

    pub(super) fn read_bool(&mut self, key: &KeyText<'_>) -> Option<bool> {
        const WANTED: &str = "true or false";
        let item = self.take_item()?;
        match item.value {
            Value::Bool(value) => return Some(value),
            Value::Text(_) => self.report_type(key, WANTED, &item, "write it without quotes"),
            _ => self.report_type(key, WANTED, &item, format!("write {} = true", key.value)),
        }
        None
    }

    /// Reads a list of texts. A text alone counts as a list of one, with a warning.
    pub(super) fn read_texts(&mut self, key: &KeyText<'_>) -> Vec<At<FileText>> {
        let mut texts = Vec::new();
        self.read_each_text(key, |text| texts.push(text));
        texts
    }

    /// Reads a list of texts, and calls `take` with each text.
    fn read_each_text(&mut self, key: &KeyText<'_>, mut take: impl FnMut(At<FileText>)) {
        if self.enter_list() {
            let mut is_first = true;
            while let Some(item) = self.next_list_item(std::mem::take(&mut is_first)) {
                match item {
                    TableListItem::Text(text) => {
                        take(text.map(|text| FileText::of_file(self.file, text)));
                    }
                    TableListItem::Other(item) => self.report_no_text_in_list(key, &item),
                }
            }
            return;
        }
        let Some(item) = self.take_item() else { return };
        match item.value {
            Value::List(items) => self.read_items_as_texts(key, items, take),
            Value::Text(value) => {
                let message = format!("`{}` is a list, not text", key.value);
                let help = format!("{}; it is taken as a list of one", list_help(key));
                self.report.warn(&item.at, message, help);
                take(At { value: FileText::of_file(self.file, value), at: item.at });
            }
            _ => self.report_type(key, "a list", &item, list_help(key)),
        }
    }

    fn read_items_as_texts(
        &mut self,
        key: &KeyText<'_>,
        items: Vec<SyntaxItem<'_>>,
        mut take: impl FnMut(At<FileText>),
    ) {
        for item in items {
            match item.value {
                Value::Text(value) => {
                    take(At { value: FileText::of_file(self.file, value), at: item.at });
                }
                _ => self.report_no_text_in_list(key, &item),
            }
        }
    }

    fn report_no_text_in_list(&mut self, key: &KeyText<'_>, item: &SyntaxItem<'_>) {
        let other = item.value.plural_type_name();
        let message = format!("`{}` is a list of texts, not of {other}", key.value);
        self.report.error(&item.at, message, "put each in quotes; this one is ignored");
    }

    /// Reads the value of `room`. A list counts as several rooms, with a warning.
    pub(super) fn read_room(&mut self, key: &KeyText<'_>) -> Vec<At<FileText>> {
        if let Some(name) = self.take_text() {
            return vec![name.map(|name| FileText::of_file(self.file, name))];
        }
        let Some(item) = self.take_item() else { return Vec::new() };
        let Value::List(items) = item.value else {
            self.report_other_than_text(key, &item);
            return Vec::new();
        };
        let help = "write rooms = [\"…\", \"…\"]; it is taken so";
        self.report.warn(&item.at, "`room` is one name, not a list", help);
        let mut names = Vec::new();
        self.read_items_as_texts(key, items, |name| names.push(name));
        names
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
    ) {
        /// The capacity for one field. Few sessions have more people.
        const FEW: usize = 2;
        session.people.reserve_exact(FEW);
        self.read_each_text(key, |At { value: name, .. }| {
            session.people.push(DraftCredit { part, name });
        });
    }

    /// Reads the table of `ids`.
    pub(super) fn read_ids(&mut self, key: &KeyText<'_>) -> Vec<DraftId> {
        let Some(item) = self.take_item() else { return Vec::new() };
        let Value::Table(table) = item.value else {
            self.report_type(key, "a table", &item, "write ids = { guid = \"…\" }");
            return Vec::new();
        };
        let mut ids = Vec::with_capacity(table.entries.len());
        for TableEntry { key, item } in table.entries {
            match item.value {
                Value::Text(value) => {
                    let value = At { value: FileText::of_file(self.file, value), at: item.at };
                    ids.push(DraftId { name: key.value.into_owned().into(), value });
                }
                _ => self.report_other_than_text(&key, &item),
            }
        }
        ids
    }

    /// Reads a list of tables. `help` shows how one writes the list.
    pub(super) fn read_tables(&mut self, key: &KeyText<'_>, help: &str) -> Vec<Table<'t>> {
        let Some(item) = self.take_item() else { return Vec::new() };
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
    pub(super) fn read_time_of_day(&mut self, key: &KeyText<'_>) -> Option<At<NaiveTime>> {
        let item = self.take_item()?;
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
    pub(super) fn read_start(&mut self, key: &KeyText<'_>) -> Option<At<When>> {
        let item = self.take_item()?;
        match &item.value {
            Value::Text(text) if text.eq_ignore_ascii_case("TBA") => {
                Some(At { value: When::Unscheduled, at: item.at })
            }
            _ => self.time_of(key, item),
        }
    }

    /// Reads a date and time, a TOML date-time or a text of the same form.
    pub(super) fn read_time(&mut self, key: &KeyText<'_>) -> Option<At<When>> {
        let item = self.take_item()?;
        self.time_of(key, item)
    }

    fn time_of(&mut self, key: &KeyText<'_>, item: SyntaxItem<'_>) -> Option<At<When>> {
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
