//! Lengths over a clock change, and rules without an end.

use super::{agenda_of, calendar, calendar_of, messages_of, problems_of, session_lines};
use crate::agenda::Agenda;

/// Start in Berlin, length, and the minutes. The clocks change on 29 March and 25 October 2026.
const LENGTHS: &[(&str, &str, i64)] = &[
    ("20260328T120000", "DURATION:P1D", 23 * 60),
    ("20260328T120000", "DURATION:PT24H", 24 * 60),
    ("20260328T120000", "DURATION:P1DT2H", 25 * 60),
    ("20260326T090000", "DURATION:P1W", 7 * 24 * 60 - 60),
    ("20261024T120000", "DURATION:P1D", 25 * 60),
    ("20261024T120000", "DURATION:P2D", 49 * 60),
    ("20260510T120000", "DURATION:P1D", 24 * 60),
    ("20260328T120000", "DTEND;TZID=Europe/Berlin:20260329T120000", 23 * 60),
];

#[test]
fn duration_in_days_ends_at_the_same_time_of_day() {
    for (start, length, minutes) in LENGTHS {
        let text = calendar_of(&format!("SUMMARY:A\nDTSTART;TZID=Europe/Berlin:{start}\n{length}"));
        assert!(
            session_lines(&text)[0].contains(&format!(" {minutes} - ")),
            "{start} {length}: {:?}",
            session_lines(&text)
        );
    }
}

#[test]
fn day_of_utc_has_24_hours() {
    let text = calendar(
        "X-WR-TIMEZONE:Europe/Berlin\n",
        &["SUMMARY:A\nDTSTART:20260328T120000Z\nDURATION:P1D"],
    );
    assert!(session_lines(&text)[0].contains(" 1440 - "), "{:?}", session_lines(&text));
}

/// Returns true if a session begins before the one before it ends.
fn has_overlap(agenda: &Agenda) -> bool {
    agenda.sessions.windows(2).any(|pair| {
        let minutes = i64::from(pair[0].minutes.unwrap());
        pair[1].start.unwrap() - pair[0].start.unwrap() < chrono::TimeDelta::minutes(minutes)
    })
}

#[test]
fn daily_series_of_whole_days_does_not_overlap_itself() {
    for start in ["20260326", "20261022"] {
        for (time, zone, length) in [
            ("T120000", ";TZID=Europe/Berlin", "DURATION:P1D"),
            ("T120000", ";TZID=Europe/Berlin", "DTEND;TZID=Europe/Berlin:{}T120000"),
            ("", ";VALUE=DATE", "DURATION:P1D"),
            ("", ";VALUE=DATE", "SEQUENCE:0"),
        ] {
            let next = start.parse::<u32>().unwrap() + 1;
            let length = length.replace("{}", &next.to_string());
            let text = calendar(
                "X-WR-TIMEZONE:Europe/Berlin\n",
                &[&format!(
                    "UID:u\nSUMMARY:A\nDTSTART{zone}:{start}{time}\n{length}\n\
                     RRULE:FREQ=DAILY;COUNT=7"
                )],
            );
            let agenda = agenda_of(&text);
            assert_eq!(agenda.sessions.len(), 7, "{text}");
            assert!(!has_overlap(&agenda), "{text}");
            let minutes: i64 = agenda.sessions.iter().map(|s| i64::from(s.minutes.unwrap())).sum();
            assert_eq!(minutes, 7 * 1440 + if start == "20260326" { -60 } else { 60 }, "{text}");
        }
    }
}

#[test]
fn period_of_a_date_lasts_a_day_of_the_calendar() {
    let text = calendar_of(
        "UID:u\nSUMMARY:A\nDTSTART;TZID=Europe/Berlin:20260301T120000\nDURATION:PT1H\n\
         RDATE;TZID=Europe/Berlin;VALUE=PERIOD:20260328T120000/P1D",
    );
    assert_eq!(agenda_of(&text).sessions[1].minutes, Some(23 * 60));
}

const ENDLESS_DAILY: &str = "\
UID:u
SUMMARY:A
DTSTART;TZID=Europe/Berlin:20260511T090000
DURATION:PT1H
RRULE:FREQ=DAILY";

/// Other events of the calendar, and the number of sessions of [`ENDLESS_DAILY`].
const OTHERS: &[(&str, usize)] = &[
    ("DTSTART:20260513T120000Z\nDURATION:PT1H", 3),
    // Before the daily session of the last day, but on its evening.
    ("DTSTART:20260514T001500Z\nDURATION:PT1H", 3),
    ("DTSTART;VALUE=DATE:20260511\nDTEND;VALUE=DATE:20260515", 4),
    ("DTSTART:20260511T120000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=6", 6),
    ("DTSTART:20260511T120000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260515T120000Z", 5),
    ("DTSTART:20260511T120000Z\nDURATION:PT1H\nRDATE:20260516T120000Z", 6),
    ("DTSTART:20260511T120000Z\nDURATION:PT1H", 1),
    // Before the rule begins, and another rule without an end.
    ("DTSTART:20260401T120000Z\nDURATION:PT1H", 365),
    ("DTSTART:20260511T120000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY", 365),
];

#[test]
fn rule_without_an_end_fills_the_days_of_the_other_events_or_a_year() {
    for (other, count) in OTHERS {
        let other = format!("UID:o\nSUMMARY:Other\n{other}");
        let text = calendar("X-WR-TIMEZONE:Europe/Berlin\n", &[ENDLESS_DAILY, &other]);
        let sessions = agenda_of(&text).sessions;
        let own = sessions.iter().filter(|session| &*session.title == "A").count();
        assert_eq!(own, *count, "{other}");
        let noun = if *count == 1 { "session" } else { "sessions" };
        let message = format!("this event repeats without an end: {count} {noun}");
        assert!(messages_of(&text).contains(&message), "{:?}", messages_of(&text));
    }
}

#[test]
fn rule_without_an_end_reaches_its_own_overrides() {
    let changed = "UID:u\nSUMMARY:B\nRECURRENCE-ID;TZID=Europe/Berlin:20270601T090000\n\
                   DTSTART;TZID=Europe/Berlin:20270601T100000\nDURATION:PT1H";
    let weekly = ENDLESS_DAILY.replace("DAILY", "WEEKLY;BYDAY=MO,TU");
    let text = calendar("X-WR-TIMEZONE:Europe/Berlin\n", &[&weekly, changed]);
    let starts: Vec<_> = agenda_of(&text).sessions.iter().map(|s| s.start.unwrap()).collect();
    assert_eq!(starts.len(), 56 + 56);
    assert_eq!(starts.last().unwrap().to_rfc3339(), "2027-06-01T10:00:00+02:00");
    assert_eq!(messages_of(&text), ["this event repeats without an end: 112 sessions"]);
}

/// Lines behind a start on 11 May 2026, and the report on the number of sessions.
const COUNTS: &[(&str, &str)] = &[
    ("RRULE:FREQ=DAILY;COUNT=5", "this event repeats: 5 sessions"),
    ("RRULE:FREQ=DAILY;UNTIL=20260513", "this event repeats: 3 sessions"),
    ("RDATE:20260512T090000Z", "this event repeats: 2 sessions"),
    ("RRULE:FREQ=DAILY;COUNT=5\nEXDATE:20260512T090000Z", "this event repeats: 4 sessions"),
    ("RRULE:FREQ=WEEKLY", "this event repeats without an end: 53 sessions"),
    ("RRULE:FREQ=YEARLY", "this event repeats without an end: 1 session"),
];

#[test]
fn series_is_reported_once_with_its_number_of_sessions() {
    for (lines, message) in COUNTS {
        let text = calendar_of(&format!(
            "UID:u\nSUMMARY:A\nDTSTART:20260511T090000Z\nDURATION:PT1H\n{lines}"
        ));
        let told = messages_of(&text);
        let told: Vec<_> = told.iter().filter(|own| own.contains("repeats")).collect();
        assert_eq!(told, [message], "{lines}");
    }
    assert!(
        !messages_of(&calendar_of("SUMMARY:A\nDTSTART:20260511T090000Z\nDURATION:PT1H"))
            .iter()
            .any(|message| message.contains("repeats"))
    );
}

/// Lines of one event and its only report. None is reported twice for its occurrences.
const CONTRADICTIONS: &[(&str, &str)] = &[
    ("DTEND:20260511T100000Z\nDURATION:PT2H", "this event has both an end and a duration"),
    ("SUMMARY:B\nDURATION:PT1H", "this event has two different titles"),
    ("SUMMARY:A\nDURATION:PT1H", ""),
    ("LOCATION:A\nLOCATION:B\nDURATION:PT1H", "this event has two different places"),
    ("DTSTART:20260512T090000Z\nDURATION:PT1H", "this event has two different starts"),
    (
        "DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3;UNTIL=20260520",
        "this rule has both a COUNT and an UNTIL",
    ),
    ("DURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260510", "this rule ends before its event starts"),
    ("DURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260511", ""),
    ("DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3", ""),
    ("DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=0", "hallway does not read this recurrence rule"),
    ("DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3;Count=3", "this rule has a part twice"),
    ("DTEND;VALUE=DATE:20260512", "this event starts at a time and ends on a day"),
    ("DURATION:PT1H\nEXDATE:20260511T090000Z", "this event leaves out its only time"),
    ("DURATION:PT1H\nEXDATE:20260512T090000Z", ""),
    (
        "DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260512T090000Z,20260512T100000Z",
        "this EXDATE leaves out a time that the event does not have",
    ),
    ("DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260511T090000Z", ""),
    ("DURATION:PT1H\nRDATE:20260512T090000Z\nEXDATE;VALUE=DATE:20260512", ""),
    ("DURATION:PT1H\nRRULE:FREQ=DAILY\nEXDATE:20300512T090000Z", ""),
    (
        "DURATION:PT1H\nRRULE:FREQ=SECONDLY;COUNT=3\nEXDATE:20260511T090001Z",
        "hallway does not read this recurrence rule",
    ),
];

#[test]
fn contradiction_of_an_event_is_reported_once() {
    for (lines, message) in CONTRADICTIONS {
        let text = calendar_of(&format!("UID:u\nSUMMARY:A\nDTSTART:20260511T090000Z\n{lines}"));
        let messages = messages_of(&text);
        let own = |message: &&String| {
            let others = ["repeats", "zone", "name", "no session"];
            !others.iter().any(|other| message.contains(other))
        };
        let messages: Vec<&String> = messages.iter().filter(own).collect();
        assert_eq!(messages, if message.is_empty() { vec![] } else { vec![message] }, "{lines}");
    }
}

/// `RECURRENCE-ID` of an override of three daily sessions at 9 from 11 May 2026, and true if there
/// is no such time.
const RECURRENCE_IDS: &[(&str, bool)] = &[
    (":20260511T090000Z", false),
    (":20260512T090000Z", false),
    (";TZID=Europe/Berlin:20260512T110000", false),
    (";VALUE=DATE:20260512", false),
    (";RANGE=THISANDFUTURE:20260512T090000Z", false),
    (":20260512T100000Z", true),
    (":20260514T090000Z", true),
    (";VALUE=DATE:20260520", true),
    (":20260513T090000Z", true),
];

#[test]
fn recurrence_id_without_an_occurrence_is_reported() {
    const MESSAGE: &str = "this RECURRENCE-ID is no time of the event with its UID";
    let daily = "UID:u\nSUMMARY:A\nDTSTART:20260511T090000Z\nDURATION:PT1H\n\
                 RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260513T090000Z";
    for (id, is_lost) in RECURRENCE_IDS {
        let changed =
            format!("UID:u\nSUMMARY:B\nRECURRENCE-ID{id}\nDTSTART:20260512T110000Z\nDURATION:PT1H");
        let text = calendar("", &[daily, &changed]);
        let reported = messages_of(&text).iter().any(|message| message == MESSAGE);
        assert_eq!(reported, *is_lost, "{id}");
        let titles: Vec<String> =
            agenda_of(&text).sessions.iter().map(|s| s.title.to_string()).collect();
        assert!(titles.contains(&"B".to_owned()), "{id}");
        assert_eq!(titles.len(), if *is_lost { 3 } else { 2 }, "{id}");
        // Without the event itself, the override may be right.
        assert!(!messages_of(&calendar("", &[&changed])).iter().any(|message| message == MESSAGE));
    }
}

/// A text as written and as read; true if a report counts it.
const ESCAPES: &[(&str, &str, bool)] = &[
    (r#"Say \"hi\""#, r#"Say "hi""#, true),
    (r"1\/2 at 10\:30, it\'s", "1/2 at 10:30, it's", true),
    (r"a\, b\; c\\d\nE", r"a, b; c\d E", false),
    (r"C:\temp and \(x\)", r"C:\temp and \(x\)", false),
    (r"\\: and \\/", r"\: and \/", false),
    (r"end\", r"end\", false),
];

#[test]
fn backslash_that_the_standard_does_not_know_is_read_and_counted() {
    for (written, read, is_counted) in ESCAPES {
        let text = calendar_of(&format!(
            "SUMMARY:{written}\nLOCATION:Hall\nDTSTART:20260511T090000Z\nDURATION:PT1H"
        ));
        assert_eq!(&*agenda_of(&text).sessions[0].title, *read, "{written}");
        let count = problems_of(&text)
            .iter()
            .filter(|problem| problem.message.contains("backslashes"))
            .count();
        assert_eq!(count, usize::from(*is_counted), "{written}");
    }
}
