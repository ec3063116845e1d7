//! The answer of a refresh from the agenda's address.

use crate::tui::refresh_answer::{RefreshError, RefreshOutcome};
use crate::tui::state::{Model, RefreshTrouble, RefusedVersion};
use chrono::{DateTime, Utc};

/// Notes the answer of a refresh. A missing network is shown without a message, unless a key
/// `asked` for the refresh. The watch of the file brings a new version.
pub(super) fn take_answer(
    model: &mut Model,
    answer: Result<RefreshOutcome, RefreshError>,
    asked: bool,
    clock: DateTime<Utc>,
) {
    model.refresh.is_slow = false;
    let trouble = match answer {
        Ok(outcome) => {
            model.refresh.checked = Some(clock);
            model.refresh.trouble = None;
            if asked && outcome == RefreshOutcome::Unchanged {
                model.show_message("Asked just now: nothing has changed.");
            }
            return;
        }
        Err(RefreshError::NoAnswer { why, kind, .. }) => {
            if asked {
                model.show_alert(format!("Not refreshed: {why}"));
            }
            RefreshTrouble::NoAnswer(kind)
        }
        Err(RefreshError::Refused { why, on_demand }) => {
            if asked {
                // The warning about the refusal stands below the message.
                model.message = None;
            }
            RefreshTrouble::Refused(RefusedVersion { why: why.to_string(), on_demand })
        }
        Err(RefreshError::NotStored(why)) => {
            if asked || model.refresh.trouble != Some(RefreshTrouble::NotStored) {
                model.show_alert(format!("Not refreshed: {why}"));
            }
            RefreshTrouble::NotStored
        }
    };
    model.refresh.trouble = Some(trouble);
}
