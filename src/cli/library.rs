//! Storing of agendas in the library.

use super::agenda_names::{AgendaNames, BUILT_IN};
use super::context::read_wall_clock;
use super::error::CliError;
use super::load::{Loaded, check_source, load_source};
use super::source::Source;
use crate::agenda::{Agenda, Clean, Zone};
use crate::fetch::{self, Address, Validators};
use crate::format::{self, WritableFormat};
use crate::plan::{Regression, VersionMap};
use crate::store::{self, Folders, SourceRecord, StoreError};

/// The text in place of a source for standard input, which cannot be read again.
pub(crate) const STANDARD_INPUT: &str = "-";

/// A schedule that was read in order to be stored.
#[derive(Debug)]
pub(crate) struct ReadSchedule {
    /// The source that a person gave.
    given: String,
    pub(crate) loaded: Loaded,
    validators: Validators,
}

/// An agenda of the library after it was stored.
#[derive(Debug)]
pub(crate) struct StoredAgenda {
    /// The name in the library.
    pub(crate) name: String,
    pub(crate) agenda: Agenda,
    /// True if the library had an agenda of this name before.
    pub(crate) replaced: bool,
}

impl ReadSchedule {
    /// Reads the schedule of a source. `zone` is the zone of the event if the schedule names none.
    ///
    /// # Errors
    /// Returns an error if the source cannot be read, or if errors leave no session.
    pub(crate) fn read(source: Source, zone: Option<&Zone>) -> Result<ReadSchedule, CliError> {
        let given = source.memory().unwrap_or_else(|| STANDARD_INPUT.to_owned());
        let read = source.read()?;
        let validators = read.validators();
        let loaded = check_source(read, || zone.cloned())?;
        if loaded.is_unusable() {
            return Err(CliError::bad_data(loaded.problem_reports().trim_end()));
        }
        Ok(ReadSchedule { given, loaded, validators })
    }

    /// Returns the agenda with its source, to be stored under a name that a person gave.
    pub(crate) fn agenda_of_name(&self, name: Option<&str>, folders: Option<&Folders>) -> Agenda {
        let source = find_origin(&self.loaded, folders);
        let mut agenda = Agenda { source, ..self.loaded.agenda.clone() };
        if let (Some(name), true) = (name, self.loaded.named_by_file) {
            // `--name` describes the event better than the name of the file.
            agenda.id = Clean::line(name);
        }
        agenda
    }

    /// Returns true if [`ReadSchedule::store`] without a name adds an agenda to the library, and
    /// replaces none.
    pub(crate) fn is_new(&self, folders: &Folders) -> bool {
        let name = &self.loaded.agenda.id;
        let is_free = matches!(AgendaNames::of_library(folders).find_whole(name), Ok(None));
        is_free && check_library_name(name).is_ok()
    }

    /// Returns the agenda of the library that came from the same address, under whatever name, and
    /// is of the same event.
    pub(crate) fn find_copy(&self, folders: &Folders) -> Option<String> {
        let schedule = self.loaded.source.memory();
        let addresses = [Some(self.given.clone()), schedule].into_iter().flatten();
        let mut of_the_web = addresses.filter(|address| Address::has_scheme(address));
        let (name, _) = of_the_web.find_map(|address| folders.find_record(&address))?;
        let agenda = self.agenda_of_name(Some(&name), Some(folders));
        let (known, map) = find_version_before(&name, &agenda, folders)?;
        find_other_event(&known, &agenda, &map).is_none().then_some(name)
    }

    /// Stores the agenda in the library, and then the record of its source. Without a `name`, the
    /// agenda gets the id of the event as its name.
    ///
    /// # Errors
    /// Returns an error if the name is no name of the library, if the library has another event or
    /// a clearly better version under this name that must not be replaced, or if the file cannot be
    /// written.
    pub(crate) fn store(
        &self,
        name: Option<&str>,
        replace: bool,
        folders: &Folders,
    ) -> Result<StoredAgenda, CliError> {
        let mut agenda = self.agenda_of_name(name, Some(folders));
        let name = name.unwrap_or(&self.loaded.agenda.id);
        let name = &known_spelling(name, folders)?;
        check_library_name(name)?;
        let before = match find_version_before(name, &agenda, folders) {
            Some((known, map)) if !replace => {
                self.refuse_worse_version(name, &agenda, &known, &map)?;
                Some((known, map))
            }
            before => before,
        };
        agenda.id = match &before {
            Some((known, _)) => known.id.clone(),
            None => choose_id(name, &agenda, folders),
        };
        let toml = format_toml(&agenda);
        let replaced =
            folders.save_agenda(name, &toml, agenda.source.as_deref().is_some_and(is_secret))?;
        if let Some((known, map)) = before {
            carry_marks(&map, &known, &agenda, folders)?;
        }
        self.save_record(name, &toml, folders);
        Ok(StoredAgenda { name: name.to_owned(), agenda, replaced })
    }

    /// Returns an error if `agenda` is of another event than the agenda `known` with this `name`,
    /// or is clearly worse.
    fn refuse_worse_version(
        &self,
        name: &str,
        agenda: &Agenda,
        known: &Agenda,
        map: &VersionMap,
    ) -> Result<(), CliError> {
        match Regression::between(known, agenda, map, self.loaded.has_errors()) {
            None => Ok(()),
            Some(reason @ Regression::OtherEvent { .. }) => Err(CliError::usage(format!(
                "{name} is another event in the library, {}: {reason}. Give the new event another \
                 name with --name, or put it in place of {name} with --name {name} --replace",
                describe_event(known)
            ))),
            Some(reason) => {
                let report = format!(
                    "{}\n\n{name} is unchanged: {reason}. hallway import with --name {name} \
                     --replace takes the new version all the same",
                    self.loaded.problem_reports().trim_end()
                );
                Err(CliError::bad_data(report.trim_start()))
            }
        }
    }

    /// Saves the record of the source. Ignores errors: without a record, the next update reads the
    /// whole source.
    fn save_record(&self, name: &str, toml: &str, folders: &Folders) {
        if is_in_library(&self.loaded.source, folders) {
            // The source of the agenda is another one, and was not read.
            return folders.remove_record(name);
        }
        let now = read_wall_clock();
        let address = self.loaded.source.memory();
        let record = SourceRecord {
            given: self.given.clone(),
            address: address.unwrap_or_else(|| STANDARD_INPUT.to_owned()),
            etag: self.validators.etag.clone(),
            last_modified: self.validators.last_modified.clone(),
            checksum: self.validators.checksum,
            agenda_checksum: fetch::checksum(toml.as_bytes()),
            checked: now,
            changed: now,
            news: String::new(),
        };
        let _ = folders.save_record(name, &record);
    }
}

/// Returns true for an address with parts that nobody else may read.
pub(crate) fn is_secret(source: &str) -> bool {
    Address::parse(source).is_ok_and(|address| address.has_secrets())
}

/// Returns the source for a person: an address without its secret parts.
pub(crate) fn show_source(source: &str) -> String {
    match Address::parse(source) {
        Ok(address) => address.shown(),
        Err(_) => source.to_owned(),
    }
}

/// Returns the agenda for a file that a person may pass on: without a source that has secrets.
pub(crate) fn without_secret_source(agenda: Agenda) -> Agenda {
    let source = agenda.source.filter(|source| !is_secret(source));
    Agenda { source, ..agenda }
}

/// Returns the source that `update` reads again. An agenda of the library keeps its source.
fn find_origin(loaded: &Loaded, folders: Option<&Folders>) -> Option<Clean> {
    match folders {
        Some(folders) if is_in_library(&loaded.source, folders) => loaded.agenda.source.clone(),
        _ => loaded.source.memory().map(Clean::line),
    }
}

fn is_in_library(source: &Source, folders: &Folders) -> bool {
    match source {
        Source::Library { .. } => true,
        Source::File(path) => store::absolute_path(path).starts_with(folders.agendas_folder()),
        Source::BuiltIn | Source::Web(_) | Source::Remote(_) => false,
    }
}

/// Returns the text of an agenda's file in the library.
pub(crate) fn format_toml(agenda: &Agenda) -> String {
    format::write(WritableFormat::Toml, agenda, &|_| true)
}

/// Returns the name of the library that differs from `name` only in case, or `name` itself.
fn known_spelling(name: &str, folders: &Folders) -> Result<String, CliError> {
    let names = AgendaNames::of_library(folders);
    Ok(names.find_whole(name)?.unwrap_or(name).to_owned())
}

fn check_library_name(name: &str) -> Result<(), CliError> {
    let is_safe = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_safe {
        return Err(CliError::usage(
            "a name in the library has only letters, digits and dashes, and no dash at the \
             beginning. Give another name with --name",
        ));
    }
    if name.eq_ignore_ascii_case(BUILT_IN) {
        let message = format!("{name} is the built-in agenda. Give another name with --name");
        return Err(CliError::usage(message));
    }
    Ok(())
}

/// Returns the agenda with this name in the library, and the map from it to `agenda`, its next
/// version. An agenda that cannot be read has no next version.
fn find_version_before(
    name: &str,
    agenda: &Agenda,
    folders: &Folders,
) -> Option<(Agenda, VersionMap)> {
    let known = read_known_agenda(name, folders)?;
    let map = VersionMap::between(&known, agenda);
    Some((known, map))
}

/// Returns the id for a new agenda with this name in the library. Two events with one id would
/// share one plan.
fn choose_id(name: &str, agenda: &Agenda, folders: &Folders) -> Clean {
    let same_id = read_known_agenda(&agenda.id, folders).filter(|_| name != &*agenda.id);
    let is_taken = same_id.is_some_and(|known| {
        find_other_event(&known, agenda, &VersionMap::between(&known, agenda)).is_some()
    });
    if is_taken { Clean::line(name) } else { agenda.id.clone() }
}

/// Stores in the plan what `agenda`, the next version of `known`, says about the marked sessions.
/// An unreadable plan stays as it is.
fn carry_marks(
    map: &VersionMap,
    known: &Agenda,
    agenda: &Agenda,
    folders: &Folders,
) -> Result<(), StoreError> {
    let Ok(plan) = folders.load_plan(&agenda.id) else { return Ok(()) };
    let carried = map.carry_marks(&plan, known, agenda, read_wall_clock());
    if !carried.is_empty() {
        folders.change_plan(&agenda.id, &carried)?;
    }
    Ok(())
}

fn read_known_agenda(name: &str, folders: &Folders) -> Option<Agenda> {
    let is_known = store::path_exists(&folders.agenda_file(name));
    let known = is_known.then(|| load_source(Source::in_library(name, folders), None).ok());
    Some(known.flatten()?.agenda)
}

/// Returns the reason if both agendas are of different events.
fn find_other_event(known: &Agenda, agenda: &Agenda, map: &VersionMap) -> Option<Regression> {
    let regression = Regression::between(known, agenda, map, false);
    regression.filter(|regression| matches!(regression, Regression::OtherEvent { .. }))
}

/// Returns name and first day, as in `Conf of 2030-05-04`.
pub(crate) fn describe_event(agenda: &Agenda) -> String {
    match agenda.days.first() {
        Some(day) => format!("{} of {}", agenda.name, day.date),
        None => agenda.name.to_string(),
    }
}

pub(crate) fn describe_zone(zone: &Zone) -> String {
    format!("times are in the zone {}", zone.name())
}
