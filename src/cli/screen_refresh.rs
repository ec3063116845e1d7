//! The refresh of an agenda on the screen from its source.

use super::context::read_wall_clock;
use super::error::{BAD_DATA, CliError, IO_FAILED};
use super::load::Loaded;
use super::refresh::{RefreshRequest, Refreshed, read_new_version};
use super::source::Source;
use crate::agenda::{Clean, Zone};
use crate::fetch::{Address, FetchError, FetchFault};
use crate::store::{Folders, read_fingerprint};
use crate::tui::{NoAnswerKind, RefreshError, RefreshMode, RefreshOutcome, Refresher};
use std::sync::Arc;
use std::time::Duration;

/// Returns the refresh of an agenda of the library, or `None` for an agenda without a source.
/// `zone` is the zone of the event if its source names none. `interval` is the time between two
/// refreshes of an address; a file is read again when a key asks. Sends no request.
pub(super) fn refresher_of(
    loaded: &Loaded,
    folders: Option<&Folders>,
    zone: Option<Zone>,
    interval: Option<Duration>,
) -> Option<Refresher> {
    let (Source::Library { name, .. }, Some(folders)) = (&loaded.source, folders) else {
        return None;
    };
    let record = folders.load_record(name);
    let address = record.as_ref().map(|record| &*record.address);
    let address = address.or(loaded.agenda.source.as_deref())?;
    // A build without the feature opens no address: the key says so.
    let is_fetched = Address::has_scheme(address) && cfg!(feature = "https");
    let interval = interval.filter(|_| is_fetched);
    let (name, folders) = (name.clone(), folders.clone());
    Some(Refresher {
        checked: record.map(|record| record.checked),
        interval,
        run: Arc::new(move |mode| refresh(&name, &folders, zone.as_ref(), mode)),
    })
}

/// Reads the source of the agenda `name` and stores a new version.
fn refresh(
    name: &str,
    folders: &Folders,
    zone: Option<&Zone>,
    mode: RefreshMode,
) -> Result<RefreshOutcome, RefreshError> {
    let request = RefreshRequest { name, zone, folders, now: read_wall_clock(), tell: |_| {} };
    let file = folders.agenda_file(name);
    let before = read_fingerprint(&file);
    let refreshed = read_new_version(&request, mode == RefreshMode::AcceptRegression);
    let mut version = match refreshed.map_err(refresh_error)? {
        Refreshed::Unchanged => return Ok(RefreshOutcome::Unchanged),
        Refreshed::Changed(version) => version,
    };
    match version.store(folders) {
        Ok(()) => Ok(RefreshOutcome::Stored),
        // Another hallway was faster: the file has the new version.
        Err(CliError::Failed { code: IO_FAILED, .. }) if read_fingerprint(&file) != before => {
            Ok(RefreshOutcome::Stored)
        }
        Err(error) => Err(refresh_error(error)),
    }
}

/// Returns the error for the screen.
fn refresh_error(error: CliError) -> RefreshError {
    match error {
        CliError::Unavailable(error) => fetch_error(&error),
        CliError::Refused(refused) => RefreshError::Refused {
            why: Clean::line(&refused.reason),
            on_demand: refused.on_demand,
        },
        error if error.exit_code() == BAD_DATA => {
            RefreshError::Refused { why: Clean::line(error.to_string()), on_demand: false }
        }
        error => RefreshError::NotStored(Clean::line(error.to_string())),
    }
}

fn fetch_error(error: &FetchError) -> RefreshError {
    let why = Clean::line(error.to_string());
    let kind = match &error.fault {
        // The document is there, and it is no schedule: the login page of a network, for example.
        FetchFault::WebPage
        | FetchFault::OtherSite(_)
        | FetchFault::NoSchedule { .. }
        | FetchFault::Empty => return RefreshError::Refused { why, on_demand: false },
        FetchFault::NoHost
        | FetchFault::Refused
        | FetchFault::Unreachable(_)
        | FetchFault::NoConnection
        | FetchFault::Stalled
        | FetchFault::Overtime
        | FetchFault::Cut => NoAnswerKind::Offline,
        _ => NoAnswerKind::ServerError,
    };
    let retry_after = match error.fault {
        FetchFault::Status { retry_after, .. } => retry_after,
        _ => None,
    };
    RefreshError::NoAnswer { why, kind, retry_after }
}
