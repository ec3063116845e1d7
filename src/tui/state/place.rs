//! The position of a person in the agenda: screen, focus, cursor, scroll.

use super::{Hits, Picker, QueryLine};
use crate::agenda::SessionIx;
use crate::timetable::Cursor;

/// The day, the selection and the scroll offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    /// The position of the day in `Agenda::days`.
    pub(crate) day: usize,
    pub(crate) selected: Option<SessionIx>,
    pub(crate) cursor: Cursor,
    /// The first visible row of the timetable.
    pub(crate) top: i32,
    /// The first visible column of the timetable.
    pub(crate) first_column: usize,
    /// The selected row of a list.
    pub(crate) row: usize,
    /// The first visible row of a list.
    pub(crate) first_row: usize,
    /// The current walk through concurrent sessions.
    pub(crate) concurrent: Option<Concurrent>,
    /// The current walk through the days.
    pub(crate) walk: Option<DayWalk>,
}

/// A walk through the days, in one column and at one time of day. Another selection ends the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DayWalk {
    /// The day and the session with which the walk began.
    pub(crate) origin: (usize, SessionIx),
    /// The time of the first session, in minutes after midnight.
    pub(crate) minute: i32,
    /// The column of the first session.
    pub(crate) column: usize,
    /// The session selected by the last step.
    pub(crate) current: SessionIx,
}

/// A walk through concurrent sessions. Another selection ends the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Concurrent {
    /// The first session of the walk. The walk visits the sessions that overlap this session.
    pub(crate) origin: SessionIx,
    /// The session selected by the last step.
    pub(crate) current: SessionIx,
}

/// The contents of the main pane.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Screen {
    Day,
    /// My schedule.
    Mine {
        /// The place after Esc.
        before: Place,
        /// Sessions unmarked on this screen. The sessions stay listed until the screen closes.
        kept: Vec<SessionIx>,
    },
    Search(Search),
    /// The list of changes since the program was opened.
    Changes(Box<BeforeChanges>),
}

/// The state before the list of changes. Esc restores the state.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BeforeChanges {
    pub(crate) screen: Screen,
    pub(crate) place: Place,
    pub(crate) focus: Focus,
    pub(crate) scroll: usize,
}

/// A search in progress.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Search {
    /// The typed query.
    pub(crate) input: QueryLine,
    pub(crate) before: Box<BeforeSearch>,
}

/// The state before a search. Esc restores the state.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BeforeSearch {
    pub(crate) screen: Screen,
    pub(crate) place: Place,
    pub(crate) hits: Hits,
    pub(crate) query: String,
}

/// The part of the screen with the focus of the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Focus {
    Main,
    /// The details: beside the main pane, or, if `full`, over the whole screen.
    Detail {
        full: bool,
    },
    Picker(Picker),
    Help,
    /// The map of the day, over the whole screen.
    Map {
        /// The place after Esc.
        before: Place,
    },
}

/// A part of the screen below the part with the focus. Closing the upper part shows it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Covered {
    pub(crate) focus: Focus,
    pub(crate) scroll: usize,
}
