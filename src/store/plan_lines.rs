//! The lines of a mark as hallway writes them. A plan of 100,000 marks is read in a tenth of the
//! time that a parser for all of TOML takes.

use crate::agenda::{Clean, Level, Moment};
use crate::plan::{Mark, MarkNote, SessionFacts};
use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat,
    SubsecRound, Timelike, Utc,
};
use std::fmt::{Display, Write};
use toml::value::{Date, Datetime, Offset, Time};

/// The last line of a plan. Without `LAST_LINE`, a file cut off between two marks would look
/// complete.
pub(super) const LAST_LINE: &str = "# end of plan";

/// The keys of a mark that stand on lines of their own.
const KEYS: [&str; 15] = [
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
    "skip",
    "note",
    "note_changed",
    "changed",
    "missing_since",
];

/// Returns the mark in the lines after a header `[[mark]]`. Returns `None` for lines that hallway
/// does not write, for unknown keys, and for a mark that lacks its session or its level.
pub(super) fn read_mark_lines(lines: &str) -> Option<Mark> {
    let mut mark = Mark::default();
    let (mut removed, mut seen) = (false, [false; KEYS.len()]);
    let (mut note, mut note_changed) = (None, None);
    for line in split_lines(lines).filter(|line| !line.is_empty() && *line != LAST_LINE) {
        let key_length = line.bytes().position(|byte| byte == b' ')?;
        let (key, value) = line.split_at_checked(key_length)?;
        let value = value.strip_prefix(" = ")?;
        let seen = seen.get_mut(KEYS.iter().position(|known| *known == key)?)?;
        // A key that stands twice is an error of TOML.
        if std::mem::replace(seen, true) {
            return None;
        }
        match key {
            "level" => mark.level = Some(Level::parse(plain_text(value)?)?),
            "removed" => removed = read_bool(value)?,
            "skip" => mark.skipped = read_bool(value)?,
            "note" => note = Some(Clean::block(plain_text(value)?)),
            "note_changed" => note_changed = Some(read_moment(value)?.with_timezone(&Utc)),
            "changed" => mark.changed = read_moment(value)?.with_timezone(&Utc),
            "missing_since" => mark.missing_since = Some(read_moment(value)?.with_timezone(&Utc)),
            key => read_fact(&mut mark.marked, key, value)?,
        }
    }
    if removed {
        mark.level = None;
    }
    mark.skipped &= removed;
    let changed = note_changed.unwrap_or(mark.changed);
    mark.note = note.map(|text| Box::new(MarkNote { text, changed }));
    (!mark.id().is_empty() && (removed || mark.level.is_some())).then_some(mark)
}

/// Returns the lines of a text, without their line ends.
fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest.get(..end)?;
        rest = rest.get(end + 1..).unwrap_or_default();
        Some(line.strip_suffix('\r').unwrap_or(line))
    })
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
    // A plan has many marks: a list has no room for names that it does not have.
    let mut people = Vec::with_capacity(memchr::memchr_iter(b',', names.as_bytes()).count() + 1);
    // A name with a comma is split here, and then lacks a quote.
    for name in names.split(", ") {
        people.push(Clean::line(plain_text(name)?));
    }
    Some(people)
}

fn read_minutes(value: &str) -> Option<u32> {
    let is_plain = value == "0" || !value.starts_with(['0', '+']);
    value.parse().ok().filter(|_| is_plain)
}

fn read_bool(value: &str) -> Option<bool> {
    value.parse().ok()
}

fn read_moment(value: &str) -> Option<Moment> {
    match read_written_moment(value.as_bytes()) {
        Some(moment) => Some(moment),
        None => to_moment(value.parse().ok()?),
    }
}

/// Returns the moment of a time in the forms that hallway writes: `2016-07-11T09:00:00`, perhaps
/// with milliseconds, and `Z` or an offset.
fn read_written_moment(value: &[u8]) -> Option<Moment> {
    let (time, rest) = value.split_at_checked(19)?;
    let number = |at: usize, length: usize| {
        let digits = time.get(at..at + length)?;
        digits.iter().all(u8::is_ascii_digit).then_some(())?;
        Some(digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
    };
    let separators = [4, 7, 10, 13, 16].map(|at| time.get(at).copied().unwrap_or_default());
    (separators == *b"--T::").then_some(())?;
    let date = NaiveDate::from_ymd_opt(number(0, 4)?.cast_signed(), number(5, 2)?, number(8, 2)?)?;
    let (millis, zone) = read_fraction(rest);
    let clock =
        NaiveTime::from_hms_milli_opt(number(11, 2)?, number(14, 2)?, number(17, 2)?, millis)?;
    let minutes = match zone {
        b"Z" => 0,
        [
            sign @ (b'+' | b'-'),
            h0 @ b'0'..=b'9',
            h1 @ b'0'..=b'9',
            b':',
            m0 @ b'0'..=b'5',
            m1 @ b'0'..=b'9',
        ] => {
            let [h0, h1, m0, m1] = [h0, h1, m0, m1].map(|digit| i32::from(digit - b'0'));
            let minutes = (h0 * 10 + h1) * 60 + m0 * 10 + m1;
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => return None,
    };
    let offset = FixedOffset::east_opt(minutes * 60)?;
    NaiveDateTime::new(date, clock).and_local_timezone(offset).single()
}

/// Returns the milliseconds of a fraction with at most three digits, and the rest.
fn read_fraction(text: &[u8]) -> (u32, &[u8]) {
    let Some((b'.', digits)) = text.split_first() else { return (0, text) };
    let count = digits.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = digits.split_at(count);
    let number = digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    match count {
        1 => (number * 100, rest),
        2 => (number * 10, rest),
        3 => (number, rest),
        _ => (0, text),
    }
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
    if mark.latest.is_some() || mark.own {
        return None;
    }
    let facts = &mark.marked;
    write_line(out, "[[", key, "]]")?;
    write_text(out, "session", &facts.id)?;
    write_text(out, "title", &facts.title)?;
    if let Some(start) = facts.start {
        write_moment(out, "start", start)?;
    }
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
    write_value(out, "skip", mark.skipped.then_some(true))?;
    if let Some(note) = &mark.note {
        write_text(out, "note", &note.text)?;
        write_utc(out, "note_changed", note.changed)?;
    }
    write_utc(out, "changed", mark.changed)?;
    mark.missing_since.map_or(Some(()), |since| write_utc(out, "missing_since", since))
}

fn write_utc(out: &mut String, key: &str, time: DateTime<Utc>) -> Option<()> {
    match write_plain_time(out, key, time.trunc_subsecs(3).naive_utc(), "Z") {
        Some(()) => Some(()),
        None => write_value(out, key, format_utc(time)),
    }
}

fn write_moment(out: &mut String, key: &str, at: Moment) -> Option<()> {
    let seconds = at.offset().local_minus_utc();
    let minutes = seconds.unsigned_abs() / 60;
    let mut zone = String::from(if seconds < 0 { "-" } else { "+" });
    push_digits(&mut zone, minutes / 60, 2);
    zone.push(':');
    push_digits(&mut zone, minutes % 60, 2);
    if seconds % 60 == 0 && write_plain_time(out, key, at.naive_local(), &zone).is_some() {
        return Some(());
    }
    write_value(out, key, format_moment(at))
}

/// Appends a line with a time of whole milliseconds and a `zone`, in the form of [`format_moment`]
/// and [`format_utc`]. Returns `None`, and appends nothing, for any other time.
fn write_plain_time(out: &mut String, key: &str, time: NaiveDateTime, zone: &str) -> Option<()> {
    let year = u32::try_from(time.year()).ok().filter(|year| (1..=9999).contains(year))?;
    let nanos = Some(time.nanosecond()).filter(|nanos| *nanos < 1_000_000_000)?;
    let millis = (nanos % 1_000_000 == 0).then_some(nanos / 1_000_000)?;
    out.push_str(key);
    out.push_str(" = ");
    for (number, width, after) in [
        (year, 4, "-"),
        (time.month(), 2, "-"),
        (time.day(), 2, "T"),
        (time.hour(), 2, ":"),
        (time.minute(), 2, ":"),
        (time.second(), 2, ""),
    ] {
        push_digits(out, number, width);
        out.push_str(after);
    }
    match millis {
        0 => {}
        millis if millis % 100 == 0 => push_fraction(out, millis / 100, 1),
        millis if millis % 10 == 0 => push_fraction(out, millis / 10, 2),
        millis => push_fraction(out, millis, 3),
    }
    out.push_str(zone);
    out.push('\n');
    Some(())
}

fn push_fraction(out: &mut String, number: u32, width: u32) {
    out.push('.');
    push_digits(out, number, width);
}

/// Appends the last `width` digits of a number.
fn push_digits(out: &mut String, number: u32, width: u32) {
    if width > 2 {
        push_digits(out, number / 100, width - 2);
    }
    if width > 1 {
        out.push(last_digit(number / 10));
    }
    out.push(last_digit(number));
}

fn last_digit(number: u32) -> char {
    char::from_digit(number % 10, 10).unwrap_or('0')
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
            ("minutes = 0", "remark = \"mine\""),
            ("minutes = 0", "note = \"\\n\""),
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

    #[test]
    fn times_are_written_and_read_as_the_parser_of_toml_does() {
        for (local, nanos, offset) in [
            ("2016-07-11T09:00:00", 0, 3600),
            ("2016-07-11T23:59:59", 125_000_000, -34_200),
            ("2016-02-29T00:00:00", 120_000_000, 0),
            ("0001-12-31T00:00:00", 100_000_000, 50_400),
            ("9999-12-31T23:59:59", 1_000_000, 0),
            ("2016-12-31T23:59:59", 999_999, 0),
            ("2016-12-31T23:59:59", 1_500_000_000, 60),
            ("2016-07-11T09:00:00", 0, 3601),
        ] {
            let local: NaiveDateTime = local.parse().unwrap();
            let offset = FixedOffset::east_opt(offset).unwrap();
            let at = local.and_local_timezone(offset).unwrap().with_nanosecond(nanos).unwrap();
            let (mut start, mut changed) = (String::new(), String::new());
            write_moment(&mut start, "start", at).unwrap();
            write_utc(&mut changed, "changed", at.to_utc()).unwrap();
            assert_eq!(start, format!("start = {}\n", format_moment(at).unwrap()));
            assert_eq!(changed, format!("changed = {}\n", format_utc(at.to_utc()).unwrap()));
            for line in [start, changed] {
                let value = line.trim_end().split_once(" = ").unwrap().1;
                let parsed = to_moment(value.parse().unwrap());
                assert_eq!(read_moment(value), parsed, "{value}");
                if let Some(read) = read_written_moment(value.as_bytes()) {
                    assert_eq!(Some(read), parsed, "{value}");
                }
            }
        }
    }

    #[test]
    fn times_in_other_forms_are_left_to_the_parser_of_toml() {
        for value in [
            "2016-07-11T09:00:00",
            "2016-07-11 09:00:00Z",
            "2016-07-11T09:00:00z",
            "2016-07-11T09:00:60Z",
            "2016-07-11T09:00:00.1234Z",
            "2016-07-11T09:00:00.Z",
            "2016-02-30T09:00:00Z",
            "2016-07-11T09:00:00+24:00",
            "2016-07-11T09:00:00+01:60",
            "2016-07-11T09:00:00+01",
        ] {
            assert_eq!(read_written_moment(value.as_bytes()), None, "{value}");
        }
    }
}
