//! The loop: waits for events, changes the model, draws, and carries out effects.

mod finish;

use super::clock::{ScreenClock, real_time};
use super::event::{Event, Input, VersionError};
use super::input::action::{Action, Effect};
use super::options::{Options, time_in};
use super::plan_writer::{SaveRequest, saver};
use super::state::Model;
use super::terminal::{self, Screen};
use super::theme::Theme;
use super::update::{self, action_of_key};
use super::{view, watcher};
use crate::agenda::{Clean, Moment};
use crate::store::{self, Fingerprint, Folders, read_fingerprint};
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How the program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    Quit,
    /// By this signal.
    Signal(i32),
    /// With marks that are not on disk: a sentence that names them.
    Unsaved(String),
}

/// Reads another agenda by its name, or says why it cannot be opened.
pub(crate) type Opener<'a> = &'a mut dyn FnMut(&str) -> Result<Options, String>;

/// Runs until it is told to end. The terminal is left as it was found, whatever happens.
///
/// # Errors
/// The terminal cannot be used.
pub(crate) fn run(options: Options, opener: Opener<'_>) -> io::Result<End> {
    let screen = Screen::open(options.mouse)?;
    let (sender, events) = channel();
    terminal::listen(&sender)?;
    let theme = Theme::new(options.look, options.ascii);
    let mut program = Program::new(options, screen, sender, opener)?;
    let end = program.run(&events, &theme);
    let unsaved = program.finish(&events, &theme);
    drop(program);
    unsaved.map_or(end, |what| Ok(End::Unsaved(what)))
}

struct Program<'a> {
    model: Model,
    opener: Opener<'a>,
    events: Sender<Event>,
    screen: Screen,
    clock: ScreenClock,
    saver: Option<Sender<SaveRequest>>,
    /// How many arrangements of rooms are on their way to the disk.
    arranging: usize,
    folders: Option<Folders>,
    plan_seen: Option<Fingerprint>,
    /// How often another agenda was opened, and what asks the watch of this one to read it now, and
    /// ends it when it is dropped.
    watch: (usize, Option<Sender<()>>),
    clicked: Option<(Instant, u16, u16)>,
}

/// How often it is looked whether another program has changed the plan, and whether a minute has
/// passed.
const LOOK: Duration = Duration::from_secs(1);
/// What is told of a plan that cannot be read; the command has room to say why.
pub(crate) const UNREADABLE: &str =
    "Your schedule cannot be read, so nothing can be marked: hallway mine tells why";
/// The same, where an earlier state of it is shown.
pub(crate) const OUTDATED: &str =
    "Your schedule cannot be read; it is shown as it was before: hallway mine tells why";

impl<'a> Program<'a> {
    fn new(
        options: Options,
        screen: Screen,
        events: Sender<Event>,
        opener: Opener<'a>,
    ) -> io::Result<Program<'a>> {
        let clock = ScreenClock::starting_at(options.at);
        let event = options.agenda.id.clone();
        let saver = options
            .folders
            .clone()
            .map(|folders| saver(folders, event.to_string(), events.clone()));
        let folders = options.folders.clone();
        let size = screen.size()?;
        let watch =
            (0, options.watched.clone().map(|watched| watcher::watch(watched, 0, events.clone())));
        let model = options.into_model(size, clock.time());
        // The plan was read before anything was watched: it is read again at the first look, which
        // comes before the first frame.
        let (arranging, plan_seen, clicked) = (0, None, None);
        Ok(Program {
            model,
            opener,
            events,
            screen,
            clock,
            saver,
            arranging,
            folders,
            plan_seen,
            watch,
            clicked,
        })
    }

    /// Goes on with another agenda, or says what is to be told.
    fn open_agenda(&mut self, name: &str) -> Option<Action> {
        if self.is_saving() {
            // The answers that are still to come are about this agenda.
            return Some(Action::Failed(
                "Your changes are being saved: try again in a moment".into(),
            ));
        }
        let options = match (self.opener)(name) {
            Ok(options) => options,
            Err(why) => return Some(Action::Failed(why)),
        };
        let event = options.agenda.id.to_string();
        self.plan_seen = None;
        self.saver =
            options.folders.clone().map(|folders| saver(folders, event, self.events.clone()));
        self.folders.clone_from(&options.folders);
        let number = self.watch.0 + 1;
        self.watch = (
            number,
            options.watched.clone().map(|file| watcher::watch(file, number, self.events.clone())),
        );
        self.model = options.into_model(self.model.settings.size, self.clock.time());
        None
    }

    fn run(&mut self, events: &Receiver<Event>, theme: &Theme) -> io::Result<End> {
        self.look()?;
        self.screen.draw(|buffer| view::draw(&self.model, theme, buffer))?;
        loop {
            let mut changed = false;
            let mut next = match events.recv_timeout(LOOK) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ok(End::Quit),
            };
            // Everything that waits is taken before the screen is drawn, so that a slow line is not
            // flooded.
            while let Some(event) = next {
                if let Some(end) = self.take(event)? {
                    return Ok(end);
                }
                changed = true;
                next = events.try_recv().ok();
            }
            changed |= self.look()?;
            if changed {
                self.screen.draw(|buffer| view::draw(&self.model, theme, buffer))?;
            }
        }
    }

    fn take(&mut self, event: Event) -> io::Result<Option<End>> {
        let action = match event {
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
            // What is on disk now may be newer still: `look` reads it again.
            Event::Saved(plan) => Some(Action::Saved(plan)),
            Event::NotSaved { after, why } => Some(Action::NotSaved { after, why }),
            Event::Unsure(why) => {
                Some(Action::Failed(format!("Not saved yet, tried again: {why}")))
            }
            Event::Arranged(saved) => {
                self.arranging -= 1;
                saved
                    .err()
                    .map(|why| Action::Failed(format!("The rooms are not remembered: {why}")))
            }
            Event::Told(text) => Some(Action::Told(text)),
            Event::Failed(text) => Some(Action::Failed(text)),
            Event::Agenda { watch, .. } if watch != self.watch.0 => None,
            Event::Agenda { version: Ok(version), asked, .. } => Some(Action::Reread {
                agenda: version.agenda.into(),
                problems: version.problems,
                asked,
            }),
            Event::Agenda { version: Err(VersionError { why, on_demand }), .. } => {
                Some(Action::AgendaBroken { why, on_demand })
            }
            Event::Input(input) => self.action_of_input(input),
        };
        match action {
            Some(action) => self.update(action),
            None => Ok(None),
        }
    }

    fn update(&mut self, action: Action) -> io::Result<Option<End>> {
        // Whatever time is pretended, what is done is done now.
        let Some(effect) = update::apply_action(&mut self.model, action, real_time()) else {
            return Ok(None);
        };
        self.perform(effect)
    }

    /// The one place where anything is done. What fails is a line on the screen.
    fn perform(&mut self, effect: Effect) -> io::Result<Option<End>> {
        let told = match effect {
            Effect::Quit => return Ok(Some(End::Quit)),
            Effect::Save(changes) => match &self.saver {
                Some(saver) if saver.send(SaveRequest::Plan(changes)).is_ok() => return Ok(None),
                Some(_) => {
                    self.last_not_saved("what saves your schedule has failed: start hallway again")
                }
                None => self.last_not_saved("there is no home directory to keep your schedule in"),
            },
            Effect::Open(url) => match open::that_detached(&url) {
                Ok(()) => Action::Told(format!("Opening {url}")),
                Err(why) => Action::Failed(format!("Cannot open {url}: {why}")),
            },
            Effect::Arrange(arrangement) => {
                // Where there is no home, nothing is remembered.
                let sent = self
                    .saver
                    .as_ref()
                    .is_some_and(|saver| saver.send(SaveRequest::Rooms(arrangement)).is_ok());
                self.arranging += usize::from(sent);
                return Ok(None);
            }
            Effect::Copy(text) => {
                self.screen.copy(&text)?;
                Action::Told(format!("Copied: {text}"))
            }
            Effect::OpenAgenda(name) => match self.open_agenda(&name) {
                Some(told) => told,
                None => return Ok(None),
            },
            Effect::Reread => match &self.watch.1 {
                Some(watch) if watch.send(()).is_ok() => return Ok(None),
                Some(_) => {
                    Action::Failed("what reads the file has failed: start hallway again".into())
                }
                None => Action::Failed(
                    "This agenda did not come from a file: there is nothing to read again".into(),
                ),
            },
            Effect::WriteNew { stem, ending, text, about } => {
                match store::write_new_file(&stem, ending, text.as_bytes()) {
                    Ok(path) => Action::Told(format!(
                        "Wrote {}: {about}",
                        Clean::line(path.display().to_string())
                    )),
                    Err(why) => Action::Failed(Clean::line(why.to_string()).into()),
                }
            }
            Effect::Redraw => {
                self.screen.reenter()?;
                return Ok(None);
            }
            Effect::Suspend => {
                self.screen.suspend()?;
                return Ok(None);
            }
        };
        self.update(told)
    }

    fn last_not_saved(&self, why: &str) -> Action {
        Action::NotSaved {
            after: self.model.plan.saving.len().saturating_sub(1),
            why: why.to_owned(),
        }
    }

    /// What an input means here and now.
    fn action_of_input(&mut self, input: Input) -> Option<Action> {
        match input {
            Input::Key(key) => action_of_key(&self.model, key),
            Input::Paste(text) => Some(Action::Type(text)),
            Input::Resize(width, height) => Some(Action::Resize { width, height }),
            Input::Click(x, y) => Some(self.click(x, y)),
            Input::Wheel { x, y, rows } => Some(Action::Scroll { x, y, rows }),
        }
    }

    /// A click, or the second of a double click.
    fn click(&mut self, x: u16, y: u16) -> Action {
        const DOUBLE: Duration = Duration::from_millis(400);
        let double =
            self.clicked.is_some_and(|(at, a, b)| at.elapsed() < DOUBLE && (a, b) == (x, y));
        self.clicked = if double { None } else { Some((Instant::now(), x, y)) };
        Action::Click { x, y, double }
    }

    /// Looks at the clock and at the plan's file; `true`: something is to be drawn anew.
    fn look(&mut self) -> io::Result<bool> {
        use chrono::Timelike;
        let mut changed = false;
        let now = time_in(&self.model.agenda, self.clock.time());
        let minute = |at: Option<Moment>| at.map(|at| (at.date_naive(), at.hour(), at.minute()));
        if minute(now) != minute(self.model.now) {
            self.update(Action::Tick(now))?;
            changed = true;
        }
        let seen = self.plan_fingerprint();
        if seen != self.plan_seen && self.model.plan.saving.is_empty() {
            self.plan_seen = seen;
            let loaded =
                self.folders.as_ref().map(|folders| folders.load_plan(&self.model.agenda.id));
            match loaded {
                Some(Ok(plan)) => self.update(Action::PlanChanged(plan))?,
                Some(Err(_)) => {
                    let why = if self.model.plan.saved.is_empty() { UNREADABLE } else { OUTDATED };
                    self.update(Action::PlanBroken(why.into()))?
                }
                None => None,
            };
            changed = true;
        }
        Ok(changed)
    }

    fn plan_fingerprint(&self) -> Option<Fingerprint> {
        read_fingerprint(&self.folders.as_ref()?.plan_file(&self.model.agenda.id))
    }
}
