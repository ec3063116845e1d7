//! The attended sessions that another session overlaps: the reason for which it is dimmed.

use super::line::{Line, TextRun};
use super::remaining::is_over;
use crate::agenda::{Level, SessionIx};
use crate::plan::Overlap;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// Returns the longest overlap of a session with an attended session. A session that is over has
/// none.
pub(crate) fn longest_overlap(model: &Model, session: SessionIx) -> Option<Overlap> {
    let overlap = model.plan.schedule.longest_overlap(&model.agenda, session)?;
    model.agenda.sessions.get(session).filter(|known| !is_over(model, known)).map(|_| overlap)
}

/// Returns the attended session of an overlap: `⚠ with Lunch`. Returns an empty line without an
/// overlap.
pub(crate) fn clash_line(model: &Model, overlap: Option<Overlap>) -> Line {
    let title = overlap.and_then(|overlap| model.agenda.sessions.get(overlap.session));
    title.map_or_else(Line::new, |other| {
        let text = format!("{} with {}", sign::CLASH, other.title);
        vec![TextRun { role: Role::Clash, text }]
    })
}

/// Returns true for a session that is dimmed, because it overlaps an attended session.
pub(crate) fn has_clash(model: &Model, session: SessionIx) -> bool {
    let is_attended = model.level_of(session) == Some(Level::Attend);
    !is_attended && longest_overlap(model, session).is_some()
}
