//! The fields of one table, each asked for as what it must be; what it is not is told.

use super::Span;
use super::keys;
use super::syntax::{Field, Item, Table, Value};
use crate::agenda::{At, DraftSession, Part, Problem, When};
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use std::fmt::Write as _;
use toml::value::{Datetime, Offset};

const DATE_AND_TIME: &str = "2016-07-11T09:00:00";
const LEFT_OUT: &str = "this session is left out";

pub(super) struct Fields<'p> {
    problems: &'p mut Vec<Problem>,
    name: &'static str,
    at: Span,
    fields: std::vec::IntoIter<Field>,
    /// The problem that cost the table something it cannot do without.
    spoiled: Option<usize>,
    broken: Option<usize>,
}

impl<'p> Fields<'p> {
    /// The fields of `table`, which is one of the kind `name` in [`KEYS`](super::KEYS).
    pub(super) fn new(
        problems: &'p mut Vec<Problem>,
        name: &'static str,
        table: Table,
    ) -> Fields<'p> {
        let fields = table.fields.into_iter();
        Fields { problems, name, at: table.at, fields, spoiled: None, broken: table.broken }
    }

    /// The next field that the table may have; those that it may not have are told.
    pub(super) fn next(&mut self) -> Option<(At<String>, Item)> {
        loop {
            let Field { key, value } = self.fields.next()?;
            if keys::of(self.name).contains(&&*key.value) {
                return Some((key, value));
            }
            self.unknown(&key, &value.value);
        }
    }

    fn error(&mut self, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::error(Some(at), message).help(help));
    }

    fn unknown(&mut self, key: &At<String>, value: &Value) {
        let what = match self.name {
            "" => "an agenda".to_owned(),
            "event" => "an event".to_owned(),
            name => format!("a {name}"),
        };
        let holds_tables = matches!(value, Value::Table(_) | Value::List(_));
        let help = keys::instead(self.name, &key.value, holds_tables);
        self.error(key.at.clone(), format!("{what} has no `{}`", key.value), help);
    }

    fn wrong(&mut self, key: &At<String>, wanted: &str, item: &Item, help: impl Into<String>) {
        let message = format!("`{}` is {wanted}, not {}", key.value, item.value.kind());
        self.error(item.at.clone(), message, help);
    }

    /// Reads a field without which the table is nothing.
    pub(super) fn needed<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let value = read(self);
        if value.is_none() {
            self.spoiled.get_or_insert(self.problems.len().saturating_sub(1));
        }
        value
    }

    /// Whether a session is left out because of a problem that was told already; that problem then
    /// says so.
    pub(super) fn leave_out(self, complete: bool) -> bool {
        let cause = self.spoiled.or(self.broken.filter(|_| !complete));
        let Some(problem) = cause.and_then(|ix| self.problems.get_mut(ix)) else {
            return false;
        };
        let help = problem.help.get_or_insert_default();
        let _ = write!(help, "{}{LEFT_OUT}", if help.is_empty() { "" } else { "; " });
        true
    }

    /// Tells that something is missing, unless that is the consequence of a fault told already.
    pub(super) fn lacks(&mut self, message: &str, help: &str) {
        if self.spoiled.is_none() && self.broken.is_none() {
            self.error(self.at.clone(), message, help);
        }
    }

    /// The name that a room, track or speaker must have.
    pub(super) fn name(&mut self, name: Option<At<String>>) -> Option<At<String>> {
        if name.is_none() {
            let message = format!("this {} has no name", self.name);
            self.lacks(&message, "add name = \"…\"; it is ignored");
        }
        name
    }

    pub(super) fn text(&mut self, key: &At<String>, item: Item) -> Option<At<String>> {
        match item.value {
            Value::Text(value) => Some(At { value, at: item.at }),
            _ => {
                self.wrong(key, "text", &item, format!("put it in quotes: {} = \"…\"", key.value));
                None
            }
        }
    }

    pub(super) fn whole(&mut self, key: &At<String>, item: Item) -> Option<At<i64>> {
        match item.value {
            Value::Whole(Some(value)) => return Some(At { value, at: item.at }),
            Value::Whole(None) => self.error(item.at, "this number is too large", "it is ignored"),
            Value::Text(_) => self.wrong(key, "a whole number", &item, "write it without quotes"),
            _ => self.wrong(key, "a whole number", &item, format!("write {} = 20", key.value)),
        }
        None
    }

    pub(super) fn truth(&mut self, key: &At<String>, item: &Item) -> Option<bool> {
        match item.value {
            Value::Bool(value) => return Some(value),
            Value::Text(_) => self.wrong(key, "true or false", item, "write it without quotes"),
            _ => self.wrong(key, "true or false", item, format!("write {} = true", key.value)),
        }
        None
    }

    /// A list of texts. One text alone is taken as a list of one.
    pub(super) fn texts(&mut self, key: &At<String>, item: Item) -> Vec<At<String>> {
        let help = format!("write {} = [\"…\"]", key.value);
        match item.value {
            Value::List(items) => self.each_text(key, items),
            Value::Text(value) => {
                let problem = Problem::warning(
                    Some(item.at.clone()),
                    format!("`{}` is a list, not text", key.value),
                );
                self.problems.push(problem.help(format!("{help}; it is taken as a list of one")));
                vec![At { value, at: item.at }]
            }
            _ => {
                self.wrong(key, "a list", &item, help);
                Vec::new()
            }
        }
    }

    fn each_text(&mut self, key: &At<String>, items: Vec<Item>) -> Vec<At<String>> {
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.value {
                Value::Text(value) => texts.push(At { value, at: item.at }),
                other => {
                    let message =
                        format!("`{}` is a list of texts, not of {}", key.value, other.plural());
                    self.error(item.at, message, "put each in quotes; this one is ignored");
                }
            }
        }
        texts
    }

    /// The one room of a session, taken as several where a list is given.
    pub(super) fn room(&mut self, key: &At<String>, item: Item) -> Vec<At<String>> {
        match item.value {
            Value::List(items) => {
                let problem = Problem::warning(Some(item.at), "`room` is one name, not a list");
                self.problems.push(problem.help("write rooms = [\"…\", \"…\"]; it is taken so"));
                self.each_text(key, items)
            }
            _ => self.text(key, item).into_iter().collect(),
        }
    }

    pub(super) fn both_rooms(&mut self, key: &At<String>, first: &At<String>) {
        let help = format!("keep one of them: `{}` is taken", first.value);
        self.error(key.at.clone(), "a session has `room` or `rooms`, not both", help);
    }

    pub(super) fn people(
        &mut self,
        session: &mut DraftSession,
        part: Part,
        key: &At<String>,
        item: Item,
    ) {
        session.people.extend(self.texts(key, item).into_iter().map(|name| (part, name)));
    }

    /// The tables of a list within a table.
    pub(super) fn inner_tables(&mut self, key: &At<String>, item: Item) -> Vec<Table> {
        let help = "write links = [{ title = \"Slides\", url = \"https://…\" }]";
        let Value::List(items) = item.value else {
            self.wrong(key, "a list", &item, help);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.value {
                Value::Table(table) => tables.push(table),
                other => {
                    let message =
                        format!("`{}` is a list of tables, not of {}", key.value, other.plural());
                    self.error(item.at, message, help);
                }
            }
        }
        tables
    }

    /// Reads a table within this one.
    pub(super) fn inner<T>(
        &mut self,
        name: &'static str,
        table: Table,
        read: impl FnOnce(&mut Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        read(&mut Fields::new(self.problems, name, table))
    }

    /// A time of day; seconds and less are optional.
    pub(super) fn clock(&mut self, key: &At<String>, item: Item) -> Option<At<NaiveTime>> {
        let time = match &item.value {
            Value::Time(time) => Some(*time),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        match time {
            Some(Datetime { date: None, time: Some(time), offset: None }) => {
                Some(At { value: clock(time)?, at: item.at })
            }
            _ => {
                self.wrong(key, "a time of day", &item, format!("write {} = 05:00:00", key.value));
                None
            }
        }
    }

    /// When a session starts: a time, or the word `TBA`.
    pub(super) fn start(&mut self, key: &At<String>, item: Item) -> Option<At<When>> {
        match &item.value {
            Value::Text(text) if text.trim().eq_ignore_ascii_case("TBA") => {
                Some(At { value: When::Unscheduled, at: item.at })
            }
            _ => self.when(key, item),
        }
    }

    /// A date and time, whether it is written as one or as a text of the same form.
    pub(super) fn when(&mut self, key: &At<String>, item: Item) -> Option<At<When>> {
        let write = format!("write {} = {DATE_AND_TIME}", key.value);
        let time = match &item.value {
            Value::Time(time) => *time,
            Value::Text(text) => match text.trim().parse() {
                Ok(time) => time,
                Err(_) => {
                    let help = if key.value == "start" {
                        ", or \"TBA\" if it is not known yet"
                    } else {
                        ""
                    };
                    self.wrong(key, "a date and time", &item, format!("{write}{help}"));
                    return None;
                }
            },
            _ => {
                self.wrong(key, "a date and time", &item, write);
                return None;
            }
        };
        match (time.date, time.time) {
            (Some(date), Some(_)) if instant(time).is_none() => {
                self.error(
                    item.at,
                    "this time is out of range",
                    format!("{date} has no such time"),
                );
                None
            }
            (Some(_), Some(_)) => Some(At { value: instant(time)?, at: item.at }),
            (Some(date), None) => {
                let help = format!("add the time: {} = {date}T09:00:00", key.value);
                self.error(item.at, format!("`{}` is a date without a time", key.value), help);
                None
            }
            _ => {
                let clock = time.time.map_or_else(String::new, |time| time.to_string());
                let help = format!("add the date: {} = 2016-07-11T{clock}", key.value);
                self.error(item.at, format!("`{}` is a time without a date", key.value), help);
                None
            }
        }
    }
}

/// Date and time as a wall clock, or as an instant where there is an offset. Parts of seconds are
/// dropped.
fn instant(time: Datetime) -> Option<When> {
    let date = time.date?;
    let date = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let wall: NaiveDateTime = date.and_time(clock(time.time?)?);
    let minutes = match time.offset {
        None => return Some(When::Wall(wall)),
        Some(Offset::Z) => 0,
        Some(Offset::Custom { minutes }) => i32::from(minutes),
    };
    let offset = FixedOffset::east_opt(minutes * 60)?;
    wall.and_local_timezone(offset).single().map(When::Instant)
}

/// A leap second counts as the second before it.
fn clock(time: toml::value::Time) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(
        time.hour.into(),
        time.minute.into(),
        u32::from(time.second.unwrap_or(0)).min(59),
    )
}
