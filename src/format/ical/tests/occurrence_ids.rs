//! The ids of the occurrences of a series.

use super::{agenda_of, calendar};
use crate::agenda::Agenda;

const BERLIN: &str = ";TZID=Europe/Berlin";

/// Returns the id of each session with its start on the wall clock.
fn ids_of(agenda: &Agenda) -> Vec<String> {
    let id = |session: &crate::agenda::Session| {
        format!("{} {}", session.id, session.start.unwrap().format("%m-%dT%H:%M"))
    };
    agenda.sessions.iter().map(id).collect()
}

/// Returns a calendar with a daily series from 30 March 2024 over a clock change.
fn series(time: &str, zone: &str, rest: &str, overrides: &[&str]) -> Agenda {
    let event = format!(
        "UID:u\nSUMMARY:A\nDTSTART{zone}:20240330T{time}\nDURATION:PT1H\n\
         RRULE:FREQ=DAILY;COUNT=3{rest}"
    );
    let overrides: Vec<String> =
        overrides.iter().map(|own| format!("UID:u\nSUMMARY:B\nDURATION:PT1H\n{own}")).collect();
    let events: Vec<&str> = overrides.iter().map(String::as_str).chain([&*event]).collect();
    agenda_of(&calendar("", &events))
}

#[test]
fn ids_hold_no_time_so_a_series_that_moves_keeps_them() {
    for time in ["100000", "103000", "233000"] {
        let agenda = series(time, BERLIN, "", &[]);
        let ids: Vec<&str> = agenda.sessions.iter().map(|session| &*session.id).collect();
        assert_eq!(ids, ["u", "u-20240331", "u-20240401"], "{time}");
    }
}

#[test]
fn override_has_the_id_of_its_slot_in_every_form_of_the_slot() {
    for slot in [
        "RECURRENCE-ID;TZID=Europe/Berlin:20240331T003000",
        "RECURRENCE-ID:20240330T233000Z",
        "RECURRENCE-ID;TZID=America/New_York:20240330T193000",
        "RECURRENCE-ID;VALUE=DATE:20240331",
    ] {
        let moved = format!("{slot}\nDTSTART;TZID=Europe/Berlin:20240402T180000");
        let agenda = series("003000", BERLIN, "", &[&moved]);
        let expected = ["u 03-30T00:30", "u-20240401 04-01T00:30", "u-20240331 04-02T18:00"];
        assert_eq!(ids_of(&agenda), expected, "{slot}");
    }
}

#[test]
fn override_of_the_first_occurrence_by_its_date_has_the_id_of_the_event() {
    let moved = "RECURRENCE-ID;VALUE=DATE:20240330\nDTSTART;TZID=Europe/Berlin:20240330T180000";
    let expected = ["u 03-30T18:00", "u-20240331 03-31T10:00", "u-20240401 04-01T10:00"];
    assert_eq!(ids_of(&series("100000", BERLIN, "", &[moved])), expected);
}

#[test]
fn second_time_of_a_day_has_its_time_in_the_id() {
    let dates = "\nRDATE;TZID=Europe/Berlin:20240331T150000,20240402T100000";
    let expected = [
        "u 03-30T10:00",
        "u-20240331 03-31T10:00",
        "u-20240331T1500 03-31T15:00",
        "u-20240401 04-01T10:00",
        "u-20240402 04-02T10:00",
    ];
    assert_eq!(ids_of(&series("100000", BERLIN, dates, &[])), expected);
}

#[test]
fn override_without_its_series_has_the_id_of_its_slot() {
    let event = "UID:u\nSUMMARY:A\nRECURRENCE-ID:20240331T100000Z\nDTSTART:20240402T180000Z";
    assert_eq!(ids_of(&agenda_of(&calendar("", &[event]))), ["u-20240331T1000 04-02T18:00"]);
}

#[test]
fn sessions_are_found_by_their_earlier_ids_with_a_time() {
    let future = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20240331T100000\n\
                  DTSTART;TZID=Europe/Berlin:20240331T140000";
    for overrides in [&[][..], &[future]] {
        let agenda = series("100000", BERLIN, "", overrides);
        for (ix, id) in ["u", "u-20240331T0800", "u-20240401T0800"].iter().enumerate() {
            assert_eq!(agenda.find_session(id), Some(ix), "{id}");
            let uid = agenda.sessions[ix].ids.iter().any(|named| named.name.as_str() == "uid");
            assert!(uid || ix == 0, "{id}");
        }
    }
}
