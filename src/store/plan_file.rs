//! The plan as a file: TOML that a person can read, compare, edit and sync.

use crate::agenda::{Clean, Level, Moment, Problem, Span};
use crate::plan::{Mark, Plan};
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, SubsecRound, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue, ValueDeserializer};
use toml::value::{Date, Datetime, Offset, Time};
use toml::{Spanned, Table, Value};

/// The version of the file that is written, and the highest that is understood in full.
pub(super) const VERSION: i64 = 1;
/// Without it a plan that lost its last marks would look like one that never had them.
const END: &str = "# end of plan";
const HEAD: &str = "# My schedule. hallway writes this file anew at each change: values may be edited, comments are lost.\n";

/// A plan with all that its file says besides, which is kept when it is written again.
#[derive(Debug, Default, PartialEq)]
pub(super) struct PlanFile {
    pub(super) plan: Plan,
    /// The version of the file where that is higher than [`VERSION`]; it must not be written then.
    pub(super) newer: Option<i64>,
    other: Table,
    /// By session.
    mark_other: BTreeMap<Clean, Table>,
    undo_other: BTreeMap<Clean, Table>,
}

impl PlanFile {
    /// Reads the file; of a newer version, as much of it as is understood.
    ///
    /// # Errors The first thing that is wrong. There is no reading of a part: what is not read
    /// would be lost when it is written again.
    pub(super) fn read(bytes: &[u8]) -> Result<PlanFile, Problem> {
        if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
            let what =
                "this is not text but zero bytes, as a power failure or a broken copy leaves them";
            return Err(Problem::error(Some(at..at + 1), what).help("take the file from a backup"));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let at = error.valid_up_to();
            Problem::error(Some(at..at + 1), "this is not UTF-8 text")
                .help("take the file from a backup")
        })?;
        if bytes.iter().all(|byte| byte.is_ascii_whitespace()) {
            return Err(Problem::error(Some(0..0), "the file is empty, and a plan never is")
                .help("take it from a backup, or remove it to begin anew"));
        }
        let table = DeTable::parse(text).map_err(|error| {
            Problem::error(error.span(), error.message())
                .help("correct this place, or take the file from a backup")
        })?;
        let version = version(table.get_ref())?;
        let newer = (version > VERSION).then_some(version);
        if newer.is_none()
            && text.trim_end().lines().next_back().is_none_or(|line| line.trim() != END)
        {
            return Err(Problem::error(
                Some(text.len()..text.len()),
                "the end of the file is missing",
            )
            .help(format!("take it from a backup; if nothing is missing, add the line {END}")));
        }
        let mut file = PlanFile { newer, ..PlanFile::default() };
        file.fill(table.get_ref())?;
        Ok(file)
    }

    fn fill(&mut self, table: &DeTable<'_>) -> Result<(), Problem> {
        let (mut marks, mut before) = (Vec::new(), Vec::new());
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("version" | "event", _) => {}
                (list @ ("mark" | "undo"), DeValue::Array(entries)) => {
                    for entry in entries.iter() {
                        match mark(entry) {
                            Ok((mark, other)) => {
                                let undo = list == "undo";
                                let others =
                                    if undo { &mut self.undo_other } else { &mut self.mark_other };
                                if !other.is_empty() {
                                    others
                                        .entry(mark.session_id.clone())
                                        .or_default()
                                        .extend(other);
                                }
                                if undo { before.push(mark) } else { marks.push(mark) }
                            }
                            Err(_) if self.newer.is_some() => {}
                            Err(problem) => return Err(problem),
                        }
                    }
                }
                ("mark" | "undo", _) if self.newer.is_none() => {
                    return Err(expected(value, "marks are written as [[mark]]"));
                }
                (key, _) => {
                    self.other.insert(key.to_owned(), plain(value)?);
                }
            }
        }
        self.plan = marks.into_iter().collect::<Plan>().with_marks_before_last_change(before);
        Ok(())
    }

    /// Takes what the other has later, mark by mark; `false`: it has nothing that is not here.
    pub(super) fn join(&mut self, other: &PlanFile) -> bool {
        for (session, table) in &other.mark_other {
            self.mark_other.entry(session.clone()).or_insert_with(|| table.clone());
        }
        for (key, value) in &other.other {
            self.other.entry(key.clone()).or_insert_with(|| value.clone());
        }
        self.plan.merge_newer(&other.plan)
    }

    /// The file's text.
    ///
    /// # Errors
    /// TOML cannot express what is unknown in it; no file that was read gives that.
    pub(super) fn write(&self, event: &str) -> Result<String, toml::ser::Error> {
        let none = Table::new();
        let marks = self.plan.all_marks();
        let marks = marks
            .iter()
            .map(|mark| MarkOut::new(mark, self.mark_other.get(&mark.session_id).unwrap_or(&none)));
        let undo = self.plan.marks_before_last_change().iter();
        let undo = undo
            .map(|mark| MarkOut::new(mark, self.undo_other.get(&mark.session_id).unwrap_or(&none)));
        let file = FileOut {
            version: VERSION,
            event,
            other: &self.other,
            mark: marks.collect(),
            undo: undo.collect(),
        };
        Ok(format!("{HEAD}{}\n{END}\n", toml::to_string(&file)?))
    }
}

/// A mark, and the keys of it that are not understood.
fn mark(entry: &Spanned<DeValue<'_>>) -> Result<(Mark, Table), Problem> {
    let Some(table) = entry.get_ref().as_table() else {
        return Err(expected(entry, "marks are written as [[mark]]"));
    };
    let (mut mark, mut removed, mut other) = (Mark::default(), false, Table::new());
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "session" => mark.session_id = text(value)?,
            "title" => mark.title = text(value)?,
            "start" => mark.start = Some(moment(value)?),
            "room" => mark.room = Some(text(value)?),
            "minutes" => mark.minutes = Some(whole(value)?),
            "people" => mark.people = names(value)?,
            "alike" => mark.ambiguous = flag(value)?,
            "cancelled" => mark.cancelled = flag(value)?,
            "changed" => mark.changed = moment(value)?.with_timezone(&Utc),
            "level" => {
                let level = Level::parse(value.get_ref().as_str().unwrap_or_default());
                mark.level = Some(
                    level.ok_or_else(|| expected(value, "a level is \"attend\" or \"maybe\""))?,
                );
            }
            "removed" => removed = flag(value)?,
            key => {
                other.insert(key.to_owned(), plain(value)?);
            }
        }
    }
    if mark.session_id.is_empty() {
        return Err(expected(entry, "this mark names no session: add session = \"…\", its id"));
    }
    if mark.level.is_none() && !removed {
        return Err(expected(entry, "this mark has no level: add level = \"attend\" or \"maybe\""));
    }
    if removed {
        mark.level = None;
    }
    Ok((mark, other))
}

#[derive(Serialize)]
struct FileOut<'a> {
    version: i64,
    event: &'a str,
    #[serde(flatten)]
    other: &'a Table,
    mark: Vec<MarkOut<'a>>,
    /// The marks that the last change was about, as they were before it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    undo: Vec<MarkOut<'a>>,
}

#[derive(Serialize)]
struct MarkOut<'a> {
    session: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Datetime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    people: Vec<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    alike: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cancelled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    removed: bool,
    /// Left out where TOML cannot write the year.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<Datetime>,
    #[serde(flatten)]
    other: &'a Table,
}

impl<'a> MarkOut<'a> {
    fn new(mark: &'a Mark, other: &'a Table) -> MarkOut<'a> {
        MarkOut {
            session: &mark.session_id,
            title: &mark.title,
            start: mark.start.and_then(|start| start.to_rfc3339().parse().ok()),
            room: mark.room.as_deref(),
            minutes: mark.minutes,
            people: mark.people.iter().map(|name| &**name).collect(),
            alike: mark.ambiguous,
            cancelled: mark.cancelled,
            level: mark.level.map(Level::word),
            removed: mark.level.is_none(),
            changed: mark
                .changed
                .trunc_subsecs(3)
                .to_rfc3339_opts(SecondsFormat::AutoSi, true)
                .parse()
                .ok(),
            other,
        }
    }
}

fn version(table: &DeTable<'_>) -> Result<i64, Problem> {
    let Some(value) = table.get("version") else {
        return Err(Problem::error(Some(0..0), "this is not a plan: it has no version")
            .help(format!("a plan begins with version = {VERSION}")));
    };
    let number =
        value.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
    number
        .filter(|version| *version >= 1)
        .ok_or_else(|| expected(value, "the version is a whole number from 1"))
}

fn expected(at: &Spanned<DeValue<'_>>, message: &str) -> Problem {
    let Span { start, end } = at.span();
    Problem::error(Some(start..end), message)
        .help("correct this place, or take the file from a backup")
}

fn text(value: &Spanned<DeValue<'_>>) -> Result<Clean, Problem> {
    value
        .get_ref()
        .as_str()
        .map(Clean::line)
        .ok_or_else(|| expected(value, "this is to be text in quotes"))
}

fn flag(value: &Spanned<DeValue<'_>>) -> Result<bool, Problem> {
    value.get_ref().as_bool().ok_or_else(|| expected(value, "this is to be true or false"))
}

fn whole(value: &Spanned<DeValue<'_>>) -> Result<u32, Problem> {
    let number =
        value.get_ref().as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
    number.ok_or_else(|| expected(value, "this is to be a whole number from 0"))
}

fn names(value: &Spanned<DeValue<'_>>) -> Result<Vec<Clean>, Problem> {
    let list = value
        .get_ref()
        .as_array()
        .ok_or_else(|| expected(value, "this is to be a list of names"))?;
    list.iter().map(text).collect()
}

/// A value that is not understood, to be written again as it is.
fn plain(value: &Spanned<DeValue<'_>>) -> Result<Value, Problem> {
    Value::deserialize(ValueDeserializer::from(value.clone()))
        .map_err(|error| expected(value, error.message()))
}

/// A date and time; one without an offset is taken for a wall clock of an event without a zone.
fn moment(value: &Spanned<DeValue<'_>>) -> Result<Moment, Problem> {
    let read = || {
        let Datetime { date, time, offset } = *value.get_ref().as_datetime()?;
        let Date { year, month, day } = date?;
        let Time { hour, minute, second, nanosecond } = time?;
        let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?;
        let second = u32::from(second.unwrap_or(0)).min(59);
        let time = NaiveTime::from_hms_nano_opt(
            u32::from(hour),
            u32::from(minute),
            second,
            nanosecond.unwrap_or_default(),
        )?;
        let minutes = match offset {
            Some(Offset::Custom { minutes }) => i32::from(minutes),
            Some(Offset::Z) | None => 0,
        };
        NaiveDateTime::new(date, time)
            .and_local_timezone(FixedOffset::east_opt(minutes * 60)?)
            .single()
    };
    read().ok_or_else(|| {
        expected(value, "this is to be a date and time, such as 2016-07-11T09:00:00+01:00")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Position;
    use chrono::DateTime;
    use proptest::prelude::*;

    const WHOLE: &str = r##"# My schedule. hallway writes this file anew at each change: values may be edited, comments are lost.
version = 1
event = "srecon16"

[[mark]]
session = "splicing"
title = 'Splicing "SRE" DNA'
start = 2016-07-11T09:00:00+01:00
room = "Lansdowne+Pembroke"
minutes = 40
people = ["Greg Veith"]
level = "attend"
changed = 2016-07-01T10:00:00.125Z

[[mark]]
session = "ebpf"
title = "eBPF"
start = 2016-07-11T11:00:00+01:00
alike = true
removed = true
changed = 2016-07-02T10:00:00Z

[[mark]]
session = "bof"
title = "A BoF"
level = "maybe"
changed = 2016-07-03T10:00:00Z

[[undo]]
session = "bof"
title = "A BoF"
room = ""
cancelled = true
removed = true
changed = 2016-07-03T09:00:00Z

# end of plan
"##;

    fn read(text: &str) -> Result<PlanFile, Problem> {
        PlanFile::read(text.as_bytes())
    }

    /// A whole file around these lines.
    fn file(lines: &str) -> String {
        format!("version = 1\n{lines}\n{END}\n")
    }

    #[test]
    fn a_file_reads_as_it_is_written() {
        let file = read(WHOLE).unwrap();
        assert_eq!(file.write("srecon16").unwrap(), WHOLE);
        let levels = ["splicing", "ebpf", "bof"].map(|id| file.plan.level_by_id(id));
        assert_eq!(levels, [Some(Level::Attend), None, Some(Level::Maybe)]);
        assert_eq!(
            file.plan.get("splicing").unwrap().start.unwrap().to_rfc3339(),
            "2016-07-11T09:00:00+01:00"
        );
        assert_eq!(file.plan.get("ebpf").map(|mark| mark.level), Some(None));
    }

    #[test]
    fn no_truncated_file_is_taken_for_a_plan() {
        let whole = read(WHOLE).unwrap();
        for length in 0..WHOLE.len() {
            match PlanFile::read(&WHOLE.as_bytes()[..length]) {
                Ok(file) => {
                    assert_eq!(
                        (length, &file),
                        (WHOLE.len() - 1, &whole),
                        "only the last line end is not missed"
                    );
                }
                Err(problem) => {
                    assert!(problem.at.is_some() && problem.help.is_some(), "{length}: {problem:?}")
                }
            }
        }
    }

    #[test]
    fn a_person_may_write_little() {
        let file =
            read(&file("[[mark]]\nsession = 'a'\nlevel = 'attend'\nstart = 2016-07-11 09:00\n"))
                .unwrap();
        let mark = file.plan.get("a").unwrap();
        assert_eq!((mark.title.as_str(), mark.changed), ("", DateTime::UNIX_EPOCH));
        assert_eq!(mark.start.unwrap().naive_local().to_string(), "2016-07-11 09:00:00");
    }

    #[test]
    fn merged_files_may_name_a_session_twice() {
        let text = "[[mark]]\nsession = 'a'\nlevel = 'maybe'\nchanged = 2016-07-02T00:00:00Z\nx = 1\n\
                    [[mark]]\nsession = 'a'\nlevel = 'attend'\nchanged = 2016-07-01T00:00:00Z\ny = 2\n";
        let file = read(&file(text)).unwrap();
        assert_eq!(file.plan.level_by_id("a"), Some(Level::Maybe));
        let text = file.write("e").unwrap();
        assert!(text.contains("x = 1") && text.contains("y = 2"), "{text}");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let mark = |line: &str| file(&format!("[[mark]]\nsession = 'a'\n{line}"));
        for (text, (line, column), message) in [
            ("".to_owned(), (1, 1), "empty"),
            (" \n".to_owned(), (1, 1), "empty"),
            ("\0\0\0\0".to_owned(), (1, 1), "zero bytes"),
            (WHOLE.replace("eBPF", "\0\0"), (17, 10), "zero bytes"),
            (file("").replace('1', "0"), (1, 11), "whole number"),
            ("x = 1\n# end of plan".to_owned(), (1, 1), "no version"),
            ("version = 1\nevent = 'x'\n".to_owned(), (3, 1), "end of the file"),
            (format!("version = 1\nx = \"\"\"\n{END}\n\"\"\"\n"), (5, 1), "end of the file"),
            (file("") + "x = 1\n", (5, 1), "end of the file"),
            (file("mark = 3"), (2, 8), "[[mark]]"),
            (file("mark = [3]"), (2, 9), "[[mark]]"),
            (file("[[mark]]\nlevel = 'attend'"), (2, 1), "no session"),
            (mark(""), (2, 1), "no level"),
            (mark("level = 'Attend'"), (4, 9), "a level is"),
            (mark("level = 1"), (4, 9), "a level is"),
            (mark("level = 'maybe'\nlevel = 'maybe'"), (5, 1), "duplicate"),
            (mark("level = 'maybe'\ntitle = 2"), (5, 9), "text"),
            (mark("level = 'maybe'\nstart = 2016-07-11"), (5, 9), "date and time"),
            (mark("level = 'maybe'\nstart = 2016-02-31T10:00:00"), (5, 9), ""),
            (mark("removed = 'yes'"), (4, 11), "true or false"),
            (mark("level = 'maybe'\nminutes = -1"), (5, 11), "whole number"),
            (mark("level = 'maybe'\npeople = 'A'"), (5, 10), "list of names"),
            (mark("level = 'maybe'\npeople = ['A', 2]"), (5, 16), "text"),
            (file("undo = 3"), (2, 8), "[[mark]]"),
            (file("[[undo]]\nlevel = 'attend'"), (2, 1), "no session"),
            (mark("<<<<<<< HEAD\nlevel = 'maybe'"), (4, 9), ""),
        ] {
            let problem = read(&text).expect_err(&text);
            assert!(problem.message.contains(message), "{text:?}: {problem:?}");
            assert_eq!(
                problem.position_in(&text),
                Some(Position { line, column }),
                "{text:?}: {problem:?}"
            );
        }
        let problem = PlanFile::read(b"version = 1\nx = '\xff'\n").unwrap_err();
        assert_eq!(
            (problem.message.contains("UTF-8"), problem.position_in("version = 1\nx = '\u{fffd}'")),
            (true, Some(Position { line: 2, column: 6 }))
        );
    }

    #[test]
    fn of_a_newer_file_is_read_what_is_understood() {
        let text = "version = 2\n[[mark]]\nsession = 'a'\nlevel = 'attend'\n[[mark]]\nsession = 'b'\nlevel = 'dream'\n";
        let file = read(text).unwrap();
        assert_eq!(
            (file.newer, file.plan.level_by_id("a"), file.plan.level_by_id("b")),
            (Some(2), Some(Level::Attend), None)
        );
        assert_eq!(read("version = 99\nmark = 'elsewhere'").unwrap().newer, Some(99));
    }

    #[test]
    fn hostile_text_is_made_safe_and_what_is_unknown_is_kept() {
        let text = file(
            "new = 'x'\nlist = [1, { a = 2016-07-11 }]\n[table]\ndeep.er = 1.5\n\
             [[mark]]\nsession = 'a'\ntitle = \"\\u001b[31mred\\u202e\"\nlevel = 'attend'\nnote = 'mine'\nsub.k = [true]\n",
        );
        let first = read(&text).unwrap();
        assert_eq!(first.plan.get("a").unwrap().title.as_str(), "red");
        let written = first.write("e").unwrap();
        assert_eq!(read(&written).unwrap(), first, "{written}");
        let table: Table = toml::from_str(&written).unwrap();
        assert_eq!(table["table"]["deep"]["er"].as_float(), Some(1.5));
        assert_eq!(table["mark"][0]["sub"]["k"][0].as_bool(), Some(true));
        assert_eq!(table["list"][1]["a"].to_string(), "2016-07-11");
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from),
            Just(Value::Datetime("2016-07-11T09:00:00Z".parse().unwrap())),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
                prop::collection::btree_map("\\PC{0,5}", inner, 0..3)
                    .prop_map(|map| Value::Table(map.into_iter().collect())),
            ]
        })
    }

    fn table() -> impl Strategy<Value = Table> {
        prop::collection::btree_map("[a-z]{2} ?|\\PC", value(), 0..3)
            .prop_map(|map| map.into_iter().collect())
    }

    fn mark() -> impl Strategy<Value = (Mark, Table)> {
        let level = prop_oneof![Just(None), Just(Some(Level::Attend)), Just(Some(Level::Maybe))];
        let start =
            prop::option::of((0..4_000_000_000i64, -14..=14i32).prop_map(|(second, hours)| {
                DateTime::from_timestamp(second, 0)
                    .unwrap()
                    .with_timezone(&FixedOffset::east_opt(hours * 3600).unwrap())
            }));
        let facts = (
            prop::option::of(".{0,5}"),
            prop::option::of(any::<u32>()),
            prop::collection::vec(".{0,5}", 0..3),
            any::<[bool; 2]>(),
        );
        ("\\PC{1,9}", "(?s).{0,20}", start, level, 0..4_000_000_000_000i64, table(), facts)
            .prop_map(
                |(
                    id,
                    title,
                    start,
                    level,
                    changed,
                    other,
                    (room, minutes, people, [alike, cancelled]),
                )| {
                    let line = |text: &String| Clean::line(text);
                    let session = Clean::line(format!("s{id}"));
                    let (room, people) =
                        (room.as_ref().map(line), people.iter().map(line).collect());
                    let changed = DateTime::from_timestamp_millis(changed).unwrap();
                    (
                        Mark {
                            session_id: session,
                            title: line(&title),
                            start,
                            room,
                            minutes,
                            people,
                            ambiguous: alike,
                            cancelled,
                            level,
                            changed,
                        },
                        other,
                    )
                },
            )
    }

    proptest! {
        #[test]
        fn whatever_is_in_a_plan_is_read_as_it_was_written(
            marks in prop::collection::vec(mark(), 0..5), before in prop::collection::vec(mark(), 0..3), other in table()
        ) {
            let mark_other = marks.iter().filter(|(_, other)| !other.is_empty());
            let mark_other = mark_other.map(|(mark, other)| (mark.session_id.clone(), other.clone())).collect();
            let plan: Plan = marks.iter().map(|(mark, _)| mark.clone()).collect();
            // Of a session that is there twice, the keys would be put together.
            let mut names = std::collections::BTreeSet::new();
            let before: Vec<_> = before.into_iter().filter(|(mark, _)| names.insert(mark.session_id.clone())).collect();
            let undo_other = before.iter().filter(|(_, other)| !other.is_empty());
            let undo_other = undo_other.map(|(mark, other)| (mark.session_id.clone(), other.clone())).collect();
            let plan = plan.with_marks_before_last_change(before.into_iter().map(|(mark, _)| mark).collect());
            let file = PlanFile { plan, newer: None, other, mark_other, undo_other };
            let text = file.write("event").unwrap();
            let read = PlanFile::read(text.as_bytes());
            prop_assert_eq!(read.as_ref(), Ok(&file), "{}", text);
        }
    }
}
