mod damage;
mod mistakes;

use super::*;
use crate::agenda::Part;
use crate::format::{self, ReadError};
use proptest::prelude::*;

const BUILT_IN: &str = include_str!("../../../data/srecon16-europe.toml");

/// Returns headline and help of every problem of `text`, those of the check included.
fn reported_in(text: &str) -> Vec<(String, String)> {
    match format::read(text.as_bytes()) {
        Ok(reading) => {
            let (_, problems) = reading.draft.check(None);
            problems
                .iter()
                .map(|p| (p.headline("f", &reading.text), p.help.clone().unwrap_or_default()))
                .collect()
        }
        Err(ReadError { problem, text }) => {
            vec![(problem.headline("f", &text), problem.help.unwrap_or_default())]
        }
    }
}

fn titles(text: &str) -> Vec<String> {
    let sessions =
        format::read(text.as_bytes()).map(|reading| reading.draft.sessions).unwrap_or_default();
    sessions.into_iter().filter_map(|session| Some(session.title?.value.into())).collect()
}

/// Returns a sound session with one more line.
fn with(line: &str) -> String {
    format!(
        r#"[[session]]
title = "A"
start = 2016-07-11T09:00:00
{line}
"#
    )
}

#[test]
fn every_form_of_a_time_is_read() {
    let at = |start: &str| {
        let text = format!("[[session]]\ntitle = \"A\"\nstart = {start}\n");
        let reading = format::read(text.as_bytes()).unwrap();
        assert_eq!(reading.draft.problems, [], "{start}");
        match reading.draft.sessions[0].start.as_ref().unwrap().value {
            crate::agenda::When::Wall(wall) => wall.to_string(),
            crate::agenda::When::Instant(at) => at.to_rfc3339(),
            crate::agenda::When::Unscheduled => "TBA".to_owned(),
        }
    };
    for (start, read) in [
        ("2016-07-11T09:00:00", "2016-07-11 09:00:00"),
        ("2016-07-11T09:00", "2016-07-11 09:00:00"),
        ("2016-07-11 09:00", "2016-07-11 09:00:00"),
        (r#""2016-07-11T09:00""#, "2016-07-11 09:00:00"),
        ("'2016-07-11 09:00:00'", "2016-07-11 09:00:00"),
        ("2016-07-11T09:00:59.999", "2016-07-11 09:00:59"),
        ("2016-06-30T23:59:60", "2016-06-30 23:59:59"),
        ("2016-07-11T09:00:00+01:00", "2016-07-11T09:00:00+01:00"),
        (r#""2016-07-11T09:00-03:30""#, "2016-07-11T09:00:00-03:30"),
        ("2016-07-11T09:00:00Z", "2016-07-11T09:00:00+00:00"),
        (r#""TBA""#, "TBA"),
        (r#""tba""#, "TBA"),
    ] {
        assert_eq!(at(start), read, "{start}");
    }
}

#[test]
fn inline_and_single_tables_are_sessions() {
    assert_eq!(
        titles(r#"session = [{ title = "A", start = "TBA" }, { title = "B", start = "TBA" }]"#),
        ["A", "B"]
    );
    assert_eq!(titles("[session]\ntitle = \"A\"\nstart = \"TBA\""), ["A"]);
    assert_eq!(
        reported_in("session = [5]")[0].0,
        "f:1:12: `session` is a list of tables, not of numbers"
    );
    assert_eq!(reported_in("session = 5")[0].0, "f:1:11: `session` is a table, not a whole number");
}

#[test]
fn file_of_another_kind_is_refused_by_name() {
    for (bytes, message) in [
        (&b""[..], "f: this file is empty"),
        (b"\xef\xbb\xbf \n", "f: this file is empty"),
        (b"<!DOCTYPE html><html>", "f: this is a web page, not an agenda"),
        (b"<?xml version='1.0'?><feed/>", "f: this is XML, but not a schedule that hallway knows"),
        (b"{\"feed\": {}}", "f: this is JSON, but not a schedule that hallway knows"),
        (b"[{\"a\": 1}]", "f: this is JSON, but not a schedule that hallway knows"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "f: this is a binary file, not an agenda"),
        (b"\xff\xfea\0b\0", "f: this file is in UTF-16"),
        (
            b"Dear all,\nthe conference is on Monday.\n",
            "f:1:6: this is not an agenda, nor any TOML",
        ),
        (b"a,b,c\n1,2,3\n", "f:1:2: this is not an agenda, nor any TOML"),
        (b"\xef\xbb\xbfa,b,c\n1,2,3\n", "f:1:2: this is not an agenda, nor any TOML"),
    ] {
        let refusal = format::read(bytes).unwrap_err();
        assert_eq!(refusal.problem.headline("f", &refusal.text), message);
        assert!(refusal.problem.help.is_some());
    }
    assert_eq!(reported_in("# nothing but a comment")[0].0, "f: there is no session in this file");
}

const EVERY_KEY: &str = r##"[event]
id = "e"
name = "E"
timezone = "UTC"
day_start = 04:00
venue = "V"
url = "https://e.org"
description = "D"
source = "S"
[[room]]
name = "A"
capacity = 5
[[room]]
name = "AB"
joins = ["A"]
[walk]
minutes = 5
[[walk.between]]
rooms = ["A", "AB"]
minutes = 2
[[track]]
name = "T"
color = "#010203"
[[speaker]]
name = "P"
affiliation = "F"
role = "R"
bio = "B"
url = "https://p.org"
[[session]]
id = "s"
title = "S"
start = 2016-07-11T09:00:00
minutes = 5
room = "AB"
kind = "panel"
track = "T"
tags = ["t"]
language = "en"
seats = "full"
all_day = false
cancelled = true
speakers = ["P"]
moderators = ["M"]
sponsors = ["Q"]
abstract = "X"
url = "https://s.org"
links = [{ title = "L", url = "https://l.org", kind = "stream" }]
recorded = "no"
ids = { guid = "g" }
[[session]]
title = "S"
start = 2016-07-11T09:00:00
end = 2016-07-11T10:00:00
rooms = ["A"]
"##;

#[test]
fn file_with_every_key_has_no_problems() {
    for table in KEYS {
        for key in table.keys {
            assert!(
                [format!("{key} = "), format!("[{key}]"), format!(".{key}]")]
                    .iter()
                    .any(|part| EVERY_KEY.contains(part.as_str())),
                "{key}"
            );
        }
    }
    let reading = format::read(EVERY_KEY.as_bytes()).unwrap();
    let draft = format!("{:?}", reading.draft);
    // `None`: the end of the first session, the minutes and the nine optional fields of the
    // second, and four fields of other formats (short name, base, last change, file name).
    assert_eq!(draft.matches("None").count(), 1 + 1 + 9 + 4, "{draft}");
    let (agenda, problems) = reading.draft.check(None);
    assert_eq!(problems, []);
    let parts: Vec<Part> = agenda.sessions[1].people.iter().map(|credit| credit.part).collect();
    assert_eq!(parts, [Part::Speaker, Part::Moderator, Part::Sponsor]);
    assert_eq!((agenda.sessions[0].minutes, agenda.sessions[1].minutes), (Some(60), Some(5)));
}
