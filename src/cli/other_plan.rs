//! Messages about marks that an agenda does not show: the plan has another id, or the sessions are
//! not in the agenda.

use super::context::CliContext;
use super::error::{count_noun, quote_for_shell};
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

/// Returns a sentence about an empty schedule, with the command for the next step.
pub(crate) fn describe_empty_schedule(cx: &CliContext) -> String {
    let offer = offer_other_plan(&cx.agenda, &cx.folders, cx.named_agenda.as_deref());
    let advice = offer.as_deref().unwrap_or("Put sessions into your schedule with hallway mark ID");
    format!("your schedule is empty. {advice}")
}

/// Returns a sentence about marks that an agenda stored in the library as `name` does not show.
pub(crate) fn describe_hidden_marks(
    agenda: &Agenda,
    folders: &Folders,
    name: &str,
) -> Option<String> {
    let schedule = folders.load_plan(&agenda.id).ok()?.schedule_for(agenda);
    let marks = schedule.mark_matches();
    if marks.is_empty() {
        return offer_other_plan(agenda, folders, Some(name));
    }
    let hidden = marks.iter().filter(|found| found.session().is_none()).count();
    let verb = if hidden == 1 { "has" } else { "have" };
    (hidden > 0).then(|| {
        format!(
            "{hidden} of your {} {verb} no session in it, and your schedule keeps {}: hallway mine \
             -a {name}",
            count_noun(marks.len(), "mark", "marks"),
            if hidden == 1 { "it" } else { "them" },
        )
    })
}

/// Returns the command `hallway mark`, with the agenda `name` if the command needs the name.
pub(crate) fn mark_command(name: Option<&str>) -> String {
    let agenda = name.map(|name| format!(" -a {}", quote_for_shell(name)));
    format!("hallway mark{}", agenda.unwrap_or_default())
}
