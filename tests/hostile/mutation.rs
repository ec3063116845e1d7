//! Sound files changed at random.

use super::attacks::{Fields, KINDS, SOUND, TEXTS};
use super::invariants::held;
use super::samples::{SAMPLES, TOKENS};
use hallway::agenda::Zone;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value as Json;

/// What long runs have found, and what was wrong.
const REPLAY: &[(&str, &[u8])] = &[
    ("a place beyond the end of the text", b"{\"talks\":[{\"room\":1,\"title\":\"A"),
    ("a place within a letter", "{\"talks\":[],\"rooms\":[]}é".as_bytes()),
    (
        "a room of this name makes a calendar of the TOML that is written",
        b"{\"talks\":[{\"title\":\"A\",\"room\":\"BEGIN:VCALENDAR\",\"start\":\"2026-03-02T09:00:00Z\"}],\"rooms\":[]}",
    ),
    (
        "a byte order mark where the reader begins anew is not counted, and all places after it are wrong",
        "<schedule><day><room><event><title>A < \u{feff} <é>b</title><title>é".as_bytes(),
    ),
    (
        "places are not counted from the second of two byte order marks",
        "\u{feff}\u{feff}<schedule><day date=\"2026-03-02\"><room>é<é".as_bytes(),
    ),
    (
        "the event is called by a year before Christ, in which the check leaves no session",
        b"{\"talks\":[{\"code\":\"A\",\"title\":\"A\",\"start\":\"-1026-03-02T09:00:00Z\"}],\"rooms\":[{\"id\":1,\"name\":\"1\"}]}",
    ),
    ("a calendar that ends with a letter of two bytes", "BEGIN:VCALENDAR\r\nX-WR-CALNAME:A\r\nEND:é".as_bytes()),
];

#[test]
fn what_was_found_stays_mended() {
    for (_, bytes) in REPLAY {
        both_ways(bytes);
    }
}

/// A change of a file. Places are in thousandths of its length and so on, so that they fit any
/// file.
#[derive(Debug, Clone)]
enum Change {
    Cut {
        from: u16,
        bytes: u16,
    },
    End {
        at: u16,
    },
    Byte {
        at: u16,
        byte: u8,
    },
    Flip {
        at: u16,
        bit: u8,
    },
    Twice {
        from: u16,
        bytes: u16,
        to: u16,
    },
    Often {
        from: u16,
        bytes: u8,
        times: u8,
    },
    Token {
        at: u16,
        token: usize,
        over: u8,
    },
    /// Puts a piece of another file, or of this one, where a value is.
    Value {
        at: u16,
        token: usize,
    },
    LineTwice {
        line: u16,
        to: u16,
    },
    NoLine {
        line: u16,
    },
}

fn change() -> impl Strategy<Value = Change> {
    let at = || any::<u16>();
    let token = || 0..TOKENS.len();
    prop_oneof![
        2 => (at(), 0..60_u16).prop_map(|(from, bytes)| Change::Cut { from, bytes }),
        1 => at().prop_map(|at| Change::End { at }),
        2 => (at(), any::<u8>()).prop_map(|(at, byte)| Change::Byte { at, byte }),
        1 => (at(), 0..8_u8).prop_map(|(at, bit)| Change::Flip { at, bit }),
        2 => (at(), 0..400_u16, at()).prop_map(|(from, bytes, to)| Change::Twice { from, bytes, to }),
        1 => (at(), any::<u8>(), 0..20_u8).prop_map(|(from, bytes, times)| Change::Often { from, bytes, times }),
        5 => (at(), token(), 0..12_u8).prop_map(|(at, token, over)| Change::Token { at, token, over }),
        4 => (at(), token()).prop_map(|(at, token)| Change::Value { at, token }),
        2 => (at(), at()).prop_map(|(line, to)| Change::LineTwice { line, to }),
        1 => at().prop_map(|line| Change::NoLine { line }),
    ]
}

impl Change {
    fn make(&self, file: &mut Vec<u8>) {
        let len = file.len();
        let place = |at: u16| at as usize * len / (u16::MAX as usize + 1);
        let part = |from: u16, bytes: usize| place(from)..(place(from) + bytes).min(len);
        match *self {
            Change::Cut { from, bytes } => drop(file.drain(part(from, bytes.into()))),
            Change::End { at } => file.truncate(place(at)),
            Change::Byte { at, byte } => file.insert(place(at), byte),
            Change::Flip { at, bit } => {
                if let Some(byte) = file.get_mut(place(at)) {
                    *byte ^= 1 << bit;
                }
            }
            Change::Twice { from, bytes, to } => {
                let piece = file[part(from, bytes.into())].to_vec();
                drop(file.splice(place(to)..place(to), piece));
            }
            Change::Often { from, bytes, times } => {
                let piece = file[part(from, bytes.into())].repeat(times.into());
                drop(file.splice(place(from)..place(from), piece));
            }
            Change::Token { at, token, over } => {
                drop(file.splice(part(at, over.into()), TOKENS[token].bytes()))
            }
            Change::Value { at, token } => {
                let edge = |byte: &u8| b"\"'>:=,<\r\n".contains(byte);
                let from = file[..place(at)].iter().rposition(edge).map_or(0, |at| at + 1);
                let to =
                    file[place(at)..].iter().position(edge).map_or(len, |more| place(at) + more);
                drop(file.splice(from..to.max(from), TOKENS[token].bytes()));
            }
            Change::LineTwice { line, to } => {
                let (line, to) = (line_at(file, place(line)), line_at(file, place(to)).start);
                let piece = file[line].to_vec();
                drop(file.splice(to..to, piece));
            }
            Change::NoLine { line } => drop(file.drain(line_at(file, place(line)))),
        }
    }
}

/// A change of what JSON says, which leaves it JSON: most changes of bytes end in the first bracket
/// that does not fit.
#[derive(Debug, Clone)]
enum Turn {
    Token(usize),
    Number(i64),
    Nothing,
    Truth,
    /// Into a list of it.
    Listed(u8),
    /// Into an object of it.
    Under(usize),
    /// What stands elsewhere in the file.
    Other(u16),
    /// Of a list or an object, only the first.
    First,
}

const KEYS: &[&str] = &["name", "en", "id", "code", "guid", "title", "1", ""];

fn turn() -> impl Strategy<Value = (u16, Turn)> {
    let turn = prop_oneof![
        4 => (0..TOKENS.len()).prop_map(Turn::Token),
        1 => (-2..100_i64).prop_map(Turn::Number),
        1 => any::<i64>().prop_map(Turn::Number),
        1 => Just(Turn::Nothing),
        1 => Just(Turn::Truth),
        1 => (0..3_u8).prop_map(Turn::Listed),
        1 => (0..KEYS.len()).prop_map(Turn::Under),
        4 => any::<u16>().prop_map(Turn::Other),
        1 => Just(Turn::First),
    ];
    (any::<u16>(), turn)
}

/// The values of a tree, each before what is in it.
fn places(value: &Json, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Json::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(ix, value)| places(value, &format!("{at}/{ix}"), found));
        }
        Json::Object(map) => map.iter().for_each(|(key, value)| {
            places(value, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
        }),
        _ => {}
    }
}

impl Turn {
    fn make(&self, at: u16, tree: &mut Json) {
        let mut found = Vec::new();
        places(tree, "", &mut found);
        let place = |at: u16| &*found[at as usize * found.len() / (u16::MAX as usize + 1)];
        let other =
            if let Turn::Other(other) = self { tree.pointer(place(*other)).cloned() } else { None };
        let value = tree.pointer_mut(place(at)).unwrap();
        *value = match self {
            Turn::Token(token) => TOKENS[*token].into(),
            Turn::Number(number) => (*number).into(),
            Turn::Nothing => Json::Null,
            Turn::Truth => true.into(),
            Turn::Listed(times) => vec![value.take(); (*times).into()].into(),
            Turn::Under(key) => {
                Json::Object([(KEYS[*key].to_owned(), value.take())].into_iter().collect())
            }
            Turn::Other(_) => other.unwrap_or_default(),
            Turn::First => match value.take() {
                Json::Array(list) => list.into_iter().next().unwrap_or_default(),
                Json::Object(map) => {
                    map.into_iter().next().map(|(_, value)| value).unwrap_or_default()
                }
                other => other,
            },
        };
    }
}

/// As [`mutated`], but what comes of it is JSON still.
fn turned(format: &str) {
    let (_, samples) = SAMPLES.iter().find(|(name, _)| *name == format).unwrap();
    let turns =
        (0..samples.len(), prop::collection::vec(turn(), 1..6)).prop_map(|(sample, turns)| {
            let mut tree: Json = serde_json::from_str(samples[sample]).unwrap();
            turns.iter().for_each(|(at, turn)| turn.make(*at, &mut tree));
            Shown(tree.to_string().into())
        });
    run(&turns, |Shown(file)| both_ways(&file));
}

fn line_at(file: &[u8], at: usize) -> std::ops::Range<usize> {
    let from = file[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let to =
        file[at..].iter().position(|byte| *byte == b'\n').map_or(file.len(), |more| at + more + 1);
    from..to
}

/// Where the event's zone is not told from outside, and where it is.
fn both_ways(bytes: &[u8]) {
    _ = held(bytes, None);
    _ = held(bytes, Some(&Zone::by_name("America/New_York").unwrap()));
}

/// As many cases as `HALLWAY_FUZZ_CASES` says, or so few that nobody waits.
fn run<S: Strategy>(strategy: &S, test: impl Fn(S::Value)) {
    let cases = std::env::var("HALLWAY_FUZZ_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(150);
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let result = TestRunner::new(config).run(strategy, |value| {
        test(value);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn mutated(format: &str) {
    let (_, samples) = SAMPLES.iter().find(|(name, _)| *name == format).unwrap();
    let changes =
        (0..samples.len(), prop::collection::vec(change(), 1..8)).prop_map(|(sample, changes)| {
            let mut file = samples[sample].as_bytes().to_vec();
            changes.iter().for_each(|change| change.make(&mut file));
            Shown(file)
        });
    run(&changes, |Shown(file)| both_ways(&file));
}

/// A file that is printed so that it can be put into [`REPLAY`].
#[derive(Clone)]
struct Shown(Vec<u8>);

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

#[test]
fn toml() {
    mutated("toml");
}

#[test]
fn frab_xml() {
    mutated("frab xml");
}

#[test]
fn frab_json() {
    mutated("frab json");
    turned("frab json");
}

#[test]
fn pretalx_widget() {
    mutated("pretalx widget");
    turned("pretalx widget");
}

#[test]
fn icalendar() {
    mutated("icalendar");
}

#[test]
fn sched_csv() {
    mutated("sched csv");
}

#[test]
fn sessionize() {
    mutated("sessionize");
    turned("sessionize");
}

/// Descriptions of many pieces, in every format.
#[test]
fn prose() {
    let piece = prop_oneof![
        3 => prop::sample::select(TOKENS).prop_map(str::to_owned),
        2 => prop::sample::select(TEXTS).prop_map(|(_, unit)| unit.to_owned()),
        1 => "\\PC{0,6}",
        1 => "[ a-zé\n]{0,12}",
    ];
    let text = prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat());
    run(&(prop::sample::select(&KINDS[..]), text.clone(), text), |(kind, text, line)| {
        let line = kind.escaped(&line.replace(['\n', '\r'], " "));
        let file = kind.file(Fields {
            id: "s2",
            text: &kind.escaped(&text),
            title: &line,
            room: &line,
            track: &line,
            person: &line,
            at: 30,
        });
        assert!(file.contains(SOUND.title));
        both_ways(file.as_bytes());
    });
}
