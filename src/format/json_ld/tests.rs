use super::*;
use crate::format::json::tests::{agenda, lines, survives_changes, survives_cuts};

const CONFERENCE: &str = r##"{"@context":"https://schema.org","@type":"BusinessEvent",
"name":"Example Days &amp; Nights","startDate":"2030-05-04","endDate":"2030-05-05",
"url":"https://days.example/","description":"<p>All</p>",
"location":{"@type":"Place","name":"Town Hall","address":"Square 1"},
"subEvent":[{"@type":"Event","@id":"#s1","name":"Opening","startDate":"2030-05-04T09:00:00+02:00",
"endDate":"2030-05-04T09:45:00+02:00","location":{"@type":"Place","name":"Hall"},
"performer":[{"@type":"Person","name":"Ada Lovelace","jobTitle":"Analyst",
"url":"https://ada.example/",
"affiliation":{"@type":"Organization","name":"Engines Ltd"}},"Bob"],
"description":"One.<br>Two.","inLanguage":{"@type":"Language","name":"German"},
"keywords":"engines, numbers","url":"https://days.example/opening","z":1},
{"@type":"EducationEvent","identifier":{"@type":"PropertyValue","value":"w-2"},
"name":"Workshop: Looms","startDate":"2030-05-04T10:00:00+02:00","duration":"PT1H30M",
"location":[{"@type":"VirtualLocation","url":"https://live.example/"},"Attic"],
"eventStatus":"https://schema.org/EventCancelled","z":1},
{"@type":["Event","Thing"],"name":"Dinner","startDate":"2030-05-04T19:00:00+02:00",
"location":{"@type":"Place","name":"Town Hall"},"z":1}]}"##;

const LINES: [&str; 3] = [
    "05-04 09:00 45 Hall: talk [] Opening (Ada Lovelace, Bob)",
    "05-04 10:00 90 Attic: workshop [] Workshop: Looms ()",
    "05-04 19:00 ? -: break [] Dinner ()",
];

fn page(scripts: &[&str]) -> String {
    let scripts = scripts.iter().map(|script| {
        format!("<SCRIPT type=\"application/ld+json; charset=utf-8\">\n{script}\n</script>")
    });
    let scripts: String = scripts.collect();
    format!(
        "<!DOCTYPE html><html><head><title>Days &amp; more</title>{scripts}</head><body>é</body>"
    )
}

#[test]
fn parts_of_an_event_are_sessions() {
    let (agenda, problems) = agenda(read, CONFERENCE);
    assert_eq!(lines(&agenda), LINES);
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(&*agenda.name, "Example Days & Nights");
    assert_eq!(agenda.venue.as_deref(), Some("Town Hall"));
    let [opening, looms, _] = &agenda.sessions[..] else { panic!() };
    assert_eq!((&*opening.id, &*looms.id), ("#s1", "w-2"));
    assert_eq!(opening.language.as_deref(), Some("German"));
    let tags: Vec<&str> = opening.tags.iter().map(|tag| &**tag).collect();
    assert_eq!(tags, ["engines", "numbers"]);
    assert!(looms.cancelled);
    assert_eq!(agenda.people[0].affiliation.as_deref(), Some("Engines Ltd"));
}

#[test]
fn events_of_a_page_are_found_in_every_shape() {
    let event = |name: &str, hour: u8, more: &str| {
        format!(
            r#"{{"@type":"Event","name":"{name}","startDate":"2030-05-04T{hour:02}:00",
"endDate":"2030-05-04T{:02}:00"{more}}}"#,
            hour + 1
        )
    };
    let (a, b) = (event("A", 9, ""), event("B", 10, ""));
    let whole = r#"{"@type":"http://schema.org/Festival","name":"Conf",
"startDate":"2030-05-04","endDate":"2030-05-04"}"#;
    let part = |hour, name| event(name, hour, r##","superEvent":{"@id":"#conf"}"##);
    let inner = |hour, name| {
        event(
            name,
            hour,
            r#","superEvent":{"@type":"Event","name":"Conf","startDate":"2030-05-04"}"#,
        )
    };
    let conf = r##"{"@id":"#conf","@type":"Event","name":"Conf"}"##;
    let (track_a, track_b) = (
        event("Day", 9, &format!(r#","subEvent":{a}"#)),
        event("Day", 10, &format!(r#","subEvent":[{b}]"#)),
    );
    for (scripts, name) in [
        (vec![format!("[{a},{b}]")], "Days & more"),
        (vec![a.clone(), b.clone()], "Days & more"),
        (vec![format!(r#"{{"@graph":[{whole},{a},{b}]}}"#)], "Conf"),
        (vec![format!("[{conf},{},{}]", part(9, "A"), part(10, "B"))], "Conf"),
        (vec![format!("[{},{}]", inner(9, "A"), inner(10, "B"))], "Conf"),
        (
            vec![format!(
                r#"{{"@type":"ItemList","itemListElement":[{{"@type":"ListItem","item":{a}}},
{{"@type":"ListItem","item":{b}}}]}}"#
            )],
            "Days & more",
        ),
        (
            vec![format!(r#"{{"@type":"Event","name":"Conf","subEvents":[{track_a},{track_b}]}}"#)],
            "Conf",
        ),
        (vec!["{\"@type\":".to_owned(), format!("[{a},{b}]")], "Days & more"),
        (
            vec![event("A", 9, r##","@id":"#a""##), event("A", 9, r##","@id":"#a""##), b],
            "Days & more",
        ),
    ] {
        let scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
        let text = page(&scripts);
        let reading = crate::format::read(text.as_bytes()).unwrap();
        assert_eq!(reading.format, crate::format::Format::JsonLd);
        let (agenda, _) = agenda(read, &text);
        assert_eq!(&*agenda.name, name, "{text}");
        assert_eq!(
            lines(&agenda),
            ["05-04 09:00 60 -: talk [] A ()", "05-04 10:00 60 -: talk [] B ()"],
            "{text}"
        );
    }
}

#[test]
fn page_with_fewer_than_two_times_is_no_agenda() {
    let one = r#"{"@type":"Event","name":"A","startDate":"2030-05-04T09:00"}"#;
    let dates = r#"{"@type":"Event","name":"A","startDate":"2030-05-04"}"#;
    for scripts in [vec![one], vec![one, dates], vec![dates, dates], vec!["{"], vec![]] {
        assert!(read(&page(&scripts)).is_err(), "{scripts:?}");
    }
}

#[test]
fn problems_of_a_page_have_their_places() {
    let text = page(&[
        r#"[{"@type":"Event","name":"A","startDate":"2030-05-04T09:00"},"#,
        r#"[{"@type":"Event","name":"A","startDate":"2030-05-04T09:00"},
{"@type":"Event","name":"B","startDate":"2030-05-04T10:00","endDate":"later"},
{"@type":"Event","name":"C","startDate":"2030-05-06"}]"#,
    ]);
    let (draft, _) = agenda(read, &text);
    assert_eq!(draft.sessions.len(), 4);
    let problems = read(&text).unwrap().problems;
    let place = |message: &str| {
        let problem = problems.iter().find(|problem| problem.message == message).unwrap();
        text[problem.at.clone().unwrap()].to_owned()
    };
    assert_eq!(place("this time cannot be read"), "\"later\"");
    assert_eq!(place("this is a date without a time"), "\"2030-05-06\"");
    assert_eq!(place("the file breaks off here"), "");
}

#[test]
fn references_in_circles_end() {
    let text = r##"[{"@type":"Event","@id":"#a","name":"A","startDate":"2030-05-04T09:00",
"superEvent":{"@id":"#b"},"subEvent":{"@id":"#b"},"location":{"@id":"#a"},"performer":{"@id":"#a"}},
{"@type":"Event","@id":"#b","name":"B","startDate":"2030-05-04T10:00",
"superEvent":{"@id":"#a"}}]"##;
    read(text).unwrap();
}

#[test]
fn damaged_files_keep_the_sessions_before_the_damage() {
    survives_cuts(read, CONFERENCE);
    survives_changes(read, CONFERENCE);
}
