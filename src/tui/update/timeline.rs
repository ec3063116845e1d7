//! Moves in my schedule as a timeline, and keeps the selection visible.

use crate::timetable::{Tile, scroll_to_show};
use crate::tui::input::action::Command;
use crate::tui::layout::screen;
use crate::tui::layout::scroll::scroll_list;
use crate::tui::layout::timeline::{
    day_of_row, days_shown, item_at, new_timeline, selected_tile, timeline_areas,
};
use crate::tui::state::{Model, Row};

/// Derives the timeline, and scrolls as little as the selection requires.
pub(super) fn derive_timeline(model: &mut Model) {
    model.derived.timeline = None;
    if screen::is_timeline(model) {
        model.derived.timeline = Some(new_timeline(model));
        follow_selection(model);
    }
}

fn follow_selection(model: &mut Model) {
    let Some(tile) = selected_tile(model) else { return };
    let (rows, day) = (tile.rows(), tile.columns.start);
    let Some(timeline) = &model.derived.timeline else { return };
    let rows_of_axis = timeline.table.axis.height();
    let height = i32::from(timeline_areas(model).grid.height);
    // The beginning of a part that is higher than the screen.
    let wanted = rows.start..rows.end.min(rows.start + height);
    model.place.top = scroll_to_show(model.place.top, height, wanted, rows_of_axis);
    let shown = days_shown(model).len();
    let days = model.agenda.days.len();
    model.place.first_column = scroll_list(model.place.first_column, shown, day..day + 1, days);
}

/// Returns the row of the part beside the selection: in the next lane of the day, else the nearest
/// in time on the next day that has one.
pub(super) fn row_beside(model: &Model, command: Command) -> Option<usize> {
    let here = selected_tile(model)?;
    let is_right = command == Command::Right;
    let timeline = model.derived.timeline.as_ref()?;
    let place = |tile: &Tile| (tile.columns.start, tile.lane);
    let overlaps = |tile: &Tile| tile.start < here.end && here.start < tile.end;
    let candidates = timeline.table.tiles.iter().filter(|tile| {
        let is_beyond =
            if is_right { place(tile) > place(here) } else { place(tile) < place(here) };
        let has_row = timeline.items.get(tile.session).is_some_and(|item| item.row.is_some());
        has_row && is_beyond && (tile.columns != here.columns || overlaps(tile))
    });
    let nearest = candidates.min_by_key(|tile| {
        let days = tile.columns.start.abs_diff(here.columns.start);
        let apart = (tile.start - here.end + 1).max(here.start - tile.end + 1).max(0);
        (days, apart, tile.start.abs_diff(here.start), tile.lane.abs_diff(here.lane))
    });
    timeline.items.get(nearest?.session)?.row
}

/// Returns the first row of a day. `None`: my schedule is a list, or the day has no rows.
pub(super) fn first_row_of_day(model: &Model, day: usize) -> Option<usize> {
    model.derived.timeline.as_ref()?;
    model.derived.rows.iter().position(|row| day_of_row(model, row) == Some(day))
}

/// Returns the row that can be selected at a cell of the screen.
pub(super) fn row_at(model: &Model, x: u16, y: u16) -> Option<usize> {
    let tail = timeline_areas(model).tail;
    let timeline = model.derived.timeline.as_ref()?;
    let row = match item_at(model, x, y) {
        Some(item) => timeline.items.get(item)?.row?,
        None if tail.contains(x, y) => timeline.tail + usize::from(y - tail.y),
        None => return None,
    };
    model.derived.rows.get(row).is_some_and(Row::is_selectable).then_some(row)
}
