//! Broken tables and damaged files.

use super::*;

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
        let reading = format::read(bytes.as_slice());
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
        if let Ok(reading) = format::read(bytes.as_slice()) {
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
