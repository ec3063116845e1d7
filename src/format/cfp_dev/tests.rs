use super::*;
use crate::format::json::tests::{agenda, lines, survives_changes, survives_cuts};

/// A day: a break and a keynote in two rooms, a talk, and a slot without a talk.
const DAY: &str = r#"[{"id":1,"fromDate":"2030-10-07T06:00:00Z","toDate":"2030-10-07T07:00:00Z",
"overflow":false,"reserved":false,"remark":null,"eventId":9,"eventName":"Example Days",
"room":{"id":5,"name":"Room 5","weight":1.0,"capacity":300},"streamId":null,
"sessionType":{"id":7,"name":"Breakfast","duration":60,"isPause":true},"proposal":null,
"timezone":"Europe/Brussels","z":1},
{"id":2,"fromDate":"2030-10-07T06:00:00Z","toDate":"2030-10-07T07:00:00Z",
"room":{"id":6,"name":"Room 6","capacity":0},"sessionType":{"id":7,"name":"Breakfast",
"isPause":true},"proposal":null,"timezone":"Europe/Brussels"},
{"id":3,"fromDate":"2030-10-07T07:30:00Z","toDate":"2030-10-07T08:20:00Z",
"room":{"id":5,"name":"Room 5","capacity":300},
"sessionType":{"id":8,"name":"Conference","duration":50,"isPause":false},
"proposal":{"id":31,"title":"Rust & you","description":"<p>One.</p><p>Two.</p>","summary":"One.",
"afterVideoURL":"https://video.example/31","podcastURL":null,"audienceLevel":"BEGINNER",
"language":"EN","totalFavourites":12,"track":{"id":1,"name":"Languages"},
"speakers":[{"id":81,"firstName":"Ada","lastName":"Lovelace","fullName":"Ada  L.",
"bio":"<b>Bio</b>","company":"Engines Ltd"},{"id":82,"fullName":"Bob Babbage"}],
"keywords":[{"name":"memory"}],"timeSlots":[]},"timezone":"Europe/Brussels","z":1},
{"id":4,"fromDate":"2030-10-07T07:30:00Z","toDate":"2030-10-07T08:20:00Z","overflow":true,
"room":{"id":6,"name":"Room 6","capacity":0},"sessionType":{"id":8,"name":"Conference"},
"proposal":{"id":31,"title":"Rust & you"},"timezone":"Europe/Brussels"},
{"id":5,"fromDate":"2030-10-07T09:00:00Z","toDate":"2030-10-07T12:00:00Z",
"room":{"id":6,"name":"Room 6"},"sessionType":{"id":9,"name":"Hands-on Lab","isPause":false},
"proposal":{"id":32,"title":"Build it","track":null,"speakers":[],"keywords":null},"z":1},
{"id":6,"fromDate":"2030-10-07T13:00:00Z","toDate":"2030-10-07T13:30:00Z",
"room":{"id":6,"name":"Room 6"},"sessionType":{"id":10,"name":"Quickie"},"proposal":null,"z":1}]"#;

const LINES: [&str; 4] = [
    "10-07 08:00 60 Room 5 + Room 6: break [] Breakfast ()",
    "10-07 09:30 50 Room 5 + Room 6: talk [Languages] Rust & you (Ada Lovelace, Bob Babbage)",
    "10-07 11:00 180 Room 6: workshop [] Build it ()",
    "10-07 15:00 30 Room 6: talk [] Quickie ()",
];

#[test]
fn slots_of_a_day_are_sessions_in_the_zone_of_the_event() {
    let (agenda, problems) = agenda(read, DAY);
    assert_eq!(lines(&agenda), LINES);
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(
        (&*agenda.name, agenda.clock.name().as_deref()),
        ("Example Days", Some("Europe/Brussels"))
    );
    let talk = &agenda.sessions[1];
    assert_eq!(&*talk.id, "31");
    assert_eq!(talk.rooms.len(), 2, "the overflow is a room of the talk");
    let tags: Vec<&str> = talk.tags.iter().map(|tag| &**tag).collect();
    assert_eq!(tags, ["memory", "BEGINNER"]);
    assert_eq!(talk.links[0].kind, Some(LinkKind::Recording));
    assert_eq!(agenda.people[0].affiliation.as_deref(), Some("Engines Ltd"));
    assert_eq!(agenda.rooms[0].capacity, Some(300));
    assert_eq!(agenda.rooms[1].capacity, None);
}

#[test]
fn event_and_days_are_one_agenda() {
    let event = r#"{"id":9,"name":"Example Days 2030","timezone":"Europe/London",
"fromDate":"2030-10-07T06:00:00Z","toDate":"2030-10-07T17:00:00Z",
"website":"https://days.example/","description":"<p>All of it</p>","locationName":"Hall"}"#;
    let (agenda, problems) = agenda(read, &format!("[{event},{DAY},[]]"));
    assert_eq!(agenda.sessions.len(), LINES.len());
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(&*agenda.name, "Example Days 2030");
    assert_eq!(agenda.clock.name().as_deref(), Some("Europe/London"));
    let empty = format!("[{event},[]]");
    let (agenda, problems) = crate::format::read(empty.as_bytes()).unwrap().draft.check(None);
    assert_eq!(agenda.sessions.len(), 0);
    assert_eq!(problems[0].message, "there is no session in this file");
    assert_eq!(problems[0].severity, crate::agenda::Severity::Warning);
}

#[test]
fn talk_has_a_session_for_each_slot() {
    let talks = r#"[{"id":31,"title":"A","trackName":"T","sessionTypeName":"Keynote",
"timeSlots":[{"id":1,"fromDate":"2030-10-07T07:30:00Z","toDate":"2030-10-07T08:00:00Z",
"roomName":"Room 5","timezone":"Europe/Brussels"},
{"id":2,"fromDate":"2030-10-08T07:30:00Z","toDate":"2030-10-08T08:00:00Z","roomName":"Room 6"}]},
{"id":32,"title":"B","timeSlots":[],"speakers":[{"id":1,"fullName":"Ada"}]}]"#;
    let (agenda, _) = agenda(read, talks);
    assert_eq!(
        lines(&agenda),
        [
            "10-07 09:30 30 Room 5: keynote [T] A ()",
            "10-08 09:30 30 Room 6: keynote [T] A ()",
            "- ? -: talk [] B (Ada)",
        ]
    );
}

#[test]
fn odd_slots_are_reported() {
    for (slots, expected) in [
        (r#"[1,{"id":1}]"#, "this is no session"),
        (
            r#"[{"id":1,"sessionType":{"name":"A"},"fromDate":"soon","timezone":"Europe/Paris"}]"#,
            "this time cannot be read",
        ),
        (
            r#"[{"id":1,"room":{"name":"A"},"proposal":{"id":1,"speakers":[{}]},
"fromDate":"2030-10-07T07:30:00Z"}]"#,
            "the file has no name for this speaker",
        ),
    ] {
        let (_, problems) = agenda(read, slots);
        assert!(problems.iter().any(|problem| problem == expected), "{slots}: {problems:?}");
    }
}

#[test]
fn days_of_an_event_are_those_of_its_zone() {
    for (from, to, zone, days) in [
        ("2030-10-07T06:00:00Z", "\"2030-10-08T17:00:00Z\"", "Europe/Brussels", "monday tuesday"),
        ("2030-10-07T23:30:00Z", "\"2030-10-08T10:00:00Z\"", "Europe/Brussels", "tuesday"),
        ("2030-10-07T06:00:00Z", "null", "Europe/Brussels", "monday"),
        ("2030-10-07T06:00:00Z", "\"2030-10-06T17:00:00Z\"", "Europe/Brussels", ""),
        (
            "2030-10-07T06:00:00Z",
            "\"2031-10-07T17:00:00Z\"",
            "Mars",
            "monday tuesday wednesday thursday friday saturday sunday",
        ),
    ] {
        let event = format!(r#"{{"fromDate":"{from}","toDate":{to},"timezone":"{zone}"}}"#);
        assert_eq!(event_weekdays(event.as_bytes()).unwrap().join(" "), days, "{event}");
    }
    for body in [&b"[]"[..], b"", b"\xff", b"{}", br#"{"fromDate":"2030"}"#] {
        assert_eq!(event_weekdays(body), None);
    }
}

#[test]
fn damaged_files_keep_the_sessions_before_the_damage() {
    let separate = DAY.replace("\"overflow\":true,", "\"overflow\":true,\"z\":0,");
    let last = separate.rfind(",\n{\"id\":4").unwrap();
    let rest = separate[last..].find(",\n{\"id\":5").unwrap();
    let plain = format!("{}{}", &separate[..last], &separate[last + rest..]);
    let first = plain.find(",\n{\"id\":2").unwrap();
    let rest = plain[first..].find(",\n{\"id\":3").unwrap();
    survives_cuts(read, &format!("{}{}", &plain[..first], &plain[first + rest..]));
    survives_changes(read, DAY);
}
