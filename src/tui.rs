//! The screen.

use crate::agenda::{Agenda, Moment, Zone};
use crate::cli::{Screenshot, Stop};
use std::path::PathBuf;

/// What the screen is opened with.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) agenda: Agenda,
    /// The file that it was read from, to be read again; `None` for the built-in agenda and standard input.
    pub(crate) file: Option<PathBuf>,
    /// How many problems the file has.
    pub(crate) problems: usize,
    /// The event's zone where the file names none.
    pub(crate) zone: Option<Zone>,
    /// The zone on whose clocks times are shown; `None`: the event's.
    pub(crate) shown: Option<Zone>,
    /// What time it is pretended to be.
    pub(crate) at: Option<Moment>,
    pub(crate) color: bool,
    /// The config file, where it is not the usual one.
    pub(crate) config: Option<PathBuf>,
}

pub(crate) fn run(_options: Options) -> Result<(), Stop> {
    Ok(())
}

pub(crate) fn screenshot(_options: Options, _shot: &Screenshot) -> Result<String, Stop> {
    Ok(String::new())
}
