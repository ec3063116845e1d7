//! Continues with a new version of the agenda: positions of the old version become positions of the
//! new version.

use super::derive::derive_columns;
use super::navigation::go_to;
use super::refresh::refresh_model;
use super::rooms::room_of_column;
use super::search::search_typed;
use crate::agenda::{Agenda, Session, SessionIx};
use crate::plan::VersionMap;
use crate::tui::state::{Model, Place, Screen};
use std::fmt;

/// The numbers of sessions that differ between two versions of an agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct AgendaDifference {
    new: usize,
    gone: usize,
    changed: usize,
}

impl fmt::Display for AgendaDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [(self.new, "new"), (self.gone, "gone"), (self.changed, "changed")];
        let mut separator = "";
        for (count, word) in counts.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "{separator}{count} {word}")?;
            separator = ", ";
        }
        if separator.is_empty() { f.write_str("only details have changed") } else { Ok(()) }
    }
}

/// The positions of an old version in a new version.
struct Renumbering {
    /// The new position of each session. `None`: the session is gone.
    sessions: Vec<Option<SessionIx>>,
    /// The new position of each day, or of the next day if the day is gone.
    days: Vec<usize>,
}

impl Renumbering {
    fn new(old: &Agenda, new: &Agenda, map: &VersionMap) -> Renumbering {
        let last = new.days.len().saturating_sub(1);
        let old_dates = old.days.iter().map(|day| day.date);
        let days = old_dates
            .map(|date| new.days.iter().position(|day| day.date >= date).unwrap_or(last))
            .collect();
        let sessions = (0..old.sessions.len()).map(|session| map.session(session)).collect();
        Renumbering { sessions, days }
    }

    fn new_session(&self, old: SessionIx) -> Option<SessionIx> {
        self.sessions.get(old).copied().flatten()
    }

    fn renumber_sessions(&self, sessions: &mut Vec<SessionIx>) {
        *sessions = sessions.iter().filter_map(|old| self.new_session(*old)).collect();
    }

    fn renumber_place(&self, place: &mut Place) {
        place.day = self.days.get(place.day).copied().unwrap_or(0);
        place.selected = place.selected.and_then(|old| self.new_session(old));
        place.concurrent = None;
    }

    /// Renumbers the sessions and places stored in a screen.
    fn renumber_screen(&self, screen: &mut Screen) {
        match screen {
            Screen::Day => {}
            Screen::Agendas { before } => self.renumber_place(before),
            Screen::Mine { before, kept, .. } => {
                self.renumber_place(before);
                self.renumber_sessions(kept);
            }
            Screen::Search(search) => {
                self.renumber_place(&mut search.before.place);
                self.renumber_sessions(&mut search.before.hits);
                self.renumber_screen(&mut search.before.screen);
            }
        }
    }
}

/// Continues with another version of the same event's agenda. The selected session stays selected;
/// if the session is gone or hidden, the nearest session is selected. `map` has the sessions of the
/// present agenda in `agenda`.
pub(super) fn take_agenda(
    model: &mut Model,
    agenda: Agenda,
    problems: usize,
    map: &VersionMap,
) -> AgendaDifference {
    let renumbering = Renumbering::new(&model.agenda, &agenda, map);
    let difference = count_differences(&model.agenda, &agenda, &renumbering.sessions);
    let was_shown = is_selection_shown(model);
    renumbering.renumber_place(&mut model.place);
    renumbering.renumber_sessions(&mut model.search.hits);
    renumbering.renumber_screen(&mut model.screen);
    let room = room_of_column(model, model.place.cursor.column);
    model.search.index.take();
    model.agenda = agenda;
    model.file.problems = problems;
    model.derived.arranged = None;
    model.take_plan(model.plan.saved.clone());
    derive_columns(model);
    let mut columns = 0..model.derived.columns.len();
    if let Some(column) = columns.find(|column| room_of_column(model, *column) == room) {
        model.place.cursor.column = column;
    }
    if was_shown && model.screen == Screen::Day && !is_selection_shown(model) {
        model.place.selected = None;
        model.scroll = 0;
    }
    show_selected(model);
    difference
}

fn is_selection_shown(model: &Model) -> bool {
    model.place.selected.is_some_and(|session| model.is_shown(session))
}

/// Moves the screen to the selected session.
fn show_selected(model: &mut Model) {
    match (model.place.selected, &model.screen) {
        (Some(session), Screen::Day) => go_to(model, session),
        (_, Screen::Search(_)) => search_typed(model),
        _ => {}
    }
    let wanted = model.place.selected;
    refresh_model(model);
    let row = model.derived.rows.iter().position(|row| row.session() == wanted);
    if let (Some(row), Some(_)) = (row, wanted) {
        model.place.row = row;
        refresh_model(model);
    }
}

/// Counts the differences between two versions. `sessions` has the new position of each old
/// session.
fn count_differences(
    old: &Agenda,
    new: &Agenda,
    sessions: &[Option<SessionIx>],
) -> AgendaDifference {
    let pairs: Vec<(&Session, &Session)> = old
        .sessions
        .iter()
        .zip(sessions)
        .filter_map(|(session, ix)| Some((session, new.sessions.get((*ix)?)?)))
        .collect();
    AgendaDifference {
        new: new.sessions.len().saturating_sub(pairs.len()),
        gone: old.sessions.len().saturating_sub(pairs.len()),
        changed: pairs
            .iter()
            .filter(|(a, b)| {
                !is_unchanged(a, b) || old.presenter_names(a) != new.presenter_names(b)
            })
            .count(),
    }
}

/// Returns true if title, time, room and summary of a session are the same in both versions.
fn is_unchanged(a: &Session, b: &Session) -> bool {
    a.title == b.title
        && a.start == b.start
        && a.minutes == b.minutes
        && a.room == b.room
        && a.cancelled == b.cancelled
        && a.summary == b.summary
}
