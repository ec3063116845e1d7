use super::quoting::{first_special, may_have_controls};
use super::*;
use crate::agenda::{
    At, Draft, DraftCredit, DraftEvent, DraftLink, DraftPerson, DraftRoom, DraftRoomWalk,
    DraftSession, DraftTrack, DraftWalk, FileText, Kind, LinkKind, Origin, Recorded, Seats, When,
};
use crate::format;
use chrono::NaiveDate;
use proptest::option;
use proptest::prelude::*;

const BUILT_IN: &str = include_str!("../../../../data/srecon16-europe.toml");

/// Returns the agenda after writing and reading, and asserts that a second round changes nothing.
fn write_and_read(agenda: &Agenda) -> Agenda {
    let text = write(agenda, &|_| true);
    let reading = format::read(text.as_bytes()).unwrap();
    assert_eq!(reading.format, format::Format::Toml);
    assert_eq!(reading.draft.problems, [], "{text}");
    let again = reading.draft.check(None).0;
    assert_eq!(write(&again, &|_| true), text, "the second text differs");
    again
}

fn read(text: &str) -> Agenda {
    format::read(text.as_bytes()).unwrap().draft.check(None).0
}

#[test]
fn special_bytes_are_those_of_quotes_backslashes_and_controls() {
    for c in (0..0x400).filter_map(char::from_u32) {
        let is_special = c == '"' || c == '\\' || c.is_control() && c != '\n';
        let text = format!("é{c}a");
        let has_controls = may_have_controls(&text);
        assert_eq!(first_special(&text, has_controls), is_special.then_some(2), "{c:?}");
    }
}

#[test]
fn built_in_agenda_comes_back_the_same() {
    let agenda = read(BUILT_IN);
    assert_eq!(write_and_read(&agenda), agenda);
    assert_eq!(format::read(write(&agenda, &|_| true).as_bytes()).unwrap().draft.check(None).1, []);
}

/// Agendas with unusual values, in TOML.
const ODD_AGENDAS: &[&str] = &[
    "[event]\nname = \"\"\n",
    "[[session]]\ntitle = \"A\"\nstart = \"TBA\"\n",
    "[[session]]\ntitle = \"A\"\nstart = 2031-05-04T09:00:00\n",
    r#"[[session]]
title = "A"
start = 2031-05-04T00:30:00+05:30
minutes = 0
"#,
    r#"[event]
timezone = "Nowhere/Land"
[[session]]
title = "A"
start = 2031-05-04T09:00:00Z
"#,
    // Both of two equal hours, a skipped hour, and a skipped day.
    r#"[event]
timezone = "Europe/Berlin"
[[session]]
title = "A"
start = 2027-10-31T02:30:00
[[session]]
title = "B"
start = 2027-10-31T02:30:00+01:00
[[session]]
title = "C"
start = 2027-03-28T02:30:00
"#,
    r#"[event]
timezone = "Pacific/Apia"
[[session]]
title = "A"
start = 2011-12-30T10:00:00
"#,
    r#"[event]
timezone = "Australia/Lord_Howe"
[[session]]
title = "A"
start = 2027-10-03T02:15:00
"#,
    r#"[event]
timezone = "Europe/Amsterdam"
[[session]]
title = "A"
start = 1910-05-04T10:00:00
"#,
    // Rooms with " + " in their names, joined rooms, and a room named twice.
    r#"[[room]]
name = "A"
[[room]]
name = "B"
[[room]]
name = "A + B"
[[room]]
name = "AB"
joins = ["B", "A"]
[[session]]
title = "1"
start = "TBA"
rooms = ["A", "B"]
[[session]]
title = "2"
start = "TBA"
room = "A + B"
[[session]]
title = "3"
start = "TBA"
room = "AB"
[[session]]
title = "4"
start = "TBA"
rooms = ["AB", "A", "C"]
[[session]]
title = "5"
start = "TBA"
rooms = ["A", "A"]
"#,
    // Quotes at every place of a text.
    r#"[[session]]
title = 'a "b" \ c'
start = "TBA"
abstract = '''x""""y
"z" \n \

""'''
"#,
    r#"[[session]]
title = '"""'
start = "TBA"
abstract = '''

   indented
"'''
"#,
    // People out of order.
    r#"[[speaker]]
name = "Z"
role = "R"
[[speaker]]
name = "Unused"
[[session]]
title = "A"
start = 2031-05-04T09:00:00
sponsors = ["S"]
speakers = ["B", "A", "Z"]
moderators = ["A"]
"#,
    r#"[[session]]
title = "late"
start = 2031-05-05T09:00:00
speakers = ["A"]
[[session]]
title = "early"
start = 2031-05-04T09:00:00
speakers = ["B"]
"#,
];

#[test]
fn odd_agendas_come_back_the_same() {
    for text in ODD_AGENDAS {
        let agenda = read(text);
        assert_eq!(write_and_read(&agenda), agenda, "{text}\n\n{}", write(&agenda, &|_| true));
    }
}

#[test]
fn part_of_an_agenda_has_only_its_rooms_tracks_and_people() {
    let agenda = read(
        r#"[event]
name = "E"
source = "https://x.org/a.xml"
[[room]]
name = "A"
[[room]]
name = "B"
[[room]]
name = "AB"
joins = ["A", "B"]
[[room]]
name = "C"
[walk]
minutes = 5
between = [{ rooms = ["A", "B"], minutes = 1 }, { rooms = ["AB", "C"], minutes = 9 }]
[[track]]
name = "T"
[[speaker]]
name = "Ann"
role = "R"
[[speaker]]
name = "Bo"
role = "R"
[[session]]
title = "1"
start = "TBA"
room = "AB"
speakers = ["Ann"]
[[session]]
title = "2"
start = "TBA"
room = "C"
track = "T"
speakers = ["Bo"]
"#,
    );
    let text = write(&agenda, &|ix| ix == 0);
    let part = format::read(text.as_bytes()).unwrap().draft.check(None);
    assert_eq!(part.1, [], "{text}");
    let names: Vec<&str> = part.0.rooms.iter().map(|room| &*room.name).collect();
    assert_eq!((names, part.0.people.len(), part.0.tracks.len()), (vec!["A", "B", "AB"], 1, 0));
    let walks: Vec<u32> = part.0.walk.between.iter().map(|walk| walk.minutes).collect();
    assert_eq!((part.0.walk.minutes, walks), (Some(5), vec![1]));
    assert_eq!(part.0.source.as_deref(), Some("https://x.org/a.xml"));
}

fn written(text: impl Into<FileText>) -> At<FileText> {
    at(text.into())
}

fn at<T>(value: T) -> At<T> {
    At { value, at: 0..0 }
}

/// Text of tokens with a meaning in TOML.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "a",
        "é",
        "日本",
        r#"""#,
        r#"""""#,
        "'",
        "\\",
        "#",
        " + ",
        " ",
        "=",
        "[",
        "]",
        "\t",
        "👩\u{200d}🚀",
        "\\u0041",
    ]);
    prop::collection::vec(word, 1..6).prop_map(|words| words.concat())
}

fn block() -> impl Strategy<Value = String> {
    prop::collection::vec(option::of(words()), 1..5).prop_map(|lines| {
        lines.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>().join("\n")
    })
}

fn when() -> impl Strategy<Value = When> {
    // Around both clock changes of Berlin.
    let wall =
        (prop::sample::select(vec![(2027, 3, 27), (2027, 10, 30), (2031, 5, 4)]), 0..3000_i64)
            .prop_map(|((y, m, d), minutes)| {
                NaiveDate::from_ymd_opt(y, m, d).unwrap().and_hms_opt(0, 0, 0).unwrap()
                    + TimeDelta::minutes(minutes)
            });
    (wall, option::of(-12..14_i32), 0..8).prop_map(|(wall, offset, known)| match offset {
        _ if known == 0 => When::Unscheduled,
        Some(hours) => {
            let offset = chrono::FixedOffset::east_opt(hours * 3600).unwrap();
            When::Instant(wall.and_local_timezone(offset).single().unwrap())
        }
        None => When::Wall(wall),
    })
}

fn session() -> impl Strategy<Value = DraftSession> {
    let credit = (prop::sample::select(Part::ALL), words());
    let people = prop::collection::vec(
        credit.prop_map(|(part, name)| DraftCredit { part, name: name.into() }),
        0..4,
    );
    let names = (
        words(),
        option::of(words()),
        option::of(block()),
        option::of(words()),
        prop::collection::vec(words().prop_map(written), 0..3),
    );
    let time = (when(), option::of(0..20_000_i64));
    let rooms =
        prop::collection::vec(prop::sample::select(vec!["A", "B", "A + B", "AB", "other"]), 0..3);
    let facts = (
        prop::sample::select(Kind::ALL),
        option::of(prop::sample::select(Seats::ALL)),
        any::<bool>(),
        option::of(words()),
        option::of(prop::sample::select(LinkKind::ALL)),
        option::of(prop::sample::select(Recorded::ALL)),
    );
    (names, time, rooms, people, facts).prop_map(
        |(
            (title, id, summary, track, tags),
            (start, minutes),
            rooms,
            people,
            (kind, seats, cancelled, link, link_kind, recorded),
        )| {
            let url = written("https://example.org/a?b=c");
            DraftSession {
                id: id.map(written),
                title: Some(written(title)),
                start: Some(at(start)),
                minutes: minutes.map(at),
                rooms: rooms.into_iter().map(written).collect(),
                kind: Some(at(kind.word().into())),
                track: track.map(written),
                tags,
                language: seats.map(|_| written("en")),
                seats: seats.map(|seats| at(seats.word().into())),
                cancelled,
                people,
                summary: summary.map(|text| at(text.into())),
                url: link.is_some().then(|| url.clone()),
                links: vec![DraftLink {
                    title: link.map(written),
                    url,
                    kind: link_kind.map(|kind| at(kind.word().into())),
                }],
                recorded: recorded.map(|word| at(word.word().into())),
                ..DraftSession::default()
            }
        },
    )
}

fn draft() -> impl Strategy<Value = Draft> {
    let zone = prop::sample::select(vec![
        None,
        Some("Europe/Berlin"),
        Some("Nowhere/Land"),
        Some("Asia/Kolkata"),
    ]);
    let people = prop::collection::vec((words(), option::of(block()), option::of(words())), 0..4);
    let event =
        (option::of(words()), option::of(block()), option::of(words()), zone, any::<bool>());
    (event, people, prop::collection::vec(session(), 0..8)).prop_map(
        |((name, description, source, zone, listed), people, sessions)| {
            let room = |name: &str, joins: &[&str]| DraftRoom {
                name: written(name),
                capacity: Some(at(20)),
                joins: joins.iter().map(|name| written(*name)).collect(),
            };
            Draft {
                event: DraftEvent {
                    name: name.map(written),
                    description: description.map(written),
                    source: source.map(written),
                    timezone: zone.map(written),
                    ..DraftEvent::default()
                },
                rooms: if listed {
                    vec![room("B", &[]), room("AB", &["A", "B"]), room("A", &[])]
                } else {
                    Vec::new()
                },
                walk: DraftWalk {
                    minutes: listed.then(|| at(5)),
                    between: vec![DraftRoomWalk {
                        at: 0..0,
                        rooms: vec![written("A"), written("AB")],
                        minutes: at(7),
                    }],
                },
                tracks: vec![DraftTrack { name: written("T"), color: Some(written("#0a0B0c")) }],
                people: people
                    .into_iter()
                    .map(|(name, bio, role)| DraftPerson {
                        name: written(name),
                        role: role.map(written),
                        affiliation: None,
                        bio: bio.map(written),
                        url: None,
                    })
                    .collect(),
                sessions,
                origin: Origin::Export,
                ..Draft::default()
            }
        },
    )
}

proptest! {
    #[test]
    fn random_agendas_come_back_the_same(draft in draft()) {
        let agenda = draft.check(None).0;
        let again = write_and_read(&agenda);
        // Equal instants may have different offsets; as text they differ.
        prop_assert_eq!(format!("{again:?}"), format!("{agenda:?}"));
        prop_assert_eq!(again, agenda);
    }
}
