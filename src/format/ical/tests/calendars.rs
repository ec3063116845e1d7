use super::{agenda_in_toml, agenda_of, calendar, day_lines, messages_of, stamp};
use crate::format::ical::write;

/// Returns a calendar of one event, with `head`.
fn one_event(head: &str) -> String {
    calendar(head, &["UID:u\nSUMMARY:A\nDTSTART:20240525T090000\nDURATION:PT1H"])
}

const PARIS: &str = "X-WR-CALNAME:P\nX-WR-TIMEZONE:Europe/Paris\n";
const NEW_YORK: &str = "X-WR-CALNAME:Q\nX-WR-TIMEZONE:America/New_York\n";

#[test]
fn second_calendar_of_a_file_keeps_its_own_zone() {
    let text = one_event(PARIS) + &one_event(NEW_YORK);
    let expected = ["05-25 05-25T09:00 60 A", "05-25 05-25T15:00 60 A"];
    assert_eq!(day_lines(&text), expected);
    assert_eq!(
        messages_of(&text)[..2],
        ["another calendar has another name", "another calendar has another time zone"],
    );
    let without_end = text.replacen("END:VCALENDAR\n", "", 1);
    assert_eq!(day_lines(&without_end), expected);
}

#[test]
fn second_calendar_with_the_same_name_and_zone_has_no_problems() {
    let text = one_event(PARIS) + &one_event(PARIS).replace("UID:u", "UID:v");
    assert_eq!(day_lines(&text)[1], "05-25 05-25T09:00 60 A");
    assert_eq!(messages_of(&text), [""; 0]);
}

#[test]
fn second_calendar_names_the_event_if_the_first_does_not() {
    assert_eq!(&*agenda_of(&(one_event("") + &one_event(PARIS))).name, "P");
}

#[test]
fn description_equal_to_the_name_is_dropped() {
    let agenda = agenda_of(&one_event("X-WR-CALNAME:Days\nX-WR-CALDESC:Days\n"));
    assert_eq!((&*agenda.name, agenda.description.as_deref()), ("Days", None));
}

#[test]
fn zone_utc_written_by_hallway_is_read_back() {
    let session = "[[session]]\ntitle = \"A\"\nstart = 2024-03-10T09:00:00\nminutes = 30\n";
    let before = agenda_in_toml("timezone = \"UTC\"", session);
    let after = agenda_of(&write(&before, None, stamp()));
    assert_eq!(after.clock.zone().map(|zone| zone.name()), Some("UTC"));
    assert_eq!(after.sessions[0].start, before.sessions[0].start);
}

#[test]
fn zone_utc_of_another_producer_is_unknown() {
    assert_eq!(agenda_of(&one_event("X-WR-TIMEZONE:UTC\n")).clock.zone(), None);
}
