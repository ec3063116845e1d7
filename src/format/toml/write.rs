//! Writes an agenda as the TOML that hallway reads: reading it back gives the same agenda.

use crate::agenda::{Agenda, Kind, Moment, Part, Person, Room, Session, SessionIx};
use chrono::Timelike;

/// The agenda with the sessions that `only` wants; `source` is where it was imported from.
pub fn write(agenda: &Agenda, source: Option<&str>, only: &dyn Fn(SessionIx) -> bool) -> String {
    let mut text = Text::default();
    event(&mut text, agenda, source);
    for room in &agenda.rooms {
        self::room(&mut text, agenda, room);
    }
    for track in &agenda.tracks {
        text.table("[[track]]");
        text.string("name", &track.name);
        if let Some([r, g, b]) = track.color {
            text.string("color", &format!("#{r:02x}{g:02x}{b:02x}"));
        }
    }
    for person in &agenda.people {
        self::person(&mut text, person);
    }
    for (_, session) in agenda.sessions.iter().enumerate().filter(|(ix, _)| only(*ix)) {
        self::session(&mut text, agenda, session);
    }
    text.0
}

fn event(text: &mut Text, agenda: &Agenda, source: Option<&str>) {
    text.table("[event]");
    text.string("id", &agenda.id);
    text.string("name", &agenda.name);
    if let Some(zone) = &agenda.zone {
        text.string("timezone", zone.name());
    }
    let start = agenda.day_start;
    text.raw("day_start", &format!("{:02}:{:02}:{:02}", start.hour(), start.minute(), start.second()));
    text.optional("venue", agenda.venue.as_deref());
    text.optional("url", agenda.url.as_deref());
    text.optional("description", agenda.description.as_deref());
    text.optional("source", source);
}

fn room(text: &mut Text, agenda: &Agenda, room: &Room) {
    text.table("[[room]]");
    text.string("name", &room.name);
    if let Some(capacity) = room.capacity {
        text.raw("capacity", &capacity.to_string());
    }
    let joins = room.joins.iter().filter_map(|part| agenda.rooms.get(*part)).map(|part| &*part.name);
    text.list("joins", joins);
}

fn person(text: &mut Text, person: &Person) {
    text.table("[[speaker]]");
    text.string("name", &person.name);
    text.optional("role", person.role.as_deref());
    text.optional("affiliation", person.affiliation.as_deref());
    text.optional("url", person.url.as_deref());
    text.optional("bio", person.bio.as_deref());
}

fn session(text: &mut Text, agenda: &Agenda, session: &Session) {
    text.table("[[session]]");
    text.string("id", &session.id);
    text.string("title", &session.title);
    match session.start {
        Some(start) => text.raw("start", &when(agenda, start)),
        None => text.string("start", "TBA"),
    }
    if let Some(minutes) = session.minutes {
        text.raw("minutes", &minutes.to_string());
    }
    rooms(text, agenda, session);
    if session.kind != Kind::Talk {
        text.string("kind", session.kind.word());
    }
    text.optional("track", session.track.and_then(|track| agenda.tracks.get(track)).map(|track| &*track.name));
    text.list("tags", session.tags.iter().map(|tag| &**tag));
    text.optional("language", session.language.as_deref());
    text.optional("seats", session.seats.map(|seats| seats.word()));
    if session.cancelled {
        text.raw("cancelled", "true");
    }
    for (key, wanted) in [("speakers", Part::Speaker), ("moderators", Part::Moderator), ("sponsors", Part::Sponsor)] {
        let named = agenda.people_of(session).filter(|(_, part)| *part == wanted).map(|(person, _)| &*person.name);
        text.list(key, named);
    }
    text.optional("url", session.url.as_deref());
    if !session.links.is_empty() {
        let links: Vec<String> = session
            .links
            .iter()
            .map(|link| match &link.title {
                Some(title) => format!("{{ title = {}, url = {} }}", quoted(title), quoted(&link.url)),
                None => format!("{{ url = {} }}", quoted(&link.url)),
            })
            .collect();
        text.raw("links", &format!("[{}]", links.join(", ")));
    }
    text.optional("abstract", session.summary.as_deref());
}

/// The room as published, where that is one; else the rooms that its name is made of.
fn rooms(text: &mut Text, agenda: &Agenda, session: &Session) {
    let Some(published) = &session.room else { return };
    if agenda.rooms.iter().any(|room| room.name == *published) {
        text.string("room", published);
    } else {
        let names = session.rooms.iter().filter_map(|ix| agenda.rooms.get(*ix)).map(|room| &*room.name);
        text.list("rooms", names);
    }
}

/// A wall clock where that says it all. What a clock change shows twice, and what has no zone but an offset, is written
/// with the offset.
fn when(agenda: &Agenda, at: Moment) -> String {
    let offset = match &agenda.zone {
        Some(zone) => zone.resolve(at.naive_local()).at != at,
        None => agenda.utc || at.offset().local_minus_utc() != 0,
    };
    at.format(if offset { "%Y-%m-%dT%H:%M:%S%:z" } else { "%Y-%m-%dT%H:%M:%S" }).to_string()
}

/// TOML as it grows.
#[derive(Default)]
struct Text(String);

impl Text {
    fn table(&mut self, head: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(head);
        self.0.push('\n');
    }

    fn raw(&mut self, key: &str, value: &str) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    fn string(&mut self, key: &str, value: &str) {
        self.raw(key, &quoted(value));
    }

    fn optional(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.string(key, value);
        }
    }

    /// A list, unless it is empty.
    fn list<'a>(&mut self, key: &str, values: impl Iterator<Item = &'a str>) {
        let values: Vec<String> = values.map(quoted).collect();
        if !values.is_empty() {
            self.raw(key, &format!("[{}]", values.join(", ")));
        }
    }
}

/// A string: of several lines if it has some, so that it can be read.
fn quoted(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            '"' => escaped.push_str("\\\""),
            '\n' => escaped.push('\n'),
            c if c.is_control() => escaped.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    if escaped.contains('\n') { format!("\"\"\"\n{escaped}\"\"\"") } else { format!("\"{escaped}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use proptest::prelude::*;

    fn read(text: &str) -> Agenda {
        let (agenda, problems) = format::read(text.as_bytes()).unwrap().draft.check(None);
        let errors: Vec<_> = problems.iter().filter(|p| p.severity == crate::agenda::Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?} in\n{text}");
        agenda
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let built_in = include_str!("../../../data/srecon16-europe.toml");
        let odd = "[event]\nname='O\"dd \\ ünï'\nday_start=04:30:00\n[[track]]\nname='T'\ncolor='#0a0b0c'\n[[room]]\nname='A'\ncapacity=7\n\
            [[room]]\nname='B'\n[[room]]\nname='A+B'\njoins=['A','B']\n\
            [[session]]\ntitle='one'\nstart=2026-05-04T09:00:00\nrooms=['A','B']\ntrack='T'\ntags=['x','y']\nlanguage='de'\nseats='full'\n\
            [[session]]\ntitle='two'\nstart=2026-05-04T10:00:00+02:00\nminutes=0\nroom='A+B'\ncancelled=true\nkind='bof'\n\
            links=[{url='https://example.org'},{title='\"t\"',url='https://example.org/2'}]\n\
            [[session]]\ntitle='three'\nstart='TBA'\nsponsors=['S']\nmoderators=['M']\nabstract=\"a\\n\\nb \\\"\\\"\\\" c\"\n";
        let fold = "[event]\ntimezone='Europe/Berlin'\n[[session]]\ntitle='first'\nstart=2027-10-31T02:30:00+02:00\n\
            [[session]]\ntitle='second'\nstart=2027-10-31T02:30:00+01:00\n";
        let utc = "[[session]]\ntitle='utc'\nstart=2026-05-04T09:00:00Z\n";
        for text in [built_in, odd, fold, utc] {
            let agenda = read(text);
            let written = write(&agenda, None, &|_| true);
            assert_eq!(read(&written), agenda, "{written}");
            assert_eq!(write(&read(&written), None, &|_| true), written);
        }
    }

    #[test]
    fn the_source_is_kept_and_sessions_can_be_left_out() {
        let agenda = read(
            "[[session]]\ntitle='a'\nstart=2026-05-04T09:00:00\n[[session]]\ntitle='b'\nstart=2026-05-04T10:00:00\n",
        );
        let written = write(&agenda, Some("https://example.org/schedule.xml"), &|ix| ix == 1);
        assert!(written.contains("source = \"https://example.org/schedule.xml\""));
        assert_eq!(read(&written).sessions.len(), 1);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(title in "\\PC{1,40}", summary in "(\\PC|\n|\"|\\\\){0,60}") {
            let mut agenda = read("[[session]]\nid='x'\ntitle='a'\nstart=2026-05-04T09:00:00\nabstract='b'\n");
            let session = &mut agenda.sessions[0];
            session.title = crate::agenda::Clean::line(&title);
            session.summary = Some(crate::agenda::Clean::block(&summary)).filter(|text| !text.is_empty());
            prop_assume!(!session.title.is_empty());
            prop_assert_eq!(read(&write(&agenda, None, &|_| true)), agenda);
        }
    }
}
