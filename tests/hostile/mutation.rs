//! Sound files with random changes of bytes.

use super::attacks::every_format::TEXTS;
use super::attacks::file_kind::{FILE_KINDS, SOUND, SessionFields};
use super::cases::{PrintedFile, check_in_both_zones, run_cases, samples_of};
use super::json_mutation::check_changed_json;
use super::tokens::TOKENS;
use proptest::prelude::*;
use std::ops::Range;

/// The findings of long runs: the fault, and the file.
pub(crate) const FOUND: &[(&str, &[u8])] = &[
    ("a place beyond the end of the text", br#"{"talks":[{"room":1,"title":"A"#),
    ("a place within a letter", "{\"talks\":[],\"rooms\":[]}é".as_bytes()),
    (
        "a room of this name makes a calendar of the written TOML",
        br#"{"talks":[{"title":"A","room":"BEGIN:VCALENDAR","start":"2026-03-02T09:00:00Z"}],
"rooms":[]}"#,
    ),
    (
        "a byte order mark where the reader starts again shifts all later places",
        "<schedule><day><room><event><title>A < \u{feff} <é>b</title><title>é".as_bytes(),
    ),
    (
        "the second of two byte order marks shifts all places",
        "\u{feff}\u{feff}<schedule><day date=\"2026-03-02\"><room>é<é".as_bytes(),
    ),
    (
        "the event is named after a negative year, and the check leaves out its only session",
        br#"{"talks":[{"code":"A","title":"A","start":"-1026-03-02T09:00:00Z"}],
"rooms":[{"id":1,"name":"1"}]}"#,
    ),
    (
        "a calendar ends with a letter of two bytes",
        "BEGIN:VCALENDAR\r\nX-WR-CALNAME:A\r\nEND:é".as_bytes(),
    ),
];

#[test]
fn files_with_earlier_faults_hold_the_invariants() {
    for (_, bytes) in FOUND {
        check_in_both_zones(bytes);
    }
}

/// A place in any file, in parts of 65,536 of the file's length.
type Place = u16;

/// A change of a file's bytes.
#[derive(Debug, Clone)]
enum ByteChange {
    Cut { from: Place, bytes: u16 },
    Truncate { at: Place },
    InsertByte { at: Place, byte: u8 },
    FlipBit { at: Place, bit: u8 },
    CopyPart { from: Place, bytes: u16, to: Place },
    RepeatPart { from: Place, bytes: u8, times: u8 },
    InsertToken { at: Place, token: usize, replaced: u8 },
    ReplaceValue { at: Place, token: usize },
    CopyLine { line: Place, to: Place },
    CutLine { line: Place },
}

fn byte_change() -> impl Strategy<Value = ByteChange> {
    let at = any::<Place>;
    let token = || 0..TOKENS.len();
    prop_oneof![
        2 => (at(), 0..60_u16).prop_map(|(from, bytes)| ByteChange::Cut { from, bytes }),
        1 => at().prop_map(|at| ByteChange::Truncate { at }),
        2 => (at(), any::<u8>()).prop_map(|(at, byte)| ByteChange::InsertByte { at, byte }),
        1 => (at(), 0..8_u8).prop_map(|(at, bit)| ByteChange::FlipBit { at, bit }),
        2 => (at(), 0..400_u16, at())
            .prop_map(|(from, bytes, to)| ByteChange::CopyPart { from, bytes, to }),
        1 => (at(), any::<u8>(), 0..20_u8)
            .prop_map(|(from, bytes, times)| ByteChange::RepeatPart { from, bytes, times }),
        5 => (at(), token(), 0..12_u8)
            .prop_map(|(at, token, replaced)| ByteChange::InsertToken { at, token, replaced }),
        4 => (at(), token()).prop_map(|(at, token)| ByteChange::ReplaceValue { at, token }),
        2 => (at(), at()).prop_map(|(line, to)| ByteChange::CopyLine { line, to }),
        1 => at().prop_map(|line| ByteChange::CutLine { line }),
    ]
}

impl ByteChange {
    fn apply(&self, file: &mut Vec<u8>) {
        match *self {
            ByteChange::Cut { from, bytes } => drop(file.drain(part_at(file, from, bytes.into()))),
            ByteChange::Truncate { at } => file.truncate(byte_at(file, at)),
            ByteChange::InsertByte { at, byte } => file.insert(byte_at(file, at), byte),
            ByteChange::FlipBit { at, bit } => {
                let at = byte_at(file, at);
                if let Some(byte) = file.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            ByteChange::CopyPart { from, bytes, to } => {
                let part = file[part_at(file, from, bytes.into())].to_vec();
                insert(file, byte_at(file, to), part);
            }
            ByteChange::RepeatPart { from, bytes, times } => {
                let part = file[part_at(file, from, bytes.into())].repeat(times.into());
                insert(file, byte_at(file, from), part);
            }
            ByteChange::InsertToken { at, token, replaced } => {
                drop(file.splice(part_at(file, at, replaced.into()), TOKENS[token].bytes()));
            }
            ByteChange::ReplaceValue { at, token } => {
                drop(file.splice(value_at(file, byte_at(file, at)), TOKENS[token].bytes()));
            }
            ByteChange::CopyLine { line, to } => {
                let to = line_at(file, byte_at(file, to)).start;
                let line = file[line_at(file, byte_at(file, line))].to_vec();
                insert(file, to, line);
            }
            ByteChange::CutLine { line } => drop(file.drain(line_at(file, byte_at(file, line)))),
        }
    }
}

fn insert(file: &mut Vec<u8>, at: usize, part: Vec<u8>) {
    drop(file.splice(at..at, part));
}

fn byte_at(file: &[u8], place: Place) -> usize {
    usize::from(place) * file.len() / (usize::from(Place::MAX) + 1)
}

/// Returns the part of `bytes` bytes from `place` on, cut at the end of the file.
fn part_at(file: &[u8], place: Place, bytes: usize) -> Range<usize> {
    let from = byte_at(file, place);
    from..(from + bytes).min(file.len())
}

/// Returns the bytes around byte `at` between two signs that separate values.
fn value_at(file: &[u8], at: usize) -> Range<usize> {
    const SIGNS: &[u8] = b"\"'>:=,<\r\n";
    let from = file[..at].iter().rposition(|byte| SIGNS.contains(byte)).map_or(0, |at| at + 1);
    let length = file[at..].iter().position(|byte| SIGNS.contains(byte));
    from..length.map_or(file.len(), |length| at + length)
}

/// Returns the line around byte `at` with its line end.
fn line_at(file: &[u8], at: usize) -> Range<usize> {
    let from = file[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let length = file[at..].iter().position(|byte| *byte == b'\n');
    from..length.map_or(file.len(), |length| at + length + 1)
}

fn check_changed_bytes(format: &str) {
    let samples = samples_of(format);
    let changes = prop::collection::vec(byte_change(), 1..8);
    let files = (0..samples.len(), changes).prop_map(|(sample, changes)| {
        let mut file = samples[sample].as_bytes().to_vec();
        changes.iter().for_each(|change| change.apply(&mut file));
        PrintedFile(file)
    });
    run_cases(&files, |PrintedFile(file)| check_in_both_zones(&file));
}

#[test]
fn changed_toml_holds_the_invariants() {
    check_changed_bytes("toml");
}

#[test]
fn changed_frab_xml_holds_the_invariants() {
    check_changed_bytes("frab xml");
}

#[test]
fn changed_frab_json_holds_the_invariants() {
    check_changed_bytes("frab json");
    check_changed_json("frab json");
}

#[test]
fn changed_pretalx_widget_holds_the_invariants() {
    check_changed_bytes("pretalx widget");
    check_changed_json("pretalx widget");
}

#[test]
fn changed_icalendar_holds_the_invariants() {
    check_changed_bytes("icalendar");
}

#[test]
fn changed_sched_csv_holds_the_invariants() {
    check_changed_bytes("sched csv");
}

#[test]
fn changed_sessionize_holds_the_invariants() {
    check_changed_bytes("sessionize");
    check_changed_json("sessionize");
}

#[test]
fn changed_cfp_dev_holds_the_invariants() {
    check_changed_bytes("cfp.dev");
    check_changed_json("cfp.dev");
}

#[test]
fn changed_wordcamp_holds_the_invariants() {
    check_changed_bytes("wordcamp");
    check_changed_json("wordcamp");
}

#[test]
fn changed_linked_events_hold_the_invariants() {
    check_changed_bytes("json-ld");
}

#[test]
fn random_descriptions_in_every_format_hold_the_invariants() {
    let token = prop_oneof![
        3 => prop::sample::select(TOKENS).prop_map(str::to_owned),
        2 => prop::sample::select(TEXTS).prop_map(|(_, unit)| unit.to_owned()),
        1 => "\\PC{0,6}",
        1 => "[ a-zé\n]{0,12}",
    ];
    let text = prop::collection::vec(token, 0..30).prop_map(|tokens| tokens.concat());
    let fields = (prop::sample::select(&FILE_KINDS[..]), text.clone(), text);
    run_cases(&fields, |(kind, text, line)| {
        let line = kind.escape_text(&line.replace(['\n', '\r'], " "));
        let file = kind.file_around(SessionFields {
            id: "s2",
            text: &kind.escape_text(&text),
            title: &line,
            room: &line,
            track: &line,
            person: &line,
            start: 30,
        });
        assert!(file.contains(SOUND.title));
        check_in_both_zones(file.as_bytes());
    });
}
