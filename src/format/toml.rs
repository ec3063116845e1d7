//! hallway's own format: every key is read by hand, so that every problem of a file is told at
//! once, each at its place.

mod explain;
mod fields;
mod keys;
mod syntax;
mod write;

pub use keys::KEYS;
pub(super) use write::write;

use crate::agenda::{
    At, Draft, DraftEvent, DraftLink, DraftPerson, DraftRoom, DraftSession, DraftTrack, Part,
    Problem, Span, Text,
};
use fields::Fields;
use syntax::{Item, Table, Value};

/// Reads the whole of a file. What is wrong in one session costs that session at most.
///
/// # Errors
/// A sentence, where nothing in the text belongs to an agenda.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    bounded(text)?;
    let (root, problems) = syntax::parse(text);
    let known = |key: &str| KEYS.iter().any(|(_, keys)| keys.contains(&key));
    if !root.fields.iter().any(|field| known(&field.key.value)) && !problems.is_empty() {
        let at = problems.into_iter().next().and_then(|problem| problem.at);
        return Err(Problem { at, ..Problem::error(None, "this is not an agenda, nor any TOML") }
            .help("an agenda has [[session]] tables, each with a title and a start: the README describes the format"));
    }
    let mut reader = Reader { draft: Draft { problems, ..Draft::default() }, event_at: None };
    reader.root(root);
    Ok(reader.draft)
}

/// The parser takes about a hundred bytes of memory for each piece, however small.
fn bounded(text: &str) -> Result<(), Problem> {
    /// Names, values, brackets, line ends: an agenda of 5,000 sessions has 300,000.
    const PIECES_MAX: usize = 1_000_000;
    let Some(piece) = toml_parser::Source::new(text).lex().nth(PIECES_MAX) else { return Ok(()) };
    let at = piece.span().start();
    Err(Problem::error(
        Some(at..at + 1),
        "this file has more names, values and line ends than any agenda",
    )
    .help(format!("at most {PIECES_MAX} are read")))
}

struct Reader {
    draft: Draft,
    event_at: Option<Span>,
}

impl Reader {
    fn problem(&mut self, problem: Problem) {
        self.draft.problems.push(problem);
    }

    fn root(&mut self, root: Table) {
        let mut fields = Fields::new(&mut self.draft.problems, "", root);
        let mut tables: Vec<(At<String>, Item)> = Vec::new();
        while let Some((key, item)) = fields.next() {
            tables.push((key, item));
        }
        for (key, item) in tables {
            for table in self.tables(&key, item) {
                match &*key.value {
                    "event" => self.event(table),
                    "room" => self.room(table),
                    "track" => self.track(table),
                    "speaker" => self.speaker(table),
                    _ => self.session(table),
                }
            }
        }
    }

    /// The tables under a name, whether they are written as `[[name]]`, as `[name]` or as a list.
    fn tables(&mut self, key: &At<String>, item: Item) -> Vec<Table> {
        let name = &*key.value;
        let header = if name == "event" { "[event]".to_owned() } else { format!("[[{name}]]") };
        let help = format!("write {header} above its keys");
        match item.value {
            Value::Table(table) => {
                if name != "event" {
                    let message =
                        format!("there may be more than one {name}: this header has two brackets");
                    self.problem(Problem::warning(Some(table.at.clone()), message).help(help));
                }
                vec![table]
            }
            Value::List(items) => {
                if name == "event" {
                    let message = "there is one event: this header has single brackets";
                    self.problem(Problem::warning(Some(item.at), message).help(help.clone()));
                }
                let mut tables = Vec::with_capacity(items.len());
                for item in items {
                    match item.value {
                        Value::Table(table) => tables.push(table),
                        other => {
                            let message =
                                format!("`{name}` is a list of tables, not of {}", other.plural());
                            self.problem(Problem::error(Some(item.at), message).help(help.clone()));
                        }
                    }
                }
                tables
            }
            other => {
                let message = format!("`{name}` is a table, not {}", other.kind());
                self.problem(Problem::error(Some(item.at), message).help(help));
                Vec::new()
            }
        }
    }

    fn event(&mut self, table: Table) {
        if self.event_at.replace(table.at.clone()).is_some() {
            let problem = Problem::error(Some(table.at), "the event is described twice");
            self.problem(problem.help("keep one [event]: this one is ignored"));
            return;
        }
        let mut event = DraftEvent::default();
        let mut fields = Fields::new(&mut self.draft.problems, "event", table);
        while let Some((key, item)) = fields.next() {
            match &*key.value {
                "id" => event.id = fields.text(&key, item),
                "name" => event.name = fields.text(&key, item),
                "timezone" => event.timezone = fields.text(&key, item),
                "day_start" => event.day_start = fields.clock(&key, item),
                "venue" => event.venue = fields.text(&key, item),
                "url" => event.url = fields.text(&key, item),
                "description" => event.description = fields.text(&key, item),
                "source" => event.source = fields.text(&key, item),
                _ => {}
            }
        }
        self.draft.event = event;
    }

    fn room(&mut self, table: Table) {
        let (mut name, mut capacity, mut joins) = (None, None, Vec::new());
        let mut fields = Fields::new(&mut self.draft.problems, "room", table);
        while let Some((key, item)) = fields.next() {
            match &*key.value {
                "name" => name = fields.text(&key, item),
                "capacity" => capacity = fields.whole(&key, item),
                "joins" => joins = fields.texts(&key, item),
                _ => {}
            }
        }
        if let Some(name) = fields.name(name) {
            self.draft.rooms.push(DraftRoom { name, capacity, joins });
        }
    }

    fn track(&mut self, table: Table) {
        let (mut name, mut color) = (None, None);
        let mut fields = Fields::new(&mut self.draft.problems, "track", table);
        while let Some((key, item)) = fields.next() {
            match &*key.value {
                "name" => name = fields.text(&key, item),
                "color" => color = fields.text(&key, item),
                _ => {}
            }
        }
        if let Some(name) = fields.name(name) {
            self.draft.tracks.push(DraftTrack { name, color });
        }
    }

    fn speaker(&mut self, table: Table) {
        let (mut name, mut role, mut affiliation, mut bio, mut url) =
            (None, None, None, None, None);
        let mut fields = Fields::new(&mut self.draft.problems, "speaker", table);
        while let Some((key, item)) = fields.next() {
            match &*key.value {
                "name" => name = fields.text(&key, item),
                "role" => role = fields.text(&key, item),
                "affiliation" => affiliation = fields.text(&key, item),
                "bio" => bio = fields.text(&key, item),
                "url" => url = fields.text(&key, item),
                _ => {}
            }
        }
        if let Some(name) = fields.name(name) {
            self.draft.people.push(DraftPerson { name, role, affiliation, bio, url });
        }
    }

    fn session(&mut self, table: Table) {
        let mut session = DraftSession { at: table.at.clone(), ..DraftSession::default() };
        let mut rooms: Option<(At<String>, Vec<At<String>>)> = None;
        let mut fields = Fields::new(&mut self.draft.problems, "session", table);
        while let Some((key, item)) = fields.next() {
            match &*key.value {
                "title" => session.title = fields.needed(|fields| fields.text(&key, item)),
                "start" => session.start = fields.needed(|fields| fields.start(&key, item)),
                "end" => session.end = fields.when(&key, item),
                "minutes" => session.minutes = fields.whole(&key, item),
                "room" | "rooms" => {
                    let names = if key.value == "room" {
                        fields.room(&key, item)
                    } else {
                        fields.texts(&key, item)
                    };
                    match &rooms {
                        Some((other, _)) => fields.both_rooms(&key, other),
                        None => rooms = Some((key, names)),
                    }
                }
                "id" => session.id = fields.text(&key, item),
                "kind" => session.kind = fields.text(&key, item),
                "track" => session.track = fields.text(&key, item),
                "language" => session.language = fields.text(&key, item),
                "seats" => session.seats = fields.text(&key, item),
                "abstract" => {
                    session.summary = fields.text(&key, item).map(|text| text.map(Text::from))
                }
                "url" => session.url = fields.text(&key, item),
                "tags" => session.tags = fields.texts(&key, item),
                "cancelled" => session.cancelled = fields.truth(&key, &item).unwrap_or(false),
                "speakers" => fields.people(&mut session, Part::Speaker, &key, item),
                "moderators" => fields.people(&mut session, Part::Moderator, &key, item),
                "sponsors" => fields.people(&mut session, Part::Sponsor, &key, item),
                "links" => {
                    for table in fields.inner_tables(&key, item) {
                        session.links.extend(fields.inner("link", table, link));
                    }
                }
                _ => {}
            }
        }
        session.rooms = rooms.map(|(_, names)| names).unwrap_or_default();
        let complete = session.title.is_some() && session.start.is_some();
        if !fields.leave_out(complete) {
            self.draft.sessions.push(session);
        }
    }
}

fn link(fields: &mut Fields<'_>) -> Option<DraftLink> {
    let (mut title, mut url) = (None, None);
    while let Some((key, item)) = fields.next() {
        match &*key.value {
            "title" => title = fields.text(&key, item),
            "url" => url = fields.text(&key, item),
            _ => {}
        }
    }
    if url.is_none() {
        fields.lacks("this link has no url", "add url = \"https://…\"; the link is ignored");
    }
    Some(DraftLink { title, url: url? })
}

#[cfg(test)]
mod tests;
