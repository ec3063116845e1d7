//! The agenda that the command line means.

use super::args::command_names;
use super::error::{CliError, NO_INPUT, print_message};
use super::invocation::Invocation;
use crate::agenda::{Clean, nearest_word};
use crate::fetch::{self, Address, Document, FetchError, Visit};
use crate::store::{self, Folders, StoreError};
use std::path::{Path, PathBuf};

/// The name of the built-in agenda.
pub(crate) const BUILT_IN: &str = "srecon16-europe";
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
    /// Returns the source of an `AGENDA` argument: an address of the web, an existing file, an
    /// agenda of the library, the built-in agenda, or a missing file.
    ///
    /// # Errors
    /// Returns a usage error for an address that hallway does not fetch.
    pub(crate) fn by_name(name: &str, folders: Option<&Folders>) -> Result<Source, CliError> {
        if Address::has_scheme(name) {
            return Ok(Source::Web(Address::parse(name).map_err(CliError::usage)?));
        }
        let path = PathBuf::from(name);
        if name == "-" || store::path_exists(&path) {
            return Ok(Source::File(path));
        }
        if let Some(folders) = folders
            && folders.list_agendas().iter().any(|known| known == name)
        {
            return Ok(Source::in_library(name, folders));
        }
        Ok(if name == BUILT_IN { Source::BuiltIn } else { Source::File(path) })
    }

    /// Returns the agenda of the library with this name, whose file may be missing.
    pub(crate) fn in_library(name: &str, folders: &Folders) -> Source {
        Source::Library { name: name.to_owned(), path: folders.agenda_file(name) }
    }

    /// Returns the name of an agenda of the library: from the argument of the command, the command
    /// line, the environment, or the agenda opened last. A file of the current folder with this
    /// name does not count.
    ///
    /// # Errors
    /// Returns a usage error if the library has no agenda of this name.
    pub(crate) fn library_name(
        name: Option<&str>,
        invocation: &Invocation<'_>,
        folders: &Folders,
    ) -> Result<String, CliError> {
        let name = name
            .or_else(|| named_agenda(invocation))
            .map(str::to_owned)
            .or_else(|| folders.last_agenda())
            .unwrap_or_else(|| BUILT_IN.to_owned());
        if folders.list_agendas().contains(&name) {
            return Ok(name);
        }
        let message = format!("{name} is not in the library. hallway agendas lists its agendas");
        Err(CliError::usage(message))
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
        if let Some(name) = named_agenda(invocation) {
            return Source::by_name(name, folders);
        }
        let last = folders.and_then(Folders::last_agenda);
        match last.map(|name| Source::by_name(&name, folders)) {
            // The file may have been moved or removed.
            Some(Ok(Source::File(path))) if !store::path_exists(&path) => {
                let name = Clean::line(path.display().to_string());
                print_message(&format!("{name}, opened last, is missing; this is {BUILT_IN}"));
                Ok(Source::BuiltIn)
            }
            Some(Ok(source)) => Ok(source),
            _ => Ok(Source::BuiltIn),
        }
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

    /// Reads the bytes of the source, and returns the source to read the next time: a page that a
    /// person gave is replaced by its schedule.
    ///
    /// # Errors
    /// Returns an error of the store or of the network. For a missing file without a dot or slash
    /// in its name, the message suggests the nearest command or the built-in agenda.
    pub(crate) fn read(self) -> Result<(Source, Vec<u8>), CliError> {
        let bytes = match &self {
            Source::BuiltIn => BUILT_IN_DATA.to_vec(),
            Source::Library { path, .. } | Source::File(path) => read_file(path)?,
            Source::Web(address) | Source::Remote(address) => {
                let document = self.fetch(address)?;
                return Ok((Source::Remote(document.address), document.body));
            }
        };
        Ok((self, bytes))
    }

    /// Fetches the document at the address of the source. Each address that a page leads to is
    /// reported before its request.
    fn fetch(&self, address: &Address) -> Result<Document, FetchError> {
        let mut network = fetch::open_network().map_err(|fault| FetchError::new(address, fault))?;
        let mut visit = Visit::new(&mut *network);
        if matches!(self, Source::Remote(_)) {
            return fetch::fetch_known_schedule(&mut visit, address);
        }
        let page = address.shown();
        fetch::find_schedule(&mut visit, address, &mut |link| {
            print_message(&format!("{page} is a web page, trying {}", link.shown()));
        })
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, CliError> {
    store::read_source(path).map_err(|error| {
        let name = path.to_string_lossy();
        let is_missing = matches!(error, StoreError::NotFound(_));
        let is_word = !name.contains(['/', '\\', '.']);
        let commands = command_names();
        let known = commands.iter().map(String::as_str).chain([BUILT_IN]);
        match nearest_word(&name, known).filter(|_| is_missing && is_word) {
            Some(near) => CliError::new(NO_INPUT, format!("{error}; did you mean {near}?")),
            None => CliError::from(error),
        }
    })
}

/// Returns the agenda that the command line or else the environment names.
fn named_agenda<'a>(invocation: &'a Invocation<'_>) -> Option<&'a str> {
    invocation.named_agenda().or(invocation.env.agenda.as_deref())
}

/// Returns the names of the agendas of the library and of the built-in agenda.
pub(crate) fn agenda_names(folders: Option<&Folders>) -> Vec<String> {
    let mut names = folders.map(Folders::list_agendas).unwrap_or_default();
    names.push(BUILT_IN.to_owned());
    names
}
