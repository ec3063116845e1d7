//! The agenda's file, read again while the program runs: what has a new position is found by what
//! it is called.

use super::model::{Model, Place, Screen};
use crate::agenda::{Agenda, Clean, Session, SessionIx};
use crate::plan::Plan;
use crate::timetable::Column;
use std::collections::HashMap;

/// What is different after reading the file again, in numbers of sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Difference {
    pub(crate) new: usize,
    pub(crate) gone: usize,
    pub(crate) changed: usize,
}

impl Model {
    /// Goes on with this agenda, the same event's. The selected session stays selected; where it is
    /// gone or hidden, what is nearest.
    pub(crate) fn take_agenda(&mut self, agenda: Agenda, problems: usize) -> Difference {
        let sessions = same_sessions(&self.agenda, &agenda);
        let difference = difference(&self.agenda, &agenda, &sessions);
        let date = |day: usize| self.agenda.days.get(day).map(|day| day.date);
        // The same date, else the next that there is.
        let same_day = |day: usize| agenda.days.iter().position(|new| Some(new.date) >= date(day));
        let days: Vec<usize> = (0..self.agenda.days.len())
            .map(|day| same_day(day).unwrap_or(agenda.days.len().saturating_sub(1)))
            .collect();
        let moved = |old: SessionIx| sessions.get(old).copied().flatten();
        let place = |place: Place| Place {
            day: days.get(place.day).copied().unwrap_or(0),
            selected: place.selected.and_then(moved),
            ..place
        };
        let shown = self.place.selected.is_some_and(|session| self.is_shown(session));
        self.place = place(self.place);
        self.hits = self.hits.iter().copied().filter_map(moved).collect();
        replace(&mut self.screen, &place, &moved);
        self.index.take();
        let room = self.room_name(self.place.cursor.column);
        self.agenda = agenda;
        self.problems = problems;
        (self.arranged, self.slot) = (None, None);
        self.take_plan(self.saved.clone());
        self.settle_passing();
        if let Some(column) = (0..self.columns.len()).find(|column| self.room_name(*column) == room)
        {
            self.place.cursor.column = column;
        }
        if shown
            && self.screen == Screen::Day
            && !self.place.selected.is_some_and(|session| self.is_shown(session))
        {
            // It is gone or hidden.
            (self.place.selected, self.scroll) = (None, 0);
        }
        self.go_on();
        difference
    }

    /// The name of the room that has that column.
    fn room_name(&self, column: usize) -> Option<Clean> {
        match self.columns.iter().nth(column)? {
            Column::Room(room) => self.agenda.rooms.get(room).map(|room| room.name.clone()),
            Column::Elsewhere => None,
        }
    }

    /// To the selected session, wherever it is now.
    fn go_on(&mut self) {
        match (self.place.selected, &self.screen) {
            (Some(session), Screen::Day) => self.go_to(session),
            (_, Screen::Search(_)) => self.search(),
            _ => {}
        }
        let wanted = self.place.selected;
        self.refresh();
        if wanted.is_some()
            && let Some(row) = self.rows.iter().position(|row| row.session() == wanted)
        {
            self.place.row = row;
            self.refresh();
        }
    }
}

/// Gives everything that a screen remembers its new position.
fn replace(
    screen: &mut Screen,
    place: &dyn Fn(Place) -> Place,
    moved: &dyn Fn(SessionIx) -> Option<SessionIx>,
) {
    match screen {
        Screen::Day => {}
        Screen::Agendas { before } => *before = place(*before),
        Screen::Mine { before, kept, .. } => {
            *before = place(*before);
            *kept = kept.iter().copied().filter_map(moved).collect();
        }
        Screen::Search(search) => {
            let (screen, before, hits, _) = &mut *search.before;
            *before = place(*before);
            *hits = hits.iter().copied().filter_map(moved).collect();
            replace(screen, place, moved);
        }
    }
}

/// For each session of the old agenda the same one in the new, as a mark would find it.
fn same_sessions(old: &Agenda, new: &Agenda) -> Vec<Option<SessionIx>> {
    let versions = Plan::with_every_session(old).schedule_for(new);
    let same: HashMap<&str, SessionIx> = versions
        .mark_matches()
        .iter()
        .filter_map(|found| Some((found.mark.session_id.as_str(), found.session?)))
        .collect();
    old.sessions.iter().map(|session| same.get(session.id.as_str()).copied()).collect()
}

fn difference(old: &Agenda, new: &Agenda, sessions: &[Option<SessionIx>]) -> Difference {
    let stayed =
        || old.sessions.iter().zip(sessions).filter_map(|(session, ix)| Some((session, (*ix)?)));
    let differs = |(a, ix): &(&Session, SessionIx)| {
        new.sessions.get(*ix).is_none_or(|b| {
            let one = (&a.title, a.start, a.minutes, &a.room, a.cancelled, &a.summary);
            let other = (&b.title, b.start, b.minutes, &b.room, b.cancelled, &b.summary);
            one != other || old.presenter_names(a) != new.presenter_names(b)
        })
    };
    let kept = stayed().count();
    Difference {
        new: new.sessions.len().saturating_sub(kept),
        gone: old.sessions.len().saturating_sub(kept),
        changed: stayed().filter(differs).count(),
    }
}
