//! Watching the file of the agenda, and reading it, off the drawing thread. A version that is worse than the one on the
//! screen is told and not taken.

use super::Event;
use crate::agenda::Agenda;
use crate::store::{Fingerprint, fingerprint};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How often the file is looked at. A version is read when it was the same twice: an editor may still be writing.
const LOOK: Duration = Duration::from_millis(500);

/// A file that the agenda on the screen was read from.
#[derive(Clone)]
pub(crate) struct Watched {
    pub(crate) path: PathBuf,
    /// What it was before it was read.
    pub(crate) seen: Option<Fingerprint>,
    /// The version on the screen, as far as later ones are compared with it.
    pub(crate) event: String,
    pub(crate) errors: usize,
    /// Reads it again, or says in one line, with the place, why it cannot be read.
    pub(crate) read: Arc<dyn Fn() -> Result<Reading, String> + Send + Sync>,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A version of the agenda.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) agenda: Agenda,
    pub(crate) problems: usize,
    pub(crate) errors: usize,
    /// The first error, in one line, with its place.
    pub(crate) first_error: Option<String>,
}

impl Watched {
    /// Reads the file again: a version to go on with, or why it is better not to.
    pub(crate) fn reload(&mut self) -> Result<Reading, String> {
        let reading = (self.read)()?;
        if reading.agenda.sessions.is_empty() {
            return Err(reading.first_error.unwrap_or_else(|| "there is no session in it".into()));
        }
        if *reading.agenda.id != *self.event {
            return Err(format!("it is of another event now, {}: open it anew", reading.agenda.name));
        }
        if reading.errors > self.errors {
            return Err(reading.first_error.unwrap_or_else(|| "it has more errors than before".into()));
        }
        self.errors = reading.errors;
        Ok(reading)
    }
}

/// Watches until what is returned is dropped; what is sent to it asks for a reading now, changed or not. `number` tells the
/// answers of one watch from those of the next.
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
            let now = fingerprint(&watched.path);
            let settled = now == before;
            before = now;
            if asked || (settled && now != watched.seen) {
                watched.seen = now;
                let reading = watched.reload().map(Box::new);
                if events.send(Event::Agenda { watch: number, asked, reading }).is_err() {
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

    #[test]
    fn a_version_is_taken_unless_it_is_worse() {
        let read = |text: &str| {
            let text = text.to_owned();
            Arc::new(move || {
                let (agenda, problems) =
                    crate::format::read(text.as_bytes()).map_err(|p| p.problem.message)?.draft.check(None);
                let error = problems.iter().find(|p| p.severity == crate::agenda::Severity::Error);
                let first_error = error.map(|problem| problem.headline("f", &text));
                let errors = usize::from(first_error.is_some());
                Ok(Reading { agenda, problems: problems.len(), errors, first_error })
            })
        };
        let session = "[event]\nname='E'\n[[session]]\ntitle='A'\nstart=2026-05-04T09:00:00\n";
        // Errors before, the file now, and what is said of it.
        for (errors, text, expected) in [
            (0, session.to_owned(), "ok"),
            (0, format!("{session}minutes='x'\n"), "f:6:9: "),
            (1, format!("{session}minutes='x'\n"), "ok"),
            (0, format!("{session}[[session"), "f:6:"),
            (0, session.replace("'E'", "'F'"), "another event now, F"),
            (9, String::new(), ""),
            (9, "[event]\nname='E'\n".into(), "no session"),
        ] {
            let mut watched =
                Watched { path: PathBuf::new(), seen: None, event: "e".into(), errors, read: read(&text) };
            let told = watched.reload().map_or_else(|why| why, |_| "ok".into());
            assert!(told.contains(expected) && (told == "ok") == (expected == "ok"), "{text:?}: {told}");
        }
    }
}
