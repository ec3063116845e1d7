//! TOML as a tree with a place for every key and value.

use crate::agenda::{At, Span, sort_compactly};
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// A table. Its entries are in the order of the file. A key may occur twice in a broken table.
#[derive(Debug, Default)]
pub(super) struct Table<'t> {
    /// The place of the header, or of the whole inline table.
    pub(super) at: Span,
    pub(super) entries: Vec<TableEntry<'t>>,
    /// The number of problems reported before the first loss of an entry.
    pub(super) first_loss: Option<usize>,
}

#[derive(Debug)]
pub(super) struct TableEntry<'t> {
    pub(super) key: KeyText<'t>,
    pub(super) item: SyntaxItem<'t>,
}

/// A key and its place.
pub(super) type KeyText<'t> = At<Cow<'t, str>>;

/// A value and its place.
pub(super) type SyntaxItem<'t> = At<Value<'t>>;

#[derive(Debug)]
pub(super) enum Value<'t> {
    Text(Cow<'t, str>),
    /// `None`: the number does not fit.
    Whole(Option<i64>),
    Fraction,
    Bool(bool),
    Time(Datetime),
    List(Vec<SyntaxItem<'t>>),
    Table(Table<'t>),
}

impl Value<'_> {
    /// Returns the name of the value's type, with an article.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Value::Text(_) => "text",
            Value::Whole(_) => "a whole number",
            Value::Fraction => "a fraction",
            Value::Bool(_) => "true or false",
            Value::Time(time) if time.date.is_none() => "a time of day",
            Value::Time(time) if time.time.is_none() => "a date",
            Value::Time(_) => "a date and time",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// Returns the name of the value's type in the plural.
    pub(super) fn plural_type_name(&self) -> &'static str {
        match self {
            Value::Text(_) => "texts",
            Value::Whole(_) | Value::Fraction => "numbers",
            Value::Bool(_) => "true or false",
            Value::Time(_) => "times",
            Value::List(_) => "lists",
            Value::Table(_) => "tables",
        }
    }
}

/// Converts a table of the parser. The parsed text begins at byte `offset` of the file.
pub(super) fn convert_table(table: Spanned<DeTable<'_>>, offset: usize) -> Table<'_> {
    let at = shift_span(table.span(), offset);
    let entries = table.into_inner().into_iter().map(|(key, value)| TableEntry {
        key: At { at: shift_span(key.span(), offset), value: key.into_inner() },
        item: convert_value(value, offset),
    });
    let mut entries: Vec<TableEntry<'_>> = entries.collect();
    sort_compactly(&mut entries, |entry| entry.key.at.start);
    Table { at, entries, first_loss: None }
}

/// Converts a value of the parser. The recursion is at most 80 levels deep, the limit of the
/// parser.
fn convert_value(value: Spanned<DeValue<'_>>, offset: usize) -> SyntaxItem<'_> {
    let span = value.span();
    let at = shift_span(span.clone(), offset);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(digits) => {
            Value::Whole(i64::from_str_radix(digits.as_str(), digits.radix()).ok())
        }
        DeValue::Float(_) => Value::Fraction,
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Datetime(time) => Value::Time(time),
        DeValue::Array(list) => {
            Value::List(list.into_iter().map(|value| convert_value(value, offset)).collect())
        }
        DeValue::Table(table) => Value::Table(convert_table(Spanned::new(span, table), offset)),
    };
    At { value, at }
}

fn shift_span(span: Span, offset: usize) -> Span {
    span.start + offset..span.end + offset
}
