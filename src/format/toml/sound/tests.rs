//! The tables of a sound file are the tables that the parser makes of the whole file.

use super::super::syntax::Table;
use super::super::{read_any_file, read_sound_file};
use super::*;
use crate::agenda::{At, Draft};
use proptest::prelude::*;
use std::sync::Arc;

/// Returns the tables of a sound file as one table.
fn parse_sound_file(text: &str) -> Option<Table<'_>> {
    let mut root = Table { at: 0..text.len(), ..Table::default() };
    let mut file = SoundFile::new(text);
    while let Some(header) = file.next_table().ok()? {
        let TableEntry { key, item: At { value, at } } = match file.plain.parse_table(file.at) {
            Some(plain) => {
                file.skip_to(plain.end);
                plain.into_entry()
            }
            None => file.parse_piece(header)?,
        };
        let known = root.entries.iter_mut().find(|known| known.key.value == key.value);
        match (known.map(|known| &mut known.item.value), value) {
            (Some(Value::List(items)), Value::List(more)) => items.extend(more),
            (None, value) => root.entries.push(TableEntry { key, item: At { value, at } }),
            (Some(_), _) => panic!("a table of another kind in {text}"),
        }
    }
    Some(root)
}

/// Returns the table that the parser makes of the whole file.
fn parse_whole(text: &str) -> Option<Table<'_>> {
    Some(convert_table(DeTable::parse(text).ok()?, 0))
}

/// Returns a table as text, without the places of lists: the parser gives the place of a list
/// of tables differently.
fn describe(table: &Table<'_>) -> String {
    let entries = table.entries.iter().map(|entry| {
        let value = match &entry.item.value {
            Value::List(items) => {
                let items = items.iter().map(|item| match &item.value {
                    Value::Table(table) => format!("{:?} {}", table.at, describe(table)),
                    other => format!("{:?} {other:?}", item.at),
                });
                items.collect::<Vec<_>>().join(", ")
            }
            Value::Table(table) => format!("{:?} {}", table.at, describe(table)),
            other => format!("{:?} {other:?}", entry.item.at),
        };
        format!("{} {:?} = {value}", entry.key.value, entry.key.at)
    });
    format!("{{ {} }}", entries.collect::<Vec<_>>().join("; "))
}

/// Sound files. Each text is a file.
const SOUND: &[&str] = &[
    "",
    "# nothing\n",
    "[event]\nname = 'A'\n[[session]]\ntitle = 'x'\nminutes = 5\n\n[[session]]\n",
    "[[session]]\r\ntitle = 'x'\r\n[[room]] \r\nname = 'R'\r\n",
    "[[session]]\ntags = [\n'a',\n'b']\n[[session]]\nids = { a = 1 }\n",
    "[[session]]\na = '''\n[x](y)\n[[speaker]] is text\n'''\n[event]\nname = 'é'\n",
    "[[session]]\na = '''\n[[session]]\n'''\n[[session]]\n",
    "[[session]]\na = 1\n[[session.links]]\nurl = 'x'\n[[session.links]]\nurl = 'y'\n",
    "[walk]\na = 1\n[[walk.between]]\nb = 2\n[[walk.between]]\n[[session]]\na = 1\n",
    "[[session]]\na = 1\n  [[session]]\na = 2\n[[track]]\n",
    "[[session]]\nb = \"x\"\na =\t'y\\z'  \n\nc = \"\\u00e9\"\n",
    "[[session]]\nd = \"\"\"\nx\n\ty\"\"z\n\"\"\"",
    "[[session]]\na = \"\"\"x\"\"\"\"\nb = \"\"\"x \\\n y\"\"\"\nc = \"\"\nd = 'a' # b\n",
    "[[session]]\r\na = \"\"\"\r\nx\r\ny\"\"\"\"\"\r\nb = '''x'''' # z\r\n",
    "[[session]]\na = \"\\e\\x41\\U0001F600\\\"\"\nb = \"\"\"\\\n   x\"\"\"\n",
    "[[session]]\na = 2030-05-04T09:00:00\nb = 2030-05-04T09:00:00+01:00\n",
    "[[session]]\nc = 2030-05-04\nd = 2028-02-29T23:59:59\ne = 2030-05-04T23:59:60\n",
    "[[session]]\na = 09:00:00\nb = 2030-05-04 09:00:00\nc = 1.5\nd = 0\n",
    "[[session]]\ne = 12\nf = -1\n",
    "[[session]]\na = true\nb = false\nc = []\nd = [ 'a' , \"b\",]\n",
    "[[session]]\ne = [1, [2]]\n",
    "[[session]]\na = [{ b = 'x', c = [] }, {}]\nd = { e = 'y', f = { g = 1 } }\n",
    "[[session]] \t\na = 1 # b\n# c\n\t# d\nb = [ # e\n1\n]\n",
    "[[session]]\na = [[[[[[1]]]]]]\n",
    "[[session]]\na.b = 1\na.c = 2\n\"q k\" = 1\n",
    "[[session]]\na = 99999999999999999999\nb = 1_000\nc = 0x1f\n",
    "[[session]]\na = 2030-05-04T09:00:00Z\nb = 2030-05-04T09:00:00.5\n",
];

#[test]
fn sound_file_is_the_table_of_the_whole_file() {
    for text in SOUND {
        let (sound, whole) = (parse_sound_file(text).unwrap(), parse_whole(text).unwrap());
        assert_eq!(describe(&sound), describe(&whole), "{text}");
    }
}

#[test]
fn published_agenda_is_read_without_the_parser() {
    let text = include_str!("../../../../data/srecon16-europe.toml");
    let (sound, whole) = (parse_sound_file(text).unwrap(), parse_whole(text).unwrap());
    assert_eq!(describe(&sound), describe(&whole));
    let mut at = SoundFile::new(text).next_header(0);
    while at < text.len() {
        at = PlainFile::new(text).parse_table(at).expect("a plain table").end;
    }
}

#[test]
fn file_with_a_fault_or_with_tables_that_belong_together_is_no_sound_file() {
    for text in [
        "[event]\nname = \n",
        "[event]\n[event]\n",
        "[walk]\n[event]\n[walk]\n",
        "[[session]]\n[[walk.between]]\n",
        "title = 'x'\n[event]\n",
        "session = []\n[[session]]\na = 1\n",
        "[[session]]\na = 1\n[[room]]\n[[session.links]]\nurl = 'x'\n",
        "[[session]]\na = 1\n[session]\nb = 1\n",
        "[[session]]\na = 1.5\nb = '''\n[[session]]\n'''\n",
        "[event]\n[other]\n",
        "[event]\n[[room]]\n[event.x]\n",
        "[[session]]\na = 1\na = 2\n",
        "[[session]]\na = 01\n",
        "[[session]]\na = 'x' 'y'\n",
        "[[session]]\na = 'x\u{1}'\n",
        "[[session]]\na = \"x\ny\"\n",
        "[[session]]\na = \"\"\"x\ry\"\"\"\n",
        "[[session]]\na = \"\"\"x\"\"\"\"\"\"\n",
        "[[session]]\na = \"\\q\"\n",
        "[[session]]\na = { b = 1, b = 2 }\n",
        "[[session]]\na = 2030-13-04T09:00:00\n",
        "[[session]]\na = 2030-02-30T09:00:00\n",
        "[[session]]\na = 'x' b = 'y'\n",
        "[[session]]\na = truer\n",
        "[[session]]\n= 1\n",
        "[[session]]\na = ['x' 'y']\n",
        "[[session]]\u{c}\na = 1\n",
    ] {
        assert!(parse_sound_file(text).is_none(), "{text}");
    }
    let large = format!("[[session]]\na = 1.5\ntitle = '{}'\n", "x".repeat(PIECE_MAX));
    assert!(parse_sound_file(&large).is_none());
}

/// Parts of files, whole ones and halves.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "[event]\n", "[walk]\n", "[[walk.between]]\n", "[[session]]\n",
    "d = 'x'\n", "e = \"\"\"\nx\"\"\"\n", "f = [ 'a', \"b\" ]\n",
    "g = 12\n", "h = 2030-05-04T09:00:00+01:00\n", "i = { a = 1 }\n", "j = false # x\r\n",
    "k = [{ a = 'x', b = 1 }]\n", "[[room]] # x\n", "[[session.links]]\n", "a = ", "b=", "\"c\" = ",
    "a.b = ", "'x'", "\"y\"", "\"\"\"", "'''", "\"", "'", "\\", "\\n", "\\u00e9", "\\\n  ", "[",
    "]",
    "{", "}", "{ a = 1 }", ", ", "12", "0", "1.5", "2030-05-04", "T09:00:00", "Z", "true", "é",
    "\n", "\r\n", "\r", " ", "\t", "\u{7f}", "\u{1}", "# c", "# d\n",
];

/// A file of the common shape.
const SAMPLE: &str = r#"# A comment
[event]
name = "E"
day_start = 04:00:00

[[room]]
name = 'A'
[[session]]
id = "s"
title = "S \"x\" y"
start = 2016-07-11T09:00:00
minutes = 5
speakers = ["P", "Q"]
abstract = """
A long text of several lines, which has more than one piece of 32 bytes,
[[session]]
and what looks like a header.""" # end
links = [{ title = "L", url = "https://l.org" }]
ids = { guid = "g" }
[[session]]
title = "T"
all_day = true
"#;

/// Statements of agendas, with and without mistakes.
#[rustfmt::skip]
const STATEMENTS: &[&str] = &[
    "title = 'T'\n", "start = 2016-07-11T09:00:00\n", "start = \"TBA\"\n", "title = 1\n",
    "name = 'N'\n", "minutes = 5\n", "minutes = 1.5\n", "room = 'R'\n", "rooms = ['R', 'S']\n",
    "titel = 'x'\n", "speakers = ['A', 1]\n", "sponsors = ['B']\n", "color = '#aabbcc'\n",
    "links = [{ url = 'x' }, { }]\n", "[[session.links]]\nurl = 'y'\n", "ids = { a = 'b' }\n",
    "between = [{ rooms = ['R', 'S'], minutes = 4 }]\n", "abstract = \"\"\"a\nb\"\"\"\n",
    "x.y = 1\n",
    "[[session]]\n", "[[session]]\n", "[[room]]\n", "[[track]]\n", "[[speaker]]\n", "[event]\n",
    "[walk]\n", "id = \"\\u0061\"\n", "kind = nonsense\n",
];

/// Returns a draft with its problems in the order of the file.
fn in_order(mut draft: Draft) -> Draft {
    draft.problems.sort_by_key(|problem| problem.at.as_ref().map(|at| (at.start, at.end)));
    draft
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn draft_of_a_sound_file_is_the_draft_of_any_file(
        statements in prop::collection::vec(prop::sample::select(STATEMENTS), 0..24)
    ) {
        let text = Arc::new(format!("[[session]]\n{}", statements.concat()));
        if let Some(sound) = read_sound_file(&text) {
            let any = read_any_file(&text).unwrap();
            prop_assert_eq!(in_order(sound), in_order(any), "{}", text);
        }
    }

    #[test]
    fn every_file_is_none_or_the_table_of_the_whole_file(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..24)
    ) {
        let text = format!("[[session]]\n{}", parts.concat());
        if let Some(sound) = parse_sound_file(&text) {
            let whole = parse_whole(&text).map(|whole| describe(&whole));
            prop_assert_eq!(Some(describe(&sound)), whole);
        }
    }

    #[test]
    fn changed_sample_is_none_or_the_table_of_the_whole_file(
        changes in prop::collection::vec(
            (0..SAMPLE.len(), 0..3_usize, prop::sample::select(PARTS)),
            1..4,
        )
    ) {
        let mut text = SAMPLE.to_owned();
        for (at, removed, part) in changes {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.floor_char_boundary((at + removed).min(text.len()));
            text.replace_range(start..end.max(start), part);
        }
        if let Some(sound) = parse_sound_file(&text) {
            let whole = parse_whole(&text).map(|whole| describe(&whole));
            prop_assert_eq!(Some(describe(&sound)), whole);
        }
    }
}
