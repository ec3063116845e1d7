//! Continues with a new version of the agenda: positions of the old version become positions of the
//! new version.

use super::derive::derive_columns;
use super::navigation::go_to;
use super::refresh::refresh;
use super::search::search_typed;
use crate::agenda::{Agenda, Clean, Session, SessionIx};
use crate::plan::Plan;
use crate::timetable::Column;
use crate::tui::state::{Model, Place, Screen};
use std::collections::HashMap;

/// The numbers of sessions that differ between two versions of an agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct AgendaDifference {
    pub(super) new: usize,
    pub(super) gone: usize,
    pub(super) changed: usize,
}

/// The positions of an old version in a new version.
struct Renumbering {
    /// The new position of each session. `None`: the session is gone.
    sessions: Vec<Option<SessionIx>>,
    /// The new position of each day, or of the next day if the day is gone.
    days: Vec<usize>,
}

impl Renumbering {
    fn between(old: &Agenda, new: &Agenda) -> Renumbering {
        let last = new.days.len().saturating_sub(1);
        let new_day = |date| new.days.iter().position(|day| day.date >= date).unwrap_or(last);
        let days = old.days.iter().map(|day| new_day(day.date)).collect();
        Renumbering { sessions: same_sessions(old, new), days }
    }

    fn session(&self, old: SessionIx) -> Option<SessionIx> {
        self.sessions.get(old).copied().flatten()
    }

    fn keep(&self, sessions: &mut Vec<SessionIx>) {
        *sessions = sessions.iter().filter_map(|old| self.session(*old)).collect();
    }

    fn renumber_place(&self, place: &mut Place) {
        place.day = self.days.get(place.day).copied().unwrap_or(0);
        place.selected = place.selected.and_then(|old| self.session(old));
        place.concurrent = None;
    }

    /// Renumbers everything that a screen remembers.
    fn renumber_screen(&self, screen: &mut Screen) {
        match screen {
            Screen::Day => {}
            Screen::Agendas { before } => self.renumber_place(before),
            Screen::Mine { before, kept, .. } => {
                self.renumber_place(before);
                self.keep(kept);
            }
            Screen::Search(search) => {
                self.renumber_place(&mut search.before.place);
                self.keep(&mut search.before.hits);
                self.renumber_screen(&mut search.before.screen);
            }
        }
    }
}

/// Continues with another version of the same event's agenda. The selected session stays selected;
/// if the session is gone or hidden, the nearest session is selected.
pub(super) fn take_agenda(model: &mut Model, agenda: Agenda, problems: usize) -> AgendaDifference {
    let renumbering = Renumbering::between(&model.agenda, &agenda);
    let difference = difference(&model.agenda, &agenda, &renumbering.sessions);
    let selected_is_shown =
        |model: &Model| model.place.selected.is_some_and(|session| model.is_shown(session));
    let was_shown = selected_is_shown(model);
    renumbering.renumber_place(&mut model.place);
    renumbering.keep(&mut model.search.hits);
    renumbering.renumber_screen(&mut model.screen);
    let room = room_name(model, model.place.cursor.column);
    model.search.index.take();
    model.agenda = agenda;
    model.file.problems = problems;
    model.derived.arranged = None;
    model.take_plan(model.plan.saved.clone());
    derive_columns(model);
    let mut columns = 0..model.derived.columns.len();
    if let Some(column) = columns.find(|column| room_name(model, *column) == room) {
        model.place.cursor.column = column;
    }
    if was_shown && model.screen == Screen::Day && !selected_is_shown(model) {
        model.place.selected = None;
        model.scroll = 0;
    }
    show_selected(model);
    difference
}

/// Returns the name of the room in a column.
fn room_name(model: &Model, column: usize) -> Option<Clean> {
    match model.derived.columns.iter().nth(column)? {
        Column::Room(room) => model.agenda.rooms.get(room).map(|room| room.name.clone()),
        Column::Elsewhere => None,
    }
}

/// Moves the screen to the selected session.
fn show_selected(model: &mut Model) {
    match (model.place.selected, &model.screen) {
        (Some(session), Screen::Day) => go_to(model, session),
        (_, Screen::Search(_)) => search_typed(model),
        _ => {}
    }
    let wanted = model.place.selected;
    refresh(model);
    let row = model.derived.rows.iter().position(|row| row.session() == wanted);
    if let (Some(row), Some(_)) = (row, wanted) {
        model.place.row = row;
        refresh(model);
    }
}

/// Returns for each session of the old agenda the session of the new agenda that a mark would find.
fn same_sessions(old: &Agenda, new: &Agenda) -> Vec<Option<SessionIx>> {
    let versions = Plan::with_every_session(old).schedule_for(new);
    let same: HashMap<&str, SessionIx> = versions
        .mark_matches()
        .iter()
        .filter_map(|found| Some((found.mark.session_id.as_str(), found.session?)))
        .collect();
    old.sessions.iter().map(|session| same.get(session.id.as_str()).copied()).collect()
}

fn difference(old: &Agenda, new: &Agenda, sessions: &[Option<SessionIx>]) -> AgendaDifference {
    let pairs: Vec<(&Session, &Session)> = old
        .sessions
        .iter()
        .zip(sessions)
        .filter_map(|(session, ix)| Some((session, new.sessions.get((*ix)?)?)))
        .collect();
    let differs = |(a, b): &&(&Session, &Session)| {
        let one = (&a.title, a.start, a.minutes, &a.room, a.cancelled, &a.summary);
        let other = (&b.title, b.start, b.minutes, &b.room, b.cancelled, &b.summary);
        one != other || old.presenter_names(a) != new.presenter_names(b)
    };
    AgendaDifference {
        new: new.sessions.len().saturating_sub(pairs.len()),
        gone: old.sessions.len().saturating_sub(pairs.len()),
        changed: pairs.iter().filter(differs).count(),
    }
}
