//! Sched's export of its session list: `/api/session/list?format=csv`.
//!
//! Columns are known by their names and come in any order; which there are differs from event to
//! event. Times are wall clocks of the venue, whose zone no file names. Names and titles are the
//! texts of a web page: entities are left in them.

mod rows;

use super::{text, words};
use crate::agenda::{
    At, Draft, DraftCredit, DraftLink, DraftRoom, DraftSession, Origin, Part, Problem, Span, When,
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rows::{Damage, Row, Table};
use std::collections::{BTreeMap, HashSet};

/// Columns that say nothing about the programme.
const BOOKKEEPING: &[&str] = &["checkins", "map", "venue_id", "fsq_venue_id", "geo_area"];
/// Columns whose comma-separated words become tags.
const TAGS: &[&str] = &["event_subtype", "tags", "subject", "audience"];
const PEOPLE: &[(&str, Part)] = &[
    ("speakers", Part::Speaker),
    ("artists", Part::Speaker),
    ("moderators", Part::Moderator),
    ("sponsors", Part::Sponsor),
    ("exhibitors", Part::Sponsor),
];
/// Columns that are read one by one.
const READ: &[&str] = &[
    "event_key",
    "active",
    "name",
    "event_start",
    "event_end",
    "event_type",
    "description",
    "url",
    "media_url",
    "seats",
    "goers",
    "invite_only",
    "venue",
    "address",
    "id",
];

/// Whether a line has columns that only Sched names so; not every export has all of them.
pub(super) fn is_head(line: &str) -> bool {
    let plain = |column: &str| column.trim().trim_matches('"').trim().to_lowercase();
    line.split(',').any(|column| matches!(&*plain(column), "event_key" | "event_start"))
}

pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    bounded(text)?;
    let table = Table::read(text);
    for needed in ["name", "event_start"] {
        if table.column(needed).is_none() {
            return Err(Problem::error(Some(table.head), "this is not a session list of Sched")
                .help(format!("it has no column `{needed}`")));
        }
    }
    let mut reader = Reader { types: types(&table), table: &table, draft: Draft::default() };
    reader.draft.origin = Origin::Export;
    reader.columns();
    for row in &table.rows {
        reader.row(row);
    }
    let urls = table.rows.iter().map(|row| (row, row.cell(table.column("url")).trim()));
    let name = urls.filter_map(|(row, url)| Some((row, words::sched_name(url)?))).next();
    reader.draft.event.acronym =
        name.map(|(row, name)| At { value: name.to_owned(), at: row.at.clone() });
    if let Some(at) = table.beyond.clone() {
        reader.error(
            at,
            "there are more rows than any event has sessions",
            "this one and what follows it are left out",
        );
    }
    let mut draft = reader.draft;
    draft.rooms = rooms(&draft.sessions);
    Ok(draft)
}

/// A cell takes memory even where it is empty.
fn bounded(text: &str) -> Result<(), Problem> {
    /// 20,000 sessions of 50 columns.
    const COMMAS_MAX: usize = 1_000_000;
    let Some((at, _)) = text.match_indices(',').nth(COMMAS_MAX) else { return Ok(()) };
    Err(Problem::error(Some(at..at + 1), "this file has more cells than any session list")
        .help(format!("at most {COMMAS_MAX} are read")))
}

struct Reader<'t> {
    table: &'t Table<'t>,
    /// The types that are a row's only one.
    types: HashSet<&'t str>,
    draft: Draft,
}

impl Reader<'_> {
    fn warn(&mut self, at: Span, message: &str, help: impl Into<String>) {
        self.draft.problems.push(Problem::warning(Some(at), message).help(help));
    }

    fn error(&mut self, at: Span, message: &str, help: impl Into<String>) {
        self.draft.problems.push(Problem::error(Some(at), message).help(help));
    }

    /// Tells which columns are not read although something is in them.
    fn columns(&mut self) {
        let table = self.table;
        let mut seen = HashSet::new();
        for (ix, name) in table.columns.iter().enumerate() {
            let known = READ.iter().chain(TAGS).chain(BOOKKEEPING).any(|column| column == name)
                || PEOPLE.iter().any(|(column, _)| column == name);
            let used = || {
                table
                    .rows
                    .iter()
                    .any(|row| !row.cells.get(ix).is_none_or(|cell| cell.trim().is_empty()))
            };
            if !seen.insert(name) {
                self.warn(
                    table.head.clone(),
                    "a column is there twice",
                    format!("the first `{name}` is taken"),
                );
            } else if !known && used() {
                self.warn(table.head.clone(), "this column is not read", format!("it is `{name}`"));
            }
        }
    }

    fn row(&mut self, row: &Row) {
        let (title, start) = (self.cell(row, "name"), self.cell(row, "event_start"));
        let when = time(&start.value);
        let whole = row.damage.is_none() || (when.is_some() && self.intact(row));
        let kept = whole && !title.value.is_empty();
        self.damage(row, kept);
        if !kept {
            if row.damage.is_none() {
                self.error(row.at.clone(), "this session has no title", "it is left out");
            }
            return;
        }
        let when = self.start(&start, when, row);
        let end = self.cell(row, "event_end");
        let end = match time(&end.value) {
            Some(Time::At(at)) => Some(At { value: When::Wall(at), at: end.at }),
            None if !end.value.is_empty() => {
                self.error(end.at, "this is no date and time", "the length is shown as unknown");
                None
            }
            _ => None,
        };
        let (types, tags) = self.sorts(row);
        let people = self.people(row);
        let cancelled = self.cancelled(row, &title);
        let session = DraftSession {
            at: row.at.clone(),
            id: self.filled(row, &["id", "event_key"]),
            kind: words::kind(&types.join(", "), &title.value)
                .map(|kind| At { value: kind.word().to_owned(), at: row.at.clone() }),
            title: Some(title),
            start: Some(At { value: when, at: start.at }),
            end,
            rooms: self.filled(row, &["venue", "address"]).into_iter().collect(),
            track: types.into_iter().next().map(|value| At { value, at: row.at.clone() }),
            tags,
            seats: self.seats(row),
            cancelled,
            people,
            summary: self
                .filled(row, &["description"])
                .map(|text| text.map(|text| text::plain_text(&text).into())),
            url: self.filled(row, &["url"]),
            links: self
                .filled(row, &["media_url"])
                .map(|url| DraftLink { title: None, url })
                .into_iter()
                .collect(),
            ..DraftSession::default()
        };
        self.draft.sessions.push(session);
    }

    /// Whether the columns that a session cannot do without lie before the end of a damaged row.
    fn intact(&self, row: &Row) -> bool {
        let last = row.cells.len().saturating_sub(1);
        ["name", "event_start"]
            .iter()
            .all(|name| self.table.column(name).is_some_and(|ix| ix < last))
    }

    fn damage(&mut self, row: &Row, kept: bool) {
        let help = if kept { "the session is there as far as it goes" } else { "it is left out" };
        match row.damage {
            Some(Damage::End) => {
                self.error(row.at.clone(), "the file ends in the middle of this row", help)
            }
            Some(Damage::Short) => {
                self.error(row.at.clone(), "this row has fewer columns than the header", help)
            }
            Some(Damage::Long) => {
                self.error(row.at.clone(), "this row has more columns than the header", help)
            }
            None => {}
        }
    }

    fn start(&mut self, cell: &At<String>, time: Option<Time>, row: &Row) -> When {
        match time {
            Some(Time::At(at)) => return When::Wall(at),
            Some(Time::Day(day)) => {
                let help = format!("the session is shown as not scheduled yet; the day is {day}");
                self.warn(
                    cell.at.clone(),
                    "the time of this session is not known, only its day",
                    help,
                );
            }
            Some(Time::Unknown) => {
                let at = if cell.value.is_empty() { row.at.clone() } else { cell.at.clone() };
                self.warn(at, "this session has no time yet", "it is shown as not scheduled yet");
            }
            None => self.error(
                cell.at.clone(),
                "this is no date and time",
                "the session is shown as not scheduled",
            ),
        }
        When::Unscheduled
    }

    /// Hidden by the organisers: whoever marked it should see what became of it, so it stays, as
    /// one that does not happen. The title may say so too.
    fn cancelled(&mut self, row: &Row, title: &At<String>) -> bool {
        let active = self.cell(row, "active");
        let hidden =
            ["n", "no", "0", "false"].iter().any(|no| active.value.eq_ignore_ascii_case(no));
        if hidden {
            self.warn(active.at, "this session is not active", "it is shown as cancelled");
        } else if words::says_cancelled(&title.value) {
            self.draft.problems.push(words::told_cancelled(title.at.clone()));
            return true;
        }
        hidden
    }

    /// A limit of 0 is none. Few places are left where it is a tenth of them.
    fn seats(&self, row: &Row) -> Option<At<String>> {
        let number = |name| self.cell(row, name).value.parse::<u64>().ok();
        let (seats, goers) =
            (number("seats").filter(|seats| *seats > 0)?, number("goers").unwrap_or(0));
        let left = seats.saturating_sub(goers);
        let word = match left {
            0 => "full",
            _ if left <= seats / 10 => "limited",
            _ => return None,
        };
        Some(At { value: word.to_owned(), at: row.at.clone() })
    }

    /// The types, of which the first is the track, and the tags, to which the others belong.
    fn sorts(&self, row: &Row) -> (Vec<String>, Vec<At<String>>) {
        let written = row.cell(self.table.column("event_type"));
        let parts: Vec<&str> = list(written).collect();
        // A comma may belong to the name of a type: the parts are types if one of them is a type
        // elsewhere.
        let single = parts.len() > 1 && !parts.iter().any(|part| self.types.contains(part));
        let types: Vec<String> = if single {
            vec![text::decode_entities(written.trim()).into_owned()]
        } else {
            parts.into_iter().map(|part| text::decode_entities(part).into_owned()).collect()
        };
        let mut tags: Vec<String> = types.iter().skip(1).cloned().collect();
        for column in TAGS {
            tags.extend(
                list(row.cell(self.table.column(column)))
                    .map(|tag| text::decode_entities(tag).into_owned()),
            );
        }
        if row.cell(self.table.column("invite_only")).trim().eq_ignore_ascii_case("y") {
            tags.push("invite only".to_owned());
        }
        let mut seen = HashSet::new();
        tags.retain(|tag| seen.insert(tag.clone()));
        (types, tags.into_iter().map(|value| At { value, at: row.at.clone() }).collect())
    }

    fn people(&mut self, row: &Row) -> Vec<DraftCredit> {
        let mut people: Vec<DraftCredit> = Vec::new();
        let mut seen = HashSet::new();
        for (column, part) in PEOPLE {
            let ix = self.table.column(column);
            let (names, joined) = names(row.cell(ix));
            if joined {
                self.warn(
                    row.at.clone(),
                    "a comma in a name",
                    "titles after a comma are taken as part of the name",
                );
            }
            for value in names {
                if seen.insert((*part, value.clone())) {
                    people
                        .push(DraftCredit { part: *part, name: At { value, at: row.at.clone() } });
                }
            }
        }
        people
    }

    /// The text of a cell, with its place; empty where there is none.
    fn cell(&self, row: &Row, name: &str) -> At<String> {
        let cell = row.cell(self.table.column(name)).trim();
        At { value: text::decode_entities(cell).trim().to_owned(), at: self.table.place(row, cell) }
    }

    /// The first of these cells that is not empty. Descriptions keep their entities:
    /// [`text::plain_text`] decodes them.
    fn filled(&self, row: &Row, names: &[&str]) -> Option<At<String>> {
        let cell = |name: &&str| match *name {
            "description" => {
                At { value: row.cell(self.table.column(name)).to_owned(), at: row.at.clone() }
            }
            name => At { at: row.at.clone(), ..self.cell(row, name) },
        };
        names.iter().map(cell).find(|cell| !cell.value.trim().is_empty())
    }
}

/// What is written in a column of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    At(NaiveDateTime),
    /// `2019-05-03 TBA`
    Day(NaiveDate),
    Unknown,
}

fn time(text: &str) -> Option<Time> {
    let mut words = text.splitn(2, [' ', 'T']);
    let (day, clock) = (words.next().unwrap_or_default(), words.next().unwrap_or_default().trim());
    let open = |word: &str| {
        word.is_empty() || ["TBA", "TBD"].iter().any(|tba| word.eq_ignore_ascii_case(tba))
    };
    if open(text) || day == "0000-00-00" || (day.is_empty() && open(clock)) {
        return Some(Time::Unknown);
    }
    if text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("TBA")) {
        return Some(Time::Unknown);
    }
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    if open(clock) {
        return Some(Time::Day(day));
    }
    let forms = ["%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M%p"];
    let clock = forms.iter().find_map(|form| NaiveTime::parse_from_str(clock, form).ok())?;
    Some(Time::At(day.and_time(clock)))
}

/// The parts between commas.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// The names of a list, and whether a comma was taken as part of one: whose it is cannot be told
/// apart, but nobody is called "PhD".
fn names(text: &str) -> (Vec<String>, bool) {
    const TITLES: &[&str] = &[
        "jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "esq", "msc", "bsc", "cissp", "cpa",
        "dds",
    ];
    let (mut names, mut joined) = (Vec::<String>::new(), false);
    for part in list(text) {
        let part = text::decode_entities(part);
        let bare: String =
            part.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).collect();
        match names.last_mut() {
            Some(name) if TITLES.contains(&&*bare) => {
                joined = true;
                name.push_str(", ");
                name.push_str(&part);
            }
            _ => names.push(part.trim().to_owned()),
        }
    }
    names.retain(|name| !name.is_empty());
    (names, joined)
}

/// The types that some row has alone.
fn types<'t>(table: &'t Table<'t>) -> HashSet<&'t str> {
    let column = table.column("event_type");
    table
        .rows
        .iter()
        .map(|row| row.cell(column).trim())
        .filter(|sort| !sort.contains(','))
        .collect()
}

/// Rows are in the order of their hashes, which means nothing: rooms are put in order by name.
fn rooms(sessions: &[DraftSession]) -> Vec<DraftRoom> {
    let rooms = sessions.iter().flat_map(|session| &session.rooms);
    let by_name: BTreeMap<(String, &str), &At<String>> =
        rooms.rev().map(|room| ((room.value.to_lowercase(), &*room.value), room)).collect();
    by_name
        .into_values()
        .map(|name| DraftRoom { name: name.clone(), capacity: None, joins: Vec::new() })
        .collect()
}

#[cfg(test)]
mod tests;
