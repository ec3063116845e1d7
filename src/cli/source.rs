//! Which agenda is meant, and what comes of reading it.

use super::Stop;
use super::args::{Args, command_names};
use super::look::counted;
use crate::agenda::{Agenda, Clean, Problem, Severity, Zone, format_problems, nearest_word};
use crate::format::{self, Refusal};
use crate::plan::Plan;
use crate::store::{self, Environment, Fingerprint, Folders, StoreError};
use crate::tui::{AgendaVersion, Watched};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the agenda that is compiled in.
pub(crate) const BUILT_IN: &str = "srecon16-europe";
const BUILT_IN_DATA: &[u8] = include_bytes!("../../data/srecon16-europe.toml");

/// Where an agenda comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    BuiltIn,
    /// An agenda of the library: its name and its file.
    Library(String, PathBuf),
    /// A file, or `-` for standard input.
    File(PathBuf),
}

impl Source {
    /// The source that an AGENDA argument means.
    ///
    /// # Errors
    /// It is an address: those are not opened yet.
    pub(crate) fn named(name: &str, folders: Option<&Folders>) -> Result<Source, Stop> {
        let scheme = name.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        if matches!(scheme.as_deref(), Some("http" | "https" | "webcal")) {
            let message =
                format!("addresses are not opened yet: download {name} and give the file");
            return Err(Stop::new(66, message));
        }
        let path = PathBuf::from(name);
        if name == "-" || store::path_exists(&path) {
            return Ok(Source::File(path));
        }
        if let Some(folders) = folders
            && folders.list_agendas().iter().any(|known| known == name)
        {
            return Ok(Source::Library(name.to_owned(), folders.agenda_file(name)));
        }
        Ok(if name == BUILT_IN { Source::BuiltIn } else { Source::File(path) })
    }

    /// The agenda of the library that `name` means, or the command line, or the environment, or
    /// what was opened last. What has that name in the current folder is not asked for.
    ///
    /// # Errors
    /// There is none of that name.
    pub(crate) fn of_library(
        name: Option<&str>,
        args: &Args,
        env: &Environment,
        folders: &Folders,
    ) -> Result<(String, Source), Stop> {
        let named = name
            .or(args.open.as_deref())
            .or(args.global.agenda.as_deref())
            .or(env.agenda.as_deref());
        let name = named
            .map(str::to_owned)
            .or_else(|| folders.last_agenda())
            .unwrap_or_else(|| BUILT_IN.to_owned());
        if !folders.list_agendas().contains(&name) {
            return Err(Stop::usage(format!(
                "{name} is not in the library, whose agendas hallway agendas lists"
            )));
        }
        let path = folders.agenda_file(&name);
        Ok((name.clone(), Source::Library(name, path)))
    }

    /// The source that [`Source::memory`] remembers; `None`: it would be another one from another
    /// folder.
    ///
    /// # Errors
    /// As [`Source::named`].
    pub(crate) fn remembered(memory: &str) -> Result<Option<Source>, Stop> {
        let path = PathBuf::from(memory);
        if memory.contains("://") {
            Source::named(memory, None)?;
        }
        Ok(match memory == BUILT_IN {
            true => Some(Source::BuiltIn),
            false => Some(Source::File(path)).filter(|_| Path::new(memory).is_absolute()),
        })
    }

    /// What to remember it by; standard input cannot be opened again.
    pub(crate) fn memory(&self) -> Option<String> {
        match self {
            Source::BuiltIn => Some(BUILT_IN.to_owned()),
            Source::Library(name, _) => Some(name.clone()),
            Source::File(path) if path.as_os_str() == "-" => None,
            Source::File(path) => store::absolute_path(path).to_str().map(str::to_owned),
        }
    }

    /// The source that the command line means, or the environment, or what was opened last.
    ///
    /// # Errors
    /// As [`Source::named`].
    pub(crate) fn of(
        args: &Args,
        env: &Environment,
        folders: Option<&Folders>,
    ) -> Result<Source, Stop> {
        let named =
            args.open.as_deref().or(args.global.agenda.as_deref()).or(env.agenda.as_deref());
        if let Some(name) = named {
            return Source::named(name, folders);
        }
        let last = folders.and_then(Folders::last_agenda);
        match last.map(|name| Source::named(&name, folders)) {
            // What was opened last may have been moved or removed since: then it is as if nothing
            // had been.
            Some(Ok(Source::File(path))) if !store::path_exists(&path) => Ok(Source::BuiltIn),
            Some(Ok(source)) => Ok(source),
            _ => Ok(Source::BuiltIn),
        }
    }

    /// Its file, unless it is standard input or compiled in.
    fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) | Source::Library(_, path) if path.as_os_str() != "-" => Some(path),
            _ => None,
        }
    }

    /// The name of its file without the ending.
    pub(crate) fn stem(&self) -> Option<String> {
        self.path()?.file_stem()?.to_str().map(str::to_owned)
    }

    /// What to call it in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Source::BuiltIn => BUILT_IN.to_owned(),
            Source::Library(name, _) => name.clone(),
            Source::File(path) if path.as_os_str() == "-" => "standard input".to_owned(),
            Source::File(path) => Clean::line(path.display().to_string()).into(),
        }
    }

    fn bytes(&self) -> Result<Vec<u8>, Stop> {
        let path = match self {
            Source::BuiltIn => return Ok(BUILT_IN_DATA.to_vec()),
            Source::Library(_, path) | Source::File(path) => path,
        };
        store::read_source(path).map_err(|error| {
            let name = path.to_string_lossy();
            let bare = matches!(error, StoreError::NotFound(_)) && !name.contains(['/', '\\', '.']);
            let commands = command_names();
            let known = commands.iter().map(String::as_str).chain([BUILT_IN]);
            match nearest_word(&name, known).filter(|_| bare) {
                Some(near) => Stop::new(66, format!("{error}; did you mean {near}?")),
                None => Stop::from(error),
            }
        })
    }
}

/// The names of the agendas that can be opened: those of the library, and the built-in one.
pub(crate) fn names(folders: Option<&Folders>) -> Vec<String> {
    let mut names = folders.map(Folders::list_agendas).unwrap_or_default();
    names.push(BUILT_IN.to_owned());
    names
}

/// An agenda as read, with what is wrong with it.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) source: Source,
    pub(crate) agenda: Agenda,
    pub(crate) problems: Vec<Problem>,
    /// The file does not name its event, which is called after the file.
    pub(crate) named_by_file: bool,
    /// The text into which the problems point.
    text: String,
    /// Which version of the file it is.
    seen: Option<Fingerprint>,
}

/// Reads and checks an agenda; `zone` is the event's where its file names none.
///
/// # Errors
/// It cannot be read, or is no agenda.
pub(crate) fn load(source: Source, zone: Option<&Zone>) -> Result<Loaded, Stop> {
    let name = source.name();
    try_load(source, zone).map_err(|refused| match refused {
        Refused::Unread(stop) => stop,
        Refused::NoAgenda(problem, text) => Stop::report(problem.report(&name, &text)),
    })
}

/// Why a source is not loaded.
enum Refused {
    Unread(Stop),
    /// What is wrong, and the text that it points into.
    NoAgenda(Problem, String),
}

fn try_load(source: Source, zone: Option<&Zone>) -> Result<Loaded, Refused> {
    // Before it is read: what is written meanwhile is then a change.
    let seen = source.path().and_then(store::read_fingerprint);
    let bytes = source.bytes().map_err(Refused::Unread)?;
    let mut reading = format::read(&bytes)
        .map_err(|Refusal { problem, text }| Refused::NoAgenda(problem, text.into_owned()))?;
    reading.draft.file = source.stem();
    let named_by_file = reading.draft.event.name.is_none() && reading.draft.event.acronym.is_none();
    let (agenda, problems) = reading.draft.check(zone);
    let text = reading.text.into_owned();
    Ok(Loaded { source, agenda, problems, named_by_file, text, seen })
}

/// The event that an agenda was of so far, where its file does not name one: then the id has the
/// month of the first session, which may be another by now. It is the one with a plan whose marks,
/// most of them, are here at the times that they know.
pub(crate) fn event_so_far(loaded: &Loaded, folders: Option<&Folders>) -> Option<Clean> {
    let (folders, agenda) = (folders?, &loaded.agenda);
    if !loaded.named_by_file || store::path_exists(&folders.plan_file(&agenda.id)) {
        return None;
    }
    folders.plans_of_other_months(&agenda.id).into_iter().map(Clean::line).find(|event| {
        let schedule = folders.load_plan(event).unwrap_or_default().schedule_for(agenda);
        let here = schedule.mark_matches().iter().filter(|found| {
            let session = found.session.and_then(|ix| agenda.sessions.get(ix));
            session
                .is_some_and(|session| session.start.is_some() && session.start == found.mark.start)
        });
        here.count() * 2 > schedule.mark_matches().len()
    })
}

/// How the file of an agenda is read again when it has changed; `None` where it is no file.
pub(crate) fn watched(loaded: &Loaded, zone: Option<Zone>) -> Option<Watched> {
    let (source, path) = (loaded.source.clone(), loaded.source.path()?.to_owned());
    // In one line of the screen, there is no room for the folders.
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let read = move || match try_load(source.clone(), zone.as_ref()) {
        Ok(loaded) => {
            let first_error =
                loaded.errors().next().map(|problem| problem.headline(&name, &loaded.text));
            let (problems, errors) = (loaded.problems.len(), loaded.errors().count());
            Ok(AgendaVersion {
                agenda: loaded.agenda,
                named: !loaded.named_by_file,
                problems,
                errors,
                first_error,
            })
        }
        Err(Refused::NoAgenda(problem, text)) => Err(problem.headline(&name, &text)),
        Err(Refused::Unread(stop)) => Err(Clean::line(stop.to_string()).into()),
    };
    let (event, sessions) = (loaded.agenda.id.clone(), Plan::with_every_session(&loaded.agenda));
    Some(Watched {
        path,
        seen: loaded.seen,
        event,
        sessions,
        errors: loaded.errors().count(),
        read: Arc::new(read),
    })
}

impl Loaded {
    /// Every problem: see [`reports`].
    pub(crate) fn reports(&self) -> String {
        format_problems(&self.problems, &self.source.name(), &self.text)
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error)
    }

    /// As in `2 errors and 1 warning`; nothing where all is well.
    pub(crate) fn count(&self) -> Option<String> {
        let errors = self.errors().count();
        let counts =
            [(errors, "error", "errors"), (self.problems.len() - errors, "warning", "warnings")];
        let told = counts
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| counted(*count, one, many));
        Some(told.collect::<Vec<_>>().join(" and ")).filter(|told| !told.is_empty())
    }
}
