//! The lines of a mark as hallway writes them. A plan of 100,000 marks is read in a tenth of the
//! time that a parser for all of TOML takes.

use crate::agenda::{Clean, Level, Moment};
use crate::plan::{Mark, SessionFacts};
use chrono::{
    DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, SubsecRound, Utc,
};
use std::fmt::{Display, Write};
use toml::value::{Date, Datetime, Offset, Time};

/// The last line of a plan. Without `LAST_LINE`, a file cut off between two marks would look
/// complete.
pub(super) const LAST_LINE: &str = "# end of plan";

/// The keys of a mark that stand on lines of their own.
const KEYS: [&str; 12] = [
    "session",
    "title",
    "start",
    "room",
    "minutes",
    "people",
    "alike",
    "cancelled",
    "level",
    "removed",
    "changed",
    "missing_since",
];

/// Returns the mark in the lines after a header `[[mark]]`. Returns `None` for lines that hallway
/// does not write, for unknown keys, and for a mark that lacks its session or its level.
pub(super) fn read_mark_lines(lines: &str) -> Option<Mark> {
    let mut mark = Mark::default();
    let (mut removed, mut seen) = (false, [false; KEYS.len()]);
    for line in lines.lines().filter(|line| !line.is_empty() && *line != LAST_LINE) {
        let (key, value) = line.split_once(' ')?;
        let value = value.strip_prefix("= ")?;
        let seen = seen.get_mut(KEYS.iter().position(|known| *known == key)?)?;
        // A key that stands twice is an error of TOML.
        if std::mem::replace(seen, true) {
            return None;
        }
        match key {
            "level" => mark.level = Some(Level::parse(plain_text(value)?)?),
            "removed" => removed = read_bool(value)?,
            "changed" => mark.changed = read_moment(value)?.with_timezone(&Utc),
            "missing_since" => mark.missing_since = Some(read_moment(value)?.with_timezone(&Utc)),
            key => read_fact(&mut mark.marked, key, value)?,
        }
    }
    if removed {
        mark.level = None;
    }
    (!mark.id().is_empty() && (removed || mark.level.is_some())).then_some(mark)
}

fn read_fact(facts: &mut SessionFacts, key: &str, value: &str) -> Option<()> {
    match key {
        "session" => facts.id = Clean::line(plain_text(value)?),
        "title" => facts.title = Clean::line(plain_text(value)?),
        "start" => facts.start = Some(read_moment(value)?),
        "room" => facts.room = Some(Clean::line(plain_text(value)?)),
        "minutes" => facts.minutes = Some(read_minutes(value)?),
        "people" => facts.people = read_names(value)?,
        "alike" => facts.ambiguous = read_bool(value)?,
        _ => facts.cancelled = read_bool(value)?,
    }
    Some(())
}

/// Returns the text between quotes. Returns `None` if the text has an escape or a quote.
fn plain_text(value: &str) -> Option<&str> {
    let text = value.strip_prefix('"')?.strip_suffix('"')?;
    is_plain(text).then_some(text)
}

/// Returns true for a text without control characters, quotes and backslashes.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte >= b' ' && !matches!(byte, b'"' | b'\\' | b'\x7f'))
}

fn read_names(value: &str) -> Option<Vec<Clean>> {
    let names = value.strip_prefix('[')?.strip_suffix(']')?;
    // A name with a comma is split here, and then lacks a quote.
    names.split(", ").map(|name| plain_text(name).map(Clean::line)).collect()
}

fn read_minutes(value: &str) -> Option<u32> {
    let is_plain = value == "0" || !value.starts_with(['0', '+']);
    value.parse().ok().filter(|_| is_plain)
}

fn read_bool(value: &str) -> Option<bool> {
    value.parse().ok()
}

fn read_moment(value: &str) -> Option<Moment> {
    to_moment(value.parse().ok()?)
}

/// Returns the moment of a date with a time. Without an offset, the offset is 0.
pub(super) fn to_moment(Datetime { date, time, offset }: Datetime) -> Option<Moment> {
    let Date { year, month, day } = date?;
    let Time { hour, minute, second, nanosecond } = time?;
    let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?;
    // A leap second, 60 in TOML, becomes 59.
    let second = u32::from(second.unwrap_or(0)).min(59);
    let nanosecond = nanosecond.unwrap_or_default();
    let time =
        NaiveTime::from_hms_nano_opt(u32::from(hour), u32::from(minute), second, nanosecond)?;
    let offset_minutes = match offset {
        Some(Offset::Custom { minutes }) => i32::from(minutes),
        Some(Offset::Z) | None => 0,
    };
    let offset = FixedOffset::east_opt(offset_minutes * 60)?;
    NaiveDateTime::new(date, time).and_local_timezone(offset).single()
}

/// Appends a mark as a table of the list `key`. Returns `None`, and appends nothing, if a text has
/// a quote, or if the mark knows later facts.
pub(super) fn write_mark_lines(text: &mut String, key: &str, mark: &Mark) -> Option<()> {
    let start = text.len();
    let written = try_write_mark_lines(text, key, mark);
    if written.is_none() {
        text.truncate(start);
    }
    written
}

fn try_write_mark_lines(out: &mut String, key: &str, mark: &Mark) -> Option<()> {
    if mark.latest.is_some() {
        return None;
    }
    let facts = &mark.marked;
    write_line(out, "[[", key, "]]")?;
    write_text(out, "session", &facts.id)?;
    write_text(out, "title", &facts.title)?;
    write_value(out, "start", facts.start.and_then(format_moment))?;
    if let Some(room) = &facts.room {
        write_text(out, "room", room)?;
    }
    write_value(out, "minutes", facts.minutes)?;
    if !facts.people.is_empty() {
        out.push_str("people = [");
        for (at, name) in facts.people.iter().enumerate() {
            out.push_str(if at == 0 { "" } else { ", " });
            write_quoted(out, name)?;
        }
        out.push_str("]\n");
    }
    write_value(out, "alike", facts.ambiguous.then_some(true))?;
    write_value(out, "cancelled", facts.cancelled.then_some(true))?;
    match mark.level {
        Some(level) => write_line(out, "level = \"", level.word(), "\"")?,
        None => write_value(out, "removed", Some(true))?,
    }
    write_value(out, "changed", format_utc(mark.changed))?;
    write_value(out, "missing_since", mark.missing_since.and_then(format_utc))
}

/// Appends a line of three parts.
fn write_line(out: &mut String, before: &str, text: &str, after: &str) -> Option<()> {
    writeln!(out, "{before}{text}{after}").ok()
}

fn write_text(out: &mut String, key: &str, text: &str) -> Option<()> {
    out.push_str(key);
    out.push_str(" = ");
    write_quoted(out, text)?;
    out.push('\n');
    Some(())
}

/// Appends a text between quotes. Returns `None` if the text needs an escape.
fn write_quoted(out: &mut String, text: &str) -> Option<()> {
    is_plain(text).then(|| {
        out.push('"');
        out.push_str(text);
        out.push('"');
    })
}

/// Appends a line, or nothing without a value.
fn write_value(out: &mut String, key: &str, value: Option<impl Display>) -> Option<()> {
    value.map_or(Some(()), |value| writeln!(out, "{key} = {value}").ok())
}

/// Returns a start as TOML. `None` for a year outside the range of TOML.
pub(super) fn format_moment(moment: Moment) -> Option<Datetime> {
    moment.to_rfc3339().parse().ok()
}

/// Returns a time in UTC with milliseconds. `None` for a year outside the range of TOML.
pub(super) fn format_utc(time: DateTime<Utc>) -> Option<Datetime> {
    time.trunc_subsecs(3).to_rfc3339_opts(SecondsFormat::AutoSi, true).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_hallway_does_not_write_are_left_to_the_parser() {
        let whole = "session = \"a\"\ntitle = \"A, é\"\nstart = 2016-07-11T09:00:00+01:00\n\
            room = \"\"\nminutes = 0\npeople = [\"B\", \"C\"]\nlevel = \"maybe\"\n\
            changed = 2016-07-01T10:00:00.125Z\n\n# end of plan\n";
        let mark = read_mark_lines(whole).unwrap();
        assert_eq!((mark.id().as_str(), mark.level), ("a", Some(Level::Maybe)));
        assert_eq!(mark.marked.people.len(), 2);
        for (line, other) in [
            ("minutes = 0", "minutes = 00"),
            ("minutes = 0", "minutes = +5"),
            ("minutes = 0", "minutes = 0 # none"),
            ("minutes = 0", "minutes=0"),
            ("minutes = 0", "minutes = 0\nminutes = 1"),
            ("minutes = 0", "note = \"mine\""),
            ("minutes = 0", "[mark.latest]"),
            ("room = \"\"", "room = ''"),
            ("room = \"\"", "room = \"\\t\""),
            ("room = \"\"", "room = \"\t\""),
            ("room = \"\"", "room = \"\"\"\n\"\"\""),
            ("people = [\"B\", \"C\"]", "people = [\"B, C\"]"),
            ("people = [\"B\", \"C\"]", "people = []"),
            ("session = \"a\"", "session = \"\""),
            ("level = \"maybe\"", "level = \"dream\""),
            ("level = \"maybe\"", "removed = false"),
        ] {
            assert!(whole.contains(line), "{line}");
            assert_eq!(read_mark_lines(&whole.replace(line, other)), None, "{other}");
        }
    }
}
