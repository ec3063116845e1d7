//! hallway's own CSV, as [`csv`](super::csv) writes it. Columns may be missing or in another order.

use super::collector::Collector;
use super::csv_rows::{CsvRow, CsvTable};
use super::csv_values::{split_list, without_quote};
use super::json::parse_moment;
use super::zone_rules::settle_old_offsets;
use crate::agenda::{
    At, Draft, DraftCredit, DraftId, DraftLink, DraftPerson, DraftSession, FileText, Part, Problem,
    When,
};

/// Reads a file. Damage costs the rows around it at most.
///
/// # Errors
/// The column `title` or `start` is missing.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let table = CsvTable::read(text);
    if let Some(missing) = ["title", "start"].iter().find(|name| table.column(name).is_none()) {
        let help = format!("it has no column `{missing}`");
        return Err(Problem::error(Some(table.header), "this is no list of sessions").help(help));
    }
    let mut reader = RowReader { table: &table, collector: Collector::of_export(text) };
    for row in &table.rows {
        reader.read_row(row);
    }
    let mut collector = reader.collector;
    if let Some(at) = &table.beyond {
        let message = "there are more rows than any event has sessions";
        collector.report.error(at, message, "this one and what follows it are left out");
    }
    settle_old_offsets(&mut collector.draft, &mut collector.report);
    Ok(collector.finish())
}

struct RowReader<'t> {
    table: &'t CsvTable<'t>,
    collector: Collector,
}

impl RowReader<'_> {
    fn read_row(&mut self, row: &CsvRow) {
        self.read_event(row);
        let title = self.cell(row, "title");
        if row.damage.is_some() || title.is_none() {
            let message = match row.damage {
                Some(_) => "this row has not the columns of the header",
                None => "this session has no title",
            };
            self.collector.report.error(&row.at, message, "it is left out");
            return;
        }
        let (start, end) = (self.read_time(row, "start"), self.read_time(row, "end"));
        let unscheduled = At { value: When::Unscheduled, at: row.at.clone() };
        let minutes = self.read_number(row, "minutes");
        let mut session = DraftSession {
            at: row.at.clone(),
            id: self.cell(row, "id"),
            ids: self.read_ids(row),
            title,
            start: Some(start.unwrap_or(unscheduled)),
            end: end.filter(|_| minutes.is_none()),
            minutes,
            all_day: self.is_true(row, "all_day"),
            kind: self.cell(row, "kind").map(At::into_word),
            track: self.cell(row, "track"),
            tags: self.list(row, "tags"),
            language: self.cell(row, "language"),
            seats: self.cell(row, "seats").map(At::into_word),
            cancelled: self.is_true(row, "cancelled"),
            recorded: self.cell(row, "recorded").map(At::into_word),
            summary: self.cell(row, "abstract").map(|text| text.map(Into::into)),
            url: self.cell(row, "url"),
            links: self.read_links(row),
            ..DraftSession::default()
        };
        session.rooms = self.read_rooms(row);
        self.read_people(row, &mut session);
        self.collector.add_session(session);
    }

    /// Reads the event from the first row that names it.
    fn read_event(&mut self, row: &CsvRow) {
        let cells = ["event_id", "event", "timezone"].map(|name| self.cell(row, name));
        let [id, name, timezone] = cells;
        let event = &mut self.collector.draft.event;
        event.id = event.id.take().or(id);
        event.name = event.name.take().or(name);
        event.timezone = event.timezone.take().or(timezone);
    }

    /// Returns the text of a cell, or `None` for a blank one.
    fn cell(&self, row: &CsvRow, column: &str) -> Option<At<FileText>> {
        let text = row.cell(self.table.column(column));
        let at = self.table.place(row, text);
        let value = without_quote(text);
        (!value.trim().is_empty()).then(|| At { value: value.into(), at })
    }

    fn list(&self, row: &CsvRow, column: &str) -> Vec<At<FileText>> {
        let Some(cell) = self.cell(row, column) else { return Vec::new() };
        let values = split_list(&cell.value).into_iter();
        values.map(|value| At { value: value.into(), at: cell.at.clone() }).collect()
    }

    fn is_true(&self, row: &CsvRow, column: &str) -> bool {
        self.cell(row, column).is_some_and(|cell| cell.value.trim().eq_ignore_ascii_case("true"))
    }

    fn read_number(&mut self, row: &CsvRow, column: &str) -> Option<At<i64>> {
        let cell = self.cell(row, column)?;
        let number = cell.value.trim().parse();
        if number.is_err() {
            self.collector.report.error(&cell.at, "this is no number", "it is ignored");
        }
        Some(At { value: number.ok()?, at: cell.at })
    }

    fn read_time(&mut self, row: &CsvRow, column: &str) -> Option<At<When>> {
        let cell = self.cell(row, column)?;
        let time = parse_moment(&cell.value);
        if time.is_none() {
            let help = "the session is shown without it";
            self.collector.report.error(&cell.at, "this time cannot be read", help);
        }
        Some(At { value: time?, at: cell.at })
    }

    fn read_ids(&self, row: &CsvRow) -> Vec<DraftId> {
        let id = |text: At<FileText>| {
            let (name, id) = text.value.split_once('=')?;
            let value = At { value: id.into(), at: text.at.clone() };
            Some(DraftId { name: name.to_owned().into(), value })
        };
        self.list(row, "ids").into_iter().filter_map(id).collect()
    }

    fn read_links(&self, row: &CsvRow) -> Vec<DraftLink> {
        let mut kinds = self.list(row, "link_kinds").into_iter();
        let link = |text: At<FileText>| {
            let kind = kinds.next().filter(|kind| !kind.value.is_empty()).map(At::into_word);
            match text.value.rsplit_once(' ') {
                Some((title, url)) => DraftLink {
                    title: Some(At { value: title.into(), at: text.at.clone() }),
                    url: At { value: url.into(), at: text.at },
                    kind,
                },
                None => DraftLink { title: None, url: text, kind },
            }
        };
        self.list(row, "links").into_iter().map(link).collect()
    }

    /// Reads `room`, the names as published, and `rooms`, the single rooms with their `capacities`.
    /// A name for several rooms joins them.
    fn read_rooms(&mut self, row: &CsvRow) -> Vec<At<FileText>> {
        let (published, single) = (self.list(row, "room"), self.list(row, "rooms"));
        let mut capacities = self.list(row, "capacities").into_iter();
        for name in &single {
            let capacity = capacities.next();
            let capacity =
                capacity.and_then(|cell| Some(At { value: cell.value.parse().ok()?, at: cell.at }));
            if let Some(room) = self.collector.find_or_add_room(name.clone()) {
                room.capacity = room.capacity.take().or(capacity);
            }
        }
        if let [name] = &published[..]
            && single.len() > 1
            && let Some(room) = self.collector.find_or_add_room(name.clone())
        {
            room.joins.clone_from(&single);
        }
        published
    }

    /// Reads the columns of people, and the jobs and affiliations in the same order.
    fn read_people(&mut self, row: &CsvRow, session: &mut DraftSession) {
        let mut jobs = self.list(row, "jobs").into_iter();
        let mut affiliations = self.list(row, "affiliations").into_iter();
        for (column, part) in PEOPLE {
            for name in self.list(row, column) {
                session.people.push(DraftCredit { part: *part, name: name.value.clone() });
                let next = |list: &mut std::vec::IntoIter<At<FileText>>| {
                    list.next().filter(|value| !value.value.is_empty())
                };
                let (role, affiliation) = (next(&mut jobs), next(&mut affiliations));
                let person = DraftPerson { name, role, affiliation, bio: None, url: None };
                self.collector.add_person(person);
            }
        }
    }
}

/// The columns of people, and their part in a session.
const PEOPLE: &[(&str, Part)] =
    &[("speakers", Part::Speaker), ("moderators", Part::Moderator), ("sponsors", Part::Sponsor)];

#[cfg(test)]
mod tests;
