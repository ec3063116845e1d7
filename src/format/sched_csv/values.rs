//! Values of cells: times, lists and names.

use crate::format::text::decode_entities;
use crate::format::words;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// The value of a column of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SchedTime {
    Known(NaiveDateTime),
    /// A day without a time: `2019-05-03 TBA`.
    Day(NaiveDate),
    /// An empty cell, `TBA`, `TBD` or `0000-00-00`.
    Unknown,
}

pub(super) fn parse_time(text: &str) -> Option<SchedTime> {
    const FORMS: [&str; 4] = ["%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M%p"];
    let (day, clock) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let clock = clock.trim();
    let begins_with_tba = text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("TBA"));
    if is_open(text) || begins_with_tba || day == "0000-00-00" || (day.is_empty() && is_open(clock))
    {
        return Some(SchedTime::Unknown);
    }
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    if is_open(clock) {
        return Some(SchedTime::Day(day));
    }
    let clock = FORMS.iter().find_map(|form| NaiveTime::parse_from_str(clock, form).ok())?;
    Some(SchedTime::Known(day.and_time(clock)))
}

fn is_open(text: &str) -> bool {
    text.is_empty() || ["TBA", "TBD"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Returns the parts of a list between commas, without blank ones.
pub(super) fn split_list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// The names of a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct NameList {
    pub(super) names: Vec<String>,
    /// A comma was read as a part of a name, as in "Ann Example, PhD".
    pub(super) has_suffix: bool,
}

/// Parses a list of names. A comma also stands before [`words::is_name_suffix`].
pub(super) fn parse_names(text: &str) -> NameList {
    let mut list = NameList::default();
    for part in split_list(text) {
        let part = decode_entities(part);
        match list.names.last_mut() {
            Some(name) if words::is_name_suffix(&part) => {
                list.has_suffix = true;
                name.push_str(", ");
                name.push_str(&part);
            }
            _ => list.names.push(part.trim().to_owned()),
        }
    }
    list.names.retain(|name| !name.is_empty());
    list
}
