//! The agenda that the command line means.

use super::agenda_names::{AgendaNames, BUILT_IN};
use super::error::{CliError, NO_INPUT, address_argument, print_message, quote_for_shell};
use super::file_address::parse_file_address;
use super::guessed_address::missing_file_error;
use super::invocation::Invocation;
use super::web_source::{fetch_schedule, find_schedule};
use crate::agenda::Clean;
use crate::fetch::{self, Address, Document, FetchOutcome, Validators};
use crate::store::{self, Folders};
use std::path::{Path, PathBuf};

const BUILT_IN_DATA: &[u8] = include_bytes!("../../data/srecon16-europe.toml");

/// The place of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    BuiltIn,
    Library {
        name: String,
        path: PathBuf,
    },
    /// A file, or `-` for standard input.
    File(PathBuf),
    /// An address that a person gave: a schedule, or a page that leads to a schedule.
    Web(Address),
    /// The address of a schedule.
    Remote(Address),
}

impl Source {
    /// Returns the source of an `AGENDA` argument: an address, a path, the agenda of this name, a
    /// file of the current folder, or the only agenda whose name contains the text. A text with a
    /// slash or a dot is a path.
    ///
    /// # Errors
    /// Returns a usage error for an address that hallway does not open, and an error if no agenda
    /// or several agendas fit.
    pub(crate) fn by_name(name: &str, folders: Option<&Folders>) -> Result<Source, CliError> {
        if let Some(source) = Source::by_place(name)? {
            return Ok(source);
        }
        let file = Path::new(name);
        match AgendaNames::all(folders).find_whole(name)? {
            Some(known) => {
                if store::file_exists(file) {
                    let path = file_in_this_folder(name);
                    print_message(&format!(
                        "{name} is an agenda that hallway knows. For the file of this folder, give \
                         {path}"
                    ));
                }
                Ok(Source::known(known, folders))
            }
            None if store::file_exists(file) => Ok(Source::File(file.to_owned())),
            None => Source::by_part(name, folders),
        }
    }

    /// Returns the source of an argument that is a file first: like [`Source::by_name`], but a file
    /// of the current folder comes before an agenda of the same name.
    ///
    /// # Errors
    /// Returns the errors of [`Source::by_name`].
    pub(crate) fn by_file(name: &str, folders: Option<&Folders>) -> Result<Source, CliError> {
        if let Some(source) = Source::by_place(name)? {
            return Ok(source);
        }
        if !store::file_exists(Path::new(name)) {
            return Source::by_part(name, folders);
        }
        if AgendaNames::all(folders).find_whole(name)?.is_some() {
            print_message(&format!(
                "{name} is the file of this folder, and not the agenda {name} that hallway knows"
            ));
        }
        Ok(Source::File(PathBuf::from(name)))
    }

    /// Returns the source of an address, of a path, and of `-`, or `None` for a name.
    fn by_place(text: &str) -> Result<Option<Source>, CliError> {
        if Address::has_scheme(text) {
            return Ok(Some(Source::Web(Address::parse(text).map_err(CliError::usage)?)));
        }
        if let Some(path) = parse_file_address(text)? {
            return Ok(Some(Source::File(path)));
        }
        let is_path = text == "-" || text.contains(['/', '\\', '.']);
        let missing = missing_file_error(text).filter(|_| is_path);
        missing.map_or_else(|| Ok(is_path.then(|| Source::File(PathBuf::from(text)))), Err)
    }

    fn by_part(name: &str, folders: Option<&Folders>) -> Result<Source, CliError> {
        let names = AgendaNames::all(folders);
        if let Some(known) = names.find(name)? {
            return Ok(Source::known(known, folders));
        }
        // A folder of this name is a more exact answer than a missing file.
        if store::path_exists(Path::new(name)) {
            return Ok(Source::File(PathBuf::from(name)));
        }
        Err(missing_agenda_error(name, &names, folders))
    }

    /// Returns the agenda of the library with this name, or the built-in agenda.
    pub(crate) fn known(name: &str, folders: Option<&Folders>) -> Source {
        match folders.filter(|folders| store::path_exists(&folders.agenda_file(name))) {
            Some(folders) => Source::in_library(name, folders),
            None => Source::BuiltIn,
        }
    }

    /// Returns the agenda of the library with this name, whose file may be missing.
    pub(crate) fn in_library(name: &str, folders: &Folders) -> Source {
        Source::Library { name: name.to_owned(), path: folders.agenda_file(name) }
    }

    /// Returns the name of the agenda of the library that a person typed, or whose address a person
    /// typed. A file of the current folder with this name does not count.
    ///
    /// # Errors
    /// Returns an error if no agenda of the library, or several agendas have this name.
    pub(crate) fn library_name(typed: &str, folders: &Folders) -> Result<String, CliError> {
        if let Some(name) = find_by_address(typed, folders)? {
            return Ok(name);
        }
        let names = AgendaNames::of_library(folders);
        let name = names.find(typed)?;
        name.map(str::to_owned).ok_or_else(|| not_in_library_error(typed, &names))
    }

    /// Returns the source that [`Source::memory`] describes, or `None` for a relative path: the
    /// current folder may be another one.
    ///
    /// # Errors
    /// Returns the errors of [`Source::by_name`].
    pub(crate) fn from_memory(memory: &str) -> Result<Option<Source>, CliError> {
        if Address::has_scheme(memory) {
            return Ok(Some(Source::Remote(Address::parse(memory).map_err(CliError::usage)?)));
        }
        if let Some(path) = parse_file_address(memory)? {
            return Ok(Some(Source::File(path)));
        }
        let path = Path::new(memory);
        Ok(match memory == BUILT_IN {
            true => Some(Source::BuiltIn),
            false => path.is_absolute().then(|| Source::File(path.to_owned())),
        })
    }

    /// Returns a text to store, from which [`Source::from_memory`] makes the source again, or
    /// `None` for standard input.
    pub(crate) fn memory(&self) -> Option<String> {
        match self {
            Source::BuiltIn => Some(BUILT_IN.to_owned()),
            Source::Library { name, .. } => Some(name.clone()),
            Source::File(path) if path.as_os_str() == "-" => None,
            Source::File(path) => store::absolute_path(path).to_str().map(str::to_owned),
            Source::Web(address) | Source::Remote(address) => Some(address.to_string()),
        }
    }

    /// Returns the source of the command line, else of the environment, else the agenda opened
    /// last, else the built-in agenda.
    ///
    /// # Errors
    /// Returns the errors of [`Source::by_name`].
    pub(crate) fn from_invocation(invocation: &Invocation<'_>) -> Result<Source, CliError> {
        let folders = invocation.folders.as_ref();
        if let Some(name) = invocation.wanted_agenda() {
            return Source::by_name(name, folders).map_err(|error| invocation.with_origin(error));
        }
        let Some(last) = folders.and_then(Folders::last_agenda) else {
            return Ok(Source::BuiltIn);
        };
        Ok(Source::opened_last(&last, folders).unwrap_or_else(|| {
            print_message(&format!("{last}, opened last, is missing; this is {BUILT_IN}"));
            Source::BuiltIn
        }))
    }

    /// Returns the agenda opened last: a name, or an absolute path. A file of the current folder
    /// never is the agenda opened last. Returns `None` if the agenda is missing.
    fn opened_last(last: &str, folders: Option<&Folders>) -> Option<Source> {
        if let Ok(Some(name)) = AgendaNames::all(folders).find_whole(last) {
            return Some(Source::known(name, folders));
        }
        let path = Path::new(last);
        (path.is_absolute() && store::path_exists(path)).then(|| Source::File(path.to_owned()))
    }

    /// Returns the path of the file, or `None` for other sources and standard input.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) | Source::Library { path, .. } if path.as_os_str() != "-" => {
                Some(path)
            }
            _ => None,
        }
    }

    /// Returns the name of the file without its extension, or the name of an address.
    pub(crate) fn stem(&self) -> Option<String> {
        if let Source::Web(address) | Source::Remote(address) = self {
            return Some(address.stem().to_owned());
        }
        self.path()?.file_stem()?.to_str().map(str::to_owned)
    }

    pub(crate) fn display_name(&self) -> String {
        match self {
            Source::BuiltIn => BUILT_IN.to_owned(),
            Source::Library { name, .. } => name.clone(),
            Source::File(path) if path.as_os_str() == "-" => "standard input".to_owned(),
            Source::File(path) => Clean::line(path.display().to_string()).into(),
            Source::Web(address) | Source::Remote(address) => address.shown(),
        }
    }

    /// Reads the bytes of the source.
    ///
    /// # Errors
    /// Returns an error of the store or of the network.
    pub(crate) fn read(self) -> Result<SourceBytes, CliError> {
        let bytes = match &self {
            Source::BuiltIn => BUILT_IN_DATA.to_vec(),
            Source::Library { path, .. } | Source::File(path) => store::read_source(path)?,
            Source::Web(address) => {
                let page = Some(address.clone());
                return Ok(SourceBytes { page, ..find_schedule(address)?.into() });
            }
            Source::Remote(address) => {
                let nothing = Validators::default();
                return match fetch_schedule(address, false, &nothing, print_message)? {
                    FetchOutcome::Fetched(document) => Ok(document.into()),
                    // Nothing is unchanged without validators.
                    FetchOutcome::Unchanged(_) => Err(CliError::bad_data(address.shown())),
                };
            }
        };
        Ok(SourceBytes::of_file(self, bytes))
    }

    /// Reads the bytes of the source again. `known` describes the version before. If the source
    /// `is_found`, a page led to its address, and no redirect to another site is followed. `tell`
    /// is called with messages about the requests.
    ///
    /// # Errors
    /// Returns the errors of [`Source::read`].
    pub(crate) fn read_again(
        self,
        known: &Validators,
        is_found: bool,
        tell: fn(&str),
    ) -> Result<SourceVersion, CliError> {
        if let Source::Remote(address) = &self {
            return Ok(match fetch_schedule(address, is_found, known, tell)? {
                FetchOutcome::Fetched(document) => SourceVersion::Other(document.into()),
                FetchOutcome::Unchanged(validators) => SourceVersion::Known(validators),
            });
        }
        let mut read = self.read()?;
        if known.checksum.is_some() {
            let checksum = Some(fetch::checksum(&read.bytes));
            if known.checksum == checksum {
                return Ok(SourceVersion::Known(known.clone()));
            }
            read.headers.checksum = checksum;
        }
        Ok(SourceVersion::Other(read))
    }
}

/// The version of a source that is read again.
#[derive(Debug)]
pub(crate) enum SourceVersion {
    /// The version before, with the validators that it has now.
    Known(Validators),
    Other(SourceBytes),
}

/// The bytes of a [`Source`].
#[derive(Debug)]
pub(crate) struct SourceBytes {
    /// The source to read the next time: a page that a person gave is replaced by its schedule.
    pub(crate) source: Source,
    pub(crate) bytes: Vec<u8>,
    /// The validators of a document of the web, and the checksum of `bytes` if it is known.
    headers: Validators,
    /// The page that led to the schedule.
    page: Option<Address>,
}

impl SourceBytes {
    /// Returns the bytes that were read from a file.
    pub(crate) fn of_file(source: Source, bytes: Vec<u8>) -> SourceBytes {
        SourceBytes { source, bytes, headers: Validators::default(), page: None }
    }

    /// Returns the name of an event that the bytes do not name: see [`Source::stem`]. A schedule on
    /// another host than its page is that of a service for many events: the page names the event.
    pub(crate) fn stem(&self) -> Option<String> {
        match (&self.page, &self.source) {
            (Some(page), Source::Remote(schedule)) if page.host() != schedule.host() => {
                Some(page.stem().to_owned())
            }
            _ => self.source.stem(),
        }
    }

    /// Returns the validators of this version.
    pub(crate) fn validators(&self) -> Validators {
        let checksum = self.headers.checksum.unwrap_or_else(|| fetch::checksum(&self.bytes));
        Validators { checksum: Some(checksum), ..self.headers.clone() }
    }
}

impl From<Document> for SourceBytes {
    fn from(document: Document) -> SourceBytes {
        let Document { address, body, validators } = document;
        SourceBytes {
            source: Source::Remote(address),
            bytes: body,
            headers: validators,
            page: None,
        }
    }
}

/// Returns the path of a file of the current folder that is no name.
fn file_in_this_folder(name: &str) -> String {
    Path::new(".").join(name).display().to_string()
}

/// Returns the error for a text that is neither a file nor the name of an agenda. The schedule of
/// an agenda that is no longer in the library is named.
fn missing_agenda_error(name: &str, names: &AgendaNames, folders: Option<&Folders>) -> CliError {
    let is_name = !name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let has_plan = folders.is_some_and(|folders| store::path_exists(&folders.plan_file(name)));
    let advice = match names.suggest(name) {
        _ if is_name && has_plan => {
            format!(". Your schedule of {name} is kept: import its agenda again")
        }
        Some(near) => format!("; did you mean {near}?"),
        None => {
            ". hallway agendas lists the agendas, and hallway https://… opens the schedule behind \
                 the page of a conference"
                .to_owned()
        }
    };
    let message = match name {
        "" => "the name of the agenda is empty. hallway agendas lists the agendas".to_owned(),
        _ => format!("there is no file {name}, and no agenda {name} in the library{advice}"),
    };
    CliError::new(NO_INPUT, message)
}

/// Returns the agenda of the library that came from this address of the web or of a file, or `None`
/// for a text that is no address.
///
/// # Errors
/// Returns a usage error for an address that hallway does not open, and an error if no agenda of
/// the library is from this address.
pub(crate) fn find_by_address(text: &str, folders: &Folders) -> Result<Option<String>, CliError> {
    let source = match parse_file_address(text)? {
        Some(path) => Source::File(path),
        None if Address::has_scheme(text) => {
            Source::Web(Address::parse(text).map_err(CliError::usage)?)
        }
        None => return Ok(None),
    };
    let known = source.memory().and_then(|memory| folders.find_record(&memory));
    if let Some((name, _)) = known {
        return Ok(Some(name));
    }
    let shown = source.display_name();
    let argument = match &source {
        Source::Web(address) => address_argument(address),
        _ => quote_for_shell(&shown),
    };
    let message =
        format!("no agenda of the library is from {shown}. hallway import {argument} stores it");
    Err(CliError::new(NO_INPUT, message))
}

/// Returns the error for a text that is no name of the library.
pub(crate) fn not_in_library_error(name: &str, names: &AgendaNames) -> CliError {
    let advice = match names.suggest_agenda(name) {
        Some(near) => format!("; did you mean {near}?"),
        None => ". hallway agendas lists its agendas".to_owned(),
    };
    CliError::new(NO_INPUT, format!("{name} is not in the library{advice}"))
}
