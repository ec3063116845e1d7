//! Reports of mistakes.

use super::*;

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
    ("[walk]\nminuts = 5", "f:5:1: [walk] has no `minuts`", "did you mean `minutes`?"),
    ("[walk]\nminutes = 181", "f:5:11: a walk takes 0 to 180 minutes", "ignored"),
    ("[walk]\nminutes = \"5\"", "f:5:11: `minutes` is a whole number, not text", "quotes"),
    ("[walk]\nbetween = 5", "f:5:11: `between` is a list, not a whole number", "[{ rooms = "),
    ("[[walk]]\nminutes = 5", "f:4:1: there is one walk: this header has single", "write [walk]"),
    (
        "[[walk.between]]\nrooms = [\"A\"]\nminutes = 5",
        "f:4:1: a walk is between two rooms",
        "write rooms = [",
    ),
    ("[[walk.between]]\nminutes = 5", "f:4:1: this walk lacks `rooms` or `minutes`", "ignored"),
    (
        "[[room]]\nname = \"Hall\"\n[[walk.between]]\nrooms = [\"Hall\", \"Hal\"]\nminutes = 5",
        "f:7:18: there is no room \"Hal\" to walk to",
        "did you mean \"Hall\"?",
    ),
    (
        "[[room]]\nname = \"Hall\"\n[[walk.between]]\nrooms = [\"Hall\", \"Hall\"]\nminutes = 5",
        "f:7:18: a walk is between two different rooms",
        "ignored",
    ),
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
