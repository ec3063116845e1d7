//! The screen of the program without a terminal.

use crate::agenda::{Agenda, Clean, Level, ProblemSummary, WalkTimes};
use crate::plan::Plan;
use crate::timetable::Arrangement;
use crate::tui::clipboard::Clipboard;
use crate::tui::input::action::{Action, Effect};
use crate::tui::input::keymap::{Key, Keymap};
use crate::tui::layout::screen;
use crate::tui::options::Options;
use crate::tui::screenshot::render_text;
use crate::tui::state::{Focus, Model, Screen, SharedIndexes};
use crate::tui::terminal::FrameEncoder;
use crate::tui::theme::{ColorDepth, Look, Theme};
use crate::tui::view::{self, FrameMemory};
use crate::tui::{ESCAPE_TIMEOUT, update};
use chrono::{DateTime, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::fmt;
use std::time::Duration;

/// The screen of the program without a terminal: keys in, frames out.
///
/// Keys have the standard meaning. Marks count as saved at once, and nothing is written to the
/// disk. The screen never ends: the keys that end the program do nothing.
///
/// # Examples
///
/// ```
/// use hallway::HeadlessScreen;
///
/// let file = "
/// [event]
/// name = 'Small'
/// [[session]]
/// title = 'Opening'
/// start = 2030-05-01T09:00:00
/// minutes = 60
/// room = 'Hall'
/// ";
/// let (agenda, _) = hallway::format::read(file.as_bytes()).unwrap().draft.check(None);
/// let now = "2030-05-01T08:00:00Z".parse().unwrap();
/// let mut screen = HeadlessScreen::open(agenda, (80, 24), now);
/// assert!(screen.press("Space"));
/// assert!(screen.draw() > 0);
/// assert!(screen.text().contains("★ Opening"));
/// // A frame without a change has no bytes.
/// assert_eq!(screen.draw(), 0);
/// ```
pub struct HeadlessScreen {
    model: Model,
    theme: Theme,
    now: DateTime<Utc>,
    /// The indexes that were made last.
    indexed: Option<SharedIndexes>,
    /// The memory of the frame that was drawn last.
    memory: FrameMemory,
    /// The frame that was drawn last.
    shown: Buffer,
    encoder: FrameEncoder,
}

impl HeadlessScreen {
    /// Opens `agenda` at the time `now`, on a screen of `size` columns and rows.
    pub fn open(agenda: Agenda, size: (u16, u16), now: DateTime<Utc>) -> HeadlessScreen {
        let options = Options {
            agenda: agenda.into(),
            problems: ProblemSummary::default(),
            watched: None,
            refresh: None,
            plan: Plan::default(),
            plan_trouble: None,
            mark_command: None,
            clipboard: Clipboard::default(),
            folders: None,
            start_folder: Clean::default(),
            at: Some(now.fixed_offset()),
            local: None,
            shows_local: false,
            arrangement: Arrangement::default(),
            keymap: Keymap::standard(),
            agendas: Vec::new(),
            look: Look::Dark,
            depth: ColorDepth::Full,
            escape_timeout: ESCAPE_TIMEOUT,
            ascii: false,
            mouse: false,
            walk: WalkTimes::default(),
            remind_before: Duration::ZERO,
            bell: false,
            linear: false,
            dumb: false,
        };
        let mut model = options.into_model(size, now);
        model.search.is_built_by_thread = true;
        HeadlessScreen {
            model,
            theme: Theme::in_full_color(Look::Dark, false),
            now,
            indexed: None,
            shown: Buffer::empty(Rect::new(0, 0, size.0, size.1)),
            memory: FrameMemory::default(),
            encoder: FrameEncoder::default(),
        }
    }

    /// Makes the missing indexes of the agenda, after the first frame and after a key that changes
    /// the agenda. In the program a thread does this work. Until then a search has no hits.
    pub fn index_agenda(&mut self) {
        if self.model.search.lacks_index() {
            self.model.search_index();
            update::apply_action(&mut self.model, Action::Indexed, self.now);
        }
        self.model.plan.index.complete(&self.model.agenda);
        self.indexed = Some(self.model.indexes());
    }

    /// Presses a key by its name in the configuration: `j`, `Enter`, `C-d`. Returns false for a
    /// key without a meaning on this screen. Of another name, the first letter is the key.
    pub fn press(&mut self, key: &str) -> bool {
        let key = Key::parse(key).or_else(|| key.chars().next().map(Key::from_char));
        let action = key.and_then(|key| self.model.action_of_key(key));
        let Some(action) = action else { return false };
        let effect = update::apply_action(&mut self.model, action, self.now);
        if let Some(Effect::Save(_)) = effect {
            let plan = self.model.plan.current.clone();
            update::apply_action(&mut self.model, Action::Saved(plan), self.now);
        }
        true
    }

    /// Draws a frame. Returns the number of bytes that a terminal gets for the difference from the
    /// frame before.
    pub fn draw(&mut self) -> usize {
        view::draw_after(&self.model, &self.theme, &mut self.memory, &mut self.shown);
        let mut bytes = Vec::new();
        self.encoder.encode(&self.shown, self.memory.change(), false, &mut bytes);
        bytes.len()
    }

    /// Returns the last frame as text without trailing spaces.
    pub fn text(&self) -> String {
        render_text(&self.shown)
    }

    /// Returns the state of the screen in a few words: `timetable, day 2 of 3, 12 marks`.
    pub fn describe(&self) -> String {
        let model = &self.model;
        let screen = match &model.screen {
            Screen::Day if screen::is_list(model) => "list of the day".to_owned(),
            Screen::Day => "timetable".to_owned(),
            Screen::Mine { .. } => "my schedule".to_owned(),
            Screen::Search(search) => format!("search {:?}", search.input.text()),
            Screen::Changes(_) => "changes".to_owned(),
        };
        let focus = match model.focus {
            Focus::Main => "",
            Focus::Detail { .. } => ", details",
            Focus::Picker(picker) => &format!(", {}", picker.kind.title()),
            Focus::Help => ", help",
            Focus::Map { .. } => ", map",
        };
        let sessions = 0..model.agenda.sessions.len();
        let marked = |level: Level| {
            let marks = sessions.clone().filter(|ix| model.level_of(*ix) == Some(level));
            marks.count()
        };
        format!(
            "{screen}{focus}, day {} of {}, {} attended and {} maybe, {} choices of the filter",
            model.place.day + 1,
            model.agenda.days.len(),
            marked(Level::Attend),
            marked(Level::Maybe),
            model.settings.filter.describe_choices().len(),
        )
    }
}

impl fmt::Debug for HeadlessScreen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeadlessScreen").field("state", &self.describe()).finish_non_exhaustive()
    }
}
