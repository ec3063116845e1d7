//! The thread that makes the indexes of the agenda after the first frame: the search and the marks
//! need them.

use super::Program;
use crate::search::Index;
use crate::tui::event::Event;
use crate::tui::state::{Focus, Screen};
use std::sync::Arc;

impl Program<'_> {
    /// Starts the thread, unless a thread makes the indexes of this agenda already.
    pub(super) fn index_agenda(&mut self) {
        self.model.search.is_built_by_thread = true;
        let indexes = self.model.indexes();
        let indexed = self.indexed.as_ref();
        if indexed.is_some_and(|known| Arc::ptr_eq(&known.search, &indexes.search)) {
            return;
        }
        let old = self.indexed.replace(indexes.clone());
        let (agenda, events) = (Arc::clone(&self.model.agenda), self.events.clone());
        std::thread::spawn(move || {
            drop(old);
            indexes.search.get_or_init(|| Index::new(&agenda));
            // The loop has ended if nobody receives the event.
            let _ = events.send(Event::Indexed);
            indexes.marks.complete(&agenda);
        });
    }

    /// Returns true if an event may change the screen. A day without a search does not show
    /// whether the index is built.
    pub(super) fn may_show(&self, event: &Event) -> bool {
        let model = &self.model;
        let is_day = model.screen == Screen::Day && model.focus == Focus::Main;
        let shows_index = !is_day || model.search.is_waiting || !model.search.query.is_empty();
        event.is_visible() && (shows_index || !matches!(event, Event::Indexed))
    }
}
