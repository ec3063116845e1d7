//! The built-in agenda against the published programme.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use hallway::agenda::{Agenda, Kind, Part, Session};
use hallway::format;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const DATA: &str = include_str!("../data/srecon16-europe.toml");
const SCHEMA: &str = include_str!("../data/agenda.schema.json");

/// Schedules whose TOML has every kind of value: offsets and wall clocks, moments without a length,
/// days that begin late, joined rooms, and people with their work.
const WRITTEN: [(&str, &str); 4] = [
    (
        "frab XML",
        "<schedule><conference><title>C</title><day_change>04:30</day_change>
        <time_zone_name>Europe/Berlin</time_zone_name></conference>
        <day index='1' date='2030-05-04'><room name='Hall'>
        <event id='1' guid='5d0a4a3c-7a2b-4f5e-9a55-0a4f8d2a6c11'>
        <date>2030-05-04T10:00:00+02:00</date><start>10:00</start><duration>00:00</duration>
        <title>A</title><track>T</track><language>de</language><recording><optout>true</optout>
        </recording><persons><person id='7'>P</person></persons></event>
        </room></day></schedule>",
    ),
    (
        "iCalendar",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n\
         DTSTART:20300504T080000Z\r\nSUMMARY:A\r\nLOCATION:Hall\r\nSTATUS:CANCELLED\r\n\
         URL:https://conf.example/1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\n\
         DTSTART;VALUE=DATE:20300505\r\nSUMMARY:B\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ),
    (
        "TOML with wall clocks",
        "event = { name = 'C', day_start = 06:00:00 }\nroom = [{ name = 'A' }, { name = 'B' },
        { name = 'A+B', joins = ['A', 'B'] }]\nwalk = { minutes = 5,
        between = [{ rooms = ['A', 'B'], minutes = 0 }] }
        speaker = [{ name = 'P', affiliation = 'X' }]
        [[session]]\ntitle = 'S'\nstart = 2030-05-04T09:00:00.5\nminutes = 0\nroom = 'A+B'
        speakers = ['P']\n[[session]]\ntitle = 'U'\nstart = 'TBA'\nminutes = 20\n",
    ),
    (
        "hallway's JSON",
        r#"{"schema": 1, "event": {"id": "c", "name": "C", "timezone": "Europe/Dublin"}, "sessions":
        [{"id": "a", "title": "A", "start": "2030-05-04T09:00:00+01:00", "minutes": 30}]}"#,
    ),
];

fn agenda() -> Agenda {
    let reading = format::read(DATA.as_bytes()).unwrap();
    let (agenda, problems) = reading.draft.check(None);
    assert_eq!(problems, []);
    agenda
}

fn count_keys<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

fn names_of(agenda: &Agenda, session: &Session, part: Part) -> Vec<String> {
    agenda
        .people_of(session)
        .filter(|(_, p)| *p == part)
        .map(|(person, _)| person.name.to_string())
        .collect()
}

fn session_by_title<'a>(agenda: &'a Agenda, title: &str) -> &'a Session {
    agenda.sessions.iter().find(|session| session.title.starts_with(title)).unwrap()
}

#[test]
fn built_in_agenda_has_the_days_rooms_and_times_of_the_programme() {
    let agenda = agenda();
    assert_eq!((&*agenda.id, &*agenda.name), ("srecon16-europe", "SREcon16 Europe"));
    assert_eq!(agenda.clock.zone().map(|zone| zone.name()), Some("Europe/Dublin"));
    assert_eq!(agenda.sessions.len(), 73);
    let days: Vec<_> =
        agenda.days.iter().map(|day| (day.date.to_string(), day.sessions.len())).collect();
    assert_eq!(
        days,
        [("2016-07-11".into(), 21), ("2016-07-12".into(), 28), ("2016-07-13".into(), 24)]
    );
    let rooms = count_keys(agenda.sessions.iter().map(|session| session.room.as_deref().unwrap()));
    let expected = [
        ("Lansdowne", 20),
        ("Lansdowne+Pembroke", 7),
        ("Munster", 7),
        ("Pembroke Room", 20),
        ("Pre-Function Area", 9),
        ("Sussex Restaurant", 2),
        ("TBA", 1),
        ("Ulster", 5),
        ("~Herbert", 2),
    ];
    assert_eq!(rooms, expected.into());
    let (first, last) = agenda.time_span().unwrap();
    assert_eq!(first.to_rfc3339(), "2016-07-11T08:00:00+01:00");
    assert_eq!(last.to_rfc3339(), "2016-07-13T17:00:00+01:00");
    assert_eq!(agenda.sessions.iter().map(|session| session.minutes.unwrap()).sum::<u32>(), 4650);
    let joined = agenda.rooms.iter().find(|room| &*room.name == "Lansdowne+Pembroke").unwrap();
    let parts: Vec<_> = joined.joins.iter().map(|ix| &*agenda.rooms[*ix].name).collect();
    assert_eq!(parts, ["Lansdowne", "Pembroke Room"]);
}

#[test]
fn every_session_has_an_id_in_the_file_and_all_its_fields() {
    let agenda = agenda();
    let ids: BTreeSet<&str> = agenda.sessions.iter().map(|session| &*session.id).collect();
    assert_eq!(ids.len(), 73);
    for session in &agenda.sessions {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        assert!(session.id.bytes().all(plain), "{}", session.id);
        assert!(
            DATA.contains(&format!("id = \"{}\"", session.id)),
            "written in the file: {}",
            session.id
        );
        assert!(session.start.is_some() && session.minutes.is_some() && !session.rooms.is_empty());
        assert!(!session.cancelled && session.time_note.is_none());
    }
    assert_eq!(
        agenda.sessions.iter().filter(|session| session.summary.as_deref().is_some()).count(),
        52
    );
}

#[test]
fn built_in_agenda_has_the_people_of_the_programme() {
    let agenda = agenda();
    for (part, sessions) in [(Part::Speaker, 52), (Part::Moderator, 3), (Part::Sponsor, 1)] {
        let with_part = agenda.sessions.iter().filter(|s| !names_of(&agenda, s, part).is_empty());
        assert_eq!(with_part.count(), sessions, "{part:?}");
    }
    let moderators = agenda.sessions.iter().flat_map(|s| names_of(&agenda, s, Part::Moderator));
    assert_eq!(moderators.collect::<BTreeSet<_>>().len(), 3);
    let mut sponsors = agenda.sessions.iter().flat_map(|s| names_of(&agenda, s, Part::Sponsor));
    assert!(sponsors.all(|name| name == "Google"));
    let stefan = agenda
        .sessions
        .iter()
        .filter(|s| names_of(&agenda, s, Part::Speaker).contains(&"Stefan Safar".into()));
    assert_eq!(stefan.count(), 1, "the page has the name in a text only");
    let greg = agenda.people.iter().find(|person| &*person.name == "Greg Veith").unwrap();
    assert_eq!(
        (greg.role.as_deref(), greg.affiliation.as_deref()),
        (Some("Director, Azure SRE"), Some("Microsoft"))
    );
}

#[test]
fn keynote_seats_and_lightning_talks_are_complete() {
    let agenda = agenda();
    let keynote = session_by_title(&agenda, "Splicing SRE DNA");
    assert_eq!(
        (keynote.kind, &*keynote.tags[0], keynote.rooms.len()),
        (Kind::Keynote, "plenary", 2)
    );
    let seats = count_keys(
        agenda.sessions.iter().filter_map(|session| session.seats).map(|seats| seats.word()),
    );
    assert_eq!(seats, [("full", 1), ("limited", 10)].into());
    // The page has a heading without a session at 12:20.
    assert!(
        !agenda
            .sessions
            .iter()
            .any(|s| s.start.unwrap().to_rfc3339() == "2016-07-12T12:20:00+01:00")
    );
    let lightning = session_by_title(&agenda, "Lightning Talks");
    let text = lightning.summary.as_deref().unwrap();
    for talk in [
        "API Management",
        "Human API",
        "17th Century Samurai",
        "Chatops/Automation",
        "Sysdig Love",
        "Saltstack",
        "Myths of Network Automation",
        "DNS @ Shopify",
        "Hashing Infrastructures",
    ] {
        assert!(text.contains(talk), "{talk}");
    }
}

#[test]
fn schema_has_the_keys_and_words_of_the_reader() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    for format::toml::TableKeys { table, keys } in format::toml::KEYS {
        let place = if table.is_empty() { &schema } else { &schema["$defs"][table] };
        let known: BTreeSet<&str> =
            place["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(known, keys.iter().copied().collect(), "[{table}]");
        assert_eq!(place["additionalProperties"], false, "[{table}]");
    }
    let words = |key: &str| schema["$defs"]["session"]["properties"][key]["enum"].clone();
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    assert_eq!(words("kind"), serde_json::json!(kinds));
    assert_eq!(words("seats"), serde_json::json!(["limited", "full"]));
    assert_eq!(words("recorded"), serde_json::json!(["yes", "no", "unknown"]));
    let link_kinds = &schema["$defs"]["link"]["properties"]["kind"]["enum"];
    assert_eq!(*link_kinds, serde_json::json!(["recording", "stream"]));
}

#[test]
fn schema_and_check_accept_the_same_sessions() {
    let start = r#""title": "A", "start": "2031-05-04T09:00:00""#;
    let unscheduled = r#""title": "A", "start": "TBA""#;
    for (fields, is_valid) in [
        (start.to_owned(), true),
        (format!(r#"{start}, "minutes": 0"#), true),
        (format!(r#"{start}, "minutes": 20160"#), true),
        (format!(r#"{start}, "minutes": 20161"#), false),
        (format!(r#"{start}, "minutes": -1"#), false),
        (format!(r#"{start}, "end": "2031-05-04T09:00:00""#), true),
        (format!(r#"{start}, "end": "2031-05-04T10:00:00", "minutes": 60"#), false),
        (unscheduled.to_owned(), true),
        (format!(r#"{unscheduled}, "minutes": 20"#), true),
        (format!(r#"{unscheduled}, "end": "2031-05-04T10:00:00""#), false),
        (format!(r#"{}, "end": "2031-05-04T10:00:00""#, unscheduled.replace("TBA", "Tba")), false),
        (format!(r#"{start}, "recorded": "no""#), true),
        (format!(r#"{start}, "recorded": "perhaps""#), false),
        (format!(r#"{start}, "recorded": true"#), false),
        (format!(r#"{start}, "room": "A", "rooms": ["B"]"#), false),
        (format!(r#"{start}, "film": "A""#), false),
        (r#""title": "A""#.to_owned(), false),
    ] {
        let session: Value = serde_json::from_str(&format!("{{{fields}}}")).unwrap();
        let lines = session.as_object().unwrap().iter();
        let lines: String = lines.map(|(key, value)| format!("{key} = {value}\n")).collect();
        let errors = schema_errors(&format!("[[session]]\n{lines}"));
        assert_eq!(errors.is_empty(), is_valid, "{fields}: {errors:?}");
        let draft = format::read(format!("[[session]]\n{lines}").as_bytes()).unwrap().draft;
        assert_eq!(draft.check(None).1.is_empty(), is_valid, "{lines}");
    }
}

#[test]
fn schema_and_check_accept_the_same_words_of_an_unscheduled_start() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let words = schema["$defs"]["unscheduled"]["enum"].as_array().unwrap();
    let spellings = (0..8).map(|upper| {
        let letters = "tba".chars().enumerate();
        let letters =
            letters.map(|(ix, c)| if upper >> ix & 1 == 1 { c.to_ascii_uppercase() } else { c });
        letters.collect::<String>()
    });
    let others = [" TBA", "TBA ", "TBD", "T.B.A.", "TB", "later"].map(str::to_owned);
    let mut accepted = 0;
    for word in spellings.chain(others) {
        let file = format!("[[session]]\ntitle = 'A'\nstart = {word:?}\n");
        let (_, problems) = format::read(file.as_bytes()).unwrap().draft.check(None);
        assert_eq!(problems.is_empty(), words.contains(&word.as_str().into()), "{word}");
        accepted += usize::from(problems.is_empty());
    }
    assert_eq!(accepted, words.len());
}

/// Returns the value of a TOML file as a validator of JSON sees it: dates and times are texts.
fn json_of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(json_of_toml).collect(),
        toml::Value::Table(table) => {
            table.into_iter().map(|(key, value)| (key, json_of_toml(value))).collect()
        }
        other => serde_json::to_value(other).unwrap(),
    }
}

/// Returns the places of a TOML file that the schema refuses.
fn schema_errors(text: &str) -> Vec<String> {
    let schema = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let file = json_of_toml(toml::from_str(text).unwrap());
    let errors = validator.iter_errors(&file);
    errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn schema_accepts_the_built_in_agenda_and_what_hallway_writes() {
    assert_eq!(schema_errors(DATA), [""; 0]);
    for (name, text) in WRITTEN {
        let (agenda, _) = format::read(text.as_bytes()).unwrap().draft.check(None);
        assert!(!agenda.sessions.is_empty(), "{name}");
        let written = format::write(format::WritableFormat::Toml, &agenda, &|_| true);
        assert_eq!(schema_errors(&written), [""; 0], "{name}:\n{written}");
    }
    assert_eq!(schema_errors("[[session]]\ntitle = 'A'\nfilm = 1\n").len(), 2);
}

/// Skipped without the file of facts, which is not part of the repository.
#[test]
#[expect(clippy::print_stderr, reason = "reports a skipped test")]
#[expect(clippy::disallowed_methods, reason = "reads a file of the repository")]
fn every_field_equals_the_facts_of_the_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/expected.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: there is no {}", path.display());
        return;
    };
    let expected: Value = serde_json::from_str(&text).unwrap();
    let agenda = agenda();
    let mut sessions: BTreeMap<(String, String, String), &Session> = BTreeMap::new();
    for session in &agenda.sessions {
        let key = (
            session.start.unwrap().to_rfc3339(),
            session.room.clone().unwrap().into(),
            session.title.to_string(),
        );
        assert!(sessions.insert(key, session).is_none());
    }
    let facts = expected["sessions"].as_array().unwrap();
    assert_eq!(facts.len(), sessions.len());
    for fact in facts {
        let text = |key: &str| fact[key].as_str().unwrap_or_default().to_owned();
        let session = sessions.remove(&(text("start"), text("room"), text("title")));
        let session = session.unwrap_or_else(|| panic!("not in the file: {fact}"));
        assert_fields(session, &agenda, fact);
        assert_people(session, &agenda, fact, &expected);
    }
}

/// Compares times, seats and tags of a session.
fn assert_fields(session: &Session, agenda: &Agenda, fact: &Value) {
    let id = &session.id;
    assert_eq!(session.end().unwrap().to_rfc3339(), fact["end"], "{id}");
    assert_eq!(session.minutes.unwrap(), fact["minutes"], "{id}");
    assert_eq!(agenda.days[session.day.unwrap()].date.to_string(), fact["day"], "{id}");
    assert_eq!(session.summary.as_deref().is_some(), fact["has_abstract"], "{id}");
    let seats = fact["capacity"].as_str();
    let seats = seats.map(|note| if note == "full" { "full" } else { "limited" });
    assert_eq!(session.seats.map(|seats| seats.word()), seats, "{id}");
    let is_plenary = session.tags.iter().any(|tag| &**tag == "plenary");
    assert_eq!(is_plenary, fact["type"] == "Plenary", "{id}");
}

/// Compares the people of a session and their affiliations.
fn assert_people(session: &Session, agenda: &Agenda, fact: &Value, expected: &Value) {
    for (part, key) in
        [(Part::Speaker, "speakers"), (Part::Moderator, "moderators"), (Part::Sponsor, "sponsors")]
    {
        let people = fact[key].as_array().unwrap();
        let mut names: Vec<&str> = people.iter().map(|p| p["name"].as_str().unwrap()).collect();
        let in_text = expected["names_only_in_text"].as_array().unwrap();
        if part == Part::Speaker && in_text.iter().any(|name| name["session"] == fact["n"]) {
            names.push("Stefan Safar");
        }
        assert_eq!(names_of(agenda, session, part), names, "{}", session.id);
        for person in people {
            assert_affiliation(agenda, person);
        }
    }
}

/// Compares role and affiliation of a person.
fn assert_affiliation(agenda: &Agenda, fact: &Value) {
    let name = fact["name"].as_str().unwrap();
    let person = agenda.people.iter().find(|person| &*person.name == name).unwrap();
    if let Some(expected) = fact["affiliation_text"].as_str() {
        let parts = [&person.role, &person.affiliation].into_iter().flatten();
        let parts: Vec<&str> = parts.map(|text| &**text).collect();
        assert_eq!(parts.join(", "), expected, "{name}");
    }
}
