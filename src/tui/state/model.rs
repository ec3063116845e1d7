//! The model: the whole state of the running program.

use super::{
    Covered, Derived, Focus, NewsLog, PersonSessions, Place, PlanState, QueryLine, RefreshState,
    RefusedVersion, Screen, SearchState, Settings, SharedIndexes, Visibility,
};
use crate::agenda::{Agenda, Clean, Level, Moment, ProblemSummary, RoomIx, SessionIx, WalkTimes};
use crate::filter::{Facts, ListedChoice, SessionChoices};
use crate::plan::{Announcements, DayFrame, Plan};
use crate::search::Index;
use crate::tui::input::action::{Action, Command};
use crate::tui::input::keymap::{Context, Key};
use chrono::{DateTime, Timelike, Utc};
use std::sync::Arc;

/// The whole state of the running program. `update` alone changes a [`Model`].
#[derive(Debug)]
pub(crate) struct Model {
    /// The thread that makes the indexes of the agenda reads it, too.
    pub(crate) agenda: Arc<Agenda>,
    pub(crate) file: AgendaFile,
    pub(crate) refresh: RefreshState,
    pub(crate) news: NewsLog,
    /// The time now. `None`: the event's zone is unknown.
    pub(crate) now: Option<Moment>,
    /// The wall clock's time at the last action, even if [`Model::now`] pretends another time.
    pub(crate) wall_clock: DateTime<Utc>,
    pub(crate) settings: Settings,
    pub(crate) screen: Screen,
    pub(crate) focus: Focus,
    /// The parts below [`Model::focus`], the uppermost last.
    pub(crate) covered: Vec<Covered>,
    /// The text typed into the open picker.
    pub(crate) list_input: QueryLine,
    /// A command that the palette has chosen, until the command runs.
    pub(crate) chosen_command: Option<Command>,
    /// The first visible line of the help if the help has the focus, else of the details.
    pub(crate) scroll: usize,
    pub(crate) place: Place,
    pub(crate) search: SearchState,
    pub(crate) plan: PlanState,
    /// The attended sessions whose reminders have come.
    pub(crate) announced: Announcements,
    pub(crate) derived: Derived,
    pub(crate) message: Option<Message>,
    /// The number of changes, without those of nothing but the selection, the scroll, the marks,
    /// the hits, and the parts over the screen.
    pub(crate) revision: u64,
}

/// The state of the agenda's file.
#[derive(Debug, Default)]
pub(crate) struct AgendaFile {
    /// The problems of the version on the screen.
    pub(crate) problems: ProblemSummary,
    /// The reason why a newer version is not shown.
    pub(crate) stale: Option<RefusedVersion>,
}

/// A sentence in the last line of the screen. The next command removes the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) text: String,
    /// The sentence is about a failure.
    pub(crate) alert: bool,
    /// The time when the sentence about a new version appeared. The key that opens the selection
    /// lists the changes instead. `None`: another sentence, or the mouse was used since.
    pub(crate) news_since: Option<DateTime<Utc>>,
}

impl Model {
    /// Returns a model at the first day, before anything is derived.
    pub(crate) fn new(
        agenda: impl Into<Arc<Agenda>>,
        problems: ProblemSummary,
        plan: Plan,
        settings: Settings,
        now: Option<Moment>,
    ) -> Model {
        let mut agenda = agenda.into();
        // A copy of the agenda costs time and memory: the file's version is shared without one.
        let has_entries = !plan.entries().is_empty() || agenda.has_own_sessions();
        if has_entries {
            plan.put_entries_into(Arc::make_mut(&mut agenda));
        }
        let mut plan = PlanState::new(plan, &agenda);
        if has_entries {
            plan.put_entries_into(Arc::make_mut(&mut agenda));
        }
        plan.shows_notes = plan.schedule.has_notes();
        if plan.shows_notes {
            plan.schedule.put_notes_into(Arc::make_mut(&mut agenda));
        }
        Model {
            plan,
            agenda,
            file: AgendaFile { problems, stale: None },
            refresh: RefreshState::default(),
            news: NewsLog::default(),
            now,
            wall_clock: DateTime::default(),
            settings,
            screen: Screen::Day,
            focus: Focus::Main,
            covered: Vec::new(),
            list_input: QueryLine::default(),
            chosen_command: None,
            scroll: 0,
            place: Place::default(),
            search: SearchState::default(),
            announced: Announcements::default(),
            derived: Derived::default(),
            message: None,
            revision: 0,
        }
    }

    /// Shows a message.
    pub(crate) fn show_message(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), alert: false, news_since: None });
    }

    /// Shows a message about a failure.
    pub(crate) fn show_alert(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), alert: true, news_since: None });
    }

    /// Closes every part over the screen, and gives the keys to a part of the screen, scrolled to
    /// the top.
    pub(crate) fn set_focus(&mut self, focus: Focus) {
        self.covered.clear();
        self.focus = focus;
        self.scroll = 0;
    }

    /// Gives the keys to a part over the part that has the keys now.
    pub(crate) fn open_layer(&mut self, focus: Focus) {
        self.covered.push(Covered { focus: self.focus, scroll: self.scroll });
        self.focus = focus;
        self.scroll = 0;
    }

    /// Closes the part that has the keys. The part below has the keys again, as it was left.
    pub(crate) fn close_layer(&mut self) {
        let below = self.covered.pop().unwrap_or(Covered { focus: Focus::Main, scroll: 0 });
        (self.focus, self.scroll) = (below.focus, below.scroll);
    }

    /// Returns the first visible line of the details, also below other parts.
    pub(crate) fn detail_scroll(&self) -> usize {
        let is_text = |focus: Focus| matches!(focus, Focus::Main | Focus::Detail { .. });
        let below = self.covered.iter().rfind(|covered| is_text(covered.focus));
        match is_text(self.focus) {
            true => self.scroll,
            false => below.map_or(0, |covered| covered.scroll),
        }
    }

    /// Returns the selected session of the open list, or `None` without one.
    pub(crate) fn session_in_list(&self) -> Option<SessionIx> {
        match self.focus {
            Focus::Picker(picker) => self.derived.list.entries.get(picker.row)?.session(),
            _ => None,
        }
    }

    /// Returns the minutes between rooms: of the configuration, then of the agenda.
    pub(crate) fn walk_times(&self) -> WalkTimes {
        self.settings.walk.or(&self.agenda.walk)
    }

    /// Returns the name of a room.
    pub(crate) fn room_name(&self, room: RoomIx) -> Option<Clean> {
        Some(self.agenda.rooms.get(room)?.name.clone())
    }

    /// Returns the search index of the agenda. The first call builds the index.
    pub(crate) fn search_index(&self) -> &Index {
        self.search.index_of(&self.agenda)
    }

    /// Returns the indexes of the agenda, built or not.
    pub(crate) fn indexes(&self) -> SharedIndexes {
        SharedIndexes {
            search: Arc::clone(&self.search.index),
            marks: Arc::clone(&self.plan.index),
        }
    }

    /// Returns true if there is a column and a day to draw as a timetable.
    pub(crate) fn has_timetable(&self) -> bool {
        !self.settings.linear && !self.derived.columns.is_empty() && !self.agenda.days.is_empty()
    }

    /// Returns the action of a key on this screen.
    pub(crate) fn action_of_key(&self, key: Key) -> Option<Action> {
        self.settings.keymap.action_of_key(self.key_context(), key)
    }

    /// Returns the [`Context`] of a key press.
    pub(crate) fn key_context(&self) -> Context {
        match (&self.screen, self.focus) {
            (_, Focus::Picker(picker)) if picker.kind.has_text_line() => Context::Search,
            (_, Focus::Picker(_)) => Context::List,
            (Screen::Search(_), Focus::Main) => Context::Search,
            _ => Context::Browse,
        }
    }

    /// Returns the name of the first key of a command, or an empty name if no key is bound.
    pub(crate) fn key_of(&self, command: Command) -> String {
        let keys = self.settings.keymap.keys_of_command(self.key_context(), command);
        keys.first().map_or_else(String::new, |key| key.display_name(self.settings.names_keys()))
    }

    /// Returns `at` on the clock of the screen: the event's clock or the local clock.
    pub(crate) fn shown_time(&self, at: Moment) -> Moment {
        match &self.settings.local {
            Some(zone) if self.settings.shows_local && self.agenda.clock.has_instants() => {
                zone.local_time(at)
            }
            _ => self.agenda.local_time(at),
        }
    }

    /// Returns a time on the clock that is shown: `09:30`. A format of `chrono` is parsed anew for
    /// each time, which takes ten times as long.
    pub(crate) fn shown_clock(&self, at: Moment) -> String {
        let at = self.shown_time(at);
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// Returns the name of the clock that is shown, at an instant: `IST (UTC+1)` or `UTC+1`.
    /// Returns `None` if the agenda has wall clocks alone.
    pub(crate) fn clock_name(&self, at: Moment) -> Option<String> {
        let name = self.agenda.clock.name_at(at)?;
        let local = self.settings.local.as_ref().filter(|_| self.settings.shows_local);
        Some(local.map_or(name, |zone| zone.clock_name(at)))
    }

    /// Returns the query to highlight, or `None` if there is none.
    pub(crate) fn highlighted_words(&self) -> Option<&str> {
        let words = match &self.screen {
            Screen::Search(search) => search.input.text(),
            _ => &*self.search.query,
        };
        (!words.trim().is_empty()).then_some(words)
    }

    /// Returns the level of a session's mark.
    pub(crate) fn level_of(&self, session: SessionIx) -> Option<Level> {
        self.plan.schedule.level_of(session)
    }

    /// Returns true if a change of this session is not on disk yet.
    pub(crate) fn is_saving(&self, session: SessionIx) -> bool {
        self.plan.is_saving(session)
    }

    /// Replaces the plan on disk by `saved`. Unsaved changes stay.
    pub(crate) fn take_plan(&mut self, saved: Plan) {
        self.plan.take_saved(saved, &self.agenda);
    }

    /// Returns true if the filter lets a session pass.
    pub(crate) fn passes_filter(&self, session: SessionIx) -> bool {
        let visibility = self.derived.visibility.get(session);
        visibility.is_some_and(|visibility| *visibility != Visibility::FilteredOut)
    }

    /// Returns true if the filter lets a session pass and a room of the session is not hidden.
    pub(crate) fn is_shown(&self, session: SessionIx) -> bool {
        self.derived.visibility.get(session) == Some(&Visibility::Shown)
    }

    /// Returns the number of sessions that the filter hides.
    pub(crate) fn hidden_by_filter(&self) -> usize {
        let visibility = self.derived.visibility.iter();
        visibility.filter(|visibility| **visibility == Visibility::FilteredOut).count()
    }

    /// Returns the choices of the filter.
    pub(crate) fn filter_choices(&self) -> Vec<ListedChoice> {
        let is_mine = |ix| self.level_of(ix).is_some();
        let facts = self.filter_facts(&is_mine);
        self.session_choices().list(&self.settings.filter, &self.agenda, facts)
    }

    /// Returns the facts for the filter. `mine` returns true for a marked session.
    pub(crate) fn filter_facts<'a>(&'a self, mine: &'a dyn Fn(SessionIx) -> bool) -> Facts<'a> {
        Facts { mine, skipped: self.plan.schedule.skipped_sessions(), now: self.now }
    }

    /// Returns the choices of all sessions. The first call after a new version numbers them.
    pub(crate) fn session_choices(&self) -> &SessionChoices {
        self.derived.choices.get_or_init(|| SessionChoices::new(&self.agenda))
    }

    /// Returns the sessions of a person, in time order.
    pub(crate) fn sessions_of_person(&self, person: usize) -> &[SessionIx] {
        let sessions =
            self.derived.person_sessions.get_or_init(|| PersonSessions::new(&self.agenda));
        sessions.of_person(person)
    }

    /// Returns the frame of each day, for its free time. The first call after a new version finds
    /// them.
    pub(crate) fn day_frames(&self) -> &[DayFrame] {
        let days = 0..self.agenda.days.len();
        let all = || days.map(|day| DayFrame::new(&self.agenda, day)).collect();
        self.derived.day_frames.get_or_init(all)
    }

    /// Returns the web page of the selected session, else the page of the event.
    pub(crate) fn web_address(&self) -> Option<&Clean> {
        let session = self.agenda.sessions.get(self.place.selected?)?;
        let url = session.url.as_ref().or_else(|| session.links.first().map(|link| &link.url));
        url.or(self.agenda.url.as_ref())
    }

    /// Returns the date of a day in a format of chrono, or an empty text for no such day.
    pub(crate) fn day_name(&self, day: usize, format: &str) -> String {
        let day = self.agenda.days.get(day);
        day.map_or_else(String::new, |day| day.date.format(format).to_string())
    }

    /// Returns the position of the day of an instant.
    pub(crate) fn day_at(&self, at: Moment) -> Option<usize> {
        let date = self.agenda.date_of(at);
        self.agenda.days.binary_search_by_key(&date, |day| day.date).ok()
    }

    /// Returns the number of hits on other days, or 0 if the day on the screen has a hit.
    pub(crate) fn hits_elsewhere(&self) -> usize {
        let hits = self.search.hits.iter();
        let mut days = hits.filter_map(|ix| self.agenda.sessions.get(*ix)?.day);
        let is_here = self.screen != Screen::Day || days.any(|day| day == self.place.day);
        if is_here { 0 } else { self.search.hits.len() }
    }

    /// Returns a sentence about the hits hidden by the filter, with the key that shows the hits.
    pub(crate) fn hidden_hits_sentence(&self) -> String {
        let key = self.key_of(Command::ClearFilter);
        let hits = if self.search.hidden_hits == 1 {
            "the one hit".to_owned()
        } else {
            format!("all {} hits", self.search.hidden_hits)
        };
        format!("The filter hides {hits}: {key} clears it.")
    }
}
