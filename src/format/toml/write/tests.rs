use super::*;
use crate::agenda::{
    At, Draft, DraftCredit, DraftEvent, DraftLink, DraftPerson, DraftRoom, DraftSession,
    DraftTrack, Kind, Origin, Seats, When,
};
use crate::format;
use chrono::NaiveDate;
use proptest::option;
use proptest::prelude::*;

const BUILT_IN: &str = include_str!("../../../../data/srecon16-europe.toml");

/// What comes back, and that nothing is wrong with it.
fn back(agenda: &Agenda) -> Agenda {
    let text = write(agenda, &|_| true);
    let reading = format::read(text.as_bytes()).unwrap();
    assert_eq!(reading.format, format::Format::Toml);
    assert_eq!(reading.draft.problems, [], "{text}");
    let again = reading.draft.check(None).0;
    assert_eq!(write(&again, &|_| true), text, "a second time it is the same text");
    again
}

fn read(text: &str) -> Agenda {
    format::read(text.as_bytes()).unwrap().draft.check(None).0
}

#[test]
fn the_built_in_agenda_comes_back_the_same() {
    let agenda = read(BUILT_IN);
    assert_eq!(back(&agenda), agenda);
    assert_eq!(format::read(write(&agenda, &|_| true).as_bytes()).unwrap().draft.check(None).1, []);
}

#[test]
fn odd_agendas_come_back_the_same() {
    for text in [
        "[event]\nname = \"\"\n",
        "[[session]]\ntitle = \"A\"\nstart = \"TBA\"\n",
        "[[session]]\ntitle = \"A\"\nstart = 2031-05-04T09:00:00\n",
        "[[session]]\ntitle = \"A\"\nstart = 2031-05-04T00:30:00+05:30\nminutes = 0\n",
        "[event]\ntimezone = \"Nowhere/Land\"\n[[session]]\ntitle = \"A\"\nstart = 2031-05-04T09:00:00Z\n",
        // Both of two equal hours, and one that is skipped; a whole day that was skipped.
        "[event]\ntimezone = \"Europe/Berlin\"\n[[session]]\ntitle = \"A\"\nstart = 2027-10-31T02:30:00\n\
         [[session]]\ntitle = \"B\"\nstart = 2027-10-31T02:30:00+01:00\n[[session]]\ntitle = \"C\"\nstart = 2027-03-28T02:30:00\n",
        "[event]\ntimezone = \"Pacific/Apia\"\n[[session]]\ntitle = \"A\"\nstart = 2011-12-30T10:00:00\n",
        "[event]\ntimezone = \"Australia/Lord_Howe\"\n[[session]]\ntitle = \"A\"\nstart = 2027-10-03T02:15:00\n",
        "[event]\ntimezone = \"Europe/Amsterdam\"\n[[session]]\ntitle = \"A\"\nstart = 1910-05-04T10:00:00\n",
        // Rooms whose names have what joins names, joined rooms, and one named twice.
        "[[room]]\nname = \"A\"\n[[room]]\nname = \"B\"\n[[room]]\nname = \"A + B\"\n[[room]]\nname = \"AB\"\njoins = [\"B\", \"A\"]\n\
         [[session]]\ntitle = \"1\"\nstart = \"TBA\"\nrooms = [\"A\", \"B\"]\n[[session]]\ntitle = \"2\"\nstart = \"TBA\"\nroom = \"A + B\"\n\
         [[session]]\ntitle = \"3\"\nstart = \"TBA\"\nroom = \"AB\"\n[[session]]\ntitle = \"4\"\nstart = \"TBA\"\nrooms = [\"AB\", \"A\", \"C\"]\n\
         [[session]]\ntitle = \"5\"\nstart = \"TBA\"\nrooms = [\"A\", \"A\"]\n",
        // Quotes at every place.
        "[[session]]\ntitle = 'a \"b\" \\ c'\nstart = \"TBA\"\nabstract = '''x\"\"\"\"y\n\"z\" \\n \\\n\n\"\"'''\n",
        "[[session]]\ntitle = '\"\"\"'\nstart = \"TBA\"\nabstract = '''\n\n   indented\n\"'''\n",
        // People out of order.
        "[[speaker]]\nname = \"Z\"\nrole = \"R\"\n[[speaker]]\nname = \"Unused\"\n[[session]]\ntitle = \"A\"\nstart = 2031-05-04T09:00:00\n\
         sponsors = [\"S\"]\nspeakers = [\"B\", \"A\", \"Z\"]\nmoderators = [\"A\"]\n",
        "[[session]]\ntitle = \"late\"\nstart = 2031-05-05T09:00:00\nspeakers = [\"A\"]\n[[session]]\ntitle = \"early\"\n\
         start = 2031-05-04T09:00:00\nspeakers = [\"B\"]\n",
    ] {
        let agenda = read(text);
        assert_eq!(back(&agenda), agenda, "{text}\n\n{}", write(&agenda, &|_| true));
    }
}

#[test]
fn a_part_of_an_agenda_has_only_what_belongs_to_it() {
    let agenda = read(
        "[event]\nname = \"E\"\nsource = \"https://x.org/a.xml\"\n[[room]]\nname = \"A\"\n[[room]]\nname = \"B\"\n[[room]]\n\
        name = \"AB\"\njoins = [\"A\", \"B\"]\n[[room]]\nname = \"C\"\n[[track]]\nname = \"T\"\n[[speaker]]\nname = \"Ann\"\n\
        role = \"R\"\n[[speaker]]\nname = \"Bo\"\nrole = \"R\"\n[[session]]\ntitle = \"1\"\nstart = \"TBA\"\nroom = \"AB\"\n\
        speakers = [\"Ann\"]\n[[session]]\ntitle = \"2\"\nstart = \"TBA\"\nroom = \"C\"\ntrack = \"T\"\nspeakers = [\"Bo\"]\n",
    );
    let text = write(&agenda, &|ix| ix == 0);
    let part = format::read(text.as_bytes()).unwrap().draft.check(None);
    assert_eq!(part.1, [], "{text}");
    let names: Vec<&str> = part.0.rooms.iter().map(|room| &*room.name).collect();
    assert_eq!((names, part.0.people.len(), part.0.tracks.len()), (vec!["A", "B", "AB"], 1, 0));
    assert_eq!(part.0.source.as_deref(), Some("https://x.org/a.xml"));
}

fn at<T>(value: T) -> At<T> {
    At { value, at: 0..0 }
}

/// Text with what could go wrong in it.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "a",
        "é",
        "日本",
        "\"",
        "\"\"\"",
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
    let credit = (prop::sample::select(Part::ALL), words().prop_map(at));
    let people =
        prop::collection::vec(credit.prop_map(|(part, name)| DraftCredit { part, name }), 0..4);
    let names = (
        words(),
        option::of(words()),
        option::of(block()),
        option::of(words()),
        prop::collection::vec(words().prop_map(at), 0..3),
    );
    let time = (when(), option::of(0..20_000_i64));
    let rooms =
        prop::collection::vec(prop::sample::select(vec!["A", "B", "A + B", "AB", "other"]), 0..3);
    let facts = (
        prop::sample::select(Kind::ALL),
        option::of(prop::sample::select(Seats::ALL)),
        any::<bool>(),
        option::of(words()),
    );
    (names, time, rooms, people, facts).prop_map(
        |(
            (title, id, summary, track, tags),
            (start, minutes),
            rooms,
            people,
            (kind, seats, cancelled, link),
        )| {
            let url = at("https://example.org/a?b=c".to_owned());
            DraftSession {
                id: id.map(at),
                title: Some(at(title)),
                start: Some(at(start)),
                minutes: minutes.map(at),
                rooms: rooms.into_iter().map(|room| at(room.to_owned())).collect(),
                kind: Some(at(kind.word().to_owned())),
                track: track.map(at),
                tags,
                language: seats.map(|_| at("en".to_owned())),
                seats: seats.map(|seats| at(seats.word().to_owned())),
                cancelled,
                people,
                summary: summary.map(|text| at(text.into())),
                url: link.is_some().then(|| url.clone()),
                links: vec![DraftLink { title: link.map(at), url }],
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
                name: at(name.to_owned()),
                capacity: Some(at(20)),
                joins: joins.iter().map(|name| at((*name).to_owned())).collect(),
            };
            Draft {
                event: DraftEvent {
                    name: name.map(at),
                    description: description.map(at),
                    source: source.map(at),
                    timezone: zone.map(|zone| at(zone.to_owned())),
                    ..DraftEvent::default()
                },
                rooms: if listed {
                    vec![room("B", &[]), room("AB", &["A", "B"]), room("A", &[])]
                } else {
                    Vec::new()
                },
                tracks: vec![DraftTrack {
                    name: at("T".to_owned()),
                    color: Some(at("#0a0B0c".to_owned())),
                }],
                people: people
                    .into_iter()
                    .map(|(name, bio, role)| DraftPerson {
                        name: at(name),
                        role: role.map(at),
                        affiliation: None,
                        bio: bio.map(at),
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
    fn every_agenda_comes_back_the_same(draft in draft()) {
        let agenda = draft.check(None).0;
        let again = back(&agenda);
        // Equal instants may have different offsets; as text they differ.
        prop_assert_eq!(format!("{again:?}"), format!("{agenda:?}"));
        prop_assert_eq!(again, agenda);
    }
}
