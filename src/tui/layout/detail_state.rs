//! The state of a session in its details: when it is, my mark, overlaps and changes.

use super::line::{Line, TextRun, line_width, text_run};
use super::notes::{change_notes, title_of};
use super::paragraphs::Paragraphs;
use super::remaining::minutes_until;
use crate::agenda::{Level, SessionIx, format_minutes};
use crate::text;
use crate::tui::input::action::Command;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// Adds a line with the time state and the mark, and a line for each overlap with an attended
/// session.
pub(super) fn add_pills(text: &mut Paragraphs, model: &Model, ix: SessionIx) {
    let overlaps = model.plan.schedule.find_overlaps(&model.agenda, ix);
    let mut states: Vec<TextRun> = time_state(model, ix).into_iter().collect();
    states.extend(mark_state(model, ix));
    if overlaps.is_empty() && fits_schedule(model, ix) {
        states.push(text_run(Role::Free, "fits my schedule"));
    }
    let mut line = Line::new();
    for state in states {
        let space = if line.is_empty() { 0 } else { 2 };
        if line_width(&line) + space + text::width(&state.text) > text.width() {
            text.push_line(std::mem::take(&mut line));
        } else if space > 0 {
            line.push(text_run(Role::Text, if model.settings.linear { ", " } else { "  " }));
        }
        line.push(state);
    }
    if !line.is_empty() {
        text.push_line(line);
    }
    for overlap in overlaps {
        let minutes = format_minutes(overlap.minutes);
        let title = title_of(model, overlap.session);
        if model.settings.linear {
            text.add(Role::Clash, &format!("Overlaps {title} by {minutes}."));
            continue;
        }
        let pill = format!(" {} {minutes} with {title} ", sign::CLASH);
        if text::width(&pill) <= text.width() {
            text.push_line(vec![text_run(Role::ClashPill, &pill)]);
        } else {
            text.add(Role::Clash, &format!("{} {minutes} overlap with {title}", sign::CLASH));
        }
    }
}

/// Returns true for a session ahead that is not marked and overlaps nothing, if something is
/// attended.
fn fits_schedule(model: &Model, ix: SessionIx) -> bool {
    let Some(session) = model.agenda.sessions.get(ix) else { return false };
    let is_over = model.now.zip(session.end()).is_some_and(|(now, end)| end <= now);
    let is_open = model.level_of(ix).is_none() && !session.cancelled && !is_over;
    let has_plan = !model.plan.schedule.attended_sessions().is_empty();
    is_open && has_plan && session.start.is_some() && !session.kind.is_band()
}

/// Returns the mark of a session in words.
fn mark_state(model: &Model, ix: SessionIx) -> Option<TextRun> {
    let is_skipped = model.plan.schedule.is_skipped(ix);
    let (role, sign, words) = match model.level_of(ix) {
        None if is_skipped => (Role::Faint, sign::SKIPPED, "not for me"),
        None => return None,
        Some(Level::Attend) => (Role::Attend, sign::ATTEND, "in my schedule"),
        Some(Level::Maybe) => (Role::Maybe, sign::MAYBE, "maybe"),
    };
    let text = if model.settings.linear { words.to_owned() } else { format!("{sign} {words}") };
    Some(text_run(role, &text))
}

/// Returns the minutes that are left of a session, or up to its start within twelve hours.
fn time_state(model: &Model, ix: SessionIx) -> Option<TextRun> {
    const SOON_MINUTES: i64 = 12 * 60;
    let session = model.agenda.sessions.get(ix)?;
    let now = model.time_during_event()?;
    let pad = if model.settings.linear { "" } else { " " };
    if model.runs_now(ix) {
        let left = session.end().map(|end| minutes_until(now, end));
        let left = left.map_or_else(String::new, |left| format!(", {} left", spoken(left)));
        return Some(text_run(Role::NowPill, &format!("{pad}now{left}{pad}")));
    }
    if session.end().is_some_and(|end| end <= now) {
        return Some(text_run(Role::Faint, "over"));
    }
    let until = minutes_until(now, session.start?);
    let is_soon = !session.cancelled && (1..=SOON_MINUTES).contains(&until);
    is_soon.then(|| text_run(Role::Pill, &format!("{pad}in {}{pad}", spoken(until))))
}

/// Returns a number of minutes in words.
fn spoken(minutes: i64) -> String {
    format_minutes(u32::try_from(minutes).unwrap_or(0))
}

/// Adds the changes of a session since it was marked.
pub(super) fn add_changes(text: &mut Paragraphs, model: &Model, ix: SessionIx) {
    let changes = change_notes(model, ix);
    if !changes.is_empty() {
        text.add_space();
    }
    for change in changes {
        text.add(Role::Alert, &format!("! {change}"));
    }
    let level = model.level_of(ix).filter(|_| model.plan.changed.contains(&ix));
    if let Some(level) = level {
        let command = if level == Level::Attend { Command::Attend } else { Command::Maybe };
        text.add(Role::Faint, &format!("{} takes note of it.", model.key_of(command)));
    }
}
