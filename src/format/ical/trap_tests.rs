//! What the wild has beyond the standard, or makes too little of.

use super::tests::{agenda, calendar, checked, messages, stamp};
use super::write;

/// Every session: day of the programme, start, minutes, title.
fn days(text: &str) -> Vec<String> {
    let (agenda, _) = checked(text.as_bytes(), None);
    let line = |session: &crate::agenda::Session| {
        let day = session.day.map_or_else(
            || "-".to_owned(),
            |day| agenda.days[day].date.format("%m-%d").to_string(),
        );
        let start = session
            .start
            .map_or_else(|| "-".to_owned(), |start| start.format("%m-%dT%H:%M").to_string());
        format!("{day} {start} {} {}", session.minutes.map_or(-1, i64::from), session.title)
    };
    agenda.sessions.iter().map(line).collect()
}

#[test]
fn a_whole_day_that_ends_on_itself_is_that_day() {
    const TOLD: &str = "this event lasts whole days, but ends on its first day";
    for (end, told) in [
        ("DTEND;VALUE=DATE:20240525", TOLD),
        ("DTEND;VALUE=DATE:20240524", TOLD),
        ("DTEND:20240525T170000", TOLD),
        ("DURATION:PT0S", TOLD),
        ("DURATION:-P1D", "this is not a duration"),
        ("DTEND;VALUE=DATE:202405", "this end is not a time"),
    ] {
        let event = format!("SUMMARY:Desk\nDTSTART;VALUE=DATE:20240525\n{end}");
        let text = calendar("X-WR-TIMEZONE:Europe/Paris\n", &[&event]);
        assert_eq!(
            (days(&text), messages(&text)),
            (vec!["05-25 05-25T00:00 1440 Desk".to_owned()], vec![told.into()])
        );
    }
}

#[test]
fn a_day_among_the_times_of_a_series_is_at_the_same_time() {
    let event =
        "SUMMARY:A\nUID:u\nDTSTART:20240525T090000Z\nDURATION:PT1H\nRDATE;VALUE=DATE:20240527";
    let text = calendar("", &[event]);
    assert_eq!(days(&text), ["05-25 05-25T09:00 60 A", "05-27 05-27T09:00 60 A"]);
    assert_eq!(messages(&text), ["this event repeats on a day without a time"]);
}

#[test]
fn periods_have_lengths_of_their_own() {
    let event = "SUMMARY:A\nUID:u\nDTSTART:20240525T090000Z\nDURATION:PT30M\n\
        RDATE;VALUE=PERIOD:20240526T090000Z/PT2H,20240527T090000Z/20240527T093500Z\nRDATE:20240528T090000Z";
    assert_eq!(
        days(&calendar("", &[event])),
        [
            "05-25 05-25T09:00 30 A",
            "05-26 05-26T09:00 120 A",
            "05-27 05-27T09:00 35 A",
            "05-28 05-28T09:00 30 A"
        ]
    );
}

#[test]
fn a_title_may_say_that_the_session_is_cancelled() {
    const TOLD: &str = "a title says that the session is cancelled";
    for (event, cancelled, told) in [
        ("SUMMARY:CANCELLED: A\nSTATUS:CONFIRMED", true, vec![TOLD]),
        ("SUMMARY:Cancelled", true, vec![TOLD]),
        ("SUMMARY:[Canceled] A\nSTATUS:CANCELLED", true, vec![]),
        ("SUMMARY:Cancelled dreams", false, vec![]),
    ] {
        let text = calendar("", &[&format!("{event}\nDTSTART:20240310T090000Z\nDURATION:PT1H")]);
        assert_eq!(checked(text.as_bytes(), None).0.sessions[0].cancelled, cancelled, "{event}");
        assert_eq!(messages(&text), told, "{event}");
    }
}

#[test]
fn of_the_versions_of_an_event_the_last_one_holds() {
    const TOLD: &str = "this event has a later version in the same file";
    let event = |title: &str, sequence: &str, more: &str| {
        format!(
            "UID:u\nSUMMARY:{title}\n{sequence}DTSTART:20240525T090000Z\nDURATION:PT1H\nLOCATION:{title}\n{more}"
        )
    };
    let later = |title: &str, sequence: &str| event(title, sequence, "").replace("T09", "T11");
    let series = "RRULE:FREQ=DAILY;COUNT=2\n";
    let of = "RECURRENCE-ID:20240526T090000Z\n";
    for (events, titles, told) in [
        (vec![event("Old", "", ""), event("New", "SEQUENCE:2\n", "")], "New", 1),
        // Of another title and start it is another event, counted on.
        (vec![event("A", "SEQUENCE:1\n", ""), later("B", "SEQUENCE:2\n")], "A B", 0),
        (vec![event("A", "SEQUENCE:1\n", ""), later("A", "SEQUENCE:2\n")], "A", 1),
        (vec![event("New", "SEQUENCE:10\n", ""), event("Old", "SEQUENCE:9\n", "")], "New", 1),
        // Of one number, they are two.
        (vec![event("A", "SEQUENCE:1\n", ""), event("B", "SEQUENCE:1\n", "")], "A B", 0),
        (vec![event("A", "", ""), event("B", "SEQUENCE:0\n", "")], "A B", 0),
        (vec![event("A", "", ""), "UID:u\nSUMMARY:B\nSEQUENCE:1".to_owned()], "A B", 0),
        // What stands in for a time is no version of the series.
        (vec![event("A", "SEQUENCE:1\n", series), event("B", "SEQUENCE:3\n", of)], "A B", 0),
        (
            vec![
                event("A", "SEQUENCE:4\n", series),
                event("B", "SEQUENCE:3\n", of),
                event("C", "SEQUENCE:2\n", of),
            ],
            "A B",
            1,
        ),
    ] {
        let text = calendar("", &events.iter().map(String::as_str).collect::<Vec<_>>());
        let (agenda, problems) = checked(text.as_bytes(), None);
        let found: Vec<&str> = agenda.sessions.iter().map(|session| &*session.title).collect();
        assert_eq!(found.join(" "), titles, "{text}");
        let problems: Vec<_> = problems.iter().filter(|problem| problem.message == TOLD).collect();
        assert_eq!(problems.len(), told, "{text}");
        assert!(
            agenda.rooms.iter().all(|room| found.contains(&&*room.name)),
            "no room of what is superseded"
        );
    }
}

#[test]
fn a_fault_of_a_series_is_told_once() {
    let event = "UID:u\nSUMMARY:A\nURL:nonsense://\nDTSTART:20240525T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5";
    let text = calendar("", &[event]);
    assert_eq!(days(&text).len(), 5);
    assert_eq!(messages(&text), ["this is not a web address"]);
}

#[test]
fn one_event_may_stand_in_for_all_that_follow() {
    let series = "UID:u\nSUMMARY:A\nDTSTART;TZID=Europe/Berlin:20240328T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5";
    let later = "UID:u\nSUMMARY:B\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20240330T090000\n\
        DTSTART;TZID=Europe/Berlin:20240330T140000\nDURATION:PT30M\nLOCATION:Hall &amp; Bar";
    let once = "UID:u\nSUMMARY:C\nRECURRENCE-ID;TZID=Europe/Berlin:20240331T090000\n\
        DTSTART;TZID=Europe/Berlin:20240331T110000\nDURATION:PT30M";
    // The clocks change on the 31st: it stays two in the afternoon.
    let expected = [
        "03-28 03-28T09:00 60 A",
        "03-29 03-29T09:00 60 A",
        "03-30 03-30T14:00 30 B",
        "03-31 03-31T11:00 30 C",
        "04-01 04-01T14:00 30 B",
    ];
    let text = calendar("", &[series, later, once]);
    assert_eq!(days(&text), expected);
    assert_eq!(messages(&text), ["this text contains entities of HTML"], "once");
    assert_eq!(days(&calendar("", &[once, later, series])), expected);
}

#[test]
fn a_title_of_frab_ends_with_its_speakers_or_a_dash() {
    let guid = "UID:01234567-89ab-cdef-0123-456789abcdef@example.org\nDTSTART:20240310T090000Z\nDURATION:PT1H";
    let events = [format!("{guid}\nSUMMARY:Opening - "), format!("{guid}\nSUMMARY:On - A B")];
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    for (program, titles) in
        [("NONSGML ri_cal gem", ["On - A B", "Opening"]), ("any", ["On - A B", "Opening -"])]
    {
        let (agenda, _) =
            checked(calendar(&format!("PRODID:-//x/{program}//EN\n"), &events).as_bytes(), None);
        let mut found: Vec<&str> = agenda.sessions.iter().map(|session| &*session.title).collect();
        found.sort_unstable();
        assert_eq!(found, titles);
    }
}

#[test]
fn a_stray_line_is_more_of_a_text_and_of_nothing_else() {
    let text = calendar(
        "",
        &["SUMMARY:A\nDTSTART:20240525T090000Z\nMeet at the desk\nDURATION:PT1H\nDESCRIPTION:x\ny"],
    );
    assert_eq!(days(&text), ["05-25 05-25T09:00 60 A"]);
    let (agenda, problems) = checked(text.as_bytes(), None);
    assert_eq!(agenda.sessions[0].summary.as_deref(), Some("x\ny"));
    let help: Vec<_> = problems.iter().map(|problem| problem.help.as_deref().unwrap()).collect();
    assert_eq!(
        help,
        [
            "it is left out, because the line before is not text",
            "it is taken as more of the line before"
        ]
    );
}

#[test]
fn a_lone_carriage_return_is_content_but_ends_the_name_of_a_component() {
    let text = "BEGIN:VCALENDAR\nVERSION:2.0\r\nBEGIN:VEVENT\rUID:7\r\nDTSTART:20240525T090000Z\nDURATION:PT1H\n\
        SUMMARY:A\rb\r\nEND:VEVENT\rEND:VCALENDAR\n";
    assert_eq!(days(text), ["05-25 05-25T09:00 60 A b"]);
    let (agenda, problems) = checked(text.as_bytes(), None);
    assert_eq!((&*agenda.sessions[0].id, problems), ("7", vec![]));
}

#[test]
fn each_calendar_of_a_file_has_its_own_clock() {
    let event =
        "BEGIN:VEVENT\nUID:u\nSUMMARY:A\nDTSTART:20240525T090000\nDURATION:PT1H\nEND:VEVENT\n";
    let calendar = |head: &str| format!("BEGIN:VCALENDAR\n{head}{event}END:VCALENDAR\n");
    let (paris, new_york) = (
        "X-WR-CALNAME:P\nX-WR-TIMEZONE:Europe/Paris\n",
        "X-WR-CALNAME:Q\nX-WR-TIMEZONE:America/New_York\n",
    );
    let text = calendar(paris) + &calendar(new_york);
    assert_eq!(days(&text), ["05-25 05-25T09:00 60 A", "05-25 05-25T15:00 60 A"]);
    assert_eq!(
        messages(&text)[..2],
        ["another calendar has another name", "another calendar has another time zone"],
    );
    // Also where the first has no end.
    assert_eq!(days(&text.replacen("END:VCALENDAR\n", "", 1)), days(&text));
    let twice = calendar(paris) + &calendar(paris).replace("UID:u", "UID:v");
    assert_eq!((days(&twice)[1].as_str(), messages(&twice)), ("05-25 05-25T09:00 60 A", vec![]));
    // What the first does not say the second does.
    let (agenda, _) = checked((calendar("") + &calendar(paris)).as_bytes(), None);
    assert_eq!(&*agenda.name, "P");
}

#[test]
fn a_zone_that_nobody_knows_is_told_once() {
    let event = "SUMMARY:A\nDTSTART;TZID=Dublin/Pub:20240525T090000\nDURATION:PT1H";
    for head in ["", "X-WR-TIMEZONE:Dublin/Pub\n"] {
        let told = messages(&calendar(head, &[event]));
        assert!(told.len() == 1 && told[0].contains("Dublin/Pub"), "{told:?}");
    }
    // Nor does it hide the one that is known.
    let text = calendar(
        "X-WR-TIMEZONE:Nowhere\n",
        &["SUMMARY:A\nDTSTART;TZID=Europe/Paris:20240525T090000"],
    );
    assert_eq!(checked(text.as_bytes(), None).0.zone.unwrap().name(), "Europe/Paris");
}

#[test]
fn a_description_that_repeats_the_name_is_none() {
    let text = calendar(
        "X-WR-CALNAME:Days\nX-WR-CALDESC:Days\n",
        &["SUMMARY:A\nDTSTART:20240525T090000Z"],
    );
    let (agenda, _) = checked(text.as_bytes(), None);
    assert_eq!((&*agenda.name, agenda.description.as_deref()), ("Days", None));
}

#[test]
fn an_event_in_utc_stays_one() {
    let one = "[[session]]\ntitle = \"A\"\nstart = 2024-03-10T09:00:00\nminutes = 30\n";
    let before = agenda("timezone = \"UTC\"", one);
    let (after, _) = checked(write(&before, None, stamp()).as_bytes(), None);
    assert_eq!(after.zone.map(|zone| zone.name().to_owned()).as_deref(), Some("UTC"));
    assert_eq!(after.sessions[0].start, before.sessions[0].start);
    // Sched says it of every event, wherever that is.
    let sched = calendar("X-WR-TIMEZONE:UTC\n", &["SUMMARY:A\nDTSTART:20240525T090000Z"]);
    assert_eq!(checked(sched.as_bytes(), None).0.zone, None);
}
