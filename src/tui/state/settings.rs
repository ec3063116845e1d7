//! The settings of a person for the agenda on the screen.

use crate::agenda::{Clean, WalkTimes, Zone};
use crate::filter::Filter;
use crate::timetable::Arrangement;
use crate::tui::input::keymap::Keymap;
use chrono::TimeDelta;
use std::sync::Arc;

/// The settings of the screen: keys, filter, rooms, zone and layout.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) keymap: Keymap,
    /// The filter of sessions; an empty filter lets every session pass.
    pub(crate) filter: Filter,
    /// The order of the rooms and the hidden rooms.
    pub(crate) arrangement: Arc<Arrangement>,
    /// The zone of `--tz`, else the zone of this machine. `None`: the zone is not known.
    pub(crate) local: Option<Zone>,
    /// `true`: times are shown in `local`; `false`: in the event's zone.
    pub(crate) shows_local: bool,
    /// The names on the list of agendas.
    pub(crate) agendas: Vec<String>,
    /// The folder in which the program was started: files that a person asks for go there.
    pub(crate) folder: Clean,
    /// The program receives the events of the mouse. Selecting text with the mouse takes Shift
    /// then.
    pub(crate) mouse: bool,
    /// The linear layout: one line after the other, all in words.
    pub(crate) linear: bool,
    /// Signs are plain letters, and keys have names in words.
    pub(crate) ascii: bool,
    /// Columns and rows of the screen, in cells.
    pub(crate) size: (u16, u16),
    /// `true`: a list; `false`: a timetable; `None`: the size of the screen decides.
    pub(crate) prefers_list: Option<bool>,
    /// The minutes between rooms, of the configuration.
    pub(crate) walk: WalkTimes,
    /// The time before a session at which its reminder comes.
    pub(crate) remind_before: TimeDelta,
    /// Reminders ring the bell.
    pub(crate) bell: bool,
    pub(crate) detail_pane: DetailPane,
    /// Zoom steps: 0 fits the whole day, positive numbers give a minute more rows.
    pub(crate) zoom: i32,
}

impl Settings {
    /// Returns true if keys have names in words: `Up` instead of an arrow.
    pub(crate) fn names_keys(&self) -> bool {
        self.ascii || self.linear
    }
}

/// The wishes for the pane of the details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct DetailPane {
    /// `None`: the size of the screen decides.
    pub(crate) is_shown: Option<bool>,
    /// `None`: the size of the screen decides.
    pub(crate) place: Option<DetailPlace>,
    /// Steps wider than usual, or narrower for negative numbers. Details below are higher.
    pub(crate) wider: i16,
}

/// The place of the details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DetailPlace {
    /// To the right of the main pane.
    Beside,
    Below,
}
