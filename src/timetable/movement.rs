//! Movement from tile to tile: left and right keep the time, up and down keep the column.

use super::day_session::LONG_MINUTES;
use super::tile::{Tile, Timetable};
use crate::agenda::SessionIx;
use std::ops::Range;

/// The focus: a column and a minute. Up and down keep the column, left and right keep the minute,
/// even if the selected tile spans more columns, or runs at another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    /// The column.
    pub column: usize,
    /// The minute of the day. May lie outside the selected session.
    pub minute: i32,
}

/// A direction of movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the columns before.
    Left,
    /// To the columns after.
    Right,
    /// To earlier sessions.
    Up,
    /// To later sessions.
    Down,
}

/// A [`Tile`] beside another, with the [`Cursor`] after the movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neighbour<'t> {
    /// The tile.
    pub tile: &'t Tile,
    /// The cursor on the tile.
    pub cursor: Cursor,
}

/// The time around the cursor that counts as the same time, in minutes before and after. Only for
/// sessions longer than [`LONG_MINUTES`].
const AROUND_MINUTES: i32 = 30;

impl Timetable {
    /// Returns the tile next to the selected session in a direction. Returns `None` at the edge of
    /// the day.
    pub fn neighbour_tile(
        &self,
        session: SessionIx,
        cursor: Cursor,
        direction: Direction,
    ) -> Option<Neighbour<'_>> {
        let from = self.tile_of(session, cursor.column)?;
        match direction {
            Direction::Up | Direction::Down => self.neighbour_in_time(from, cursor, direction),
            Direction::Left | Direction::Right => self.neighbour_across(from, cursor, direction),
        }
    }

    /// Returns the tile nearest to the cursor: first by column, then by time, then by lane.
    pub fn nearest_tile(&self, cursor: Cursor) -> Option<&Tile> {
        self.nearest_tile_where(cursor, |_| true)
    }

    /// Returns the nearest of the `wanted` tiles.
    pub fn nearest_tile_where(
        &self,
        cursor: Cursor,
        wanted: impl Fn(&Tile) -> bool,
    ) -> Option<&Tile> {
        self.live_tiles().filter(|tile| wanted(tile)).min_by_key(|tile| {
            (column_distance(tile, cursor.column), minute_distance(tile, cursor.minute), tile.lane)
        })
    }

    /// Returns the next earlier or later tile. A tile in the column of the cursor wins over a
    /// nearer one in another column.
    fn neighbour_in_time(
        &self,
        from: &Tile,
        cursor: Cursor,
        direction: Direction,
    ) -> Option<Neighbour<'_>> {
        let down = direction == Direction::Down;
        let is_beyond =
            |tile: &&Tile| if down { tile.start >= from.end } else { tile.end <= from.start };
        let rank = |tile: &&Tile| {
            let time = if down { tile.start } else { -tile.end };
            let aside = column_distance(tile, cursor.column);
            (time, aside, tile.lane.abs_diff(from.lane))
        };
        let in_column = cursor.column..cursor.column + 1;
        let tile = self
            .other_tiles_in(&in_column, from)
            .filter(is_beyond)
            .min_by_key(rank)
            .or_else(|| self.other_tiles(from).filter(is_beyond).min_by_key(rank))?;
        let column = tile.nearest_column(cursor.column);
        Some(Neighbour { tile, cursor: Cursor { column, minute: tile.start } })
    }

    /// Returns the tile to the left or right: first in the lanes of this column, then in the next
    /// column.
    fn neighbour_across<'t>(
        &'t self,
        from: &'t Tile,
        cursor: Cursor,
        direction: Direction,
    ) -> Option<Neighbour<'t>> {
        let right = direction == Direction::Right;
        let next = if right { cursor.column + 1 } else { cursor.column.wrapping_sub(1) };
        let within = from
            .columns
            .contains(&next)
            .then_some(Neighbour { tile: from, cursor: Cursor { column: next, ..cursor } });
        // Over a band the cursor visits each column, so that the tiles below are in reach.
        if from.band && within.is_some() {
            return within;
        }
        let tile = self
            .tile_in_next_lane(from, cursor.minute, direction)
            .or_else(|| self.tile_in_next_column(from, cursor.minute, direction));
        let Some(tile) = tile else { return within };
        let column = match direction {
            _ if tile.columns.contains(&cursor.column) => cursor.column,
            Direction::Right => tile.columns.start,
            _ => tile.columns.end - 1,
        };
        Some(Neighbour { tile, cursor: Cursor { column, ..cursor } })
    }

    /// Returns the overlapping tile in the next lane of the same column.
    fn tile_in_next_lane(&self, from: &Tile, minute: i32, direction: Direction) -> Option<&Tile> {
        self.other_tiles_in(&from.columns, from)
            .filter(|tile| tile.columns == from.columns)
            .filter(|tile| tile.start < from.end && from.start < tile.end)
            .filter(|tile| match direction {
                Direction::Right => tile.lane > from.lane,
                _ => tile.lane < from.lane,
            })
            .min_by_key(|tile| (tile.lane.abs_diff(from.lane), minute_distance(tile, minute)))
    }

    /// Returns the nearest tile beside the columns of `from`. A tile at the same time wins over a
    /// tile in a nearer column.
    fn tile_in_next_column(&self, from: &Tile, minute: i32, direction: Direction) -> Option<&Tile> {
        let right = direction == Direction::Right;
        let edge = if right { from.columns.end } else { from.columns.start.saturating_sub(1) };
        let nearest_in = |columns: &Range<usize>| {
            self.other_tiles_in(columns, from)
                .filter(|tile| match direction {
                    Direction::Right => tile.columns.start >= from.columns.end,
                    _ => tile.columns.end <= from.columns.start,
                })
                .min_by_key(|tile| {
                    let lane = if right { tile.lane } else { tile.lanes - tile.lane };
                    (
                        !runs_meanwhile(tile, from, minute),
                        column_distance(tile, edge),
                        minute_distance(tile, minute),
                        lane,
                    )
                })
        };
        // Most neighbours are near: few columns are searched first, then four times as many.
        let mut count = 1;
        while count < self.columns {
            let columns = if right {
                edge..edge.saturating_add(count)
            } else {
                (edge + 1).saturating_sub(count)..edge + 1
            };
            let found = nearest_in(&columns).filter(|tile| runs_meanwhile(tile, from, minute));
            if found.is_some() {
                return found;
            }
            count = count.saturating_mul(4);
        }
        nearest_in(&(0..self.columns))
    }

    /// Returns the live tiles of other sessions.
    fn other_tiles(&self, from: &Tile) -> impl Iterator<Item = &Tile> {
        let session = from.session;
        self.live_tiles().filter(move |tile| tile.session != session)
    }

    /// Returns the live tiles of other sessions that have one of `columns`.
    fn other_tiles_in(
        &self,
        columns: &Range<usize>,
        from: &Tile,
    ) -> impl Iterator<Item = &Tile> + use<'_> {
        let session = from.session;
        let tiles = self.tiles_in(columns).into_iter();
        tiles.filter(move |tile| !tile.ghost && tile.session != session)
    }
}

/// Returns true if `tile` runs at the same time as `from`, or around `minute` if `from` is long. If
/// the cursor left the time of `from`, a tile at `minute` counts as well.
fn runs_meanwhile(tile: &Tile, from: &Tile, minute: i32) -> bool {
    let times: Range<i32> = if from.end - from.start > LONG_MINUTES {
        from.start.max(minute - AROUND_MINUTES)..from.end.min(minute + AROUND_MINUTES)
    } else {
        from.start..from.end
    };
    let is_on_tile = (from.start..from.end).contains(&minute);
    (tile.start < times.end && times.start < tile.end)
        || (!is_on_tile && (tile.start..tile.end).contains(&minute))
}

/// Returns the distance of `tile` from `column`, in columns.
fn column_distance(tile: &Tile, column: usize) -> usize {
    tile.nearest_column(column).abs_diff(column)
}

/// Returns the distance of `tile` from `minute`, in minutes.
fn minute_distance(tile: &Tile, minute: i32) -> i32 {
    (tile.start - minute).max(minute - (tile.end - 1)).max(0)
}

/// Returns the scroll offset nearest to `offset` at which a screen of `height` rows shows the
/// `wanted` rows of `total` rows. If `wanted` is higher than the screen, the screen shows its first
/// rows.
pub fn scroll_to_show(offset: i32, height: i32, wanted: Range<i32>, total: i32) -> i32 {
    let below = (wanted.end - height).max(0);
    let offset = offset.max(below).min(wanted.start);
    offset.min((total - height).max(0)).max(0)
}

#[cfg(test)]
mod tests;
