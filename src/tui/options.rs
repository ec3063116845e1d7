//! The start of the program: [`Options`] become a [`Model`].

use super::clipboard::Clipboard;
use super::input::keymap::Keymap;
use super::refresher::Refresher;
use super::state::{DetailPane, Model, Settings};
use super::terminal::{FrameForm, hears_answers};
use super::theme::{ColorDepth, Look};
use super::update::open_model;
use super::watcher::Watched;
use crate::agenda::{Agenda, Clean, Moment, ProblemSummary, WalkTimes, Zone};
use crate::filter::Filter;
use crate::plan::Plan;
use crate::store::Folders;
use crate::timetable::Arrangement;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;
use std::time::Duration;

/// The options that the program starts with.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) agenda: Arc<Agenda>,
    /// The problems of the agenda's file.
    pub(crate) problems: ProblemSummary,
    /// The agenda's file. `None`: the agenda did not come from a file.
    pub(crate) watched: Option<Watched>,
    /// The refresh from the agenda's address. `None`: the agenda has no address to ask.
    pub(crate) refresh: Option<Refresher>,
    pub(crate) plan: Plan,
    /// A sentence about a plan that cannot be read, and so cannot be changed.
    pub(crate) plan_trouble: Option<String>,
    /// The command `hallway mark` with this agenda. `None`: the agenda came from standard input,
    /// and no command can read the agenda again.
    pub(crate) mark_command: Option<String>,
    pub(crate) clipboard: Clipboard,
    /// The folders of the plan. `None`: there is no home directory.
    pub(crate) folders: Option<Folders>,
    /// The folder in which the program was started, as text.
    pub(crate) start_folder: Clean,
    /// The time of `--at`.
    pub(crate) at: Option<Moment>,
    /// The zone of `--tz`, else the zone of this machine.
    pub(crate) local: Option<Zone>,
    /// The screen shows times in `local` at the start.
    pub(crate) shows_local: bool,
    pub(crate) arrangement: Arrangement,
    pub(crate) keymap: Keymap,
    /// The names of the agendas on the list of agendas.
    pub(crate) agendas: Vec<String>,
    pub(crate) look: Look,
    /// The colours that the terminal shows.
    pub(crate) depth: ColorDepth,
    /// Signs and names of keys are ASCII.
    pub(crate) ascii: bool,
    /// The program receives the events of the mouse.
    pub(crate) mouse: bool,
    /// The time after which the byte ESC alone is the key Esc.
    pub(crate) escape_timeout: Duration,
    /// The minutes between rooms, of the configuration.
    pub(crate) walk: WalkTimes,
    /// The time before a session at which the bell rings.
    pub(crate) remind_before: Duration,
    /// Reminders ring the bell.
    pub(crate) bell: bool,
    /// The linear layout: one line after the other, for screen readers.
    pub(crate) linear: bool,
    /// The terminal understands no sequences: changed lines are printed one below the other.
    pub(crate) dumb: bool,
}

/// Returns `time` on the event's clock, or `None` if the agenda has wall clocks alone.
pub(super) fn time_in(agenda: &Agenda, time: DateTime<Utc>) -> Option<Moment> {
    agenda.clock.has_instants().then(|| agenda.local_time(time.fixed_offset()))
}

impl Options {
    /// Returns true if the colours depend on the background of the terminal.
    pub(super) fn asks_background(&self) -> bool {
        !self.dumb
            && self.look == Look::Auto
            && self.depth != ColorDepth::Sixteen
            && hears_answers()
    }

    /// Returns the form in which frames are sent to the terminal.
    pub(super) fn frame_form(&self) -> FrameForm {
        match (self.dumb, self.linear) {
            (true, _) => FrameForm::Lines,
            (false, true) => FrameForm::Rows,
            (false, false) => FrameForm::Cells,
        }
    }

    /// Returns the [`Model`] for a screen of `size` columns and rows at the time `now`.
    pub(super) fn into_model(self, size: (u16, u16), now: DateTime<Utc>) -> Model {
        let settings = Settings {
            keymap: self.keymap,
            filter: Filter::default(),
            arrangement: Arc::new(self.arrangement),
            local: self.local,
            shows_local: self.shows_local,
            agendas: self.agendas,
            folder: self.start_folder,
            mouse: self.mouse,
            linear: self.linear,
            ascii: self.ascii,
            size,
            prefers_list: None,
            walk: self.walk,
            remind_before: TimeDelta::from_std(self.remind_before).unwrap_or_default(),
            bell: self.bell,
            detail_pane: DetailPane::default(),
            zoom: 0,
        };
        let wall_clock = now;
        let now = time_in(&self.agenda, now);
        let mut model = Model::new(self.agenda, self.problems, self.plan, settings, now);
        model.plan.unreadable = self.plan_trouble;
        model.refresh.checked = self.refresh.and_then(|refresher| refresher.checked);
        model.wall_clock = wall_clock;
        open_model(model)
    }
}
