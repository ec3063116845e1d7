//! An agenda as CSV, RFC 4180: a header and one line a session.

use crate::agenda::{Agenda, Moment, Part, Session, SessionIx};

const HEAD: &[&str] = &[
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

/// The sessions that `only` takes.
pub(super) fn write(agenda: &Agenda, only: &dyn Fn(SessionIx) -> bool) -> String {
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(HEAD);
    for (_, session) in agenda.sessions.iter().enumerate().filter(|(ix, _)| only(*ix)) {
        let _ = writer.write_record(cells(agenda, session).iter().map(|cell| guarded(cell)));
    }
    writer
        .into_inner()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default()
}

/// In the order of [`HEAD`].
fn cells(agenda: &Agenda, session: &Session) -> [String; 18] {
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let time = |at: Option<Moment>| at.map_or_else(String::new, |at| self::time(agenda, at));
    let day = session
        .day
        .and_then(|ix| agenda.days.get(ix))
        .map_or_else(String::new, |day| day.date.to_string());
    let people = |part: Part| {
        let named = agenda.people_of(session).filter(|(_, of)| *of == part);
        named.map(|(person, _)| &*person.name).collect::<Vec<_>>().join("; ")
    };
    [
        session.id.to_string(),
        day,
        time(session.start),
        time(session.end()),
        session.minutes.map_or_else(String::new, |minutes| minutes.to_string()),
        session.title.to_string(),
        own(session.room.as_deref()),
        session.kind.word().to_owned(),
        own(session.track.and_then(|ix| agenda.tracks.get(ix)).map(|track| &*track.name)),
        session.tags.iter().map(|tag| &**tag).collect::<Vec<_>>().join("; "),
        own(session.language.as_deref()),
        own(session.seats.map(|seats| seats.word())),
        session.cancelled.to_string(),
        people(Part::Speaker),
        people(Part::Moderator),
        people(Part::Sponsor),
        own(session.summary.as_deref()),
        own(session.url.as_deref()),
    ]
}

/// With its offset, unless the zone is unknown and an offset would mean nothing.
fn time(agenda: &Agenda, at: Moment) -> String {
    let floating = agenda.zone.is_none() && at.offset().local_minus_utc() == 0;
    let at = agenda.local_time(at);
    at.format(if floating { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M:%S%:z" }).to_string()
}

/// A spreadsheet takes a cell that begins like this as a formula, and runs it:
/// <https://owasp.org/www-community/attacks/CSV_Injection>.
fn guarded(cell: &str) -> String {
    let formula =
        cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agenda(sessions: &str) -> Agenda {
        let text = format!("[event]\ntimezone = \"Europe/Dublin\"\n{sessions}");
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut reader =
            ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn every_session_is_a_line_of_all_columns() {
        let agenda = agenda(
            "[[session]]\nid = \"a\"\ntitle = \"A, \\\"b\\\"\"\nstart = 2031-05-04T09:00:00\nminutes = 90\nroom = \"Hall\"\n\
            speakers = [\"Ann\", \"Bo\"]\nsponsors = [\"Acme\"]\ntrack = \"T\"\ntags = [\"x\", \"y\"]\n\
            abstract = \"\"\"One\n\nTwo\"\"\"\n[[session]]\nid = \"b\"\ntitle = \"B\"\nstart = \"TBA\"\ncancelled = true\n",
        );
        let text = write(&agenda, &|_| true);
        assert!(text.ends_with("\r\n"));
        let rows = rows(&text);
        assert_eq!(rows[0], HEAD);
        let wanted = [
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
        ];
        assert_eq!(rows[1], wanted);
        assert_eq!(&rows[2][..6], ["b", "", "", "", "", "B"]);
        assert_eq!(rows[2][12], "true");
        assert_eq!(self::rows(&write(&agenda, &|ix| ix == 1)).len(), 2);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (title, cell) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("C++ = fun", "C++ = fun"),
        ] {
            let agenda = agenda(&format!("[[session]]\ntitle = \"{title}\"\nstart = \"TBA\"\n"));
            assert_eq!(rows(&write(&agenda, &|_| true))[1][5], cell);
        }
        let agenda = agenda("[[session]]\ntitle = \"A\"\nstart = \"TBA\"\nabstract = \" =1\"\n");
        assert_eq!(rows(&write(&agenda, &|_| true))[1][16], "' =1");
    }

    #[test]
    fn a_time_without_zone_has_no_offset() {
        let text = "[[session]]\ntitle = \"A\"\nstart = 2031-05-04T09:00:00\n";
        let agenda = crate::format::read(text.as_bytes()).unwrap().draft.check(None).0;
        assert_eq!(rows(&write(&agenda, &|_| true))[1][2], "2031-05-04T09:00:00");
    }
}
