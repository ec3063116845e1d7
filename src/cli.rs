//! The command line: one function a command, which is given values and writes to whatever it is
//! given.

mod args;
mod check;
mod export;
mod import;
mod json;
mod list;
mod look;
mod mark;
mod mine;
mod search;
mod show;
mod source;
mod time;
mod update;

use crate::agenda::{Agenda, Clean, Moment, SessionIx, Zone, nearest_word, zone};
use crate::config::Config;
use crate::plan::{Plan, Schedule};
use crate::search::Index;
use crate::store::{self, Environment, Folders, StoreError};
use crate::timetable::Arrangement;
use crate::tui;
use args::{Args, Command, Picture, Screenshot};
use chrono::{DateTime, Utc};
use clap::Parser;
use look::{Look, wants_color};
use source::{Loaded, Source};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use time::Clock;

/// Does what the command line says; the exit code is that of the process.
pub fn run() -> ExitCode {
    let args = match Args::try_parse_from(args::with_words(std::env::args_os())) {
        Ok(args) => args,
        Err(error) => {
            // A pipe that is closed cannot be told so.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    store::turn_size_limit_into_error();
    let env = store::read_environment();
    let done = match &args.command {
        None => open(&args, &env),
        Some(command) => {
            let mut out = BufWriter::new(io::stdout().lock());
            command_on(&args, command, &env, &mut out).and_then(|()| Ok(out.flush()?)).or_else(
                |stop| {
                    // What was written before belongs to the answer.
                    out.flush()?;
                    Err(stop)
                },
            )
        }
    };
    match done {
        Ok(()) | Err(Stop::ClosedPipe) => ExitCode::SUCCESS,
        Err(Stop::Quiet(code)) => ExitCode::from(code),
        Err(Stop::Because { code, message }) => {
            say(&message);
            ExitCode::from(code)
        }
    }
}

/// Why a command ends without having done all of it.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Nobody reads on: no failure.
    ClosedPipe,
    /// All is said.
    Quiet(u8),
    /// With an exit code and a sentence, or a report of several lines.
    Because { code: u8, message: String },
}

impl Stop {
    fn new(code: u8, message: impl Into<String>) -> Stop {
        Stop::Because { code, message: message.into() }
    }

    fn nothing(message: impl Into<String>) -> Stop {
        Stop::new(1, message)
    }

    fn usage(message: impl Into<String>) -> Stop {
        Stop::new(2, message)
    }

    /// Bad data.
    fn report(message: impl Into<String>) -> Stop {
        Stop::new(65, message)
    }
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Stop::Because { message, .. } => f.write_str(message),
            Stop::ClosedPipe | Stop::Quiet(_) => f.write_str("it cannot be opened"),
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Stop::ClosedPipe,
            _ => Stop::new(74, format!("cannot write: {error}")),
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::new(error.exit_code(), error.to_string())
    }
}

/// Writes a message to standard error, line by line through the gate: it may quote a file or the
/// command line.
fn say(message: &str) {
    let mut text = String::new();
    for (at, line) in message.lines().enumerate() {
        // Spaces stay: a report points at places with them.
        text += &format!("{}{}\n", if at == 0 { "hallway: " } else { "" }, Clean::excerpt(line));
    }
    // Where there is nobody to tell, the exit code has to do.
    let _ = io::stderr().write_all(text.as_bytes());
}

/// What the commands work on.
pub(crate) struct Context {
    pub(crate) agenda: Agenda,
    pub(crate) plan: Plan,
    pub(crate) schedule: Schedule,
    /// On whose clocks times are shown.
    pub(crate) clock: Clock,
    pub(crate) look: Look,
    /// What time it is, or is pretended to be.
    pub(crate) now: Moment,
    /// What time it really is: marks are dated with it.
    pub(crate) today: DateTime<Utc>,
}

impl Context {
    fn new(
        args: &Args,
        env: &Environment,
        loaded: Loaded,
        folders: &Folders,
    ) -> Result<Context, Stop> {
        let agenda = loaded.agenda;
        let today = now();
        let pretended = args
            .global
            .at
            .as_deref()
            .map(|at| time::at(at, &agenda))
            .transpose()
            .map_err(Stop::usage)?;
        let clock = Clock::named(&args.global.tz, &agenda).map_err(Stop::usage)?;
        let plan = match folders.load_plan(&agenda.id) {
            // The agenda can be shown all the same.
            Err(why) if !args.command.as_ref().is_some_and(Command::needs_plan) => {
                say(&format!("shown without your marks: {why}"));
                Plan::default()
            }
            plan => plan?,
        };
        let schedule = plan.schedule_for(&agenda);
        let now = pretended.unwrap_or_else(|| agenda.local_time(today.fixed_offset()));
        Ok(Context {
            plan,
            schedule,
            clock,
            look: Look::new(args.global.color, env),
            now,
            today,
            agenda,
        })
    }

    /// The sessions of these ids.
    ///
    /// # Errors
    /// Names every id that is not one, and what may have been meant.
    fn find_all(&self, ids: &[String]) -> Result<Vec<SessionIx>, Stop> {
        let mut unknown = Vec::new();
        let mut found = Vec::new();
        for id in ids {
            match self.agenda.find_session(id) {
                Some(ix) => found.push(ix),
                None => unknown.push(self.unknown(id)),
            }
        }
        if unknown.is_empty() { Ok(found) } else { Err(Stop::nothing(unknown.join("\n"))) }
    }

    fn unknown(&self, id: &str) -> String {
        let ids = self.agenda.sessions.iter().map(|session| &*session.id);
        match nearest_word(id, ids) {
            Some(near) => format!("there is no session {id}: did you mean {near}?"),
            None => format!("there is no session {id}: hallway list --ids prints them all"),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place of the command line that reads the clock"
)]
fn now() -> DateTime<Utc> {
    Utc::now()
}

fn command_on(
    args: &Args,
    command: &Command,
    env: &Environment,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let folders = Folders::for_user();
    let known = folders.as_ref().ok();
    match command {
        Command::Paths => return paths(args, env, &folders?, out),
        Command::Import(import) => {
            return import::run(import, event_zone(args)?.as_ref(), known, out);
        }
        Command::Update(update) => return update::run(update, args, env, &folders?, out),
        Command::Agendas => return import::agendas(known, Look::new(args.global.color, env), out),
        Command::Check(check) => {
            let named = check.file.as_deref().map(|file| Source::named(file, known));
            return check_file(args, named.unwrap_or_else(|| Source::of(args, env, known))?, out);
        }
        _ => {}
    }
    let loaded = usable(args, env, known)?;
    if let Command::Screenshot(shot) = command {
        return screenshot(args, env, shot, loaded, out);
    }
    let folders = folders?;
    let cx = Context::new(args, env, loaded, &folders)?;
    match command {
        Command::List(args) => list::run(&cx, args, out),
        Command::Search(args) => search::run(&cx, &Index::new(&cx.agenda), args, out),
        Command::Show(args) => show::run(&cx, args, out),
        Command::Mine(args) => mine::run(&cx, args, out),
        Command::Mark(args) => mark::mark(&cx, &folders, args, out),
        Command::Unmark(args) => mark::unmark(&cx, &folders, args, out),
        Command::Export(args) => export::run(&cx, args, out),
        // Those are done above.
        Command::Check(_)
        | Command::Paths
        | Command::Screenshot(_)
        | Command::Import(_)
        | Command::Update(_)
        | Command::Agendas => Ok(()),
    }
}

fn event_zone(args: &Args) -> Result<Option<Zone>, Stop> {
    args.global
        .zone
        .as_deref()
        .map(Zone::by_name)
        .transpose()
        .map_err(|error| Stop::usage(error.to_string()))
}

/// An agenda, under the id that its plan is kept by.
fn load(source: Source, args: &Args, folders: Option<&Folders>) -> Result<Loaded, Stop> {
    let mut loaded = source::load(source, event_zone(args)?.as_ref())?;
    if let Some(event) = source::event_so_far(&loaded, folders) {
        loaded.agenda.id = event;
    }
    Ok(loaded)
}

/// The agenda that is meant, if it has a session; how many problems it has is said.
fn usable(args: &Args, env: &Environment, folders: Option<&Folders>) -> Result<Loaded, Stop> {
    let loaded = load(Source::of(args, env, folders)?, args, folders)?;
    if loaded.agenda.sessions.is_empty() {
        return Err(Stop::report(loaded.reports().trim_end()));
    }
    if let Some(count) = loaded.count() {
        let name = loaded.source.name();
        say(&format!("{name} has {count}: hallway check {name} tells them"));
    }
    Ok(loaded)
}

fn check_file(args: &Args, source: Source, out: &mut impl Write) -> Result<(), Stop> {
    match source::load(source, event_zone(args)?.as_ref()) {
        Ok(loaded) => check::run(&loaded, out),
        Err(Stop::Because { code: 65, message }) => {
            writeln!(out, "{message}")?;
            Err(Stop::Quiet(65))
        }
        Err(other) => Err(other),
    }
}

/// Where things are kept, whether or not they are there yet.
fn paths(
    args: &Args,
    env: &Environment,
    folders: &Folders,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let config = args.global.config.clone().unwrap_or_else(|| folders.config_file());
    let loaded =
        Source::of(args, env, Some(folders)).and_then(|source| load(source, args, Some(folders)));
    let plan = loaded.ok().map(|loaded| folders.plan_file(&loaded.agenda.id));
    let rows =
        [("config", Some(config)), ("plan", plan), ("agendas", Some(folders.agendas_folder()))];
    let separator = if Look::new(args.global.color, env).width.is_some() { ' ' } else { '\t' };
    for (name, path) in rows {
        if let Some(path) = path {
            let name = if separator == ' ' { format!("{name:8}") } else { name.to_owned() };
            writeln!(out, "{name}{separator}{}", Clean::line(path.display().to_string()))?;
        }
    }
    Ok(())
}

/// The choices of the config file, if there is one.
///
/// # Errors
/// It cannot be read, or says what makes no sense; a file that was named is not there.
fn config(args: &Args, folders: Option<&Folders>) -> Result<Config, Stop> {
    let named = args.global.config.as_deref();
    let Some(path) = named.map(Path::to_owned).or_else(|| folders.map(Folders::config_file)) else {
        return Ok(Config::default());
    };
    let bytes = match store::read_source(&path) {
        Err(StoreError::NotFound(_)) if named.is_none() => return Ok(Config::default()),
        bytes => bytes?,
    };
    let text = String::from_utf8_lossy(&bytes);
    Config::read(&path.display().to_string(), &text).map_err(|report| Stop::new(78, report))
}

/// What the screen is opened with.
fn options(args: &Args, env: &Environment, loaded: Loaded) -> Result<tui::Options, Stop> {
    let at = args
        .global
        .at
        .as_deref()
        .map(|at| time::at(at, &loaded.agenda))
        .transpose()
        .map_err(Stop::usage)?;
    let other = match Clock::named(&args.global.tz, &loaded.agenda).map_err(Stop::usage)? {
        Clock::Event => None,
        Clock::Other(zone) => Some(zone),
    };
    if at.is_some() && loaded.agenda.zone.is_none() {
        say(
            "the agenda names no time zone, so there is no now and --at changes nothing: give the zone with --zone",
        );
    }
    let folders = Folders::for_user().ok();
    let config = config(args, folders.as_ref())?;
    // A plan that cannot be read is no reason not to show the agenda.
    let plan = folders
        .as_ref()
        .map_or(Ok(Plan::default()), |folders| folders.load_plan(&loaded.agenda.id));
    let rooms =
        folders.as_ref().map(|folders| folders.load_rooms(&loaded.agenda.id)).unwrap_or_default();
    let plan_trouble = plan.as_ref().err().map(|_| tui::UNREADABLE.to_owned());
    let backup = || folders.as_ref()?.load_plan_backup(&loaded.agenda.id);
    Ok(tui::Options {
        problems: loaded.problems.len(),
        watched: source::watched(&loaded, event_zone(args)?),
        shows_local: other.is_some() || config.local_times,
        local: other.or_else(zone::system_zone),
        plan: plan.ok().or_else(backup).unwrap_or_default(),
        plan_trouble,
        arrangement: Arrangement { order: rooms.order, hidden: rooms.hidden },
        agendas: source::names(folders.as_ref()),
        folders,
        at,
        keymap: config.keymap,
        look: match wants_color(args.global.color, env, true) {
            true => args.global.theme.unwrap_or(config.look),
            false => tui::Look::Mono,
        },
        ascii: config.ascii || args.global.ascii,
        mouse: config.mouse && !args.global.no_mouse,
        linear: config.linear || args.global.linear,
        agenda: loaded.agenda,
    })
}

/// Opens the agenda on the screen, and whichever others are chosen there.
fn open(args: &Args, env: &Environment) -> Result<(), Stop> {
    let folders = Folders::for_user().ok();
    let remember = |source: &Source| {
        if let (Some(folders), Some(memory)) = (folders.clone(), source.memory()) {
            // Beside the rest: a disk may take its time, and nothing waits for this.
            std::thread::spawn(move || folders.remember_agenda(&memory));
        }
    };
    let loaded = usable(args, env, folders.as_ref())?;
    remember(&loaded.source);
    let another = |name: &str| {
        let loaded = load(Source::named(name, folders.as_ref())?, args, folders.as_ref())?;
        remember(&loaded.source);
        options(args, env, loaded)
    };
    let mut opener =
        |name: &str| another(name).map_err(|stop: Stop| Clean::line(stop.to_string()).into());
    match tui::run(options(args, env, loaded)?, &mut opener)? {
        tui::End::Quit => Ok(()),
        tui::End::Unsaved(what) => Err(Stop::new(74, what)),
        tui::End::Signal(signal) => Err(Stop::Quiet(u8::try_from(128 + signal).unwrap_or(1))),
    }
}

fn screenshot(
    args: &Args,
    env: &Environment,
    shot: &Screenshot,
    loaded: Loaded,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let picture = match shot.format {
        Picture::Txt => tui::Screenshot::Txt,
        Picture::Ansi => tui::Screenshot::Ansi,
        Picture::Svg => tui::Screenshot::Svg { light: shot.light },
    };
    let options = options(args, env, loaded)?;
    let drawn =
        tui::screenshot(options, shot.size, &shot.keys, picture, now()).map_err(Stop::usage)?;
    match &shot.output {
        Some(path) if path != Path::new("-") => store::replace_file(path, drawn.as_bytes())?,
        _ => out.write_all(drawn.as_bytes())?,
    }
    Ok(())
}
