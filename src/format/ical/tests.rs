use super::*;
use crate::agenda::{Agenda, Severity, Zone};
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use std::time::{Duration, Instant};

pub(super) fn calendar(head: &str, events: &[&str]) -> String {
    let events: String =
        events.iter().map(|event| format!("BEGIN:VEVENT\n{event}\nEND:VEVENT\n")).collect();
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{head}{events}END:VCALENDAR\n")
}

pub(super) fn checked(bytes: &[u8], zone: Option<&str>) -> (Agenda, Vec<Problem>) {
    let zone = zone.map(|zone| Zone::by_name(zone).unwrap());
    crate::format::read(bytes).unwrap().draft.check(zone.as_ref())
}

/// Every session: start, minutes, room, title.
fn lines(bytes: &[u8]) -> Vec<String> {
    let (agenda, _) = checked(bytes, None);
    let line = |s: &crate::agenda::Session| {
        let start = s.start.map_or("-".to_owned(), |start| start.to_rfc3339());
        format!(
            "{start} {} {} | {}",
            s.minutes.map_or(-1, i64::from),
            s.room.as_deref().unwrap_or("-"),
            s.title
        )
    };
    agenda.sessions.iter().map(line).collect()
}

pub(super) fn messages(text: &str) -> Vec<String> {
    checked(text.as_bytes(), None).1.into_iter().map(|problem| problem.message).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn times_are_what_the_file_says() {
    let lic = "BEGIN:VTIMEZONE\nTZID:Mine\nX-LIC-LOCATION:Europe/Berlin\nEND:VTIMEZONE\n";
    let fixed = "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n";
    // As Outlook writes it; and one that libical has unrolled.
    let ruled = "BEGIN:VTIMEZONE\nTZID:Ours\n\
        BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n\
        BEGIN:DAYLIGHT\nDTSTART:19960331T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3;UNTIL=20290325T010000Z\nEND:DAYLIGHT\n\
        END:VTIMEZONE\n";
    let dated = "BEGIN:VTIMEZONE\nTZID:Dated\n\
        BEGIN:STANDARD\nDTSTART:20231105T020000\nTZOFFSETFROM:-0300\nTZOFFSETTO:-0400\nEND:STANDARD\n\
        BEGIN:DAYLIGHT\nDTSTART:20230312T020000\nRDATE:20240310T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0300\nEND:DAYLIGHT\n\
        END:VTIMEZONE\n";
    for (head, time, shown) in [
        ("", "DTSTART:20240310T090000Z\nDTEND:20240310T100000Z", "2024-03-10T09:00:00+00:00 60"),
        (
            "X-WR-TIMEZONE:UTC\n",
            "DTSTART:20240310T090000Z\nDURATION:PT1H30M",
            "2024-03-10T09:00:00+00:00 90",
        ),
        (
            "X-WR-TIMEZONE:Europe/Berlin\n",
            "DTSTART:20240710T090000Z\nDURATION:P1DT2H",
            "2024-07-10T11:00:00+02:00 1560",
        ),
        (
            "X-WR-TIMEZONE:Europe/Berlin\n",
            "DTSTART:20240710T090000\nDURATION:PT0S",
            "2024-07-10T09:00:00+02:00 0",
        ),
        (
            "VTIMEZONE: Europe/Rome\n",
            "DTSTART:20240710T090000\nDURATION:P1W",
            "2024-07-10T09:00:00+02:00 10080",
        ),
        (
            "",
            "DTSTART;TZID=America/Phoenix:20240710T200000\nDTEND;TZID=America/Phoenix:20240710T235959",
            "2024-07-10T20:00:00-07:00 240",
        ),
        (
            "",
            "DTSTART;TZID=\"W. Europe Standard Time\":20240710T090000\nDTEND:20240710T093000",
            "2024-07-10T09:00:00+02:00 30",
        ),
        (
            "",
            "DTSTART;TZID=/example.org/20210210_1/Europe/London:20240710T090000",
            "2024-07-10T09:00:00+01:00 0",
        ),
        (lic, "DTSTART;TZID=Mine:20240710T090000", "2024-07-10T09:00:00+02:00 0"),
        (fixed, "DTSTART;TZID=Own:20240710T090000", "2024-07-10T09:00:00+05:30 0"),
        (ruled, "DTSTART;TZID=Ours:20240710T090000", "2024-07-10T09:00:00+02:00 0"),
        (ruled, "DTSTART;TZID=Ours:20240331T015959", "2024-03-31T01:59:59+01:00 0"),
        (ruled, "DTSTART;TZID=Ours:20240331T030000", "2024-03-31T03:00:00+02:00 0"),
        (ruled, "DTSTART;TZID=Ours:20241027T030000", "2024-10-27T03:00:00+01:00 0"),
        (ruled, "DTSTART;TZID=Ours:20300110T090000", "2030-01-10T09:00:00+01:00 0"),
        (ruled, "DTSTART;TZID=Ours:19950710T090000", "1995-07-10T09:00:00+01:00 0"),
        (dated, "DTSTART;TZID=Dated:20240710T090000", "2024-07-10T09:00:00-03:00 0"),
        (dated, "DTSTART;TZID=Dated:20240110T090000", "2024-01-10T09:00:00-04:00 0"),
        (
            "",
            "DTSTART;TZID=\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome\":20240710T090000",
            "2024-07-10T09:00:00+02:00 0",
        ),
        (
            "",
            "DTSTART;TZID=\"(UTC-05:00) Eastern Time (US & Canada)\":20240710T090000",
            "2024-07-10T09:00:00-04:00 0",
        ),
        (
            "",
            "DTSTART;TZID=/citadel.org/20250101_1/America/Argentina/Buenos_Aires:20240710T090000",
            "2024-07-10T09:00:00-03:00 0",
        ),
        (
            "",
            "DTSTART;TZID=US/Eastern;VALUE=DATE-TIME:20240710T090000",
            "2024-07-10T09:00:00-04:00 0",
        ),
        ("", "DTSTART;TZID=Mars/Base:20240710T090000", "2024-07-10T09:00:00+00:00 0"),
        (
            "",
            "DTSTART;VALUE=DATE:20260117\nDTEND;VALUE=DATE:20260119",
            "2026-01-17T00:00:00+00:00 2880",
        ),
        ("", "DTSTART;VALUE=DATE:20260117", "2026-01-17T00:00:00+00:00 1440"),
        // The clocks go back on the second day, forward on the only one.
        (
            "X-WR-TIMEZONE:Europe/London\n",
            "DTSTART;VALUE=DATE:20251025\nDTEND;VALUE=DATE:20251027",
            "2025-10-25T00:00:00+01:00 2940",
        ),
        (
            "X-WR-TIMEZONE:Europe/London\n",
            "DTSTART;VALUE=DATE:20260329",
            "2026-03-29T00:00:00+00:00 1380",
        ),
        (
            "",
            "DTSTART;TZID=(UTC-05:00) Eastern Time (US & Canada):20240710T090000",
            "2024-07-10T09:00:00-04:00 0",
        ),
        ("", "DTSTART;X=A (B;TZID=Europe/Berlin:20240710T090000", "2024-07-10T09:00:00+02:00 0"),
        ("", "DTSTART;TZID=UTC+1:20240710T090000", "2024-07-10T09:00:00+01:00 0"),
        ("", "DTSTART;TZID=\"GMT-03:30\":20240710T090000", "2024-07-10T09:00:00-03:30 0"),
        ("", "DTSTART;TZID=UTC+0545:20240710T090000", "2024-07-10T09:00:00+05:45 0"),
        ("", "DTSTART;TZID=Etc/GMT-2:20240710T090000", "2024-07-10T09:00:00+02:00 0"),
        ("", "DTSTART;TZID=UTC+é:20240710T090000", "2024-07-10T09:00:00+00:00 0"),
        ("", "DTSTART:2026-01-17T09:00:00+01:00", "2026-01-17T09:00:00+01:00 0"),
        ("", "DTSTART:20260117T090000+0100", "2026-01-17T09:00:00+01:00 0"),
        ("", "DTSTART:20260117T090000-0130", "2026-01-17T09:00:00-01:30 0"),
        ("", "DTSTART:2026-01-17T09:00-05:00", "2026-01-17T09:00:00-05:00 0"),
        ("", "DTSTART:20260117T090000.000Z", "2026-01-17T09:00:00+00:00 0"),
        ("", "DTSTART:20260117T090000.5+0100", "2026-01-17T09:00:00+01:00 0"),
        ("", "DTSTART:20260117T090000.Z", "- -1"),
        // Colons that no quotation marks hold together.
        ("", "DTSTART;TZID=tzone://Microsoft/Utc:20260117T090000", "2026-01-17T09:00:00+00:00 0"),
        (
            "",
            "DTSTART;TZID=GMT+01:00:20260117T090000\nDTEND;TZID=GMT+01:00:20260117T093000",
            "2026-01-17T09:00:00+01:00 30",
        ),
        ("", "DTSTART;X=a:b;TZID=\"Asia/Tokyo\":20260117T090000", "2026-01-17T09:00:00+09:00 0"),
        ("", "DTSTART:TZID=Asia/Tokyo:20260117T090000", "2026-01-17T09:00:00+09:00 0"),
        (
            "",
            "DTSTART;TZID=(UTC-05:00) Eastern Time (US and Canada):20240710T090000",
            "2024-07-10T09:00:00-04:00 0",
        ),
        // The clocks go forward while it runs.
        (
            "",
            "DTSTART;TZID=Europe/Berlin:20270328T013000\nDTEND;TZID=Europe/Berlin:20270328T033000",
            "2027-03-28T01:30:00+01:00 60",
        ),
        ("", "DTSTART:someday", "- -1"),
        ("", "LOCATION:Hall", "- -1"),
    ] {
        let text = calendar(head, &[&format!("SUMMARY:A\n{time}")]);
        let found = lines(text.as_bytes());
        assert_eq!(found.len(), 1, "{time}");
        assert!(found[0].starts_with(&format!("{shown} ")), "{time}: {found:?}");
    }
}

#[test]
fn text_is_read_as_meant() {
    for (property, title) in [
        ("SUMMARY:A\\, b\\; c\\\\n \\N d", "A, b; c\\n d"),
        ("SUMMARY;CHARSET=UTF-8;ENCODING=8BIT:A", "A"),
        ("SUMMARY;X=\"a:b;c\":A", "A"),
        ("SUMMARY;X=\"open:A", "A"),
        ("summary:A", "A"),
        ("SUMMARY:A\r\r\n b", "Ab"),
        ("SUMMARY:A\r\n\r\n b\r\n \r\n c", "Abc"),
        ("SUMMARY:A\rb", "A b"),
        ("SUMMARY:A\u{2028}b\u{b}c", "A b c"),
        ("SUMMARY:A &amp; B &#x3D; &#39;&nope;", "A & B = '&nope;"),
        ("SUMMARY:A\nand more, raw", "A and more, raw"),
        ("BEGIN:VALARM\nSUMMARY:wrong\nEND:VALARM\nSUMMARY:A", "A"),
        ("DESCRIPTION:First line\\nsecond", "First line"),
        ("LOCATION:Hall", "(no title)"),
    ] {
        let text = calendar("", &[&format!("DTSTART:20240310T090000Z\n{property}")]);
        let (agenda, _) = checked(text.as_bytes(), None);
        assert_eq!(
            agenda.sessions.iter().map(|s| &*s.title).collect::<Vec<_>>(),
            [title],
            "{property:?}"
        );
    }
}

#[test]
fn folds_may_be_anywhere_even_within_a_letter() {
    let text = calendar(
        "",
        &["SUMMARY:a\u{e9}\u{20ac}\u{1f600}z\nDTSTART:20240310T090000Z\nDURATION:PT1H"],
    );
    for at in 0..text.len() {
        let in_value = text.find("a\u{e9}").unwrap() + 1..=text.find('z').unwrap();
        if in_value.contains(&at) {
            for fold in ["\r\n ", "\n\t"] {
                let bytes =
                    [&text.as_bytes()[..at], fold.as_bytes(), &text.as_bytes()[at..]].concat();
                let reading = crate::format::read(&bytes).unwrap();
                assert_eq!(reading.draft.problems, [], "{at}");
                assert_eq!(
                    reading.draft.sessions[0].title.as_ref().unwrap().value,
                    "a\u{e9}\u{20ac}\u{1f600}z"
                );
                assert_eq!(reading.text.lines().count(), text.lines().count() + 1);
            }
        }
    }
    // What is no letter at all stays what it is.
    let (agenda, problems) = checked(
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\xc3\n b\nEND:VEVENT\nEND:VCALENDAR",
        None,
    );
    assert_eq!(&*agenda.sessions[0].title, "a\u{fffd}b");
    assert!(problems.iter().any(|problem| problem.message == "this is not UTF-8"));
}

#[test]
fn line_ends_comments_and_marks_do_not_matter() {
    let text = calendar("", &["SUMMARY:A\nDTSTART:20240310T090000Z"]);
    let mixed = text.replacen('\n', "\r\n", 4);
    for text in [
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        text.replace('\n', "\r\r\n"),
        text.replace('\n', "\n\n"),
        mixed,
        format!("<!--\n{text}-->\n"),
        format!("\u{feff}{text}"),
        text.replace("END:VEVENT\n", ""),
    ] {
        assert_eq!(lines(text.as_bytes()), ["2024-03-10T09:00:00+00:00 0 - | A"], "{text:?}");
    }
}

/// Meetups repeat by the month, and zones by the year.
#[test]
fn months_and_years_repeat_by_the_calendar() {
    for (start, rule, days) in [
        ("20240311", "FREQ=MONTHLY;BYDAY=2MO;COUNT=4", "0311 0408 0513 0610"),
        ("20240329", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20240601", "0329 0426 0531"),
        ("20240131", "FREQ=MONTHLY;COUNT=3", "0131 0331 0531"),
        ("20240115", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15,-1;COUNT=4", "0115 0131 0315 0331"),
        ("20240105", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=1,2,3,4,5,6,7;COUNT=3", "0105 0202 0301"),
        ("20240131", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "0131 0229 0329"),
        ("20240101", "FREQ=MONTHLY;BYMONTH=1,5;BYDAY=1MO;COUNT=3", "0101 0506 0106"),
        ("20240229", "FREQ=YEARLY;COUNT=2", "0229 0229"),
        ("20241005", "FREQ=YEARLY;BYMONTH=10;BYDAY=1SA;COUNT=3", "1005 1004 1003"),
        // Numbers of what a year does not have, and what is not understood.
        ("20240101", "FREQ=YEARLY;BYDAY=20MO;COUNT=2", "0101"),
        ("20240101", "FREQ=YEARLY;BYDAY=2MO;COUNT=2", "0101"),
        ("20240101", "FREQ=MONTHLY;BYMONTHDAY=0", "0101"),
        ("20240101", "FREQ=MONTHLY;BYMONTHDAY=32", "0101"),
        ("20240101", "FREQ=YEARLY;BYWEEKNO=20", "0101"),
    ] {
        let event =
            format!("UID:u\nSUMMARY:A\nDTSTART:{start}T180000Z\nDURATION:PT1H\nRRULE:{rule}");
        let (agenda, _) = checked(calendar("", &[&event]).as_bytes(), None);
        let found: Vec<String> = agenda
            .sessions
            .iter()
            .map(|session| session.start.unwrap().format("%m%d").to_string())
            .collect();
        assert_eq!(found.join(" "), days, "{rule}");
    }
    // A day that never comes.
    let never = "UID:u\nSUMMARY:A\nDTSTART:20240130T180000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30";
    assert_eq!(lines(calendar("", &[never]).as_bytes()).len(), 1);
}

#[test]
fn repetition_is_unrolled_and_exceptions_count() {
    let at = "SUMMARY:A\nUID:u\nDTSTART;TZID=Europe/Berlin:20240318T090000\nDURATION:PT1H\n";
    for (rule, days) in [
        ("RRULE:FREQ=DAILY;COUNT=3", "18 19 20"),
        ("RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20240322", "18 20 22"),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", "18 20 25"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO;COUNT=3", "18 31 01"),
        // The last time is at 7 in UTC, after the clock change; it is at the very end.
        ("RRULE:FREQ=WEEKLY;UNTIL=20240401T070000Z", "18 25 01"),
        ("RRULE:FREQ=WEEKLY;UNTIL=20240401T065959Z", "18 25"),
        ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=Europe/Berlin:20240319T090000", "18 20"),
        ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20240318", "19 20"),
        ("RDATE;TZID=Europe/Berlin:20240320T090000,20240322T090000", "18 20 22"),
        ("RDATE;VALUE=DATE:20240320,20240322", "18 20 22"),
        ("RRULE:FREQ=DAILY;COUNT=3;BYHOUR=9;BYMINUTE=0;BYSECOND=0", "18 19 20"),
        ("RRULE:FREQ=DAILY;COUNT=3;BYHOUR=9,14", "18"),
        ("RRULE:FREQ=DAILY;COUNT=3;BYMINUTE=30", "18"),
        ("RRULE:FREQ=SECONDLY", "18"),
        ("RRULE:FREQ=HOURLY;COUNT=2", "18"),
        ("RRULE:FREQ=DAILY;BYDAY=2MO", "18"),
        ("RRULE:FREQ=DAILY;COUNT=1", "18"),
        ("RRULE:nonsense", "18"),
    ] {
        let text = calendar("", &[&format!("{at}{rule}")]);
        let (agenda, _) = checked(text.as_bytes(), None);
        let found: Vec<String> =
            agenda.sessions.iter().map(|s| s.start.unwrap().format("%d").to_string()).collect();
        assert_eq!(found.join(" "), days, "{rule}");
        assert!(agenda.sessions.iter().all(|s| s.start.unwrap().format("%H").to_string() == "09"));
    }
    let endless = calendar("", &[&format!("{at}RRULE:FREQ=DAILY")]);
    assert_eq!(lines(endless.as_bytes()).len(), 366);
    assert!(
        messages(&endless).iter().any(|message| message.contains("repeats more than 366 times"))
    );
    let refused = calendar("", &[&format!("{at}RRULE:FREQ=SECONDLY")]);
    assert!(messages(&refused).iter().any(|message| message.contains("does not read")));
}

#[test]
fn one_event_stands_in_for_a_time_of_another() {
    let master = "SUMMARY:A\nUID:u\nDTSTART;TZID=Europe/Berlin:20240318T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3";
    let first = "SUMMARY:First\nUID:u\nDTSTART;TZID=Europe/Berlin:20240318T100000\nRECURRENCE-ID:20240318T080000Z";
    let gone = "SUMMARY:Gone\nUID:u\nDTSTART;TZID=Europe/Berlin:20240319T090000\nSTATUS:CANCELLED\nRECURRENCE-ID;TZID=Europe/Berlin:20240319T090000";
    let (agenda, problems) = checked(calendar("", &[first, master, gone]).as_bytes(), None);
    let found: Vec<_> = agenda.sessions.iter().map(|s| (&*s.title, &*s.id, s.cancelled)).collect();
    assert_eq!(
        found,
        [("First", "u", false), ("Gone", "u-20240319T0800", true), ("A", "u-20240320T0800", false)]
    );
    assert!(problems.iter().all(|problem| problem.severity == Severity::Warning));
}

#[test]
fn people_rooms_and_kinds_are_found_where_programs_put_them() {
    // Head, event; title, people with affiliation, rooms, kind, track.
    for (head, event, expected) in [
        (
            "PRODID:-//pretalx//example.org//\n",
            "SUMMARY:On - and off - A B [X - Y\\, Z]\\, C D",
            "A B [X - Y, Z]/ + C D/",
        ),
        ("PRODID:-//pretalx//example.org//\n", "SUMMARY:Nobody speaks - ", ""),
        (
            "PRODID;X-RICAL-TZSOURCE=TZINFO:-//com.denhaven2.com/NONSGML ri_cal gem//EN\n",
            "UID:01234567-89ab-cdef-0123-456789abcdef@example.org\nSUMMARY:On - and off - A B\\, C D",
            "A B/ + C D/",
        ),
        // Another program that uses the same library.
        (
            "PRODID:-//com.denhaven2.com/NONSGML ri_cal gem//EN\n",
            "UID:7@example.org\nSUMMARY:On - and off",
            "",
        ),
        ("", "SUMMARY:T\nDESCRIPTION:Speaker: A B\\nText", "A B/"),
        (
            "PRODID:-//CERN//INDICO//EN\n",
            "SUMMARY:T\nDESCRIPTION:Speakers: A B (Cern)\\, C D (X\\, Y)\\nText",
            "A B/Cern + C D/X, Y",
        ),
        (
            "PRODID:-//CERN//INDICO//EN\n",
            "SUMMARY:T\nDESCRIPTION:Speakers: A B (Cern)\\, C D (University of X (GB))\\nText",
            "A B/Cern + C D/University of X (GB)",
        ),
        ("", "SUMMARY:T\nDESCRIPTION:von: A B\\nText", "A B/"),
        ("", "SUMMARY:T\nATTENDEE;CN=\"A B\";CUTYPE=INDIVIDUAL:invalid:nomail", "A B/"),
        ("", "SUMMARY:T\nATTENDEE;CN=A B:mailto:a@example.org", ""),
        ("", "SUMMARY:T (talk by A B)", "A B/"),
        ("", "SUMMARY:T (workshop by A B & C D)", "A B/ + C D/"),
        ("", "SUMMARY:T (talk by A B\\, University of X)", "A B/University of X"),
        ("", "SUMMARY:T (stand by me)", ""),
    ] {
        let text = calendar(head, &[&format!("DTSTART:20240310T090000Z\n{event}")]);
        let (agenda, _) = checked(text.as_bytes(), None);
        let people = agenda.people_of(&agenda.sessions[0]);
        let people: Vec<String> = people
            .map(|(p, _)| format!("{}/{}", p.name, p.affiliation.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(people.join(" + "), expected, "{event}");
        let said = agenda.sessions[0].summary.as_deref();
        assert!(said.is_none() || said == Some("Text"), "{said:?}");
    }
    let places = ["Arena", "Room 1", "Room 2", "Arena\\, Room 1\\, Room 2", "Bar\\, Deck 2"];
    let events: Vec<String> =
        places.iter().map(|p| format!("SUMMARY:T\nLOCATION:{p}\nCATEGORIES:PARTY")).collect();
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let (agenda, _) = checked(calendar("", &events).as_bytes(), None);
    let in_room = |name: &str| {
        agenda.sessions.iter().find(|s| s.room.as_deref() == Some(name)).map(|s| s.rooms.clone())
    };
    assert_eq!(in_room("Arena, Room 1, Room 2"), Some(vec![0, 1, 2]));
    assert_eq!(in_room("Bar, Deck 2"), Some(vec![4]));
    assert_eq!((agenda.sessions[0].kind.word(), &*agenda.tracks[0].name), ("social", "PARTY"));
}

#[test]
fn a_whole_day_is_a_day_of_the_programme_by_itself() {
    let text = calendar(
        "X-WR-TIMEZONE:Europe/London\n",
        &[
            "SUMMARY:Party\nDTSTART:20251024T210000Z\nDTEND:20251025T003000Z",
            "SUMMARY:Late\nDTSTART:20251025T000000Z\nDTEND:20251025T003000Z",
            "SUMMARY:Hack\nDTSTART;VALUE=DATE:20251025\nDTEND;VALUE=DATE:20251027",
            "SUMMARY:Talk\nDTSTART:20251025T080000Z\nDTEND:20251025T090000Z",
        ],
    );
    let (agenda, _) = checked(text.as_bytes(), None);
    let days = agenda.days.iter().map(|day| {
        let titles: Vec<&str> =
            agenda.sessions[day.sessions.clone()].iter().map(|s| &*s.title).collect();
        format!("{} {}", day.date, titles.join(" "))
    });
    // Not on the evening before, although it begins in that night.
    assert_eq!(days.collect::<Vec<_>>(), ["2025-10-24 Party Late", "2025-10-25 Hack Talk"]);
}

#[test]
fn brackets_at_every_title_are_tracks() {
    let events: Vec<String> =
        (0..8).map(|n| format!("SUMMARY:T{n} ({})", ["Keys", "Workshop"][n % 2])).collect();
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let (agenda, _) = checked(calendar("", &events).as_bytes(), None);
    assert_eq!(
        agenda.tracks.iter().map(|track| &*track.name).collect::<Vec<_>>(),
        ["Keys", "Workshop"]
    );
    assert_eq!(
        (agenda.sessions[1].kind.word(), &*agenda.sessions[1].title),
        ("workshop", "T1 (Workshop)")
    );
}

#[test]
fn what_is_cut_off_or_odd_is_told_and_costs_nothing_else() {
    let text = calendar(
        "",
        &["SUMMARY:A\nDTSTART:20240310T090000Z", "SUMMARY:B\nDTSTART:20240310T100000Z\nURL:x"],
    );
    let cut = &text[..text.find("URL").unwrap() + 2];
    assert_eq!(lines(cut.as_bytes()).len(), 2);
    assert!(messages(cut).contains(&"the file ends within an event: it was cut off".to_owned()));
    let cut = &text[..text.find("SUMMARY:B").unwrap() + 9];
    assert_eq!(lines(cut.as_bytes()).len(), 1);
    for (odd, message) in [
        ("BEGIN:VTODO\nSUMMARY:x\nEND:VTODO\n", "this component is not an event"),
        ("END:VALARM\n", "this line ends a component that has not begun"),
        ("https//no\n", "this line is not a property of iCalendar"),
    ] {
        let text = text.replacen("END:VEVENT\n", &format!("END:VEVENT\n{odd}"), 1);
        assert!(
            messages(&text).iter().any(|told| told.starts_with(message)),
            "{odd}: {:?}",
            messages(&text)
        );
        assert_eq!(lines(text.as_bytes()).len(), 2);
    }
}

#[test]
fn hostile_files_are_survived() {
    let many = |part: &str, count: usize| format!("BEGIN:VCALENDAR\n{}", part.repeat(count));
    let event = "BEGIN:VEVENT\nSUMMARY:A\nUID:u\nDTSTART:20240310T090000Z\n";
    for text in [
        many("BEGIN:X\n", 500_000),
        many("x\n", 2_000_000),
        many("END:X\n", 500_000),
        many("BEGIN:VEVENT\nEND:VEVENT\n", 100_000),
        many(&format!("{event}RRULE:FREQ=DAILY\nEND:VEVENT\n"), 1_000),
        format!("BEGIN:VCALENDAR\n{event}DESCRIPTION{}:x\nEND:VEVENT\n", ";A=b".repeat(50_000)),
        format!("BEGIN:VCALENDAR\n{event}DESCRIPTION:{}\nEND:VEVENT\n", "x\\n".repeat(3_000_000)),
        format!("BEGIN:VCALENDAR\n{event}DESCRIPTION:{}\nEND:VEVENT\n", "x\n ".repeat(3_000_000)),
        format!(
            "BEGIN:VCALENDAR\n{event}DESCRIPTION:{}\nEND:VEVENT\n",
            "Speaker: A\\n".repeat(3_000)
        ),
        format!(
            "BEGIN:VCALENDAR\n{event}{}END:VEVENT\n",
            "EXDATE:20240310T090000Z\n".repeat(10_000)
        ),
    ] {
        let start = Instant::now();
        let reading = crate::format::read(text.as_bytes()).unwrap();
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "{:?}: {:.60}",
            start.elapsed(),
            &text[16..]
        );
        assert!(!reading.draft.problems.is_empty() || !reading.draft.sessions.is_empty());
    }
}

proptest! {
    #[test]
    fn mutated_files_never_panic(cuts in prop::collection::vec((any::<prop::sample::Index>(), 0u8..=255), 0..30), end in any::<prop::sample::Index>()) {
        let event = "UID:u\nSUMMARY;X=\"a\":A\\, b (talk by C)\nDTSTART;TZID=Europe/Berlin:20240318T090000\nDTEND:20240318T080000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20240501\nEXDATE:20240325T080000Z\nDURATION:PT1H\nLOCATION:A\u{e9}\nDESCRIPTION:Speakers: A (b)\\, C\\n&amp;x";
        let mut bytes = calendar("PRODID:-//CERN//INDICO//EN\nX-WR-TIMEZONE:Europe/Paris\n", &[event, event]).into_bytes();
        for (at, byte) in cuts {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        if let Ok(reading) = crate::format::read(&bytes) {
            let (_, problems) = reading.draft.check(None);
            for problem in problems {
                problem.report("f", &reading.text);
            }
        }
    }
}

pub(super) fn stamp() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

pub(super) fn agenda(zone: &str, sessions: &str) -> Agenda {
    let text = format!("[event]\nname = \"An; Event\"\nid = \"ev\"\n{zone}\n{sessions}");
    crate::format::toml::read(&text).unwrap().check(None).0
}

const SESSIONS: &str = r#"
[[speaker]]
name = "E, Jr."
affiliation = "Example, Inc. (Ltd)"
[[speaker]]
name = "Org"
affiliation = "Other"
[[session]]
id = "one"
title = "A, b; c\\n"
start = 2024-03-10T09:00:00
minutes = 30
rooms = ["Big, blue", "Small"]
kind = "panel"
track = "Odd, \\ track"
tags = ["a, b", "c"]
abstract = "First line\n\n- second, with more; and so on, until the line is longer than seventy-five octets éééé"
url = "https://example.org/a,b;c"
speakers = ["A B", "C D"]
moderators = ["E, Jr."]
[[session]]
title = "Twice"
start = 2024-10-27T02:30:00+01:00
minutes = 0
cancelled = true
[[session]]
title = "Length unknown"
tags = ["only a tag"]
speakers = ["Ann (she/her)", "Org"]
start = 2025-01-01T00:30:00
[[session]]
title = "No time yet"
start = "TBA"
"#;

#[test]
fn what_is_written_is_by_the_letter() {
    let agenda = agenda("timezone = \"Europe/Berlin\"", SESSIONS);
    let text = write(&agenda, None, stamp());
    assert_eq!(text, write(&agenda, None, stamp()));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
    }
    let unfolded = text.replace("\r\n ", "");
    for line in [
        "METHOD:PUBLISH",
        "X-WR-CALNAME:An\\; Event",
        "UID:one@ev.hallway",
        "DTSTAMP:20231114T221320Z",
        "DTSTART;TZID=Europe/Berlin:20240310T090000",
        "DTEND;TZID=Europe/Berlin:20240310T093000",
        "SUMMARY:A\\, b\\; c\\\\n",
        "LOCATION:Big\\, blue + Small",
        "CATEGORIES:panel,Odd\\, \\\\ track,a\\, b,c",
        "X-HALLWAY-TRACK:Odd\\, \\\\ track",
        "URL:https://example.org/a,b;c",
        // The second of two times that the clocks show alike.
        "DTSTART:20241027T013000Z",
        "DURATION:PT0S",
        "STATUS:CANCELLED",
        "TZID:Europe/Berlin",
        "DTSTART:20240331T020000",
        "TZOFFSETFROM:+0100",
        "TZNAME:CEST",
    ] {
        assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{line}\n{unfolded}");
    }
    assert!(!text.contains("No time yet"));
    let perhaps = write(&agenda, Some(&|_| Some(Status::Tentative)), stamp());
    assert_eq!(perhaps, text.replace("STATUS:CONFIRMED", "STATUS:TENTATIVE"));
    let one = write(&agenda, Some(&|ix| (ix == 1).then_some(Status::Confirmed)), stamp());
    assert_eq!(one.matches("BEGIN:VEVENT").count(), 1);
    assert!(one.contains("SUMMARY:Twice"));
    let floating = write(&self::agenda("", SESSIONS), None, stamp());
    assert!(
        floating.contains("\r\nDTSTART:20240310T090000\r\n") && !floating.contains("VTIMEZONE")
    );
    let unknown = checked(
        calendar("", &["UID:1\nSUMMARY:A\nDTSTART:20240310T090000Z\nDURATION:PT1H"]).as_bytes(),
        None,
    )
    .0;
    let unknown = write(&unknown, None, stamp());
    assert!(
        unknown.contains("\r\nDTSTART:20240310T090000Z\r\nDTEND:20240310T100000Z\r\n"),
        "{unknown}"
    );
    let utc = write(&self::agenda("timezone = \"UTC\"", SESSIONS), None, stamp());
    assert!(utc.contains("\r\nDTSTART:20240310T090000Z\r\n") && !utc.contains("VTIMEZONE"));
}

/// Everything of a session that a calendar has a place for.
fn kept(agenda: &Agenda) -> Vec<String> {
    let scheduled = agenda.sessions.iter().filter(|session| session.start.is_some());
    let line = |s: &crate::agenda::Session| {
        let people = agenda
            .people_of(s)
            .map(|(person, part)| (&*person.name, person.affiliation.as_deref(), part));
        let (people, tags): (Vec<_>, _) = (people.collect(), &s.tags);
        let track = s.track.map(|track| &*agenda.tracks[track].name);
        format!(
            "{:?} {} {:?} {:?} {:?} {:?} {} {people:?} {:?} {:?} {track:?} {} {tags:?}",
            s.id,
            s.title,
            s.start.map(|start| start.to_utc()),
            s.minutes,
            s.room,
            s.rooms,
            s.kind.word(),
            s.summary,
            s.url,
            s.cancelled
        )
    };
    scheduled.map(line).collect()
}

#[test]
fn what_is_written_is_read_back_the_same() {
    for zone in [
        "timezone = \"Europe/Berlin\"",
        "timezone = \"Africa/Casablanca\"",
        "timezone = \"UTC\"",
        "",
    ] {
        let agenda = agenda(zone, SESSIONS);
        let (again, problems) = checked(
            write(&agenda, None, stamp()).as_bytes(),
            zone.contains("UTC").then_some("UTC"),
        );
        assert_eq!(problems, []);
        assert_eq!(kept(&again), kept(&agenda), "{zone}");
        assert_eq!((&again.id, &again.name), (&agenda.id, &agenda.name));
    }
}

#[test]
fn an_abstract_that_looks_like_names_stays_one() {
    for people in ["", "speakers = [\"Ann\"]\n"] {
        let said = "Moderator: chosen on the day\nReal text";
        let session = format!(
            "[[session]]\ntitle = \"A\"\nstart = 2016-07-11T09:00:00\nminutes = 60\nabstract = {said:?}\n{people}"
        );
        let agenda = agenda("", &session);
        assert_eq!(agenda.sessions[0].summary.as_deref(), Some(said));
        let again = checked(write(&agenda, None, stamp()).as_bytes(), None).0;
        assert_eq!(kept(&again), kept(&agenda), "{people}");
    }
}

/// What two other readers make of a calendar: UID, title and start of each event.
fn by_others(text: &str) -> [Vec<(String, String, String)>; 2] {
    use calcard::icalendar::{ICalendar, ICalendarProperty};
    use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime};
    let parsed: Calendar = text.parse().unwrap();
    let events = parsed.components.iter().filter_map(|component| match component {
        CalendarComponent::Event(event) => Some(event),
        _ => None,
    });
    let start = |at: DatePerhapsTime| match at {
        DatePerhapsTime::DateTime(at) => match at {
            icalendar::CalendarDateTime::Floating(at) => at.format("%Y%m%dT%H%M%S").to_string(),
            icalendar::CalendarDateTime::Utc(at) => at.format("%Y%m%dT%H%M%SZ").to_string(),
            icalendar::CalendarDateTime::WithTimezone { date_time, tzid } => {
                format!("{tzid} {}", date_time.format("%Y%m%dT%H%M%S"))
            }
        },
        DatePerhapsTime::Date(date) => date.to_string(),
    };
    let one = events
        .map(|event| {
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            (text(event.get_uid()), text(event.get_summary()), start(event.get_start().unwrap()))
        })
        .collect();
    let parsed = ICalendar::parse(text).unwrap();
    let events =
        parsed.components.iter().filter(|component| component.component_type.as_str() == "VEVENT");
    let two = events
        .map(|event| {
            let text = |name: &ICalendarProperty| {
                event
                    .property(name)
                    .and_then(|entry| entry.values.first()?.as_text())
                    .unwrap_or_default()
                    .to_owned()
            };
            let entry = event.property(&ICalendarProperty::Dtstart).unwrap();
            let at = entry.values.first().unwrap().as_partial_date_time().unwrap();
            let wall = at.to_date_time().unwrap().date_time.format("%Y%m%dT%H%M%S").to_string();
            let start = match entry.tz_id() {
                Some(zone) => format!("{zone} {wall}"),
                None if at.tz_hour.is_some() => format!("{wall}Z"),
                None => wall,
            };
            (text(&ICalendarProperty::Uid), text(&ICalendarProperty::Summary), start)
        })
        .collect();
    [one, two]
}

#[test]
fn other_readers_read_the_same() {
    let agenda = agenda("timezone = \"Europe/Berlin\"", SESSIONS);
    for found in by_others(&write(&agenda, None, stamp())) {
        let found: Vec<_> = found
            .iter()
            .map(|(uid, title, start)| (uid.as_str(), title.as_str(), start.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("one@ev.hallway", "A, b; c\\n", "Europe/Berlin 20240310T090000"),
                ("twice-1027-0230@ev.hallway", "Twice", "20241027T013000Z"),
                (
                    "length-unknown-0101-0030@ev.hallway",
                    "Length unknown",
                    "Europe/Berlin 20250101T003000"
                ),
            ]
        );
    }
}

proptest! {
    #[test]
    fn hostile_titles_come_back(titles in prop::collection::vec("(\\PC|[\\\\,;:\"\\x00-\\x20\u{e9}\u{300}\u{20ac}\u{1f600}&]|\\\\n|BEGIN:VEVENT|&amp;){1,60}", 1..4)) {
        let mut agenda = agenda("timezone = \"Europe/Berlin\"", SESSIONS);
        for (session, title) in agenda.sessions.iter_mut().zip(&titles) {
            let title = crate::agenda::Clean::line(title);
            if !title.is_empty() {
                session.title = title;
            }
        }
        let text = write(&agenda, None, stamp());
        let (again, _) = checked(text.as_bytes(), None);
        prop_assert_eq!(kept(&again), kept(&agenda));
        for found in by_others(&text) {
            let found: Vec<&str> = found.iter().map(|(_, title, _)| title.as_str()).collect();
            let wanted: Vec<&str> = agenda.sessions.iter().take(3).map(|session| &*session.title).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
