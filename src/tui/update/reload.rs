//! The agenda's file has changed.

use super::tell;
use crate::agenda::Agenda;
use crate::plan::What;
use crate::tui::model::Model;

/// Goes on with another version of the agenda.
pub(super) fn take(model: &mut Model, agenda: Agenda, problems: usize) {
    model.stale = None;
    if agenda == model.agenda {
        model.problems = problems;
        return;
    }
    let before = model.agenda.sessions.len();
    model.take_agenda(agenda, problems);
    let now = model.agenda.sessions.len();
    let shifts = model.schedule.shifts(&model.agenda);
    let mine = shifts.iter().any(|shift| shift.what != What::Renumbered);
    let count = if now == before { String::new() } else { format!(": {before} → {now} sessions") };
    let yours = if mine { "; some of yours are not as they were" } else { "" };
    tell(model, format!("The agenda has changed{count}{yours}"), mine);
}
