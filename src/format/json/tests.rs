use super::*;
use crate::agenda::{Agenda, At, Draft, Position, Problem, When};
use crate::format::collector::Report;
use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;

/// The agenda that a reader makes of a text, and the message of every problem.
pub(in crate::format) fn agenda(
    read: fn(&str) -> Result<Draft, Problem>,
    text: &str,
) -> (Agenda, Vec<String>) {
    let (agenda, problems) = read(text).unwrap().check(None);
    for problem in &problems {
        assert!(problem.position_in(text).is_some(), "{problem:?}");
    }
    (agenda, problems.into_iter().map(|problem| problem.message).collect())
}

/// One line for each session: start, minutes, room, kind, track, title, people.
pub(in crate::format) fn lines(agenda: &Agenda) -> Vec<String> {
    let line = |session: &crate::agenda::Session| {
        let start =
            session.start.map_or_else(|| "-".to_owned(), |at| at.format("%m-%d %H:%M").to_string());
        let minutes = session.minutes.map_or_else(|| "?".to_owned(), |minutes| minutes.to_string());
        let track = session.track.map_or("", |track| &*agenda.tracks[track].name);
        let people: Vec<&str> =
            agenda.people_of(session).map(|(person, _)| &*person.name).collect();
        let (room, kind) = (session.room.as_deref().unwrap_or("-"), session.kind.word());
        format!(
            "{start} {minutes} {room}: {kind} [{track}] {} ({})",
            session.title,
            people.join(", ")
        )
    };
    agenda.sessions.iter().map(line).collect()
}

/// A file cut off anywhere has exactly the sessions that end before, in which the last key is
/// `"z"`; the rest is reported.
pub(in crate::format) fn survives_cuts(read: fn(&str) -> Result<Draft, Problem>, text: &str) {
    let text = text.trim_end();
    let titles = |draft: &Draft| {
        draft.sessions.iter().map(|s| s.title.clone().unwrap().value).collect::<Vec<_>>()
    };
    let all = titles(&read(text).unwrap());
    assert!(all.len() > 2);
    for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
        let head = &text[..cut];
        let complete = head.matches("\"z\":1}").count();
        match read(head) {
            Ok(draft) => {
                assert_eq!(titles(&draft), all[..complete], "{head}");
                let told = draft
                    .problems
                    .iter()
                    .any(|problem| problem.message == "the file breaks off here");
                assert!(told, "{head}: {:?}", draft.problems);
            }
            Err(problem) => {
                assert_eq!(complete, 0, "{head}");
                assert!(problem.message.starts_with("the file breaks off"), "{problem:?}");
            }
        }
    }
}

/// Changes of a fixture, one character each time: nothing panics, and every place is in the text.
pub(in crate::format) fn survives_changes(read: fn(&str) -> Result<Draft, Problem>, text: &str) {
    let chars: Vec<char> = text.chars().collect();
    let others = ["", "\"", "\\", "{", "]", ",", ":", "9", "é", "\u{0}"];
    for at in 0..chars.len() {
        for with in [others[at % 10], others[(at / 10) % 10]] {
            let (before, after) = (&chars[..at], &chars[at + 1..]);
            let changed =
                before.iter().collect::<String>() + with + &after.iter().collect::<String>();
            let Ok(draft) = read(&changed) else { continue };
            let (_, problems) = draft.check(None);
            assert!(
                problems
                    .iter()
                    .all(|problem| problem.at.is_none() || problem.position_in(&changed).is_some())
            );
        }
    }
}

/// Parses a text and returns the tree with the problems.
fn parse_reporting(text: &str) -> Result<(Node<'_>, Vec<Problem>), Problem> {
    let mut report = Report::default();
    let root = parse(text, &mut report)?;
    Ok((root, report.into_problems()))
}

/// Returns the same value as serde_json has it.
fn plain(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        JsonValue::Null => serde_json::Value::Null,
        JsonValue::Bool(truth) => (*truth).into(),
        JsonValue::Number(digits) => serde_json::from_str(digits).unwrap(),
        JsonValue::Text(text) => text.to_string().into(),
        JsonValue::List(list) => list.iter().map(plain).collect(),
        JsonValue::Map(map) => {
            map.iter().map(|(key, node)| (key.value.to_string(), plain(node))).collect()
        }
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        // Quarters: serde_json rounds the last digit of others.
        any::<i32>().prop_map(|number| (f64::from(number) / 4.0).into()),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|entries| entries.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

/// Every value lies where it says, within the value around it.
fn check_places(text: &str, node: &Node<'_>) {
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&text[node.at.clone()]).unwrap(),
        plain(node)
    );
    node.items().for_each(|inner| check_places(text, inner));
}

proptest! {
    #[test]
    fn values_of_serde_json_are_read_the_same(value in any_json(), pretty: bool) {
        let write = if pretty { serde_json::to_string_pretty } else { serde_json::to_string };
        let text = write(&value).unwrap();
        let (root, problems) = parse_reporting(&text).unwrap();
        prop_assert_eq!(&problems, &[]);
        prop_assert_eq!(plain(&root), value);
        check_places(&text, &root);
    }

    #[test]
    fn odd_texts_do_not_panic(text in r#"[\[\]{}",:\\u0-9a-fé\n -]{0,60}"#) {
        if let Ok((root, problems)) = parse_reporting(&text) {
            prop_assert!(root.at.end <= text.len());
            // A text without a problem is JSON, except for the form of its numbers.
            let strict = serde_json::from_str::<serde_json::Value>(&text);
            let number = text.bytes().any(|byte| byte.is_ascii_digit());
            let is_odd = !problems.is_empty() || number || text.contains('\n');
            prop_assert!(strict.is_ok() || is_odd, "{text}");
        }
    }
}

#[test]
fn slips_are_reported_and_skipped() {
    for (text, value, column, message) in [
        ("[1 2]", "[1,2]", 4, "a comma is missing before this"),
        (r#"{"a":1 "b":2}"#, r#"{"a":1,"b":2}"#, 8, "a comma is missing before this"),
        ("[1,]", "[1]", 4, "there is a comma too many before this"),
        ("[1,,2]", "[1,2]", 4, "there is a comma too many"),
        ("[NaN, 1]", "[null,1]", 2, "this is no value of JSON"),
        ("[1] x", "[1]", 5, "something follows after the end"),
        (r#"["a\ud83d"]"#, "[\"a\u{fffd}\"]", 2, "this text has an escape that means nothing"),
        (r#"["\ud83dA"]"#, "[\"\u{fffd}A\"]", 2, "this text has an escape that means nothing"),
        (r#"["\u+123"]"#, "[\"\u{fffd}+123\"]", 2, "this text has an escape that means nothing"),
        (r#"["a\qb"]"#, "[\"aqb\"]", 2, "this text has an escape that means nothing"),
    ] {
        let (root, problems) = parse_reporting(text).unwrap();
        assert_eq!(
            plain(&root),
            serde_json::from_str::<serde_json::Value>(value).unwrap(),
            "{text}"
        );
        let [problem] = &problems[..] else { panic!("{text}: {problems:?}") };
        assert_eq!(
            (problem.position_in(text), &*problem.message),
            (Some(Position { line: 1, column }), message),
            "{text}"
        );
    }
}

#[test]
fn damage_costs_what_follows_it() {
    for (text, value, column, message) in [
        (r#"{"a":[1,{"b":2"#, r#"{"a":[1,{}]}"#, 14, "the file breaks off here"),
        (r#"{"a":1,"b"#, r#"{"a":1}"#, 10, "the file breaks off here"),
        (r#"{"a":1,"b":"text\"#, r#"{"a":1}"#, 18, "the file breaks off here"),
        (r#"[true,fals"#, "[true]", 7, "the file breaks off here"),
        (r#"[[1,2],}"#, "[[1,2]]", 8, "this is no JSON from here on"),
        (r#"{"a":1,b:2}"#, r#"{"a":1}"#, 8, "this is no JSON from here on"),
        (r#"{"a" 1}"#, "{}", 6, "this is no JSON from here on"),
        (r#"[1,'a']"#, "[1]", 4, "this is no JSON from here on"),
    ] {
        let (root, problems) = parse_reporting(text).unwrap();
        assert_eq!(
            plain(&root),
            serde_json::from_str::<serde_json::Value>(value).unwrap(),
            "{text}"
        );
        assert!(root.broken, "{text}");
        let problem = problems.last().unwrap();
        assert_eq!(
            (problem.position_in(text), &*problem.message),
            (Some(Position { line: 1, column }), message),
            "{text}"
        );
    }
    for text in ["", "  ", "}", "\"a"] {
        assert!(parse_reporting(text).is_err(), "{text}");
    }
}

#[test]
fn hostile_texts_end_with_a_problem() {
    let last = |text: &str| parse_reporting(text).unwrap().1.last().unwrap().message.clone();
    assert_eq!(last(&"[".repeat(1_000_000)), "this is nested deeper than any agenda");
    assert_eq!(last(&"{\"a\":".repeat(1_000_000)), "this is nested deeper than any agenda");
    assert_eq!(
        last(&format!("[{}", "0,".repeat(1_100_000))),
        "this file has more values than any agenda"
    );
    assert_eq!(parse_reporting(&format!("[{}]", " 1".repeat(10_000))).unwrap().1.len(), 100);
}

#[test]
fn times_are_read_in_all_forms() {
    let exact = |text: &str| Some(When::Instant(DateTime::parse_from_rfc3339(text).unwrap()));
    let wall = |h, m| Some(When::Wall(NaiveDate::from_ymd_opt(2025, 3, 17)?.and_hms_opt(h, m, 0)?));
    for (text, when) in [
        ("2025-03-17T13:00:00-04:00", exact("2025-03-17T13:00:00-04:00")),
        ("2025-03-17T13:00:00-0400", exact("2025-03-17T13:00:00-04:00")),
        ("2025-03-17T13:00-04:00", exact("2025-03-17T13:00:00-04:00")),
        ("2025-03-17T13:00:00Z", exact("2025-03-17T13:00:00+00:00")),
        ("2025-03-17 13:00:00.000Z", exact("2025-03-17T13:00:00+00:00")),
        ("2025-03-17T13:00:00", wall(13, 0)),
        (" 2025-03-17 07:45 ", wall(7, 45)),
        ("2025-03-17", None),
        ("2025-02-30T13:00:00", None),
        ("TBA", None),
    ] {
        assert_eq!(parse_moment(text.trim()), when, "{text}");
    }
}

#[test]
fn repeated_text_is_joined_once() {
    let at = |value: &str| (!value.is_empty()).then(|| At { value: value.into(), at: 0..0 });
    for (texts, all) in [
        (["", "A", "A"], Some("A")),
        (["A", "A\n\nB", "B"], Some("A\n\nB")),
        (["A", "B", ""], Some("A\n\nB")),
        (["A\n\nB", "B", " "], Some("A\n\nB")),
        (["B", "A\n\nB\n\nC", ""], Some("A\n\nB\n\nC")),
        (["B", "A\n\nB C", ""], Some("B\n\nA\n\nB C")),
        (["", "", ""], None),
    ] {
        assert_eq!(join_texts(texts.map(at)).as_ref().map(|text| &*text.value), all, "{texts:?}");
    }
}
