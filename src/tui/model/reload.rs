//! Another version of the agenda in the place of the one on the screen.

use super::{Model, Place, Screen, Search};
use crate::agenda::{Agenda, SessionIx};
use crate::search::Index;
use crate::timetable::Columns;

impl Model {
    /// Goes on with another version of the agenda. What is selected stays selected, and what is shown stays where it is, as far
    /// as they are still there.
    pub(crate) fn take_agenda(&mut self, agenda: Agenda, problems: usize) {
        let old = std::mem::replace(&mut self.agenda, agenda);
        self.problems = problems;
        self.columns = Columns::of(&self.agenda);
        self.index = Index::new(&self.agenda);
        self.laid = None;
        let carry = Carry { old: &old, new: &self.agenda };
        let (place, hits) = (carry.place(self.place), carry.all(&self.hits));
        let screen = carry.screen(std::mem::replace(&mut self.screen, Screen::Day));
        (self.place, self.hits, self.screen) = (place, hits, screen);
        self.take_plan(self.saved.clone());
        self.search();
        let selected = self.place.selected;
        if self.screen == Screen::Day {
            match selected {
                Some(session) => self.go_to(session),
                None => self.go_to_day(self.place.day),
            }
        }
        // The lines of the list are of the old version: which of them was selected is known by its session only.
        self.rows.clear();
        self.refresh();
        if let Some(row) = self.rows.iter().position(|row| selected.is_some() && row.session() == selected) {
            self.place.row = row;
            self.refresh();
        }
    }
}

/// From positions in one version to those in the next.
struct Carry<'a> {
    old: &'a Agenda,
    new: &'a Agenda,
}

impl Carry<'_> {
    /// By id, or by title where only one session has it.
    fn session(&self, ix: SessionIx) -> Option<SessionIx> {
        let session = self.old.sessions.get(ix)?;
        self.new.find(&session.id).or_else(|| {
            let mut same = self.new.sessions.iter().zip(0..).filter(|(other, _)| other.title == session.title);
            same.next().map(|(_, ix)| ix).filter(|_| same.next().is_none())
        })
    }

    fn all(&self, sessions: &[SessionIx]) -> Vec<SessionIx> {
        sessions.iter().filter_map(|ix| self.session(*ix)).collect()
    }

    fn place(&self, place: Place) -> Place {
        let date = self.old.days.get(place.day).map(|day| day.date);
        let day = self.new.days.iter().position(|day| Some(day.date) == date);
        let day = day.unwrap_or_else(|| place.day.min(self.new.days.len().saturating_sub(1)));
        Place { day, selected: place.selected.and_then(|ix| self.session(ix)), ..place }
    }

    fn screen(&self, screen: Screen) -> Screen {
        match screen {
            Screen::Day => Screen::Day,
            Screen::Mine { before, open, kept } => {
                Screen::Mine { before: self.place(before), open, kept: self.all(&kept) }
            }
            Screen::Agendas { before } => Screen::Agendas { before: self.place(before) },
            Screen::Search(Search { input, before }) => {
                let (screen, place, hits, query) = *before;
                let before = Box::new((self.screen(screen), self.place(place), self.all(&hits), query));
                Screen::Search(Search { input, before })
            }
        }
    }
}
