//! `check`: every problem of a file. The reports are the data of this command, and so go to
//! standard output.

use super::Stop;
use super::look::counted;
use super::source::Loaded;
use std::io::Write;

pub(crate) fn run(loaded: &Loaded, out: &mut impl Write) -> Result<(), Stop> {
    let agenda = &loaded.agenda;
    write!(out, "{}", loaded.reports())?;
    let sessions = counted(agenda.sessions.len(), "session", "sessions");
    let days = counted(agenda.days.len(), "day", "days");
    let problems = loaded.count().unwrap_or_else(|| "no problems".to_owned());
    writeln!(out, "{}: {sessions} on {days}, {problems}", loaded.source.name())?;
    if loaded.has_errors() { Err(Stop::Quiet(65)) } else { Ok(()) }
}
