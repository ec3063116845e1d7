//! Parses a sound file table by table. The parser takes a hundred bytes of memory for each token:
//! one table after the other, all in the same memory, is much faster than the whole file at once.

use super::plain::parse_plain_table;
use super::syntax::{Table, TableEntry, Value, convert_table};
use crate::agenda::{At, Span};
use toml::de::DeTable;

/// The lines at which the file is cut.
const HEADERS: [&str; 5] = ["[event]", "[[room]]", "[[track]]", "[[speaker]]", "[[session]]"];
/// The size of the largest piece in bytes. No table of an agenda is so large.
const PIECE_MAX: usize = 1 << 20;
/// The largest number of values. An agenda of 5,000 sessions has 50,000.
const VALUES_MAX: usize = 250_000;

/// Parses a file into one table, with the entries in the order of their keys. Returns `None` for a
/// file with a fault, and for every file in which a table may belong to another one before: such a
/// file must be parsed as a whole.
pub(super) fn parse_sound_file(text: &str) -> Option<Table> {
    let mut root = Table { at: 0..text.len(), ..Table::default() };
    let mut values = 0;
    for (number, piece) in cut_at_headers(text).into_iter().enumerate() {
        let start = piece.start;
        let part = text.get(piece).filter(|part| part.len() <= PIECE_MAX)?;
        let plain = if number > 0 { parse_plain_table(part, start) } else { None };
        let entries = match plain {
            Some(entry) => vec![entry],
            None => convert_table(DeTable::parse(part).ok()?, start).entries,
        };
        values += count_values(&entries);
        let is_before_headers = number == 0 && !entries.is_empty();
        if is_before_headers || values > VALUES_MAX {
            return None;
        }
        for entry in entries {
            add_entry(&mut root, entry)?;
        }
    }
    root.entries.sort_by(|a, b| a.key.value.cmp(&b.key.value));
    Some(root)
}

/// Returns the part before the first header, and the parts from one header to the next.
fn cut_at_headers(text: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') && HEADERS.contains(&line.trim_ascii_end()) {
            pieces.push(start..at);
            start = at;
        }
        at += line.len();
    }
    pieces.push(start..text.len());
    pieces
}

/// Adds an entry of a piece to the root, or returns `None` if the entry does not belong there.
fn add_entry(root: &mut Table, entry: TableEntry) -> Option<()> {
    let TableEntry { key, item: At { value, at } } = entry;
    let is_list = HEADERS.contains(&&*format!("[[{}]]", key.value));
    let known = root.entries.iter_mut().find(|known| known.key.value == key.value);
    match (known.map(|known| &mut known.item.value), value) {
        (None, value @ Value::List(_)) if is_list => {
            root.entries.push(TableEntry { key, item: At { value, at } });
        }
        (None, value @ Value::Table(_)) if key.value == "event" => {
            root.entries.push(TableEntry { key, item: At { value, at } });
        }
        (Some(Value::List(items)), Value::List(more)) if is_list => items.extend(more),
        _ => return None,
    }
    Some(())
}

fn count_values(entries: &[TableEntry]) -> usize {
    entries.iter().map(|entry| count_in_value(&entry.item.value)).sum()
}

fn count_in_value(value: &Value) -> usize {
    match value {
        Value::List(items) => {
            1 + items.iter().map(|item| count_in_value(&item.value)).sum::<usize>()
        }
        Value::Table(table) => 1 + count_values(&table.entries),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the table that the parser makes of the whole file.
    fn parse_whole(text: &str) -> Option<Table> {
        Some(convert_table(DeTable::parse(text).ok()?, 0))
    }

    /// Returns a table as text, without the places of lists: the parser gives the place of a list
    /// of tables differently.
    fn describe(table: &Table) -> String {
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

    #[test]
    fn sound_file_is_the_table_of_the_whole_file() {
        for text in [
            "",
            "# nothing\n",
            "[event]\nname = 'A'\n[[session]]\ntitle = 'x'\nminutes = 5\n\n[[session]]\n",
            "[[session]]\r\ntitle = 'x'\r\n[[room]] \r\nname = 'R'\r\n",
            "[[session]]\ntags = [\n'a',\n'b']\n[[session]]\nids = { a = 1 }\n",
            "[[session]]\na = '''\n[x](y)\n[[speaker]] is text\n'''\n[event]\nname = 'é'\n",
            "[[session]]\na = 1\n[[session.links]]\nurl = 'x'\n[[session.links]]\nurl = 'y'\n",
            "[[session]]\na = 1\n  [[session]]\na = 2\n[[track]]\n",
            "[[session]]\nb = \"x\"\na =\t'y\\z'  \n\nc = \"\\u00e9\"\n",
            "[[session]]\nd = \"\"\"\nx\n\ty\"\"z\n\"\"\"",
            "[[session]]\na = \"\"\"x\"\"\"\"\nb = \"\"\"x \\\n y\"\"\"\nc = \"\"\nd = 'a' # b\n",
            "[[session]]\na = 2030-05-04T09:00:00\nb = 2030-05-04T09:00:00+01:00\n",
            "[[session]]\nc = 2030-05-04\n",
            "[[session]]\na = 09:00:00\nb = 2030-05-04 09:00:00\nc = 1.5\nd = 0\n",
            "[[session]]\ne = 12\nf = -1\n",
            "[[session]]\na = true\nb = false\nc = []\nd = [ 'a' , \"b\",]\n",
            "[[session]]\ne = [1, [2]]\n",
            "[[session]]\na.b = 1\na.c = 2\n\"q k\" = 1\n",
            "[[session]]\na = 99999999999999999999\nb = 1_000\nc = 0x1f\n",
            "[[session]]\na = 2030-05-04T09:00:00Z\nb = 2030-05-04T09:00:00.5\n",
        ] {
            let (sound, whole) = (parse_sound_file(text).unwrap(), parse_whole(text).unwrap());
            assert_eq!(describe(&sound), describe(&whole), "{text}");
        }
    }

    #[test]
    fn published_agenda_is_read_table_by_table() {
        let text = include_str!("../../../data/srecon16-europe.toml");
        let (sound, whole) = (parse_sound_file(text).unwrap(), parse_whole(text).unwrap());
        assert_eq!(describe(&sound), describe(&whole));
        // Tables with escapes, such as broken lines, are left to the parser.
        let pieces = cut_at_headers(text).into_iter().skip(1);
        let plain = pieces.filter(|piece| parse_plain_table(&text[piece.clone()], 0).is_some());
        assert!(plain.count() > 20);
    }

    /// Parts of files, whole ones and halves.
    const PARTS: [&str; 39] = [
        "[event]\n",
        "[[session]]\n",
        "d = 'x'\n",
        "e = \"\"\"\nx\"\"\"\n",
        "f = [ 'a', \"b\" ]\n",
        "g = 12\n",
        "h = 2030-05-04T09:00:00+01:00\n",
        "i = { a = 1 }\n",
        "j = false # x\r\n",
        "[[room]] # x\n",
        "[[session.links]]\n",
        "a = ",
        "b=",
        "\"c\" = ",
        "a.b = ",
        "'x'",
        "\"y\"",
        "\"\"\"",
        "'''",
        "\"",
        "'",
        "\\",
        "\\n",
        "[",
        "]",
        "{ a = 1 }",
        ", ",
        "12",
        "0",
        "1.5",
        "2030-05-04",
        "T09:00:00",
        "Z",
        "true",
        "é",
        "\n",
        "\r\n",
        " ",
        "# c",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(4096))]
        #[test]
        fn every_file_is_none_or_the_table_of_the_whole_file(
            parts in proptest::collection::vec(proptest::sample::select(PARTS.as_slice()), 0..24)
        ) {
            let text = format!("[[session]]\n{}", parts.concat());
            if let Some(sound) = parse_sound_file(&text) {
                let whole = parse_whole(&text).map(|whole| describe(&whole));
                proptest::prop_assert_eq!(Some(describe(&sound)), whole);
            }
        }
    }

    #[test]
    fn file_with_a_fault_or_with_tables_that_belong_together_is_no_sound_file() {
        for text in [
            "[event]\nname = \n",
            "[event]\n[event]\n",
            "title = 'x'\n[event]\n",
            "session = []\n[[session]]\na = 1\n",
            "[[session]]\na = 1\n[[room]]\n[[session.links]]\nurl = 'x'\n",
            "[[session]]\na = 1\n[session]\nb = 1\n",
            "[[session]]\na = '''\n[[session]]\n'''\n",
            "[event]\n[other]\n",
            "[event]\n[[room]]\n[event.x]\n",
            "[[session]]\na = 1\na = 2\n",
            "[[session]]\na = 01\n",
            "[[session]]\na = 'x' 'y'\n",
            "[[session]]\na = 'x\u{1}'\n",
            "[[session]]\na = \"x\ny\"\n",
            "[[session]]\na = 2030-13-04T09:00:00\n",
            "[[session]]\na = 'x' b = 'y'\n",
            "[[session]]\na = truer\n",
            "[[session]]\n= 1\n",
            "[[session]]\na = ['x' 'y']\n",
        ] {
            assert!(parse_sound_file(text).is_none(), "{text}");
        }
        let large = format!("[[session]]\ntitle = '{}'\n", "x".repeat(PIECE_MAX));
        assert!(parse_sound_file(&large).is_none());
        let many = "[[session]]\na = [1, 2, 3, 4, 5, 6, 7, 8]\n".repeat(VALUES_MAX / 10);
        assert!(parse_sound_file(&many).is_none());
    }
}
