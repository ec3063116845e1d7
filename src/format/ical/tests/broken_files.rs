use super::{calendar, messages_of, session_lines};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn two_events() -> String {
    calendar(
        "",
        &["SUMMARY:A\nDTSTART:20240310T090000Z", "SUMMARY:B\nDTSTART:20240310T100000Z\nURL:x"],
    )
}

#[test]
fn file_cut_off_within_a_late_line_keeps_the_last_event() {
    let text = two_events();
    let cut = &text[..text.find("URL").unwrap() + 2];
    assert_eq!(session_lines(cut).len(), 2);
    assert!(messages_of(cut).contains(&"the file ends within an event: it was cut off".into()));
}

#[test]
fn file_cut_off_before_the_start_loses_the_last_event() {
    let text = two_events();
    let cut = &text[..text.find("SUMMARY:B").unwrap() + 9];
    assert_eq!(session_lines(cut).len(), 1);
}

#[test]
fn odd_component_is_reported_and_the_events_are_kept() {
    for (odd, message) in [
        ("BEGIN:VTODO\nSUMMARY:x\nEND:VTODO\n", "this component is not an event"),
        ("END:VALARM\n", "this line ends a component that has not begun"),
        ("https//no\n", "this line is not a property of iCalendar"),
    ] {
        let text = two_events().replacen("END:VEVENT\n", &format!("END:VEVENT\n{odd}"), 1);
        let messages = messages_of(&text);
        assert!(messages.iter().any(|found| found == message), "{odd}: {messages:?}");
        assert_eq!(session_lines(&text).len(), 2);
    }
}

#[test]
fn huge_and_deep_files_are_read_within_a_minute() {
    let repeated = |part: &str, count: usize| format!("BEGIN:VCALENDAR\n{}", part.repeat(count));
    let with_line = |line: String| {
        format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nUID:u\nDTSTART:20240310T090000Z\n\
             {line}\nEND:VEVENT\n"
        )
    };
    let endless = with_line("RRULE:FREQ=DAILY".to_owned());
    for text in [
        repeated("BEGIN:X\n", 500_000),
        repeated("x\n", 2_000_000),
        repeated("END:X\n", 500_000),
        repeated("BEGIN:VEVENT\nEND:VEVENT\n", 100_000),
        repeated(endless.strip_prefix("BEGIN:VCALENDAR\n").unwrap(), 1_000),
        with_line(format!("DESCRIPTION{}:x", ";A=b".repeat(50_000))),
        with_line(format!("DESCRIPTION:{}", r"x\n".repeat(3_000_000))),
        with_line(format!("DESCRIPTION:{}", "x\n ".repeat(3_000_000))),
        with_line(format!("DESCRIPTION:{}", r"Speaker: A\n".repeat(3_000))),
        with_line("EXDATE:20240310T090000Z\n".repeat(10_000)),
    ] {
        let begin = Instant::now();
        let reading = crate::format::read(text.as_bytes()).unwrap();
        assert!(begin.elapsed() < Duration::from_secs(60), "{:.60}", &text[16..]);
        assert!(!reading.draft.problems.is_empty() || !reading.draft.sessions.is_empty());
    }
}

const RICH_EVENT: &str = r#"UID:u
SUMMARY;X="a":A\, b (talk by C)
DTSTART;TZID=Europe/Berlin:20240318T090000
DTEND:20240318T080000Z
RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20240501
EXDATE:20240325T080000Z
DURATION:PT1H
LOCATION:Aé
DESCRIPTION:Speakers: A (b)\, C\n&amp;x"#;

proptest! {
    #[test]
    fn file_with_changed_bytes_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0u8..=255), 0..30),
        end in any::<prop::sample::Index>(),
    ) {
        let head = "PRODID:-//CERN//INDICO//EN\nX-WR-TIMEZONE:Europe/Paris\n";
        let mut bytes = calendar(head, &[RICH_EVENT, RICH_EVENT]).into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        if let Ok(reading) = crate::format::read(bytes.as_slice()) {
            let (_, problems) = reading.draft.check(None);
            for problem in problems {
                problem.report("f", &reading.text);
            }
        }
    }
}
