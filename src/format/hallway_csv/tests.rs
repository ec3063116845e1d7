use super::*;
use crate::agenda::{Agenda, Session};
use crate::format::{self, Format, detect};
use proptest::prelude::*;

const AGENDA: &str = r#"
[event]
id = "ev"
name = "Event; one"
timezone = "Europe/Dublin"
[[room]]
name = "A; B"
capacity = 40
[[room]]
name = "C"
[[room]]
name = "All"
joins = ["A; B", "C"]
[[speaker]]
name = "Ann; PhD"
role = "Dev"
affiliation = "Acme"
[[session]]
id = "-x/1"
ids = { guid = "g;1", code = "A=B" }
title = "=1+1"
start = 2016-07-11T09:00:00
minutes = 40
room = "All"
kind = "keynote"
track = "T"
tags = ["a; b", "c"]
language = "en"
seats = "full"
cancelled = true
speakers = ["Bo"]
moderators = ["Ann; PhD"]
abstract = "One\n\nTwo"
url = "https://s.example"
links = [{ title = "The slides", url = "https://l.example" },
    { url = "https://v.example", kind = "recording" }]
[[session]]
id = "day"
recorded = "no"
title = "Fair"
start = 2016-07-12T00:00:00
minutes = 1440
all_day = true
rooms = ["C", "A; B"]
[[session]]
id = "later"
title = "Later"
start = "TBA"
"#;

fn read_agenda(text: &str) -> Agenda {
    let (agenda, problems) = format::read(text.as_bytes()).unwrap().draft.check(None);
    assert_eq!(problems, []);
    agenda
}

/// Returns all fields of the sessions with a column.
fn fields(agenda: &Agenda) -> Vec<String> {
    let fields = |session: &Session| {
        let mut session = session.clone();
        let rooms: Vec<_> = session.rooms.drain(..).map(|ix| &agenda.rooms[ix]).collect();
        let rooms: Vec<_> = rooms.iter().map(|room| (&room.name, room.capacity)).collect();
        let people: Vec<_> = agenda.people_of(&session).collect();
        let details = format!("{rooms:?} {people:?}");
        session.people.clear();
        format!("{session:?} {details}")
    };
    agenda.sessions.iter().map(fields).collect()
}

#[test]
fn own_csv_is_read_back_without_a_loss() {
    let agenda = read_agenda(AGENDA);
    let text = format::write(format::WritableFormat::Csv, &agenda, &|_| true);
    assert_eq!(detect(text.as_bytes()).unwrap(), Format::HallwayCsv);
    let read = read_agenda(&text);
    assert_eq!(fields(&read), fields(&agenda));
    assert_eq!((&read.id, &read.name, &read.clock), (&agenda.id, &agenda.name, &agenda.clock));
}

#[test]
fn csv_of_the_first_version_is_read() {
    let text = "id,day,start,end,minutes,title,room,kind\n\
                a,2016-07-11,2016-07-11T09:00:00+01:00,,,A talk,Hall,talk\n\
                b,,,,,Later,,talk\n";
    let agenda = read_agenda(text);
    let starts: Vec<bool> = agenda.sessions.iter().map(|session| session.start.is_some()).collect();
    assert_eq!(starts, [true, false]);
    assert_eq!(agenda.sessions[0].room.as_deref(), Some("Hall"));
}

#[test]
fn damaged_rows_and_values_are_reported() {
    let text =
        "id,start,minutes,title,kind\n1,soon,many,A,talk\n2,2016-07-11T09:00:00,5,,talk\n3,x\n";
    let (agenda, problems) = format::read(text.as_bytes()).unwrap().draft.check(None);
    let messages: Vec<&str> = problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(agenda.sessions.len(), 1);
    assert_eq!(
        messages,
        [
            "this time cannot be read",
            "this is no number",
            "this session has no title",
            "this row has not the columns of the header"
        ]
    );
}

proptest! {
    #[test]
    fn any_bytes_never_panic(rows in "(\\PC|[,;\"\n\\\\]){0,200}") {
        let text = format!("id,start,minutes,title,kind,speakers,rooms,room\n{rows}");
        let _ = read(&text).map(|draft| draft.check(None));
    }
}
