use super::{agenda_in_toml, agenda_of, calendar_of, check_file, stamp, titles_of};
use crate::agenda::{Agenda, Clean, Session};
use crate::format::ical::{Status, write};
use proptest::prelude::*;

const BERLIN: &str = "timezone = \"Europe/Berlin\"";

/// Sessions with every fact that a calendar keeps, and with characters that iCalendar escapes.
const SESSIONS: &str = include_str!("sessions.toml");

fn written(zone: &str) -> String {
    write(&agenda_in_toml(zone, SESSIONS), None, stamp())
}

/// Unfolded lines of the calendar of [`SESSIONS`] in Berlin. The second session is at the second
/// of two equal times.
const LINES: &str = r"X-HALLWAY-ROOM:Small,40
X-HALLWAY-ROOM:Big\, blue + Small,,Big\, blue,Small
X-HALLWAY-PERSON:Org,Chair\, a\; b,Other,https://org.example,One.\n\nTwo\, three
X-WR-CALNAME:An\; Event
UID:one@ev.hallway
DTSTAMP:20231114T221320Z
LAST-MODIFIED:20231114T221320Z
SEQUENCE:122163200
DTSTART;TZID=Europe/Berlin:20240310T090000
DTEND;TZID=Europe/Berlin:20240310T093000
SUMMARY:A\, b\; c\\n
LOCATION:Big\, blue + Small
CATEGORIES:panel,Odd\, \\ track,a\, b,c
X-HALLWAY-TRACK:Odd\, \\ track
URL:https://example.org/a,b;c
DTSTART:20241027T013000Z
X-HALLWAY-MINUTES:0
X-HALLWAY-IDS:code,X,guid,a\,b
X-HALLWAY-LANGUAGE:de\, en
X-HALLWAY-SEATS:limited
ATTACH:https://example.org/s,1
X-HALLWAY-LINK:https://example.org/s\,1,Slides\, 1\; x
X-HALLWAY-LINK:https://v.example,,recording
X-HALLWAY-RECORDED:yes
UID:twice@ev.hallway
X-HALLWAY-ID:twice-1027-0230
DTSTART;VALUE=DATE:20250102
DTEND;VALUE=DATE:20250104
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
    for absent in ["No time yet", "METHOD", "PT0S"] {
        assert!(!text.contains(absent), "{absent}");
    }
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
        let people: Vec<_> = agenda.people_of(session).collect();
        let rooms: Vec<_> = session.rooms.iter().map(|ix| &agenda.rooms[*ix]).collect();
        let rooms: Vec<_> = rooms.iter().map(|room| (&room.name, room.capacity)).collect();
        let track = session.track.map(|track| &*agenda.tracks[track].name);
        let start = session.start.map(|start| start.to_utc());
        let kind = (session.kind.word(), session.all_day, session.cancelled);
        let facts =
            (&session.language, session.seats, &session.tags, &session.links, session.recorded);
        let text = (session.summary.as_deref(), &session.url);
        let place = (&session.room, rooms, track, people);
        format!(
            "{:?} {} {start:?} {:?} {place:?} {kind:?} {facts:?} {text:?}",
            (&session.id, &session.ids),
            session.title,
            session.minutes
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
        DatePerhapsTime::Date(date) => date.format("%Y%m%dT000000").to_string(),
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
        expected_event("twice@ev.hallway", "Twice", "20241027T013000Z"),
        expected_event(
            "length-unknown@ev.hallway",
            "Length unknown",
            "Europe/Berlin 20250101T003000",
        ),
        expected_event("fair@ev.hallway", "Fair", "20250102T000000"),
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
        let titles = &titles_of(&agenda)[..4];
        for events in [read_with_icalendar(&text), read_with_calcard(&text)] {
            let found: Vec<&str> = events.iter().map(|event| &*event.title).collect();
            prop_assert_eq!(found, titles);
        }
    }
}

#[test]
fn clock_time_that_comes_twice_makes_both_ends_utc() {
    for (start, minutes, lines) in [
        // The first and the second half past two, and an end at half past two.
        ("2026-10-25T02:30:00+02:00", 30, "20261025T003000Z 20261025T010000Z"),
        ("2026-10-25T02:30:00+01:00", 30, "20261025T013000Z 20261025T020000Z"),
        ("2026-10-25T01:30:00+02:00", 60, "20261024T233000Z 20261025T003000Z"),
    ] {
        let session = format!("[[session]]\ntitle = 'A'\nstart = {start}\nminutes = {minutes}\n");
        let text = write(&agenda_in_toml(BERLIN, &session), None, stamp());
        let (first, last) = lines.split_once(' ').unwrap();
        assert!(text.contains(&format!("\r\nDTSTART:{first}\r\nDTEND:{last}\r\n")), "{text}");
    }
}

#[test]
fn moved_session_without_an_id_keeps_its_uid_and_has_a_later_version() {
    let session = |start: &str| format!("[[session]]\ntitle = 'A talk'\nstart = {start}\n");
    let versions = [("2026-05-04T09:00:00", 1_700_000_000), ("2026-05-05T11:00:00", 1_700_000_060)];
    let lines = versions.map(|(start, revised)| {
        let agenda = agenda_in_toml(BERLIN, &session(start));
        let text = write(&agenda, None, chrono::DateTime::from_timestamp(revised, 0));
        let is_key = |line: &&str| line.starts_with("UID:") || line.starts_with("SEQUENCE:");
        text.lines().filter(is_key).collect::<Vec<_>>().join(" ")
    });
    assert_eq!(
        lines,
        ["UID:a-talk@ev.hallway SEQUENCE:122163200", "UID:a-talk@ev.hallway SEQUENCE:122163260"]
    );
}

#[test]
fn agenda_without_a_known_last_change_has_the_first_version() {
    let text = write(&agenda_in_toml(BERLIN, SESSIONS), None, None);
    assert!(text.contains("\r\nDTSTAMP:19700101T000000Z\r\n"));
    assert!(!text.contains("SEQUENCE") && !text.contains("LAST-MODIFIED"));
}

/// A text with the separators and escapes of lists of `TEXT`.
const LISTED_TEXT: &str = r"[a-c,;:+\\é]{1,6}( [a-c,;:+\\é]{1,6}){0,3}";

prop_compose! {
    /// An agenda in TOML with one session of every field that a calendar cannot express itself.
    fn own_fields()(
        (role, bio, language) in (LISTED_TEXT, LISTED_TEXT, LISTED_TEXT),
        (title, room, other) in (LISTED_TEXT, LISTED_TEXT, LISTED_TEXT),
        (capacity, minutes) in (0u32..9_999, 0u32..3),
        is_joined in any::<bool>(),
        (hour, day) in (0u32..24, 1u32..29),
    ) -> String {
        let joins = if is_joined && room != other {
            format!("[[room]]\nname = 'joined'\njoins = [{room:?}, {other:?}]\n")
        } else {
            String::new()
        };
        let place = if joins.is_empty() { room.as_str() } else { "joined" };
        format!(
            "[[speaker]]\nname = 'P'\nrole = {role:?}\nbio = {bio:?}\nurl = 'https://p.example'\n\
             [[room]]\nname = {room:?}\ncapacity = {capacity}\n{joins}\
             [[session]]\ntitle = 'A'\nstart = 2026-10-{day:02}T{hour:02}:30:00\n\
             minutes = {}\nroom = {place:?}\nspeakers = ['P']\nseats = 'full'\n\
             language = {language:?}\n\
             links = [{{ title = {title:?}, url = 'https://l.example/a,b' }}]\n",
            minutes * 20
        )
    }
}

proptest! {
    #[test]
    fn fields_of_hallway_are_read_back(toml in own_fields()) {
        let agenda = agenda_in_toml(BERLIN, &toml);
        let read = agenda_of(&write(&agenda, None, stamp()));
        prop_assert_eq!(exported_fields(&read), exported_fields(&agenda));
        let joins = |agenda: &Agenda| -> Vec<usize> {
            agenda.rooms.iter().map(|room| room.joins.len()).collect()
        };
        prop_assert_eq!(joins(&read).iter().sum::<usize>(), joins(&agenda).iter().sum::<usize>());
    }
}

#[test]
fn abstract_like_the_title_and_tracks_in_brackets_are_read_back() {
    let session = |number: u32| {
        format!(
            "[[session]]\ntitle = 'Talk {number} (Web)'\nstart = 2026-05-04T09:00:00\n\
             abstract = 'Talk {number} (Web)'\ntrack = 'Web'\n"
        )
    };
    let agenda = agenda_in_toml(BERLIN, &(1..9).map(session).collect::<String>());
    let read = agenda_of(&write(&agenda, None, stamp()));
    assert_eq!(exported_fields(&read), exported_fields(&agenda));
}
