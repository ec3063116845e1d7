//! The screen: opens agendas on the terminal with `tui::run`, and draws one frame without a
//! terminal with `tui::draw_screenshot`.

use super::agenda_names::AgendaNames;
use super::context::{pretended_time, read_wall_clock};
use super::error::{CliError, IO_FAILED};
use super::invocation::Invocation;
use super::load::{Loaded, load_agenda, load_usable_agenda, watch_file};
use super::opening::{OpenedAgenda, load_for_screen, report_not_stored};
use super::other_plan::mark_command;
use super::progress;
use super::screen_refresh::refresher_of;
use super::source::Source;
use super::style::wants_color;
use super::time::DisplayClock;
use super::tool_args::{ScreenshotArgs, ScreenshotFormat};
use crate::agenda::{Clean, zone};
use crate::store::{self, Environment};
use crate::timetable::Arrangement;
use crate::tui;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Opens the agenda of the command line on the screen, and the agendas that are chosen there.
///
/// # Errors
/// Returns an error if the agenda or the configuration cannot be loaded, if marks could not be
/// saved, or after a signal.
pub(crate) fn open_screen(invocation: &Invocation<'_>) -> Result<(), CliError> {
    let OpenedAgenda { loaded, storing } = load_for_screen(invocation)?;
    if storing.is_none() {
        remember_source(invocation, &loaded.source);
    }
    let mut options = screen_options(invocation, loaded)?;
    if let (Some(_), Some(refresher)) = (&storing, &mut options.refresh) {
        // The address has just answered. The record is not on disk yet.
        refresher.checked = Some(read_wall_clock());
    }
    let mut open = |name: &str| open_by_name(invocation, name).map_err(tui::LineError::new);
    let end = tui::run(options, &mut open, progress::leave_terminal_to_screen);
    if let Some(Err(error)) = storing.and_then(|thread| thread.join().ok()) {
        report_not_stored(&error);
    }
    match end? {
        tui::End::Quit => Ok(()),
        tui::End::Unsaved(message) => Err(CliError::new(IO_FAILED, message)),
        tui::End::Signal(signal) => {
            Err(CliError::Reported(u8::try_from(128 + signal).unwrap_or(1)))
        }
    }
}

/// Opens an agenda that the screen lists.
fn open_by_name(invocation: &Invocation<'_>, name: &str) -> Result<tui::Options, CliError> {
    let loaded = load_agenda(invocation, Source::known(name, invocation.folders.as_ref()))?;
    remember_source(invocation, &loaded.source);
    screen_options(invocation, loaded)
}

/// Stores the [`Source`] as the agenda opened last, in another thread: the screen does not wait for
/// a slow disk.
fn remember_source(invocation: &Invocation<'_>, source: &Source) {
    // An address is not opened again unasked.
    if matches!(source, Source::Web(_) | Source::Remote(_)) {
        return;
    }
    if let (Some(folders), Some(memory)) = (invocation.folders.clone(), source.memory()) {
        tui::hold_signals(|| std::thread::spawn(move || folders.remember_agenda(&memory)));
    }
}

/// Prints one frame of the screen, or writes it to a file.
///
/// # Errors
/// Returns an error if the agenda or the configuration cannot be loaded, for an unknown key, or if
/// the file cannot be written.
pub(crate) fn take_screenshot(
    invocation: &Invocation<'_>,
    shot: &ScreenshotArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let loaded = load_usable_agenda(invocation, read_wall_clock())?;
    let format = match shot.format {
        ScreenshotFormat::Txt => tui::FrameFormat::Txt,
        ScreenshotFormat::Ansi => tui::FrameFormat::Ansi,
        ScreenshotFormat::Svg => tui::FrameFormat::Svg { light: shot.light },
    };
    let size = (shot.size.columns, shot.size.rows);
    let options = screen_options(invocation, loaded)?;
    let frame = tui::draw_screenshot(options, size, &shot.keys, format, read_wall_clock())
        .map_err(CliError::usage)?;
    match &shot.output {
        Some(path) if path != Path::new("-") => store::replace_file(path, frame.as_bytes())?,
        _ => out.write_all(frame.as_bytes())?,
    }
    Ok(())
}

/// Returns the [`tui::Options`] from the command line, the [`Config`] and the plan.
fn screen_options(
    invocation: &Invocation<'_>,
    mut loaded: Loaded,
) -> Result<tui::Options, CliError> {
    let (args, folders) = (&invocation.args.global, invocation.folders.as_ref());
    let at = pretended_time(args.at.as_deref(), &loaded.agenda, read_wall_clock())?;
    let chosen_zone = match invocation.display_clock(&loaded.agenda)? {
        DisplayClock::Event => None,
        DisplayClock::Other(zone) => Some(zone),
    };
    let config = &invocation.config;
    let refresh = refresher_of(&loaded, folders, invocation.event_zone()?, config.refresh);
    let agenda = &Arc::new(std::mem::take(&mut loaded.agenda));
    let plan = folders.map(|folders| folders.load_plan(&agenda.id)).transpose();
    let is_unreadable = plan.is_err();
    let plan = plan.unwrap_or_else(|_| folders?.load_plan_backup(&agenda.id));
    let plan = plan.unwrap_or_default();
    let plan_trouble = is_unreadable.then(|| tui::describe_unreadable_plan(&plan).to_owned());
    let rooms = folders.map(|folders| folders.load_rooms(&agenda.id)).unwrap_or_default();
    let name = loaded.source.memory().map(|_| loaded.source.display_name());
    Ok(tui::Options {
        clipboard: tui::Clipboard::of_environment(invocation.env),
        mark_command: name.map(|name| mark_command(Some(&name))),
        problems: loaded.summarize_problems(&loaded.source.display_name()),
        watched: watch_file(&loaded, agenda, invocation.event_zone()?),
        refresh,
        shows_local: chosen_zone.is_some(),
        local: chosen_zone.or_else(|| zone::system_zone_with_name(invocation.env.zone.as_deref())),
        plan,
        plan_trouble,
        arrangement: Arrangement { order: rooms.order, hidden: rooms.hidden },
        agendas: AgendaNames::all(folders).into_vec(),
        folders: invocation.folders.clone(),
        start_folder: Clean::line(store::absolute_path(Path::new("")).display().to_string()),
        at,
        keymap: config.keymap.clone(),
        look: match wants_color(invocation.color(), invocation.env, true) {
            true => args.theme.unwrap_or(config.look),
            false => tui::Look::Mono,
        },
        depth: color_depth(invocation.env),
        ascii: config.ascii || args.ascii || invocation.env.other_encoding,
        mouse: config.mouse && !args.no_mouse && !invocation.env.dumb,
        walk: config.walk.clone(),
        remind_before: config.remind_before,
        bell: config.bell,
        escape_timeout: config.escape_timeout,
        linear: config.linear || args.linear || invocation.env.linear || invocation.env.dumb,
        dumb: invocation.env.dumb,
        agenda: Arc::clone(agenda),
    })
}

/// Returns the colours that the environment announces.
fn color_depth(env: &Environment) -> tui::ColorDepth {
    tui::ColorDepth::of_environment(&tui::TerminalVariables {
        term: env.term.clone(),
        colorterm: env.colorterm.clone(),
        is_gnu_screen: env.gnu_screen,
        is_windows_terminal: env.windows_terminal,
    })
}
