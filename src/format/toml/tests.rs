use super::*;
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
    sessions.into_iter().filter_map(|session| Some(session.title?.value)).collect()
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

/// Lines at the end of a sound session, the headline of the problem, and a part of its help.
const MISTAKES: &[(&str, &str, &str)] = &[
    (r#"speaker = ["X"]"#, "f:4:1: a session has no `speaker`", "did you mean `speakers`?"),
    (r#"abstrct = "X""#, "f:4:1: a session has no `abstrct`", "did you mean `abstract`?"),
    (r#"description = "X""#, "f:4:1: a session has no `description`", "did you mean `abstract`?"),
    (r#"bio = "X""#, "f:4:1: a session has no `bio`", "it belongs in [[speaker]]"),
    (r#"role = "X""#, "f:4:1: a session has no `role`", "it belongs in [[speaker]]"),
    (r#"timezone = "X""#, "f:4:1: a session has no `timezone`", "it belongs in [event]"),
    ("xyzzy = 1", "f:4:1: a session has no `xyzzy`", "it has id, title, start"),
    (r#"minutes = "20""#, "f:4:11: `minutes` is a whole number, not text", "without quotes"),
    ("minutes = 2.5", "f:4:11: `minutes` is a whole number, not a fraction", "write minutes = 20"),
    ("minutes = 99999999999999999999", "f:4:11: this number is too large", "ignored"),
    ("end = 2016-07-11", "f:4:7: `end` is a date without a time", "end = 2016-07-11T09:00:00"),
    ("end = 10:20:00", "f:4:7: `end` is a time without a date", "T10:20:00"),
    (
        r#"end = "later""#,
        "f:4:7: `end` is a date and time, not text",
        "write end = 2016-07-11T09:00:00",
    ),
    ("end = 5", "f:4:7: `end` is a date and time, not a whole number", "write end ="),
    ("track = 5", "f:4:9: `track` is text, not a whole number", "put it in quotes"),
    (r#"cancelled = "true""#, "f:4:13: `cancelled` is true or false, not text", "without quotes"),
    (r#"speakers = "Liz""#, "f:4:12: `speakers` is a list, not text", r#"write speakers = ["…"]"#),
    ("speakers = 5", "f:4:12: `speakers` is a list, not a whole number", "write speakers"),
    (r#"tags = ["a", 5]"#, "f:4:14: `tags` is a list of texts, not of numbers", "in quotes"),
    (r#"room = ["A", "B"]"#, "f:4:8: `room` is one name, not a list", "write rooms ="),
    (
        "room = \"A\"\nrooms = [\"B\"]",
        "f:5:1: a session has `room` or `rooms`, not both",
        "`room` is taken",
    ),
    (r#"links = "http://x""#, "f:4:9: `links` is a list, not text", "url ="),
    (r#"links = [{ title = "X" }]"#, "f:4:10: this link has no url", "add url"),
    (r#"links = [{ url = "http://x", room = 1 }]"#, "f:4:30: a link has no `room`", "[[session]]"),
    ("[[session.links]]\nurl = \"http://x\"\nhref = 1", "f:6:1: a link has no `href`", "`url`"),
    ("[[room]]\ncapacity = 1", "f:4:1: this room has no name", "add name"),
    (
        "[[room]]\nname = \"A\"\ncapacity = \"x\"",
        "f:6:12: `capacity` is a whole number, not text",
        "quotes",
    ),
    (
        "[[sessions]]\ntitle = \"X\"",
        "f:4:3: an agenda has no `sessions`",
        "did you mean [[session]]?",
    ),
    (
        "[[speakers]]\nname = \"X\"",
        "f:4:3: an agenda has no `speakers`",
        "did you mean [[speaker]]?",
    ),
    ("[event]\ntitle = \"X\"", "f:5:1: an event has no `title`", "did you mean `name`?"),
    ("[event]\nday_start = \"5\"", "f:5:13: `day_start` is a time of day, not text", "05:00:00"),
    ("[event]\nname = 1", "f:5:8: `name` is text, not a whole number", "quotes"),
    ("[[event]]\nname = \"X\"", "f:4:1: there is one event", "write [event]"),
    ("[event]\nname=\"X\"\n[event]\nname=\"Y\"", "f:6:1: the event is described twice", "keep one"),
    // Faults in the syntax.
    (r#"track = "x"#, "f:4:11: a text is not closed", r#"add ""#),
    (
        "track = Main Hall",
        "f:4:9: this is neither a number, nor true or false, nor a date",
        "in quotes",
    ),
    ("track =", "f:4:8: this is neither a number", "in quotes"),
    ("just some words", "f:4:6: a key needs a value", "#"),
    (r#"abstract = """x"#, "f:4:12: a text is not closed", r#"""""#),
    (r#"tags = ["a", "b""#, "f:4:8: a list is not closed", "add ]"),
    (r#"tags = ["a" "b"]"#, "f:4:13: a comma is missing here", "write"),
    (r#"title = "B""#, "f:4:1: `title` is given twice", "the first is taken"),
    (
        "end = 2016-07-11T25:00:00",
        "f:4:7: there is no such time: it needs hour between 00 and 23",
        "write",
    ),
    (
        "end = 2016-02-30T09:00:00",
        "f:4:7: there is no such date: it needs day between 01 and 29",
        "write",
    ),
    (r#"track = "a\qb""#, "f:4:12: \\ begins a special letter", "\\\\"),
    ("minutes = 020", "f:4:11: a number cannot begin with 0", "quotes"),
    ("track = 'it's'", "f:4:13: there is something left after the value", "a line"),
    ("track == 'x'", "f:4:8: there is an = too many", "key = value"),
    (
        "[[session]\ntitle = \"B\"\nstart = \"TBA\"",
        "f:4:11: this header is not closed",
        "write [[session]]",
    ),
];

#[test]
fn mistake_in_a_session_is_reported_at_its_place_with_help() {
    for (line, headline, help) in MISTAKES {
        let reported = reported_in(&with(line));
        let found = reported.iter().any(|(h, p)| h.starts_with(headline) && p.contains(help));
        assert!(found && reported.len() == 1, "{line}\n{reported:#?}");
        assert_eq!(
            titles(&with(line)).first().map(String::as_str),
            Some("A"),
            "the session stays: {line}"
        );
    }
}

#[test]
fn session_without_title_or_start_is_reported_once() {
    for (text, headline) in [
        ("title = 5\nstart = 2016-07-11T09:00:00", "f:2:9: `title` is text, not a whole number"),
        ("title = \"A\"\nstart = 2016-07-11", "f:3:9: `start` is a date without a time"),
        ("title = \"A\"\nstart = \"TBD\"", "f:3:9: `start` is a date and time, not text"),
        ("title = \"A\"\nstart = 2016-07-11T09:00:00 oops", "f:3:9: there is something left"),
        ("title = \"A\nstart = 2016-07-11T09:00:00", "f:2:11: a text is not closed"),
    ] {
        let text = format!(
            r#"[[session]]
{text}
[[session]]
title = "B"
start = "TBA"
"#
        );
        let reported = reported_in(&text);
        assert_eq!(reported.len(), 1, "{text}\n{reported:#?}");
        assert!(reported[0].0.starts_with(headline), "{reported:#?}");
        assert!(reported[0].1.ends_with("; this session is left out"), "{reported:#?}");
        assert_eq!(titles(&text), ["B"]);
    }
}

#[test]
fn twelve_faults_in_a_file_are_reported_at_once() {
    let text = r#"name = "X"
[event]
timezone = "IST"
nam = 1
[[room]]
capacity = -1
[[session]]
title = "A"
start = 2016-07-11T09:00:00
end = 2016-07-11T08:00:00
minutes = "x"
[[session]]
title = oops
broken line
kind = "tlak"
speakers = ["A"
start = 2016-07-11T10:00:00
[session]
title = "C"
start = 2016-07-11T11:00:00
room = 5
end = 2016-07-11T24:00:00
"#;
    let lines: Vec<usize> = reported_in(text)
        .iter()
        .map(|(h, _)| h.split(':').nth(1).unwrap().parse().unwrap())
        .collect();
    assert_eq!(lines, [1, 3, 4, 5, 10, 11, 13, 14, 16, 18, 21, 22]);
    assert_eq!(titles(text), ["A", "C"]);
    let comment = reported_in(&with("track = x\n# a bell: \u{7}\nkind = \"talk\""));
    assert_eq!(comment.len(), 2, "{comment:?}");
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

/// Broken tables between two sound sessions.
const BROKEN_TABLES: &[&str] = &[
    "[[session]]\ntitle\nstart = 2016-07-11T09:00:00\n",
    "[[session]]\nabstract = \"\"\"never closed\n",
    r#"[[session]]
abstract = """
never closed

"#,
    "[[session]]\ntags = [\"a\", [[[\n",
    "[[session]]\nlinks = [{ url = \"x\", \n",
    "[session]\n",
    "[[session\n",
    "[session]]\n",
    "[[ session ]\n",
    "[[sesion]]\ntitle = \"X\"\n= 3\n",
    "[event\n",
    "[[room]\nname = 'x\n",
    "[[session]]\n\u{0}\u{1}\u{7f} garbage \"\"\" ''' [[ {{\n",
    "\r\r\r\n",
    "= = =\n",
];

#[test]
fn broken_table_leaves_other_sessions_whole() {
    for middle in BROKEN_TABLES {
        let before = r#"[[session]]
title = "A"
abstract = """
[[session]]
x = 1
"""
start = "TBA"
"#;
        let after = r#"[[session]]
title = "B"
abstract = """b"""
start = 2016-07-11T09:00:00
"#;
        let plain = "[[session]]\ntitle = \"A2\"\nstart = \"TBA\"\n";
        let text = format!("{before}{plain}{middle}{after}");
        let titles = titles(&text);
        assert_eq!(titles.get(..2), Some(&["A".to_owned(), "A2".to_owned()][..]), "{middle}");
        assert_eq!(titles.last().map(String::as_str), Some("B"), "{middle}");
        assert!(
            reported_in(&text).iter().all(|(h, _)| h.starts_with("f:"))
                && !reported_in(&text).is_empty(),
            "{middle}"
        );
    }
}

#[test]
fn sound_keys_of_a_broken_session_are_kept() {
    let text = r#"[[session]]
title = "A"
room = Lansdowne
start = 2016-07-11T09:00:00
abstract = """
key = 1

[x]
"""
[[session.links]]
url = "https://x.org"
"#;
    let draft = format::read(text.as_bytes()).unwrap().draft;
    let session = &draft.sessions[0];
    assert_eq!(session.summary.as_ref().unwrap().value.as_deref(), Some("key = 1\n\n[x]"));
    assert_eq!((session.rooms.len(), session.links.len()), (0, 1));
    assert_eq!(draft.problems.len(), 1);
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

#[test]
fn broken_characters_are_reported_once_per_line() {
    let bytes = b"\xef\xbb\xbf[[session]]\r\ntitle = \"Caf\xe9 \xff\"\r\n\
        start = 2016-07-11T09:00:00\r\n# \xfe\r\n";
    let reading = format::read(bytes).unwrap();
    assert_eq!(reading.draft.sessions[0].title.as_ref().unwrap().value, "Caf\u{fffd} \u{fffd}");
    assert!(reading.text.starts_with("[["), "no byte order mark");
    let (agenda, problems) = reading.draft.check(None);
    assert_eq!(agenda.sessions.len(), 1);
    let headlines: Vec<String> = problems.iter().map(|p| p.headline("f", &reading.text)).collect();
    assert_eq!(headlines, ["f:2:13: this is not UTF-8", "f:4:3: this is not UTF-8"]);
}

#[test]
fn report_of_an_unknown_key_shows_line_and_caret() {
    let text = with(r#"speaker = ["Zoë"]"#);
    let reading = format::read(text.as_bytes()).unwrap();
    let report = reading.draft.problems[0].report("f.toml", &reading.text);
    assert_eq!(
        report,
        r#"error: a session has no `speaker`
 --> f.toml:4:1
  |
4 | speaker = ["Zoë"]
  | ^^^^^^^
  help: did you mean `speakers`?"#
    );
}

#[test]
fn huge_and_deep_files_keep_their_sound_session() {
    const DEEP: usize = 200_000;
    let deep = |open: &str, close: &str| {
        format!("{}x = {}{}", with(""), open.repeat(DEEP), close.repeat(DEEP))
    };
    for text in [
        deep("[", "]"),
        deep("[", ""),
        deep("{a=", "}"),
        format!("{}{}", with(""), "a.".repeat(100_000)),
    ] {
        let draft = format::read(text.as_bytes()).unwrap().draft;
        assert_eq!((draft.sessions.len(), draft.problems.len()), (1, 1));
    }
    let deeper = deep(&"[".repeat(8), "");
    assert_eq!(
        format::read(deeper.as_bytes())
            .unwrap_err()
            .problem
            .position_in(&deeper)
            .map(|place| place.line),
        Some(deeper.lines().count())
    );
    let (agenda, problems) =
        format::read(with("").repeat(20_000).as_bytes()).unwrap().draft.check(None);
    assert_eq!(
        (agenda.sessions.len(), problems.len(), &*agenda.sessions[19_999].id),
        (20_000, 0, "a-0711-0900-20000")
    );
    let long = "x".repeat(19 << 20);
    assert_eq!(titles(&with(&format!(r#"abstract = "{long}""#))), ["A"]);
    assert_eq!(titles(&with(&format!(r#"abstract = "{}"#, &long[..1 << 20]))), ["A"]);
    assert_eq!(titles(&with(&"?\n".repeat(1 << 16))), ["A"]);
    assert_eq!(titles(&with(&"a = b\n".repeat(1 << 12))), ["A"]);
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
                EVERY_KEY.contains(&format!("{key} = ")) || EVERY_KEY.contains(&format!("[{key}]")),
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

/// Tokens with a meaning in TOML.
#[rustfmt::skip]
const TOKENS: &[&str] = &[
    "[[session]]", "[session]", "[[session.links]]", "\n", "\n", "\n", "title", "start", "links",
    "url", "=", " = ", "\"", "\"\"\"", "'", "[", "]", "{", "}", ",", ".", "2016-07-11T09:00:00",
    "9", "-", "\\", "\r", "#", "é",
];

proptest! {
    /// A change of one byte, or of the rest of the file, leaves the sessions before it whole.
    #[test]
    fn damage_leaves_earlier_sessions_whole(at in 0..BUILT_IN.len(), damage in damage()) {
        let mut bytes = BUILT_IN.as_bytes().to_vec();
        match damage {
            Damage::Cut => bytes.truncate(at),
            Damage::Put(put) => { bytes.splice(at..at, put); }
            Damage::Change(byte) => bytes[at] = byte,
        }
        let last = BUILT_IN[..BUILT_IN.floor_char_boundary(at)].rfind("\n[[session]]").unwrap_or(0);
        let whole = BUILT_IN[..last].matches("\n[[session]]").count();
        let reading = format::read(&bytes);
        let sessions = reading.map(|reading| reading.draft.sessions).unwrap_or_default();
        prop_assert!(sessions.len() >= whole, "{} of {whole}", sessions.len());
        let session_lines = BUILT_IN.lines().skip_while(|line| *line != "[[session]]");
        let ids = session_lines.filter_map(|line| line.strip_prefix("id = "));
        for (session, id) in sessions.iter().zip(ids).take(whole) {
            let read_id = session.id.as_ref().map(|id| format!("{:?}", id.value));
            prop_assert_eq!(read_id.as_deref(), Some(id));
            prop_assert!(session.start.is_some() && session.title.is_some());
        }
    }

    #[test]
    fn random_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(reading) = format::read(&bytes) {
            let (_, problems) = reading.draft.check(None);
            for problem in problems {
                problem.report("f", &reading.text);
            }
        }
    }

    #[test]
    fn random_tokens_do_not_panic(words in prop::collection::vec(
        prop::sample::select(TOKENS),
        0..60,
    )) {
        if let Ok(reading) = format::read(words.concat().as_bytes()) {
            let (_, problems) = reading.draft.check(None);
            for problem in problems {
                problem.report("f", &reading.text);
            }
        }
    }
}

#[derive(Debug, Clone)]
enum Damage {
    Cut,
    Put(Vec<u8>),
    Change(u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        Just(Damage::Cut),
        any::<u8>().prop_map(Damage::Change),
        prop::sample::select(vec![
            r#"""#,
            r#"""""#,
            "'''",
            "[",
            "[[",
            "]",
            "{",
            "=",
            "\n",
            "\\",
            "\u{0}",
            "\n[session]\n",
            "\nx\n"
        ])
        .prop_map(|put| Damage::Put(put.into())),
    ]
}
