//! The values in the file of a plan.

use super::plan_lines::to_moment;
use crate::agenda::{Clean, Level, Moment, Problem, Span};
use serde::Deserialize;
use toml::de::{DeValue, ValueDeserializer};
use toml::{Spanned, Value};

pub(super) const CORRECT_OR_TAKE_BACKUP: &str =
    "correct this place, or take the file from a backup";

pub(super) fn problem_at(value: &Spanned<DeValue<'_>>, message: &str) -> Problem {
    let Span { start, end } = value.span();
    Problem::error(Some(start..end), message).help(CORRECT_OR_TAKE_BACKUP)
}

pub(super) fn read_line(value: &Spanned<DeValue<'_>>) -> Result<Clean, Problem> {
    let text = value.get_ref().as_str();
    text.map(Clean::line).ok_or_else(|| problem_at(value, "this must be text in quotes"))
}

pub(super) fn read_level(value: &Spanned<DeValue<'_>>) -> Result<Level, Problem> {
    let level = value.get_ref().as_str().and_then(Level::parse);
    level.ok_or_else(|| problem_at(value, "a level is \"attend\" or \"maybe\""))
}

pub(super) fn read_bool(value: &Spanned<DeValue<'_>>) -> Result<bool, Problem> {
    let bool = value.get_ref().as_bool();
    bool.ok_or_else(|| problem_at(value, "this must be true or false"))
}

pub(super) fn read_minutes(value: &Spanned<DeValue<'_>>) -> Result<u32, Problem> {
    let minutes = read_integer(value).and_then(|number| u32::try_from(number).ok());
    minutes.ok_or_else(|| problem_at(value, "this must be a whole number from 0"))
}

pub(super) fn read_integer(value: &Spanned<DeValue<'_>>) -> Option<i128> {
    let number = value.get_ref().as_integer()?;
    i128::from_str_radix(number.as_str(), number.radix()).ok()
}

pub(super) fn read_names(value: &Spanned<DeValue<'_>>) -> Result<Vec<Clean>, Problem> {
    let names = value.get_ref().as_array();
    let names = names.ok_or_else(|| problem_at(value, "this must be a list of names"))?;
    names.iter().map(read_line).collect()
}

/// Reads the value of an unknown key, to write it again unchanged.
pub(super) fn read_unknown_value(value: &Spanned<DeValue<'_>>) -> Result<Value, Problem> {
    Value::deserialize(ValueDeserializer::from(value.clone()))
        .map_err(|error| problem_at(value, error.message()))
}

/// Reads a date with a time. Without an offset, the time is the local time of an event without a
/// zone, and the offset is 0.
pub(super) fn read_moment(value: &Spanned<DeValue<'_>>) -> Result<Moment, Problem> {
    value.get_ref().as_datetime().and_then(|datetime| to_moment(*datetime)).ok_or_else(|| {
        problem_at(value, "this must be a date and time, such as 2016-07-11T09:00:00+01:00")
    })
}
