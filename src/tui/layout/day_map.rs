//! The map of a day: all rooms and the whole day in half rows, one or more cells for a room.
//!
//! ```text
//!        K.3  K.4      H.1
//!   10   ▀▀   ▄▄  ██   ▀▀
//!   12   ██   ▀▀  ██   ▄▄     right is right and later is below, as in the timetable
//! ```

use super::area::Area;
use super::screen;
use crate::agenda::Level;
use crate::timetable::Tile;
use crate::tui::state::{Model, Screen};
use crate::tui::theme::{Accent, MapState};
use std::ops::Range;

/// The map of a day in an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DayMap {
    /// The area of the rooms, without the hours at the left.
    pub(crate) area: Area,
    /// The cells of a room, without the gap behind.
    pub(crate) room_width: u16,
    /// The free cells between two rooms.
    pub(crate) gap: u16,
    /// The minutes of half a row.
    minutes: i32,
    /// The minutes of the day on the map.
    span: Range<i32>,
}

/// A session on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MapBlock {
    /// The first cell and the cell after the last one, from the left of the screen.
    pub(crate) cells: Range<u16>,
    /// The half rows from the top of the map.
    pub(crate) halves: Range<u16>,
    pub(crate) accent: Accent,
    pub(crate) state: MapState,
}

/// The steps of the scale, in minutes of half a row.
const STEPS: [i32; 7] = [5, 10, 15, 20, 30, 60, 120];
/// The cells of the hours at the left of a map.
pub(crate) const HOURS: u16 = 3;

impl DayMap {
    /// Returns the map of the day on the screen, with the largest scale that fits into `area`.
    /// Returns `None` for a day without sessions, and for an area without room for all columns.
    pub(crate) fn new(model: &Model, area: Area) -> Option<DayMap> {
        let ticks = model.derived.table.axis.ticks();
        let span = ticks.first()?.minute..ticks.last()?.minute;
        let rooms = u16::try_from(model.derived.table.columns).ok()?;
        let (room_width, gap) = room_cells(rooms, area.width.checked_sub(HOURS)?)?;
        let halves = i32::from(area.height) * 2;
        let minutes =
            STEPS.into_iter().find(|minutes| (span.end - span.start) <= halves * minutes)?;
        let height = (span.end - span.start + 2 * minutes - 1) / (2 * minutes);
        let area = Area {
            x: area.x + HOURS,
            y: area.y,
            width: rooms * (room_width + gap) - gap,
            height: u16::try_from(height).ok()?,
        };
        Some(DayMap { area, room_width, gap, minutes, span })
    }

    /// Returns the map in the upper corner of the details, if the timetable has hidden rooms and
    /// the details have room for the map.
    pub(crate) fn in_corner(model: &Model) -> Option<DayMap> {
        const MIN_ROWS: u16 = 30;
        let panes = screen::panes(model);
        let shown = screen::columns_shown(model);
        let is_wanted = model.screen == Screen::Day
            && !screen::is_list(model)
            && panes.beside
            && panes.detail.height >= MIN_ROWS
            && shown.len() < model.derived.table.columns;
        let height = panes.detail.height / 3;
        let area = Area { height, ..panes.detail.inner(2, 1, 1, 0) };
        DayMap::new(model, area).filter(|_| is_wanted)
    }

    /// Returns the rows of the map in the corner: its title, the rooms, the marks below and a free
    /// row. Returns 0 without a map.
    pub(crate) fn rows_in_corner(model: &Model) -> u16 {
        DayMap::in_corner(model).map_or(0, |map| map.area.height + 3)
    }

    /// Returns the sessions on the map.
    pub(crate) fn blocks(&self, model: &Model) -> Vec<MapBlock> {
        model.derived.table.live_tiles().filter_map(|tile| self.block(model, tile)).collect()
    }

    /// Returns the block of a tile. A band is everywhere, and would hide where the rooms are free.
    fn block(&self, model: &Model, tile: &Tile) -> Option<MapBlock> {
        let session = model.agenda.sessions.get(tile.session)?;
        let start = self.half_of_minute(tile.start);
        let end = self.half_of_minute(tile.end + self.minutes - 1).max(start + 1);
        (!tile.band).then(|| MapBlock {
            cells: self.cells_of_columns(&tile.columns),
            halves: start..end.min(self.area.height * 2),
            accent: Accent::of_session(&model.agenda, session),
            state: map_state(model, tile),
        })
    }

    /// Returns the cells of columns, from the first to the last.
    pub(crate) fn cells_of_columns(&self, columns: &Range<usize>) -> Range<u16> {
        let step = self.room_width + self.gap;
        let left = |column: usize| {
            self.area.x + u16::try_from(column).unwrap_or(u16::MAX).saturating_mul(step)
        };
        left(columns.start)..left(columns.end).saturating_sub(self.gap)
    }

    /// Returns the half row of a minute, from the top of the map.
    pub(crate) fn half_of_minute(&self, minute: i32) -> u16 {
        let halves = (minute - self.span.start).max(0) / self.minutes;
        u16::try_from(halves).unwrap_or(u16::MAX).min(self.area.height * 2)
    }

    /// Returns the column and the minute of the day at a cell of the screen.
    pub(crate) fn place_at(&self, x: u16, y: u16) -> Option<MapPlace> {
        if !self.area.contains(x, y) {
            return None;
        }
        let column = usize::from((x - self.area.x) / (self.room_width + self.gap));
        let minute = self.span.start + i32::from(y - self.area.y) * 2 * self.minutes;
        Some(MapPlace { column, minute })
    }

    /// Returns the minutes of the day on the map.
    pub(crate) fn span(&self) -> Range<i32> {
        self.span.clone()
    }
}

/// A place on a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MapPlace {
    pub(crate) column: usize,
    /// The minute of the day.
    pub(crate) minute: i32,
}

/// Returns the cells of a room and of the gap behind, the most that fit into `width` cells.
fn room_cells(rooms: u16, width: u16) -> Option<(u16, u16)> {
    let fits = |(room, gap): &(u16, u16)| {
        let cells = u32::from(rooms) * u32::from(room + gap);
        rooms > 0 && cells <= u32::from(width) + u32::from(*gap)
    };
    [(3, 1), (2, 1), (1, 1), (1, 0)].into_iter().find(fits)
}

/// Returns the state of a session on the map.
fn map_state(model: &Model, tile: &Tile) -> MapState {
    let ix = tile.session;
    let session = model.agenda.sessions.get(ix);
    let is_hit = model.search.hits.contains(ix);
    let now = model.time_during_event();
    let end = session.and_then(|session| session.end());
    if model.place.selected == Some(ix) {
        MapState::Selected
    } else if is_hit {
        MapState::Hit
    } else if !model.search.hits.is_empty() {
        MapState::Faded
    } else if model.level_of(ix) == Some(Level::Attend) {
        MapState::Marked
    } else if now.zip(end).is_some_and(|(now, end)| end <= now) || !is_in_view(model, tile) {
        MapState::Faded
    } else if model.runs_now(ix) {
        MapState::Now
    } else if tile.is_second {
        MapState::Second
    } else {
        MapState::First
    }
}

/// Returns true if the timetable shows a part of a tile now.
fn is_in_view(model: &Model, tile: &Tile) -> bool {
    let columns = screen::columns_shown(model);
    let rows = model.place.top..model.place.top + i32::from(screen::grid(model).height);
    tile.columns.start < columns.end
        && columns.start < tile.columns.end
        && tile.rows().start < rows.end
        && rows.start < tile.rows().end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_have_as_many_cells_as_fit() {
        for (rooms, width, expected) in [
            (4, 60, Some((3, 1))),
            (29, 115, Some((3, 1))),
            (29, 114, Some((2, 1))),
            (29, 57, Some((1, 1))),
            (29, 56, Some((1, 0))),
            (29, 28, None),
            (0, 28, None),
        ] {
            assert_eq!(room_cells(rooms, width), expected, "{rooms} in {width}");
        }
    }
}
