//! Fixtures of the tests of search.
#![expect(clippy::disallowed_methods, reason = "the tests read agendas beside the checkout")]

use super::field::FieldKind;
use super::*;
use crate::agenda::{
    At, Draft, DraftCredit, DraftPerson, DraftSession, DraftTrack, Level, Moment, Part, SessionIx,
    When,
};
use chrono::{NaiveDateTime, TimeDelta};
use matcher::Tier;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

mod agreement;
mod chips;
mod conditions;
mod highlights;
mod limits;
mod properties;
mod ranking;

fn at<T>(value: T) -> At<T> {
    At { value, at: 0..0 }
}

fn speaker(name: &str) -> DraftCredit {
    DraftCredit { part: Part::Speaker, name: name.into() }
}

fn draft_session(title: &str, start: &str, room: &str, people: &[&str]) -> DraftSession {
    let start = NaiveDateTime::parse_from_str(start, "%Y-%m-%dT%H:%M:%S").unwrap();
    DraftSession {
        title: Some(at(title.into())),
        start: Some(at(When::Wall(start))),
        minutes: Some(at(30)),
        rooms: vec![at(room.into())],
        people: people.iter().map(|name| speaker(name)).collect(),
        ..DraftSession::default()
    }
}

fn person(name: &str, affiliation: Option<&str>) -> DraftPerson {
    DraftPerson {
        name: at(name.into()),
        role: None,
        affiliation: affiliation.map(|a| at(a.into())),
        bio: None,
        url: None,
    }
}

static BUILTIN: LazyLock<(Agenda, Index)> = LazyLock::new(|| {
    let agenda = read_agenda(include_bytes!("../../data/srecon16-europe.toml")).unwrap();
    let index = Index::new(&agenda);
    (agenda, index)
});

fn read_agenda(file: &[u8]) -> Option<Agenda> {
    Some(crate::format::read(file).ok()?.draft.check(None).0)
}

/// Returns the text of a file beside the checkout, if the file is there.
fn read_shared(path: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::fs::read_to_string(root.join(path)).ok()
}

/// Returns the first agenda beside the checkout whose file name begins with `name`.
fn read_corpus(name: &str) -> Option<Agenda> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let corpora = ["corpus", "corpus-2026"].map(|corpus| root.join(corpus));
    let list = |folder: &Path| -> Vec<_> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let folders = corpora.iter().flat_map(|corpus| list(corpus));
    let mut files = folders.filter(|folder| !folder.ends_with("expected")).flat_map(|f| list(&f));
    files.find_map(|path| {
        let is_named = path.file_name()?.to_str()?.starts_with(name);
        read_agenda(&std::fs::read(path).ok().filter(|_| is_named)?)
    })
}

/// Facts with a plan that attends the first session, and maybe the second and third.
fn facts(now: Option<Moment>) -> SearchFacts<'static> {
    const LEVELS: [Level; 3] = [Level::Attend, Level::Maybe, Level::Maybe];
    SearchFacts { level: &|at| LEVELS.get(at).copied(), is_skipped: &|at| at == 7, now }
}

fn found(query: &str) -> Found {
    let (agenda, index) = &*BUILTIN;
    index.search(agenda, &Query::parse(query), &facts(None))
}

fn titles_in(agenda: &Agenda, query: &str) -> Vec<String> {
    let found = Index::new(agenda).search(agenda, &Query::parse(query), &facts(None));
    found.hits.iter().map(|hit| agenda.sessions[hit.session].title.to_string()).collect()
}

fn titles(query: &str) -> Vec<&'static str> {
    found(query).hits.iter().map(|hit| &*BUILTIN.0.sessions[hit.session].title).collect()
}

fn agenda_of(sessions: &[(&str, &[&str])]) -> Agenda {
    let mut draft = Draft::default();
    for (title, people) in sessions {
        draft.sessions.push(draft_session(title, "2016-07-11T09:00:00", "R", people));
    }
    draft.check(None).0
}

/// An agenda of titles with abstracts.
fn agenda_with(sessions: &[(&str, &str)]) -> Agenda {
    let mut draft = Draft::default();
    for (title, summary) in sessions {
        let session = draft_session(title, "2016-07-11T09:00:00", "R", &[]);
        draft
            .sessions
            .push(DraftSession { summary: Some(at((*summary).to_owned().into())), ..session });
    }
    draft.check(None).0
}

/// The matches of a query in the first session, as `field: [marked] text`.
fn marked(agenda: &Agenda, query: &str) -> Vec<String> {
    let session = &agenda.sessions[0];
    let found = Index::new(agenda).search(agenda, &Query::parse(query), &facts(None));
    let matches = found.highlighter.matched_fields(agenda, 0);
    let show = |Match { field, ranges }: Match| {
        let text = field.text(agenda, session).unwrap();
        format!("{}: {}", field.name(), marked_in(text, &ranges))
    };
    matches.into_iter().map(show).collect()
}

fn marked_in(text: &str, ranges: &[Range<usize>]) -> String {
    let mut shown = String::new();
    for (at, c) in text.chars().enumerate() {
        shown.push_str(if ranges.iter().any(|range| range.start == at) { "[" } else { "" });
        shown.push(c);
        shown.push_str(if ranges.iter().any(|range| range.end == at + 1) { "]" } else { "" });
    }
    shown
}
