//! The position of a person in the agenda: screen, focus, cursor, scroll.

use super::Picker;
use crate::agenda::{Moment, SessionIx};
use crate::timetable::Cursor;

/// The day, the selection and the scroll offsets.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
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
    /// The walk through concurrent sessions, if one is under way.
    pub(crate) concurrent: Option<Concurrent>,
}

/// A walk through the sessions that run at the same time. Another selection ends the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Concurrent {
    /// The session from which the walk began. The time of this session counts.
    pub(crate) origin: SessionIx,
    /// The session that the last step selected.
    pub(crate) current: SessionIx,
}

/// The contents of the main pane.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Screen {
    Day,
    /// My schedule.
    Mine {
        /// The place to which Esc leads back.
        before: Place,
        /// The start of the gap whose proposals are listed.
        open: Option<Moment>,
        /// Sessions that lost their mark on this screen. They stay listed until the screen closes.
        kept: Vec<SessionIx>,
    },
    Search(Search),
    /// The agendas that can be opened.
    Agendas {
        /// The place to which Esc leads back.
        before: Place,
    },
}

/// A search that is being typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Search {
    pub(crate) input: String,
    pub(crate) before: Box<BeforeSearch>,
}

/// The state to which Esc leads back from a search.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BeforeSearch {
    pub(crate) screen: Screen,
    pub(crate) place: Place,
    pub(crate) hits: Vec<SessionIx>,
    pub(crate) query: String,
}

/// The part of the screen that receives the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Focus {
    Main,
    /// The details: beside the main pane, or, if `full`, over the whole screen.
    Detail {
        full: bool,
    },
    Picker(Picker),
    Help,
}
