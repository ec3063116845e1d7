use super::{agenda_of, calendar, day_lines, messages_of, problems_of, titles_of};
use crate::agenda::Severity;

const SERIES: &str = "\
SUMMARY:A
UID:u
DTSTART;TZID=Europe/Berlin:20240318T090000
DURATION:PT1H
RRULE:FREQ=DAILY;COUNT=3";

const MOVED_FIRST: &str = "\
SUMMARY:First
UID:u
DTSTART;TZID=Europe/Berlin:20240318T100000
RECURRENCE-ID:20240318T080000Z";

const CANCELLED_SECOND: &str = "\
SUMMARY:Gone
UID:u
DTSTART;TZID=Europe/Berlin:20240319T090000
STATUS:CANCELLED
RECURRENCE-ID;TZID=Europe/Berlin:20240319T090000";

#[test]
fn override_replaces_one_occurrence_and_keeps_its_id() {
    let text = calendar("", &[MOVED_FIRST, SERIES, CANCELLED_SECOND]);
    let agenda = agenda_of(&text);
    let found: Vec<_> = agenda
        .sessions
        .iter()
        .map(|session| (&*session.title, &*session.id, session.cancelled))
        .collect();
    assert_eq!(
        found,
        [("First", "u", false), ("Gone", "u-20240319", true), ("A", "u-20240320", false)]
    );
    assert!(problems_of(&text).iter().all(|problem| problem.severity == Severity::Warning));
}

const FIVE_DAYS: &str = "\
UID:u
SUMMARY:A
DTSTART;TZID=Europe/Berlin:20240328T090000
DURATION:PT1H
RRULE:FREQ=DAILY;COUNT=5";

const AFTERNOONS_FROM_THE_THIRD: &str = "\
UID:u
SUMMARY:B
RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20240330T090000
DTSTART;TZID=Europe/Berlin:20240330T140000
DURATION:PT30M
LOCATION:Hall &amp; Bar";

const MOVED_FOURTH: &str = "\
UID:u
SUMMARY:C
RECURRENCE-ID;TZID=Europe/Berlin:20240331T090000
DTSTART;TZID=Europe/Berlin:20240331T110000
DURATION:PT30M";

/// The clocks change on the 31st; the afternoons stay at 14:00.
#[test]
fn override_of_this_and_future_replaces_all_later_occurrences() {
    let expected = [
        "03-28 03-28T09:00 60 A",
        "03-29 03-29T09:00 60 A",
        "03-30 03-30T14:00 30 B",
        "03-31 03-31T11:00 30 C",
        "04-01 04-01T14:00 30 B",
    ];
    let text = calendar("", &[FIVE_DAYS, AFTERNOONS_FROM_THE_THIRD, MOVED_FOURTH]);
    assert_eq!(day_lines(&text), expected);
    assert_eq!(
        messages_of(&text),
        ["this event repeats: 5 sessions", "this text contains entities of HTML"]
    );
    let reversed = calendar("", &[MOVED_FOURTH, AFTERNOONS_FROM_THE_THIRD, FIVE_DAYS]);
    assert_eq!(day_lines(&reversed), expected);
}

/// Returns an event with the UID `u`, called `title` in a room `title`, and `lines` before the
/// others.
fn version(title: &str, lines: &str) -> String {
    format!(
        "UID:u\nSUMMARY:{title}\nLOCATION:{title}\n{lines}\
         DTSTART:20240525T090000Z\nDURATION:PT1H"
    )
}

/// Returns [`version`] two hours later.
fn later_version(title: &str, lines: &str) -> String {
    version(title, lines).replace("T09", "T11")
}

/// Asserts the titles of the events left over, in the order of the agenda, and the number of
/// superseded versions.
fn assert_versions(events: &[String], titles: &[&str], superseded: usize) {
    let text = calendar("", &events.iter().map(String::as_str).collect::<Vec<_>>());
    let agenda = agenda_of(&text);
    assert_eq!(titles_of(&agenda), titles, "{text}");
    let message = "this event has a later version in the same file";
    let found = messages_of(&text).iter().filter(|found| *found == message).count();
    assert_eq!(found, superseded, "{text}");
    for room in &agenda.rooms {
        assert!(titles.contains(&&*room.name), "a superseded version left its room");
    }
}

#[test]
fn of_two_versions_the_higher_sequence_wins() {
    for events in [
        [version("Old", ""), version("New", "SEQUENCE:2\n")],
        [version("New", "SEQUENCE:10\n"), version("Old", "SEQUENCE:9\n")],
    ] {
        assert_versions(&events, &["New"], 1);
    }
    assert_versions(&[version("A", "SEQUENCE:1\n"), later_version("A", "SEQUENCE:2\n")], &["A"], 1);
}

#[test]
fn events_with_another_title_and_start_are_no_versions() {
    assert_versions(
        &[version("A", "SEQUENCE:1\n"), later_version("B", "SEQUENCE:2\n")],
        &["A", "B"],
        0,
    );
}

#[test]
fn events_with_the_same_sequence_or_without_a_start_are_no_versions() {
    for events in [
        [version("A", "SEQUENCE:1\n"), version("B", "SEQUENCE:1\n")],
        [version("A", ""), version("B", "SEQUENCE:0\n")],
        [version("A", ""), "UID:u\nSUMMARY:B\nSEQUENCE:1".to_owned()],
    ] {
        assert_versions(&events, &["A", "B"], 0);
    }
}

#[test]
fn override_is_a_version_of_other_overrides_only() {
    let series =
        |sequence| version("A", &format!("SEQUENCE:{sequence}\nRRULE:FREQ=DAILY;COUNT=2\n"));
    let second = |title, sequence| {
        version(title, &format!("SEQUENCE:{sequence}\nRECURRENCE-ID:20240526T090000Z\n"))
    };
    assert_versions(&[series(1), second("B", 3)], &["A", "B"], 0);
    assert_versions(&[series(4), second("B", 3), second("C", 2)], &["A", "B"], 1);
}
