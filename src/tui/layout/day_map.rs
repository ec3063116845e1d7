//! The map of a day: all rooms and the whole day in half rows, one or more cells for a room.
//!
//! ```text
//!        K.3  K.4      H.1
//!   10   ▀▀   ▄▄  ██   ▀▀
//!   12   ██   ▀▀  ██   ▄▄     right is right and later is below, as in the timetable
//! ```

use super::area::Area;
use super::screen;
use crate::tui::state::{Model, Screen};
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
    /// Two rooms share a cell: the first one has the left half of whole rows.
    pub(crate) is_shared: bool,
    pub(crate) form: MapForm,
    /// The number of rooms before and behind the rooms on the map.
    pub(crate) hidden: [usize; 2],
    /// The columns of the timetable on the map, from left to right.
    pub(crate) columns: Vec<usize>,
    /// The columns before and between which a cell is free for the sides of the frame.
    parted_at: Option<Range<usize>>,
    /// The last cell that the frame may have, from the left of the screen. `None`: the map has no
    /// cells for the sides of a frame.
    frame_end: Option<u16>,
    /// The half minutes of half a row: see [`STEPS`].
    step: i32,
    /// The minutes of the day on the map.
    span: Range<i32>,
}

/// The place of a map on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MapForm {
    /// In the corner of the details. What the timetable does not show is faded.
    Corner,
    /// Over the whole screen.
    Whole,
}

/// The steps of the scale, in half minutes of half a row. An hour has a whole number of halves, or
/// half a row is whole hours.
const STEPS: [i32; 10] = [10, 12, 15, 20, 24, 30, 40, 60, 120, 240];

impl MapForm {
    /// Returns the cells of the hours at the left of the map.
    pub(crate) fn hours(self) -> u16 {
        match self {
            MapForm::Corner => 3,
            MapForm::Whole => 5,
        }
    }

    /// Returns the possible cells of a room and of the gap behind, the widest first.
    fn room_sizes(self) -> &'static [(u16, u16)] {
        match self {
            MapForm::Corner => &[(3, 1), (2, 1), (1, 1), (1, 0)],
            MapForm::Whole => {
                &[(15, 1), (11, 1), (7, 1), (5, 1), (4, 1), (3, 1), (2, 1), (1, 1), (1, 0)]
            }
        }
    }

    /// Returns the cells of a room and of the gap behind, the most that fit into `width` cells.
    /// Returns `None` if not all rooms fit.
    fn room_cells(self, rooms: usize, width: u16) -> Option<(u16, u16)> {
        /// The cells that rooms wider than their number leave free for the names of the tracks.
        const LEGEND: u32 = 28;
        let rooms = u32::try_from(rooms).ok().filter(|rooms| *rooms > 0)?;
        let fits = |(room, gap): &(u16, u16)| {
            // The last gap has the right side of the frame in the corner.
            let sides = match self {
                MapForm::Whole => {
                    if *gap == 0 {
                        2
                    } else {
                        0
                    }
                }
                MapForm::Corner => u32::from(*gap),
            };
            let kept = if *room > 3 { LEGEND } else { sides };
            rooms.saturating_mul(u32::from(room + gap)) + kept <= u32::from(width) + u32::from(*gap)
        };
        self.room_sizes().iter().copied().find(fits)
    }
}

impl DayMap {
    /// Returns the map of the day on the screen, with the largest scale that fits into `area`.
    /// Returns `None` for a day without sessions, and for an area without room for all columns. The
    /// whole map shows the columns around the cursor then.
    pub(crate) fn new(model: &Model, area: Area, form: MapForm) -> Option<DayMap> {
        let ticks = model.derived.table.axis.ticks();
        let span = ticks.first()?.minute..ticks.last()?.minute;
        let width = area.width.checked_sub(form.hours())?;
        let known = model.derived.day_columns.get_or_init(|| columns_with_sessions(model));
        let mut columns = known.clone();
        let cells = form.room_cells(columns.len(), width);
        let (room_width, gap) = cells.unwrap_or((1, 0));
        let is_shared = cells.is_none();
        let mut hidden = [0, 0];
        if is_shared {
            let sides = if form == MapForm::Whole { 2 } else { 0 };
            let page = usize::from(width.checked_sub(sides).filter(|cells| *cells > 0)?) * 2;
            if columns.len() > page && form == MapForm::Corner {
                return None;
            }
            let at = columns.partition_point(|column| *column < model.place.cursor.column);
            let first = (at / page * page).min(columns.len().saturating_sub(page));
            let end = (first + page).min(columns.len());
            hidden = [first, columns.len() - end];
            columns = columns.get(first..end)?.to_vec();
        }
        let halves = i32::from(area.height) * 2;
        let length = (span.end - span.start) * 2;
        let step = STEPS.into_iter().find(|step| length <= halves * step)?;
        let height = (length + 2 * step - 1) / (2 * step);
        let mut map = DayMap {
            area: Area { x: area.x + form.hours(), height: u16::try_from(height).ok()?, ..area },
            room_width,
            gap,
            is_shared,
            form,
            hidden,
            parted_at: None,
            frame_end: None,
            columns,
            step,
            span,
        };
        map.frame_end = map.has_sides(width).then(|| area.x + area.width.saturating_sub(1));
        if gap == 0 && map.frame_end.is_some() {
            map.parted_at = map.positions_in_view(model).map(|at| match is_shared {
                true => at.start / 2 * 2..at.end.next_multiple_of(2),
                false => at,
            });
        }
        let count = map.columns.len();
        let end = map.cell_of_position(count.checked_sub(1)?) + room_width;
        let side = map.parted_at.as_ref().is_some_and(|parted| parted.end >= count);
        map.area.width = end + u16::from(side) - map.area.x;
        Some(map)
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
        if !is_wanted {
            return None;
        }
        let height = panes.detail.height / 3;
        // The lines of the frame need a row above and a row below.
        let area = Area { height, ..panes.detail.inner(2, 2, 0, 0) };
        DayMap::new(model, area, MapForm::Corner)
    }

    /// Returns the rows of the map in the corner: its title, a row above the rooms, the rooms, a
    /// row below and a free row. Returns 0 without a map.
    pub(crate) fn rows_in_corner(model: &Model) -> u16 {
        DayMap::in_corner(model).map_or(0, |map| map.area.height + 4)
    }

    /// Returns true if the sides of a frame have cells of their own in `width` cells, or between
    /// rooms. On the whole screen, [`MapForm::room_cells`] leaves them free.
    fn has_sides(&self, width: u16) -> bool {
        let rooms =
            if self.is_shared { self.columns.len().div_ceil(2) } else { self.columns.len() };
        let rooms = u16::try_from(rooms).unwrap_or(u16::MAX);
        let sides = if self.gap == 0 { 2 } else { 0 };
        self.form == MapForm::Whole
            || rooms.saturating_mul(self.room_width + self.gap).saturating_add(sides) <= width
    }

    /// Returns the frame around what the timetable shows, with the cells of its lines. Returns
    /// `None` if the timetable shows everything or is no timetable, and if the map has no room for
    /// the lines.
    pub(crate) fn frame(&self, model: &Model) -> Option<Area> {
        let at = self.positions_in_view(model)?;
        let axis = &model.derived.table.axis;
        let rows = model.place.top..model.place.top + i32::from(screen::grid(model).height);
        let shows_all = at.len() == self.columns.len() && rows.start <= 0;
        if shows_all && axis.height() <= rows.end {
            return None;
        }
        let half = |row: i32| self.half_of_minute(axis.minute_of_row(row));
        let end = if rows.end >= axis.height() { self.area.height } else { half(rows.end) / 2 };
        let (top, bottom) = (half(rows.start) / 2, end.max(half(rows.start) / 2 + 1));
        let left = self.cell_of_position(at.start) - 1;
        // On a narrow screen, the last room ends at the edge.
        let right = (self.cell_of_position(at.end - 1) + self.room_width).min(self.frame_end?);
        Some(Area {
            x: left,
            y: self.area.y + top - 1,
            width: right + 1 - left,
            height: bottom - top + 2,
        })
    }

    /// Returns the cells of columns, from the first to the last on the map.
    pub(crate) fn cells_of_columns(&self, columns: &Range<usize>) -> Range<u16> {
        let at = self.positions_of(columns);
        let start = self.cell_of_position(at.start);
        match at.is_empty() {
            true => start..start,
            false => start..self.cell_of_position(at.end - 1) + self.room_width,
        }
    }

    /// Returns the halves of cells of columns, from the first to the last on the map.
    pub(super) fn sides_of_columns(&self, columns: &Range<usize>) -> Range<u16> {
        let (at, cells) = (self.positions_of(columns), self.cells_of_columns(columns));
        let is_right = |position: usize| u16::from(self.is_shared && !position.is_multiple_of(2));
        let is_left = |position: usize| u16::from(self.is_shared && position.is_multiple_of(2));
        match at.is_empty() {
            true => cells.start * 2..cells.start * 2,
            false => cells.start * 2 + is_right(at.start)..cells.end * 2 - is_left(at.end - 1),
        }
    }

    /// Returns the positions on the map of columns.
    fn positions_of(&self, columns: &Range<usize>) -> Range<usize> {
        let position = |end: usize| self.columns.partition_point(|column| *column < end);
        position(columns.start)..position(columns.end)
    }

    /// Returns the positions of the columns that the timetable shows, if it does not show all.
    pub(crate) fn positions_in_view(&self, model: &Model) -> Option<Range<usize>> {
        let at = self.positions_of(&screen::columns_shown(model));
        (!screen::is_list(model) && !at.is_empty()).then_some(at)
    }

    /// Returns the first cell of the room at a position of the map.
    pub(crate) fn cell_of_position(&self, position: usize) -> u16 {
        let step = self.room_width + self.gap;
        let nth = if self.is_shared { position / 2 } else { position };
        let left = u16::try_from(nth).unwrap_or(u16::MAX).saturating_mul(step);
        let sides = self.parted_at.as_ref().map_or(0, |parted| {
            u16::from(position >= parted.start) + u16::from(position >= parted.end)
        });
        self.area.x.saturating_add(left).saturating_add(sides)
    }

    /// Returns the half row of a minute, from the top of the map.
    pub(crate) fn half_of_minute(&self, minute: i32) -> u16 {
        self.to_half((minute - self.span.start).max(0) * 2 / self.step)
    }

    /// Returns the first half row that does not begin before a minute.
    pub(super) fn half_from_minute(&self, minute: i32) -> u16 {
        self.to_half(((minute - self.span.start).max(0) * 2 + self.step - 1) / self.step)
    }

    fn to_half(&self, halves: i32) -> u16 {
        u16::try_from(halves).unwrap_or(u16::MAX).min(self.area.height * 2)
    }

    /// Returns the column and the minute of the day at a cell of the screen.
    pub(crate) fn place_at(&self, x: u16, y: u16) -> Option<MapPlace> {
        if !self.area.contains(x, y) {
            return None;
        }
        let mut positions = 0..self.columns.len();
        let position = positions.rfind(|position| self.cell_of_position(*position) <= x)?;
        let column = *self.columns.get(position)?;
        let minute = self.span.start + i32::from(y - self.area.y) * self.step;
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

/// Returns the columns with a session on this day that is no band.
fn columns_with_sessions(model: &Model) -> Vec<usize> {
    let mut has_session = vec![false; model.derived.table.columns];
    for tile in model.derived.table.live_tiles().filter(|tile| !tile.band) {
        if let Some(columns) = has_session.get_mut(tile.columns.clone()) {
            columns.fill(true);
        }
    }
    (0..has_session.len()).filter(|column| has_session[*column]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_have_as_many_cells_as_fit() {
        for (form, rooms, width, expected) in [
            (MapForm::Corner, 4, 60, Some((3, 1))),
            (MapForm::Corner, 29, 116, Some((3, 1))),
            (MapForm::Corner, 29, 115, Some((2, 1))),
            (MapForm::Corner, 29, 58, Some((1, 1))),
            (MapForm::Corner, 29, 57, Some((1, 0))),
            (MapForm::Corner, 29, 28, None),
            (MapForm::Corner, 0, 28, None),
            (MapForm::Whole, 4, 116, Some((15, 1))),
            (MapForm::Whole, 29, 116, Some((3, 1))),
            (MapForm::Whole, 29, 196, Some((4, 1))),
            // The sides of the frame need a cell each.
            (MapForm::Whole, 70, 72, Some((1, 0))),
            (MapForm::Whole, 70, 71, None),
        ] {
            assert_eq!(form.room_cells(rooms, width), expected, "{rooms} in {width}");
        }
    }
}
