use super::{agenda_in_toml, agenda_of, calendar_of, check_file, stamp, titles_of};
use crate::agenda::{Agenda, Clean, Session};
use crate::format::ical::{Status, write};
use proptest::prelude::*;

const BERLIN: &str = "timezone = \"Europe/Berlin\"";

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
abstract = "First line\n\n- second, with more; and so on, so that this has more than 75 octets éé"
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

fn written(zone: &str) -> String {
    write(&agenda_in_toml(zone, SESSIONS), None, stamp())
}

/// Unfolded lines of the calendar of [`SESSIONS`] in Berlin. The second session is at the second
/// of two equal times.
const LINES: &str = r"METHOD:PUBLISH
X-WR-CALNAME:An\; Event
UID:one@ev.hallway
DTSTAMP:20231114T221320Z
DTSTART;TZID=Europe/Berlin:20240310T090000
DTEND;TZID=Europe/Berlin:20240310T093000
SUMMARY:A\, b\; c\\n
LOCATION:Big\, blue + Small
CATEGORIES:panel,Odd\, \\ track,a\, b,c
X-HALLWAY-TRACK:Odd\, \\ track
URL:https://example.org/a,b;c
DTSTART:20241027T013000Z
DURATION:PT0S
STATUS:CANCELLED
TZID:Europe/Berlin
DTSTART:20240331T020000
TZOFFSETFROM:+0100
TZNAME:CEST";

#[test]
fn written_calendar_has_every_field_escaped() {
    let text = written(BERLIN);
    let unfolded = text.replace("\r\n ", "");
    for line in LINES.lines() {
        assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{line}\n{unfolded}");
    }
    assert!(!text.contains("No time yet"));
    assert_eq!(text, written(BERLIN));
}

#[test]
fn written_lines_have_at_most_75_octets() {
    for line in written(BERLIN).split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
    }
}

#[test]
fn status_of_sessions_is_written_and_selects_sessions() {
    let agenda = agenda_in_toml(BERLIN, SESSIONS);
    let tentative = write(&agenda, Some(&|_| Some(Status::Tentative)), stamp());
    assert_eq!(tentative, written(BERLIN).replace("STATUS:CONFIRMED", "STATUS:TENTATIVE"));
    let one = write(&agenda, Some(&|ix| (ix == 1).then_some(Status::Confirmed)), stamp());
    assert_eq!(one.matches("BEGIN:VEVENT").count(), 1);
    assert!(one.contains("SUMMARY:Twice"));
}

#[test]
fn times_without_a_zone_are_written_floating_or_in_utc() {
    let floating = written("");
    assert!(floating.contains("\r\nDTSTART:20240310T090000\r\n"));
    assert!(!floating.contains("VTIMEZONE"));
    let utc = written("timezone = \"UTC\"");
    assert!(utc.contains("\r\nDTSTART:20240310T090000Z\r\n"));
    assert!(!utc.contains("VTIMEZONE"));
    let read = agenda_of(&calendar_of("UID:1\nSUMMARY:A\nDTSTART:20240310T090000Z\nDURATION:PT1H"));
    let instants = write(&read, None, stamp());
    assert!(instants.contains("\r\nDTSTART:20240310T090000Z\r\nDTEND:20240310T100000Z\r\n"));
}

/// Returns all fields of scheduled sessions with a place in a calendar.
fn exported_fields(agenda: &Agenda) -> Vec<String> {
    let fields = |session: &Session| {
        let people: Vec<_> = agenda
            .people_of(session)
            .map(|(person, part)| (&*person.name, person.affiliation.as_deref(), part))
            .collect();
        let track = session.track.map(|track| &*agenda.tracks[track].name);
        format!(
            "{:?} {} {:?} {:?} {:?} {:?} {} {people:?} {:?} {:?} {track:?} {} {:?}",
            session.id,
            session.title,
            session.start.map(|start| start.to_utc()),
            session.minutes,
            session.room,
            session.rooms,
            session.kind.word(),
            session.summary,
            session.url,
            session.cancelled,
            session.tags
        )
    };
    agenda.sessions.iter().filter(|session| session.start.is_some()).map(fields).collect()
}

#[test]
fn written_calendar_is_read_back_without_a_loss() {
    for zone in [BERLIN, "timezone = \"Africa/Casablanca\"", "timezone = \"UTC\"", ""] {
        let agenda = agenda_in_toml(zone, SESSIONS);
        let given_zone = zone.contains("UTC").then_some("UTC");
        let (read, problems) = check_file(written(zone).as_bytes(), given_zone);
        assert_eq!(problems, []);
        assert_eq!(exported_fields(&read), exported_fields(&agenda), "{zone}");
        assert_eq!((&read.id, &read.name), (&agenda.id, &agenda.name));
    }
}

#[test]
fn abstract_with_the_form_of_a_people_line_is_read_back() {
    for people in ["", "speakers = [\"Ann\"]\n"] {
        let summary = "Moderator: chosen on the day\nReal text";
        let session = format!(
            "[[session]]\ntitle = \"A\"\nstart = 2016-07-11T09:00:00\nminutes = 60\n\
             abstract = {summary:?}\n{people}"
        );
        let agenda = agenda_in_toml("", &session);
        assert_eq!(agenda.sessions[0].summary.as_deref(), Some(summary));
        let read = agenda_of(&write(&agenda, None, stamp()));
        assert_eq!(exported_fields(&read), exported_fields(&agenda), "{people}");
    }
}

/// An event as another library reads it.
#[derive(Debug, PartialEq)]
struct OtherEvent {
    uid: String,
    title: String,
    /// `ZONE WALL`, `WALL` or `WALLZ`.
    start: String,
}

/// Reads a calendar with the crate `icalendar`.
fn read_with_icalendar(text: &str) -> Vec<OtherEvent> {
    use icalendar::{Calendar, CalendarComponent, CalendarDateTime, Component, DatePerhapsTime};
    let calendar: Calendar = text.parse().unwrap();
    let start = |at: DatePerhapsTime| match at {
        DatePerhapsTime::DateTime(CalendarDateTime::Floating(at)) => {
            at.format("%Y%m%dT%H%M%S").to_string()
        }
        DatePerhapsTime::DateTime(CalendarDateTime::Utc(at)) => {
            at.format("%Y%m%dT%H%M%SZ").to_string()
        }
        DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid }) => {
            format!("{tzid} {}", date_time.format("%Y%m%dT%H%M%S"))
        }
        DatePerhapsTime::Date(date) => date.to_string(),
    };
    let events = calendar.components.iter().filter_map(|component| match component {
        CalendarComponent::Event(event) => Some(event),
        _ => None,
    });
    events
        .map(|event| OtherEvent {
            uid: event.get_uid().unwrap_or_default().to_owned(),
            title: event.get_summary().unwrap_or_default().to_owned(),
            start: start(event.get_start().unwrap()),
        })
        .collect()
}

/// Reads a calendar with the crate `calcard`.
fn read_with_calcard(text: &str) -> Vec<OtherEvent> {
    use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarProperty};
    let text_of = |event: &ICalendarComponent, name: &ICalendarProperty| {
        let value = event.property(name).and_then(|entry| entry.values.first()?.as_text());
        value.unwrap_or_default().to_owned()
    };
    let start = |event: &ICalendarComponent| {
        let entry = event.property(&ICalendarProperty::Dtstart).unwrap();
        let at = entry.values.first().unwrap().as_partial_date_time().unwrap();
        let wall = at.to_date_time().unwrap().date_time.format("%Y%m%dT%H%M%S").to_string();
        match entry.tz_id() {
            Some(zone) => format!("{zone} {wall}"),
            None if at.tz_hour.is_some() => format!("{wall}Z"),
            None => wall,
        }
    };
    let calendar = ICalendar::parse(text).unwrap();
    let events = calendar.components.iter();
    events
        .filter(|component| component.component_type.as_str() == "VEVENT")
        .map(|event| OtherEvent {
            uid: text_of(event, &ICalendarProperty::Uid),
            title: text_of(event, &ICalendarProperty::Summary),
            start: start(event),
        })
        .collect()
}

fn expected_event(uid: &str, title: &str, start: &str) -> OtherEvent {
    OtherEvent { uid: uid.to_owned(), title: title.to_owned(), start: start.to_owned() }
}

#[test]
fn other_libraries_read_the_same_events() {
    let text = written(BERLIN);
    let expected = [
        expected_event("one@ev.hallway", r"A, b; c\n", "Europe/Berlin 20240310T090000"),
        expected_event("twice-1027-0230@ev.hallway", "Twice", "20241027T013000Z"),
        expected_event(
            "length-unknown-0101-0030@ev.hallway",
            "Length unknown",
            "Europe/Berlin 20250101T003000",
        ),
    ];
    assert_eq!(read_with_icalendar(&text), expected);
    assert_eq!(read_with_calcard(&text), expected);
}

/// Titles with letters, escapes, controls and lines of iCalendar.
const HOSTILE_TITLE: &str =
    concat!(r"(\PC|[\\,;:", "\"", r"\x00-\x20é\x{300}€😀&]|\\n|BEGIN:VEVENT|&amp;){1,60}");

proptest! {
    #[test]
    fn hostile_title_is_read_back(titles in prop::collection::vec(HOSTILE_TITLE, 1..4)) {
        let mut agenda = agenda_in_toml(BERLIN, SESSIONS);
        for (session, title) in agenda.sessions.iter_mut().zip(&titles) {
            let title = Clean::line(title);
            if !title.is_empty() {
                session.title = title;
            }
        }
        let text = write(&agenda, None, stamp());
        prop_assert_eq!(exported_fields(&agenda_of(&text)), exported_fields(&agenda));
        let titles = &titles_of(&agenda)[..3];
        for events in [read_with_icalendar(&text), read_with_calcard(&text)] {
            let found: Vec<&str> = events.iter().map(|event| &*event.title).collect();
            prop_assert_eq!(found, titles);
        }
    }
}
