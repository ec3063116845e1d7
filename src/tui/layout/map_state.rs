//! The states of sessions on the map of a day.

use super::screen;
use crate::agenda::{Level, Moment};
use crate::timetable::Tile;
use crate::tui::state::Model;
use crate::tui::theme::MapState;
use std::ops::Range;

/// The facts that are the same for all sessions of a map.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MapView {
    now: Option<Moment>,
    /// The columns and the rows that the timetable shows. `None`: the map dims no others.
    shown: Option<(Range<usize>, Range<i32>)>,
}

impl MapView {
    /// Returns the view of a map that dims what the timetable does not show, or dims nothing.
    pub(super) fn new(model: &Model, dims_others: bool) -> MapView {
        let rows = model.place.top..model.place.top + i32::from(screen::grid(model).height);
        let shown = dims_others.then(|| (screen::columns_shown(model), rows));
        MapView { now: model.time_during_event(), shown }
    }

    /// Returns true if the map does not dim other parts, or the timetable shows a part of a tile.
    fn shows(&self, tile: &Tile) -> bool {
        self.shown.as_ref().is_none_or(|(columns, rows)| {
            tile.columns.start < columns.end
                && columns.start < tile.columns.end
                && tile.rows().start < rows.end
                && rows.start < tile.rows().end
        })
    }
}

/// Returns the state of a session on the map if the session is not selected.
pub(super) fn map_state(model: &Model, view: &MapView, tile: &Tile) -> MapState {
    let ix = tile.session;
    let session = model.agenda.sessions.get(ix);
    let is_hit = model.search.hits.contains(ix);
    let has_ended = |now: Moment| session.is_some_and(|session| session.has_ended_at(now));
    if is_hit {
        MapState::Hit
    } else if !model.search.hits.is_empty() {
        MapState::Faded
    } else if model.level_of(ix) == Some(Level::Attend) && view.shown.is_some() {
        MapState::Marked
    } else if !view.shows(tile) || view.now.is_some_and(has_ended) {
        MapState::Faded
    } else if model.runs_now(ix) {
        MapState::Now
    } else {
        MapState::First
    }
}
