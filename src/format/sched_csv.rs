//! Sched's export of its session list: `/api/session/list?format=csv`.
//!
//! Columns have names and any order, and differ from event to event. Times are wall clocks of the
//! venue; no file names the zone. Names and titles are texts of a web page with its entities.

mod values;

use super::collector::Collector;
use super::csv_rows::{CsvRow, CsvTable, RowDamage};
use super::text::{decode_entities, plain_text};
use super::words;
use crate::agenda::{
    At, Draft, DraftCredit, DraftLink, DraftSession, FileText, Part, Problem, When, Word,
    sort_compactly,
};
use std::collections::HashSet;
use values::{SchedTime, parse_names, parse_time, split_list};

/// Columns without any fact of the programme.
const BOOKKEEPING: &[&str] = &["checkins", "map", "venue_id", "fsq_venue_id", "geo_area"];
/// Columns whose parts between commas are tags.
const TAGS: &[&str] = &["event_subtype", "tags", "subject", "audience"];
/// Columns of people, and their part in a session.
const PEOPLE: &[(&str, Part)] = &[
    ("speakers", Part::Speaker),
    ("artists", Part::Speaker),
    ("moderators", Part::Moderator),
    ("sponsors", Part::Sponsor),
    ("exhibitors", Part::Sponsor),
];
/// Columns that [`SchedReader`] reads by name.
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

/// Reads a file. Damage costs the rows around it at most.
///
/// # Errors
/// The column `name` or `event_start` is missing, or the file has too many cells.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    check_cell_count(text)?;
    let table = CsvTable::read(text);
    for needed in ["name", "event_start"] {
        if table.column(needed).is_none() {
            let message = "this is not a session list of Sched";
            return Err(Problem::error(Some(table.header), message)
                .help(format!("it has no column `{needed}`")));
        }
    }
    let single_types = single_types(&table);
    let mut reader =
        SchedReader { single_types, table: &table, collector: Collector::of_export(text) };
    reader.report_columns();
    for row in &table.rows {
        reader.read_row(row);
    }
    reader.collector.draft.event.acronym = event_name(&table);
    let mut collector = reader.collector;
    if let Some(at) = &table.beyond {
        let message = "there are more rows than any event has sessions";
        collector.report.error(at, message, "this one and what follows it are left out");
    }
    add_rooms(&mut collector);
    Ok(collector.finish())
}

/// Refuses a file with too many cells. A cell takes memory even if it is empty.
fn check_cell_count(text: &str) -> Result<(), Problem> {
    /// 20,000 sessions of 50 columns.
    const COMMAS_MAX: usize = 1_000_000;
    let Some((at, _)) = text.match_indices(',').nth(COMMAS_MAX) else { return Ok(()) };
    Err(Problem::error(Some(at..at + 1), "this file has more cells than any session list")
        .help(format!("at most {COMMAS_MAX} are read")))
}

/// Returns the types of sessions: the values of `event_type` without a comma.
fn single_types<'t>(table: &'t CsvTable<'t>) -> HashSet<&'t str> {
    let column = table.column("event_type");
    let types = table.rows.iter().map(|row| row.cell(column).trim());
    types.filter(|types| !types.contains(',')).collect()
}

/// Returns the name of the event by the first address of a session at Sched.
fn event_name(table: &CsvTable<'_>) -> Option<At<FileText>> {
    let column = table.column("url");
    table.rows.iter().find_map(|row| {
        let name = words::sched_name(row.cell(column).trim())?;
        Some(At { value: name.into(), at: row.at.clone() })
    })
}

/// Adds the rooms of all sessions, sorted by name: the rows are in the order of their hashes.
fn add_rooms(collector: &mut Collector) {
    let sessions = &collector.draft.sessions;
    let rooms = sessions.iter().flat_map(|session| &session.rooms);
    let mut rooms: Vec<At<FileText>> = rooms.cloned().collect();
    sort_compactly(&mut rooms, |room| (room.value.to_lowercase(), room.value.clone()));
    rooms.dedup_by(|later, first| later.value == first.value);
    for room in rooms {
        collector.add_room(room, None);
    }
}

struct SchedReader<'t> {
    table: &'t CsvTable<'t>,
    /// The types without a comma: see [`Self::read_types`].
    single_types: HashSet<&'t str>,
    collector: Collector,
}

impl SchedReader<'_> {
    /// Reports repeated columns, and unknown columns with values.
    fn report_columns(&mut self) {
        let report = &mut self.collector.report;
        let mut seen = HashSet::new();
        for (ix, name) in self.table.columns.iter().enumerate() {
            let mut known = READ.iter().chain(TAGS).chain(BOOKKEEPING);
            let is_known = known.any(|column| column == name)
                || PEOPLE.iter().any(|(column, _)| column == name);
            if !seen.insert(name) {
                let help = format!("the first `{name}` is taken");
                report.warn(&self.table.header, "a column is there twice", help);
            } else if !is_known && self.table.has_values(ix) {
                let help = format!("it is `{name}`");
                report.warn(&self.table.header, "this column is not read", help);
            }
        }
    }

    fn read_row(&mut self, row: &CsvRow) {
        let (title, start) = (self.cell(row, "name"), self.cell(row, "event_start"));
        let time = parse_time(&start.value);
        let is_whole = row.damage.is_none() || (time.is_some() && self.has_needed_cells(row));
        let is_kept = is_whole && !title.value.is_empty();
        self.report_damage(row, is_kept);
        if !is_kept {
            if row.damage.is_none() {
                let report = &mut self.collector.report;
                report.error(&row.at, "this session has no title", "it is left out");
            }
            return;
        }
        let types = self.read_types(row);
        let mut session = DraftSession {
            at: row.at.clone(),
            kind: words::session_kind(&types.join(", "), &title.value)
                .map(|kind| At { value: kind.word().into(), at: row.at.clone() }),
            start: Some(At { value: self.read_start(&start, time, row), at: start.at }),
            end: self.read_end(row),
            rooms: self.first_filled(row, &["venue", "address"]).into_iter().collect(),
            tags: self.read_tags(row, &types),
            track: types
                .into_iter()
                .next()
                .map(|name| At { value: name.into(), at: row.at.clone() }),
            seats: self.read_seats(row),
            people: self.read_people(row),
            summary: self.read_description(row).map(|text| text.map(Into::into)),
            url: self.first_filled(row, &["url"]),
            cancelled: self.read_inactive(row),
            title: Some(title),
            ..DraftSession::default()
        };
        session.set_ids(["id", "event_key"].map(|key| (key, self.first_filled(row, &[key]))));
        let media = self.first_filled(row, &["media_url"]);
        session.links.extend(media.map(|url| DraftLink::new(None, url)));
        self.collector.cancel_by_title(&mut session);
        self.collector.add_session(session);
    }

    /// Returns true if the columns `name` and `event_start` lie before the end of a damaged row.
    fn has_needed_cells(&self, row: &CsvRow) -> bool {
        let last = row.cells.len().saturating_sub(1);
        let needed = ["name", "event_start"].map(|name| self.table.column(name));
        needed.iter().all(|column| column.is_some_and(|ix| ix < last))
    }

    fn report_damage(&mut self, row: &CsvRow, is_kept: bool) {
        let message = match row.damage {
            Some(RowDamage::EndOfFile) => "the file ends in the middle of this row",
            Some(RowDamage::TooShort) => "this row has fewer columns than the header",
            Some(RowDamage::TooLong) => "this row has more columns than the header",
            None => return,
        };
        let help =
            if is_kept { "the session is there as far as it goes" } else { "it is left out" };
        self.collector.report.error(&row.at, message, help);
    }

    fn read_start(&mut self, cell: &At<FileText>, time: Option<SchedTime>, row: &CsvRow) -> When {
        let report = &mut self.collector.report;
        match time {
            Some(SchedTime::Known(at)) => return When::Wall(at),
            Some(SchedTime::Day(day)) => report.warn(
                &cell.at,
                "the time of this session is not known, only its day",
                format!("the session is shown as not scheduled yet; the day is {day}"),
            ),
            Some(SchedTime::Unknown) => {
                let at = if cell.value.is_empty() { &row.at } else { &cell.at };
                let help = "it is shown as not scheduled yet";
                report.warn(at, "this session has no time yet", help);
            }
            None => {
                let help = "the session is shown as not scheduled";
                report.error(&cell.at, "this is no date and time", help);
            }
        }
        When::Unscheduled
    }

    fn read_end(&mut self, row: &CsvRow) -> Option<At<When>> {
        let cell = self.cell(row, "event_end");
        match parse_time(&cell.value) {
            Some(SchedTime::Known(at)) => return Some(At { value: When::Wall(at), at: cell.at }),
            None if !cell.value.is_empty() => {
                let help = "the length is shown as unknown";
                self.collector.report.error(cell.at, "this is no date and time", help);
            }
            _ => {}
        }
        None
    }

    /// Returns true for a session hidden by the organisers. The session is shown as cancelled:
    /// everybody with a mark of the session should learn of the change.
    fn read_inactive(&mut self, row: &CsvRow) -> bool {
        let active = self.cell(row, "active");
        let is_hidden =
            ["n", "no", "0", "false"].iter().any(|no| active.value.eq_ignore_ascii_case(no));
        if is_hidden {
            let report = &mut self.collector.report;
            report.warn(active.at, "this session is not active", "it is shown as cancelled");
        }
        is_hidden
    }

    /// Returns "full" without free seats, and "limited" with at most a tenth of the seats free. 0
    /// seats mean no limit.
    fn read_seats(&self, row: &CsvRow) -> Option<At<Word>> {
        let seats = self.number(row, "seats").filter(|seats| *seats > 0)?;
        let free = seats.saturating_sub(self.number(row, "goers").unwrap_or(0));
        let word = match free {
            0 => "full",
            _ if free <= seats / 10 => "limited",
            _ => return None,
        };
        Some(At { value: word.into(), at: row.at.clone() })
    }

    /// Returns the types of a session; the first is the track. A comma separates types if one of
    /// the parts is among the `single_types`. Otherwise the comma belongs to a name.
    fn read_types(&self, row: &CsvRow) -> Vec<String> {
        let written = row.cell(self.table.column("event_type")).trim();
        let parts: Vec<&str> = split_list(written).collect();
        let is_one_name =
            parts.len() > 1 && !parts.iter().any(|part| self.single_types.contains(part));
        let types = if is_one_name { vec![written] } else { parts };
        types.into_iter().map(|name| decode_entities(name).into_owned()).collect()
    }

    /// Returns the types after the first and the tags, each once.
    fn read_tags(&self, row: &CsvRow, types: &[String]) -> Vec<At<FileText>> {
        let mut tags: Vec<String> = types.iter().skip(1).cloned().collect();
        for column in TAGS {
            let cell = row.cell(self.table.column(column));
            tags.extend(split_list(cell).map(|tag| decode_entities(tag).into_owned()));
        }
        if row.cell(self.table.column("invite_only")).trim().eq_ignore_ascii_case("y") {
            tags.push("invite only".to_owned());
        }
        let mut seen = HashSet::new();
        tags.retain(|tag| seen.insert(tag.clone()));
        tags.into_iter().map(|tag| At { value: tag.into(), at: row.at.clone() }).collect()
    }

    fn read_people(&mut self, row: &CsvRow) -> Vec<DraftCredit> {
        let mut people = Vec::new();
        let mut seen = HashSet::new();
        for (column, part) in PEOPLE {
            let list = parse_names(row.cell(self.table.column(column)));
            if list.has_suffix {
                let help = "titles after a comma are taken as part of the name";
                self.collector.report.warn(&row.at, "a comma in a name", help);
            }
            for value in list.names {
                if seen.insert((*part, value.clone())) {
                    people.push(DraftCredit { part: *part, name: value.into() });
                }
            }
        }
        people
    }

    fn read_description(&self, row: &CsvRow) -> Option<At<FileText>> {
        let text = row.cell(self.table.column("description"));
        let is_blank = text.trim().is_empty();
        (!is_blank).then(|| At { value: plain_text(text).into(), at: row.at.clone() })
    }

    /// Returns the text of a cell without entities, and its place. The text is empty if there is no
    /// cell.
    fn cell(&self, row: &CsvRow, column: &str) -> At<FileText> {
        let cell = row.cell(self.table.column(column)).trim();
        At {
            value: decode_entities(cell).trim().to_owned().into(),
            at: self.table.place(row, cell),
        }
    }

    /// Returns the first non-empty cell of `columns`, at the place of the row.
    fn first_filled(&self, row: &CsvRow, columns: &[&str]) -> Option<At<FileText>> {
        let mut cells = columns.iter().map(|column| self.cell(row, column).value);
        let value = cells.find(|text| !text.is_empty())?;
        Some(At { value, at: row.at.clone() })
    }

    fn number(&self, row: &CsvRow, column: &str) -> Option<u64> {
        self.cell(row, column).value.parse().ok()
    }
}

#[cfg(test)]
mod tests;
