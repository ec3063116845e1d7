//! The events that the loop waits for: input, signals, answers of the disk.

use super::input::keymap::Key;
use crate::agenda::Agenda;
use crate::plan::Plan;

/// An event of the loop.
#[derive(Debug)]
pub(crate) enum Event {
    Input(Input),
    Signal(i32),
    /// The terminal is gone.
    Hangup,
    /// The oldest changes that were sent are on disk. The disk has this plan now.
    Saved(Plan),
    /// The changes that were sent after `after` unsaved others could not be saved.
    NotSaved {
        after: usize,
        why: String,
    },
    /// The changes are written and may be lost if the power fails. The program syncs them again.
    Unsure(String),
    /// The arrangement of the rooms is on disk, or the reason why it is not.
    Arranged(Result<(), String>),
    Told(String),
    Failed(String),
    /// The file of the agenda was read again, by the watch of this number. `asked`: a key asked
    /// for it, so that an unchanged file is reported too.
    Agenda {
        watch: usize,
        asked: bool,
        version: Result<Box<AgendaVersion>, VersionError>,
    },
}

/// An input of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    Key(Key),
    Paste(String),
    /// Columns and rows, in cells.
    Resize(u16, u16),
    /// The left button of the mouse, at a column and a row.
    Click(u16, u16),
    /// The wheel of the mouse, in notches; positive numbers scroll down.
    Wheel {
        x: u16,
        y: u16,
        rows: i32,
    },
}

/// A version of the agenda's file.
#[derive(Debug)]
pub(crate) struct AgendaVersion {
    pub(crate) agenda: Agenda,
    /// `true`: the file names its event; `false`: the event is named after the file.
    pub(crate) named: bool,
    /// The number of problems, errors included.
    pub(crate) problems: usize,
    pub(crate) errors: usize,
    /// The first error, in one line, with its place.
    pub(crate) first_error: Option<String>,
}

/// The reason why a version is not shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct VersionError {
    pub(crate) why: String,
    /// The version has no errors: a key takes the version.
    pub(crate) on_demand: bool,
}
