//! The watch: reads the agenda's file again after a change, in a thread of its own. If a version is
//! worse than the version on the screen, the watch reports the reason instead of the version.

use crate::agenda::Agenda;
use crate::plan::{Regression, VersionMap};
use crate::store::{Fingerprint, read_fingerprint};
use crate::tui::event::{AgendaVersion, Event, LineError, VersionError};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// The time between two looks at the file. A version is read after two looks with the same
/// fingerprint, because an editor may still be writing.
const LOOK_INTERVAL: Duration = Duration::from_millis(500);

/// The file of the agenda on the screen.
#[derive(Clone)]
pub(crate) struct Watched {
    pub(crate) path: PathBuf,
    /// The fingerprint of the file, taken before the file was read.
    pub(crate) seen: Option<Fingerprint>,
    /// The version on the screen. A later version is compared with it, and gets its id: the plan is
    /// stored under the id.
    pub(crate) agenda: Arc<Agenda>,
    /// The number of errors in the version on the screen.
    pub(crate) errors: usize,
    /// Reads the file. The error has the position in the file.
    pub(crate) read: Arc<dyn Fn() -> Result<AgendaVersion, LineError> + Send + Sync>,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Watched {
    /// Reads the file and returns the version. Later versions are compared with this version.
    ///
    /// # Errors
    /// The file cannot be read, or the version is worse than the version on the screen. A version
    /// without errors that lacks more than a third of the sessions is accepted if `asked`.
    pub(crate) fn read_again(&mut self, asked: bool) -> Result<AgendaVersion, VersionError> {
        let mut version = (self.read)().map_err(|error| VersionError::lasting(&error))?;
        if !version.named {
            // The name of the file or the month may have changed.
            version.agenda.id = self.agenda.id.clone();
        }
        self.refuse_regression(&version, asked)?;
        version.agenda.id = self.agenda.id.clone();
        self.errors = version.problems.errors;
        self.agenda = Arc::new(version.agenda.clone());
        Ok(version)
    }

    /// Returns an error if `version` is worse than the version on the screen.
    fn refuse_regression(&self, version: &AgendaVersion, asked: bool) -> Result<(), VersionError> {
        let map = VersionMap::between(&self.agenda, &version.agenda);
        let has_errors = version.problems.errors > 0;
        let regression = Regression::between(&self.agenda, &version.agenda, &map, has_errors);
        let first_error = version.first_error.as_deref();
        let error_line = first_error.unwrap_or("it has errors");
        match regression {
            Some(empty @ Regression::Empty) if first_error.is_none() => {
                Err(VersionError::lasting(empty))
            }
            Some(Regression::Empty) => Err(VersionError::lasting(error_line)),
            Some(other @ Regression::OtherEvent { .. }) => {
                let name = &version.agenda.name;
                let why = format!("it is of another event now, {name}: {other}; open it anew");
                Err(VersionError::lasting(why))
            }
            Some(broken @ Regression::Broken { .. }) => {
                Err(VersionError::lasting(format!("{error_line}; {broken}")))
            }
            Some(shrunken @ Regression::Shrunken { .. }) if !asked => {
                Err(VersionError { why: shrunken.to_string(), on_demand: true })
            }
            _ if version.problems.errors > self.errors => Err(VersionError::lasting(error_line)),
            _ => Ok(()),
        }
    }
}

impl VersionError {
    /// Returns an error about a version that no key takes.
    fn lasting(why: impl fmt::Display) -> VersionError {
        VersionError { why: why.to_string(), on_demand: false }
    }
}

/// The watch of one agenda's file. The thread of the watch ends when the watch is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    /// The number of agendas opened before. The number tells the answers of this watch from the
    /// answers of an earlier watch.
    pub(super) number: usize,
    /// The channel of requests. `None`: the agenda did not come from a file.
    requests: Option<Sender<WatchRequest>>,
}

/// A request to read the file at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WatchRequest {
    /// A key asks for the file. An unchanged file is reported, too.
    ByKey,
    /// A refresh has stored a version that it judged itself.
    Stored,
}

/// The reason why the file cannot be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WatchError {
    NoFile,
    /// The thread of the watch has ended.
    Stopped,
}

impl fmt::Display for WatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            WatchError::NoFile => {
                "This agenda did not come from a file: there is nothing to read again"
            }
            WatchError::Stopped => "what reads the file has failed: start hallway again",
        })
    }
}

impl Watch {
    /// Starts the watch of `file`. The watch sends an [`Event::Agenda`] for every new version.
    pub(super) fn start(file: Option<Watched>, number: usize, events: Sender<Event>) -> Watch {
        let requests = file.map(|watched| {
            let (sender, requests) = channel();
            std::thread::spawn(move || watch_file(watched, number, &requests, &events));
            sender
        });
        Watch { number, requests }
    }

    /// Asks for an [`Event::Agenda`], even if the file has not changed. A version that lacks more
    /// than a third of the sessions is accepted.
    ///
    /// # Errors
    /// There is no file, or the watch has stopped.
    pub(super) fn request_version(&self, request: WatchRequest) -> Result<(), WatchError> {
        let requests = self.requests.as_ref().ok_or(WatchError::NoFile)?;
        requests.send(request).map_err(|_| WatchError::Stopped)
    }
}

/// Looks at the file until the loop drops its end of a channel.
fn watch_file(
    mut watched: Watched,
    number: usize,
    requests: &Receiver<WatchRequest>,
    events: &Sender<Event>,
) {
    let mut before = watched.seen;
    loop {
        let first = match requests.recv_timeout(LOOK_INTERVAL) {
            Ok(request) => Some(request),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        // A key that repeats while it is held down is one request.
        let waiting: Vec<WatchRequest> = first.into_iter().chain(requests.try_iter()).collect();
        let asked = waiting.contains(&WatchRequest::ByKey);
        let now = read_fingerprint(&watched.path);
        let is_settled = now == before;
        before = now;
        if !waiting.is_empty() || (is_settled && now != watched.seen) {
            watched.seen = now;
            let version = watched.read_again(!waiting.is_empty()).map(Box::new);
            if events.send(Event::Agenda { watch: number, asked, version }).is_err() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::{ProblemSummary, Severity};

    const BROKEN: &str = "minutes='x'\n";

    fn read_version(text: &str) -> Result<AgendaVersion, LineError> {
        let mut reading = crate::format::read(text.as_bytes())
            .map_err(|error| LineError::new(error.problem.message))?;
        reading.draft.file = Some("file".into());
        let named = reading.draft.event.name.is_some();
        let (agenda, problems) = reading.draft.check(None);
        let errors: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
        Ok(AgendaVersion {
            agenda,
            named,
            problems: ProblemSummary::new(&problems, "f", text),
            first_error: errors.first().map(|problem| problem.headline("f", text)),
        })
    }

    /// A file with a session for each letter.
    fn file_of(titles: &str) -> String {
        let session = |title| format!("[[session]]\ntitle='{title}'\nstart=2026-05-04T09:00:00\n");
        format!("[event]\nname='E'\n{}", titles.chars().map(session).collect::<String>())
    }

    /// Asserts the answer to a change of the file: `ok`, or a part of the error.
    fn assert_answers(before: &str, now: &str, unasked: &str, asked: &str) {
        let old = read_version(before).unwrap();
        for (is_asked, expected) in [(false, unasked), (true, asked)] {
            let text = now.to_owned();
            let mut watched = Watched {
                path: PathBuf::new(),
                seen: None,
                agenda: Arc::new(old.agenda.clone()),
                errors: old.problems.errors,
                read: Arc::new(move || read_version(&text)),
            };
            let version = watched.read_again(is_asked);
            let ids = [version.as_ref().ok().map(|version| &version.agenda.id)];
            assert!(ids.iter().flatten().all(|id| **id == old.agenda.id), "{now:?}: {ids:?}");
            let answer = version.map_or_else(|error| error.why, |_| "ok".into());
            let is_expected = answer.contains(expected) && (answer == "ok") == (expected == "ok");
            assert!(is_expected, "{now:?}: {answer}");
        }
    }

    #[test]
    fn version_without_new_errors_is_accepted() {
        let broken = file_of("A") + BROKEN;
        assert_answers(&file_of("A"), &file_of("A"), "ok", "ok");
        assert_answers(&broken, &broken, "ok", "ok");
        let unnamed = file_of("AB").replace("name='E'", "");
        assert_answers(&unnamed, &unnamed.replace("05-04", "06-04"), "ok", "ok");
    }

    #[test]
    fn version_with_new_errors_is_refused_with_the_first_error() {
        assert_answers(&file_of("A"), &(file_of("A") + BROKEN), "f:6:9: ", "f:6:9: ");
        assert_answers(&file_of("A"), &(file_of("A") + "[[session"), "f:6:", "f:6:");
    }

    #[test]
    fn version_of_another_event_is_refused() {
        let other = file_of("CDE").replace("'E'", "'F'");
        let answer = "another event now, F: 3 of 3 sessions are not in it; open it anew";
        assert_answers(&file_of("ABX"), &other, answer, answer);
    }

    #[test]
    fn renamed_event_is_accepted_and_keeps_its_id() {
        for rename in ["name='F'", "id='f'\nname='E'", "id='f'\nname='F'"] {
            let renamed = file_of("ABX").replace("name='E'", rename);
            assert_answers(&file_of("ABC"), &renamed, "ok", "ok");
        }
    }

    #[test]
    fn version_without_sessions_is_refused() {
        let broken = file_of("A") + BROKEN;
        assert_answers(&file_of("A"), "", "", "");
        assert_answers(&broken, "[event]\nname='E'\n", "no session", "no session");
    }

    #[test]
    fn version_that_lacks_more_than_a_third_is_accepted_on_demand() {
        let all = file_of("ABCDEF");
        assert_answers(&all, &file_of("ABCD"), "ok", "ok");
        assert_answers(&all, &file_of("ABC"), "3 of 6 sessions are not in it", "ok");
        let broken = file_of("ABCDE") + BROKEN;
        assert_answers(&(all + BROKEN), &broken, "; it has errors, and 1 of 6", "1 of 6");
    }
}
