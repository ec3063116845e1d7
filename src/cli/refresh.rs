//! Reads the source of a library's agenda again, and stores the new version unless the version is
//! worse. Prints nothing: `update` and a thread of the screen call this module.

use super::carry::{CarriedMarks, CarriedPlan, Comparison, WrittenAgenda};
use super::error::{CliError, IO_FAILED, address_argument};
use super::library::{STANDARD_INPUT, format_toml, is_secret};
use super::load::{Loaded, check_copy, check_source, load_source};
use super::parallel::{join, run_beside};
use super::refusal::UpdateCheck;
use super::source::{Source, SourceBytes, SourceVersion};
use crate::agenda::{Agenda, Zone};
use crate::fetch::{self, Address, Validators};
use crate::plan::{News, NewsItem, ShiftKind, describe_counts};
use crate::store::{self, Folders, PreparedFile, SourceRecord};
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};
use std::thread;

/// An agenda of the library whose source is to be read again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RefreshRequest<'a> {
    /// The name in the library.
    pub(crate) name: &'a str,
    /// The zone of the event if the source names none. `None`: the zone of the agenda.
    pub(crate) zone: Option<&'a Zone>,
    pub(crate) folders: &'a Folders,
    pub(crate) now: DateTime<Utc>,
    /// Tells a person about the parts of a schedule, second tries, and redirects to another site.
    pub(crate) tell: fn(&str),
}

/// The result of reading a source again.
#[derive(Debug)]
pub(crate) enum Refreshed {
    /// The library has the version of the source.
    Unchanged,
    /// The source has a new version.
    Changed(Box<NewVersion>),
}

/// A new version of an agenda of the library, with its news.
#[derive(Debug)]
pub(crate) struct NewVersion {
    /// The version before.
    pub(crate) old: Agenda,
    pub(crate) agenda: Agenda,
    /// The marks in the new version.
    pub(crate) marks: CarriedMarks,
    /// The news, of marked sessions first.
    pub(crate) news: Vec<NewsItem>,
    /// The number of problems, and the command that lists the problems.
    pub(crate) problems: Option<String>,
    /// The name in the library.
    name: String,
    /// The bytes of the version before in the library.
    old_bytes: Vec<u8>,
    toml: String,
    prepared: Option<PreparedFile>,
    record: SourceRecord,
}

/// Reads the source of an agenda again. A new version is not stored yet. A worse version is
/// accepted if it may `replace` the old one.
///
/// # Errors
/// Returns an error if the agenda or its source cannot be read, or if the new version is another
/// event, has errors or is clearly worse.
pub(crate) fn read_new_version(
    request: &RefreshRequest<'_>,
    replace: bool,
) -> Result<Refreshed, CliError> {
    let copy = LibraryCopy::read(request)?;
    let origin = copy.find_origin(request.name)?;
    let known = copy.validators(request.zone);
    let version = origin
        .read_again(&known, copy.page().is_some(), request.tell)
        .map_err(|error| copy.advise_about_page(error, request.name))?;
    let Validators { etag, last_modified, checksum } = match version {
        SourceVersion::Other(read) => return copy.compare(request, read, replace),
        SourceVersion::Known(validators) => validators,
    };
    if let Some(record) = copy.record {
        let record = SourceRecord { checked: request.now, etag, last_modified, checksum, ..record };
        // Without the record, the next update reads the whole source.
        let _ = request.folders.save_record(request.name, &record);
    }
    Ok(Refreshed::Unchanged)
}

/// The version in the library.
struct LibraryCopy {
    bytes: Vec<u8>,
    /// `None` if the file need not be parsed, because `record` knows the source.
    agenda: Option<Agenda>,
    /// The record of this version.
    record: Option<SourceRecord>,
}

impl LibraryCopy {
    fn read(request: &RefreshRequest<'_>) -> Result<LibraryCopy, CliError> {
        let RefreshRequest { name, folders, .. } = *request;
        let bytes = store::read_source(&folders.agenda_file(name))?;
        let sum = fetch::checksum(&bytes);
        let record = folders.load_record(name).filter(|record| record.agenda_checksum == sum);
        let agenda = match &record {
            Some(_) => None,
            None => Some(check_copy(&Source::in_library(name, folders), &bytes)?),
        };
        Ok(LibraryCopy { bytes, agenda, record })
    }

    /// Returns the source from which the agenda was imported.
    fn find_origin(&self, name: &str) -> Result<Source, CliError> {
        let source = self.agenda.as_ref().and_then(|agenda| agenda.source.as_deref());
        let address = self.record.as_ref().map(|record| &*record.address).or(source);
        let Some(address) = address.filter(|address| *address != STANDARD_INPUT) else {
            return Err(CliError::usage(format!(
                "{name} came from standard input. To update it: COMMAND | hallway import - --name \
                 {name}"
            )));
        };
        Source::from_memory(address)?.ok_or_else(|| {
            CliError::usage(format!(
                "{name} was imported from \"{address}\", and this is no absolute path. Import the \
                 source again with --name {name}"
            ))
        })
    }

    /// Returns the page that led to the schedule: the address that a person gave, if that is not
    /// the address of the schedule.
    fn page(&self) -> Option<Address> {
        let record = self.record.as_ref()?;
        let given = Address::parse(&record.given).ok()?;
        (given.to_string() != record.address).then_some(given)
    }

    /// Returns the error with the command that searches the page again, if the schedule is gone.
    fn advise_about_page(&self, error: CliError, name: &str) -> CliError {
        match (error, self.page()) {
            (CliError::Unavailable(error), Some(page)) if error.is_gone() => {
                let command = format!("hallway import {} --name {name}", address_argument(&page));
                error.with_advice(format!("To search its page again: {command}")).into()
            }
            (error, _) => error,
        }
    }

    /// Returns the validators of the source's version. With the zone of a person, the same version
    /// may be another agenda.
    fn validators(&self, zone: Option<&Zone>) -> Validators {
        match &self.record {
            Some(record) if zone.is_none() => Validators {
                etag: record.etag.clone(),
                last_modified: record.last_modified.clone(),
                checksum: record.checksum,
            },
            _ => Validators::default(),
        }
    }

    /// Compares the version in the library with another version of its source.
    fn compare(
        self,
        request: &RefreshRequest<'_>,
        read: SourceBytes,
        replace: bool,
    ) -> Result<Refreshed, CliError> {
        let RefreshRequest { name, folders, now, .. } = *request;
        let origin = read.source.clone();
        let record = new_record(&read, self.record.as_ref(), now);
        let (old, mut new) = self.check_both(request, read)?;
        if new.named_by_file {
            (new.agenda.id, new.agenda.name) = (old.id.clone(), old.name.clone());
        }
        // The plan is stored under the id, so the id stays if the event has a new name.
        let own_id = std::mem::replace(&mut new.agenda.id, old.id.clone());
        new.agenda.source = old.source.clone();
        let zone = request.zone.or(old.clock.zone());
        let check = UpdateCheck { name, origin: &origin, own_id: &own_id, zone, folders };
        let old_bytes = &self.bytes;
        let comparison = Comparison { old: &old, old_bytes, new: &new, check: &check, now };
        let (written, carried) = comparison.carry_over(replace)?;
        let WrittenAgenda { toml, checksum, prepared } = written;
        let CarriedPlan { problems, marks, news } = carried;
        let old_bytes = self.bytes;
        let is_unchanged =
            toml.as_bytes() == old_bytes || news.is_empty() && toml == format_toml(&old);
        if is_unchanged {
            let record = SourceRecord { agenda_checksum: fetch::checksum(&old_bytes), ..record };
            // Without the record, the next update reads the whole source.
            let _ = folders.save_record(name, &record);
            return Ok(Refreshed::Unchanged);
        }
        let record = SourceRecord {
            agenda_checksum: checksum,
            changed: now,
            news: summarize_news(&news),
            ..record
        };
        let (name, agenda) = (name.to_owned(), new.agenda);
        let version = NewVersion {
            old,
            agenda,
            marks,
            news,
            problems,
            name,
            old_bytes,
            toml,
            prepared,
            record,
        };
        Ok(Refreshed::Changed(Box::new(version)))
    }

    /// Returns the agenda of the library and the other version. Both are parsed at once.
    fn check_both(
        &self,
        request: &RefreshRequest<'_>,
        read: SourceBytes,
    ) -> Result<(Agenda, Loaded), CliError> {
        let check_old = || match &self.agenda {
            Some(agenda) => Ok(agenda.clone()),
            None => check_copy(&Source::in_library(request.name, request.folders), &self.bytes),
        };
        thread::scope(|scope| {
            let old = scope.spawn(check_old);
            let mut checked_old = None;
            let new = check_source(read, || {
                let old = checked_old.insert(join(old)).as_ref();
                request.zone.or(old.ok()?.clock.zone()).cloned()
            });
            // The closure has not run if the other version cannot be parsed.
            let old = checked_old.transpose()?;
            let new = new?;
            old.map(|old| (old, new)).ok_or_else(|| CliError::bad_data(request.name))
        })
    }
}

/// Returns true if the agenda has a source that can be read again.
pub(crate) fn has_source(name: &str, folders: &Folders) -> bool {
    let source = match folders.load_record(name) {
        Some(record) => Some(record.address),
        None => load_source(Source::in_library(name, folders), None)
            .ok()
            .and_then(|loaded| loaded.agenda.source.map(|source| source.to_string())),
    };
    source.is_some_and(|source| source != STANDARD_INPUT)
}

/// Returns the record of a version, with the news of the version before.
fn new_record(
    read: &SourceBytes,
    known: Option<&SourceRecord>,
    now: DateTime<Utc>,
) -> SourceRecord {
    let validators = read.validators();
    let address = read.source.memory().unwrap_or_default();
    SourceRecord {
        given: known.map_or_else(|| address.clone(), |known| known.given.clone()),
        address,
        etag: validators.etag,
        last_modified: validators.last_modified,
        checksum: validators.checksum,
        agenda_checksum: 0,
        checked: now,
        changed: known.map_or(now, |known| known.changed),
        news: known.map(|known| known.news.clone()).unwrap_or_default(),
    }
}

impl NewVersion {
    /// Stores the version in the library, and then the marks in the plan and the record.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written, or if another program has changed the agenda
    /// since it was read.
    pub(crate) fn store(&mut self, folders: &Folders) -> Result<(), CliError> {
        let prepared = self.prepared.take();
        let NewVersion { name, old_bytes, toml, .. } = &*self;
        let is_secret = is_secret(&self.record.address);
        let is_stored = folders.replace_agenda(name, old_bytes, toml, prepared, is_secret)?
            // Another update of the same source was faster.
            || store::read_source(&folders.agenda_file(name))? == toml.as_bytes();
        if !is_stored {
            let message = format!("another program has changed {name} meanwhile. Try again");
            return Err(CliError::new(IO_FAILED, message));
        }
        // Without the record, the next update reads the whole source.
        let ((), saved) = run_beside(
            || drop(folders.save_record(name, &self.record)),
            || match &*self.marks.changes {
                [] => Ok(()),
                changes => folders.change_plan(&self.agenda.id, changes).map(drop),
            },
        );
        Ok(saved?)
    }
}

/// Returns the numbers of sessions by their weightiest change, and the number of marked sessions,
/// such as `2 moved, 1 new, 1 of yours`.
fn summarize_news(news: &[NewsItem]) -> String {
    let mut of_sessions: HashMap<&str, Option<ShiftKind>> = HashMap::new();
    let mut kinds = Vec::new();
    for item in news {
        match &item.news {
            News::Shift(shift) => {
                let kind = of_sessions.entry(&shift.before.id).or_insert(item.kind());
                *kind = item.kind().min(*kind);
            }
            _ => kinds.push((item.kind(), count_sessions(item))),
        }
    }
    kinds.extend(of_sessions.into_values().map(|kind| (kind, 1)));
    let counts = Some(describe_counts(kinds)).filter(|counts| !counts.is_empty());
    let mine = Some(count_marked(news)).filter(|mine| *mine > 0);
    let words: Vec<String> =
        counts.into_iter().chain(mine.map(|mine| format!("{mine} of yours"))).collect();
    if words.is_empty() { "only details".to_owned() } else { words.join(", ") }
}

fn count_sessions(item: &NewsItem) -> usize {
    match &item.news {
        News::Shift(_) | News::New(_) => 1,
        News::RoomRenamed { sessions, .. }
        | News::Burst { sessions, .. }
        | News::Outage { sessions, .. } => *sessions,
    }
}

/// Returns the number of marked sessions with news.
pub(crate) fn count_marked(news: &[NewsItem]) -> usize {
    let mut ids = HashSet::new();
    let mut count = 0;
    for item in news {
        count += match &item.news {
            News::Burst { marked, .. } => *marked,
            News::Shift(shift) if item.level.is_some() => usize::from(ids.insert(&shift.before.id)),
            News::New(_) if item.level.is_some() => 1,
            _ => 0,
        };
    }
    count
}
