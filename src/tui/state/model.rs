//! All that the program knows while it runs. Changed by `update` alone; what can be derived is
//! derived by [`Model::refresh`].

use super::marks::{self, Saving};
use crate::agenda::Level;
use crate::agenda::{Agenda, Clean, Moment, SessionIx, Zone};
use crate::filter::{self, Filter};
use crate::plan::{Change, Plan, Schedule};
use crate::search::Index;
use crate::timetable::{Arrangement, Columns, Cursor, Scale, Timetable, layout_day};
use crate::tui::input::action::Command;
use crate::tui::input::keymap::{Context, Keymap};
use crate::tui::layout::detail;
use crate::tui::layout::help;
use crate::tui::layout::picker::Menu;
use crate::tui::layout::rows::Row;
use crate::tui::layout::screen::{self, Area, Panes};
use crate::tui::state::history::History;
use std::cell::OnceCell;
use std::collections::{BTreeMap, VecDeque};

#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) agenda: Agenda,
    /// Made when something is first searched for.
    pub(super) index: OnceCell<Index>,
    pub(crate) columns: Columns,
    pub(crate) slot: Option<Slot>,
    pub(crate) filter: Filter,
    pub(crate) arrangement: Arrangement,
    /// The arrangement that the columns are of.
    pub(super) arranged: Option<Arrangement>,
    /// By session: whether it is let pass by the filter, and by the filter and the hidden rooms.
    pub(super) passing: Vec<(bool, bool)>,
    pub(crate) keymap: Keymap,
    /// The plan as it is on disk, as far as is known.
    pub(crate) saved: Plan,
    /// Changes on their way there, in their order.
    pub(crate) saving: VecDeque<Saving>,
    /// The plan as it will be when they have arrived.
    pub(crate) plan: Plan,
    pub(crate) schedule: Schedule,
    /// Marked sessions that are not what they were when they were marked.
    pub(crate) changed: Vec<SessionIx>,
    /// What takes the last changes back, the latest last, by numbers that grow.
    pub(crate) undo: BTreeMap<usize, Vec<Change>>,
    /// `None` where the event's zone is unknown.
    pub(crate) now: Option<Moment>,
    /// The zone that times are shown in, if it is not the event's.
    pub(crate) local: Option<Zone>,
    pub(crate) shows_local: bool,
    /// How many problems the agenda's file has.
    pub(crate) problems: usize,
    /// The agendas that can be opened by name.
    pub(crate) agendas: Vec<String>,
    /// The mouse is ours, so that selecting text with it takes Shift.
    pub(crate) mouse: bool,
    /// Everything is in words, one line after the other.
    pub(crate) linear: bool,
    /// Our own signs are plain letters: the names of keys are words.
    pub(crate) ascii: bool,
    pub(crate) size: (u16, u16),
    pub(crate) screen: Screen,
    pub(crate) focus: Focus,
    /// First line shown of what has the focus, if it is details or help.
    pub(crate) scroll: usize,
    pub(crate) place: Place,
    /// List or timetable; `None`: what the size suggests.
    pub(crate) prefers_list: Option<bool>,
    pub(crate) zoom: i32,
    /// What the last search found, best first, and its words.
    pub(crate) hits: Vec<SessionIx>,
    pub(crate) history: History,
    pub(crate) query: String,
    /// How many sessions fit that search less well, and are not among the hits.
    pub(crate) less_likely: usize,
    /// How many sessions it found that the filter hides.
    pub(crate) hidden_hits: usize,
    /// No session fits all the words: the hits fit all but one.
    pub(crate) all_but_one: bool,
    /// What would help who typed it.
    pub(crate) hints: Vec<String>,
    pub(crate) message: Option<Message>,
    /// Why the agenda shown is older than its file.
    pub(crate) stale: Option<String>,
    /// What it means that the plan on disk cannot be read, as long as that is so.
    pub(crate) plan_broken: Option<String>,
    /// The day laid out for the size of the screen.
    pub(crate) table: Timetable,
    pub(super) laid: Option<Laid>,
    /// The lines of the list, if one is shown.
    pub(crate) rows: Vec<Row>,
}

/// Where one is in the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Place {
    pub(crate) day: usize,
    pub(crate) selected: Option<SessionIx>,
    pub(crate) cursor: Cursor,
    /// First row and column shown of the timetable.
    pub(crate) top: i32,
    pub(crate) first_column: usize,
    /// Selected and first shown line of a list.
    pub(crate) row: usize,
    pub(crate) first_row: usize,
}

/// The sessions at one time that are being stepped through: the one whose time it is, and where one
/// is now. Another selection ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) of: SessionIx,
    pub(crate) at: SessionIx,
}

/// What the main pane is about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Screen {
    Day,
    Mine {
        before: Place,
        /// Start of the gap whose proposals are listed.
        open: Option<Moment>,
        /// What was taken out here, and stays listed until the screen is left.
        kept: Vec<SessionIx>,
    },
    Search(Search),
    /// The agendas that can be opened.
    Agendas {
        before: Place,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Search {
    pub(crate) input: String,
    /// Where Esc goes back to.
    pub(crate) before: Box<(Screen, Place, Vec<SessionIx>, String)>,
}

/// What keys are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Focus {
    Main,
    Detail { full: bool },
    Menu(Menu),
    Help,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) text: String,
    pub(crate) alert: bool,
}

/// What the timetable was laid out for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Laid {
    pub(super) day: usize,
    pub(super) height: u16,
    pub(super) zoom: i32,
}

/// What the program starts with.
pub(crate) struct Start {
    pub(crate) agenda: Agenda,
    pub(crate) plan: Plan,
    pub(crate) keymap: Keymap,
    pub(crate) now: Option<Moment>,
    /// This machine's zone, or the one asked for, and whether times are shown in it.
    pub(crate) local: Option<Zone>,
    pub(crate) shows_local: bool,
    pub(crate) problems: usize,
    pub(crate) agendas: Vec<String>,
    pub(crate) arrangement: Arrangement,
    pub(crate) mouse: bool,
    pub(crate) linear: bool,
    pub(crate) ascii: bool,
    pub(crate) size: (u16, u16),
}

impl Model {
    /// Opens at now during the event, else on the first day.
    pub(crate) fn new(start: Start) -> Model {
        let Start { agenda, plan, keymap, now, local, shows_local, problems, agendas, .. } = start;
        let Start { arrangement, mouse, linear, ascii, size, .. } = start;
        let schedule = plan.schedule_for(&agenda);
        let mut model = Model {
            history: History::default(),
            index: OnceCell::new(),
            changed: marks::changed(&schedule, &agenda),
            schedule,
            table: layout_day(&[], 1, Scale::COMPACT),
            columns: Columns::default(),
            slot: None,
            filter: Filter::default(),
            arrangement,
            arranged: None,
            passing: Vec::new(),
            agenda,
            keymap,
            saved: plan.clone(),
            saving: VecDeque::new(),
            plan,
            undo: BTreeMap::new(),
            now,
            local,
            shows_local,
            problems,
            agendas,
            mouse,
            linear,
            ascii,
            size,
            screen: Screen::Day,
            focus: Focus::Main,
            scroll: 0,
            place: Place::default(),
            prefers_list: None,
            zoom: 0,
            hits: Vec::new(),
            query: String::new(),
            less_likely: 0,
            hidden_hits: 0,
            all_but_one: false,
            hints: Vec::new(),
            message: None,
            stale: None,
            plan_broken: None,
            laid: None,
            rows: Vec::new(),
        };
        model.settle_passing();
        if !model.go_to_now() {
            model.go_to_day(0);
        }
        model.refresh();
        model
    }

    // ── what is shown ──

    /// How the screen is divided now.
    pub(crate) fn panes(&self) -> Panes {
        // My schedule is mine, whatever the filter.
        let filtered =
            !self.filter.is_empty() && matches!(self.screen, Screen::Day | Screen::Search(_));
        let panes = screen::divide(self.size.0, self.size.1, filtered);
        if self.linear { panes.joined() } else { panes }
    }

    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.agenda))
    }

    /// Whether there is something to be drawn as a timetable.
    pub(crate) fn has_timetable(&self) -> bool {
        !self.linear && !self.columns.is_empty() && !self.agenda.days.is_empty()
    }

    /// Whether the main pane is a list.
    pub(crate) fn is_list(&self) -> bool {
        !self.has_timetable()
            || self.screen != Screen::Day
            || self.prefers_list.unwrap_or_else(|| screen::wants_list(self.panes().main))
    }

    /// The lines of the main pane that a list has.
    pub(crate) fn list_area(&self) -> Area {
        let main = self.panes().main;
        let top = u16::from(matches!(self.screen, Screen::Search(_)));
        main.inner(0, top, 0, 0)
    }

    /// Whether what has the eye goes on above and below what is shown of it.
    pub(crate) fn goes_on(&self) -> (bool, bool) {
        let (first, shown, all) = match self.focus {
            Focus::Main if self.is_list() => {
                (self.place.first_row, usize::from(self.list_area().height), self.rows.len())
            }
            Focus::Main => {
                let rows = |rows: i32| usize::try_from(rows).unwrap_or(0);
                let height = usize::from(screen::grid(self.panes().main).height);
                (rows(self.place.top), height, rows(self.table.axis.height()))
            }
            Focus::Detail { .. } => {
                let area = detail::area(self);
                (self.scroll, usize::from(area.height), detail::lines(self, area.width).len())
            }
            Focus::Help => {
                let area = help::area(self);
                (self.scroll, usize::from(area.height), help::lines(self, area.width).len())
            }
            Focus::Menu(_) => (0, 0, 0),
        };
        (first > 0 && shown > 0, shown > 0 && first + shown < all)
    }

    /// The part of the columns that is shown.
    pub(crate) fn columns_shown(&self) -> std::ops::Range<usize> {
        let shown = screen::columns_shown(screen::grid(self.panes().main), self.columns.len());
        let first = self.place.first_column.min(self.columns.len().saturating_sub(shown));
        first..(first + shown).min(self.columns.len())
    }

    /// Where keys are pressed.
    pub(crate) fn context(&self) -> Context {
        match (&self.screen, self.focus) {
            (Screen::Search(_), Focus::Main) => Context::Search,
            _ => Context::Browse,
        }
    }

    /// The key to tell a person for a command.
    pub(crate) fn key_of(&self, command: Command) -> String {
        self.keymap
            .keys(self.context(), command)
            .first()
            .map_or_else(String::new, |key| key.name(self.ascii))
    }

    /// An instant as it is to be shown: on the event's clocks, or on those of this machine.
    pub(crate) fn shown(&self, at: Moment) -> Moment {
        match &self.local {
            Some(zone) if self.shows_local && self.agenda.zone.is_some() => zone.local_time(at),
            _ => self.agenda.local_time(at),
        }
    }

    /// The words whose matches are highlighted.
    pub(crate) fn highlighted(&self) -> Option<&str> {
        let words = match &self.screen {
            Screen::Search(search) => &search.input,
            _ => &self.query,
        };
        (!words.trim().is_empty()).then_some(words.as_str())
    }

    /// The level of a session.
    pub(crate) fn level(&self, session: SessionIx) -> Option<Level> {
        self.schedule.level_of(session)
    }

    /// Whether the filter lets a session pass.
    pub(crate) fn passes(&self, session: SessionIx) -> bool {
        self.passing.get(session).is_some_and(|passing| passing.0)
    }

    /// Whether a session is listed and drawn: the filter lets it pass, and its rooms are not
    /// hidden.
    pub(crate) fn is_shown(&self, session: SessionIx) -> bool {
        self.passing.get(session).is_some_and(|passing| passing.1)
    }

    /// How many sessions the filter hides.
    pub(crate) fn hidden_by_filter(&self) -> usize {
        self.passing.iter().filter(|passing| !passing.0).count()
    }

    /// What can be filtered by.
    pub(crate) fn offers(&self) -> Vec<filter::ListedChoice> {
        let mine = |ix| self.level(ix).is_some();
        self.filter.list_choices(&self.agenda, filter::Facts { mine: &mine, now: self.now })
    }

    /// The web page of the selected session, else the event's.
    pub(crate) fn address(&self) -> Option<&Clean> {
        let session = self.agenda.sessions.get(self.place.selected?)?;
        let url = session.url.as_ref().or_else(|| session.links.first().map(|link| &link.url));
        url.or(self.agenda.url.as_ref())
    }
}
