//! Sentences about a marked session: overlaps and changes.

use crate::agenda::{Level, Session, SessionIx, format_minutes};
use crate::plan::{Mark, Shift};
use crate::tui::state::Model;
use chrono::{DateTime, Utc};

/// Returns a sentence for each change of a session since it was marked, with old and new value.
pub(crate) fn change_notes(model: &Model, session: SessionIx) -> Vec<String> {
    let shifts = model.plan.schedule.find_shifts(&model.agenda);
    let own = shifts.iter().filter(|shift| shift.session() == Some(session));
    own.filter_map(|shift| change_note(model, shift)).collect()
}

/// Returns a sentence for a change. A new id is no change to a person.
fn change_note(model: &Model, shift: &Shift) -> Option<String> {
    if !shift.is_news(&model.agenda) || shift.session().is_none() {
        return None;
    }
    let time = |at| model.shown_time(at).format("%a %H:%M").to_string();
    Some(shift.describe(&model.agenda, &time))
}

/// Returns a sentence for each earlier session that overlaps an attended session. The minutes come
/// first, so that a narrow row does not cut them off.
pub(crate) fn overlap_notes(model: &Model, session: SessionIx) -> Vec<String> {
    let schedule = &model.plan.schedule;
    if schedule.level_of(session) != Some(Level::Attend) {
        return Vec::new();
    }
    let overlaps = schedule.find_overlaps(&model.agenda, session).into_iter();
    overlaps
        .filter(|overlap| overlap.session < session)
        .map(|overlap| {
            let minutes = format_minutes(overlap.minutes);
            format!("{minutes} overlap with {}", title_of(model, overlap.session))
        })
        .collect()
}

/// Returns an instant of the wall clock for a person: the time, with the day if it is not today. An
/// agenda of wall clocks alone has no zone: the time is on the clock of this machine then, or in
/// UTC.
pub(crate) fn wall_time(model: &Model, at: DateTime<Utc>) -> String {
    let has_zone = model.agenda.clock.has_instants() || model.settings.local.is_some();
    let shown = |at: DateTime<Utc>| match &model.settings.local {
        Some(zone) if !model.agenda.clock.has_instants() => zone.local_time(at.fixed_offset()),
        _ if has_zone => model.shown_time(at.fixed_offset()),
        _ => at.fixed_offset(),
    };
    let is_today = shown(at).date_naive() == shown(model.wall_clock).date_naive();
    let time = shown(at).format(if is_today { "%H:%M" } else { "%a %-d %b %H:%M" });
    format!("{time}{}", if has_zone { "" } else { " UTC" })
}

/// Returns since when the session of a mark is missing: the time, with the day if it is not today.
/// Returns `None` if the time is unknown, or if the agenda has wall clocks alone.
fn missing_since(model: &Model, mark: &Mark) -> Option<String> {
    let since = mark.missing_since.filter(|_| model.agenda.clock.has_instants())?;
    let since = model.shown_time(since.fixed_offset());
    let today = model.now.map(|now| model.shown_time(now).date_naive());
    let is_today = today == Some(since.date_naive());
    Some(since.format(if is_today { "%H:%M" } else { "%a %-d %b %H:%M" }).to_string())
}

/// The text of a row about a mark without a session.
pub(crate) struct MissingRow {
    /// The time and the title.
    pub(crate) title: String,
    /// The time since when the session is missing. Empty in a row below 60 cells.
    pub(crate) since: String,
}

/// Returns the text of a row of `width` cells.
pub(crate) fn missing_row(model: &Model, mark: &Mark, width: u16) -> MissingRow {
    let start = mark.latest().start.map(|at| model.shown_time(at).format("%a %H:%M").to_string());
    let title = format!("{:9}  {}", start.unwrap_or_default(), mark.title());
    let since = missing_since(model, mark).filter(|_| width >= 60);
    MissingRow { title, since: since.map_or_else(String::new, |since| format!("  since {since}")) }
}

/// Returns a sentence without its full stop: `Not in the agenda since 14:20`.
pub(crate) fn missing_sentence(model: &Model, mark: &Mark) -> String {
    let since = missing_since(model, mark).map(|since| format!(" since {since}"));
    format!("Not in the agenda{}", since.unwrap_or_default())
}

/// Returns the published room of a session, or words for no room.
pub(crate) fn room_text(session: &Session) -> &str {
    let no_room = if session.is_own() { "my own entry" } else { "no room" };
    session.room.as_deref().unwrap_or(no_room)
}

/// Returns the title of a session, or an empty title for no such session.
pub(crate) fn title_of(model: &Model, session: SessionIx) -> &str {
    model.agenda.sessions.get(session).map_or("", |session| &*session.title)
}
