//! Movement compared with the rules over all tiles of the day.

use super::*;
use crate::timetable::{DaySession, PlacedDay, Placement, Scale, layout_day};
use proptest::prelude::*;

/// The columns of the days. Sessions are in each third one at most.
const COLUMNS: usize = 24;

/// Sessions of a day: most in one column, some in more, some bands and ghosts.
fn days() -> impl Strategy<Value = Timetable> {
    let session = (0..40_i32, 1..30_i32, 0..8_usize, prop::collection::vec(0..8_usize, 2), 0..9_u8);
    prop::collection::vec(session, 1..40).prop_map(|drawn| {
        let day =
            drawn.into_iter().enumerate().map(|(session, (start, length, room, more, kind))| {
                let place = match kind {
                    0 => Placement::Band,
                    1 => Placement::Unplaced,
                    2 | 3 => Placement::Columns(more.iter().map(|room| room * 3).collect()),
                    _ => Placement::Column(room * 3),
                };
                let (start, end) = (start * 10, (start + length) * 10);
                DaySession { session, start, end, ends_here: true, place, ghost: kind == 4 }
            });
        layout_day(&PlacedDay::new(day.collect(), COLUMNS), Scale { minutes: 5 })
    })
}

/// Returns the tile above or below among all tiles.
fn tile_in_time<'t>(
    table: &'t Timetable,
    from: &Tile,
    cursor: Cursor,
    down: bool,
) -> Option<&'t Tile> {
    let others = table.live_tiles().filter(|tile| tile.session != from.session);
    let beyond =
        others.filter(|tile| if down { tile.start >= from.end } else { tile.end <= from.start });
    beyond.min_by_key(|tile| {
        let aside = column_distance(tile, cursor.column);
        let time = if down { tile.start } else { -tile.end };
        (aside > 0, time, aside, tile.lane.abs_diff(from.lane))
    })
}

/// Returns the tile beside the columns of `from` among all tiles.
fn tile_beside<'t>(
    table: &'t Timetable,
    from: &Tile,
    minute: i32,
    right: bool,
) -> Option<&'t Tile> {
    let others = table.live_tiles().filter(|tile| tile.session != from.session);
    let beside = others.filter(|tile| match right {
        true => tile.columns.start >= from.columns.end,
        false => tile.columns.end <= from.columns.start,
    });
    beside.min_by_key(|tile| {
        let (columns, lane) = match right {
            true => (tile.columns.start - from.columns.end, tile.lane),
            false => (from.columns.start - tile.columns.end, tile.lanes - tile.lane),
        };
        (!runs_meanwhile(tile, from, minute), columns, minute_distance(tile, minute), lane)
    })
}

proptest! {
    #[test]
    fn neighbour_is_the_nearest_of_all_tiles(
        table in days(),
        nth in any::<prop::sample::Index>(),
        column in 0..COLUMNS,
        minute in 0..700_i32,
    ) {
        let from = nth.get(&table.tiles);
        let cursor = Cursor { column: from.nearest_column(column), minute };
        for (direction, down) in [(Direction::Up, false), (Direction::Down, true)] {
            let found = table.neighbour_in_time(from, cursor, direction).map(|next| next.tile);
            prop_assert_eq!(found, tile_in_time(&table, from, cursor, down), "{:?}", direction);
        }
        for (direction, right) in [(Direction::Left, false), (Direction::Right, true)] {
            let found = table.tile_in_next_column(from, minute, direction);
            prop_assert_eq!(found, tile_beside(&table, from, minute, right), "{:?}", direction);
        }
    }
}
