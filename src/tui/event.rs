//! The events of the loop: input, signals, and answers from the disk.

use super::input::keymap::Key;
use super::refresh_answer::{RefreshError, RefreshOutcome};
use crate::agenda::{Agenda, Clean, ProblemSummary};
use crate::plan::Plan;
use std::fmt;
use std::sync::mpsc::Sender;

/// An event of the loop.
#[derive(Debug)]
pub(crate) enum Event {
    /// The inputs of one read. The thread that reads the keys waits until `done` is dropped.
    Inputs { inputs: Vec<Input>, done: Sender<()> },
    /// The new size of the part of the terminal that is drawn, in cells.
    Resized { width: u16, height: u16 },
    /// The terminal has taken all frames so far. The loop has found it busy before.
    Written,
    /// The terminal has told its background, or that it has no answer to earlier questions.
    Terminal(TerminalAnswer),
    /// The index of the agenda is built.
    Indexed,
    /// A signal, by its number.
    Signal(i32),
    /// The terminal is gone.
    Hangup,
    /// The oldest unsaved changes are on disk. The disk has this [`Plan`] now.
    Saved(Plan),
    /// The changes after the first `after` unsaved ones could not be saved.
    NotSaved { after: usize, why: LineError },
    /// The changes are written, and a power failure may lose the changes. The writer syncs again.
    Unsure(LineError),
    /// The arrangement of the rooms is on disk, or the error that kept it from the disk.
    Arranged(Result<(), LineError>),
    /// A program has the text for the clipboard, or none has.
    Copied { text: String, by_program: bool },
    /// A sentence about a success.
    Notice(String),
    /// A sentence about a failure.
    Failure(String),
    /// The agenda has no marks, and another plan is of the same sessions.
    OtherPlan {
        /// The number of the watch of the agenda.
        watch: usize,
        /// A sentence with the command that copies the marks.
        offer: String,
    },
    /// The agenda's file was read again.
    Agenda {
        /// The number of the watch that read the file.
        watch: usize,
        /// A key asked for the file. An unchanged file is reported then, too.
        asked: bool,
        version: Result<Box<AgendaVersion>, VersionError>,
    },
    /// The agenda was refreshed from its address, or could not be refreshed.
    Refreshed {
        /// The number of the watch of the agenda.
        watch: usize,
        answer: Result<RefreshOutcome, RefreshError>,
    },
}

impl Event {
    /// Returns true for an event that may change the screen.
    pub(crate) fn is_visible(&self) -> bool {
        !matches!(self, Event::Written | Event::Terminal(TerminalAnswer::Done))
    }
}

/// An answer of the terminal to a question of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TerminalAnswer {
    /// The background: red, green, blue.
    Background([u8; 3]),
    /// The answer to the question that every terminal answers, asked after the others.
    Done,
}

/// An input of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    Key(Key),
    Paste(String),
    /// The left button of the mouse, at a cell of the screen.
    Click {
        x: u16,
        y: u16,
    },
    /// The wheel of the mouse, in notches. Positive numbers scroll down.
    Wheel {
        x: u16,
        y: u16,
        notches: i32,
    },
}

/// A version of the agenda's file.
#[derive(Debug)]
pub(crate) struct AgendaVersion {
    pub(crate) agenda: Agenda,
    /// `true`: the file names its event. `false`: the event is named after the file.
    pub(crate) named: bool,
    pub(crate) problems: ProblemSummary,
    /// The first error in one line, with its position in the file.
    pub(crate) first_error: Option<String>,
}

/// The reason why a version is not shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct VersionError {
    pub(crate) why: String,
    /// The version has no errors. A key takes the version.
    pub(crate) on_demand: bool,
}

/// An error in one line, for the last row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineError(Clean);

impl LineError {
    /// Returns `error` in one line, without control characters.
    pub(crate) fn new(error: impl fmt::Display) -> LineError {
        LineError(Clean::line(error.to_string()))
    }
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LineError {}
