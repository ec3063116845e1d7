use super::*;
use crate::format::json::tests::{agenda, lines, survives_changes, survives_cuts};

const NIGHT: &str = "the day does not say when it ends";
const TWO_WAYS: &str = "a length that can be read in two ways";

const FRAB: &str = r##"{"$schema":"../schema.json","schedule":{"version":"1",
"base_url":"https://example.org/2025/",
"conference":{"acronym":"2025","title":"Sample Days","time_zone_name":"Europe/Berlin",
"tracks":[{"name":"Code","color":"#0a0b0c"}],
"rooms":[{"name":"Small","guid":"r2","capacity":40},{"name":"Big","guid":"r1","capacity":null}],
"days":[{"index":1,"date":"2025-05-01","day_start":"2025-05-01T09:00:00+02:00","rooms":{
"Big":[{"id":1,"guid":"g1","date":"2025-05-01T10:00:00+02:00","start":"10:00","duration":"00:45",
"room":"Older name",
"title":"Opening","subtitle":"","track":"Code","type":"lecture","language":"en",
"abstract":"Same.","description":"Same.",
"persons":[{"id":0,"public_name":"Ada"},{"id":0,"name":"Bob","biography":"Short"}],
"links":[{"url":"/a.pdf","title":"Slides"}],"attachments":[],"url":"https://example.org/1","z":1},
{"id":2,"date":"2025-05-02T01:30:00+02:00","start":"01:30","duration":"1:01","title":"Late","z":1}],
"Attic":[{"id":"x3","start":"00:30","duration":"0:30","title":"Clock only","track":null,
"persons":[{"public_name":"Bob","biography":"Longer text"}],"z":1}]}},
{"index":2,"date":"2025-05-02","rooms":{}}]}}}"##;

#[test]
fn frab_and_pretalx_are_read_whole() {
    let (agenda, problems) = agenda(read, FRAB);
    assert_eq!(
        lines(&agenda),
        [
            "05-01 10:00 45 Big: talk [Code] Opening (Ada, Bob)",
            "05-02 00:30 30 Attic: talk [] Clock only (Bob)",
            "05-02 01:30 61 Big: talk [] Late ()",
        ]
    );
    // It says when it begins; nobody sleeps until nine.
    const ROOM: &str = "a session names another room than the one it is in";
    assert_eq!(problems, [ROOM, NIGHT, "one name has two biographies"]);
    let rooms: Vec<_> = agenda.rooms.iter().map(|room| (&*room.name, room.capacity)).collect();
    assert_eq!(rooms, [("Small", Some(40)), ("Big", None), ("Attic", None)]);
    assert_eq!(
        (&*agenda.id, &*agenda.name, agenda.days.len()),
        ("sample-days-2025", "Sample Days", 1)
    );
    assert_eq!(agenda.tracks[0].color, Some([10, 11, 12]));
    assert_eq!(agenda.people[1].bio.as_deref(), Some("Longer text"));
    let first = &agenda.sessions[0];
    assert_eq!((&*first.id, first.summary.as_deref()), ("g1", Some("Same.")));
    assert_eq!(&*first.links[0].url, "https://example.org/a.pdf");
}

#[test]
fn person_given_by_id_is_found_in_the_list() {
    let text = r#"{"persons":[{"id":1,"code":"XA","name":"Ada"},{"id":2,"code":"XB",
"name":"Bob"}],"schedule":{"conference":
        {"title":"S","days":[{"date":"2025-05-01","rooms":{"Big":[{"id":1,
"date":"2025-05-01T10:00:00+02:00",
        "duration":"0:30","title":"T","persons":[1,{"code":"XB"},"Cy"]}]}}]}}}"#;
    let (agenda, problems) = agenda(read, text);
    assert_eq!(lines(&agenda), ["05-01 10:00 30 Big: talk [] T (Ada, Bob, Cy)"]);
    assert_eq!(problems, [""; 0]);
}

#[test]
fn day_start_is_read_from_days_with_a_clock_change() {
    for (starts, ends, begins) in [
        ("2026-03-28T04:00:00+01:00", "2026-03-29T03:59:00+02:00", "04:00:00"),
        ("2026-03-28T03:00:00Z", "2026-03-29T01:59:00Z", "04:00:00"),
        ("2026-10-24T06:00:00+02:00", "2026-10-25T05:59:00+01:00", "06:00:00"),
        // No whole day.
        ("2026-03-28T04:00:00+01:00", "2026-03-28T23:00:00+01:00", "05:00:00"),
    ] {
        let text = format!(
            r#"{{"schedule":{{"conference":{{"title":"S","time_zone_name":"Europe/Berlin",
"days":[{{"date":"{}",
            "day_start":"{starts}","day_end":"{ends}","rooms":{{"Big":[{{"id":1,"date":"{starts}",
"duration":"0:30",
            "title":"T"}}]}}}}]}}}}}}"#,
            &starts[..10]
        );
        assert_eq!(agenda(read, &text).0.day_start.to_string(), begins, "{starts} {ends}");
    }
}

const FLAT: &str = r##"{"schedule":{"conference":{"title":"Sample","time_zone_name":"Europe/Berlin",
"tracks":[{"name":"Code","slug":"code","colors":{"light":"#fff","dark":"#0f0"}}],
"rooms":[{"name":"Big","guid":"r1"}],"days":[{"index":1,"date":"2025-05-01",
"start":"2025-05-01T09:00:00+02:00"}]},
"events":[{"guid":"g1","start":"2025-05-01T10:00:00+02:00","end":"2025-05-01T08:30:00Z",
"room":{"guid":"r1"},
"title":{"de":"Anfang","en":"Opening"},"track":{"slug":"code"},"type":"workshop",
"abstract":{"en":null,"de":"Hallo"},
"participants":[{"guid":"p2","name":"Bob","role":"moderator"},{"guid":"p1","role":"speaker"}],
"z":1},
{"guid":"g2","start":"2025-05-01T11:00:00+02:00","duration":"00:20","room":"Hall",
"title":"Second","z":1},
{"guid":"g3","start":null,"title":"Third","z":1}],
"persons":[{"guid":"p1","name":"Ada","biography":"Known"}]}}"##;

#[test]
fn flat_list_of_events_is_read() {
    let (agenda, problems) = agenda(read, FLAT);
    assert_eq!(
        lines(&agenda),
        [
            "05-01 10:00 30 Big: workshop [Code] Opening (Ada, Bob)",
            "05-01 11:00 20 Hall: talk [] Second ()",
            "- ? -: talk [] Third ()",
        ]
    );
    assert_eq!(problems, [""; 0]);
    assert_eq!(agenda.tracks[0].color, Some([0, 255, 0]));
    assert_eq!(agenda.sessions[0].summary.as_deref(), Some("Hallo"));
    let ada = agenda.people.iter().find(|person| &*person.name == "Ada").unwrap();
    assert_eq!(ada.bio.as_deref(), Some("Known"));
}

/// One event of a day, its fields given.
fn event(fields: &str) -> String {
    format!(
        r#"{{"schedule":{{"conference":{{"title":"T","time_zone_name":"America/New_York",
"days":[{{"date":"2025-05-01",
        "day_start":"2025-05-01T06:00:00-04:00","rooms":{{"A":[{{"title":"Talk",
{fields}}}]}}}}]}}}}}}"#
    )
}

/// The fields of an event, the session, and the messages. `DATE` stands for a `date` of 10:00.
const ODD_EVENTS: &[(&str, &str, &str)] = &[
    ("DATE", "05-01 10:00 ? A: talk [] Talk ()", ""),
    // The date is the truth, also in UTC, where the clock is of the place.
    (
        r#""date":"2025-05-01T14:00:00+00:00","start":"10:00""#,
        "05-01 10:00 ? A: talk [] Talk ()",
        "",
    ),
    // An hour from the zone's offset, but date and start agree: old rules of the zone.
    (
        r#""date":"2025-05-01T10:00:00-05:00","start":"10:00","end":"2025-05-01T11:00:00-05:00""#,
        "05-01 10:00 60 A: talk [] Talk ()",
        "a date has the offset -05:00, but the offset of America/New_York is -04:00 then",
    ),
    (
        r#"DATE,"start":"11:00""#,
        "05-01 10:00 ? A: talk [] Talk ()",
        "the start is not the time of the date",
    ),
    (
        r#"DATE,"room":"B","room":"A""#,
        "05-01 10:00 ? A: talk [] Talk ()",
        "a session names another room than the one it is in; a session has this key twice",
    ),
    (r#"DATE,"room":" A ","room":" A ""#, "05-01 10:00 ? A: talk [] Talk ()", ""),
    // The list of the day has the night after it too. A date in UTC may be another than here.
    (r#""date":"2025-05-02T04:00:00-04:00""#, "05-02 04:00 ? A: talk [] Talk ()", ""),
    (r#""date":"2025-04-30T23:00:00Z""#, "04-30 19:00 ? A: talk [] Talk ()", ""),
    (
        r#""date":"2025-04-30T10:00:00-04:00""#,
        "04-30 10:00 ? A: talk [] Talk ()",
        "a session has another date than the day it is listed under",
    ),
    (r#""start":"10:00""#, "05-01 10:00 ? A: talk [] Talk ()", ""),
    // Before the day begins: the night after it.
    (r#""start":"02:00""#, "05-02 02:00 ? A: talk [] Talk ()", ""),
    (r#""date":"2025-05-01","start":"02:00""#, "05-01 02:00 ? A: talk [] Talk ()", ""),
    (r#""date":"2025-05-01""#, "- ? A: talk [] Talk ()", "this session has a date, but no time"),
    (r#""start":"soon""#, "- ? A: talk [] Talk ()", "this time cannot be read"),
    (r#""date":"2025-13-01T10:00:00Z""#, "- ? A: talk [] Talk ()", "this time cannot be read"),
    (
        r#"DATE,"duration":"1:02:00""#,
        "05-01 10:00 62 A: talk [] Talk ()",
        "a length that can be read in two ways",
    ),
    (r#"DATE,"duration":"long""#, "05-01 10:00 ? A: talk [] Talk ()", "this length cannot be read"),
    (r#"DATE,"duration":0"#, "05-01 10:00 0 A: talk [] Talk ()", ""),
    (
        r#"DATE,"end":"2025-05-01T11:00:00-04:00","duration":"00:30""#,
        "05-01 10:00 60 A: talk [] Talk ()",
        "the duration is not the time from start to end",
    ),
    (r#"DATE,"persons":[{"id":3}]"#, "05-01 10:00 ? A: talk [] Talk ()", "this person has no name"),
    (r#"DATE,"persons":[7]"#, "05-01 10:00 ? A: talk [] Talk ()", "this person has no name"),
    (r#"DATE,"persons":["Ada",{"name":"Bob"}]"#, "05-01 10:00 ? A: talk [] Talk (Ada, Bob)", ""),
    (r#"DATE,"persons":"Ada""#, "05-01 10:00 ? A: talk [] Talk (Ada)", ""),
    (
        r#"DATE,"links":[{"title":"Slides"}]"#,
        "05-01 10:00 ? A: talk [] Talk ()",
        "this link has no address",
    ),
    (
        r#"DATE,"links":["nowhere"]"#,
        "05-01 10:00 ? A: talk [] Talk ()",
        "this is not a web address",
    ),
    (r#"DATE,"type":"Birds-of-a-feather (BoF)""#, "05-01 10:00 ? A: bof [] Talk ()", ""),
];

#[test]
fn odd_events_become_sessions_with_messages() {
    const DATE: &str = r#""date":"2025-05-01T10:00:00-04:00""#;
    for (fields, line, messages) in ODD_EVENTS {
        let (agenda, problems) = agenda(read, &event(&fields.replace("DATE", DATE)));
        assert_eq!(
            (&*lines(&agenda).join("; "), &*problems.join("; ")),
            (*line, *messages),
            "{fields}"
        );
    }
}

/// As in the XML of the same event.
#[test]
fn day_from_morning_to_morning_sets_day_start() {
    for (start, end, begins) in [
        ("2025-05-01T04:00:00+02:00", "2025-05-02T03:59:00+02:00", "04:00:00"),
        ("2025-05-01T04:00:00Z", "2025-05-02T04:00:00Z", "06:00:00"),
        ("2025-05-01T09:00:00+02:00", "2025-05-01T23:00:00+02:00", "05:00:00"),
        ("2025-05-01T13:00:00+02:00", "2025-05-02T13:00:00+02:00", "05:00:00"),
        ("soon", "2025-05-02T03:59:00+02:00", "05:00:00"),
    ] {
        let text = format!(
            r#"{{"schedule":{{"conference":{{"title":"T","time_zone_name":"Europe/Berlin",
"days":[{{"date":"2025-05-01",
            "day_start":"{start}","day_end":"{end}",
"rooms":{{"A":[{{"date":"2025-05-01T10:00:00+02:00","title":"Talk"}}]}}}}]}}}}}}"#
        );
        assert_eq!(agenda(read, &text).0.day_start.to_string(), begins, "{start} {end}");
    }
}

#[test]
fn files_of_odd_shapes_are_read() {
    const E: &str = r#"{"date":"2025-05-01T10:00:00+02:00","title":"Talk"}"#;
    for (text, line) in [
        // Days beside the conference; no wrapping; rooms and events as lists; a list as an object;
        // one event alone.
        (
            format!(
                r#"{{"schedule":{{"conference":{{"title":"T"}},
"days":[{{"rooms":{{"A":[{E}]}}}}]}}}}"#
            ),
            "05-01 10:00 ? A",
        ),
        (format!(r#"{{"conference":{{"days":[{{"rooms":{{"A":[{E}]}}}}]}}}}"#), "05-01 10:00 ? A"),
        (format!(r#"{{"days":[{{"rooms":[{{"name":"A","events":[{E}]}}]}}]}}"#), "05-01 10:00 ? A"),
        (format!(r#"{{"days":{{"1":{{"rooms":{{"A":{{"0":{E}}}}}}}}}}}"#), "05-01 10:00 ? A"),
        (format!(r#"{{"days":[{{"rooms":{{"A":{E}}}}}]}}"#), "05-01 10:00 ? A"),
        (format!(r#"{{"days":[{{"events":[{E}]}}]}}"#), "05-01 10:00 ? -"),
    ] {
        let (agenda, problems) = agenda(read, &text);
        assert_eq!(lines(&agenda), [format!("{line}: talk [] Talk ()")], "{text}");
        assert_eq!(problems, [""; 0], "{text}");
    }
}

#[test]
fn bad_session_costs_no_other() {
    let text = FRAB
        .replace(r#""title":"Late""#, r#""title":null"#)
        .replace("\"Attic\":[", "\"Attic\":[null,7,");
    let (agenda, problems) = agenda(read, &text);
    assert_eq!(agenda.sessions.len(), 3);
    assert!(agenda.sessions.iter().any(|session| &*session.title == "(no title)"));
    assert_eq!(problems.iter().filter(|told| *told == "this is no session").count(), 2);
    assert!(problems.iter().any(|told| told == "this session has no title"));
}

#[test]
fn repeated_id_is_two_sessions() {
    let text = FRAB.replace("\"id\":2,", "\"guid\":\"g1\",");
    let (agenda, problems) = agenda(read, &text);
    assert_eq!(agenda.sessions.len(), 3);
    assert!(problems.iter().any(|told| told == "an id that another session has as well"));
}

#[test]
fn cut_or_changed_files_keep_sound_sessions() {
    for text in [FRAB, FLAT] {
        survives_cuts(read, text);
        survives_changes(read, text);
    }
}

/// A file with these events in one room of one day.
fn around(events: &str) -> String {
    format!(
        r#"{{"schedule":{{"conference":{{"title":"S","days":[{{"date":"2030-07-01",
"rooms":{{"R":[{events}]}}}}]}}}}}}"#
    )
}

#[test]
fn night_without_stated_end_is_a_reported_guess() {
    let event =
        |start: &str| format!(r#"{{"start":"{start}","duration":"0:30","title":"{start}"}}"#);
    let (agenda, problems) = agenda(read, &around(&["22:00", "00:15"].map(event).join(",")));
    assert_eq!(
        lines(&agenda),
        ["07-01 22:00 30 R: talk [] 22:00 ()", "07-02 00:15 30 R: talk [] 00:15 ()"]
    );
    assert_eq!(problems, [NIGHT]);
}

#[test]
fn lengths_are_read_like_those_of_xml() {
    let event =
        |duration: &str| format!(r#"{{"start":"10:00","duration":"{duration}","title":"T"}}"#);
    for (durations, minutes, told) in [
        (["0:20:00", "0:45:00"], [20, 45], 0),
        (["1:00:00", "0:45:00"], [60, 45], 1),
        (["1:00:00", "0:45"], [1440, 45], 1),
        (["0:30:0000:00", "PT1H"], [30, 60], 0),
    ] {
        let (agenda, problems) = agenda(read, &around(&durations.map(event).join(",")));
        let mut read: Vec<u32> =
            agenda.sessions.iter().filter_map(|session| session.minutes).collect();
        assert_eq!((read.len(), problems), (2, vec![TWO_WAYS.to_owned(); told]), "{durations:?}");
        let mut expected = minutes.to_vec();
        read.sort_unstable();
        expected.sort_unstable();
        assert_eq!(read, expected, "{durations:?}");
    }
}

#[test]
fn fields_of_the_xml_are_kept() {
    let (agenda, problems) = agenda(
        read,
        &around(
            r#"{"start":"10:00","title":"One","origin_url":"https://example.org/1",
"feedback_url":"https://example.org/f",
            "links":[{"url":"https://example.org/a","type":"related"}],
            "attachments":[{"url":"https://example.org/b.pdf","type":"slides",
"title":"My slides"}]},
            {"start":"12:00","title":"Lunch","url":"https://example.org/2",
"origin_url":"https://example.org/3",
            "feedback":{"url":"https://example.org/g"}}"#,
        ),
    );
    let links = |ix: usize| -> Vec<_> {
        agenda.sessions[ix]
            .links
            .iter()
            .map(|link| (link.title.as_deref().unwrap_or(""), &*link.url))
            .collect()
    };
    let feedback = |url| ("Feedback", url);
    let more = [("related", "https://example.org/a"), ("My slides", "https://example.org/b.pdf")];
    assert_eq!(links(0), [&more[..], &[feedback("https://example.org/f")]].concat());
    assert_eq!(links(1), [feedback("https://example.org/g")]);
    let urls: Vec<_> = agenda.sessions.iter().map(|session| session.url.as_deref()).collect();
    assert_eq!(urls, [Some("https://example.org/1"), Some("https://example.org/2")]);
    assert_eq!((agenda.sessions[1].kind, problems), (crate::agenda::Kind::Break, vec![]));
}

#[test]
fn title_with_cancelled_cancels_the_session() {
    let (agenda, problems) = agenda(
        read,
        &around(
            r#"{"start":"10:00","title":"CANCELLED: A"},{"start":"11:00","title":"[Cancelled] B",
"cancelled":true}"#,
        ),
    );
    assert!(agenda.sessions.iter().all(|session| session.cancelled));
    assert_eq!(
        problems,
        ["a title says that the session is cancelled"],
        "what the file says itself is not told"
    );
}

#[test]
fn help_never_asks_for_toml() {
    let (_, problems) = read(&around(r#"{"start":"10:00"}"#)).unwrap().check(None);
    assert!(
        problems.iter().all(|problem| !problem.help.as_deref().unwrap_or("").contains("add ")),
        "{problems:?}"
    );
    assert_eq!(problems.len(), 1);
    let (_, problems) = read(&around("")).unwrap().check(None);
    assert_eq!(problems.len(), 1);
    assert!(!problems[0].help.as_deref().unwrap().contains("[[session]]"), "{problems:?}");
}
