//! The offer of a plan under another id for the same sessions.

use super::error::quote_for_shell;
use crate::agenda::Agenda;
use crate::store::{Folders, OtherPlan};

/// Returns a sentence with the command that brings the marks of another plan, if the agenda has no
/// marks and another plan is of the same sessions. `name` is the agenda of the command line, if the
/// command line names one.
pub(crate) fn offer_other_plan(
    agenda: &Agenda,
    folders: &Folders,
    name: Option<&str>,
) -> Option<String> {
    // An unreadable plan may have marks.
    if !folders.load_plan(&agenda.id).is_ok_and(|plan| plan.is_empty()) {
        return None;
    }
    let OtherPlan { event, marks } = folders.find_other_plan(agenda, |_| true)?;
    let command = format!("{} --from {event}", mark_command(name));
    Some(match marks {
        1 => format!("1 mark of {event} is of the same session: {command} brings it"),
        _ => format!("{marks} marks of {event} are of the same sessions: {command} brings them"),
    })
}

/// Returns the command `hallway mark`, with the agenda `name` if the command needs the name.
pub(crate) fn mark_command(name: Option<&str>) -> String {
    let agenda = name.map(|name| format!(" -a {}", quote_for_shell(name)));
    format!("hallway mark{}", agenda.unwrap_or_default())
}
