//! Moving by geometry: left and right keep the time, up and down keep the room.

use super::{LONG_MINUTES, Tile, Timetable};
use crate::agenda::SessionIx;

/// Where the eye is. It stays in its room while moving up and down, and at its time while moving
/// left and right: over tiles that are larger than it, and over those at other times where a room
/// has none at this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    pub column: usize,
    /// Minute of the day; not always one of the selected session's.
    pub minute: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

/// Minutes before and after the eye that count as the same time in a session of many hours.
const AROUND: i32 = 30;

impl Timetable {
    /// The tile that lies next to the selected session, and where the eye is then. `None`: there is
    /// nothing further on.
    pub fn neighbour_tile(
        &self,
        session: SessionIx,
        cursor: Cursor,
        direction: Direction,
    ) -> Option<(&Tile, Cursor)> {
        let from = self.tile_of(session, cursor.column)?;
        match direction {
            Direction::Up | Direction::Down => {
                self.vertical(from, cursor, direction == Direction::Down)
            }
            Direction::Left | Direction::Right => {
                self.horizontal(from, cursor, direction == Direction::Right)
            }
        }
    }

    /// The session's tile in that column, else its main one.
    pub fn tile_of(&self, session: SessionIx, column: usize) -> Option<&Tile> {
        let mut tiles = self.tiles.iter().filter(|tile| tile.session == session);
        tiles
            .clone()
            .find(|tile| tile.columns.contains(&column))
            .or_else(|| tiles.find(|tile| tile.shows_text))
    }

    /// The tiles that one can go to.
    pub fn live_tiles(&self) -> impl DoubleEndedIterator<Item = &Tile> + Clone {
        self.tiles.iter().filter(|tile| !tile.ghost)
    }

    /// The tile nearest to a place: one that covers it, else the nearest in time in that column,
    /// else anywhere.
    pub fn nearest_tile(&self, cursor: Cursor) -> Option<&Tile> {
        self.nearest_tile_where(cursor, |_| true)
    }

    /// The nearest of those that are wanted.
    pub fn nearest_tile_where(
        &self,
        cursor: Cursor,
        wanted: impl Fn(&Tile) -> bool,
    ) -> Option<&Tile> {
        self.live_tiles().filter(|tile| wanted(tile)).min_by_key(|tile| {
            (column_distance(tile, cursor.column), minute_distance(tile, cursor.minute), tile.lane)
        })
    }

    fn vertical(&self, from: &Tile, cursor: Cursor, down: bool) -> Option<(&Tile, Cursor)> {
        let beyond =
            |tile: &&Tile| if down { tile.start >= from.end } else { tile.end <= from.start };
        let near = |tile: &&Tile| if down { tile.start } else { -tile.end };
        let tile = self
            .live_tiles()
            .filter(|tile| tile.session != from.session)
            .filter(beyond)
            .min_by_key(|tile| {
                let aside = column_distance(tile, cursor.column);
                (aside > 0, near(tile), aside, tile.lane.abs_diff(from.lane))
            })?;
        Some((tile, Cursor { column: nearest_column(tile, cursor.column), minute: tile.start }))
    }

    fn horizontal<'a>(
        &'a self,
        from: &'a Tile,
        cursor: Cursor,
        right: bool,
    ) -> Option<(&'a Tile, Cursor)> {
        // Over a band the eye goes from room to room, so that what is below any of them can be
        // reached.
        let aside = if right { cursor.column + 1 } else { cursor.column.wrapping_sub(1) };
        let within =
            from.columns.contains(&aside).then_some((from, Cursor { column: aside, ..cursor }));
        if from.band && within.is_some() {
            return within;
        }
        let minute = cursor.minute;
        // First through the lanes of this column, then on to the next column in which something
        // runs meanwhile. During a session of many hours, and beside one at another time,
        // "meanwhile" is the time around the eye.
        let meanwhile = if from.end - from.start > LONG_MINUTES {
            from.start.max(minute - AROUND)..from.end.min(minute + AROUND)
        } else {
            from.start..from.end
        };
        let here = (from.start..from.end).contains(&minute);
        let runs_meanwhile = |tile: &Tile| {
            let with = tile.start < meanwhile.end && meanwhile.start < tile.end;
            with || (!here && (tile.start..tile.end).contains(&minute))
        };
        let lane = self
            .live_tiles()
            .filter(|tile| tile.columns == from.columns && tile.session != from.session)
            .filter(|tile| tile.start < from.end && from.start < tile.end)
            .filter(|tile| if right { tile.lane > from.lane } else { tile.lane < from.lane })
            .min_by_key(|tile| (tile.lane.abs_diff(from.lane), minute_distance(tile, minute)));
        let beside = |tile: &&Tile| {
            if right {
                tile.columns.start >= from.columns.end
            } else {
                tile.columns.end <= from.columns.start
            }
        };
        let edge = if right { from.columns.end } else { from.columns.start.saturating_sub(1) };
        let tile = lane.or_else(|| {
            self.live_tiles().filter(|tile| tile.session != from.session).filter(beside).min_by_key(
                |tile| {
                    let away = minute_distance(tile, minute);
                    let apart = !runs_meanwhile(tile);
                    let lane = if right { tile.lane } else { tile.lanes - tile.lane };
                    (apart, column_distance(tile, edge), away, lane)
                },
            )
        });
        let Some(tile) = tile else { return within };
        let column = match (tile.columns.contains(&cursor.column), right) {
            (true, _) => cursor.column,
            (false, true) => tile.columns.start,
            (false, false) => tile.columns.end - 1,
        };
        Some((tile, Cursor { column, minute }))
    }
}

/// The column of a tile that is nearest to one.
pub fn nearest_column(tile: &Tile, column: usize) -> usize {
    column.clamp(tile.columns.start, tile.columns.end - 1)
}

fn column_distance(tile: &Tile, column: usize) -> usize {
    nearest_column(tile, column).abs_diff(column)
}

fn minute_distance(tile: &Tile, minute: i32) -> i32 {
    (tile.start - minute).max(minute - (tile.end - 1)).max(0)
}

/// The scroll offset, in rows, at which `wanted` is on a screen of `height` rows, moved as little
/// as possible from `offset`. What is higher than the screen shows its beginning.
pub fn scroll_to_show(offset: i32, height: i32, wanted: std::ops::Range<i32>, total: i32) -> i32 {
    let below = (wanted.end - height).max(0);
    let offset = offset.max(below).min(wanted.start);
    offset.min((total - height).max(0)).max(0)
}
