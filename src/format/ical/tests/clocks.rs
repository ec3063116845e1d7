//! The clock of an agenda after an export and a new reading.

use super::{agenda_in_toml, check_file, stamp};
use crate::agenda::{Agenda, Clock, Session};
use crate::format::ical::write;
use proptest::prelude::*;

/// Reads an export back. No problem is reported.
fn read_back(agenda: &Agenda) -> Agenda {
    let text = write(agenda, None, stamp());
    let (read, problems) = check_file(text.as_bytes(), None);
    assert_eq!(problems, [], "{text}");
    read
}

/// Returns the days and all facts of a session that depend on the clock.
fn time_facts(agenda: &Agenda) -> Vec<String> {
    let days = agenda.days.iter().map(|day| format!("{day:?}"));
    let sessions = agenda.sessions.iter().map(|session: &Session| {
        let start = session.start.map(|start| start.to_rfc3339());
        let end = session.end().map(|end| agenda.local_time(end).to_rfc3339());
        format!("{} {start:?} {end:?} {} {:?}", session.id, session.all_day, session.day)
    });
    let day_start = agenda.day_start.to_string();
    days.chain(sessions).chain([day_start]).collect()
}

fn session(start: &str, rest: &str) -> String {
    format!("[[session]]\ntitle = 'A'\nstart = {start}\n{rest}\n")
}

#[test]
fn each_clock_is_read_back() {
    for (zone, starts, name) in [
        ("timezone = 'Asia/Kolkata'", "2030-01-02T09:00:00", Some("Asia/Kolkata")),
        ("", "2030-01-02T09:00:00", None),
        ("", "2030-01-02T09:00:00Z", Some("UTC")),
        ("", "2030-01-02T00:30:00+01:00", Some("UTC+1")),
        ("", "2030-01-02T22:00:00-09:30", Some("UTC-9:30")),
        ("", "2030-01-02T09:00:00-05:00 2030-01-03T09:00:00-04:00", Some("UTC-5 and UTC-4")),
        // Two sessions at one clock time, with different offsets.
        ("", "2030-10-27T02:30:00+02:00 2030-10-27T02:30:00+01:00", Some("UTC+1 and UTC+2")),
        // A single time with an offset among wall clocks.
        ("", "2030-01-02T09:00:00 2030-01-02T10:00:00 2030-01-02T09:30:00+03:00", None),
    ] {
        let sessions: String =
            starts.split(' ').map(|start| session(start, "minutes = 30")).collect();
        let agenda = agenda_in_toml(zone, &sessions);
        assert_eq!(agenda.clock.name().as_deref(), name, "{starts}");
        let read = read_back(&agenda);
        assert_eq!(read.clock, agenda.clock, "{starts}");
        assert_eq!(time_facts(&read), time_facts(&agenda), "{starts}");
    }
}

#[test]
fn clock_of_all_day_sessions_alone_is_read_back() {
    for (offset, name) in [("Z", "UTC"), ("+01:00", "UTC+1")] {
        let start = format!("2030-01-02T00:00:00{offset}");
        let agenda = agenda_in_toml("", &session(&start, "minutes = 2880\nall_day = true"));
        let text = write(&agenda, None, stamp());
        assert!(text.contains("\r\nDTSTART;VALUE=DATE:20300102\r\nDTEND;VALUE=DATE:20300104\r\n"));
        let read = read_back(&agenda);
        assert_eq!(read.clock.name().as_deref(), Some(name));
        assert_eq!(time_facts(&read), time_facts(&agenda));
    }
}

#[test]
fn dates_beside_times_with_one_offset_have_no_offset() {
    let day = session("2030-01-02T00:00:00", "minutes = 1440\nall_day = true");
    let agenda = agenda_in_toml("", &(session("2030-01-02T09:00:00+01:00", "") + &day));
    let text = write(&agenda, None, stamp());
    assert_eq!(text.matches("X-HALLWAY-OFFSET:+0100").count(), 1, "{text}");
    assert_eq!(time_facts(&read_back(&agenda)), time_facts(&agenda));
}

#[test]
fn date_among_changing_offsets_does_not_change_the_clock() {
    let starts = ["2030-03-01T00:00:00Z", "2030-03-04T00:00:00-04:30", "2030-03-04T17:00:00Z"];
    let day = session("2030-03-04T00:00:00", "minutes = 1440\nall_day = true");
    let timed: String = starts.iter().map(|start| session(start, "")).collect();
    let agenda = agenda_in_toml("day_start = 00:00:00", &(day + &timed));
    assert_eq!(agenda.clock.name().as_deref(), Some("UTC-4:30 and UTC"));
    assert_eq!(time_facts(&read_back(&agenda)), time_facts(&agenda));
}

#[test]
fn offset_of_another_program_or_beside_a_zone_is_ignored() {
    let event = "UID:a@ev.hallway\nSUMMARY:A\nX-HALLWAY-OFFSET:+0300\nDTSTART";
    for (product, start, expected) in [
        ("hallway//hallway", ":20300102T090000Z", "2030-01-02T12:00:00+03:00"),
        ("other//other", ":20300102T090000Z", "2030-01-02T09:00:00+00:00"),
        ("hallway//hallway", ":20300102T090000", "2030-01-02T09:00:00+00:00"),
        ("hallway//hallway", ";TZID=Europe/Berlin:20300102T090000", "2030-01-02T09:00:00+01:00"),
    ] {
        let head = format!("PRODID:-//{product}//EN\n");
        let text = super::calendar(&head, &[&format!("{event}{start}")]);
        let agenda = super::agenda_of(&text);
        let found = agenda.sessions[0].start.unwrap().to_rfc3339();
        assert_eq!(found, expected, "{product} {start}");
    }
}

#[test]
fn beginning_of_the_day_and_venue_are_read_back() {
    let head = "day_start = 00:30:00\nvenue = 'Hall; 1, \"Road\"'\ndescription = 'An; Event'";
    let agenda = agenda_in_toml(head, &session("2030-01-02T02:00:00", "minutes = 30"));
    let read = read_back(&agenda);
    assert_eq!(time_facts(&read), time_facts(&agenda));
    assert_eq!((&read.venue, &read.description), (&agenda.venue, &agenda.description));
    assert_eq!(read.days[0].date.to_string(), "2030-01-02");
}

const OFFSETS: [&str; 6] = ["", "Z", "+01:00", "+02:00", "-04:30", "+05:45"];

prop_compose! {
    /// A session with one of the offsets.
    fn made_session(offsets: &'static [&'static str])(
        (day, hour, minute) in (1u32..5, 0u32..24, 0u32..4),
        minutes in 0u32..5,
        offset in prop::sample::select(offsets),
        is_all_day in prop::bool::weighted(0.2),
    ) -> String {
        if is_all_day {
            // A date with another offset than its neighbours is no midnight on their clock.
            let offset = if offsets.len() == 1 { offset } else { "" };
            let rest = format!("minutes = {}\nall_day = true", (minutes % 3 + 1) * 1440);
            return session(&format!("2030-03-0{day}T00:00:00{offset}"), &rest);
        }
        let start = format!("2030-03-0{day}T{hour:02}:{:02}:00{offset}", minute * 15);
        let length = (minutes < 4).then(|| format!("minutes = {}", minutes * 45));
        session(&start, &length.unwrap_or_default())
    }
}

/// Agendas with each of the four clocks, and files in which offsets are mixed.
fn made_agenda() -> impl Strategy<Value = Agenda> {
    let offsets =
        prop::sample::select(vec![&OFFSETS[..1], &OFFSETS[1..2], &OFFSETS[2..3], &OFFSETS]);
    let zone = prop::sample::select(vec!["", "timezone = 'America/St_Johns'"]);
    let day_start = prop::sample::select(vec!["", "day_start = 00:00:00", "day_start = 09:00:00"]);
    (zone, day_start, offsets).prop_flat_map(|(zone, day_start, offsets)| {
        prop::collection::vec(made_session(offsets), 1..7).prop_map(move |sessions| {
            agenda_in_toml(&format!("{zone}\n{day_start}"), &sessions.concat())
        })
    })
}

proptest! {
    #[test]
    fn times_of_a_made_agenda_are_read_back(agenda in made_agenda()) {
        // A clock of mixed offsets may skip midnight. A date then becomes a time, which takes part
        // in the clock when the calendar is read.
        let is_date = |session: &Session| session.minutes.is_some_and(|minutes| minutes >= 1440);
        prop_assume!(agenda.sessions.iter().all(|it| !is_date(it) || it.all_day));
        let text = write(&agenda, None, stamp());
        let read = check_file(text.as_bytes(), None).0;
        let clocks = format!("{:?} {:?}", agenda.clock, read.clock);
        prop_assert_eq!(time_facts(&read), time_facts(&agenda), "{}", clocks);
        prop_assert_eq!(read.clock == Clock::WallClocks, agenda.clock == Clock::WallClocks);
    }
}
