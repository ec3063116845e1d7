//! Whole agendas after an export and a new reading, compared in canonical TOML.

use super::{agenda_in_toml, agenda_of, stamp};
use crate::agenda::Agenda;
use crate::format::ical::{Status, write};
use chrono::DateTime;
use proptest::prelude::*;

/// Returns the tables of an agenda in TOML, sorted: a calendar lists people with details first.
fn tables_of(agenda: &Agenda) -> Vec<String> {
    let text = crate::format::toml::write(agenda, &|_| true);
    let mut tables: Vec<String> = text.split("\n\n").map(|table| table.trim().to_owned()).collect();
    tables.sort_unstable();
    tables
}

fn written(agenda: &Agenda) -> String {
    write(agenda, None, stamp())
}

const SMALL: &str = "BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//hallway//hallway//EN
CALSCALE:GREGORIAN
X-WR-CALNAME:An\\; Event
URL:https://e.example/a,b;c
X-WR-TIMEZONE:Etc/UTC
X-HALLWAY-DAY-START:06:00:00
BEGIN:VEVENT
UID:a\\;b\\,c@ev.hallway
DTSTAMP:20231114T221320Z
LAST-MODIFIED:20231114T221320Z
SEQUENCE:122163200
DTSTART:20300102T090000Z
SUMMARY:A
CATEGORIES:talk
X-HALLWAY-MINUTES:0
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
";

#[test]
fn small_agenda_is_written_without_a_needless_line() {
    let head = "timezone = 'Etc/UTC'\nurl = 'https://e.example/a,b;c'\nday_start = 06:00:00";
    let session = "[[session]]\nid = 'a;b,c'\ntitle = 'A'\nminutes = 0\n\
                   start = 2030-01-02T09:00:00\n";
    let agenda = agenda_in_toml(head, session);
    assert_eq!(written(&agenda).replace("\r\n", "\n"), SMALL);
}

#[test]
fn last_change_beyond_the_range_of_a_sequence_is_its_nearest_end() {
    let session = "[[session]]\ntitle = 'A'\nstart = 2030-01-02T09:00:00\n";
    let agenda = agenda_in_toml("", session);
    for (revised, sequence) in [
        ("1999-12-31T23:59:59Z", "0"),
        ("2020-01-01T00:00:00Z", "0"),
        ("2020-01-01T00:01:00Z", "60"),
        ("2088-01-19T03:14:07Z", "2147483647"),
        ("2188-01-19T03:14:07Z", "2147483647"),
    ] {
        let at = DateTime::parse_from_rfc3339(revised).unwrap().to_utc();
        let text = write(&agenda, None, Some(at));
        assert!(text.contains(&format!("\r\nSEQUENCE:{sequence}\r\n")), "{revised}\n{text}");
    }
}

#[test]
fn date_behind_an_all_day_session_does_not_depend_on_clock_changes() {
    for (start, minutes, end) in [
        ("2024-10-26", 2880, "20241028"),
        ("2024-10-27", 1440, "20241028"),
        ("2024-03-30", 2880, "20240401"),
        ("2024-03-31", 1440, "20240401"),
        ("2024-05-01", 1440, "20240502"),
    ] {
        let session = format!(
            "[[session]]\ntitle = 'A'\nstart = {start}T00:00:00\nminutes = {minutes}\n\
             all_day = true\n"
        );
        let text = written(&agenda_in_toml("timezone = 'Europe/Berlin'", &session));
        assert!(text.contains(&format!("\r\nDTEND;VALUE=DATE:{end}\r\n")), "{start}\n{text}");
    }
}

/// Returns the `VTIMEZONE` of a calendar, without its `TZID`.
fn zone_definition(text: &str) -> Vec<&str> {
    let lines = text.lines().skip_while(|line| !line.starts_with("TZID:")).skip(1);
    lines.take_while(|line| *line != "END:VTIMEZONE").collect()
}

#[test]
fn zone_is_defined_by_its_changes_around_the_sessions() {
    for (zone, observances) in [
        ("Etc/GMT-5", "STANDARD 19700101T000000 +0500 +0500 +05"),
        (
            "Europe/Berlin",
            "STANDARD 20231029T030000 +0200 +0100 CET DAYLIGHT 20240331T020000 +0100 +0200 CEST \
             STANDARD 20241027T030000 +0200 +0100 CET",
        ),
    ] {
        let session = "[[session]]\ntitle = 'A'\nstart = 2024-05-02T09:00:00\n";
        let text = written(&agenda_in_toml(&format!("timezone = '{zone}'"), session));
        let lines = zone_definition(&text);
        assert_eq!(lines[0], format!("X-LIC-LOCATION:{zone}"));
        let values = lines[1..].iter().filter(|line| !line.starts_with("END:"));
        let values: Vec<&str> = values.map(|line| line.split_once(':').unwrap().1).collect();
        assert_eq!(values.join(" "), observances);
    }
}

/// Zones, and the first and last year of sessions.
const ZONES: &[(&str, i32, i32)] = &[
    ("Etc/GMT-5", 2024, 2024),
    ("Asia/Kolkata", 2024, 2025),
    ("Europe/Berlin", 2024, 2026),
    ("America/New_York", 2024, 2025),
    ("Africa/Casablanca", 2024, 2025),
    ("Australia/Lord_Howe", 2024, 2024),
    // The island crossed the date line on 30 December 2011.
    ("Pacific/Apia", 2011, 2011),
    ("Pacific/Apia", 2011, 2012),
];

#[test]
fn definition_of_a_zone_gives_the_instants_without_the_name_of_the_zone() {
    for (zone, from, until) in ZONES {
        let dates = ["01-01T00:15", "03-30T12:00", "04-20T12:00", "07-01T09:00", "10-05T09:00"];
        let dates = dates.into_iter().chain(["10-28T09:00", "11-20T09:00", "12-31T23:45"]);
        let dates = dates.flat_map(|date| (*from..=*until).map(move |year| (year, date)));
        let session = |(year, date)| {
            format!("[[session]]\ntitle = 'A'\nstart = {year}-{date}:00\nminutes = 5\n")
        };
        let sessions: String = dates.map(session).collect();
        let agenda = agenda_in_toml(&format!("timezone = '{zone}'"), &sessions);
        let instants = |agenda: &Agenda| {
            let starts = agenda.sessions.iter().map(|session| session.start.unwrap().to_utc());
            starts.collect::<std::collections::BTreeSet<_>>()
        };
        let read = agenda_of(&written(&agenda).replace(zone, "Otter"));
        assert_eq!(instants(&read), instants(&agenda), "{zone}");
    }
}

#[test]
fn own_property_is_written_only_where_the_standard_has_no_place() {
    for (fields, property) in [
        ("minutes = 0", "X-HALLWAY-MINUTES:0"),
        ("minutes = 30", ""),
        ("", ""),
        ("room = 'A'", ""),
        ("rooms = ['A', 'B']", ""),
        ("room = 'A + B'", "X-HALLWAY-ROOMS:A + B"),
        ("speakers = ['Ann']", ""),
        ("id = 'a;b,c-0102-0900'", "X-HALLWAY-ID:a\\;b\\,c-0102-0900"),
    ] {
        let rooms = "[[room]]\nname = 'A'\n[[room]]\nname = 'B'\n[[room]]\nname = 'A + B'\n";
        let speaker = "[[speaker]]\nname = 'Ann'\naffiliation = 'Lab'\n";
        let id = if fields.starts_with("id") { "" } else { "id = 'x'\n" };
        let session = format!(
            "{rooms}{speaker}[[session]]\n{id}title = 'A'\nstart = 2030-01-02T09:00:00\n{fields}\n"
        );
        let agenda = agenda_in_toml("", &session);
        let text = written(&agenda);
        let lists = ["X-HALLWAY-DAY-START:", "X-HALLWAY-ROOM:"];
        let own = text.lines().filter(|line| line.starts_with("X-HALLWAY-"));
        let own: Vec<&str> =
            own.filter(|line| !lists.iter().any(|list| line.starts_with(list))).collect();
        assert_eq!(own.join(" "), property, "{fields}");
        let read = agenda_of(&text);
        let facts = |agenda: &Agenda| {
            let session = &agenda.sessions[0];
            let rooms = session.rooms.iter().map(|ix| agenda.rooms[*ix].name.to_string());
            (session.id.to_string(), session.minutes, rooms.collect::<Vec<String>>())
        };
        assert_eq!(facts(&read), facts(&agenda), "{fields}");
    }
}

const TWO_TALKS: &str = "
[[room]]
name = 'Hall'
capacity = 9
[[track]]
name = 'Web'
color = '#0a0b0c'
[[speaker]]
name = 'Ann'
role = 'Chair'
[[session]]
title = 'A'
start = 2030-01-02T09:00:00
room = 'Hall'
track = 'Web'
speakers = ['Ann']
[[session]]
title = 'B'
start = 2030-01-02T10:00:00
room = 'Bar'
";

#[test]
fn lists_of_a_part_of_an_agenda_have_only_its_rooms_tracks_and_people() {
    let agenda = agenda_in_toml("", TWO_TALKS);
    let lists = ["X-HALLWAY-ROOM:Hall,9", "X-HALLWAY-TRACK:Web,#0a0b0c", "X-HALLWAY-PERSON:Ann"];
    for (ix, lists_expected) in [(0, true), (1, false)] {
        let text = write(&agenda, Some(&|own| (own == ix).then_some(Status::Confirmed)), stamp());
        for list in lists {
            assert_eq!(text.contains(&format!("\r\n{list}")), lists_expected, "{list}\n{text}");
        }
        assert_eq!(text.contains("X-HALLWAY-ROOM:Bar"), !lists_expected, "{text}");
    }
}

/// A text with the separators and escapes of lists of `TEXT`.
const TEXT: &str = r"[a-cn,;:+\\é€]{1,6}( [a-cn,;:+\\é€]{1,30}){0,3}";
/// The rest of a name, with the separators of lists of names.
const NAME: &str = r"[a-c,;()é]{0,4}";

fn line_if(is_written: bool, line: String) -> String {
    if is_written { line } else { String::new() }
}

prop_compose! {
    /// A session with its own room, track and person, each with its details.
    fn made_session(ix: usize)(
        (id, title, room, track, tag) in (TEXT, TEXT, TEXT, TEXT, TEXT),
        (name, role, affiliation, bio) in (NAME, TEXT, TEXT, TEXT),
        (language, link, summary, guid) in (TEXT, TEXT, TEXT, TEXT),
        (capacity, color, minutes) in (0u32..9_999, 0u32..0x100_0000, 0u32..3),
        details in 0u8..8,
        recorded in prop::sample::select(vec!["yes", "no", "unknown"]),
        seats in prop::sample::select(vec!["limited", "full"]),
        kind in prop::sample::select(vec!["talk", "panel", "break", "other"]),
        link_kind in prop::sample::select(vec!["", ", kind = 'stream'", ", kind = 'recording'"]),
        (is_cancelled, is_named) in any::<(bool, bool)>(),
        (hour, minute) in (7u32..20, 0u32..60),
    ) -> [String; 4] {
        let title_of_link = if is_named { format!("title = {link:?}, ") } else { String::new() };
        let person = format!(
            "[[speaker]]\nname = 'P{ix} {name}'\naffiliation = {affiliation:?}\n{}{}{}",
            line_if(details & 1 > 0, format!("role = {role:?}\n")),
            line_if(details & 2 > 0, format!("bio = {bio:?}\n")),
            line_if(details & 4 > 0, format!("url = 'https://p.example/{ix},a'\n")),
        );
        let session = format!(
            "[[session]]\nid = {:?}\nids = {{ guid = {guid:?} }}\ntitle = {title:?}\n\
             start = 2026-10-2{ix}T{hour:02}:{minute:02}:00\nminutes = {}\nroom = {:?}\n\
             kind = '{kind}'\ntrack = {:?}\ntags = [{tag:?}]\nlanguage = {language:?}\n\
             seats = '{seats}'\nrecorded = '{recorded}'\ncancelled = {is_cancelled}\n\
             speakers = ['P{ix} {name}']\nabstract = {summary:?}\n\
             url = 'https://s.example/{ix};a'\n\
             links = [{{ {title_of_link}url = 'https://l.example/a,b'{link_kind} }}]\n",
            format!("{ix}{id}"), minutes * 20, format!("{room} {ix}"), format!("{track} {ix}"),
        );
        [
            format!("[[room]]\nname = {:?}\ncapacity = {capacity}\n", format!("{room} {ix}")),
            format!("[[track]]\nname = {:?}\ncolor = '#{color:06x}'\n", format!("{track} {ix}")),
            person,
            session,
        ]
    }
}

prop_compose! {
    fn made_agenda()(
        sessions in (made_session(1), made_session(2), made_session(3)),
        count in 1usize..4,
        (venue, description) in (TEXT, TEXT),
    ) -> String {
        let sessions = [sessions.0, sessions.1, sessions.2];
        let head = format!(
            "timezone = 'Europe/Berlin'\nvenue = {venue:?}\ndescription = {description:?}\n\
             url = 'https://e.example/a,b'\n"
        );
        (0..4).flat_map(|table| sessions.iter().take(count).map(move |session| &*session[table]))
            .fold(head, |text, table| text + table)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_field_of_a_made_agenda_is_read_back(toml in made_agenda()) {
        let agenda = agenda_in_toml("", &toml);
        let text = written(&agenda);
        prop_assert_eq!(tables_of(&agenda_of(&text)), tables_of(&agenda), "{}", text);
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 75), "{}", text);
    }
}
