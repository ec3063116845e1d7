//! Watching the file of the agenda, and reading it, off the drawing thread. A version that is worse
//! than the one on the screen is told and not taken.

use crate::agenda::Clean;
use crate::plan::{Plan, Regression};
use crate::store::{Fingerprint, read_fingerprint};
use crate::tui::event::{AgendaVersion, Event, VersionError};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How often the file is looked at. A version is read when it was the same twice: an editor may
/// still be writing.
const LOOK: Duration = Duration::from_millis(500);

/// A file that the agenda on the screen was read from.
#[derive(Clone)]
pub(crate) struct Watched {
    pub(crate) path: PathBuf,
    /// What it was before it was read.
    pub(crate) seen: Option<Fingerprint>,
    /// The version on the screen, as far as later ones are compared with it.
    pub(crate) event: Clean,
    /// All its sessions, to tell which are gone.
    pub(crate) sessions: Plan,
    pub(crate) errors: usize,
    /// Reads it again, or says in one line, with the place, why it cannot be read.
    pub(crate) read: Arc<dyn Fn() -> Result<AgendaVersion, String> + Send + Sync>,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Watched {
    /// Reads the file again: a version to go on with, or why it is better not to. One that is sound
    /// and only lacks much is taken where it is `asked` for.
    pub(crate) fn reload(&mut self, asked: bool) -> Result<AgendaVersion, VersionError> {
        let no = |why: String| Err(VersionError { why, on_demand: false });
        let mut reading = (self.read)().map_err(|why| VersionError { why, on_demand: false })?;
        if !reading.named {
            // What it is called after may have gone; whether it is the same is seen from its
            // sessions.
            reading.agenda.id = self.event.clone();
        }
        if reading.agenda.id != self.event {
            return no(format!(
                "it is of another event now, {}: open it anew",
                reading.agenda.name
            ));
        }
        let worse = self
            .sessions
            .schedule_for(&reading.agenda)
            .find_regression(&reading.agenda, reading.errors > 0);
        let first_error =
            |reading: AgendaVersion| reading.first_error.unwrap_or_else(|| "it has errors".into());
        match worse {
            Some(Regression::Empty) if reading.first_error.is_none() => {
                return no(Regression::Empty.to_string());
            }
            Some(Regression::Empty) => return no(first_error(reading)),
            Some(why @ Regression::Broken { .. }) => {
                return no(format!("{}; {why}", first_error(reading)));
            }
            Some(why @ Regression::Shrunken { .. }) if !asked => {
                return Err(VersionError { why: why.to_string(), on_demand: true });
            }
            _ if reading.errors > self.errors => return no(first_error(reading)),
            _ => {}
        }
        self.errors = reading.errors;
        self.sessions = Plan::with_every_session(&reading.agenda);
        Ok(reading)
    }
}

/// Watches until what is returned is dropped; what is sent to it asks for a reading now, changed or
/// not. `number` tells the answers of one watch from those of the next.
pub(super) fn watch(mut watched: Watched, number: usize, events: Sender<Event>) -> Sender<()> {
    let (asker, asks) = channel();
    std::thread::spawn(move || {
        let mut before = watched.seen;
        loop {
            let asked = match asks.recv_timeout(LOOK) {
                Ok(()) => true,
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            // A key that is held down is one question.
            while asks.try_recv().is_ok() {}
            let now = read_fingerprint(&watched.path);
            let settled = now == before;
            before = now;
            if asked || (settled && now != watched.seen) {
                watched.seen = now;
                let version = watched.reload(asked).map(Box::new);
                if events.send(Event::Agenda { watch: number, asked, version }).is_err() {
                    break;
                }
            }
        }
    });
    asker
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<AgendaVersion, String> {
        let mut reading = crate::format::read(text.as_bytes()).map_err(|p| p.problem.message)?;
        reading.draft.file = Some("file".into());
        let named = reading.draft.event.name.is_some();
        let (agenda, problems) = reading.draft.check(None);
        let errors = problems.iter().filter(|p| p.severity == crate::agenda::Severity::Error);
        let first_error = errors.clone().next().map(|problem| problem.headline("f", text));
        Ok(AgendaVersion {
            agenda,
            named,
            problems: problems.len(),
            errors: errors.count(),
            first_error,
        })
    }

    fn sessions(names: &str) -> String {
        let session = |name| format!("[[session]]\ntitle='{name}'\nstart=2026-05-04T09:00:00\n");
        format!("[event]\nname='E'\n{}", names.chars().map(session).collect::<String>())
    }

    #[test]
    fn a_version_is_taken_unless_it_is_worse() {
        let broken = "minutes='x'\n";
        // The file before, the file now, and what is said of it where it is not asked for, and
        // where it is.
        for (before, now, expected, asked) in [
            (sessions("A"), sessions("A"), "ok", "ok"),
            (sessions("A"), sessions("A") + broken, "f:6:9: ", "f:6:9: "),
            (sessions("A") + broken, sessions("A") + broken, "ok", "ok"),
            (sessions("A"), sessions("A") + "[[session", "f:6:", "f:6:"),
            (
                sessions("A"),
                sessions("A").replace("'E'", "'F'"),
                "another event now, F",
                "another event now, F",
            ),
            (sessions("A"), String::new(), "", ""),
            (sessions("A") + broken, "[event]\nname='E'\n".into(), "no session", "no session"),
            // It had errors before, and lacks something now.
            (
                sessions("ABCDEF") + broken,
                sessions("ABCDE") + broken,
                "; it has errors, and 1 of 6",
                "1 of 6",
            ),
            (sessions("ABCDEF"), sessions("ABCD"), "ok", "ok"),
            (sessions("ABCDEF"), sessions("ABC"), "3 of 6 sessions are not in it", "ok"),
            // An event that is called after its file.
            (
                sessions("AB").replace("name='E'", ""),
                sessions("AB").replace("name='E'", "").replace("05-04", "06-04"),
                "ok",
                "ok",
            ),
        ] {
            let old = read(&before).unwrap();
            for (is_asked, expected) in [(false, expected), (true, asked)] {
                let now_read = now.clone();
                let mut watched = Watched {
                    path: PathBuf::new(),
                    seen: None,
                    event: old.agenda.id.clone(),
                    sessions: Plan::with_every_session(&old.agenda),
                    errors: old.errors,
                    read: Arc::new(move || read(&now_read)),
                };
                let told =
                    watched.reload(is_asked).map_or_else(|refusal| refusal.why, |_| "ok".into());
                assert!(
                    told.contains(expected) && (told == "ok") == (expected == "ok"),
                    "{now:?}: {told}"
                );
            }
        }
    }
}
