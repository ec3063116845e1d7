//! `agendas`: prints the agendas of the library with their sources and their age.

use super::age::describe_time;
use super::agenda_names::AgendaNames;
use super::args::AgendasArgs;
use super::context::read_wall_clock;
use super::error::{CliError, count_noun};
use super::invocation::Invocation;
use super::json::{LibraryAgendaJson, LibraryJson, SCHEMA, write_json};
use super::library::{STANDARD_INPUT, show_source};
use super::load::load_source;
use super::source::Source;
use super::style::{BOLD, DIM, OutputStyle};
use crate::agenda::{Clean, Zone, zone};
use crate::store::{Folders, SourceRecord};
use crate::text;
use chrono::{DateTime, SecondsFormat, Utc};
use std::io::Write;

/// The widest column of names, in cells.
const NAME_MAX: usize = 24;

/// The facts about an agenda that can be opened by name.
struct AgendaRow {
    name: String,
    /// `None`: the agenda cannot be read.
    contents: Option<AgendaContents>,
    /// The source without secrets. Empty for the built-in agenda.
    source: String,
    record: Option<SourceRecord>,
}

struct AgendaContents {
    event: Clean,
    /// The date of the first day.
    first_day: String,
    days: usize,
    sessions: usize,
}

/// Prints the agendas that can be opened by name.
pub(crate) fn run(
    invocation: &Invocation<'_>,
    args: &AgendasArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let folders = invocation.folders.as_ref();
    let names = AgendaNames::all(folders).into_vec();
    let rows: Vec<AgendaRow> =
        names.into_iter().map(|name| AgendaRow::read(name, folders)).collect::<Result<_, _>>()?;
    if args.json {
        let agendas = rows.iter().map(AgendaRow::json).collect();
        return Ok(write_json(out, &LibraryJson { schema: SCHEMA, agendas })?);
    }
    let style = invocation.style();
    let Some(width) = style.width else {
        for row in &rows {
            writeln!(out, "{}", row.tab_fields().join("\t"))?;
        }
        return Ok(());
    };
    let names = rows.iter().map(|row| text::width(&row.name)).max().unwrap_or(0).min(NAME_MAX);
    let times = Present { now: read_wall_clock(), zone: zone::system_zone() };
    for row in &rows {
        writeln!(out, "{}", row.first_line(names, width, style))?;
        if let Some(line) = row.source_line(&times, width) {
            writeln!(out, "{}", style.paint(DIM, &line))?;
        }
    }
    Ok(())
}

/// The present, for ages.
struct Present {
    now: DateTime<Utc>,
    /// The zone of this machine.
    zone: Option<Zone>,
}

impl AgendaRow {
    fn read(name: String, folders: Option<&Folders>) -> Result<AgendaRow, CliError> {
        let record = folders.and_then(|folders| folders.load_record(&name));
        let loaded = load_source(Source::known(&name, folders), None).ok();
        let loaded = loaded.filter(|loaded| !loaded.is_unusable());
        let agenda_source = loaded.as_ref().and_then(|loaded| loaded.agenda.source.as_deref());
        let source = record.as_ref().map(|record| &*record.address).or(agenda_source);
        let source = match source.unwrap_or_default() {
            STANDARD_INPUT => "standard input".to_owned(),
            source => show_source(source),
        };
        let contents = loaded.as_ref().map(|loaded| AgendaContents {
            event: loaded.agenda.name.clone(),
            first_day: loaded
                .agenda
                .days
                .first()
                .map(|day| day.date.to_string())
                .unwrap_or_default(),
            days: loaded.agenda.days.len(),
            sessions: loaded.agenda.sessions.len(),
        });
        Ok(AgendaRow { name, contents, source, record })
    }

    fn json(&self) -> LibraryAgendaJson<'_> {
        let (contents, record) = (self.contents.as_ref(), self.record.as_ref());
        LibraryAgendaJson {
            name: &self.name,
            event: contents.map(|contents| contents.event.as_str()),
            first_day: contents.map(|contents| contents.first_day.as_str()),
            sessions: contents.map(|contents| contents.sessions),
            days: contents.map(|contents| contents.days),
            source: Some(self.source.as_str()).filter(|source| !source.is_empty()),
            checked: record.map(|record| utc_time(record.checked)),
            changed: record.map(|record| utc_time(record.changed)),
            news: record.map(|record| record.news.as_str()),
        }
    }

    /// Returns the fields for a program, in the order of the help of `agendas`.
    fn tab_fields(&self) -> [String; 9] {
        let [event, first_day, sessions, days] = match &self.contents {
            Some(AgendaContents { event, first_day, days, sessions }) => {
                [event.to_string(), first_day.clone(), sessions.to_string(), days.to_string()]
            }
            None => [UNREADABLE.to_owned(), String::new(), String::new(), String::new()],
        };
        let record = self.record.as_ref();
        [
            self.name.clone(),
            event,
            first_day,
            sessions,
            days,
            self.source.clone(),
            record.map(|record| utc_time(record.checked)).unwrap_or_default(),
            record.map(|record| utc_time(record.changed)).unwrap_or_default(),
            record.map(|record| record.news.clone()).unwrap_or_default(),
        ]
    }

    /// Returns the line with the name in `name_width` cells and the contents, in `width` cells.
    fn first_line(&self, name_width: usize, width: usize, style: OutputStyle) -> String {
        let name = text::pad(&text::fit(&self.name, name_width), name_width);
        let rest = match &self.contents {
            Some(AgendaContents { event, first_day, days, sessions }) => {
                let days = count_noun(*days, "day", "days");
                let sessions = count_noun(*sessions, "session", "sessions");
                format!("{first_day:10}  {days:>7}  {sessions:>13}  {event}")
            }
            None => UNREADABLE.to_owned(),
        };
        let left = width.saturating_sub(name_width + 2);
        format!("{}  {}", style.paint(BOLD, &name), text::fit(&rest, left))
    }

    /// Returns the line with source, age and news in `width` cells. A long source loses its end.
    fn source_line(&self, times: &Present, width: usize) -> Option<String> {
        if self.source.is_empty() {
            return None;
        }
        let age = self.record.as_ref().map(|record| describe_record(record, times));
        let end = age.map(|age| format!(", {age}")).unwrap_or_default();
        let left = width.saturating_sub(2 + text::width(&end)).max(SOURCE_MIN);
        Some(text::fit(&format!("  {}{end}", text::fit(&self.source, left)), width))
    }
}

fn utc_time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The event of an agenda that cannot be read.
const UNREADABLE: &str = "cannot be read. hallway check lists its problems";
/// The cells that are left for a source beside long news.
const SOURCE_MIN: usize = 20;

/// Returns the age of the copy, and the news of the last new version.
fn describe_record(record: &SourceRecord, times: &Present) -> String {
    let describe = |at| describe_time(at, times.now, times.zone.as_ref());
    let checked = format!("checked {}", describe(record.checked));
    match &*record.news {
        "" => checked,
        news if record.changed == record.checked => format!("{checked}: {news}"),
        news => format!("{checked}; {}: {news}", describe(record.changed)),
    }
}
