//! The sessions on the map of a day.

use super::accents::accent_of_session;
use super::day_map::{DayMap, MapForm};
use super::map_state::{MapView, map_state};
use crate::agenda::{Level, sort_compactly};
use crate::timetable::Tile;
use crate::tui::state::Model;
use crate::tui::theme::{Accent, MapState};
use std::cmp::Reverse;
use std::ops::Range;

/// A session on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MapBlock {
    /// The halves of cells, two in a cell, from the left of the screen.
    pub(crate) sides: Range<u16>,
    /// The half rows from the top of the map.
    pub(crate) halves: Range<u16>,
    pub(crate) accent: Accent,
    pub(crate) state: MapState,
    /// The session is attended.
    pub(crate) is_marked: bool,
}

/// All that decides the sessions on a map but the selection.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MapFacts {
    map: DayMap,
    view: MapView,
    revision: u64,
    /// The number of the layout.
    layout: u64,
    /// The number of the search.
    search: u64,
    /// The number of the version of the plan.
    plan: u64,
}

impl DayMap {
    /// Returns the sessions on the map as if none was selected: marked ones last, and shorter ones
    /// behind longer ones.
    pub(crate) fn blocks(&self, model: &Model) -> Vec<MapBlock> {
        let view = self.view(model);
        let columns = 0..model.derived.table.columns;
        // Most of thousands of sessions have one column.
        let sides: Vec<Range<u16>> =
            columns.map(|column| self.sides_of_columns(&(column..column + 1))).collect();
        let sides_of = |columns: &Range<usize>| match sides.get(columns.start) {
            Some(sides) if columns.len() == 1 => sides.clone(),
            _ => self.sides_of_columns(columns),
        };
        let tiles = model.derived.table.live_tiles();
        let blocks = tiles.filter_map(|tile| {
            let state = || map_state(model, &view, tile);
            self.block(model, tile, sides_of(&tile.columns), state)
        });
        let mut blocks: Vec<MapBlock> = blocks.collect();
        take_turns(&mut blocks, (self.area.x + self.area.width) * 2);
        sort_compactly(&mut blocks, |block| (block.is_marked, Reverse(block.halves.len())));
        blocks
    }

    /// Returns the selected session on the map. The session lies over all others.
    pub(crate) fn selected_blocks(&self, model: &Model) -> Vec<MapBlock> {
        let Some(selected) = model.place.selected else { return Vec::new() };
        let tiles = model.derived.table.tiles_of(selected).filter(|tile| !tile.ghost);
        let blocks = tiles.filter_map(|tile| {
            let sides = self.sides_of_columns(&tile.columns);
            self.block(model, tile, sides, || MapState::Selected)
        });
        blocks.collect()
    }

    fn view(&self, model: &Model) -> MapView {
        MapView::new(model, self.form == MapForm::Corner)
    }

    /// Returns all that decides the cells of [`DayMap::blocks`].
    pub(crate) fn facts(&self, model: &Model) -> MapFacts {
        MapFacts {
            map: self.clone(),
            view: self.view(model),
            revision: model.revision,
            layout: model.derived.layouts,
            search: model.search.searches,
            plan: model.plan.versions,
        }
    }

    /// Returns the block of a tile. A band is everywhere, and would hide where the rooms are free.
    fn block(
        &self,
        model: &Model,
        tile: &Tile,
        sides: Range<u16>,
        state: impl FnOnce() -> MapState,
    ) -> Option<MapBlock> {
        let session = model.agenda.sessions.get(tile.session).filter(|_| !tile.band)?;
        let start = self.half_of_minute(tile.start);
        let end = self.half_from_minute(tile.end).max(start + 1);
        (!sides.is_empty()).then(|| MapBlock {
            sides,
            halves: start..end.min(self.area.height * 2),
            accent: accent_of_session(model, session),
            state: state(),
            is_marked: model.level_of(tile.session) == Some(Level::Attend),
        })
    }
}

/// Gives the second shade to each block that touches one of the first shade above. The blocks are
/// in the order of their starts, and end before the half cell `end`.
fn take_turns(blocks: &mut [MapBlock], end: u16) {
    let mut above: Vec<Option<(u16, bool)>> = vec![None; usize::from(end)];
    for block in blocks {
        let last = above.get(usize::from(block.sides.start)).copied().flatten();
        let is_second =
            last.is_some_and(|(end, is_second)| end >= block.halves.start && !is_second);
        block.state = match block.state {
            MapState::First if is_second => MapState::Second,
            MapState::Faded if is_second => MapState::FadedSecond,
            state => state,
        };
        let sides = usize::from(block.sides.start)..usize::from(block.sides.end);
        if let Some(above) = above.get_mut(sides) {
            above.fill(Some((block.halves.end, is_second)));
        }
    }
}
