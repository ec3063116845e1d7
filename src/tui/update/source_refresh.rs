//! The answer of a refresh from the agenda's address.

use crate::agenda::Clean;
use crate::tui::layout::notes::wall_time;
use crate::tui::refresh_answer::{NoAnswerKind, RefreshError, RefreshOutcome};
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
                tell_of_missing_answer(model, kind, &why);
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

/// Answers a key. A missing network is no alarm: the agenda is there, and its age is said.
fn tell_of_missing_answer(model: &mut Model, kind: NoAnswerKind, why: &Clean) {
    match (kind, model.refresh.checked) {
        (NoAnswerKind::ServerError, _) => model.show_alert(format!("Not refreshed: {why}")),
        (NoAnswerKind::Offline, Some(checked)) => {
            let time = wall_time(model, checked);
            model.show_message(format!("Offline: agenda as of {time}"));
        }
        (NoAnswerKind::Offline, None) => model.show_message("Offline: the address does not answer"),
    }
}
