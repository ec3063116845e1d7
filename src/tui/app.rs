//! The loop: waits for events, changes the model, draws, and performs effects.

mod effects;
mod finish;
mod first_frame;
mod held_details;
mod indexing;
mod key_places;
mod other_plan;
mod plan_file;
mod refresh;

pub(crate) use plan_file::describe_unreadable_plan;

use super::clipboard::Clipboard;
use super::clock::{ScreenClock, minute_of, read_wall_clock};
use super::event::{Event, Input, LineError, TerminalAnswer, VersionError};
use super::held_key::HeldKey;
use super::input::action::Action;
use super::options::{Options, time_in};
use super::plan_writer::{SaveRequest, spawn_writer};
use super::refresher::SourceRefresh;
use super::state::{Model, SharedIndexes};
use super::terminal::{self, TerminalScreen};
use super::theme::{ColorDepth, TerminalColors, Theme};
use super::update;
use super::view::{self, FrameMemory};
use super::watcher::Watch;
use crate::store::{Fingerprint, Folders};
use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// The end of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    Quit,
    /// The number of the signal that ended the program.
    Signal(i32),
    /// A sentence that names the changes that are not on disk.
    Unsaved(String),
}

/// Reads another agenda by its name.
pub(crate) type Opener<'a> = &'a mut dyn FnMut(&str) -> Result<Options, LineError>;

/// Runs until a person or a signal ends the program. The terminal is restored at the end, after a
/// panic too. Calls `leave` when this function has the signals, and before it takes the terminal:
/// a caller that gave the signals away earlier would lose one in between.
///
/// # Errors
/// The terminal cannot be used.
pub(crate) fn run(options: Options, opener: Opener<'_>, leave: fn()) -> io::Result<End> {
    let (sender, events) = channel();
    terminal::listen_for_signals(&sender)?;
    leave();
    let asks = options.asks_background();
    let screen = TerminalScreen::open(options.mouse, asks, options.frame_form(), &sender)?;
    terminal::listen_for_input(&sender, options.escape_timeout)?;
    let mut program = Program::new(options, screen, sender, opener)?;
    let early = program.draw_first_frame(asks.then_some(&events));
    let end = early.and_then(|early| program.run_loop(&events, early));
    let unsaved = program.wait_for_disk(&events);
    drop(program);
    unsaved.map_or(end, |sentence| Ok(End::Unsaved(sentence)))
}

/// The running program: the model, and the channels to the terminal and the disk.
struct Program<'a> {
    model: Model,
    opener: Opener<'a>,
    events: Sender<Event>,
    screen: TerminalScreen,
    clock: ScreenClock,
    /// The channel to the writer. `None`: there is no home directory, or no frame yet.
    writer: Option<Sender<SaveRequest>>,
    /// The number of arrangements on their way to the disk.
    arranging: usize,
    folders: Option<Folders>,
    /// The command `hallway mark` with the agenda on the screen.
    mark_command: Option<String>,
    /// The fingerprint of the plan that was read last.
    plan_seen: Option<Fingerprint>,
    watch: Watch,
    /// `None`: the agenda has no address.
    refresh: Option<SourceRefresh>,
    clipboard: Clipboard,
    theme: Theme,
    /// The memory of the frame on the screen.
    memory: FrameMemory,
    /// The colours that the terminal shows.
    depth: ColorDepth,
    /// The indexes that a thread builds or has built.
    indexed: Option<SharedIndexes>,
    last_click: Option<LastClick>,
    held_key: HeldKey,
    /// The screen has reported that keys without Latin letters are taken by their place.
    places_are_reported: bool,
}

/// A click that may become a double click.
struct LastClick {
    time: Instant,
    x: u16,
    y: u16,
}

/// The time between two looks at the clock and at the plan's file.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);
/// The longest time between the clicks of a double click.
const DOUBLE_CLICK: Duration = Duration::from_millis(400);
impl<'a> Program<'a> {
    fn new(
        options: Options,
        screen: TerminalScreen,
        events: Sender<Event>,
        opener: Opener<'a>,
    ) -> io::Result<Program<'a>> {
        let clock = ScreenClock::starting_at(options.at);
        let size = screen.size()?;
        Ok(Program {
            writer: None,
            watch: Watch::start(options.watched.clone(), 0, events.clone()),
            folders: options.folders.clone(),
            mark_command: options.mark_command.clone(),
            refresh: options.refresh.clone().map(SourceRefresh::new),
            clipboard: options.clipboard.clone(),
            theme: Theme::new(
                options.look,
                TerminalColors::without_background(options.depth),
                options.ascii,
            ),
            memory: FrameMemory::default(),
            depth: options.depth,
            model: options.into_model(size, clock.current_time()),
            opener,
            events,
            screen,
            clock,
            arranging: 0,
            // The first look comes before the first frame and reads the plan again.
            plan_seen: None,
            indexed: None,
            last_click: None,
            held_key: HeldKey::default(),
            places_are_reported: false,
        })
    }

    /// Continues with another agenda.
    ///
    /// # Errors
    /// The agenda cannot be opened, or changes are on their way to the disk: the answers of the
    /// disk are about the agenda on the screen.
    fn open_agenda(&mut self, name: &str) -> Result<(), LineError> {
        if self.is_saving() {
            return Err(LineError::new("Your changes are being saved: try again in a moment"));
        }
        let options = (self.opener)(name)?;
        self.plan_seen = None;
        self.folders.clone_from(&options.folders);
        self.mark_command.clone_from(&options.mark_command);
        // An answer for the agenda before has the number of its watch, and is dropped.
        self.refresh = options.refresh.clone().map(SourceRefresh::new);
        let number = self.watch.number + 1;
        self.watch = Watch::start(options.watched.clone(), number, self.events.clone());
        self.model = options.into_model(self.model.settings.size, self.clock.current_time());
        self.memory = FrameMemory::default();
        self.start_writer();
        self.look_for_other_plan();
        Ok(())
    }

    /// Handles events and draws until the program ends. `early` are the events before the others.
    fn run_loop(
        &mut self,
        events: &Receiver<Event>,
        mut early: VecDeque<Event>,
    ) -> io::Result<End> {
        self.index_agenda();
        self.start_writer();
        self.look_for_other_plan();
        self.check_refresh()?;
        let mut is_outdated = false;
        loop {
            // Before an outdated frame, the terminal has to take the last one.
            let due = self.details_due().filter(|_| !is_outdated);
            let wait = due.unwrap_or(LOOK_INTERVAL);
            let mut next = match early.pop_front().map_or_else(|| events.recv_timeout(wait), Ok) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ok(End::Quit),
            };
            // The thread that reads the keys goes on after the frame: one frame for all keys of a
            // read. Other waiting events are handled before a frame, to save frames on a slow line.
            let mut batch = None;
            while let Some(event) = next {
                is_outdated |= self.may_show(&event);
                let end = match event {
                    Event::Inputs { inputs, done } => {
                        batch = Some(done);
                        self.handle_inputs(inputs)?
                    }
                    event => self.handle_event(event)?,
                };
                if let Some(end) = end {
                    return Ok(end);
                }
                next = if batch.is_none() { events.try_recv().ok() } else { None };
            }
            is_outdated |= self.check_clock_and_plan()?;
            is_outdated |= self.check_refresh()?;
            is_outdated |= self.details_due() == Some(Duration::ZERO);
            // A terminal that has not taken the last frame gets the newest state afterwards.
            if is_outdated && !self.screen.is_busy() {
                self.draw_frame()?;
                self.index_agenda();
                is_outdated = false;
            }
        }
    }

    /// Starts the writer of the event's files, if there is a home directory.
    fn start_writer(&mut self) {
        let event = self.model.agenda.id.to_string();
        let folders = self.folders.clone();
        self.writer = folders.map(|folders| spawn_writer(folders, event, self.events.clone()));
    }

    fn draw_frame(&mut self) -> io::Result<()> {
        if let Some(frame) = self.make_frame()? {
            self.screen.send(frame);
        }
        Ok(())
    }

    /// Returns the bytes of a frame, or `None` if the terminal shows the frame already.
    fn make_frame(&mut self) -> io::Result<Option<Vec<u8>>> {
        let (model, theme, memory) = (&self.model, &self.theme, &mut self.memory);
        memory.let_details_stay(self.held_key.is_held(Instant::now()));
        self.screen.draw(|buffer| {
            let cursor = view::draw_after(model, theme, memory, buffer);
            (cursor, memory.change().clone())
        })
    }

    /// Handles the inputs of one read. Text that is typed is searched once, at its end.
    fn handle_inputs(&mut self, inputs: Vec<Input>) -> io::Result<Option<End>> {
        let mut inputs = inputs.into_iter().peekable();
        while let Some(input) = inputs.next().filter(|_| !terminal::is_ending()) {
            let latin = self.latin_key(&input);
            let Some(mut action) = self.action_of_input(input) else { continue };
            if let Action::Type(text) = &mut action {
                while let Some(more) = inputs.peek().and_then(|next| self.typed_text(next)) {
                    text.push_str(&more);
                    inputs.next();
                }
            }
            self.held_key.note_action(&action, Instant::now());
            if let Some(end) = self.apply_action(action)? {
                return Ok(Some(end));
            }
            if let Some((key, latin)) = latin {
                self.report_places(key, latin);
            }
        }
        Ok(None)
    }

    /// Returns the text that an input types into a field.
    fn typed_text(&self, input: &Input) -> Option<String> {
        let Input::Key(key) = input else { return None };
        match self.model.action_of_key(*key)? {
            Action::Type(text) => Some(text),
            _ => None,
        }
    }

    fn handle_event(&mut self, event: Event) -> io::Result<Option<End>> {
        match event {
            Event::Signal(signal) if terminal::is_continue(signal) => {
                self.screen.reenter()?;
                return Ok(None);
            }
            Event::Signal(signal) if terminal::is_stop(signal) => {
                self.screen.suspend()?;
                return Ok(None);
            }
            Event::Signal(signal) => return Ok(Some(End::Signal(signal))),
            Event::Hangup => return Ok(Some(End::Signal(terminal::HANGUP))),
            Event::Terminal(TerminalAnswer::Background(color)) => {
                self.set_background(color);
                return Ok(None);
            }
            Event::Copied { text, by_program } => {
                let sentence = self.finish_copy(&text, by_program)?;
                return self.apply_action(Action::Notice(sentence));
            }
            _ => {}
        }
        match self.action_of_event(event) {
            Some(action) => self.apply_action(action),
            None => Ok(None),
        }
    }

    /// Returns the action of an event, or `None` if the model does not change.
    fn action_of_event(&mut self, event: Event) -> Option<Action> {
        match event {
            Event::Signal(_)
            | Event::Hangup
            | Event::Written
            | Event::Terminal(_)
            | Event::Inputs { .. }
            | Event::Copied { .. } => None,
            Event::Indexed => Some(Action::Indexed),
            Event::Resized { width, height } => Some(self.resize_action(width, height)),
            Event::Saved(plan) => Some(Action::Saved(plan)),
            Event::NotSaved { after, why } => {
                Some(Action::NotSaved { after, why: why.to_string() })
            }
            Event::Unsure(why) => {
                Some(Action::Failure(format!("Not saved yet, tried again: {why}")))
            }
            Event::Arranged(saved) => {
                self.arranging -= 1;
                let error = saved.err()?;
                Some(Action::Failure(format!("The rooms are not remembered: {error}")))
            }
            Event::Notice(text) => Some(Action::Notice(text)),
            Event::Failure(text) => Some(Action::Failure(text)),
            Event::OtherPlan { watch, offer } => {
                if watch == self.watch.number {
                    self.show_offer(offer);
                }
                None
            }
            Event::Refreshed { watch, .. } if watch != self.watch.number => None,
            Event::Refreshed { answer, .. } => self.end_request(answer),
            Event::Agenda { watch, .. } if watch != self.watch.number => None,
            Event::Agenda { version: Ok(version), asked, .. } => Some(Action::Reread {
                agenda: version.agenda.into(),
                problems: version.problems,
                asked,
            }),
            Event::Agenda { version: Err(VersionError { why, on_demand }), .. } => {
                Some(Action::AgendaBroken { why, on_demand })
            }
        }
    }

    /// Applies an action and performs its effect. Marks store the wall clock's time, even with
    /// `--at`.
    fn apply_action(&mut self, action: Action) -> io::Result<Option<End>> {
        match update::apply_action(&mut self.model, action, read_wall_clock()) {
            Some(effect) => self.perform_effect(effect),
            None => Ok(None),
        }
    }

    /// Returns the action of an input on the screen that is shown.
    fn action_of_input(&mut self, input: Input) -> Option<Action> {
        match input {
            Input::Key(key) => self.model.action_of_key(key),
            Input::Paste(text) => Some(Action::Type(text)),
            Input::Click { x, y } => Some(self.action_of_click(x, y)),
            Input::Wheel { x, y, notches } => Some(Action::Scroll { x, y, notches }),
        }
    }

    /// Returns the action of a click, or of the second click of a double click.
    fn action_of_click(&mut self, x: u16, y: u16) -> Action {
        let double = self
            .last_click
            .take()
            .is_some_and(|last| last.time.elapsed() < DOUBLE_CLICK && (last.x, last.y) == (x, y));
        if !double {
            self.last_click = Some(LastClick { time: Instant::now(), x, y });
        }
        Action::Click { x, y, double }
    }

    /// Looks at the clock and at the plan's file. Returns true if the model has changed.
    fn check_clock_and_plan(&mut self) -> io::Result<bool> {
        let mut changed = false;
        let now = time_in(&self.model.agenda, self.clock.current_time());
        if now.map(minute_of) != self.model.now.map(minute_of) {
            self.apply_action(Action::Tick(now))?;
            changed = true;
        }
        let seen = self.plan_fingerprint();
        if seen != self.plan_seen && self.model.plan.saving.is_empty() {
            self.plan_seen = seen;
            self.load_plan()?;
            changed = true;
        }
        Ok(changed)
    }
}
