//! An agenda as CSV (RFC 4180): a header and one line for each session.

use super::csv_values::{join_list, quote_formula};
use super::published_rooms::published_rooms;
use crate::agenda::{
    Agenda, Clean, Link, LinkKind, Moment, Part, Person, Recorded, Session, SessionIx,
};

const HEADER: &[&str] = &[
    "id",
    "day",
    "start",
    "end",
    "minutes",
    "title",
    "room",
    "kind",
    "track",
    "tags",
    "language",
    "seats",
    "cancelled",
    "speakers",
    "moderators",
    "sponsors",
    "abstract",
    "url",
    "all_day",
    "rooms",
    "capacities",
    "affiliations",
    "jobs",
    "links",
    "event_id",
    "event",
    "timezone",
    "ids",
    "recorded",
    "link_kinds",
];

/// Writes the sessions for which `filter` returns true.
pub(super) fn write(agenda: &Agenda, filter: &dyn Fn(SessionIx) -> bool) -> String {
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    let wanted = agenda.sessions.iter().enumerate().filter(|(ix, _)| filter(*ix));
    let has_notes = wanted.clone().any(|(_, session)| session.note.is_some());
    let note_header = has_notes.then_some("note");
    // Writing to memory does not fail.
    let _ = writer.write_record(HEADER.iter().copied().chain(note_header));
    for (_, session) in wanted {
        let cells = session_cells(agenda, session);
        let note = has_notes.then(|| copy_or_empty(session.note.as_ref()));
        let cells = cells.iter().chain(&note);
        let _ = writer.write_record(cells.map(|cell| quote_formula(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the cells of a session in the order of [`HEADER`].
fn session_cells(agenda: &Agenda, session: &Session) -> [String; 30] {
    let day = session.day.and_then(|ix| agenda.days.get(ix));
    let track = session.track.and_then(|ix| agenda.tracks.get(ix));
    let rooms = || session.rooms.iter().filter_map(|ix| agenda.rooms.get(*ix));
    let published = published_rooms(agenda, session);
    let published = published.iter().filter_map(|ix| Some(&*agenda.rooms.get(*ix)?.name));
    let capacities: Vec<String> = rooms().map(|room| copy_or_empty(room.capacity)).collect();
    [
        session.id.to_string(),
        day.map(|day| day.date.to_string()).unwrap_or_default(),
        session.start.map(|at| format_time(agenda, at)).unwrap_or_default(),
        session.end().map(|at| format_time(agenda, at)).unwrap_or_default(),
        session.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        session.title.to_string(),
        join_list(published),
        session.kind.word().to_owned(),
        copy_or_empty(track.map(|track| &*track.name)),
        join_list(session.tags.iter().map(|tag| &**tag)),
        copy_or_empty(session.language.as_deref()),
        copy_or_empty(session.seats.map(|seats| seats.word())),
        session.cancelled.to_string(),
        join_names(agenda, session, Part::Speaker),
        join_names(agenda, session, Part::Moderator),
        join_names(agenda, session, Part::Sponsor),
        copy_or_empty(session.summary.as_deref()),
        copy_or_empty(session.url.as_deref()),
        session.all_day.to_string(),
        join_list(rooms().map(|room| &*room.name)),
        join_known(capacities.iter().map(|capacity| &**capacity)),
        join_details(agenda, session, |person| person.affiliation.as_ref()),
        join_details(agenda, session, |person| person.role.as_ref()),
        join_links(session),
        agenda.id.to_string(),
        agenda.name.to_string(),
        copy_or_empty(agenda.clock.zone().map(|zone| zone.name())),
        join_ids(session),
        copy_or_empty(
            Some(session.recorded).filter(|word| *word != Recorded::Unknown).map(Recorded::word),
        ),
        join_known(session.links.iter().map(|link| link.kind.map_or("", LinkKind::word))),
    ]
}

fn copy_or_empty(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Joins values, or returns an empty text if all are empty.
fn join_known<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let values: Vec<&str> = values.collect();
    let is_known = values.iter().any(|value| !value.is_empty());
    if is_known { join_list(values.into_iter()) } else { String::new() }
}

/// Returns a detail of each person, in the order of the columns of people.
fn join_details(
    agenda: &Agenda,
    session: &Session,
    detail: fn(&Person) -> Option<&Clean>,
) -> String {
    let people = Part::ALL.iter().flat_map(|part| people_with_part(agenda, session, *part));
    join_known(people.map(|person| detail(person).map(|text| &**text).unwrap_or_default()))
}

/// Returns each id as `NAME=ID`.
fn join_ids(session: &Session) -> String {
    let ids = session.ids.iter().map(|named| format!("{}={}", named.name, named.id));
    join_list(ids.collect::<Vec<_>>().iter().map(|id| &**id))
}

/// Returns each link as `TITLE ADDRESS`. An address has no blank.
fn join_links(session: &Session) -> String {
    let link = |link: &Link| match &link.title {
        Some(title) => format!("{title} {}", link.url),
        None => link.url.to_string(),
    };
    let links: Vec<String> = session.links.iter().map(link).collect();
    join_list(links.iter().map(|link| &**link))
}

fn people_with_part<'a>(
    agenda: &'a Agenda,
    session: &'a Session,
    part: Part,
) -> impl Iterator<Item = &'a Person> {
    agenda.people_of(session).filter(move |(_, own)| *own == part).map(|(person, _)| person)
}

/// Returns the names of the people with a part in a session.
fn join_names(agenda: &Agenda, session: &Session, part: Part) -> String {
    join_list(people_with_part(agenda, session, part).map(|person| &*person.name))
}

/// Writes a time with its offset. Wall clocks alone have no offset, except that of a single time.
fn format_time(agenda: &Agenda, at: Moment) -> String {
    let is_floating = !agenda.clock.has_instants() && at.offset().local_minus_utc() == 0;
    let form = if is_floating { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M:%S%:z" };
    agenda.local_time(at).format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUBLIN: &str = r#"
[event]
id = "x"
name = "x"
timezone = "Europe/Dublin"

[[session]]
id = "a"
title = 'A, "b"'
start = 2031-05-04T09:00:00
minutes = 90
room = "Hall"
speakers = ["Ann", "Bo"]
sponsors = ["Acme"]
track = "T"
tags = ["x", "y"]
abstract = """One

Two"""

[[session]]
id = "b"
title = "B"
start = "TBA"
cancelled = true
"#;

    const DUBLIN_ROWS: [[&str; 30]; 2] = [
        [
            "a",
            "2031-05-04",
            "2031-05-04T09:00:00+01:00",
            "2031-05-04T10:30:00+01:00",
            "90",
            "A, \"b\"",
            "Hall",
            "talk",
            "T",
            "x; y",
            "",
            "",
            "false",
            "Ann; Bo",
            "",
            "Acme",
            "One\n\nTwo",
            "",
            "false",
            "Hall",
            "",
            "",
            "",
            "",
            "x",
            "x",
            "Europe/Dublin",
            "",
            "",
            "",
        ],
        [
            "b",
            "",
            "",
            "",
            "",
            "B",
            "",
            "talk",
            "",
            "",
            "",
            "",
            "true",
            "",
            "",
            "",
            "",
            "",
            "false",
            "",
            "",
            "",
            "",
            "",
            "x",
            "x",
            "Europe/Dublin",
            "",
            "",
            "",
        ],
    ];

    fn read_agenda(text: &str) -> Agenda {
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    fn parse_rows(text: &str) -> Vec<Vec<String>> {
        let mut reader =
            ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn every_session_is_a_line_of_all_columns() {
        let agenda = read_agenda(DUBLIN);
        let text = write(&agenda, &|_| true);
        assert!(text.ends_with("\r\n"));
        let rows = parse_rows(&text);
        assert_eq!(rows[0], HEADER);
        assert_eq!(rows[1..], DUBLIN_ROWS);
        assert_eq!(parse_rows(&write(&agenda, &|ix| ix == 1)).len(), 2);
    }

    #[test]
    fn formulas_are_quoted() {
        let agenda = read_agenda("[[session]]\ntitle = '=1'\nstart = 'TBA'\nabstract = ' =1'\n");
        let rows = parse_rows(&write(&agenda, &|_| true));
        assert_eq!((&*rows[1][5], &*rows[1][16]), ("'=1", "' =1"));
    }

    #[test]
    fn time_without_zone_has_no_offset() {
        let agenda = read_agenda("[[session]]\ntitle = 'A'\nstart = 2031-05-04T09:00:00\n");
        assert_eq!(parse_rows(&write(&agenda, &|_| true))[1][2], "2031-05-04T09:00:00");
    }
}
