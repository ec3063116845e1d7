//! An agenda as CSV (RFC 4180): a header and one line for each session.

use crate::agenda::{Agenda, Moment, Part, Session, SessionIx};

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
];

/// Writes the sessions for which `filter` returns true.
pub(super) fn write(agenda: &Agenda, filter: &dyn Fn(SessionIx) -> bool) -> String {
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(HEADER);
    for (_, session) in agenda.sessions.iter().enumerate().filter(|(ix, _)| filter(*ix)) {
        let cells = session_cells(agenda, session);
        let _ = writer.write_record(cells.iter().map(|cell| escape_formula(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the cells of a session in the order of [`HEADER`].
fn session_cells(agenda: &Agenda, session: &Session) -> [String; 18] {
    let day = session.day.and_then(|ix| agenda.days.get(ix));
    let track = session.track.and_then(|ix| agenda.tracks.get(ix));
    let tags: Vec<&str> = session.tags.iter().map(|tag| &**tag).collect();
    [
        session.id.to_string(),
        day.map(|day| day.date.to_string()).unwrap_or_default(),
        session.start.map(|at| format_time(agenda, at)).unwrap_or_default(),
        session.end().map(|at| format_time(agenda, at)).unwrap_or_default(),
        session.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        session.title.to_string(),
        copy_or_empty(session.room.as_deref()),
        session.kind.word().to_owned(),
        copy_or_empty(track.map(|track| &*track.name)),
        tags.join("; "),
        copy_or_empty(session.language.as_deref()),
        copy_or_empty(session.seats.map(|seats| seats.word())),
        session.cancelled.to_string(),
        join_names(agenda, session, Part::Speaker),
        join_names(agenda, session, Part::Moderator),
        join_names(agenda, session, Part::Sponsor),
        copy_or_empty(session.summary.as_deref()),
        copy_or_empty(session.url.as_deref()),
    ]
}

fn copy_or_empty(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// Returns the names of the people with a part in a session.
fn join_names(agenda: &Agenda, session: &Session, part: Part) -> String {
    let people = agenda.people_of(session).filter(|(_, its_part)| *its_part == part);
    people.map(|(person, _)| &*person.name).collect::<Vec<_>>().join("; ")
}

/// Writes a time with its offset. Without a known zone, the offset is left out.
fn format_time(agenda: &Agenda, at: Moment) -> String {
    let is_floating = agenda.zone.is_none() && at.offset().local_minus_utc() == 0;
    let form = if is_floating { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M:%S%:z" };
    agenda.local_time(at).format(form).to_string()
}

/// Puts `'` before a formula, so that no spreadsheet runs it:
/// <https://owasp.org/www-community/attacks/CSV_Injection>.
fn escape_formula(cell: &str) -> String {
    let is_formula = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUBLIN: &str = r#"
[event]
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

    const DUBLIN_ROWS: [[&str; 18]; 2] = [
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
        ],
        ["b", "", "", "", "", "B", "", "talk", "", "", "", "", "true", "", "", "", "", ""],
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
        for (title, cell) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            (" =1", "' =1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("C++ = fun", "C++ = fun"),
        ] {
            assert_eq!(escape_formula(title), cell);
        }
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
