//! The rows of the axis with the text of tiles, and with the time now.

use crate::agenda::moment_of_minute;
use crate::timetable::Tile;
use crate::tui::state::Model;

/// Returns the minute of the day that is now, if the axis includes the minute.
pub(crate) fn minute_now(model: &Model) -> Option<i32> {
    let start = moment_of_minute(&model.agenda, model.place.day, 0)?;
    let minute = i32::try_from((model.now? - start).num_minutes()).ok()?;
    let ticks = model.derived.table.axis.ticks();
    let (first, last) = (ticks.first()?, ticks.last()?);
    (first.minute..last.minute).contains(&minute).then_some(minute)
}

/// Returns the row of the axis that shows a minute as now. The row contains the minute: a session
/// whose text is in the row has begun.
pub(crate) fn row_of_now(model: &Model, minute: i32) -> i32 {
    model.derived.table.axis.row_of_minute(minute)
}

/// Returns the row of the axis with the first line of a tile's text.
pub(crate) fn first_text_row(tile: &Tile) -> i32 {
    first_whole_row(tile.halves.start)
}

/// Returns the first whole row of the axis from a half row on.
pub(super) fn first_whole_row(half: i32) -> i32 {
    (half + 1).div_euclid(2)
}

/// Returns the tile of the selected session in the column of the cursor.
pub(crate) fn selected_tile(model: &Model) -> Option<&Tile> {
    model.derived.table.tile_of(model.place.selected?, model.place.cursor.column)
}
