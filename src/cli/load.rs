//! Loading of agendas: reads a [`Source`], checks it, and finds the plan of its event.

use super::error::{CliError, count_noun, print_message};
use super::invocation::Invocation;
use super::source::{Source, SourceBytes};
use super::web_copy::WebCopy;
use crate::agenda::{Agenda, Clean, Problem, ProblemSummary, Severity, Zone, format_problems};
use crate::format::{self, ReadError};
use crate::store::{self, Fingerprint, Folders};
use crate::tui::{AgendaVersion, LineError, Watched};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// An [`Agenda`] with the [`Problem`]s of its file.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) source: Source,
    pub(crate) agenda: Agenda,
    pub(crate) problems: Vec<Problem>,
    /// True if the file does not name its event, so that the event has the name of the file.
    pub(crate) named_by_file: bool,
    /// The text of the file, without a byte order mark. The spans of `problems` are ranges of this
    /// text.
    text: Arc<String>,
    /// The version of the file, taken before the file was read.
    fingerprint: Option<Fingerprint>,
}

/// The reason why a [`Source`] is not loaded.
enum LoadError {
    Unreadable(CliError),
    NoAgenda(NoAgenda),
}

/// The reason why the bytes of a source are no agenda.
pub(crate) struct NoAgenda {
    pub(crate) problem: Problem,
    /// The text of the source. The span of `problem` is a range of this text.
    pub(crate) text: Arc<String>,
}

impl LoadError {
    /// Returns the error with the report of the problem. `name` is the name of the source.
    fn into_report(self, name: &str) -> CliError {
        match self {
            LoadError::Unreadable(error) => error,
            LoadError::NoAgenda(NoAgenda { problem, text }) => {
                CliError::bad_data(problem.report(name, &text))
            }
        }
    }
}

/// Reads and checks an agenda. `zone` is the zone of the event if the file names none.
///
/// # Errors
/// Returns an error if the source cannot be read or is no agenda.
pub(crate) fn load_source(source: Source, zone: Option<&Zone>) -> Result<Loaded, CliError> {
    let name = source.display_name();
    read_and_check(source, zone).map_err(|error| error.into_report(&name))
}

/// Reads and checks an agenda, as [`load_source`] does, or returns the reason why the bytes are no
/// agenda.
///
/// # Errors
/// Returns an error if the source cannot be read.
pub(crate) fn load_or_refuse(
    source: Source,
    zone: Option<&Zone>,
) -> Result<Result<Loaded, NoAgenda>, CliError> {
    match read_and_check(source, zone) {
        Ok(loaded) => Ok(Ok(loaded)),
        Err(LoadError::NoAgenda(reason)) => Ok(Err(reason)),
        Err(LoadError::Unreadable(error)) => Err(error),
    }
}

/// Checks the agenda in the bytes of its source, as [`load_source`] does. `find_zone` is called
/// after the bytes are parsed.
///
/// # Errors
/// Returns an error if the bytes are no agenda.
pub(crate) fn check_source(
    read: SourceBytes,
    find_zone: impl FnOnce() -> Option<Zone>,
) -> Result<Loaded, CliError> {
    let name = read.source.display_name();
    check_bytes(read, find_zone, None).map_err(|error| error.into_report(&name))
}

/// Loads an agenda with the event id under which its plan is stored.
///
/// # Errors
/// Returns the errors of [`Invocation::event_zone`] and [`load_source`].
pub(crate) fn load_agenda(invocation: &Invocation<'_>, source: Source) -> Result<Loaded, CliError> {
    let folders = invocation.folders.as_ref();
    let mut loaded = load_source(source, invocation.event_zone()?.as_ref())?;
    if let Some(event) = find_earlier_event(&loaded, folders) {
        loaded.agenda.id = event;
    }
    Ok(loaded)
}

/// Loads the agenda of the command line, and prints the number of its problems. For an address, the
/// library's copy is loaded if there is one, and an age of the copy at `now` is printed.
///
/// # Errors
/// Returns an error if the agenda cannot be loaded or has no session.
pub(crate) fn load_usable_agenda(
    invocation: &Invocation<'_>,
    now: DateTime<Utc>,
) -> Result<Loaded, CliError> {
    let source = Source::from_invocation(invocation)?;
    if let Some(copy) = WebCopy::find(&source, invocation.folders.as_ref())
        && let Ok(loaded) = load_usable_source(invocation, copy.source.clone())
    {
        copy.report_age(now, invocation.copy_age_limit());
        return Ok(loaded);
    }
    load_usable_source(invocation, source)
}

/// Loads an agenda, and prints the number of its problems.
///
/// # Errors
/// Returns an error if the agenda cannot be loaded or has no session.
pub(crate) fn load_usable_source(
    invocation: &Invocation<'_>,
    source: Source,
) -> Result<Loaded, CliError> {
    let loaded = load_agenda(invocation, source)?;
    if loaded.is_unusable() {
        return Err(CliError::bad_data(loaded.problem_reports().trim_end()));
    }
    if let Some(count) = loaded.count_problems() {
        let name = loaded.source.display_name();
        print_message(&format!("{name} has {count}: hallway check {name} lists all problems"));
    }
    Ok(loaded)
}

fn read_and_check(source: Source, zone: Option<&Zone>) -> Result<Loaded, LoadError> {
    // The fingerprint comes first: a write between the two calls then counts as a change.
    let fingerprint = source.path().and_then(store::read_fingerprint);
    check_bytes(source.read().map_err(LoadError::Unreadable)?, || zone.cloned(), fingerprint)
}

fn check_bytes(
    read: SourceBytes,
    find_zone: impl FnOnce() -> Option<Zone>,
    fingerprint: Option<Fingerprint>,
) -> Result<Loaded, LoadError> {
    let stem = read.stem();
    let SourceBytes { source, bytes, .. } = read;
    let checked = CheckedBytes::new(bytes, stem, find_zone)?;
    let CheckedBytes { mut agenda, problems, named_by_file, text } = checked;
    agenda.revised = fingerprint.and_then(Fingerprint::modified).or(agenda.revised);
    Ok(Loaded { source, agenda, problems, named_by_file, text, fingerprint })
}

/// The agenda in the bytes of a file.
struct CheckedBytes {
    agenda: Agenda,
    problems: Vec<Problem>,
    named_by_file: bool,
    /// The text of the file: see [`Loaded::text`].
    text: Arc<String>,
}

impl CheckedBytes {
    /// Checks the agenda in `bytes`. `stem` is the name of an event without a name.
    fn new(
        bytes: impl Into<Vec<u8>>,
        stem: Option<String>,
        find_zone: impl FnOnce() -> Option<Zone>,
    ) -> Result<CheckedBytes, LoadError> {
        let mut reading = format::read(bytes).map_err(|ReadError { problem, text }| {
            LoadError::NoAgenda(NoAgenda { problem, text })
        })?;
        reading.draft.file = stem;
        let event = &reading.draft.event;
        let named_by_file = event.name.is_none() && event.acronym.is_none();
        let (agenda, problems) = reading.draft.check(find_zone().as_ref());
        Ok(CheckedBytes { agenda, problems, named_by_file, text: reading.text })
    }
}

/// Returns the agenda in the bytes of a file of the library.
///
/// # Errors
/// Returns an error if the bytes are no agenda.
pub(crate) fn check_copy(source: &Source, bytes: &[u8]) -> Result<Agenda, CliError> {
    let checked = CheckedBytes::new(bytes, source.stem(), || None);
    Ok(checked.map_err(|error| error.into_report(&source.display_name()))?.agenda)
}

/// Returns the id of the event under which the plan was stored earlier, for an agenda whose file
/// does not name the event. The id of the agenda then has the month of the first session, and the
/// month may have changed.
fn find_earlier_event(loaded: &Loaded, folders: Option<&Folders>) -> Option<Clean> {
    let (folders, agenda) = (folders?, &loaded.agenda);
    if !loaded.named_by_file || store::path_exists(&folders.plan_file(&agenda.id)) {
        return None;
    }
    let name = name_without_date(&agenda.id);
    let earlier = folders.find_other_plan(agenda, |event| name_without_date(event) == name)?;
    Some(Clean::line(earlier.event))
}

fn name_without_date(event: &str) -> &str {
    event.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-')
}

/// Returns the reader of the file of `agenda` for the screen, or `None` if the source is no file.
/// The screen calls the reader after a change of the file.
pub(crate) fn watch_file(
    loaded: &Loaded,
    agenda: &Arc<Agenda>,
    zone: Option<Zone>,
) -> Option<Watched> {
    let (source, path) = (loaded.source.clone(), loaded.source.path()?.to_owned());
    // The status line of the screen has no room for the folders.
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let read = move || match read_and_check(source.clone(), zone.as_ref()) {
        Ok(loaded) => Ok(loaded.into_version(&name)),
        Err(LoadError::NoAgenda(NoAgenda { problem, text })) => {
            Err(LineError::new(problem.headline(&name, &text)))
        }
        Err(LoadError::Unreadable(error)) => Err(LineError::new(error)),
    };
    Some(Watched {
        path,
        seen: loaded.fingerprint,
        agenda: Arc::clone(agenda),
        errors: loaded.errors().count(),
        read: Arc::new(read),
    })
}

impl Loaded {
    /// Returns an agenda that has just been stored in the library, as if it was loaded from there.
    pub(crate) fn of_stored(name: &str, agenda: Agenda, folders: &Folders) -> Loaded {
        let source = Source::in_library(name, folders);
        let fingerprint = source.path().and_then(store::read_fingerprint);
        Loaded {
            agenda: Agenda { revised: fingerprint.and_then(Fingerprint::modified), ..agenda },
            source,
            problems: Vec::new(),
            named_by_file: false,
            text: Arc::default(),
            fingerprint,
        }
    }

    /// Returns the text of the file: the spans of the problems are ranges of the text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the report of every problem: see [`format_problems`].
    pub(crate) fn problem_reports(&self) -> String {
        if self.problems.is_empty() {
            return String::new();
        }
        format_problems(&self.problems, &self.source.display_name(), &self.text)
    }

    /// Returns true if the file itself names the zone of its times.
    pub(crate) fn names_zone(&self) -> bool {
        format::read(self.text.as_str())
            .is_ok_and(|reading| reading.draft.check(None).0.clock.zone().is_some())
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error)
    }

    /// Returns true if errors leave no session.
    pub(crate) fn is_unusable(&self) -> bool {
        self.agenda.sessions.is_empty() && self.errors().next().is_some()
    }

    /// Returns the number of problems, as in `2 errors and 1 warning`, or `None` if there are none.
    pub(crate) fn count_problems(&self) -> Option<String> {
        let errors = self.errors().count();
        let warnings = self.problems.len() - errors;
        let mut counts = Vec::new();
        if errors > 0 {
            counts.push(count_noun(errors, "error", "errors"));
        }
        if warnings > 0 {
            counts.push(count_noun(warnings, "warning", "warnings"));
        }
        (!counts.is_empty()).then(|| counts.join(" and "))
    }

    /// Returns the problems in one line each. `file_name` is the name of the file in the lines.
    pub(crate) fn summarize_problems(&self, file_name: &str) -> ProblemSummary {
        ProblemSummary::new(&self.problems, file_name, &self.text)
    }

    fn into_version(self, file_name: &str) -> AgendaVersion {
        let first_error = self.errors().next();
        AgendaVersion {
            first_error: first_error.map(|problem| problem.headline(file_name, &self.text)),
            problems: self.summarize_problems(file_name),
            named: !self.named_by_file,
            agenda: self.agenda,
        }
    }
}
