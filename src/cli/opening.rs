//! The agenda of the command line for the screen. An agenda of the web is opened from the library,
//! and is stored there the first time.

use super::error::{CliError, IO_FAILED, USAGE, address_argument, print_message};
use super::invocation::Invocation;
use super::library::{ReadSchedule, StoredAgenda};
use super::load::{Loaded, load_usable_source};
use super::source::Source;
use super::web_copy::WebCopy;
use crate::store::Folders;
use crate::tui;
use std::thread::JoinHandle;
use std::time::Duration;

/// The pause before an agenda is stored: both would use the processor while a person waits for the
/// first frame.
const FIRST_FRAME_TIME: Duration = Duration::from_millis(100);

/// An agenda for the screen.
pub(crate) struct OpenedAgenda {
    pub(crate) loaded: Loaded,
    /// The thread that stores a new agenda in the library: the screen does not wait for a slow
    /// disk.
    pub(crate) storing: Option<JoinHandle<Result<(), CliError>>>,
}

impl From<Loaded> for OpenedAgenda {
    fn from(loaded: Loaded) -> OpenedAgenda {
        OpenedAgenda { loaded, storing: None }
    }
}

/// Loads the agenda of the command line. An agenda of the web is loaded from the library, and is
/// stored there if the library has no copy.
///
/// # Errors
/// Returns an error if the agenda cannot be loaded or has no session, or if the library has another
/// event of the same name.
pub(crate) fn load_for_screen(invocation: &Invocation<'_>) -> Result<OpenedAgenda, CliError> {
    let source = Source::from_invocation(invocation)?;
    let (Source::Web(address), Some(folders)) = (&source, &invocation.folders) else {
        return Ok(load_usable_source(invocation, source)?.into());
    };
    let copy = WebCopy::find(&source, Some(folders));
    if let Some(copy) = &copy
        && let Ok(loaded) = load_usable_source(invocation, copy.source.clone())
    {
        return Ok(loaded.into());
    }
    let name = copy.map(|copy| copy.name);
    let address = address_argument(address);
    let read = ReadSchedule::read(source, invocation.event_zone()?.as_ref())?;
    tui::require_terminal()?;
    if name.is_none() && read.is_new(folders) {
        return Ok(store_in_thread(read, folders.clone()));
    }
    match read.store(name.as_deref(), false, folders) {
        Ok(stored) => {
            let StoredAgenda { name, agenda, .. } = stored;
            Ok(Loaded::of_stored(&name, agenda, folders).into())
        }
        Err(error) if error.exit_code() == IO_FAILED => {
            report_not_stored(&error);
            Ok(read.loaded.into())
        }
        Err(CliError::Failed { code: USAGE, message }) => {
            let command = format!("The command is hallway import {address} --name NAME");
            Err(CliError::usage(format!("{message}. {command}")))
        }
        Err(error) => Err(error),
    }
}

/// Stores a new agenda, and then its name as the agenda opened last.
fn store_in_thread(read: ReadSchedule, folders: Folders) -> OpenedAgenda {
    let agenda = read.agenda_of_name(None, Some(&folders));
    let name = agenda.id.to_string();
    let loaded = Loaded::of_stored(&name, agenda, &folders);
    let store = move || {
        std::thread::sleep(FIRST_FRAME_TIME);
        let stored = read.store(None, false, &folders)?;
        folders.remember_agenda(&stored.name);
        Ok(())
    };
    let storing = tui::hold_signals(|| std::thread::spawn(store));
    OpenedAgenda { loaded, storing: Some(storing) }
}

/// Prints that an agenda is on the screen and not in the library.
pub(crate) fn report_not_stored(error: &CliError) {
    print_message(&format!("the agenda is not stored in the library: {error}"));
}
