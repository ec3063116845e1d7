//! Writes an agenda as CSV (RFC 4180), for spreadsheets.

use crate::agenda::{Agenda, Part, Session, SessionIx};

/// What the columns are called.
const HEADER: [&str; 15] = [
    "id",
    "day",
    "start",
    "end",
    "minutes",
    "room",
    "kind",
    "track",
    "title",
    "speakers",
    "moderators",
    "language",
    "cancelled",
    "url",
    "abstract",
];

/// A line of heads and one a session, for the sessions that `only` wants. Times are ISO 8601, without an offset where the
/// zone is unknown.
pub fn write(agenda: &Agenda, only: &dyn Fn(SessionIx) -> bool) -> String {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let sessions = agenda.sessions.iter().enumerate().filter(|(ix, _)| only(*ix)).map(|(_, session)| session);
    let write = || -> csv::Result<()> {
        csv.write_record(HEADER)?;
        for session in sessions {
            csv.write_record(record(agenda, session).map(|field| guarded(&field)))?;
        }
        Ok(csv.flush()?)
    };
    // Writing into memory does not fail.
    let _ = write();
    String::from_utf8(csv.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn record(agenda: &Agenda, session: &Session) -> [String; 15] {
    let format = if agenda.zone.is_some() { "%Y-%m-%dT%H:%M:%S%:z" } else { "%Y-%m-%dT%H:%M:%S" };
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let names = |wanted: Part| -> String {
        let of_part = agenda.people_of(session).filter(|(_, part)| *part == wanted).map(|(person, _)| &*person.name);
        of_part.collect::<Vec<_>>().join(", ")
    };
    let track = session.track.and_then(|track| agenda.tracks.get(track)).map(|track| &*track.name);
    [
        session.id.to_string(),
        session.day.and_then(|day| agenda.days.get(day)).map(|day| day.date.to_string()).unwrap_or_default(),
        session.start.map(|at| at.format(format).to_string()).unwrap_or_default(),
        session.end().map(|at| agenda.local(at).format(format).to_string()).unwrap_or_default(),
        session.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        text(session.room.as_deref()),
        session.kind.word().to_owned(),
        text(track),
        session.title.to_string(),
        names(Part::Speaker),
        names(Part::Moderator),
        text(session.language.as_deref()),
        if session.cancelled { "yes" } else { "" }.to_owned(),
        text(session.url.as_deref()),
        text(session.summary.as_deref()),
    ]
}

/// A field that a spreadsheet would take for a formula begins with an apostrophe, as OWASP advises.
fn guarded(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@']);
    if formula { format!("'{field}") } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_session_is_a_line_and_no_field_a_formula() {
        let text = "[event]\ntimezone='Europe/Dublin'\n[[session]]\nid='a'\ntitle='=1+1, \"q\"'\nstart=2026-05-04T09:00:00\n\
                    minutes=30\nroom='R'\nspeakers=['A','B']\nabstract='''one\ntwo'''\n[[session]]\nid='b'\ntitle='TBA'\nstart='TBA'";
        let agenda = crate::format::read(text.as_bytes()).unwrap().draft.check(None).0;
        let written = write(&agenda, &|_| true);
        let mut reader = csv::Reader::from_reader(written.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(
            rows[0].iter().take(10).collect::<Vec<_>>(),
            [
                "a",
                "2026-05-04",
                "2026-05-04T09:00:00+01:00",
                "2026-05-04T09:30:00+01:00",
                "30",
                "R",
                "talk",
                "",
                "'=1+1, \"q\"",
                "A, B"
            ]
        );
        assert_eq!(&rows[0][14], "one\ntwo");
        assert_eq!((&rows[1][0], &rows[1][2]), ("b", ""));
        assert_eq!(write(&agenda, &|ix| ix == 1).lines().count(), 2);
    }
}
